import { opportunityAgendas } from "./agenda.ts";
import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { card, type Feature, homeSection, section } from "../feature.ts";
import { drawOffer, drawSection, drawSpotter } from "./cards.ts";
import { claim } from "./claiming.ts";
import { detection, detectSchedule } from "./detecting.ts";
import { opportunityDigests } from "./digest.ts";
import { approve, confirm, decline, notNow, openAnswer, openConfirm } from "./gating.ts";
import { foundDigest } from "./found-digest.ts";
import { benefitCard } from "./benefit-telling.ts";
import { handoverCard, handoverNudgeCard } from "./handover-telling.ts";
import { climbHandover } from "./handover.ts";
import { accept, answerBack, askBack, openAnswerBack, openAskBack } from "./handover-pressing.ts";
import { homeOpportunities } from "./home.ts";
import { climb } from "./ladder.ts";
import { approvalCard, holdCard, nudgeCard } from "./nudging.ts";
import { pipeline } from "./pipeline.ts";
import {
  goOn,
  lose,
  openContinue,
  openLose,
  openPass,
  openSnooze,
  openWin,
  pass,
  pause,
  propose,
  snooze,
  win,
} from "./pressing.ts";
import { openRelease, release } from "./releasing.ts";
import { reactions } from "./reacting.ts";
import { openSpot } from "./spot-opening.ts";
import { spot, spotByName } from "./spotting.ts";
import { openOpportunities } from "./store.ts";
import { measureReminders } from "./measuring.ts";
import { wonDigests } from "./won-digest.ts";
import { loadStory, storyOf } from "./story.ts";
import { tidySchedule } from "./tidying.ts";

/** Opportunities: from the CSM to the AM, churn first, one claim. */
export const opportunities: Feature = {
  name: "opportunities",
  commands: [
    {
      word: "opportunity",
      order: 2,
      topic: "together",
      help: "opportunities.help",
      example: "opportunities.example",
      changes: false,
      run: spotByName,
    },
    {
      word: "pipeline",
      order: 14,
      topic: "together",
      help: "deals.pipeline-help",
      example: "deals.pipeline-example",
      changes: false,
      run: pipeline,
    },
  ],
  forms: {
    confirm: { open: openConfirm, submit: confirm },
    answer: { open: openAnswer, submit: confirm },
    spot: { open: (acting, subject) => openSpot(acting, subject as AccountId), submit: spot },
    pass: { open: openPass, submit: pass },
    snooze: { open: openSnooze, submit: snooze },
    release: { open: openRelease, submit: release },
    win: { open: openWin, submit: win },
    lose: { open: openLose, submit: lose },
    continue: { open: openContinue, submit: goOn },
    "ask-back": { open: openAskBack, submit: askBack },
    "answer-back": { open: openAnswerBack, submit: answerBack },
  },
  presses: {
    claim: { changes: true, run: (acting, press) => claim(acting, press.subject as OpportunityId) },
    decline: { changes: true, run: (acting, { subject }) => decline(acting, subject) },
    approve: { changes: true, run: (acting, { subject }) => approve(acting, subject) },
    "not-now": { changes: true, run: (acting, { subject }) => notNow(acting, subject) },
    propose: { changes: true, run: (acting, { subject }) => propose(acting, subject) },
    accept: { changes: true, run: (acting, { subject }) => accept(acting, subject) },
    pause: { changes: true, run: (acting, { subject }) => pause(acting, subject) },
  },
  cards: {
    offer: card({
      sensitive: true,
      called: "opportunities.called-offer",
      direct: { why: "why.offer" },
      load: loadStory,
      draw: drawOffer,
    }),
    spotter: card({
      sensitive: true,
      called: "opportunities.called-spotter",
      direct: { why: "why.spotter" },
      load: loadStory,
      draw: drawSpotter,
    }),
    nudge: card(nudgeCard),
    hold: card(holdCard),
    approval: card(approvalCard),
    handover: card(handoverCard),
    "handover-nudge": card(handoverNudgeCard),
    benefit: card(benefitCard),
  },
  reminders: { next: { fire: climb }, handover: { fire: climbHandover }, ...measureReminders },
  schedules: [detectSchedule, tidySchedule],
  jobs: { detect: detection },
  sections: [
    ...opportunityAgendas,
    section({
      surface: "account",
      order: 40,
      async load({ tx, now }, account) {
        const { open, atRisk } = await openOpportunities(tx, account.id);
        return {
          scope: account.scope,
          stories: open.map((each) => storyOf(each, account, now)),
          atRisk,
          left: account.stage === "churned",
        };
      },
      draw: drawSection,
    }),
    homeSection(homeOpportunities),
    foundDigest,
    ...opportunityDigests,
    ...wonDigests,
  ],
  reactions,
};

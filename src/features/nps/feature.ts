import type { Tokens } from "../../db/tokens.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { card, type Feature, section } from "../feature.ts";
import type { Holidays } from "../settings/facts.ts";
import { createAsking, MAIL, QUESTION, withdrawAt } from "./asking.ts";
import { optedOutElsewhere } from "./answering.ts";
import {
  mover,
  openCampaign,
  openEnd,
  showCampaigns,
  showPreview,
  starter,
  submitCampaign,
  wave,
} from "./campaigns.ts";
import { drawLinks } from "./link-cards.ts";
import { loadLinks } from "./links.ts";
import { drawLoop, drawNudge } from "./loop-cards.ts";
import { npsDigests } from "./digest.ts";
import { drawMail } from "./mail-cards.ts";
import { loadMail } from "./mailing.ts";
import { handOn, handOnAll, handOnNight } from "./handing-on.ts";
import { climb, closeLoopsAt, contactMade } from "./looping.ts";
import type { LoopId } from "./loop-store.ts";
import { noFavour, openFavour, saveFavour } from "./favours.ts";
import { drawReferral } from "./referral-cards.ts";
import { noReferral, openReferral, referralStory, referrerMet, submitReferral } from "./referring.ts";
import { linkFor, linkOf } from "./pressing.ts";
import { lineOf, drawLine } from "./section.ts";
import { showByWords, showOf } from "./showing.ts";
import { drawQuestion } from "./question-cards.ts";
import { createResponses } from "./responding.ts";
import { loopStory, storyOf } from "./story.ts";
import type { SurveyId } from "./survey-store.ts";
import { send } from "./waves.ts";
import { showWords, wordsForms } from "./wording.ts";

/**
 * Asking customers how likely they are to recommend us (E1 to E6): who is asked when, by which way, what they answer, and
 * who calls them.
 * @param baseUrl where the page of a link stands; undefined: there are no links
 * @param tokens of the links in letters; left out where no e-mail is sent
 */
export function createNps(holidays: Holidays, baseUrl: string | undefined, tokens?: Tokens): Feature {
  const mailing = baseUrl !== undefined && tokens ? { baseUrl, tokens } : undefined;
  const mails = mailing !== undefined;
  const ways = { mails, links: baseUrl !== undefined };
  const asking = createAsking(holidays, mails);
  const privacyUrl = baseUrl === undefined ? undefined : `${baseUrl}/privacy`;
  const responses = createResponses(privacyUrl);
  return {
    name: "nps",
    commands: [
      {
        word: "nps",
        order: 24,
        topic: "customer",
        help: "nps.help",
        example: "nps.example",
        changes: false,
        run: showByWords,
      },
      {
        word: "campaign",
        order: 44,
        topic: "set-up",
        help: "nps.campaign-help",
        example: "nps.campaign-example",
        changes: false,
        run: (acting) => showCampaigns(acting),
      },
    ],
    presses: {
      ...responses.presses,
      show: { changes: false, run: (acting, { subject }) => showOf(acting, subject as AccountId) },
      preview: { changes: false, run: (acting, { subject }) => showPreview(acting, subject, ways) },
      words: { changes: false, run: (acting, { subject }) => showWords(acting, subject) },
      start: { changes: true, run: (acting, { subject }) => starter(ways)(acting, subject) },
      "start-anyway": { changes: true, run: (acting, { subject }) => mover("start")(acting, subject) },
      pause: { changes: true, run: (acting, { subject }) => mover("pause")(acting, subject) },
      resume: { changes: true, run: (acting, { subject }) => starter(ways, "resume")(acting, subject) },
      "resume-anyway": { changes: true, run: (acting, { subject }) => mover("resume")(acting, subject) },
      discard: { changes: true, run: (acting, { subject }) => mover("discard")(acting, subject) },
      link: {
        changes: true,
        toldOnce: "nps.link-told",
        run: (acting, { subject }) => linkFor(baseUrl, asking)(acting, subject),
      },
      "link-of": {
        changes: true,
        toldOnce: "nps.link-told",
        run: (acting, { choice }) => linkOf(baseUrl, asking)(acting, choice),
      },
      "no-referral": { changes: true, run: (acting, { subject }) => noReferral(acting, subject) },
      "no-favour": { changes: true, run: (acting, { subject }) => noFavour(acting, subject) },
    },
    forms: {
      ...responses.forms,
      ...wordsForms(),
      campaign: { about: "nothing", open: openCampaign, submit: (acting, sent) => submitCampaign(acting, sent, ways) },
      end: { open: openEnd, submit: (acting, { subject }) => mover("end")(acting, subject) },
      referral: { open: openReferral, submit: submitReferral },
      favour: { open: openFavour, submit: saveFavour },
    },
    cards: {
      question: card({
        sensitive: false,
        called: "nps.called-question",
        async load(context, subject, { stands }) {
          const story = await storyOf(context, subject as SurveyId);
          return story && (stands || story.open) ? { ...story, privacyUrl } : "gone";
        },
        draw: drawQuestion,
      }),
      mail: card({
        sensitive: false,
        called: "nps.called-mail",
        load: (context, subject, { slot }) =>
          mailing ? loadMail(mailing, context, subject, slot) : Promise.resolve("gone"),
        draw: drawMail,
      }),
      link: card({
        sensitive: true,
        called: "nps.called-link",
        direct: { why: "why.nps-link" },
        load: loadLinks,
        draw: drawLinks,
      }),
      loop: card({
        sensitive: true,
        called: "nps.called-loop",
        direct: { why: "why.nps-loop" },
        load: async (context, subject) => (await loopStory(context, subject as LoopId)) ?? "gone",
        draw: drawLoop,
      }),
      nudge: card({
        sensitive: true,
        called: "nps.called-nudge",
        direct: { why: "why.nps-nudge", insistent: true },
        async load(context, subject, { slot, stands }) {
          const story = await loopStory(context, subject as LoopId);
          if (!story || (story.loop.closedAt && !stands)) return "gone";
          return { ...story, escalated: slot.startsWith("escalate") };
        },
        draw: drawNudge,
      }),
      referral: card({
        sensitive: true,
        called: "nps.called-referral",
        direct: { why: "why.nps-referral" },
        load: referralStory,
        draw: drawReferral,
      }),
    },
    sections: [section({ surface: "account", order: 40, load: lineOf, draw: drawLine }), ...npsDigests],
    schedules: [handOnNight],
    jobs: { "hand-on": handOnAll },
    reminders: {
      wave: { fire: wave },
      send: { fire: (context, subject) => send(context, subject, asking) },
      remind: { fire: (context, subject) => asking.remind(context, subject) },
      close: { fire: (context, subject) => asking.close(context, subject) },
      ladder: { fire: climb },
    },
    reactions: {
      async "account-touched"(context, { account, contact, by, direction, what, entry }) {
        if (what === "slot-changed") await handOn(context, account);
        if (!contact || !by || !direction || !CONTACTS.has(what)) return;
        await contactMade(context, account, contact, by, entry);
        await referrerMet(context, account, contact, by);
      },
      "post-unsettled": (context, { card: failed, address }) =>
        failed === QUESTION || failed === MAIL ? asking.byLink(context, address) : undefined,
      "contact-opted-out": optedOutElsewhere,
      async "account-churned"(context, { account }) {
        await closeLoopsAt(context, account);
        await withdrawAt(context, account);
      },
    },
  };
}

const CONTACTS: ReadonlySet<string> = new Set(["call", "email", "meeting", "message", "on-site"]);

import { riskAgenda } from "./agenda.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { Log } from "../../kernel/log.ts";
import { card, type Feature, homeSection, type Schedule, section } from "../feature.ts";
import type { Holidays } from "../settings/facts.ts";
import { accountSection } from "./account-section.ts";
import { createAsking } from "./asking/feature.ts";
import { scoringTime } from "./calendar.ts";
import { drawCase } from "./case-card.ts";
import { caseParts } from "./cases/feature.ts";
import type { Cards } from "./digests/also.ts";
import { createDigests } from "./digests/digests.ts";
import { differingSection, judgedSection } from "./digests/judged.ts";
import { growingSection } from "./digests/growing.ts";
import type { DigestSections } from "./digests/sections.ts";
import { unownedSection } from "./digests/unowned.ts";
import { showUntaken, untakenSection } from "./digests/untaken.ts";
import { homeRisks } from "./home.ts";
import { accountabilityCard, accounting } from "./learning/accounting.ts";
import { monthly, training } from "./learning/training.ts";
import { driftCard } from "./learning/watching.ts";
import { night } from "./night.ts";
import { own } from "./own.ts";
import { standstillCard } from "./standstill.ts";
import { loadCase } from "./story.ts";

/** Churn risk: the nightly score, the case on a change, the digests in the morning. */
const risk: Feature = {
  name: "risk",
  commands: caseParts.commands,
  forms: caseParts.forms,
  reminders: caseParts.reminders,
  reactions: caseParts.reactions,
  presses: {
    ...caseParts.presses,
    own: { changes: true, run: (acting, press) => own(acting, press.subject as AccountId) },
    untaken: { changes: false, run: (acting, { subject }) => showUntaken(acting, subject as PersonId) },
  },
  cards: {
    ...caseParts.cards,
    case: card({
      sensitive: true,
      called: "risk.called-case",
      direct: { why: "why.risk-case", insistent: true },
      load: loadCase,
      draw: drawCase,
    }),
    standstill: card(standstillCard),
    drift: card(driftCard),
    accountability: card(accountabilityCard),
  },
  sections: [
    riskAgenda,
    section(accountSection),
    ...caseParts.sections,
    homeSection(homeRisks),
    growingSection,
    unownedSection,
    untakenSection,
    judgedSection,
    differingSection,
  ],
  schedules: [scoring(), monthly, accounting],
  jobs: { score: night, train: training, ...caseParts.jobs },
};

/** Every night, the organisation as a whole. */
function scoring(): Schedule {
  return {
    name: "score",
    days: "every-day",
    subjects: async ({ tx }) => [{ id: tx.organisation, ...(await scoringTime(tx)) }],
    fire: ({ jobs, now }) => jobs.start("risk.score", { asOf: now.toISOString() }),
  };
}

/** With the digests, which it owns. @param sections what the slices say there @param allCards of all slices */
export function createRisk(sections: DigestSections, allCards: Cards, holidays: Holidays, log?: Log): Feature {
  const { presses, cards, schedules, ...own } = createDigests(sections, allCards, log);
  const asking = createAsking(holidays);
  return {
    ...risk,
    commands: [...(risk.commands ?? []), ...asking.commands],
    presses: { ...risk.presses, ...presses, ...asking.presses },
    cards: { ...risk.cards, ...cards },
    sections: [...(risk.sections ?? []), ...own.sections],
    reminders: { ...risk.reminders, ...own.reminders },
    reactions: { ...risk.reactions, ...own.reactions },
    schedules: [...(risk.schedules ?? []), ...schedules],
  };
}

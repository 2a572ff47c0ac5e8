import type { Reply } from "../../chat/interaction.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type Acting, card, type Feature, homeSection, type Schedule, section } from "../feature.ts";
import { accountSection } from "./account-section.ts";
import { scoringTime } from "./calendar.ts";
import { drawCase } from "./case-card.ts";
import { caseParts } from "./cases/feature.ts";
import { myDigest, teamDigest } from "./digest.ts";
import { allCard, drawMine, drawTeam } from "./digest-cards.ts";
import { see } from "./digest-lines.ts";
import { loadEntries, loadMine, loadTeam } from "./digest-story.ts";
import { homeRisks } from "./home.ts";
import { monthly, training } from "./learning/training.ts";
import { driftCard } from "./learning/watching.ts";
import { night } from "./night.ts";
import { own } from "./own.ts";
import { standstillCard } from "./standstill.ts";
import { loadCase } from "./story.ts";

/** Churn risk: the nightly score, the case on a change, the digests in the morning. */
export const risk: Feature = {
  name: "risk",
  commands: caseParts.commands,
  forms: caseParts.forms,
  reminders: caseParts.reminders,
  reactions: caseParts.reactions,
  presses: {
    ...caseParts.presses,
    own: { changes: true, run: (acting, press) => own(acting, press.subject as AccountId) },
    "see-all": { changes: false, run: (acting, press) => seeAll(acting, press.subject) },
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
    "team-digest": card({ sensitive: true, called: "risk.called-team-digest", load: loadTeam, draw: drawTeam }),
    standstill: card(standstillCard),
    drift: card(driftCard),
    "my-digest": card({
      sensitive: true,
      called: "risk.called-my-digest",
      direct: { why: "why.my-digest" },
      load: loadMine,
      draw: drawMine,
    }),
  },
  sections: [section(accountSection), ...caseParts.sections, homeSection(homeRisks)],
  schedules: [scoring(), teamDigest, myDigest, monthly],
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

async function seeAll(acting: Acting, edition: string): Promise<Reply> {
  const story = await loadEntries(acting, edition);
  const entries = (story?.entries ?? []).flatMap((entry) => see(entry, acting.view) ?? []);
  if (!story || entries.length === 0) return { kind: "done", sentence: acting.view.say("risk.all-none") };
  return { kind: "private", card: allCard(entries, story.edition.count, story.edition, acting.view) };
}

import type { Reply } from "../../../chat/interaction.ts";
import { type Acting, card, type Feature } from "../../feature.ts";
import type { PostId } from "../../../kernel/ids.ts";
import { drawAll } from "./all-cards.ts";
import { type Cards, createAlso, showHeld } from "./also.ts";
import { drawTeam } from "./cards.ts";
import { drawPersonal } from "./personal-cards.ts";
import { COLLECT, createCollecting, digestSchedules } from "./schedules.ts";
import type { DigestSections } from "./sections.ts";
import { loadEdition, loadPersonal, loadTeam } from "./story.ts";

/** The digests in the morning: of the CSM channels, and everybody's own (B8). */
export function createDigests(sections: DigestSections, cards: Cards) {
  return {
    presses: {
      "show-held": {
        changes: false,
        run: (acting, { subject }) => showHeld(acting, subject as PostId, cards),
      },
      "see-all": { changes: false, run: (acting, press) => seeAll(acting, press.subject, sections) },
    },
    cards: {
      "team-digest": card({ sensitive: true, called: "risk.called-team-digest", load: loadTeam, draw: drawTeam }),
      "my-digest": card({
        sensitive: true,
        called: "risk.called-my-digest",
        direct: { why: "why.my-digest", isDigest: true },
        load: (context, subject, standing) => loadPersonal(context, "mine", subject, standing, sections),
        draw: drawPersonal,
      }),
      "am-digest": card({
        sensitive: true,
        called: "digests.called-am",
        direct: { why: "why.am-digest", role: "am", isDigest: true },
        load: (context, subject, standing) => loadPersonal(context, "am", subject, standing, sections),
        draw: drawPersonal,
      }),
      "manager-digest": card({
        sensitive: true,
        called: "digests.called-manager",
        direct: { why: "why.manager-digest", role: "manager", isDigest: true },
        load: (context, subject, standing) => loadPersonal(context, "manager", subject, standing, sections),
        draw: drawPersonal,
      }),
      "also-digest": card({
        sensitive: true,
        called: "digests.called-also",
        direct: { why: "why.also-digest", insistent: true },
        load: (context, subject, standing) => loadPersonal(context, "also", subject, standing, sections),
        draw: drawPersonal,
      }),
    },
    sections: [createAlso(cards)],
    reminders: { "collect-held": createCollecting(sections) },
    reactions: {
      "post-held": ({ reminders }, { person, until }) => reminders.set(COLLECT, person, until),
    },
    schedules: digestSchedules(sections),
  } satisfies Partial<Feature>;
}

async function seeAll(acting: Acting, edition: string, sections: DigestSections): Promise<Reply> {
  const story = await loadEdition(acting, edition, sections);
  if (!story) return { kind: "done", sentence: acting.view.say("risk.all-none") };
  return { kind: "private", card: drawAll(story, acting.view) };
}

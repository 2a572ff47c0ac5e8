import type { Reply } from "../../../chat/interaction.ts";
import { type Acting, card, type Feature } from "../../feature.ts";
import type { EditionId, PostId } from "../../../kernel/ids.ts";
import type { Log } from "../../../kernel/log.ts";
import { drawAll } from "./all-cards.ts";
import { ALSO, type Cards, createAlso, mayReadTaken, showHeld } from "./also.ts";
import { drawTeam } from "./cards.ts";
import { editionById } from "./edition-store.ts";
import { drawPersonal } from "./personal-cards.ts";
import { COLLECT, createCollecting, digestSchedules } from "./schedules.ts";
import type { DigestSections } from "./sections.ts";
import { loadEdition, loadPersonal, loadTeam } from "./story.ts";

/** The digests in the morning: of the CSM channels, and everybody's own (B8). */
export function createDigests(sections: DigestSections, cards: Cards, log?: Log) {
  return {
    presses: {
      "show-held": {
        changes: false,
        run: (acting, { subject }) => showHeld(acting, subject as PostId, cards),
      },
      "see-all": { changes: false, run: (acting, press) => seeAll(acting, press.subject as EditionId, sections) },
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
        direct: { why: "why.also-digest", wished: true },
        async load(context, subject, standing) {
          const story = await loadPersonal(context, "also", subject, standing, sections);
          return story !== "gone" && story.parts.length === 0 && !standing.stands ? "gone" : story;
        },
        draw: drawPersonal,
      }),
    },
    sections: [createAlso(cards, log)],
    reminders: { "collect-held": createCollecting(sections) },
    reactions: {
      "post-held": ({ reminders }, { person, until }) => reminders.set(COLLECT, person, until),
    },
    schedules: digestSchedules(sections),
  } satisfies Partial<Feature>;
}

/** Anybody may ask for a morning's list; somebody's own messages stand in it for those alone who may read them. */
async function seeAll(acting: Acting, id: EditionId, sections: DigestSections): Promise<Reply> {
  const stored = await editionById(acting.tx, id);
  const isOpen = !stored || !("sections" in stored.edition) || (await mayReadTaken(acting, stored.edition.sections));
  const open: DigestSections = () => sections().filter((each) => isOpen || !("name" in each) || each.name !== ALSO);
  const story = stored && (await loadEdition(acting, stored, open));
  if (!story) return { kind: "done", sentence: acting.view.say("risk.all-none") };
  return { kind: "private", card: drawAll(story, acting.view) };
}

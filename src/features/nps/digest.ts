import { instantOf, workingDayFrom } from "../../kernel/business-time.ts";
import { accountsById } from "../accounts/facts.ts";
import { type AnyDigestSection, type DigestItem, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { drawAnswers, drawCalls, drawEscalated, drawFavours, type LoopLine } from "./digest-cards.ts";
import { answersOfCsm, callsOf, escalatedCalls, favoursOf } from "./digest-store.ts";
import type { LoopId } from "./loop-store.ts";
import { loopStory } from "./story.ts";

/** In the morning: whom to call, whom to ask for a favour, how customers answered; to managers, whom nobody called. */
export const npsDigests: readonly AnyDigestSection[] = [
  digestSection<readonly LoopLine[]>({
    surface: "digest",
    name: "nps-calls",
    digests: ["csm"],
    order: 8,
    counted: "nps.n-calls",
    heading: "nps.calls",
    async gather({ tx, now }, { person }) {
      return (await callsOf(tx, person.id)).map(({ id, dueAt }): DigestItem => {
        const isLate = dueAt.getTime() <= now.getTime();
        return { id, grade: isLate ? "late" : "open", pressing: true, figures: {} };
      });
    },
    load: loadLoops,
    changes: closings,
    draw: drawCalls,
  }),
  digestSection<readonly LoopLine[]>({
    surface: "digest",
    name: "nps-escalated",
    digests: ["manager"],
    order: 22,
    counted: "nps.n-escalated",
    heading: "nps.escalated",
    async gather({ tx, directory }, { person, day }) {
      const open = await escalatedCalls(tx);
      if (open.length === 0) return [];
      const people = await directory.people(tx);
      const accounts = await accountsById(tx, [...new Set(open.map(({ account }) => account))], day);
      return open.flatMap(({ id, account, owner }): DigestItem[] => {
        const scope = accounts.get(account)?.scope;
        const reader = scope && escalatedTo("nps", owner, scope, people);
        return reader?.id === person.id ? [{ id, grade: "escalated", pressing: true, figures: {} }] : [];
      });
    },
    load: loadLoops,
    changes: closings,
    draw: drawEscalated,
  }),
  digestSection<readonly LoopLine[]>({
    surface: "digest",
    name: "nps-favours",
    digests: ["csm"],
    order: 41,
    counted: "nps.n-favours",
    heading: "nps.favours",
    async gather({ tx }, { person }) {
      return (await favoursOf(tx, person.id)).map((id): DigestItem => ({ id, grade: "open", figures: {} }));
    },
    load: loadLoops,
    changes: closings,
    draw: drawFavours,
  }),
  digestSection<readonly DigestItem[]>({
    surface: "digest",
    name: "nps-answers",
    digests: ["csm"],
    order: 42,
    rides: true,
    counted: "nps.n-answers",
    heading: "nps.answers",
    async gather({ tx, now }, { person, day }) {
      const { calendar, digestAt } = person;
      const from = instantOf(workingDayFrom(day, -1, calendar), digestAt, calendar.zone);
      const { promoters, passives, detractors } = await answersOfCsm(tx, person.id, from, now);
      if (promoters + passives + detractors === 0) return [];
      return [{ id: `nps-answers ${day}`, grade: day, figures: { promoters, passives, detractors } }];
    },
    load: (_context, items) => Promise.resolve(items),
    changes: () => [],
    draw: drawAnswers,
  }),
];

async function loadLoops(context: Context, items: readonly DigestItem[]): Promise<LoopLine[]> {
  const lines: LoopLine[] = [];
  for (const item of items) {
    const story = await loopStory(context, item.id as LoopId);
    if (story) lines.push({ item, story });
  }
  return lines;
}

function closings(lines: readonly LoopLine[]): Date[] {
  return lines.flatMap(({ story: { loop } }) => loop.closedAt ?? []);
}

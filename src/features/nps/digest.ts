import { daysBetween, instantOf, type LocalDate, localDateOf, workingDayFrom } from "../../kernel/business-time.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { accountsAbout } from "../accounts/facts.ts";
import { type AnyDigestSection, type DigestItem, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { drawAnswers, drawCalls, drawEscalated, drawFavours, type LoopLine } from "./digest-cards.ts";
import { answersOfCsm, escalatedCalls, type OpenLoop, openLoopsNear } from "./digest-store.ts";
import { loopOwner } from "./loop-decide.ts";
import type { LoopId, LoopKind } from "./loop-store.ts";
import { loopStory } from "./story.ts";

/** In the morning: whom to call, whom to ask for a favour, how customers answered; to managers, whom nobody called. */
export const npsDigests: readonly AnyDigestSection[] = [
  digestSection<readonly LoopLine[]>({
    surface: "digest",
    name: "nps-calls",
    digests: ["csm"],
    order: 8,
    isToday: true,
    counted: "nps.n-calls",
    heading: "nps.calls",
    async gather(context, { person, day }) {
      return (await loopsOfPerson(context, person.id, "call", day)).map(({ id, dueAt }): DigestItem => {
        const isLate = dueAt.getTime() <= context.now.getTime();
        const late = daysBetween(localDateOf(dueAt, person.calendar.zone), day);
        return { id, grade: isLate ? "late" : "open", pressing: true, figures: late > 0 ? { late } : {} };
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
    isToday: true,
    counted: "nps.n-escalated",
    heading: "nps.escalated",
    async gather({ tx, directory }, { person, day }) {
      const open = await escalatedCalls(tx);
      if (open.length === 0) return [];
      const people = await directory.people(tx);
      const accounts = await accountsAbout(tx, open, day);
      return open.flatMap(({ id, account }): DigestItem[] => {
        const scope = accounts.get(account)?.scope;
        const owner = scope && loopOwner(scope, people);
        const reader = owner && escalatedTo("nps", owner.id, scope, people);
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
    isToday: true,
    counted: "nps.n-favours",
    heading: "nps.favours",
    async gather(context, { person, day }) {
      const open = await loopsOfPerson(context, person.id, "reference", day);
      return open.map(({ id }): DigestItem => ({ id, grade: "open", figures: {} }));
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

/** What is open of somebody's: whose it is goes by whose the customer is today. */
async function loopsOfPerson(
  { tx, directory }: Context,
  person: PersonId,
  kind: LoopKind,
  day: LocalDate,
): Promise<OpenLoop[]> {
  const open = await openLoopsNear(tx, person, kind);
  if (open.length === 0) return [];
  const accounts = await accountsAbout(tx, open, day);
  const people = await directory.people(tx);
  return open.filter(({ account }) => {
    const scope = accounts.get(account)?.scope;
    return scope !== undefined && loopOwner(scope, people)?.id === person;
  });
}

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

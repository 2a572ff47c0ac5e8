import { localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AnyDigestSection, DigestItem, DigestKind } from "../digest-section.ts";
import type { Acting, AnySection, AnyTodaySection, TodayLine } from "../feature.ts";

/** What of somebody's day every slice says, and then what their morning has to be done, as it is by now. */
export function createToday(sections: readonly AnySection[]): (acting: Acting) => Promise<readonly TodayLine[]> {
  const own = sections
    .filter((each): each is AnyTodaySection => each.surface === "today")
    .toSorted((a, b) => a.order - b.order);
  const mornings = sections
    .filter((each): each is AnyDigestSection => each.surface === "digest" && each.isToday === true)
    .toSorted((a, b) => a.order - b.order);

  return async (acting) => {
    const lines: TodayLine[] = [];
    for (const each of own) lines.push(...((await each.prepare(acting))?.(acting.view) ?? []));
    const people = await peopleOf(acting);
    for (const section of mornings) lines.push(...(await linesOf(acting, section, people)));
    return lines;
  };
}

async function peopleOf({ tx, directory, person }: Acting): Promise<Person[]> {
  if (person.covers.length === 0) return [person];
  const covered = new Set(person.covers);
  return [person, ...(await directory.people(tx)).filter(({ id }) => covered.has(id))];
}

async function linesOf(acting: Acting, section: AnyDigestSection, people: readonly Person[]): Promise<TodayLine[]> {
  const lines: TodayLine[] = [];
  const said = new Set<string>();
  for (const person of people) {
    const items = (await gather(acting, section, person)).filter(({ id }) => !said.has(id));
    if (items.length === 0) continue;
    const { isEmpty, draw } = await section.prepare(acting, items, person);
    for (const { id, text, button, done } of isEmpty ? [] : draw(acting.view)) {
      said.add(id);
      if (done === undefined) lines.push({ text, button });
    }
  }
  return lines;
}

/** Who holds a customer without having the role has a morning too. */
async function gather(acting: Acting, section: AnyDigestSection, person: Person): Promise<DigestItem[]> {
  const day = localDateOf(acting.now, person.calendar.zone);
  const kinds = KINDS.filter((kind) => kind !== "manager" || person.roles.includes(kind));
  const found = new Map<string, DigestItem>();
  for (const kind of kinds.filter((each) => section.digests.includes(each))) {
    for (const item of await section.gather(acting, { kind, person, day, before: () => [] }))
      if (!found.has(item.id)) found.set(item.id, item);
  }
  return [...found.values()];
}

const KINDS = ["csm", "am", "manager"] as const satisfies readonly DigestKind[];

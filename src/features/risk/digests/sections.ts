import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { Among, AnyDigestSection, DigestItem, DigestKind, DigestLine } from "../../digest-section.ts";
import type { AnySection, Context } from "../../feature.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import { comparedWith, type Sections } from "./compose.ts";
import type { Kept } from "./edition.ts";

/** What the slices say in digests; asked when it is needed, for the owner of the digests is one of them. */
export type DigestSections = () => readonly AnySection[];

export function sectionsFor(sections: DigestSections, kind: DigestKind): AnyDigestSection[] {
  return sections()
    .filter((each): each is AnyDigestSection => each.surface === "digest" && each.digests.includes(kind))
    .toSorted((one, other) => one.order - other.order);
}

interface Whose {
  readonly kind: DigestKind;
  readonly person: Person;
  readonly day: LocalDate;
}

/** What every slice has for somebody's morning, compared with the morning before. */
export async function gather(
  context: Context,
  sections: readonly AnyDigestSection[],
  { kind, person, day }: Whose,
  before: Sections | undefined,
): Promise<Sections> {
  const kept: Record<string, Kept[]> = {};
  const previous = (name: string): readonly DigestItem[] => before?.[name] ?? [];
  for (const section of sections.filter(({ rides }) => !rides)) {
    const items = await section.gather(context, { kind, person, day, before: previous });
    if (items.length > 0) kept[section.name] = comparedWith(before && previous(section.name), items);
  }
  return kept;
}

/** What comes with a morning that has something to say. */
export async function gatherRiding(
  context: Context,
  sections: readonly AnyDigestSection[],
  { kind, person, day }: Whose,
): Promise<Sections> {
  const kept: Record<string, Kept[]> = {};
  for (const section of sections.filter(({ rides }) => rides)) {
    const items = await section.gather(context, { kind, person, day, before: () => [] });
    if (items.length > 0) kept[section.name] = comparedWith(undefined, items);
  }
  return kept;
}

/** A section of a morning, ready to be drawn. */
export interface Part {
  readonly counted: TextKey;
  readonly among?: Among | undefined;
  readonly heading: TextKey;
  readonly items: readonly Kept[];
  draw(view: View): readonly DigestLine[];
}

export async function prepare(
  context: Context,
  sections: readonly AnyDigestSection[],
  kept: Sections,
  whose: Person,
): Promise<{ readonly parts: Part[]; readonly changes: readonly Date[] }> {
  const parts: Part[] = [];
  const changes: Date[] = [];
  for (const { name, counted, among, heading, prepare: prepared } of sections) {
    const items = kept[name] ?? [];
    if (items.length === 0) continue;
    const { isEmpty, draw, changes: changed } = await prepared(context, items, whose);
    if (isEmpty) continue;
    parts.push({ counted, among, heading, items, draw });
    changes.push(...changed);
  }
  return { parts, changes };
}

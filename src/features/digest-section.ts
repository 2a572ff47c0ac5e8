import type { Button, Text } from "../chat/card.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import type { Person } from "../kernel/directory.ts";
import type { TextKey } from "../locales/keys.ts";
import type { View } from "../locales/say.ts";
import type { Context } from "./context.ts";

/** Whose morning a digest is for: as a CSM, as an Account Manager, as a manager; or anybody who gets none of these. */
export type DigestKind = "csm" | "am" | "manager" | "also";

/** What is kept of a line of somebody's morning, so that it stays that morning's. */
export interface DigestItem {
  /** what it is about, the same from morning to morning; whatever redraws this subject ticks the line */
  readonly id: string;
  /** the subject whose redraw ticks the line, where it isn't the id */
  readonly about?: string | undefined;
  /** how it stands; where that is another than on the morning before, it has changed */
  readonly grade: string;
  /** it is never folded away as unchanged */
  readonly pressing?: boolean | undefined;
  readonly figures: Readonly<Record<string, string | number>>;
}

export interface DigestMorning {
  readonly kind: DigestKind;
  readonly person: Person;
  /** the local date of the digest */
  readonly day: LocalDate;
  /** what one of the sections kept on the morning before */
  before(section: string): readonly DigestItem[];
}

/** A line of a digest as an audience reads it. */
export interface DigestLine {
  /** its item's */
  readonly id: string;
  /** what the line is called where it is only named */
  readonly name: Text;
  readonly text: Text;
  readonly button?: Button | undefined;
  /** what became of it since the morning */
  readonly done?: Text | undefined;
}

export interface Among {
  readonly said: TextKey;
  readonly grades: readonly string[];
}

/** A part of somebody's morning that another slice owns. Its items are kept; what became of them is looked up. */
export interface DigestSection<State> {
  readonly surface: "digest";
  /** one of its own among all; its items are kept under it */
  readonly name: string;
  readonly digests: readonly DigestKind[];
  readonly order: number;
  /** it is gathered only where there is something else to say, and its items are of that morning alone */
  readonly rides?: boolean;
  /** its lines are things to do, and nothing else has them on the screen of somebody's day */
  readonly isToday?: boolean;
  /** "3 renewals" by {{count}}, for the headline */
  readonly counted: TextKey;
  /** what is said of the count by {{what}} and {{count}}, of how many items with these grades */
  readonly among?: Among;
  readonly heading: TextKey;
  /** the morning's items, the most urgent first */
  gather(context: Context, morning: DigestMorning): Promise<readonly DigestItem[]>;
  load(context: Context, items: readonly DigestItem[], whose: Person): Promise<State>;
  /** true: of its items nothing is left to say; left out, there always is */
  isEmpty?(state: State): boolean;
  /** instants at which something became of its items */
  changes(state: State): readonly Date[];
  /** in the items' order; what the audience may not read is left out */
  draw(state: State, view: View): readonly DigestLine[];
}

/** A part whose state only its own slice knows. Built by `digestSection()`. */
export interface AnyDigestSection extends Omit<DigestSection<never>, "load" | "isEmpty" | "changes" | "draw"> {
  prepare(
    context: Context,
    items: readonly DigestItem[],
    whose: Person,
  ): Promise<{ readonly isEmpty: boolean; readonly changes: readonly Date[]; draw(view: View): readonly DigestLine[] }>;
}

export function digestSection<State>(kind: DigestSection<State>): AnyDigestSection {
  const { surface, name, digests, order, rides = false, isToday = false, counted, among, heading } = kind;
  return {
    surface,
    name,
    digests,
    order,
    rides,
    isToday,
    counted,
    ...(among && { among }),
    heading,
    gather: (context, morning) => kind.gather(context, morning),
    async prepare(context, items, whose) {
      const state = await kind.load(context, items, whose);
      const isEmpty = kind.isEmpty?.(state) ?? false;
      return { isEmpty, changes: kind.changes(state), draw: (view) => kind.draw(state, view) };
    },
  };
}

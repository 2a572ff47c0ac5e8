import type { PersonRef } from "../../chat/card.ts";
import { ANY, MATRIX, type Row, type Slot } from "./defaults.ts";

/** The row that holds: the organisation's for the stage, its own for any stage, else the defaults' in the same order. */
export function slotIn(own: readonly Row[], topic: string, stage: string): Slot | undefined {
  const found = [own, MATRIX].flatMap((rows) =>
    [stage, ANY].flatMap((at) => rows.find((row) => row.topic === topic && row.stage === at) ?? []),
  );
  return found[0]?.slot;
}

/** All topics, the organisation's own too, in order. */
export function topicsIn(own: readonly Row[]): string[] {
  return [...new Set([...MATRIX, ...own].map(({ topic }) => topic))].sort();
}

/** Every row that holds, by topic: what is said for any stage, then where a stage differs. */
export function rowsIn(own: readonly Row[]): Row[] {
  const stages = (topic: string): string[] => [
    ...new Set([...own, ...MATRIX].filter((row) => row.topic === topic).map(({ stage }) => stage)),
  ];
  return topicsIn(own).flatMap((topic) =>
    stages(topic)
      .sort((one, other) => Number(other === ANY) - Number(one === ANY) || (one < other ? -1 : 1))
      .flatMap((stage) => {
        const slot = slotIn(own, topic, stage);
        return slot ? [{ topic, stage, slot }] : [];
      }),
  );
}

export interface Holders {
  readonly slots: ReadonlyMap<Slot, PersonRef>;
  /** managers of the account, nearest first */
  readonly managers: readonly PersonRef[];
}

export type Addressee =
  | { readonly kind: "holder"; readonly slot: Slot; readonly person: PersonRef }
  /** nobody holds the slot, so it falls to another */
  | {
      readonly kind: "instead";
      readonly slot: Slot;
      readonly as: "csm" | "am" | "manager";
      readonly person: PersonRef;
    }
  | { readonly kind: "nobody"; readonly slot: Slot };

/** Who is addressed: who holds the slot; else the CSM, the AM, a manager. */
export function decideAddressee(slot: Slot, { slots, managers }: Holders): Addressee {
  const person = slots.get(slot);
  if (person) return { kind: "holder", slot, person };
  for (const as of ["csm", "am"] as const) {
    const other = slots.get(as);
    if (other) return { kind: "instead", slot, as, person: other };
  }
  const [manager] = managers;
  return manager ? { kind: "instead", slot, as: "manager", person: manager } : { kind: "nobody", slot };
}

/** A topic's id of what somebody typed: "Support Case" is "support-case". "" when nothing is left of it. */
export function topicId(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

export interface Called {
  readonly topic: string;
  /** in the reader's words */
  readonly label: string;
}

const MOST_SLIPS = 2;

/** The topic that was typed: by its id or label, its beginning, or at most two slips from it. */
export function topicMeant(words: string, topics: readonly Called[]): string | undefined {
  const typed = topicId(words);
  if (typed === "") return undefined;
  const names = ({ topic, label }: Called): string[] => [topic, topicId(label)];
  const exact = topics.find((each) => names(each).includes(typed));
  if (exact) return exact.topic;
  const begun = topics.filter((each) => names(each).some((name) => name.startsWith(typed)));
  if (begun.length > 0) return begun.length === 1 ? begun[0]?.topic : undefined;
  const near = topics
    .map((each) => ({ each, slips: Math.min(...names(each).map((name) => slipsBetween(typed, name))) }))
    .filter(({ slips }) => slips <= Math.min(MOST_SLIPS, Math.floor(typed.length / 3)))
    .sort((one, other) => one.slips - other.slips);
  const [best, second] = near;
  return best && best.slips < (second?.slips ?? Infinity) ? best.each.topic : undefined;
}

/** Letters to add, leave out, change or swap with their neighbour (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const rows: number[][] = [b.map((_, at) => at).concat(b.length)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (up: number, left: number): number => rows[i - up]?.[j - left] ?? Infinity;
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(2, 2) + 1 : Infinity;
      row.push(Math.min(at(1, 0) + 1, (row[j - 1] ?? Infinity) + 1, at(1, 1) + change, swapped));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

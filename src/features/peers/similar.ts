import { PEERS } from "../../kernel/defaults.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { Because } from "./decide.ts";

/** Seats in bands, so that a customer isn't known by their number. @returns undefined where they aren't known */
export function seatBand(
  seats: number | undefined,
): { readonly from: number; readonly to: number | undefined } | undefined {
  if (seats === undefined || seats <= 0) return undefined;
  const starts = [1, 10, 25, 50, 100, 250, 500, 1000, 5000] as const;
  const at = starts.findLastIndex((start) => start <= Math.max(1, seats));
  const next = starts[at + 1];
  return { from: starts[at] ?? 1, to: next === undefined ? undefined : next - 1 };
}

/** A customer that may learn from another, or be learned from. */
export interface Comparable {
  readonly account: AccountId;
  readonly csm: PersonId | undefined;
  readonly seats: number | undefined;
  /** how many times as large as the one who learns */
  readonly ratio: number;
  readonly live: boolean;
  readonly atRisk: boolean;
  /** its contract is being negotiated, or ends */
  readonly negotiated: boolean;
  /** in an exchange, said no, its CSM said not now, or the two had one */
  readonly resting: boolean;
}

export interface Lesson {
  readonly account: AccountId;
  readonly because: Because;
  /** the metric */
  readonly feature: string;
  /** days of use, or of 1 how much further */
  readonly by: number;
}

export interface Offer {
  readonly peer: Comparable & { readonly csm: PersonId };
  readonly lesson: Lesson;
}

/** Who may be asked at all, the nearest in size first. */
export function fit(found: readonly Comparable[]): Offer["peer"][] {
  return found.flatMap((each) => {
    const { csm, live, atRisk, negotiated, resting } = each;
    return csm !== undefined && live && !atRisk && !negotiated && !resting ? [{ ...each, csm }] : [];
  });
}

/** One lesson each, the most to learn first: a feature before a goal, by how well it is used; then the nearest in size. */
export function offersOf(fitting: readonly Offer["peer"][], lessons: readonly Lesson[]): Offer[] {
  const best = (account: AccountId): Lesson | undefined =>
    lessons.filter((each) => each.account === account).toSorted(compareLessons)[0];
  return fitting
    .flatMap((peer): Offer[] => {
      const lesson = best(peer.account);
      return lesson ? [{ peer, lesson }] : [];
    })
    .toSorted((one, other) => compareLessons(one.lesson, other.lesson) || distance(one) - distance(other))
    .slice(0, PEERS.offered);
}

function compareLessons(one: Lesson, other: Lesson): number {
  if (one.because !== other.because) return one.because === "feature" ? -1 : 1;
  return other.by - one.by || (one.feature < other.feature ? -1 : one.feature > other.feature ? 1 : 0);
}

function distance({ peer }: Offer): number {
  return Math.abs(Math.log(peer.ratio));
}

/** Why nobody is asked for a customer now, by what it is itself. */
export type Unready = "no-segment" | "no-size" | "not-live" | "at-risk" | "negotiated" | "refused";

export interface Own {
  readonly segment: string | undefined;
  /** its seats or its use are known */
  readonly sized: boolean;
  readonly live: boolean;
  readonly atRisk: boolean;
  readonly negotiated: boolean;
  /** they said no within a year, or for good */
  readonly refused: boolean;
}

export function unready(own: Own): Unready | undefined {
  if (own.atRisk) return "at-risk";
  if (!own.live) return "not-live";
  if (own.negotiated) return "negotiated";
  if (own.refused) return "refused";
  if (own.segment === undefined) return "no-segment";
  return own.sized ? undefined : "no-size";
}

/** Why nobody is similar: nobody else in the segment, nobody of its size and product, all of them unwell or asked, or nothing to learn. */
export type NoneBecause = "alone" | "size" | "unwell" | "resting" | "nothing";

export function noneBecause(inSegment: number, found: readonly Comparable[]): NoneBecause {
  if (inSegment === 0) return "alone";
  if (found.length === 0) return "size";
  const well = found.filter(({ live, atRisk, negotiated, csm }) => live && !atRisk && !negotiated && csm !== undefined);
  if (well.length === 0) return "unwell";
  return well.every(({ resting }) => resting) ? "resting" : "nothing";
}

import type { LocalDate, LocalTime } from "../../kernel/business-time.ts";
import type { CadenceItemId, CadenceMeetingId, CadencePairId, PersonId } from "../../kernel/ids.ts";

export type Frequency = "weekly" | "fortnightly" | "monthly";
export const FREQUENCIES = ["weekly", "fortnightly", "monthly"] as const satisfies readonly Frequency[];

/** How often two meet, and when. */
export interface Rhythm {
  readonly frequency: Frequency;
  /** ISO: 1 Monday to 7 Sunday */
  readonly weekday: number;
  readonly at: LocalTime;
  /** IANA name */
  readonly zone: string;
  readonly minutes: number;
}

/**
 * proposed: both are asked; active: they meet; paused: one of them stopped it for now; resting: one of them doesn't want
 * to; agenda: they share too little to meet; ended: they share nothing any more
 */
export type PairState = "proposed" | "active" | "paused" | "resting" | "agenda" | "ended";
/** by what it ended: no customer is shared, the last one churned, one of them left */
export type EndedBy = "not-shared" | "churned" | "left";

/** A CSM and an AM who share customers (F1). */
export interface Pair {
  readonly id: CadencePairId;
  readonly csm: PersonId;
  readonly am: PersonId;
  readonly state: PairState;
  readonly rhythm: Rhythm;
  /** the first day of their series, or of their agenda cards */
  readonly startsOn: LocalDate | undefined;
  readonly proposedAt: Date | undefined;
  readonly accepted: { readonly csm: Date | undefined; readonly am: Date | undefined };
  readonly restsUntil: LocalDate | undefined;
  readonly restedBy: PersonId | undefined;
  /** another pair of the AM, whose meetings are held for both */
  readonly jointWith: CadencePairId | undefined;
  readonly endedBy: EndedBy | undefined;
}

/** waiting: no slot is offered yet; missed: it was due, and they didn't meet or didn't say; cancelled: the pair stopped */
export type MeetingState = "waiting" | "offered" | "booked" | "held" | "missed" | "skipped" | "cancelled";

/** One time that a pair meets. */
export interface Meeting {
  readonly id: CadenceMeetingId;
  readonly pair: CadencePairId;
  /** the day that the series gives it */
  readonly originalOn: LocalDate;
  readonly state: MeetingState;
  /** offered, the earliest first; none: there was no time in common */
  readonly slots: readonly Date[];
  readonly startsAt: Date | undefined;
  readonly minutes: number;
  /** nobody picked, so the first slot was taken */
  readonly byClock: boolean;
  readonly bookedBy: PersonId | undefined;
  /** of the invitation as iTIP counts; undefined: nobody was invited yet */
  readonly sequence: number | undefined;
  /** when the invitation last changed */
  readonly invitedAt: Date | undefined;
  readonly askedAt: Date | undefined;
  readonly settledAt: Date | undefined;
  readonly settledBy: PersonId | undefined;
  readonly notes: string | undefined;
  /** who was when it began, and so may read the notes; undefined: not kept */
  readonly invited: readonly PersonId[] | undefined;
}

/** It was to be, its time is over, and nobody said whether it was. */
export function isUnsaid({ state, startsAt, settledBy }: Meeting): boolean {
  return state === "missed" && startsAt !== undefined && settledBy === undefined;
}

/** @param held when the last that was held began */
export function isLatest({ startsAt }: Meeting, held: Date | undefined): boolean {
  return !held || (startsAt !== undefined && startsAt >= held);
}

/** What one of a pair put on their agenda, or what they agreed to do. */
export interface Item {
  readonly id: CadenceItemId;
  readonly pair: CadencePairId;
  readonly kind: "point" | "action";
  readonly text: string;
  /** of an action */
  readonly owner: PersonId | undefined;
  readonly dueOn: LocalDate | undefined;
  readonly addedBy: PersonId;
  readonly addedAt: Date;
}

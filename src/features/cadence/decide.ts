import { addDays, type LocalDate, weekdayOf, type WorkCalendar } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Days } from "../../kernel/recurrence.ts";
import type { Rule, Series } from "../../kernel/recurrence-rule.ts";
import type { Tier } from "../accounts/facts.ts";
import type { EndedBy, Frequency, Pair, PairState, Rhythm } from "./model.ts";

/** What two people share tonight. */
export interface Shared {
  /** of customers, without those who are churned */
  readonly tiers: readonly Tier[];
  /** customers of both who are churned */
  readonly churned: number;
  /** both are still with us */
  readonly here: boolean;
}

export type PairDecision =
  | { readonly kind: "keep" }
  | { readonly kind: "propose"; readonly frequency: Frequency }
  | { readonly kind: "agenda" }
  | { readonly kind: "end"; readonly by: EndedBy };

/** What becomes of two people by what they share (F1). @param today where the AM is */
export function decidePair(
  pair: Pick<Pair, "state" | "restsUntil"> | undefined,
  shared: Shared,
  today: LocalDate,
): PairDecision {
  const { tiers, churned, here } = shared;
  if (!here || tiers.length === 0) {
    if (!pair) return { kind: "keep" };
    return { kind: "end", by: here ? (churned > 0 ? "churned" : "not-shared") : "left" };
  }
  const isWorthIt = tiers.length >= CADENCE.sharedAtLeast || tiers.includes("A");
  const frequency = frequencyOf(tiers);
  switch (pair?.state) {
    case undefined:
    case "ended":
      return isWorthIt ? { kind: "propose", frequency } : { kind: "agenda" };
    case "agenda":
      return isWorthIt ? { kind: "propose", frequency } : { kind: "keep" };
    case "proposed":
      return isWorthIt ? { kind: "keep" } : { kind: "agenda" };
    case "resting": {
      const isOver = pair.restsUntil === undefined || pair.restsUntil <= today;
      if (!isOver) return { kind: "keep" };
      return isWorthIt ? { kind: "propose", frequency } : { kind: "agenda" };
    }
    case "active":
    case "paused":
      return { kind: "keep" };
  }
}

/** A shared A customer: weekly; else a B: every two weeks; else monthly. */
export function frequencyOf(tiers: readonly Tier[]): Frequency {
  const best = (["A", "B"] as const).find((tier) => tiers.includes(tier)) ?? "C";
  return CADENCE.rhythm[best];
}

/** Whether the agenda card comes by itself, because there are no meetings. */
export function hasCards(state: PairState): boolean {
  return state === "agenda" || state === "resting";
}

/** Proposals are spread over Tuesday to Thursday, so that no day has all of an AM's. */
export function weekdayFor(id: CadencePairId, { workdays }: Pick<WorkCalendar, "workdays">): number {
  const middle = workdays.filter((day) => day >= 2 && day <= 4);
  const from = middle.length > 0 ? middle : workdays;
  // Ids of one night count up, so neighbours are mixed (Knuth's multiplicative hash).
  const mixed = Math.imul(Number.parseInt(id.slice(-8), 16), 2_654_435_761) >>> 8;
  return from[mixed % Math.max(1, from.length)] ?? 2;
}

/** Days on which both work. Who shares no working day with the other has none, and any day counts. */
export function commonDays(calendars: readonly Days[]): Days | undefined {
  const workdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => calendars.every((each) => each.workdays.includes(day)));
  if (workdays.length === 0) return undefined;
  return { workdays, holidays: { has: (day) => calendars.some(({ holidays }) => holidays.has(day)) } };
}

/** The next day with that weekday, behind a day. */
export function firstDay(weekday: number, after: LocalDate): LocalDate {
  return addDays(after, ((weekday - weekdayOf(after) + 6) % 7) + 1);
}

export function seriesOf({ frequency, weekday, at, zone }: Rhythm, startsOn: LocalDate): Series {
  return {
    startsOn,
    at,
    zone,
    rule: ruleOf(frequency, weekday, startsOn),
    more: [],
    without: [],
    overrides: new Map(),
  };
}

function ruleOf(frequency: Frequency, weekday: number, startsOn: LocalDate): Rule {
  if (frequency === "monthly") {
    const nth = Math.ceil(Number(startsOn.slice(8)) / 7);
    const day = { weekday, nth: nth > 4 ? -1 : nth };
    return { frequency: "MONTHLY", interval: 1, days: [day], monthDays: [], months: [] };
  }
  const interval = frequency === "weekly" ? 1 : 2;
  return { frequency: "WEEKLY", interval, days: [{ weekday }], monthDays: [], months: [] };
}

const PER_WEEK: Readonly<Record<Frequency, number>> = { weekly: 1, fortnightly: 1 / 2, monthly: 12 / 52 };

/** Minutes that an AM spends in such meetings in a week; those who meet at once count once. */
export function weeklyMinutes(pairs: readonly Pick<Pair, "state" | "rhythm" | "jointWith">[]): number {
  return pairs
    .filter(({ state, jointWith }) => state === "active" && !jointWith)
    .reduce((sum, { rhythm }) => sum + rhythm.minutes * PER_WEEK[rhythm.frequency], 0);
}

/** Whether an AM is offered to meet several at once. */
export function isTooMuch(pairs: readonly Pick<Pair, "state" | "rhythm" | "jointWith">[]): boolean {
  const apart = pairs.filter(({ state, jointWith }) => state === "active" && !jointWith);
  return apart.length > 1 && weeklyMinutes(pairs) > CADENCE.weeklyMinutesAtMost;
}

/** Of an AM's pairs the one whose meetings the others join: it meets most often, and then the oldest. */
export function leaderOf<P extends Pick<Pair, "id" | "state" | "rhythm" | "jointWith">>(
  pairs: readonly P[],
): P | undefined {
  return pairs
    .filter(({ state, jointWith }) => state === "active" && !jointWith)
    .toSorted(
      (one, other) => PER_WEEK[other.rhythm.frequency] - PER_WEEK[one.rhythm.frequency] || (one.id < other.id ? -1 : 1),
    )[0];
}

export type AcceptOutcome =
  | { readonly kind: "begun" }
  | { readonly kind: "waits"; readonly for: PersonId }
  | { readonly kind: "already" }
  | { readonly kind: "over" };

/** What an acceptance by one of the two comes to. @param role which of them it is, or stands in for */
export function decideAccept(pair: Pair, role: "csm" | "am"): AcceptOutcome {
  if (pair.state === "active" || pair.state === "paused") return { kind: "already" };
  if (pair.state !== "proposed") return { kind: "over" };
  const other = role === "csm" ? "am" : "csm";
  if (pair.accepted[other]) return { kind: "begun" };
  return pair.accepted[role] ? { kind: "already" } : { kind: "waits", for: pair[other] };
}

import { addDays, daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Outcome } from "../case-store.ts";
import { HORIZON_DAYS } from "./horizon.ts";

/** A case that the score or a person opened; one that began with a notice foretold nothing and isn't among them. */
export interface Told {
  readonly account: AccountId;
  readonly openedOn: LocalDate;
  /** undefined: it is open, or was closed before outcomes were kept */
  readonly outcome: Outcome | undefined;
  /** somebody owned it, spoke with the customer or closed it */
  readonly actedOn: boolean;
  /** the first notice, churn or smaller contract since it was opened */
  readonly cameOn: LocalDate | undefined;
}

/** A customer who left, having been scored before. */
export interface Leaver {
  readonly leftOn: LocalDate;
  /** a case was opened before, and was open within 90 days of it */
  readonly told: boolean;
}

/** What became of the alerts (B11). */
export interface Accountability {
  readonly since: LocalDate;
  readonly cases: number;
  /** notice, churn or a smaller contract came within 90 days, or somebody closed it as saved */
  readonly right: number;
  /** somebody said that it was no risk, or 90 days passed without any of these */
  readonly wrong: number;
  /** not yet decided */
  readonly open: number;
  readonly actedOn: number;
  /** from an account's first alert to what came */
  readonly medianLeadDays: number | undefined;
  /** customers who left, and of them those without an alert, by month, the earliest first */
  readonly months: readonly { readonly month: string; readonly left: number; readonly untold: number }[];
}

export function accountFor(
  told: readonly Told[],
  leavers: readonly Leaver[],
  { since, today }: { readonly since: LocalDate; readonly today: LocalDate },
): Accountability {
  const verdicts = told.map((each) => verdictOf(each, today));
  const count = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  const byMonth = Map.groupBy(leavers, ({ leftOn }) => leftOn.slice(0, MONTH_LETTERS));
  return {
    since,
    cases: told.length,
    right: count("right"),
    wrong: count("wrong"),
    open: count("open"),
    actedOn: told.filter(({ actedOn }) => actedOn).length,
    medianLeadDays: medianLead(told),
    months: [...byMonth]
      .map(([month, left]) => ({ month, left: left.length, untold: left.filter((each) => !each.told).length }))
      .sort((one, other) => (one.month < other.month ? -1 : 1)),
  };
}

const MONTH_LETTERS = "2026-11".length;

type Verdict = "right" | "wrong" | "open";

/** What came weighs more than what somebody said: a customer judged no risk who then leaves was one. */
function verdictOf({ openedOn, outcome, cameOn }: Told, today: LocalDate): Verdict {
  if (cameOn !== undefined && isInTime(openedOn, cameOn)) return "right";
  if (outcome === "saved") return "right";
  if (outcome === "not-a-risk" || daysBetween(openedOn, today) > HORIZON_DAYS) return "wrong";
  return "open";
}

function isInTime(openedOn: LocalDate, cameOn: LocalDate): boolean {
  return cameOn >= openedOn && cameOn <= addDays(openedOn, HORIZON_DAYS);
}

/** Cases before the same end are one warning, which began with the first of them. */
function medianLead(told: readonly Told[]): number | undefined {
  const first = new Map<string, number>();
  for (const { account, openedOn, cameOn } of told) {
    if (cameOn === undefined || !isInTime(openedOn, cameOn)) continue;
    const key = `${account} ${cameOn}`;
    first.set(key, Math.max(first.get(key) ?? 0, daysBetween(openedOn, cameOn)));
  }
  const leads = [...first.values()].sort((a, b) => a - b);
  return leads[Math.floor(leads.length / 2)];
}

/** Of what is decided, the share that was right; undefined: nothing is decided. */
export function precisionOf({ right, wrong }: Accountability): number | undefined {
  return right + wrong === 0 ? undefined : right / (right + wrong);
}

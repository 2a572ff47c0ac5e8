import { addDays, daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import type { Money } from "../../../kernel/money.ts";
import type { Trend } from "./edition.ts";

const TREND_WEEKS = 8;
/** Fewer weeks than these make no line. */
const LEAST_WEEKS = 3;

interface Figure {
  readonly day: LocalDate;
  readonly atRisk: readonly Money[];
}

/**
 * ARR at risk a week: the newest figure of each of the last eight weeks, in the currency that has most of it, because
 * no rates are stored. Nothing where mornings don't reach back far enough, or nothing was ever at risk.
 * @param figures of mornings, the oldest first; the last is today's
 */
export function trendOf(figures: readonly Figure[]): Trend | undefined {
  const today = figures.at(-1);
  if (!today) return undefined;
  const weeks = new Map<number, Figure>();
  for (const figure of figures) {
    const week = Math.floor(daysBetween(figure.day, today.day) / 7);
    if (week <= TREND_WEEKS) weeks.set(week, figure);
  }
  const currency = currencyOf([...weeks.values()]);
  const oldest = Math.max(...weeks.keys());
  if (currency === undefined || oldest < LEAST_WEEKS || weeks.size <= LEAST_WEEKS) return undefined;
  const points = [...weeks]
    .toSorted(([one], [other]) => other - one)
    .map(([, { day, atRisk }]) => ({
      day,
      amountMinor: atRisk.find((amount) => amount.currency === currency)?.amountMinor ?? 0,
    }));
  return { currency, points };
}

/** The first day whose figure still counts. */
export function trendFrom(day: LocalDate): LocalDate {
  return addDays(day, -7 * TREND_WEEKS - 6);
}

function currencyOf(figures: readonly Figure[]): string | undefined {
  const all = [...figures].reverse().flatMap(({ atRisk }) => atRisk);
  return all.toSorted((one, other) => other.amountMinor - one.amountMinor)[0]?.currency;
}

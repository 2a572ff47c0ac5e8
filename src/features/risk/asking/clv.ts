import type { Money } from "../../../kernel/money.ts";

/** Of a month's 30.4375 days and a model's period of 28. */
const MONTH_IN_PERIODS = 30.4375 / 28;

/** The hazard of leaving within a month, from that within a model's period of 28 days. */
export function monthlyHazard(ofPeriod: number): number {
  return 1 - (1 - ofPeriod) ** MONTH_IN_PERIODS;
}

/** The discount rate of a month that makes up a year's. */
export function monthlyRate(ofYear: number): number {
  return (1 + ofYear) ** (1 / 12) - 1;
}

/**
 * What payments of 1 a period are worth today: Σ S(t) / (1 + d)^t from t = 1, with S(t) = Π (1 − λ_k). What is paid
 * now doesn't count.
 * @param hazards of leaving in each period, up to the cap
 * @param rate the discount of one period
 */
export function presentValue(hazards: readonly number[], rate: number): number {
  let survival = 1;
  return hazards.reduce((sum, hazard, at) => {
    survival *= 1 - hazard;
    return sum + survival / (1 + rate) ** (at + 1);
  }, 0);
}

/** The margin on yearly revenue of each currency, over its customer's life. */
export function lifetimeValue(arr: readonly Money[], margin: number, value: number): Money[] {
  return arr.map(({ amountMinor, currency }) => ({
    amountMinor: Math.round((amountMinor / 12) * margin * value),
    currency,
  }));
}

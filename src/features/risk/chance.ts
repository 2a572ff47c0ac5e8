import type { Text } from "../../chat/card.ts";
import { formatMoney, type Money, totals } from "../../kernel/money.ts";
import type { View } from "../../locales/say.ts";
import type { Standing } from "./decide.ts";
import { moneyText } from "./texts.ts";

/** A calibrated probability, as it is shown: in whole percent. */
export interface Chance {
  readonly percent: number;
  /** the 80 % range */
  readonly low: number;
  readonly high: number;
  /** points since four weeks ago; undefined where there was no calibrated score then */
  readonly points?: number | undefined;
}

/** @returns undefined for an expert's estimate, which isn't shown, and where notice was given: nothing is left to chance */
export function chanceOf({ p, causes, calibrated }: Standing, monthAgo: number | undefined): Chance | undefined {
  if (!calibrated || causes.includes("notice")) return undefined;
  const percent = Math.round(100 * p);
  const points = monthAgo === undefined ? undefined : percent - Math.round(100 * monthAgo);
  return { percent, low: Math.round(100 * calibrated.low), high: Math.round(100 * calibrated.high), points };
}

/** "34 % risk in 90 days (80 % range 24 to 45), up 11 points in 4 weeks · €48,000 × 34 % = €16,320 at risk" */
export function chanceText(
  { percent, low, high, points = 0 }: Chance,
  arr: readonly Money[] | undefined,
  view: View,
): Text {
  const { say } = view;
  const chance = say("risk.chance", { percent, low, high });
  const moved =
    points === 0
      ? chance
      : say(points > 0 ? "risk.chance-up" : "risk.chance-down", { chance, count: Math.abs(points) });
  const [first, ...others] = totals(arr ?? []);
  if (!first) return moved;
  const atRisk = (amount: Money): string => formatMoney(shareOf(amount, percent), view.locale);
  const money =
    others.length === 0
      ? say("risk.chance-product", { arr: formatMoney(first, view.locale), percent, money: atRisk(first) })
      : say("risk.chance-amounts", { money: [first, ...others].map(atRisk).join(" + ") });
  return say("risk.chance-money", { chance: moved, money });
}

function shareOf({ amountMinor, currency }: Money, percent: number): Money {
  return { amountMinor: Math.round((amountMinor * percent) / 100), currency };
}

/**
 * Money at risk (B4): the shown percent of the ARR, and all of it where notice was given.
 * @returns undefined for an expert's estimate, which makes no money of it
 */
export function moneyAtRisk(standing: Standing, arr: readonly Money[]): Money[] | undefined {
  if (!standing.calibrated) return undefined;
  const percent = chanceOf(standing, undefined)?.percent ?? 100;
  return arr.map((amount) => shareOf(amount, percent));
}

/** As short as a line of a list has it: "€48,000 · 34 % (24–45) ▲ 11 in 4 weeks" */
export function chanceShort(
  { percent, low, high, points = 0 }: Chance,
  arr: readonly Money[] | undefined,
  view: View,
): Text {
  const { say } = view;
  const chance = say("risk.chance-short", { percent, low, high });
  const moved =
    points === 0
      ? chance
      : say(points > 0 ? "risk.chance-short-up" : "risk.chance-short-down", { chance, points: Math.abs(points) });
  return arr && arr.length > 0 ? [...moneyText(arr, view), " · ", ...moved] : moved;
}

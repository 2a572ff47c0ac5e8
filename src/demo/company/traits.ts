import type { AccountSpec, State } from "./account.ts";
import { stream } from "../../kernel/random.ts";

export const FEATURES = ["feature_planning", "feature_approvals", "feature_reports", "feature_forecast"] as const;

/** What is typical of an account as long as nothing happens to it. */
export interface Traits {
  readonly firstState: State;
  /** share of the assigned seats that are active on a normal working day */
  readonly activeShare: number;
  /** assigned seats on the day before the start, and their relative growth a year */
  readonly seatsUsed: number;
  readonly seatGrowth: number;
  /** events a day and active user, by feature; 0: not used */
  readonly featureRates: readonly number[];
  /** share in use of the key features that are paid for */
  readonly breadth: number;
  readonly integrated: boolean;
  /** share of the events that machines make */
  readonly automatedShare: number;
  /** open on weekends too */
  readonly sevenDays: boolean;
  readonly seasonAmplitude: number;
  /** day of the yearly high, 0 to 364 */
  readonly seasonPeak: number;
  /** highest log level of use */
  readonly ceiling: number;
}

const SEVEN_DAYS: ReadonlySet<string> = new Set(["hospitality", "retail"]);
const ADOPTION = [1, 0.85, 0.75] as const;
const MODULE_ADOPTION = 0.8;

/** @param hasModule only who pays for the module can use its feature, the last of them */
export function traitsOf(account: AccountSpec, seed: number, hasModule: boolean): Traits {
  const random = stream(seed, account.id, "traits");
  const drawnShare = 0.62 + 0.2 * random.next();
  const activeShare = account.activeShare ?? drawnShare;
  const fill = 0.55 + 0.23 * random.next();
  const featureRates = [...ADOPTION, hasModule ? MODULE_ADOPTION : 0].map((likely) =>
    random.next() < likely ? 0.5 + 2 * random.next() : 0,
  );
  const temper = random.next();
  const integrated = random.next() < 0.6;
  return {
    firstState: temper < 0.2 ? "growing" : "healthy",
    activeShare,
    seatsUsed: account.seatsUsed ?? Math.max(3, Math.round(account.seats * fill)),
    seatGrowth: account.seatGrowth ?? 0.12 * random.next() - 0.02,
    featureRates,
    breadth: featureRates.filter((rate) => rate > 0).length / (hasModule ? FEATURES.length : ADOPTION.length),
    integrated: account.integrated ?? integrated,
    automatedShare: 0.2 + 0.6 * random.next(),
    sevenDays: SEVEN_DAYS.has(account.industry),
    seasonAmplitude: account.script === undefined && temper > 0.85 ? 0.12 : 0,
    seasonPeak: random.between(0, 364),
    ceiling: Math.log(0.92 / activeShare),
  };
}

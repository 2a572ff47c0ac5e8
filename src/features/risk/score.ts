import { RISK } from "../../kernel/defaults.ts";
import { COMPARED, SCORED, type Band, type Features, type Reasons, type ScoredFeature, type Term } from "./model.ts";
import { BINARY, REFERENCE, SLOPES, type Scale } from "./reference.ts";
import { EXPERT_THEMES, spoken, themesAmong } from "./themes.ts";

/** Mean and sd of a feature over the accounts that have it. */
export interface Measured extends Scale {
  readonly n: number;
}

export type Measures = Readonly<Partial<Record<ScoredFeature, Measured>>>;

/** Of values of one feature; their sd is the sample's. */
export function measured(known: ArrayLike<number>): Measured {
  const values = Float64Array.from(known);
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n: values.length, mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** What was measured of two sets of accounts, together. */
export function together(one: Measures, other: Measures): Measures {
  const both = (feature: ScoredFeature): Measured | undefined => {
    const [a, b] = [one[feature], other[feature]];
    if (!a || !b || a.n === 0 || b.n === 0) return a && a.n > 0 ? a : b;
    const n = a.n + b.n;
    const apart = b.mean - a.mean;
    const squares = a.sd ** 2 * (a.n - 1) + b.sd ** 2 * (b.n - 1) + (apart ** 2 * a.n * b.n) / n;
    return { n, mean: a.mean + (apart * b.n) / n, sd: Math.sqrt(squares / (n - 1)) };
  };
  return Object.fromEntries(SCORED.map((feature) => [feature, both(feature)]));
}

export type Scales = Readonly<Record<ScoredFeature, Scale>>;

/** Where nearly all accounts are alike, a day without a login would be an outlier: no spread counts as less than this. */
const LEAST_SPREAD = 0.5;

/**
 * The organisation's own scale where enough accounts have data, else the fixed reference.
 * A spread below half of the reference's counts as that half.
 */
export function scalesOf(measured: Measures): Scales {
  const scale = (feature: ScoredFeature): Scale => {
    const own = measured[feature];
    const usable = own !== undefined && own.n >= RISK.accountsForOwnScale && (BINARY.has(feature) || own.sd > 1e-9);
    if (!usable) return REFERENCE[feature];
    return { mean: own.mean, sd: Math.max(own.sd, LEAST_SPREAD * REFERENCE[feature].sd) };
  };
  return Object.fromEntries(SCORED.map((feature) => [feature, scale(feature)])) as Record<ScoredFeature, Scale>;
}

/** The base rate of churn in 90 days: (churns + 4) / (account-quarters + 100). */
export function baseRate(churns: number, accountQuarters: number): number {
  return (churns + RISK.priorChurns) / (accountQuarters + RISK.priorQuarters);
}

/** From which probability on an account is at risk (B0); fixed until enough churns are known. */
export function enterAt(churns: number, base: number): number {
  if (churns < RISK.churnsForEnter) return RISK.enterUncalibrated;
  return Math.min(RISK.enterCeiling, Math.max(RISK.enterFloor, RISK.enterTimesBase * base));
}

export interface Score {
  /** of cancelling within 90 days; an expert's serves order and B0, and is never shown */
  readonly p: number;
  readonly reasons: Reasons;
}

/**
 * logit p = logit(base) + Σ slope · z, z within ±3; a 0/1 feature counts as x − mean. A feature without data adds 0.
 */
export function expertScore(features: Features, scales: Scales, base: number): Score {
  const intercept = Math.log(base / (1 - base));
  const terms = SCORED.flatMap((feature): Term[] => {
    const value = features[feature];
    if (value === undefined || SLOPES[feature] === 0) return [];
    return [termOf(feature, expertPart(feature, value, scales[feature]), value, features)];
  }).sort((a, b) => Math.abs(b.c) - Math.abs(a.c));
  const eta = terms.reduce((sum, term) => sum + term.c, intercept);
  const themes = themesAmong(EXPERT_THEMES, new Set(terms.map(({ feature }) => feature)));
  return { p: 1 / (1 + Math.exp(-eta)), reasons: { intercept, terms, themes } };
}

/** What an expert says that a value adds to the log odds: slope · z, z within ±3. */
export function expertPart(feature: ScoredFeature, value: number, { mean, sd }: Scale): number {
  const z = BINARY.has(feature) ? value - mean : (value - mean) / sd;
  return SLOPES[feature] * Math.min(RISK.zLimit, Math.max(-RISK.zLimit, z));
}

const COMPARED_WITH: ReadonlySet<string> = new Set(COMPARED);

/** A part of a score with what is said about it: the account's own normal, its peers. */
export function termOf(feature: ScoredFeature, c: number, value: number, features: Features): Term {
  const { normal, peer_median: median, peer_group: group, peers, features_in_plan: of } = features;
  const term: Term = { feature, c, value };
  if (feature === "peer_pct") return { ...term, group, peers };
  if (feature === "breadth_28") return { ...term, normal: normal?.breadth_28, of };
  if (feature === "nps_mean") return { ...term, of: features.nps_answers };
  const peer = COMPARED_WITH.has(feature) ? median?.[feature as (typeof COMPARED)[number]] : undefined;
  const own = feature === "login_days_28" || feature === "tickets_28" ? normal?.[feature] : undefined;
  return { ...term, ...(own === undefined ? {} : { normal: own }), ...(peer === undefined ? {} : { peer }) };
}

/** low < enter/2 ≤ watch < enter ≤ high < critical; running notice is critical (B3). */
export function bandOf(p: number, enter: number, notice: boolean): Band {
  if (notice || p >= RISK.criticalTimesEnter * enter) return "critical";
  if (p >= enter) return "high";
  return p >= enter / 2 ? "watch" : "low";
}

const WORTH_SAYING = 0.1;

/** The strongest reasons that raise the risk, and the ones that lower it, a theme once; weak ones are left out. */
export function strongest(reasons: Reasons): { raising: Term[]; lowering: Term[] } {
  const told = spoken(reasons).filter(({ c, unsure }) => Math.abs(c) >= WORTH_SAYING && !unsure);
  return { raising: told.filter(({ c }) => c > 0), lowering: told.filter(({ c }) => c < 0) };
}

import { sigmoid, softplus } from "../model/newton.ts";
import type { Features } from "../model.ts";

/** A period at risk, and how far a shown probability looks ahead. */
export const PERIOD_DAYS = 28;
export const HORIZON_DAYS = 90;
/** how much of each period lies within the horizon: 28 + 28 + 28 + 6 days */
export const SHARES: readonly number[] = [1, 1, 1, (HORIZON_DAYS - 3 * PERIOD_DAYS) / PERIOD_DAYS];

const DAYS_A_MONTH = 30.4375;
const YEAR_DAYS = 365;
const NEAR_DAYS = 30;

/** What is known of an account so many days on, if nothing changed but its contract's clock: use stands still. */
export function movedOn(features: Features, days: number): Features {
  if (days === 0) return features;
  const { tenure_m: tenure, months_to_renewal: renewal, days_to_notice: notice } = features;
  const held = tenure === undefined ? undefined : Math.round(tenure * DAYS_A_MONTH) + days;
  const toRenewal = renewal === undefined ? undefined : renewal * DAYS_A_MONTH - days;
  const toNotice = notice === undefined ? undefined : notice - days;
  return {
    ...features,
    tenure_m: held === undefined ? undefined : held / DAYS_A_MONTH,
    // What comes after the next renewal isn't written anywhere; most terms are a year.
    months_to_renewal:
      toRenewal === undefined ? undefined : (toRenewal < 0 ? toRenewal + YEAR_DAYS : toRenewal) / DAYS_A_MONTH,
    days_to_notice: toNotice,
    in_notice_window:
      toNotice === undefined ? features.in_notice_window : Number(toNotice >= 0 && toNotice <= NEAR_DAYS),
    at_anniversary: held === undefined ? features.at_anniversary : Number(isAnniversary(held)),
  };
}

function isAnniversary(held: number): boolean {
  const into = held % YEAR_DAYS;
  return held >= YEAR_DAYS - NEAR_DAYS && Math.min(into, YEAR_DAYS - into) <= NEAR_DAYS;
}

/** p = 1 − Π (1 − λ_k)^share_k, from the log odds of leaving in each period; and its own log odds. */
export function within(etas: readonly number[]): { readonly p: number; readonly logit: number } {
  // −ln S = Σ share·ln(1 + e^η): no cancellation where all hazards are small.
  const spent = etas.reduce((sum, eta, at) => sum + (SHARES[at] ?? 0) * softplus(eta), 0);
  const p = -Math.expm1(-spent);
  return { p, logit: Math.log(Math.expm1(spent)) };
}

/** Gauss and Legendre's nodes and weights on (0, 1), 5 of them, for each of PANELS panels: exact to about 1e-13 here. */
const PANELS = 16;
const NODES = [0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332] as const;
const WEIGHTS = [
  0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095,
] as const;

/**
 * What each feature adds to the log odds of leaving within the horizon, against an average account: integrated gradients
 * (Sundararajan, Taly & Yan 2017) on the straight way from the average, whose every period has the log odds `from`, to
 * the account. They sum to logit p − logit p(average) exactly: what the quadrature leaves goes to the largest.
 * @param parts by feature, what it adds to each period's log odds
 */
export function attribute(
  from: number,
  parts: readonly (readonly number[])[],
): { readonly intercept: number; readonly c: number[] } {
  const away = SHARES.map((_, k) => parts.reduce((sum, part) => sum + (part[k] ?? 0), 0));
  const weights = SHARES.map(() => 0);
  for (let panel = 0; panel < PANELS; panel++) {
    for (const [at, node] of NODES.entries()) {
      const along = (panel + node) / PANELS;
      const etas = away.map((step) => from + along * step);
      const { p } = within(etas);
      for (const [k, eta] of etas.entries()) {
        weights[k] = (weights[k] ?? 0) + (((WEIGHTS[at] ?? 0) / PANELS) * ((SHARES[k] ?? 0) * sigmoid(eta))) / p;
      }
    }
  }
  const intercept = within(SHARES.map(() => from)).logit;
  const c = parts.map((part) => part.reduce((sum, each, k) => sum + each * (weights[k] ?? 0), 0));
  const target = within(away.map((step) => from + step)).logit - intercept;
  const largest = c.reduce((best, each, at) => (Math.abs(each) > Math.abs(c[best] ?? 0) ? at : best), 0);
  if (c.length > 0) c[largest] = (c[largest] ?? 0) + target - c.reduce((sum, each) => sum + each, 0);
  return { intercept, c };
}

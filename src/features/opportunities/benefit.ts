import { WON } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";

/** What a customer used, a day in the mean. */
export interface Level {
  readonly account: AccountId;
  readonly seats: number;
  /** over the 84 days before the sale; undefined: too few of them are known */
  readonly before: number | undefined;
  /** over the last 28 days before the measurement */
  readonly after: number | undefined;
}

export interface Figures {
  readonly peers: number;
  /** of the customer, and in the mean of its peers: ln(after / before) */
  readonly own: number;
  readonly others: number;
  /** own - others, with the interval in which 95 of 100 peers' own differences would lie */
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

export type Measured =
  | { readonly kind: "no-data" }
  | { readonly kind: "too-few"; readonly peers: number }
  | { readonly kind: "rose" | "unclear" | "not-raised"; readonly figures: Figures };

/** Keeps the logarithm of no use at all finite: so much of the customer's own use before. */
const FLOOR = 0.05;

/**
 * Whether use rose more at a customer that was sold something than at its peers: a difference in differences (Angrist
 * and Pischke, Mostly Harmless Econometrics, 2009, §5.2) with one treated customer and matched peers.
 *
 * Change: d = ln((after + k) / (before + k)), after over the last 28 days, before over the 84 days before the sale, k 5 % of
 * the customer's own `before`. A change is so a share of what each began with.
 * Peers: of the same segment, not sold anything in that time (the caller sees to both), seats and `before` within twice and
 * half of the customer's; the 50 nearest by |ln seats ratio| + |ln before ratio|. Fewer than 8: too few to compare.
 * Effect: d of the customer - mean d of the n peers. Its interval is that for one further draw,
 * effect ± t(0.975, n - 1) · s · √(1 + 1/n), s the spread of the peers' changes: a customer to which nothing happened lies
 * above it one time in 40.
 * Verdict: rose, when the whole interval is above 0; not raised, when it ends below a rise of 5 % (what D3 calls better);
 * else unclear.
 *
 * @param sign -1 for an outcome of which less is better
 */
export function measureBenefit(own: Level | undefined, others: readonly Level[], sign: 1 | -1 = 1): Measured {
  if (own?.before === undefined || own.after === undefined || own.before <= 0) return { kind: "no-data" };
  const known = { ...own, before: own.before, after: own.after };
  const peers = matched(known, others);
  if (peers.length < WON.peersAtLeast) return { kind: "too-few", peers: peers.length };
  const k = FLOOR * known.before;
  const changeOf = ({ before, after }: Known): number => sign * Math.log((after + k) / (before + k));
  const changes = peers.map(changeOf);
  const mean = meanOf(changes);
  const n = changes.length;
  const spread = Math.sqrt(changes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1));
  const half = tQuantile975(n - 1) * spread * Math.sqrt(1 + 1 / n);
  const effect = changeOf(known) - mean;
  const figures = { peers: n, own: changeOf(known), others: mean, effect, low: effect - half, high: effect + half };
  if (figures.low > 0) return { kind: "rose", figures };
  return { kind: figures.high < Math.log(1 + WON.riseAtLeast) ? "not-raised" : "unclear", figures };
}

interface Known extends Level {
  readonly before: number;
  readonly after: number;
}

function matched(own: Known, others: readonly Level[]): Known[] {
  const most = Math.log(WON.peerRatio);
  return others
    .flatMap((each) => {
      const { before, after, account, seats } = each;
      if (account === own.account || before === undefined || after === undefined || before <= 0) return [];
      const [size, level] = [Math.abs(Math.log(seats / own.seats)), Math.abs(Math.log(before / own.before))];
      return size <= most && level <= most ? [{ peer: { account, seats, before, after }, far: size + level }] : [];
    })
    .toSorted((one, other) => one.far - other.far || (one.peer.account < other.peer.account ? -1 : 1))
    .slice(0, WON.peersAtMost)
    .map(({ peer }) => peer);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** Student's t at 0.975 from the normal quantile, right to 0.01 from 5 degrees on (Abramowitz and Stegun, 26.7.5). */
export function tQuantile975(degrees: number): number {
  const x = 1.959964;
  const g1 = (x ** 3 + x) / 4;
  const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96;
  const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384;
  return x + g1 / degrees + g2 / degrees ** 2 + g3 / degrees ** 3;
}

/** The most telling of several measurements: one with figures first, then one that lacks peers. */
export function mostTelling<T extends { readonly measured: Measured }>(all: readonly T[]): T | undefined {
  const order = (kind: Measured["kind"]): number => (kind === "no-data" ? 2 : kind === "too-few" ? 1 : 0);
  return all.toSorted((one, other) => order(one.measured.kind) - order(other.measured.kind))[0];
}

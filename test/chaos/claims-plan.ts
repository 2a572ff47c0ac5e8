import { type Random, stream } from "../../src/kernel/random.ts";

/** Who may press, and what they are to the race. */
export type Standing =
  /** may claim it */
  | "entitled"
  /** the account's own CSM: the offer is the AM's */
  | "own-csm"
  /** another account's CSM */
  | "other-csm"
  /** an AM whom it wasn't offered to, or of another region */
  | "other-am"
  /** may not even see it */
  | "colleague";

/** One delivery of a click's payload. */
export interface Delivery {
  readonly replica: 0 | 1;
  /** after the race's start */
  readonly atMs: number;
  /** X-Slack-Retry-Num */
  readonly retry: number | undefined;
}

/** One press on the button: the same payload, delivered once or several times. */
export interface Click {
  readonly person: number;
  readonly deliveries: readonly [Delivery, ...Delivery[]];
  /** lost with a replica, it comes again as the same payload; else the person presses anew */
  readonly comesAgain: boolean;
}

/** What happens to the race's nth COMMIT, over all replicas. */
export interface CommitFault {
  readonly commit: number;
  readonly fault: "cut-reply" | "reset" | "kill-before" | "kill-after" | { readonly delayMs: number };
}

export interface Race {
  readonly number: number;
  /** offered to a region's pool; else to the account's AM by name */
  readonly pool: boolean;
  /** its offer stands in a channel and is redrawn */
  readonly posted: boolean;
  readonly clicks: readonly Click[];
  readonly faults: readonly CommitFault[];
  readonly trouble: Trouble | undefined;
}

/** What happens to a whole replica when a race begins. */
export type Trouble = { readonly replica: 0 | 1 } & (
  | { readonly kind: "kill" }
  | { readonly kind: "stop"; readonly forMs: number }
  /** all its connections to the database are reset, wherever they are in their work */
  | { readonly kind: "reset" }
  /** its database is far away for a while */
  | { readonly kind: "slow"; readonly latencyMs: number; readonly forMs: number }
);

/** People by index, each with what they are to a race in the pool and to one with an AM of its own. */
export interface Cast {
  readonly standings: readonly { readonly pool: Standing; readonly named: Standing }[];
}

/** One race of so many, and which one of them: a small run has each once. */
const ONE_OF = {
  stop: { races: 2_500, at: 60 },
  killAtCommit: { races: 1_500, at: 130 },
  kill: { races: 2_000, at: 210 },
  reset: { races: 200, at: 95 },
  slow: { races: 500, at: 170 },
  post: { races: 250, at: 7 },
} as const;
const SHARES = {
  bystander: 0.45,
  double: 0.15,
  copy: 0.15,
  retry: 0.07,
  cut: 0.06,
  cutTwice: 0.01,
  reset: 0.03,
  delay: 0.03,
} as const;

export function standingOf(cast: Cast, race: Pick<Race, "pool">, person: number): Standing {
  return cast.standings[person]?.[race.pool ? "pool" : "named"] ?? "colleague";
}

/** What happens in a race; it depends on nothing but the seed and the race's number. */
export function planRace(seed: number, number: number, cast: Cast): Race {
  const random = stream(seed, "race", String(number));
  const chance = (share: number): boolean => random.next() < share;
  const pool = chance(0.7);
  const people = drawPeople(random, cast, pool);
  const clicks: Click[] = [];
  for (const person of people) {
    const atMs = chance(0.6) ? 0 : random.between(0, 12);
    clicks.push(planClick(random, person, atMs));
    if (chance(SHARES.double)) clicks.push(planClick(random, person, atMs + random.between(0, 40)));
  }
  const posted = isOneOf(number, "post");
  return { number, pool, posted, clicks, faults: faultsOf(random, number), trouble: troubleOf(random, number) };
}

function isOneOf(number: number, what: keyof typeof ONE_OF): boolean {
  const { races, at } = ONE_OF[what];
  return number % races === at;
}

/** Two to four people, at least one of whom may claim. */
function drawPeople(random: Random, cast: Cast, pool: boolean): number[] {
  const entitled: number[] = [];
  const others: number[] = [];
  cast.standings.forEach((_, person) =>
    (standingOf(cast, { pool }, person) === "entitled" ? entitled : others).push(person),
  );
  const count = random.pick([2, 2, 2, 3, 3, 4]);
  const drawn = [take(random, entitled)];
  while (drawn.length < count) {
    const from = random.next() < SHARES.bystander || entitled.length === 0 ? others : entitled;
    if (from.length === 0) break;
    drawn.push(take(random, from));
  }
  return Array.from({ length: drawn.length }, () => take(random, drawn));
}

function take(random: Random, from: number[]): number {
  return from.splice(random.between(0, from.length - 1), 1)[0] ?? 0;
}

function planClick(random: Random, person: number, atMs: number): Click {
  const replica = random.between(0, 1) as 0 | 1;
  const other = (1 - replica) as 0 | 1;
  const deliveries: [Delivery, ...Delivery[]] = [{ replica, atMs, retry: undefined }];
  if (random.next() < SHARES.copy) {
    deliveries.push({
      replica: random.next() < 0.7 ? other : replica,
      atMs: atMs + random.between(0, 5),
      retry: undefined,
    });
  }
  if (random.next() < SHARES.retry) {
    deliveries.push({ replica: random.next() < 0.5 ? other : replica, atMs: atMs + random.between(5, 60), retry: 1 });
  }
  return { person, deliveries, comesAgain: random.next() < 0.5 };
}

function faultsOf(random: Random, number: number): CommitFault[] {
  const share = random.next();
  const commit = random.between(1, 3);
  const delayMs = random.between(5, 250);
  const { cutTwice, cut, reset, delay } = SHARES;
  if (isOneOf(number, "killAtCommit")) return [{ commit: 1, fault: share < 0.5 ? "kill-before" : "kill-after" }];
  if (share < cutTwice) return [1, 2].map((each) => ({ commit: each, fault: "cut-reply" }));
  if (share < cut) return [{ commit, fault: "cut-reply" }];
  if (share < cut + reset) return [{ commit, fault: "reset" }];
  if (share < cut + reset + delay) return [{ commit, fault: { delayMs } }];
  return [];
}

function troubleOf(random: Random, number: number): Trouble | undefined {
  const replica = random.between(0, 1) as 0 | 1;
  const forMs = random.between(300, 4_000);
  const latencyMs = random.between(5, 40);
  if (isOneOf(number, "kill")) return { replica, kind: "kill" };
  if (isOneOf(number, "stop")) return { replica, kind: "stop", forMs };
  if (isOneOf(number, "slow")) return { replica, kind: "slow", latencyMs, forMs };
  return isOneOf(number, "reset") ? { replica, kind: "reset" } : undefined;
}

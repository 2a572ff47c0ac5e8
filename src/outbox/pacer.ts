import type { Target } from "../chat/platform.ts";
import type { System } from "../db/system.ts";
import type { Tx } from "../kernel/deps.ts";

/** A unit each `intervalMs` in the long run, `burst` units at once. */
export interface Rate {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

/** At most so many turns within any span, for each of the limits. */
export interface Sliding {
  readonly key: string;
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly turns: number;
  readonly spanMs: number;
}

/** The wider window (workspace, tenant) and, where there is one, the narrower within it. */
export type Windows =
  | { readonly kind: "rate"; readonly wide: Rate; readonly narrow?: Rate }
  | { readonly kind: "sliding"; readonly wide: Sliding; readonly narrow?: Sliding };

export type Reservation =
  | { readonly kind: "reserved"; readonly waitMs: number }
  /** nothing was taken: a window is taken for longer than one should wait holding a turn */
  | { readonly kind: "full"; readonly waitMs: number };

export interface Pacer {
  /** Takes a turn; the caller waits for it outside any transaction. */
  reserve(windows: Windows, wallNow: Date): Promise<Reservation>;
}

const LONGEST_TURN_MS = 5000;

/**
 * Slack: one message a second and channel; several hundred a minute and workspace, here 500 in the first and then 300;
 * tier 3 for updates, reads and looks; of looks one a minute for an app that is sold outside the Marketplace.
 */
const SLACK = {
  posts: { intervalMs: 200, burst: 200 },
  channel: { intervalMs: 1000, burst: 1 },
  updates: { intervalMs: 1200, burst: 10 },
  reads: { intervalMs: 1200, burst: 10 },
  looks: { intervalMs: 1200, burst: 5 },
  scarceLooks: { intervalMs: 60_000, burst: 1 },
};
/** Teams counts by when a message arrives and by its own clock, whose milliseconds aren't ours. */
const MARGIN_MS = 10;
/**
 * Microsoft's "Optimize your bot with rate limiting": a thread gets 7 in 1 s, 8 in 2 s, 60 in 30 s and 1800 in an
 * hour, a tenant 30 in 1 s. A tenant's calls are counted by the gate; its turns only keep what is drawn from waiting there.
 */
const TEAMS = {
  thread: [
    { turns: 7, spanMs: 1000 + MARGIN_MS },
    { turns: 8, spanMs: 2000 + MARGIN_MS },
    { turns: 60, spanMs: 30_000 + MARGIN_MS },
    { turns: 1800, spanMs: 3_600_000 + MARGIN_MS },
  ],
  tenant: [{ turns: 30, spanMs: 1000 + MARGIN_MS }],
  looks: { intervalMs: 34, burst: 25 },
};

export type PacedCall = "post" | "update" | "read" | "look" | "scarce-look";

export function windowsOf({ platform, workspace, conversation }: Target, call: PacedCall): Windows {
  const key = `${platform}:${workspace}`;
  const looks = `${key}:looks`;
  if (platform === "teams") {
    if (call === "look" || call === "scarce-look") return { kind: "rate", wide: { key: looks, ...TEAMS.looks } };
    const wide = { key, limits: TEAMS.tenant };
    if (call === "read") return { kind: "sliding", wide };
    return { kind: "sliding", wide, narrow: { key: `${key}:${conversation}`, limits: TEAMS.thread } };
  }
  if (call === "update") return { kind: "rate", wide: { key: `${key}:updates`, ...SLACK.updates } };
  if (call === "read") return { kind: "rate", wide: { key: `${key}:reads`, ...SLACK.reads } };
  if (call === "look") return { kind: "rate", wide: { key: looks, ...SLACK.looks } };
  if (call === "scarce-look") return { kind: "rate", wide: { key: looks, ...SLACK.scarceLooks } };
  return {
    kind: "rate",
    wide: { key, ...SLACK.posts },
    narrow: { key: `${key}:${conversation}`, ...SLACK.channel },
  };
}

/**
 * Counts a turn in the narrower window from when the send ended, so that what came between the turn and the send
 * doesn't bring two sends closer together.
 */
export async function countFrom(tx: Tx, { kind, narrow }: Windows, wallNow: Date): Promise<void> {
  if (!narrow) return;
  if (kind === "rate") return void (await notBefore(tx, narrow.key, wallNow, narrow.intervalMs));
  // A conversation's turns are used one after the other: the last one that has come is the send's.
  await tx.rows(
    `update pace
        set recent = (select pace.recent[:n - 1] || $2::timestamptz || pace.recent[n + 1:]
                        from (select count(*)::int as n from unnest(pace.recent) as turn where turn <= $2) as come)
      where "window" = $1`,
    [narrow.key, wallNow],
  );
}

/** Nobody gets a turn in the wider window before an instant of wall time. */
export async function holdWindow(tx: Tx, { kind, wide }: Windows, until: Date): Promise<void> {
  await notBefore(tx, wide.key, until, kind === "rate" ? (wide.burst - 1) * wide.intervalMs : 0);
}
function notBefore(tx: Tx, key: string, instant: Date, aheadMs: number): Promise<object[]> {
  return tx.rows(
    `update pace set next_at = greatest(next_at, $2::timestamptz + $3::float8 * interval '1 ms') where "window" = $1`,
    [key, instant, aheadMs],
  );
}

/** A turn is one statement, over rows, so two replicas can't take the same one. */
export function createPacer(system: System): Pacer {
  return {
    async reserve(windows, wallNow) {
      const { at, taken } = await (windows.kind === "rate"
        ? turnAtRate(system, windows, wallNow)
        : slidingTurn(system, windows, wallNow));
      const aheadMs = at.getTime() - wallNow.getTime();
      if (taken) return { kind: "reserved", waitMs: Math.max(0, aheadMs) };
      return { kind: "full", waitMs: Math.max(1000, aheadMs - LONGEST_TURN_MS / 2) };
    },
  };
}

interface Turn {
  /** when the next one is free, if this one was not taken */
  readonly at: Date;
  readonly taken: boolean;
}

type Of<Kind> = Extract<Windows, { readonly kind: Kind }>;

/** The first instant that no limit of the two windows bars. */
async function slidingTurn(system: System, { wide, narrow }: Of<"sliding">, wallNow: Date): Promise<Turn> {
  const windows = narrow ? [wide, narrow] : [wide];
  const limits = windows.flatMap(({ key, limits: all }) => all.map((limit) => ({ key, ...limit })));
  const [turn] = await system.rows<Turn>(
    `select turn as at, taken
       from tandem_take_turn($1::text[], $2::text[], $3::int[], $4::interval[], $5::timestamptz, $6::timestamptz)`,
    [
      windows.map(({ key }) => key),
      limits.map(({ key }) => key),
      limits.map(({ turns }) => turns),
      limits.map(({ spanMs }) => `${String(spanMs)} ms`),
      wallNow,
      new Date(wallNow.getTime() + LONGEST_TURN_MS),
    ],
  );
  return turn ?? { at: wallNow, taken: false };
}

/** The generic cell rate algorithm (ITU-T I.371): `next_at` is the theoretical arrival time. */
async function turnAtRate(system: System, { wide, narrow }: Of<"rate">, wallNow: Date): Promise<Turn> {
  const one = `
    insert into pace ("window", next_at) values ($1, $2::timestamptz + $3::float8 * interval '1 ms')
    on conflict ("window") do update set next_at = greatest(pace.next_at, $2) + $3::float8 * interval '1 ms'
     where greatest(pace.next_at, $2) + ($3::float8 - $4::float8) * interval '1 ms' <= $2::timestamptz + $5::float8 * interval '1 ms'
    returning greatest($2::timestamptz, next_at - $4::float8 * interval '1 ms') as at`;
  const values = [wide.key, wallNow, wide.intervalMs, wide.burst * wide.intervalMs, LONGEST_TURN_MS];
  const [turn] = await (narrow
    ? system.rows<{ at: Date }>(
        `with wide as (${one}), narrow as (
           insert into pace ("window", next_at) select $6, wide.at + $7::float8 * interval '1 ms' from wide
           on conflict ("window") do update
             set next_at = greatest(pace.next_at, excluded.next_at - $7::float8 * interval '1 ms') + $7::float8 * interval '1 ms'
           returning next_at - $8::float8 * interval '1 ms' as at)
         select greatest(wide.at, narrow.at) as at from wide, narrow`,
        [...values, narrow.key, narrow.intervalMs, narrow.burst * narrow.intervalMs],
      )
    : system.rows<{ at: Date }>(one, values));
  if (turn) return { at: turn.at, taken: true };
  const [next] = await system.rows<{ at: Date }>(
    `select next_at - $2::float8 * interval '1 ms' as at from pace where "window" = $1`,
    [wide.key, (wide.burst - 1) * wide.intervalMs],
  );
  return { at: next?.at ?? wallNow, taken: false };
}

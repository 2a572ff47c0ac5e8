import type { Target } from "../chat/platform.ts";
import type { System } from "../db/system.ts";
import type { Tx } from "../kernel/deps.ts";

export interface Window {
  readonly key: string;
  /** a unit each `intervalMs` in the long run, `burst` units at once */
  readonly intervalMs: number;
  readonly burst: number;
}

/** The wider window (workspace, tenant) and, where there is one, the narrower within it. */
export type Windows = readonly [Window] | readonly [Window, Window];

export type Reservation =
  | { readonly kind: "reserved"; readonly waitMs: number }
  /** nothing was taken: the wider window is taken for longer than one should wait holding a turn */
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
/** Teams: 7 in 1 s, 8 in 2 s, 60 in 30 s and 1800 in an hour a thread, 30 a second a tenant. */
const TEAMS = { tenant: { intervalMs: 34, burst: 25 }, thread: { intervalMs: 2010, burst: 7 } };

export type PacedCall = "post" | "update" | "read" | "look" | "scarce-look";

export function windowsOf({ platform, workspace, conversation }: Target, call: PacedCall): Windows {
  const wide = `${platform}:${workspace}`;
  if (platform === "teams") {
    const tenant = { key: wide, ...TEAMS.tenant };
    if (call === "look" || call === "scarce-look") return [{ key: `${wide}:looks`, ...TEAMS.tenant }];
    return call === "read" ? [tenant] : [tenant, { key: `${wide}:${conversation}`, ...TEAMS.thread }];
  }
  if (call === "update") return [{ key: `${wide}:updates`, ...SLACK.updates }];
  if (call === "read") return [{ key: `${wide}:reads`, ...SLACK.reads }];
  if (call === "look") return [{ key: `${wide}:looks`, ...SLACK.looks }];
  if (call === "scarce-look") return [{ key: `${wide}:looks`, ...SLACK.scarceLooks }];
  return [
    { key: wide, ...SLACK.posts },
    { key: `${wide}:${conversation}`, ...SLACK.channel },
  ];
}

/**
 * Counts a turn in the narrower window from when the send ended, so that what came between the turn and the send
 * doesn't bring two sends closer together.
 */
export async function countFrom(tx: Tx, [, narrow]: Windows, wallNow: Date): Promise<void> {
  if (!narrow) return;
  await tx.rows(
    `update pace set next_at = greatest(next_at, $2::timestamptz + $3::float8 * interval '1 ms') where "window" = $1`,
    [narrow.key, wallNow, narrow.intervalMs],
  );
}

/** Nobody gets a turn in the wider window before an instant of wall time. */
export async function holdWindow(tx: Tx, [{ key, intervalMs, burst }]: Windows, until: Date): Promise<void> {
  await tx.rows(
    `update pace set next_at = greatest(next_at, $2::timestamptz + $3::float8 * interval '1 ms') where "window" = $1`,
    [key, until, (burst - 1) * intervalMs],
  );
}

/**
 * The generic cell rate algorithm (ITU-T I.371) over rows: `next_at` is the theoretical arrival time, so a turn is
 * one statement and two replicas can't take the same one.
 */
export function createPacer(system: System): Pacer {
  return {
    async reserve([wide, narrow], wallNow) {
      const one = `
        insert into pace ("window", next_at) values ($1, $2::timestamptz + $3::float8 * interval '1 ms')
        on conflict ("window") do update set next_at = greatest(pace.next_at, $2) + $3::float8 * interval '1 ms'
         where greatest(pace.next_at, $2) + ($3::float8 - $4::float8) * interval '1 ms' <= $2::timestamptz + $5::float8 * interval '1 ms'
        returning greatest($2::timestamptz, next_at - $4::float8 * interval '1 ms') as at`;
      const values = [wide.key, wallNow, wide.intervalMs, wide.burst * wide.intervalMs, LONGEST_TURN_MS];
      const rows = await (narrow
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
      const at = rows[0]?.at;
      if (at) return { kind: "reserved", waitMs: Math.max(0, at.getTime() - wallNow.getTime()) };
      const [taken] = await system.rows<{ at: Date }>(
        `select next_at - $2::float8 * interval '1 ms' as at from pace where "window" = $1`,
        [wide.key, (wide.burst - 1) * wide.intervalMs],
      );
      const aheadMs = (taken?.at ?? wallNow).getTime() - wallNow.getTime();
      return { kind: "full", waitMs: Math.max(1000, aheadMs - LONGEST_TURN_MS / 2) };
    },
  };
}

import type { PacedCall, Windows } from "../chat/pace.ts";
import type { Target } from "../chat/platform.ts";
import type { System } from "../db/system.ts";
import type { Tx } from "../kernel/deps.ts";
import { courierOf } from "./standing.ts";

export type Reservation =
  | { readonly kind: "reserved"; readonly waitMs: number }
  /** nothing was taken: a window is taken for longer than one should wait holding a turn */
  | { readonly kind: "full"; readonly waitMs: number };

export function windowsOf(
  parts: Parameters<typeof courierOf>[0],
  target: Target,
  call: PacedCall,
): Windows | undefined {
  return courierOf(parts, target)?.windows?.(target, call);
}

export interface Pacer {
  /** Takes a turn; the caller waits for it outside any transaction. @param windows none: the platform counts nothing */
  reserve(windows: Windows | undefined, wallNow: Date): Promise<Reservation>;
}

const LONGEST_TURN_MS = 5000;

/**
 * Counts a turn in the narrower window from when the send ended, so that what came between the turn and the send
 * doesn't bring two sends closer together.
 */
export async function countFrom(tx: Tx, windows: Windows | undefined, wallNow: Date): Promise<void> {
  if (!windows?.narrow) return;
  const { kind, narrow } = windows;
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
export async function holdWindow(tx: Tx, windows: Windows | undefined, until: Date): Promise<void> {
  if (!windows) return;
  const { kind, wide } = windows;
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
      if (!windows) return { kind: "reserved", waitMs: 0 };
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

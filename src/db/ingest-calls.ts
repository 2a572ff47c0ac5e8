import type { Tx } from "../kernel/deps.ts";
import type { System } from "./system.ts";

/** What a call is met with that may have come before. */
export type CallClaim =
  /** it is the caller's to do; `since` tells this claim from one that takes it over */
  | { readonly kind: "first"; readonly since: number }
  | { readonly kind: "answered"; readonly answer: string }
  /** another replica is at it, or died over it a moment ago */
  | { readonly kind: "running" };

/** A call that nobody has answered for so long is nobody's any more: whoever had it died. */
const GIVEN_UP_MS = 60_000;

/**
 * Claims a call by its signature.
 * @param now domain time, by which old inputs are forgotten
 * @param wallNow real time
 */
export async function claimCall(tx: Tx, key: string, now: Date, wallNow: Date): Promise<CallClaim> {
  unhurried(tx);
  const since = wallNow.getTime();
  const claimed = await tx.rows(
    `insert into input (organisation_id, key, at, reply) values ($1, $2, $3, $4::jsonb)
     on conflict (organisation_id, key) do update set reply = excluded.reply
      where (input.reply ->> 'since')::bigint <= $5 returning 1`,
    [tx.organisation, key, now, JSON.stringify({ since }), since - GIVEN_UP_MS],
  );
  if (claimed.length === 1) return { kind: "first", since };
  const [row] = await tx.rows<{ answer: string | null }>(
    "select reply ->> 'answer' as answer from input where organisation_id = $1 and key = $2",
    [tx.organisation, key],
  );
  const answer = row?.answer ?? undefined;
  return answer === undefined ? { kind: "running" } : { kind: "answered", answer };
}

/** Keeps what a call was answered, for its copies. */
export function keepAnswer(tx: Tx, key: string, answer: string): void {
  unhurried(tx);
  tx.run("update input set reply = $3::jsonb where organisation_id = $1 and key = $2", [
    tx.organisation,
    key,
    JSON.stringify({ answer }),
  ]);
}

/**
 * Commits without waiting for the disk. A machine that dies may forget that a call was claimed or answered; sent again it
 * is then done again, which changes nothing. The records themselves are waited for.
 */
function unhurried(tx: Tx): void {
  tx.run("set local synchronous_commit = off", []);
}

/** A call that came to nothing may be made again; one that was taken over meanwhile is another's. */
export function dropClaim(tx: Tx, key: string, since: number): void {
  tx.run("delete from input where organisation_id = $1 and key = $2 and (reply ->> 'since')::bigint = $3", [
    tx.organisation,
    key,
    since,
  ]);
}

/**
 * Counts a call in, if there were fewer than `most` of this key within the span before it, over all replicas.
 * @returns milliseconds until the next one may come, when this one may not
 */
export async function countCall(
  system: System,
  keyId: string,
  { most, spanMs }: { readonly most: number; readonly spanMs: number },
  wallNow: Date,
): Promise<number | undefined> {
  const window = `ingest ${keyId}`;
  const from = new Date(wallNow.getTime() - spanMs);
  const counted = await system.rows(
    `insert into pace ("window", next_at, recent) values ($1, $2, array[$2::timestamptz])
     on conflict ("window") do update
       set next_at = $2,
           recent = array(select at from unnest(pace.recent) as at where at > $3 order by at) || $2::timestamptz
     where (select count(*) from unnest(pace.recent) as at where at > $3) < $4 returning 1`,
    [window, wallNow, from, most],
  );
  if (counted.length === 1) return undefined;
  const [row] = await system.rows<{ at: Date | null }>(
    `select min(at) as at from pace, unnest(recent) as at where "window" = $1 and at > $2`,
    [window, from],
  );
  return Math.max(1, (row?.at?.getTime() ?? wallNow.getTime()) + spanMs - wallNow.getTime());
}

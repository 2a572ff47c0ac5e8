import type { System } from "../db/system.ts";
import type { Address } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";

export interface Lane {
  readonly organisation: OrganisationId;
  readonly address: Address;
}

/**
 * Makes the caller the lane's holder; whoever held it before is fenced.
 * @returns undefined when the lane isn't known
 */
export async function holdLane(
  system: System,
  { organisation, address }: Lane,
): Promise<{ fence: number; notBefore: Date | undefined } | undefined> {
  const [row] = await system.rows<{ fence: number; not_before: Date | null }>(
    "update lane set fence = fence + 1 where organisation_id = $1 and address = $2 returning fence, not_before",
    [organisation, address],
  );
  return row && { fence: row.fence, notBefore: row.not_before ?? undefined };
}

/** Nothing is sent to the address before an instant of wall time. */
export async function laneWaits(tx: Tx, address: Address, fence: number, notBefore: Date): Promise<void> {
  await tx.rows(
    "update lane set not_before = greatest(not_before, $4) where organisation_id = $1 and address = $2 and fence = $3",
    [tx.organisation, address, fence, notBefore],
  );
}

/** Notes what still waits at an address. The lane is locked first, so no announcement is overlooked. */
export async function settleLane(
  tx: Tx,
  address: Address,
  fence: number,
  now: Date,
  wallNow: Date,
): Promise<{ dueNow: boolean; waitsUntil: Date | undefined }> {
  const [lane] = await tx.rows<{ not_before: Date | null }>(
    "select not_before from lane where organisation_id = $1 and address = $2 and fence = $3 for update",
    [tx.organisation, address, fence],
  );
  if (!lane) return { dueNow: false, waitsUntil: undefined };
  const [waiting] = await tx.rows<{ due_now: boolean; retry_at: Date | null }>(
    `update lane set due_at = coalesce(w.due_at, 'infinity'), retry_at = w.retry_at
       from (select min(due_at) filter (where not_before is null or not_before <= $4) as due_at,
                    min(not_before) filter (where not_before > $4) as retry_at
               from post where organisation_id = $1 and address = $2
                and (state in ('wanted', 'sending') or state = 'ambiguous' and not_before is not null)) w
      where lane.organisation_id = $1 and lane.address = $2
      returning lane.due_at <= $3 as due_now, lane.retry_at`,
    [tx.organisation, address, now, wallNow],
  );
  const notBefore = lane.not_before && lane.not_before.getTime() > wallNow.getTime() ? lane.not_before : undefined;
  return {
    dueNow: notBefore === undefined && (waiting?.due_now ?? false),
    waitsUntil: notBefore ?? waiting?.retry_at ?? undefined,
  };
}

/** Lanes with something due, and how long they still wait for wall time at most `withinMs`. */
export async function dueLanes(
  system: System,
  now: Date,
  wallNow: Date,
  withinMs: number,
): Promise<(Lane & { readonly readyAt: Date })[]> {
  const rows = await system.rows<{ organisation_id: OrganisationId; address: Address; ready_at: Date }>(
    `select organisation_id, address, ready_at
       from (select organisation_id, address,
                    greatest(not_before, $2, case when due_at <= $1 then $2 else retry_at end) as ready_at
               from lane where due_at <= $1 or retry_at is not null) waiting
      where ready_at <= $2::timestamptz + $3::float8 * interval '1 ms'
      order by ready_at, organisation_id, address`,
    [now, wallNow, withinMs],
  );
  return rows.map((row) => ({ organisation: row.organisation_id, address: row.address, readyAt: row.ready_at }));
}

/** The instant (domain time) at which the next post comes due, of those that aren't due yet. */
export async function nextPostDue(system: System, now: Date): Promise<Date | undefined> {
  const [row] = await system.rows<{ due_at: Date | null }>(
    "select min(due_at) as due_at from lane where due_at > $1 and due_at < 'infinity'",
    [now],
  );
  return row?.due_at ?? undefined;
}

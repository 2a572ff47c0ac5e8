import type { PlatformName } from "../chat/interaction.ts";
import type { System } from "../db/system.ts";
import type { Address } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId, PersonId, PostId } from "../kernel/ids.ts";
import type { Settlement } from "./retry.ts";

/** Where a message stands, and whose direct message it is. */
export interface Stand {
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly conversation: string;
  readonly ref: string;
  readonly reader?: PersonId;
}

export interface WaitingPost {
  readonly id: PostId;
  readonly card: string;
  readonly subject: string;
  readonly address: Address;
  readonly wanted: number;
  readonly attempts: number;
  /** undefined until it was sent */
  readonly stand: Stand | undefined;
  readonly uselessAfter: Date | undefined;
}

export interface Lane {
  readonly organisation: OrganisationId;
  readonly address: Address;
}

interface Row {
  id: PostId;
  card: string;
  subject: string;
  address: Address;
  wanted: number;
  attempts: number;
  ref: Stand | null;
  useless_after: Date | null;
}

const COLUMNS = "id, card, subject, address, wanted, attempts, ref, useless_after";

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

/** The next post of an address that may be sent, and whether a former holder left one in the middle of a send. */
export async function peek(
  tx: Tx,
  address: Address,
  fence: number,
  now: Date,
  wallNow: Date,
): Promise<{ left: boolean; post: WaitingPost | undefined }> {
  const rows = await tx.rows<Row & { left: boolean }>(
    `select ${COLUMNS}, state = 'sending' as left from post
      where organisation_id = $1 and address = $2
        and (state = 'wanted' and due_at <= $4 and (not_before is null or not_before <= $5)
             or state = 'sending' and fence is distinct from $3)
      order by state = 'sending' desc, due_at, id limit 1`,
    [tx.organisation, address, fence, now, wallNow],
  );
  const [row] = rows;
  return { left: row?.left ?? false, post: row && !row.left ? postOf(row) : undefined };
}

/** What a former holder left: perhaps posted, so ambiguous; an update is simply wanted again. */
export async function settleLeft(tx: Tx, address: Address, fence: number): Promise<number> {
  const left = await tx.rows(
    `update post set state = case when ref is null then 'ambiguous' else 'wanted' end,
                     reason = case when ref is null then 'interrupted' else reason end
      where organisation_id = $1 and address = $2 and state = 'sending' and fence is distinct from $3
      returning id`,
    [tx.organisation, address, fence],
  );
  return left.length;
}

/**
 * Locks a post that is still to be sent by the holder.
 * @returns "fenced" when somebody else holds the lane; undefined when the post waits no more
 */
export async function lockPost(tx: Tx, id: PostId, fence: number): Promise<WaitingPost | "fenced" | undefined> {
  const [row] = await tx.rows<Row & { fence: number }>(
    `select ${COLUMNS.split(", ")
      .map((column) => `p.${column}`)
      .join(", ")}, l.fence from post p
       join lane l on l.organisation_id = p.organisation_id and l.address = p.address
      where p.organisation_id = $1 and p.id = $2 and p.state = 'wanted'
        for update of p`,
    [tx.organisation, id],
  );
  if (!row) return undefined;
  return row.fence === fence ? postOf(row) : "fenced";
}

/** Notes before the send that it may happen: the version drawn, under which delivery id, by which holder. */
export async function markSending(tx: Tx, post: WaitingPost, deliveryId: string, fence: number): Promise<void> {
  await tx.rows(
    `update post set state = 'sending', drawn = $3, delivery_id = $4, fence = $5, attempts = attempts + 1
      where organisation_id = $1 and id = $2`,
    [tx.organisation, post.id, post.wanted, deliveryId, fence],
  );
}

/** The end of a post that isn't sent: of no use, not allowed, or nowhere to go. A message that stands is left as it is. */
export async function endPost(
  tx: Tx,
  { id, stand, wanted }: WaitingPost,
  state: "suppressed" | "failed",
  reason: string,
): Promise<void> {
  await tx.rows(
    `update post set state = case when ref is null then $3::text when wanted > $5::int then 'wanted' else 'sent' end,
                     reason = $4, drawn = case when ref is null then drawn else $5::int end
      where organisation_id = $1 and id = $2 and state = 'wanted' and (ref is not null) = $6`,
    [tx.organisation, id, state, reason, wanted, stand !== undefined],
  );
}

/** Puts off a post that couldn't be drawn yet; it counts as an attempt. */
export async function putOff(tx: Tx, { id, stand }: WaitingPost, settlement: Settlement): Promise<void> {
  const { state, reason, notBefore } = columnsOf(settlement, stand);
  await tx.rows(
    `update post set state = $3, reason = $4, not_before = $5, attempts = attempts + 1
      where organisation_id = $1 and id = $2 and state = 'wanted'`,
    [tx.organisation, id, state, reason, notBefore],
  );
}

/**
 * Writes what became of a send.
 * @returns false when the fence or the delivery id no longer holds: nothing was written
 */
export async function settleSend(
  tx: Tx,
  { id, address, stand: stood }: WaitingPost,
  { deliveryId, fence }: { deliveryId: string; fence: number },
  settlement: Settlement,
  stand: Stand | undefined,
): Promise<boolean> {
  const { state, reason, notBefore } = columnsOf(settlement, stood);
  const settled = await tx.rows(
    `update post set state = case when $5::text = 'sent' and wanted > drawn then 'wanted' else $5 end,
                     reason = $6, ref = coalesce($7::jsonb, ref), not_before = $8,
                     attempts = case $9::text when 'sent' then 0 when 'address-waits' then attempts - 1 else attempts end
      where organisation_id = $1 and id = $2 and state = 'sending' and delivery_id = $3 and fence = $4
        and exists (select from lane where organisation_id = $1 and address = $10 and fence = $4)
      returning id`,
    [
      tx.organisation,
      id,
      deliveryId,
      fence,
      state,
      reason,
      stand ? JSON.stringify(stand) : null,
      notBefore,
      settlement.kind,
      address,
    ],
  );
  if (settled.length === 0) return false;
  if (settlement.kind === "address-waits") await laneWaits(tx, address, fence, settlement.notBefore);
  return true;
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
               from post where organisation_id = $1 and address = $2 and state in ('wanted', 'sending')) w
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

/** A message that stands and can't be drawn anew still stands: it is `sent`, with the reason. */
function columnsOf(
  settlement: Settlement,
  stand: Stand | undefined,
): { state: string; reason: string | null; notBefore: Date | null } {
  switch (settlement.kind) {
    case "sent":
      return { state: "sent", reason: null, notBefore: null };
    case "again":
      return { state: "wanted", reason: settlement.reason, notBefore: settlement.notBefore };
    case "address-waits":
      return { state: "wanted", reason: null, notBefore: null };
    case "ambiguous":
    case "failed":
      return { state: stand ? "sent" : settlement.kind, reason: settlement.reason, notBefore: null };
  }
}

function postOf(row: Row): WaitingPost {
  return {
    id: row.id,
    card: row.card,
    subject: row.subject,
    address: row.address,
    wanted: row.wanted,
    attempts: row.attempts,
    stand: row.ref ?? undefined,
    uselessAfter: row.useless_after ?? undefined,
  };
}

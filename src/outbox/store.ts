import type { Target } from "../chat/platform.ts";
import type { Address } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { PersonId, PostId } from "../kernel/ids.ts";
import { laneWaits } from "./lane-store.ts";
import type { Doubt, Settlement } from "./retry.ts";

/** Where a message was sent, and whose direct message it is. */
export interface SentTo extends Target {
  readonly reader?: PersonId;
}

/** Where a message stands. */
export interface Stand extends SentTo {
  readonly ref: string;
}

/** Where a post can end without a message: it failed, or nobody can find out whether it was posted. */
export const UNSETTLED = "(state = 'failed' or state = 'ambiguous' and not_before is null)";

/** Whether a change left a post unsettled. */
export type Left = "unsettled" | "settled";

export interface WaitingPost {
  readonly id: PostId;
  readonly card: string;
  readonly subject: string;
  readonly address: Address;
  readonly slot: string;
  readonly wanted: number;
  readonly attempts: number;
  /** undefined until it was sent */
  readonly stand: Stand | undefined;
  /** domain time */
  readonly dueAt: Date;
  readonly uselessAfter: Date | undefined;
}

/** A first post of which nobody knows whether it was posted, and whose turn it is to be looked up. */
export interface DoubtfulPost extends Doubt {
  readonly id: PostId;
  readonly card: string;
  readonly address: Address;
  readonly deliveryId: string;
  readonly sentTo: SentTo;
}

/** What is to be done at an address next: a former holder left a send, a post is to be sent, or one looked up. */
export type Next =
  | { readonly kind: "nothing" }
  | { readonly kind: "left" }
  | { readonly kind: "post"; readonly post: WaitingPost }
  | { readonly kind: "doubt"; readonly post: DoubtfulPost };

interface Row {
  id: PostId;
  card: string;
  subject: string;
  address: Address;
  slot: string;
  wanted: number;
  attempts: number;
  ref: Stand | null;
  due_at: Date;
  useless_after: Date | null;
}

const COLUMNS = "id, card, subject, address, slot, wanted, attempts, ref, due_at, useless_after";

interface NextRow extends Row {
  state: string;
  reason: string | null;
  looks: number;
  delivery_id: string;
  sent_to: SentTo;
  sending_at: Date;
}

/** Sends come before look-ups: nobody waits for those. */
export async function nextAt(tx: Tx, address: Address, fence: number, now: Date, wallNow: Date): Promise<Next> {
  const [row] = await tx.rows<NextRow>(
    `select ${COLUMNS}, state, reason, looks, delivery_id, sent_to, sending_at from post
      where organisation_id = $1 and address = $2
        and (state = 'wanted' and due_at <= $4 and (not_before is null or not_before <= $5)
             or state = 'ambiguous' and not_before <= $5
             or state = 'sending' and fence is distinct from $3)
      order by state = 'sending' desc, state = 'wanted' desc, due_at, id limit 1`,
    [tx.organisation, address, fence, now, wallNow],
  );
  if (!row) return { kind: "nothing" };
  if (row.state === "sending") return { kind: "left" };
  return row.state === "wanted" ? { kind: "post", post: postOf(row) } : { kind: "doubt", post: doubtOf(row) };
}

/** What a former holder left: perhaps posted, so to be looked up; an update is simply wanted again. */
export async function settleLeft(tx: Tx, address: Address, fence: number, lookAt: Date): Promise<number> {
  const left = await tx.rows(
    `update post set state = case when ref is null then 'ambiguous' else 'wanted' end,
                     reason = case when ref is null then 'interrupted' else reason end,
                     not_before = case when ref is null then $4::timestamptz end
      where organisation_id = $1 and address = $2 and state = 'sending' and fence is distinct from $3
      returning id`,
    [tx.organisation, address, fence, lookAt],
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

/** Notes before the send that it may happen: the version drawn, under which delivery id, by which holder, to whom. */
export async function markSending(
  tx: Tx,
  post: WaitingPost,
  { deliveryId, fence, sentTo, at }: { deliveryId: string; fence: number; sentTo: SentTo; at: Date },
): Promise<void> {
  await tx.rows(
    `update post set state = 'sending', drawn = $3, delivery_id = $4, fence = $5, attempts = attempts + 1,
                     sent_to = $6, sending_at = $7, looks = 0
      where organisation_id = $1 and id = $2`,
    [tx.organisation, post.id, post.wanted, deliveryId, fence, JSON.stringify(sentTo), at],
  );
}

/** The end of a post that isn't sent: of no use, not allowed, or nowhere to go. A message that stands is left as it is. */
export async function endPost(
  tx: Tx,
  { id, stand, wanted }: WaitingPost,
  state: "suppressed" | "failed",
  reason: string,
): Promise<Left> {
  const ended = await tx.rows<{ unsettled: boolean }>(
    `update post set state = case when ref is null then $3::text when wanted > $5::int then 'wanted' else 'sent' end,
                     reason = $4, drawn = case when ref is null then drawn else $5::int end
      where organisation_id = $1 and id = $2 and state = 'wanted' and (ref is not null) = $6
      returning ${UNSETTLED} as unsettled`,
    [tx.organisation, id, state, reason, wanted, stand !== undefined],
  );
  return leftOf(ended) ?? "settled";
}

/** Puts off a post that couldn't be drawn yet; it counts as an attempt. */
export async function putOff(tx: Tx, { id, stand }: WaitingPost, settlement: Settlement): Promise<Left> {
  const { state, reason, notBefore } = columnsOf(settlement, stand);
  const put = await tx.rows<{ unsettled: boolean }>(
    `update post set state = $3, reason = $4, not_before = $5, attempts = attempts + 1
      where organisation_id = $1 and id = $2 and state = 'wanted'
      returning ${UNSETTLED} as unsettled`,
    [tx.organisation, id, state, reason, notBefore],
  );
  return leftOf(put) ?? "settled";
}

/**
 * Writes what became of a send.
 * @returns undefined when the fence or the delivery id no longer holds: nothing was written
 */
export async function settleSend(
  tx: Tx,
  { id, address, stand: stood }: WaitingPost,
  { deliveryId, fence }: { deliveryId: string; fence: number },
  settlement: Settlement,
  stand: Stand | undefined,
): Promise<Left | undefined> {
  const { state, reason, notBefore } = columnsOf(settlement, stood);
  const settled = await tx.rows<{ unsettled: boolean }>(
    `update post set state = case when $5::text = 'sent' and wanted > drawn then 'wanted' else $5 end,
                     reason = $6, ref = coalesce($7::jsonb, ref), not_before = $8,
                     attempts = case $9::text when 'sent' then 0 when 'address-waits' then attempts - 1 else attempts end
      where organisation_id = $1 and id = $2 and state = 'sending' and delivery_id = $3 and fence = $4
        and exists (select from lane where organisation_id = $1 and address = $10 and fence = $4)
      returning ${UNSETTLED} as unsettled`,
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
  if (settled.length > 0 && settlement.kind === "address-waits") {
    await laneWaits(tx, address, fence, settlement.notBefore);
  }
  return leftOf(settled);
}

/** @returns undefined when nothing was changed */
export function leftOf(rows: readonly { readonly unsettled: boolean }[]): Left | undefined {
  const [row] = rows;
  return row && (row.unsettled ? "unsettled" : "settled");
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
      return { state: "ambiguous", reason: settlement.reason, notBefore: settlement.notBefore };
    case "failed":
      return { state: stand ? "sent" : "failed", reason: settlement.reason, notBefore: null };
  }
}

function postOf(row: Row): WaitingPost {
  return {
    id: row.id,
    card: row.card,
    subject: row.subject,
    address: row.address,
    slot: row.slot,
    wanted: row.wanted,
    attempts: row.attempts,
    stand: row.ref ?? undefined,
    dueAt: row.due_at,
    uselessAfter: row.useless_after ?? undefined,
  };
}

function doubtOf(row: NextRow): DoubtfulPost {
  return {
    id: row.id,
    card: row.card,
    address: row.address,
    attempts: row.attempts,
    looks: row.looks,
    reason: row.reason ?? "",
    deliveryId: row.delivery_id,
    sentTo: row.sent_to,
    sendingAt: row.sending_at,
  };
}

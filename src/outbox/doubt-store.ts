import type { Tx } from "../kernel/deps.ts";
import { never } from "../kernel/errors.ts";
import type { PostId } from "../kernel/ids.ts";
import type { AfterLook } from "./retry.ts";
import { type DoubtfulPost, type Left, leftOf, type SentTo, UNSETTLED } from "./store.ts";
import { SERVED_EARLIER, wanting } from "./wanting.ts";

/**
 * Writes what a look-up told.
 * @param now domain time
 * @returns undefined when the fence or the delivery id no longer holds: nothing was written
 */
export async function settleLook(
  tx: Tx,
  { id, address, deliveryId, sentTo, looks, reason }: DoubtfulPost,
  after: AfterLook,
  fence: number,
  now: Date,
): Promise<Left | undefined> {
  if (after.kind === "found") {
    return (await believeFound(tx, { id, deliveryId, sentTo, ref: after.ref }, now)) ? "settled" : undefined;
  }
  const columns = columnsOf(after, { looks, reason });
  const settled = await tx.rows<{ unsettled: boolean }>(
    `update post set state = $5, reason = $6, not_before = $7, looks = $8
      where organisation_id = $1 and id = $2 and state = 'ambiguous' and delivery_id = $3
        and exists (select from lane where organisation_id = $1 and address = $9 and fence = $4)
      returning ${UNSETTLED} as unsettled`,
    [tx.organisation, id, deliveryId, fence, columns.state, columns.reason, columns.notBefore, columns.looks, address],
  );
  return leftOf(settled);
}

/**
 * Ends the doubt about a send: it posted this message. True whoever finds it out, so no fence is asked for.
 * @param now domain time
 * @returns false when there is no doubt about this send (any more)
 */
export async function believeFound(
  tx: Tx,
  found: Pick<DoubtfulPost, "id" | "deliveryId"> & { readonly sentTo: SentTo; readonly ref: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `with found as (
       update post set state = case when wanted > drawn then 'wanted' else 'sent' end, ref = $4::jsonb,
                       reason = null, not_before = null, attempts = 0, looks = 0
        where organisation_id = $1 and id = $2 and delivery_id = $3 and state = 'ambiguous'
        returning address, state),
     redrawn as (
       insert into lane (organisation_id, address, due_at) select $1, address, $5 from found where state = 'wanted'
       ${SERVED_EARLIER})
     select from found`,
    [tx.organisation, found.id, found.deliveryId, JSON.stringify({ ...found.sentTo, ref: found.ref }), now],
  );
  return rows.length > 0;
}

/**
 * A former holder's update may have arrived after a newer one: the message is drawn anew.
 * @param now domain time
 */
export function drawOnceMore(tx: Tx, id: PostId, now: Date): void {
  tx.run(DRAW_ONCE_MORE, [tx.organisation, now, id]);
}

const DRAW_ONCE_MORE = wanting("p.id = $3");

function columnsOf(
  after: Exclude<AfterLook, { kind: "found" }>,
  before: Pick<DoubtfulPost, "looks" | "reason">,
): { state: string; reason: string | null; notBefore: Date | null; looks: number } {
  switch (after.kind) {
    case "look-again":
      return { state: "ambiguous", reason: before.reason, notBefore: after.notBefore, looks: after.looks };
    case "post-again":
      return { state: "wanted", reason: null, notBefore: null, looks: 0 };
    case "failed":
      return { state: "failed", reason: after.reason, notBefore: null, looks: before.looks };
    case "for-good":
      return { state: "ambiguous", reason: after.reason, notBefore: null, looks: before.looks };
    default:
      return never(after);
  }
}

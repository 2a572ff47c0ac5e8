import type { Address, Context, Posts, UnsettledPost } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { PostId } from "../kernel/ids.ts";
import { type Left, UNSETTLED } from "./store.ts";
import { giveBack } from "./held.ts";
import type { Wake } from "./wake.ts";
import { serveNow } from "./wanting.ts";

interface Row {
  id: PostId;
  card: string;
  address: Address;
  state: "ambiguous" | "failed";
  reason: string | null;
  due_at: Date;
}

/** Lets the slices know of a post that stays without a message, in the transaction that left it so. */
export async function tellUnsettled(
  context: Context,
  { id, card, address }: { readonly id: PostId; readonly card: string; readonly address: Address },
  left: Left | undefined,
): Promise<void> {
  if (left !== "unsettled") return;
  await giveBack(context, { id, address });
  await context.emit({ kind: "post-unsettled", card, address });
}

/** What can be done with posts that nobody will ever send or look up by himself. */
export function createUnsettled(
  tx: Tx,
  { now, wake }: { readonly now: Date; readonly wake: Wake },
): Pick<Posts, "unsettled" | "sendAgain" | "leave"> {
  return {
    async unsettled(since) {
      const rows = await tx.rows<Row>(
        `select id, card, address, state, reason, due_at from post
          where organisation_id = $1 and ${UNSETTLED} and due_at >= $2 order by due_at, id`,
        [tx.organisation, since],
      );
      return rows.map(({ id, card, address, state, reason, due_at }): UnsettledPost => ({
        id,
        card,
        address,
        fate: state === "failed" ? "failed" : "unknown",
        reason: reason ?? "",
        dueAt: due_at,
      }));
    },
    async sendAgain(posts) {
      const rows = await tx.rows<{ address: Address; state: string }>(
        `update post set state = case when useless_after < $3 then 'suppressed' else 'wanted' end,
                         reason = case when useless_after < $3 then 'late' end,
                         not_before = null, attempts = 0, looks = 0
           from (select id as found from post where organisation_id = $1 and id = any($2::uuid[]) and ${UNSETTLED}
                  order by id for update) unsettled
          where organisation_id = $1 and id = found
          returning address, state`,
        [tx.organisation, posts, now],
      );
      const wanted = rows.filter(({ state }) => state === "wanted");
      serveNow(
        tx,
        wake,
        wanted.map(({ address }) => address),
        now,
      );
      return { again: wanted.length, late: rows.length - wanted.length };
    },
    async leave(posts) {
      const rows = await tx.rows(
        `update post set state = 'suppressed', reason = 'left: ' || coalesce(reason, '')
           from (select id as found from post where organisation_id = $1 and id = any($2::uuid[]) and ${UNSETTLED}
                  order by id for update) unsettled
          where organisation_id = $1 and id = found
          returning id`,
        [tx.organisation, posts],
      );
      return rows.length;
    },
  };
}

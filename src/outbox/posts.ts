import { afterCommit } from "../db/transaction.ts";
import type { Address, Posts } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Ids, OrganisationId } from "../kernel/ids.ts";

export type Wake = (organisation: OrganisationId, address: Address) => void;

export interface PostsParts {
  /** domain time */
  readonly now: Date;
  readonly ids: Ids;
  readonly wake: Wake;
}

/** Wants posts in the caller's transaction. Addresses that have something due are woken after the commit. */
export function createPosts(tx: Tx, { now, ids, wake }: PostsParts): Posts {
  return {
    async announce({ card, subject, address, slot, dueAt = now, shows = [], uselessAfter }) {
      const made = await tx.rows(
        `with made as (
           insert into post (organisation_id, id, card, subject, address, slot, due_at, useless_after, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (organisation_id, card, subject, address, slot) do nothing
           returning id),
         shown as (
           insert into post_subject (organisation_id, post_id, subject)
           select $1, made.id, each.subject from made cross join (select distinct unnest($10::text[]) as subject) each)
         insert into lane (organisation_id, address, due_at) select $1, $5, $7 from made
         on conflict (organisation_id, address) do update set due_at = least(lane.due_at, excluded.due_at)
         returning address`,
        [
          tx.organisation,
          ids.next<"post">(),
          card,
          subject,
          address,
          slot,
          dueAt,
          uselessAfter ?? null,
          now,
          [subject, ...shows],
        ],
      );
      if (made.length > 0 && dueAt.getTime() <= now.getTime()) wakeLater(tx, wake, [address]);
    },
    async redraw(...subjects) {
      if (subjects.length === 0) return;
      await want(tx, now, wake, "p.id in (select post_id from post_subject where subject = any($2::text[]))", [
        subjects,
      ]);
    },
    redrawAt: (address) => want(tx, now, wake, "p.address = $2", [address], "every slot"),
  };
}

/**
 * Draws anew the post of a message.
 * @param message the reference that the platform gave back when it was sent
 */
export async function redrawMessage(
  tx: Tx,
  now: Date,
  wake: Wake,
  conversation: string,
  message: string,
): Promise<void> {
  const which = "p.ref ->> 'ref' = $2 and (p.ref ->> 'conversation' = $3 or starts_with($2, $3))";
  await want(tx, now, wake, which, [message, conversation], "every slot");
}

/**
 * A post that was sent is wanted once more; of one that was not sent yet, the next drawing is the newer one. Posts
 * whose outcome isn't known, failed or suppressed ones stay as they are. Rows are locked in one order.
 */
async function want(
  tx: Tx,
  now: Date,
  wake: Wake,
  which: string,
  values: readonly unknown[],
  slots: "newest slot" | "every slot" = "newest slot",
): Promise<void> {
  const newest = `and not exists (
    select from post n
     where n.organisation_id = p.organisation_id and n.card = p.card and n.subject = p.subject
       and n.address = p.address and n.slot collate "C" > p.slot collate "C")`;
  const wanted = await tx.rows<{ address: Address; ready: boolean }>(
    `update post set wanted = post.wanted + 1,
                     state = case when post.state = 'sent' then 'wanted' else post.state end,
                     not_before = case when post.state = 'sent' then null else post.not_before end,
                     attempts = case when post.state = 'sent' then 0 else post.attempts end
       from (select p.id from post p
              where p.organisation_id = $1 and ${which} and p.state in ('wanted', 'sending', 'sent')
                ${slots === "newest slot" ? newest : ""}
              order by p.id for update) found
      where post.organisation_id = $1 and post.id = found.id
      returning post.address, post.state = 'wanted' and post.due_at <= $${values.length + 2} as ready`,
    [tx.organisation, ...values, now],
  );
  const ready = [...new Set(wanted.filter((post) => post.ready).map((post) => post.address))].sort();
  if (ready.length === 0) return;
  await tx.rows(
    `insert into lane (organisation_id, address, due_at) select $1, each.address, $3 from unnest($2::text[]) as each (address)
     on conflict (organisation_id, address) do update set due_at = least(lane.due_at, excluded.due_at)`,
    [tx.organisation, ready, now],
  );
  wakeLater(tx, wake, ready);
}

function wakeLater(tx: Tx, wake: Wake, addresses: readonly Address[]): void {
  const { organisation } = tx;
  afterCommit(tx, () => {
    for (const address of addresses) wake(organisation, address);
  });
}

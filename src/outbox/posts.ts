import type { Address, Posts } from "../features/feature.ts";
import type { Statement, Tx } from "../kernel/deps.ts";
import type { Ids } from "../kernel/ids.ts";
import { createUnsettled } from "./unsettled.ts";
import { type Wake, wakeLater } from "./wake.ts";

export type { Wake } from "./wake.ts";

export interface PostsParts {
  /** domain time */
  readonly now: Date;
  readonly ids: Ids;
  readonly wake: Wake;
}

/** Wants posts in the caller's transaction. Addresses that have something due are woken after the commit. */
export function createPosts(tx: Tx, { now, ids, wake }: PostsParts): Posts {
  return {
    ...createUnsettled(tx, { now, wake }),
    async announce({ card, subject, address, slot, dueAt = now, shows = [], uselessAfter }) {
      const made = await tx.rows(ANNOUNCE, [
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
      ]);
      if (made.length > 0 && dueAt.getTime() <= now.getTime()) wakeLater(tx, wake, [address]);
    },
    async redraw(...subjects) {
      const [first, ...others] = subjects;
      if (first === undefined) return;
      if (others.length === 0) await want(tx, now, wake, REDRAW_ONE, [first]);
      else await want(tx, now, wake, REDRAW_MANY, [subjects]);
    },
    redrawAt: (address) => want(tx, now, wake, REDRAW_AT, [address]),
  };
}

/**
 * Draws anew the message that somebody pressed, should it be out of date. What the press changed was redrawn by its
 * slice, so one that is wanted already is left alone, and pressers of one card don't wait for each other.
 * @param message the reference that the platform gave back when it was sent
 */
export async function redrawMessage(
  tx: Tx,
  now: Date,
  wake: Wake,
  conversation: string,
  message: string,
): Promise<void> {
  await want(tx, now, wake, REDRAW_MESSAGE, [message, conversation]);
}

const ANNOUNCE: Statement = {
  name: "posts.announce",
  sql: `with made as (
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
};

const NEWEST = `not exists (
  select from post n
   where n.organisation_id = p.organisation_id and n.card = p.card and n.subject = p.subject
     and n.address = p.address and n.slot collate "C" > p.slot collate "C")`;

const REDRAW_ONE: Statement = {
  name: "posts.redraw",
  sql: wanting(`p.id in (select post_id from post_subject where subject = $3) and ${NEWEST}`),
};
const REDRAW_MANY = wanting(`p.id in (select post_id from post_subject where subject = any($3::text[])) and ${NEWEST}`);
const REDRAW_AT = wanting("p.address = $3");
const REDRAW_MESSAGE: Statement = {
  name: "posts.redraw-message",
  sql: wanting("p.state = 'sent' and p.ref ->> 'ref' = $3 and (p.ref ->> 'conversation' = $4 or starts_with($3, $4))"),
};

/**
 * A post that was sent is wanted once more; of one that was not sent yet, or of which nobody knows yet, the next drawing
 * is the newer one. Failed and suppressed ones stay as they are. Rows are locked in one order.
 * @param which of the posts p; $1 organisation · $2 now
 */
function wanting(which: string): string {
  return `
    with wanted as (
      update post set wanted = post.wanted + 1,
                      state = case when post.state = 'sent' then 'wanted' else post.state end,
                      not_before = case when post.state = 'sent' then null else post.not_before end,
                      attempts = case when post.state = 'sent' then 0 else post.attempts end
        from (select p.id from post p
               where p.organisation_id = $1 and p.state in ('wanted', 'sending', 'ambiguous', 'sent') and ${which}
               order by p.id for update) found
       where post.organisation_id = $1 and post.id = found.id
       returning post.address, post.state = 'wanted' and post.due_at <= $2 as ready)
    insert into lane (organisation_id, address, due_at)
    select distinct $1::uuid, address, $2::timestamptz from wanted where ready order by address
    on conflict (organisation_id, address) do update set due_at = least(lane.due_at, excluded.due_at)
    returning address`;
}

async function want(tx: Tx, now: Date, wake: Wake, sql: string | Statement, values: readonly unknown[]): Promise<void> {
  const served = await tx.rows<{ address: Address }>(sql, [tx.organisation, now, ...values]);
  if (served.length > 0)
    wakeLater(
      tx,
      wake,
      served.map(({ address }) => address),
    );
}

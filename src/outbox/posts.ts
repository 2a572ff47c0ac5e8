import type { Posts } from "../features/feature.ts";
import type { Statement, Tx } from "../kernel/deps.ts";
import type { Ids } from "../kernel/ids.ts";
import { createHeld, takenBy } from "./held.ts";
import { createUnsettled } from "./unsettled.ts";
import { type Wake, wakeLater } from "./wake.ts";
import { SERVED_EARLIER, want, wanting } from "./wanting.ts";

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
    ...createHeld(tx),
    announce({ card, subject, address, slot, dueAt = now, shows = [], uselessAfter, takes = [] }) {
      const about = [card, subject, address, slot, dueAt, uselessAfter ?? null, now, [subject, ...shows]];
      const [statement, more] = takes.length > 0 ? [ANNOUNCE_TAKING, [takes]] : [ANNOUNCE, []];
      tx.run(statement, [tx.organisation, ids.next<"post">(), ...about, ...more], (made) => {
        if (made.length > 0 && dueAt.getTime() <= now.getTime()) wakeLater(tx, wake, [address]);
      });
    },
    showMore({ card, subject, address, slot }, shows) {
      tx.run(SHOW_MORE, [tx.organisation, card, subject, address, slot, shows]);
      want(tx, now, wake, REDRAW_POST, [card, subject, address, slot]);
    },
    redraw(...subjects) {
      const [first, ...others] = subjects;
      if (first === undefined) return;
      if (others.length === 0) want(tx, now, wake, REDRAW_ONE, [first]);
      else want(tx, now, wake, REDRAW_MANY, [subjects]);
    },
    redrawAt: (address) => want(tx, now, wake, REDRAW_AT, [address]),
    async cardOf(post) {
      const [row] = await tx.rows<{ card: string }>("select card from post where organisation_id = $1 and id = $2", [
        tx.organisation,
        post,
      ]);
      return row?.card;
    },
  };
}

/**
 * Draws anew the message that somebody pressed, should it be out of date. What the press changed was redrawn by its
 * slice, so one that is wanted already is left alone, and pressers of one card don't wait for each other.
 * @param message the reference that the platform gave back when it was sent
 */
export function redrawMessage(tx: Tx, now: Date, wake: Wake, conversation: string, message: string): void {
  want(tx, now, wake, REDRAW_MESSAGE, [message, conversation]);
}

const ANNOUNCE: Statement = { name: "posts.announce", sql: announcing("") };
const ANNOUNCE_TAKING: Statement = {
  name: "posts.announce-taking",
  sql: announcing(`taken as (${takenBy("$11")}),`),
};

/** @param taking what else happens where the post is `made` */
function announcing(taking: string): string {
  return `with made as (
          insert into post (organisation_id, id, card, subject, address, slot, due_at, useless_after, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          on conflict (organisation_id, card, subject, address, slot) do nothing
          returning id),
        ${taking}
        shown as (
          insert into post_subject (organisation_id, post_id, subject)
          select $1, made.id, each.subject from made cross join (select distinct unnest($10::text[]) as subject) each)
        insert into lane (organisation_id, address, due_at) select $1, $5, $7 from made
        ${SERVED_EARLIER}
        returning address`;
}

const SHOW_MORE: Statement = {
  name: "posts.show-more",
  sql: `insert into post_subject (organisation_id, post_id, subject)
        select p.organisation_id, p.id, each.subject
          from post p cross join (select distinct unnest($6::text[]) as subject) each
         where p.organisation_id = $1 and p.card = $2 and p.subject = $3 and p.address = $4 and p.slot = $5
        on conflict (organisation_id, post_id, subject) do nothing`,
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
const REDRAW_POST: Statement = {
  name: "posts.redraw-post",
  sql: wanting("p.card = $3 and p.subject = $4 and p.address = $5 and p.slot = $6"),
};
const REDRAW_AT = wanting("p.address = $3");
const REDRAW_MESSAGE: Statement = {
  name: "posts.redraw-message",
  sql: wanting("p.state = 'sent' and p.message = $3 and (p.ref ->> 'conversation' = $4 or starts_with($3, $4))"),
};

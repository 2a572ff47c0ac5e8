import type { Address, Carriage, Context, Posts, TakenPost } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { PersonId, PostId } from "../kernel/ids.ts";

/** Why a post is suppressed that its addressee wants in their digest, before that digest and in it. */
export const HELD = "digest";
const TAKEN = "in digest";

interface Row {
  id: PostId;
  card: string;
  subject: string;
  address: Address;
  slot: string;
  reader: PersonId | null;
  stands: boolean;
}

/** What waits for somebody's digest instead of coming by itself (H2). */
export function createHeld(tx: Tx): Pick<Posts, "heldFor" | "heldSince" | "takenPosts" | "carriageOf"> {
  return {
    heldFor: (person, most) =>
      tx.rows<{ id: PostId; subject: string }>(
        `select id, subject from post
          where organisation_id = $1 and address = $2 and state = 'suppressed' and reason = '${HELD}'
          order by due_at, id limit $3 for update`,
        [tx.organisation, addressOf(person), most],
      ),
    async heldSince(person) {
      const [row] = await tx.rows<{ since: Date | null }>(
        `select min(due_at) as since from post
          where organisation_id = $1 and address = $2 and state = 'suppressed' and reason = '${HELD}'`,
        [tx.organisation, addressOf(person)],
      );
      return row?.since ?? undefined;
    },
    async takenPosts(posts) {
      const rows = await tx.rows<Row>(
        `select p.id, p.card, p.subject, p.address, p.slot, d.sent_to ->> 'reader' as reader, d.ref is not null as stands
           from post p
           left join post d on d.organisation_id = p.organisation_id and d.id = p.taken_by
          where p.organisation_id = $1 and p.id = any($2::uuid[]) and p.state = 'suppressed' and p.reason = '${TAKEN}'
          order by p.due_at, p.id`,
        [tx.organisation, posts],
      );
      return rows.map(takenIn);
    },
    async carriageOf({ card, subject, address, slot }) {
      const [row] = await tx.rows<Carried>(
        `select p.reason, d.due_at as at, d.state in ('wanted', 'sending') and d.ref is null as coming
           from post p
           left join post d on d.organisation_id = p.organisation_id and d.id = p.taken_by
          where p.organisation_id = $1 and p.card = $2 and p.subject = $3 and p.address = $4 and p.slot = $5
            and p.state = 'suppressed' and p.reason in ('${HELD}', '${TAKEN}')`,
        [tx.organisation, card, subject, address, slot],
      );
      return row ? carriageIn(row) : { kind: "alone" };
    },
  };
}

interface Carried {
  reason: string;
  at: Date | null;
  coming: boolean | null;
}

function carriageIn({ reason, at, coming }: Carried): Carriage {
  return reason === HELD || !at || coming === true ? { kind: "waits" } : { kind: "brought", at };
}

/**
 * Part of the statement that announces a digest, which has it as `made`: it takes messages that still wait.
 * @param posts the parameter with their ids
 */
export function takenBy(posts: string): string {
  return `update post set reason = '${TAKEN}', taken_by = made.id from made
           where post.organisation_id = $1 and post.id = any(${posts}::uuid[])
             and post.state = 'suppressed' and post.reason = '${HELD}'`;
}

/** What a digest took that is never sent waits for another one. One with nothing left to say keeps it. */
export async function giveBack(
  context: Context,
  { id, address }: { readonly id: PostId; readonly address: Address },
): Promise<void> {
  if (!address.startsWith("person:")) return;
  const { tx, now } = context;
  const back = await tx.rows(
    `update post h set reason = '${HELD}', taken_by = null from post d
      where d.organisation_id = $1 and d.id = $2 and (d.state = 'failed' or d.state = 'suppressed' and d.reason <> 'gone')
        and h.organisation_id = $1 and h.address = d.address and h.state = 'suppressed' and h.taken_by = d.id
      returning h.id`,
    [tx.organisation, id],
  );
  const person = address.slice("person:".length) as PersonId;
  if (back.length > 0) await context.emit({ kind: "post-held", person, until: now });
}

function addressOf(person: PersonId): Address {
  return `person:${person}`;
}

function takenIn({ id, card, subject, address, slot, reader, stands }: Row): TakenPost {
  return { id, card, subject, address, slot, reader: reader ?? undefined, stands };
}

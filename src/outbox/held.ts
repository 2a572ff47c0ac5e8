import type { Address, HeldPost, Posts } from "../features/feature.ts";
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
}

/** What waits for somebody's digest instead of coming by itself (H2). */
export function createHeld(tx: Tx): Pick<Posts, "takeHeld" | "heldSince" | "heldPost"> {
  return {
    async takeHeld(person) {
      const rows = await tx.rows<Row>(
        `with taken as (
           update post set reason = '${TAKEN}'
            where organisation_id = $1 and address = $2 and state = 'suppressed' and reason = '${HELD}'
            returning id, card, subject, address, slot, due_at)
         select id, card, subject, address, slot from taken order by due_at, id`,
        [tx.organisation, addressOf(person)],
      );
      return rows.map(heldIn);
    },
    async heldSince(person) {
      const [row] = await tx.rows<{ since: Date | null }>(
        `select min(due_at) as since from post
          where organisation_id = $1 and address = $2 and state = 'suppressed' and reason = '${HELD}'`,
        [tx.organisation, addressOf(person)],
      );
      return row?.since ?? undefined;
    },
    async heldPost(id) {
      const rows = await tx.rows<Row>(
        `select id, card, subject, address, slot from post
          where organisation_id = $1 and id = $2 and state = 'suppressed' and reason = '${TAKEN}'`,
        [tx.organisation, id],
      );
      return rows.map(heldIn)[0];
    },
  };
}

function addressOf(person: PersonId): Address {
  return `person:${person}`;
}

function heldIn({ id, card, subject, address, slot }: Row): HeldPost {
  return { id, card, subject, address, slot };
}

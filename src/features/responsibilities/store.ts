import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { Row, Slot } from "./defaults.ts";

export { writeAudit } from "../../db/audit.ts";

/** The organisation's own rows. */
export async function matrixOf(tx: Tx): Promise<Row[]> {
  return tx.rows<Row>("select topic, stage, slot from responsibility order by topic, stage");
}

export async function saveRow(tx: Tx, { topic, stage, slot }: Row): Promise<void> {
  await tx.rows(
    `insert into responsibility (organisation_id, topic, stage, slot) values ($1, $2, $3, $4)
     on conflict (organisation_id, topic, stage) do update set slot = excluded.slot`,
    [tx.organisation, topic, stage, slot],
  );
}

/** Who holds which slot of an account; people who have left hold none. */
export async function holdersOf(tx: Tx, account: AccountId): Promise<Map<Slot, PersonRef>> {
  const rows = await tx.rows<PersonRef & { slot: Slot }>(
    `select s.slot, p.id, p.name from slot s
       join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where s.account_id = $1 and p.active`,
    [account],
  );
  return new Map(rows.map(({ slot, id, name }) => [slot, { id, name }]));
}

/** These people where they are active, in the order of their ids given; without any, every manager by name. */
export async function managersAmong(tx: Tx, managers: readonly PersonId[]): Promise<PersonRef[]> {
  return tx.rows<PersonRef>(
    `select id, name from person where active and (id = any($1::uuid[]) or (cardinality($1::uuid[]) = 0 and 'manager' = any(roles)))
      order by array_position($1::uuid[], id), name, id`,
    [managers],
  );
}

/** @returns false when that person holds it already */
export async function saveHolder(
  tx: Tx,
  account: AccountId,
  slot: Slot,
  person: PersonId | undefined,
): Promise<boolean> {
  const rows = person
    ? await tx.rows(
        `insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, $3, $4)
         on conflict (organisation_id, account_id, slot) do update set person_id = excluded.person_id
          where slot.person_id <> excluded.person_id
         returning slot.slot`,
        [tx.organisation, account, slot, person],
      )
    : await tx.rows("delete from slot where account_id = $1 and slot = $2 returning slot", [account, slot]);
  return rows.length === 1;
}

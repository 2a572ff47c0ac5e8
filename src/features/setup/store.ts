export { erasedAt } from "../../db/erased.ts";
export { writeAudit } from "../../db/audit.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { asFirstWritten } from "../accounts/facts.ts";
import type { NewPerson } from "./person-decide.ts";

/** @returns false when somebody has the e-mail address already, if only formerly */
export async function insertPerson(tx: Tx, id: PersonId, person: NewPerson): Promise<boolean> {
  const [region = null] = await asFirstWritten(tx, [person.region]);
  const made = await tx.rows(
    `insert into person (organisation_id, id, email, name, roles, region, manager_id)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (organisation_id, email) do nothing returning id`,
    [tx.organisation, id, person.email, person.name, person.roles, region, person.manager ?? null],
  );
  return made.length === 1;
}

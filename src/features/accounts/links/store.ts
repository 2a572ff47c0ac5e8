export { writeAudit } from "../../../db/audit.ts";
export { matchPerson } from "../store.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { PersonId } from "../../../kernel/ids.ts";

export interface UnmatchedPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** Active people whom nobody has matched to any user in chat, by name. */
export async function unmatchedAnywhere(tx: Tx): Promise<UnmatchedPerson[]> {
  return tx.rows<UnmatchedPerson>(
    `select p.id, p.name, p.email from person p
      where p.active and not exists (
        select 1 from handle h where h.organisation_id = p.organisation_id and h.person_id = p.id)
      order by p.name, p.id`,
  );
}

export interface NewCode {
  readonly hash: string;
  readonly person: PersonId;
  readonly by: PersonId;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** A person has one code at a time; an earlier one is of no use any more. */
export async function saveCode(tx: Tx, { hash, person, by, at, expiresAt }: NewCode): Promise<void> {
  await tx.rows("delete from link_code where person_id = $1 and used_at is null", [person]);
  await tx.rows(
    `insert into link_code (organisation_id, hash, person_id, made_by, made_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.organisation, hash, person, by, at, expiresAt],
  );
}

/** Uses a code up. @returns whom it stands for; undefined when it isn't good, or not any more */
export async function useCode(tx: Tx, hash: string, now: Date): Promise<UnmatchedPerson | undefined> {
  const [row] = await tx.rows<UnmatchedPerson>(
    `update link_code c set used_at = $2 from person p
      where c.hash = $1 and c.used_at is null and c.expires_at > $2
        and p.organisation_id = c.organisation_id and p.id = c.person_id and p.active
      returning p.id, p.name, p.email`,
    [hash, now],
  );
  return row;
}

import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { type ProfileField, type ProfileFieldName, type ProfileFields, SOURCES } from "./profile-decide.ts";

/** The profile fields of the account a as one object, in a statement that names it so. */
export const PROFILE = `(
  select jsonb_object_agg(f.field, jsonb_build_object('value', f.value, 'asOf', f.as_of, 'source', f.source))
    from profile_field f where f.organisation_id = a.organisation_id and f.account_id = a.id)`;

export async function profileOf(tx: Tx, account: AccountId): Promise<ProfileFields> {
  const [row] = await tx.rows<{ fields: ProfileFields | null }>(
    `select ${PROFILE} as fields from account a where a.id = $1`,
    [account],
  );
  return row?.fields ?? {};
}

/** @returns false when what is stored comes from a source that wins (A15) */
export async function saveProfileField(
  tx: Tx,
  account: AccountId,
  field: ProfileFieldName,
  { value, asOf, source }: ProfileField,
  by: PersonId | undefined,
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into profile_field as t (organisation_id, account_id, field, value, as_of, source, person_id, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (organisation_id, account_id, field) do update
        set value = excluded.value, as_of = excluded.as_of, source = excluded.source,
            person_id = excluded.person_id, changed_at = excluded.changed_at
      where array_position($9::text[], excluded.source) >= array_position($9::text[], t.source)
     returning 1`,
    [tx.organisation, account, field, value, asOf, source, by ?? null, now, SOURCES],
  );
  return rows.length === 1;
}

export function emptyProfileField(tx: Tx, account: AccountId, field: ProfileFieldName): void {
  tx.run("delete from profile_field where account_id = $1 and field = $2 and source = 'chat'", [account, field]);
}

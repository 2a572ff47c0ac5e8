import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { beginning } from "../../kernel/text.ts";
import { nameKey } from "./names.ts";

export interface Found {
  readonly id: AccountId;
  readonly name: string;
  readonly nameKey: string;
}

const MOST_HITS = 6;

/** Of accounts a: the folded name, domain or external id is exactly `exactValues`, given as $2, $3 and $4. */
export const EXACTLY = `a.merged_into is null and (a.name_key = $2 or a.domain = $3 or a.external_id = $4)
  order by a.name limit ${MOST_HITS}`;

export function exactValues(typed: string): readonly string[] {
  return [nameKey(typed), typed.trim().toLowerCase(), typed.trim()];
}

/** Accounts whose folded name, domain or external id is exactly what was typed. */
export async function findExactly(tx: Tx, typed: string): Promise<Found[]> {
  return tx.rows<Found>(
    `select a.id, a.name, a.name_key as "nameKey" from account a where a.organisation_id = $1 and ${EXACTLY}`,
    [tx.organisation, ...exactValues(typed)],
  );
}

const NEAR = 0.3;
const NEAREST = 5;
/** No name is longer, so what was typed beyond it is like none. */
const MOST_TYPED = 200;

/** How like a name is, is reckoned once a row: `offset 0` keeps it out of the condition, which would reckon it again. */
const ALIKE = `
  select * from (
    (select true as begins, id, name, name_key as "nameKey", 1 as likeness from account
      where merged_into is null and $1 <> '' and starts_with(name_key, $1)
      order by name_key collate "C" limit ${NEAREST})
     union all
    (select false, id, name, name_key, likeness
       from (select id, name, name_key, similarity(name_key, $1) as likeness from account
              where merged_into is null offset 0) known
      where likeness >= ${NEAR} order by likeness desc, name_key collate "C" limit ${NEAREST})) found
   order by likeness desc, "nameKey" collate "C"`;

/** The names that begin as was typed, and those that share the most parts of three letters with it; a few of each. */
export async function alike(
  tx: Tx,
  typed: string,
): Promise<{ readonly beginning: readonly Found[]; readonly near: readonly Found[] }> {
  const rows = await tx.rows<Found & { begins: boolean }>(ALIKE, [beginning(nameKey(typed), MOST_TYPED)]);
  return { beginning: rows.filter(({ begins }) => begins), near: rows.filter(({ begins }) => !begins) };
}

export interface Unmatched {
  readonly id: PersonId;
  readonly email: string;
}

/** People whom nobody has matched to a user of this workspace yet. */
export async function unmatchedPeople(tx: Tx, platform: string, workspace: string): Promise<Unmatched[]> {
  return tx.rows<Unmatched>(
    `select p.id, p.email from person p
      where p.active and not exists (
        select 1 from handle h where h.organisation_id = p.organisation_id and h.person_id = p.id
                                 and h.platform = $1 and h.workspace = $2)
      order by p.email`,
    [platform, workspace],
  );
}

/** @returns false when the user or the person already has a match there */
export async function matchPerson(
  tx: Tx,
  platform: string,
  workspace: string,
  user: string,
  person: PersonId,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning user_id`,
    [tx.organisation, platform, workspace, user, person],
  );
  return rows.length === 1;
}

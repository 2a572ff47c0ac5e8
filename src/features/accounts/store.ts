import type { Statement, Tx } from "../../kernel/deps.ts";
import type { Touch } from "../../kernel/events.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
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

/** Every name, for "did you mean" on a miss. */
export async function allNames(tx: Tx): Promise<Found[]> {
  return tx.rows<Found>(`select id, name, name_key as "nameKey" from account where merged_into is null`);
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

const APPEND: Statement = {
  name: "accounts.append-to-timeline",
  sql: `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, contact_id, direction,
                              proactive, visibility, summary, ingested_at, known_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
};

/** @param now when we got to know of it */
export function appendToTimeline(tx: Tx, id: string, touch: Touch, now: Date): void {
  tx.run(APPEND, [
    tx.organisation,
    id,
    touch.account,
    touch.what,
    touch.at ?? now,
    touch.by ?? null,
    touch.via,
    JSON.stringify(touch.details),
    touch.contact ?? null,
    touch.direction ?? null,
    touch.proactive ?? false,
    touch.visibility ?? "internal",
    touch.summary ?? null,
    now,
  ]);
}

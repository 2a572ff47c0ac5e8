import type { PersonRef } from "../../../chat/card.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import type { Opinion } from "./decide.ts";

/** What somebody thinks of an account, beside the score. */
export interface HeldOpinion {
  readonly opinion: Opinion;
  readonly reason: string;
  readonly by: PersonRef;
  readonly at: Date;
  readonly expiresAt: Date;
}

interface Row {
  account_id: AccountId;
  opinion: Opinion;
  reason: string;
  person_id: PersonId;
  name: string;
  at: Date;
  expires_at: Date;
}

/** The newest opinion of each account, where it hasn't expired by an instant. */
export async function opinionsOf(
  tx: Tx,
  accounts: readonly AccountId[],
  now: Date,
): Promise<Map<AccountId, HeldOpinion>> {
  const rows = await tx.rows<Row>(
    `select * from (
       select distinct on (o.account_id) o.account_id, o.opinion, o.reason, o.person_id, p.name, o.at, o.expires_at
         from risk_opinion o join person p on p.organisation_id = o.organisation_id and p.id = o.person_id
        where o.account_id = any($1::uuid[]) and o.at <= $2 order by o.account_id, o.at desc, o.id desc) newest
      where expires_at > $2`,
    [accounts, now],
  );
  return new Map(
    rows.map(({ account_id, opinion, reason, person_id, name, at, expires_at }) => [
      account_id,
      { opinion, reason, by: { id: person_id, name }, at, expiresAt: expires_at },
    ]),
  );
}

export interface NewOpinion {
  readonly id: string;
  readonly account: AccountId;
  readonly by: PersonId;
  readonly opinion: Opinion;
  readonly reason: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

export function insertOpinion(tx: Tx, { id, account, by, opinion, reason, at, expiresAt }: NewOpinion): void {
  tx.run(
    `insert into risk_opinion (organisation_id, id, account_id, person_id, opinion, reason, at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.organisation, id, account, by, opinion, reason, at, expiresAt],
  );
}

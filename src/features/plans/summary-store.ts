import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";

export type SummaryId = Id<"value-summary">;

/** What a customer got in a quarter, put to whoever looks after it. */
export interface Summary {
  readonly id: SummaryId;
  readonly account: AccountId;
  readonly quarter: string;
  readonly state: "drafted" | "sent" | "skipped";
  /** as it was sent */
  readonly body: string | undefined;
  readonly settled: { readonly at: Date; readonly by: PersonRef | undefined } | undefined;
  readonly contact: { readonly id: ContactId; readonly name: string } | undefined;
}

interface Row {
  id: SummaryId;
  account_id: AccountId;
  quarter: string;
  state: Summary["state"];
  body: string | null;
  settled_at: Date | null;
  settled_by: PersonId | null;
  settler: string | null;
  contact_id: ContactId | null;
  contact: string | null;
}

export async function summaryById(tx: Tx, id: SummaryId): Promise<Summary | undefined> {
  return (await summariesById(tx, [id]))[0];
}

export async function summariesById(tx: Tx, ids: readonly SummaryId[]): Promise<Summary[]> {
  const rows = await tx.rows<Row>(
    `select v.id, coalesce(a.merged_into, a.id) as account_id, v.quarter, v.state, v.body, v.settled_at, v.settled_by,
            p.name as settler, v.contact_id, c.name as contact
       from value_summary v
       join account a on a.organisation_id = v.organisation_id and a.id = v.account_id
       left join person p on p.organisation_id = v.organisation_id and p.id = v.settled_by
       left join contact c on c.organisation_id = v.organisation_id and c.id = v.contact_id
      where v.id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(summaryIn);
}

function summaryIn(row: Row): Summary {
  const { settled_at: at, settled_by: by, contact_id: contact } = row;
  return {
    id: row.id,
    account: row.account_id,
    quarter: row.quarter,
    state: row.state,
    body: row.body ?? undefined,
    settled: at ? { at, by: by ? { id: by, name: row.settler ?? "" } : undefined } : undefined,
    contact: contact ? { id: contact, name: row.contact ?? "" } : undefined,
  };
}

export async function holdSummary(tx: Tx, id: SummaryId): Promise<void> {
  await tx.rows("select 1 from value_summary where id = $1 for update", [id]);
}

/** @returns false where the quarter has its summary already */
export async function insertSummary(
  tx: Tx,
  made: {
    readonly id: SummaryId;
    readonly account: AccountId;
    readonly quarter: string;
    readonly owner: PersonId;
    readonly at: Date;
  },
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into value_summary (organisation_id, id, account_id, quarter, drafted_at, owner_id, state)
     values ($1, $2, $3, $4, $5, $6, 'drafted') on conflict (organisation_id, account_id, quarter) do nothing returning id`,
    [tx.organisation, made.id, made.account, made.quarter, made.at, made.owner],
  );
  return rows.length > 0;
}

/** Those of a quarter at some customers that nobody has sent or left out, held until the transaction ends. */
export function holdDrafted(
  tx: Tx,
  accounts: readonly AccountId[],
  quarter: string,
): Promise<{ readonly id: SummaryId; readonly account: AccountId; readonly owner: PersonId }[]> {
  return tx.rows(
    `select id, account_id as account, owner_id as owner from value_summary
      where account_id = any($1::uuid[]) and quarter = $2 and state = 'drafted' order by id for update`,
    [accounts, quarter],
  );
}

/** Those of a quarter that somebody has to send, by customer. */
export async function draftedOf(tx: Tx, owner: PersonId, quarter: string): Promise<SummaryId[]> {
  const rows = await tx.rows<{ id: SummaryId }>(
    `select v.id from value_summary v
       join account a on a.organisation_id = v.organisation_id and a.id = v.account_id
      where v.owner_id = $1 and v.quarter = $2 and v.state = 'drafted' and a.lifecycle_stage <> 'churned'
      order by a.name, v.id`,
    [owner, quarter],
  );
  return rows.map(({ id }) => id);
}

export function saveOwner(tx: Tx, id: SummaryId, owner: PersonId): void {
  tx.run("update value_summary set owner_id = $2 where id = $1", [id, owner]);
}

export function saveSettled(
  tx: Tx,
  id: SummaryId,
  end: {
    readonly state: "sent" | "skipped";
    readonly body?: string;
    readonly contact?: ContactId;
    readonly by: PersonId;
    readonly at: Date;
  },
): void {
  tx.run(
    "update value_summary set state = $2, body = $3, contact_id = $4, settled_by = $5, settled_at = $6 where id = $1 and state = 'drafted'",
    [id, end.state, end.body ?? null, end.contact ?? null, end.by, end.at],
  );
}

import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, ContactId, PersonId } from "../../../kernel/ids.ts";
import type { KindName } from "./complaint.ts";

/** What the rows of a file may refer to, as PostgreSQL wrote it: so many rows are cheap to hand on as one text. */
export interface References {
  readonly json: string;
}

/** A contract as it is stored, and the days that a file may leave out. */
export interface StoredContract {
  readonly id: string;
  readonly account: AccountId;
  readonly currency: string;
  readonly ends_on: LocalDate | null;
  readonly renews_on: LocalDate | null;
  readonly ended_on: LocalDate | null;
}

/** The same, to look things up in. What the kind doesn't refer to is empty. */
export interface Referred {
  /** by e-mail */
  readonly people: ReadonlyMap<string, PersonId>;
  /** by external id; several lead to one account after a merge */
  readonly accounts: ReadonlyMap<string, AccountId>;
  /** by `contactKey` */
  readonly contacts: ReadonlyMap<string, ContactId>;
  /** by external id */
  readonly contracts: ReadonlyMap<string, StoredContract>;
  /** names with the days by which their data comes late */
  readonly metrics: ReadonlyMap<string, number>;
}

const REFERRED: Readonly<Record<KindName, readonly (keyof Referred)[]>> = {
  people: ["people"],
  accounts: ["people"],
  slots: ["people", "accounts"],
  contacts: ["accounts"],
  contracts: ["accounts", "contracts"],
  contract_events: ["contracts"],
  metrics: [],
  usage: ["accounts", "metrics"],
  tickets: ["accounts"],
  invoices: ["accounts"],
  interactions: ["people", "accounts", "contacts"],
  opportunities: ["people", "accounts"],
  goals: ["people", "accounts", "contacts"],
  surveys: ["accounts", "contacts"],
  responsibilities: [],
  quotas: ["people"],
  rates: [],
};

export function contactKey(account: AccountId, email: string): string {
  return `${account} ${email}`;
}

/** What a file of this kind may refer to, as it stands before the file is read. */
export async function loadReferences(tx: Tx, kind: KindName): Promise<References> {
  const to = REFERRED[kind];
  const [row] = await tx.rows<{ json: string }>(
    `select json_build_object(
       'people', (select json_agg(json_build_array(email, id)) from person where $1),
       'accounts', (select json_agg(json_build_array(external_id, coalesce(merged_into, id))) from account where $2),
       'metrics', (select json_agg(json_build_array(name, lag_days)) from metric where $3),
       'contacts', (select json_agg(json_build_array(account_id || ' ' || email, id))
                      from contact where $4 and email is not null),
       'contracts', (select json_agg(json_build_array(external_id, json_build_object('id', id, 'account', account_id,
                              'currency', currency, 'ends_on', ends_on, 'renews_on', renews_on, 'ended_on', ended_on)))
                       from contract where $5))::text as json`,
    (["people", "accounts", "metrics", "contacts", "contracts"] as const).map((name) => to.includes(name)),
  );
  return { json: row?.json ?? "{}" };
}

export function referred({ json }: References): Referred {
  const read = JSON.parse(json) as {
    readonly people: [string, PersonId][] | null;
    readonly accounts: [string, AccountId][] | null;
    readonly metrics: [string, number][] | null;
    readonly contacts: [string, ContactId][] | null;
    readonly contracts: [string, StoredContract][] | null;
  };
  return {
    people: new Map(read.people),
    accounts: new Map(read.accounts),
    metrics: new Map(read.metrics),
    contacts: new Map(read.contacts),
    contracts: new Map(read.contracts),
  };
}

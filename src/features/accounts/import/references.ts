import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import type { KindName } from "./complaint.ts";

/** What the rows of a file may refer to, as PostgreSQL wrote it: so many rows are cheap to hand on as one text. */
export interface References {
  readonly json: string;
}

/** The same, to look things up in. What the kind doesn't refer to is empty. */
export interface Referred {
  /** by e-mail */
  readonly people: ReadonlyMap<string, PersonId>;
  /** by external id; several lead to one account after a merge */
  readonly accounts: ReadonlyMap<string, AccountId>;
  /** names with the days by which their data comes late */
  readonly metrics: ReadonlyMap<string, number>;
}

const REFERRED: Readonly<Record<KindName, readonly (keyof Referred)[]>> = {
  people: ["people"],
  accounts: ["people"],
  contracts: ["accounts"],
  metrics: [],
  usage: ["accounts", "metrics"],
};

/** What a file of this kind may refer to, as it stands before the file is read. */
export async function loadReferences(tx: Tx, kind: KindName): Promise<References> {
  const to = REFERRED[kind];
  const [row] = await tx.rows<{ json: string }>(
    `select json_build_object(
       'people', (select json_agg(json_build_array(email, id)) from person where $1),
       'accounts', (select json_agg(json_build_array(external_id, coalesce(merged_into, id))) from account where $2),
       'metrics', (select json_agg(json_build_array(name, lag_days)) from metric where $3))::text as json`,
    [to.includes("people"), to.includes("accounts"), to.includes("metrics")],
  );
  return { json: row?.json ?? "{}" };
}

export function referred({ json }: References): Referred {
  const { people, accounts, metrics } = JSON.parse(json) as {
    readonly people: [string, PersonId][] | null;
    readonly accounts: [string, AccountId][] | null;
    readonly metrics: [string, number][] | null;
  };
  return { people: new Map(people), accounts: new Map(accounts), metrics: new Map(metrics) };
}

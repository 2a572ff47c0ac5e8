import type { Tx } from "../../../../kernel/deps.ts";
import type { PersonId } from "../../../../kernel/ids.ts";
import type { UsageContent } from "../check/usage-content.ts";

export interface Column {
  readonly name: string;
  /** the PostgreSQL type of one value */
  readonly type: string;
  readonly values: readonly unknown[];
  /** insert: only for a new row · change: also set, but alone no reason, when another column changes a row */
  readonly only?: "insert" | "change";
  /** SQL over the value `v.<name>`, when it isn't the value itself */
  readonly as?: string;
  /** SQL of what a new row gets for a blank value; a stored row keeps what it has */
  readonly orElse?: string;
}

/**
 * Inserts or updates rows in one statement and leaves those that say nothing new untouched.
 * @param key the columns that name a row, behind organisation_id
 * @returns the first key column of every row that was inserted or changed
 */
export async function upsert(
  tx: Tx,
  table: string,
  key: readonly string[],
  columns: readonly Column[],
): Promise<string[]> {
  const names = columns.map((column) => column.name);
  const updated = columns
    .filter((column) => column.only !== "insert" && !key.includes(column.name))
    .map((column) => column.name);
  const compared = columns.filter((column) => !column.only && !key.includes(column.name)).map((column) => column.name);
  const onConflict =
    compared.length === 0
      ? "do nothing"
      : `do update set ${updated.map((name) => `${name} = excluded.${name}`).join(", ")}
         where (${compared.map((name) => `t.${name}`).join(", ")}) is distinct from (${compared.map((name) => `excluded.${name}`).join(", ")})`;
  const rows = await tx.rows<{ key: string }>(
    `insert into ${table} as t (organisation_id, ${names.join(", ")})
     select $1, ${columns.map((column) => valueOf(table, key, column)).join(", ")}
       from unnest(${columns.map((column, at) => `$${String(at + 2)}::${column.type}[]`).join(", ")}) as v(${names.join(", ")})
     on conflict (organisation_id, ${key.join(", ")}) ${onConflict}
     returning t.${key[0] ?? ""} as key`,
    [tx.organisation, ...columns.map((column) => column.values)],
  );
  return rows.map((row) => row.key);
}

function valueOf(table: string, key: readonly string[], { name, as, orElse }: Column): string {
  const value = as ?? `v.${name}`;
  if (orElse === undefined) return value;
  const same = key.map((column) => `o.${column} = v.${column}`).join(" and ");
  return `coalesce(${value}, (select o.${name} from ${table} o where o.organisation_id = $1 and ${same}), ${orElse})`;
}

/** Sets who manages whom, by e-mail; null: nobody. @returns the people for whom it changed */
export async function saveManagers(tx: Tx, links: readonly (readonly [string, string | null])[]): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    `update person p set manager_id = m.id
       from unnest($2::text[], $3::text[]) as v(email, manager)
       left join person m on m.organisation_id = $1 and m.email = v.manager
      where p.organisation_id = $1 and p.email = v.email and p.manager_id is distinct from m.id
      returning p.email`,
    [tx.organisation, links.map(([email]) => email), links.map(([, manager]) => manager)],
  );
  return rows.map((row) => row.email);
}

/** Puts people into a role slot of accounts; null empties it. @returns the accounts, by external id, where it changed */
export async function saveSlots(
  tx: Tx,
  slot: "csm" | "am",
  holders: readonly (readonly [string, PersonId | null])[],
): Promise<string[]> {
  const filled = holders.filter(([, person]) => person !== null);
  const set = await tx.rows<{ id: string }>(
    `with given as (
       select a.id, a.external_id, v.person_id from unnest($3::text[], $4::uuid[]) as v(external_id, person_id)
         join account a on a.organisation_id = $1 and a.external_id = v.external_id),
     saved as (
       insert into slot as t (organisation_id, account_id, slot, person_id)
       select $1, id, $2, person_id from given
       on conflict (organisation_id, account_id, slot) do update set person_id = excluded.person_id
        where t.person_id is distinct from excluded.person_id
       returning t.account_id)
     select given.external_id as id from saved join given on given.id = saved.account_id`,
    [tx.organisation, slot, filled.map(([account]) => account), filled.map(([, person]) => person)],
  );
  const emptied = await tx.rows<{ id: string }>(
    `delete from slot t using account a
      where t.organisation_id = $1 and t.slot = $2
        and a.organisation_id = $1 and a.id = t.account_id and a.external_id = any($3::text[])
      returning a.external_id as id`,
    [tx.organisation, slot, holders.filter(([, person]) => person === null).map(([account]) => account)],
  );
  return [...set, ...emptied].map((row) => row.id);
}

/** As `upsert`, of values of usage. @returns how many rows were inserted or changed */
export async function saveUsage(
  tx: Tx,
  { accounts, metrics, days, values, knownAt }: Extract<UsageContent, { step: "values" }>,
  ingestedAt: Date,
): Promise<number> {
  const [counted] = await tx.rows<{ changed: number }>(
    `with saved as (
       insert into usage as t (organisation_id, account_id, metric, day, value, ingested_at, known_at)
       select $1, v.account_id, v.metric, v.day, v.value, $2, v.known_at
         from unnest($3::uuid[], $4::text[], $5::date[], $6::float8[], $7::timestamptz[])
           as v(account_id, metric, day, value, known_at)
       on conflict (organisation_id, account_id, metric, day) do update
         set value = excluded.value, ingested_at = excluded.ingested_at, known_at = excluded.known_at
         where t.value is distinct from excluded.value
       returning 1)
     select count(*)::int as changed from saved`,
    [tx.organisation, ingestedAt, accounts, metrics, days, values, knownAt],
  );
  return counted?.changed ?? 0;
}

/** Marks days for which the source of a metric has said all it has; the first mark stays. */
export async function saveCoverage(
  tx: Tx,
  { metrics, days, knownAt }: Extract<UsageContent, { step: "coverage" }>,
): Promise<void> {
  await tx.rows(
    `insert into coverage (organisation_id, metric, day, known_at)
     select $1, v.metric, v.day, v.known_at from unnest($2::text[], $3::date[], $4::timestamptz[]) as v(metric, day, known_at)
     on conflict (organisation_id, metric, day) do nothing`,
    [tx.organisation, metrics, days, knownAt],
  );
}

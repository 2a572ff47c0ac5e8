import type { Tx } from "../../../../kernel/deps.ts";
import type { PersonId } from "../../../../kernel/ids.ts";
import { asFirstWritten } from "../../regions-store.ts";
import type { UsageContent } from "../check/usage-content.ts";
import type { SaveContext } from "./saver.ts";

export interface Column {
  readonly name: string;
  /** the PostgreSQL type of one value */
  readonly type: string;
  readonly values: readonly unknown[];
  /** insert: only for a new row · change: also set, but alone no reason, when another column changes a row */
  readonly only?: "insert" | "change";
  /** of one that is set with a change: only when one of these changes; others are facts that carry their own day */
  readonly with?: readonly string[];
  /** SQL over the value `v.<name>`, when it isn't the value itself */
  readonly as?: string;
  /** SQL of what a new row gets for a blank value; a stored row keeps what it has */
  readonly orElse?: string;
}

/** Regions as they are written already. */
export async function regionColumn(
  tx: Tx,
  rows: readonly { readonly region?: string | null | undefined }[],
): Promise<Column> {
  const regions = await asFirstWritten(
    tx,
    rows.map(({ region }) => region),
  );
  return { name: "region", type: "text", values: regions };
}

/**
 * Inserts or updates rows in one statement and leaves those that say nothing new untouched.
 * @param key the columns that name a row, behind organisation_id
 * @param where SQL over the stored row `t` and the new one `excluded`: no other stored row is changed
 * @returns the key of every row that was inserted or changed, its columns parted by a space
 */
export async function upsert(
  tx: Tx,
  table: string,
  key: readonly string[],
  columns: readonly Column[],
  where = "true",
): Promise<string[]> {
  const names = columns.map((column) => column.name);
  const updated = columns
    .filter((column) => column.only !== "insert" && !key.includes(column.name))
    .map((column) => `${column.name} = ${changedTo(column, names)}`);
  const compared = columns.filter((column) => !column.only && !key.includes(column.name)).map((column) => column.name);
  const onConflict =
    compared.length === 0
      ? "do nothing"
      : `do update set ${updated.join(", ")} where ${areDistinct(compared)} and ${where}`;
  const rows = await tx.rows<{ key: string }>(
    `insert into ${table} as t (organisation_id, ${names.join(", ")})
     select $1, ${columns.map((column) => valueOf(table, key, column)).join(", ")}
       from unnest(${columns.map((column, at) => `$${String(at + 2)}::${column.type}[]`).join(", ")}) as v(${names.join(", ")})
     on conflict (organisation_id, ${key.join(", ")}) ${onConflict}
     returning concat_ws(' ', ${key.map((column) => `t.${column}`).join(", ")}) as key`,
    [tx.organisation, ...columns.map((column) => column.values)],
  );
  return rows.map((row) => row.key);
}

function areDistinct(names: readonly string[]): string {
  const list = (row: string): string => names.map((name) => `${row}.${name}`).join(", ");
  return `(${list("t")}) is distinct from (${list("excluded")})`;
}

function changedTo({ name, with: others }: Column, names: readonly string[]): string {
  if (!others) return `excluded.${name}`;
  return `case when ${areDistinct(others.filter((other) => names.includes(other)))} then excluded.${name} else t.${name} end`;
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

/** Takes the stages that a file says of accounts whose stage was only assumed. @returns the accounts, by external id */
export async function saveSaidStages(
  tx: Tx,
  said: readonly { readonly external_id: string; readonly lifecycle_stage?: string | null | undefined }[],
): Promise<string[]> {
  const stages = said.filter(({ lifecycle_stage: stage }) => stage);
  const rows = await tx.rows<{ external_id: string }>(
    `update account a set lifecycle_stage = v.stage, stage_assumed = false
       from unnest($2::text[], $3::text[]) as v(external_id, stage)
      where a.organisation_id = $1 and a.external_id = v.external_id and a.stage_assumed
     returning a.external_id`,
    [tx.organisation, stages.map((each) => each.external_id), stages.map((each) => each.lifecycle_stage)],
  );
  return rows.map(({ external_id }) => external_id);
}

/** Who holds a role slot of an account; null: nobody. */
export interface Holder {
  /** its id, or its external id */
  readonly account: string;
  readonly slot: string;
  readonly person: PersonId | null;
}

/** Puts people into role slots of accounts, or empties them. @returns the holders' accounts and slots where it changed */
export async function saveSlots(
  tx: Tx,
  by: "id" | "external_id",
  holders: readonly Holder[],
): Promise<Pick<Holder, "account" | "slot">[]> {
  const filled = holders.filter(({ person }) => person !== null);
  const empty = holders.filter(({ person }) => person === null);
  const type = by === "id" ? "uuid" : "text";
  const set = await tx.rows<Pick<Holder, "account" | "slot">>(
    `with given as (
       select a.id, v.account, v.slot, v.person_id
         from unnest($2::${type}[], $3::text[], $4::uuid[]) as v(account, slot, person_id)
         join account a on a.organisation_id = $1 and a.${by} = v.account),
     saved as (
       insert into slot as t (organisation_id, account_id, slot, person_id)
       select $1, id, slot, person_id from given
       on conflict (organisation_id, account_id, slot) do update set person_id = excluded.person_id
        where t.person_id is distinct from excluded.person_id
       returning t.account_id, t.slot)
     select given.account, given.slot from saved join given on given.id = saved.account_id and given.slot = saved.slot`,
    [
      tx.organisation,
      filled.map(({ account }) => account),
      filled.map(({ slot }) => slot),
      filled.map(({ person }) => person),
    ],
  );
  const emptied = await tx.rows<Pick<Holder, "account" | "slot">>(
    `delete from slot t using account a, unnest($2::${type}[], $3::text[]) as v(account, slot)
      where t.organisation_id = $1 and t.slot = v.slot
        and a.organisation_id = $1 and a.id = t.account_id and a.${by} = v.account
      returning v.account, v.slot`,
    [tx.organisation, empty.map(({ account }) => account), empty.map(({ slot }) => slot)],
  );
  return [...set, ...emptied];
}

/** What a file says in words of an account, by its external id; null: nothing any more. */
export interface ProfileWords {
  readonly account: string;
  readonly field: "how-to-help" | "needs" | "future-needs";
  readonly value: string | null;
}

/** What the CRM said stays until it says otherwise. @returns the accounts, by external id, where something changed */
export async function saveProfile(
  tx: Tx,
  words: readonly ProfileWords[],
  { now, today, source }: Pick<SaveContext, "now" | "today" | "source">,
): Promise<string[]> {
  const said = words.filter(({ value }) => value !== null);
  const unsaid = words.filter(({ value }) => value === null);
  const set = await tx.rows<{ account: string }>(
    `with given as (
       select a.id, v.account, v.field, v.value from unnest($5::text[], $6::text[], $7::text[]) as v(account, field, value)
         join account a on a.organisation_id = $1 and a.external_id = v.account),
     saved as (
       insert into profile_field as t (organisation_id, account_id, field, value, as_of, source, person_id, changed_at)
       select $1, id, field, value, $2::date, $3, null, $4::timestamptz from given
       on conflict (organisation_id, account_id, field) do update
         set value = excluded.value, as_of = excluded.as_of, source = excluded.source, person_id = null,
             changed_at = excluded.changed_at
         where t.value is distinct from excluded.value and (t.source <> 'crm' or excluded.source = 'crm')
       returning t.account_id, t.field)
     select given.account from saved join given on given.id = saved.account_id and given.field = saved.field`,
    [
      tx.organisation,
      today,
      source,
      now,
      said.map(({ account }) => account),
      said.map(({ field }) => field),
      said.map(({ value }) => value),
    ],
  );
  const cleared = await tx.rows<{ account: string }>(
    `delete from profile_field t using account a, unnest($3::text[], $4::text[]) as v(account, field)
      where t.organisation_id = $1 and t.field = v.field and (t.source <> 'crm' or $2 = 'crm')
        and a.organisation_id = $1 and a.id = t.account_id and a.external_id = v.account
      returning v.account`,
    [tx.organisation, source, unsaid.map(({ account }) => account), unsaid.map(({ field }) => field)],
  );
  return [...set, ...cleared].map(({ account }) => account);
}

/** As `upsert`, of values of usage; days of a month that is one figure by now are left aside. @returns how many rows were inserted or changed */
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
        where not exists (
          select from usage_month m
           where m.organisation_id = $1 and m.account_id = v.account_id and m.metric = v.metric
             and m.month = date_trunc('month', v.day)::date)
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

import { TEXT_TABLES } from "../../src/features/privacy/held-texts.ts";
import type { Database } from "../../src/db/transaction.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { type Company, ids } from "./company.ts";

const AT = new Date("2026-11-20T08:00:00Z");

export interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly needed: boolean;
  /** the table that it refers to */
  readonly refers: string | null;
}

/** Every column of every table with an organisation, as the database's catalogue has it. */
export async function columnsOf(db: Database): Promise<Column[]> {
  return db.system.rows<Column>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
            a.attnotnull and not a.atthasdef as needed,
            (select confrelid::regclass::text from pg_constraint f
              where f.contype = 'f' and f.conrelid = c.oid and a.attnum = any(f.conkey) and cardinality(f.conkey) > 1) as refers
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = ''
        and exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'organisation_id')
        and a.attname <> 'organisation_id' order by 1, a.attnum`,
  );
}

/** "table.column" of every column that can hold text. */
export async function textColumns(db: Database): Promise<string[]> {
  const rows = await db.system.rows<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')
        and table_name in (select table_name from information_schema.columns
                            where table_schema = 'public' and column_name = 'organisation_id') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Somebody whose marks are planted. */
export interface Planted {
  readonly kind: "person" | "contact";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly user: string;
  /** a nickname that an administrator knows of */
  readonly nickname: string;
  /** stands only in what is theirs, where no administrator need know of it */
  readonly secret: string;
}

/** Codes that the database asks for. */
const CODES: Readonly<Record<string, string>> = {
  "timeline.direction": "out",
  "timeline.visibility": "internal",
  "peer_side.open": "false",
  "question.slot": "csm",
  "question.state": "open",
  "renewal.kind": "term",
  "renewal.state": "open",
  "renewal.told": "value",
  "request.kind": "technical",
  "feedback_item.state": "shipped",
  "request.state": "open",
  "survey_answer.kind": "nps",
  "opportunity.stage": "gated",
  "opportunity_release.kind": "released",
  "opportunity.hold_decision": "pause",
  "document.type": "notes",
  "document.visibility": "internal",
  "risk_opinion.opinion": "watch",
  "cadence_item.kind": "point",
  "cadence_meeting.state": "held",
  "check_in.kind": "check-in",
  "check_in.state": "held",
  "touchpoint.kind": "call",
  "value_summary.state": "sent",
  "touchpoint.state": "planned",
};
const FIELDS = ["how-to-help", "needs", "future-needs", "industry"];

interface TextsOf {
  readonly table: string;
  readonly texts: readonly string[];
  readonly jsons: readonly string[];
  readonly owned: readonly string[];
}

function textsOf(kind: Planted["kind"]): TextsOf[] {
  return [
    { table: "timeline", texts: ["summary"], jsons: ["details"], owned: ["summary", "details"] },
    ...TEXT_TABLES.map(({ table, texts = [], jsons = [], forgets = [], own = {} }) => ({
      table,
      texts,
      jsons: [...jsons, ...forgets],
      owned: Object.keys(own[kind] ?? {}),
    })),
  ];
}

/** Two rows a person in every table with text: one that is theirs, and one that somebody else wrote of them. */
export async function plantEverywhere(db: Database, company: Company, all: readonly Planted[]): Promise<void> {
  const columns = await columnsOf(db);
  for (const [at, who] of all.entries()) {
    for (const texts of textsOf(who.kind)) {
      const own = columns.filter(({ table }) => table === texts.table);
      for (const theirs of [true, false]) {
        const row = 2 * at + Number(theirs);
        await db.write(company.organisation, (tx) => plant(tx, company, { who, theirs, texts, columns: own, row }));
      }
    }
  }
}

interface Planting {
  readonly who: Planted;
  readonly theirs: boolean;
  readonly texts: TextsOf;
  readonly columns: readonly Column[];
  readonly row: number;
}

async function plant(tx: Tx, company: Company, { who, theirs, texts, columns, row }: Planting): Promise<void> {
  const refers: Readonly<Record<string, () => Promise<string>>> = {
    account: () => Promise.resolve(company.northwind),
    person: () => Promise.resolve(theirs && who.kind === "person" ? who.id : company.olga.id),
    contract: () => plantContract(tx, company),
    opportunity: () => plantOpportunity(tx, company),
    survey: () => plantSurvey(tx, company),
    check_series: () => plantCheckSeries(tx, company),
    feedback_item: () => plantFeedbackItem(tx),
    cadence_pair: () => plantCadencePair(tx, company),
    contact: () => plantContact(tx, company),
    goal: () => plantGoal(tx, company),
    onboarding: () => plantOnboarding(tx, company),
    peer_exchange: () => plantExchange(tx, company),
  };
  const values: [string, unknown][] = [["organisation_id", tx.organisation]];
  for (const { table, column, type, needed, refers: to } of columns) {
    const isText = texts.texts.includes(column) || texts.jsons.includes(column);
    const owned = theirs && texts.owned.includes(column);
    if (isText) {
      const words = wordsAbout(who, owned);
      values.push([
        column,
        texts.jsons.includes(column) ? JSON.stringify({ ref: "1", said: [words, { by: words }] }) : words,
      ]);
    } else if (to === "contact") {
      if (theirs && who.kind === "contact") values.push([column, who.id]);
      else if (needed) values.push([column, await refers["contact"]?.()]);
    } else if (to !== null && Object.hasOwn(refers, to)) {
      if (needed || to === "person") values.push([column, await refers[to]?.()]);
    } else if (CODES[`${table}.${column}`] !== undefined) {
      values.push([column, CODES[`${table}.${column}`]]);
    } else if (table === "profile_field" && column === "field") {
      values.push([column, FIELDS[row % FIELDS.length]]);
    } else if (table === "audit" && column === "subject") values.push([column, theirs ? who.id : "x"]);
    else if (needed) values.push([column, filler(type, row)]);
  }
  const names = values.map(([name]) => `"${name}"`).join(", ");
  const places = values.map((_, at) => `$${String(at + 1)}`).join(", ");
  await tx.rows(
    `insert into "${texts.table}" (${names}) values (${places})`,
    values.map(([, value]) => value),
  );
}

/** One of its own, for what a contract has one of. */
async function plantContract(tx: Tx, { northwind }: Company): Promise<string> {
  const id: string = ids.next();
  await tx.rows(
    `insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, starts_on, ingested_at, known_at)
     values ($1, $2::uuid, $2::uuid::text, $3, 100, 'EUR', '2026-01-01', $4, $4)`,
    [tx.organisation, id, northwind, AT],
  );
  return id;
}

/** Somebody else at the customer. */
async function plantContact(tx: Tx, { northwind }: Company): Promise<string> {
  const id: string = ids.next();
  await tx.rows(
    "insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at) values ($1, $2, $3, 'X', 'csv', $4, $4)",
    [tx.organisation, id, northwind, AT],
  );
  return id;
}

async function plantGoal(tx: Tx, { northwind }: Company): Promise<string> {
  const id: string = ids.next();
  await tx.rows(
    "insert into goal (organisation_id, id, account_id, name, ingested_at, known_at) values ($1, $2, $3, 'Faster', $4, $4)",
    [tx.organisation, id, northwind, AT],
  );
  return id;
}

async function plantOnboarding(tx: Tx, { northwind }: Company): Promise<string> {
  const id: string = ids.next();
  await tx.rows(
    "insert into onboarding (organisation_id, id, account_id, product, starts_on, opened_at) values ($1, $2, $3, 'Seats', '2026-11-24', $4)",
    [tx.organisation, id, northwind, AT],
  );
  return id;
}

async function plantOpportunity(tx: Tx, { northwind, olga }: Company): Promise<string> {
  const id = ids.next();
  await tx.rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate)
     values ($1, $2, $3, 'Seats', $6, 'gated', 'csm', $4, $5, 'They wait for logins.', '{}')`,
    [tx.organisation, id, northwind, olga.id, AT, id],
  );
  return id;
}

/** Of nobody in particular. */
async function plantFeedbackItem(tx: Tx): Promise<string> {
  const id = ids.next();
  await tx.rows(
    "insert into feedback_item (organisation_id, id, theme, product, product_key, state, opened_at) values ($1, $2, 'speed', '', '', 'shipped', $3)",
    [tx.organisation, id, AT],
  );
  return id;
}

/** One of its own, since a customer stands in it once. */
async function plantExchange(tx: Tx, { olga }: Company): Promise<string> {
  const id = ids.next();
  await tx.rows(
    `insert into peer_exchange (organisation_id, id, because, feature, state, proposed_by, proposed_at, since)
     values ($1, $2, 'feature', 'scan', 'ended', $3, $4, $4)`,
    [tx.organisation, id, olga.id, AT],
  );
  return id;
}

async function plantSurvey(tx: Tx, { northwind, olga }: Company): Promise<string> {
  const [campaign, wave, survey] = [ids.next(), ids.next(), ids.next()];
  await tx.rows(
    `insert into survey_campaign (organisation_id, id, name, state, next_wave_on, made_by, made_at)
     values ($1, $2, 'Quarterly', 'ended', '2026-12-01', $3, $4)`,
    [tx.organisation, campaign, olga.id, AT],
  );
  await tx.rows(
    "insert into survey_wave (organisation_id, id, campaign_id, starts_on, planned_at) values ($1, $2, $3, '2026-11-24', $4)",
    [tx.organisation, wave, campaign, AT],
  );
  await tx.rows(
    "insert into survey (organisation_id, id, wave_id, account_id, state, key_account) values ($1, $2, $3, $4, 'closed', false)",
    [tx.organisation, survey, wave, northwind],
  );
  return survey;
}

async function plantCheckSeries(tx: Tx, { northwind }: Company): Promise<string> {
  const id = ids.next();
  await tx.rows(
    `insert into check_series (organisation_id, id, account_id, kind, tier, phase, rule, begun_at, ended_at)
     values ($1, $2, $3, 'check-in', 'A', 'later', 'DTSTART;TZID=UTC:20261201T090000', $4, $4)`,
    [tx.organisation, id, northwind, AT],
  );
  return id;
}

async function plantCadencePair(tx: Tx, { olga, marta }: Company): Promise<string> {
  const id = ids.next();
  await tx.rows(
    `insert into cadence_pair (organisation_id, id, csm_id, am_id, state, frequency, weekday, at, zone, minutes, ended_at)
     values ($1, $2, $3, $4, 'ended', 'weekly', 2, '10:00', 'UTC', 30, $5)`,
    [tx.organisation, id, olga.id, marta.id, AT],
  );
  return id;
}

function filler(type: string, row: number): unknown {
  if (type === "uuid") return ids.next();
  if (type === "text") return `x${String(row)}`;
  if (type.startsWith("timestamp")) return AT;
  if (type === "date") return "2026-11-20";
  if (type === "jsonb") return "{}";
  if (type === "bytea") return Buffer.from([0]);
  if (type === "text[]") return [];
  return type === "boolean" ? false : row;
}

/** Says their name in many ways, and that of somebody whose name only begins like theirs. */
function wordsAbout({ name, email, user, nickname, secret }: Planted, owned: boolean): string {
  const [first = "", last = ""] = name.split(" ");
  const ways = [name, name.toUpperCase(), `${first}\n${last}`, `"${last}, ${first}"`, `<${email}>`, user, nickname];
  return `${ways.join("; ")}. Kin: ${first} ${last}son.${owned ? ` ${secret}` : ""}`;
}

/** Every row of every table as text: an organisation's own, and what belongs to no tenant table. */
export async function dump(db: Database, organisation: OrganisationId): Promise<Map<string, string[]>> {
  const tables = await db.system.rows<{ name: string; tenant: boolean }>(
    `select c.oid::regclass::text as name, c.relrowsecurity as tenant from pg_class c
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) order by 1`,
  );
  const all = new Map<string, string[]>();
  for (const { name, tenant } of tables) {
    const sql = `select t::text as row from ${name} t order by 1`;
    const rows = tenant
      ? await db.read(organisation, (tx) => tx.rows<{ row: string }>(sql))
      : await db.system.rows<{ row: string }>(sql);
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}

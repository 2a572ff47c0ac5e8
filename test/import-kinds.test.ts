import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { checkOf } from "../src/features/accounts/import/check/kinds.ts";
import { KINDS } from "../src/features/accounts/import/complaint.ts";
import { importFiles, type ImportOptions, type ImportReport } from "../src/features/accounts/import/import.ts";
import { reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, line, lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOON = "2026-03-10T12:00:00Z";
const say = createSays()("en");
const log = keptLog();

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

async function run(
  organisation: OrganisationId,
  files: Readonly<Record<string, string>>,
  { at = NOON, into = db, ...options }: Partial<ImportOptions> & { at?: string; into?: Database } = {},
): Promise<{ reports: ImportReport[]; said: string[] }> {
  const folder = await folderWith(files);
  const deps = { db: into, ids: createIds(wallClock), clock: createMovableClock(new Date(at)), organisation, log };
  try {
    const reports = await importFiles(deps, [folder.path], { backfill: false, ...options });
    return { reports, said: reportLines(reports, say).map((each) => each.trim()) };
  } finally {
    await folder.remove();
  }
}

async function rowsOf<Row extends object>(organisation: OrganisationId, sql: string): Promise<Row[]> {
  return db.read(organisation, (tx) => tx.rows<Row>(sql));
}

const GROUND = {
  "people.csv": lines(
    "email,name,role",
    "anna@northwind.example,Anna Kurz,csm",
    "marta@northwind.example,Marta Diaz,am",
    "erik@northwind.example,Erik Holm,exec",
  ),
  "accounts.csv": lines("external_id,name,csm_email", "A-1,Adatum,anna@northwind.example", "A-2,Contoso,"),
  "contracts.csv": lines(
    "external_id,account_external_id,arr,currency,starts_on,ends_on,renews_on",
    "C-1,A-1,48000,EUR,2025-01-01,2026-12-31,2027-01-01",
    "C-2,A-2,900000,JPY,2025-01-01,,",
  ),
};
const BOOK = {
  "slots.csv": lines(
    "account_external_id,slot,person_email",
    "A-1,sponsor,erik@northwind.example",
    "A-1,support,anna@northwind.example",
    "A-1,csm,marta@northwind.example",
  ),
  "contacts.csv": lines(
    "account_external_id,email,name,role,locale,timezone",
    "A-1,Dana@Adatum.example,Dana Reyes,champion,en,America/New_York",
    "A-1,lee@adatum.example,Lee Wong,,,",
    "A-2,dana@adatum.example,Dana Reyes,user,,",
  ),
  "contract_events.csv": lines(
    "contract_external_id,type,delta_arr,decided_on,effective_on",
    "C-1,expansion,12000.50,2025-06-01,2025-07-01",
    "C-1,notice,,2026-02-01,2026-12-31",
    "C-2,contraction,-100000,,2026-01-01",
  ),
  "tickets.csv": lines(
    "external_id,account_external_id,opened_at,closed_at,severity,escalated,subject",
    line("T-1", "A-1", "2026-03-01T09:30:00Z", "2026-03-02 10:00", "1", "yes", "Export fails,\nagain"),
    "T-2,A-1,2026-03-09,,,,",
  ),
  "invoices.csv": lines(
    "external_id,account_external_id,due_on,paid_on,amount,currency",
    "I-1,A-1,2026-02-01,2026-02-20,4000.00,EUR",
    "I-2,A-2,2026-03-31,,75000,JPY",
  ),
  "interactions.csv": lines(
    "account_external_id,contact_email,kind,direction,proactive,occurred_at,by_email,summary",
    "A-1,dana@adatum.example,call,out,yes,2026-03-03T14:00:00+01:00,anna@northwind.example,Went through the goals",
    "A-1,,note,,,2026-03-04,,Budget is fixed in June",
  ),
  "responsibilities.csv": lines("topic,stage,slot", "Support Case,any,support", "pricing,renewal,am"),
  "quotas.csv": lines("person_email,period,amount,currency", "marta@northwind.example,2026-q4,250000,EUR"),
  "rates.csv": lines("currency,rate,on", "USD,0.92,2026-01-01", "JPY,0.0061,2026-01-01"),
};
const BOOK_TABLES = [
  "slot",
  "contact",
  "contract_event",
  "ticket",
  "invoice",
  "timeline",
  "responsibility",
  "quota",
  "rate",
  "profile_field",
];

async function mint(files: Readonly<Record<string, string>> = GROUND): Promise<OrganisationId> {
  const organisation = await mintOrganisation(db);
  const zone = [organisation, JSON.stringify("Europe/Berlin")];
  await db.write(organisation, (tx) =>
    tx.rows("insert into setting (organisation_id, name, value) values ($1, 'zone', $2)", zone),
  );
  expect((await run(organisation, files)).reports.flatMap(({ complaints }) => complaints)).toEqual([]);
  return organisation;
}

/** Everything the files of the book write, with the transaction that wrote each row last. */
async function versions(organisation: OrganisationId): Promise<string[]> {
  const all = BOOK_TABLES.map(
    (table) => `select '${table} ' || t.xmin::text || to_jsonb(t)::text as row from ${table} t`,
  );
  return (await rowsOf<{ row: string }>(organisation, all.join(" union all "))).map(({ row }) => row).sort();
}

describe("the documentation of the files", () => {
  test("names every kind with its columns, and in bold those that must be there", async () => {
    const text = await readFile(new URL("../src/README.md", import.meta.url), "utf8");
    const documented = [...text.matchAll(/^- `(\w+)`: (\*\*.*)$/gm)].map(([, kind = "", columns = ""]) => {
      const names = columns.replace(/ \([^)]*\)/g, "").split(", ");
      const required = names.filter((name) => name.startsWith("**")).map((name) => name.replaceAll("*", ""));
      return { kind, columns: names.map((name) => name.replaceAll("*", "")), required: required.sort() };
    });
    const checked = KINDS.map((kind) => {
      const { columns, required } = checkOf(kind);
      return { kind, columns: [...columns], required: required.toSorted() };
    });
    expect(documented).toEqual(checked);
  });
});

describe("the account book in files", () => {
  test("goes in whole, and again changes nothing, not even the version of a row", async () => {
    const organisation = await mint();
    const { said } = await run(organisation, BOOK);
    expect(said).toEqual([
      "slots.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
      "contacts.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
      "contract_events.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
      "tickets.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "invoices.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "interactions.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "responsibilities.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "quotas.csv: 1 read, 1 new or changed, 0 unchanged, 0 not taken.",
      "rates.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
    ]);
    const stored = await versions(organisation);
    const again = await run(organisation, BOOK, { at: "2026-03-12T12:00:00Z" });
    expect(again.reports.map(({ changed, complaints }) => [changed, complaints.length])).toEqual(
      Object.keys(BOOK).map(() => [0, 0]),
    );
    expect(await versions(organisation)).toEqual(stored);

    const read = (sql: string): Promise<object[]> => rowsOf(organisation, sql);
    expect(
      await read(
        "select slot, p.name from slot join account a on a.id = account_id join person p on p.id = person_id where external_id = 'A-1' order by 1",
      ),
    ).toEqual([
      { slot: "csm", name: "Marta Diaz" },
      { slot: "sponsor", name: "Erik Holm" },
      { slot: "support", name: "Anna Kurz" },
    ]);
    expect(
      await read(
        "select external_id, email, c.name, role, locale, c.zone, source from contact c join account a on a.id = account_id order by 1, 2",
      ),
    ).toEqual([
      {
        external_id: "A-1",
        email: "dana@adatum.example",
        name: "Dana Reyes",
        role: "champion",
        locale: "en",
        zone: "America/New_York",
        source: "csv",
      },
      {
        external_id: "A-1",
        email: "lee@adatum.example",
        name: "Lee Wong",
        role: null,
        locale: null,
        zone: null,
        source: "csv",
      },
      {
        external_id: "A-2",
        email: "dana@adatum.example",
        name: "Dana Reyes",
        role: "user",
        locale: null,
        zone: null,
        source: "csv",
      },
    ]);
    expect(
      await read(
        "select e.type, e.delta_minor, e.currency, e.decided_on, e.effective_on, a.external_id as account from contract_event e join account a on a.id = e.account_id order by effective_on",
      ),
    ).toEqual([
      {
        type: "expansion",
        delta_minor: 1_200_050,
        currency: "EUR",
        decided_on: "2025-06-01",
        effective_on: "2025-07-01",
        account: "A-1",
      },
      {
        type: "contraction",
        delta_minor: -100_000,
        currency: "JPY",
        decided_on: null,
        effective_on: "2026-01-01",
        account: "A-2",
      },
      {
        type: "notice",
        delta_minor: null,
        currency: null,
        decided_on: "2026-02-01",
        effective_on: "2026-12-31",
        account: "A-1",
      },
    ]);
    expect(
      await read("select external_id, opened_at, closed_at, severity, escalated, subject from ticket order by 1"),
    ).toEqual([
      {
        external_id: "T-1",
        opened_at: new Date("2026-03-01T09:30:00Z"),
        closed_at: new Date("2026-03-02T09:00:00Z"),
        severity: 1,
        escalated: true,
        subject: "Export fails, again",
      },
      {
        external_id: "T-2",
        opened_at: new Date("2026-03-08T23:00:00Z"),
        closed_at: null,
        severity: null,
        escalated: false,
        subject: null,
      },
    ]);
    expect(await read("select external_id, due_on, paid_on, amount_minor, currency from invoice order by 1")).toEqual([
      { external_id: "I-1", due_on: "2026-02-01", paid_on: "2026-02-20", amount_minor: 400_000, currency: "EUR" },
      { external_id: "I-2", due_on: "2026-03-31", paid_on: null, amount_minor: 75_000, currency: "JPY" },
    ]);
    expect(
      await read(
        "select t.kind, t.direction, t.proactive, t.at, t.via, t.visibility, t.summary, c.name as contact, p.name as by from timeline t left join contact c on c.id = contact_id left join person p on p.id = person_id order by at",
      ),
    ).toEqual([
      {
        kind: "call",
        direction: "out",
        proactive: true,
        at: new Date("2026-03-03T13:00:00Z"),
        via: "import",
        visibility: "internal",
        summary: "Went through the goals",
        contact: "Dana Reyes",
        by: "Anna Kurz",
      },
      {
        kind: "note",
        direction: null,
        proactive: false,
        at: new Date("2026-03-03T23:00:00Z"),
        via: "import",
        visibility: "internal",
        summary: "Budget is fixed in June",
        contact: null,
        by: null,
      },
    ]);
    expect(await read("select topic, stage, slot from responsibility order by 1")).toEqual([
      { topic: "pricing", stage: "renewal", slot: "am" },
      { topic: "support-case", stage: "any", slot: "support" },
    ]);
    expect(await read("select p.name, period, amount_minor from quota join person p on p.id = person_id")).toEqual([
      { name: "Marta Diaz", period: "2026-Q4", amount_minor: 25_000_000 },
    ]);
    expect(await read('select currency, "on", rate::float8 as rate from rate order by 1')).toEqual([
      { currency: "JPY", on: "2026-01-01", rate: 0.0061 },
      { currency: "USD", on: "2026-01-01", rate: 0.92 },
    ]);
  });

  test("names what can't be taken and loses no good line", async () => {
    const organisation = await mint();
    await run(organisation, { "contacts.csv": BOOK["contacts.csv"] });
    const { said } = await run(organisation, {
      "slots.csv": lines(
        "account_external_id,slot,person_email",
        "A-1,sponser,erik@northwind.example",
        "A-1,sales,erik@northwind.example",
        "A-1,csm,",
        "Z,csm,",
      ),
      "contacts.csv": lines("account_external_id,email,name,rolle", "A-1,dana,Dana,", "A-2,kim@contoso.example,Kim,"),
      "contract_events.csv": lines(
        "contract_external_id,type,delta_arr,effective_on",
        "C-9,churn,,2026-01-01",
        "C-2,expansion,0.5,2026-01-01",
        "C-2,churn,,2027-01-01",
      ),
      "tickets.csv": lines(
        "external_id,account_external_id,opened_at,closed_at,severity",
        "T-1,A-1,2026-03-02,2026-03-01,",
        "T-2,A-1,2026-03-12T00:00:00Z,,",
        "T-3,A-1,2026-02-30,,",
        "T-4,A-1,2026-03-01T25:00,,",
        "T-5,A-1,2026-03-01,,urgent",
        "T-6,A-1,2026-03-11,,2",
      ),
      "invoices.csv": lines(
        "external_id,account_external_id,due_on,paid_on,amount,currency",
        'I-1,A-1,2026-02-01,,"4.000,00",EUR',
        "I-2,A-1,2026-02-01,2026-04-01,1,EUR",
        "I-3,A-1,2026-02-01,,1,EUR",
      ),
      "interactions.csv": lines(
        "account_external_id,contact_email,kind,occurred_at,by_email",
        "A-2,lee@adatum.example,call,2026-03-01,",
        "A-1,,meetings,2026-03-01,",
        "A-1,,call,2026-03-01,ghost@northwind.example",
        "A-1,lee@adatum.example,call,2026-03-01,",
      ),
      "quotas.csv": lines("person_email,period,amount,currency", "marta@northwind.example,2026-Q5,1,EUR"),
      "rates.csv": lines("currency,rate,on", "USD,0,2026-01-01", "USD,9999999999,2026-01-01", "USD,1,2026-01-02"),
      "quota.csv": "a\n",
    });
    const files =
      "people.csv, accounts.csv, slots.csv, contacts.csv, contracts.csv, contract_events.csv, metrics.csv, usage.csv, tickets.csv, invoices.csv, interactions.csv, opportunities.csv, goals.csv, surveys.csv, responsibilities.csv, quotas.csv, rates.csv";
    expect(said).toEqual([
      `quota.csv: \`quota.csv\` is no kind of file that can be imported. Did you mean quotas.csv? Files are: ${files}.`,
      "slots.csv: 4 read, 2 new or changed, 0 unchanged, 2 not taken.",
      "slots.csv line 2, column slot: `sponser` is not known. Did you mean sponsor? Use one of: csm, am, sponsor, support, training, product, marketing, sales.",
      "slots.csv line 5, column account_external_id: no account has the id `Z`. Import it with accounts.csv, or correct the id.",
      "contacts.csv: 2 read, 1 new or changed, 0 unchanged, 1 not taken.",
      "contacts.csv line 1: `rolle` is no column of contacts and was ignored. Did you mean role?",
      "contacts.csv line 1: the columns of contacts are: account_external_id, email, name, role, locale, timezone, strength, left_on.",
      "contacts.csv line 2, column email: `dana` is not an e-mail address.",
      "contract_events.csv: 3 read, 1 new or changed, 0 unchanged, 2 not taken.",
      "contract_events.csv line 2, column contract_external_id: no contract has the id `C-9`. Import it with contracts.csv, or correct the id.",
      "contract_events.csv line 3, column delta_arr: `0.5` is not an amount in JPY. Use digits, with a point before decimals, such as 48000.",
      "tickets.csv: 6 read, 1 new or changed, 0 unchanged, 5 not taken.",
      "tickets.csv line 2, column closed_at: `2026-03-01` is before opened_at (`2026-03-02`). Correct one of the two.",
      "tickets.csv line 3, column opened_at: `2026-03-12T00:00:00Z` is in the future. Give a time that has passed, or leave it out.",
      "tickets.csv line 4, column opened_at: `2026-02-30` is not a time. Use YYYY-MM-DD HH:MM, with Z or an offset behind it if it isn't local.",
      "tickets.csv line 5, column opened_at: `2026-03-01T25:00` is not a time. Use YYYY-MM-DD HH:MM, with Z or an offset behind it if it isn't local.",
      "tickets.csv line 6, column severity: `urgent` is not known. Use one of: 1, 2, 3, 4, 5.",
      "invoices.csv: 3 read, 1 new or changed, 0 unchanged, 2 not taken.",
      "invoices.csv line 2, column amount: `4.000,00` is not an amount in EUR. Use digits, with a point before decimals, such as 48000.",
      "invoices.csv line 3, column paid_on: `2026-04-01` is in the future. Give a time that has passed, or leave it out.",
      "interactions.csv: 4 read, 1 new or changed, 0 unchanged, 3 not taken.",
      "interactions.csv line 2, column contact_email: no contact of this account has the address `lee@adatum.example`. Import them with contacts.csv, or correct the address.",
      "interactions.csv line 3, column kind: `meetings` is not known. Did you mean meeting? Use one of: call, email, meeting, message, on-site, note.",
      "interactions.csv line 4, column by_email: nobody has the address `ghost@northwind.example`. Import them with people.csv, or correct the address.",
      "quotas.csv: 1 read, 0 new or changed, 0 unchanged, 1 not taken.",
      "quotas.csv line 2, column period: `2026-Q5` is not a period. Use one such as 2026, 2026-H2, 2026-Q4 or 2026-11.",
      "rates.csv: 3 read, 1 new or changed, 0 unchanged, 2 not taken.",
      "rates.csv line 2, column rate: `0` is not a rate. Use a number above 0, up to 1000000000.",
      "rates.csv line 3, column rate: `9999999999` is not a rate. Use a number above 0, up to 1000000000.",
    ]);
    expect(await rowsOf(organisation, "select slot from slot")).toEqual([{ slot: "sales" }]);
  });
});

describe("what an account's file says in words", () => {
  test("stands with its day, is cleared by a blank cell, and a column that isn't there leaves it alone", async () => {
    const organisation = await mint({
      ...GROUND,
      "accounts.csv": lines(
        "external_id,name,sponsor_email,how_to_help,needs,future_needs",
        "A-1,Adatum,erik@northwind.example,Answer in German,Faster exports,",
        "A-2,Contoso,,,,Single sign-on",
      ),
    });
    const read =
      "select a.external_id, field, value, as_of, source from profile_field join account a on a.id = account_id order by 1, 2";
    const day = { as_of: "2026-03-10", source: "csv" };
    expect(await rowsOf(organisation, read)).toEqual([
      { external_id: "A-1", field: "how-to-help", value: "Answer in German", ...day },
      { external_id: "A-1", field: "needs", value: "Faster exports", ...day },
      { external_id: "A-2", field: "future-needs", value: "Single sign-on", ...day },
    ]);
    const { reports } = await run(
      organisation,
      { "accounts.csv": lines("external_id,name,needs", "A-1,Adatum,", "A-2,Contoso,Training") },
      { at: "2026-03-20T12:00:00Z" },
    );
    expect(reports[0]).toMatchObject({ changed: 2, rejected: 0 });
    expect(await rowsOf(organisation, read)).toEqual([
      { external_id: "A-1", field: "how-to-help", value: "Answer in German", ...day },
      { external_id: "A-2", field: "future-needs", value: "Single sign-on", ...day },
      { external_id: "A-2", field: "needs", value: "Training", as_of: "2026-03-20", source: "csv" },
    ]);
    expect(await rowsOf(organisation, "select slot from slot")).toEqual([{ slot: "sponsor" }]);
  });
});

describe("a contract whose start is moved behind a day that the file leaves out", () => {
  const moved = lines(
    "external_id,account_external_id,arr,currency,starts_on",
    "C-1,A-1,50000,EUR,2027-06-01",
    "C-2,A-2,950000,JPY,2025-02-01",
  );
  const stored = "select external_id, arr_minor, starts_on from contract order by 1";

  test("is named with that day, and the other contracts go in", async () => {
    const organisation = await mint();
    const { said } = await run(organisation, { "contracts.csv": moved });
    expect(said).toEqual([
      "contracts.csv: 2 read, 1 new or changed, 0 unchanged, 1 not taken.",
      "contracts.csv line 2, column starts_on: `2027-06-01` is after ends_on, which is stored as `2026-12-31`. Correct it, or give ends_on in the file too.",
      "contracts.csv line 2, column starts_on: `2027-06-01` is after renews_on, which is stored as `2027-01-01`. Correct it, or give renews_on in the file too.",
    ]);
    expect(await rowsOf(organisation, stored)).toEqual([
      { external_id: "C-1", arr_minor: 4_800_000, starts_on: "2025-01-01" },
      { external_id: "C-2", arr_minor: 950_000, starts_on: "2025-02-01" },
    ]);
  });

  test("also when that day was stored while the file was checked, by whatever the database refuses", async () => {
    const organisation = await mint({
      ...GROUND,
      "contracts.csv": lines(
        "external_id,account_external_id,arr,currency,starts_on",
        "C-1,A-1,1,EUR,2025-01-01",
        "C-2,A-2,1,JPY,2025-01-01",
      ),
    });
    let raced = false;
    const racing: Database = {
      ...db,
      async write(each, fn) {
        if (!raced) {
          raced = true;
          await db.write(each, (tx) => tx.rows("update contract set ends_on = '2026-12-31' where external_id = 'C-1'"));
        }
        return db.write(each, fn);
      },
    };
    const { said } = await run(organisation, { "contracts.csv": moved }, { into: racing });
    expect(said).toEqual([
      "contracts.csv: 2 read, 1 new or changed, 0 unchanged, 1 not taken.",
      "contracts.csv line 2: the database refused the line (contract_days_in_order): it doesn't go with what is stored by now. Compare the two and import the line again.",
    ]);
    expect(await rowsOf(organisation, stored)).toMatchObject([{ arr_minor: 100 }, { arr_minor: 950_000 }]);
  });
});

describe("the timeline", () => {
  const header = "external_id,account_external_id,kind,direction,occurred_at,summary";
  const entries = "select kind, summary from timeline order by summary";

  test("is only added to: a corrected summary of the same entry isn't taken, a line that differs otherwise is another", async () => {
    const organisation = await mint();
    const first = lines(header, ",A-1,call,out,2026-03-01 10:00,Frist words", "E-7,A-1,email,out,2026-03-01,Offer");
    await run(organisation, { "interactions.csv": first });
    const { said } = await run(organisation, {
      "interactions.csv": lines(
        header,
        ",A-1,call,out,2026-03-01 10:00,First words",
        "E-7,A-1,email,out,2026-03-02,Offer again",
        ",A-1,call,out,2026-03-01 10:05,Second call",
        "E-8,A-1,email,out,2026-03-01,Reminder",
      ),
    });
    expect(said).toEqual(["interactions.csv: 4 read, 2 new or changed, 2 unchanged, 0 not taken."]);
    expect(await rowsOf(organisation, entries)).toEqual([
      { kind: "call", summary: "Frist words" },
      { kind: "email", summary: "Offer" },
      { kind: "email", summary: "Reminder" },
      { kind: "call", summary: "Second call" },
    ]);
  });
});

describe("what is known when", () => {
  const known = (table: string): string => `select known_at, ingested_at from ${table} order by known_at`;

  test("history was known when it happened, live facts when they came", async () => {
    const organisation = await mint();
    const { "tickets.csv": tickets, "invoices.csv": invoices, "contract_events.csv": events } = BOOK;
    const interactions = lines("account_external_id,kind,occurred_at", "A-1,note,2026-03-04", "A-1,note,2026-03-11");
    await run(
      organisation,
      {
        "tickets.csv": tickets,
        "invoices.csv": invoices,
        "contract_events.csv": events,
        "interactions.csv": interactions,
      },
      { backfill: true },
    );
    const at = async (table: string): Promise<string[]> => {
      const rows = await rowsOf<{ known_at: Date; ingested_at: Date }>(organisation, known(table));
      expect(rows.map(({ ingested_at: ingested }) => ingested.toISOString())).toEqual(
        rows.map(() => new Date(NOON).toISOString()),
      );
      return rows.map((row) => row.known_at.toISOString());
    };
    const now = new Date(NOON).toISOString();
    expect(await at("ticket")).toEqual(["2026-03-01T09:30:00.000Z", "2026-03-08T23:00:00.000Z"]);
    expect(await at("invoice")).toEqual(["2026-01-31T23:00:00.000Z", now]);
    expect(await at("contract_event")).toEqual([
      "2025-05-31T22:00:00.000Z",
      "2025-12-31T23:00:00.000Z",
      "2026-01-31T23:00:00.000Z",
    ]);
    expect(await at("timeline")).toEqual(["2026-03-03T23:00:00.000Z", now]);
  });

  test("that a ticket was closed or an invoice paid doesn't make it known later; what has no day of its own does", async () => {
    const organisation = await mint();
    const ticket = (rest: string): string =>
      lines("external_id,account_external_id,opened_at,closed_at,escalated", `T-1,A-1,2026-03-01,${rest}`);
    const invoice = (paid: string): string =>
      lines("external_id,account_external_id,due_on,paid_on,amount,currency", `I-1,A-1,2026-03-01,${paid},1,EUR`);
    await run(organisation, { "tickets.csv": ticket(",no"), "invoices.csv": invoice("") });
    const later = "2026-03-12T12:00:00Z";
    const closed = { "tickets.csv": ticket("2026-03-11,no"), "invoices.csv": invoice("2026-03-11") };
    const { reports } = await run(organisation, closed, { at: later });
    expect(reports.map(({ changed }) => changed)).toEqual([1, 1]);
    for (const table of ["ticket", "invoice"]) {
      expect(await rowsOf(organisation, known(table))).toEqual([
        { known_at: new Date(NOON), ingested_at: new Date(later) },
      ]);
    }
    await run(organisation, { "tickets.csv": ticket("2026-03-11,yes") }, { at: later });
    expect(await rowsOf(organisation, known("ticket"))).toMatchObject([{ known_at: new Date(later) }]);
  });
});

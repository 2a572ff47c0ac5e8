import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommandLine } from "../src/command-line.ts";
import type { Database } from "../src/db/transaction.ts";
import { dated, multiplied, withPoint } from "../src/features/accounts/import/check/foreign-cells.ts";
import { importFiles, type ImportReport } from "../src/features/accounts/import/import.ts";
import { type ImportMap, readImportMap } from "../src/features/accounts/import/map.ts";
import { problemLine, reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, line, lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOON = new Date("2026-03-10T12:00:00Z");
const say = createSays()("en");
const log = keptLog();
/** A public sample of customers who stay or leave, where a copy of it is at hand. */
const TELCO = path.resolve(import.meta.dirname, "../../shared/data/telco.csv");

let opened: TestDatabase;
let db: Database;
let folder: string;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
  folder = await mkdtemp(path.join(tmpdir(), "tandem-map-"));
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

async function bringIn(
  organisation: OrganisationId,
  from: string,
  map?: ImportMap,
): Promise<{ reports: ImportReport[]; said: string[] }> {
  const deps = { db, ids: createIds(wallClock), clock: createMovableClock(NOON), organisation, log };
  const reports = await importFiles(deps, [from], { backfill: false, map });
  return { reports, said: reportLines(reports, say).map((each) => each.trim()) };
}

async function run(
  organisation: OrganisationId,
  files: Readonly<Record<string, string>>,
  map?: ImportMap,
): Promise<{ reports: ImportReport[]; said: string[] }> {
  const from = await folderWith(files);
  try {
    return await bringIn(organisation, from.path, map);
  } finally {
    await from.remove();
  }
}

async function mapOf(given: unknown): Promise<ImportMap> {
  const at = await folderWith({ "map.json": typeof given === "string" ? given : JSON.stringify(given) });
  const read = await readImportMap(path.join(at.path, "map.json"));
  await at.remove();
  if (read.kind === "refused") throw new Error(read.problems.map((each) => problemLine(say, each)).join("\n"));
  return read.map;
}

async function rowsOf(organisation: OrganisationId, sql: string): Promise<object[]> {
  return db.read(organisation, (tx) => tx.rows(sql));
}

/** As a German CRM writes its files: a byte order mark, CRLF, semicolons, line breaks in cells. */
function exported(...rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)));
  return `\uFEFF${cells.map((row) => row.join(";")).join("\r\n")}\r\n`;
}

const CRM_MAP = {
  source: "crm",
  files: { "Kunden.csv": ["accounts", "contracts"], "Ansprechpartner.csv": "contacts", "Anfragen.csv": "tickets" },
  columns: {
    accounts: { Nummer: "external_id", Firma: "name", Web: "domain", Phase: "lifecycle_stage", Hinweis: "how_to_help" },
    contracts: {
      Nummer: ["external_id", "account_external_id"],
      Monatsbetrag: "arr",
      Beginn: "starts_on",
      Ende: "ends_on",
      Währung: "currency",
    },
    contacts: { Kunde: "account_external_id", "E-Mail": "email", Name: "name", Rolle: "role" },
    tickets: { ID: "external_id", Kunde: "account_external_id", Eingang: "opened_at", Stufe: "severity" },
  },
  values: {
    accounts: { lifecycle_stage: { "Kunde - aktiv": "value", Einführung: "onboarding" } },
    contacts: { role: { Fürsprecher: "champion", "": "user" } },
    tickets: { severity: { hoch: "1", mittel: "3" } },
  },
  constants: { contracts: { currency: "EUR" } },
  only: { accounts: { Art: ["Kunde"] }, contracts: { Art: ["Kunde"] } },
  dates: "DD.MM.YYYY",
  decimal: { contracts: "," },
  times: { contracts: { arr: 12 } },
};

const CRM_FILES = {
  "Kunden.csv": exported(
    ["Nummer", "Firma", "Art", "Web", "Phase", "Hinweis", "Monatsbetrag", "Beginn", "Ende", "Ort", "Ort"],
    [
      "4711",
      "Müller & Söhne",
      "Kunde",
      "https://www.mueller.example/start",
      "Kunde - aktiv",
      "Ruft\ngern an",
      "1.234,50",
      "1.4.2025",
      "31.03.2027",
      "Köln",
      "",
    ],
    ["4712", "Adatum", "Interessent", "", "", "", "", "", "", "", ""],
    ["4713", "Contoso", "kunde", "contoso.example", "Kunde - weg", "", "1.5", "31.04.2025", "", "Ulm", ""],
    ["4714", "Fabrikam", "Kunde", "", "einführung", "", "99,99", "15.01.2026", "01.01.2026", "", ""],
    ["4715", "Tailspin", "Kunde", "", "", "", "50", "15.01.2026", "", "", ""],
  ),
  "Ansprechpartner.csv": exported(
    ["Kunde", "Name", "E-Mail", "Rolle", "Telefon"],
    ["4711", 'Dana\n"Dee" Reyes', "dana@mueller.example", "Fürsprecher", "0221"],
    ["4711", "Lee Wong", "LEE@mueller.example", "", ""],
    ["4712", "Kim", "kim@adatum.example", "", ""],
  ),
  "Anfragen.csv": exported(
    ["ID", "Kunde", "Eingang", "Stufe"],
    ["1", "4711", "09.03.2026 14:30", "HOCH"],
    ["2", "4711", "9.3.2026 2:05 PM", "mittel"],
    ["3", "4711", "2026-03-09", "dringend"],
  ),
  "Angebote.csv": exported(["ID"], ["1"]),
};

describe("another program's export", () => {
  test("goes in untouched by a map, one file for several kinds, and its mistakes are told in its own words", async () => {
    const organisation = await mintOrganisation(db);
    const map = await mapOf(CRM_MAP);
    const { said } = await run(organisation, CRM_FILES, map);
    const notOne = "Use one of: onboarding, adoption, value, renewal, churned.";
    expect(said).toEqual([
      "Kunden.csv (accounts): 4 read, 3 new or changed, 0 unchanged, 1 not taken.",
      "Kunden.csv: one line was left aside, as the map says.",
      `Kunden.csv line 5, column Phase: \`Kunde - weg\` is not known as lifecycle_stage. Say under values in the map which it is: ${notOne.slice("Use one of: ".length)}`,
      "Ansprechpartner.csv (contacts): 3 read, 2 new or changed, 0 unchanged, 1 not taken.",
      "Ansprechpartner.csv line 5, column Kunde: no account has the id `4712`. Import it with accounts.csv, or correct the id.",
      "Kunden.csv (contracts): 4 read, 2 new or changed, 0 unchanged, 2 not taken.",
      "Kunden.csv: one line was left aside, as the map says.",
      "Kunden.csv line 5, column Monatsbetrag: `1.5` is not a number with `,` before its decimals. Correct it, or give its mark under decimal in the map.",
      "Kunden.csv line 6, column Ende: `01.01.2026` is before Beginn (`2026-01-15`). Correct one of the two.",
      "Anfragen.csv (tickets): 3 read, 2 new or changed, 0 unchanged, 1 not taken.",
      "Anfragen.csv line 4, column Eingang: `2026-03-09` is not a day written DD.MM.YYYY. Correct it, or give its format under dates in the map.",
    ]);
    expect(
      await rowsOf(
        organisation,
        "select external_id, name, domain, lifecycle_stage, value as help from account a left join profile_field p on p.account_id = a.id order by 1",
      ),
    ).toEqual([
      {
        external_id: "4711",
        name: "Müller & Söhne",
        domain: "mueller.example",
        lifecycle_stage: "value",
        help: "Ruft gern an",
      },
      { external_id: "4714", name: "Fabrikam", domain: null, lifecycle_stage: "onboarding", help: null },
      { external_id: "4715", name: "Tailspin", domain: null, lifecycle_stage: "onboarding", help: null },
    ]);
    expect(
      await rowsOf(
        organisation,
        "select external_id, arr_minor, currency, starts_on, ends_on from contract order by 1",
      ),
    ).toEqual([
      { external_id: "4711", arr_minor: 1_481_400, currency: "EUR", starts_on: "2025-04-01", ends_on: "2027-03-31" },
      { external_id: "4715", arr_minor: 60_000, currency: "EUR", starts_on: "2026-01-15", ends_on: null },
    ]);
    expect(await rowsOf(organisation, "select email, name, role, source from contact order by 1")).toEqual([
      { email: "dana@mueller.example", name: 'Dana "Dee" Reyes', role: "champion", source: "crm" },
      { email: "lee@mueller.example", name: "Lee Wong", role: "user", source: "crm" },
    ]);
    expect(await rowsOf(organisation, "select external_id, opened_at, severity from ticket order by 1")).toEqual([
      { external_id: "1", opened_at: new Date("2026-03-09T14:30:00Z"), severity: 1 },
      { external_id: "2", opened_at: new Date("2026-03-09T14:05:00Z"), severity: 3 },
    ]);
    const { reports } = await run(organisation, CRM_FILES, map);
    expect(reports.map(({ changed, unchanged }) => [changed, unchanged])).toEqual([
      [0, 3],
      [0, 2],
      [0, 2],
      [0, 2],
    ]);
  });

  test("that lacks a column is refused by the name it has there, and one with hundreds of columns isn't", async () => {
    const organisation = await mintOrganisation(db);
    const map = await mapOf(CRM_MAP);
    const wide = Array.from({ length: 300 }, (_, at) => `Feld ${String(at)}`);
    const { said } = await run(
      organisation,
      {
        "Kunden.csv": exported(["Firma", "Firma", "Beginn"], ["x", "y", "z"]),
        "Ansprechpartner.csv": exported(["Kunde", "Name", ...wide], ["4711", "Dana", ...wide]),
        "Anfragen.csv": exported([...wide, "ID", "Kunde", "Eingang"], [...wide, "1", "4711", "09.03.2026"]),
      },
      map,
    );
    expect(said).toEqual([
      "Kunden.csv (accounts): 0 read, 0 new or changed, 0 unchanged, 0 not taken.",
      "Kunden.csv line 1, column Firma: the column stands twice, so nothing was imported. Remove one of the two.",
      "Kunden.csv line 1, column Nummer: the column is missing, so nothing was imported. Add it to the header.",
      "Kunden.csv line 1, column Art: the column is missing, so nothing was imported. Add it to the header.",
      "Ansprechpartner.csv (contacts): 0 read, 0 new or changed, 0 unchanged, 0 not taken.",
      "Ansprechpartner.csv line 1, column E-Mail: the column is missing, so nothing was imported. Add it to the header.",
      "Kunden.csv (contracts): 0 read, 0 new or changed, 0 unchanged, 0 not taken.",
      "Kunden.csv line 1, column Nummer: the column is missing, so nothing was imported. Add it to the header.",
      "Kunden.csv line 1, column Monatsbetrag: the column is missing, so nothing was imported. Add it to the header.",
      "Kunden.csv line 1, column Art: the column is missing, so nothing was imported. Add it to the header.",
      "Anfragen.csv (tickets): 1 read, 0 new or changed, 0 unchanged, 1 not taken.",
      "Anfragen.csv line 2, column Kunde: no account has the id `4711`. Import it with accounts.csv, or correct the id.",
    ]);
  });

  test("of Salesforce goes in by the map that comes with Tandem", async () => {
    const organisation = await mintOrganisation(db);
    await run(organisation, { "people.csv": lines("email,name,role", "marta@northwind.example,Marta,am") });
    const read = await readImportMap("salesforce");
    if (read.kind === "refused") throw new Error("the map that comes with Tandem is wrong");
    const header = '"Id","IsDeleted","AccountId","Status","StartDate","EndDate","ARR__c","CurrencyIsoCode"';
    const { said } = await run(
      organisation,
      {
        "Account.csv": lines(
          '"Id","IsDeleted","Name","Type","Website","Industry","OwnerEmail"',
          line(
            "001A",
            "0",
            "Adatum, Inc.",
            "Customer - Direct",
            "http://www.adatum.example",
            "Retail",
            "Marta@northwind.example",
          ),
        ),
        "Contact.csv": lines(
          '"Id","AccountId","Name","Email","Phone"',
          line("003A", "001A", "Dana Reyes", "dana@adatum.example", "1"),
          line("003B", "001A", "Nobody", "", "1"),
        ),
        "Contract.csv": lines(
          header,
          line("800A", "0", "001A", "Activated", "2025-04-01", "2026-03-31", "48000.0", "EUR"),
          line("800B", "0", "001A", "Draft", "2026-04-01", "", "", "EUR"),
        ),
        "Case.csv": lines(
          '"Id","AccountId","Subject","Priority","IsEscalated","CreatedDate","ClosedDate"',
          line("500A", "001A", "Export\nfails", "High", "1", "2026-03-01T09:30:00.000+0000", ""),
        ),
        "Opportunity.csv": lines('"Id"', "006A"),
      },
      read.map,
    );
    expect(said).toEqual([
      "Account.csv (accounts): 1 read, 1 new or changed, 0 unchanged, 0 not taken.",
      "Contact.csv (contacts): 2 read, 1 new or changed, 0 unchanged, 1 not taken.",
      "Contact.csv line 3, column Email: there is no value. Fill it in.",
      "Contract.csv (contracts): 1 read, 1 new or changed, 0 unchanged, 0 not taken.",
      "Contract.csv: one line was left aside, as the map says.",
      "Case.csv (tickets): 1 read, 1 new or changed, 0 unchanged, 0 not taken.",
    ]);
    expect(
      await rowsOf(
        organisation,
        "select a.domain, s.slot, c.arr_minor, t.opened_at, t.severity, t.escalated, t.subject from account a join slot s on s.account_id = a.id join contract c on c.account_id = a.id join ticket t on t.account_id = a.id",
      ),
    ).toEqual([
      {
        domain: "adatum.example",
        slot: "am",
        arr_minor: 4_800_000,
        opened_at: new Date("2026-03-01T09:30:00Z"),
        severity: 2,
        escalated: true,
        subject: "Export fails",
      },
    ]);
  });
});

describe("a foreign cell", () => {
  test.each([
    ["31/01/2026", "DD/MM/YYYY", "2026-01-31"],
    ["1/2/2026", "MM/DD/YYYY", "2026-01-02"],
    ["31.01.2026 7:05", "DD.MM.YYYY", "2026-01-31 07:05:00"],
    ["1/31/2026, 12:00 am", "MM/DD/YYYY", "2026-01-31 00:00:00"],
    ["1/31/2026 12:30:09 PM", "MM/DD/YYYY", "2026-01-31 12:30:09"],
    ["31/01/26", "DD/MM/YYYY", undefined],
    ["31-01-2026", "DD/MM/YYYY", undefined],
    ["31/01/2026x", "DD/MM/YYYY", undefined],
  ] as const)("with the day %s in the form %s is %s", (text, format, day) => {
    expect(dated(text, format)).toBe(day);
  });

  test.each([
    ["1.234.567,89", ",", "1234567.89"],
    ["1 234,5", ",", "1234.5"],
    ["1\u202f234", ",", "1234"],
    ["-12,5", ",", "-12.5"],
    ["1.5", ",", undefined],
    ["1.23.456", ",", undefined],
    ["1,234.50", ".", "1234.50"],
    ["1,23", ".", undefined],
    ["€ 5", ",", undefined],
  ] as const)("with the number %s, whose mark is %s, is %s", (text, mark, number) => {
    expect(withPoint(text, mark)).toBe(number);
  });

  test("is multiplied without losing a cent", () => {
    expect([
      multiplied("29.85", 12),
      multiplied("0.1", 3),
      multiplied("-1.25", 4),
      multiplied("9007199254740993", 1),
      multiplied("100", 0.01),
      multiplied("abc", 12),
    ]).toEqual(["358.2", "0.3", "-5", "9007199254740993", "1", "abc"]);
  });
});

describe("a map", () => {
  const allKinds =
    "people | accounts | slots | contacts | contracts | contract_events | metrics | usage | tickets | invoices | interactions | opportunities | goals | surveys | responsibilities | quotas | rates";
  test.each<[string, unknown, string[]]>([
    ["isn't JSON", "{oops", ["the map `map.json` is not JSON"]],
    ["is no object", [], ['the map is no object. Use one such as { "Account.csv": "accounts" } under files.']],
    [
      "has names that nobody knows",
      { file: {}, columns: { acounts: {}, __proto__: {} } },
      [
        `the map has \`acounts\` at columns → acounts. Use: ${allKinds}.`,
        "the map has `file` at file. Use: source | files | columns | values | constants | only | dates | decimal | times.",
      ],
    ],
    [
      "has values that can't be",
      { files: { "A.csv": "accounts", "B.csv": ["leads"] }, dates: "DD/YY", decimal: { rates: { rate: ";" } } },
      [
        `the map has \`"leads"\` at files → B.csv → 0. Use: ${allKinds}.`,
        'the map has `"DD/YY"` at dates. Use: YYYY-MM-DD | YYYY/MM/DD | DD/MM/YYYY | DD.MM.YYYY | DD-MM-YYYY | MM/DD/YYYY | MM-DD-YYYY.',
        'the map has `";"` at decimal → rates → rate. Use: , | ..',
      ],
    ],
    [
      "feeds columns that aren't",
      { columns: { quotas: { Mail: "email" } }, times: { quotas: { sum: 2, amount: -1 } } },
      [
        'the map has `"email"` at columns → quotas → Mail. Use: person_email | period | amount | currency.',
        'the map has `-1` at times → quotas → amount. Use: { "contracts": { "arr": 12 } }.',
        "the map has `sum` at times → quotas → sum. Use: person_email | period | amount | currency.",
      ],
    ],
    [
      "leaves out what a kind needs",
      { files: { "A.csv": "accounts" }, columns: { accounts: { Id: "external_id" } } },
      ["the map feeds no name, which accounts needs. Name a column for it under columns, or a value under constants."],
    ],
  ])("that %s is refused with a sentence for each problem", async (_what, given, sentences) => {
    const said = await mapOf(given).then(
      () => "taken",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const named = said.replace(/`[^`]*map\.json`/g, "`map.json`").split("\n");
    expect(named).toHaveLength(sentences.length);
    for (const [at, sentence] of sentences.entries()) expect(named[at]).toContain(sentence);
  });

  test("that isn't there is named on the command line with those that come with Tandem, and nothing is opened", async () => {
    let [out, err] = ["", ""];
    const code = await runCommandLine(["import", "x.csv", "--map", "hubspotty"], {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      terminal: process.stderr,
    });
    expect([code, out, err]).toEqual([
      1,
      "",
      "there is no map `hubspotty`. Give a JSON file, or the name of one that comes with Tandem: salesforce.\n",
    ]);
  });
});

describe("a public sample", () => {
  const title =
    "of 7,043 telecom customers goes in as accounts and contracts with their ends; tenure, services and the way of paying are left aside";
  test.skipIf(!existsSync(TELCO))(
    title,
    async () => {
      const organisation = await mintOrganisation(db);
      await copyFile(TELCO, path.join(folder, "telco.csv"));
      const map = await mapOf({
        files: { "telco.csv": ["accounts", "contracts"] },
        columns: {
          accounts: { customerID: ["external_id", "name"], Contract: "segment" },
          contracts: {
            customerID: ["external_id", "account_external_id"],
            MonthlyCharges: "arr",
            Contract: "product",
            Churn: "ended_on",
          },
        },
        values: { contracts: { ended_on: { Yes: "2025-12-31", No: "" } } },
        constants: { contracts: { currency: "USD", starts_on: "2020-01-01" } },
        times: { contracts: { arr: 12 } },
      });
      const { said } = await bringIn(organisation, path.join(folder, "telco.csv"), map);
      expect(said).toEqual([
        "telco.csv (accounts): 7,043 read, 7,043 new or changed, 0 unchanged, 0 not taken.",
        "telco.csv (contracts): 7,043 read, 7,043 new or changed, 0 unchanged, 0 not taken.",
      ]);
      expect(
        await rowsOf(
          organisation,
          "select count(*)::int as all, count(ended_on)::int as ended, min(arr_minor) as least from contract",
        ),
      ).toEqual([{ all: 7043, ended: 1869, least: 21_900 }]);
    },
    120_000,
  );
});

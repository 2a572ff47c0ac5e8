import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFiles, type ImportReport } from "../src/features/accounts/import/import.ts";
import { reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, line } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const says = createSays();

let opened: TestDatabase;

beforeAll(async () => {
  opened = await testDatabase();
});

afterAll(async () => {
  await opened.close();
});

/** A line as it stands in the file, and what is said of it behind "line n, " or "line n". */
type Mistake = readonly [raw: string, said: string];

interface Mistaken {
  readonly name: string;
  readonly header: string;
  readonly good: (at: number) => string;
  readonly goods: number;
  readonly mistakes: readonly Mistake[];
}

/** The mistakes stand between good lines, one after each. */
function fileOf({ name, header, good, goods, mistakes }: Mistaken): { content: string; said: string[]; rows: number } {
  const all = [header];
  const said: string[] = [];
  for (let at = 0; at < goods; at++) {
    all.push(good(at));
    const mistake = mistakes[at];
    if (!mistake) continue;
    all.push(mistake[0]);
    said.push(`  ${name} line ${String(all.length)}${mistake[1]}`);
  }
  return { content: `\uFEFF${all.join("\r\n")}\r\n`, said, rows: goods + mistakes.length };
}

const LONG = "x".repeat(201);
const CUT = `${"x".repeat(80)}…`;
const ALLOWED_ROLES = "csm, am, manager, exec, colleague, admin";

const people: Mistaken = {
  name: "people.csv",
  header: "email,name,role,timezone,locale,region,manager_email",
  good: (at) =>
    line(
      `p${String(at)}@northwind.example`,
      `Person ${String(at)}`,
      at === 0 ? "manager" : "csm;am",
      "Europe/Berlin",
      "de",
      "dach",
      at === 0 ? "" : "p0@northwind.example",
    ),
  goods: 40,
  mistakes: [
    [",Nobody,csm,,,,", ", column email: there is no value. Fill it in."],
    ["not an address,Nobody,csm,,,,", ", column email: `not an address` is not an e-mail address."],
    ["x@northwind.example,\u200B\u202E,csm,,,,", ", column name: there is no value. Fill it in."],
    [`x@northwind.example,${LONG},csm,,,,`, `, column name: \`${CUT}\` is too long. Use at most 200 characters.`],
    ["x@northwind.example,Nobody,boss,,,,", `, column role: \`boss\` is not known. Use one of: ${ALLOWED_ROLES}.`],
    [
      "x@northwind.example,Nobody,csm;king,,,,",
      `, column role: \`csm;king\` is not known. Use one of: ${ALLOWED_ROLES}.`,
    ],
    [
      "x@northwind.example,Nobody,csm,EST5EDT,,,",
      ", column timezone: `EST5EDT` is not a time zone. Use a name such as Europe/Berlin.",
    ],
    [
      "x@northwind.example,Nobody,csm,+05:30,,,",
      ", column timezone: `+05:30` is not a time zone. Use a name such as Europe/Berlin.",
    ],
    ["x@northwind.example,Nobody,csm,,fr,,", ", column locale: `fr` is not known. Use one of: en, de, zh."],
    [
      "x@northwind.example,Nobody,csm,,,,ghost@northwind.example",
      ", column manager_email: nobody has the address `ghost@northwind.example`. Import them with people.csv, or correct the address.",
    ],
    [
      "y@northwind.example,Nobody,csm,,,,x@northwind.example",
      ", column manager_email: nobody has the address `x@northwind.example`. Import them with people.csv, or correct the address.",
    ],
    [
      "z@northwind.example,Nobody,csm,,,,Z@northwind.example",
      ", column manager_email: `z@northwind.example` can't be their own manager. Name somebody else or leave it blank.",
    ],
    [
      "x@northwind.example,Nobody,csm",
      ": the line has 3 cells, but the header has 7 columns. Put cells that contain a comma in quotes.",
    ],
    [
      "x@northwind.example,Nobody, the second,csm,,,,",
      ": the line has 8 cells, but the header has 7 columns. Put cells that contain a comma in quotes.",
    ],
    [
      'x@northwind.example,"Nobody,csm,,,,',
      ": a quote is opened and never closed. Close it, or double it inside a cell.",
    ],
    [
      'x@northwind.example,No "body",csm,,,,',
      ": a quote stands in the middle of a cell. Put the whole cell in quotes and double those inside.",
    ],
    ["x@northwind.example,No\0body,csm,,,,", ": the line has a NUL character in it. Remove it."],
    [
      "x@northwind.example,M\uFFFDller,csm,,,,",
      ": the line has letters that aren't UTF-8; it may be Windows-1252. Save the file as CSV UTF-8.",
    ],
  ],
};

const accounts: Mistaken = {
  name: "accounts.csv",
  header:
    "external_id,name,domain,segment,region,industry,lifecycle_stage,key_account,csm_email,am_email,timezone,currency",
  good: (at) =>
    line(
      `A-${String(at)}`,
      `=Account ${String(at)}, Inc.`,
      `a${String(at)}.example`,
      "mid",
      "dach",
      "retail",
      "value",
      "no",
      "P1@northwind.example",
      "",
      "",
      "EUR",
    ),
  goods: 60,
  mistakes: [
    [",x,,,,,,,,,,", ", column external_id: there is no value. Fill it in."],
    ["A\u200B-1,x,,,,,,,,,,", ", column external_id: `A-1` has invisible characters in it. Type it anew."],
    ["X,,,,,,,,,,,", ", column name: there is no value. Fill it in."],
    [
      "X,x,https://x.example/a,,,,,,,,,",
      ", column domain: `https://x.example/a` is not a domain. Use one such as example.com, without https://.",
    ],
    [
      "X,x,,,,,sleeping,,,,,",
      ", column lifecycle_stage: `sleeping` is not known. Use one of: onboarding, adoption, value, renewal, churned.",
    ],
    ["X,x,,,,,,maybe,,,,", ", column key_account: `maybe` is neither yes nor no. Use true or false."],
    [
      "X,x,,,,,,,ghost@northwind.example,,,",
      ", column csm_email: nobody has the address `ghost@northwind.example`. Import them with people.csv, or correct the address.",
    ],
    [
      "X,x,,,,,,,,x@northwind.example,,",
      ", column am_email: nobody has the address `x@northwind.example`. Import them with people.csv, or correct the address.",
    ],
    ["X,x,,,,,,,,Anna Kurz,,", ", column am_email: `Anna Kurz` is not an e-mail address."],
    ["X,x,,,,,,,,,Foo/Bar,", ", column timezone: `Foo/Bar` is not a time zone. Use a name such as Europe/Berlin."],
    ["X,x,,,,,,,,,,EURO", ", column currency: `EURO` is not a currency. Use a code such as EUR."],
    ["X,x,,,,,,,,,,eur", ", column currency: `eur` is not a currency. Use a code such as EUR."],
  ],
};

const contracts: Mistaken = {
  name: "contracts.csv",
  header:
    "external_id,account_external_id,arr,currency,seats,starts_on,ends_on,renews_on,notice_days,auto_renew,ended_on",
  good: (at) =>
    line(
      `C-${String(at)}`,
      `A-${String(at)}`,
      "48000.50",
      "EUR",
      "120",
      "2025-04-01",
      "2027-03-31",
      "2027-04-01",
      "90",
      "true",
      "",
    ),
  goods: 60,
  mistakes: [
    [
      "X,A-99,1,EUR,,2025-01-01,,,,,",
      ", column account_external_id: no account has the id `A-99`. Import it with accounts.csv, or correct the id.",
    ],
    [
      "X,a-1,1,EUR,,2025-01-01,,,,,",
      ", column account_external_id: no account has the id `a-1`. Import it with accounts.csv, or correct the id.",
    ],
    ["X,A-1,,EUR,,2025-01-01,,,,,", ", column arr: there is no value. Fill it in."],
    [
      'X,A-1,"48.000,50",EUR,,2025-01-01,,,,,',
      ", column arr: `48.000,50` is not an amount in EUR. Use digits, with a point before decimals, such as 48000.",
    ],
    [
      "X,A-1,12.5,JPY,,2025-01-01,,,,,",
      ", column arr: `12.5` is not an amount in JPY. Use digits, with a point before decimals, such as 48000.",
    ],
    [
      "X,A-1,1e308,EUR,,2025-01-01,,,,,",
      ", column arr: `1e308` is not an amount in EUR. Use digits, with a point before decimals, such as 48000.",
    ],
    [
      "X,A-1,99999999999999999,EUR,,2025-01-01,,,,,",
      ", column arr: `99999999999999999` is not an amount in EUR. Use digits, with a point before decimals, such as 48000.",
    ],
    ["X,A-1,-5,EUR,,2025-01-01,,,,,", ", column arr: `-5` is below zero. Use zero or more."],
    ["X,A-1,1,,,2025-01-01,,,,,", ", column currency: there is no value. Fill it in."],
    ["X,A-1,1,EUR,12.5,2025-01-01,,,,,", ", column seats: `12.5` is not a whole number from 0 to 10000000."],
    ["X,A-1,1,EUR,,31/02/2026,,,,,", ", column starts_on: `31/02/2026` is not a day. Use YYYY-MM-DD."],
    ["X,A-1,1,EUR,,2026-02-29,,,,,", ", column starts_on: `2026-02-29` is not a day. Use YYYY-MM-DD."],
    ["X,A-1,1,EUR,,12/11/10,,,,,", ", column starts_on: `12/11/10` is not a day. Use YYYY-MM-DD."],
    ["X,A-1,1,EUR,,99999-01-01,,,,,", ", column starts_on: `99999-01-01` is not a day. Use YYYY-MM-DD."],
    [
      "X,A-1,1,EUR,,2025-01-01,2024-12-31,,,,",
      ", column ends_on: `2024-12-31` is before starts_on (`2025-01-01`). Correct one of the two.",
    ],
    ["X,A-1,1,EUR,,2025-01-01,,,three,,", ", column notice_days: `three` is not a whole number from 0 to 3650."],
    ["X,A-1,1,EUR,,2025-01-01,,,,perhaps,", ", column auto_renew: `perhaps` is neither yes nor no. Use true or false."],
    ["X,A-1,1,EUR,,2025-01-01,,,,,0000-00-00", ", column ended_on: `0000-00-00` is not a day. Use YYYY-MM-DD."],
  ],
};

const metrics: Mistaken = {
  name: "metrics.csv",
  header: "metric,kind,product,label,direction,limit,density,lag_days",
  good: (at) => line(`feature-${String(at)}`, "feature", "Suite", "Feature", "up", "", "dense", "1"),
  goods: 20,
  mistakes: [
    [",feature,,,,,,", ", column metric: there is no value. Fill it in."],
    [
      "x,vibes,,,,,,",
      ", column kind: `vibes` is not known. Use one of: active_users_day, active_users_28, seats_used, login_events, feature, integration, automated, limit_used, outcome.",
    ],
    ["x,,,,sideways,,,", ", column direction: `sideways` is not known. Use one of: up, down."],
    ["x,,,,,-1,,", ", column limit: `-1` is below zero. Use zero or more."],
    [
      "x,,,,,1.00001,,",
      ", column limit: `1.00001` is not a number. Use digits, with a point before at most 4 decimals.",
    ],
    ["x,,,,,,thick,", ", column density: `thick` is not known. Use one of: dense, sparse."],
    ["x,,,,,,,-1", ", column lag_days: `-1` is not a whole number from 0 to 365."],
  ],
};

const usage: Mistaken = {
  name: "usage.csv",
  header: "account_external_id,metric,day,value",
  good: (at) =>
    line(
      `A-${String(at % 50)}`,
      `feature-${String(at % 3)}`,
      `2026-03-${String(1 + Math.floor(at / 50)).padStart(2, "0")}`,
      String(at),
    ),
  goods: 150,
  mistakes: [
    [
      "Z-9,feature-1,2026-03-01,1",
      ", column account_external_id: no account has the id `Z-9`. Import it with accounts.csv, or correct the id.",
    ],
    [
      "A-1,feature-99,2026-03-01,1",
      ", column metric: no metric is called `feature-99`. Declare it in metrics.csv, or correct the name.",
    ],
    ["A-1,feature-1,31/02/2026,1", ", column day: `31/02/2026` is not a day. Use YYYY-MM-DD."],
    [
      "A-1,feature-1,2026-03-12,1",
      ", column day: `2026-03-12` is in the future. Usage can only be imported of days that have begun.",
    ],
    ["A-1,feature-1,2026-02-01,", ", column value: there is no value. Fill it in."],
    ["A-1,feature-1,2026-02-01,-2", ", column value: `-2` is below zero. Use zero or more."],
    [
      'A-1,feature-1,2026-02-01,"1,5"',
      ", column value: `1,5` has a comma. Use a point before decimals and nothing between thousands, such as 1234.5.",
    ],
    [
      "A-1,feature-1,2026-02-01,1e308",
      ", column value: `1e308` is not a number. Use digits, with a point before at most 6 decimals.",
    ],
    [
      "A-1,feature-1,2026-02-01,NaN",
      ", column value: `NaN` is not a number. Use digits, with a point before at most 6 decimals.",
    ],
    [
      "A-1,feature-1,2026-02-01,=1+1",
      ", column value: `=1+1` is not a number. Use digits, with a point before at most 6 decimals.",
    ],
    [
      "A-1,feature-1,2026-02-01,\u001B[31m9",
      ", column value: `[31m9` is not a number. Use digits, with a point before at most 6 decimals.",
    ],
    [
      "A-1,feature-1,2026-02-01,9,9",
      ": the line has 5 cells, but the header has 4 columns. Put cells that contain a comma in quotes.",
    ],
    [
      "A-30,feature-0,2026-03-01,8",
      ", column value: the same entry stands again in line 47 with other values. That line was taken; remove one of the two.",
    ],
    ['"A-1,feature-1,2026-02-01,1', ": a quote is opened and never closed. Close it, or double it inside a cell."],
    [
      "A-1\u202E,feature-1,2026-02-01,1",
      ", column account_external_id: `A-1` has invisible characters in it. Type it anew.",
    ],
  ],
};

const KINDS = [people, accounts, contracts, metrics, usage];

async function run(organisation: OrganisationId): Promise<ImportReport[]> {
  const folder = await folderWith(Object.fromEntries(KINDS.map((kind) => [kind.name, fileOf(kind).content])));
  const clock = createMovableClock(new Date("2026-03-10T12:00:00Z"));
  const deps = { db: opened.db, ids: createIds(wallClock), clock, organisation, log: SILENT };
  const reports = await importFiles(deps, [folder.path], { backfill: false });
  await folder.remove();
  return reports;
}

describe("an import of 400 rows full of mistakes", () => {
  test("has 400 rows", () => {
    expect(KINDS.map((kind) => fileOf(kind).rows).reduce((sum, rows) => sum + rows, 0)).toBe(400);
  });

  test("takes every good row and names every bad one by its line", async () => {
    const organisation = await mintOrganisation(opened.db);
    const reports = await run(organisation);
    expect(reportLines(reports, says("en"))).toEqual(
      KINDS.flatMap((kind) => {
        const { said, rows } = fileOf(kind);
        const counts = `${String(rows)} read, ${String(kind.goods)} new or changed, 0 unchanged, ${String(kind.mistakes.length)} not taken.`;
        return [`${kind.name}: ${counts}`, ...said];
      }),
    );
    const again = await run(organisation);
    expect(again.map(({ changed }) => changed)).toEqual([0, 0, 0, 0, 0]);
    expect(again.map(({ complaints }) => complaints)).toEqual(reports.map(({ complaints }) => complaints));
  });

  test.each(["en", "de", "zh"] as const)("says the same in %s, with every value in its place", async (locale) => {
    const reports = await run(await mintOrganisation(opened.db));
    const printed = reportLines(reports, says(locale));
    await expect(`${printed.join("\n")}\n`).toMatchFileSnapshot(`golden/import/mistakes.${locale}.txt`);
    for (const each of printed) {
      expect(each).not.toMatch(/imports\.|\{\{|undefined|[\u0002\u0003]/);
    }
    expect(reportLines(reports, says("de")).find((each) => each.includes("31/02/2026"))).toBe(
      "  contracts.csv Zeile 23, Spalte starts_on: `31/02/2026` ist kein Tag. Schreiben Sie JJJJ-MM-TT.",
    );
  });
});

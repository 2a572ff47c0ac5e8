import { rename } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { importFiles, type ImportOptions, type ImportReport } from "../src/features/accounts/import/import.ts";
import { reportLines } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { folderWith, line, lines } from "./helpers/csv.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const NOON = "2026-03-10T12:00:00Z";
const say = createSays()("en");

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});

afterAll(async () => {
  await opened.close();
});

interface Imported {
  readonly reports: ImportReport[];
  readonly said: string[];
}

async function run(
  organisation: OrganisationId,
  files: Readonly<Record<string, string | Uint8Array>>,
  { at = NOON, ...options }: Partial<ImportOptions> & { at?: string } = {},
): Promise<Imported> {
  const folder = await folderWith(files);
  const clock = createMovableClock(new Date(at));
  const deps = { db, ids: createIds(wallClock), clock, organisation, log: SILENT };
  const reports = await importFiles(deps, [folder.path], { backfill: false, ...options });
  await folder.remove();
  return { reports, said: reportLines(reports, say).map((each) => each.trim()) };
}

async function rowsOf<Row extends object>(organisation: OrganisationId, sql: string): Promise<Row[]> {
  return db.read(organisation, (tx) => tx.rows<Row>(sql));
}

/** Everything an import writes, with the transaction that wrote each row last. */
async function versions(organisation: OrganisationId): Promise<string[]> {
  const tables = ["person", "account", "slot", "contract", "metric", "usage", "coverage"];
  const all = await Promise.all(
    tables.map((table) =>
      rowsOf<{ row: string }>(
        organisation,
        `select '${table} ' || t.xmin::text || to_jsonb(t)::text as row from ${table} t`,
      ),
    ),
  );
  return all
    .flat()
    .map(({ row }) => row)
    .sort();
}

const PEOPLE = lines(
  "email,name,role,timezone,locale,region,manager_email",
  "anna@northwind.example,Anna Kurz,csm,Europe/Berlin,de-DE,dach,olga@northwind.example",
  "marta@northwind.example,Marta Diaz,am,,en,dach,olga@northwind.example",
  "Olga@Northwind.example,Olga Petrova,admin;manager,,,,",
);
const ACCOUNTS = lines(
  "external_id,name,domain,segment,region,industry,lifecycle_stage,key_account,csm_email,am_email,timezone,currency",
  "A-1,Adatum GmbH,adatum.example,mid,dach,retail,adoption,yes,anna@northwind.example,marta@northwind.example,Europe/Berlin,EUR",
  "007,Contoso,,,,,,,,,,",
);
const CONTRACTS = lines(
  "external_id,account_external_id,product,arr,currency,seats,starts_on,ends_on,renews_on,notice_days,auto_renew,billing,decided_on,notice_on,ended_on,end_reason",
  "C-1,A-1,Suite,48000.50,EUR,120,2025-04-01,2026-03-31,2026-04-01,90,true,yearly,,,,",
  "C-2,007,Suite,5000000,JPY,,2025-01-01,,,,no,,,,,",
);
const METRICS = lines(
  "metric,kind,product,label,direction,limit,density,lag_days",
  "logins,login_events,,Logins,up,,dense,1",
  "exports,feature,Suite,Exports,up,1000.5,sparse,2",
  "orders,,,,,,,",
);
const USAGE = lines(
  "account_external_id,metric,day,value",
  "A-1,logins,2026-03-08,42",
  "007,logins,2026-03-08,0",
  "A-1,exports,2026-03-07,7.25",
);
const COMPANY = {
  "people.csv": PEOPLE,
  "accounts.csv": ACCOUNTS,
  "contracts.csv": CONTRACTS,
  "metrics.csv": METRICS,
  "usage.csv": USAGE,
};

async function mintWith(files: Readonly<Record<string, string>>): Promise<OrganisationId> {
  const organisation = await mintOrganisation(db);
  const { said } = await run(organisation, files);
  expect(said.filter((each) => !each.includes(" read, "))).toEqual([]);
  return organisation;
}

describe("an import", () => {
  test("takes a whole company in, whatever the order of its files", async () => {
    const organisation = await mintOrganisation(db);
    const seen: string[] = [];
    const { said } = await run(organisation, COMPANY, {
      onImported: async (kind) => {
        seen.push(kind);
        await Promise.resolve();
      },
    });
    expect(said).toEqual([
      "people.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
      "accounts.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "contracts.csv: 2 read, 2 new or changed, 0 unchanged, 0 not taken.",
      "metrics.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
      "usage.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
    ]);
    expect(seen).toEqual(["people", "accounts", "contracts", "metrics", "usage"]);
    expect(
      await rowsOf(
        organisation,
        "select p.email, p.name, p.roles, p.zone, p.locale, p.region, m.name as manager from person p left join person m on m.id = p.manager_id order by p.email",
      ),
    ).toEqual([
      {
        email: "anna@northwind.example",
        name: "Anna Kurz",
        roles: ["csm"],
        zone: "Europe/Berlin",
        locale: "de",
        region: "dach",
        manager: "Olga Petrova",
      },
      {
        email: "marta@northwind.example",
        name: "Marta Diaz",
        roles: ["am"],
        zone: null,
        locale: "en",
        region: "dach",
        manager: "Olga Petrova",
      },
      {
        email: "olga@northwind.example",
        name: "Olga Petrova",
        roles: ["manager", "admin"],
        zone: null,
        locale: null,
        region: null,
        manager: null,
      },
    ]);
    expect(
      await rowsOf(
        organisation,
        "select external_id, name, name_key, domain, lifecycle_stage, key_account, zone, currency from account order by external_id",
      ),
    ).toEqual([
      {
        external_id: "007",
        name: "Contoso",
        name_key: "contoso",
        domain: null,
        lifecycle_stage: "adoption",
        key_account: false,
        zone: null,
        currency: null,
      },
      {
        external_id: "A-1",
        name: "Adatum GmbH",
        name_key: "adatum",
        domain: "adatum.example",
        lifecycle_stage: "adoption",
        key_account: true,
        zone: "Europe/Berlin",
        currency: "EUR",
      },
    ]);
    expect(
      await rowsOf(
        organisation,
        "select a.external_id, s.slot, p.name from slot s join account a on a.id = s.account_id join person p on p.id = s.person_id order by 1, 2",
      ),
    ).toEqual([
      { external_id: "A-1", slot: "am", name: "Marta Diaz" },
      { external_id: "A-1", slot: "csm", name: "Anna Kurz" },
    ]);
    expect(
      await rowsOf(
        organisation,
        "select external_id, arr_minor, currency, seats, starts_on, renews_on, notice_days, auto_renew, ends_on, notice_on from contract order by external_id",
      ),
    ).toEqual([
      {
        external_id: "C-1",
        arr_minor: 4_800_050,
        currency: "EUR",
        seats: 120,
        starts_on: "2025-04-01",
        renews_on: "2026-04-01",
        notice_days: 90,
        auto_renew: true,
        ends_on: "2026-03-31",
        notice_on: null,
      },
      {
        external_id: "C-2",
        arr_minor: 5_000_000,
        currency: "JPY",
        seats: null,
        starts_on: "2025-01-01",
        renews_on: null,
        notice_days: null,
        auto_renew: false,
        ends_on: null,
        notice_on: null,
      },
    ]);
    expect(
      await rowsOf(organisation, "select name, kind, limit_value, density, lag_days from metric order by name"),
    ).toEqual([
      { name: "exports", kind: "feature", limit_value: "1000.5000", density: "sparse", lag_days: 2 },
      { name: "logins", kind: "login_events", limit_value: null, density: "dense", lag_days: 1 },
      { name: "orders", kind: null, limit_value: null, density: "dense", lag_days: 1 },
    ]);
    expect(await rowsOf(organisation, "select metric, day, value, known_at from usage order by metric, value")).toEqual(
      [
        { metric: "exports", day: "2026-03-07", value: 7.25, known_at: new Date(NOON) },
        { metric: "logins", day: "2026-03-08", value: 0, known_at: new Date(NOON) },
        { metric: "logins", day: "2026-03-08", value: 42, known_at: new Date(NOON) },
      ],
    );
  });

  test("of the same files again changes nothing, not even the version of a row", async () => {
    const organisation = await mintWith(COMPANY);
    const before = await versions(organisation);
    const { reports } = await run(organisation, COMPANY, { at: "2026-03-11T12:00:00Z" });
    expect(
      reports.map(({ kind, changed, unchanged, complaints }) => [kind, changed, unchanged, complaints.length]),
    ).toEqual([
      ["people", 0, 3, 0],
      ["accounts", 0, 2, 0],
      ["contracts", 0, 2, 0],
      ["metrics", 0, 3, 0],
      ["usage", 0, 3, 0],
    ]);
    expect(await versions(organisation)).toEqual(before);
  });

  test("counts the rows that say something new, once each", async () => {
    const organisation = await mintWith(COMPANY);
    const { said } = await run(organisation, {
      "people.csv": PEOPLE.replace("Anna Kurz", "Anna Lang").replace(
        /(Marta.*),olga@northwind.example/,
        "$1,anna@northwind.example",
      ),
      "accounts.csv": ACCOUNTS.replace("Adatum GmbH", "Adatum AG").replace("marta@northwind.example", ""),
      "contracts.csv": CONTRACTS.replace("48000.50", "52000"),
      "usage.csv": USAGE.replace(",42", ",43"),
    });
    expect(said).toEqual([
      "people.csv: 3 read, 2 new or changed, 1 unchanged, 0 not taken.",
      "accounts.csv: 2 read, 1 new or changed, 1 unchanged, 0 not taken.",
      "contracts.csv: 2 read, 1 new or changed, 1 unchanged, 0 not taken.",
      "usage.csv: 3 read, 1 new or changed, 2 unchanged, 0 not taken.",
    ]);
    expect(await rowsOf(organisation, "select slot from slot")).toEqual([{ slot: "csm" }]);
  });

  test("leaves alone what the file has no column for, and clears what it has a blank cell for", async () => {
    const organisation = await mintWith(COMPANY);
    await run(organisation, { "accounts.csv": lines("External_ID,Name", "A-1,Adatum") });
    const read =
      "select name, segment, lifecycle_stage, key_account, (select count(*)::int from slot) as slots from account where external_id = 'A-1'";
    expect(await rowsOf(organisation, read)).toEqual([
      { name: "Adatum", segment: "mid", lifecycle_stage: "adoption", key_account: true, slots: 2 },
    ]);
    await run(organisation, {
      "accounts.csv": lines("external_id,name,segment,lifecycle_stage,key_account,csm_email", "A-1,Adatum,,,,"),
    });
    expect(await rowsOf(organisation, read)).toEqual([
      { name: "Adatum", segment: null, lifecycle_stage: "adoption", key_account: true, slots: 1 },
    ]);
  });

  test("keeps an organisation's rows from every other", async () => {
    const one = await mintWith(COMPANY);
    const other = await mintWith({ "people.csv": PEOPLE });
    expect(await rowsOf(other, "select * from account")).toEqual([]);
    expect(await rowsOf(one, "select id from person")).toHaveLength(3);
    const { said } = await run(other, { "usage.csv": USAGE });
    expect(said[0]).toBe("usage.csv: 3 read, 0 new or changed, 0 unchanged, 3 not taken.");
  });
});

describe("what is known when", () => {
  const known = "select metric, day, value, ingested_at, known_at from usage order by metric, day";

  test("a corrected value is known as of the import that brought it, an unchanged one as before", async () => {
    const organisation = await mintWith({
      ...COMPANY,
      "usage.csv": lines("account_external_id,metric,day,value", "A-1,logins,2026-03-07,1", "A-1,logins,2026-03-08,2"),
    });
    await run(
      organisation,
      {
        "usage.csv": lines(
          "account_external_id,metric,day,value",
          "A-1,logins,2026-03-07,1",
          "A-1,logins,2026-03-08,3",
        ),
      },
      { at: "2026-03-12T09:00:00Z" },
    );
    const [first, second] = [new Date(NOON), new Date("2026-03-12T09:00:00Z")];
    expect(await rowsOf(organisation, known)).toEqual([
      { metric: "logins", day: "2026-03-07", value: 1, ingested_at: first, known_at: first },
      { metric: "logins", day: "2026-03-08", value: 3, ingested_at: second, known_at: second },
    ]);
  });

  test("history was known when its local day had ended and its source's delay was over, but never later than now", async () => {
    const organisation = await mintWith({
      "accounts.csv": lines("external_id,name", "A-1,Adatum"),
      "metrics.csv": METRICS,
    });
    await db.write(organisation, (tx) =>
      tx.rows("insert into setting (organisation_id, name, value) values ($1, 'zone', $2)", [
        organisation,
        JSON.stringify("America/New_York"),
      ]),
    );
    const usage = lines(
      "account_external_id,metric,day,value",
      "A-1,exports,2026-03-06,1",
      "A-1,logins,2026-03-06,1",
      "A-1,logins,2026-03-09,1",
    );
    const contract = lines(
      "external_id,account_external_id,arr,currency,starts_on",
      "C-1,A-1,1,EUR,2025-07-01",
      "C-2,A-1,1,EUR,2026-07-01",
    );
    await run(organisation, { "usage.csv": usage, "contracts.csv": contract }, { backfill: true });
    const now = new Date(NOON);
    expect(await rowsOf(organisation, known)).toEqual([
      { metric: "exports", day: "2026-03-06", value: 1, ingested_at: now, known_at: new Date("2026-03-09T04:00:00Z") },
      { metric: "logins", day: "2026-03-06", value: 1, ingested_at: now, known_at: new Date("2026-03-08T05:00:00Z") },
      { metric: "logins", day: "2026-03-09", value: 1, ingested_at: now, known_at: now },
    ]);
    expect(await rowsOf(organisation, "select external_id, known_at from contract order by 1")).toEqual([
      { external_id: "C-1", known_at: new Date("2025-07-01T04:00:00Z") },
      { external_id: "C-2", known_at: now },
    ]);
  });

  test("a file covers its days for every metric in it, those without a row included", async () => {
    const organisation = await mintWith(COMPANY);
    const covered = "select metric, day from coverage order by metric, day";
    expect(await rowsOf(organisation, covered)).toEqual([
      { metric: "exports", day: "2026-03-07" },
      { metric: "exports", day: "2026-03-08" },
      { metric: "logins", day: "2026-03-07" },
      { metric: "logins", day: "2026-03-08" },
    ]);
  });
});

describe("entries that stand twice", () => {
  const twice = lines(
    "account_external_id,metric,day,value",
    "A-1,logins,2026-03-01,1",
    "A-1,logins,2026-03-02,5",
    "A-1,logins,2026-03-01,2",
    "A-1,logins,2026-03-02,5",
    "A-1,logins,2026-03-01,3",
  );

  test("the last one counts and the others are named, also in the next import of the same file", async () => {
    const organisation = await mintWith({
      "accounts.csv": ACCOUNTS.replaceAll(/\w+@northwind.example/g, ""),
      "metrics.csv": METRICS,
    });
    const complaints = [
      "usage.csv line 2, column value: the same entry stands again in line 6 with other values. That line was taken; remove one of the two.",
      "usage.csv line 4, column value: the same entry stands again in line 6 with other values. That line was taken; remove one of the two.",
    ];
    expect((await run(organisation, { "usage.csv": twice })).said).toEqual([
      "usage.csv: 5 read, 2 new or changed, 1 unchanged, 2 not taken.",
      ...complaints,
    ]);
    expect((await run(organisation, { "usage.csv": twice })).said).toEqual([
      "usage.csv: 5 read, 0 new or changed, 3 unchanged, 2 not taken.",
      ...complaints,
    ]);
    expect(await rowsOf(organisation, "select day, value from usage order by day")).toEqual([
      { day: "2026-03-01", value: 3 },
      { day: "2026-03-02", value: 5 },
    ]);
  });

  test("more than a batch apart they still change nothing the second time", async () => {
    const organisation = await mintOrganisation(db);
    const accounts = lines(
      "external_id,name",
      "X,First",
      ...Array.from({ length: 1500 }, (_, at) => `N-${String(at)},Name ${String(at)}`),
      "X,Last",
    );
    const first = await run(organisation, { "accounts.csv": accounts });
    expect(first.said).toEqual([
      "accounts.csv: 1,502 read, 1,501 new or changed, 0 unchanged, 1 not taken.",
      "accounts.csv line 2, column external_id: the same entry stands again in line 1503 with other values. That line was taken; remove one of the two.",
    ]);
    expect((await run(organisation, { "accounts.csv": accounts })).reports[0]?.changed).toBe(0);
    expect(await rowsOf(organisation, "select name from account where external_id = 'X'")).toEqual([{ name: "Last" }]);
  });
});

describe("an import that breaks off", () => {
  test("keeps what it had saved, and run again it saves the rest", async () => {
    const organisation = await mintWith({ "metrics.csv": METRICS });
    const rows = Array.from({ length: 2500 }, (_, at) => `N-${String(at)},Name ${String(at)}`);
    const files = { "accounts.csv": lines("external_id,name", ...rows) };
    const folder = await folderWith(files);
    let writes = 0;
    const breaking: Database = {
      ...db,
      write(each, fn) {
        if (++writes === 2) throw new Error("the connection is gone");
        return db.write(each, fn);
      },
    };
    const deps = { ids: createIds(wallClock), clock: createMovableClock(new Date(NOON)), organisation, log: SILENT };
    await expect(importFiles({ ...deps, db: breaking }, [folder.path], { backfill: false })).rejects.toThrow(
      "the connection is gone",
    );
    expect(await rowsOf(organisation, "select id from account")).toHaveLength(1000);
    const [report] = await importFiles({ ...deps, db }, [folder.path], { backfill: false });
    expect(report).toMatchObject({ read: 2500, changed: 1500, unchanged: 1000, rejected: 0 });
    await folder.remove();
  });
});

describe("an account that was merged into another", () => {
  test("brings its contracts and its usage to the other, and days of both stand once", async () => {
    const organisation = await mintWith({
      "accounts.csv": lines("external_id,name", "OLD,Old", "NEW,New"),
      "metrics.csv": METRICS,
    });
    await db.write(organisation, (tx) =>
      tx.rows(
        "update account set merged_into = (select id from account where external_id = 'NEW') where external_id = 'OLD'",
      ),
    );
    const { said } = await run(organisation, {
      "contracts.csv": lines("external_id,account_external_id,arr,currency,starts_on", "C-1,OLD,1,EUR,2025-01-01"),
      "usage.csv": lines(
        "account_external_id,metric,day,value",
        "OLD,logins,2026-03-01,1",
        "NEW,logins,2026-03-01,2",
        "OLD,logins,2026-03-02,3",
      ),
    });
    expect(said).toEqual([
      "contracts.csv: 1 read, 1 new or changed, 0 unchanged, 0 not taken.",
      "usage.csv: 3 read, 2 new or changed, 0 unchanged, 1 not taken.",
      "usage.csv line 2, column value: the same entry stands again in line 3 with other values. That line was taken; remove one of the two.",
    ]);
    const owners =
      "select a.external_id, u.day, u.value from usage u join account a on a.id = u.account_id order by u.day";
    expect(await rowsOf(organisation, owners)).toEqual([
      { external_id: "NEW", day: "2026-03-01", value: 2 },
      { external_id: "NEW", day: "2026-03-02", value: 3 },
    ]);
    expect(
      await rowsOf(organisation, "select a.external_id from contract c join account a on a.id = c.account_id"),
    ).toEqual([{ external_id: "NEW" }]);
  });
});

describe("names from outside", () => {
  const names = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "<!channel>",
    "<@U123>",
    "<https://evil.example|https://good.example>",
    "&lt;!here&gt;",
    "*bold* _it_ ~no~ `code`",
    "{{name}} ${x} {{DATE(0)}}",
    "'; drop table person; --",
    "<script>alert(1)</script>",
    "__proto__",
    "constructor",
    "Café",
    "Аcme",
    "👨‍👩‍👧‍👦 family",
    "İstanbul ß",
    "100 % _\\",
    "C:\\new\\table",
    "{a,b}",
    "NULL",
    '"quoted"',
    'a"b',
  ];

  test("go through as text, letter for letter", async () => {
    const organisation = await mintOrganisation(db);
    const { said } = await run(organisation, {
      "accounts.csv": lines("external_id,name,segment", ...names.map((name, at) => line(String(at), name, name))),
    });
    expect(said).toEqual([
      `accounts.csv: ${String(names.length)} read, ${String(names.length)} new or changed, 0 unchanged, 0 not taken.`,
    ]);
    const stored = await rowsOf<{ name: string; segment: string }>(
      organisation,
      "select name, segment from account order by external_id::int",
    );
    expect(stored).toEqual(names.map((name) => ({ name, segment: name })));
  });

  test("lose their control and bidi characters, and no others", async () => {
    const organisation = await mintOrganisation(db);
    await run(organisation, {
      "accounts.csv": lines(
        "external_id,name",
        line("1", "Evil\u202Egnp.exe\u2066\u2069"),
        line("2", "Two\nlines\tand\u0007 a bell"),
        line("3", "Zero\u200Bwidth\u2060\u{E0041}"),
        line("4", "Cafe\u0301"),
        line("5", "\u200F نام\u200Cها"),
      ),
    });
    expect(await rowsOf(organisation, "select name from account order by external_id")).toEqual([
      { name: "Evilgnp.exe" },
      { name: "Two lines and a bell" },
      { name: "Zerowidth" },
      { name: "Café" },
      { name: "نام\u200Cها" },
    ]);
  });

  test("of accounts and metrics are told apart letter for letter where usage names them", async () => {
    const organisation = await mintOrganisation(db);
    const { said } = await run(organisation, {
      "accounts.csv": lines("external_id,name", ...names.map((name) => line(name, "Somebody"))),
      "metrics.csv": lines("metric", ...names.map((name) => line(name))),
      "usage.csv": lines(
        "account_external_id,metric,day,value",
        ...names.flatMap((name, at) =>
          names.map((metric, place) => line(name, metric, "2026-03-01", String(at * names.length + place))),
        ),
      ),
    });
    const all = names.length ** 2;
    expect(said.at(-1)).toBe(
      `usage.csv: ${String(all)} read, ${String(all)} new or changed, 0 unchanged, 0 not taken.`,
    );
    const stored = await rowsOf<{ account: string; metric: string }>(
      organisation,
      "select a.external_id as account, u.metric from usage u join account a on a.id = u.account_id order by u.value",
    );
    expect(stored).toEqual(names.flatMap((account) => names.map((metric) => ({ account, metric }))));
  });

  test("with blanks around them are the same as without, also in usage", async () => {
    const organisation = await mintWith({
      "accounts.csv": lines("external_id,name", "A-1,Adatum"),
      "metrics.csv": METRICS,
    });
    const { said } = await run(organisation, {
      "usage.csv": lines(
        "account_external_id,metric,day,value",
        "A-1,logins,2026-03-01,1",
        " A-1 , logins,2026-03-01 ,2",
        "A-1,logins,2026-03-02, 3 ",
        "A-1 ,logins,2026-03-02,3",
      ),
    });
    expect(said).toEqual([
      "usage.csv: 4 read, 2 new or changed, 1 unchanged, 1 not taken.",
      "usage.csv line 2, column value: the same entry stands again in line 3 with other values. That line was taken; remove one of the two.",
    ]);
    expect(await rowsOf(organisation, "select day, value from usage order by day")).toEqual([
      { day: "2026-03-01", value: 2 },
      { day: "2026-03-02", value: 3 },
    ]);
  });

  test("an id keeps its case, its inner spaces and its leading zeros", async () => {
    const organisation = await mintOrganisation(db);
    await run(organisation, { "accounts.csv": lines("external_id,name", "007,a", "7,b", "Ab 1,c", "aB 1,d", " x ,e") });
    expect(await rowsOf(organisation, "select external_id from account order by name")).toEqual(
      ["007", "7", "Ab 1", "aB 1", "x"].map((id) => ({ external_id: id })),
    );
  });
});

describe("files and headers", () => {
  test("a file of an unknown kind is named with what is allowed, and the others go in", async () => {
    const organisation = await mintOrganisation(db);
    const { said } = await run(organisation, {
      "people.csv": PEOPLE,
      "payroll.csv": "a\n",
      "notes.txt": "not looked at",
    });
    expect(said).toEqual([
      "payroll.csv: this is no kind of file that can be imported. Name it after what it holds: people.csv, accounts.csv, slots.csv, contacts.csv, contracts.csv, contract_events.csv, metrics.csv, usage.csv, tickets.csv, invoices.csv, interactions.csv, opportunities.csv, goals.csv, surveys.csv, responsibilities.csv, quotas.csv, rates.csv.",
      "people.csv: 3 read, 3 new or changed, 0 unchanged, 0 not taken.",
    ]);
  });

  test("a file can be given singly, and one that isn't there is named", async () => {
    const organisation = await mintOrganisation(db);
    const folder = await folderWith({ "people.csv": PEOPLE });
    await rename(path.join(folder.path, "people.csv"), path.join(folder.path, "People.CSV"));
    const deps = {
      db,
      ids: createIds(wallClock),
      clock: createMovableClock(new Date(NOON)),
      organisation,
      log: SILENT,
    };
    const paths = ["People.CSV", "usage.csv"].map((name) => path.join(folder.path, name));
    const reports = await importFiles(deps, paths, { backfill: false });
    expect(
      reports.map(({ kind, file, changed, complaints }) => [
        kind,
        file,
        changed,
        complaints.map((each) => each.problem.key),
      ]),
    ).toEqual([
      [undefined, paths[1], 0, ["imports.no-file"]],
      ["people", "People.CSV", 3, []],
    ]);
    await folder.remove();
  });

  test("an empty folder says what could be in it", async () => {
    const { said } = await run(await mintOrganisation(db), {});
    expect(said[0]).toContain("there is nothing to import in this folder. Files are: people.csv,");
  });

  test.each<[string, string | Uint8Array, string]>([
    [
      "nothing",
      "",
      "usage.csv: there is no header row, so nothing was imported. The first line must name the columns: account_external_id, metric, day, value.",
    ],
    [
      "a column twice",
      "account_external_id,metric,day,value,value\n",
      "usage.csv line 1, column value: the column stands twice, so nothing was imported. Remove one of the two.",
    ],
    [
      "65 columns",
      `${"x,".repeat(64)}x\n`,
      "usage.csv line 1: the header has 65 columns, so nothing was imported. At most 64 are allowed.",
    ],
    ["UTF-16", Buffer.from("\uFEFFday,value\n", "utf16le"), "usage.csv: the file is UTF-16. Save it as CSV UTF-8."],
    [
      "a spreadsheet",
      Uint8Array.from([0x50, 0x4b, 3, 4]),
      "usage.csv: this is a spreadsheet or an archive. Save it as CSV UTF-8.",
    ],
    [
      "a header in Windows-1252",
      Buffer.from("l\xe4nge,day\n", "latin1"),
      "usage.csv line 1: the line has letters that aren't UTF-8; it may be Windows-1252. Save the file as CSV UTF-8.",
    ],
  ])("a file with %s is refused with one sentence", async (_what, content, sentence) => {
    const { said } = await run(await mintOrganisation(db), { "usage.csv": content });
    expect(said).toEqual(["usage.csv: 0 read, 0 new or changed, 0 unchanged, 0 not taken.", sentence]);
  });

  test("a header that lacks several columns is told what the columns are once", async () => {
    const { said } = await run(await mintOrganisation(db), { "usage.csv": "account,metrik,day\n" });
    expect(said.slice(1)).toEqual([
      "usage.csv line 1: `account` is no column of usage and was ignored. Did you mean account_external_id?",
      "usage.csv line 1: `metrik` is no column of usage and was ignored. Did you mean metric?",
      "usage.csv line 1, column account_external_id: the column is missing, so nothing was imported. Add it to the header.",
      "usage.csv line 1, column metric: the column is missing, so nothing was imported. Add it to the header.",
      "usage.csv line 1, column value: the column is missing, so nothing was imported. Add it to the header.",
      "usage.csv line 1: the columns of usage are: account_external_id, metric, day, value.",
    ]);
  });

  test("columns that nobody knows are ignored and named, __proto__ among them", async () => {
    const organisation = await mintOrganisation(db);
    const { said } = await run(organisation, {
      "accounts.csv":
        "external_id,__proto__,name,,constructor\r\n1,x,Adatum,,y\r\n2,x,Contoso,,y\r\n3,x,Contoso, Ltd,,y\r\n",
    });
    const known =
      "the columns of accounts are: external_id, name, domain, segment, region, industry, lifecycle_stage, key_account, csm_email, am_email, timezone, currency, sponsor_email, how_to_help, needs, future_needs.";
    expect(said).toEqual([
      "accounts.csv: 3 read, 2 new or changed, 0 unchanged, 1 not taken.",
      "accounts.csv line 1: `__proto__` is no column of accounts and was ignored.",
      "accounts.csv line 1: column 4 has no name and was ignored.",
      "accounts.csv line 1: `constructor` is no column of accounts and was ignored.",
      `accounts.csv line 1: ${known}`,
      "accounts.csv line 4: the line has 6 cells, but the header has 5 columns. Put cells that contain a comma in quotes.",
    ]);
  });
});

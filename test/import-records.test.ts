import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Database } from "../src/db/transaction.ts";
import type { KindName } from "../src/features/accounts/import/complaint.ts";
import { importRecords, MOST_RECORDS, type RecordsOptions } from "../src/features/accounts/import/records.ts";
import { rejectedText } from "../src/features/accounts/import/sentences.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { createIds, type OrganisationId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { keptLog } from "./helpers/slack-request.ts";

const say = createSays()("en");
const log = keptLog();

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

async function send(
  organisation: OrganisationId,
  kind: KindName,
  records: readonly unknown[],
  options: RecordsOptions = {},
  at = "2026-03-10T12:00:00Z",
) {
  const deps = { db, ids: createIds(wallClock), clock: createMovableClock(new Date(at)), organisation, log };
  const { rejected, ...counts } = await importRecords(deps, kind, records, options);
  return { ...counts, said: rejected.map((each) => `${String(each.index)}: ${plain(rejectedText(say, each))}`) };
}

const NOTHING_WRONG = { said: [], unlisted: 0, ignored: [] };

async function mint(): Promise<OrganisationId> {
  const organisation = await mintOrganisation(db);
  const accounts = [
    { external_id: "A-1", name: "Adatum", segment: "mid" },
    { external_id: "A-2", name: "Contoso" },
  ];
  expect(await send(organisation, "accounts", accounts)).toEqual({ ...NOTHING_WRONG, accepted: 2, changed: 2 });
  return organisation;
}

async function rowsOf(organisation: OrganisationId, sql: string): Promise<object[]> {
  return db.read(organisation, (tx) => tx.rows(sql));
}

describe("records", () => {
  test("are checked and saved as the lines of a file are, in JSON's own values, and again they change nothing", async () => {
    const organisation = await mint();
    const contracts = [
      {
        external_id: "C-1",
        account_external_id: "A-1",
        arr: 48000.5,
        currency: "EUR",
        starts_on: "2025-01-01",
        seats: 5,
        auto_renew: true,
      },
      {
        external_id: "C-2",
        account_external_id: "A-2",
        arr: "100",
        currency: "EUR",
        starts_on: "2025-01-01",
        seats: null,
      },
    ];
    expect(await send(organisation, "contracts", contracts)).toEqual({ ...NOTHING_WRONG, accepted: 2, changed: 2 });
    expect(await send(organisation, "contracts", contracts)).toEqual({ ...NOTHING_WRONG, accepted: 2, changed: 0 });
    expect(
      await rowsOf(organisation, "select external_id, arr_minor, seats, auto_renew from contract order by 1"),
    ).toEqual([
      { external_id: "C-1", arr_minor: 4_800_050, seats: 5, auto_renew: true },
      { external_id: "C-2", arr_minor: 10_000, seats: null, auto_renew: null },
    ]);
  });

  test("that can't be taken are named by their place with each problem, and no good one is lost", async () => {
    const organisation = await mint();
    const records = [
      { external_id: "A-1", name: "Adatum AG" },
      null,
      "A-1",
      [{ external_id: "A-1" }],
      { external_id: "A-3" },
      { external_id: "A-4", name: { first: "x" }, domain: "https://x" },
      { external_id: "A\0", name: "x", currency: "\ud800" },
      { external_id: "A-5", name: "First", Segment: "mid", __proto__: { segment: "x" } },
      { external_id: "A-5", name: "Last" },
      JSON.parse('{"external_id":"A-6","name":"Proto","__proto__":"x","constructor":"y"}'),
      { external_id: "A-7", name: "x", key_account: "maybe", lifecycle_stage: "onbording" },
      { external_id: Infinity, name: "x" },
      { external_id: 2 ** 53, name: "x" },
    ];
    expect(await send(organisation, "accounts", records)).toEqual({
      accepted: 3,
      changed: 3,
      unlisted: 0,
      ignored: ["Segment", "__proto__", "constructor"],
      said: [
        "1: the record is no object. Send fields by their names.",
        "2: the record is no object. Send fields by their names.",
        "3: the record is no object. Send fields by their names.",
        "4: name: there is no value. Fill it in.",
        '5: name: {"first":"x"} is no single value. Send text, a number, true, false or null.',
        "6: external_id: A has invisible characters in it. Type it anew.",
        "6: currency: � has invisible characters in it. Type it anew.",
        "7: external_id: the same entry was sent again as record 8 with other values. That one was taken; leave one out.",
        "10: lifecycle_stage: onbording is not known. Did you mean onboarding? Use one of: onboarding, adoption, value, renewal, churned.",
        "10: key_account: maybe is neither yes nor no. Use true or false.",
        "11: external_id: Infinity has more digits than a JSON number keeps. Send it as text.",
        "12: external_id: 9007199254740992 has more digits than a JSON number keeps. Send it as text.",
      ],
    });
    expect(await rowsOf(organisation, "select external_id, name, segment from account order by 1")).toEqual([
      { external_id: "A-1", name: "Adatum AG", segment: "mid" },
      { external_id: "A-2", name: "Contoso", segment: null },
      { external_id: "A-5", name: "Last", segment: null },
      { external_id: "A-6", name: "Proto", segment: null },
    ]);
  });

  test("may each have other fields: one that isn't there leaves what is stored alone, null clears it", async () => {
    const organisation = await mint();
    const ticket = { account_external_id: "A-1", opened_at: "2026-03-01T10:00:00Z" };
    const records = Array.from({ length: 40 }, (_, at) => ({
      ...ticket,
      external_id: `T-${String(at)}`,
      ...(at % 2 === 0 ? { closed_at: "2026-03-02T10:00:00Z" } : { subject: "Slow", severity: 2 }),
    }));
    expect(await send(organisation, "tickets", records)).toMatchObject({ accepted: 40, changed: 40 });
    const change = [
      { ...ticket, external_id: "T-0", severity: 3 },
      { ...ticket, external_id: "T-1", subject: null, closed_at: "2026-03-05T10:00:00Z" },
    ];
    expect(await send(organisation, "tickets", change)).toMatchObject({ accepted: 2, changed: 2, said: [] });
    expect(
      await rowsOf(
        organisation,
        "select closed_at, severity, subject from ticket where external_id in ('T-0', 'T-1') order by external_id",
      ),
    ).toEqual([
      { closed_at: new Date("2026-03-02T10:00:00Z"), severity: 3, subject: null },
      { closed_at: new Date("2026-03-05T10:00:00Z"), severity: 2, subject: null },
    ]);
  });

  test("of usage cover no day unless they are said to be all there is", async () => {
    const organisation = await mint();
    await send(organisation, "metrics", [{ metric: "logins", density: "sparse" }]);
    const usage = [{ account_external_id: "A-1", metric: "logins", day: "2026-03-09", value: 3 }];
    expect(await send(organisation, "usage", usage)).toMatchObject({ accepted: 1, changed: 1 });
    expect(await rowsOf(organisation, "select day from coverage")).toEqual([]);
    expect(await send(organisation, "usage", usage, { complete: true })).toMatchObject({ accepted: 1, changed: 0 });
    expect(await rowsOf(organisation, "select day from coverage")).toEqual([{ day: "2026-03-09" }]);
    expect(await send(organisation, "usage", [{ account_external_id: "A-1", metric: "logins" }])).toMatchObject({
      said: ["0: day: there is no value. Fill it in.", "0: value: there is no value. Fill it in."],
    });
  });

  test("stand in the timeline as having come by the API, once", async () => {
    const organisation = await mint();
    const records = [{ account_external_id: "A-1", kind: "note", occurred_at: "2026-03-01T10:00:00Z", summary: "x" }];
    expect(await send(organisation, "interactions", records)).toMatchObject({ accepted: 1, changed: 1 });
    expect(await send(organisation, "interactions", records)).toMatchObject({ accepted: 1, changed: 0 });
    expect(await rowsOf(organisation, "select via from timeline")).toEqual([{ via: "api" }]);
  });

  test("are at most a thousand at once", async () => {
    const many = Array.from({ length: MOST_RECORDS + 1 }, (_, at) => ({ metric: `m-${String(at)}` }));
    const organisation = await mint();
    await expect(send(organisation, "metrics", many)).rejects.toThrow(RangeError);
    expect(await send(organisation, "metrics", many.slice(1))).toMatchObject({ accepted: 1000, changed: 1000 });
  });
});

describe("what the CRM says", () => {
  test("isn't changed by a file, and changes what a file said", async () => {
    const organisation = await mint();
    const dana = { account_external_id: "A-1", email: "dana@adatum.example" };
    const names = (): Promise<object[]> => rowsOf(organisation, "select name, source from contact");
    await send(organisation, "contacts", [{ ...dana, name: "From a file" }]);
    await send(organisation, "contacts", [{ ...dana, name: "From the CRM" }], { source: "crm" });
    expect(await names()).toEqual([{ name: "From the CRM", source: "crm" }]);
    expect(await send(organisation, "contacts", [{ ...dana, name: "From a file" }])).toMatchObject({ changed: 0 });
    expect(await names()).toEqual([{ name: "From the CRM", source: "crm" }]);

    const account = { external_id: "A-1", name: "Adatum" };
    const needs = (): Promise<object[]> => rowsOf(organisation, "select value, source from profile_field");
    await send(organisation, "accounts", [{ ...account, needs: "CRM" }], { source: "crm" });
    await send(organisation, "accounts", [{ ...account, needs: "file" }]);
    await send(organisation, "accounts", [{ ...account, needs: null }]);
    expect(await needs()).toEqual([{ value: "CRM", source: "crm" }]);
    await send(organisation, "accounts", [{ ...account, needs: null }], { source: "crm" });
    expect(await needs()).toEqual([]);
  });
});

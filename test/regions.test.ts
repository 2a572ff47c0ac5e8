import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFiles } from "../src/features/accounts/import/import.ts";
import { ids } from "./helpers/company.ts";
import { folderWith, lines } from "./helpers/csv.ts";
import { runApp, type RunningApp } from "./helpers/running-app.ts";
import { keptLog } from "./helpers/slack-request.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

async function bring(files: Readonly<Record<string, string>>): Promise<number> {
  const folder = await folderWith(files);
  try {
    const { app, clock, company } = house;
    const deps = { db: app.db, ids, clock, organisation: company.organisation, log: keptLog() };
    const reports = await importFiles(deps, [folder.path], { backfill: false });
    expect(reports.flatMap(({ complaints }) => complaints)).toEqual([]);
    return reports.reduce((sum, { changed }) => sum + changed, 0);
  } finally {
    await folder.remove();
  }
}

async function regions(table: "person" | "account", key: "email" | "external_id", of: string): Promise<string[]> {
  const rows = await house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<{ region: string }>(`select region from ${table} where ${key} like $1 order by ${key}`, [of]),
  );
  return rows.map(({ region }) => region);
}

describe("two spellings of one region", () => {
  test("in one file are the one that was written first", async () => {
    const rows = ["R1,One,EMEA ", "R2,Two,emea", "R3,Three,Emea", "R4,Four,apac"];
    await bring({ "accounts.csv": lines("external_id,name,region", ...rows) });
    expect(await regions("account", "external_id", "R_")).toEqual(["EMEA", "EMEA", "EMEA", "apac"]);
  });

  test("of people and of accounts are one, so that a region's Account Managers are found", async () => {
    const rows = ["r-one@acme.example,R One,am,  eMeA", "r-two@acme.example,R Two,am,ＡＰＡＣ"];
    await bring({ "people.csv": lines("email,name,role,region", ...rows) });
    expect(await regions("person", "email", "r-%@acme.example")).toEqual(["EMEA", "apac"]);
  });

  test("are no change when the file comes again in the other one", async () => {
    expect(await bring({ "accounts.csv": lines("external_id,name,region", "R1,One,emea", "R2,Two,EMEA") })).toBe(0);
  });

  test("are one where an administrator types it", async () => {
    const { ada } = house.company;
    const typed = { name: "Rita Region", email: "x-rita@acme.example", role: "am", region: " emea " };
    await house.submit(ada, "setup.person", "", typed);
    expect(await regions("person", "email", "x-rita@acme.example")).toEqual(["EMEA"]);
  });
});

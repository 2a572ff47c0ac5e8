import { afterAll, beforeAll, expect, test } from "vitest";
import { importRecords } from "../src/features/accounts/import/records.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, ids } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { keptLog } from "./helpers/slack-request.ts";

const CRM_MARK = "changed in chat; the CRM may overwrite it";
const log = keptLog();

let house: RunningApp;
let account: AccountId;
let external = "";
beforeAll(async () => {
  house = await runApp();
  const { organisation, anna } = house.company;
  account = await house.app.db.write(organisation, (tx) => addAccount(tx, "Tailspin", { csm: anna.id }));
  const [row] = await house.app.db.read(organisation, (tx) =>
    tx.rows<{ external_id: string }>("select external_id from account where id = $1", [account]),
  );
  external = row?.external_id ?? "";
});
afterAll(() => house.stop());

async function bring(source: "crm" | "csv", more: object): Promise<void> {
  const { app, clock, company } = house;
  const deps = { db: app.db, ids, clock, organisation: company.organisation, log };
  const record = { account_external_id: external, email: "dana@tailspin.example", name: "Dana Vogt", ...more };
  expect((await importRecords(deps, "contacts", [record], { source })).rejected).toEqual([]);
}

async function changed(values: Record<string, string>): Promise<void> {
  const { organisation, anna } = house.company;
  const [row] = await house.app.db.read(organisation, (tx) =>
    tx.rows<{ id: string }>("select id from contact where account_id = $1", [account]),
  );
  const answer = await house.submit(anna, "accounts.contact", row?.id ?? "", { leftOn: "", ...values });
  expect(wordsOf(answer)).toContain("Dana Vogt");
}

const shown = async (): Promise<string> => wordsOf(await house.command(house.company.anna, "/tandem contact tailspin"));

test("what is changed in chat of a contact of the CRM's is marked until the CRM says it anew, and no file ends it", async () => {
  await bring("crm", { role: "user", strength: "fair" });
  expect(await shown()).not.toContain("changed in chat");
  await changed({ role: "user", strength: "fair" });
  expect(await shown()).not.toContain("changed in chat");

  await changed({ role: "champion", strength: "strong" });
  expect(await shown()).toMatch(new RegExp(`Dana Vogt.*champion.*strong tie.*${CRM_MARK}`));
  await bring("csv", { role: "user", strength: "weak" });
  expect(await shown()).toMatch(new RegExp(`Dana Vogt.*champion.*strong tie.*${CRM_MARK}`));

  await bring("crm", { role: "buyer" });
  expect(await shown()).toMatch(new RegExp(`Dana Vogt.*economic buyer.*strong tie.*${CRM_MARK}`));
  await bring("crm", { role: "buyer", strength: "strong" });
  expect(await shown()).toMatch(/Dana Vogt.*economic buyer.*strong tie/);
  expect(await shown()).not.toContain("changed in chat");
});

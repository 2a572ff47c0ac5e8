import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importFiles } from "../src/features/accounts/import/import.ts";
import { importRecords } from "../src/features/accounts/import/records.ts";
import { placeAssumed, saveStage } from "../src/features/accounts/stage-store.ts";
import { stageJob } from "../src/features/accounts/staging.ts";
import { createFeatures, createDirectory } from "../src/features/index.ts";
import { createContexts } from "../src/inbound/context.ts";
import { addDays, fixedDate, type LocalDate } from "../src/kernel/business-time.ts";
import type { Statement, Tx } from "../src/kernel/deps.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { ids } from "./helpers/company.ts";
import { folderWith, lines } from "./helpers/csv.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { keptLog } from "./helpers/slack-request.ts";

const TODAY = fixedDate("2026-11-24");
const ACCOUNTS = "external_id,name,csm_email,am_email";
const CONTRACTS = "external_id,account_external_id,arr,currency,starts_on,ended_on";
const log = keptLog();

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

let made = 0;
let key = "";
beforeEach(() => {
  house.clock.set(NINE);
  key = `S-${String(++made)}`;
});

function deps() {
  const { app, clock, company } = house;
  return { db: app.db, ids, clock, organisation: company.organisation, log };
}

async function bring(files: Readonly<Record<string, string>>): Promise<void> {
  const folder = await folderWith(files);
  try {
    const reports = await importFiles(deps(), [folder.path], { backfill: false });
    expect(reports.flatMap(({ complaints }) => complaints)).toEqual([]);
  } finally {
    await folder.remove();
  }
}

async function accountLine(): Promise<string> {
  const { organisation, anna, marta } = house.company;
  const people = [anna.id, marta.id];
  const rows = await house.app.db.read(organisation, (tx) =>
    tx.rows<{ email: string }>(
      "select email from person where id = any($1::uuid[]) order by array_position($1::uuid[], id)",
      [people],
    ),
  );
  return `${key},Fourth Coffee ${key},${rows.map(({ email }) => email).join(",")}`;
}

function contract(name: string, startsOn: LocalDate, endedOn?: LocalDate): string {
  return `${key}-${name},${key},48000,EUR,${startsOn},${endedOn ?? ""}`;
}

async function stored(): Promise<{ id: AccountId; stage: string; assumed: boolean; reason: string | null }> {
  const [row] = await house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<Awaited<ReturnType<typeof stored>>>(
      `select id, lifecycle_stage as stage, stage_assumed as assumed, stage_reason as reason
         from account where external_id = $1`,
      [key],
    ),
  );
  if (!row) throw new Error(`there is no account ${key}`);
  return row;
}

async function night(day: LocalDate): Promise<void> {
  const context = createContexts({
    features: createFeatures(),
    ids,
    directory: createDirectory(house.clock),
    posts: (open, now) => createPosts(open, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: async () => undefined }),
    onEvent: () => undefined,
  });
  let data: Readonly<Record<string, string>> | undefined = { day };
  while (data) {
    const now: Readonly<Record<string, string>> = data;
    data = await house.app.db.write(house.company.organisation, (tx) =>
      stageJob.run(context(tx, house.clock.now()), now),
    );
  }
}

/** What the night of the scores found. */
function usesMostOfIt(account: AccountId): Promise<object[]> {
  return house.app.db.write(house.company.organisation, (tx) =>
    tx.rows(
      `insert into risk_snapshot (organisation_id, account_id, day, version, features, p, reasons, computed_at)
       values ($1, $2, $3, 1, '{"breadth_28": 0.7}', 0.05, '{"intercept": -3, "terms": []}', $4)`,
      [tx.organisation, account, TODAY, NINE],
    ),
  );
}

describe("a customer of whom no file says the stage", () => {
  test("is past onboarding when its first contract began 90 days ago, and the night makes an offer of its CSM's heard", async () => {
    await bring({
      "accounts.csv": lines(ACCOUNTS, await accountLine()),
      "contracts.csv": lines(CONTRACTS, contract("1", addDays(TODAY, -90))),
    });
    const { id, ...placed } = await stored();
    expect(placed).toEqual({ stage: "adoption", assumed: true, reason: null });
    await usesMostOfIt(id);
    await night(TODAY);
    expect(await stored()).toMatchObject({ stage: "value", assumed: false, reason: "breadth" });
    await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, id, house.clock.now()));
    const offer = await house.submit(house.company.anna, "opportunities.spot", id, {
      product: "the archive",
      benefit: "Month-end reports are still copied by hand from three exports, every time.",
      word: "yes",
    });
    expect(wordsOf(offer)).not.toContain("still settling in");
    await house.app.settle();
    expect((await house.standingIn("am")).join("\n")).toContain(`Fourth Coffee ${key}`);
  });

  test("settles in while the first contract is 89 days old, and the night of the ninetieth brings it on", async () => {
    const recent = addDays(TODAY, -89);
    await bring({
      "accounts.csv": lines(ACCOUNTS, await accountLine()),
      "contracts.csv": lines(CONTRACTS, contract("1", recent)),
    });
    expect(await stored()).toMatchObject({ stage: "onboarding", assumed: true });
    await night(TODAY);
    expect(await stored()).toMatchObject({ stage: "onboarding", assumed: false });
    await night(addDays(TODAY, 1));
    expect(await stored()).toMatchObject({ stage: "adoption", reason: "stalled" });
  });

  test("is past it by its first contract, though the one that runs now is new", async () => {
    await bring({
      "accounts.csv": lines(ACCOUNTS, await accountLine()),
      "contracts.csv": lines(
        CONTRACTS,
        contract("1", addDays(TODAY, -400), addDays(TODAY, -30)),
        contract("2", addDays(TODAY, -30)),
      ),
    });
    expect(await stored()).toMatchObject({ stage: "adoption" });
  });

  test("has churned once its last contract ended, and settles in anew when it came back after a while without one", async () => {
    const ended = contract("1", addDays(TODAY, -700), addDays(TODAY, -300));
    await bring({
      "accounts.csv": lines(ACCOUNTS, await accountLine()),
      "contracts.csv": lines(CONTRACTS, ended),
    });
    expect(await stored()).toMatchObject({ stage: "churned" });
    await night(TODAY);
    await bring({ "contracts.csv": lines(CONTRACTS, ended, contract("2", addDays(TODAY, -20))) });
    expect(await stored()).toMatchObject({ stage: "onboarding" });
  });

  test("comes right whichever way its contracts arrive, one record at a time and the newest first", async () => {
    await importRecords(deps(), "accounts", [{ external_id: key, name: `Fourth Coffee ${key}` }]);
    expect(await stored()).toMatchObject({ stage: "onboarding", assumed: true });
    const record = (name: string, starts_on: LocalDate, ended_on?: LocalDate) => ({
      external_id: `${key}-${name}`,
      account_external_id: key,
      arr: 48_000,
      currency: "EUR",
      starts_on,
      ended_on: ended_on ?? null,
    });
    await importRecords(deps(), "contracts", [record("3", addDays(TODAY, -800), addDays(TODAY, -600))]);
    expect(await stored()).toMatchObject({ stage: "churned" });
    await importRecords(deps(), "contracts", [record("1", addDays(TODAY, -500))]);
    expect(await stored()).toMatchObject({ stage: "adoption" });
    await importRecords(deps(), "accounts", [
      { external_id: key, name: `Fourth Coffee ${key}`, lifecycle_stage: "value" },
    ]);
    expect(await stored()).toMatchObject({ stage: "value", assumed: false });
    await importRecords(deps(), "contracts", [record("1", addDays(TODAY, -501))]);
    expect(await stored()).toMatchObject({ stage: "value" });
  });

  test("keeps the stage that a file said of it", async () => {
    const line = `${await accountLine()},onboarding`;
    await bring({
      "accounts.csv": lines(`${ACCOUNTS},lifecycle_stage`, line),
      "contracts.csv": lines(CONTRACTS, contract("1", addDays(TODAY, -500))),
    });
    expect(await stored()).toMatchObject({ stage: "onboarding", assumed: false });
  });
});

test("a stage that somebody sets while the contracts are read is theirs, and isn't placed over", async () => {
  await bring({ "accounts.csv": lines(ACCOUNTS, await accountLine()) });
  const { id } = await stored();
  await bring({ "contracts.csv": lines(CONTRACTS, contract("1", addDays(TODAY, -5))) });
  expect(await stored()).toMatchObject({ stage: "onboarding", assumed: true });
  await house.app.db.write(house.company.organisation, async (tx) => {
    await tx.rows("update contract set starts_on = $2 where account_id = $1", [id, addDays(TODAY, -90)]);
    let isRead = false;
    const between: Tx = {
      ...tx,
      organisation: tx.organisation,
      async rows<Row extends object>(sql: string | Statement, values?: readonly unknown[]): Promise<Row[]> {
        const rows = await tx.rows<Row>(sql, values);
        if (!isRead) saveStage(tx, id, { stage: "value", since: NINE, reason: "by hand", heldUntil: undefined });
        isRead = true;
        return rows;
      },
    };
    await placeAssumed(between, [id], TODAY);
    expect(isRead).toBe(true);
  });
  expect(await stored()).toMatchObject({ stage: "value", assumed: false, reason: "by hand" });
});

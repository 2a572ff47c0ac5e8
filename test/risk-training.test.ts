import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { activeModel } from "../src/features/risk/learning/model-store.ts";
import { createDirectory } from "../src/features/index.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { replay } from "../src/features/risk/learning/replay.ts";
import { reportHtml } from "../src/features/risk/learning/report.ts";
import { accountabilityOf } from "../src/features/risk/learning/accountability-store.ts";
import { pastCustomersAfter } from "../src/features/risk/learning/past-store.ts";
import { FIRST } from "../src/features/risk/night-store.ts";
import { snapshotsOf, standingsOf } from "../src/features/risk/store.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, type Company, mintCompany } from "./helpers/company.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addLeavingCustomers } from "./helpers/leaving-company.ts";
import { day, riskWorld } from "./helpers/risk.ts";

const MONDAY = day("2026-11-23");

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

function nightOf(date: LocalDate): Date {
  return new Date(`${date}T02:00:00Z`);
}

interface Scene {
  readonly company: Company;
  readonly world: ReturnType<typeof riskWorld>;
  readonly accounts: readonly AccountId[];
  readonly rows: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
}

async function scene(customers: number, periods: number): Promise<Scene> {
  const company = await mintCompany(db);
  const accounts = await db.write(company.organisation, (tx) =>
    addLeavingCustomers(tx, { customers, periods, until: MONDAY, seed: 5, csm: company.anna.id }),
  );
  return {
    company,
    accounts,
    world: riskWorld(db, company.organisation),
    rows: (sql, values) => db.read(company.organisation, (tx) => tx.rows(sql, values)),
  };
}

describe("an organisation with enough churns behind it", () => {
  let its: Scene;
  beforeAll(async () => {
    its = await scene(110, 14);
  }, 120_000);

  test("is scored by an expert first, then silently by what was learned, with a range and reasons that add up", async () => {
    const { company, world, rows, accounts } = its;
    await world.night(nightOf(MONDAY));
    expect(await rows("select distinct model from risk_state")).toEqual([{ model: null }]);
    const before = await rows<{ n: number }>("select count(*)::int as n from risk_state where state = 'at-risk'");

    await world.work("train", nightOf(MONDAY));
    const model = await db.read(company.organisation, activeModel);
    expect(model).toMatchObject({ version: 1, stage: "additive", fitted: { kind: "additive" } });
    expect(model?.metrics.backtest?.hasSkill).toBe(true);

    await world.night(nightOf(addDays(MONDAY, 1)));
    const states = await db.read(company.organisation, (tx) => standingsOf(tx, accounts));
    const snapshots = await db.read(company.organisation, (tx) => snapshotsOf(tx, [...states.keys()]));
    for (const [account, { p, calibrated }] of states) {
      expect(calibrated?.model).toBe(1);
      expect(calibrated?.low).toBeLessThanOrEqual(p);
      expect(calibrated?.high).toBeGreaterThanOrEqual(p);
      const { reasons } = snapshots.get(account) ?? {};
      const sum = (reasons?.terms ?? []).reduce((total, { c }) => total + c, reasons?.intercept ?? 0);
      expect(Math.abs(Math.log(p / (1 - p)) - sum)).toBeLessThan(1e-9);
    }
    expect(before[0]?.n).toBeLessThan(states.size);
    expect([...states.values()].some(({ state }) => state === "at-risk")).toBe(true);
    expect(world.events.filter(({ kind }) => kind === "account-at-risk")).toEqual([]);
    expect(await rows("select 1 from risk_case")).toEqual([]);
  }, 120_000);

  test("learns again as the next version, and one is active", async () => {
    const { world, rows } = its;
    await world.work("train", nightOf(addDays(MONDAY, 2)));
    expect(await rows("select version, active from risk_model order by 1")).toEqual([
      { version: 1, active: false },
      { version: 2, active: true },
    ]);
    expect(await rows("select count(distinct built_at)::int as n from risk_row")).toEqual([{ n: 1 }]);
  }, 120_000);

  test("replays a quarter by what was known on each of its days, without what was learned of it since", async () => {
    const { company } = its;
    const found = await replay((fn) => db.read(company.organisation, fn), {
      from: addDays(MONDAY, -60),
      to: addDays(MONDAY, -31),
      now: nightOf(MONDAY),
      directory: createDirectory(systemClock),
    });
    expect(found.model).toBeUndefined();
    expect(found.left).toBeGreaterThan(0);
    expect(found.leftUntold).toBeLessThanOrEqual(found.left);
    for (const { day: on, leadDays } of found.alerts) {
      expect(on > addDays(MONDAY, -60)).toBe(true);
      if (leadDays !== undefined) expect(leadDays).toBeGreaterThanOrEqual(0);
    }
  }, 120_000);

  test("tells an administrator once when customers aren't any more what the model learned from", async () => {
    const { company, world, rows } = its;
    const told = () => rows<{ address: string }>("select address from post where card = 'risk.drift' order by address");
    expect(await told()).toEqual([]);
    await world.night(nightOf(addDays(MONDAY, 7)));
    expect(await told()).toEqual([{ address: `person:${company.ada.id}` }]);
    await world.night(nightOf(addDays(MONDAY, 14)));
    expect(await told()).toHaveLength(1);
    const model = await db.read(company.organisation, activeModel);
    expect(model?.metrics.drift?.day).toBe(addDays(MONDAY, 14));
    expect(model?.metrics.drift?.moved.length).toBeGreaterThan(0);
  }, 120_000);

  test("has a report that tells of it in one page", async () => {
    const { company } = its;
    const model = await db.read(company.organisation, activeModel);
    const accountability = await db.read(company.organisation, (tx) =>
      accountabilityOf(tx, addDays(MONDAY, -365), MONDAY, nightOf(MONDAY)),
    );
    const page = reportHtml({ day: MONDAY, model, accountability });
    expect(page).toContain("Foretold and what came");
    expect(page).toMatch(/Foretold for 90 days and what came[^]*ECE\): 0\.\d{4}/);
    expect(page).not.toMatch(/NaN|undefined|<script|https?:/);
  });
});

describe("an organisation with few churns", () => {
  test("keeps the expert's estimate", async () => {
    const { company, world, rows } = await scene(8, 4);
    await world.work("train", nightOf(MONDAY));
    expect(await db.read(company.organisation, activeModel)).toBeUndefined();
    expect(await rows("select count(*)::int > 0 as built from risk_row")).toEqual([{ built: true }]);
  }, 60_000);

  test("or without any usage has nothing to learn from", async () => {
    const company = await mintCompany(db);
    await riskWorld(db, company.organisation).work("train", nightOf(MONDAY));
    expect(await db.read(company.organisation, (tx) => tx.rows("select 1 from risk_row"))).toEqual([]);
  });
});

describe("who left", () => {
  const at = async (contracts: readonly Parameters<typeof addContract>[2][], on: LocalDate) => {
    const organisation = await mintOrganisation(db);
    return db.write(organisation, async (tx) => {
      const account = await addAccount(tx, "Northwind");
      for (const contract of contracts) await addContract(tx, account, contract);
      await tx.rows("update contract set known_at = starts_on");
      const { customers } = await pastCustomersAfter(tx, nightOf(MONDAY), on, FIRST);
      return customers.map(({ leftOn }) => leftOn);
    });
  };
  const old = { arrMinor: 100, startsOn: "2024-01-01" };

  test("is one whose last contract was given notice, from that day on", async () => {
    const left = [{ ...old, noticeOn: "2026-03-01" }];
    expect(await at(left, day("2026-02-01"))).toEqual(["2026-03-01"]);
    expect(await at(left, day("2026-03-01"))).toEqual(["2026-03-01"]);
    expect(await at(left, day("2026-03-02"))).toEqual([]);
  });

  test("isn't one who keeps another contract, or signs the next one within three months", async () => {
    expect(await at([{ ...old, noticeOn: "2026-03-01" }, old], day("2026-02-01"))).toEqual([undefined]);
    const next = { arrMinor: 100, startsOn: "2026-05-15" };
    expect(await at([{ ...old, noticeOn: "2026-03-01" }, next], day("2026-02-01"))).toEqual([undefined]);
    const later = { arrMinor: 100, startsOn: "2026-07-15" };
    expect(await at([{ ...old, noticeOn: "2026-03-01" }, later], day("2026-02-01"))).toEqual(["2026-03-01"]);
    expect(await at([{ ...old, noticeOn: "2026-03-01" }, later], day("2026-08-01"))).toEqual([undefined]);
  });
});

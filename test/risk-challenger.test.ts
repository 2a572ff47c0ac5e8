import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { learnBeside } from "../src/features/risk/learning/learner.ts";
import { activate, activeModel } from "../src/features/risk/learning/model-store.ts";
import { type Past, pastOf, type PastRow } from "../src/features/risk/learning/past.ts";
import { isPromoted } from "../src/features/risk/learning/stages.ts";
import { SCORED, type ScoredFeature } from "../src/features/risk/model.ts";
import { snapshotsOf, standingsOf } from "../src/features/risk/store.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { stream } from "../src/kernel/random.ts";
import { mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addLeavingCustomers } from "./helpers/leaving-company.ts";
import { day, riskWorld } from "./helpers/risk.ts";

const MONDAY = day("2026-11-23");
const CUTS = 11;
const CUSTOMERS = 260;

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

/** Who logs in much on few features leaves, and so does who logs in little on many: neither alone tells anything. */
function crossed(): Past {
  const random = stream(11, "crossed");
  const rows: PastRow[] = [];
  for (let cut = 0; cut < CUTS; cut++) {
    for (let place = 0; place < CUSTOMERS; place++) {
      const [logins, breadth] = [random.between(1, 28), random.next()];
      const leaves = random.next() < (logins > 14 === breadth < 0.5 ? 0.18 : 0.01);
      const values: Partial<Record<ScoredFeature, number>> = {
        login_days_28: logins,
        breadth_28: breadth,
        recency_days: random.between(0, 9),
      };
      rows.push({
        account: `a${String(place)}-${String(cut)}` as AccountId,
        day: addDays(MONDAY, -28 * (CUTS - cut)),
        leftInDays: leaves ? random.between(0, 27) : Infinity,
        segment: "",
        perSeat: NaN,
        values: SCORED.map((name) => values[name] ?? NaN),
      });
    }
  }
  return pastOf(rows, MONDAY);
}

test("trees that see what no sum of measures tells take the splines' place, are kept, and score the night with exact reasons", async () => {
  const learned = await learnBeside(crossed());
  const { fitted, metrics } = learned;
  expect(learned).toMatchObject({ stage: "challenged", fitted: { kind: "boosted" } });
  expect(learned.churns).toBeGreaterThanOrEqual(200);
  expect(isPromoted(metrics.backtest?.bouts ?? [])).toBe(true);
  const { trees, splines } = metrics.backtest?.figures ?? {};
  expect(trees?.auc).toBeGreaterThan((splines?.auc ?? 1) + 0.1);

  const company = await mintCompany(db);
  const accounts = await db.write(company.organisation, async (tx) => {
    if (fitted) await activate(tx, { ...learned, fitted }, { now: new Date(`${MONDAY}T02:00:00Z`), until: MONDAY });
    return addLeavingCustomers(tx, { customers: 30, periods: 1, until: MONDAY, seed: 5, csm: company.anna.id });
  });
  const kept = await db.read(company.organisation, activeModel);
  expect(kept).toMatchObject({ version: 1, stage: "challenged" });
  expect(kept?.fitted).toEqual(JSON.parse(JSON.stringify(fitted)));

  await riskWorld(db, company.organisation).night(new Date(`${MONDAY}T02:00:00Z`));
  const states = await db.read(company.organisation, (tx) => standingsOf(tx, accounts));
  const snapshots = await db.read(company.organisation, (tx) => snapshotsOf(tx, [...states.keys()]));
  expect(states.size).toBeGreaterThan(20);
  let told = 0;
  for (const [account, { p }] of states) {
    const { reasons } = snapshots.get(account) ?? {};
    const sum = (reasons?.terms ?? []).reduce((total, { c }) => total + c, reasons?.intercept ?? 0);
    expect(Math.abs(Math.log(p / (1 - p)) - sum)).toBeLessThan(1e-9);
    if (reasons?.terms.some(({ feature }) => feature === "login_days_28")) told++;
  }
  expect(told).toBeGreaterThan(20);
  const versions = await db.read(company.organisation, (tx) => tx.rows("select distinct model from risk_state"));
  expect(versions).toEqual([{ model: 1 }]);
}, 60_000);

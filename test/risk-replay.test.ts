import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { createDirectory } from "../src/features/index.ts";
import { replay } from "../src/features/risk/learning/replay.ts";
import { addDays } from "../src/kernel/business-time.ts";
import { systemClock } from "../src/kernel/clock.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addMetric, addUse, day } from "./helpers/risk.ts";

const MONDAY = day("2026-11-23");
const QUIET_SINCE = addDays(MONDAY, 5);

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

/** Of so many customers of one CSM, all of whom used it daily, so many stop on the same day. */
async function replayed(all: number, quiet: number) {
  const { organisation, ben } = await mintCompany(db);
  await db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    for (let n = 0; n < all; n++) {
      const account: AccountId = await addAccount(tx, `Customer ${n}`, { csm: ben.id });
      const startsOn = addDays(MONDAY, -300);
      await addContract(tx, account, { arrMinor: 1_000_000 + n, seats: 10, startsOn, renewsOn: "2027-09-01" });
      await addUse(tx, account, {
        metric: "active",
        from: addDays(MONDAY, -112),
        days: 160,
        value: (at, date) => (n < quiet && date >= QUIET_SINCE ? 0 : 5 + (at % 3)),
      });
    }
  });
  const found = await replay((fn) => db.read(organisation, fn), {
    from: MONDAY,
    to: addDays(MONDAY, 40),
    now: new Date(`${addDays(MONDAY, 41)}T02:00:00Z`),
    directory: createDirectory(systemClock),
  });
  const [first] = found.alerts;
  const that = found.alerts.filter((each) => each.day === first?.day && each.kind === first.kind);
  return { fates: that.map(({ fate }) => fate).sort(), heldDays: found.heldDays, day: first?.day };
}

test("a replay tells what the caps of a day let through, and says what they don't", async () => {
  const { fates, heldDays } = await replayed(45, 8);
  expect(fates).toEqual([...Array<string>(3).fill("capped"), ...Array<string>(5).fill("told")]);
  expect(heldDays).toEqual([]);
}, 120_000);

test("a replay holds a day on which more than a fifth cross, from three on, as the night does", async () => {
  const { fates, heldDays, day: on } = await replayed(12, 3);
  expect([fates, heldDays]).toEqual([["held", "held", "held"], [on]]);
  const few = await replayed(7, 2);
  expect([few.fates, few.heldDays]).toEqual([["told", "told"], []]);
}, 120_000);

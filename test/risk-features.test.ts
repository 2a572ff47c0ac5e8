import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Features } from "../src/features/risk/model.ts";
import { featuresAsOf, history, type Known } from "../src/features/risk/night-store.ts";
import { addDays, weekdayOf } from "../src/kernel/business-time.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract } from "./helpers/company.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addContractEvent } from "./helpers/risk-book.ts";
import { addCoverage, addMetric, addUse, day } from "./helpers/risk.ts";

const AS_OF = new Date("2026-11-24T02:00:00Z");
const TODAY = day("2026-11-24");
const LAST_28 = addDays(TODAY, -28);
const START = addDays(TODAY, -112);
const RUN = { asOf: AS_OF, day: TODAY };

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

async function known(fill: (tx: Tx, account: AccountId) => Promise<void>): Promise<Known> {
  const organisation = await mintOrganisation(db);
  return db.write(organisation, async (tx) => {
    const account = await addAccount(tx, "Northwind");
    await fill(tx, account);
    const found = (await featuresAsOf(tx, [account], RUN, "EUR")).get(account);
    if (!found) throw new Error("no features");
    return found;
  });
}
async function features(fill: (tx: Tx, account: AccountId) => Promise<void>): Promise<Features> {
  return (await known(fill)).features;
}
function workday(_: number, date: Parameters<typeof weekdayOf>[0]): number {
  return weekdayOf(date) <= 5 ? 10 : 0;
}

describe("the usage of an account", () => {
  test("that works on weekdays has 20 login days of 28, its own normal, and no change", async () => {
    const found = await features(async (tx, account) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      await addUse(tx, account, { metric: "active", from: START, days: 112, value: workday });
    });
    expect(found.login_days_28).toBe(20);
    expect(found.normal?.login_days_28).toBe(20);
    expect(found.change_3m).toBeCloseTo(Math.log((200 + 5) / (600 / 3 + 5)), 12);
    expect(found.slope_12w).toBeCloseTo(0, 12);
    expect(found.recency_days).toBe(0);
  });

  test("that fell silent twelve days ago shows it in days, change and slope", async () => {
    const found = await features(async (tx, account) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      await addUse(tx, account, { metric: "active", from: START, days: 112, value: (at) => (at < 100 ? 7 : 0) });
    });
    expect(found.login_days_28).toBe(16);
    expect(found.normal?.login_days_28).toBe(28);
    expect(found.recency_days).toBe(12);
    expect(found.change_3m).toBeCloseTo(Math.log((16 * 7 + 5) / (28 * 7 + 5)), 12);
    expect(found.slope_12w).toBeLessThan(-0.1);
  });

  test("is a mean over the known days: a missing day is unknown, never 0", async () => {
    const found = await features(async (tx, account) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      await addUse(tx, account, {
        metric: "active",
        from: START,
        days: 112,
        value: (at) => (at % 4 === 0 ? undefined : 6),
      });
    });
    expect(found.login_days_28).toBe(28);
    expect(found.change_3m).toBeCloseTo(0, 12);
    expect(found.recency_days).toBe(0);
  });

  test("needs 20 known days of 28: with 19 there is no data", async () => {
    const filled = (most: number) =>
      features(async (tx, account) => {
        await addMetric(tx, "active", "active_users_day", "dense");
        await addUse(tx, account, { metric: "active", from: LAST_28, days: most, value: () => 3 });
      });
    expect((await filled(20)).login_days_28).toBe(28);
    expect((await filled(19)).login_days_28).toBeUndefined();
    expect((await filled(19)).recency_days).toBeUndefined();
  });

  test("is logins where they are declared, before active users and features", async () => {
    const found = await features(async (tx, account) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      await addMetric(tx, "logins", "login_events", "dense");
      await addMetric(tx, "reports", "feature", "sparse");
      await addUse(tx, account, { metric: "active", from: START, days: 112, value: () => 5 });
      await addUse(tx, account, { metric: "logins", from: START, days: 112, value: (at) => (at % 2 === 0 ? 1 : 0) });
    });
    expect(found.login_days_28).toBe(14);
  });

  test("is the sum of the features where neither is declared", async () => {
    const found = await features(async (tx, account) => {
      await addContract(tx, account, { arrMinor: 100, seats: 4 });
      for (const metric of ["plans", "reports"]) {
        await addMetric(tx, metric, "feature", "sparse");
        await addCoverage(tx, metric, START, 112);
      }
      await addUse(tx, account, {
        metric: "plans",
        from: START,
        days: 112,
        value: (at) => (at % 2 === 0 ? 2 : undefined),
      });
      await addUse(tx, account, { metric: "reports", from: LAST_28, days: 1, value: () => 4 });
    });
    expect(found.login_days_28).toBe(14);
    expect(found.breadth_28).toBe(1);
    expect(found.normal?.breadth_28).toBe(0.5);
    expect(found.feat_28).toEqual({ plans: 28, reports: 4 });
    expect(found.per_seat).toBeCloseTo(32 / 4, 12);
  });

  test("of a sparse metric is 0 on a covered day and unknown on one that isn't", async () => {
    const fill = (covered: number) =>
      features(async (tx, account) => {
        await addMetric(tx, "reports", "feature", "sparse");
        await addCoverage(tx, "reports", LAST_28, covered);
        await addUse(tx, account, { metric: "reports", from: LAST_28, days: 5, value: () => 1 });
      });
    expect((await fill(28)).login_days_28).toBe(5);
    expect((await fill(20)).login_days_28).toBe(7);
    expect((await fill(19)).login_days_28).toBeUndefined();
  });

  test("of a sparse metric isn't 0 before the customer's contract began", async () => {
    const found = await features(async (tx, account) => {
      await addContract(tx, account, { arrMinor: 100, startsOn: addDays(TODAY, -40) });
      await addMetric(tx, "reports", "feature", "sparse");
      await addCoverage(tx, "reports", START, 112);
      await addUse(tx, account, { metric: "reports", from: addDays(TODAY, -40), days: 40, value: () => 1 });
    });
    expect(found.login_days_28).toBe(28);
    expect(found.change_3m).toBeUndefined();
  });

  test("counts only the key features of the products that are bought", async () => {
    const found = await features(async (tx, account) => {
      await addContract(tx, account, { arrMinor: 100 });
      await tx.rows("update contract set product = 'Core'");
      for (const [metric, product] of [
        ["plans", "Core"],
        ["reports", "Core"],
        ["forecast", "Insights"],
      ] as const) {
        await addMetric(tx, metric, "feature", "sparse", product);
        await addCoverage(tx, metric, START, 112);
      }
      await addUse(tx, account, { metric: "plans", from: LAST_28, days: 28, value: () => 1 });
    });
    expect(found.breadth_28).toBe(0.5);
    expect(found.features_in_plan).toBe(2);
  });

  test("knows an integration by its events of 14 days", async () => {
    const fill = (last: number) =>
      features(async (tx, account) => {
        await addMetric(tx, "calls", "integration", "sparse");
        await addCoverage(tx, "calls", START, 112);
        await addUse(tx, account, { metric: "calls", from: addDays(TODAY, -last), days: 1, value: () => 9 });
      });
    expect((await fill(14)).integrated).toBe(1);
    expect((await fill(15)).integrated).toBe(0);
    expect((await features(() => Promise.resolve())).integrated).toBeUndefined();
  });

  test("reads seats and monthly active users as their last value", async () => {
    const found = await features(async (tx, account) => {
      await addContract(tx, account, { arrMinor: 100, seats: 50 });
      await addMetric(tx, "seats", "seats_used", "dense");
      await addMetric(tx, "mau", "active_users_28", "dense");
      await addUse(tx, account, { metric: "seats", from: LAST_28, days: 27, value: (at) => at + 1 });
      await addUse(tx, account, { metric: "mau", from: LAST_28, days: 28, value: (at) => at });
    });
    expect(found.active_users_28).toBe(27);
    expect(found.seat_util).toBeCloseTo(27 / 50, 12);
  });
});

describe("the contract of an account", () => {
  test("gives size, tenure and the clock", async () => {
    const found = await features(async (tx, account) => {
      await addContract(tx, account, {
        arrMinor: 4_800_000,
        startsOn: "2024-11-24",
        renewsOn: "2027-01-23",
        noticeDays: 40,
      });
    });
    expect(found.ln_arr).toBeCloseTo(Math.log(48_001), 12);
    expect(found.tenure_m).toBeCloseTo(730 / 30.4375, 6);
    expect(found.months_to_renewal).toBeCloseTo(60 / 30.4375, 6);
    expect(found.in_notice_window).toBe(1);
    expect(found.at_anniversary).toBe(1);
    expect(found.notice_on).toBeUndefined();
  });

  test("has its notice window in the 30 days before the deadline", async () => {
    const at = async (renewsOn: string) =>
      (await features((tx, account) => addContract(tx, account, { arrMinor: 100, renewsOn, noticeDays: 30 })))
        .in_notice_window;
    expect(await at(addDays(TODAY, 30 + 31))).toBe(0);
    expect(await at(addDays(TODAY, 30 + 30))).toBe(1);
    expect(await at(addDays(TODAY, 30))).toBe(1);
    expect(await at(addDays(TODAY, 29))).toBe(0);
  });

  test("in another currency than most gives no size rather than a wrong one", async () => {
    const found = await features((tx, account) => addContract(tx, account, { arrMinor: 100, currency: "JPY" }));
    expect(found.ln_arr).toBeUndefined();
    expect(found.tenure_m).toBeGreaterThan(0);
  });

  test("tells of running notice, once it is known", async () => {
    const found = await features((tx, account) => addContract(tx, account, { arrMinor: 100, noticeOn: "2026-11-20" }));
    expect(found.notice_on).toBe("2026-11-20");
  });
});

describe("the age of the data", () => {
  const upTo = (days: number) =>
    known(async (tx, account) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      await addUse(tx, account, { metric: "active", from: START, days: 112 - days, value: () => 1 });
    });

  test("freezes the score when it is over the lag and three days", async () => {
    const [four, five] = [await upTo(3), await upTo(4)];
    expect([four.dataUntil, four.stale]).toEqual([addDays(TODAY, -4), false]);
    expect([five.dataUntil, five.stale]).toEqual([addDays(TODAY, -5), true]);
  });

  test("stays known long after the last row, and an account that never had data isn't frozen", async () => {
    expect((await upTo(111)).stale).toBe(true);
    const never = await known((tx) => addMetric(tx, "active", "active_users_day", "dense"));
    expect([never.dataUntil, never.stale]).toEqual([undefined, false]);
  });

  test("of sparse data is that of the source, not of the account's last event", async () => {
    const found = await known(async (tx, account) => {
      await addMetric(tx, "reports", "feature", "sparse");
      await addCoverage(tx, "reports", START, 112);
      await addUse(tx, account, { metric: "reports", from: START, days: 1, value: () => 1 });
    });
    expect([found.dataUntil, found.stale]).toEqual([addDays(TODAY, -1), false]);
  });
});

describe("the series of several metrics", () => {
  interface Reported {
    readonly density: "dense" | "sparse";
    /** by days back, 1 is yesterday: what was reported, and whether the source covered the day */
    readonly rows: readonly (number | null)[];
    readonly covered: readonly boolean[];
  }
  const reported = fc.record({
    density: fc.constantFrom("dense" as const, "sparse" as const),
    rows: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }), { minLength: 112, maxLength: 112 }),
    covered: fc.array(
      fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      { minLength: 112, maxLength: 112 },
    ),
  });

  /** B1 day by day: undefined is an unknown day. */
  function daysOf(metrics: readonly Reported[], held: number): (number | undefined)[] {
    return Array.from({ length: 112 }, (_, at) => {
      const known = metrics.flatMap(({ density, rows, covered }) => {
        const row = rows[at] ?? undefined;
        if (row !== undefined) return [row];
        return density === "sparse" && covered[at] && at < held ? [0] : [];
      });
      return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined;
    });
  }
  function expected(days: readonly (number | undefined)[]) {
    const known = (part: typeof days) => part.filter((value) => value !== undefined);
    const [last, before] = [known(days.slice(0, 28)), known(days.slice(28))];
    const used = days.findIndex((value) => value !== undefined && value > 0);
    const share = (part: number[]) => (part.filter((value) => value > 0).length * 28) / part.length;
    return {
      login_days_28: last.length < 20 ? undefined : share(last),
      recency_days: last.length < 20 ? undefined : used < 0 ? 90 : used - days.findIndex((each) => each !== undefined),
      normal: before.length < 59 ? undefined : share(before),
    };
  }

  test("is what B1 says day by day, whatever was reported, covered, and held", async () => {
    const metrics = fc.array(reported, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(metrics, fc.constantFrom(0, 10, 28, 55, 56, 57, 90, 112, 300), async (given, held) => {
        const found = await features(async (tx, account) => {
          await addContract(tx, account, { arrMinor: 100, startsOn: addDays(TODAY, -held) });
          for (const [n, { density, rows, covered }] of given.entries()) {
            await addMetric(tx, `feature ${n}`, "feature", density);
            await addUse(tx, account, {
              metric: `feature ${n}`,
              from: START,
              days: 112,
              value: (at) => rows[111 - at] ?? undefined,
            });
            for (const [at, isCovered] of covered.entries()) {
              if (isCovered) await addCoverage(tx, `feature ${n}`, addDays(TODAY, -at - 1), 1);
            }
          }
        });
        const wanted = expected(daysOf(given, Math.min(112, held)));
        const rounded = (value: number | undefined) => value && Math.round(value * 1e9) / 1e9;
        expect([rounded(found.login_days_28), found.recency_days, rounded(found.normal?.login_days_28)]).toEqual([
          rounded(wanted.login_days_28),
          wanted.recency_days,
          rounded(wanted.normal),
        ]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

test("the base rate counts accounts that gave notice or ended, by their contracts or its events, since the sources began", async () => {
  const organisation = await mintOrganisation(db);
  const found = await db.write(organisation, async (tx) => {
    await addMetric(tx, "reports", "feature", "sparse");
    await addCoverage(tx, "reports", addDays(TODAY, -365), 365);
    const [left, stays, long, half] = await Promise.all(["A", "B", "C", "D"].map((name) => addAccount(tx, name)));
    if (!left || !stays || !long || !half) throw new Error("four accounts");
    await addContract(tx, left, { arrMinor: 1, noticeOn: addDays(TODAY, -265) });
    await addContract(tx, stays, { arrMinor: 1 });
    await addContract(tx, long, { arrMinor: 1, noticeOn: "2025-06-01" });
    await addContract(tx, half, { arrMinor: 1, noticeOn: addDays(TODAY, -5) });
    await addContract(tx, half, { arrMinor: 1 });
    const told = await addAccount(tx, "E");
    await addContract(tx, told, { arrMinor: 1 });
    await addContractEvent(tx, told, {
      type: "churn",
      effectiveOn: addDays(TODAY, -165),
      knownAt: new Date("2026-01-01T00:00:00Z"),
    });
    return history(tx, RUN);
  });
  expect(found.churns).toBe(2);
  expect(found.quarters).toBeCloseTo((100 + 365 + 0 + 365 + 200) / 91.3125, 6);
});

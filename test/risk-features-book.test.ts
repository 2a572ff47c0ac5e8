import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Features } from "../src/features/risk/model.ts";
import { featuresAsOf } from "../src/features/risk/night-store.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, addPerson } from "./helpers/company.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addAnswer, addContact, addContractEvent, addInvoice, addTalk, addTicket } from "./helpers/risk-book.ts";
import { addCoverage, addMetric, addUse, day } from "./helpers/risk.ts";

const AS_OF = new Date("2026-11-24T02:00:00Z");
const TODAY = day("2026-11-24");
const START = addDays(TODAY, -112);
const RUN = { asOf: AS_OF, day: TODAY };
const DAY_MS = 86_400_000;

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

function ago(days: number): Date {
  return new Date(AS_OF.getTime() - days * DAY_MS);
}
async function features(fill: (tx: Tx, account: AccountId) => Promise<unknown>): Promise<Features> {
  const organisation = await mintOrganisation(db);
  return db.write(organisation, async (tx) => {
    const account = await addAccount(tx, "Northwind");
    await fill(tx, account);
    const found = (await featuresAsOf(tx, [account], RUN, "EUR")).get(account);
    if (!found) throw new Error("no features");
    return found.features;
  });
}

describe("support", () => {
  test("counts the tickets of 28 days beside the three months before, and what is escalated and open", async () => {
    const found = await features(async (tx, account) => {
      for (const days of [1, 27.9, 28.1, 60, 111, 113]) {
        await addTicket(tx, account, { openedAt: ago(days), closedAt: ago(days - 0.5), knownAt: ago(days) });
      }
      await addTicket(tx, account, { openedAt: ago(200), escalated: true, knownAt: ago(200) });
      await addTicket(tx, account, { openedAt: ago(100), closedAt: ago(1), escalated: true, knownAt: ago(100) });
    });
    expect(found.tickets_28).toBe(2);
    expect(found.normal?.tickets_28).toBeCloseTo(4 / 3, 12);
    expect(found.open_escalations).toBe(1);
    expect(found.close_hours_90).toBeCloseTo((4 * 12 + 99 * 24) / 5, 6);
  });

  test("is no data where nobody brings tickets in, and none where others have some", async () => {
    expect((await features(() => Promise.resolve())).tickets_28).toBeUndefined();
    const found = await features(async (tx) => {
      const other = await addAccount(tx, "Contoso");
      await addTicket(tx, other, { openedAt: ago(3), knownAt: ago(3) });
    });
    expect([found.tickets_28, found.open_escalations, found.close_hours_90]).toEqual([0, 0, undefined]);
  });
});

describe("billing", () => {
  test("is overdue by the oldest invoice that was unpaid then", async () => {
    const found = await features(async (tx, account) => {
      const due = (days: number) => ({ dueOn: addDays(TODAY, -days), knownAt: ago(days) });
      await addInvoice(tx, account, { ...due(200), paidOn: addDays(TODAY, -190) });
      await addInvoice(tx, account, { ...due(12) });
      await addInvoice(tx, account, { ...due(30), paidOn: TODAY });
    });
    expect(found.overdue_days).toBe(30);
  });

  test("is 0 for who paid everything, and no data for who never had an invoice", async () => {
    const paid = { dueOn: addDays(TODAY, -9), paidOn: addDays(TODAY, -8), knownAt: ago(9) };
    expect((await features((tx, account) => addInvoice(tx, account, paid))).overdue_days).toBe(0);
    expect((await features(() => Promise.resolve())).overdue_days).toBeUndefined();
  });

  test("knows a contract that was reduced in the last 180 days, and by how much", async () => {
    const found = (days: number) =>
      features(async (tx, account) => {
        await addContract(tx, account, { arrMinor: 8_000_000 });
        const effectiveOn = addDays(TODAY, -days);
        await addContractEvent(tx, account, {
          type: "contraction",
          deltaMinor: -2_000_000,
          effectiveOn,
          knownAt: ago(days),
        });
      });
    const inTime = await found(180);
    expect(inTime.downgrade_180).toBe(1);
    expect(inTime.arr_change_180).toBeCloseTo(Math.log(0.8), 12);
    const before = await found(181);
    expect([before.downgrade_180, before.arr_change_180]).toEqual([0, 0]);
  });
});

describe("the people at a customer", () => {
  const long = { addedAt: ago(400) };
  test("are fewer when the champion left, until somebody takes over", async () => {
    const left = { ...long, role: "champion", leftOn: addDays(TODAY, -3), changedAt: ago(3) };
    const alone = await features((tx, account) => addContact(tx, account, left));
    expect([alone.champion_left, alone.single_contact]).toEqual([1, undefined]);
    const followed = await features(async (tx, account) => {
      await addContact(tx, account, left);
      await addContact(tx, account, { ...long, role: "champion" });
    });
    expect([followed.champion_left, followed.single_contact]).toEqual([0, 1]);
    const other = await features(async (tx, account) => {
      await addContact(tx, account, left);
      await addContact(tx, account, { ...long, role: "sponsor" });
      await addContact(tx, account, long);
    });
    expect([other.champion_left, other.single_contact]).toEqual([1, 0]);
  });

  test("are silent when a sponsor wasn't spoken with for 60 days, or a champion for 45", async () => {
    const silent = (role: string, days: number) =>
      features(async (tx, account) => {
        const contact = await addContact(tx, account, { ...long, role });
        await addTalk(tx, account, { at: ago(days), knownAt: ago(days), contact });
        await addTalk(tx, account, { at: ago(2), knownAt: ago(2) });
      });
    expect((await silent("sponsor", 59)).stakeholder_silent).toBe(0);
    expect((await silent("sponsor", 60)).stakeholder_silent).toBe(1);
    expect((await silent("champion", 44)).stakeholder_silent).toBe(0);
    expect((await silent("champion", 45)).stakeholder_silent).toBe(1);
    expect((await silent("user", 45)).stakeholder_silent).toBeUndefined();
    expect((await silent("champion", 45)).touch_days).toBeCloseTo(2, 6);
  });

  test("aren't called silent where nobody writes down with whom they speak", async () => {
    const found = await features((tx, account) => addContact(tx, account, { ...long, role: "champion" }));
    expect([found.stakeholder_silent, found.touch_days]).toEqual([undefined, undefined]);
  });
});

test("a planned meeting is missed when it is over for a day and wasn't held", async () => {
  const found = await features(async (tx, account) => {
    const owner = (await addPerson(tx, "T0MEET", "Anna Kurz", ["csm"])).id;
    const plan = (days: number, heldAt: Date | null) =>
      tx.rows(
        `insert into touchpoint (organisation_id, id, account_id, kind, state, planned_at, held_at, owner_id, origin, made_at)
         values ($1, gen_random_uuid(), $2, 'check-in', $3, $4, $5, $6, 'person', $7)`,
        [tx.organisation, account, heldAt ? "held" : "planned", ago(days), heldAt, owner, ago(200)],
      );
    await plan(100, null);
    await plan(60, null);
    await plan(30, ago(30));
    await plan(20, new Date(AS_OF.getTime() + DAY_MS));
    await plan(0.5, null);
  });
  expect(found.missed_checkins_90).toBe(2);
  expect((await features(() => Promise.resolve())).missed_checkins_90).toBeUndefined();
});

describe("answers to surveys", () => {
  const answer = (days: number, score: number) => ({ at: ago(days), knownAt: ago(days), score });
  test("count by each contact's newest of the last 365 days, with the age of the newest", async () => {
    const found = await features(async (tx, account) => {
      const contact = await addContact(tx, account, { addedAt: ago(500) });
      await addAnswer(tx, account, { ...answer(90, 2), contact });
      await addAnswer(tx, account, { ...answer(30, 9), contact });
      await addAnswer(tx, account, { ...answer(40, 6), contact: await addContact(tx, account, { addedAt: ago(500) }) });
      await addAnswer(tx, account, answer(365, 3));
      await addAnswer(tx, account, answer(365.01, 0));
    });
    expect([found.nps_mean, found.nps_answers]).toEqual([6, 3]);
    expect(found.nps_age_days).toBeCloseTo(30, 6);
  });

  test("are no data where nobody answered in a year", async () => {
    const found = await features((tx, account) => addAnswer(tx, account, answer(366, 3)));
    expect([found.nps_mean, found.nps_age_days, found.nps_answers]).toEqual([undefined, undefined, undefined]);
  });
});

/** Everything that may come to be known of an account. */
const KINDS = [
  "active",
  "reports",
  "coverage",
  "contract",
  "ticket",
  "invoice",
  "event",
  "talk",
  "contact",
  "answer",
] as const;

test("whatever becomes known at or after the instant changes nothing", async () => {
  const organisation = await mintOrganisation(db);
  const { account, champion } = await db.write(organisation, async (tx) => {
    const made = await addAccount(tx, "Northwind");
    await addContract(tx, made, { arrMinor: 1_000_000, seats: 10, renewsOn: "2027-03-01" });
    await addMetric(tx, "active", "active_users_day", "dense");
    await addMetric(tx, "reports", "feature", "sparse");
    await addCoverage(tx, "reports", START, 100);
    await addUse(tx, made, { metric: "active", from: START, days: 108, value: (at) => at % 9 });
    await addTicket(tx, made, { openedAt: ago(9), escalated: true, knownAt: ago(9) });
    await addInvoice(tx, made, { dueOn: addDays(TODAY, -20), knownAt: ago(20) });
    await addContractEvent(tx, made, { type: "expansion", deltaMinor: 5, effectiveOn: START, knownAt: ago(112) });
    const contact = await addContact(tx, made, { role: "champion", addedAt: ago(300) });
    await addTalk(tx, made, { at: ago(50), knownAt: ago(50), contact });
    await addAnswer(tx, made, { at: ago(80), knownAt: ago(80), score: 7, contact });
    return { account: made, champion: contact };
  });
  const read = (tx: Tx) => featuresAsOf(tx, [account], RUN, "EUR");
  const before = await db.read(organisation, read);
  expect(before.get(account)?.features.open_escalations).toBe(1);

  async function add(tx: Tx, kind: (typeof KINDS)[number], back: number, value: number, knownAt: Date): Promise<void> {
    const date = addDays(TODAY, -back);
    switch (kind) {
      case "active":
      case "reports":
        await tx.rows(
          `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
           values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing`,
          [tx.organisation, account, kind, date, value, knownAt],
        );
        return;
      case "coverage":
        await tx.rows(
          "insert into coverage (organisation_id, metric, day, known_at) values ($1, 'reports', $2, $3) on conflict do nothing",
          [tx.organisation, date, knownAt],
        );
        return;
      case "contract":
        await addContract(tx, account, { arrMinor: value, noticeOn: date });
        await tx.rows("update contract set known_at = $1 where notice_on is not null", [knownAt]);
        return;
      case "ticket":
        return addTicket(tx, account, { openedAt: ago(back), escalated: value % 2 === 0, knownAt });
      case "invoice":
        return addInvoice(tx, account, { dueOn: date, knownAt });
      case "event":
        return addContractEvent(tx, account, { type: "contraction", deltaMinor: -value, effectiveOn: date, knownAt });
      case "talk":
        return addTalk(tx, account, { at: ago(back), knownAt, contact: champion });
      case "answer":
        return addAnswer(tx, account, { at: ago(back), score: value % 11, contact: champion, knownAt });
      case "contact":
        if (value % 2 === 0) await addContact(tx, account, { role: "sponsor", addedAt: knownAt, leftOn: date });
        else await tx.rows("update contact set left_on = $1, changed_at = $2", [date, knownAt]);
    }
  }
  const fact = fc.record({
    back: fc.integer({ min: -3, max: 111 }),
    value: fc.integer({ min: 0, max: 500 }),
    lateMs: fc.integer({ min: 0, max: DAY_MS }),
    kind: fc.constantFrom(...KINDS),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { minLength: 1, maxLength: 8 }), async (facts) => {
      const after = await db
        .write(organisation, async (tx) => {
          for (const { kind, back, value, lateMs } of facts) {
            await add(tx, kind, back, value, new Date(AS_OF.getTime() + lateMs));
          }
          throw Object.assign(new Error("taken back"), { found: await read(tx) });
        })
        .catch((error: unknown) => (error as { found?: unknown }).found ?? Promise.reject(error as Error));
      expect(after).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

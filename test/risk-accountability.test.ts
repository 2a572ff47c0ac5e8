import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { accountFor, precisionOf, type Told } from "../src/features/risk/learning/accountability.ts";
import { accountabilityCard } from "../src/features/risk/learning/accounting.ts";
import { accountabilityOf } from "../src/features/risk/learning/accountability-store.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, ids, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { day, riskWorld } from "./helpers/risk.ts";

const TODAY = day("2026-11-30");
const SINCE = day("2025-12-01");
const DECEMBER = day("2026-12-01");
const NOW = new Date("2026-12-01T08:00:00Z");

function aCase(openedDaysAgo: number, more: Partial<Told> = {}): Told {
  const openedOn = addDays(TODAY, -openedDaysAgo);
  return { account: "a" as AccountId, openedOn, outcome: undefined, actedOn: false, cameOn: undefined, ...more };
}
function verdictOf(told: Told): string {
  const { right, wrong, open } = accountFor([told], [], { since: SINCE, today: TODAY });
  return right ? "right" : wrong ? "wrong" : open ? "open" : "none";
}

describe("an alert", () => {
  test("was right when notice, churn or a smaller contract came within 90 days, whatever was said of it", () => {
    const told = aCase(100);
    expect(verdictOf({ ...told, cameOn: addDays(told.openedOn, 90) })).toBe("right");
    expect(verdictOf({ ...told, cameOn: addDays(told.openedOn, 91) })).toBe("wrong");
    expect(verdictOf({ ...told, cameOn: told.openedOn, outcome: "not-a-risk" })).toBe("right");
  });

  test("was right when somebody closed it as saved, and wrong when somebody said that it is no risk", () => {
    expect(verdictOf(aCase(3, { outcome: "saved" }))).toBe("right");
    expect(verdictOf(aCase(3, { outcome: "not-a-risk" }))).toBe("wrong");
  });

  test("is open for 90 days, though the score may have calmed, and wrong from then on", () => {
    expect(verdictOf(aCase(90))).toBe("open");
    expect(verdictOf(aCase(90, { outcome: "recovered" }))).toBe("open");
    expect(verdictOf(aCase(91))).toBe("wrong");
    expect(verdictOf(aCase(91, { outcome: "calmed" }))).toBe("wrong");
  });

  test("leads by the days from an account's first one to what came", () => {
    const cameOn = addDays(TODAY, -10);
    const one = [aCase(70, { cameOn }), aCase(20, { cameOn })];
    const { medianLeadDays, right } = accountFor(one, [], { since: SINCE, today: TODAY });
    expect([medianLeadDays, right]).toEqual([60, 2]);
  });
});

test("precision is of what is decided alone, and nothing where nothing is", () => {
  const cases = [aCase(3, { outcome: "saved" }), aCase(91), aCase(92), aCase(5)];
  const found = accountFor(cases, [], { since: SINCE, today: TODAY });
  expect(found).toMatchObject({ cases: 4, right: 1, wrong: 2, open: 1 });
  expect(precisionOf(found)).toBeCloseTo(1 / 3, 12);
  expect(precisionOf(accountFor([aCase(5)], [], { since: SINCE, today: TODAY }))).toBeUndefined();
});

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

interface Customer {
  readonly opened?: string;
  readonly causes?: readonly string[];
  readonly closed?: string;
  readonly noticeOn?: string;
  readonly scored?: boolean;
  /** nobody was told of its case: it was held back, or over the caps */
  readonly untold?: boolean;
}

async function companyWith(customers: readonly Customer[]) {
  const company = await mintCompany(db);
  await db.write(company.organisation, async (tx) => {
    for (const [
      at,
      { opened, causes = ["score"], closed, noticeOn, scored = true, untold = false },
    ] of customers.entries()) {
      const account = await addAccount(tx, `Customer ${String(at)}`, { csm: company.anna.id });
      await addContract(tx, account, { arrMinor: 100, ...(noticeOn ? { noticeOn } : {}) });
      if (scored) {
        await tx.rows(
          `insert into risk_snapshot (organisation_id, account_id, day, version, computed_at, features, p, reasons, frozen)
           values ($1, $2, '2026-01-05', 1, '2026-01-05', '{}', 0.1, '{"intercept": 0, "terms": []}', false)`,
          [tx.organisation, account],
        );
      }
      if (!opened) continue;
      await tx.rows(
        `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, waiting_since, closed_at, outcome, alerted_at, alerted_p)
         values ($1, $2, $3, case when $6::date is null then 'open' else 'closed' end, $4, $5::date, $5::date, $6, case when $6::date is null then null else 'recovered' end,
                 case when $7::boolean then null else $5::date end, case when $7::boolean then null else 0.3 end)`,
        [tx.organisation, ids.next(), account, causes, opened, closed ?? null, untold],
      );
    }
    await tx.rows("update contract set known_at = starts_on");
  });
  const read = () => db.read(company.organisation, (tx) => accountabilityOf(tx, SINCE, TODAY, NOW));
  return { company, read, world: riskWorld(db, company.organisation) };
}

test("who left without an alert in the 90 days before is counted by month, and who began with a notice isn't an alert", async () => {
  const { read } = await companyWith([
    { opened: "2026-09-01", noticeOn: "2026-10-01" },
    { opened: "2026-03-01", closed: "2026-04-01", noticeOn: "2026-10-20" },
    { opened: "2026-08-01", closed: "2026-08-20", noticeOn: "2026-10-21" },
    { opened: "2026-11-04", causes: ["notice"], noticeOn: "2026-11-03" },
    { noticeOn: "2026-11-30" },
    { noticeOn: "2026-11-29", scored: false },
    { opened: "2026-11-20" },
  ]);
  expect(await read()).toEqual({
    since: SINCE,
    cases: 4,
    right: 2,
    wrong: 1,
    open: 1,
    actedOn: 0,
    medianLeadDays: 81,
    months: [
      { month: "2026-10", left: 3, untold: 1 },
      { month: "2026-11", left: 2, untold: 2 },
    ],
  });
});

test("a case that nobody was told of is no alert, neither right nor wrong", async () => {
  const { read } = await companyWith([
    { opened: "2026-09-01", closed: "2026-09-10", untold: true },
    { opened: "2026-09-01", noticeOn: "2026-10-01", untold: true },
  ]);
  expect(await read()).toMatchObject({ cases: 0, wrong: 0, right: 0, months: [{ left: 1, untold: 1 }] });
});

describe("the monthly account", () => {
  const posts = (organisation: Parameters<Database["read"]>[0]) =>
    db.read(organisation, (tx) =>
      tx.rows<{ address: string; slot: string }>("select address, slot from post where card = 'risk.accountability'"),
    );

  test("comes once on the first working day of the month", async () => {
    const { company, world } = await companyWith([{ opened: "2026-11-20" }]);
    await world.fire(NOW, "accountability", company.ada.id, addDays(DECEMBER, 1));
    expect(await posts(company.organisation)).toEqual([]);
    await world.fire(NOW, "accountability", company.ada.id, DECEMBER);
    await world.fire(NOW, "accountability", company.ada.id, DECEMBER);
    expect(await posts(company.organisation)).toEqual([{ address: `person:${company.ada.id}`, slot: DECEMBER }]);
  });

  test("is reckoned once for all of its readers, and stays as it was told", async () => {
    const { company, world } = await companyWith([{ opened: "2026-11-20" }]);
    const { organisation, ada, olga } = company;
    await world.fire(NOW, "accountability", ada.id, DECEMBER);
    await db.write(organisation, (tx) =>
      tx.rows("update risk_case set state = 'closed', closed_at = $1, outcome = 'saved', closed_by = $2", [
        NOW,
        olga.id,
      ]),
    );
    await world.fire(NOW, "accountability", olga.id, DECEMBER);
    expect(await posts(organisation)).toHaveLength(2);
    const told = await world.at(NOW, (context) =>
      accountabilityCard.load(context, organisation, { address: `person:${olga.id}`, slot: DECEMBER, stands: false }),
    );
    expect(told).toMatchObject({ year: { cases: 1, right: 0, open: 1 } });
    expect(
      await db.read(organisation, (tx) => tx.rows("select day from edition where kind = 'risk.accountability'")),
    ).toEqual([{ day: DECEMBER }]);
  });

  test("doesn't come where there is nothing to account for", async () => {
    const { company, world } = await companyWith([{}]);
    await world.fire(NOW, "accountability", company.ada.id, DECEMBER);
    expect(await posts(company.organisation)).toEqual([]);
  });

  test("waits for Monday when the month begins on a weekend", async () => {
    const { company, world } = await companyWith([{ opened: "2026-07-20" }]);
    const later = new Date("2026-08-03T08:00:00Z");
    await world.fire(later, "accountability", company.ada.id, day("2026-08-04"));
    expect(await posts(company.organisation)).toEqual([]);
    await world.fire(later, "accountability", company.ada.id, day("2026-08-03"));
    expect(await posts(company.organisation)).toHaveLength(1);
  });
});

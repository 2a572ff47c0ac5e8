import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { sparkline } from "../src/chat/chart.ts";
import type { Database } from "../src/db/transaction.ts";
import { decideDeadline } from "../src/features/accounts/digest-decide.ts";
import type { Case } from "../src/features/risk/case-store.ts";
import type { Standing } from "../src/features/risk/decide.ts";
import { showUntaken } from "../src/features/risk/digests/untaken.ts";
import { own } from "../src/features/risk/own.ts";
import { becameOf } from "../src/features/risk/digests/story.ts";
import { drawPersonal } from "../src/features/risk/digests/personal-cards.ts";
import { trendOf } from "../src/features/risk/digests/trend.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { ContractId, AccountId, OpportunityId, PersonId } from "../src/kernel/ids.ts";
import { accountId, anna, ben, CALENDAR, privately, viewOf } from "./examples/fixed.ts";
import { mine } from "./examples/risk.ts";
import { addAccount, addContract, addPerson, ids } from "./helpers/company.ts";
import { morningOf, office as digestOffice, TODAY } from "./helpers/digest-office.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { day, risk } from "./helpers/risk.ts";

const office = () => digestOffice(db);

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

async function offer(
  { rows, company }: Awaited<ReturnType<typeof digestOffice>>,
  account: AccountId,
  more: { readonly parked?: boolean; readonly claimedBy?: PersonId; readonly routedAt?: Date } = {},
): Promise<OpportunityId> {
  const id = ids.next<"opportunity">();
  const routedAt = more.routedAt ?? new Date("2026-11-23T15:00:00Z");
  await rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, parked, parked_at, origin, spotted_by,
                              spotted_at, benefit, gate, region, assignee_id, pool, routed_at, claimed_by, claimed_at, contact_by)
     values ($1, $2, $3, 'more seats', 'more seats', $4, $5, $6, 'csm', $7, $8, 'a benefit', '{}', 'dach', $9, false, $8, $10, $11, $12)`,
    [
      company.organisation,
      id,
      account,
      more.claimedBy ? "claimed" : "routed",
      more.parked ? "at-risk" : null,
      more.parked ? routedAt : null,
      company.anna.id,
      routedAt,
      company.marta.id,
      more.claimedBy ?? null,
      more.claimedBy ? routedAt : null,
      more.claimedBy ? morningOf(addDays(TODAY, 1)) : null,
    ],
  );
  return id;
}

const ONE = { id: "contract" as ContractId, account: accountId(1) };

describe("the last day to act before a notice deadline", () => {
  const calendars = { account: CALENDAR, reader: CALENDAR };
  const step = (today: string, noticeUntil = "2026-12-10", renewsOn = "2027-01-31") =>
    decideDeadline(
      { ...ONE, renewsOn: day(renewsOn), noticeUntil: day(noticeUntil), noticeOn: undefined },
      day(today),
      calendars,
    )?.step;

  test("is three working days before it; it is said on the day before, on the day, and until the deadline has passed", () => {
    expect(step("2026-12-03")).toBe("notice");
    expect(step("2026-12-04")).toBe("next");
    expect(step("2026-12-07")).toBe("today");
    expect(step("2026-12-08")).toBe("passed");
    expect(step("2026-12-10")).toBe("passed");
  });

  test("on a Monday is said on Friday already", () => {
    expect(step("2026-12-03", "2026-12-10")).toBe("notice");
    expect(step("2026-12-04", "2026-12-10")).toBe("next");
  });

  test("which fell on a holiday of the account's region comes earlier", () => {
    const holidays = new Set([day("2026-12-07")]);
    const found = decideDeadline(
      { ...ONE, renewsOn: day("2027-01-31"), noticeUntil: day("2026-12-10"), noticeOn: undefined },
      day("2026-12-04"),
      { account: { ...CALENDAR, holidays }, reader: CALENDAR },
    );
    expect([found?.actBy, found?.step]).toEqual(["2026-12-04", "today"]);
  });

  test("a renewal is said from 120 days before, and nothing once they have given notice", () => {
    const facts = { ...ONE, renewsOn: addDays(TODAY, 120), noticeUntil: undefined, noticeOn: undefined };
    expect(decideDeadline(facts, TODAY, calendars)?.step).toBe("120");
    expect(decideDeadline(facts, addDays(TODAY, -1), calendars)).toBeUndefined();
    expect(decideDeadline({ ...facts, noticeOn: TODAY }, TODAY, calendars)).toBeUndefined();
  });
});

describe("a CSM's morning", () => {
  test("five days running isn't the same: what is new comes first, the rest stands in one line", async () => {
    const { company, morning, standing } = await office();
    const { anna: csm, northwind, adatum } = company;
    await db.write(company.organisation, async (tx) => {
      await addContract(tx, northwind, { arrMinor: 4_800_000, renewsOn: addDays(TODAY, 100) });
      await addContract(tx, adatum, { arrMinor: 1_200_000 });
    });
    await standing(northwind, "high");
    const first = await morning("my-digest", csm.id, ["csm"], TODAY);
    expect(first?.[0]).toBe("Your day, Anna: 1 risk, 1 renewal");
    expect(first).not.toContainEqual(expect.stringContaining("New."));

    const second = await morning("my-digest", csm.id, ["csm"], addDays(TODAY, 1));
    expect(second?.[0]).toBe("Your day, Anna: 1 risk, nothing new");
    expect(second).toContainEqual("First: Northwind GmbH (€48,000 a year, high risk by estimate). Unchanged.");
    expect(second).toContainEqual("As on 2026-11-24: 1 renewal (Northwind GmbH).");

    await standing(adatum, "watch", "watch");
    const third = await morning("my-digest", csm.id, ["csm"], addDays(TODAY, 2));
    expect(third?.[0]).toBe("Your day, Anna: 2 risks");
    expect(third?.[1]).toBe("First: Adatum (€12,000 a year, on watch by estimate). New.");
    expect(third).toContainEqual("As on 2026-11-25: 1 risk (Northwind GmbH); 1 renewal (Northwind GmbH).");

    await standing(adatum, "high");
    const fourth = await morning("my-digest", csm.id, ["csm"], addDays(TODAY, 3));
    expect(fourth?.[1]).toBe("First: Adatum (€12,000 a year, high risk by estimate). Up from watch to high.");
  });

  test("offers to own each that was at risk at its first score, of which nobody was alerted", async () => {
    const { company, world, morning, standing, rows } = await office();
    const { anna: csm, northwind, adatum } = company;
    await db.write(company.organisation, (tx) => addContract(tx, northwind, { arrMinor: 4_800_000 }));
    for (const account of [northwind, adatum]) await standing(account, "critical");
    await morning("my-digest", csm.id, ["csm"], TODAY);
    const owned = async () => {
      const draw = await world.at(morningOf(TODAY), async (context) =>
        risk.cards?.["my-digest"]?.prepare(context, csm.id, {
          address: `person:${csm.id}`,
          slot: TODAY,
          stands: false,
        }),
      );
      if (!draw || draw === "gone") return [];
      const { body } = draw(viewOf("en", privately(csm, "csm"))).card;
      return JSON.stringify(body).match(/"risk\.own","subject":"[^"]+"/g);
    };
    expect(await owned()).toHaveLength(2);
    await world.act(morningOf(TODAY), csm.id, (acting) => own(acting, adatum), true);
    expect(await owned()).toEqual([`"risk.own","subject":"${northwind}"`]);
    expect(await rows("select address from post where card = 'risk.case' and address not like 'person:%'")).toEqual([]);
  });

  test("keeps its figures, and ticks in place what is done", async () => {
    const { company, world, morning, read, standing, rows } = await office();
    const { anna: csm, northwind } = company;
    await standing(northwind, "high");
    await morning("my-digest", csm.id, ["csm"], TODAY);
    const at = new Date("2026-11-24T13:05:00Z");
    await world.act(at, csm.id, (acting) => own(acting, northwind));
    const after = await read("my-digest", csm.id, ["csm"], TODAY, at);
    expect(after?.[0]).toBe("Your day, Anna: 1 risk");
    expect(after).toContainEqual("First: Northwind GmbH (high risk). ✓ Yours since 13:05 UTC.");
    expect(after?.at(-1)).toContain("Updated 14:05.");
    expect(await rows("select wanted from post where card = 'risk.my-digest'")).toEqual([{ wanted: 2 }]);
  });

  test("keeps what one may do of the others when one of them is taken on", async () => {
    const { company, world, morning, standing, rows } = await office();
    const { anna: csm, northwind, adatum, organisation } = company;
    const third = await db.write(organisation, (tx) => addAccount(tx, "Third", { csm: csm.id }));
    for (const account of [northwind, adatum, third]) await standing(account, "high");
    for (const account of [northwind, adatum, third]) {
      await rows(
        `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at)
         values ($1, gen_random_uuid(), $2, 'open', '{score}', $3)`,
        [organisation, account, morningOf(TODAY)],
      );
    }
    await morning("my-digest", csm.id, ["csm"], TODAY);
    const offered = async () => {
      const draw = await world.at(morningOf(TODAY), async (context) =>
        risk.cards?.["my-digest"]?.prepare(context, csm.id, { address: `person:${csm.id}`, slot: TODAY, stands: true }),
      );
      if (!draw || draw === "gone") return [];
      const { body } = draw(viewOf("en", privately(csm, "csm"))).card;
      return [...JSON.stringify(body).matchAll(/"risk\.own","subject":"([^"]+)"/g)].map(([, id]) => id).toSorted();
    };
    expect(await offered()).toEqual([northwind, adatum, third].toSorted());
    await world.act(new Date("2026-11-24T13:05:00Z"), csm.id, (acting) => own(acting, northwind));
    expect(await offered()).toEqual([adatum, third].toSorted());
  });

  test("lists the meetings of today, and asks about one that is overdue", async () => {
    const { company, morning, read, rows } = await office();
    const { anna: csm, northwind, adatum } = company;
    const plan = (account: AccountId, at: string) =>
      rows<{ id: string }>(
        `insert into touchpoint (organisation_id, id, account_id, kind, state, planned_at, owner_id, origin, made_at)
         values ($1, gen_random_uuid(), $2, 'check-in', 'planned', $3, $4, 'person', $3) returning id`,
        [company.organisation, account, at, csm.id],
      );
    await plan(northwind, "2026-11-24T09:00:00Z");
    await plan(adatum, "2026-11-20T09:00:00Z");
    await plan(adatum, "2026-11-25T09:00:00Z");
    const lines = await morning("my-digest", csm.id, ["csm"], TODAY);
    expect(lines?.[0]).toBe("Your day, Anna: 2 meetings");
    expect(lines).toContainEqual("Adatum, check-in: it was planned for 2026-11-20. Was it held?");
    expect(lines).toContainEqual("09:00 UTC Northwind GmbH, check-in.");
    await rows("update touchpoint set state = 'held', held_at = planned_at where planned_at < '2026-11-21'");
    expect(await read("my-digest", csm.id, ["csm"], TODAY)).toContainEqual(
      "Adatum, check-in: it was planned for 2026-11-20. Was it held? ✓ Held.",
    );
  });

  test("says the last day to act though nothing else is new", async () => {
    const { company, morning } = await office();
    const { anna: csm, northwind } = company;
    await db.write(company.organisation, (tx) =>
      addContract(tx, northwind, { arrMinor: 100, renewsOn: "2027-01-10", noticeDays: 31 }),
    );
    const line = async (date: string) =>
      (await morning("my-digest", csm.id, ["csm"], day(date)))?.find((each) => each.startsWith("Northwind"));
    expect(await line("2026-12-03")).toContain("Northwind GmbH renews in 38 days, on 2027-01-10. Until 2026-12-10");
    expect(await line("2026-12-04")).toContain("2026-12-07 is the last day to act");
    expect(await line("2026-12-07")).toContain("today is the last day to act");
    expect(await line("2026-12-08")).toContain("the last day to act has passed, 2026-12-07");
    expect(await line("2026-12-09")).toContain("the last day to act has passed, 2026-12-07");
  });

  test("marks what came late, and a cover doesn't read that somebody can't be reached", async () => {
    const { company, morning, standing } = await office();
    await standing(company.northwind, "high");
    const lines = await morning("my-digest", company.anna.id, ["csm"], TODAY, true);
    expect(lines?.at(-1)).toContain("Late today");
    const words = (covers: PersonId[]) => {
      const reader = { person: ben.id, roles: ["csm", "manager"] as const, region: "dach", covers };
      const { card } = drawPersonal(mine, viewOf("en", { kind: "person", reader }));
      return card.body.map((block) => ("text" in block ? plain(block.text) : "")).join("\n");
    };
    expect(words([anna.id])).not.toContain("can't be reached");
    expect(words([])).toContain("can't be reached");
  });
});

describe("an Account Manager's morning", () => {
  test("says what to claim and by when, what was promised, what is on hold, and ticks what is taken", async () => {
    const house = await office();
    const { company, morning, read, rows } = house;
    const { marta, jonas, northwind, adatum, contoso } = company;
    expect(await morning("am-digest", marta.id, ["am"], TODAY)).toBeUndefined();
    const id = await offer(house, northwind);
    await offer(house, adatum, { claimedBy: marta.id });
    await offer(house, contoso, { parked: true });
    const tomorrow = addDays(TODAY, 1);
    const lines = await morning("am-digest", marta.id, ["am"], tomorrow);
    expect(lines?.[0]).toBe("Your day, Marta: 1 to claim, 1 promised contact, 1 on hold");
    expect(lines).toContainEqual(
      "Northwind GmbH: more seats. It should have been claimed by 2026-11-24 15:00 UTC; whoever leads reads of it.",
    );
    expect(lines).toContainEqual("Adatum: more seats. You promised contact by 2026-11-25 07:00 UTC: call today.");
    expect(lines).toContainEqual(
      "Contoso Ltd: more seats. The account is at risk since 2026-11-23; you will hear when it recovers.",
    );
    await rows(
      "update opportunity set stage = 'claimed', claimed_by = $2, claimed_at = $3, contact_by = $3 where id = $1",
      [id, jonas.id, new Date("2026-11-25T09:30:00Z")],
    );
    const after = await read("am-digest", marta.id, ["am"], tomorrow, new Date("2026-11-25T09:31:00Z"));
    expect(after?.find((each) => each.startsWith("Northwind"))).toContain("✓ Jonas Weber has it since 09:30 UTC.");
    expect(after?.at(-1)).toBe("Updated 10:30.");
  });

  test("asks nobody to claim what is over meanwhile, what they passed on, or what went to somebody else", async () => {
    const house = await office();
    const { company, morning, read, rows } = house;
    const { marta, jonas, northwind } = company;
    const id = await offer(house, northwind);
    await morning("am-digest", marta.id, ["am"], TODAY);
    const line = async () =>
      (await read("am-digest", marta.id, ["am"], TODAY))?.find((each) => /^Northwind/.test(each));
    expect(await line()).not.toContain("✓");
    await rows(
      "insert into opportunity_pass (organisation_id, opportunity_id, person_id, reason, at) values ($1, $2, $3, 'no-time', $4)",
      [company.organisation, id, marta.id, morningOf(TODAY)],
    );
    expect(await line()).toContain("✓ You passed on this");
    await rows("delete from opportunity_pass");
    await rows("update opportunity set assignee_id = $2 where id = $1", [id, jonas.id]);
    expect(await line()).toContain("✓ With Jonas Weber, not claimed yet.");
    await rows("update opportunity set stage = 'withdrawn', closed_at = $2 where id = $1", [id, morningOf(TODAY)]);
    expect(await line()).toContain("✓ Withdrawn on 2026-11-24");
  });

  test("calls free again what was on hold the morning before", async () => {
    const house = await office();
    const { company, morning, rows } = house;
    await offer(house, company.northwind, { parked: true, routedAt: new Date("2026-11-24T10:00:00Z") });
    await morning("am-digest", company.marta.id, ["am"], TODAY);
    await rows("update opportunity set parked = null, parked_at = null");
    const lines = await morning("am-digest", company.marta.id, ["am"], addDays(TODAY, 1));
    expect(lines?.[0]).toBe("Your day, Marta: 1 to claim");
    expect(lines?.[2]).toContain("Northwind GmbH has recovered: more seats is free again.");
  });

  test("doesn't come for what is still on hold, but once a week", async () => {
    const house = await office();
    const { company, morning } = house;
    await offer(house, company.northwind, { parked: true });
    const on = (n: number) => morning("am-digest", company.marta.id, ["am"], addDays(TODAY, n));
    expect((await on(0))?.[0]).toBe("Your day, Marta: 1 on hold");
    for (const n of [1, 2, 3, 6]) expect(await on(n)).toBeUndefined();
    expect((await on(7))?.[0]).toBe("Your day, Marta: nothing new");
  });
});

describe("a manager's morning", () => {
  test("names who has no CSM, whose case nobody owns, and who left without a cover", async () => {
    const { company, morning, rows, standing } = await office();
    const { olga, ben: csm, northwind } = company;
    expect(await morning("manager-digest", olga.id, ["manager"], TODAY)).toBeUndefined();
    await db.write(company.organisation, (tx) => addAccount(tx, "Nod Publishers"));
    await standing(northwind, "critical");
    await rows(
      `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at)
       values ($1, gen_random_uuid(), $2, 'open', '{score}', $3)`,
      [company.organisation, northwind, new Date("2026-11-23T07:00:00Z")],
    );
    await rows("update person set active = false where id = $1", [csm.id]);
    const lines = await morning("manager-digest", olga.id, ["manager"], TODAY);
    expect(lines?.[0]).toBe(
      "Your team, Olga: 1 account without a CSM, 1 case without an owner, 1 person without a cover",
    );
    expect(lines).toContainEqual("Nod Publishers has no CSM.");
    expect(lines).toContainEqual("Northwind GmbH (critical risk), open since 2026-11-23 07:00 UTC; it is Anna Kurz's.");
    expect(lines).toContainEqual(expect.stringContaining("Ben Ito has left and still holds 1 customer."));
    await rows(
      "insert into slot (organisation_id, account_id, slot, person_id) select $1, id, 'csm', $2 from account where name = 'Nod Publishers'",
      [company.organisation, company.anna.id],
    );
    const after = await morning("manager-digest", olga.id, ["manager"], TODAY);
    expect(after).toContainEqual("Nod Publishers has no CSM. ✓ Anna Kurz looks after it now.");
  });

  test("doesn't come while nothing is new in it, and says once a week what still waits", async () => {
    const { company, morning } = await office();
    const { olga } = company;
    await db.write(company.organisation, (tx) => addAccount(tx, "Nod Publishers"));
    const on = (n: number) => morning("manager-digest", olga.id, ["manager"], addDays(TODAY, n));
    expect((await on(0))?.[0]).toBe("Your team, Olga: 1 account without a CSM");
    for (const n of [1, 2, 3, 6]) expect(await on(n)).toBeUndefined();
    expect((await on(7))?.[0]).toBe("Your team, Olga: nothing new");
    await db.write(company.organisation, (tx) => addAccount(tx, "Lucerne"));
    expect((await on(8))?.[0]).toBe("Your team, Olga: 1 account without a CSM");
  });

  test("names who was at risk at the first score, the weightiest first, until somebody has taken them all on", async () => {
    const { company, morning, rows, standing, world } = await office();
    const { olga, anna: csm, organisation, northwind, contoso, adatum } = company;
    const small = await db.write(organisation, (tx) => addAccount(tx, "Nod Publishers", { csm: csm.id }));
    for (const [account, arrMinor] of [
      [small, 100_000],
      [northwind, 4_800_000],
      [contoso, 900_000],
      [adatum, 1_200_000],
    ] as const) {
      await db.write(organisation, (tx) => addContract(tx, account, { arrMinor }));
      await standing(account, "critical");
    }
    const on = (n: number) => morning("manager-digest", olga.id, ["manager"], addDays(TODAY, n));
    const first = await on(0);
    expect(first?.[0]).toBe("Your team, Olga: customers not yet taken on");
    const line = first?.find((text) => text.startsWith("4 customers were at risk at their first score"));
    expect(line).toMatch(/Northwind GmbH [^,]*.*Adatum .*Contoso Ltd .*, 1 more/);
    expect((await on(1))?.join()).toContain("4 customers were at risk");

    const list = await world.act(morningOf(TODAY), olga.id, (acting) => showUntaken(acting, olga.id), true);
    const buttons = JSON.stringify(list).match(/"risk\.own"/g);
    expect(buttons).toHaveLength(4);
    const unseen = await world.act(morningOf(TODAY), company.ben.id, (acting) => showUntaken(acting, olga.id), true);
    expect(JSON.stringify(unseen)).not.toContain("Northwind");

    for (const { id } of await rows<{ id: AccountId }>("select account_id as id from risk_state")) {
      await world.act(morningOf(addDays(TODAY, 1)), olga.id, (acting) => own(acting, id), true);
    }
    expect(await rows("select distinct owner_id from risk_case where state = 'open'")).toEqual([{ owner_id: olga.id }]);
    expect(await rows("select 1 from play")).toHaveLength(4);
    expect(await rows("select address from post where card = 'risk.case' and address not like 'person:%'")).toEqual([]);
    expect(await on(2)).toBeUndefined();
  });

  test("counts what was judged as no risk, and names opinions that differ from the score", async () => {
    const { company, morning, rows, standing } = await office();
    const { olga, anna: csm, northwind, adatum } = company;
    await standing(adatum, "critical");
    await rows(
      `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, closed_at, closed_by, outcome)
       values ($1, gen_random_uuid(), $2, 'closed', '{score}', $3, $3, $4, 'not-a-risk')`,
      [company.organisation, northwind, new Date("2026-11-20T09:00:00Z"), csm.id],
    );
    await rows(
      `insert into risk_opinion (organisation_id, id, account_id, person_id, opinion, reason, at, expires_at)
       values ($1, gen_random_uuid(), $2, $3, 'good', 'they told me', $4, $4::timestamptz + interval '60 days')`,
      [company.organisation, adatum, csm.id, new Date("2026-11-20T09:00:00Z")],
    );
    const lines = await morning("manager-digest", olga.id, ["manager"], TODAY);
    expect(lines).toContainEqual("Anna Kurz: 1 alert. Ask about it when you next meet.");
    expect(lines).toContainEqual("Adatum: Anna Kurz says good, the score says critical. Ask why.");
  });

  test("lists what others decided by hand against a rule, of their own team alone", async () => {
    const { company, morning, rows } = await office();
    const { olga, anna: csm, organisation, northwind, adatum } = company;
    const otto = await db.write(organisation, (tx) => addPerson(tx, company.workspace, "Otto Lang", ["manager"]));
    const decide = (kind: string, account: AccountId, by: PersonId, summary: string | null, at: string) =>
      rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, summary)
         values ($1, gen_random_uuid(), $2, $3, $4, $5, 'slack', '{"from":"adoption","to":"value"}', $6)`,
        [organisation, account, kind, at, by, summary],
      );
    await decide("stage-set", northwind, csm.id, "They report savings.", "2026-11-23T09:00:00Z");
    await decide("am-pulled-in", adatum, csm.id, null, "2026-11-20T09:00:00Z");
    await decide("stage-set", adatum, csm.id, "Long ago.", "2026-11-10T09:00:00Z");
    await decide("stage-set", adatum, olga.id, "My own.", "2026-11-23T09:00:00Z");
    const lines = await morning("manager-digest", olga.id, ["manager"], TODAY);
    expect(lines?.[0]).toBe("Your team, Olga: 2 decisions by hand");
    expect(lines?.join("\n")).toMatch(/Anna Kurz set Northwind GmbH from .+ to .+: They report savings\./);
    expect(lines?.join("\n")).toContain("Anna Kurz pulled the Account Manager of Adatum in");
    expect(await morning("manager-digest", otto.id, ["manager"], TODAY)).toBeUndefined();
  });

  test("names a first answer that is late, and whose it is", async () => {
    const { company, morning, rows } = await office();
    await rows(
      `insert into request (organisation_id, id, account_id, kind, text, logged_by, at, owner_id, response_due_at, state)
       values ($1, gen_random_uuid(), $2, 'complaint', 'slow', $3, $5, $4, $5, 'open')`,
      [company.organisation, company.northwind, company.anna.id, company.marta.id, new Date("2026-11-23T12:00:00Z")],
    );
    const lines = await morning("manager-digest", company.olga.id, ["manager"], TODAY);
    expect(lines).toContainEqual(
      "Northwind GmbH, complaint: the first answer was due 2026-11-23 12:00 UTC; it is with Marta Silva.",
    );
    const mineToo = await morning("am-digest", company.marta.id, ["am"], TODAY);
    expect(mineToo?.[0]).toBe("Your day, Marta: 1 request");
  });
});

describe("the trend of what is at risk", () => {
  const eur = (thousands: number) => [{ amountMinor: thousands * 100_000, currency: "EUR" }];
  const weeksAgo = (weeks: number, thousands: number) => ({ day: addDays(TODAY, -7 * weeks), atRisk: eur(thousands) });

  test("needs mornings that reach back three weeks, and takes one a week", () => {
    expect(trendOf([weeksAgo(2, 180), weeksAgo(1, 190), weeksAgo(0, 200)])).toBeUndefined();
    const daily = [21, 20, 14, 8, 7, 0].map((ago) => ({ day: addDays(TODAY, -ago), atRisk: eur(100 + ago) }));
    expect(trendOf(daily)?.points.map(({ amountMinor }) => amountMinor / 100_000)).toEqual([121, 114, 107, 100]);
  });

  test("is of one currency, as amounts of several aren't added", () => {
    const mixed = [3, 2, 1, 0].map((weeks) => ({
      day: addDays(TODAY, -7 * weeks),
      atRisk: [...eur(10), { amountMinor: 5_000_000, currency: "USD" }],
    }));
    expect(trendOf(mixed)?.currency).toBe("USD");
  });

  test("is drawn between its least and its most", () => {
    expect(sparkline([1, 8])).toBe("▁█");
    expect(sparkline([5, 5, 5])).toBe("▄▄▄");
  });

  test("grows out of the mornings themselves", async () => {
    const { company, morning, standing } = await office();
    await db.write(company.organisation, (tx) => addContract(tx, company.northwind, { arrMinor: 4_800_000 }));
    await standing(company.northwind, "high");
    for (const weeks of [3, 2, 1]) await morning("my-digest", company.anna.id, ["csm"], addDays(TODAY, -7 * weeks));
    await db.write(company.organisation, (tx) => addContract(tx, company.northwind, { arrMinor: 1_200_000 }));
    expect(await morning("my-digest", company.anna.id, ["csm"], TODAY)).toContainEqual(
      "ARR at risk ▁▁▁█ Up from €48,000 to €60,000 in 3 weeks.",
    );
  });
});

describe("a case that somebody closed while its customer is still at risk", () => {
  const since = new Date("2026-11-23T02:00:00Z");
  const standing = { state: "at-risk", since } as Standing;
  const closedAt = (at: Date): Case =>
    ({ state: "closed", owner: undefined, closed: { at, by: { id: anna.id, name: anna.name } } }) as Case;

  test("is theirs who closed it, and nobody's to own", () => {
    expect(becameOf(closedAt(since), standing)).toMatchObject({ kind: "judged", by: { id: anna.id }, at: since });
  });

  test("says nothing of the next time that the customer is at risk", () => {
    expect(becameOf(closedAt(new Date(since.getTime() - 1)), standing)).toEqual({ kind: "unowned" });
  });
});

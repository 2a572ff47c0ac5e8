import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId, ContactId } from "../src/kernel/ids.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());
let name = "";
let made = 0;
beforeEach(() => {
  name = `Customer ${String(++made)}`;
  house.clock.set(NINE);
});
const told = (who: TestPerson): string => house.told(who, name);
const HOUR_MS = 3_600_000;

async function contact(account: AccountId, role: string): Promise<ContactId> {
  const id = ids.next<"contact">();
  await house.change(
    "insert into contact (organisation_id, id, account_id, email, name, role, source, added_at, changed_at) values ($1, $2, $3, $4, $4, $5, 'chat', $6, $6)",
    [house.company.organisation, id, account, `${id}@there.example`, role, NINE],
  );
  return id;
}

describe("an account that comes to be at risk", () => {
  test("stops the clocks of an offer, which goes on with the time that was left", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.hours(3);
    await house.risk(account, true);
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", parked: { because: "at-risk" } });
    expect(await house.says(marta, "claim", id)).toContain("On hold");
    expect(await house.fills(marta, "pass", id, { reason: "no-time" })).toContain("On hold");
    await house.hours(24 * 14);
    expect(told(marta)).not.toContain("waits for your answer");
    await house.risk(account, false);
    expect((await house.offer(id)).opportunity.clocks.dueAt).toEqual(
      new Date(NINE.getTime() + (24 * 14 + 1) * HOUR_MS),
    );
    expect(await house.says(marta, "claim", id)).toContain("It's yours");
  });

  test("holds a claim whose time is kept, and a claim pressed against the hold loses truthfully", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.hours(24);
    await house.risk(account, true);
    await house.hours(24 * 10);
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "claimed", claimed: { by: marta.id } });
    await house.risk(account, false);
    const { claimed } = (await house.offer(id)).opportunity;
    expect(claimed?.contactBy).toEqual(new Date("2026-12-04T16:00:00Z"));
  });

  test("puts a running deal to its CSM and AM, and nobody's answer to the manager after one working day", async () => {
    const { anna, marta, olga } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.says(marta, "propose", id);
    await house.risk(account, true);
    await house.hours(0);
    for (const who of [anna, marta]) expect(told(who)).toContain("Pause it, or ask a manager");
    const asked = (): number => told(olga).split("go on with more seats").length - 1;
    expect(asked()).toBe(1);
    expect(told(olga)).toContain("Pause it, or let it go on");
    await house.hours(24);
    await house.hours(25);
    expect(asked()).toBe(2);
    expect(wordsOf(await house.open(marta, "opportunities.continue", id))).toContain("Only a manager");
    expect(await house.fills(olga, "continue", id, { reason: "" })).toContain("at least 3 letters");
    expect(await house.fills(olga, "continue", id, { reason: "They asked us to." })).toContain("It goes on");
    const { opportunity } = await house.offer(id);
    expect(opportunity).toMatchObject({
      stage: "proposed",
      parked: undefined,
      hold: { decided: { what: "continue", by: olga.id } },
    });
    const audit = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows(
        `select a.details, o.hold_reason as reason from audit a join opportunity o on o.id::text = a.subject
          where a.action = 'opportunities.continue' and a.subject = $1`,
        [id],
      ),
    );
    expect(audit).toEqual([{ details: { because: "at-risk", stage: "proposed" }, reason: "They asked us to." }]);
    await house.risk(account, true);
    expect((await house.offer(id)).opportunity.parked).toBeUndefined();
    expect(
      await house.fills(marta, "win", id, { promised: "Logins without waiting", value: "9000", currency: "EUR" }),
    ).toContain("Congratulations");
  });

  test("lets either of them pause it until it recovers, and tells who presses again", async () => {
    const { anna, marta, ben } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.says(marta, "propose", id);
    await house.risk(account, true);
    expect(await house.says(ben, "pause", id)).toMatch(/can't find|Only whoever/);
    expect(await house.says(anna, "pause", id)).toContain("Paused");
    expect(await house.says(marta, "pause", id)).toContain("done already");
    expect(await house.says(marta, "propose", id)).toContain("done already");
    expect(await house.fills(marta, "win", id, { promised: "Fast logins", value: "1", currency: "EUR" })).toContain(
      "On hold",
    );
    await house.hours(24 * 3);
    expect((await house.offer(id)).opportunity.hold?.decided?.what).toBe("pause");
    await house.risk(account, false);
    expect((await house.offer(id)).opportunity).toMatchObject({
      stage: "proposed",
      parked: undefined,
      hold: undefined,
    });
  });

  test("offers nothing that was spotted since, unless a manager goes over it", async () => {
    const { marta, olga } = house.company;
    const account = await house.account(name, marta);
    await house.risk(account, true);
    const id = await house.spot(account);
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "gated", parked: { because: "at-risk" } });
    expect(await house.fills(olga, "continue", id, { reason: "The customer insists." })).toContain("It goes on");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", assignee: marta.id });
    expect(await house.says(marta, "claim", id)).toContain("It's yours");
  });

  test("and where too little is known by the time a manager goes over it, the answer says what it waits for", async () => {
    const { marta, olga } = house.company;
    const account = await house.account(name, marta);
    await house.risk(account, true);
    const id = await house.spot(account);
    await house.change("delete from usage where account_id = $1", [account]);
    const said = await house.fills(olga, "continue", id, { reason: "They called me and are fine." });
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "spotted", parked: undefined });
    expect(said).not.toContain("It goes on");
    expect(said).toContain(`Nothing holds more seats at ${name} any more`);
    expect(said).toMatch(/Too little is known to judge it|before the Customer Success Manager confirms it/);
  });
});

describe("a detractor", () => {
  test("who only uses it holds nothing; a second one does, until one of them is settled", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    const [one, two] = [await contact(account, "user"), await contact(account, "user")];
    await house.tell({ kind: "contact-detractor", account, contact: one });
    expect((await house.offer(id)).opportunity.parked).toBeUndefined();
    await house.tell({ kind: "contact-detractor", account, contact: two });
    expect((await house.offer(id)).opportunity.parked?.because).toBe("detractor");
    expect(await house.says(marta, "claim", id)).toContain("would not recommend us");
    await house.tell({ kind: "detractor-settled", account, contact: one });
    expect((await house.offer(id)).opportunity.parked).toBeUndefined();
    expect(await house.says(marta, "claim", id)).toContain("It's yours");
  });

  test("who decides holds alone; a recovered account stays held by them", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    const champion = await contact(account, "champion");
    await house.risk(account, true);
    await house.tell({ kind: "contact-detractor", account, contact: champion });
    await house.risk(account, false);
    expect((await house.offer(id)).opportunity.parked?.because).toBe("detractor");
    await house.tell({ kind: "detractor-settled", account, contact: champion });
    expect((await house.offer(id)).opportunity.parked).toBeUndefined();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId, OpportunityId } from "../src/kernel/ids.ts";
import { addPerson, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals, WON } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const HOUR_MS = 3_600_000;

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());
let name = "";
let made = 0;
beforeEach(() => {
  name = `Raced ${String(++made)}`;
  house.clock.set(NINE);
});
const told = (who: TestPerson): string => house.told(who, name);

const touched = (account: AccountId, what: string): Promise<void> =>
  house.tell({ kind: "account-touched", account, what, by: undefined, via: "import", details: {} });
const merge = (gone: AccountId, into: AccountId): Promise<void> =>
  house.change("update account set merged_into = $2 where id = $1", [gone, into]);
const churn = (account: AccountId): Promise<void> =>
  house.change("update account set lifecycle_stage = 'churned' where id = $1", [account]);
const csmIs = (account: AccountId, who: TestPerson): Promise<void> =>
  house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, who.id]);

async function stored(id: OpportunityId): Promise<{ stage: string; by: string | undefined; parked: boolean }> {
  const { stage, claimed, parked } = (await house.offer(id)).opportunity;
  return { stage, by: claimed?.by, parked: parked !== undefined };
}

/** Whoever was told that it is theirs has it, and nobody else was told so. */
async function expectTruth(id: OpportunityId, said: readonly (readonly [TestPerson, string])[]): Promise<void> {
  const { by } = await stored(id);
  const winners = said.filter(([, words]) => words.includes("It's yours")).map(([who]) => who.id);
  expect(winners).toEqual(by === undefined ? [] : [by]);
}

describe("at the same moment,", () => {
  test("a claim and the account's coming to be at risk leave a truthful answer, and no claim that isn't on hold", async () => {
    const { marta } = house.company;
    for (const first of ["claim", "risk"]) {
      const account = await house.account(`${name} ${first}`, marta);
      const id = await house.spot(account);
      const steps = { claim: () => house.says(marta, "claim", id), risk: () => house.risk(account, true) };
      const [one, other] = first === "claim" ? [steps.claim(), steps.risk()] : [steps.risk(), steps.claim()];
      const said = (await Promise.all([one, other])).find((each) => typeof each === "string") ?? "";
      await expectTruth(id, [[marta, said]]);
      if (!said.includes("It's yours")) expect(said).toContain("On hold");
      expect((await stored(id)).parked).toBe(true);
    }
  });

  test("two AMs and the clock that hands the offer on leave one owner, whom the others are told of", async () => {
    const { marta, jonas } = house.company;
    const id = await house.spot(await house.account(name));
    house.clock.set(new Date(NINE.getTime() + 16 * 3 * HOUR_MS));
    const [first, second] = await Promise.all([
      house.says(marta, "claim", id),
      house.says(jonas, "claim", id),
      house.app.settle(),
    ]);
    await expectTruth(id, [
      [marta, first],
      [jonas, second],
    ]);
    expect([first, second].filter((words) => words.includes("It's yours"))).toHaveLength(1);
    expect([first, second].filter((words) => words.includes("claimed this"))).toHaveLength(1);
  });

  test("everybody on one Claim hears the truth, also where one of them may not see it", async () => {
    const { organisation, workspace, marta, jonas, anna } = house.company;
    const nina = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Nina Novak", ["admin"]));
    const id = await house.spot(await house.account(name));
    const claim = (who: TestPerson): Promise<string> => house.says(who, "claim", id);
    const yours = expect.stringContaining("It's yours") as string;
    const stillYours = expect.stringContaining("It's already yours") as string;
    const taken = expect.stringContaining("Jonas Weber claimed this") as string;
    const gone = expect.stringContaining("can't find") as string;
    expect(await Promise.all([jonas, marta, anna, jonas, marta].map(claim))).toEqual([
      ...[yours, taken, taken, stillYours, taken],
    ]);
    expect((await stored(id)).by).toBe(jonas.id);
    expect(await Promise.all([marta, nina, jonas].map(claim))).toEqual([taken, gone, stillYours]);
  });

  test("what the customer asks for and the end of the same opportunity never lose the request", async () => {
    const { marta, olga, organisation } = house.company;
    for (const first of ["lose", "ask"]) {
      const account = await house.account(`${name} ${first}`, marta);
      const id = await house.spot(account);
      await house.says(marta, "claim", id);
      const values = { account: `${name} ${first}`, text: "More, please.", asked: "customer", product: "more seats" };
      const lose = () => house.fills(marta, "lose", id, { reason: "no-need" });
      const ask = () => house.submit(olga, "requests.hand", NINE.toISOString(), values);
      await Promise.all(first === "lose" ? [lose(), ask()] : [ask(), lose()]);
      const rows = await house.app.db.read(organisation, (tx) =>
        tx.rows(`select 1 from opportunity where account_id = $1 and evidence @> '[{"source": "customer"}]'`, [
          account,
        ]),
      );
      expect(rows).toHaveLength(1);
    }
  });

  test("a claim and a pass by the same AM count as they are told to have, and one of them at least", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    const [claimed, passed] = await Promise.all([
      house.says(marta, "claim", id),
      house.fills(marta, "pass", id, { reason: "no-time" }),
    ]);
    await expectTruth(id, [[marta, claimed]]);
    const heard = passed.includes("You passed");
    expect((await house.offer(id)).opportunity.passed).toEqual(heard ? [marta.id] : []);
    if (!heard) expect(claimed).toContain("It's yours");
  });

  test("a claim and another AM's coming leave it with whoever is told so", async () => {
    const { marta, jonas } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    const [said] = await Promise.all([
      house.says(marta, "claim", id),
      house
        .change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [account, jonas.id])
        .then(() => touched(account, "slot-changed")),
    ]);
    await expectTruth(id, [[marta, said]]);
    const { assignee } = (await house.offer(id)).opportunity;
    expect(assignee).toBe(jonas.id);
  });

  test("a claim and the end of the account leave nothing open, whatever was said before", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    const [said] = await Promise.all([
      house.says(marta, "claim", id),
      churn(account).then(() => touched(account, "stage-changed")),
    ]);
    expect(said).toMatch(/It's yours|closed/);
    expect((await stored(id)).stage).toBe("withdrawn");
    await house.hours(0);
    expect(told(marta)).toMatch(/was withdrawn.*the customer left/s);
  });

  test("Won twice is won once, and handed over once", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    const said = await Promise.all([
      house.fills(marta, "win", id, WON),
      house.fills(marta, "win", id, { ...WON, value: "10000" }),
    ]);
    expect(said.filter((words) => words.includes("Congratulations"))).toHaveLength(1);
    expect(said.filter((words) => words.includes("already"))).toHaveLength(1);
    const kinds = await house.kinds(account);
    expect(kinds.filter((kind) => kind === "won")).toHaveLength(1);
    const rows = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select 1 from opportunity_handover where opportunity_id = $1", [id]),
    );
    expect(rows).toHaveLength(1);
  });

  test("a handover that CSM and manager accept is taken over by one, and the other is told by whom", async () => {
    const { anna, olga, marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.fills(marta, "win", id, WON);
    const said = await Promise.all([house.says(anna, "accept", id), house.says(olga, "accept", id)]);
    expect(said.filter((words) => words.includes("is yours now"))).toHaveLength(1);
    expect(said.filter((words) => words.includes("took it over"))).toHaveLength(1);
    const kinds = await house.kinds(account);
    expect(kinds.filter((kind) => kind === "onboarding-opened")).toHaveLength(1);
  });
});

describe("an old card", () => {
  test("tells its presser how it is now, at every stage it may have missed", async () => {
    const { marta, jonas, anna } = house.company;
    const id = await house.spot(await house.account(name));
    await house.says(jonas, "claim", id);
    expect(await house.says(marta, "propose", id)).toContain("Jonas Weber");
    expect(await house.fills(marta, "pass", id, { reason: "no-time" })).toContain("Jonas Weber");
    await house.says(jonas, "propose", id);
    expect(await house.says(jonas, "claim", id)).toContain("already yours");
    expect(await house.says(jonas, "propose", id)).toContain("done already");
    await house.fills(jonas, "win", id, WON);
    expect(await house.says(jonas, "propose", id)).toMatch(/won already|done already/);
    expect(await house.fills(jonas, "release", id, { reason: "no-time" })).toContain("won already");
    expect(await house.says(marta, "claim", id)).toContain("Jonas Weber");
    await house.says(anna, "accept", id);
    for (const press of ["claim", "propose"]) expect(await house.says(jonas, press, id)).toContain("closed");
    expect(await house.fills(jonas, "release", id, { reason: "no-time" })).toContain("closed");
    expect(await stored(id)).toMatchObject({ stage: "done", by: jonas.id });
  });

  test("of something that isn't there, or is no opportunity, says that it can't be found", async () => {
    const { marta, northwind } = house.company;
    const nowhere = "01900000-0000-7000-8000-00000000dead" as OpportunityId;
    for (const id of [nowhere, northwind as unknown as OpportunityId]) {
      for (const press of ["claim", "propose", "accept"])
        expect(await house.says(marta, press, id), press).toContain("can't find that opportunity");
      expect(await house.fills(marta, "release", id, { reason: "no-time" })).toContain("can't find that opportunity");
    }
    const odd = "'; drop table opportunity" as OpportunityId;
    expect(await house.says(marta, "claim", odd)).toContain("out of date");
  });
});

describe("what is typed wrong", () => {
  test("is named with its value and what is allowed, and nothing is half done", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    expect(await house.fills(marta, "pass", id, { reason: "boredom" })).toContain("“boredom” isn't one of the choices");
    expect(await house.fills(marta, "snooze", id, { days: "400" })).toContain("“400” isn't one of the choices");
    await house.says(marta, "claim", id);
    const win = (values: Record<string, string>): Promise<string> =>
      house.fills(marta, "win", id, { ...WON, ...values });
    expect(await win({ value: "-5" })).toContain("“-5” isn't an amount above 0");
    expect(await win({ value: "0" })).toContain("“0” isn't an amount above 0");
    expect(await win({ value: "a lot" })).toContain("“a lot” isn't an amount");
    expect(await win({ currency: "EURO" })).toContain("“EURO” isn't a currency");
    expect(await win({ "promised-on": "31/02/2027" })).toContain("“31/02/2027” isn't a day");
    expect(await win({ promised: "" })).toContain("Write at least");
    expect(await win({ promised: "x".repeat(5000) })).toMatch(/at most|too long|letters/i);
    expect(await house.fills(marta, "lose", id, { reason: "bad luck" })).toContain(
      "“bad luck” isn't one of the choices",
    );
    expect(await stored(id)).toEqual({ stage: "claimed", by: marta.id, parked: false });
  });
});

describe("what is sold", () => {
  const sold = (called = name) => house.sold(called);

  test("at a customer that is merged goes over to the CSM of the one that stays, and its onboarding opens there", async () => {
    const { anna, ben } = house.company;
    const { account, id } = await sold();
    const stays = await house.account(`${name} Holding`);
    await csmIs(stays, ben);
    await merge(account, stays);
    expect(await house.says(anna, "accept", id)).toMatch(/can't find|Only the Customer Success Manager/);
    await house.hours(0);
    expect(told(ben)).toContain("Logins without waiting");
    expect(await house.says(ben, "accept", id)).toContain("is yours now");
    const rows = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ account_id: string }>("select account_id from onboarding where opportunity_id = $1", [id]),
    );
    expect(rows).toEqual([{ account_id: stays }]);
  });

  test("goes over too when the one that stays has the same product open, and both go on", async () => {
    const { ben, marta } = house.company;
    const { account, id } = await sold();
    const stays = await house.account(`${name} Holding`, marta);
    const open = await house.spot(stays);
    await csmIs(stays, ben);
    await merge(account, stays);
    await touched(account, "slot-changed");
    await house.hours(0);
    expect(told(ben)).toContain("Logins without waiting");
    expect(await house.says(ben, "accept", id)).toContain("is yours now");
    expect((await stored(open)).stage).toBe("routed");
  });

  test("at a customer who leaves before it is taken over ends there: both are told, and nobody is reminded", async () => {
    const { anna, marta } = house.company;
    const { account, id } = await sold();
    await churn(account);
    await touched(account, "stage-changed");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "withdrawn", lostReason: "churned" });
    await house.hours(0);
    for (const who of [anna, marta]) expect(told(who)).toMatch(/was withdrawn.*the customer left/s);
    expect(told(anna)).not.toContain("accepts");
    expect(await house.says(anna, "accept", id)).toMatch(/Withdrawn on .*: the customer left/);
    expect(await house.fills(anna, "ask-back", id, { question: "Who knows?" })).toContain("the customer left");
    await house.hours(8);
    expect(told(anna)).not.toContain("waits for you");
    const rows = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select 1 from onboarding where opportunity_id = $1", [id]),
    );
    expect(rows).toEqual([]);
  });

  test("at a customer who left over night is closed for whoever presses first", async () => {
    const { anna } = house.company;
    const { account, id } = await sold();
    await churn(account);
    expect(await house.says(anna, "accept", id)).toMatch(/Withdrawn on .*: the customer left/);
    expect(await house.fills(anna, "ask-back", id, { question: "Who knows?" })).toContain("the customer left");
    expect((await stored(id)).stage).toBe("withdrawn");
  });

  test("by an AM who was deactivated is asked back about to the account's AM", async () => {
    const { anna, jonas, marta } = house.company;
    const account = await house.account(name);
    const id = await house.spot(account);
    await house.says(jonas, "claim", id);
    await house.fills(jonas, "win", id, WON);
    await house.change("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'am', $3)", [
      house.company.organisation,
      account,
      marta.id,
    ]);
    await house.change("update person set active = false where id = $1", [jonas.id]);
    expect(await house.fills(anna, "ask-back", id, { question: "Who at theirs knows?" })).toContain("Marta Silva");
    await house.hours(0);
    expect(told(marta)).toContain("Who at theirs knows?");
    const answer = wordsOf(await house.press(jonas, "opportunities.claim", id));
    expect(answer).toContain("I only work for colleagues");
    await house.change("update person set active = true where id = $1", [jonas.id]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TEXT_TABLES } from "../src/features/privacy/held-texts.ts";
import type { TestPerson } from "./helpers/company.ts";
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
const WON = { promised: "Logins without waiting by March", value: "9000", currency: "eur" };

describe("passing", () => {
  test("on an own AM's offer hands it to the manager, with the reason kept", async () => {
    const { marta, olga, organisation } = house.company;
    const id = await house.spot(await house.account(name, marta));
    expect(await house.fills(marta, "pass", id, { reason: "because" })).toContain("isn't one of the choices");
    expect(await house.fills(marta, "pass", id, { reason: "no-time", note: "Full until May" })).toContain(
      "goes to Olga Orlova",
    );
    expect((await house.offer(id)).opportunity).toMatchObject({
      stage: "routed",
      assignee: olga.id,
      passed: [marta.id],
    });
    const passes = await house.app.db.read(organisation, (tx) =>
      tx.rows("select reason, note from opportunity_pass where opportunity_id = $1", [id]),
    );
    expect(passes).toEqual([{ reason: "no-time", note: "Full until May" }]);
    await house.hours(0);
    expect(told(olga)).toContain("came to you");
    expect(told(olga)).toContain("Marta Silva passed: no time for it now. They add: Full until May");
    expect(house.standingWith(olga).filter((card) => card.includes(`${name}: more seats`))).toHaveLength(1);
    expect(await house.says(olga, "claim", id)).toContain("It's yours");
  });

  test("in a pool hides it for that AM, and when everybody passed it goes to a manager", async () => {
    const { marta, jonas, olga } = house.company;
    const id = await house.spot(await house.account(name));
    const first = (await house.offer(id)).opportunity.assignee === marta.id ? marta : jonas;
    const other = first === marta ? jonas : marta;
    expect(await house.fills(other, "pass", id, { reason: "timing" })).toContain("isn't offered to you any more");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", assignee: first.id, pool: true });
    expect(await house.fills(other, "pass", id, { reason: "timing" })).toContain("done already");
    expect(wordsOf(await house.command(other, "/tandem pipeline"))).not.toContain(name);
    expect(await house.fills(first, "pass", id, { reason: "no-fit" })).toContain("goes to Olga Orlova");
    expect((await house.offer(id)).opportunity).toMatchObject({ assignee: olga.id, pool: false });
  });

  test("isn't for the CSM, nor for an AM to whom it isn't offered", async () => {
    const { marta, jonas, anna } = house.company;
    const id = await house.spot(await house.account(name, marta));
    expect(await house.fills(anna, "pass", id, { reason: "no-time" })).toContain("the offer is the Account Manager's");
    expect(await house.fills(jonas, "pass", id, { reason: "no-time" })).toMatch(/can't find|for Marta/);
  });
});

describe("a claim", () => {
  test("goes on to proposed and won, with the promise for the CSM and the price for nobody but AM and manager", async () => {
    const { anna, marta, olga, jonas } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    expect(await house.says(marta, "propose", id)).toContain("Nobody has it yet");
    await house.says(marta, "claim", id);
    expect(await house.says(jonas, "propose", id)).toMatch(/Marta Silva claimed this|can't find/);
    expect(await house.says(anna, "propose", id)).toContain("the offer is the Account Manager's");
    expect(await house.says(marta, "propose", id)).toContain("is proposed to");
    expect(await house.says(marta, "propose", id)).toContain("done already");
    const wrong = await house.fills(marta, "win", id, { promised: "x", value: "-4", currency: "coins" });
    expect(wrong).toContain("at least 3 letters");
    expect(wrong).toContain("“COINS” isn't a currency");
    expect(await house.fills(marta, "win", id, { ...WON, value: "nine" })).toContain("isn't an amount above 0");
    expect(await house.fills(marta, "win", id, { ...WON, value: "9.000" })).toContain(
      "“9.000” can be read in two ways. Write 9000 if you mean the whole amount",
    );
    expect(await house.fills(marta, "win", id, { ...WON, value: "€9,000" })).toContain("Congratulations");
    expect(await house.fills(marta, "win", id, WON)).toMatch(/done already|won already/);
    await house.hours(0);
    expect(told(anna)).toMatch(/Won by Marta Silva.*accepts the handover.*Logins without waiting/s);
    expect(told(anna)).not.toContain("9,000");
    expect(await house.kinds(account)).toEqual(["spotted", "routed", "claimed", "proposed", "won"]);
    for (const [who, sees] of [
      [olga, true],
      [marta, true],
      [anna, false],
    ] as const) {
      const words = wordsOf(await house.command(who, "/tandem pipeline"));
      expect(words.includes("€9,000")).toBe(sees);
    }
    expect(await house.fills(marta, "release", id, { reason: "no-time" })).toContain("won already");
  });

  test.each(["9.000,50", "9 000,50", "9,000.50", "9'000.5", "9000,50 €"])(
    "is won for %j a year, whoever reads it in German",
    async (value) => {
      const { marta } = house.company;
      await house.submit(marta, "settings.mine", "", { locale: "de", zone: "Europe/Berlin", digestAt: "08:00" });
      const id = await house.spot(await house.account(name, marta));
      await house.says(marta, "claim", id);
      const either = await house.fills(marta, "win", id, { ...WON, value: "9,000" });
      expect(either).toContain("lässt sich auf zwei Arten lesen. Schreiben Sie 9000,");
      expect(await house.fills(marta, "win", id, { ...WON, value })).toContain("Glückwunsch");
      expect((await house.offer(id)).opportunity.value).toEqual({ amountMinor: 900_050, currency: "EUR" });
      await house.submit(marta, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
    },
  );

  test("in a currency without a smaller part isn't asked about cents", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    const either = await house.fills(marta, "win", id, { ...WON, value: "1.500", currency: "JPY" });
    expect(either).toContain("Write 1500 if you mean that; this currency has no smaller part.");
    expect(either).not.toContain("cents");
    expect(await house.fills(marta, "win", id, { ...WON, value: "1500円", currency: "JPY" })).toContain(
      "Congratulations",
    );
    expect((await house.offer(id)).opportunity.value).toEqual({ amountMinor: 1500, currency: "JPY" });
  });

  test("that is lost says why, and nothing leaves that", async () => {
    const { anna, marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    expect(await house.fills(marta, "lose", id, { reason: "price" })).toContain("closed as lost");
    for (const press of ["claim", "propose"]) expect(await house.says(marta, press, id)).toContain("closed");
    expect(await house.fills(marta, "release", id, { reason: "no-time" })).toContain("closed");
    await house.hours(0);
    expect(told(anna)).toMatch(/Lost on .*: the price/);
  });

  test("that is given back is offered to the next one, and an own AM's to the manager", async () => {
    const { marta, jonas, olga } = house.company;
    const pooled = await house.spot(await house.account(name));
    await house.says(jonas, "claim", pooled);
    expect(await house.fills(marta, "release", pooled, { reason: "no-time" })).toContain("Jonas Weber claimed this");
    expect(await house.fills(jonas, "release", pooled, { reason: "no-time" })).toContain("Given back");
    expect(await house.fills(jonas, "release", pooled, { reason: "no-time" })).not.toContain("Given back");
    expect((await house.offer(pooled)).opportunity).toMatchObject({
      stage: "routed",
      assignee: marta.id,
      tried: [jonas.id],
    });
    const own = await house.spot(await house.account(`${name} too`, marta));
    await house.says(marta, "claim", own);
    await house.fills(marta, "release", own, { reason: "no-time" });
    expect((await house.offer(own)).opportunity).toMatchObject({ stage: "routed", assignee: olga.id });
    const pipeline = async (who: TestPerson) => wordsOf(await house.command(who, "/tandem pipeline"));
    for (const who of [jonas, marta])
      expect(await pipeline(who)).not.toContain(who === marta ? `${name} too` : `${name},`);
    expect(await pipeline(marta)).toContain(`${name}, more seats`);
    expect(await pipeline(olga)).toContain(`${name} too`);
  });
});

describe("a claim that is given back", () => {
  const channelCard = async (): Promise<string> => {
    await house.app.settle();
    return (await house.standingIn("am")).findLast((card) => card.includes(`${name}: more seats`)) ?? "";
  };

  test("says why in a form, on the timeline, and to whoever has it next with what was done before", async () => {
    const { anna, marta, jonas } = house.company;
    const account = await house.account(name);
    const id = await house.spot(account);
    expect(wordsOf(await house.open(jonas, "opportunities.release", id))).toContain("Only whoever has claimed it");
    await house.says(jonas, "claim", id);
    await house.hours(1);
    await house.says(jonas, "propose", id);
    expect(wordsOf(await house.open(marta, "opportunities.release", id))).toContain("Jonas Weber claimed this");
    expect(wordsOf(await house.open(jonas, "opportunities.release", id))).toContain("Give it back");
    expect(await house.fills(jonas, "release", id, {})).toContain("isn't one of the choices");
    expect(await house.fills(jonas, "release", id, { reason: "no-answer", note: "x".repeat(2001) })).toContain("2,000");
    expect((await house.offer(id)).opportunity.stage).toBe("proposed");
    const note = "They read it, but nobody there decides.";
    expect(await house.fills(jonas, "release", id, { reason: "no-answer", note })).toContain("offered to the next one");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", assignee: marta.id });
    const before = "Jonas Weber proposed it on 2026-11-24 and gave it back: no answer from the customer.";
    expect(await channelCard()).toContain(before);
    expect(await channelCard()).not.toContain(note);
    expect(wordsOf(await house.command(anna, `/tandem timeline ${name}`))).toContain(
      "Jonas Weber gave back the opportunity more seats: no answer from the customer",
    );
    await house.says(marta, "claim", id);
    expect(await channelCard()).not.toContain("gave it back");
  });

  test.each([
    "Offered at 9,000 EUR with 20 % discount.",
    "I offered 9.000 a year, 15 % off the list; 12k was their last word.",
    "9000 p.a., im Jahr neuntausend.",
  ])("shows %j, as a price may be in it, in no channel and to no CSM", async (note) => {
    const { marta, olga } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    expect(await house.fills(marta, "release", id, { reason: "timing", note })).toContain("goes to Olga Orlova");
    await house.hours(0);
    expect(await channelCard()).toContain("claimed it on 2026-11-24 and gave it back: the wrong moment.");
    expect(await channelCard()).not.toContain(note);
    expect(told(olga)).toContain(note);
    expect(told(house.company.anna)).not.toContain(note);
  });

  test("by the only one of the pool is offered to them again, and says so", async () => {
    const { marta, jonas } = house.company;
    const id = await house.spot(await house.account(name));
    await house.says(marta, "claim", id);
    await house.change("update person set roles = '{csm}' where id = $1", [jonas.id]);
    const said = await house.fills(marta, "release", id, { reason: "no-time" });
    await house.change("update person set roles = '{am}' where id = $1", [jonas.id]);
    expect(said).toContain("nobody else can take more seats");
    expect(said).toContain("offered to Marta Silva again");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", assignee: marta.id });
  });

  test("by a manager is told as theirs, and their words are theirs", async () => {
    const { marta, olga } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    const note = "Marta has no time for these people.";
    await house.fills(olga, "release", id, { reason: "no-fit", note });
    await house.hours(0);
    const taken = "Marta Silva claimed it on 2026-11-24, and Olga Orlova took it back:";
    expect(await channelCard()).toContain(taken);
    expect(await channelCard()).not.toContain("gave it back");
    expect(wordsOf(await house.command(olga, `/tandem timeline ${name}`))).toContain(
      "Olga Orlova took back the opportunity more seats from Marta Silva:",
    );
    const own = TEXT_TABLES.find(({ table }) => table === "opportunity_release")?.own?.person?.["note"] ?? "";
    const ofOlga = (who: TestPerson): Promise<unknown[]> =>
      house.app.db.read(house.company.organisation, (tx) =>
        tx.rows(`select note from opportunity_release t where opportunity_id = $2 and ${own.replace("$3", "$1")}`, [
          who.id,
          id,
        ]),
      );
    expect(await ofOlga(olga)).toEqual([{ note }]);
    expect(await ofOlga(marta)).toEqual([]);
  });

  test("because whoever had it left says so, and gives it back for nobody", async () => {
    const { jonas } = house.company;
    const account = await house.account(name);
    const id = await house.spot(account);
    await house.says(jonas, "claim", id);
    await house.change("update person set active = false where id = $1", [jonas.id]);
    const what = "slot-changed";
    await house.tell({ kind: "account-touched", account, what, by: undefined, via: "import", details: {} });
    await house.change("update person set active = true where id = $1", [jonas.id]);
    await house.hours(0);
    expect(await channelCard()).toContain(
      "Jonas Weber claimed it on 2026-11-24 and has it no longer: no longer with us.",
    );
  });

  test("while its account is at risk is kept and says so", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.risk(account, true);
    expect(await house.fills(marta, "release", id, { reason: "timing" })).toContain("once nothing holds it any more");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "gated", parked: { because: "at-risk" } });
  });

  test("because nobody logged a contact is told to whoever has it next", async () => {
    const { marta, jonas } = house.company;
    const id = await house.spot(await house.account(name));
    const claimer = (await house.offer(id)).opportunity.assignee === marta.id ? marta : jonas;
    await house.says(claimer, "claim", id);
    await house.hours(48);
    await house.hours(24 * 7);
    expect(await channelCard()).toMatch(/claimed it on 2026-11-24, but logged no contact in time/);
  });
});

describe("what changes around an opportunity", () => {
  test("an account that churned lets nobody claim, and whoever was offered it hears why", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.change("update account set lifecycle_stage = 'churned' where id = $1", [account]);
    expect(await house.says(marta, "claim", id)).toContain("closed");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "withdrawn" });
    await house.hours(0);
    expect(told(marta)).toMatch(/was withdrawn.*the customer left/s);
  });

  test("of two accounts that are merged the further deal for a product stays, the other claimer is told", async () => {
    const { marta, jonas } = house.company;
    const [kept, gone] = [await house.account(name, marta), await house.account(`${name} AG`, jonas)];
    const here = await house.spot(kept);
    const there = await house.spot(gone);
    const another = await house.spot(gone, "reporting");
    await house.says(marta, "claim", here);
    await house.says(jonas, "claim", there);
    await house.says(jonas, "propose", there);
    await house.change("update account set merged_into = $2 where id = $1", [gone, kept]);
    expect(await house.says(jonas, "claim", another)).toContain("isn't offered to anybody");
    expect((await house.offer(here)).opportunity).toMatchObject({ stage: "withdrawn", lostReason: "merged" });
    expect((await house.offer(there)).opportunity).toMatchObject({
      stage: "proposed",
      account: kept,
      claimed: { by: jonas.id },
    });
    expect((await house.offer(another)).opportunity).toMatchObject({ account: kept, stage: "gated" });
    const benefit = "The warehouse team waits for reports every Monday morning.";
    expect(await house.fills(house.company.anna, "confirm", another, { benefit })).toContain("Handed to Marta Silva");
    await house.hours(0);
    expect(told(marta)).toMatch(/was withdrawn.*stands further along/s);
  });

  test("of two accounts that are merged one deal stays where one product was named in two languages, also as it was kept before", async () => {
    const { marta, olga } = house.company;
    const [kept, gone] = [await house.account(name, marta), await house.account(`${name} AG`, marta)];
    const seats = [await house.spot(kept, "More seats"), await house.spot(gone, "Mehr Plätze")] as const;
    const limits = [
      await house.spot(kept, "Höheres Limit für exports"),
      await house.spot(gone, "A higher limit: Exports"),
    ] as const;
    const keys = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ key: string }>("select distinct product_key as key from opportunity where id = any($1) order by 1", [
        [...seats, ...limits],
      ]),
    );
    expect(keys.map(({ key }) => key)).toEqual(["a higher limit: exports", "more seats"]);
    await house.change("update opportunity set product_key = 'mehr plätze' where id = $1", [seats[1]]);
    await house.change("update account set merged_into = $2 where id = $1", [gone, kept]);
    await house.says(olga, "claim", seats[1]);
    for (const [stays, ends] of [seats, limits]) {
      expect((await house.offer(stays)).opportunity).toMatchObject({ account: kept, stage: "routed" });
      expect((await house.offer(ends)).opportunity).toMatchObject({ stage: "withdrawn", lostReason: "merged" });
    }
  });

  test("another AM gets the open offer; a claim stays, and the new AM and the manager hear of it once", async () => {
    const { marta, jonas, olga } = house.company;
    const account = await house.account(name, marta);
    const open = await house.spot(account);
    const claimed = await house.spot(account, "reporting");
    await house.says(marta, "claim", claimed);
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [account, jonas.id]);
    await house.tell({
      kind: "account-touched",
      account,
      what: "slot-changed",
      by: olga.id,
      via: "slack",
      details: {},
    });
    await house.tell({
      kind: "account-touched",
      account,
      what: "slot-changed",
      by: olga.id,
      via: "slack",
      details: {},
    });
    expect((await house.offer(open)).opportunity).toMatchObject({ stage: "routed", assignee: jonas.id });
    expect((await house.offer(claimed)).opportunity.claimed?.by).toBe(marta.id);
    expect(await house.says(marta, "claim", open)).toMatch(/This is for Jonas Weber|can't find/);
    await house.hours(0);
    for (const who of [jonas, olga]) expect(told(who).match(/although somebody else looks after/g)).toHaveLength(1);
    expect(await house.says(marta, "propose", claimed)).toContain("is proposed to");
    expect(await house.says(jonas, "claim", open)).toContain("It's yours");
  });

  test("an AM who was deactivated has no claim any more: it is offered anew", async () => {
    const { marta, jonas } = house.company;
    const account = await house.account(name);
    const id = await house.spot(account);
    await house.says(jonas, "claim", id);
    await house.change("update person set active = false where id = $1", [jonas.id]);
    await house.tell({
      kind: "account-touched",
      account,
      what: "slot-changed",
      by: undefined,
      via: "import",
      details: {},
    });
    expect((await house.offer(id)).opportunity).toMatchObject({
      stage: "routed",
      claimed: undefined,
      assignee: marta.id,
    });
    expect(await house.says(jonas, "claim", id)).not.toContain("It's yours");
    await house.change("update person set active = true where id = $1", [jonas.id]);
  });

  test("an AM who comes to be the account's CSM owns nothing there", async () => {
    const { marta, jonas } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, marta.id]);
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [account, jonas.id]);
    await house.tell({
      kind: "account-touched",
      account,
      what: "slot-changed",
      by: undefined,
      via: "import",
      details: {},
    });
    expect((await house.offer(id)).opportunity).toMatchObject({
      stage: "routed",
      claimed: undefined,
      assignee: jonas.id,
    });
  });

  test("the same product spotted again joins its words to the first, which says so", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    expect(await house.spot(account)).toBe(id);
    expect((await house.offer(id)).opportunity.supports).toBe(1);
    await house.hours(0);
    expect((await house.standingIn("am")).find((card) => card.includes(name))).toContain("Spotted again since: 1×");
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isQuarterBegin, quarterBefore, quarterNamed } from "../src/features/plans/quarter.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { plantEverywhere } from "./helpers/plant-people.ts";
import { inhabit, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys, surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

const DECEMBER = "2026-12-29T09:00:00Z";
/** A Monday; the Friday before is New Year's Day. */
const JANUARY = "2027-01-04T09:00:00Z";

let running: RunningApp;
let house: SurveyHouse;
let dana: string;
beforeAll(async () => {
  running = await runSurveys();
}, 120_000);
beforeEach(async () => {
  house = surveysIn(await inhabit(running));
  await house.at(DECEMBER);
  const { organisation, northwind, anna } = house.company;
  dana = await house.app.db.write(organisation, (tx) => addCustomer(tx, northwind, { name: "Dana Vogt" }));
  await house.rows("update account set key_account = true where id = $1", [northwind]);
  await house.submit(anna, "plans.add", northwind, { name: "Month-end in 2 days", on: "2027-03-31", owner: anna.id });
  await house.submit(anna, "promises.make", northwind, { words: "A faster export", due: "2026-12-30", owner: anna.id });
  const [promise] = await house.rows<{ id: string }>("select id from promise");
  await house.press(anna, "promises.keep", promise?.id ?? "");
  await house.app.change(organisation, ({ emit }) => emit({ kind: "settings-changed" }));
  await house.app.settle();
});
afterAll(() => running.stop());

const standing = (who: TestPerson): string =>
  house
    .standingWith(who)
    .filter((card) => card.includes("Value summary"))
    .join("\n");
const id = async (): Promise<string> => (await house.rows<{ id: string }>("select id from value_summary"))[0]?.id ?? "";
const send = async (who: TestPerson, more: Record<string, string> = {}): Promise<string> =>
  wordsOf(
    await house.submit(who, "plans.summary", await id(), { body: "You close in three days.", contact: dana, ...more }),
  );

describe("the value summary of a quarter", () => {
  test("is drafted once in its first working days, checked and sent by the CSM, and stands on the timeline", async () => {
    const { anna, northwind } = house.company;
    expect(standing(anna)).toBe("");
    await house.at(JANUARY);
    expect(standing(anna)).toContain("Value summary of Northwind GmbH, Q4 2026");
    expect(standing(anna)).toContain("Month-end in 2 days: under way");
    expect(standing(anna)).toContain("We kept what we promised: A faster export");
    await house.at("2027-01-06T09:00:00Z");
    expect(await house.rows("select quarter, state from value_summary")).toEqual([
      { quarter: "2026-Q4", state: "drafted" },
    ]);

    const opened = await house.open(anna, "plans.summary", await id());
    expect(JSON.stringify(opened.reply)).toContain("A faster export");
    expect(await send(anna)).toContain("Noted as sent to Dana Vogt");
    expect(await send(anna)).toContain("sent it to Dana Vogt");
    await house.app.settle();
    expect(standing(anna)).toContain("You close in three days.");
    const told = wordsOf(await house.command(anna, "/tandem timeline northwind"));
    expect(told).toContain("sent Dana Vogt the value summary of Q4 2026");
    expect(
      await house.rows(
        "select direction, proactive, visibility from timeline where kind = 'value-summary-sent' and account_id = $1",
        [northwind],
      ),
    ).toEqual([{ direction: "out", proactive: true, visibility: "customer" }]);
  }, 60_000);

  test("sent to whom the Account Manager called that morning says so, and the Account Manager hears of it", async () => {
    const { anna, marta, northwind } = house.company;
    await house.at(JANUARY);
    const call = { contact: dana, kind: "call", direction: "out", proactive: "yes", on: "2027-01-04", at: "08:00" };
    await house.submit(marta, "accounts.log", northwind, { ...call, said: "Terms", visibility: "internal" });
    const said = await send(anna);
    expect(said).toContain("Noted as sent to Dana Vogt");
    expect(said).toContain("Marta Silva was in touch with Dana Vogt too");
    await house.app.settle();
    expect(house.standingWith(marta).join("\n")).toContain("Agree with");
  }, 60_000);

  test("names no price, is sent to somebody, by who looks after them, or not at all this quarter", async () => {
    const { anna, marta, jonas } = house.company;
    await house.at(JANUARY);
    for (const [more, said] of [
      [{ body: " \u200b" }, "it is empty"],
      [{ body: "x".repeat(10_000) }, "10000 letters are too many. Use at most 2,500"],
      [{ body: "You pay only 4,000 € a year." }, "names a price"],
      [{ contact: "" }, "Nothing is chosen yet"],
      [{ contact: "01900000-0000-7000-8000-000000000001" }, "can't be chosen here"],
    ] as const)
      expect(await send(anna, more)).toContain(said);
    expect(await send(marta)).toContain("Only the Customer Success Manager");
    expect(await send(jonas)).toContain("isn't yours to see");
    expect(await house.rows("select state from value_summary")).toEqual([{ state: "drafted" }]);
    expect(wordsOf(await house.press(anna, "plans.skip", await id()))).toContain("comes in a quarter");
    expect(wordsOf(await house.press(anna, "plans.skip", await id()))).toContain("left it out");
  }, 60_000);

  test("holds nothing that we wrote down for ourselves, in whichever table", async () => {
    const { anna, olga } = house.company;
    await house.at(JANUARY);
    const summary = await id();
    const olgas = { email: "zeb@quark.example", user: "U0ZEB", nickname: "Zebbo", secret: "the-secret-of-zeb" };
    const who = { kind: "person", id: olga.id, name: "Zebulon Quark", ...olgas } as const;
    await plantEverywhere(house.app.db, house.company, [who]);
    await house.rows("update goal set name = 'Faster month-end', aligned = false where name ~* 'zeb'");
    await house.rows(
      "update promise set words = 'A second export', closed_as = 'kept', closed_at = '2026-12-29T10:00:00Z' where words ~* 'zeb'",
    );
    expect(await house.rows("select 1 from goal where ours ~* 'zeb'")).not.toEqual([]);
    expect(await house.rows("select 1 from risk_opinion where reason ~* 'zeb'")).not.toEqual([]);
    const { reply } = await house.open(anna, "plans.summary", summary);
    const drafted = JSON.stringify(reply);
    expect(drafted).toContain("Faster month-end: under way");
    expect(drafted).toContain("A second export");
    expect(drafted).not.toMatch(/zeb|quark|secret/i);
  }, 60_000);

  test("leaves out what is put in words of ours or names a price, and says so", async () => {
    const { anna } = house.company;
    await house.at(JANUARY);
    await house.rows("update promise set words = 'A plan against their churn risk'");
    await house.rows("update goal set name = 'Save 4,000 € a year'");
    const summary = await id();
    await house.app.change(house.company.organisation, ({ posts }) => Promise.resolve(posts.redraw(summary)));
    await house.app.settle();
    expect(standing(anna)).not.toMatch(/churn|4,000/);
    expect(standing(anna)).toContain("2 lines aren't in the draft");
    expect(JSON.stringify((await house.open(anna, "plans.summary", summary)).reply)).not.toMatch(/churn|4,000/);
  }, 60_000);

  test("tells who sends it of a word of ours, and sends it as it is where that is meant", async () => {
    const { anna } = house.company;
    await house.at(JANUARY);
    const body = "Your own churn is down by half.";
    expect(await send(anna, { body, words: "ask" })).toContain("“churn” is a word of ours. Take it out, or choose");
    expect(await send(anna, { body })).toContain("is a word of ours");
    expect(await house.rows("select state from value_summary")).toEqual([{ state: "drafted" }]);
    expect(await send(anna, { body, words: "meant" })).toContain("Noted as sent to Dana Vogt");
    expect(await house.rows("select body from value_summary")).toEqual([{ body }]);
  }, 60_000);

  test("isn't drafted for a small customer, nor where there is nothing to say, nor later in the quarter", async () => {
    const { northwind } = house.company;
    await house.rows("update account set key_account = false where id = $1", [northwind]);
    await house.at("2027-01-05T09:00:00Z");
    expect(await house.rows("select 1 from value_summary")).toEqual([]);
    await house.at("2027-01-20T09:00:00Z");
    await house.rows("update account set key_account = true where id = $1", [northwind]);
    await house.at("2027-01-22T09:00:00Z");
    expect(await house.rows("select 1 from value_summary")).toEqual([]);
  }, 90_000);
});

describe("a value summary that nobody has sent yet", () => {
  const changes = async (slot: string, who: TestPerson | undefined): Promise<void> => {
    const { northwind, organisation } = house.company;
    await house.rows("delete from slot where account_id = $1 and slot = $2", [northwind, slot]);
    if (who)
      await house.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, $3, $4)", [
        organisation,
        northwind,
        slot,
        who.id,
      ]);
  };

  test("goes to the next CSM with the customer, whoever says so, and is no longer in front of whose it was", async () => {
    const { anna, ben } = house.company;
    await house.at(JANUARY);
    await changes("csm", ben);
    await house.at("2027-01-05T09:00:00Z");
    expect(standing(ben)).toContain("Month-end in 2 days: under way");
    expect(house.standingWith(anna).join("\n")).not.toContain("Month-end in 2 days: under way");
    await changes("csm", anna);
    await house.at("2027-01-08T09:00:00Z");
    expect(house.standingWith(anna).join("\n")).toContain("Month-end in 2 days: under way");
    expect(await send(anna)).toContain("Noted as sent to Dana Vogt");
  }, 150_000);

  test("of a CSM who left goes to who leads there", async () => {
    const { anna, olga } = house.company;
    await house.at(JANUARY);
    await house.rows("update person set active = false where id = $1", [anna.id]);
    await house.at("2027-01-06T09:00:00Z");
    expect(standing(olga)).toContain("Value summary of Northwind GmbH, Q4 2026");
    expect(await send(olga)).toContain("Noted as sent to Dana Vogt");
  }, 60_000);

  test("is drafted for who leads there where the customer has no CSM", async () => {
    const { olga } = house.company;
    await changes("csm", undefined);
    await house.at(JANUARY);
    expect(await house.rows("select owner_id from value_summary")).toEqual([{ owner_id: olga.id }]);
    expect(standing(olga)).toContain("Value summary of Northwind GmbH, Q4 2026");
  }, 60_000);

  test("stands in the CSM's morning and on their day until it is sent, and in nobody else's", async () => {
    const { anna, ben } = house.company;
    const line = "Northwind GmbH: the value summary of Q4 2026 waits to be checked and sent.";
    await house.at(JANUARY);
    await house.at("2027-01-05T09:00:00Z");
    expect(house.standingWith(anna).join("\n")).toContain(line);
    expect(house.standingWith(ben).join("\n")).not.toContain(line);
    expect(wordsOf(await house.command(anna, "/tandem today"))).toContain(line);
    await send(anna);
    await house.app.settle();
    expect(wordsOf(await house.command(anna, "/tandem today"))).not.toContain(line);
  }, 150_000);
});

test("a quarter is over on the first day of the next, and begins with so many working days", () => {
  expect(quarterBefore(fixedDate("2027-01-01"))).toEqual({ name: "2026-Q4", from: "2026-10-01", until: "2027-01-01" });
  expect(quarterBefore(fixedDate("2026-12-31")).name).toBe("2026-Q3");
  expect(quarterNamed("2026-Q4")?.until).toBe("2027-01-01");
  expect(quarterNamed("2026-Q5")).toBeUndefined();
  const calendar = { workdays: [1, 2, 3, 4, 5], holidays: new Set<never>() };
  const days = ["2027-01-01", "2027-01-02", "2027-01-07", "2027-01-08"].map((day) =>
    isQuarterBegin(fixedDate(day), 5, calendar),
  );
  expect(days).toEqual([true, false, true, false]);
});

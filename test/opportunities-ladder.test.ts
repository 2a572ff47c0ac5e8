import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { climbed, offeredClocks } from "../src/features/opportunities/clocks.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { berlin } from "./helpers/opportunity-life.ts";
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

describe("an offer that nobody answers", () => {
  test("reminds its AM after 4 working hours, tells the manager after 8, and stays with an own AM", async () => {
    const { marta, olga } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.hours(3.9);
    expect(told(marta)).not.toContain("waits for your answer");
    await house.hours(4);
    expect(told(marta)).toContain("waits for your answer");
    expect(told(olga)).not.toContain("in time");
    await house.hours(8);
    await house.hours(24);
    expect(told(olga)).toMatch(/Nobody has claimed more seats.*with Marta Silva/s);
    await house.hours(24 * 4);
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "routed", assignee: marta.id, tried: [] });
  });

  test("of a pool goes to the next in line after 16 working hours", async () => {
    const { marta, jonas } = house.company;
    const id = await house.spot(await house.account(name));
    const first = (await house.offer(id)).opportunity.assignee;
    const other = first === marta.id ? jonas : marta;
    await house.hours(25);
    expect((await house.offer(id)).opportunity).toMatchObject({ assignee: first });
    await house.hours(32);
    expect((await house.offer(id)).opportunity).toMatchObject({
      assignee: other.id,
      tried: [first],
      clocks: { rung: 0 },
    });
    await house.hours(48);
    expect(told(other)).toContain("You are next in line");
    expect(await house.says(first === marta.id ? marta : jonas, "claim", id)).toContain("It's yours");
  });

  test("reminds who covers for its AM while they are away", async () => {
    const { marta, jonas, organisation } = house.company;
    await house.change(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, $2, $3, $4, '2026-11-24', '2026-11-24', $3, $5)`,
      [organisation, ids.next(), marta.id, jonas.id, NINE],
    );
    const id = await house.spot(await house.account(name, marta));
    await house.hours(4);
    expect(told(jonas)).toContain("waits for your answer");
    expect(await house.says(jonas, "claim", id)).toContain("It's yours");
    await house.change("delete from cover");
  });

  test("expires 60 days after it was offered", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.hours(60 * 24 - 1);
    expect((await house.offer(id)).opportunity.stage).toBe("routed");
    await house.hours(60 * 24);
    expect((await house.offer(id)).opportunity.stage).toBe("expired");
    await house.hours(60 * 24 + 60);
    expect(told(anna)).toContain("expired, because nobody claimed it");
    expect(await house.says(marta, "claim", id)).toContain("closed");
    expect(await house.kinds(account)).toEqual(["spotted", "routed", "escalated", "expired"]);
  });
});

describe("the ladder's hours", () => {
  test("are those of whom it is offered to: no night, no weekend and no holiday counts", () => {
    const wednesday = new Date("2026-12-23T14:00:00Z");
    const clocks = offeredClocks(wednesday, berlin);
    expect(clocks.dueAt).toEqual(new Date("2026-12-24T10:00:00Z"));
    const reminded = climbed(clocks, true, berlin);
    expect(reminded.dueAt).toEqual(new Date("2026-12-24T14:00:00Z"));
    expect(climbed(reminded, true, berlin).dueAt).toEqual(new Date("2026-12-28T14:00:00Z"));
  });
});

describe("a claim's promise", () => {
  test("is reminded in the morning of its day, and lapses three working days later without a contact", async () => {
    const { marta, jonas, olga } = house.company;
    const id = await house.spot(await house.account(name));
    const claimer = (await house.offer(id)).opportunity.assignee === marta.id ? marta : jonas;
    const other = claimer === marta ? jonas : marta;
    await house.says(claimer, "claim", id);
    await house.hours(47);
    expect(told(claimer)).not.toContain("You promised to contact");
    await house.hours(48);
    expect(told(claimer)).toContain("You promised to contact");
    await house.hours(24 * 6);
    expect((await house.offer(id)).opportunity.stage).toBe("claimed");
    await house.hours(24 * 7);
    const { opportunity } = await house.offer(id);
    expect(opportunity).toMatchObject({ stage: "routed", claimed: undefined, assignee: other.id, tried: [claimer.id] });
    expect(told(claimer)).toContain("isn't yours any more");
    expect(told(olga)).toContain("lapsed without a contact");
  });

  test("is kept by a contact that is logged", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.says(marta, "claim", id);
    await house.tell({
      kind: "account-touched",
      account,
      what: "call",
      by: marta.id,
      via: "slack",
      details: {},
      direction: "out",
    });
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "contacted", contactedAt: NINE });
    await house.hours(24 * 20);
    expect((await house.offer(id)).opportunity.stage).toBe("contacted");
  });
});

describe("an offer that is put off", () => {
  test("is said to be back at the hour at which it wakes, in the choices, the answer and the pipeline", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    const { reply } = await house.open(marta, "opportunities.snooze", id);
    const [field] = reply.kind === "form" ? reply.form.fields : [];
    const choices = field?.kind === "choice" ? field.options.map(({ label }) => plain(label)) : [];
    expect(choices).toEqual([
      "2026-11-25 08:00 UTC",
      "2026-11-27 08:00 UTC",
      "2026-12-01 08:00 UTC",
      "2026-12-08 08:00 UTC",
    ]);
    expect(await house.fills(marta, "snooze", id, { days: "1" })).toContain("comes back on 2026-11-25 08:00 UTC");
    const pipeline = async () => wordsOf(await house.command(marta, "/tandem pipeline"));
    expect(await pipeline()).toContain("back on 2026-11-25 08:00 UTC");
    await house.hours(24 - 1 / 60);
    expect(told(marta)).not.toContain("is back, as you wished");
    await house.hours(24);
    expect(told(marta)).toContain("is back, as you wished");
    expect(await pipeline()).not.toContain("back on");
  });

  test("comes back on that day with the time that was left, twice at most", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.hours(2);
    expect(await house.fills(marta, "snooze", id, { days: "3" })).toContain("comes back on");
    await house.hours(24 * 2);
    expect(told(marta)).not.toContain("waits for your answer");
    await house.hours(24 * 3);
    expect(told(marta)).toContain("is back, as you wished");
    expect((await house.offer(id)).opportunity.clocks.dueAt).toEqual(
      new Date(NINE.getTime() + (24 * 3 + 2) * 3_600_000),
    );
    expect(await house.fills(marta, "snooze", id, { days: "1" })).toContain("comes back on");
    await house.hours(24 * 6);
    expect(await house.fills(marta, "snooze", id, { days: "1" })).toContain("put off 2 times already");
    expect(await house.fills(marta, "snooze", id, { days: "400" })).toContain("isn't one of the choices");
  });
});

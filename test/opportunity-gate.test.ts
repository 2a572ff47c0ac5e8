import { readFileSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  failedLegs,
  type GateFacts,
  judgeGate,
  lapsesAt,
  shutBy,
  unknownLegs,
  verdictOf,
  wordHolds,
} from "../src/features/opportunities/gate.ts";
import { gateFactsOf } from "../src/features/opportunities/gate-store.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { DomainEvent } from "../src/kernel/events.ts";
import type { AccountId, OpportunityId, PersonId } from "../src/kernel/ids.ts";
import { addAccount, addPerson } from "./helpers/company.ts";
import { runDeals, type DealHouse } from "./helpers/deal-house.ts";
import { type Growth, letGrow } from "./helpers/growing.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const DAY_MS = 24 * 3_600_000;
const touched = (account: AccountId): DomainEvent => ({
  kind: "account-touched",
  account,
  what: "slot-changed",
  by: undefined,
  via: "clock",
  details: {},
});
const BENEFIT = "The warehouse team waits for logins every Monday morning.";
const BETTER = [{ name: "orders", sign: 1, now: 105, before: 100 }] as const;
const GOOD: GateFacts = { days: 112, change: 0.01, slope: 0.001, standsStill: false, outcomes: BETTER, met: undefined };

function judged(more: Partial<GateFacts>, benefit = "x".repeat(30)) {
  const gate = judgeGate({ ...GOOD, ...more }, benefit);
  return [verdictOf(gate), ...failedLegs(gate), ...unknownLegs(gate)];
}

describe("the benefit gate", () => {
  test("is passed when every leg stands exactly at its least", () => {
    expect(judged({})).toEqual(["passed"]);
  });

  test("fails at use that doesn't rise over three months, or not over twelve weeks", () => {
    expect(judged({ change: 0 })).toEqual(["failed", "usage"]);
    expect(judged({ change: -0.001 })).toEqual(["failed", "usage"]);
    expect(judged({ change: Number.MIN_VALUE })).toEqual(["passed"]);
    expect(judged({ slope: 0 })).toEqual(["failed", "usage"]);
    expect(judged({ slope: Number.MIN_VALUE })).toEqual(["passed"]);
  });

  test("doesn't judge use by 111 days of data, nor where nothing is known of it; a manager does", () => {
    expect(judged({ days: 111 })).toEqual(["needs-manager", "usage"]);
    expect(judged({ days: 111, change: -1, slope: -1 })).toEqual(["needs-manager", "usage"]);
    expect(judged({ days: 111, outcomes: [] })).toEqual(["needs-manager", "usage", "outcome"]);
    expect(judged({ change: undefined })).toEqual(["needs-manager", "usage"]);
  });

  test("fails at an outcome that is better by less than five percent, whichever way is better", () => {
    const outcome = (now: number, before: number, sign: 1 | -1 = 1) =>
      judged({ outcomes: [{ name: "a", sign, now, before }] });
    expect(outcome(104.99, 100)).toEqual(["failed", "outcome"]);
    expect(outcome(0.21, 0.2)).toEqual(["passed"]);
    expect(outcome(95, 100, -1)).toEqual(["passed"]);
    expect(outcome(95.01, 100, -1)).toEqual(["failed", "outcome"]);
    expect(outcome(105, 100, -1)).toEqual(["failed", "outcome"]);
  });

  test("counts the best of several outcomes, and a goal that was met meanwhile", () => {
    const worse = { name: "errors", sign: -1, now: 20, before: 10 } as const;
    expect(judged({ outcomes: [worse, ...BETTER] })).toEqual(["passed"]);
    const met = { name: "dispatch", on: fixedDate("2026-11-01") };
    const same = { name: "orders", sign: 1, now: 100, before: 100 } as const;
    expect(judged({ outcomes: [], met })).toEqual(["passed"]);
    expect(judged({ outcomes: [worse, same], met })).toEqual(["passed"]);
    expect(judged({ outcomes: [worse], met })).toEqual(["failed", "outcome"]);
  });

  test("is put to a manager where no outcome is measured, for nobody knows", () => {
    expect(judged({ outcomes: [] })).toEqual(["needs-manager", "outcome"]);
    expect(judged({ outcomes: [{ name: "a", sign: 1, now: 5, before: 0 }] })).toEqual(["needs-manager", "outcome"]);
    expect(judged({ outcomes: [], change: -0.1 })).toEqual(["failed", "usage", "outcome"]);
  });

  test("fails at a benefit of 29 letters, however they are counted", () => {
    expect(judged({}, "x".repeat(29))).toEqual(["failed", "benefit"]);
    expect(judged({}, ` ${"x".repeat(29)} `)).toEqual(["failed", "benefit"]);
    expect(judged({}, "😀".repeat(30))).toEqual(["passed"]);
    expect(judged({ days: 3 }, "")).toEqual(["failed", "benefit", "usage"]);
  });
});

describe("a word", () => {
  const by = "anna" as PersonId;
  const confirmed = { by, at: NINE };
  const end = lapsesAt(confirmed);
  const gate = judgeGate(GOOD, BENEFIT);
  const waits = { asked: false, gate, confirmed, managerOk: undefined };
  const just = new Date(end.getTime() - 1);

  test("holds for thirty days, and not at their end", () => {
    expect(end).toEqual(new Date(NINE.getTime() + 30 * DAY_MS));
    expect([wordHolds(confirmed, just), wordHolds(confirmed, end)]).toEqual([true, false]);
    expect([shutBy(waits, just), shutBy(waits, end)]).toEqual([undefined, "word"]);
  });

  test("is needed beside the figures, and a manager's beside it where those are too few", () => {
    const few = judgeGate({ ...GOOD, days: 0 }, BENEFIT);
    expect(shutBy({ ...waits, confirmed: undefined }, NINE)).toBe("word");
    expect(shutBy({ ...waits, gate: undefined }, NINE)).toBe("gate");
    expect(shutBy({ ...waits, gate: judgeGate({ ...GOOD, change: 0 }, BENEFIT) }, NINE)).toBe("gate");
    expect(shutBy({ ...waits, gate: few }, NINE)).toBe("manager");
    expect(shutBy({ ...waits, gate: few, managerOk: { by, at: new Date(NINE.getTime() - 1) } }, NINE)).toBe("manager");
    expect(shutBy({ ...waits, gate: few, managerOk: { by, at: NINE } }, NINE)).toBeUndefined();
  });

  test("isn't needed for what the customer asked for", () => {
    expect(shutBy({ asked: true, gate: undefined, confirmed: undefined, managerOk: undefined }, NINE)).toBeUndefined();
  });
});

test("there is one way to an offer: nothing else writes that it is offered", () => {
  const folder = new URL("../src/features/opportunities/", import.meta.url);
  const sources = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
  const writers = sources.filter(({ text }) => /stage: "routed"|stage = 'routed',/.test(text)).map(({ name }) => name);
  expect(writers).toEqual(["life-offer.ts"]);
  const offer = sources.find(({ name }) => name === "life-offer.ts")?.text ?? "";
  expect(offer.match(/stage: "routed"/g)).toHaveLength(1);
  expect(offer.indexOf("shutBy(")).toBeLessThan(offer.indexOf('stage: "routed"'));
});

describe("in the service", () => {
  let house: DealHouse;
  let made = 0;
  beforeAll(async () => {
    house = await runDeals();
  });
  afterAll(() => house.stop());
  beforeEach(() => house.clock.set(NINE));

  async function account(growth: Growth = {}, am = house.company.marta): Promise<AccountId> {
    const id = await house.account(`Gated ${String(++made)}`, am);
    await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, id, NINE, growth));
    return id;
  }
  async function spot(at: AccountId, who = house.company.anna): Promise<string> {
    const values = { product: "more seats", benefit: BENEFIT, word: "yes" };
    return wordsOf(await house.submit(who, "opportunities.spot", at, values));
  }
  async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    return house.app.db.read(house.company.organisation, (tx) => tx.rows<T>(sql, values));
  }
  async function newest(at: AccountId): Promise<OpportunityId> {
    const [row] = await rows<{ id: OpportunityId }>(
      "select id from opportunity where account_id = $1 order by spotted_at desc, id desc limit 1",
      [at],
    );
    if (!row) throw new Error("nothing there");
    return row.id;
  }
  async function stageOf(at: AccountId): Promise<string> {
    return (await house.offer(await newest(at))).opportunity.stage;
  }
  async function withOlga(): Promise<string[]> {
    await house.app.settle();
    return house.standingWith(house.company.olga);
  }
  const audits = (subject: string) =>
    rows<{ action: string; person_id: string }>(
      "select action, person_id from audit where subject = $1 order by at, id",
      [subject],
    );

  test("what passes goes to the Account Manager with its figures, which stay with it", async () => {
    const { anna } = house.company;
    const id = await account();
    expect(await spot(id)).toContain("Handed to Marta Silva");
    const { opportunity } = await house.offer(await newest(id));
    expect(opportunity.gate?.usage).toMatchObject({ state: "passed", days: 400 });
    expect(opportunity.gate?.outcome).toMatchObject({ state: "met", name: "same-day dispatch" });
    await house.app.settle();
    const [card] = (await house.standingIn("am")).filter((words) => words.includes(`Gated ${String(made)}`));
    expect(card).toMatch(/Anna Kurz stands by it\. Use is up: \+22% on the three months before, \+1% a week/);
    expect(await audits(opportunity.id)).toEqual([{ action: "opportunities.confirm", person_id: anna.id }]);
    expect(await house.kinds(id)).toEqual(["spotted", "routed"]);
  });

  test("what fails is offered to nobody, and names the leg with its figure to the CSM, on the card, and in why", async () => {
    const { anna } = house.company;
    const id = await account({ change: -0.05 });
    expect(await spot(id)).toMatch(/didn't pass the benefit gate\. Use isn't up: -4\.9% on the three months before/);
    expect(await stageOf(id)).toBe("gate-failed");
    await house.app.settle();
    const [card] = house.standingWith(anna).filter((words) => words.includes(`Gated ${String(made)}`));
    expect(card).toMatch(/Not offered: .*didn't pass/);
    expect(card).toContain("Use isn't up");
    const why = wordsOf(await house.command(anna, `/tandem why Gated ${String(made)} upsell`));
    expect(why).toMatch(/More seats isn't offered: .*Use isn't up: -4\.9%/);
    expect((await house.standingIn("am")).join()).not.toContain(`Gated ${String(made)}`);
    expect(await house.kinds(id)).toEqual(["spotted", "gate-failed"]);
  });

  test("with too little data the CSM's word waits for a manager, whose OK lets it go on", async () => {
    const { anna, olga, ben, kim, marta } = house.company;
    const id = await account({ days: 111 });
    expect(await spot(id)).toMatch(/Too little is known of .* Olga Orlova decides/);
    expect(await stageOf(id)).toBe("spotted");
    const asked = (await withOlga()).find((words) => words.includes(`Gated ${String(made)}: offer`)) ?? "";
    expect(asked).toContain("Use can't be judged: days of data 111, needed 112.");
    expect(asked).toContain(BENEFIT);
    const opportunity = await newest(id);
    expect(await house.says(anna, "approve", opportunity)).toContain("Only a manager");
    expect(await house.says(marta, "approve", opportunity)).toContain("Only a manager");
    expect(await house.says(ben, "approve", opportunity)).toContain("Only a manager");
    expect(await house.says(kim, "approve", opportunity)).toContain("can't find");
    expect(await house.says(olga, "approve", opportunity)).toContain("Handed to Marta Silva");
    expect(await house.says(olga, "approve", opportunity)).toContain("done already");
    expect(await stageOf(id)).toBe("routed");
    expect(await house.kinds(id)).toEqual(["spotted", "approved", "routed"]);
    expect((await audits(opportunity)).map(({ action }) => action)).toEqual([
      "opportunities.confirm",
      "opportunities.approve",
    ]);
  });

  test("without an outcome it waits for a manager too, and their not now ends it by name", async () => {
    const { anna, olga } = house.company;
    const id = await account({ met: false });
    expect(await spot(id)).toContain("Olga Orlova decides");
    expect((await withOlga()).join()).toContain("No goal or outcome is measured");
    expect(await house.says(olga, "not-now", await newest(id))).toContain("isn't offered");
    expect(await stageOf(id)).toBe("gate-failed");
    await house.app.settle();
    expect(house.standingWith(anna).find((words) => words.includes(`Gated ${String(made)}`))).toContain(
      "A manager said not now.",
    );
    expect(await house.says(olga, "approve", await newest(id))).toContain("closed");
  });

  test("what a manager leaves lying is put to them once more after four working hours, and to the CSM when the word is over", async () => {
    const { anna, olga } = house.company;
    const id = await account({ met: false });
    await spot(id);
    const name = `Gated ${String(made)}`;
    const asked = async (): Promise<number> =>
      (await withOlga()).filter((words) => words.includes(`${name}: offer`)).length;
    await house.hours(3);
    expect(await asked()).toBe(1);
    await house.hours(4);
    expect(await asked()).toBe(2);
    await house.hours(29 * 24);
    expect(await asked()).toBe(2);
    const says = async (): Promise<string[]> => [
      wordsOf(await house.command(anna, "/tandem pipeline")),
      wordsOf(await house.command(anna, `/account ${name}`)),
    ];
    for (const words of await says()) expect(words).toContain("waiting for a manager's OK");
    await house.hours(30 * 24);
    for (const words of await says()) expect(words).toContain("waiting for the CSM's word anew");
    const told = house.standingWith(anna).filter((words) => words.includes(name));
    expect(told.some((words) => words.includes("Your word for more seats"))).toBe(true);
    expect(told.join("\n")).not.toContain("a manager decides");
    expect(await house.says(olga, "approve", await newest(id))).toContain("has lapsed");
  });

  test("a manager's not now is told to whose word it was", async () => {
    const { anna, olga } = house.company;
    const id = await account({ met: false });
    await spot(id);
    await house.says(olga, "not-now", await newest(id));
    await house.app.settle();
    const told = house.standingWith(anna).filter((words) => words.includes(`Gated ${String(made)}`));
    expect(told.some((words) => words.includes("A manager said not now to more seats"))).toBe(true);
  });

  test("data that stand still, or that have gaps, tell nothing of use, and the manager reads which it is", async () => {
    const asked = async (): Promise<string> =>
      (await withOlga()).find((words) => words.includes(`Gated ${String(made)}: offer`)) ?? "";
    expect(await spot(await account({ frozen: true }))).toContain("Olga Orlova decides");
    expect(await asked()).toContain("Use can't be judged: no new data have come in for a while.");
    const gaps = await account();
    await house.change("update risk_snapshot set features = '{}' where account_id = $1", [gaps]);
    expect(await spot(gaps)).toContain("Olga Orlova decides");
    expect(await asked()).toContain("Use can't be judged: too many of the last 112 days are missing.");
    const unscored = await account();
    await house.change("delete from risk_snapshot where account_id = $1", [unscored]);
    await spot(unscored);
    expect(await asked()).not.toContain("days of data 0");
  });

  test("a manager who looks after the customer doesn't agree to their own word", async () => {
    const { olga } = house.company;
    const id = await account({ days: 3 });
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [id, olga.id]);
    expect(await spot(id, olga)).toContain("there is no other manager to decide");
    expect(await house.says(olga, "approve", await newest(id))).toContain("Ask another manager");
    expect(await stageOf(id)).toBe("spotted");
  });

  test("isn't put to a manager who may not read the customer, and so couldn't decide", async () => {
    const { olga, marta, organisation, workspace } = house.company;
    const uma = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Uma Other", ["manager"]));
    await house.change("update person set manager_id = $2 where id = $1", [marta.id, olga.id]);
    const id = await account({ days: 3 });
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [id, olga.id]);
    expect(await spot(id, olga)).toContain("there is no other manager to decide");
    await house.app.settle();
    expect(house.standingWith(uma)).toEqual([]);
    await house.change("update person set manager_id = null where id = $1", [marta.id]);
    await house.change("update person set active = false where id = $1", [uma.id]);
  });

  test("a word given thirty days before it could be offered is asked for anew, and one given a moment later isn't", async () => {
    const { anna } = house.company;
    const [late, inTime] = [await account(), await account()];
    for (const id of [late, inTime])
      await house.change("update account set lifecycle_stage = 'onboarding' where id = $1", [id]);
    await spot(late);
    house.clock.set(new Date(NINE.getTime() + 1));
    await spot(inTime);
    house.clock.set(new Date(NINE.getTime() + 30 * DAY_MS));
    for (const id of [late, inTime]) {
      await house.change("update account set lifecycle_stage = 'value' where id = $1", [id]);
      await house.tell({ ...touched(id), what: "stage-changed" } as DomainEvent);
    }
    expect([await stageOf(late), await stageOf(inTime)]).toEqual(["gated", "routed"]);
    await house.app.settle();
    expect(
      house.standingWith(anna).some((words) => /Your word for more seats at Gated \d+ has lapsed/.test(words)),
    ).toBe(true);
    await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, late, house.clock.now()));
    expect(await house.fills(anna, "confirm", await newest(late), { benefit: BENEFIT })).toContain(
      "Handed to Marta Silva",
    );
    expect(await stageOf(late)).toBe("routed");
  });

  test("a word given on hold begins when the hold ends, by the figures of then", async () => {
    const { anna, marta } = house.company;
    const [well, worse] = [await account(), await account()];
    for (const id of [well, worse]) {
      await house.risk(id, true);
      await spot(id);
    }
    const end = new Date(NINE.getTime() + 41 * DAY_MS);
    house.clock.set(end);
    for (const [id, change] of [[well, 0.1] as const, [worse, -0.1] as const])
      await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, id, end, { change }));
    for (const id of [well, worse]) await house.risk(id, false);
    expect((await house.offer(await newest(well))).opportunity).toMatchObject({
      stage: "routed",
      assignee: marta.id,
      confirmed: { by: anna.id, at: end },
      gate: { usage: { state: "passed", change: Math.expm1(0.1) } },
    });
    expect((await house.offer(await newest(worse))).opportunity).toMatchObject({
      stage: "gated",
      confirmed: undefined,
    });
    await house.app.settle();
    const name = `Gated ${String(made)}`;
    expect(house.standingWith(anna).some((words) => words.includes(`Your word for more seats at ${name}`))).toBe(true);
  });

  test("an offer that sleeps while its word lapses goes back to the gate, and its CSM is asked", async () => {
    const { anna, marta } = house.company;
    const id = await account();
    const name = `Gated ${String(made)}`;
    await spot(id);
    house.clock.set(new Date(NINE.getTime() + 20 * DAY_MS));
    const opportunity = await newest(id);
    expect(await house.fills(marta, "snooze", opportunity, { days: "10" })).toContain("comes back on");
    await house.hours(35 * 24);
    expect(await stageOf(id)).toBe("gated");
    expect(await house.says(marta, "claim", opportunity)).not.toContain("yours");
    expect(house.standingWith(anna).some((words) => words.includes(`Your word for more seats at ${name}`))).toBe(true);
    expect(house.standingWith(marta).join()).not.toContain(`${name} is back`);
  });

  test("an offer whose word lapses on hold isn't there to be claimed when the hold ends; the word is asked for anew", async () => {
    const { anna, marta, olga } = house.company;
    const [recovered, goneOver] = [await account(), await account()];
    for (const id of [recovered, goneOver]) await spot(id);
    const name = `Gated ${String(made)}`;
    expect([await stageOf(recovered), await stageOf(goneOver)]).toEqual(["routed", "routed"]);
    house.clock.set(new Date(NINE.getTime() + DAY_MS));
    for (const id of [recovered, goneOver]) await house.risk(id, true);
    house.clock.set(new Date(NINE.getTime() + 50 * DAY_MS));
    await house.risk(recovered, false);
    await house.fills(olga, "continue", await newest(goneOver), { reason: "They asked us to go on." });
    for (const id of [recovered, goneOver]) {
      expect(await stageOf(id)).toBe("gated");
      expect(await house.says(marta, "claim", await newest(id))).not.toContain("yours");
    }
    await house.app.settle();
    expect(house.standingWith(anna).some((words) => words.includes(`Your word for more seats at ${name}`))).toBe(true);
  });

  test("an offer whose word has lapsed doesn't go on to another Account Manager; an offer whose word holds does", async () => {
    const { jonas } = house.company;
    const [old, young] = [await account(), await account()];
    await spot(old);
    house.clock.set(new Date(NINE.getTime() + 10 * DAY_MS));
    await spot(young);
    house.clock.set(new Date(NINE.getTime() + 39 * DAY_MS));
    for (const id of [old, young]) {
      await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [id, jonas.id]);
      await house.tell(touched(id));
    }
    expect([await stageOf(old), await stageOf(young)]).toEqual(["gated", "routed"]);
    expect((await house.offer(await newest(young))).opportunity.assignee).toBe(jonas.id);
  });

  test("merged into another customer, an offer leaves its word and its figures behind", async () => {
    const { marta } = house.company;
    const [from, into] = [await account(), await account({ change: -0.5 })];
    await spot(from);
    const id = await newest(from);
    await house.change("update account set merged_into = $2 where id = $1", [from, into]);
    await house.tell(touched(from));
    const { opportunity } = await house.offer(id);
    expect([opportunity.account, opportunity.stage]).toEqual([into, "gated"]);
    expect([opportunity.confirmed, opportunity.gate]).toEqual([undefined, undefined]);
    expect(await house.says(marta, "claim", id)).not.toContain("yours");
    expect(await house.fills(house.company.anna, "confirm", id, { benefit: BENEFIT })).toContain("Use isn't up");
  });

  test("while the customer is at risk a manager isn't asked; once it has recovered, they are", async () => {
    const { olga } = house.company;
    const [id, before] = [await account({ days: 3 }), await account({ days: 3 })];
    const standing = async (): Promise<string> =>
      (await withOlga()).filter((words) => words.includes(`Gated ${String(made - 1)}: offer`)).join();
    await spot(before);
    await house.risk(id, true);
    await house.risk(before, true);
    expect(await spot(id)).toContain("at risk");
    expect(await standing()).toBe("");
    for (const each of [id, before]) {
      expect(await house.says(olga, "approve", await newest(each))).toContain("On hold");
      expect(await house.says(olga, "not-now", await newest(each))).toContain("On hold");
      expect(await stageOf(each)).toBe("spotted");
    }
    await house.risk(id, false);
    expect(await standing()).toContain("You decide");
    expect(await house.says(olga, "approve", await newest(id))).toContain("Handed to Marta Silva");
  });

  test("while the customer is at risk nobody gives their word for what was found, and is told so", async () => {
    const { anna, ben } = house.company;
    const id = await account({ days: 3 });
    await spot(id);
    const opportunity = await newest(id);
    await house.change("update opportunity set confirmed_by = null, confirmed_at = null where id = $1", [opportunity]);
    await house.risk(id, true);
    expect(await house.fills(anna, "confirm", opportunity, { benefit: BENEFIT })).toContain("On hold");
    expect(JSON.stringify((await house.open(anna, "opportunities.confirm", opportunity)).reply)).toContain("On hold");
    expect(await house.fills(ben, "confirm", opportunity, { benefit: BENEFIT })).not.toContain("On hold");
    expect((await house.offer(opportunity)).opportunity.confirmed).toBeUndefined();
  });

  test("confirmed anew, it is judged anew, and may fail", async () => {
    const { anna } = house.company;
    const id = await account();
    await house.risk(id, true);
    await spot(id);
    house.clock.set(new Date(NINE.getTime() + 3 * DAY_MS));
    await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, id, house.clock.now(), { slope: 0 }));
    await house.risk(id, false);
    expect(await house.fills(anna, "confirm", await newest(id), { benefit: BENEFIT })).toContain("Use isn't up");
    expect(await stageOf(id)).toBe("gate-failed");
  });

  test("the form to confirm keeps a short benefit open, is the CSM's alone, and shows how the rest stands", async () => {
    const { anna, marta } = house.company;
    const id = await account({ days: 20, met: false });
    await spot(id);
    const opportunity = await newest(id);
    const form = await house.open(anna, "opportunities.confirm", opportunity);
    expect(JSON.stringify(form.reply)).toContain("Use can't be judged");
    expect(await house.fills(anna, "confirm", opportunity, { benefit: "short" })).toContain("5 letters so far");
    expect(await house.fills(marta, "confirm", opportunity, { benefit: BENEFIT })).toContain(
      "Only the Customer Success",
    );
  });

  test("the form to confirm says beforehand that the word would end it, and asks for the benefit only with a yes", async () => {
    const { anna, organisation } = house.company;
    const id = await account();
    await spot(id);
    const opportunity = await newest(id);
    await house.change(
      "update opportunity set stage = 'spotted', confirmed_by = null, confirmed_at = null where id = $1",
      [opportunity],
    );
    const shown = async () => JSON.stringify((await house.open(anna, "opportunities.answer", opportunity)).reply);
    expect(await shown()).not.toContain("would not pass today");
    await house.app.db.write(organisation, (tx) => letGrow(tx, id, house.clock.now(), { slope: 0 }));
    const form = await shown();
    expect(form).toContain("So it would not pass today.");
    expect(form).toContain("For a yes, at least ");
  });

  test("a manager's OK for a word that has lapsed comes too late", async () => {
    const { olga } = house.company;
    const id = await account({ days: 3 });
    await spot(id);
    house.clock.set(new Date(NINE.getTime() + 30 * DAY_MS));
    expect(await house.says(olga, "approve", await newest(id))).toContain("has lapsed");
    expect(await stageOf(id)).toBe("spotted");
  });

  test("the figures are those of the 28 days and the 84 before, known by then, and a falling outcome counts by its direction", async () => {
    const { organisation, anna } = house.company;
    const facts = await house.app.db.write(organisation, async (tx) => {
      const id = await addAccount(tx, "Measured", { csm: anna.id });
      await letGrow(tx, id, NINE, { met: false });
      await tx.rows(
        `insert into metric (organisation_id, name, kind, label, direction, density) values
           ($1, 'waiting', 'outcome', 'Waiting', 'down', 'dense'), ($1, 'orders', 'outcome', 'Orders', 'up', 'sparse'),
           ($1, 'thin', 'outcome', 'Thin', 'up', 'dense')`,
        [organisation],
      );
      const add = `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
        select $1, $2, $3, '2026-11-24'::date - g, case when g <= 28 then $4::float8 else $5::float8 end, '2026-11-01', '2026-11-01'
          from generate_series(1, 112) g where g % $6 = 0`;
      await tx.rows(add, [organisation, id, "waiting", 9, 10, 1]);
      await tx.rows(add, [organisation, id, "orders", 105, 100, 28]);
      await tx.rows(add, [organisation, id, "thin", 300, 100, 2]);
      await tx.rows(
        "update usage set known_at = '2026-12-01', value = 999 where metric = 'waiting' and day = '2026-11-20'",
      );
      return gateFactsOf(tx, id, fixedDate("2026-11-24"), NINE);
    });
    expect(facts.outcomes).toEqual([
      { name: "Orders", sign: 1, now: 105, before: 100 },
      { name: "Waiting", sign: -1, now: 9, before: 10 },
    ]);
    expect([facts.days, facts.change, facts.slope]).toEqual([400, 0.2, 0.01]);
    expect(failedLegs(judgeGate(facts, BENEFIT))).toEqual([]);
  });
});

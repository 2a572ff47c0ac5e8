import { createAddressHmacs } from "../src/db/erased.ts";
import { erase } from "../src/features/privacy/begin-store.ts";
import { eraseSome, unfinishedErasures } from "../src/features/privacy/erase-store.ts";
import { forgetGoalWords } from "../src/features/privacy/retention-store.ts";
import { subjectsCalled } from "../src/features/privacy/subject-store.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import type { Interaction } from "../src/chat/interaction.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { inhabit, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";

let running: RunningApp;
let house: SurveyHouse;
let dana: string;
let user: string;
let goal: string;
let inputs = 0;
beforeAll(async () => {
  running = await runApp({});
});
beforeEach(async () => {
  house = surveysIn(await inhabit(running));
  await house.at(TUESDAY);
  const { organisation, workspace, northwind, anna } = house.company;
  user = `U0DANA${ids.next().slice(-6).toUpperCase()}`;
  dana = await house.app.db.write(organisation, (tx) =>
    addCustomer(tx, northwind, {
      ...{ name: "Dana Vogt", email: `${user}@customer.example`, zone: "Europe/Berlin" },
      handles: [{ platform: "slack", home: workspace, user }],
    }),
  );
  const values = { name: "Month-end in 2 days", on: "2027-03-31", owner: anna.id, ours: "Two more seats of ours" };
  await house.submit(anna, "plans.add", northwind, values);
  goal = (await house.rows<{ id: string }>("select id from goal"))[0]?.id ?? "";
});
afterAll(() => running.stop());

async function ask(who: TestPerson = house.company.anna, contact = dana): Promise<string> {
  const said = wordsOf(await house.submit(who, "plans.ask", goal, { contact }));
  await house.app.settle();
  return said;
}
async function question(): Promise<string> {
  return (await house.rows<{ id: string }>("select id from goal_question order by id desc limit 1"))[0]?.id ?? "";
}
function does(what: object, more: { readonly user?: string; readonly private?: boolean } = {}): Promise<Answer> {
  const { workspace } = house.company;
  return house.app.handle({
    sender: { platform: "slack", workspace, user: more.user ?? user, home: workspace },
    place: { conversation: "D0DANA", private: more.private ?? true },
    contentKey: `goal-guest-${String(++inputs)}`,
    replyTo: {},
    ...what,
  } as Interaction);
}
const answers = async (choice: string, more?: Parameters<typeof does>[1]): Promise<Answer> =>
  does({ kind: "press", action: { name: "plans.answer", subject: await question() }, choice }, more);
const withThem = (): string => house.slack.calls.findLast(({ target }) => target.conversation === user)?.words ?? "";
const plan = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/tandem plan northwind"));

describe("somebody of a customer's", () => {
  test("is asked how far a goal is, answers by one press, says why, and may change it; who asked hears of it once", async () => {
    const { anna } = house.company;
    expect((await house.open(anna, "plans.ask", goal)).reply.kind).toBe("form");
    expect(await ask()).toContain("Dana Vogt is asked now");
    expect(withThem()).toContain("Anna Kurz asks: how far are you with your goal?");
    expect(withThem()).toContain("Month-end in 2 days");
    expect(withThem()).not.toContain("Two more seats");
    expect(await ask()).toContain("may answer until");

    expect((await answers("50")).reply).toEqual({ kind: "nothing" });
    await house.app.settle();
    expect(withThem()).toContain("Thank you: 50 %");
    expect(await plan(anna)).toContain("not measured, the customer says 50 %");
    expect(house.standingWith(anna).join("\n")).toContain("Northwind GmbH answered about a goal");
    const said = await does({
      ...{ kind: "submission", form: "plans.say", subject: await question() },
      values: { words: "The plant in Graz is still on paper" },
    });
    expect(wordsOf(said)).toContain("Anna Kurz reads it");
    await answers("75");
    await house.app.settle();
    expect(await plan(anna)).toContain("the customer says 75 %");
    expect(wordsOf(await house.press(anna, "plans.goal", goal))).toContain(
      "Dana Vogt said 75 % on 2026-11-24: “The plant in Graz is still on paper”",
    );
    expect(house.standingWith(anna)).toHaveLength(1);
    const card = house.standingWith(anna).join("\n");
    expect(card).not.toContain("ask the customer how far they are");
    expect(card).toContain("press Note our figure to say how far you see it yourself");
    const told = wordsOf(await house.command(anna, "/tandem timeline northwind"));
    expect(told).toContain("Dana Vogt said 75 % of a goal is reached");
    expect(told).toContain("had Dana Vogt asked how far a goal is");
  });

  test("has an entry of the timeline for each other share, and one for words, but none for the same again", async () => {
    const entries = async (): Promise<string[]> =>
      (
        await house.rows<{ kind: string }>("select kind from timeline where contact_id = $1 and direction = 'in'", [
          dana,
        ])
      )
        .map(({ kind }) => kind)
        .toSorted();
    await ask();
    await answers("50");
    await answers("50");
    expect(await entries()).toEqual(["goal-answered"]);
    const says = async (words: string): Promise<Answer> =>
      does({ kind: "submission", form: "plans.say", subject: await question(), values: { words } });
    await says("Graz is on paper");
    await says("Graz is on paper");
    expect(await entries()).toEqual(["goal-answered", "goal-explained"]);
    await answers("25");
    expect(await entries()).toEqual(["goal-answered", "goal-answered", "goal-explained"]);
    const told = wordsOf(await house.command(house.company.anna, "/tandem timeline northwind"));
    expect(told).toContain("Dana Vogt wrote what helped with a goal");
  });

  test("answers for themselves alone, not too late, and in the steps that there are", async () => {
    const { anna, organisation, northwind, workspace } = house.company;
    await ask();
    const other = "U0OTHER";
    await house.app.db.write(organisation, (tx) =>
      addCustomer(tx, northwind, { name: "Erik Moe", handles: [{ platform: "slack", home: workspace, user: other }] }),
    );
    expect(wordsOf(await answers("50", { user: other }))).toContain("This question is closed");
    expect(wordsOf(await answers("51"))).toContain("This question is closed");
    expect(wordsOf(await house.press(anna, "plans.answer", await question()))).toContain(
      "Only the person who was asked",
    );
    await house.at("2026-12-08T09:00:00Z");
    expect(wordsOf(await answers("50"))).toContain("This question is closed");
    expect(await house.rows("select confirmed from goal")).toEqual([{ confirmed: null }]);
  });

  test("sees the answer where only they see the question, in a channel that we share", async () => {
    await ask();
    expect(wordsOf(await answers("100", { private: false }))).toContain("Thank you: 100 %");
  });

  test("who wants no further question isn't asked again, by any slice", async () => {
    const { anna } = house.company;
    await ask();
    expect((await does({ kind: "press", action: { name: "plans.never", subject: await question() } })).reply).toEqual({
      kind: "nothing",
    });
    await house.app.settle();
    expect(withThem()).not.toContain("how far are you with your goal?\nMonth-end");
    expect(await house.rows("select via from survey_opt_out")).toEqual([{ via: "slack" }]);
    expect(await ask()).toContain("doesn't want questions from me");
    expect(wordsOf(await answers("50"))).toContain("This question is closed");
    expect(await plan(anna)).toContain("the customer hasn't said");
  });
});

test("who works elsewhere is asked as their working day begins, and has as long to answer from then on", async () => {
  await house.rows("update contact set zone = 'Asia/Tokyo' where id = $1", [dana]);
  await house.at("2026-11-24T16:00:00Z");
  expect(await ask()).toMatch(/Dana Vogt is asked on .*2026-11-25.*, when their working day begins/);
  expect(withThem()).toBe("");
  await house.at("2026-11-24T23:59:00Z");
  expect(withThem()).toBe("");
  await house.at("2026-11-25T00:05:00Z");
  expect(withThem()).toContain("how far are you with your goal?");
  await house.at("2026-12-08T16:30:00Z");
  expect((await answers("50")).reply).toEqual({ kind: "nothing" });
});

describe("nobody is asked", () => {
  const none = async (): Promise<void> => expect(await house.rows("select 1 from goal_question")).toEqual([]);

  test("who can't be met in chat, where there is no page for a link: the CSM asks themselves", async () => {
    const { anna } = house.company;
    await house.rows("delete from contact_handle where contact_id = $1", [dana]);
    expect(wordsOf(await house.open(anna, "plans.ask", goal))).toContain(
      "Nobody at Northwind GmbH can be reached in chat",
    );
    expect(await ask()).toContain("Dana Vogt can't be reached in chat");
    await none();
  });

  test("who hears from us often enough already, until a month is over", async () => {
    const { organisation, northwind, anna } = house.company;
    for (let day = 1; day <= 4; day++) {
      await house.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
         values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out', $6)`,
        [organisation, ids.next(), northwind, `2026-11-1${String(day)}T09:00:00Z`, dana, anna.id],
      );
    }
    expect(await ask()).toContain("I ask again from 2026-12-11 on");
    await none();
  });

  test("who has left, or isn't theirs, and by nobody but the CSM and who leads", async () => {
    const { marta } = house.company;
    expect(await ask(marta)).toContain("Only the Customer Success Manager");
    expect(await ask(house.company.anna, ids.next())).toContain("can't be chosen here");
    await house.rows("update contact set left_on = '2026-11-20' where id = $1", [dana]);
    expect(await ask()).toContain("can't be chosen here");
    await none();
  });
});

test("an Account Manager who came to the same person yesterday hears of it, and so does who asks", async () => {
  const { anna, marta, northwind, organisation } = house.company;
  await house.rows(
    `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
     values ($1, $2, $3, 'call', '2026-11-23T09:00:00Z', 'slack', '{}', $4, 'out', $5)`,
    [organisation, ids.next(), northwind, dana, marta.id],
  );
  expect(await ask(anna)).toContain("Take care: Marta Silva came to them on");
  expect(house.standingWith(marta).join("\n")).toContain("Dana Vogt");
});

test("what they wrote goes with them when they are erased, and what they said stays a figure", async () => {
  const { anna, organisation } = house.company;
  await ask();
  await answers("50");
  const words = "Graz is on paper";
  await does({ kind: "submission", form: "plans.say", subject: await question(), values: { words } });
  const { db } = house.app;
  await db.write(organisation, async (tx) => {
    const subjects = await subjectsCalled(tx, "Dana Vogt");
    const hmacsOf = createAddressHmacs(() => [Buffer.alloc(32, 1)]);
    const begun = await erase({ tx, ids, hmacsOf }, { subjects, also: [], by: undefined, now: new Date(TUESDAY) });
    expect(begun.kind).toBe("begun");
  });
  for (const id of await db.read(organisation, unfinishedErasures))
    while (await db.write(organisation, (tx) => eraseSome(tx, id)));
  expect(await plan(anna)).toContain("the customer says 50 %");
  expect(wordsOf(await house.press(anna, "plans.goal", goal))).not.toMatch(/Dana|Graz/);
  expect(await house.rows("select words from goal_question")).toEqual([{ words: "…" }]);
});

test("what they wrote is kept for two years, and what they said stays a figure", async () => {
  await ask();
  await answers("50");
  await does({ kind: "submission", form: "plans.say", subject: await question(), values: { words: "On paper" } });
  const forget = (at: string): Promise<boolean> =>
    house.app.db.write(house.company.organisation, (tx) => forgetGoalWords(tx, new Date(at)));
  const kept = () =>
    house.rows("select q.words, g.confirmed_words, g.confirmed from goal_question q join goal g on g.id = q.goal_id");
  await forget("2028-11-23T09:00:00Z");
  expect(await kept()).toEqual([{ words: "On paper", confirmed_words: "On paper", confirmed: 0.5 }]);
  await forget("2028-11-25T09:00:00Z");
  expect(await kept()).toEqual([{ words: null, confirmed_words: null, confirmed: 0.5 }]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importRecords } from "../src/features/accounts/import/records.ts";
import { createLog } from "../src/log.ts";
import { addContract, ids, type TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { inhabit, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys, surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const NAME = "Month-end in 2 days";

let running: RunningApp;
let house: SurveyHouse;
let dana: string;
beforeAll(async () => {
  running = await runSurveys();
});
beforeEach(async () => {
  house = surveysIn(await inhabit(running));
  await house.at(TUESDAY);
  const { organisation, northwind } = house.company;
  dana = await house.app.db.write(organisation, (tx) => addCustomer(tx, northwind, { name: "Dana Vogt" }));
});
afterAll(() => running.stop());

async function add(who: TestPerson, more: Record<string, string> = {}, account?: string): Promise<string> {
  const values = { name: NAME, on: "2027-03-31", owner: who.id, ...more };
  return wordsOf(await house.submit(who, "plans.add", account ?? house.company.northwind, values));
}
async function newest(): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from goal order by id desc limit 1");
  return row?.id ?? "";
}
const submit = async (who: TestPerson, name: string, id: string, values: Record<string, string>): Promise<string> =>
  wordsOf(await house.submit(who, `plans.${name}`, id, values));
const plan = async (who: TestPerson, account = "northwind"): Promise<string> =>
  wordsOf(await house.command(who, `/tandem plan ${account}`));
const goal = async (who: TestPerson, id: string): Promise<string> => wordsOf(await house.press(who, "plans.goal", id));
const confirm = (who: TestPerson, id: string, more: Record<string, string> = {}): Promise<string> =>
  submit(who, "confirm", id, { share: "40", on: "2026-11-24", ...more });

/** A value a day in the four weeks before Tuesday, of Northwind's reports by hand. */
async function used(value: number, days = 28, kind = "feature"): Promise<void> {
  const { organisation, northwind } = house.company;
  await house.rows(
    `insert into metric (organisation_id, name, kind, label, density, lag_days) values ($1, 'by_hand', $2, 'Reports by hand', 'dense', 1)
     on conflict do nothing`,
    [organisation, kind],
  );
  await house.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, 'by_hand', d::date, $3, d, d from generate_series('2026-11-24'::date - $4::int, '2026-11-23'::date, '1 day') d
     on conflict (organisation_id, account_id, metric, day) do update set value = excluded.value`,
    [organisation, northwind, value, days],
  );
}
/** From here on, nights come. */
async function nights(): Promise<void> {
  await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
  await house.app.settle();
}
async function answered(score: number, at: string): Promise<void> {
  const { organisation, northwind } = house.company;
  const id = ids.next();
  await house.rows(
    `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, score, answered_at, ingested_at, known_at)
     values ($1, $2::uuid, $2::text, $3, $4, 'nps', $5, $6, $6, $6)`,
    [organisation, id, northwind, dana, score, at],
  );
}

describe("a goal", () => {
  test("is added, measured by use, confirmed by the customer, and met: each stands for itself", async () => {
    const { anna } = house.company;
    expect(await plan(anna)).toContain("No goal is agreed with Northwind GmbH yet");
    await used(19);
    const opened = await house.open(anna, "plans.add", house.company.northwind);
    expect(opened.reply.kind).toBe("form");
    const said = await add(anna, { metric: "reports by hand", baseline: "40", target: "5", contact: dana });
    expect(said).toContain("I measure it each night by use");
    const id = await newest();
    expect(await plan(anna)).toContain("we measure 60 %, the customer hasn't said");
    expect(await goal(anna, id)).toContain("Measured by Reports by hand: from 40 to 5.");
    expect(await goal(anna, id)).toContain("Theirs: Dana Vogt.");

    expect((await house.open(anna, "plans.confirm", id)).reply.kind).toBe("form");
    expect(await confirm(anna, id, { contact: dana, words: "We still type invoices" })).toContain(
      "Dana Vogt says 40 %",
    );
    expect(await plan(anna)).toContain("we measure 60 %, the customer says 40 %");
    expect(await goal(anna, id)).toContain("Dana Vogt said 40 % on 2026-11-24: “We still type invoices”");
    expect(wordsOf(await house.command(anna, "/account northwind"))).toContain(
      "Goal “Month-end in 2 days”: we measure 60 %, the customer says 40 %",
    );

    expect(await submit(anna, "close", id, { as: "met", on: "2026-11-23" })).toContain(
      "agree with them on what comes next",
    );
    expect(await plan(anna)).toContain("✓ Month-end in 2 days, met on 2026-11-23");
    expect(await confirm(anna, id)).toContain("It is over already");
    const told = wordsOf(await house.command(anna, "/tandem timeline northwind"));
    for (const line of ["added a goal, by 2027-03-31", "customer says 40 %", "a goal as met on 2026-11-23"])
      expect(told).toContain(line);
    const kept = await house.rows<{ action: string }>(
      "select action from audit where action like 'plans.%' order by at, id",
    );
    expect(kept.map(({ action }) => action)).toEqual(["plans.add", "plans.confirm", "plans.close"]);
  });

  test("that no metric of ours measures is measured by who looks after it, beside what the customer says", async () => {
    const { anna, marta } = house.company;
    await add(anna, { metric: "days to close", baseline: "5", target: "2" });
    const id = await newest();
    await confirm(anna, id);
    expect(await goal(anna, id)).toContain("press Note our figure");
    expect((await house.open(anna, "plans.measure", id)).reply.kind).toBe("form");
    expect(await submit(anna, "measure", id, { figure: "" })).toContain("it is empty");
    expect(await submit(anna, "measure", id, { figure: "soon" })).toContain("“soon” is not a number");
    expect(await submit(marta, "measure", id, { figure: "3,5" })).not.toContain("Noted");
    expect(await submit(anna, "measure", id, { figure: "3.5" })).toContain("we measure 50 %");
    expect(await plan(anna)).toContain("we measure 50 %, the customer says 40 %");
    expect(
      await submit(anna, "change", id, { name: "Month-end in 2 days", on: "2027-03-31", owner: anna.id }),
    ).toContain("Changed");
    expect(await submit(anna, "measure", id, { figure: "101" })).toContain("“101” is not a percentage from 0 to 100");
    expect(await submit(anna, "measure", id, { figure: "70 %" })).toContain("we measure 70 %");
    expect(await plan(anna)).toContain("we measure 70 %, the customer says 40 %");
    const told = wordsOf(await house.command(anna, "/tandem timeline northwind"));
    expect(told).toContain("noted that we measure 50 %");
  });

  test("that is measured by use isn't measured by hand", async () => {
    const { anna } = house.company;
    await used(19);
    await add(anna, { metric: "reports by hand", baseline: "40", target: "5" });
    const id = await newest();
    expect(await goal(anna, id)).not.toContain("Note our figure");
    expect(await submit(anna, "measure", id, { figure: "20" })).toContain("I measure this goal each night by use");
    expect(await plan(anna)).toContain("we measure 60 %");
  });

  test("that is given up says why, and nothing goes on with it", async () => {
    const { anna } = house.company;
    await add(anna);
    const id = await newest();
    expect(await submit(anna, "close", id, { as: "given-up", on: "2026-11-24" })).toContain("it is empty");
    expect(
      await submit(anna, "close", id, { as: "given-up", on: "2026-11-24", reason: "They sold the plant" }),
    ).toContain("with the reason");
    expect(await goal(anna, id)).toContain("gave it up: They sold the plant");
  });

  test("has our own beside it, and says when the two don't go together", async () => {
    const { anna } = house.company;
    await add(anna, { ours: "Two more teams live", aligned: "no" });
    expect(await goal(anna, await newest())).toContain("Aligned: no. Agree with them on one direction");
    await submit(anna, "change", await newest(), {
      ...{ name: NAME, on: "2027-03-31", owner: anna.id, ours: "Two more teams live", aligned: "yes" },
    });
    expect(await goal(anna, await newest())).toContain("Two more teams live. Aligned: yes");
  });

  test("is reckoned anew each night, and unknown days leave what was known with its day", async () => {
    const { anna } = house.company;
    await used(40);
    await add(anna, { metric: "by_hand", baseline: "40", target: "5" });
    expect(await plan(anna)).toContain("we measure 0 %");
    await used(-300);
    await nights();
    await house.at("2026-11-25T09:00:00Z");
    expect(await plan(anna)).toContain("we measure 100 %");
    await house.rows("delete from usage where metric = 'by_hand' and day > '2026-11-10'");
    await house.at("2026-11-26T09:00:00Z");
    expect(await plan(anna)).toContain("we measure 100 %");
    expect(await goal(anna, await newest())).toContain("in the 28 days up to 2026-11-23");
  });

  test("that counts 28 days itself is read by its last value", async () => {
    const { anna } = house.company;
    await used(10, 28, "active_users_28");
    await house.rows("update usage set value = 30 where day = '2026-11-23'");
    await add(anna, { metric: "by_hand", baseline: "0", target: "60" });
    expect(await plan(anna)).toContain("we measure 50 %");
  });
});

describe("a goal from an import", () => {
  const SAID = {
    external_id: "G-1",
    name: NAME,
    metric: "by_hand",
    baseline: 40,
    target: 5,
    measured: 0.85,
    confirmed: 0.6,
  };
  async function imported(more: Record<string, unknown> = {}): Promise<void> {
    const { app, clock, company } = house;
    const deps = { db: app.db, ids, clock, organisation: company.organisation, log: createLog("silent") };
    const record = { ...SAID, account_external_id: company.northwind, ...more };
    expect((await importRecords(deps, "goals", [record])).rejected).toEqual([]);
  }

  test("keeps what was measured there, beside what its use says alone", async () => {
    const { anna } = house.company;
    await used(40);
    await imported();
    await nights();
    await house.at("2026-11-25T09:00:00Z");
    expect(await plan(anna)).toContain("we measure 85 %, the customer says 60 %");
    expect(await goal(anna, await newest())).toContain("By use alone it would be 0 %");
  });

  test("is behind by its whole time, however often the import has changed it", async () => {
    const { anna } = house.company;
    const half = { measured: 0.1, confirmed: 0.1, target_on: "2027-11-24" };
    await imported(half);
    expect(await plan(anna)).not.toContain("behind");
    house.clock.set(new Date("2027-05-24T09:00:00Z"));
    expect(await plan(anna)).toContain("behind");
    await imported({ ...half, measured: 0.11 });
    expect(await plan(anna)).toContain("behind: we measure 11 %");
  });

  test("keeps what was changed in chat while the import says what it said, and no longer", async () => {
    const { anna } = house.company;
    await imported();
    const id = await newest();
    expect(await confirm(anna, id, { words: "Slower than we thought", worth: "9000", currency: "EUR" })).toContain(
      "40 %",
    );
    const said = await submit(anna, "change", id, {
      ...{ name: NAME, metric: "by_hand", baseline: "40", target: "5", on: "2027-06-30", owner: anna.id },
    });
    expect(said).toContain("your change holds until the import says something new");
    expect(await goal(anna, id)).toContain("changed in chat");
    await imported();
    await imported({ measured: 0.9 });
    expect(await plan(anna)).toContain("by 2027-06-30: we measure 90 %, the customer says 40 %");
    expect(await goal(anna, id)).toContain("Slower than we thought");
    await imported({ measured: 0.9, confirmed: 0.7, target_on: "2027-05-31" });
    expect(await plan(anna)).toContain("by 2027-05-31: we measure 90 %, the customer says 70 %");
    expect(await goal(anna, id)).not.toContain("Slower than we thought");
    expect(await house.rows("select confirmed_value_minor::int as worth from goal")).toEqual([{ worth: 900_000 }]);
  });
});

describe("what it is worth", () => {
  test("is said in times of what they pay, and as unknown where that can't be said", async () => {
    const { anna, northwind, organisation } = house.company;
    await add(anna);
    expect(await plan(anna)).toContain("What it is worth to them is unknown");
    await confirm(anna, await newest(), { worth: "90000", currency: "eur" });
    expect(await plan(anna)).toContain("no contract is running");
    await house.app.db.write(organisation, (tx) => addContract(tx, northwind, { arrMinor: 3_000_000 }));
    expect(await plan(anna)).toContain("worth €90,000 a year: 3 times what they pay");
    await house.app.db.write(organisation, (tx) => addContract(tx, northwind, { arrMinor: 100, currency: "USD" }));
    expect(await plan(anna)).toContain("amounts are in several currencies");
  });

  test("is nothing for a colleague who may read the plan but no amounts", async () => {
    const { anna, kim, northwind, organisation } = house.company;
    await add(anna);
    await confirm(anna, await newest(), { worth: "90000", currency: "EUR" });
    await house.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'support', $3)", [
      ...[organisation, northwind, kim.id],
    ]);
    expect(await plan(kim)).toContain(NAME);
    expect(await plan(kim)).not.toMatch(/90,000|worth/);
    expect(await goal(kim, await newest())).not.toMatch(/90,000/);
    expect(await confirm(kim, await newest())).toContain("Only the Customer Success Manager");
  });
});

describe("satisfied", () => {
  test("but not successful is said, proposed a target for, and listed", async () => {
    const { anna, marta } = house.company;
    await add(anna, { on: "2026-12-20" });
    await answered(8, "2026-05-05T09:00:00Z");
    await answered(9, "2026-10-05T09:00:00Z");
    expect(await plan(anna)).toContain("9 of 10, before that 8. I propose 9.5");
    expect(await plan(anna)).not.toContain("not successful");
    await house.at("2026-12-21T09:00:00Z");
    expect(await plan(anna)).toContain("Satisfied, but not successful: they answered 9 of 10, and 1 goal is behind");
    expect(await plan(marta)).toContain("Satisfied, but not successful");
    const list = wordsOf(await house.command(anna, "/tandem plan"));
    expect(list).toContain("Northwind GmbH: 1 goal is overdue");
    expect(await submit(anna, "target", house.company.northwind, { target: "9,2" })).toContain("9.2 of 10");
    expect(await plan(anna)).toContain("the target is 9.2 of 10; the last result was 9");
  });

  test("by answers of long ago is no more", async () => {
    const { anna } = house.company;
    await add(anna, { on: "2026-11-25" });
    await answered(10, "2025-05-05T09:00:00Z");
    await house.at("2026-11-27T09:00:00Z");
    expect(await plan(anna)).not.toContain("not successful");
  });
});

describe("what was promised with a sale", () => {
  test("is what they expect, and is judged once", async () => {
    const { anna, marta, northwind, organisation } = house.company;
    await house.rows(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate,
                                promised, accepted_by, accepted_at, won_at)
       values ($1, $2, $3, 'Seats', 'seats', 'done', 'csm', $4, $5, 'b', '{}', 'Invoices on the same day', $4, $5, $5)`,
      [organisation, ids.next(), northwind, marta.id, new Date(TUESDAY)],
    );
    await nights();
    await house.at("2026-11-25T09:00:00Z");
    expect(await plan(anna)).toContain("Invoices on the same day, not judged yet");
    const id = await newest();
    const judge = async (who: TestPerson): Promise<string> =>
      wordsOf(
        await house.app.handle({
          ...{
            kind: "press",
            action: { name: "plans.judge", subject: id },
            choice: "exceeded",
            contentKey: `judge ${who.id}`,
          },
          ...{ replyTo: {}, place: { conversation: "C0ANYWHERE", private: false } },
          sender: {
            platform: "slack",
            workspace: house.company.workspace,
            user: who.user,
            home: house.company.workspace,
          },
        }),
      );
    expect(await judge(marta)).toContain("Only the Customer Success Manager");
    expect(await judge(anna)).toContain("Noted");
    expect(await plan(anna)).toContain("Invoices on the same day: exceeded");
    await house.at("2026-11-26T09:00:00Z");
    expect(await house.rows("select 1 from goal")).toHaveLength(1);
  });
});

describe("a goal that can't be", () => {
  const BAD: readonly (readonly [string, Record<string, string>, string])[] = [
    ["nothing", { name: " \u200b \u202e " }, "it is empty"],
    ["ten thousand letters", { name: "x".repeat(10_000) }, "10000 letters are too many. Use at most 150"],
    ["a price", { name: "Ten seats for 4,000 €" }, "names a price"],
    ["NaN", { baseline: "NaN", target: "5" }, "“NaN” is not a number"],
    ["words for a number", { baseline: "sixty", target: "5" }, "“sixty” is not a number"],
    ["two decimals", { baseline: "1,2,3", target: "5" }, "“1,2,3” is not a number"],
    ["half a way", { baseline: "40" }, "Only one of the two numbers is there"],
    ["no way at all", { baseline: "5", target: "5.0" }, "5.0 is where it began"],
    ["a day that isn't", { on: "2026-02-31" }, "“2026-02-31” is not a day"],
    ["a day as Germans write it", { on: "31.02." }, "“31.02.” is not a day"],
    ["yesterday", { on: "2026-11-23" }, "2026-11-23 is past"],
    ["in ten years", { on: "2036-11-23" }, "too far ahead"],
    ["nobody", { owner: "" }, "Nothing is chosen yet"],
    ["somebody of another customer", { contact: "01900000-0000-7000-8000-000000000001" }, "can't be chosen here"],
  ];
  const UNSAID: readonly (readonly [Record<string, string>, string])[] = [
    [{ share: "" }, "it is empty"],
    [{ share: "150" }, "“150” is not a percentage from 0 to 100. Write 60 for 60 %"],
    [{ share: "0,6" }, "“0,6” is not a percentage"],
    [{ share: "-1" }, "“-1” is not a percentage"],
    [{ on: "2026-11-25" }, "2026-11-25 is yet to come"],
    [{ worth: "90.000", currency: "EUR" }, "“90.000” is not an amount"],
    [{ worth: "-5", currency: "EUR" }, "“-5” is not an amount"],
    [{ worth: "5", currency: "XXQ" }, "“XXQ” is not a currency"],
  ];

  test("is refused with the field, the value and what is allowed, and nothing is kept", async () => {
    const { anna } = house.company;
    for (const [what, more, said] of BAD)
      expect([what, await add(anna, more)]).toEqual([what, expect.stringContaining(said)]);
    expect(await house.rows("select 1 from goal")).toEqual([]);
    await add(anna);
    const id = await newest();
    for (const [more, said] of UNSAID)
      expect([more, await confirm(anna, id, more)]).toEqual([more, expect.stringContaining(said)]);
    expect(await confirm(anna, id, { share: "60 %" })).toContain("says 60 %");
    expect(await house.rows("select confirmed, confirmed_value_minor from goal")).toEqual([
      { confirmed: 0.6, confirmed_value_minor: null },
    ]);
    for (const target of ["", "11", "x", "-0.5"])
      expect(await submit(anna, "target", house.company.northwind, { target })).toMatch(/from 0 to 10|empty/);
  });

  test("is kept in letters: nothing that somebody writes comes alive", async () => {
    const { anna } = house.company;
    await add(anna, { name: "<!channel> =HYPERLINK(1) xoxb-1-2 \u202Eevil\u202C مرحبا *b*" });
    expect(await plan(anna)).toContain("<!channel> =HYPERLINK(1) xoxb-1-2 evil مرحبا *b*");
  });
});

describe("whose plan it is", () => {
  test("its CSM and who leads write it, its Account Manager reads it, nobody else knows of it", async () => {
    const { anna, ben, marta, olga, jonas, ada } = house.company;
    expect(await add(olga)).toContain("Added");
    expect(await plan(marta)).toContain(NAME);
    expect(await add(marta)).toContain("Only the Customer Success Manager of Northwind GmbH");
    for (const who of [ben, jonas, ada]) expect(await plan(who)).toContain("isn't yours to see");
    for (const who of [ben, ada]) expect(await goal(who, await newest())).toContain("isn't yours to see");
    expect(await goal(anna, await newest())).toContain(NAME);
  });

  test("goes with a customer into the one it is merged into, and ends when they leave until they are back", async () => {
    const { anna, northwind, adatum } = house.company;
    await add(anna);
    const stage = (to: string, more: Record<string, string> = {}) =>
      house.submit(anna, "accounts.stage", northwind, { stage: to, reason: "So says their buyer", ...more });
    await stage("churned", { churn: "service/support" });
    expect(await plan(anna)).toContain("open when they left");
    expect(await add(anna)).toContain("no customer any more");
    await stage("value");
    expect(await plan(anna)).not.toContain("open when they left");
    await house.rows("update account set merged_into = $2 where id = $1", [northwind, adatum]);
    expect(await plan(anna, "adatum")).toContain(NAME);
  });
});

describe("in the morning", () => {
  test("one line of the CSM's digest says which plans need them, and today shows what is due", async () => {
    const { anna, marta, northwind } = house.company;
    await add(anna, { on: "2026-11-25" });
    await house.submit(anna, "promises.make", northwind, { words: "An export", due: "2026-11-26", owner: anna.id });
    await nights();
    await house.at("2026-11-25T09:00:00Z");
    expect(wordsOf(await house.command(anna, "/tandem today"))).toContain("Northwind GmbH, due today: Month-end");
    expect(wordsOf(await house.command(marta, "/tandem today"))).not.toContain("due today: Month-end");
    await house.at("2026-11-26T09:00:00Z");
    const digest = house.standingWith(anna).join("\n");
    expect(digest).toContain("Success plans that need you");
    expect(digest).toContain("Northwind GmbH: 1 goal is overdue");
    await submit(anna, "close", await newest(), { as: "met", on: "2026-11-26" });
    expect(wordsOf(await house.press(anna, "plans.mine", northwind))).toContain("No plan of your customers needs you");
  });

  test("a large customer without a goal is listed, for who looks after it and who leads", async () => {
    const { anna, ben, olga, northwind } = house.company;
    await house.rows("update account set key_account = true where id = $1", [northwind]);
    for (const who of [anna, olga])
      expect(wordsOf(await house.command(who, "/tandem plan"))).toContain("Northwind GmbH: no goal is agreed");
    expect(wordsOf(await house.command(ben, "/tandem plan"))).toContain("No plan of your customers needs you");
    await house.rows("update account set key_account = true where id = $1", [house.company.adatum]);
    const led = wordsOf(await house.command(olga, "/tandem plan"));
    expect(led).toContain("2 customers without a goal, such as Adatum");
    expect(led).not.toContain("no goal is agreed");
    expect(wordsOf(await house.command(anna, "/tandem plan"))).toContain("Adatum: no goal is agreed");
  });
});

test("the first goal that is met brings a customer from adoption to value", async () => {
  const { anna, northwind } = house.company;
  await house.rows("update account set lifecycle_stage = 'adoption' where id = $1", [northwind]);
  await add(anna);
  await submit(anna, "close", await newest(), { as: "met", on: "2026-11-24" });
  await nights();
  await house.at("2026-11-25T09:00:00Z");
  expect(await house.rows("select lifecycle_stage from account where id = $1", [northwind])).toEqual([
    { lifecycle_stage: "value" },
  ]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { brokenPromises, openPromises } from "../src/features/promises/facts.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { inhabit, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys, surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const WEDNESDAY = "2026-11-25T08:05:00Z";
const FRIDAY = "2026-11-27T09:00:00Z";
const SATURDAY = "2026-11-28T10:00:00Z";
const MONDAY = "2026-11-30T08:05:00Z";
const MONDAY_EVENING = "2026-11-30T16:10:00Z";
const EXPORT = "An export that includes archived orders";

let running: RunningApp;
let house: SurveyHouse;
beforeAll(async () => {
  running = await runSurveys();
});
beforeEach(async () => {
  house = surveysIn(await inhabit(running));
  await house.at(TUESDAY);
});
afterAll(() => running.stop());

const standing = (who: TestPerson): string => house.standingWith(who).join("\n");

async function promise(who: TestPerson, account: string, more: Record<string, string> = {}): Promise<string> {
  const values = { words: EXPORT, due: "2026-11-27", owner: who.id, ...more };
  return wordsOf(await house.submit(who, "promises.make", account, values));
}
async function newest(): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from promise order by id desc limit 1");
  return row?.id ?? "";
}
const press = async (who: TestPerson, name: string, id: string): Promise<string> =>
  wordsOf(await house.press(who, `promises.${name}`, id));
const submit = async (who: TestPerson, name: string, id: string, values: Record<string, string>): Promise<string> =>
  wordsOf(await house.submit(who, `promises.${name}`, id, values));
const list = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/tandem promise"));
const timeline = async (who: TestPerson): Promise<string> =>
  wordsOf(await house.command(who, "/tandem timeline Northwind GmbH"));

describe("a promise", () => {
  test("is reminded two days before, broken on the working day after, goes to a manager, and is kept late", async () => {
    const { anna, olga, northwind } = house.company;
    const opened = await house.command(anna, "/tandem promise northwind");
    if (opened.reply.kind !== "form") throw new Error(wordsOf(opened));
    expect(opened.reply.form.fields.find(({ name }) => name === "owner")).toMatchObject({ initial: anna.id });
    expect(await promise(anna, northwind)).toContain("you keep the promise to Northwind GmbH");
    const id = await newest();
    expect(standing(anna)).toBe("");

    await house.at(WEDNESDAY);
    expect(standing(anna)).toContain("Due soon: a promise to Northwind GmbH");
    expect(standing(anna)).toContain(EXPORT);
    await house.at(FRIDAY);
    await house.at(SATURDAY);
    expect(standing(anna)).not.toContain("Broken");
    const today = wordsOf(await house.command(anna, "/tandem today"));
    expect(today).toContain("1 day late");
    expect(today).not.toContain(`${EXPORT} (`);
    await house.at(MONDAY);
    expect(standing(anna)).toContain("Broken: a promise to Northwind GmbH");
    expect(standing(anna)).toContain("3 days ago");
    expect(standing(olga)).not.toContain("Still broken");
    await house.at(MONDAY_EVENING);
    expect(standing(olga)).toContain("Still broken: a promise to Northwind GmbH");
    expect(standing(olga)).toContain("Anna Kurz was to keep it");
    expect(standing(olga)).toContain("speak with Anna Kurz");
    expect(standing(olga)).not.toContain("do it and press Kept");
    expect(standing(anna)).toContain("do it and press Kept");

    expect(await press(anna, "keep", id)).toContain("Kept, 3 days late");
    await house.app.settle();
    expect(standing(olga)).toContain("Anna Kurz kept the promise to Northwind GmbH");
    expect(await press(olga, "keep", id)).toContain("Anna Kurz kept the promise");
    expect(await list(anna)).toContain("No promise is open");
    const told = await timeline(anna);
    for (const line of [
      "Anna Kurz promised something by 2026-11-27",
      "a promise was broken",
      "Anna Kurz kept what was",
    ])
      expect(told).toContain(line);
  });

  test("kept in time reminds and escalates nobody", async () => {
    const { anna, olga, northwind } = house.company;
    await promise(anna, northwind);
    expect(await press(anna, "keep", await newest())).toContain("Kept. It stands");
    for (const at of [WEDNESDAY, MONDAY, MONDAY_EVENING]) await house.at(at);
    expect(standing(anna)).toBe("");
    expect(standing(olga)).not.toContain("broken");
  });

  test("due tomorrow needs no reminder, and one due today is broken tomorrow", async () => {
    const { anna, northwind } = house.company;
    await promise(anna, northwind, { due: "2026-11-25" });
    await promise(anna, northwind, { due: "2026-11-24", words: "A call back" });
    await house.at("2026-11-24T15:00:00Z");
    expect(standing(anna)).toBe("");
    await house.at(WEDNESDAY);
    expect(standing(anna)).toContain("A call back");
    expect(standing(anna)).not.toContain(EXPORT);
  });

  test("says when it really reminds", async () => {
    const { anna, northwind } = house.company;
    const made = (due: string): Promise<string> => promise(anna, northwind, { due });
    expect(await made("2026-12-01")).toContain("I remind you on 2026-11-27");
    expect(await made("2026-11-27")).toContain("I remind you on 2026-11-25");
    for (const due of ["2026-11-24", "2026-11-25"]) {
      expect(await made(due)).not.toContain("remind you on");
    }
    expect(await made("2026-11-27")).not.toContain("two days before");
    expect(await made("2026-11-25")).toContain("If it isn't kept, I say so on 2026-11-26");
    expect(await made("2026-11-26")).toContain("If it isn't kept, I say so on 2026-11-27");
  });

  test("whose new day is told to whom the Account Manager called yesterday says so to both", async () => {
    const { anna, marta, northwind, organisation } = house.company;
    const dana = await house.app.db.write(organisation, (tx) => addCustomer(tx, northwind, { name: "Dana Vogt" }));
    await promise(anna, northwind, { contact: dana });
    const id = await newest();
    await submit(anna, "move", id, { due: "2026-12-04", reason: "The auditors ask for a change first" });
    const call = { contact: dana, kind: "call", direction: "out", proactive: "yes", on: "2026-11-23", at: "10:00" };
    await house.submit(marta, "accounts.log", northwind, { ...call, said: "Terms", visibility: "internal" });
    const said = await press(anna, "told", id);
    expect(said).toContain("counts as a contact of yours");
    expect(said).toContain("Marta Silva was in touch with Dana Vogt too");
    await house.app.settle();
    expect(standing(marta)).toContain("Agree with");
  });

  test("is moved with a reason, the customer is told, and its clock begins anew", async () => {
    const { anna, marta, northwind } = house.company;
    await promise(anna, northwind);
    const id = await newest();
    expect(await press(anna, "told", id)).toContain("knows the new day already");
    const moved = { due: "2026-12-04", reason: "The auditors ask for a change first" };
    for (const form of ["move", "withdraw", "hand"])
      expect([form, (await house.open(anna, `promises.${form}`, id)).reply.kind]).toEqual([form, "form"]);
    expect(await submit(anna, "move", id, { ...moved, reason: "x" })).toContain("1 letters are too few");
    expect(await submit(anna, "move", id, { ...moved, due: "2026-11-27" })).toContain("due on 2026-11-27 already");
    const past = (await house.submit(anna, "promises.move", id, { ...moved, due: "2026-11-02" })).reply;
    const day = (on: string): unknown => ({ date: new Date(`${on}T00:00:00Z`), style: "day" });
    const due = expect.arrayContaining([day("2026-11-02"), day("2026-11-24")]) as unknown;
    expect(past).toMatchObject({ kind: "invalid", fields: { due } });
    expect(await submit(anna, "move", id, moved)).toContain("tell Northwind GmbH");
    expect(await list(marta)).toContain("doesn't know yet that it is moved");
    await house.at(WEDNESDAY);
    expect(standing(anna)).toBe("");
    expect(wordsOf(await house.command(anna, "/tandem today"))).toContain("doesn't know yet that it is moved");
    expect(await press(anna, "told", id)).toContain("counts as a contact of yours");
    expect(await list(marta)).not.toContain("doesn't know yet");
    expect(
      await house.rows("select direction, proactive from timeline where account_id = $1 and kind = 'promise-told'", [
        northwind,
      ]),
    ).toEqual([{ direction: "out", proactive: true }]);
    await house.at("2026-12-02T08:05:00Z");
    expect(standing(anna)).toContain("Due soon");
    expect(standing(anna)).toContain("The auditors ask for a change first");
  });

  test("moved once it was broken isn't called broken any more, nor due soon", async () => {
    const { anna, olga, northwind } = house.company;
    await promise(anna, northwind);
    const id = await newest();
    for (const at of [WEDNESDAY, MONDAY, MONDAY_EVENING]) await house.at(at);
    expect(standing(anna)).toContain("Broken: a promise to Northwind GmbH");
    expect(standing(anna)).not.toContain("Due soon");
    await submit(anna, "move", id, { due: "2026-12-11", reason: "The auditors ask for a change first" });
    await house.app.settle();
    for (const who of [anna, olga]) {
      expect(standing(who)).toContain("Promise to Northwind GmbH");
      expect(standing(who)).not.toMatch(/Due soon|[Bb]roken/);
    }
  });

  test("is withdrawn with a reason only, and then nobody is reminded", async () => {
    const { anna, northwind } = house.company;
    await promise(anna, northwind);
    const id = await newest();
    expect(await submit(anna, "withdraw", id, { reason: "  " })).toContain("it is empty");
    expect(await submit(anna, "withdraw", id, { reason: "They use another tool now" })).toContain("Withdrawn");
    expect(await submit(anna, "move", id, { due: "2026-12-04", reason: "Because of it" })).toContain(
      "withdrew the promise to Northwind GmbH",
    );
    await house.at(MONDAY);
    expect(standing(anna)).toBe("");
  });
});

describe("who keeps it", () => {
  test("is a colleague, who hears of it, reads it without having the account, and keeps it", async () => {
    const { anna, jonas, kim, northwind } = house.company;
    expect(await promise(anna, northwind, { owner: kim.id })).toContain("Kim Lee keeps the promise");
    await house.app.settle();
    const id = await newest();
    expect(standing(kim)).toContain(EXPORT);
    expect(await list(kim)).toContain(EXPORT);
    expect(await press(jonas, "keep", id)).toContain("isn't yours to see");
    expect(await press(kim, "keep", id)).toContain("Kept.");
  });

  test("may hand it over, and who gets it is reminded", async () => {
    const { anna, marta, kim, northwind } = house.company;
    await promise(anna, northwind);
    const id = await newest();
    expect(await submit(anna, "hand", id, { owner: anna.id })).toContain("can't be chosen here");
    expect(await submit(anna, "hand", id, { owner: kim.id })).toContain("Kim Lee keeps the promise");
    await house.at(WEDNESDAY);
    expect(standing(kim)).toContain("Due soon");
    expect(standing(anna)).toBe("");
    expect(await submit(kim, "hand", id, { owner: marta.id })).toContain("Marta Silva keeps");
    expect(await press(kim, "keep", id)).toContain("isn't yours to see");
  });

  test("has left: whoever leads there is told instead", async () => {
    const { anna, kim, olga, northwind } = house.company;
    await promise(anna, northwind, { owner: kim.id });
    await house.rows("update person set active = false where id = $1", [kim.id]);
    await house.at(WEDNESDAY);
    expect(standing(olga)).toContain("Due soon: a promise to Northwind GmbH");
    expect(await press(olga, "keep", await newest())).toContain("Kept.");
  });

  test("is away: the cover is told, and may press", async () => {
    const { anna, ben, northwind } = house.company;
    await promise(anna, northwind);
    await house.rows(
      "insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at) values ($1, $2, $3, $4, '2026-11-25', '2026-12-02', $3, $5)",
      [house.company.organisation, ids.next(), anna.id, ben.id, new Date(TUESDAY)],
    );
    await house.at(WEDNESDAY);
    expect(standing(ben)).toContain("Due soon");
    expect(await press(ben, "keep", await newest())).toContain("Kept.");
  });
});

describe("a promise that can't be", () => {
  const BAD: readonly (readonly [string, Record<string, string>, string])[] = [
    ["nothing", { words: " \u200b \u202e " }, "it is empty"],
    ["ten thousand letters", { words: "x".repeat(10_000) }, "10000 letters are too many. Use at most 500"],
    ["a price", { words: "Ten more seats for 4,000 €" }, "names a price"],
    ["no day", { due: "" }, "is not a day"],
    ["a day that isn't", { due: "2026-02-31" }, "“2026-02-31” is not a day"],
    ["a day as Germans write it", { due: "31.02." }, "“31.02.” is not a day"],
    ["yesterday", { due: "2026-11-23" }, "2026-11-23 is past. Choose 2026-11-24 or a later day"],
    ["in ten years", { due: "2036-11-23" }, "too far ahead"],
    ["an owner that isn't one", { owner: "x" }, "“x” can't be chosen here"],
    ["no owner", { owner: "" }, "Nothing is chosen yet"],
    ["somebody of another customer", { contact: "01900000-0000-7000-8000-000000000001" }, "can't be chosen here"],
  ];
  test("is refused with the field, the value and what is allowed, and nothing is kept", async () => {
    const { anna, northwind } = house.company;
    for (const [what, more, said] of BAD)
      expect([what, await promise(anna, northwind, more)]).toEqual([what, expect.stringContaining(said)]);
    expect(await house.rows("select 1 from promise")).toEqual([]);
    expect(await house.rows("select 1 from timeline where kind like 'promise-%'")).toEqual([]);
  });

  test("is kept in letters: nothing that somebody writes comes alive", async () => {
    const { anna, kim, northwind } = house.company;
    await promise(anna, northwind, {
      owner: kim.id,
      words: "<!channel> =HYPERLINK(1) xoxb-1-2 \u202Eevil\u202C مرحبا *b* <https://x.example|y>",
    });
    await house.app.settle();
    expect(standing(kim)).toContain("<!channel> =HYPERLINK(1) xoxb-1-2 evil مرحبا *b* <https://x.example|y>");
  });

  test("isn't made by who doesn't work with the customer, nor to one that has left", async () => {
    const { anna, ben, ada, northwind } = house.company;
    expect(await promise(ben, northwind)).toContain("Tell Anna Kurz");
    expect(await promise(ada, northwind)).toContain("Tell Anna Kurz");
    await house.rows("update account set lifecycle_stage = 'churned' where id = $1", [northwind]);
    expect(await promise(anna, northwind)).toContain("no customer any more");
    expect(await house.rows("select 1 from promise")).toEqual([]);
  });
});

describe("what a customer waits for", () => {
  test("stands on its card for who may read it, and not for others", async () => {
    const { anna, ben, northwind } = house.company;
    await promise(anna, northwind);
    const shown = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/account northwind"));
    expect(await shown(anna)).toContain("1 promise is open");
    expect(await shown(anna)).toContain(EXPORT);
    expect(await shown(ben)).not.toContain(EXPORT);
    expect(await timeline(ben)).not.toContain(EXPORT);
    expect(await list(ben)).not.toContain(EXPORT);
  });

  test("is told the meeting of CSM and AM once it is broken", async () => {
    const { anna, northwind, contoso } = house.company;
    await promise(anna, northwind);
    await promise(anna, northwind, { due: "2026-12-11", words: "A training" });
    const { db } = house.app;
    const broken = (day: string) =>
      db.write(house.company.organisation, (tx) => brokenPromises(tx, [northwind, contoso], fixedDate(day)));
    expect(await broken("2026-11-27")).toEqual([]);
    expect(await broken("2026-11-29")).toMatchObject([{ words: EXPORT, daysLate: 2, account: northwind }]);
    const open = await db.write(house.company.organisation, (tx) =>
      openPromises(tx, [northwind], fixedDate("2026-11-29")),
    );
    expect(open.map(({ daysLate }) => daysLate)).toEqual([2, -12]);
  });

  test("goes with it into the customer it is merged into", async () => {
    const { anna, northwind, adatum } = house.company;
    await promise(anna, northwind);
    await house.rows("update account set merged_into = $2 where id = $1", [northwind, adatum]);
    expect(wordsOf(await house.command(anna, "/account adatum"))).toContain(EXPORT);
    await house.at(WEDNESDAY);
    expect(standing(anna)).toContain("Due soon: a promise to Adatum");
    expect(await press(anna, "keep", await newest())).toContain("timeline of Adatum");
  });

  test("ends when they leave, and goes on when they are back after all", async () => {
    const { anna, northwind } = house.company;
    await promise(anna, northwind);
    const id = await newest();
    const stage = async (to: string, more: Record<string, string> = {}): Promise<string> =>
      wordsOf(
        await house.submit(anna, "accounts.stage", northwind, { stage: to, reason: "So says their buyer", ...more }),
      );
    await stage("churned", { churn: "service/support" });
    expect(await house.rows("select closed_as from promise where id = $1", [id])).toEqual([{ closed_as: "left" }]);
    await house.at(WEDNESDAY);
    expect(standing(anna)).not.toContain("Due soon");
    await stage("value");
    expect(await house.rows("select closed_as from promise where id = $1", [id])).toEqual([{ closed_as: null }]);
    await house.at(MONDAY);
    expect(standing(anna)).toContain("Broken");
  });
});

describe("in the morning", () => {
  test("a CSM reads what is due and broken, an AM and a manager what is broken, ticked once it is kept", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
    await house.app.settle();
    await promise(anna, northwind);
    await promise(anna, northwind, { due: "2027-03-01", words: "A far day" });
    await house.at("2026-11-25T07:05:00Z");
    expect(standing(anna)).toContain("Promises to keep");
    expect(standing(anna)).toContain(EXPORT);
    expect(standing(anna)).not.toContain("A far day");
    expect(standing(marta)).not.toContain(EXPORT);
    await house.at("2026-11-30T07:05:00Z");
    for (const who of [anna, marta, olga]) expect(standing(who)).toContain("days late");
    await press(anna, "keep", await newestBroken());
    await house.app.settle();
    expect(standing(marta)).toContain("Anna Kurz kept the promise");
  });

  const digests = async (): Promise<void> => {
    await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
    await house.app.settle();
  };
  const newestDigest = (who: TestPerson): string =>
    house.standingWith(who).findLast((card) => card.includes("Your day") || card.includes("Your team")) ?? "";

  test("what is due today is said with its words, and so is what broke, though it stood there the morning before", async () => {
    const { anna, northwind } = house.company;
    await digests();
    await promise(anna, northwind);
    for (const [due, words] of [
      ["2026-11-24", "The first"],
      ["2026-11-25", "The second"],
      ["2026-11-26", "The third"],
    ] as const)
      await promise(anna, northwind, { due, words });
    await house.at("2026-11-25T07:05:00Z");
    expect(newestDigest(anna)).toContain(`by 2026-11-27: ${EXPORT}`);
    await house.at("2026-11-26T07:05:00Z");
    expect(newestDigest(anna)).toContain("As on 2026-11-25: 1 promise");
    expect(newestDigest(anna)).not.toContain(EXPORT);
    await promise(anna, northwind, { due: "2026-11-26", words: "The fourth" });
    await promise(anna, northwind, { due: "2026-11-26", words: "The fifth" });
    await house.at("2026-11-27T07:05:00Z");
    expect(newestDigest(anna)).toContain(`today: ${EXPORT}`);
    await house.at("2026-11-30T07:05:00Z");
    expect(newestDigest(anna)).toContain(`3 days late, due 2026-11-27: ${EXPORT}`);
  });

  test("what falls due on days off is said on the working day before them", async () => {
    const { anna, northwind } = house.company;
    await digests();
    await house.at("2026-11-25T09:00:00Z");
    await promise(anna, northwind, { due: "2026-11-29" });
    for (const day of ["2026-11-26", "2026-11-27"]) await house.at(`${day}T07:05:00Z`);
    expect(newestDigest(anna)).toContain(`by 2026-11-29: ${EXPORT}`);
  });

  test("what others keep is counted apart from one's own, without Kept to press", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await digests();
    await promise(anna, northwind, { due: "2026-11-24" });
    await promise(marta, northwind, { due: "2026-11-25", owner: marta.id, words: "The terms in writing" });
    await house.at("2026-11-25T07:05:00Z");
    expect(newestDigest(marta)).toContain("1 promise, 1 promise to your customers");
    expect(newestDigest(marta)).toContain("kept by others");
    expect(newestDigest(olga)).toContain("1 broken promise");
    expect(newestDigest(olga)).not.toContain("Promises to keep");
  });
});

async function newestBroken(): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from promise where words = $1", [EXPORT]);
  return row?.id ?? "";
}

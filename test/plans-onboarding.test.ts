import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, type TestPerson } from "./helpers/company.ts";
import { inhabit, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const TUESDAY = new Date("2026-11-24T09:00:00Z");
const BASICS = { product: "Basics", "kick-off": "3", "go-live": "20", "first-value": "40" };

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
beforeEach(async () => {
  house = await inhabit(house);
  house.clock.set(TUESDAY);
});
afterAll(() => house.stop());

const set = async (who: TestPerson, more: Record<string, string> = {}): Promise<string> =>
  wordsOf(await house.submit(who, "checkins.template", "", { ...BASICS, ...more }));
const start = async (product = "basics"): Promise<string> =>
  wordsOf(await house.submit(house.company.anna, "checkins.start", house.company.northwind, { product }));
const shown = async (who: TestPerson, words: string): Promise<string> =>
  wordsOf(await house.command(who, `/tandem onboarding ${words}`));
const rows = <T extends object>(sql: string): Promise<T[]> =>
  house.app.db.read(house.company.organisation, (tx) => tx.rows<T>(sql));
async function at(instant: string): Promise<void> {
  house.clock.set(new Date(instant));
  await house.app.settle();
}

describe("the onboarding of a product", () => {
  test("goes by its template, with its steps; another product goes by the segment", async () => {
    const { anna, olga } = house.company;
    expect(await shown(olga, "templates")).toContain("No product has a template yet");
    expect(await set(olga, { steps: "Train the buyers: 30\n\nData import： 10" })).toContain("goes by it");
    expect(await shown(olga, "vorlagen")).toContain(
      "Basics: kick-off on day 3, go-live on day 20, first value on day 40, and 2 steps",
    );
    expect(await start("BASICS")).toContain("kick-off on 2026-11-27");
    const plan = await shown(anna, "northwind");
    for (const line of ["Go-live: 2026-12-14", "First value: 2027-01-03", "Data import: 2026-12-04"])
      expect(plan).toContain(line);
    expect(await start("Archive")).toContain("kick-off on 2026-12-04");
  });

  test("has steps that are ticked once, by who runs it", async () => {
    const { anna, olga, marta, jonas } = house.company;
    await set(olga, { steps: "Data import: 10" });
    await start();
    const [step] = await rows<{ id: string }>("select id from onboarding_step");
    const tick = async (who: TestPerson): Promise<string> =>
      wordsOf(await house.press(who, "checkins.step", step?.id ?? ""));
    expect(await tick(marta)).toContain("Only the Customer Success Manager");
    expect(await tick(jonas)).toContain("Only the Customer Success Manager");
    expect(await tick(anna)).toContain("Data import is done at Northwind GmbH");
    expect(await tick(anna)).toContain("done already");
    expect(await shown(anna, "northwind")).toContain("✓ Data import: 2026-11-24");
    expect(wordsOf(await house.command(anna, "/tandem timeline northwind"))).toContain(
      "noted a step of the onboarding",
    );
  });

  test("that stands still is told by the template's days", async () => {
    const { anna, olga } = house.company;
    await set(olga);
    await start();
    await at("2026-12-10T08:05:00Z");
    expect(house.standingWith(anna).join("\n")).not.toContain("stands still");
    await at("2026-12-11T08:05:00Z");
    expect(house.standingWith(anna).join("\n")).toContain("stands still");
  });

  test("keeps the days of a plan that is open, whatever becomes of its template", async () => {
    const { anna, olga } = house.company;
    await set(olga);
    await start();
    await set(olga, { product: "bAsIcS", "kick-off": "9" });
    expect(await rows("select product, kick_off from onboarding_template")).toEqual([
      { product: "Basics", kick_off: 9 },
    ]);
    expect(await shown(anna, "northwind")).toContain("Kick-off: 2026-11-27");
    const [template] = await rows<{ id: string }>("select id from onboarding_template");
    const change = (product: string) =>
      house.submit(olga, "checkins.template-change", template?.id ?? "", { ...BASICS, product });
    expect((await house.open(olga, "checkins.template-change", template?.id ?? "")).reply.kind).toBe("form");
    await change("Archive");
    expect(await rows("select product from onboarding_template")).toEqual([{ product: "Archive" }]);
  });
});

describe("a product", () => {
  const sold = (account: AccountId, product: string): Promise<void> =>
    house.app.db.write(house.company.organisation, (tx) =>
      addContract(tx, account, { product, arrMinor: 1_000_000, renewsOn: "2027-06-01" }),
    );
  const begin = async (values: Record<string, string>): Promise<string> =>
    wordsOf(await house.submit(house.company.anna, "checkins.start", house.company.northwind, values));

  test("is chosen of those that are sold or have a template, the customer's own first", async () => {
    const { anna, olga, northwind, contoso } = house.company;
    await sold(contoso, "Archive");
    await sold(northwind, "Payroll");
    await set(olga);
    const opened = (await house.open(anna, "checkins.start", northwind)).reply;
    if (opened.kind !== "form") throw new Error(opened.kind);
    const [field] = opened.form.fields;
    if (field?.kind !== "choice") throw new Error("no choice");
    expect(field.options.map(({ value }) => value)).toEqual(["Payroll", "Archive", "Basics"]);
    expect(await begin({ product: "Payroll" })).toContain("The onboarding of Payroll");
    expect(await begin({ other: "pAyRoLl" })).toContain("of Payroll is open at Northwind GmbH already");
  });

  test("that isn't known is answered by those that are near, and nothing is started", async () => {
    const { contoso, olga } = house.company;
    await sold(contoso, "Archive");
    await sold(contoso, "Archive Plus");
    expect(await begin({ other: "Archiv" })).toContain(
      "I don't know a product called “Archiv”. Did you mean Archive or Archive Plus?",
    );
    expect(await begin({ product: "Archive", other: "Basics" })).toContain("wrote “Basics” as well");
    expect(await begin({})).toContain("Write what they begin with");
    expect(await rows("select 1 from onboarding")).toEqual([]);
    expect(await set(olga, { product: "", other: "Archiv" })).toContain(
      "I didn't know this product; if you meant Archive or Archive Plus, change the template",
    );
    expect(await begin({ other: "archiv" })).toContain("The onboarding of Archiv at");
    expect(await begin({ other: "Wholly new" })).toContain("The onboarding of Wholly new at");
  });

  test("of a template is changed by writing another", async () => {
    const { contoso, olga } = house.company;
    await sold(contoso, "Archive");
    await set(olga);
    const [template] = await rows<{ id: string }>("select id from onboarding_template");
    await house.submit(olga, "checkins.template-change", template?.id ?? "", { ...BASICS, other: "archive" });
    expect(await rows("select product from onboarding_template")).toEqual([{ product: "Archive" }]);
  });
});

describe("the onboardings that are open", () => {
  test("are listed, what stands still first, since when, why and whose", async () => {
    const { anna, ben, olga, kim, contoso } = house.company;
    expect(await shown(anna, "")).toContain("No onboarding is open that you may read");
    await set(olga);
    await start("Basics");
    house.clock.set(new Date("2026-12-05T09:00:00Z"));
    await house.submit(ben, "checkins.start", contoso, { product: "Archive" });
    await at("2026-12-12T09:00:00Z");
    const words = await shown(olga, "");
    expect(words).toContain("1 onboarding stands still");
    expect(words).toContain(
      "Northwind GmbH, Basics: stands still since 2026-12-11. Kick-off was planned for 2026-11-27 (Anna Kurz)",
    );
    expect(words).toContain("Archive: next comes Kick-off on 2026-12-15 (Ben Ito)");
    expect(words.indexOf("Northwind")).toBeLessThan(words.indexOf("Archive"));
    expect(words).toContain("/tandem onboarding templates");
    const own = await shown(anna, "");
    expect(own).toMatch(/planned for 2026-11-27(?! \()/);
    expect(own).not.toMatch(/Archive|onboarding templates/);
    expect(await shown(kim, "")).toContain("No onboarding is open that you may read");
  });

  test("are named up to a cap, and the others counted", async () => {
    const { anna, contoso, northwind } = house.company;
    for (const letter of "abcdefghijklmnop")
      await house.submit(anna, "checkins.start", northwind, { product: letter.repeat(6) });
    expect(contoso).toBeDefined();
    const words = await shown(anna, "");
    expect(words).toContain("16 onboardings go on");
    expect(words).toContain("Not shown: 1 more");
  });

  test("are named by the help, and so are the templates", async () => {
    const help = await house.command(house.company.anna, "/tandem help more");
    expect(JSON.stringify(help.reply)).toMatch(/onboardings that are open.*templates/);
  });
});

describe("a template", () => {
  const BAD: readonly (readonly [Record<string, string>, string])[] = [
    [{ product: " " }, "Write what they begin with"],
    [{ product: "x".repeat(10_000) }, "Write what they begin with"],
    [{ "kick-off": "" }, "“” isn't a day of it. Write a whole number from 0 to 730"],
    [{ "kick-off": "-1" }, "“-1” isn't a day"],
    [{ "kick-off": "NaN" }, "“NaN” isn't a day"],
    [{ "first-value": "731" }, "“731” isn't a day"],
    [{ "first-value": "1.5" }, "“1.5” isn't a day"],
    [{ "go-live": "2" }, "Day 2 is before the milestone that comes first"],
    [{ "first-value": "19" }, "Day 19 is before"],
    [{ steps: "Data import" }, "“Data import” isn't a step with its day"],
    [{ steps: "Data import: soon" }, "isn't a step with its day"],
    [{ steps: "a: 1\nA: 2" }, "“A” is there twice"],
    [
      { steps: Array.from({ length: 9 }, (_, n) => `s${String(n)}: 1`).join("\n") },
      "9 steps are too many. Use at most 8",
    ],
    [{ steps: `${"x".repeat(81)}: 1` }, "81 letters are too many"],
  ];
  test("that can't be is refused with the value and what is allowed, and nothing is kept", async () => {
    const { olga } = house.company;
    for (const [more, said] of BAD)
      expect([more, await set(olga, more)]).toEqual([more, expect.stringContaining(said)]);
    expect(await rows("select 1 from onboarding_template")).toEqual([]);
  });

  test("is set by managers and administrators alone, and removed by them", async () => {
    const { anna, marta, kim, ada, olga } = house.company;
    for (const who of [anna, marta, kim]) expect(await set(who)).toContain("Only managers and administrators");
    expect(await set(ada)).toContain("Saved");
    const [template] = await rows<{ id: string }>("select id from onboarding_template");
    const remove = async (who: TestPerson): Promise<string> =>
      wordsOf(
        await house.app.handle({
          ...{ kind: "press", action: { name: "checkins.template-remove", subject: template?.id ?? "" } },
          ...{ choice: template?.id ?? "", contentKey: `remove ${who.id}`, replyTo: {} },
          ...{ place: { conversation: "C0ANYWHERE", private: false } },
          sender: {
            platform: "slack",
            workspace: house.company.workspace,
            user: who.user,
            home: house.company.workspace,
          },
        }),
      );
    expect(await remove(kim)).toContain("Only managers and administrators");
    expect(await remove(olga)).toContain("goes by the customer's segment");
    expect(await rows("select 1 from onboarding_template")).toEqual([]);
    const audit = await rows<{ action: string }>("select action from audit where action like 'checkins.template%'");
    expect(audit.map(({ action }) => action).toSorted()).toEqual(["checkins.template", "checkins.template-remove"]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId } from "../src/kernel/ids.ts";
import { forgetFeedback } from "../src/features/privacy/retention-store.ts";
import { addContract, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { feedbackIn, type FeedbackHouse } from "./helpers/feedback-house.ts";
import { type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys } from "./helpers/survey-house.ts";

let running: RunningApp;
let house: FeedbackHouse;
beforeAll(async () => {
  running = await runSurveys();
});
beforeEach(async () => {
  house = await feedbackIn(running);
});
afterAll(() => running.stop());

const SLOW = "Search is slow on Mondays.";
const inProduct = (): string => house.inProduct().join("\n");
const withAnna = (): string => house.standingWith(house.company.anna).join("\n");

async function give(who: TestPerson, account: AccountId, more: Record<string, string> = {}): Promise<string> {
  const values = { theme: "speed", product: "-", words: SLOW, ...more };
  return wordsOf(await house.submit(who, "feedback.give", account, values));
}

describe("what a customer says", () => {
  test("goes from their answer to product, is joined by another customer's, ships, is told, and stands on the timeline", async () => {
    const { company } = house;
    const { survey, account, name } = await house.commented("Dana Vogt", "Dana's word: search is slow on Mondays.");
    await house.change((tx) => addContract(tx, account, { arrMinor: 4_800_000 }));
    expect(withAnna()).toContain("About: speed");

    const opened = await house.open(company.anna, "feedback.pass", survey);
    if (opened.reply.kind !== "form") throw new Error(wordsOf(opened));
    const [theme, , words] = opened.reply.form.fields;
    expect([theme, words]).toMatchObject([
      { initial: "speed" },
      { initial: "Dana's word: search is slow on Mondays." },
    ]);

    const named = await house.submit(company.anna, "feedback.pass", survey, {
      theme: "speed",
      product: "-",
      words: "Dana's word: search is slow on Mondays.",
    });
    expect(wordsOf(named)).toContain("names somebody at the customer");
    expect(house.inProduct()).toEqual([]);

    await house.rows(
      `insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at, left_on)
       values ($1, gen_random_uuid(), $2, 'Aaron Quist', 'csv', '2025-01-01', '2025-01-01', '2025-06-01')`,
      [company.organisation, account],
    );
    const gone = { theme: "speed", product: "-", words: "Aaron Quist said that search is slow." };
    expect(wordsOf(await house.submit(company.anna, "feedback.pass", survey, gone))).toContain(
      "names somebody at the customer",
    );
    expect(house.inProduct()).toEqual([]);

    const confirmed = { theme: "speed", product: "-", words: SLOW };
    const passed = wordsOf(await house.submit(company.anna, "feedback.pass", survey, confirmed));
    expect(passed).toContain("Passed on to #product as a new card: speed.");
    expect(wordsOf(await house.submit(company.anna, "feedback.pass", survey, confirmed))).toContain("already");
    await house.app.settle();
    expect(house.inProduct()).toHaveLength(1);
    expect(inProduct()).toContain("1 customer says this.");
    expect(inProduct()).toContain(SLOW);
    expect(inProduct()).not.toMatch(/Dana Vogt(?! Ltd)/);
    expect(inProduct()).not.toContain("48,000");
    expect(withAnna()).toContain("Passed on to product");

    expect(await give(company.ben, company.contoso, { words: "Reports take ages." })).toContain("2 customers");
    await house.app.settle();
    expect(house.inProduct()).toHaveLength(2);
    expect(inProduct()).toContain("2 customers say this.");
    expect(inProduct()).toContain("Contoso Ltd says more about: speed");

    const item = await house.item();
    expect(wordsOf(await house.inChannel(company.kim).press("feedback.plan", item))).toContain("is planned");
    const shipped = await house.inChannel(company.kim).submit("feedback.ship", item, {
      note: "Search now answers within a second.",
      place: "Settings, Search",
    });
    expect(wordsOf(shipped)).toContain("the 2 customers tells them");
    await house.app.settle();
    expect(inProduct()).toContain("Shipped, said Kim Lee");
    expect(inProduct()).toContain("0 of 2 customers told");
    expect(withAnna()).toContain("Search now answers within a second.");
    expect(withAnna()).toContain("Dana Vogt said");
    expect(house.standingWith(company.ben).join("\n")).toContain("Tell Contoso Ltd");

    const tell = await house.tell(account);
    const [dana] = await house.rows<{ id: string }>("select id from contact where account_id = $1", [account]);
    expect((await house.open(company.anna, "feedback.told", tell)).reply.kind).toBe("form");
    await house.rows(
      `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
       values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out', $6)`,
      [company.organisation, ids.next(), account, house.clock.now(), dana?.id, company.marta.id],
    );
    const toldThem = wordsOf(
      await house.submit(company.anna, "feedback.told", tell, { contact: dana?.id ?? "", kind: "call" }),
    );
    expect(toldThem).toContain("knows");
    expect(toldThem).toContain("Marta Silva was in touch with Dana Vogt too");
    expect(
      wordsOf(await house.submit(company.anna, "feedback.told", tell, { contact: dana?.id ?? "", kind: "call" })),
    ).toContain("Anna Kurz told");
    await house.app.settle();
    expect(inProduct()).toContain("1 of 2 customers told");
    expect(
      await house.rows(
        "select kind, direction, proactive, summary from timeline where account_id = $1 and contact_id = $2 and kind = 'call'",
        [account, dana?.id],
      ),
    ).toEqual([{ kind: "call", direction: "out", proactive: true, summary: "Search now answers within a second." }]);
    const timeline = wordsOf(await house.command(company.anna, `/tandem timeline ${name} Ltd`));
    for (const line of [
      "passed on to product what they say about speed",
      "planned what they asked for",
      "shipped what they asked for",
      "called Dana Vogt",
    ])
      expect(timeline).toContain(line);
  });
});

describe("passing on", () => {
  const BAD: readonly (readonly [string, Record<string, string>, string])[] = [
    ["nothing", { words: "  \u200b " }, "it is empty"],
    ["ten thousand letters", { words: "x".repeat(10_000) }, "10000 letters are too many. Use at most 3,000"],
    ["a price", { words: "They pay 4,000 € a year" }, "is a price or a discount"],
    ["an address", { words: "Ask dana@northwind.example" }, "somebody's address"],
    ["a theme that isn't one", { theme: "weather" }, "“weather” can't be chosen here"],
    ["no theme", { theme: "" }, "Nothing is chosen yet"],
    ["a product that nobody sells", { product: "Barn" }, "“Barn” can't be chosen here"],
    ["somebody of another customer", { contact: "01900000-0000-7000-8000-000000000001" }, "can't be chosen here"],
  ];
  test("refuses what product may not get or can't use, with a sentence, and keeps nothing", async () => {
    for (const [what, more, said] of BAD)
      expect([what, await give(house.company.anna, house.company.northwind, more)]).toEqual([
        what,
        expect.stringContaining(said),
      ]);
    expect(await house.rows("select 1 from feedback_item")).toEqual([]);
  });

  test("keeps letters letters: nothing that somebody writes comes alive", async () => {
    const words = "<!channel> <@U1> =HYPERLINK(1) xoxb-1-2 @everyone \u202Eevil\u202C مرحبا *b* <https://x.example|y>";
    await give(house.company.anna, house.company.northwind, { words });
    await house.app.settle();
    expect(inProduct()).toContain(
      "<!channel> <@U1> =HYPERLINK(1) xoxb-1-2 @everyone evil مرحبا *b* <https://x.example|y>",
    );
    const drawn = house.slack.calls
      .map((call) => JSON.stringify(call.drawn.card))
      .find((card) => card.includes("xoxb"));
    expect(drawn).not.toMatch(/"(?:link|mention)":"?[^}]*(?:U1|x\.example)/);
    expect(inProduct()).not.toContain("\u202E");
  });

  test("is for those who work with the customer", async () => {
    const { ben, kim, ada, marta, olga, northwind } = house.company;
    expect(await give(ben, northwind)).toContain("Only those who work with Northwind GmbH");
    expect(await give(kim, northwind)).toContain("Only those who work with Northwind GmbH");
    expect(await give(ada, northwind)).toContain("Only those who work with Northwind GmbH");
    expect(await give(marta, northwind)).toContain("as a new card");
    expect(await give(olga, northwind, { words: "Mondays are the worst." })).toContain("1 customer says this now");
  });

  test("of an answer is for those who may read it", async () => {
    const { survey } = await house.commented("Erik Lund", "Too slow.");
    const { ben, kim, ada, marta } = house.company;
    for (const who of [ben, kim, ada])
      expect(wordsOf(await house.open(who, "feedback.pass", survey))).toContain("no comment any more");
    expect((await house.open(marta, "feedback.pass", survey)).reply.kind).toBe("form");
  });

  test("twice at once, from two people, is one item with one card", async () => {
    const { anna, ben, northwind, contoso } = house.company;
    await Promise.all([give(anna, northwind), give(ben, contoso, { words: "Slow exports." }), give(anna, northwind)]);
    await house.app.settle();
    expect(await house.rows("select state from feedback_item")).toEqual([{ state: "open" }]);
    expect(await house.rows("select 1 from feedback")).toHaveLength(2);
    expect(house.inProduct()).toHaveLength(2);
    expect(inProduct()).toContain("2 customers say this.");
  });

  test("more of one customer stands beside what they said before, and product reads that it came", async () => {
    const { anna, northwind, kim } = house.company;
    await give(anna, northwind);
    await house.app.settle();
    for (const words of ["Exports are slow.", "Reports are slow."]) await give(anna, northwind, { words });
    await house.app.settle();
    const [item = "", ...joined] = house.inProduct();
    expect(item).toContain("Reports are slow.");
    expect(item).toContain("before that: “Exports are slow.”");
    expect(item).toContain("and 1 earlier one");
    expect(item).not.toContain(SLOW);
    expect(joined).toHaveLength(2);
    expect(joined.join("\n")).toContain("Northwind GmbH says more about: speed");
    const read = wordsOf(await house.inChannel(kim).press("feedback.show", await house.item()));
    for (const words of ["Reports are slow.", "Exports are slow.", SLOW]) expect(read).toContain(words);
  });

  test("of another theme or another product is another item", async () => {
    const { anna, northwind } = house.company;
    await house.change((tx) => addContract(tx, northwind, { arrMinor: 100 }));
    await house.rows("update contract set product = 'Warehouse' where account_id = $1", [northwind]);
    await give(anna, northwind);
    await give(anna, northwind, { product: "Warehouse" });
    await give(anna, northwind, { theme: "usability" });
    expect(await house.rows("select theme, product from feedback_item order by opened_at, id")).toEqual([
      { theme: "speed", product: "" },
      { theme: "speed", product: "Warehouse" },
      { theme: "usability", product: "" },
    ]);
  });
});

describe("what becomes of it", () => {
  async function passed(): Promise<string> {
    const { anna, ben, northwind, contoso } = house.company;
    await give(anna, northwind);
    await give(ben, contoso, { words: "Reports take ages." });
    await house.app.settle();
    return house.item();
  }
  const SHIPPED = { note: "Search is fast.", place: "" };

  test("is for product to say, and for a manager; who looks after the customer hears of it", async () => {
    const item = await passed();
    const { anna, marta, olga, ben } = house.company;
    for (const who of [anna, marta, ben])
      expect(wordsOf(await house.inChannel(who).submit("feedback.ship", item, SHIPPED))).toContain("Product says");
    expect(await house.rows("select state from feedback_item")).toEqual([{ state: "open" }]);
    expect(wordsOf(await house.press(olga, "feedback.plan", item))).toContain("is planned");
    expect(wordsOf(await house.inChannel(house.company.kim).press("feedback.plan", item))).toContain(
      "Olga Orlova said",
    );
  });

  test("of a colleague in another channel stays hidden, and of one in the product channel is taken once", async () => {
    const item = await passed();
    const { kim } = house.company;
    await house.rows("delete from channel_member where user_id = $1", [kim.user]);
    expect(wordsOf(await house.press(kim, "feedback.show", item))).toContain("can't find that feedback");
    const both = await Promise.all([
      house.inChannel(kim).submit("feedback.ship", item, SHIPPED),
      house.inChannel(kim).submit("feedback.decline", item, { reason: "We won't, for years." }),
    ]);
    expect(both.map(wordsOf).filter((said) => said.startsWith("Noted"))).toHaveLength(1);
    expect(both.map(wordsOf).filter((said) => said.includes("Kim Lee said on"))).toHaveLength(1);
  });

  test("needs to be said in words", async () => {
    const item = await passed();
    const { submit } = house.inChannel(house.company.kim);
    expect(wordsOf(await submit("feedback.ship", item, { note: " " }))).toContain("it is empty");
    expect(wordsOf(await submit("feedback.ship", item, { note: "x", place: "y".repeat(301) }))).toContain(
      "at most 300",
    );
    expect(wordsOf(await submit("feedback.decline", item, { reason: "no" }))).toContain("at least 10");
    expect(await house.rows("select state, note from feedback_item")).toEqual([{ state: "open", note: null }]);
  });

  test("not planned, is told to whoever looks after each customer, with the reason", async () => {
    const item = await passed();
    const reason = "The old search goes away in spring.";
    const said = await house.inChannel(house.company.kim).submit("feedback.decline", item, { reason });
    expect(wordsOf(said)).toContain("the 2 customers hears why");
    await house.app.settle();
    expect(withAnna()).toContain("Northwind GmbH: speed isn't planned");
    expect(withAnna()).toContain(reason);
    expect(house.standingWith(house.company.ben).join("\n")).toContain(reason);
    expect(await give(house.company.anna, house.company.northwind, { words: "Still slow." })).toContain(
      "as a new card",
    );
  });

  test("is audited and stands on each customer's timeline", async () => {
    const item = await passed();
    const { press, submit } = house.inChannel(house.company.kim);
    await press("feedback.plan", item);
    await submit("feedback.ship", item, SHIPPED);
    expect(await house.rows("select action from audit where action like 'feedback.%' order by at, id")).toEqual(
      ["pass", "pass", "plan", "ship"].map((action) => ({ action: `feedback.${action}` })),
    );
    const kinds = await house.rows<{ kind: string }>(
      "select kind from timeline where account_id = $1 and kind like 'feedback-%' order by at, id",
      [house.company.contoso],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(["feedback-passed", "feedback-planned", "feedback-shipped"]);
  });
});

describe("telling the customer", () => {
  /** Northwind's task, of what shipped on Tuesday morning. */
  async function toTell(account: AccountId = house.company.northwind): Promise<string> {
    await give(house.company.anna, account);
    await house.inChannel(house.company.kim).submit("feedback.ship", await house.item(), { note: "Search is fast." });
    await house.app.settle();
    return house.tell(account);
  }

  test("is reminded when it is due, put off twice at most, and comes to a manager a working day later", async () => {
    const tell = await toTell();
    const { anna, olga } = house.company;
    await house.at("2026-11-26T07:59:00Z");
    expect(withAnna()).not.toContain("doesn't know yet");
    await house.at("2026-11-26T08:00:00Z");
    expect(withAnna()).toContain("Northwind GmbH doesn't know yet what shipped for them");
    const put = (choice: string) =>
      house.app.handle({
        ...house.asks(anna),
        kind: "press",
        action: { name: "feedback.snooze", subject: tell },
        choice,
      });
    expect(wordsOf(await put("next-day"))).toContain("2026-11-27 08:00");
    expect(wordsOf(await put("next-week"))).toContain("2026-11-30 08:00");
    expect(wordsOf(await put("next-week"))).toContain("put off twice already");
    await house.at("2026-11-30T08:00:00Z");
    expect(house.standingWith(olga).join("\n")).not.toContain("was to tell");
    await house.at("2026-12-01T08:00:00Z");
    expect(house.standingWith(olga).join("\n")).toContain("Anna Kurz was to tell Northwind GmbH");
  });

  test("stands in the morning's digest until it is done", async () => {
    const tell = await toTell();
    await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
    await house.app.settle();
    await house.at("2026-11-25T07:00:00Z");
    expect(withAnna()).toContain("Northwind GmbH: speed has shipped. Tell them by");
    expect(wordsOf(await house.press(house.company.anna, "feedback.not-needed", tell))).toContain("no need to tell");
    await house.at("2026-11-26T12:00:00Z");
    expect(withAnna()).not.toContain("doesn't know yet");
    expect(house.standingWith(house.company.anna).filter((each) => each.includes("Tell them by"))).toHaveLength(1);
  });

  test("is for those who look after the customer", async () => {
    const tell = await toTell();
    const { ben, kim, marta } = house.company;
    const told = { contact: "unlisted", kind: "email" };
    for (const who of [ben, kim])
      expect(wordsOf(await house.submit(who, "feedback.told", tell, told))).toMatch(/can't find|look after/);
    expect(wordsOf(await house.submit(marta, "feedback.told", tell, { contact: "", kind: "owl" }))).toContain(
      "“owl” can't be chosen",
    );
    const priced = { ...told, said: "It comes with the bundle for 12,000 EUR." };
    expect(wordsOf(await house.submit(marta, "feedback.told", tell, priced))).toContain("names a price");
    expect(wordsOf(await house.submit(marta, "feedback.told", tell, told))).toContain("knows");
  });

  test("goes to whoever leads where the CSM has left us", async () => {
    await give(house.company.anna, house.company.northwind);
    await house.rows("update person set active = false where id = $1", [house.company.anna.id]);
    await house.inChannel(house.company.kim).submit("feedback.ship", await house.item(), { note: "Search is fast." });
    await house.app.settle();
    expect(house.standingWith(house.company.olga).join("\n")).toContain("Tell Northwind GmbH");
  });

  test("is over when the customer leaves, and who has left isn't told at all", async () => {
    const tell = await toTell();
    const churn = async (account: AccountId): Promise<unknown> =>
      house.submit(house.company.anna, "accounts.stage", account, {
        stage: "churned",
        reason: "They went.",
        churn: "service/support",
      });
    await give(house.company.anna, house.company.adatum, { theme: "features", words: "No export." });
    const item = await house.item();
    await churn(house.company.northwind);
    await churn(house.company.adatum);
    const stages = await house.rows("select lifecycle_stage from account where name in ('Northwind GmbH', 'Adatum')");
    expect(stages).toEqual([{ lifecycle_stage: "churned" }, { lifecycle_stage: "churned" }]);
    await house.app.settle();
    expect(await house.rows("select closed_as from feedback_tell where id = $1", [tell])).toEqual([
      { closed_as: "left" },
    ]);
    const said = await house.inChannel(house.company.kim).submit("feedback.ship", item, { note: "Export is there." });
    expect(wordsOf(said)).toContain("No customer is left to be told");
    await house.app.settle();
    expect(inProduct()).toContain("Adatum (no customer any more)");
  });
});

describe("a customer merged into another", () => {
  test("counts once, and is told once", async () => {
    const { anna, northwind, adatum, kim } = house.company;
    await give(anna, northwind);
    await give(anna, adatum, { words: "Lists are slow." });
    await house.rows("update account set merged_into = $2 where id = $1", [adatum, northwind]);
    const item = await house.item();
    const shown = wordsOf(await house.press(anna, "feedback.show", item));
    expect(shown).toContain("1 customer says this.");
    expect(shown).toContain("the newest of 2");
    const shipped = await house.inChannel(kim).submit("feedback.ship", item, { note: "Search is fast." });
    expect(wordsOf(shipped)).toContain("the 1 customer tells them");
    expect(await house.rows("select account_id from feedback_tell")).toEqual([{ account_id: northwind }]);
    // Told of by the one that was merged, as before the merge.
    await house.rows("update feedback_tell set account_id = $1", [adatum]);
    const stage = (values: Record<string, string>) => house.submit(anna, "accounts.stage", northwind, values);
    await stage({ stage: "churned", reason: "They went.", churn: "service/support" });
    expect(await house.rows("select closed_as from feedback_tell")).toEqual([{ closed_as: "left" }]);
    await stage({ stage: "value", reason: "They stay after all." });
    expect(await house.rows("select closed_as from feedback_tell")).toEqual([{ closed_as: null }]);
  });
});

describe("what is kept of it", () => {
  test("goes with the one who said it, from the card too", async () => {
    const { survey, contact } = await house.commented("Dana Vogt", SLOW);
    const { anna, ada } = house.company;
    await house.submit(anna, "feedback.pass", survey, { theme: "speed", product: "-", words: SLOW });
    await house.app.settle();
    expect(inProduct()).toContain(SLOW);
    const typed = { address: "dana.vogt@customer.example", also: "" };
    expect(wordsOf(await house.submit(ada, "privacy.erase", contact, typed))).toContain("Erased.");
    await house.app.settle();
    expect(await house.rows("select words from feedback")).toEqual([{ words: "…" }]);
    expect(inProduct()).not.toContain(SLOW);
    expect(inProduct()).toContain("Their words were deleted.");
    expect(wordsOf(await house.open(anna, "feedback.pass", survey))).toContain("no comment any more");
  });

  test("is forgotten after 24 months, and that they said it stays", async () => {
    await give(house.company.anna, house.company.northwind);
    const forget = (at: string) => house.change((tx) => forgetFeedback(tx, new Date(at)));
    await forget("2028-11-24T08:00:00Z");
    expect(await house.rows("select words from feedback")).toEqual([{ words: SLOW }]);
    await forget("2028-11-24T08:00:01Z");
    expect(await house.rows("select words from feedback")).toEqual([{ words: null }]);
    expect(wordsOf(await house.press(house.company.anna, "feedback.show", await house.item()))).toContain("1 customer");
  });
});

describe("the list", () => {
  test("shows each what they may see: product all, a CSM theirs, an executive totals, others nothing", async () => {
    const { anna, ben, kim, ada, northwind } = house.company;
    const eva = await house.change((tx) => addPerson(tx, house.company.workspace, "Eva Stern", ["exec"]));
    await house.change((tx) => addContract(tx, northwind, { arrMinor: 4_800_000 }));
    await give(anna, northwind);
    const list = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/tandem feedback"));
    expect(await list(anna)).toContain("1 customer says this, with €48,000 a year");
    expect(await list(kim)).toContain("1 customer says this. Open");
    expect(await list(eva)).toContain("€48,000");
    for (const who of [ben, ada]) expect(await list(who)).toContain("no feedback that you may see");
    const totals = wordsOf(await house.press(eva, "feedback.show", await house.item()));
    expect(totals).toContain("1 customer isn't named here.");
    expect(totals).not.toMatch(/Northwind|slow/);
    expect(wordsOf(await house.press(kim, "feedback.show", await house.item()))).toContain(SLOW);
  });

  test("of one customer stands on its page", async () => {
    await give(house.company.anna, house.company.northwind);
    const page = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/account northwind"));
    expect(await page(house.company.anna)).toContain("Feedback: speed, open since");
    expect(await page(house.company.ben)).not.toContain("Feedback:");
  });
});

describe("without a channel for product", () => {
  test("an administrator gives one that purpose in chat, and it gets what comes after", async () => {
    const without = await feedbackIn(running, false);
    const { ada, anna, kim, northwind, workspace } = without.company;
    const conversation = `C${workspace}`;
    const members = [anna, kim].map(({ user }) => ({ user, kind: "member" as const }));
    without.slack.channels.set(conversation, { external: false, archived: false, members });
    const place = { conversation, name: "feedback", private: false };
    const opened = await without.command(ada, "/tandem settings channel", { place });
    if (opened.reply.kind !== "form") throw new Error(wordsOf(opened));
    const { name: form, subject, fields } = opened.reply.form;
    const initial = fields.flatMap(({ name, initial: value }) => (value === undefined ? [] : [[name, value] as const]));
    const values = { ...Object.fromEntries(initial), purpose: "product", clearance: "operations" };
    const sent = { ...without.asks(ada), place, kind: "submission", form, subject, values } as const;
    expect(wordsOf(await without.app.handle(sent))).toContain("is now for product feedback");
    const words = { theme: "speed", product: "-", words: SLOW };
    expect(wordsOf(await without.submit(anna, "feedback.give", northwind, words))).toContain("#feedback as a new card");
    await without.app.settle();
    const stands = without.slack.calls.filter(({ target }) => target.conversation === conversation);
    expect(stands.map((call) => call.words).join()).toContain(SLOW);
    expect(stands.map((call) => call.words).join()).not.toContain("lacks clearance");
  });

  test("it goes to whoever holds product's slot there, else to a manager, and says how to have one", async () => {
    const without = await feedbackIn(running, false);
    const { anna, kim, olga, northwind, adatum } = without.company;
    const pass = async (account: AccountId, theme: string): Promise<string> =>
      wordsOf(await without.submit(anna, "feedback.give", account, { theme, product: "-", words: SLOW }));
    expect(await pass(adatum, "speed")).toContain("Passed on to Olga Orlova, since no channel is for product");
    await without.rows(
      "insert into slot (organisation_id, account_id, slot, person_id) select organisation_id, id, 'product', $2 from account where id = $1",
      [northwind, kim.id],
    );
    expect(await pass(northwind, "features")).toContain("Passed on to Kim Lee");
    await without.app.settle();
    expect(without.standingWith(olga).join("\n")).toContain("Feedback: speed");
    expect(without.standingWith(kim).join("\n")).toContain("Feedback: features");
    expect(wordsOf(await without.press(kim, "feedback.plan", await without.item()))).toContain("is planned");
  });
});

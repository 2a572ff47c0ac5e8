import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, type TestPerson } from "./helpers/company.ts";
import { type FeedbackHouse, runFeedback } from "./helpers/feedback-house.ts";
import { wordsOf } from "./helpers/running-app.ts";

let house: FeedbackHouse;
beforeEach(async () => {
  house = await runFeedback();
});
afterEach(() => house.stop());

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
    expect(house.inProduct()).toHaveLength(1);
    expect(inProduct()).toContain("2 customers say this.");
    expect(inProduct()).toContain("Contoso Ltd");

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
    expect(
      wordsOf(await house.submit(company.anna, "feedback.told", tell, { contact: dana?.id ?? "", kind: "call" })),
    ).toContain("knows");
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

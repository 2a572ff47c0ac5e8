import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choose, expectSoon, go, moveClock, newest, picture, press, sit, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";

/** Sixteen weeks of the demo's clock take minutes. */
const WHOLE = process.env["STORY"] === "whole";
const OFFER = "Adatum: More seats";

let open: OpenDemo;
let anna: Page;
let marta: Page;

beforeAll(async () => {
  open = await openDemo();
  anna = await sit(open.browser, open.demo.url, "Anna Kurz");
  marta = await sit(open.browser, open.demo.url, "Marta Kowalska");
}, 240_000);
afterAll(() => open?.stop());

const weeks = (count: number): Promise<void> => moveClock(anna, /1 week/, count);

async function says(opinion: string, why: string): Promise<void> {
  await type(anna, "/tandem opinion adatum");
  const form = anna.locator("#dialog");
  await choose(form, "Opinion", opinion);
  await form.getByLabel("Why").fill(why);
  await press(form, "Save");
}

describe("more seats for Adatum, in the demo,", { timeout: 3_600_000 }, () => {
  test("are found in the figures, confirmed by the CSM against the gate, and claimed by the Account Manager", async () => {
    await go(anna, "Tandem");
    const found = newest(anna, "Adatum: More seats?");
    await expectSoon(found, /46 of 50 seats/);
    await picture(found, "sale-found");
    await press(found, "Confirm");
    const form = anna.locator("#dialog");
    await expectSoon(form, /Confirm the benefit/);
    await picture(anna, "sale-confirm");
    await form.getByLabel("Which unsolved problem").fill("The warehouse team waits for logins every Monday morning.");
    await press(form, "Confirm");
    await expectSoon(newest(anna, "Your opportunity at Adatum"), /Marta Kowalska/);

    await go(marta, "opportunities");
    await expectSoon(newest(marta, OFFER), /46 of 50 seats/);
    await picture(newest(marta, OFFER), "sale-offer");
    await press(newest(marta, OFFER), "Claim");
    await expectSoon(newest(marta, OFFER), /has it since/);
    await press(newest(marta, OFFER), "Log contact");
    const log = marta.locator("#dialog");
    await choose(log, "With whom", "somebody who isn't listed");
    await choose(log, "How", "call");
    await choose(log, "Proactive?", "yes");
    await log.getByLabel("What was said").fill("They want ten more seats before the season.");
    await press(log, "Save");
    await expectSoon(newest(marta, OFFER), /spoke with the customer/);
  });

  test("rest when Adatum comes to be at risk: both are asked, and the CSM has them pause", async () => {
    await says("bad: at risk", "Their warehouse lead is leaving.");
    await expectSoon(newest(anna, "Adatum: go on with More seats?"), /Pause it, or ask a manager/);
    await picture(newest(anna, "Adatum: go on with More seats?"), "sale-hold");
    await press(newest(anna, "Adatum: go on with More seats?"), "Pause");
    await expectSoon(newest(marta, OFFER), /On hold.*paused it until then/);
    expect(await newest(marta, OFFER).getByRole("button", { name: "Won" }).count()).toBe(0);
    await picture(newest(marta, OFFER), "sale-parked");
  });

  test.skipIf(!WHOLE)("go on once Adatum has recovered, are won, handed over and measured (STORY=whole)", async () => {
    await says("good", "A new warehouse lead is here and likes it.");
    await weeks(4);
    await expectSoon(newest(marta, OFFER), /Next: a proposal/);
    await press(newest(marta, OFFER), "Won");
    const won = marta.locator("#dialog");
    await won.getByLabel("What was the customer promised?").fill("Logins without waiting on Mondays");
    await won.getByLabel("What is it worth a year?").fill("9000");
    await press(won, "Won");
    await expectSoon(newest(marta, OFFER), /Won by/);
    await go(anna, "Tandem");
    const handover = newest(anna, "Handover: More seats at Adatum");
    await expectSoon(handover, /Logins without waiting on Mondays/);
    expect(await anna.locator("#timeline").innerText()).not.toMatch(/9,000|9000/);
    await picture(handover, "sale-handover");
    await press(handover, "Accept");
    await expectSoon(newest(anna, "Onboarding: More seats"), /Kick-off.*Go-live.*First value/);
    await picture(newest(anna, "Onboarding: More seats"), "sale-onboarding");
    await weeks(13);
    await expectSoon(newest(anna, "90 days after the sale"), /Adatum.*Benefit:/);
    await picture(newest(anna, "90 days after the sale"), "sale-benefit");
  });
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Demo } from "../../src/demo/start.ts";
import type { LocalTeams } from "../../src/demo/teams/set-up.ts";
import { expectSoon, go, newest, picture, press, sit, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";
import { type PlaygroundScreen, pressElsewhere, sitInTeams } from "../helpers/playground.ts";

const SLOW = 120_000;

let open: OpenDemo;
let demo: Demo;
let teams: LocalTeams;
let browser: Browser;
let marta: PlaygroundScreen;

beforeAll(async () => {
  open = await openDemo({ teams: true });
  ({ demo, browser } = open);
  if (!demo.teams) throw new Error("the demo has no Teams");
  teams = demo.teams;
  marta = await sitInTeams(browser, teams.playground.url);
}, 240_000);
afterAll(() => open?.stop());

describe("an Account Manager in Teams, whose Customer Success Managers are in Slack", () => {
  test("asks the bot, and looks up a customer of theirs", async () => {
    await marta.type("help");
    await expectSoon(marta.card("What you can ask me"), /account northwind looks up a customer/);
    await marta.type("account northwind");
    await expectSoon(marta.card("Northwind"), /CSM Anna Kurz · AM Marta Kowalska.*a year/);
    await picture(marta.page, "teams-account");
  });

  test(
    "is told what is wrong in a form, and from then on reads the language they chose",
    async () => {
      await marta.type("settings mine");
      const form = marta.card("Your settings");
      await form.getByLabel("Time zone").fill("Mars/Phobos");
      await press(form, "Save");
      await expectSoon(form, /Mars\/Phobos is not a time zone/);
      expect(await form.getByLabel("Time zone").inputValue()).toBe("Mars/Phobos");
      await picture(marta.page, "teams-form");
      await form.getByLabel("Time zone").fill("Europe/Vienna");
      await form.getByRole("combobox").click();
      await marta.page.getByRole("option", { name: "German" }).click();
      await press(form, "Save");
      await expectSoon(marta.card("Gespeichert."), /^Gespeichert\.$/);
      await marta.type("account northwind");
      await expectSoon(marta.card("Northwind"), /im Jahr/);
      await picture(marta.page, "teams-account-de");
    },
    SLOW,
  );

  test(
    "claims what was spotted in Slack, where everyone sees that",
    async () => {
      const anna = await sit(browser, demo.url, "Anna Kurz");
      await spot(anna, "litware", "the reporting module", "Offered to the");
      await marta.go("Opportunities");
      const offer = marta.card("the reporting module");
      await expectSoon(offer, /Litware.*Anna Kurz.*Claim/);
      await picture(offer, "teams-offer");
      await press(offer, "Claim");
      await expectSoon(offer, /Marta Kowalska has it since/);
      expect(await offer.getByRole("button", { name: "Claim" }).count()).toBe(0);
      await expectSoon(newest(anna, "the reporting module"), /Marta Kowalska has it since/);
      await picture(marta.page, "teams-claim");
    },
    SLOW,
  );

  test(
    "who presses after another is told whose it is, also while their own card still offers it",
    async () => {
      const anna = await sit(browser, demo.url, "Anna Kurz");
      await spot(anna, "litware", "the archive", "Offered to the");
      const offer = marta.card("the archive");
      await expectSoon(offer, /Claim/);
      marta.hold();
      const jonas = teams.cast.others.find(({ name }) => name === "Jonas Weidner");
      if (!jonas) throw new Error("Jonas isn't in Teams");
      await pressElsewhere(teams, jonas, marta.action("the archive", "Claim"));
      await expectSoon(newest(anna, "the archive"), /Jonas Weidner has it since/);
      await press(offer, "Claim");
      await expectSoon(marta.page.locator("#root"), /Jonas Weidner hat das um .* übernommen/);
      await picture(marta.page, "teams-taken");
      marta.release();
      await expectSoon(offer, /Jonas Weidner has it since/);
    },
    SLOW,
  );
});

async function spot(csm: Page, account: string, product: string, answer: string): Promise<void> {
  await go(csm, "opportunities");
  await type(csm, `/tandem opportunity ${account}`);
  const form = csm.locator("#dialog");
  await form.getByLabel("What for?").fill(product);
  await form
    .getByLabel("Which unsolved problem")
    .fill("Month-end reports are still copied by hand from three exports, every time.");
  await form.getByLabel("Your word").selectOption({ label: "Yes, the customer is better off with it" });
  await press(form, "Hand over");
  await expectSoon(newest(csm, answer), /./);
}

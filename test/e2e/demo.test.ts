import { readFile } from "node:fs/promises";
import type { Browser, ElementHandle, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Demo } from "../../src/demo/start.ts";
import { workThroughCase } from "../helpers/demo-case.ts";
import { choose, expectSoon, go, moveClock, newest, picture, press, sit as sitAt, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";

let open: OpenDemo;
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  open = await openDemo();
  ({ demo, browser } = open);
}, 240_000);
afterAll(() => open?.stop());

describe("a newcomer in the demo", () => {
  test("sees churn and hands over an opportunity, without double claims", async () => {
    const anna = await sit("Anna Kurz");
    await moveClock(anna, /Next morning/, 1);
    await expectSoon(anna.locator("#clock-label"), /Tue 24 Nov 2026, 08:00/);

    await go(anna, "customer-success");
    const digest = newest(anna, "need a look");
    await expectSoon(digest, /Contoso.*(high|critical) risk by estimate/s);
    await expectSoon(digest, /By CSM/);
    await picture(digest, "digest");
    await go(anna, "Tandem");
    await expectSoon(newest(anna, "Your day, Anna"), /First: Contoso/);
    await picture(newest(anna, "Your day, Anna"), "my-digest");

    await go(anna, "customer-success");
    await type(anna, "/account northwind");
    await expectSoon(newest(anna, "Northwind"), /Only visible to you/);
    await expectSoon(newest(anna, "Northwind"), /a year/);
    await picture(anna, "account");

    await go(anna, "opportunities");
    await type(anna, "/tandem opportunity litware");
    const form = anna.locator("#dialog");
    await expectSoon(form, /Spot an opportunity/);
    await form.getByLabel("What for?").fill("the reporting module");
    await form.getByLabel("Which unsolved problem").fill("too short");
    await choose(form, "Your word", "Yes, the customer is better off with it");
    await press(form, "Hand over");
    await expectSoon(form, /9 letters so far; at least 30/);
    await picture(anna, "form");
    await form
      .getByLabel("Which unsolved problem")
      .fill("Month-end reports are still copied by hand from three exports, every time.");
    await press(form, "Hand over");
    await expectSoon(newest(anna, "Offered to the"), /DACH pool/);

    const offer = newest(anna, "the reporting module");
    await press(offer, "Claim");
    await expectSoon(newest(anna, "You look after Litware"), /the offer is the Account Manager's/);
    await picture(anna, "refused");

    const marta = await sit("Marta Kowalska");
    const jonas = await sit("Jonas Weidner");
    await go(marta, "opportunities");
    await go(jonas, "opportunities");
    await expectSoon(newest(marta, "the reporting module"), /Claim/);
    const buttons = await Promise.all([marta, jonas].map((page) => claimButton(newest(page, "the reporting module"))));
    // Both soon, so that neither finds its button drawn anew by the other's press.
    await Promise.all(
      buttons.map((button) =>
        button.evaluate((element) => {
          setTimeout(() => (element as unknown as { click(): void }).click(), 500);
        }),
      ),
    );
    await expectSoon(newest(marta, "the reporting module"), /has it since/);
    const told = await Promise.all([lastWord(marta), lastWord(jonas)]);
    const martaWon = /It's yours/.test(told[0]);
    expect(told[0]).toMatch(martaWon ? /It's yours\. Contact Litware/ : /Jonas Weidner claimed this/);
    expect(told[1]).toMatch(martaWon ? /Marta Kowalska hat das um/ : /Sie haben übernommen/);
    await picture(marta, "claim");
    await picture(jonas, "claim-de");

    await go(anna, "opportunities");
    await expectSoon(newest(anna, "the reporting module"), /has it since/);
    expect(await newest(anna, "the reporting module").getByRole("button", { name: "Claim" }).count()).toBe(0);
    await go(anna, "Tandem");
    await expectSoon(newest(anna, "Your opportunity at Litware"), /has it since/);

    await moveClock(anna, /\+1 week/, 1);
    await expectSoon(anna.locator("#clock-label"), /Tue 1 Dec 2026, 08:00/);
    await go(anna, "customer-success");
    const risk = newest(anna, "Northwind is at risk");
    await expectSoon(risk, /logins|use|notice/i);
    await picture(risk, "risk-case");
    await press(risk, "Own it");
    await expectSoon(newest(anna, "Northwind is at risk"), /owns this since/);
    await newest(anna, "Northwind is at risk").scrollIntoViewIfNeeded();
    await picture(anna, "owned");
    await workThroughCase(anna, "Northwind");
  }, 360_000);

  test("keeps their place when something changes, and sees the answer to their own press", async () => {
    const sofia = await sit("Sofia Brandt");
    await go(sofia, "customer-success");
    await expectSoon(newest(sofia, "Tandem"), /./);
    const timeline = sofia.locator("#timeline");
    const scrolled = () => timeline.evaluate((box) => (box as unknown as { scrollTop: number }).scrollTop);
    await timeline.evaluate((box) => Object.assign(box, { scrollTop: 120 }));
    const anna = await sit("Anna Kurz");
    await go(anna, "customer-success");
    const endless = "w".repeat(1900);
    await type(anna, endless);
    await expectSoon(newest(sofia, endless), /w{1900}/);
    expect(await scrolled()).toBe(120);
    await sofia.locator("#newer").waitFor();
    const widths = "[document.querySelector('#timeline').scrollWidth, document.querySelector('#timeline').clientWidth]";
    const [content, box] = await sofia.evaluate<number[]>(widths);
    expect(content).toBe(box);

    await timeline.getByRole("button", { name: "Own it" }).first().click();
    await expectSoon(timeline.locator("article.private"), /Nur für Sie sichtbar/);
    const reply = timeline.locator("article.private").last();
    await expect.poll(() => isInView(sofia, reply)).toBe(true);
    await picture(sofia, "own-press");
  }, 60_000);

  test("who has just sat down, or presses while something comes in, is where they meant to be", async () => {
    const page = await sit("Anna Kurz");
    await go(page, "opportunities");
    const { promise: isLetThrough, resolve: letThrough } = Promise.withResolvers<void>();
    const ben = page.locator("#me option", { hasText: "Ben Hartley" });
    await page.route(`**/demo/state?as=${(await ben.getAttribute("value")) ?? ""}*`, async (route) => {
      await isLetThrough;
      await route.continue();
    });
    await page.locator("#me").selectOption({ label: "Ben Hartley" });
    expect(await page.locator("#line").isDisabled()).toBe(true);
    expect(await page.locator("#channels, #channel-head, #timeline").allInnerTexts()).toEqual(["", "", ""]);
    letThrough();
    await go(page, "Tandem");
    await type(page, "/tandem help");
    await expectSoon(newest(page, "What you can ask me"), /Only visible to you/);

    await page.locator("#channels").getByText("opportunities", { exact: true }).hover();
    await page.mouse.down();
    await Promise.all([
      page.waitForResponse(/demo\/state/),
      page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"),
    ]);
    await page.mouse.up();
    await page.locator("#channel-head").getByText("opportunities", { exact: true }).waitFor();
  }, 60_000);

  test("whoever has Tandem speak German reads German throughout", async () => {
    const ben = await sit("Ben Hartley");
    await go(ben, "Tandem");
    await type(ben, "/tandem settings");
    await press(newest(ben, "Settings"), "Change mine");
    const form = ben.locator("#dialog");
    await choose(form, "Language", "German");
    await press(form, "Save");
    await expectSoon(ben.locator("#channels"), /Direktnachrichten/);
    await type(ben, "/tandem settings");
    await expectSoon(newest(ben, "Einstellungen"), /Nur für Sie sichtbar/);
    await press(newest(ben, "Einstellungen"), "Meine Einstellungen ändern");
    await form.getByLabel("Zeitzone").fill("");
    await press(form, "Speichern");
    await expectSoon(form, /Bitte füllen Sie dieses Pflichtfeld aus/);
    await picture(ben, "german");
  }, 60_000);

  test("hands what a customer wrote to the Account Manager, and keeps it on the timeline, from the message's menu", async () => {
    const anna = await sit("Anna Kurz");
    await go(anna, "with-northwind");
    const asked = newest(anna, "ten more seats");
    const form = anna.locator("#dialog");
    await asked.hover();
    await asked.locator(".more summary").click();
    await picture(anna, "message-menu");
    await press(asked, "Hand to AM");
    await expectSoon(form, /A message of Aisha Sato.*Which account/);
    await form.getByLabel("Which").fill("northwind");
    await picture(anna, "hand-to-am");
    await form.getByRole("button").last().click();
    await expectSoon(anna.locator("#timeline article.private").last(), /Northwind/);
    await asked.hover();
    await asked.locator(".more summary").click();
    await press(asked, "Log on account timeline");
    await form.getByLabel("Which").fill("northwind");
    await form.getByRole("button").last().click();
    await expectSoon(anna.locator("#timeline article.private").last(), /timeline of/);
    await type(anna, "/tandem timeline northwind");
    await press(newest(anna, "Timeline of Northwind"), "Older");
    await expectSoon(newest(anna, "Timeline of Northwind"), /What would ten more seats cost us/);
    expect(await newest(anna, "Only visible to you").locator(".more").count()).toBe(0);
  }, 60_000);

  test("a customer's own person, in the channel that is shared with them, learns nothing from Tandem", async () => {
    const guest = await browser.newPage({ viewport: { width: 1180, height: 860 } });
    await guest.goto(demo.url);
    await guest.locator("#me").selectOption({ value: demo.slack.userIds.get(demo.guest.email) ?? "" });
    await go(guest, "with-northwind");
    await expectSoon(guest.locator("#channel-head"), /Shared with a customer/);
    expect(await guest.locator("#channels").innerText()).not.toMatch(/opportunities|customer-success|everyone/);
    const refusal = "I can't help you with that here";
    await type(guest, "/account northwind");
    await expectSoon(newest(guest, refusal), /Only visible to you/);
    await picture(guest, "guest");
    const own = newest(guest, "ten more seats");
    await own.hover();
    await own.locator(".more summary").click();
    await press(own, "Hand to AM");
    await expectSoon(guest.locator("#dialog"), new RegExp(refusal));
    await press(guest.locator("#dialog").getByRole("banner"), "Close");
  }, 60_000);

  test("an administrator sends a CSV to Tandem, which imports it and sends back what it complains of", async () => {
    const olga = await sit("Olga Petrova");
    await go(olga, "opportunities");
    expect(await olga.locator("#attach").isVisible()).toBe(false);
    await go(olga, "Tandem");
    await press(olga.locator("#composer"), "Attach files");
    const rows = [
      "Z1,Zephyr Works,zephyr.example",
      ...[2, 3, 4, 5].map((at) => `Z${String(at)},Zephyr ${String(at)},=1+1`),
    ];
    await attach(olga, "accounts.csv", ["external_id,name,domain", ...rows]);
    await expectSoon(newest(olga, "I'm reading accounts.csv"), /what came of it/);
    await expectSoon(newest(olga, "accounts.csv: 5 read"), /1 new or changed.*4 not taken.*There are 4 complaints/);
    const file = olga.locator("#timeline a.file", { hasText: "complaints.csv" });
    await file.waitFor();
    await picture(olga, "upload");
    const [download] = await Promise.all([olga.waitForEvent("download"), file.click()]);
    const table = await readFile(await download.path(), "utf8");
    expect(table.trim().split("\r\n")).toHaveLength(5);
    expect(table).toContain(`"'=1+1"`);
    await type(olga, "/account zephyr works");
    await expectSoon(newest(olga, "Zephyr Works"), /Only visible to you/);

    const anna = await sit("Anna Kurz");
    await go(anna, "Tandem");
    await attach(anna, "accounts.csv", ["external_id,name", "Z9,Not hers"]);
    await expectSoon(newest(anna, "Only a Tandem administrator"), /Ask (Olga Petrova|Yusuf Demir)/);
  }, 60_000);

  test("reads it in Chinese when that is their language, on a narrow screen too", async () => {
    const chen = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await chen.goto(`${demo.url}#chen@quillstone.example/tandem`);
    await type(chen, "/tandem help");
    await expectSoon(newest(chen, "您可以这样问我"), /查询客户/);
    await picture(chen, "help-zh");
    const overflow = await chen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    expect(overflow).toBe(0);
  }, 60_000);
});

function sit(name: string): Promise<Page> {
  return sitAt(browser, demo.url, name);
}

async function attach(page: Page, name: string, rows: readonly string[]): Promise<void> {
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
  await page.locator("#files").setInputFiles(file);
}

/** The button itself, so that two people can press theirs in the same instant. */
async function claimButton(offer: Locator): Promise<ElementHandle> {
  const button = await offer.getByRole("button", { name: /^(Claim|Übernehmen)$/ }).elementHandle();
  if (!button) throw new Error("there is no Claim button");
  return button;
}

async function isInView(page: Page, what: Locator): Promise<boolean> {
  const [box, view] = await Promise.all([what.boundingBox(), page.locator("#timeline").boundingBox()]);
  return !!box && !!view && box.y >= view.y - 1 && box.y + box.height <= view.y + view.height + 1;
}

async function lastWord(page: Page): Promise<string> {
  const own = page.locator("#timeline article.private").last();
  await own.waitFor();
  return own.innerText();
}

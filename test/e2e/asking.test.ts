import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSoon, go, moveClock, newest, picture, press, sit, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";

const QUESTION = "Wie wahrscheinlich ist es";

let open: OpenDemo;
let olga: Page;
let guest: Page;

beforeAll(async () => {
  open = await openDemo();
  olga = await sit(open.browser, open.demo.url, "Olga Petrova");
}, 240_000);
afterAll(() => open?.stop());

describe("asking customers, in the demo,", { timeout: 900_000 }, () => {
  test("is planned by a manager, who sees whom it would ask before anybody is", async () => {
    await type(olga, "/tandem campaign");
    await press(newest(olga, "Asking customers"), "Plan a campaign");
    const form = olga.locator("#dialog");
    await form.getByLabel("Name").fill("Winter");
    await press(form, "See the preview");
    const preview = newest(olga, "Winter: who would be asked");
    await expectSoon(preview, /would be asked.*Nobody was written to/);
    await picture(preview, "asking-preview");
    await press(preview, "Start");
    await expectSoon(newest(olga, "Winter is running"), /Winter is running/);
  });

  test("reaches somebody of a customer's in chat, who answers by one press and says why", async () => {
    await moveClock(olga, /morning/i, 3);
    guest = await sit(open.browser, open.demo.url, open.demo.guest.name);
    await expectSoon(newest(guest, QUESTION), /Anna Kurz, für Sie als Customer Success Manager da/);
    await picture(newest(guest, QUESTION), "asking-question");
    await press(newest(guest, QUESTION), /^3 von 10$|^3$/);
    const thanks = newest(guest, "Danke für Ihre 3");
    await expectSoon(thanks, /Was hat gefehlt\?.*Anna Kurz ruft Sie bis/);
    await press(thanks, "Erzählen");
    await guest.locator("#dialog").getByLabel("Was hat gefehlt?").fill("Die Suche ist langsam.");
    await press(guest.locator("#dialog"), "Senden");
    await expectSoon(newest(guest, "Danke für Ihre 3"), /Ihre Worte sind angekommen/);
    await picture(newest(guest, "Danke für Ihre 3"), "asking-thanks");
    await expect.poll(() => guest.locator("#timeline").innerText()).not.toMatch(/risk|ARR|€/i);
  });

  test("tells who looks after the customer, with what they said and by when they call", async () => {
    const anna = await sit(open.browser, open.demo.url, "Anna Kurz");
    await go(anna, "Tandem");
    const told = newest(anna, "wouldn't recommend us");
    await expectSoon(told, /gave 3 of 10.*Die Suche ist langsam.*About: speed.*calls them by/);
    await picture(told, "asking-told");
  });
});

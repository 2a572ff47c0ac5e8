import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choose, expectSoon, go, moveClock, newest, picture, press, sit, type } from "../helpers/demo-page.ts";
import { openDemo, type OpenDemo } from "../helpers/open-demo.ts";

let open: OpenDemo;
let olga: Page;
let anna: Page;
let guest: Page;

beforeAll(async () => {
  open = await openDemo();
  olga = await sit(open.browser, open.demo.url, "Olga Petrova");
  anna = await sit(open.browser, open.demo.url, "Anna Kurz");
}, 240_000);
afterAll(() => open?.stop());

describe("asking customers, in the demo,", { timeout: 600_000 }, () => {
  test("is planned by a manager, who sees whom it would ask before anybody is", async () => {
    await type(olga, "/tandem campaign");
    await press(newest(olga, "Asking customers"), "Plan a campaign");
    const form = olga.locator("#dialog");
    await form.getByLabel("Name").fill("Winter");
    await press(form, "See who would be asked");
    await expectSoon(newest(olga, "Winter: who would be asked"), /would be asked.*Nobody was written to/);
    await picture(newest(olga, "Winter: who would be asked"), "asking-preview");
    await press(newest(olga, "Winter: who would be asked"), "Start");
    await expectSoon(newest(olga, "Winter is running"), /Winter is running/);
    expect(choose).toBeTypeOf("function");
    expect(go).toBeTypeOf("function");
    guest = await sit(open.browser, open.demo.url, open.demo.guest.name);
    await moveClock(olga, /morning/, 7);
    console.log(await guest.locator("#timeline").innerText());
    await type(olga, "/tandem campaign");
    await expectSoon(newest(olga, "Asking customers"), /asked/);
    console.log(await newest(olga, "Asking customers").innerText());
    await go(anna, "Tandem");
    console.log((await anna.locator("#timeline").innerText()).slice(-3000));
  });
});

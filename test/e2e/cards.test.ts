import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderForm } from "../../src/chat/teams/render-form.ts";
import { renderMessage } from "../../src/chat/teams/render.ts";
import { TEAMS_HANDLES, viewOf } from "../examples/fixed.ts";
import { FORMS } from "../examples/forms.ts";
import { EXAMPLES } from "../examples/index.ts";
import { BROWSER_FLAGS, findChromium } from "../helpers/chromium.ts";
import { showTeamsCard } from "../helpers/teams-page.ts";

/** A phone's; a channel has more room. */
const WIDTH_PX = 320;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: BROWSER_FLAGS });
  page = await browser.newPage({ viewport: { width: 760, height: 400 } });
});
afterAll(() => browser.close());

/** What stands beyond the card's edges or is cut off within, by its words. */
const HIDDEN = `[...document.querySelectorAll("#card *")].filter((each) => {
  const card = document.querySelector("#card").getBoundingClientRect();
  const box = each.getBoundingClientRect();
  if (box.width === 0 || each.closest("select, textarea")) return false;
  const isBeyond = box.right > card.right + 1 || box.left < card.left - 1;
  const isCut = each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible";
  return isBeyond || isCut;
}).map((each) => each.textContent.slice(0, 80))`;

// German has the longest words.
describe.each(["de"] as const)("in Teams, in %s,", (locale) => {
  const view = viewOf(locale);
  const context = { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale };
  const cards = [
    ...EXAMPLES.map(({ name, draw }) => ({ name, content: renderMessage(draw(view), context).content })),
    ...FORMS.map(({ name, draw, refused }) => ({
      name,
      content: renderForm(draw(view), { place: "message", origin: {}, ...refused?.(view) }, context),
    })),
  ];

  test("every card and form fits on a phone, and hides nothing", { timeout: 120_000 }, async () => {
    for (const { name, content } of cards) {
      await showTeamsCard(page, content, WIDTH_PX);
      expect(await page.evaluate(HIDDEN), name).toEqual([]);
      expect(await page.locator("#card").innerText(), name).not.toBe("");
    }
  });
});

import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../../src/chat/card.ts";
import { createSays } from "../../src/locales/say.ts";
import { BROWSER_FLAGS, findChromium } from "../helpers/chromium.ts";
import { addCustomer } from "../helpers/customer-people.ts";
import { addGoal, goalLinkSaid } from "../helpers/goal-link.ts";
import { pathIn, type Respondent, runSurveys, type SurveyHouse } from "../helpers/survey-house.ts";

const PICTURES = process.env["PICTURES"];
const says = createSays();
const PHONE = { width: 360, height: 740 };
const LOCALES = ["en", "de", "zh"] as const;

let house: SurveyHouse;
let browser: Browser;
const people = new Map<string, Respondent>();

beforeAll(async () => {
  house = await runSurveys();
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: BROWSER_FLAGS });
  await house.at("2026-11-24T08:00:00Z");
  for (const locale of LOCALES) {
    for (const use of ["keys", "script", "axe"]) {
      people.set(`${locale} ${use}`, await house.respondent(`Dana ${locale} ${use}`, { locale }));
    }
  }
  await house.campaign();
  // A wave is spread over its days: Wednesday, Thursday and Tuesday.
  for (const day of ["25", "26"]) await house.at(`2026-11-${day}T14:55:00Z`);
  await house.at("2026-12-01T14:59:30Z");
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house.stop();
});

async function linkOf(who: string): Promise<string> {
  const respondent = people.get(who);
  if (!respondent) throw new Error(`nobody is ${who}`);
  return `${house.url}${await house.link(respondent.contact)}`;
}

const answerOf = async (who: string): Promise<unknown> =>
  (await house.rows("select score, comment from survey_answer where contact_id = $1", [people.get(who)?.contact]))[0];

/** What axe finds, by rule. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(path.resolve("node_modules/axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const run = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return run.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

describe.each(LOCALES)("the page in %s", (locale) => {
  test("is answered by the keyboard alone", async () => {
    const page = await browser.newPage({ viewport: PHONE });
    await page.goto(await linkOf(`${locale} keys`));
    await picture(page, `score-${locale}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#comment");
    expect(await answerOf(`${locale} keys`)).toEqual({ score: 4, comment: null });
    await picture(page, `answered-${locale}`);
    await page.keyboard.press("Tab");
    while ((await page.evaluate("document.activeElement.id")) !== "comment") await page.keyboard.press("Tab");
    await page.keyboard.type("Too slow on Mondays");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".said");
    expect(await answerOf(`${locale} keys`)).toEqual({ score: 4, comment: "Too slow on Mondays" });
    await page.close();
  });

  test("works without JavaScript, asks nobody else for anything, and is small", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const response = await page.goto(await linkOf(`${locale} script`));
    const body = (await response?.body()) ?? Buffer.alloc(0);
    expect(body.length).toBeLessThan(20_000);
    await page.locator("label", { has: page.locator('input[value="10"]') }).click();
    await page.locator('button[value="score"]').first().click();
    await page.locator("#comment").fill("The people");
    await page.locator('button[value="comment"]').click();
    expect(await answerOf(`${locale} script`)).toEqual({ score: 10, comment: "The people" });
    expect(asked.filter((url) => !url.startsWith(house.url) || /\.(css|js|png|woff2?)/.test(url))).toEqual([]);
    await context.close();
  });

  test.each(["light", "dark"] as const)("has nothing that axe objects to, in %s", async (colorScheme) => {
    const page = await browser.newPage({ viewport: PHONE, colorScheme, bypassCSP: true });
    await page.goto(await linkOf(`${locale} axe`));
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await picture(page, `score-${locale}-${colorScheme}`);
    if (colorScheme === "light") return page.close();
    await page.locator("label", { has: page.locator('input[value="2"]') }).click();
    await page.locator('button[value="score"]').first().click();
    await page.waitForSelector("#comment");
    expect(await violations(page)).toEqual([]);
    await page.locator("summary").click();
    expect(await violations(page)).toEqual([]);
    await picture(page, `answered-${locale}-${colorScheme}`);
    await page.locator('button[value="never"]').click();
    await page.waitForFunction("!document.querySelector('form')");
    expect(await page.locator("h1").innerText()).toBe(plain(says(locale)("survey.never-title")));
    expect(await violations(page)).toEqual([]);
    await page.goto(`${house.url}/s/nowhere`);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

test.each(["light", "dark"] as const)(
  "the page about a goal is answered by the keyboard, and has nothing that axe objects to, in %s",
  async (colorScheme) => {
    const { organisation, northwind } = house.company;
    const contact = await house.app.db.write(organisation, (tx) =>
      addCustomer(tx, northwind, { name: `Erik ${colorScheme}`, locale: "de" }),
    );
    const goal = await addGoal(house, "Monatsabschluss in zwei Tagen in allen Werken");
    const page = await browser.newPage({ viewport: PHONE, colorScheme, bypassCSP: true });
    await page.goto(`${house.url}${pathIn(await goalLinkSaid(house, goal, contact))}`);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await picture(page, `goal-${colorScheme}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#comment");
    expect(await house.rows("select confirmed from goal where id = $1", [goal])).toEqual([{ confirmed: 0.75 }]);
    expect(await violations(page)).toEqual([]);
    await page.locator("summary").click();
    expect(await violations(page)).toEqual([]);
    await picture(page, `goal-answered-${colorScheme}`);
    await page.close();
  },
);

import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Where the pictures of the README come from. */
export const PICTURES = process.env["PICTURES"] ?? path.join("test", ".cache", "pictures");

/** Sits down at the demo's page as somebody, in their local Slack. */
export async function sit(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 } });
  await page.goto(url);
  await page.locator("#me").selectOption({ label: name });
  await page.locator("#channels").getByText("Tandem").first().waitFor({ state: "attached" });
  return page;
}

export async function go(page: Page, conversation: string): Promise<void> {
  await page.locator("#channels").getByText(conversation, { exact: true }).click();
  await page.locator("#channel-head").getByText(conversation, { exact: true }).waitFor();
}

export async function type(page: Page, line: string): Promise<void> {
  await page.locator("#line").fill(line);
  await page.locator("#line").press("Enter");
}

/** @throws Error with what stands there instead, when there is no such button within a minute */
export async function press(within: Locator, name: string | RegExp): Promise<void> {
  try {
    await within.getByRole("button", { name }).click({ timeout: 60_000 });
  } catch (error) {
    const there = (await within.count()) > 0 ? (await within.first().innerText()).replace(/\s+/g, " ") : "nothing";
    throw new Error(`${String(name)} can't be pressed; there stands: ${there.slice(0, 1000)}`, { cause: error });
  }
}

export async function choose(form: Locator, label: string, option: string): Promise<void> {
  await form.getByLabel(label, { exact: true }).selectOption({ label: option });
}

/** The newest message that says this. */
export function newest(page: Page, words: string): Locator {
  return page.locator("#timeline article").filter({ hasText: words }).last();
}

export async function expectSoon(where: Locator, words: RegExp, withinMs = 45_000): Promise<void> {
  await expect
    .poll(async () => ((await where.count()) > 0 ? (await where.first().innerText()).replace(/\s+/g, " ") : ""), {
      timeout: withinMs,
    })
    .toMatch(words);
}

export async function picture(what: Page | Locator, name: string): Promise<void> {
  await what.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

/** Presses a button of the demo's clock so many times, each once the one before is done. */
export async function moveClock(page: Page, step: RegExp, times: number): Promise<void> {
  const label = page.locator("#clock-label");
  const button = page.locator("#clock").getByRole("button", { name: step });
  for (let time = 0; time < times; time++) {
    const before = await label.innerText();
    await button.click();
    await expect.poll(() => label.innerText(), { timeout: 600_000 }).not.toBe(before);
    await expect.poll(() => button.isEnabled(), { timeout: 600_000 }).toBe(true);
  }
}

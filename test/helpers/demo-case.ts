import type { Page } from "playwright-core";
import { choose, expectSoon, newest, picture, press } from "./demo-page.ts";

/**
 * What a CSM does about a case that is theirs already, and the card after each of it: put off until a day, a contact,
 * closed. On 1 December 2026, with the channel open.
 */
export async function workThroughCase(page: Page, account: string): Promise<void> {
  const card = newest(page, `${account} is at risk`);
  const form = page.locator("#dialog");
  await press(card, "Snooze");
  await expectSoon(form, /can be put off 2 more times/);
  await choose(form, "Until", "a day I choose");
  await form.getByLabel("That day").fill("2026-12-09");
  await press(form, "Snooze");
  await expectSoon(card, /off until.*9/i);
  await picture(card, "case-snoozed");

  await press(card, "Log contact");
  await expectSoon(form, /did you speak with/);
  await choose(form, "With whom", "somebody who isn't listed");
  await choose(form, "How", "call");
  await choose(form, "Proactive?", "yes");
  await form.getByLabel("What was said").fill("They miss the export; we mend it by Friday.");
  await press(form, "Save");
  await expectSoon(newest(page, `Logged with ${account}`), /Only visible to you/);

  await press(card, "Close");
  await expectSoon(form, /What became of/);
  await choose(form, "Outcome", "saved");
  await press(form.getByRole("contentinfo"), "Close");
  await form.waitFor({ state: "hidden" });
  const closed = newest(page, "Closed by");
  await expectSoon(closed, /saved/, 90_000);
  await picture(closed, "case-closed");
}

import { describe, expect, test } from "vitest";
import { messageProblem } from "../src/chat/slack/limits.ts";
import { renderMessage } from "../src/chat/slack/render.ts";
import { EXAMPLES } from "./examples/index.ts";
import { HANDLES, viewOf } from "./examples/fixed.ts";

const LOCALES = ["en", "de", "zh"] as const;

describe.each(LOCALES)("in Slack, in %s,", (locale) => {
  test.each(EXAMPLES)("$name looks as it was approved, within Slack's limits", async ({ name, draw }) => {
    const view = viewOf(locale);
    const message = renderMessage(draw(view), { handles: HANDLES, locale, zone: view.zone, say: view.say });
    expect(messageProblem(message)).toBeUndefined();
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`golden/slack/${locale}/${name}.json`);
  });

  test("no card opens a mention, link or command that we didn't write", () => {
    const view = viewOf(locale);
    for (const { name, draw } of EXAMPLES) {
      const message = renderMessage(draw(view), { handles: HANDLES, locale, zone: view.zone, say: view.say });
      const json = JSON.stringify(message);
      expect(json, name).not.toMatch(/<!channel|<!here|<!everyone|<https:\/\/evil/);
      expect(json, name).not.toContain('"url":"https://evil');
    }
  });
});

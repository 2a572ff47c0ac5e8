import { describe, expect, test } from "vitest";
import { actionId, actionValue, parseAction } from "../src/chat/action-id.ts";
import { type Action, plain } from "../src/chat/card.ts";
import { messageProblem, viewProblem } from "../src/chat/slack/limits.ts";
import { renderForm } from "../src/chat/slack/render-form.ts";
import { renderMessage } from "../src/chat/slack/render.ts";
import { renderForm as renderFormForTeams } from "../src/chat/teams/render-form.ts";
import { renderMessage as renderForTeams } from "../src/chat/teams/render.ts";
import { bytesOf, CARD_BYTES } from "../src/chat/teams/size.ts";
import { EXAMPLES } from "./examples/index.ts";
import { HANDLES, TEAMS_HANDLES, viewOf } from "./examples/fixed.ts";
import { FORMS } from "./examples/forms.ts";
import { readCard } from "./helpers/adaptive-cards.ts";

const LOCALES = ["en", "de", "zh"] as const;

test("no two examples take one name, and so one file", () => {
  const names = [...EXAMPLES, ...FORMS].map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test("every button and menu of a card is understood when it is pressed", () => {
  const view = viewOf("en");
  for (const { name, draw } of [...EXAMPLES, ...FORMS]) {
    for (const action of actionsIn(draw(view))) {
      expect(parseAction(actionId(action), actionValue(action)), name).toEqual(action);
    }
  }
});

describe.each(LOCALES)("in Slack, in %s,", (locale) => {
  test.each(EXAMPLES)("$name looks as it was approved, within Slack's limits", async ({ name, draw }) => {
    const view = viewOf(locale);
    const context = { handles: HANDLES, zone: view.zone, say: view.say };
    const message = renderMessage(draw(view), context, undefined, "drawn");
    expect(messageProblem(renderMessage(draw(view), context))).toBeUndefined();
    expect(messageProblem(message)).toBeUndefined();
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`golden/slack/${locale}/${name}.json`);
  });

  test.each(FORMS)("$name looks as it was approved, within Slack's limits", async ({ name, draw }) => {
    const view = viewOf(locale);
    const origin = { conversation: "C0CSM", direct: false };
    const modal = renderForm(draw(view), origin, { handles: HANDLES, zone: view.zone, say: view.say });
    expect(viewProblem(modal)).toBeUndefined();
    await expect(`${JSON.stringify(modal, null, 2)}\n`).toMatchFileSnapshot(`golden/slack/${locale}/${name}.json`);
  });

  test("no form's title or button is so long that Slack cuts it", () => {
    const view = viewOf(locale);
    const cut = FORMS.flatMap(({ name, draw }) => {
      const { title, submit } = draw(view);
      return [plain(title), plain(submit)].filter((text) => text.length > 24).map((text) => `${name}: ${text}`);
    });
    expect(cut).toEqual([]);
  });

  test("a card among outsiders names no customer", () => {
    const view = viewOf(locale);
    for (const { name, draw } of EXAMPLES.filter((each) => /outsiders|guests/.test(each.name))) {
      expect(JSON.stringify(draw(view)), name).not.toMatch(/Adatum|Northwind|more seats/);
    }
  });

  test("no card opens a mention, link or command that we didn't write", () => {
    const view = viewOf(locale);
    for (const { name, draw } of EXAMPLES) {
      const message = renderMessage(draw(view), { handles: HANDLES, zone: view.zone, say: view.say });
      for (const live of liveParts(message)) expect(ALLOWED.has(live), `${name}: ${live}`).toBe(true);
    }
  });
});

describe.each(LOCALES)("in Teams, in %s,", (locale) => {
  test.each(EXAMPLES)("$name looks as it was approved, and opens nothing we didn't write", async ({ name, draw }) => {
    const view = viewOf(locale);
    const card = draw(view);
    const message = renderForTeams(card, { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale });
    const { faults, live } = readCard(message.content);
    const addresses = addressesOf(card);
    expect(faults).toEqual([]);
    expect(live.filter((each) => !/^<at>|^\{\{/.test(each) && !addresses.has(each))).toEqual([]);
    expect(bytesOf(message.content)).toBeLessThanOrEqual(CARD_BYTES);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`golden/teams/${locale}/${name}.json`);
  });

  test.each(FORMS)("$name looks as it was approved, in a dialog", async ({ name, draw, refused }) => {
    const view = viewOf(locale);
    const context = { handles: TEAMS_HANDLES, zone: view.zone, say: view.say, locale };
    const card = renderFormForTeams(draw(view), { place: "dialog", origin: {}, ...refused?.(view) }, context);
    const { faults, live } = readCard(card);
    expect(faults).toEqual([]);
    expect(live.filter((each) => !/^\{\{(DATE|TIME)\(/.test(each))).toEqual([]);
    expect(bytesOf(card)).toBeLessThanOrEqual(CARD_BYTES);
    await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(`golden/teams/${locale}/${name}.json`);
  });
});

/** What a card shows whole for somebody to copy; any other address in it would be alive by mistake. */
function addressesOf(part: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(part, (key, value: unknown) => {
    if (key === "address" && typeof value === "string") found.add(value);
    return value;
  });
  return found;
}

/** What its buttons and menus press and open. */
function actionsIn(node: unknown): Action[] {
  if (Array.isArray(node)) return node.flatMap(actionsIn);
  if (typeof node !== "object" || node === null) return [];
  const { press, opens } = node as { press?: Action; opens?: Action };
  const own = [press, opens].filter((action) => action !== undefined);
  return [...own, ...Object.values(node).flatMap(actionsIn)];
}

const ALLOWED = new Set([...HANDLES.values()].map((user) => `@${user}`));

/** What Slack would make alive: control sequences of mrkdwn and plain text, and elements of rich text. */
function liveParts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(liveParts);
  if (typeof node !== "object" || node === null) return [];
  const part = node as Record<string, unknown>;
  if (part["type"] === "user") return [`@${String(part["user_id"])}`];
  if (part["type"] === "link") return [String(part["url"])];
  if (part["type"] === "broadcast" || part["type"] === "usergroup" || part["type"] === "channel")
    return [String(part["type"])];
  if (part["type"] === "mrkdwn") {
    const controls = String(part["text"]).match(/<(?!!date\^)[^>]*>/g) ?? [];
    return controls.map((control) => control.slice(1, -1));
  }
  const own = "blocks" in part ? (String(part["text"]).match(/<[!@#h][^>]*>/g) ?? []) : [];
  return [...own, ...Object.values(part).flatMap(liveParts)];
}

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  actionId,
  actionValue,
  choiceValue,
  openingId,
  parseAction,
  parseChoice,
  parseOpening,
} from "../src/chat/action-id.ts";
import type { Interaction } from "../src/chat/interaction.ts";
import { readCarried, writeCarried } from "../src/chat/slack/origin.ts";
import { translate } from "../src/chat/slack/translate.ts";
import type { Replay } from "./helpers/slack-request.ts";

const WORKSPACE = "T0TANDEM1";
const OPPORTUNITY = "019400d2-5b7a-7c31-9a52-0d8c2f6e1b07";
const ACCOUNT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";

function bodyOf(name: string): Record<string, unknown> {
  return { ...(JSON.parse(readFileSync(new URL(`replay/${name}.json`, import.meta.url), "utf8")) as Replay).body };
}
function translated(name: string, change: Record<string, unknown> = {}): Interaction | undefined {
  return translate({ ...bodyOf(name), ...change }, WORKSPACE);
}

const anna = { platform: "slack", workspace: WORKSPACE, user: "U0ANNA001", home: WORKSPACE };

describe("what Slack says, in Tandem's words", () => {
  test("a slash command keeps its words as they were typed", () => {
    expect(translated("slack-command-account")).toMatchObject({
      kind: "command",
      command: "account",
      text: "northwind & sons",
      sender: anna,
      place: { conversation: "C0CSMTEAM", private: false },
      replyTo: { triggerId: "8100000000002.1100000000.0123456789abcdef" },
    });
  });

  test("whatever somebody writes to the bot itself asks for help; no bot does, nor an edit, nor a word in a channel", () => {
    const written = {
      type: "message",
      channel: "D0ANNA",
      channel_type: "im",
      user: "U0ANNA001",
      ts: "1.2",
      text: "hello",
    };
    const told = (more: object) => translated("slack-event-joined", { event: { ...written, ...more } });
    expect(told({})).toMatchObject({
      kind: "command",
      command: "tandem",
      text: "help",
      sender: { user: "U0ANNA001" },
      place: { conversation: "D0ANNA", private: true },
    });
    expect(told({})?.contentKey).toBe(told({ event_ts: "9.9" })?.contentKey);
    expect(told({})?.contentKey).not.toBe(told({ ts: "1.3" })?.contentKey);
    const [one, twin] = [
      { client_msg_id: "m-1", ts: "1.2" },
      { client_msg_id: "m-1", ts: "1.4" },
    ];
    expect(told(one)?.contentKey).toBe(told(twin)?.contentKey);
    expect(told(one)).toMatchObject({ answeredByMessage: true });
    const others = [
      { bot_id: "B01" },
      { subtype: "message_changed" },
      { subtype: "message_deleted" },
      { subtype: "bot_message", user: undefined },
      { channel: "C0CSMTEAM", channel_type: "channel" },
      { channel: "G0GROUP", channel_type: "mpim" },
    ];
    for (const other of others) expect(told(other)).toBeUndefined();
  });

  test("an entity that was typed letter for letter is decoded once, not twice", () => {
    expect(translated("slack-command-account", { text: "&amp;lt;!here&amp;gt;" })).toMatchObject({
      text: "&lt;!here&gt;",
    });
  });

  test("what PostgreSQL can't store doesn't come in", () => {
    expect(translated("slack-command-account", { text: "a\u0000b\ud800" })).toMatchObject({ text: "ab\ufffd" });
  });

  test("a press says which message it was on, in the words of a post's reference", () => {
    expect(translated("slack-press-claim")).toMatchObject({
      kind: "press",
      action: { name: "opportunities.claim", subject: OPPORTUNITY },
      sender: anna,
      place: { conversation: "C0AMTEAM1", private: false, message: "C0AMTEAM1:1733731200.000100" },
    });
  });

  test("a choice in a menu is a press with its choice", () => {
    expect(translated("slack-press-menu")).toMatchObject({
      kind: "press",
      action: { name: "opportunities.pass", subject: OPPORTUNITY },
      choice: "no-capacity",
    });
  });

  test("a press on a message that only the presser sees says so", () => {
    expect(translated("slack-press-ephemeral")).toMatchObject({ place: { ephemeral: true } });
  });

  test("a press by someone of another team has the host's workspace and the guest's home", () => {
    expect(translated("slack-press-outsider")).toMatchObject({
      sender: { workspace: WORKSPACE, user: "U0OUTSIDE", home: "T0CUSTOMR" },
    });
  });

  test("a button of an older build is a press without an action", () => {
    const press = translated("slack-press-outdated");
    expect(press?.kind).toBe("press");
    expect(press).toHaveProperty("action", undefined);
  });

  test("a button that opens a form is an opening", () => {
    expect(translated("slack-open-form")).toMatchObject({
      kind: "opening",
      action: { name: "opportunities.spot", subject: ACCOUNT },
    });
  });

  test("a submission brings its values, its subject, and the place where the form began", () => {
    expect(translated("slack-submit-form")).toMatchObject({
      kind: "submission",
      form: "opportunities.spot",
      subject: ACCOUNT,
      values: { benefit: "The warehouse team waits for logins every Monday.", kind: "seats", by: "2026-12-18" },
      place: { conversation: "C0CSMTEAM", private: false, message: "C0CSMTEAM:1733731200.000100" },
      replyTo: { viewId: "V0FORM001" },
    });
    expect(translated("slack-submit-form")).not.toHaveProperty("values.note");
  });

  test("a choice from a message's menu brings the message in letters, who wrote it and when, and where it stands", () => {
    expect(translated("slack-shortcut-hand")).toMatchObject({
      kind: "shortcut",
      name: "hand_to_am",
      message: {
        text: "@U0ANNA001 we need 20 more seats & a quote by Friday, see our plan (https://northwind.example/plan) <!channel>",
        author: { user: "U0OUTSIDE", name: "Dana" },
        at: new Date("2024-12-09T08:00:00.000Z"),
      },
      sender: anna,
      place: { conversation: "C0CUSTOMR", private: false },
      replyTo: { triggerId: "8100000000007.1100000000.aaaabbbbccccdddd" },
    });
    expect(translated("slack-shortcut-log")).toMatchObject({
      name: "log_timeline",
      message: {
        text: "The quote is on its way, #am has it. @here dana@northwind.example",
        author: { user: "U0ANNA001" },
      },
    });
  });

  test("a message of a bot, without words, or in a shape that is new is one without them", () => {
    const message = (change: object) => translated("slack-shortcut-log", { message: { type: "message", ...change } });
    expect(message({ username: " Billing\u202e bot " })).toMatchObject({
      message: { text: "", author: { name: "Billing bot" }, at: new Date("2024-12-09T08:00:15.000Z") },
    });
    expect(message({ text: null, user: { id: "U0ANNA001" }, ts: "soon" })).toMatchObject({
      message: { text: "", author: {} },
    });
    const long = message({ text: "x".repeat(40_000) });
    expect(long?.kind === "shortcut" && long.message.text.length).toBe(12_000);
    expect(translated("slack-shortcut-log", { message: null })).toBeUndefined();
  });

  test("the same choice again has the same key, another one has another", () => {
    const key = (change: object): string | undefined => translated("slack-shortcut-log", { ...change })?.contentKey;
    expect(key({ response_url: "https://hooks.slack.com/app/T0TANDEM1/1/x" })).toBe(key({}));
    expect(key({ callback_id: "hand_to_am" })).not.toBe(key({}));
    expect(key({ action_ts: "1733731290.000001" })).not.toBe(key({}));
  });

  test.each([
    ["slack-event-joined", "joined", "U0BEN0001", WORKSPACE],
    ["slack-event-joined-outsider", "joined", "U0OUTSIDE", "T0CUSTOMR"],
    ["slack-event-left", "left", "U0BEN0001", WORKSPACE],
    ["slack-event-shared", "shared", "", WORKSPACE],
    ["slack-event-unshared", "unshared", "", WORKSPACE],
    ["slack-event-archived", "archived", "U0ANNA001", WORKSPACE],
  ])("%s: a channel's change", (name, change, user, home) => {
    expect(translated(name)).toMatchObject({
      kind: "channel-change",
      change,
      sender: { user, home },
      place: { conversation: "C0CSMTEAM" },
    });
  });

  test.each([
    "slack-press-link",
    "slack-event-unknown",
    "slack-shortcut-unknown",
    "slack-view-closed",
    "slack-suggestion-unknown",
  ])("%s asks nothing of Tandem", (name) => {
    expect(translated(name)).toBeUndefined();
  });

  test("a modal that Tandem didn't write asks nothing", () => {
    const body = bodyOf("slack-submit-form");
    const view = { ...(body["view"] as object), private_metadata: '{"v":2}' };
    expect(translate({ ...body, view }, WORKSPACE)).toBeUndefined();
  });
});

describe("one input, one key", () => {
  const keyOf = (name: string, change: Record<string, unknown> = {}): string | undefined =>
    translated(name, change)?.contentKey;

  test("an event under another event id is the same event", () => {
    expect(keyOf("slack-event-joined", { event_id: "Ev0ANOTHER" })).toBe(keyOf("slack-event-joined"));
  });

  test("a second press of the same button is another press", () => {
    const [action] = bodyOf("slack-press-claim")["actions"] as Record<string, unknown>[];
    const again = { actions: [{ ...action, action_ts: "1733731260.999999" }] };
    expect(keyOf("slack-press-claim", again)).not.toBe(keyOf("slack-press-claim"));
    expect(keyOf("slack-press-claim", { trigger_id: "another", response_url: "https://hooks.slack.com/x" })).toBe(
      keyOf("slack-press-claim"),
    );
  });

  test("the same press by another person is another press", () => {
    expect(keyOf("slack-press-claim", { user: { id: "U0BEN0001", team_id: WORKSPACE } })).not.toBe(
      keyOf("slack-press-claim"),
    );
  });

  test("a form that was corrected is another submission though its hash is the same", () => {
    const body = bodyOf("slack-submit-form");
    const view = body["view"] as { state: { values: Record<string, unknown> } };
    const corrected = { ...view, state: { values: { ...view.state.values, note: { value: { value: "corrected" } } } } };
    expect(translate({ ...body, view: corrected }, WORKSPACE)?.contentKey).not.toBe(keyOf("slack-submit-form"));
    expect(translate({ ...body, trigger_id: "another" }, WORKSPACE)?.contentKey).toBe(keyOf("slack-submit-form"));
  });

  test("a key is short, however long the input", () => {
    expect(keyOf("slack-command-account")?.length).toBeLessThan(60);
  });
});

describe("what buttons carry", () => {
  const action = { name: "opportunities.claim", subject: OPPORTUNITY };

  test("a press is read back as a press alone, an opening as an opening alone", () => {
    expect(parseAction(actionId(action), actionValue(action))).toEqual(action);
    expect(parseOpening(openingId(action), actionValue(action))).toEqual(action);
    expect(parseAction(openingId(action), actionValue(action))).toBeUndefined();
    expect(parseOpening(actionId(action), actionValue(action))).toBeUndefined();
  });

  test("a button among several of one press is read back with its own choice, and with no other's", () => {
    const seven = { ...action, choice: "7" };
    expect(parseAction(actionId(seven), actionValue(seven))).toEqual(seven);
    expect(parseAction(actionId({ ...action, choice: "10" }), actionValue(seven))).toBeUndefined();
    expect(parseAction(actionId(action), actionValue(seven))).toBeUndefined();
    expect(parseAction(actionId(seven), actionValue(action))).toBeUndefined();
    const [pressed] = bodyOf("slack-press-claim")["actions"] as object[];
    const actions = [{ ...pressed, action_id: actionId(seven), value: actionValue(seven) }];
    expect(translated("slack-press-claim", { actions })).toMatchObject({ kind: "press", action: seven, choice: "7" });
  });

  test("a choice of another version is not read", () => {
    expect(parseChoice(choiceValue("no-capacity"))).toBe("no-capacity");
    expect(parseChoice("no-capacity")).toBeUndefined();
  });

  test("a form's origin comes back as it was written, and fits private_metadata", () => {
    const carried = {
      form: "opportunities.spot",
      subject: ACCOUNT,
      origin: {
        conversation: "C0CSMTEAM",
        direct: false,
        message: "C0CSMTEAM:1.2",
        responseUrl: "https://hooks.slack.com/actions/x",
      },
    };
    expect(readCarried(writeCarried(carried))).toEqual(carried);
    const long = {
      ...carried,
      origin: { ...carried.origin, responseUrl: `https://hooks.slack.com/${"x".repeat(4000)}` },
    };
    expect(writeCarried(long).length).toBeLessThanOrEqual(3000);
    expect(readCarried(writeCarried(long))?.origin.conversation).toBe("C0CSMTEAM");
  });
});

import fastify, { type FastifyInstance } from "fastify";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Card, Form } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import type { Interaction, Reply } from "../src/chat/interaction.ts";
import { createSlack, type Slack } from "../src/chat/slack/index.ts";
import { isResponseAddress } from "../src/chat/slack/response-url.ts";
import { createSays } from "../src/locales/say.ts";
import {
  keptLog,
  sendJson,
  signedReplay,
  SIGNING_SECRET,
  startApi,
  stillWall,
  wellAnswer,
  type ApiCall,
  type LocalApi,
  type Replay,
} from "./helpers/slack-request.ts";
import { NO_WORKSPACES } from "./helpers/no-workspaces.ts";

const says = createSays();
const card: Card = { title: ["Northwind"], body: [{ kind: "text", text: ["All is well."] }] };
const form: Form = {
  name: "opportunities.spot",
  subject: "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01",
  title: ["Spot an opportunity"],
  submit: ["Send"],
  fields: [{ name: "benefit", kind: "text", label: ["Benefit"], multiline: true, maxLength: 600 }],
};

let server: FastifyInstance;
let slack: Slack;
let api: LocalApi;
let reply: (interaction: Interaction) => Reply | Promise<Reply>;
let answerApi: (call: ApiCall, response: ServerResponse) => void;
const log = keptLog();

async function start(answerWithinMs = 2000): Promise<void> {
  server = fastify();
  slack = createSlack({
    fastify: server,
    config: { signingSecret: SIGNING_SECRET, botToken: "xoxb-test", apiUrl: api.url },
    workspaces: NO_WORKSPACES,
    wall: stillWall(),
    log,
    says,
    handle: async (interaction): Promise<Answer> => ({
      reply: await reply(interaction),
      locale: "de",
      zone: "Europe/Berlin",
      handles: new Map(),
    }),
    patience: { answerWithinMs, settleMs: 0 },
  });
  await server.ready();
}

beforeEach(async () => {
  answerApi = (call, response) => sendJson(response, wellAnswer(call));
  api = await startApi((call, response) => answerApi(call, response));
  log.lines.length = 0;
});

afterEach(async () => {
  await slack.idle();
  await server.close();
  await api.close();
});

/** A replay whose replies go to the local server. */
function replay(name: string, change: Record<string, unknown> = {}): Replay {
  const read = JSON.parse(readFileSync(new URL(`replay/${name}.json`, import.meta.url), "utf8")) as Replay;
  const own = "response_url" in read.body ? { response_url: `${api.url}respond` } : {};
  return { ...read, body: { ...read.body, ...own, ...change } };
}

async function send(what: Replay): Promise<{ status: number; body: unknown }> {
  const response = await server.inject(signedReplay(what));
  return { status: response.statusCode, body: response.body === "" ? "" : response.json() };
}

function view(call: ApiCall | undefined): Record<string, unknown> {
  return JSON.parse(call?.parameters["view"] ?? "{}") as Record<string, unknown>;
}

const direct = {
  channel: { id: "D0ANNA" },
  container: { type: "message", message_ts: "1.2", channel_id: "D0ANNA", is_ephemeral: false },
};

describe("a word to the bot itself", () => {
  const written = {
    type: "message",
    channel: "D0ANNA",
    channel_type: "im",
    user: "U0ANNA001",
    ts: "1.2",
    text: "hello",
  };

  test("is answered by one message in its own conversation, and the bot's own message by none", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    expect(await send(replay("slack-event-joined", { event: written }))).toEqual({ status: 200, body: "" });
    await slack.idle();
    expect(api.calls.map(({ method }) => method)).toEqual(["conversations.open", "chat.postMessage"]);
    await send(
      replay("slack-event-joined", { event: { ...written, ts: "1.3", user: "U0TANDEMB", bot_id: "B0TANDEM" } }),
    );
    await slack.idle();
    expect(api.calls).toHaveLength(2);
  });
});

describe("a command", () => {
  test("is answered in the body, for the person alone", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    expect(await send(replay("slack-command-account"))).toMatchObject({
      status: 200,
      body: { response_type: "ephemeral", text: "Northwind", blocks: [{ type: "header" }, { type: "rich_text" }] },
    });
    await slack.idle();
    expect(api.calls).toEqual([]);
  });

  test("that answers with a form opens it with the trigger", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    expect(await send(replay("slack-command-account"))).toEqual({ status: 200, body: "" });
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["views.open"]);
    expect(view(api.calls[0])).toMatchObject({ callback_id: "opportunities.spot", submit: { text: "Send" } });
  });

  test("whose trigger has expired says so in the reader's language", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    answerApi = (call, response) =>
      sendJson(response, call.method === "views.open" ? { ok: false, error: "expired_trigger_id" } : wellAnswer(call));
    await send(replay("slack-command-account"));
    await slack.idle();
    expect(api.calls[1]).toMatchObject({
      method: "respond",
      json: { text: expect.stringContaining("zu lange") as string },
    });
  });

  test("that takes long gets an empty 200 in time and its answer by its own address", async () => {
    await start(20);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    reply = async () => {
      await held;
      return { kind: "private", card };
    };
    expect(await send(replay("slack-command-account"))).toEqual({ status: 200, body: "" });
    release();
    await slack.idle();
    expect(api.calls).toMatchObject([
      { method: "respond", json: { response_type: "ephemeral", replace_original: false, text: "Northwind" } },
    ]);
  });

  test("whose handler breaks gets a sentence and a line in the log, not silence", async () => {
    await start();
    reply = () => Promise.reject(new Error("broken"));
    const answered = await send(replay("slack-command-account"));
    expect(answered).toMatchObject({ status: 200, body: { text: "That did not work. Please try again in a moment." } });
    expect(log.lines).toContainEqual(expect.objectContaining({ level: "error", message: "an interaction failed" }));
  });
});

describe("a choice from a message's menu", () => {
  test("opens a form in time, as a skeleton that becomes it, and its submission is answered where it began", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    expect(await send(replay("slack-shortcut-hand"))).toEqual({ status: 200, body: "" });
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["views.open", "views.update"]);
    expect(api.calls[0]?.parameters["trigger_id"]).toBe("8100000000007.1100000000.aaaabbbbccccdddd");
    expect(view(api.calls[0])).toMatchObject({ callback_id: "tandem-notice" });
    expect(view(api.calls[1])).toMatchObject({ callback_id: form.name });
    expect(view(api.calls[1])["private_metadata"]).toContain('"c":"C0CUSTOMR"');
  });

  test("that has no form to open says so in its place", async () => {
    await start();
    reply = () => ({ kind: "done", sentence: ["I don't know this action any more."] });
    await send(replay("slack-shortcut-log"));
    await slack.idle();
    expect(JSON.stringify(view(api.calls[1]))).toContain("I don't know this action any more.");
  });
});

describe("a press", () => {
  test("gets an empty 200 and its answer beside the message, for the presser alone", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    expect(await send(replay("slack-press-claim"))).toEqual({ status: 200, body: "" });
    await slack.idle();
    expect(api.calls).toMatchObject([
      { method: "respond", json: { response_type: "ephemeral", replace_original: false } },
    ]);
  });

  test("replaces its message only when the reply says so", async () => {
    await start();
    reply = () => ({ kind: "replace", card });
    await send(replay("slack-press-ephemeral"));
    await slack.idle();
    expect(api.calls).toMatchObject([{ method: "respond", json: { replace_original: true } }]);
  });

  test("with nothing to say says nothing", async () => {
    await start();
    reply = () => ({ kind: "nothing" });
    await send(replay("slack-press-claim"));
    await slack.idle();
    expect(api.calls).toEqual([]);
  });

  test("whose own address fails is answered by an ephemeral message, and if that fails by a direct one", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    answerApi = (call, response) => {
      if (call.method === "respond") return sendJson(response, {}, 500);
      if (call.method === "chat.postEphemeral") return sendJson(response, { ok: false, error: "not_in_channel" });
      return sendJson(response, wellAnswer(call));
    };
    await send(replay("slack-press-claim"));
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual([
      "respond",
      "chat.postEphemeral",
      "conversations.open",
      "chat.postMessage",
    ]);
    expect(api.calls[1]?.parameters).toMatchObject({ channel: "C0AMTEAM1", user: "U0ANNA001" });
  });

  test("that reaches nobody is in the log", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    answerApi = (_call, response) => sendJson(response, { ok: false, error: "account_inactive" }, 403);
    await send(replay("slack-press-claim"));
    await slack.idle();
    expect(log.lines).toContainEqual(expect.objectContaining({ message: "a reply reached nobody" }));
  });

  test("whose address is not Slack's sends nothing there", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    await send(replay("slack-press-claim", { response_url: "http://127.0.0.1:1/steal" }));
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["chat.postEphemeral"]);
  });

  test("uses its address five times at most", async () => {
    await start();
    reply = () => ({ kind: "private", card });
    for (let at = 0; at < 7; at++) {
      await send(replay("slack-press-claim", { trigger_id: `${at}` }));
      await slack.idle();
    }
    expect(api.calls.filter((call) => call.method === "respond")).toHaveLength(5);
    expect(api.calls.filter((call) => call.method === "chat.postEphemeral")).toHaveLength(2);
  });
});

describe("where replies may go", () => {
  test.each([
    ["https://hooks.slack.com/actions/T/1/x", undefined, true],
    ["https://hooks.slack.com:443/actions/T/1/x", undefined, true],
    ["http://hooks.slack.com/actions/T/1/x", undefined, false],
    ["https://hooks.slack.com.evil.example/x", undefined, false],
    ["https://hooks.slack.com@evil.example/x", undefined, false],
    ["https://a:b@hooks.slack.com/x", undefined, false],
    ["https://hooks.slack.com:8443/x", undefined, false],
    ["http://127.0.0.1:3000/x", undefined, false],
    ["file:///etc/passwd", undefined, false],
    ["not an address", undefined, false],
    ["http://127.0.0.1:3000/respond/1", "http://127.0.0.1:3000/api/", true],
    ["http://127.0.0.1:3001/respond/1", "http://127.0.0.1:3000/api/", false],
  ])("%s with %s: %s", (address, apiUrl, allowed) => {
    expect(isResponseAddress(address, apiUrl)).toBe(allowed);
  });
});

describe("a button that opens a form", () => {
  test("shows a skeleton at once and the form in its place, with the skeleton's hash", async () => {
    await start();
    reply = async () => {
      await expect.poll(() => api.calls.length).toBe(1);
      return { kind: "form", form };
    };
    expect(await send(replay("slack-open-form"))).toEqual({ status: 200, body: "" });
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["views.open", "views.update"]);
    expect(view(api.calls[0])).not.toHaveProperty("submit");
    expect(JSON.stringify(view(api.calls[0]))).toContain("Opening…");
    expect(api.calls[1]?.parameters).toMatchObject({ view_id: "V0FORM", hash: "156.aa" });
    expect(view(api.calls[1])).toMatchObject({ callback_id: "opportunities.spot" });
    expect(JSON.parse(view(api.calls[1])["private_metadata"] as string)).toMatchObject({
      f: "opportunities.spot",
      c: "C0AMTEAM1",
      m: "C0AMTEAM1:1733731200.000100",
    });
  });

  test("says in the modal why it can't open the form", async () => {
    await start();
    reply = () => ({ kind: "done", sentence: ["This account has left."] });
    await send(replay("slack-open-form"));
    await slack.idle();
    expect(JSON.stringify(view(api.calls[1]))).toContain("This account has left.");
    expect(view(api.calls[1])).not.toHaveProperty("submit");
  });

  test("pressed too long ago says so", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    answerApi = (call, response) =>
      sendJson(response, call.method === "views.open" ? { ok: false, error: "expired_trigger_id" } : wellAnswer(call));
    await send(replay("slack-open-form"));
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["views.open", "respond"]);
  });

  test("speaks the reader's language from the second time on", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    await send(replay("slack-open-form"));
    await slack.idle();
    await send(replay("slack-open-form", { trigger_id: "second" }));
    await slack.idle();
    expect(JSON.stringify(view(api.calls[2]))).toContain("Wird geöffnet");
  });
});

describe("a form that is sent", () => {
  test("stays open with a sentence under the field that is wrong", async () => {
    await start();
    reply = () => ({ kind: "invalid", fields: { benefit: ["Say what they gain."], elsewhere: ["And when."] } });
    expect(await send(replay("slack-submit-form"))).toMatchObject({
      body: { response_action: "errors", errors: { benefit: "Say what they gain. And when." } },
    });
    await slack.idle();
    expect(api.calls).toEqual([]);
  });

  test("closes when it is done and says so where it began", async () => {
    await start();
    reply = () => ({ kind: "done", sentence: ["Sent to Marta."] });
    expect(await send(replay("slack-submit-form"))).toMatchObject({ body: { response_action: "clear" } });
    await slack.idle();
    expect(api.calls).toMatchObject([
      { method: "chat.postEphemeral", parameters: { channel: "C0CSMTEAM", user: "U0ANNA001", text: "Sent to Marta." } },
    ]);
  });

  test("that began in the bot's own conversation closes with a message there", async () => {
    await start();
    let metadata = "";
    reply = () => ({ kind: "form", form });
    await send(replay("slack-open-form", direct));
    await slack.idle();
    metadata = view(api.calls[1])["private_metadata"] as string;
    reply = () => ({ kind: "done", sentence: ["Sent to Marta."] });
    const submitted = replay("slack-submit-form");
    await send({
      ...submitted,
      body: { ...submitted.body, view: { ...(submitted.body["view"] as object), private_metadata: metadata } },
    });
    await slack.idle();
    expect(api.calls.slice(2).map((call) => call.method)).toEqual(["conversations.open", "chat.postMessage"]);
    expect(api.calls[3]?.parameters).toMatchObject({ channel: "D0ANNA", text: "Sent to Marta." });
  });

  test("may lead to the next form", async () => {
    await start();
    reply = () => ({ kind: "form", form });
    expect(await send(replay("slack-submit-form"))).toMatchObject({
      body: { response_action: "update", view: { callback_id: "opportunities.spot" } },
    });
  });

  test("that takes long says it is still saving, then how it ended", async () => {
    await start(20);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    reply = async () => {
      await held;
      return { kind: "done", sentence: ["Sent to Marta."] };
    };
    const answered = await send(replay("slack-submit-form"));
    expect(answered).toMatchObject({ body: { response_action: "update" } });
    expect(JSON.stringify(answered.body)).toContain("Still saving…");
    release();
    await slack.idle();
    expect(api.calls).toMatchObject([{ method: "views.update", parameters: { view_id: "V0FORM001" } }]);
    expect(JSON.stringify(view(api.calls[0]))).toContain("Sent to Marta.");
  });

  test("that was late and wrong comes back with what was typed", async () => {
    await start(20);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    reply = async () => {
      await held;
      return { kind: "invalid", fields: { benefit: ["Say what they gain."] } };
    };
    await send(replay("slack-submit-form"));
    release();
    await slack.idle();
    expect(JSON.stringify(view(api.calls[0]))).toContain("Say what they gain.");
    expect(view(api.calls[0])["blocks"]).toMatchObject([
      { type: "context" },
      { element: { initial_value: "The warehouse team waits for logins every Monday." } },
      { element: { initial_option: { value: "seats" } } },
      { element: { initial_date: "2026-12-18" } },
      { block_id: "note" },
    ]);
    expect(view(api.calls[0])).toMatchObject({ submit: { text: "Send" } });
  });

  test("that was late and whose modal was closed is answered where it began", async () => {
    await start(20);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    reply = async () => {
      await held;
      return { kind: "done", sentence: ["Sent to Marta."] };
    };
    answerApi = (call, response) =>
      sendJson(response, call.method === "views.update" ? { ok: false, error: "not_found" } : wellAnswer(call));
    await send(replay("slack-submit-form"));
    release();
    await slack.idle();
    expect(api.calls.map((call) => call.method)).toEqual(["views.update", "chat.postEphemeral"]);
  });
});

test("a channel's change is heard and answered by nobody", async () => {
  await start();
  const heard: Interaction[] = [];
  reply = (interaction) => {
    heard.push(interaction);
    return { kind: "done", sentence: ["not for anyone"] };
  };
  expect(await send(replay("slack-event-joined"))).toEqual({ status: 200, body: "" });
  await slack.idle();
  expect(heard).toMatchObject([{ kind: "channel-change", change: "joined" }]);
  expect(api.calls).toEqual([]);
});

import { createHmac, timingSafeEqual } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import type { Json } from "../src/demo/slack/shapes.ts";
import { clockLabel, slackDate } from "../src/demo/page/dates.ts";
import { registerDemoPage } from "../src/demo/page/plugin.ts";
import type { PageState } from "../src/demo/page/wire.ts";
import { startLocalSlack, type LocalSlack } from "../src/demo/slack/server.ts";

const SECRET = "a-signing-secret-of-the-test";
const TOKEN = "xoxb-of-the-test";
const clock = createMovableClock(new Date("2026-11-23T07:00:00Z"));

/** A bot of three sentences: it checks signatures, keeps what it got, and answers as a script says. */
interface StandIn {
  readonly received: Json[];
  readonly refusals: number[];
  answer: (body: Json) => Promise<Json | string | undefined>;
}

const bot: StandIn = { received: [], refusals: [], answer: () => Promise.resolve(undefined) };
let server: FastifyInstance;
let slack: LocalSlack;
let client: WebClient;
let page: FastifyInstance;
let moveOn: () => void = () => undefined;

function genuine(headers: Record<string, unknown>, body: string): boolean {
  const timestamp = String(headers["x-slack-request-timestamp"]);
  const expected = `v0=${createHmac("sha256", SECRET).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const given = String(headers["x-slack-signature"]);
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

function read(contentType: string, body: string): Json {
  if (contentType === "application/json") return JSON.parse(body) as Json;
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields["payload"] === undefined ? fields : (JSON.parse(fields["payload"]) as Json);
}

beforeAll(async () => {
  server = fastify();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  server.post("/slack/events", async (request, reply) => {
    const body = String(request.body);
    if (!genuine(request.headers, body)) {
      bot.refusals.push(401);
      return reply.code(401).send();
    }
    const payload = read(String(request.headers["content-type"]), body);
    bot.received.push(payload);
    const answer = await bot.answer(payload);
    return reply.code(200).send(answer ?? "");
  });
  const origin = await server.listen({ host: "127.0.0.1", port: 0 });
  slack = await startLocalSlack({
    signingSecret: SECRET,
    botToken: TOKEN,
    eventsUrl: `${origin}/slack/events`,
    wall: wallClock,
    clock,
    people: [
      { name: "Anna Kurz", email: "anna@tailspin.example", zone: "Europe/Berlin", role: "CSM" },
      { name: "Marta Ruiz", email: "marta@tailspin.example", zone: "Europe/Madrid", locale: "de", role: "AM" },
      { name: "Ben Okafor", email: "ben@tailspin.example", role: "CSM" },
      { name: "Dana Vogt", email: "dana@northwind.example", home: "T0NORTHWIND" },
    ],
    channels: [
      { name: "csm", members: ["anna@tailspin.example", "marta@tailspin.example"], topic: "Customers" },
      { name: "deals", members: ["marta@tailspin.example"], private: true },
      { name: "northwind", members: ["anna@tailspin.example", "dana@northwind.example"], shared: true },
    ],
  });
  page = fastify();
  registerDemoPage(page, {
    slack,
    clock: {
      now: () => clock.now(),
      zone: "Europe/Berlin",
      advance: () => new Promise((resolve) => (moveOn = resolve)),
    },
  });
  await page.ready();
  client = new WebClient(TOKEN, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
});

afterAll(async () => {
  await page.close();
  await slack.close();
  await server.close();
});

function user(email: string): string {
  return slack.userIds.get(email) ?? "";
}
function channel(name: string): string {
  return slack.channelIds.get(name) ?? "";
}
const anna = () => slack.person(user("anna@tailspin.example"));
const marta = () => slack.person(user("marta@tailspin.example"));

function button(actionId: string, value: string, label = "Own it"): Json {
  return { type: "button", action_id: actionId, value, text: { type: "plain_text", text: label } };
}

async function post(name: string, ...elements: Json[]): Promise<string> {
  const blocks = [
    { type: "section", text: { type: "mrkdwn", text: "*Northwind* is at risk" } },
    { type: "actions", block_id: "acts", elements },
  ];
  const said = { channel: channel(name), text: "Northwind is at risk", blocks };
  const sent = (await client.apiCall("chat.postMessage", said)) as { ts?: string };
  return sent.ts ?? "";
}

/** Answers the next request of the person with `script`; returns what the bot then got. */
async function during(script: StandIn["answer"], act: () => Promise<unknown>): Promise<Json> {
  bot.answer = script;
  const before = bot.received.length;
  await act();
  bot.answer = () => Promise.resolve(undefined);
  const got = bot.received[before];
  if (!got) throw new Error("the bot got nothing");
  return got;
}

async function replyBy(url: unknown, body: Json): Promise<Response> {
  return fetch(String(url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

const MODAL = {
  type: "modal",
  callback_id: "risk.contact:1",
  title: { type: "plain_text", text: "Log contact" },
  submit: { type: "plain_text", text: "Save" },
  blocks: [
    {
      type: "input",
      block_id: "note",
      label: { type: "plain_text", text: "What was said?" },
      element: { type: "plain_text_input", action_id: "note", multiline: true, min_length: 3 },
    },
    {
      type: "input",
      block_id: "kind",
      optional: true,
      label: { type: "plain_text", text: "How?" },
      element: {
        type: "static_select",
        action_id: "kind",
        options: [
          { text: { type: "plain_text", text: "Call" }, value: "call" },
          { text: { type: "plain_text", text: "Mail" }, value: "mail" },
        ],
      },
    },
  ],
};

async function openModal(email: string): Promise<{ person: ReturnType<typeof anna>; view: string }> {
  const ts = await post("csm", button("risk.contact:1", "v"));
  const person = slack.person(user(email));
  await during(
    async (body) => {
      await client.apiCall("views.open", { trigger_id: String(body["trigger_id"]), view: MODAL });
      return undefined;
    },
    () => person.press(channel("csm"), ts, "risk.contact:1"),
  );
  return { person, view: person.views().at(-1)?.id ?? "" };
}

test("a press reaches the app signed, with the message, the channel and a way to answer", async () => {
  const ts = await post("csm", button("risk.own:7", '{"v":1,"id":"7"}'));
  const payload = await during(
    () => Promise.resolve(undefined),
    () => anna().press(channel("csm"), ts, "risk.own:7"),
  );
  expect(bot.refusals).toEqual([]);
  expect(payload).toMatchObject({
    type: "block_actions",
    user: { id: user("anna@tailspin.example"), team_id: slack.teamId },
    team: { id: slack.teamId },
    channel: { id: channel("csm"), name: "csm" },
    container: { type: "message", message_ts: ts, is_ephemeral: false },
    message: { ts, text: "Northwind is at risk" },
    actions: [{ type: "button", action_id: "risk.own:7", block_id: "acts", value: '{"v":1,"id":"7"}' }],
  });
});

test("a button that doesn't stand in the stored message can't be pressed", async () => {
  const ts = await post("csm", button("risk.own:7", "mine"));
  const before = bot.received.length;
  expect((await anna().press(channel("csm"), ts, "risk.close:7")).kind).toBe("refused");
  expect((await anna().press(channel("csm"), ts, "risk.own:7", "somebody else's")).kind).toBe("refused");
  expect((await anna().press(channel("csm"), "1.000001", "risk.own:7")).kind).toBe("refused");
  expect(bot.received.length).toBe(before);
});

test("who isn't in a channel can neither read nor press there", async () => {
  const ts = await post("deals", button("deal.take:1", "v"));
  expect((await anna().press(channel("deals"), ts, "deal.take:1")).kind).toBe("refused");
  await expect(anna().messages(channel("deals"))).rejects.toThrow("not_in_channel");
  const ben = slack.person(user("ben@tailspin.example"));
  const open = await post("csm", button("risk.own:8", "v"));
  expect((await ben.press(channel("csm"), open, "risk.own:8")).kind).toBe("refused");
  expect((await marta().press(channel("deals"), ts, "deal.take:1")).kind).toBe("ok");
});

test("what is said by response_url only the presser sees, five times at most", async () => {
  const ts = await post("csm", button("risk.own:9", "v"));
  const payload = await during(
    () => Promise.resolve(undefined),
    () => anna().press(channel("csm"), ts, "risk.own:9"),
  );
  expect((await replyBy(payload["response_url"], { text: "Yours now." })).status).toBe(200);
  const own = (await anna().messages(channel("csm"))).at(-1);
  expect(own).toMatchObject({ text: "Yours now.", ephemeral: true, author: slack.botUserId });
  expect((await marta().messages(channel("csm"))).map((message) => message.text)).not.toContain("Yours now.");
  for (let use = 2; use <= 5; use++) await replyBy(payload["response_url"], { text: `${use}` });
  expect((await replyBy(payload["response_url"], { text: "6" })).status).toBe(404);
});

test("an ephemeral message with buttons can be pressed, replaced and deleted, by its reader alone", async () => {
  const first = await during(
    () =>
      Promise.resolve({
        text: "Which one?",
        blocks: [{ type: "actions", elements: [button("a.pick:1", "1", "One")] }],
      }),
    () => anna().command(channel("csm"), "/account north"),
  );
  expect(first["command"]).toBe("/account");
  const ts = (await anna().messages(channel("csm"))).at(-1)?.ts ?? "";
  expect((await marta().press(channel("csm"), ts, "a.pick:1")).kind).toBe("refused");
  const press = await during(
    () => Promise.resolve(undefined),
    () => anna().press(channel("csm"), ts, "a.pick:1"),
  );
  expect(press).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
  expect(press).not.toHaveProperty("message");
  await replyBy(press["response_url"], { replace_original: true, text: "Northwind GmbH" });
  expect((await anna().messages(channel("csm"))).at(-1)).toMatchObject({ ts, text: "Northwind GmbH" });
  await replyBy(press["response_url"], { delete_original: true });
  expect((await anna().messages(channel("csm"))).map((message) => message.ts)).not.toContain(ts);
});

test("a slash command carries its words, and its answer is the asker's alone", async () => {
  const body = await during(
    () => Promise.resolve({ response_type: "ephemeral", text: "Northwind GmbH, adoption" }),
    () => anna().command(channel("csm"), "/account northwind gmbh"),
  );
  expect(body).toMatchObject({
    command: "/account",
    text: "northwind gmbh",
    user_id: user("anna@tailspin.example"),
    channel_id: channel("csm"),
    channel_name: "csm",
    team_id: slack.teamId,
  });
  expect((await anna().messages(channel("csm"))).at(-1)).toMatchObject({
    text: "Northwind GmbH, adoption",
    ephemeral: true,
  });
  expect((await marta().messages(channel("csm"))).at(-1)?.text).not.toBe("Northwind GmbH, adoption");
});

test("a choice in a menu goes out with the option, and only one that is offered", async () => {
  const menu = {
    type: "static_select",
    action_id: "risk.snooze:1",
    options: [{ text: { type: "plain_text", text: "Next week" }, value: "week" }],
  };
  const ts = await post("csm", menu, { type: "datepicker", action_id: "risk.until:1" });
  const payload = await during(
    () => Promise.resolve(undefined),
    () => anna().choose(channel("csm"), ts, "risk.snooze:1", "week"),
  );
  expect(payload).toMatchObject({
    actions: [{ type: "static_select", selected_option: { value: "week" } }],
    state: { values: { acts: { "risk.snooze:1": { selected_option: { value: "week" } } } } },
  });
  expect((await anna().choose(channel("csm"), ts, "risk.snooze:1", "year")).kind).toBe("refused");
  expect((await anna().choose(channel("csm"), ts, "risk.until:1", "31/02/2026")).kind).toBe("refused");
  expect((await anna().choose(channel("csm"), ts, "risk.until:1", "2026-12-01")).kind).toBe("ok");
});

test("a form opens by the trigger of a press, for that person alone, and closes when it is taken", async () => {
  const { person, view } = await openModal("anna@tailspin.example");
  expect(view).not.toBe("");
  expect(marta().views()).toEqual([]);
  const payload = await during(
    () => Promise.resolve(undefined),
    () => person.submit(view, { note: "They are fine.", kind: "call" }),
  );
  expect(payload).toMatchObject({
    type: "view_submission",
    view: {
      callback_id: "risk.contact:1",
      state: {
        values: { note: { note: { value: "They are fine." } }, kind: { kind: { selected_option: { value: "call" } } } },
      },
    },
  });
  expect(person.views()).toEqual([]);
});

test("a form stays open with a sentence under the field that the app refuses", async () => {
  const { person, view } = await openModal("anna@tailspin.example");
  bot.answer = () => Promise.resolve({ response_action: "errors", errors: { note: "Say a little more." } });
  expect(await person.submit(view, { note: "Fine." })).toEqual({
    kind: "errors",
    errors: { note: "Say a little more." },
  });
  expect(person.views().map((open) => open.id)).toEqual([view]);
  bot.answer = () => Promise.resolve({ response_action: "errors", errors: { nowhere: "?" } });
  expect((await person.submit(view, { note: "Fine." })).kind).toBe("failed");
  bot.answer = () => Promise.resolve(undefined);
  await person.close(view);
  expect(person.views()).toEqual([]);
});

test("an empty required field, or one too short, never leaves the form", async () => {
  const { person, view } = await openModal("anna@tailspin.example");
  const before = bot.received.length;
  expect(await person.submit(view, {})).toMatchObject({
    kind: "errors",
    errors: { note: expect.any(String) as string },
  });
  expect((await person.submit(view, { note: "ab" })).kind).toBe("errors");
  expect((await person.submit(view, { note: "abc", kind: "pigeon" })).kind).toBe("errors");
  expect(bot.received.length).toBe(before);
  await person.close(view);
});

test("an answer may put another form in its place, and clear closes all", async () => {
  const { person, view } = await openModal("anna@tailspin.example");
  const next = { ...MODAL, title: { type: "plain_text", text: "One more thing" } };
  bot.answer = () => Promise.resolve({ response_action: "update", view: next });
  await person.submit(view, { note: "Fine." });
  expect(person.views().map((open) => [open.id, open.title?.text])).toEqual([[view, "One more thing"]]);
  bot.answer = () => Promise.resolve({ response_action: "clear" });
  await person.submit(view, { note: "Fine." });
  expect(person.views()).toEqual([]);
});

test("a form that was closed can't be updated any more", async () => {
  const { person, view } = await openModal("anna@tailspin.example");
  await client.apiCall("views.update", {
    view_id: view,
    view: { ...MODAL, submit: { type: "plain_text", text: "Keep" } },
  });
  expect(person.views().at(-1)?.submit?.text).toBe("Keep");
  await person.close(view);
  await expect(client.apiCall("views.update", { view_id: view, view: MODAL })).rejects.toThrow("not_found");
});

test("the home tab opens with an event and shows what the app publishes", async () => {
  const home = { type: "home", blocks: [{ type: "section", text: { type: "mrkdwn", text: "My accounts" } }] };
  const payload = await during(
    async () => {
      await client.apiCall("views.publish", { user_id: user("anna@tailspin.example"), view: home });
      return undefined;
    },
    () => anna().openHome(),
  );
  expect(payload).toMatchObject({ type: "event_callback", event: { type: "app_home_opened", tab: "home" } });
  expect(anna().home()?.blocks).toEqual(home.blocks);
});

test("what Slack would refuse, this Slack refuses too", async () => {
  const blocks = [{ type: "section", text: { type: "mrkdwn", text: "x".repeat(3001) } }];
  await expect(client.apiCall("chat.postMessage", { channel: channel("csm"), text: "x", blocks })).rejects.toThrow(
    "invalid_blocks",
  );
  const many = Array.from({ length: 51 }, () => ({ type: "divider" }));
  await expect(
    client.apiCall("chat.postMessage", { channel: channel("csm"), text: "x", blocks: many }),
  ).rejects.toThrow("invalid_blocks");
  const stranger = new WebClient("xoxb-someone", { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  await expect(stranger.auth.test()).rejects.toThrow("invalid_auth");
});

test("people have their zones, channels their flags, and guests their own team", async () => {
  const found = await client.users.lookupByEmail({ email: "anna@tailspin.example" });
  expect(found.user).toMatchObject({ id: user("anna@tailspin.example"), tz: "Europe/Berlin", team_id: slack.teamId });
  const guest = await client.users.info({ user: user("dana@northwind.example") });
  expect(guest.user).toMatchObject({ team_id: "T0NORTHWIND", is_stranger: true });
  const shared = await client.conversations.info({ channel: channel("northwind") });
  expect(shared.channel).toMatchObject({ name: "northwind", is_ext_shared: true, is_member: true });
  const inner = await client.conversations.info({ channel: channel("csm") });
  expect(inner.channel).toMatchObject({ is_ext_shared: false });
  const members = await client.conversations.members({ channel: channel("csm") });
  expect(new Set(members.members)).toEqual(
    new Set([slack.botUserId, user("anna@tailspin.example"), user("marta@tailspin.example")]),
  );
});

test("a guest's press says which team they come from, and commands aren't theirs", async () => {
  const ts = await post("northwind", button("nps.score:9", "9", "9"));
  const dana = slack.person(user("dana@northwind.example"));
  const payload = await during(
    () => Promise.resolve(undefined),
    () => dana.press(channel("northwind"), ts, "nps.score:9"),
  );
  expect(payload).toMatchObject({ team: { id: slack.teamId }, user: { team_id: "T0NORTHWIND" } });
  expect((await dana.command(channel("northwind"), "/account northwind")).kind).toBe("refused");
});

test("a shortcut says which message it was chosen at, who wrote it, and when in the demo's time", async () => {
  clock.set(new Date("2026-11-30T07:00:00Z"));
  const dana = slack.person(user("dana@northwind.example"));
  await dana.say(channel("northwind"), "What would ten more seats cost?");
  const ts = (await anna().messages(channel("northwind"))).at(-1)?.ts ?? "";
  const payload = await during(
    () => Promise.resolve(undefined),
    () => anna().shortcut(channel("northwind"), ts, "hand_to_am"),
  );
  expect(payload).toMatchObject({
    type: "message_action",
    callback_id: "hand_to_am",
    user: { id: user("anna@tailspin.example") },
    channel: { id: channel("northwind") },
    message: {
      text: "What would ten more seats cost?",
      user: user("dana@northwind.example"),
      user_profile: { real_name: "Dana Vogt" },
      ts: `${String(Date.parse("2026-11-30T07:00:00Z") / 1000)}.000000`,
    },
  });
  expect((await dana.shortcut(channel("northwind"), ts, "hand_to_am")).kind).toBe("refused");
  expect((await marta().shortcut(channel("northwind"), ts, "hand_to_am")).kind).toBe("refused");
});

test("messages bear the demo's time, and the app's direct messages reach one person", async () => {
  clock.set(new Date("2026-11-30T07:00:00Z"));
  const sent = await client.chat.postMessage({ channel: user("anna@tailspin.example"), text: "Your day, Anna" });
  const direct = (await slack.conversations(user("anna@tailspin.example"))).find((one) => one.kind === "direct");
  expect(direct).toMatchObject({ id: sent.channel, name: "Tandem" });
  const seen = (await anna().messages(String(sent.channel))).at(-1);
  expect(seen).toMatchObject({ text: "Your day, Anna", at: new Date("2026-11-30T07:00:00Z") });
  await expect(marta().messages(String(sent.channel))).rejects.toThrow("not_in_channel");
});

test("an app that answers badly is a failure the person can see", async () => {
  bot.answer = () => Promise.reject(new Error("broken"));
  expect(await anna().command(channel("csm"), "/tandem help")).toEqual({ kind: "failed", because: "http 500" });
  bot.answer = () => Promise.resolve(undefined);
});

async function screen(email: string, at = ""): Promise<PageState> {
  const answer = await page.inject({ url: "/demo/state", query: { as: user(email), at, seen: "1" } });
  return answer.json<PageState>();
}

function perform(email: string, payload: Json, headers: Record<string, string> = {}) {
  return page.inject({ method: "POST", url: "/demo/act", query: { as: user(email) }, payload, headers });
}

function htmlOf(state: PageState): string {
  return state.messages.map((message) => message.html).join("");
}

test("the page shows a button with what it takes to press it, and pressing goes out signed", async () => {
  const ts = await post("csm", button("risk.own:<11>", 'it"s'));
  const state = await screen("anna@tailspin.example", channel("csm"));
  expect(htmlOf(state)).toContain(
    'data-action="risk.own:&lt;11&gt;" class="act" data-does="press" data-value="it&quot;s"',
  );
  const act = { kind: "press", place: { channel: channel("csm"), ts }, action: "risk.own:<11>", value: 'it"s' };
  const payload = await during(
    () => Promise.resolve(undefined),
    () => perform("anna@tailspin.example", act),
  );
  expect(payload).toMatchObject({
    user: { id: user("anna@tailspin.example") },
    actions: [{ action_id: "risk.own:<11>" }],
  });
});

test("what only Anna may see is on her page and not on Marta's", async () => {
  bot.answer = () => Promise.resolve({ text: "For your eyes" });
  await perform("anna@tailspin.example", { kind: "command", channel: channel("csm"), text: "/account x" });
  bot.answer = () => Promise.resolve(undefined);
  const hers = htmlOf(await screen("anna@tailspin.example", channel("csm")));
  expect(hers).toContain("For your eyes");
  expect(hers).toContain("Only visible to you");
  expect(htmlOf(await screen("marta@tailspin.example", channel("csm")))).not.toContain("For your eyes");
});

test("this Slack speaks its reader's language, under a form's fields too", async () => {
  bot.answer = () => Promise.resolve({ text: "Northwind" });
  await perform("marta@tailspin.example", { kind: "command", channel: channel("deals"), text: "/account x" });
  bot.answer = () => Promise.resolve(undefined);
  const hers = await screen("marta@tailspin.example", channel("deals"));
  expect(hers.me.language).toBe("de");
  expect(htmlOf(hers)).toContain("Nur für Sie sichtbar");
  expect(htmlOf(hers)).toContain("<span>Heute</span>");
  const { view } = await openModal("marta@tailspin.example");
  const form = (await screen("marta@tailspin.example")).view;
  expect(form?.html).toContain("Keine Angabe");
  const left = (values: Json) => perform("marta@tailspin.example", { kind: "submit", view, values });
  expect((await left({ note: [""] })).json()).toEqual({
    kind: "errors",
    errors: { note: "Bitte füllen Sie dieses Pflichtfeld aus." },
  });
  expect((await left({ note: ["ab"] })).json()).toMatchObject({
    errors: { note: "Bitte schreiben Sie mindestens 3 Zeichen." },
  });
  await perform("marta@tailspin.example", { kind: "close", view });
});

test("the page shows no conversation that the person isn't in", async () => {
  const state = await screen("anna@tailspin.example", channel("deals"));
  expect(state.at.id).not.toBe(channel("deals"));
  expect(state.channels.map((one) => one.name)).toEqual(["csm", "northwind", "Tandem"]);
});

test("a channel is unread until its person has looked", async () => {
  await post("csm", button("risk.own:12", "v"));
  const unread = async () =>
    (await screen("marta@tailspin.example", channel("deals"))).channels.map((one) => [one.name, one.unread]);
  expect(await unread()).toContainEqual(["csm", true]);
  await screen("marta@tailspin.example", channel("csm"));
  expect(await unread()).toContainEqual(["csm", false]);
});

test("a form is on the page with its labels, and gone when it is closed", async () => {
  const { view } = await openModal("anna@tailspin.example");
  const form = (await screen("anna@tailspin.example")).view;
  expect(form?.key).toBe(view);
  expect(form?.html).toContain('<label class="label" for="field-note">What was said?</label>');
  expect(form?.html).toContain('<option value="call">Call</option>');
  await perform("anna@tailspin.example", { kind: "close", view });
  expect((await screen("anna@tailspin.example")).view).toBeNull();
});

test("the page loads nothing from elsewhere, and no other site can act on it", async () => {
  const answer = await page.inject({ url: "/demo" });
  expect(answer.headers["content-security-policy"]).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  expect(answer.body).not.toMatch(/(?:src|href)="(?!\/demo\/)/);
  const blocks = [
    { type: "section", text: { type: "mrkdwn", text: "<javascript:alert(1)|come> <img src=x onerror=alert(1)>" } },
  ];
  await client.chat.postMessage({ channel: channel("csm"), text: "x", blocks });
  const html = htmlOf(await screen("anna@tailspin.example", channel("csm")));
  expect(html).not.toMatch(/javascript:[^<]*"|<img src="?x|style="/);
  const refused = await perform("anna@tailspin.example", { kind: "home" }, { "sec-fetch-site": "cross-site" });
  expect(refused.statusCode).toBe(403);
});

test("the clock moves one step at a time", async () => {
  const move = () => page.inject({ method: "POST", url: "/demo/clock", payload: { step: "week" } });
  const first = move();
  await expect.poll(async () => (await screen("anna@tailspin.example")).clock.moving).toBe("week");
  expect((await move()).statusCode).toBe(409);
  moveOn();
  expect((await first).json()).toEqual({ kind: "ok" });
  expect((await screen("anna@tailspin.example")).clock.moving).toBeNull();
});

test("dates stand in the reader's zone and language, near days by name", () => {
  const seconds = Date.parse("2026-11-23T23:30:00Z") / 1000;
  const berlin = { locale: "en-GB", zone: "Europe/Berlin", now: new Date("2026-11-23T07:00:00Z") };
  expect(slackDate("{date_short_pretty} at {time}", seconds, berlin)).toBe("tomorrow at 00:30");
  expect(slackDate("{date_short_pretty}", seconds, { ...berlin, zone: "UTC" })).toBe("today");
  expect(slackDate("{date}", seconds, { ...berlin, locale: "de" })).toBe("24. November");
  expect(slackDate("{date_short} {nonsense}", seconds + 200 * 86_400, berlin)).toBe("12 Jun 2027 {nonsense}");
  expect(clockLabel(berlin.now, "Europe/Berlin", "en-GB")).toBe("Mon 23 Nov 2026, 08:00 Berlin");
  expect(clockLabel(berlin.now, "Europe/Berlin", "de")).toBe("Mo., 23. Nov. 2026, 08:00 Berlin");
});

test("the oldest messages of a very full channel go", async () => {
  const name = "deals";
  const first = await post(name, button("deal.take:2", "v"));
  for (let sent = 0; sent < 400; sent++) await client.chat.postMessage({ channel: channel(name), text: `${sent}` });
  expect((await marta().press(channel(name), first, "deal.take:2")).kind).toBe("refused");
  expect((await marta().messages(channel(name))).at(-1)?.text).toBe("399");
});

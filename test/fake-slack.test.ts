import { setImmediate as soon } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { type FakeSlack, startFakeSlack } from "./helpers/fake-slack.ts";
import { stillWall } from "./helpers/slack-request.ts";

type Answer = Record<string, unknown> & { ok: boolean; error?: string };

const running: FakeSlack[] = [];
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});

async function slackOfAcme(enforceRates = true) {
  const wall = stillWall();
  const slack = await startFakeSlack({ wall, enforceRates });
  running.push(slack);
  slack.addTeam({ id: "T0ACME", token: "xoxb-acme" });
  slack.addUser("T0ACME", { id: "U0ANNA", email: "anna@acme.example", name: "Anna Berg" });
  slack.addUser("T0ACME", { id: "U0GUEST", name: "Guest", guest: true });
  slack.addUser("T0ACME", { id: "U0OTHER", name: "Other", homeTeam: "T0OTHER", email: "o@other.example" });
  slack.addChannel("T0ACME", { id: "C0CSM", name: "csm", members: ["U0ANNA"] });
  slack.addChannel("T0ACME", { id: "C0AM", name: "am", members: ["U0ANNA"] });

  async function raw(method: string, args: Record<string, unknown>, token = "xoxb-acme"): Promise<Response> {
    const form = Object.entries(args).map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return fetch(`${slack.apiUrl}${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(form),
    });
  }
  async function call(method: string, args: Record<string, unknown> = {}, token?: string): Promise<Answer> {
    return (await (await raw(method, args, token)).json()) as Answer;
  }
  /** @returns the status and what Retry-After says */
  async function pace(method: string, args: Record<string, unknown> = {}) {
    const response = await raw(method, args);
    await response.text();
    return [response.status, response.headers.get("retry-after")];
  }
  return { slack, wall, raw, call, pace };
}

const HELLO = { channel: "C0CSM", text: "hello" };
const MODAL = { type: "modal", title: { type: "plain_text", text: "Form" }, blocks: [] };

describe("messages", () => {
  test("a message stands with all its versions and keeps its metadata when it is drawn anew", async () => {
    const { slack, call } = await slackOfAcme();
    const metadata = { event_type: "tandem_post", event_payload: { delivery_id: "d-1" } };
    const posted = await call("chat.postMessage", { ...HELLO, metadata });
    const ts = String(posted["ts"]);
    expect(await call("chat.update", { channel: "C0CSM", ts, text: "again" })).toMatchObject({ ok: true, ts });
    expect(slack.messages.get(`C0CSM:${ts}`)).toMatchObject({
      team: "T0ACME",
      text: "again",
      metadata,
      versions: [{ text: "hello" }, { text: "again" }],
    });
    expect(slack.standing("C0CSM")).toHaveLength(1);
  });

  test("two messages never share a ts, and the later one's is greater", async () => {
    const { slack, call } = await slackOfAcme(false);
    for (let made = 0; made < 20; made++) await call("chat.postMessage", HELLO);
    const stamps = slack.standing("C0CSM").map((each) => each.ts);
    expect(new Set(stamps).size).toBe(20);
    expect(stamps).toEqual([...stamps].sort());
  });

  test.each([
    ["no token", "", HELLO, "not_authed"],
    ["nobody's token", "xoxb-nobody", HELLO, "invalid_auth"],
    ["another workspace's channel", "xoxb-other", HELLO, "channel_not_found"],
    ["nothing to say", undefined, { channel: "C0CSM" }, "no_text"],
    ["51 blocks", undefined, { ...HELLO, blocks: Array(51).fill({ type: "divider" }) }, "invalid_blocks"],
    ["a section of 3001 letters", undefined, { ...HELLO, blocks: [section("x".repeat(3001))] }, "invalid_blocks"],
    ["a button's value of 2001", undefined, { ...HELLO, blocks: [button("v".repeat(2001))] }, "invalid_blocks"],
    ["metadata without its type", undefined, { ...HELLO, metadata: { event_payload: {} } }, "invalid_metadata_format"],
  ])("%s is refused", async (_what, token, args, error) => {
    const { slack, call } = await slackOfAcme(false);
    slack.addTeam({ id: "T0OTHER", token: "xoxb-other" });
    expect(await call("chat.postMessage", args, token)).toMatchObject({ ok: false, error });
    expect(slack.messages.size).toBe(0);
  });

  test("50 blocks with a section of 3000 letters and a value of 2000 are taken", async () => {
    const { call } = await slackOfAcme();
    const blocks = [
      section("x".repeat(3000)),
      button("v".repeat(2000)),
      ...Array<object>(48).fill({ type: "divider" }),
    ];
    expect(await call("chat.postMessage", { ...HELLO, blocks })).toMatchObject({ ok: true });
  });

  test("an archived channel takes nothing and lets nothing be changed", async () => {
    const { slack, call } = await slackOfAcme(false);
    const { ts } = await call("chat.postMessage", HELLO);
    slack.setChannel("C0CSM", { archived: true });
    expect(await call("chat.postMessage", HELLO)).toMatchObject({ error: "is_archived" });
    expect(await call("chat.update", { ...HELLO, ts })).toMatchObject({ error: "is_inactive" });
  });

  test("an ephemeral message reaches members alone", async () => {
    const { slack, call } = await slackOfAcme();
    expect(await call("chat.postEphemeral", { ...HELLO, user: "U0ANNA" })).toMatchObject({ ok: true });
    expect(await call("chat.postEphemeral", { ...HELLO, user: "U0GUEST" })).toMatchObject({
      error: "user_not_in_channel",
    });
    expect(slack.ephemerals).toMatchObject([{ user: "U0ANNA", text: "hello" }]);
    expect(slack.messages.size).toBe(0);
  });

  test("a direct conversation with a person is opened once, whoever asks", async () => {
    const { slack, call } = await slackOfAcme();
    const first = await call("conversations.open", { users: "U0ANNA" });
    expect(await call("conversations.open", { users: "U0ANNA" })).toEqual(first);
    expect(first).toEqual({ ok: true, channel: { id: slack.direct("T0ACME", "U0ANNA") } });
  });
});

describe("history", () => {
  async function withMessages(most: number) {
    const told = await slackOfAcme(false);
    const stamps: string[] = [];
    for (let made = 0; made < most; made++) {
      const metadata = { event_type: "tandem_post", event_payload: { delivery_id: `d-${made}` } };
      stamps.push(String((await told.call("chat.postMessage", { ...HELLO, metadata }))["ts"]));
    }
    const read = (args: Record<string, unknown>) => told.call("conversations.history", { channel: "C0CSM", ...args });
    return { ...told, stamps, read };
  }
  const stampsOf = (answer: Answer) => (answer["messages"] as { ts: string }[]).map(({ ts }) => ts);

  test("is newest first, 15 messages at most, and says that there is more", async () => {
    const { stamps, read } = await withMessages(16);
    const answer = await read({ limit: 200 });
    expect(stampsOf(answer)).toEqual(stamps.slice(1).reverse());
    expect(answer).toMatchObject({ has_more: true });
    expect(await read({ oldest: stamps[0] })).toMatchObject({ has_more: false });
  });

  test("leaves out its ends unless told to take them in", async () => {
    const { stamps, read } = await withMessages(4);
    const [oldest, , , latest] = stamps;
    expect(stampsOf(await read({ oldest, latest }))).toEqual([stamps[2], stamps[1]]);
    expect(stampsOf(await read({ oldest, latest, inclusive: true }))).toEqual(stamps.toReversed());
  });

  test("shows metadata only when asked", async () => {
    const { read } = await withMessages(1);
    expect(await read({})).toMatchObject({ messages: [expect.not.objectContaining({ metadata: expect.anything() })] });
    expect(await read({ include_all_metadata: true })).toMatchObject({
      messages: [{ metadata: { event_payload: { delivery_id: "d-0" } } }],
    });
  });

  test("needs the scope of its kind of conversation, and the bot in it", async () => {
    const { slack, call, read } = await withMessages(1);
    slack.addTeam({ id: "T0ACME", token: "xoxb-acme", scopes: ["chat:write", "channels:history"] });
    expect(await read({})).toMatchObject({ ok: true });
    const direct = slack.direct("T0ACME", "U0ANNA");
    expect(await call("conversations.history", { channel: direct })).toMatchObject({
      error: "missing_scope",
      needed: "im:history",
    });
    slack.setChannel("C0CSM", { withoutBot: true });
    expect(await read({})).toMatchObject({ error: "not_in_channel" });
  });
});

describe("channels and people", () => {
  test("members come in pages, the bot among them", async () => {
    const { slack, call } = await slackOfAcme();
    slack.setChannel("C0CSM", { members: ["U1", "U2", "U3", "U4"] });
    const first = await call("conversations.members", { channel: "C0CSM", limit: 3 });
    const { next_cursor: cursor } = first["response_metadata"] as { next_cursor: string };
    const second = await call("conversations.members", { channel: "C0CSM", limit: 3, cursor });
    expect([first["members"], second["members"]]).toEqual([
      ["U1", "U2", "U3"],
      ["U4", "U0BOTT0ACME"],
    ]);
    expect(second).toMatchObject({ response_metadata: { next_cursor: "" } });
  });

  test.each([
    ["external", { is_shared: true, is_ext_shared: true, is_pending_ext_shared: false, is_org_shared: false }],
    ["pending", { is_shared: false, is_ext_shared: false, is_pending_ext_shared: true, is_org_shared: false }],
    ["org", { is_shared: true, is_ext_shared: false, is_pending_ext_shared: false, is_org_shared: true }],
    [undefined, { is_shared: false, is_ext_shared: false, is_pending_ext_shared: false, is_org_shared: false }],
  ] as const)("a channel that is shared (%s) says so", async (shared, flags) => {
    const { slack, call } = await slackOfAcme();
    slack.setChannel("C0CSM", { shared });
    expect(await call("conversations.info", { channel: "C0CSM" })).toMatchObject({ channel: flags });
  });

  test("guests, strangers and bots can be told from members; strangers aren't found by e-mail", async () => {
    const { call } = await slackOfAcme();
    expect(await call("users.info", { user: "U0GUEST" })).toMatchObject({ user: { is_restricted: true } });
    expect(await call("users.info", { user: "U0OTHER" })).toMatchObject({
      user: { is_stranger: true, team_id: "T0OTHER" },
    });
    expect(await call("users.info", { user: "U0BOTT0ACME" })).toMatchObject({ user: { is_bot: true } });
    expect(await call("users.lookupByEmail", { email: "ANNA@acme.example" })).toMatchObject({ user: { id: "U0ANNA" } });
    expect(await call("users.lookupByEmail", { email: "o@other.example" })).toMatchObject({ error: "users_not_found" });
  });
});

describe("modals", () => {
  test("a trigger opens one modal, until 3 s after the press", async () => {
    const { slack, wall, call } = await slackOfAcme();
    const [first, second, third] = [slack.triggerId(), slack.triggerId(), slack.triggerId()];
    expect(await call("views.open", { trigger_id: first, view: MODAL })).toMatchObject({ ok: true });
    expect(await call("views.open", { trigger_id: first, view: MODAL })).toMatchObject({
      error: "exchanged_trigger_id",
    });
    wall.move(3000);
    expect(await call("views.open", { trigger_id: second, view: MODAL })).toMatchObject({ ok: true });
    wall.move(1);
    expect(await call("views.open", { trigger_id: third, view: MODAL })).toMatchObject({ error: "expired_trigger_id" });
    expect(slack.views.size).toBe(2);
  });

  test("who draws a modal anew with an old hash comes too late", async () => {
    const { slack, call } = await slackOfAcme();
    const opened = await call("views.open", { trigger_id: slack.triggerId(), view: MODAL });
    const { id, hash } = opened["view"] as { id: string; hash: string };
    expect(await call("views.update", { view_id: id, hash, view: MODAL })).toMatchObject({ ok: true });
    expect(await call("views.update", { view_id: id, hash, view: MODAL })).toMatchObject({ error: "hash_conflict" });
    expect(await call("views.update", { view_id: id, view: MODAL })).toMatchObject({ ok: true });
    expect(slack.views.get(id)?.versions).toHaveLength(3);
  });
});

describe("response_urls", () => {
  const post = async (url: string, body: object) =>
    (await fetch(url, { method: "POST", body: JSON.stringify(body) })).status;

  test("one takes five replies within half an hour", async () => {
    const { slack, wall } = await slackOfAcme();
    const [{ url, token }, late] = [slack.responseUrl(), slack.responseUrl()];
    for (let use = 1; use <= 5; use++) expect(await post(url, { text: "hi" })).toBe(200);
    expect(await post(url, { text: "hi" })).toBe(404);
    expect(slack.replies.map((reply) => [reply.token, reply.use])).toEqual([1, 2, 3, 4, 5].map((use) => [token, use]));
    wall.move(30 * 60_000);
    expect(await post(late.url, { text: "hi" })).toBe(200);
    wall.move(1);
    expect(await post(late.url, { text: "hi" })).toBe(404);
  });

  test("one can replace or delete the pressed message", async () => {
    const { slack, call } = await slackOfAcme();
    const ts = String((await call("chat.postMessage", HELLO))["ts"]);
    const { url } = slack.responseUrl({ channel: "C0CSM", ts });
    await post(url, { text: "beside", response_type: "ephemeral", replace_original: false });
    expect(slack.standing("C0CSM")).toMatchObject([{ text: "hello" }]);
    await post(url, { text: "instead", replace_original: true });
    expect(slack.standing("C0CSM")).toMatchObject([{ text: "instead" }]);
    await post(url, { delete_original: true });
    expect(slack.standing("C0CSM")).toEqual([]);
  });
});

describe("windows", () => {
  test("a channel takes one message a second; another channel has its own second", async () => {
    const { wall, pace } = await slackOfAcme();
    expect(await pace("chat.postMessage", HELLO)).toEqual([200, null]);
    expect(await pace("chat.postMessage", { ...HELLO, channel: "C0AM" })).toEqual([200, null]);
    wall.move(999);
    expect(await pace("chat.postMessage", HELLO)).toEqual([429, "1"]);
    wall.move(1);
    expect(await pace("chat.postMessage", HELLO)).toEqual([200, null]);
  });

  test("a tier counts each method and workspace by the minute, with a fifth let through above it", async () => {
    const { slack, wall, call, pace } = await slackOfAcme();
    slack.addTeam({ id: "T0OTHER", token: "xoxb-other" });
    for (let made = 0; made < 60; made++) expect((await pace("conversations.info", { channel: "C0CSM" }))[0]).toBe(200);
    wall.move(20_000);
    expect(await pace("conversations.info", { channel: "C0CSM" })).toEqual([429, "40"]);
    expect(await call("conversations.info", { channel: "C0CSM" }, "xoxb-other")).toMatchObject({
      error: "channel_not_found",
    });
    expect(await pace("users.info", { user: "U0ANNA" })).toEqual([200, null]);
    wall.move(40_000);
    expect(await pace("conversations.info", { channel: "C0CSM" })).toEqual([200, null]);
  });
});

describe("faults", () => {
  test("a lost reply leaves the message standing; a call that never arrived leaves nothing", async () => {
    const { slack, call } = await slackOfAcme(false);
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "reply-lost" } });
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "never-arrived" } });
    await expect(call("chat.postMessage", { ...HELLO, text: "done" })).rejects.toThrow();
    await expect(call("chat.postMessage", { ...HELLO, text: "not done" })).rejects.toThrow();
    expect(await call("chat.postMessage", { ...HELLO, text: "well" })).toMatchObject({ ok: true });
    expect(slack.standing("C0CSM").map((each) => each.text)).toEqual(["done", "well"]);
    expect(slack.calls.map((each) => [each.result, each.fault])).toEqual([
      ["done", "reply-lost"],
      ["not-done", "never-arrived"],
      ["done", undefined],
    ]);
  });

  test.each([
    [{ kind: "html" }, 200, /^<!doctype/, 0],
    [{ kind: "cut-json" }, 200, /^\{"ok":true[^}]*$/, 1],
    [{ kind: "empty" }, 200, /^$/, 1],
    [{ kind: "status", status: 503 }, 503, /^$/, 0],
    [{ kind: "status", status: 500, done: true }, 500, /^$/, 1],
    [{ kind: "error", error: "fatal_error" }, 200, /"fatal_error"/, 0],
    [{ kind: "drip", bytesPerSecond: 5000 }, 200, /^\{"ok":true.*\}$/, 1],
  ] as const)("%j", async (fault, status, body, standing) => {
    const { slack, raw } = await slackOfAcme();
    slack.fault({ is: fault });
    const response = await raw("chat.postMessage", HELLO);
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body)]);
    expect(slack.messages.size).toBe(standing);
  });

  test("Retry-After is what the rule says, or isn't there", async () => {
    const { slack, pace } = await slackOfAcme();
    slack.fault({ times: 1, is: { kind: "rate-limited", retryAfter: "soon" } });
    slack.fault({ times: 1, is: { kind: "rate-limited" } });
    expect(await pace("chat.postMessage", HELLO)).toEqual([429, "soon"]);
    expect(await pace("chat.postMessage", HELLO)).toEqual([429, null]);
    expect(await pace("chat.postMessage", HELLO)).toEqual([200, null]);
  });

  test("who hangs on the line is let go when the server stops", async () => {
    const { slack, call } = await slackOfAcme();
    slack.fault({ is: { kind: "hang", done: true } });
    const recorded = new Promise<void>((resolve) =>
      slack.onCall((_call, moment) => void (moment === "recorded" && resolve())),
    );
    const answer = expect(call("chat.postMessage", HELLO)).rejects.toThrow();
    await recorded;
    expect(slack.messages.size).toBe(1);
    await slack.stop();
    await answer;
  });

  test("a rule meets only the calls it is for", async () => {
    const { slack, call } = await slackOfAcme();
    slack.fault({ where: ({ args }) => args["channel"] === "C0AM", is: { kind: "error", error: "is_archived" } });
    expect(await call("chat.postMessage", HELLO)).toMatchObject({ ok: true });
    expect(await call("chat.postMessage", { ...HELLO, channel: "C0AM" })).toMatchObject({ error: "is_archived" });
    slack.noFaults();
    expect(await call("chat.postMessage", { ...HELLO, channel: "C0AM" })).toMatchObject({ ok: true });
  });
});

describe("who listens", () => {
  test("is told when a call arrives, when it is done and when it is answered, and holds it up meanwhile", async () => {
    const { slack, call } = await slackOfAcme();
    const told: string[] = [];
    let goOn: () => void = () => undefined;
    slack.onCall((each, moment) => {
      told.push(`${each.method} ${moment} ${String(slack.messages.size)} ${each.result}`);
      if (moment === "recorded") return new Promise((resolve) => (goOn = resolve));
    });
    const answer = call("chat.postMessage", HELLO);
    while (told.length < 2) await soon();
    goOn();
    expect(await answer).toMatchObject({ ok: true });
    while (told.length < 3) await soon();
    expect(told).toEqual([
      "chat.postMessage arrived 0 pending",
      "chat.postMessage recorded 1 done",
      "chat.postMessage answered 1 done",
    ]);
  });
});

function section(text: string): object {
  return { type: "section", text: { type: "mrkdwn", text } };
}
function button(value: string): object {
  const text = { type: "plain_text", text: "Go" };
  return { type: "actions", elements: [{ type: "button", action_id: "go", text, value }] };
}

import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { Drawn, SendOutcome, Target } from "../src/chat/platform.ts";
import { retryAfterSeconds } from "../src/chat/retry-after.ts";
import { createSlackPlatform, type SlackPlatform } from "../src/chat/slack/platform.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import {
  keptLog,
  sendJson,
  startApi,
  stillWall,
  wellAnswer,
  type ApiCall,
  type LocalApi,
} from "./helpers/slack-request.ts";

const says = createSays();
const channel: Target = { platform: "slack", workspace: "T0TANDEM1", conversation: "C0CSMTEAM" };
const person: Target = { ...channel, conversation: "U0ANNA001" };
const anna = "019400d2-5b7a-7c31-9a52-0d8c2f6e1c01" as PersonId;
const drawn: Drawn = {
  card: {
    title: ["Northwind is at risk"],
    body: [{ kind: "text", text: [{ mention: { id: anna, name: "Anna" } }, ", call Dana."] }],
  },
  summary: ["Northwind <!channel> is at risk"],
  handles: new Map([[anna, "U0ANNA001"]]),
  locale: "en",
  zone: "Europe/Berlin",
  deliveryId: "019400d2-5b7a-7c31-9a52-0d8c2f6e1d01",
};

let api: LocalApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function platformOver(
  answer: (call: ApiCall, response: ServerResponse) => void,
  timeoutMs = 5000,
): Promise<{ platform: SlackPlatform; calls: ApiCall[] }> {
  api = await startApi(answer);
  const platform = createSlackPlatform({
    token: (workspace) => (workspace === "T0TANDEM1" ? "xoxb-test" : undefined),
    apiUrl: api.url,
    log: keptLog(),
    wall: stillWall(),
    says,
    timeoutMs,
  });
  return { platform, calls: api.calls };
}

const well = (call: ApiCall, response: ServerResponse): void => sendJson(response, wellAnswer(call));

describe("a message that is taken", () => {
  test("goes out once, with its delivery id, and nothing for Slack to read into it", async () => {
    const { platform, calls } = await platformOver(well);
    expect(await platform.send(channel, drawn)).toEqual({ kind: "sent", ref: "C0CSMTEAM:1733731200.000100" });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.parameters).toMatchObject({
      channel: "C0CSMTEAM",
      text: "Northwind &lt;!channel&gt; is at risk",
      unfurl_links: "false",
      unfurl_media: "false",
      link_names: "false",
      parse: "none",
      mrkdwn: "false",
    });
    expect(JSON.parse(calls[0]?.parameters["metadata"] ?? "")).toEqual({
      event_type: "tandem_post",
      event_payload: { delivery_id: drawn.deliveryId },
    });
    expect(calls[0]?.parameters["blocks"]).toContain('"user_id":"U0ANNA001"');
  });

  test("has its charts as letters in a workspace that knows none yet, and is refused with anything else", async () => {
    const { platform, calls } = await platformOver((call, response) => {
      const isKnown = !(call.parameters["blocks"] ?? "").includes("data_visualization");
      sendJson(response, isKnown ? wellAnswer(call) : { ok: false, error: "invalid_blocks" });
    });
    const points = [1, 8].map((value) => ({
      day: fixedDate(`2026-11-0${String(value)}`),
      name: `${value} Nov`,
      value,
    }));
    const chart = { kind: "chart", title: ["Money at risk"], label: ["Up."], unit: "EUR", points } as const;
    const withChart = { ...drawn, card: { ...drawn.card, body: [chart] } };
    expect(await platform.send(channel, withChart)).toMatchObject({ kind: "sent" });
    expect(calls).toHaveLength(2);
    expect(calls[1]?.parameters["blocks"]).toContain("▁█");
    expect(await platform.update(channel, "C0CSMTEAM:1733731200.000100", withChart)).toMatchObject({ kind: "sent" });
    expect(calls).toHaveLength(4);
  });

  test("to a person goes to their direct conversation, which is opened once", async () => {
    const { platform, calls } = await platformOver(well);
    expect(await platform.send(person, drawn)).toEqual({ kind: "sent", ref: "D0ANNA:1733731200.000100" });
    await platform.send(person, drawn);
    expect(calls.map((call) => call.method)).toEqual(["conversations.open", "chat.postMessage", "chat.postMessage"]);
  });

  test("is drawn anew by the reference that sending gave back", async () => {
    const { platform, calls } = await platformOver(well);
    expect(await platform.update(channel, "C0CSMTEAM:1733731200.000100", drawn)).toEqual({
      kind: "sent",
      ref: "C0CSMTEAM:1733731200.000100",
    });
    expect(calls[0]).toMatchObject({
      method: "chat.update",
      parameters: { channel: "C0CSMTEAM", ts: "1733731200.000100" },
    });
  });
});

describe("a message that Slack refuses", () => {
  const refused: [string, SendOutcome["kind"]][] = [
    ["channel_not_found", "address-gone"],
    ["is_archived", "address-gone"],
    ["is_inactive", "address-gone"],
    ["account_inactive", "address-gone"],
    ["token_revoked", "address-gone"],
    ["invalid_auth", "address-gone"],
    ["user_not_found", "address-gone"],
    ["message_not_found", "address-gone"],
    ["not_in_channel", "not-allowed"],
    ["missing_scope", "not-allowed"],
    ["restricted_action", "not-allowed"],
    ["invalid_blocks", "not-allowed"],
    ["msg_too_long", "not-allowed"],
    ["a_code_of_tomorrow", "not-allowed"],
    ["ratelimited", "slow-down"],
    ["message_limit_exceeded", "slow-down"],
    ["service_unavailable", "passing"],
    ["update_failed", "passing"],
    ["internal_error", "ambiguous"],
    ["fatal_error", "ambiguous"],
  ];
  test.each(refused)("with %s ends as %s, after one call", async (error, kind) => {
    const { platform, calls } = await platformOver((_call, response) => sendJson(response, { ok: false, error }));
    expect((await platform.send(channel, drawn)).kind).toBe(kind);
    expect(calls).toHaveLength(1);
  });

  test("in a workspace without the app never leaves", async () => {
    const { platform, calls } = await platformOver(well);
    expect(await platform.send({ ...channel, workspace: "T0ELSEWHR" }, drawn)).toEqual({
      kind: "address-gone",
      problem: "not_installed",
    });
    expect(calls).toEqual([]);
  });

  test("a person who left is gone already when their conversation is opened", async () => {
    const { platform, calls } = await platformOver((_call, response) =>
      sendJson(response, { ok: false, error: "user_disabled" }),
    );
    expect(await platform.send(person, drawn)).toEqual({ kind: "address-gone", problem: "user_disabled" });
    expect(calls).toHaveLength(1);
  });
});

describe("a message when Slack is too busy", () => {
  test.each([
    ["7", 7000],
    ["3600", 3_600_000],
    ["1000000000", 3_600_000],
    ["", 30_000],
    ["-1", 30_000],
    ["abc", 30_000],
    ["0", 30_000],
    [undefined, 30_000],
  ])("and says Retry-After %s waits %d ms and holds nobody else", async (header, waitMs) => {
    const { platform, calls } = await platformOver((_call, response) => {
      response.writeHead(429, header === undefined ? {} : { "retry-after": header });
      response.end();
    });
    expect(await platform.send(channel, drawn)).toEqual({ kind: "slow-down", waitMs });
    expect((await platform.send({ ...channel, conversation: "C0OTHER" }, drawn)).kind).toBe("slow-down");
    expect(calls).toHaveLength(2);
  });

  test("an HTTP date is no number of seconds", () => {
    expect(retryAfterSeconds("Wed, 09 Dec 2026 08:00:00 GMT")).toBe(30);
  });
});

describe("a message that may have been posted", () => {
  const faults: [string, (response: ServerResponse) => void][] = [
    ["the reply is lost", (response) => response.destroy()],
    [
      "the reply is cut",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
        response.write('{"ok":true,"ts":"1733');
        response.socket?.end();
      },
    ],
    ["the JSON is cut", (response) => response.end('{"ok":true,"ts":"1733')],
    ["the answer is a page", (response) => response.end("<html>All is well</html>")],
    ["the answer is empty", (response) => response.end()],
    ["the answer is null", (response) => response.end("null")],
    ["the answer is a number", (response) => response.end("5")],
    ["the answer says ok and nothing else", (response) => response.end('{"ok":true}')],
    ["the answer says not ok and nothing else", (response) => response.end('{"ok":false}')],
    ["Slack stumbles with 500", (response) => sendJson(response, { ok: false, error: "internal_error" }, 500)],
    ["a gateway says 502", (response) => sendJson(response, {}, 502)],
    ["a gateway says 503", (response) => sendJson(response, {}, 503)],
    ["the request timed out at Slack", (response) => sendJson(response, {}, 408)],
    [
      "Slack points elsewhere",
      (response) => {
        response.writeHead(302, { location: "http://127.0.0.1:9/" });
        response.end();
      },
    ],
  ];
  test.each(faults)("is ambiguous when %s, and is not posted again", async (_what, fault) => {
    const { platform, calls } = await platformOver((_call, response) => fault(response));
    expect((await platform.send(channel, drawn)).kind).toBe("ambiguous");
    expect(calls).toHaveLength(1);
  });

  test("is ambiguous when Slack never answers", async () => {
    const { platform, calls } = await platformOver(() => undefined, 2000);
    expect((await platform.send(channel, drawn)).kind).toBe("ambiguous");
    expect(calls).toHaveLength(1);
  });

  test("is ambiguous when the answer begins and never ends", async () => {
    const { platform, calls } = await platformOver((_call, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    }, 2000);
    expect((await platform.send(channel, drawn)).kind).toBe("ambiguous");
    expect(calls).toHaveLength(1);
  });
});

describe("a message that surely was not posted", () => {
  test("may go again when nobody listened", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => closed.once("listening", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const platform = createSlackPlatform({
      token: () => "xoxb-test",
      apiUrl: `http://127.0.0.1:${port}/api/`,
      log: keptLog(),
      wall: stillWall(),
      says,
    });
    expect(await platform.send(channel, drawn)).toEqual({ kind: "passing", problem: "ECONNREFUSED" });
  });

  test("may go again when only opening the conversation failed", async () => {
    const { platform, calls } = await platformOver((_call, response) => response.destroy());
    expect((await platform.send(person, drawn)).kind).toBe("passing");
    expect(calls.map((call) => call.method)).toEqual(["conversations.open"]);
  });

  test("a path that the server doesn't know is refused for good", async () => {
    const { platform } = await platformOver((_call, response) => sendJson(response, {}, 404));
    expect(await platform.send(channel, drawn)).toEqual({ kind: "not-allowed", problem: "http 404" });
  });
});

describe("who stands in a channel", () => {
  const users: Record<string, object> = {
    U0MEMBER1: { team_id: "T0TANDEM1" },
    U0GUEST01: { team_id: "T0TANDEM1", is_restricted: true },
    U0GUEST02: { team_id: "T0TANDEM1", is_ultra_restricted: true },
    U0OUTSIDE: { team_id: "T0CUSTOMR" },
    U0STRANGE: { team_id: "T0TANDEM1", is_stranger: true },
    U0OTHRBOT: { team_id: "T0TANDEM1", is_bot: true },
  };
  const answerFacts = (flags: object) => (call: ApiCall, response: ServerResponse) => {
    const { cursor, user } = call.parameters;
    if (call.method === "conversations.info")
      return sendJson(response, { ok: true, channel: { name: "csm", ...flags } });
    if (call.method === "auth.test")
      return sendJson(response, { ok: true, team_id: "T0TANDEM1", team: "Tandem", user_id: "U0TANDEMB" });
    if (call.method === "users.info") return sendJson(response, { ok: true, user: { id: user, ...users[user ?? ""] } });
    const members = cursor
      ? ["U0STRANGE", "U0OTHRBOT", "U0TANDEMB"]
      : ["U0MEMBER1", "U0GUEST01", "U0GUEST02", "U0OUTSIDE"];
    return sendJson(response, { ok: true, members, response_metadata: { next_cursor: cursor ? "" : "page2" } });
  };

  test("is told apart: members, guests, outsiders, bots and the bot itself, over all pages", async () => {
    const { platform, calls } = await platformOver(answerFacts({}));
    const facts = await platform.channelFacts(channel);
    expect(Object.fromEntries(facts.members.map((member) => [member.user, member.kind]))).toEqual({
      U0MEMBER1: "member",
      U0GUEST01: "guest",
      U0GUEST02: "guest",
      U0OUTSIDE: "external",
      U0STRANGE: "external",
      U0OTHRBOT: "bot",
      U0TANDEMB: "self",
    });
    const before = calls.filter((call) => call.method === "users.info").length;
    await platform.channelFacts(channel);
    expect(calls.filter((call) => call.method === "users.info")).toHaveLength(before);
  });

  test.each(["is_ext_shared", "is_pending_ext_shared", "is_org_shared", "is_shared"])(
    "a channel with %s is external",
    async (flag) => {
      const { platform } = await platformOver(answerFacts({ [flag]: true }));
      expect(await platform.channelFlags(channel)).toEqual({ external: true, archived: false });
    },
  );

  test("an ordinary channel is not external; an archived one is archived", async () => {
    const { platform } = await platformOver(answerFacts({ is_archived: true }));
    expect(await platform.channelFlags(channel)).toEqual({ external: false, archived: true });
  });

  test("an answer that can't be read is an error, never a guess", async () => {
    const { platform } = await platformOver((_call, response) => sendJson(response, { ok: true }));
    await expect(platform.channelFlags(channel)).rejects.toThrow();
  });

  test("the bot says who it is", async () => {
    const { platform } = await platformOver(answerFacts({}));
    expect(await platform.identify("T0TANDEM1")).toEqual({
      workspace: "T0TANDEM1",
      workspaceName: "Tandem",
      botUser: "U0TANDEMB",
    });
  });
});

describe("a person by e-mail", () => {
  test("is found with name and time zone", async () => {
    const { platform } = await platformOver((_call, response) =>
      sendJson(response, {
        ok: true,
        user: { id: "U0ANNA001", real_name: "Anna Kurz", tz: "Europe/Berlin", profile: { email: "anna@example.com" } },
      }),
    );
    expect(await platform.userByEmail("T0TANDEM1", "anna@example.com")).toEqual({
      user: "U0ANNA001",
      email: "anna@example.com",
      name: "Anna Kurz",
      zone: "Europe/Berlin",
    });
  });

  test("whom nobody knows is nobody; a failing look-up is an error", async () => {
    const { platform } = await platformOver((_call, response) =>
      sendJson(response, { ok: false, error: "users_not_found" }),
    );
    expect(await platform.userByEmail("T0TANDEM1", "x@example.com")).toBeUndefined();
    await api?.close();
    const failing = await platformOver((_call, response) => sendJson(response, { ok: false, error: "missing_scope" }));
    await expect(failing.platform.userByEmail("T0TANDEM1", "x@example.com")).rejects.toThrow();
  });
});

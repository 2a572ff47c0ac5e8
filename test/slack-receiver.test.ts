import fastify, { type FastifyInstance } from "fastify";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import type { Interaction } from "../src/chat/interaction.ts";
import { createSlack, type Slack } from "../src/chat/slack/index.ts";
import { createSays } from "../src/locales/say.ts";
import {
  keptLog,
  REQUEST_AT,
  sendJson,
  signedReplay,
  signedRequest,
  SIGNING_SECRET,
  slackSignature,
  startApi,
  stillWall,
  wellAnswer,
  type LocalApi,
  type Replay,
} from "./helpers/slack-request.ts";
import { NO_WORKSPACES } from "./helpers/no-workspaces.ts";

const FORM = "application/x-www-form-urlencoded";
const says = createSays();
let server: FastifyInstance;
let slack: Slack;
let api: LocalApi;
let seen: Interaction[];
let wall = stillWall();
let answer: (interaction: Interaction) => Promise<Answer>;

beforeEach(async () => {
  seen = [];
  wall = stillWall();
  answer = () =>
    Promise.resolve({
      reply: { kind: "done", sentence: [`run ${seen.length}`] },
      locale: "en",
      zone: "UTC",
      handles: new Map(),
    });
  api = await startApi((call, response) => sendJson(response, wellAnswer(call)));
  server = fastify();
  slack = createSlack({
    fastify: server,
    config: { signingSecret: SIGNING_SECRET, botToken: "xoxb-test", apiUrl: api.url },
    workspaces: NO_WORKSPACES,
    wall,
    log: keptLog(),
    says,
    handle: (interaction) => {
      seen.push(interaction);
      return answer(interaction);
    },
  });
  await server.ready();
});

afterEach(async () => {
  await slack.idle();
  await server.close();
  await api.close();
});

function replay(name: string): Replay {
  return JSON.parse(readFileSync(new URL(`replay/${name}.json`, import.meta.url), "utf8")) as Replay;
}

const command = signedReplay(replay("slack-command-account"));

describe("what is said in a channel", () => {
  const said = {
    token: "x",
    team_id: "T0TANDEM1",
    type: "event_callback",
    event_id: "Ev0SAID",
    authorizations: [{ team_id: "T0TANDEM1", user_id: "U0BOT", is_bot: true }],
    event: {
      type: "message",
      channel: "C0NORTHWIND",
      channel_type: "channel",
      user: "U0ANNA001",
      team: "T0TANDEM1",
      ts: "1790000000.000100",
      text: "the price is <https://example.com|13 %> lower",
    },
  };

  test("is dropped at the door of an app that wasn't made to listen", async () => {
    const response = await server.inject(signedRequest(JSON.stringify(said)));
    expect([response.statusCode, response.body]).toEqual([200, ""]);
    await slack.idle();
    expect(seen).toEqual([]);
    expect(api.calls).toEqual([]);
  });

  test("is heard as letters by one that was, and answered to nobody, whatever becomes of it", async () => {
    const another = fastify();
    const listening = createSlack({
      fastify: another,
      config: { signingSecret: SIGNING_SECRET, botToken: "xoxb-test", apiUrl: api.url, listening: true },
      workspaces: NO_WORKSPACES,
      wall,
      log: keptLog(),
      says,
      handle: (interaction) => {
        seen.push(interaction);
        return answer(interaction);
      },
    });
    await another.ready();
    const response = await another.inject(signedRequest(JSON.stringify(said)));
    expect([response.statusCode, response.body]).toEqual([200, ""]);
    await listening.idle();
    expect(seen).toMatchObject([
      {
        kind: "overheard",
        text: "the price is 13 % (https://example.com) lower",
        sender: { workspace: "T0TANDEM1", user: "U0ANNA001", home: "T0TANDEM1" },
      },
    ]);
    expect(api.calls).toEqual([]);
    await another.close();
  });
});

describe("who may come in", () => {
  test("a request signed by Slack is heard", async () => {
    const response = await server.inject(command);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ response_type: "ephemeral", text: "run 1" });
    expect(seen).toHaveLength(1);
  });

  const body = command.payload;
  const seconds = Math.floor(REQUEST_AT.getTime() / 1000);
  const good = slackSignature(SIGNING_SECRET, seconds, body);
  test.each([
    ["signed with another secret", signedRequest(body, { contentType: FORM, secret: "another" })],
    ["signed 301 s ago", signedRequest(body, { contentType: FORM, at: new Date(REQUEST_AT.getTime() - 301_000) })],
    [
      "signed for 301 s from now",
      signedRequest(body, { contentType: FORM, at: new Date(REQUEST_AT.getTime() + 301_000) }),
    ],
    [
      "signed for tomorrow",
      signedRequest(body, { contentType: FORM, at: new Date(REQUEST_AT.getTime() + 86_400_000) }),
    ],
    ["without a signature", signedRequest(body, { contentType: FORM, headers: { "x-slack-signature": "" } })],
    ["without a timestamp", signedRequest(body, { contentType: FORM, headers: { "x-slack-request-timestamp": "" } })],
    [
      "with its signature twice",
      signedRequest(body, { contentType: FORM, headers: { "x-slack-signature": `${good}, ${good}` } }),
    ],
    [
      "with its timestamp twice",
      signedRequest(body, { contentType: FORM, headers: { "x-slack-request-timestamp": `${seconds}, ${seconds}` } }),
    ],
    [
      "signed by another scheme",
      signedRequest(body, { contentType: FORM, headers: { "x-slack-signature": good.replace("v0", "v1") } }),
    ],
    [
      "with a signature cut short",
      signedRequest(body, { contentType: FORM, headers: { "x-slack-signature": good.slice(0, -2) } }),
    ],
    [
      "with a timestamp that is no number",
      signedRequest(body, { contentType: FORM, headers: { "x-slack-request-timestamp": "1e9" } }),
    ],
    ["with one letter of its body changed", { ...command, payload: body.replace("northwind", "northwinD") }],
  ])("a request %s is not", async (_how, request) => {
    expect((await server.inject(request)).statusCode).toBe(401);
    expect(seen).toEqual([]);
  });

  test.each([-300, 300])("a request signed %d s away from now is still heard", async (apart) => {
    const request = signedRequest(body, { contentType: FORM, at: new Date(REQUEST_AT.getTime() + apart * 1000) });
    expect((await server.inject(request)).statusCode).toBe(200);
    expect(seen).toHaveLength(1);
  });

  test("two headers of one name on the wire are refused, even when each is right", async () => {
    const address = await server.listen({ port: 0, host: "127.0.0.1" });
    const headers = new Headers({ "content-type": FORM, "x-slack-request-timestamp": String(seconds) });
    headers.append("x-slack-signature", good);
    headers.append("x-slack-signature", good);
    expect((await fetch(`${address}/slack/events`, { method: "POST", headers, body })).status).toBe(401);
    expect(seen).toEqual([]);
  });

  test("a body over 4 MiB is refused before it is read", async () => {
    const response = await server.inject(signedRequest(`{"x":"${"a".repeat(4 * 1024 * 1024)}"}`));
    expect(response.statusCode).toBe(413);
  });
});

describe("what may come in", () => {
  const payload = (text: string): string => new URLSearchParams({ payload: text }).toString();
  test.each([
    ["null", "null", "application/json"],
    ["a number", "5", "application/json"],
    ["a list", "[]", "application/json"],
    ["a string", '"x"', "application/json"],
    ["half of an object", '{"type":', "application/json"],
    ["nothing", "", "application/json"],
    ["a form whose payload is null", payload("null"), FORM],
    ["a form whose payload is a number", payload("5"), FORM],
    ["a form whose payload is a list", payload("[{}]"), FORM],
    ["a form whose payload is empty", "payload=", FORM],
    ["a form with two payloads", `${payload("{}")}&${payload("{}")}`, FORM],
    ["a form with a payload and a command", `${payload("{}")}&command=/account`, FORM],
    ["a form with two commands", "command=/account&command=/tandem", FORM],
    ["a form without either", "a=b", FORM],
    ["a form in parts", "--x", "multipart/form-data; boundary=x"],
    ["a challenge that is no string", '{"type":"url_verification","challenge":{}}', "application/json"],
  ])("a signed %s is refused as malformed and harms nobody", async (_what, body, contentType) => {
    expect((await server.inject(signedRequest(body, { contentType }))).statusCode).toBe(400);
    expect(seen).toEqual([]);
    expect((await server.inject(command)).statusCode).toBe(200);
  });

  test("letters that are no UTF-8 are refused", async () => {
    const raw = Buffer.from([0x7b, 0xff, 0x7d]);
    const seconds = Math.floor(REQUEST_AT.getTime() / 1000);
    const headers = {
      "content-type": "application/json",
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": slackSignature(SIGNING_SECRET, seconds, raw),
    };
    expect((await server.inject({ method: "POST", url: "/slack/events", headers, payload: raw })).statusCode).toBe(400);
  });

  test.each([`${FORM}; charset=utf-8`, `${FORM};charset=UTF-8`, "Application/X-WWW-Form-Urlencoded"])(
    "a command is understood when its type is written %s",
    async (contentType) => {
      expect((await server.inject(signedRequest(command.payload, { contentType }))).statusCode).toBe(200);
      expect(seen).toHaveLength(1);
    },
  );

  test.each([
    ["alone", "ssl_check=1", FORM],
    ["beside a payload", `ssl_check=1&${command.payload}`, FORM],
    ["behind a command", `${command.payload}&ssl_check=0&ssl_check=1`, FORM],
    ["in JSON", '{"ssl_check":1,"command":"/account"}', "application/json"],
  ])("ssl_check=1 %s is answered and never processed", async (_where, body, contentType) => {
    expect((await server.inject(signedRequest(body, { contentType }))).statusCode).toBe(200);
    expect(seen).toEqual([]);
  });

  test("a url_verification gets its challenge back", async () => {
    const response = await server.inject(signedReplay(replay("slack-url-verification")));
    expect(response.json()).toEqual({ challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" });
    expect((await server.inject({ ...signedReplay(replay("slack-url-verification")), headers: {} })).statusCode).toBe(
      401,
    );
  });

  test.each([
    ["an event nobody listens to", JSON.stringify(replay("slack-event-unknown").body)],
    ["an event that is null", '{"type":"event_callback","event":null}'],
    ["actions with null in them", '{"type":"block_actions","actions":[null]}'],
    ["a view that is null", '{"type":"view_submission","view":null}'],
    ["an empty object", "{}"],
    ["a type of tomorrow", '{"type":"something_new","team":{"id":"T1"}}'],
    ["a prototype in disguise", '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    ["a command with a prototype in disguise", '{"command":"/account","team_id":"T1","__proto__":{"polluted":1}}'],
    ["a very deep object", `${'{"event":'.repeat(20_000)}1${"}".repeat(20_000)}`],
  ])("%s gets an empty 200", async (_what, body) => {
    const response = await server.inject(signedRequest(body));
    expect([response.statusCode, response.body]).toEqual([200, ""]);
    expect(seen).toEqual([]);
    expect("polluted" in {}).toBe(false);
  });

  const files = readdirSync(new URL("replay/", import.meta.url)).filter((file) => file.startsWith("slack-"));
  test.each(files)("%s gets 200", async (file) => {
    expect((await server.inject(signedReplay(replay(file.replace(".json", ""))))).statusCode).toBe(200);
  });
});

describe("copies of a request", () => {
  test("the same signed request has one effect and the same answer", async () => {
    const first = await server.inject(command);
    wall.move(240_000);
    const second = await server.inject(command);
    expect(seen).toHaveLength(1);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
  });

  test("copies that arrive while the first is being answered wait for its answer", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const usual = answer;
    answer = async (interaction) => {
      await held;
      return usual(interaction);
    };
    const three = [1, 2, 3].map(() => server.inject(command));
    release();
    const bodies = (await Promise.all(three)).map((response) => response.body);
    expect(seen).toHaveLength(1);
    expect(new Set(bodies).size).toBe(1);
  });

  test("Slack's own retry, signed anew, has the same content key", async () => {
    await server.inject(signedReplay(replay("slack-event-joined")));
    await server.inject(signedReplay(replay("slack-event-joined"), new Date(REQUEST_AT.getTime() + 60_000)));
    expect(seen).toHaveLength(2);
    expect(seen[1]?.contentKey).toBe(seen[0]?.contentKey);
  });
});

import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actionId, actionValue, openingId } from "../src/chat/action-id.ts";
import type { Card } from "../src/chat/card.ts";
import type { Interaction, Reply } from "../src/chat/interaction.ts";
import { createSlack, type Slack } from "../src/chat/slack/index.ts";
import { homeProblem } from "../src/chat/slack/limits.ts";
import { createSays } from "../src/locales/say.ts";
import { NO_WORKSPACES } from "./helpers/no-workspaces.ts";
import {
  type ApiCall,
  keptLog,
  type LocalApi,
  sendJson,
  signedReplay,
  SIGNING_SECRET,
  startApi,
  stillWall,
  wellAnswer,
} from "./helpers/slack-request.ts";

const TEAM = "T0TANDEM1";
const ANNA = "U0ANNA001";
const SUBJECT = "019400d2-5b7a-7c31-9a52-0d8c2f6e1a01";
const home: Card = { title: ["Yours"], body: [{ kind: "text", text: ["Northwind"] }] };
const form = { name: "settings.mine", subject: "", title: ["Settings"], submit: ["Save"], fields: [] };

let server: FastifyInstance;
let slack: Slack;
let api: LocalApi;
let seen: Interaction[];
let reply: (interaction: Interaction) => Reply;
const log = keptLog();

beforeEach(async () => {
  seen = [];
  log.lines.length = 0;
  reply = ({ kind }) => (kind === "home" ? { kind: "private", card: home } : { kind: "done", sentence: ["Done."] });
  api = await startApi((call, response) => sendJson(response, wellAnswer(call)));
  server = fastify();
  slack = createSlack({
    fastify: server,
    config: { signingSecret: SIGNING_SECRET, botToken: "xoxb-test", apiUrl: api.url },
    workspaces: NO_WORKSPACES,
    wall: stillWall(),
    log,
    says: createSays(),
    handle(interaction) {
      seen.push(interaction);
      return Promise.resolve({ reply: reply(interaction), locale: "en", zone: "UTC", handles: new Map() });
    },
    patience: { settleMs: 0 },
  });
  await server.ready();
});
afterEach(async () => {
  await slack.idle();
  await server.close();
  await api.close();
});

async function send(body: object): Promise<unknown> {
  const as = "type" in body && body.type === "event_callback" ? "json" : "payload";
  const response = await server.inject(signedReplay({ as, body } as Parameters<typeof signedReplay>[0]));
  await slack.idle();
  return response.body === "" ? "" : response.json();
}

function opened(tab: string) {
  return {
    type: "event_callback",
    team_id: TEAM,
    api_app_id: "A0TANDEM1",
    event_id: "Ev0HOME01",
    event: { type: "app_home_opened", user: ANNA, channel: "D0ANNA001", tab, event_ts: "1733731270.000100" },
  };
}

function pressed(action: object) {
  return {
    type: "block_actions",
    team: { id: TEAM },
    user: { id: ANNA, team_id: TEAM },
    api_app_id: "A0TANDEM1",
    trigger_id: "8100000000002.1100000000.0123456789abcdef",
    container: { type: "view", view_id: "V0HOME" },
    view: { id: "V0HOME", type: "home", private_metadata: "" },
    actions: [{ type: "button", action_ts: "1733731260.000001", ...action }],
  };
}

function viewOf(call: ApiCall | undefined): Record<string, unknown> {
  return JSON.parse(call?.parameters["view"] ?? "{}") as Record<string, unknown>;
}

const methods = (): string[] => api.calls.map(({ method }) => method);

describe("Slack's home tab", () => {
  test("is drawn for whoever opens it, within Slack's limits", async () => {
    await send(opened("home"));
    expect(seen[0]).toMatchObject({
      kind: "home",
      sender: { platform: "slack", workspace: TEAM, user: ANNA, home: TEAM },
      place: { conversation: ANNA, private: true },
    });
    expect(methods()).toEqual(["views.publish"]);
    expect(api.calls[0]?.parameters["user_id"]).toBe(ANNA);
    expect(homeProblem(viewOf(api.calls[0]))).toBeUndefined();
    expect(JSON.stringify(viewOf(api.calls[0]))).toContain("Northwind");
  });

  test("stays as it is when the messages beside it are opened, and when nobody knows anything new", async () => {
    await send(opened("messages"));
    expect(seen).toEqual([]);
    reply = () => ({ kind: "nothing" });
    await send(opened("home"));
    expect(methods()).toEqual([]);
  });

  test("that Slack doesn't take is noted, and no message is sent in its stead", async () => {
    await api.close();
    api = await startApi((_call, response) => sendJson(response, { ok: false, error: "not_enabled" }));
    await send(opened("home"));
    expect(log.lines.map(({ message }) => message)).toContain("a home tab was not taken");
  });

  test("says what a press did before it, and is drawn anew behind", async () => {
    const press = { name: "opportunities.claim", subject: SUBJECT };
    await send(pressed({ action_id: actionId(press), value: actionValue(press) }));
    expect(methods().sort()).toEqual(["views.open", "views.publish"]);
    const notice = viewOf(api.calls.find(({ method }) => method === "views.open"));
    expect(JSON.stringify(notice)).toContain("Done.");
    expect(seen.map(({ kind }) => kind)).toEqual(["press", "home"]);
  });

  test("shows what a press looks up before it, and isn't drawn anew for that", async () => {
    reply = () => ({ kind: "private", card: home });
    const press = { name: "accounts.open", subject: SUBJECT };
    await send(pressed({ action_id: actionId(press), value: actionValue(press) }));
    expect(methods()).toEqual(["views.open"]);
  });

  test("opens a form, which says there what became of it, and is drawn anew", async () => {
    reply = ({ kind }) =>
      kind === "opening"
        ? { kind: "form", form }
        : kind === "home"
          ? { kind: "private", card: home }
          : { kind: "done", sentence: ["Saved."] };
    const opens = { name: "settings.mine", subject: "" };
    await send(pressed({ action_id: openingId(opens), value: actionValue(opens) }));
    expect(methods()).toEqual(["views.open", "views.update"]);
    const shown = viewOf(api.calls[1]);
    const answer = await send({
      type: "view_submission",
      team: { id: TEAM },
      user: { id: ANNA, team_id: TEAM },
      api_app_id: "A0TANDEM1",
      view: { ...shown, id: "V0FORM", hash: "1.a", state: { values: {} } },
    });
    expect(answer).toMatchObject({ response_action: "update" });
    expect(JSON.stringify(answer)).toContain("Saved.");
    expect(methods().at(-1)).toBe("views.publish");
  });

  test("is drawn anew when a form couldn't open because what it is about is done", async () => {
    reply = ({ kind }) => (kind === "home" ? { kind: "private", card: home } : { kind: "done", sentence: ["Taken."] });
    const opens = { name: "opportunities.pass", subject: SUBJECT };
    await send(pressed({ action_id: openingId(opens), value: actionValue(opens) }));
    expect(methods()).toEqual(["views.open", "views.update", "views.publish"]);
  });
});

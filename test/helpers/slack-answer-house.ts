import { readFileSync } from "node:fs";
import fastify from "fastify";
import { ACTION_VERSION, actionId, openingId } from "../../src/chat/action-id.ts";
import type { Interaction } from "../../src/chat/interaction.ts";
import { createSlack } from "../../src/chat/slack/index.ts";
import { createSays } from "../../src/locales/say.ts";
import { type AnswerHouse, type AnswerHouseOptions, FORM, PRESSED, SUBJECT } from "./answer-house.ts";
import { readMessage, readView } from "./corpus.ts";
import { startFakeSlack } from "./fake-slack.ts";
import { keptLog, type Replay, signedReplay, SIGNING_SECRET, stillWall } from "./slack-request.ts";
import { NO_WORKSPACES } from "./no-workspaces.ts";

type Json = Readonly<Record<string, unknown>>;
const TEAM = "T0TANDEM1";
const ANNA = "U0ANNA001";
const CHANNEL = "C0AMTEAM1";
const TOKEN = "xoxb-answers";

export async function makeSlackAnswers({ reply, answerWithinMs }: AnswerHouseOptions): Promise<AnswerHouse> {
  const wall = stillWall();
  const slack = await startFakeSlack({ enforceRates: false, wall });
  slack.addTeam({ id: TEAM, token: TOKEN, botUser: "U0TANDEM" });
  slack.addUser(TEAM, { id: ANNA, name: "Anna Berg" });
  slack.addChannel(TEAM, { id: CHANNEL, name: "am", members: [ANNA] });
  const server = fastify();
  const seen: Interaction[] = [];
  const { platform, idle } = createSlack({
    fastify: server,
    config: { signingSecret: SIGNING_SECRET, botToken: TOKEN, apiUrl: slack.apiUrl },
    wall,
    log: keptLog(),
    says: createSays(),
    async handle(interaction) {
      seen.push(interaction);
      return { reply: await reply(interaction), locale: "de", zone: "Europe/Berlin", handles: new Map() };
    },
    workspaces: NO_WORKSPACES,
    patience: { settleMs: 0, ...(answerWithinMs === undefined ? {} : { answerWithinMs }) },
  });
  await server.ready();
  const drawn = { card: { title: ["A card"], body: [] }, summary: [], handles: new Map(), locale: "de", zone: "UTC" };
  const post = { platform: "slack", workspace: TEAM, conversation: CHANNEL } as const;
  const sent = await platform.send(post, { ...drawn, deliveryId: "1" });
  const ts = sent.kind === "sent" ? (sent.ref.split(":")[1] ?? "") : "";
  const inputs = new Map<string, Replay>();
  const answered: Json[] = [];
  let closed: string | undefined;
  let errors: Json = {};

  function shown(): { readonly id: string; readonly view: Json } | undefined {
    const last = [...slack.views.values()].at(-1);
    return last && last.id !== closed && JSON.stringify(last.view).includes('"type":"input"') ? last : undefined;
  }
  async function deliver(request: Replay): Promise<Json> {
    const response = await server.inject(signedReplay(request));
    const body = response.body === "" ? {} : response.json<Json>();
    answered.push(body);
    return body;
  }
  /** The same input once more is the same letters. */
  function once(key: string, make: () => Replay): Replay {
    const made = inputs.get(key) ?? make();
    inputs.set(key, made);
    return made;
  }
  function lettersOf(message: unknown): string {
    return readMessage(message)
      .texts.map(({ letters }) => letters)
      .join("\n");
  }
  function replyAddress(): Json {
    return { response_url: slack.responseUrl().url, trigger_id: slack.triggerId() };
  }
  const isForAll = (message: Json): boolean => message["response_type"] === "in_channel";
  /** Whatever came by answers and by addresses of inputs. */
  function replies(): Json[] {
    return [...answered.filter((body) => "blocks" in body), ...slack.replies.map(({ body }) => body)];
  }
  /** Of dialogs that are no forms, which Anna alone sees. */
  function notices(): string[] {
    const views = [...slack.views.values()].flatMap(({ versions }) => [...versions]);
    const updates = answered.flatMap(({ view }) => (view === undefined ? [] : [view as Json]));
    return [...views, ...updates]
      .filter((view) => !JSON.stringify(view).includes('"type":"input"'))
      .map((view) =>
        readView(view)
          .texts.map(({ letters }) => letters)
          .join("\n"),
      );
  }

  return {
    seen,
    channel: CHANNEL,
    async ask(how, input = 1) {
      const request = once(`${how} ${String(input)}`, () => {
        const address = replyAddress();
        if (how === "typed") {
          const read = replay("slack-command-account");
          return { ...read, body: { ...read.body, channel_id: CHANNEL, ...address } };
        }
        const read = replay(how === "pressed" ? "slack-press-claim" : "slack-open-form");
        const id = how === "pressed" ? actionId(PRESSED) : openingId({ name: FORM.name, subject: SUBJECT });
        const [action] = read.body["actions"] as [Json];
        const value = JSON.stringify({ v: ACTION_VERSION, id: SUBJECT });
        const actions = [{ ...action, action_id: id, value, action_ts: `1733731260.00000${String(input)}` }];
        const container = { type: "message", message_ts: ts, channel_id: CHANNEL, is_ephemeral: false };
        return { ...read, body: { ...read.body, ...address, container, message: { ts }, actions } };
      });
      await deliver(request);
    },
    async send(values, input = 1) {
      const open = shown();
      if (!open) throw new Error("No form is open to Anna.");
      const request = once(`send ${String(input)}`, () => {
        const read = replay("slack-submit-form");
        const view = { ...open.view, id: open.id, hash: `hash-${String(input)}`, root_view_id: open.id };
        const body = { ...read.body, trigger_id: slack.triggerId() };
        return { ...read, body: { ...body, view: { ...view, state: { values: stateOf(open.view, values) } } } };
      });
      const body = await deliver(request);
      errors = (body["errors"] ?? {}) as Json;
      if (body["response_action"] === "clear") closed = open.id;
    },
    settle: idle,
    anna() {
      const direct = slack.standing(slack.direct(TEAM, ANNA));
      const own = slack.ephemerals.filter(({ user }) => user === ANNA);
      const messages = [...replies().filter((message) => !isForAll(message)), ...own, ...direct].map(lettersOf);
      return [...messages, ...notices()].join("\n");
    },
    everybody() {
      const others = slack.standing(CHANNEL).filter((message) => message.ts !== ts);
      const card = slack.standing(CHANNEL).find((message) => message.ts === ts);
      const redrawn = card && card.versions.length > 1 ? [card] : [];
      return [...replies().filter(isForAll), ...others, ...redrawn].map(lettersOf).join("\n");
    },
    form() {
      const open = shown();
      if (!open) return undefined;
      const letters = readView(open.view).texts.map((text) => text.letters);
      return [...letters, ...Object.values(errors).map(String)].join("\n");
    },
    async stop() {
      await idle();
      await server.close();
      await slack.stop();
    },
  };
}

/** What was filled in, as Slack sends it: by block, as its element's kind has it. */
function stateOf({ blocks }: Json, values: Readonly<Record<string, string>>): Record<string, Json> {
  const inputs = (blocks as Json[]).filter(({ type }) => type === "input");
  return Object.fromEntries(
    inputs.map(({ block_id: name, element }): [string, Json] => {
      const { type, action_id: id } = element as { type: string; action_id: string };
      const block = String(name);
      const value = values[block];
      if (type === "static_select") return [block, { [id]: { type, selected_option: value && { value } } }];
      return [block, { [id]: { type, [type === "datepicker" ? "selected_date" : "value"]: value ?? null } }];
    }),
  );
}

function replay(name: string): Replay {
  return JSON.parse(readFileSync(new URL(`../replay/${name}.json`, import.meta.url), "utf8")) as Replay;
}

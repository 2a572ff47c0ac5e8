import { readFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Locale } from "../../kernel/directory.ts";
import { COMPLAINTS } from "../slack/complaints.ts";
import type { Outcome } from "../slack/driver.ts";
import type { LocalSlack } from "../slack/server.ts";
import { unpack } from "../slack/shapes.ts";
import { keepDrawn, type ShortcutHint } from "./messages.ts";
import { LOGO } from "./logo.ts";
import { drawShell, type CommandHint } from "./shell.ts";
import { createScreens, type DemoClock, type LanguageOf } from "./state.ts";
import { createStreams } from "./streams.ts";
import { COMMANDS } from "./texts.ts";
import type { Act, Step } from "./wire.ts";

export type { DemoClock } from "./state.ts";

export interface DemoPageOptions {
  readonly slack: LocalSlack;
  readonly clock: DemoClock;
  /** when left out, what the local Slack knows of the person */
  readonly languageOf?: (user: string) => Promise<Locale | undefined>;
  /** suggestions in the command box */
  readonly commands?: readonly CommandHint[];
  /** what stands in the menu of a message */
  readonly shortcuts?: readonly ShortcutHint[];
  /** the app has a home tab */
  readonly homeTab?: boolean;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A file that is sent comes as base64. */
const BODY_LIMIT_BYTES = 30 * 1024 * 1024;

const SCRIPTS = [
  "client.ts",
  "client-acts.ts",
  "client-composer.ts",
  "client-dom.ts",
  "client-screen.ts",
  "client-words.ts",
];

const PLACE = z.union([
  z.strictObject({ channel: z.string().max(50), ts: z.string().max(50) }),
  z.strictObject({ view: z.string().max(50) }),
]);
const ACTION = z.string().max(255);
const CHOSEN = z.array(z.string().max(3000)).max(100);
const ACT = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("command"), channel: z.string().max(50), text: z.string().max(4000) }),
  z.strictObject({
    kind: z.literal("press"),
    place: PLACE,
    action: ACTION,
    value: z.string().max(2000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("choose"), place: PLACE, action: ACTION, chosen: CHOSEN }),
  z.strictObject({
    kind: z.literal("submit"),
    view: z.string().max(50),
    values: z.record(z.string().max(255), CHOSEN),
  }),
  z.strictObject({
    kind: z.literal("attach"),
    channel: z.string().max(50),
    files: z
      .array(z.strictObject({ name: z.string().min(1).max(255), base64: z.string() }))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    kind: z.literal("shortcut"),
    channel: z.string().max(50),
    ts: z.string().max(50),
    name: ACTION,
  }),
  z.strictObject({ kind: z.literal("close"), view: z.string().max(50) }),
  z.strictObject({ kind: z.literal("home") }),
]);
const WHO = z.strictObject({ as: z.string().max(50) });
const SCREEN = WHO.extend({ at: z.string().max(50).default(""), seen: z.enum(["0", "1"]).default("0") });
const ADVANCE = z.strictObject({ step: z.enum(["hour", "morning", "week"]) });

/**
 * The chat page under /demo. It is a person's screen: what is done on it goes out as Slack's signed requests,
 * and only the clock is the demo's own.
 */
export function registerDemoPage(fastify: FastifyInstance, options: DemoPageOptions): void {
  const { slack, clock } = options;
  const languageOf: LanguageOf = async (user) => {
    // While the service starts or stops, it can't say which language somebody has chosen.
    const chosen = await options.languageOf?.(user).catch(() => undefined);
    return chosen ?? slack.people.get(user)?.locale ?? "en";
  };
  void fastify.register(
    async (demo) => {
      const files = await loadFiles();
      const shell = drawShell(slack, options.commands ?? COMMANDS, options.homeTab ?? false);
      const screens = createScreens(slack, clock, keepDrawn(), languageOf, options.shortcuts ?? []);
      const streams = createStreams(slack);
      let moving: Step | null = null;

      demo.addHook("onSend", async (_request, reply) => {
        void reply.headers({
          "content-security-policy": POLICY,
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cache-control": "no-store",
        });
      });
      demo.addHook("onRequest", async (request, reply) => {
        const site = request.headers["sec-fetch-site"];
        if (request.method === "GET" || site === undefined || site === "same-origin") return;
        return reply.code(403).send({ kind: "refused", because: "another site" });
      });
      demo.addHook("preClose", async () => streams.close());
      demo.setErrorHandler(async (error, request, reply) => {
        request.log.error({ err: error }, "demo request failed");
        return reply.code(500).send({ kind: "failed", because: "the demo stumbled" });
      });
      demo.removeAllContentTypeParsers();
      demo.addContentTypeParser(
        "application/json",
        { parseAs: "string", bodyLimit: BODY_LIMIT_BYTES },
        (_request, body, done) => done(null, unpack(body)),
      );

      demo.get("/", (_request, reply) => reply.type("text/html; charset=utf-8").send(shell));
      for (const [name, { type, body }] of files)
        demo.get(`/${name}`, (_request, reply) => reply.type(type).send(body));

      demo.get("/state", async (request, reply) => {
        const query = SCREEN.safeParse(request.query);
        const { as = "", at = "", seen } = query.data ?? {};
        const state = await screens.read(as, at, seen === "1", moving);
        return state ?? reply.code(404).send({ kind: "refused", because: "nobody" });
      });
      demo.get("/changes", (request, reply) => {
        const { as = "" } = WHO.safeParse(request.query).data ?? {};
        if (!slack.people.has(as)) return reply.code(404).send();
        streams.add(as, reply);
        return reply;
      });
      demo.get<{ Params: { id: string } }>("/files/:id", (request, reply) => {
        const file = slack.file(request.params.id);
        if (!file) return reply.code(404).send();
        void reply.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
        return reply.type("application/octet-stream").send(file.bytes);
      });
      demo.post("/act", async (request, reply) => {
        const who = WHO.safeParse(request.query);
        const act = ACT.safeParse(request.body);
        if (!who.success || !act.success || !slack.people.has(who.data.as)) return unclear(reply);
        return perform(slack, who.data.as, act.data, languageOf);
      });
      demo.post("/clock", async (request, reply) => {
        const body = ADVANCE.safeParse(request.body);
        if (!body.success) return unclear(reply);
        if (moving !== null) return reply.code(409).send({ kind: "refused", because: "already moving" });
        moving = body.data.step;
        const ticking = setInterval(() => streams.tell(), 700);
        try {
          streams.tell();
          await clock.advance(moving);
          return { kind: "ok" };
        } finally {
          clearInterval(ticking);
          moving = null;
          streams.tell();
        }
      });
    },
    { prefix: "/demo" },
  );
}

async function perform(slack: LocalSlack, user: string, act: Act, languageOf: LanguageOf): Promise<Outcome> {
  const person = slack.person(user);
  switch (act.kind) {
    case "command":
      return act.text.trimStart().startsWith("/")
        ? person.command(act.channel, act.text)
        : person.say(act.channel, act.text);
    case "press":
      return "view" in act.place
        ? person.pressInView(act.place.view, act.action, act.value)
        : person.press(act.place.channel, act.place.ts, act.action, act.value);
    case "choose":
      return "view" in act.place
        ? person.chooseInView(act.place.view, act.action, act.chosen)
        : person.choose(act.place.channel, act.place.ts, act.action, act.chosen);
    case "submit":
      return person.submit(act.view, act.values, COMPLAINTS[await languageOf(user)]);
    case "attach":
      return person.attach(
        act.channel,
        act.files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, "base64") })),
      );
    case "shortcut":
      return person.shortcut(act.channel, act.ts, act.name);
    case "close":
      return person.close(act.view);
    case "home":
      return person.openHome();
  }
}

function unclear(reply: FastifyReply) {
  return reply.code(400).send({ kind: "refused", because: "not understood" });
}

interface ServedFile {
  readonly type: string;
  readonly body: string;
}

async function loadFiles(): Promise<Map<string, ServedFile>> {
  const own = (name: string) => readFile(new URL(name, import.meta.url), "utf8");
  const blocks = createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css");
  const css = "text/css; charset=utf-8";
  const scripts = await Promise.all(
    SCRIPTS.map(
      async (name) =>
        [name, { type: "text/javascript; charset=utf-8", body: stripTypeScriptTypes(await own(name)) }] as const,
    ),
  );
  return new Map([
    ...scripts,
    ["style.css", { type: css, body: await own("style.css") }],
    // The renderer scopes its rules to an id that would stand on every message of the page.
    [
      "blocks.css",
      { type: css, body: (await readFile(blocks, "utf8")).replaceAll("#slack_blocks_to_jsx", ".slack_blocks_to_jsx") },
    ],
    ["logo.svg", { type: "image/svg+xml", body: LOGO }],
  ]);
}

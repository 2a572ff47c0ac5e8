import type { FastifyInstance } from "fastify";
import { augment } from "./augment.ts";
import { BOT } from "./emulator.ts";
import { fileMethod, registerFiles } from "./files.ts";
import { blockProblems, viewProblems } from "./strict.ts";
import { asString, isJson, toView, unpack, type Json } from "./shapes.ts";
import { keepTidy, respond, type World } from "./world.ts";

interface ForwardedCall {
  readonly method: string;
  readonly raw: string;
  readonly contentType: string;
  readonly args: Json;
}

/** Slack's web API as the app calls it, and the response_urls it answers to. */
export function registerApi(server: FastifyInstance, world: () => World): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

  registerFiles(server, world);
  server.post<{ Params: { method: string } }>("/api/:method", async (request, reply) => {
    const token = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) return { ok: false, error: "not_authed" };
    if (token.trim() !== world().botToken) return { ok: false, error: "invalid_auth" };
    const raw = typeof request.body === "string" ? request.body : "";
    const contentType = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
    const call = { method: request.params.method, raw, contentType, args: argsOf(raw, contentType) };
    const { status, answer } = await handle(world(), call);
    return reply.code(status).send(answer);
  });

  server.post<{ Params: { id: string } }>("/actions/:id", async (request, reply) => {
    const to = world().memory.useReply(request.params.id);
    if (to === undefined) return reply.code(404).send({ ok: false, error: "not_found" });
    if (typeof to === "string") return reply.code(404).send({ ok: false, error: `${to}_url` });
    const body = unpack(request.body);
    if (!isJson(body)) return reply.code(400).send({ ok: false, error: "invalid_payload" });
    const problems = body["blocks"] === undefined ? [] : blockProblems(unpack(body["blocks"]), "message");
    if (problems.length > 0) return reply.code(400).send(refusal("invalid_blocks", problems));
    await respond(world(), to, { ...body, blocks: unpack(body["blocks"]) });
    return reply.type("text/plain").send("ok");
  });
}

async function handle(world: World, call: ForwardedCall): Promise<{ status: number; answer: Json }> {
  const refused = refuse(world, call);
  if (refused) return { status: 200, answer: refused };
  const ofFiles = await fileMethod(world, call.method, call.args);
  if (ofFiles) return { status: 200, answer: ofFiles };
  if (call.method === "users.conversations") return { status: 200, answer: await conversationsOf(world, call.args) };
  const response = await fetch(`${world.emulated.url}/api/${encodeURIComponent(call.method)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.emulated.token(BOT)}`, "content-type": call.contentType },
    body: call.raw,
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = await response.json();
  if (!isJson(answer)) return { status: 502, answer: { ok: false, error: "fatal_error" } };
  if (answer["ok"] !== true) return { status: response.status, answer };
  await note(world, call, answer);
  return { status: response.status, answer: augment(call.method, answer, world.known, world.wall.now()) };
}

/** What the real Slack would not take, but the emulator does. */
function refuse({ memory }: World, { method, args }: ForwardedCall): Json | undefined {
  if (/^chat\.(postMessage|postEphemeral|update)$/.test(method) && args["blocks"] !== undefined) {
    const problems = blockProblems(unpack(args["blocks"]), "message");
    if (problems.length > 0) return refusal("invalid_blocks", problems);
  }
  if (/^views\.(open|push|update|publish)$/.test(method)) {
    const problems = viewProblems(unpack(args["view"]));
    if (problems.length > 0) return refusal("invalid_arguments", problems);
  }
  if (method === "views.update") {
    const externalId = asString(args["external_id"]) || undefined;
    const open = memory.ownerOf({ id: asString(args["view_id"]), ...(externalId ? { externalId } : {}) });
    if (open === undefined) return { ok: false, error: "not_found" };
  }
  return undefined;
}

/** Keeps what the people's screens must show. */
async function note(world: World, { method, args }: ForwardedCall, answer: Json): Promise<void> {
  const { memory } = world;
  const channel = asString(answer["channel"]) || asString(args["channel"]);
  switch (method) {
    case "chat.postMessage":
      return keepTidy(world, channel, asString(answer["ts"]), "");
    case "chat.update":
    case "chat.delete":
    case "reactions.add":
    case "reactions.remove":
      return memory.changed({ channel });
    case "chat.postEphemeral": {
      const ts = asString(answer["message_ts"]);
      const threadTs = asString(args["thread_ts"]);
      const said = { text: asString(args["text"]), blocks: unpack(args["blocks"]) };
      memory.addEphemeral(asString(args["user"]), { ts, channel, ...said, ...(threadTs ? { threadTs } : {}) });
      return;
    }
    case "views.open":
    case "views.push": {
      const user = memory.userOf(asString(args["trigger_id"]) || asString(args["interactivity_pointer"]));
      const view = toView(answer["view"]);
      if (user !== undefined && view) memory.pushView(user, view);
      return;
    }
    case "views.update": {
      const view = toView(answer["view"]);
      if (view) memory.updateView(view);
      return;
    }
    case "views.publish": {
      const view = toView(answer["view"]);
      if (view) memory.publish(asString(args["user_id"]), view);
      return;
    }
    default:
      return;
  }
}

/** The emulator lacks users.conversations: the conversations a person, or the app itself, is in. */
async function conversationsOf({ emulated, known, wall }: World, args: Json): Promise<Json> {
  const user = asString(args["user"]);
  const caller = user === "" ? BOT : { user };
  const types = asString(args["types"]) || "public_channel";
  const answer = await emulated.call(caller, "conversations.list", { types, limit: 1000 });
  const channels = Array.isArray(answer["channels"]) ? answer["channels"].filter(isJson) : [];
  const within = channels.filter((channel) => channel["is_member"] === true);
  return augment("conversations.list", { ...answer, channels: within }, known, wall.now());
}

function refusal(error: string, problems: readonly string[]): Json {
  return { ok: false, error, response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } };
}

function argsOf(raw: string, contentType: string): Json {
  if (!contentType.includes("json")) return Object.fromEntries(new URLSearchParams(raw));
  const json = unpack(raw);
  return isJson(json) ? json : {};
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { wallClock } from "../../src/kernel/clock.ts";
import { createFaults, isDone } from "./fake-platform/faults.ts";
import { createListeners } from "./fake-platform/listeners.ts";
import { createShelf } from "./fake-platform/shelf.ts";
import { serveLocally } from "./fake-platform/server.ts";
import { type Answer, bodyOf, jsonAnswer, send, sendBadly } from "./fake-platform/wire.ts";
import { createFiles } from "./fake-slack/files.ts";
import { methodsWith, missingScope } from "./fake-slack/methods.ts";
import { createOAuth } from "./fake-slack/oauth.ts";
import { createRates } from "./fake-slack/rates.ts";
import { createResponseUrls } from "./fake-slack/response-urls.ts";
import type { FakeSlack, FakeSlackOptions, Fault, FaultRule, Json, SlackCall } from "./fake-slack/shapes.ts";
import { createViews } from "./fake-slack/views.ts";
import { argsOf, tokenOf } from "./fake-slack/wire.ts";
import { createWorld, no, ok } from "./fake-slack/world.ts";

export type { FakeSlack, Fault, FaultRule, SlackCall, SlackMessage, SlackReply } from "./fake-slack/shapes.ts";

type Written = { -readonly [Key in keyof SlackCall]: SlackCall[Key] };

/** A real HTTP server in Slack's place, which keeps Slack's rules and can be told to fail. */
export async function startFakeSlack({
  wall = wallClock,
  enforceRates = true,
}: FakeSlackOptions = {}): Promise<FakeSlack> {
  const world = createWorld(wall);
  const views = createViews(wall);
  const files = createFiles(() => origin);
  const shelf = createShelf(
    (authorization) => world.teamOf(authorization?.replace(/^Bearer /, "") ?? "") !== undefined,
  );
  const methods = methodsWith(views, files);
  const urls = createResponseUrls(world);
  const rates = createRates(wall);
  const oauth = createOAuth(world);
  const faults = createFaults<SlackCall, FaultRule>(({ method }, call) => (method ?? call.method) === call.method);
  const calls: Written[] = [];
  const listeners = createListeners<SlackCall>();
  const { origin, stopped, stop } = await serveLocally(serve);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (shelf.served(request, response)) return;
    const body = await bodyOf(request);
    const isWhole = request.method === "POST" ? files.take(request.url ?? "", body) : undefined;
    if (isWhole !== undefined) return send(response, { status: isWhole ? 200 : 400, type: "text/plain", body: "OK" });
    const [, door, name = ""] = (request.url ?? "").split("?")[0]?.split("/") ?? [];
    if (request.method !== "POST" || (door !== "api" && door !== "actions")) {
      return send(response, jsonAnswer(no("not_found"), 404));
    }
    const args = argsOf(body, request.headers["content-type"] ?? "");
    const token = door === "api" ? tokenOf(request, args) : name;
    const call: Written = {
      number: calls.length + 1,
      method: door === "api" ? name : "response_url",
      token,
      team: world.teamOf(token)?.id,
      args,
      atMs: wall.now().getTime(),
      result: "pending",
      answer: undefined,
      fault: undefined,
    };
    const fault = faults.meet(call);
    call.fault = fault?.kind;
    if (door === "actions") return answer(response, call, fault, () => urls.take(name, body));
    calls.push(call);
    await listeners.tell(call, "arrived");
    await answer(response, call, fault, () => run(call));
    await listeners.tell(call, "answered");
  }

  /** Does what the fault lets be done, and answers as the fault lets be answered. */
  async function answer(
    response: ServerResponse,
    call: Written,
    fault: Fault | undefined,
    act: () => Answer,
  ): Promise<void> {
    const well = isDone(fault) ? act() : undefined;
    if (!well) call.result = fault?.kind === "rate-limited" ? "rate-limited" : "not-done";
    if (call.method !== "response_url") await listeners.tell(call, "recorded");
    if (!fault) return send(response, well ?? jsonAnswer(no("fatal_error"), 500));
    switch (fault.kind) {
      case "status":
        return send(response, { status: fault.status, type: "text/plain", body: "" });
      case "error":
        return send(response, jsonAnswer(no(fault.error)));
      case "rate-limited": {
        const { retryAfter } = fault;
        const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
        return send(response, { ...jsonAnswer(no("ratelimited"), 429), headers });
      }
      default:
        return sendBadly(response, fault, well ?? jsonAnswer(ok()), stopped);
    }
  }

  function run(call: Written): Answer {
    if (call.method === "oauth.v2.access") return answered(call, oauth.access(call.args));
    const team = world.teamOf(call.token);
    const method = methods.get(call.method);
    if (call.token === "") return refuse(call, no("not_authed"));
    if (!team) return refuse(call, no("invalid_auth"));
    if (!method) return refuse(call, no("unknown_method", { req_method: call.method }));
    const waitSeconds = enforceRates ? rates.take(team.id, call.method, call.args) : undefined;
    if (waitSeconds !== undefined) {
      call.result = "rate-limited";
      call.answer = no("ratelimited");
      return { ...jsonAnswer(call.answer, 429), headers: { "retry-after": String(waitSeconds) } };
    }
    return answered(call, missingScope(world, team, method, call.args) ?? method.run(world, team, call.args));
  }

  function answered(call: Written, given: Json): Answer {
    if (given["ok"] !== true) return refuse(call, given);
    call.result = "done";
    call.answer = given;
    return jsonAnswer(given);
  }

  function refuse(call: Written, given: Json): Answer {
    call.result = "refused";
    call.answer = given;
    return jsonAnswer(given);
  }

  return {
    apiUrl: `${origin}/api/`,
    calls,
    messages: world.messages,
    ephemerals: world.ephemerals,
    views: world.views,
    replies: world.replies,
    addTeam: (team) => world.addTeam(team),
    addUser: (team, user) => world.addUser(team, user),
    addChannel: (team, channel) => world.addChannel(team, channel),
    setChannel: (id, change) => world.setChannel(id, change),
    direct(id, user) {
      const team = world.teams.get(id);
      if (!team) throw new Error(`Team ${id} is not known; addTeam makes one.`);
      return world.direct(team, user).id;
    },
    standing: (channel) => world.standing(channel),
    triggerId: () => views.triggerId(),
    responseUrl(at) {
      const token = urls.give(at);
      return { url: `${origin}/actions/${token}`, token };
    },
    register: (clientId, clientSecret) => oauth.register(clientId, clientSecret),
    consent: (consent) => oauth.consent(consent),
    putFile: (bytes, giving) => `${origin}${shelf.put(bytes, giving)}`,
    fetched: shelf.asked,
    files: files.sent,
    fault: (rule) => faults.add(rule),
    noFaults: () => faults.clear(),
    onCall: (listener) => listeners.add(listener),
    stop,
  };
}

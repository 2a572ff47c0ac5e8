import type { IncomingMessage, ServerResponse } from "node:http";
import { isJson, unpack } from "../../src/demo/slack/shapes.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createFaults, isDone } from "./fake-platform/faults.ts";
import { createListeners } from "./fake-platform/listeners.ts";
import { createShelf } from "./fake-platform/shelf.ts";
import { serveLocally } from "./fake-platform/server.ts";
import { type Answer, bodyOf, jsonAnswer, send as sendAnswer, sendBadly } from "./fake-platform/wire.ts";
import { conversationAsked, create, remove, send, tenantAsked, update } from "./fake-teams/conversations.ts";
import { createRates } from "./fake-teams/rates.ts";
import { errorAnswer, refuse } from "./fake-teams/refusals.ts";
import { channels, member, members, team } from "./fake-teams/rosters.ts";
import { type Action, type Route, routeOf } from "./fake-teams/routes.ts";
import type { FakeTeams, FakeTeamsOptions, Fault, FaultRule, Follower, Json, TeamsCall } from "./fake-teams/shapes.ts";
import { bareOf, createWorld, type Person, type World } from "./fake-teams/world.ts";

export type { FakeTeams, Fault, FaultRule, TeamsCall, TeamsMessage } from "./fake-teams/shapes.ts";

type Written = { -readonly [Key in keyof TeamsCall]: TeamsCall[Key] };
type Run = (world: World, params: Readonly<Record<string, string>>, body: Json) => Answer;

const DOOR = "/emea/";
const ACTIONS: Readonly<Record<Action, Run>> = { create, send, update, remove, members, member, channels, team };

/** A real HTTP server in the place of Teams' Bot Connector, which keeps its rules and can be told to fail. */
export async function startFakeTeams({
  wall = wallClock,
  enforceRates = true,
  token,
}: FakeTeamsOptions = {}): Promise<FakeTeams> {
  const world = createWorld(wall);
  const rates = createRates(wall);
  const faults = createFaults<TeamsCall, FaultRule>(({ call: name }, call) => name === undefined || name === call.name);
  const listeners = createListeners<TeamsCall>();
  // The address of a file opens it to whoever has it; a token of the bot's isn't for others' hosts.
  const shelf = createShelf((authorization) => authorization === undefined);
  const calls: Written[] = [];
  const followers: Follower[] = [];
  const { origin, stopped, stop } = await serveLocally(serve);
  const elsewhere = await serveLocally(async (request, response) => {
    const { method = "", url = "", headers } = request;
    followers.push({ method, path: url, authorization: headers.authorization, body: await bodyOf(request) });
    await sendAnswer(response, jsonAnswer({ id: "elsewhere" }));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (shelf.served(request, response)) return;
    const { method = "", url = "", headers } = request;
    const read = unpack(await bodyOf(request));
    const body = isJson(read) ? read : {};
    const path = url.startsWith(DOOR) ? url.slice(DOOR.length) : url;
    const route = url.startsWith(DOOR) ? routeOf(method, path, body) : undefined;
    const call: Written = {
      number: calls.length + 1,
      name: route?.name,
      method,
      path,
      params: route?.params ?? {},
      body,
      authorization: headers.authorization,
      ...(route ? targetOf(route, body) : { conversation: undefined, tenant: undefined }),
      atMs: wall.now().getTime(),
      result: "pending",
      status: undefined,
      fault: undefined,
    };
    const fault = faults.meet(call);
    call.fault = fault?.kind;
    calls.push(call);
    await listeners.tell(call, "arrived");
    const well = isDone(fault) ? run(call, route) : undefined;
    note(call, well, fault);
    await listeners.tell(call, "recorded");
    await answer(response, call, fault, well);
    await listeners.tell(call, "answered");
  }

  function targetOf({ action, params }: Route, body: Json): Pick<TeamsCall, "conversation" | "tenant"> {
    if (action === "create") {
      const conversation = conversationAsked(world, body);
      const tenant = tenantAsked(body) || world.place(conversation ?? "")?.tenant;
      return { conversation, tenant };
    }
    // A team's id is its General channel's.
    const conversation = bareOf(params["conversationId"] ?? params["teamId"] ?? "");
    const tenant = world.place(conversation)?.tenant ?? world.channelsOf(conversation)[0]?.tenant;
    return { conversation, tenant };
  }

  function run({ authorization, conversation, tenant, params, body }: TeamsCall, route: Route | undefined): Answer {
    if (token !== undefined && authorization !== `Bearer ${token}`) return refuse("Unauthorized");
    if (!route) return refuse("ServiceNotFound");
    const waitSeconds = enforceRates && tenant ? rates.take(tenant, conversation ?? "", route.action) : undefined;
    if (waitSeconds !== undefined) return { ...refuse("Throttled"), headers: { "retry-after": String(waitSeconds) } };
    if (world.tenant(tenant ?? "")?.disabledByAdmin) return refuse("BotDisabledByAdmin");
    return ACTIONS[route.action](world, params, body);
  }

  function note(call: Written, well: Answer | undefined, fault: Fault | undefined): void {
    call.status = well?.status;
    if (fault?.kind === "rate-limited" || well?.status === 429) call.result = "rate-limited";
    else if (!well) call.result = "not-done";
    else call.result = well.status < 300 ? "done" : "refused";
  }

  async function answer(
    response: ServerResponse,
    call: TeamsCall,
    fault: Fault | undefined,
    well: Answer = jsonAnswer({}),
  ): Promise<void> {
    if (!fault) return sendAnswer(response, well);
    switch (fault.kind) {
      case "status": {
        const { status, code, retryAfter } = fault;
        const worded = code === undefined ? { status, type: "text/plain", body: "" } : errorAnswer(status, code);
        return sendAnswer(response, { ...worded, headers: waiting(retryAfter) });
      }
      case "rate-limited":
        return sendAnswer(response, { ...refuse("Throttled"), headers: waiting(fault.retryAfter) });
      case "redirect": {
        const headers = { location: `${elsewhere.origin}/${call.path}` };
        return sendAnswer(response, { status: fault.status ?? 302, headers, type: "text/plain", body: "" });
      }
      default:
        return sendBadly(response, fault, well, stopped);
    }
  }

  function someone(user: string): Person {
    const person = world.person(user);
    if (!person) throw new Error(`Person ${user} is not known; addUser makes one.`);
    return person;
  }

  return {
    serviceUrl: `${origin}${DOOR}`,
    calls,
    followers,
    addTenant: (tenant) => world.addTenant(tenant),
    addUser: (tenant, user) => world.addUser(tenant, user),
    addChannel: (tenant, channel) => world.addChannel(tenant, channel),
    setChannel: (id, change) => world.setChannel(id, change),
    bar: (conversation) => world.bar(conversation),
    block: (user) => world.block(someone(user)),
    conversationOf: (user) => world.direct(someone(user)),
    standing: (conversation) => world.standing(conversation),
    putFile: (bytes, giving) => `${origin}${shelf.put(bytes, giving)}`,
    fetched: shelf.asked,
    fault: (rule) => faults.add(rule),
    noFaults: () => faults.clear(),
    onCall: (listener) => listeners.add(listener),
    async stop() {
      await Promise.all([stop(), elsewhere.stop()]);
    },
  };
}

function waiting(retryAfter: string | undefined): Readonly<Record<string, string>> {
  return retryAfter === undefined ? {} : { "retry-after": retryAfter };
}

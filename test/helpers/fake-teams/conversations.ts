import { asString, isJson } from "../../../src/demo/slack/shapes.ts";
import { type Answer, jsonAnswer } from "../fake-platform/wire.ts";
import { partsOf, wrongIn } from "./activity.ts";
import { refuse } from "./refusals.ts";
import type { Json, TeamsMessage } from "./shapes.ts";
import { bareOf, directIdOf, inThread, type Person, type Place, threadOf, type World } from "./world.ts";

type Params = Readonly<Record<string, string>>;

/** Opens the conversation with a person, or begins a thread in a channel. */
export function create(world: World, _params: Params, body: Json): Answer {
  const activity = body["activity"];
  const wrong = activity === undefined ? undefined : wrongIn(isJson(activity) ? activity : {});
  if (wrong) return wrong;
  const parts = isJson(activity) ? partsOf(activity) : [];
  const channel = channelAsked(body);
  if (channel !== undefined) return beginThread(world, channel, parts);
  if (tenantAsked(body) === "") return refuse("BadSyntax", "Could not parse tenant id");
  const person = personAsked(world, body);
  if (!person) return refuse("BadSyntax", "Invalid user identity in provided tenant");
  const id = world.direct(person);
  if (parts.length === 0) return jsonAnswer({ id }, 201);
  const place = speakingIn(world, id);
  if ("status" in place) return place;
  const posted = postAll(world, place, undefined, parts);
  return jsonAnswer({ id, ...(posted && { activityId: posted.activityId }) }, 201);
}

function beginThread(world: World, channel: string, parts: readonly Json[]): Answer {
  const place = speakingIn(world, channel);
  if ("status" in place) return place;
  if (parts.length === 0) return refuse("BadSyntax", "Incorrect conversation creation parameters");
  const posted = postAll(world, place, undefined, parts);
  if (!posted) return jsonAnswer({}, 201);
  return jsonAnswer({ id: inThread(place.id, posted.activityId), activityId: posted.activityId }, 201);
}

export function send(world: World, { conversationId = "", activityId }: Params, body: Json): Answer {
  const place = speakingIn(world, bareOf(conversationId));
  if ("status" in place) return place;
  const wrong = wrongIn(body);
  if (wrong) return wrong;
  if (body["type"] === "typing") return jsonAnswer({ id: world.nextId() }, 201);
  const answered = activityId === undefined ? undefined : (world.message(place.id, activityId)?.thread ?? activityId);
  const posted = postAll(world, place, threadOf(conversationId) ?? answered, partsOf(body));
  return jsonAnswer(posted ? { id: posted.activityId } : {}, 201);
}

export function update(world: World, params: Params, body: Json): Answer {
  const message = spokenIn(world, params);
  if ("status" in message) return message;
  const wrong = wrongIn(body);
  if (wrong) return wrong;
  world.redraw(message, body);
  return jsonAnswer({ id: message.activityId });
}

export function remove(world: World, params: Params): Answer {
  const message = spokenIn(world, params);
  if ("status" in message) return message;
  world.remove(message);
  return jsonAnswer({});
}

/** Which conversation a call to open one is for, as far as it can be told. */
export function conversationAsked(world: World, body: Json): string | undefined {
  const person = personAsked(world, body);
  return channelAsked(body) ?? (person && directIdOf(person));
}
export function tenantAsked(body: Json): string {
  const data = isJson(body["channelData"]) ? body["channelData"] : {};
  return asString(body["tenantId"]) || asString(isJson(data["tenant"]) ? data["tenant"]["id"] : "");
}

function channelAsked(body: Json): string | undefined {
  const data = isJson(body["channelData"]) ? body["channelData"] : {};
  return isJson(data["channel"]) ? bareOf(asString(data["channel"]["id"])) : undefined;
}

/** @returns undefined for nobody, several, somebody who left, and another tenant's people */
function personAsked(world: World, body: Json): Person | undefined {
  const members: unknown = body["members"];
  const [member, ...more] = Array.isArray(members) ? (members as unknown[]) : [];
  const person = isJson(member) ? world.person(asString(member["id"]), tenantAsked(body)) : undefined;
  if (!person || more.length > 0 || person.deleted) return undefined;
  return (person.homeTenant ?? person.tenant) === person.tenant ? person : undefined;
}

/** A conversation the bot may speak in, or Teams' refusal. */
function speakingIn(world: World, conversation: string): Place | Answer {
  const place = world.place(conversation);
  if (!place) return refuse("ConversationNotFound");
  if (world.isBarred(place.id)) return refuse("BotNotInConversationRoster");
  if (place.kind === "personal" && world.hasBlocked(place.person)) return refuse("MessageWritesBlocked");
  return place;
}

function spokenIn(world: World, { conversationId = "", activityId = "" }: Params): TeamsMessage | Answer {
  const place = speakingIn(world, bareOf(conversationId));
  if ("status" in place) return place;
  const message = world.message(place.id, activityId);
  return message && !message.deletedAt ? message : refuse("ActivityNotFoundInConversation");
}

/** @returns undefined when Teams made several messages of it */
function postAll(
  world: World,
  place: Place,
  thread: string | undefined,
  [first = {}, ...more]: readonly Json[],
): TeamsMessage | undefined {
  const posted = world.post(place, thread, first);
  for (const part of more) world.post(place, posted.thread, part);
  return more.length === 0 ? posted : undefined;
}

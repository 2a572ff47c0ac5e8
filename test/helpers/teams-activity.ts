import { createHash } from "node:crypto";
import { REQUEST_AT } from "./slack-request.ts";

export const TEAMS_APP_ID = "11111111-2222-4333-8444-555555555555";
export const BOT_NAME = "Tandem";

export interface TeamsWho {
  /** "29:…" */
  readonly id: string;
  readonly name: string;
  readonly aadObjectId: string;
}

/** Where an activity comes from. A channel's thread is the message that begins it. */
export type TeamsWhere =
  | { readonly kind: "personal"; readonly conversation: string; readonly tenant: string }
  | { readonly kind: "groupChat"; readonly conversation: string; readonly tenant: string }
  | {
      readonly kind: "channel";
      readonly channel: string;
      readonly team: string;
      readonly tenant: string;
      readonly thread?: string;
    };

export interface From {
  readonly who: TeamsWho;
  readonly where: TeamsWhere;
  readonly serviceUrl: string;
  /** made from all else when left out: the same activity twice is the same delivered twice */
  readonly id?: string;
  /** REQUEST_AT when left out */
  readonly at?: Date;
  /** "en-US" when left out */
  readonly locale?: string;
  /** TEAMS_APP_ID when left out */
  readonly appId?: string;
}

/** A press or a submission on a card that stands. */
export interface FromCard extends From {
  /** the card's message */
  readonly replyToId: string;
}

/** An activity as Teams sends it to a bot, for JSON. */
export interface TeamsActivity {
  readonly type: string;
  readonly id: string;
  readonly timestamp: string;
  readonly channelId: "msteams";
  readonly serviceUrl: string;
  readonly from: TeamsWho | { readonly id: string };
  readonly recipient: { readonly id: string; readonly name: string };
  readonly conversation: {
    readonly id: string;
    readonly conversationType: TeamsWhere["kind"];
    readonly tenantId: string;
    readonly isGroup?: true;
  };
  readonly channelData: Json;
  readonly [more: string]: unknown;
}

type Json = Readonly<Record<string, unknown>>;
type EventType =
  | "channelCreated"
  | "channelRenamed"
  | "channelDeleted"
  | "channelRestored"
  | "channelShared"
  | "channelUnshared"
  | "channelMemberAdded"
  | "channelMemberRemoved"
  | "teamArchived"
  | "teamUnarchived"
  | "teamDeleted"
  | "teamRenamed";

/** Words to the bot; outside a personal chat behind a mention of it, else it would not hear them. */
export function typed(text: string, from: From): TeamsActivity {
  const mention = `<at>${BOT_NAME}</at>`;
  const isAlone = from.where.kind === "personal";
  const words = isAlone ? text : `${mention} ${text}`;
  const entities = isAlone ? [] : [{ type: "mention", mentioned: botOf(from), text: mention }];
  return made(from, "message", {
    text: words,
    textFormat: "plain",
    attachments: [{ contentType: "text/html", content: `<p>${words}</p>` }],
    entities: [clientInfo(from), ...entities],
  });
}

/** A press of an Action.Execute; inputs of the card stand in its data. */
export function executed(verb: string, data: Json, { replyToId, ...from }: FromCard): TeamsActivity {
  return invoked("adaptiveCard/action", from, {
    value: { action: { type: "Action.Execute", title: "", verb, data }, trigger: "manual" },
    replyToId,
    channelData: { source: { name: "message" }, legacy: { replyToId } },
  });
}

/** What is pressed on a card that offers a file. @param uploadInfo where an accepted one may be put */
export function consented(
  offer: unknown,
  uploadInfo: Json | undefined,
  { replyToId, ...from }: FromCard,
): TeamsActivity {
  const action = uploadInfo ? "accept" : "decline";
  return invoked("fileConsent/invoke", from, {
    value: { type: "fileUpload", action, context: { offer }, ...(uploadInfo && { uploadInfo }) },
    replyToId,
  });
}

/** What a client that knows no Action.Execute sends for it: Action.Submit's data as a message. */
export function submittedByMessage(data: Json, { replyToId, ...from }: FromCard): TeamsActivity {
  return made(from, "message", {
    value: data,
    replyToId,
    entities: [clientInfo(from)],
    channelData: { source: { name: "message" }, legacy: { replyToId } },
  });
}

/** A press that opens a dialog; it is answered with the dialog's card. */
export function opens(data: Json, { replyToId, ...from }: FromCard): TeamsActivity {
  return invoked("task/fetch", from, { value: { data, context: { theme: "default" } }, replyToId });
}

export function submittedInDialog(data: Json, from: From): TeamsActivity {
  return invoked("task/submit", from, { value: { data, context: { theme: "default" } } });
}

/** A message of somebody's, as the action of its menu brings it. */
export interface MenuMessage {
  readonly content: string;
  /** "html" when left out, as Teams writes it */
  readonly contentType?: "html" | "text";
  readonly by?: { readonly id: string; readonly displayName: string };
  readonly at?: string;
}

/** An action chosen from the menu of a message; it is answered with a dialog. */
export function chosenFromMenu(commandId: string, message: MenuMessage, from: From): TeamsActivity {
  const { content, contentType = "html", by, at = "2026-12-09T07:55:00.000Z" } = message;
  const messagePayload = {
    id: String(Date.parse(at)),
    messageType: "message",
    createdDateTime: at,
    lastModifiedDateTime: null,
    deleted: false,
    subject: null,
    importance: "normal",
    from: { device: null, conversation: null, application: null, user: by && { userIdentityType: "aadUser", ...by } },
    body: { contentType, content },
    attachments: [],
    mentions: [],
    reactions: [],
  };
  const value = { commandId, commandContext: "message", messagePayload, context: { theme: "default" } };
  return invoked("composeExtension/fetchTask", from, { value });
}

/** What the form in such a dialog sends. */
export function submittedFromMenu(commandId: string, data: Json, from: From): TeamsActivity {
  const value = { commandId, commandContext: "message", data, context: { theme: "default" } };
  return invoked("composeExtension/submitAction", from, { value });
}

export function installed(from: From): TeamsActivity {
  return made(from, "installationUpdate", { action: "add", entities: [clientInfo(from)] });
}

export function removed(from: From): TeamsActivity {
  return made(from, "installationUpdate", { action: "remove", entities: [clientInfo(from)] });
}

/** @param people without any: the bot itself */
export function membersAdded(people: readonly TeamsWho[], from: From): TeamsActivity {
  return made(from, "conversationUpdate", {
    membersAdded: people.length === 0 ? [botOf(from)] : people,
    channelData: { eventType: "teamMemberAdded" },
  });
}

/** @param people without any: the bot itself */
export function membersRemoved(people: readonly TeamsWho[], from: From): TeamsActivity {
  return made(from, "conversationUpdate", {
    membersRemoved: people.length === 0 ? [botOf(from)] : people,
    channelData: { eventType: "teamMemberRemoved" },
  });
}

/** What becomes of a channel or its team. */
export function channelChanged(eventType: EventType, from: From): TeamsActivity {
  return made(from, "conversationUpdate", { channelData: { eventType } });
}

function invoked(name: string, from: From, more: Json): TeamsActivity {
  return made(from, "invoke", { name, entities: [clientInfo(from)], ...more });
}

function made(from: From, type: string, { channelData, ...more }: Json): TeamsActivity {
  const { who, where, serviceUrl, at = REQUEST_AT, locale = "en-US" } = from;
  const activity = {
    type,
    timestamp: at.toISOString(),
    localTimestamp: at.toISOString(),
    localTimezone: "Europe/Berlin",
    locale,
    channelId: "msteams",
    serviceUrl,
    from: who,
    recipient: botOf(from),
    conversation: conversationOf(where),
    ...more,
    channelData: { ...placeOf(where), ...(channelData as Json | undefined) },
  } as const;
  return { id: from.id ?? idOf(type, JSON.stringify(activity)), ...activity };
}

function conversationOf(where: TeamsWhere): TeamsActivity["conversation"] {
  const { kind, tenant: tenantId } = where;
  if (where.kind === "personal") return { conversationType: kind, tenantId, id: where.conversation };
  const isGroup = true;
  if (where.kind === "groupChat") return { isGroup, conversationType: kind, tenantId, id: where.conversation };
  const id = where.thread === undefined ? where.channel : `${where.channel};messageid=${where.thread}`;
  return { isGroup, conversationType: kind, tenantId, id };
}

function placeOf(where: TeamsWhere): Json {
  const tenant = { id: where.tenant };
  if (where.kind !== "channel") return { tenant };
  const { team, channel } = where;
  return { tenant, team: { id: team }, channel: { id: channel }, teamsTeamId: team, teamsChannelId: channel };
}

function botOf({ appId = TEAMS_APP_ID }: From): { readonly id: string; readonly name: string } {
  return { id: `28:${appId}`, name: BOT_NAME };
}

function clientInfo({ locale = "en-US" }: From): Json {
  return { type: "clientInfo", locale, country: "DE", platform: "Web", timezone: "Europe/Berlin" };
}

/** A message's id is its time; others are "f:" and a UUID. */
function idOf(type: string, content: string): string {
  const hash = createHash("sha256").update(content).digest("hex");
  if (type === "message") return String(1_700_000_000_000 + (parseInt(hash.slice(0, 9), 16) % 100_000_000_000));
  const parts = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)];
  return `f:${parts.join("-")}`;
}

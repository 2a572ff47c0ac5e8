import { storable } from "../../kernel/text.ts";
import { choiceOf, parseAction, parseChoice, parseOpening } from "../action-id.ts";
import { contentKey } from "../content-key.ts";
import type { Command, Home, Opening, Place, Press, Sender, Shortcut, Submission, Upload } from "../interaction.ts";
import { choiceIn } from "./actions.ts";
import { filesIn } from "./files.ts";
import type { Origins } from "./origin.ts";
import { DIALOG, EXECUTED, type Received, SENT_FORM, SUBMITTED } from "./payloads.ts";
import { messageRef } from "./platform.ts";
import type { CameFrom } from "./privately.ts";
import { fieldName, SUBMIT } from "./render-form.ts";
import { chosenIn, isFromMenu } from "./shortcut.ts";
import { isSpokenTo, typedTo } from "./typed.ts";

/** How an input came, which is how it is answered: by a message, by a card's action, by a dialog. */
export type Manner = "message" | "action" | "dialog";

export type Acted = Command | Press | Opening | Shortcut | Submission | Home | Upload;

export interface Translated {
  readonly interaction: Acted;
  readonly manner: Manner;
  readonly from: CameFrom;
}

const MOST_FILLED_IN = 12_000;
const DIALOGS: ReadonlySet<string> = new Set(["task/fetch", "task/submit", "composeExtension/submitAction"]);

/**
 * An activity of Teams in Tandem's words.
 * @param tenant the one Tandem speaks to, which the envelope named
 * @returns undefined for what Tandem doesn't listen to
 */
export function translate(received: Received, tenant: string, origins: Origins): Translated | undefined {
  const { type, name, value } = received;
  const inbound = inboundOf(received, tenant);
  if (!inbound) return undefined;
  const { serviceUrl, conversation, replyToId } = received;
  const from = { serviceUrl, sendTo: conversation.id, personal: inbound.place.private, message: replyToId };
  const acted = (verb: string, data: Readonly<Record<string, unknown>>): Acted =>
    actedOn(type === "invoke" ? { ...inbound, answeredInPlace: true } : inbound, verb, data, origins);
  if (type === "invoke" && name === "adaptiveCard/action") {
    const { data } = EXECUTED.safeParse(value);
    return data && { interaction: acted(data.action.verb, data.action.data), manner: "action", from };
  }
  if (type === "invoke" && name === "composeExtension/fetchTask") {
    const chosen = chosenIn(value);
    return chosen && { interaction: { ...chosen, ...inbound, answeredInPlace: true }, manner: "dialog", from };
  }
  if (type === "invoke" && DIALOGS.has(name ?? "")) {
    const { data } = DIALOG.safeParse(value);
    return data && { interaction: acted(data.data.verb, data.data), manner: "dialog", from };
  }
  if (inbound.place.private && isWelcome(received)) {
    // Teams tells of one arrival in two ways.
    const key = contentKey("teams", "met", tenant, inbound.place.conversation, inbound.sender.user);
    return { interaction: { kind: "home", ...inbound, contentKey: key }, manner: "message", from };
  }
  if (type !== "message") return undefined;
  const submitted = value === undefined || value === null ? undefined : SUBMITTED.safeParse(value).data;
  if (submitted) return { interaction: acted(submitted.verb, submitted), manner: "message", from };
  const files = inbound.place.private ? filesIn(received.attachments) : [];
  if (files.length > 0) return { interaction: { kind: "upload", files, ...inbound }, manner: "message", from };
  if (!isSpokenTo(received)) return undefined;
  const command: Command = {
    kind: "command",
    command: "tandem",
    text: typedTo(received),
    ...inbound,
    answeredByMessage: true,
  };
  return { interaction: command, manner: "message", from };
}

/** The bot has come into the conversation. */
function isWelcome({ type, action, membersAdded, recipient }: Received): boolean {
  if (type === "installationUpdate") return action?.startsWith("add") ?? false;
  return type === "conversationUpdate" && (membersAdded ?? []).some(({ id }) => id === recipient.id);
}

type Inbound = Omit<Command, "kind" | "command" | "text">;

function inboundOf(received: Received, tenant: string): Inbound | undefined {
  const { from, id, name, timestamp, text, value } = received;
  if (from.aadObjectId === undefined) return undefined;
  const place = placeOf(received);
  // Teams has sent activities without an id; what they say and when tells them apart.
  const identity = id === undefined ? [timestamp, name, text, lettersOf(value)] : [id];
  return {
    sender: senderOf(received, from.aadObjectId, tenant),
    place,
    contentKey: contentKey("teams", tenant, place.conversation, from.aadObjectId, ...identity),
    replyTo: {},
  };
}

/** @returns undefined for what is too deep to be written, which no client sends */
function lettersOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** In a channel that is shared with another company somebody's own tenant is another one than the channel's. */
export function senderOf({ conversation, channelData, from }: Received, user: string, tenant: string): Sender {
  const homes = [conversation.tenantId, channelData?.tenant?.id, from.tenantId];
  const other = homes.find((home) => home !== undefined && home.toLowerCase() !== tenant);
  return { platform: "teams", workspace: tenant, user, home: other?.toLowerCase() ?? tenant };
}

function placeOf({ name: what, conversation, channelData, replyToId }: Received): Place {
  const id = bareId(conversation.id);
  const name = channelData?.channel?.name ?? conversation.name ?? channelData?.team?.name;
  return {
    conversation: id,
    ...(name === undefined || name === "" ? {} : { name }),
    private: conversation.conversationType === "personal" && !isFromMenu(what),
    ...(replyToId === undefined ? {} : { message: messageRef(id, replyToId) }),
  };
}

/** A channel's id without the thread in it. */
export function bareId(conversation: string): string {
  return conversation.replace(/;.*$/s, "");
}

function actedOn(
  inbound: Inbound,
  verb: string,
  data: Readonly<Record<string, unknown>>,
  origins: Origins,
): Press | Opening | Submission {
  if (verb === SUBMIT) return submissionOf(inbound, data, origins);
  const { v, id, choice: own, home, ephemeral } = data;
  const button = { v, id, ...(typeof own === "string" && { choice: own }), ...(home === true && { home }) };
  // Of anything else nobody knows how deep it is; "" is no value of this build.
  const value = typeof v === "number" && typeof id === "string" ? JSON.stringify(button) : "";
  // Whoever claims it for a post has another answer shown in its place to themselves, and no more.
  const here = ephemeral === true ? { ...inbound, place: { ...inbound.place, ephemeral } } : inbound;
  const opening = parseOpening(verb, value);
  if (opening) return { kind: "opening", action: opening, ...here };
  const chosen = choiceIn(data);
  if (chosen === undefined) {
    const action = parseAction(verb, value);
    return { kind: "press", action, ...choiceOf(action), ...here };
  }
  const choice = parseChoice(chosen);
  if (choice === undefined) return { kind: "press", action: undefined, ...here };
  return { kind: "press", action: parseAction(verb, value), choice, ...here };
}

/** A form that wasn't sealed for who sends it is as one that is out of date. */
function submissionOf(inbound: Inbound, data: Readonly<Record<string, unknown>>, origins: Origins): Press | Submission {
  const { data: sent } = SENT_FORM.safeParse(data);
  const { workspace, user } = inbound.sender;
  const origin = sent && origins.open(sent.origin, { form: sent.form, subject: sent.id, user });
  if (!sent || !origin) return { kind: "press", action: undefined, ...inbound };
  const values = new Map<string, string>();
  for (const [id, value] of Object.entries(data)) {
    const name = fieldName(id);
    if (name !== undefined && typeof value === "string") values.set(name, storable(value.slice(0, MOST_FILLED_IN)));
  }
  return {
    kind: "submission",
    form: sent.form,
    subject: sent.id,
    values: Object.fromEntries(values),
    ...inbound,
    place: origin.place,
    contentKey: contentKey("teams", workspace, user, sent.form, sent.id, origin.opened, ...[...values].flat()),
  };
}

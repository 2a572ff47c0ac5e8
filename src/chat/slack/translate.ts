import { oneLine, storable } from "../../kernel/text.ts";
import { choiceOf, parseAction, parseChoice, parseOpening } from "../action-id.ts";
import { contentKey } from "../content-key.ts";
import { fileName } from "../fetch-file.ts";
import type {
  ChannelChange,
  Command,
  Home,
  Interaction,
  Opening,
  Press,
  Sender,
  Shortcut,
  Submission,
  Upload,
} from "../interaction.ts";
import { placeOf, readCarried, type Origin } from "./origin.ts";
import { ACTIONS, COMMAND, EVENT, FILES_SENT, SHORTCUT, SUBMISSION } from "./payloads.ts";
import { lettersOf } from "./said.ts";

/**
 * A Slack payload in Tandem's words.
 * @param workspace the team the app is installed in, as Bolt found it in the envelope
 * @returns undefined for what Tandem doesn't listen to
 */
export function translate(body: object, workspace: string): Interaction | undefined {
  switch ("type" in body ? body.type : undefined) {
    case "block_actions":
      return actions(body, workspace);
    case "message_action":
      return shortcut(body, workspace);
    case "view_submission":
      return submission(body, workspace);
    case "event_callback":
      return happening(body, workspace) ?? upload(body, workspace);
    default:
      return command(body, workspace);
  }
}

function command(body: object, workspace: string): Command | undefined {
  const parsed = COMMAND.safeParse(body);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  return {
    kind: "command",
    command: data.command.slice(1),
    text: storable(decoded(data.text)),
    sender: senderOf(workspace, data.user_id, data.team_id),
    place: {
      conversation: data.channel_id,
      ...(data.channel_name === "" ? {} : { name: data.channel_name }),
      private: data.channel_id.startsWith("D"),
    },
    contentKey: contentKey("slack", "command", workspace, data.user_id, data.trigger_id),
    replyTo: replyTo({ triggerId: data.trigger_id, responseUrl: data.response_url }),
  };
}

function actions(body: object, workspace: string): Press | Opening | undefined {
  const parsed = ACTIONS.safeParse(body);
  const pressed = parsed.data?.actions[0];
  if (!parsed.success || !pressed || pressed.action_id.startsWith("link:")) return undefined;
  const { data } = parsed;
  const origin = originOf(data);
  const shared = {
    sender: senderOf(workspace, data.user.id, data.user.team_id),
    place: placeOf(origin),
    contentKey: contentKey(
      "slack",
      "press",
      workspace,
      origin.conversation,
      data.view?.id ?? origin.message,
      pressed.action_id,
      pressed.selected_option?.value ?? pressed.value,
      pressed.action_ts,
      data.user.id,
    ),
    replyTo: replyTo({
      triggerId: data.trigger_id,
      responseUrl: data.response_url ?? origin.responseUrl,
      // Beside the home tab a form opens; upon another form it is pushed.
      viewId: data.view?.type === "home" ? undefined : data.view?.id,
    }),
  };
  const opening = parseOpening(pressed.action_id, pressed.value);
  if (opening) return { kind: "opening", action: opening, ...shared };
  if (!pressed.selected_option) {
    const action = pressed.value === undefined ? undefined : parseAction(pressed.action_id, pressed.value);
    return { kind: "press", action, ...choiceOf(action), ...shared };
  }
  const choice = parseChoice(pressed.selected_option.value);
  if (choice === undefined) return { kind: "press", action: undefined, ...shared };
  return { kind: "press", action: parseAction(pressed.action_id, undefined), choice, ...shared };
}

function originOf(data: ReturnType<typeof ACTIONS.parse>): Origin {
  if (data.view) {
    return readCarried(data.view.private_metadata)?.origin ?? { conversation: data.user.id, direct: true };
  }
  const conversation = data.channel?.id ?? data.container?.channel_id ?? data.user.id;
  const ts = data.container?.message_ts ?? data.message?.ts;
  return {
    conversation,
    direct: conversation.startsWith("D"),
    ...(ts ? { message: messageRef(conversation, ts) } : {}),
    ...(data.container?.is_ephemeral ? { ephemeral: true } : {}),
  };
}

function shortcut(body: object, workspace: string): Shortcut | undefined {
  const parsed = SHORTCUT.safeParse(body);
  if (!parsed.success) return undefined;
  const { callback_id, trigger_id, action_ts, response_url, user, channel, message, message_ts } = parsed.data;
  const ts = message.ts ?? message_ts;
  const { user: author, username, user_profile } = message;
  const name = [user_profile?.display_name, user_profile?.real_name, username].map((each) => oneLine(each ?? ""));
  const called = name.find((each) => each !== "");
  return {
    kind: "shortcut",
    name: callback_id,
    message: {
      text: storable(lettersOf(message.text)),
      author: { ...(author && { user: author }), ...(called !== undefined && { name: storable(called) }) },
      at: ts === undefined ? undefined : new Date(Math.floor(Number(ts) * 1000)),
    },
    sender: senderOf(workspace, user.id, user.team_id),
    place: { conversation: channel.id, private: channel.id.startsWith("D") },
    contentKey: contentKey("slack", "shortcut", workspace, callback_id, channel.id, ts, user.id, action_ts, trigger_id),
    replyTo: replyTo({ triggerId: trigger_id, responseUrl: response_url }),
  };
}

function submission(body: object, workspace: string): Submission | undefined {
  const parsed = SUBMISSION.safeParse(body);
  if (!parsed.success) return undefined;
  const { user, view, trigger_id } = parsed.data;
  const carried = readCarried(view.private_metadata);
  if (!carried) return undefined;
  const values = new Map<string, string>();
  for (const [name, inputs] of Object.entries(view.state.values)) {
    const input = Object.values(inputs)[0];
    const value = input?.value ?? input?.selected_option?.value ?? input?.selected_date;
    if (value !== undefined && value !== null) values.set(name, storable(value));
  }
  const typed = [...values].flat();
  return {
    kind: "submission",
    form: carried.form,
    subject: carried.subject,
    values: Object.fromEntries(values),
    sender: senderOf(workspace, user.id, user.team_id),
    place: placeOf(carried.origin),
    // The hash stays the same while a form is refused and corrected, so what was typed belongs to the key.
    contentKey: contentKey(
      "slack",
      "submission",
      workspace,
      view.root_view_id ?? view.id,
      view.hash,
      user.id,
      ...typed,
    ),
    replyTo: replyTo({ triggerId: trigger_id, viewId: view.id, responseUrl: carried.origin.responseUrl }),
  };
}

const CHANGES: ReadonlyMap<string, ChannelChange["change"]> = new Map([
  ["member_joined_channel", "joined"],
  ["member_left_channel", "left"],
  ["channel_left", "removed"],
  ["group_left", "removed"],
  ["channel_shared", "shared"],
  ["channel_unshared", "unshared"],
  ["channel_archive", "archived"],
  ["group_archive", "archived"],
  ["channel_deleted", "archived"],
  ["group_deleted", "archived"],
] as const);

function happening(body: object, workspace: string): ChannelChange | Home | Command | undefined {
  const parsed = EVENT.safeParse(body);
  if (!parsed.success) return undefined;
  const { event, event_id } = parsed.data;
  if (event.type === "app_home_opened") return event.tab === "home" ? homeOf(parsed.data, workspace) : undefined;
  if (event.type === "message") return helloOf(parsed.data, workspace);
  const what = CHANGES.get(event.type);
  if (!what) return undefined;
  const user = event.user ?? event.actor_id ?? "";
  // Slack may send one happening under several event ids; its own time is the same in all of them.
  const identity = event.event_ts ?? event_id;
  return {
    kind: "channel-change",
    change: what,
    sender: senderOf(workspace, user, event.team),
    place: { conversation: event.channel, private: false },
    contentKey: contentKey("slack", "event", workspace, event.type, event.channel, user, identity),
    replyTo: {},
  };
}

function homeOf({ event, event_id }: ReturnType<typeof EVENT.parse>, workspace: string): Home | undefined {
  const { user, team, event_ts } = event;
  if (!user) return undefined;
  return {
    kind: "home",
    sender: senderOf(workspace, user, team),
    place: { conversation: user, private: true },
    contentKey: contentKey("slack", "home", workspace, user, event_ts ?? event_id),
    replyTo: {},
  };
}

function upload(body: object, workspace: string): Upload | undefined {
  const { data } = FILES_SENT.safeParse(body);
  if (!data || data.authorizations?.some(({ user_id }) => user_id === data.event.user)) return undefined;
  const { channel, user, team, user_team, client_msg_id, ts, files } = data.event;
  return {
    kind: "upload",
    files: files.map(({ name, url_private_download, url_private }) => ({
      name: fileName(name ?? ""),
      address: url_private_download ?? url_private ?? "",
    })),
    sender: senderOf(workspace, user, user_team ?? team),
    place: { conversation: channel, private: true },
    // Slack may tell of one message twice, with another time each.
    contentKey: contentKey("slack", "upload", workspace, channel, user, client_msg_id ?? ts),
    replyTo: {},
  };
}

/**
 * What somebody writes to the bot in its own conversation, whatever it is, asks for help. Not what bots write, it itself
 * among them, and not what becomes of a message later, which all have a subtype or a bot's id.
 */
function helloOf({ event }: ReturnType<typeof EVENT.parse>, workspace: string): Command | undefined {
  const { user, team, channel, channel_type, subtype, bot_id, client_msg_id, ts, event_ts } = event;
  if (channel_type !== "im" || !user || subtype || bot_id) return undefined;
  return {
    kind: "command",
    command: "tandem",
    text: "help",
    sender: senderOf(workspace, user, team),
    place: { conversation: channel, private: true },
    contentKey: contentKey("slack", "message", workspace, channel, user, client_msg_id ?? ts ?? event_ts),
    replyTo: {},
    answeredByMessage: true,
  };
}

/** A message's reference: the same words that `send` gives back. */
export function messageRef(conversation: string, ts: string): string {
  return `${conversation}:${ts}`;
}

/** Slash commands arrive with Slack's three control characters as entities. */
function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function senderOf(workspace: string, user: string, home: string | null | undefined): Sender {
  return { platform: "slack", workspace, user, home: home ?? workspace };
}

function replyTo(parts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined));
}

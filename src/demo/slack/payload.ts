import { APP_ID, BOT_USER_ID, TEAM_DOMAIN } from "./emulator.ts";
import { stateValues, type Chosen } from "./act.ts";
import type { Json, SlackMessage, SlackView } from "./shapes.ts";

/** Who acts, in the workspace the app is installed in. */
export interface Actor {
  readonly teamId: string;
  readonly user: string;
  readonly handle: string;
  /** their own team; another one than `teamId` for a guest by Slack Connect */
  readonly home: string;
}

export interface Where {
  readonly channel: string;
  readonly channelName: string;
  readonly responseUrl: string;
  readonly trigger: string;
}

function envelope(actor: Actor): Json {
  return {
    user: { id: actor.user, username: actor.handle, name: actor.handle, team_id: actor.home },
    team: { id: actor.teamId, domain: TEAM_DOMAIN },
    api_app_id: APP_ID,
    token: "local",
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Source: Slack's reference of the block_actions payload. An ephemeral message doesn't come along. */
export function blockActions(
  actor: Actor,
  where: Where,
  message: SlackMessage,
  ephemeral: boolean,
  action: Json,
): Json {
  return {
    type: "block_actions",
    ...envelope(actor),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: where.channel,
      is_ephemeral: ephemeral,
    },
    channel: { id: where.channel, name: where.channelName },
    ...(ephemeral ? {} : { message: { ...message, team: actor.teamId } }),
    state: { values: stateWith(message.blocks, action) },
    response_url: where.responseUrl,
    trigger_id: where.trigger,
    actions: [action],
  };
}

/** Something chosen from the menu of a message. Source: Slack's reference of the message_action payload. */
export function messageAction(
  actor: Actor,
  where: Where,
  message: SlackMessage,
  chosen: { readonly shortcut: string; readonly at: string },
): Json {
  return {
    type: "message_action",
    ...envelope(actor),
    callback_id: chosen.shortcut,
    action_ts: chosen.at,
    channel: { id: where.channel, name: where.channelName },
    message_ts: message.ts,
    message: { ...message, team: actor.teamId },
    response_url: where.responseUrl,
    trigger_id: where.trigger,
  };
}

export function viewActions(actor: Actor, trigger: string, view: SlackView, action: Json): Json {
  return {
    type: "block_actions",
    ...envelope(actor),
    container: { type: "view", view_id: view.id },
    view: { ...view, state: { values: stateWith(view.blocks, action) } },
    trigger_id: trigger,
    actions: [action],
  };
}

export function viewSubmission(
  actor: Actor,
  trigger: string,
  view: SlackView,
  chosen: Readonly<Record<string, Chosen>>,
): Json {
  return {
    type: "view_submission",
    ...envelope(actor),
    trigger_id: trigger,
    view: { ...view, state: { values: stateValues(view.blocks, chosen) } },
    response_urls: [],
  };
}

export function viewClosed(actor: Actor, view: SlackView): Json {
  return {
    type: "view_closed",
    ...envelope(actor),
    view: { ...view, state: { values: stateValues(view.blocks) } },
    is_cleared: false,
  };
}

export function slashCommand(actor: Actor, where: Where, line: string): Record<string, string> {
  const [, command = "", text = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  return {
    token: "local",
    team_id: actor.home,
    team_domain: TEAM_DOMAIN,
    channel_id: where.channel,
    channel_name: where.channelName,
    user_id: actor.user,
    user_name: actor.handle,
    command,
    text: escapeControl(text.trim()),
    api_app_id: APP_ID,
    is_enterprise_install: "false",
    response_url: where.responseUrl,
    trigger_id: where.trigger,
  };
}

/** Slack's clients send the three control characters as entities. */
export function escapeControl(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function eventCallback(teamId: string, eventId: string, event: Json, at: Date): Json {
  return {
    token: "local",
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: APP_ID,
    type: "event_callback",
    event,
    event_id: eventId,
    event_time: Math.floor(at.getTime() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: BOT_USER_ID, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

function stateWith(blocks: unknown, action: Json): Json {
  const actionId = typeof action["action_id"] === "string" ? action["action_id"] : "";
  const values = stateValues(blocks);
  const block = values[typeof action["block_id"] === "string" ? action["block_id"] : ""];
  if (typeof block !== "object" || block === null || !(actionId in block)) return values;
  const { action_id: _id, block_id: _block, action_ts: _ts, placeholder: _placeholder, ...state } = action;
  Object.assign(block, { [actionId]: state });
  return values;
}

import { chosenAction, clientErrors, findElement, pressedAction, type Chosen } from "./act.ts";
import { COMPLAINTS, type Complaints } from "./complaints.ts";
import { APP_ID, BOT_USER_ID } from "./emulator.ts";
import { fileObject } from "./files.ts";
import { readSeen, type Seen } from "./read.ts";
import {
  blockActions,
  escapeControl,
  eventCallback,
  messageAction,
  slashCommand,
  viewActions,
  viewClosed,
  viewSubmission,
  type Actor,
  type Where,
} from "./payload.ts";
import { postEvent, postForm, postPayload, type Answer } from "./sign.ts";
import { asString, isJson, type Json, type SlackMessage, type SlackView } from "./shapes.ts";
import { keepTidy, newTrigger, pushView, readChannel, readMessage, respond, updateView, type World } from "./world.ts";

/** How an act ended for the person at the screen. */
export type Outcome =
  | { readonly kind: "ok" }
  /** block id → sentence; the form stays open */
  | { readonly kind: "errors"; readonly errors: Readonly<Record<string, string>> }
  /** a person could not have done that: it isn't on their screen */
  | { readonly kind: "refused"; readonly because: string }
  /** the app gave no good answer in time */
  | { readonly kind: "failed"; readonly because: string };

/** A person at their screen. Whatever they do reaches the app as a signed request, as from Slack. */
export interface Driver {
  command(channel: string, line: string): Promise<Outcome>;
  /** `value` tells apart buttons with the same action id */
  press(channel: string, ts: string, actionId: string, value?: string): Promise<Outcome>;
  choose(channel: string, ts: string, actionId: string, chosen: Chosen): Promise<Outcome>;
  /** chooses one of the app's shortcuts from the menu of a message */
  shortcut(channel: string, ts: string, name: string): Promise<Outcome>;
  pressInView(viewId: string, actionId: string, value?: string): Promise<Outcome>;
  chooseInView(viewId: string, actionId: string, chosen: Chosen): Promise<Outcome>;
  /** values by block id (or action id); what is left out keeps its initial value. English `complaints` when left out */
  submit(viewId: string, values: Readonly<Record<string, Chosen>>, complaints?: Complaints): Promise<Outcome>;
  close(viewId: string): Promise<Outcome>;
  openHome(): Promise<Outcome>;
  say(channel: string, text: string): Promise<Outcome>;
  /** sends files in their own conversation with the app */
  attach(channel: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<Outcome>;
  messages(channel: string): Promise<Seen[]>;
  /** open forms, the topmost last */
  views(): readonly SlackView[];
  home(): SlackView | undefined;
}

const OK: Outcome = { kind: "ok" };

export function createDriver(world: World, actor: Actor): Driver {
  const { memory } = world;
  const { user } = actor;
  const refused = (because: string): Outcome => ({ kind: "refused", because });
  const stamp = () => (world.wall.now().getTime() / 1000).toFixed(6);

  async function where(channel: string, to: { ts?: string; ephemeral: boolean }): Promise<Where | undefined> {
    const found = await readChannel(world, user, channel);
    if (!found) return undefined;
    const responseUrl = `${world.origin}/actions/${memory.addReply({ user, channel, ...to })}`;
    const channelName = found["is_im"] === true ? "directmessage" : asString(found["name"]);
    return { channel, channelName, responseUrl, trigger: await newTrigger(world, user) };
  }

  async function inMessage(channel: string, ts: string, act: (blocks: unknown) => Json | undefined): Promise<Outcome> {
    if (!(await readChannel(world, user, channel))) return refused("not in this conversation");
    const own = memory.ephemerals(user).find((one) => one.ts === ts && one.channel === channel);
    const message: SlackMessage | undefined = own
      ? { ts, text: own.text, ...(Array.isArray(own.blocks) ? { blocks: own.blocks } : {}) }
      : await readMessage(world, user, channel, ts);
    if (!message) return refused("no such message");
    const action = act(message.blocks);
    if (!action) return refused("no such element");
    const at = await where(channel, { ts, ephemeral: own !== undefined });
    if (!at) return refused("not in this conversation");
    return acknowledged(await postPayload(world.signed, blockActions(actor, at, message, own !== undefined, action)));
  }

  async function inView(viewId: string, act: (blocks: unknown) => Json | undefined): Promise<Outcome> {
    const view = openView(viewId) ?? (memory.home(user)?.id === viewId ? memory.home(user) : undefined);
    if (!view) return refused("no such view");
    const action = act(view.blocks);
    if (!action) return refused("no such element");
    const trigger = await newTrigger(world, user, viewId);
    return acknowledged(await postPayload(world.signed, viewActions(actor, trigger, view, action)));
  }

  function openView(viewId: string): SlackView | undefined {
    return memory.views(user).find((view) => view.id === viewId);
  }

  async function afterSubmission(view: SlackView, answer: Answer): Promise<Outcome> {
    if (answer.kind === "failed") return answer;
    const { json } = answer;
    switch (json?.["response_action"]) {
      case undefined:
        memory.closeView(user, view.id);
        return OK;
      case "errors":
        return errorsOf(view, json["errors"]);
      case "update":
        await updateView(world, view.id, json["view"]);
        return OK;
      case "push":
        await pushView(world, user, view, json["view"]);
        return OK;
      case "clear":
        memory.closeView(user, "all");
        return OK;
      default:
        return { kind: "failed", because: "unknown response_action" };
    }
  }

  /** What Slack tells the app of a message in somebody's own conversation with it. */
  function messageIn(channel: string, ts: string, text: string) {
    return { type: "message", channel_type: "im", channel, user, team: actor.home, text, ts, event_ts: ts };
  }

  async function tell(event: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const envelope = eventCallback(actor.teamId, world.newEventId(), event, world.wall.now());
    return acknowledged(await postEvent(world.signed, envelope));
  }

  return {
    async command(channel, line) {
      if (!/^\/\S/.test(line.trim())) return refused("a command starts with a slash");
      if (actor.home !== actor.teamId) return refused("the app is not installed in this person's workspace");
      const at = await where(channel, { ephemeral: false });
      if (!at) return refused("not in this conversation");
      const answer = await postForm(world.signed, slashCommand(actor, at, line));
      if (answer.kind === "failed") return answer;
      if (answer.json) await respond(world, { user, channel, ephemeral: false }, answer.json);
      else if (answer.text.trim() !== "") memory.addEphemeral(user, { channel, text: answer.text, blocks: undefined });
      return OK;
    },
    press: (channel, ts, actionId, value) =>
      inMessage(channel, ts, (blocks) => {
        const found = findElement(blocks, actionId, value);
        return found && pressedAction(found, stamp());
      }),
    choose: (channel, ts, actionId, chosen) =>
      inMessage(channel, ts, (blocks) => {
        const found = findElement(blocks, actionId);
        return found && chosenAction(found, chosen, stamp());
      }),
    async shortcut(channel, ts, name) {
      if (actor.home !== actor.teamId) return refused("the app is not installed in this person's workspace");
      const at = await where(channel, { ts, ephemeral: false });
      const message = at && (await readMessage(world, user, channel, ts));
      if (!at || !message) return refused("no such message");
      const chosen = { shortcut: name, at: stamp() };
      const author = world.known.people.get(message.user ?? "")?.name;
      // The app takes a message's ts for its time, which here is the demo's.
      const said = {
        ...message,
        ts: ((memory.shownAt(ts)?.getTime() ?? Number(ts) * 1000) / 1000).toFixed(6),
        ...(author === undefined ? {} : { user_profile: { real_name: author } }),
      };
      return acknowledged(await postPayload(world.signed, messageAction(actor, at, said, chosen)));
    },
    pressInView: (viewId, actionId, value) =>
      inView(viewId, (blocks) => {
        const found = findElement(blocks, actionId, value);
        return found && pressedAction(found, stamp());
      }),
    chooseInView: (viewId, actionId, chosen) =>
      inView(viewId, (blocks) => {
        const found = findElement(blocks, actionId);
        return found && chosenAction(found, chosen, stamp());
      }),
    async submit(viewId, values, complaints = COMPLAINTS.en) {
      const view = openView(viewId);
      if (!view) return refused("no such view");
      if (!view.submit) return refused("this view can't be submitted");
      const errors = clientErrors(view.blocks, values, complaints);
      if (Object.keys(errors).length > 0) return { kind: "errors", errors };
      const trigger = await newTrigger(world, user, viewId);
      return afterSubmission(view, await postPayload(world.signed, viewSubmission(actor, trigger, view, values)));
    },
    async close(viewId) {
      const view = openView(viewId);
      if (!view) return refused("no such view");
      memory.closeView(user, view.clear_on_close === true ? "all" : viewId);
      if (view.notify_on_close !== true) return OK;
      return acknowledged(await postPayload(world.signed, viewClosed(actor, view)));
    },
    async openHome() {
      const answer = await world.emulated.call({ user }, "conversations.open", { users: BOT_USER_ID });
      const channel = isJson(answer["channel"]) ? asString(answer["channel"]["id"]) : "";
      const event = { type: "app_home_opened", user, channel, tab: "home", event_ts: stamp() };
      return tell({ ...event, app_id: APP_ID });
    },
    async say(channel, text) {
      if (text.trim() === "") return refused("nothing written");
      const there = await readChannel(world, user, channel);
      if (!there) return refused("not in this conversation");
      const answer = await world.emulated.call({ user }, "chat.postMessage", { channel, text: escapeControl(text) });
      const ts = asString(answer["ts"]);
      await keepTidy(world, channel, ts, user);
      return there["is_im"] === true ? tell(messageIn(channel, ts, escapeControl(text))) : OK;
    },
    async attach(channel, given) {
      const there = await readChannel(world, user, channel);
      if (there?.["is_im"] !== true) return refused("files are sent in one's own conversation with the app");
      const files = given.map(({ name, bytes }) => world.files.add(name, bytes));
      const text = files.map(({ name }) => name).join(", ");
      const answer = await world.emulated.call({ user }, "chat.postMessage", { channel, text: escapeControl(text) });
      const ts = asString(answer["ts"]);
      world.files.attach(channel, ts, files);
      await keepTidy(world, channel, ts, user);
      const shared = { subtype: "file_share", files: files.map((file) => fileObject(world, file)) };
      return tell({ ...messageIn(channel, ts, ""), ...shared });
    },
    messages: (channel) => readSeen(world, user, channel),
    views: () => memory.views(user),
    home: () => memory.home(user),
  };
}

function acknowledged(answer: Answer): Outcome {
  return answer.kind === "failed" ? answer : OK;
}

function errorsOf(view: SlackView, errors: unknown): Outcome {
  const blocks = new Set(view.blocks.flatMap((block) => (isJson(block) ? [block["block_id"]] : [])));
  const entries = Object.entries(isJson(errors) ? errors : {}).map(([id, text]) => [id, asString(text)] as const);
  // Slack shows "We had some trouble connecting" when an error names no input of the form.
  if (entries.length === 0 || entries.some(([id]) => !blocks.has(id))) {
    return { kind: "failed", because: "errors for a field that the form doesn't have" };
  }
  return { kind: "errors", errors: Object.fromEntries(entries) };
}

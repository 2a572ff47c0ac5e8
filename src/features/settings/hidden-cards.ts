import type { Block, Button, Text } from "../../chat/card.ts";
import { calledChannel, type Channel } from "../../kernel/directory.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { aboutThose } from "./hidden-decide.ts";
import type { HiddenMember } from "./hidden-store.ts";

/** A channel in which parts of posts are left out, and because of whom. */
export interface Hidden {
  readonly channel: Channel;
  readonly members: readonly HiddenMember[];
}

const MOST_NAMED = 10;

/** What an administrator decides by: the names, and the two buttons. Who is none any more reads nothing of it. */
export function drawHidden(hidden: Hidden, view: View): Drawing {
  return drawNaming(hidden, MOST_NAMED, view);
}

/** The same with every name. */
export function drawAllHidden(hidden: Hidden, view: View): Drawing {
  return drawNaming(hidden, hidden.members.length, view);
}

function drawNaming({ channel, members }: Hidden, most: number, view: View): Drawing {
  const { say, audience } = view;
  const mayAct = audience.kind === "person" && audience.reader.roles.includes("admin");
  const name = calledChannel(channel);
  const hidden = members.filter(({ approved }) => approved !== true);
  const title = say(hidden.length > 0 ? "settings.hidden-title" : "settings.hidden-none-title", { channel: name });
  if (!mayAct || members.length === 0) return { card: { title, body: [] }, summary: title };
  const named = members.slice(0, most).map((member) => memberText(member, view));
  const more = members.length - named.length;
  const body: Block[] = [
    { kind: "text", text: say("settings.hidden-why", { channel: name, count: hidden.length }) },
    {
      kind: "list",
      ordered: false,
      items: more > 0 ? [...named, say("settings.hidden-more", { count: more })] : named,
    },
    { kind: "buttons", elements: [...buttonsOf(channel, members, view), ...(more > 0 ? [allOf(channel, view)] : [])] },
    { kind: "context", text: say("settings.hidden-foot") },
  ];
  return { card: { title, accent: hidden.length > 0 ? "warn" : "good", body }, summary: title };
}

function memberText({ person, name, approved }: HiddenMember, { say }: View): Text {
  const who: Text = person && name !== undefined ? [{ mention: { id: person, name } }] : say("settings.hidden-unknown");
  if (approved === undefined) return who;
  return say(approved ? "settings.hidden-approved" : "settings.hidden-kept", { who });
}

function allOf({ id }: Channel, { say }: View): Button {
  return { kind: "button", label: say("settings.hidden-all"), press: { name: "settings.hidden-all", subject: id } };
}

function buttonsOf({ id }: Channel, members: readonly HiddenMember[], { say }: View): readonly Button[] {
  const subject = aboutThose(id, members);
  const approve: Button = {
    kind: "button",
    label: say("settings.hidden-approve"),
    press: { name: "settings.approve", subject },
  };
  const keep: Button = {
    kind: "button",
    label: say("settings.hidden-keep"),
    press: { name: "settings.keep", subject },
  };
  return [
    ...(members.some(({ person, approved }) => person && approved !== true) ? [approve] : []),
    ...(members.some(({ approved }) => approved !== false) ? [keep] : []),
  ];
}

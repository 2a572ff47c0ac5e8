import type { Overheard, PlatformName, Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { calledChannel } from "../../kernel/directory.ts";
import type { EventOf } from "../../kernel/events.ts";
import type { ChannelId } from "../../kernel/ids.ts";
import type { TextKey } from "../../locales/keys.ts";
import { type Acting, card, type Context, type Feature } from "../feature.ts";
import { adminOnly, channelNames } from "../settings/facts.ts";
import { drawNotice, drawTip } from "./cards.ts";
import { isToTell, wantedBy } from "./decide.ts";
import {
  endListening,
  isListenedTo,
  isOnAt,
  listenedAt,
  NOTICE,
  onSlot,
  switchOff,
  switchOn,
  type Where,
  writeAudit,
} from "./store.ts";

const LACKING: Readonly<Record<PlatformName, TextKey>> = {
  slack: "listening.lacking-slack",
  teams: "listening.lacking-teams",
};

/**
 * Listening for words about prices (D9): off until an administrator switches it on in a channel, which says so there. It
 * looks at what Customer Success Managers write, keeps none of it, and tells them alone.
 * @param listensOn where the app may read channels at all
 */
export function createListening(listensOn: readonly PlatformName[]): Feature {
  return {
    name: "listening",
    commands: [
      {
        word: "listen",
        order: 46,
        topic: "set-up",
        help: "listening.help",
        example: "listening.example",
        changes: true,
        run: (acting, words) => listen(acting, words, listensOn),
      },
    ],
    cards: {
      notice: card({
        sensitive: false,
        called: "listening.called-notice",
        async load({ tx }, channel, { slot, stands }) {
          const isOn = slot.startsWith("on ");
          return stands || (await isListenedTo(tx, channel as ChannelId)) === isOn ? isOn : "gone";
        },
        draw: drawNotice,
      }),
      tip: card({
        sensitive: false,
        called: "listening.called-tip",
        direct: { why: "why.listening", role: "csm", confidential: true },
        async load({ tx, now }, channel, { stands }) {
          const id = channel as ChannelId;
          if (!stands && !(await isListenedTo(tx, id))) return "gone";
          return { channel: (await channelNames(tx, [id])).get(id) ?? "", at: now.toISOString() };
        },
        draw: drawTip,
      }),
    },
    reactions: { "post-unsettled": endUnannounced },
    overheard: hear,
  };
}

async function listen(acting: Acting, words: string, listensOn: readonly PlatformName[]): Promise<Reply> {
  const { view, place, via } = acting;
  const wanted = wantedBy(words);
  if (wanted === "unclear") return done(view.say("listening.unclear", { value: words.trim() }));
  if (place.private) return done(view.say("listening.private"));
  const where = { platform: via, workspace: acting.workspace, conversation: place.conversation };
  if (wanted === "status") {
    const isOn = await isOnAt(acting.tx, where);
    return done(view.say(isOn ? "listening.is-on" : "listening.is-off"));
  }
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  if (wanted === "off") return turnOff(acting, where);
  return listensOn.includes(via) ? turnOn(acting, where) : done(view.say(LACKING[via]));
}

async function turnOn(acting: Acting, where: Where): Promise<Reply> {
  const { tx, now, ids, place, view } = acting;
  const name = place.name ?? place.conversation;
  const channel = await switchOn(tx, ids.next(), { ...where, name }, now);
  if (!channel) return done(view.say("listening.on-already"));
  announce(acting, channel, "on");
  return done(view.say("listening.switched-on", { channel: calledChannel({ ...where, name }) }));
}

async function turnOff(acting: Acting, where: Where): Promise<Reply> {
  const { tx, place, view } = acting;
  const channel = await switchOff(tx, where);
  if (!channel) return done(view.say("listening.off-already"));
  announce(acting, channel, "off");
  const name = place.name ?? place.conversation;
  return done(view.say("listening.switched-off", { channel: calledChannel({ ...where, name }) }));
}

/** Everybody in the channel is told at once. */
function announce({ tx, ids, now, person, posts }: Acting, channel: ChannelId, what: "on" | "off"): void {
  posts.announce({
    card: NOTICE,
    subject: channel,
    address: `channel:${channel}`,
    slot: what === "on" ? onSlot(now) : `off ${now.toISOString()}`,
  });
  const action = what === "on" ? "listening.on" : "listening.off";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: channel, details: {} });
}

/** Where nobody can be told that it listens, it doesn't. */
async function endUnannounced({ tx, ids, now }: Context, event: EventOf<"post-unsettled">): Promise<void> {
  if (event.card !== NOTICE) return;
  const channel = event.address.replace(/^channel:/, "") as ChannelId;
  if (!(await endListening(tx, channel))) return;
  const details = { because: "notice-unsettled" };
  writeAudit(tx, { id: ids.next(), at: now, by: undefined, action: "listening.off", subject: channel, details });
}

/** At most once a Customer Success Manager, channel and day: the slot is the day on which they are told. */
async function hear({ tx, now, directory, posts }: Context, { sender, place, text }: Overheard): Promise<void> {
  const { platform, workspace, user } = sender;
  const channel = await listenedAt(tx, { platform, workspace, conversation: place.conversation });
  if (!channel) return;
  const person = await directory.byHandle(tx, platform, workspace, user);
  if (!isToTell(person, text)) return;
  const dueAt = afterQuietHours(now, person.calendar);
  const slot = localDateOf(dueAt, person.calendar.zone);
  posts.announce({ card: "listening.tip", subject: channel, address: `person:${person.id}`, slot, dueAt });
}

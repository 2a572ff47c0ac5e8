import type { Driver, LocalSlack } from "../slack/server.ts";
import type { Conversation } from "../slack/read.ts";
import type { Drawing } from "./blocks.ts";
import { clockLabel } from "./dates.ts";
import { drawMessages, initialsOf, type Kept } from "./messages.ts";
import { drawForm, drawHome } from "./views.ts";
import type { ChannelState, ClockState, PageState, Step } from "./wire.ts";

/** The demo's movable time; what it touches besides is the demo's business. */
export interface DemoClock {
  now(): Date;
  advance(step: Step): Promise<void>;
  /** IANA; the zone the header shows */
  readonly zone: string;
}

export interface Screens {
  read(user: string, channel: string, isSeen: boolean, clock: ClockState): Promise<PageState | undefined>;
}

/** What each person has on their screen. */
export function createScreens(slack: LocalSlack, clock: DemoClock, kept: Kept): Screens {
  const seen = new Map<string, string>();
  const named = [...slack.people].map(([id, { name }]) => ({ id, name }));
  const people = [...named, { id: slack.botUserId, name: slack.botName }];
  const channels = [...slack.channelIds].map(([name, id]) => ({ id, name }));

  function toChannel(user: string, conversation: Conversation): ChannelState {
    const latest = slack.latest(conversation.id, user);
    return { ...conversation, unread: latest > (seen.get(`${user} ${conversation.id}`) ?? "") };
  }

  return {
    async read(user, channel, isSeen, clockNow) {
      const person = slack.people.get(user);
      if (!person) return undefined;
      const conversations = await slack.conversations(user);
      const at =
        conversations.find((one) => one.id === channel) ??
        conversations.find((one) => one.kind === "direct") ??
        conversations[0];
      if (!at) return undefined;
      if (isSeen) seen.set(`${user} ${at.id}`, slack.latest(at.id, user));
      const driver: Driver = slack.person(user);
      const zone = person.zone ?? clock.zone;
      const reader = { locale: person.locale ?? "en-GB", zone, now: clock.now() };
      const drawing: Drawing = { reader, people, channels };
      const messages = await driver.messages(at.id);
      const view = driver.views().at(-1);
      return {
        me: {
          id: user,
          name: person.name,
          initials: initialsOf(person.name),
          about: [person.role, zone.split("/").at(-1)?.replaceAll("_", " ")].filter(Boolean).join(" · "),
        },
        clock: clockNow,
        channels: conversations.map((one) => toChannel(user, one)),
        at: toChannel(user, at),
        messages: drawMessages(
          messages,
          { ...drawing, channel: at.id, botUserId: slack.botUserId, botName: slack.botName },
          kept,
        ),
        view: view ? drawForm(view, drawing) : null,
        home: drawHome(driver.home(), drawing),
      };
    },
  };
}

export function readClock(clock: DemoClock, moving: Step | null): ClockState {
  return { label: clockLabel(clock.now(), clock.zone), moving };
}

import type { Locale } from "../../kernel/directory.ts";
import type { Driver, LocalSlack } from "../slack/server.ts";
import type { Conversation } from "../slack/read.ts";
import type { Drawing } from "./blocks.ts";
import { clockLabel } from "./dates.ts";
import { drawMessages, initialsOf, type Kept, type ShortcutHint } from "./messages.ts";
import { WORDS } from "./texts.ts";
import { drawForm, drawHome } from "./views.ts";
import type { ChannelState, PageState, Step } from "./wire.ts";

/** The demo's movable time; what it touches besides is the demo's business. */
export interface DemoClock {
  now(): Date;
  advance(step: Step): Promise<void>;
  /** IANA; the zone the header shows */
  readonly zone: string;
}

/** The language in which a person uses their Slack. */
export type LanguageOf = (user: string) => Promise<Locale>;

export interface Screens {
  /** @param moving what the clock is moving by */
  read(user: string, channel: string, isSeen: boolean, moving: Step | null): Promise<PageState | undefined>;
}

/** What each person has on their screen. */
export function createScreens(
  slack: LocalSlack,
  clock: DemoClock,
  kept: Kept,
  languageOf: LanguageOf,
  shortcuts: readonly ShortcutHint[],
): Screens {
  const seen = new Map<string, string>();
  const named = [...slack.people].map(([id, { name }]) => ({ id, name }));
  const people = [...named, { id: slack.botUserId, name: slack.botName }];
  const channels = [...slack.channelIds].map(([name, id]) => ({ id, name }));

  function toChannel(user: string, conversation: Conversation): ChannelState {
    const latest = slack.latest(conversation.id, user);
    return { ...conversation, unread: latest > (seen.get(`${user} ${conversation.id}`) ?? "") };
  }

  return {
    async read(user, channel, isSeen, moving) {
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
      const language = await languageOf(user);
      const reader = { locale: language === "en" ? "en-GB" : language, zone, now: clock.now() };
      const drawing: Drawing = { reader, people, channels, words: WORDS[language] };
      const messages = await driver.messages(at.id);
      const view = driver.views().at(-1);
      return {
        me: {
          id: user,
          name: person.name,
          language,
          initials: initialsOf(person.name),
          about: [person.role, zone.split("/").at(-1)?.replaceAll("_", " ")].filter(Boolean).join(" · "),
        },
        clock: { label: clockLabel(clock.now(), clock.zone, reader.locale), moving },
        channels: conversations.map((one) => toChannel(user, one)),
        at: toChannel(user, at),
        messages: drawMessages(
          messages,
          {
            ...drawing,
            channel: at.id,
            botUserId: slack.botUserId,
            botName: slack.botName,
            // Another company's people see nothing of an app of ours.
            shortcuts:
              person.home === undefined ? shortcuts.map(({ name, title }) => ({ name, title: title[language] })) : [],
          },
          kept,
        ),
        view: view ? drawForm(view, drawing) : null,
        home: drawHome(driver.home(), drawing),
      };
    },
  };
}

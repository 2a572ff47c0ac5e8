import type { Block, Form } from "../../chat/card.ts";
import type { Sealer } from "../../db/seal.ts";
import { done } from "../../chat/reply.ts";
import { brief } from "../../kernel/text.ts";
import type { View } from "../../locales/say.ts";
import type { Context, FormHandler } from "../feature.ts";
import { calendarOwners, dropCalendar, type OwnCalendar, saveCalendar } from "./calendar-store.ts";
import { consentBlocks } from "./seen/cards.ts";
import { withdraw } from "./seen/store.ts";

export const CALENDAR_JOB = "cadence.calendar";
const ADDRESS_LETTERS = 1500;
/** A request goes nowhere else: what somebody types must not lead into our own network. */
const HOSTS: ReadonlySet<string> = new Set([
  "calendar.google.com",
  "outlook.office365.com",
  "outlook.office.com",
  "outlook.live.com",
]);
const ICLOUD = /^p\d{1,3}-caldav\.icloud\.com$/;
export const CALENDAR_HOSTS = "Google Calendar, Outlook, iCloud";

/** The address of a calendar that we read, by https alone; undefined for any other. */
export function calendarAddress(typed: string): URL | undefined {
  const text = typed.trim().replace(/^webcals?:\/\//i, "https://");
  if (text.length > ADDRESS_LETTERS || !/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text) || !URL.canParse(text))
    return undefined;
  const url = new URL(text);
  const isKnown = HOSTS.has(url.hostname) || ICLOUD.test(url.hostname);
  return isKnown && url.port === "" && url.username === "" && url.password === "" ? url : undefined;
}

export function calendarForm({ say }: View): Form {
  return {
    name: "cadence.calendar",
    subject: "",
    title: say("cadence.calendar-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("cadence.calendar-intro") }],
    fields: [
      {
        kind: "text",
        name: "address",
        label: say("cadence.field-calendar"),
        hint: say("cadence.hint-calendar", { hosts: CALENDAR_HOSTS }),
        optional: true,
        multiline: false,
        maxLength: ADDRESS_LETTERS,
      },
    ],
  };
}

/** Everybody says where their own calendar can be read, for themselves alone. @param sealer left out: nothing secret is kept */
export function calendarHandler(sealer: Sealer | undefined): FormHandler {
  return {
    about: "nothing",
    open: ({ view }) => Promise.resolve(sealer ? calendarForm(view) : done(view.say("cadence.calendar-none"))),
    async submit(acting, { values }) {
      const { tx, ids, now, person, view, jobs, posts } = acting;
      const typed = (values["address"] ?? "").trim();
      if (!sealer) return done(view.say("cadence.calendar-none"));
      if (typed === "") {
        posts.redraw(...(await withdraw(tx, person.id)));
        await dropCalendar(tx, person.id);
        return done(view.say("cadence.calendar-dropped"));
      }
      const url = calendarAddress(typed);
      if (!url) {
        const value = brief(typed.replace(/[?#].*$/, "").replace(/(:\/\/[^/]+)\/.*$/, "$1"));
        return {
          kind: "invalid",
          fields: { address: view.say("cadence.calendar-wrong", { value, hosts: CALENDAR_HOSTS }) },
        };
      }
      const version = ids.next<"calendar-version">();
      await saveCalendar(tx, sealer, { person: person.id, address: url.href, host: url.hostname, version }, now);
      await jobs.start(CALENDAR_JOB, { person: person.id, version });
      return done(view.say("cadence.calendar-saved"));
    },
  };
}

/** Each night they are read anew. */
export async function readAllCalendars({ tx, jobs }: Context, day: string): Promise<void> {
  for (const { person, version } of await calendarOwners(tx)) await jobs.start(CALENDAR_JOB, { person, version, day });
}

/** How somebody's own calendar stands, on their own list. */
export function calendarBlocks(calendar: OwnCalendar | undefined, view: View): Block[] {
  const { say } = view;
  const text = !calendar
    ? say("cadence.calendar-missing")
    : calendar.problem
      ? say(calendar.problem === "fetch" ? "cadence.calendar-unfetched" : "cadence.calendar-unreadable", {
          host: calendar.host,
        })
      : !calendar.readAt
        ? say("cadence.calendar-soon", { host: calendar.host })
        : calendar.unread > 0
          ? say("cadence.calendar-partly", { count: calendar.unread, host: calendar.host })
          : say("cadence.calendar-read", { host: calendar.host, at: { date: calendar.readAt, style: "day-time" } });
  return [
    {
      kind: "text",
      text,
      button: { kind: "button", label: say("cadence.calendar"), opens: { name: "cadence.calendar", subject: "" } },
    },
    ...(calendar ? consentBlocks(calendar.suggests, view) : []),
  ];
}

import { done } from "../../../chat/reply.ts";
import { brief } from "../../../kernel/text.ts";
import type { Acting, FormHandler } from "../../feature.ts";
import { calendarOfPerson } from "../calendar-store.ts";
import { CALENDAR_JOB } from "../calendars.ts";
import { consentForm } from "./cards.ts";
import { remindOf } from "./morning.ts";
import { type AuditAction, consent, withdraw, writeAudit } from "./store.ts";

/** Everybody consents for themselves, to their own calendar alone, and takes it back at any time. */
export const suggestHandler: FormHandler = {
  about: "nothing",
  async open({ tx, person, view }) {
    const calendar = await calendarOfPerson(tx, person.id);
    return calendar ? consentForm(calendar.suggests, view) : done(view.say("cadence.suggest-no-calendar"));
  },
  async submit(acting, { values }) {
    const { tx, now, person, view, posts, jobs } = acting;
    const value = values["suggest"] ?? "";
    if (value !== "yes" && value !== "no") {
      const key = value === "" ? "contacts.choice-needed" : "contacts.choice-wrong";
      return { kind: "invalid", fields: { suggest: view.say(key, { value: brief(value) }) } };
    }
    const before = await calendarOfPerson(tx, person.id);
    if (value === "no") {
      posts.redraw(...(await withdraw(tx, person.id)));
      if (before?.suggests) noted(acting, "cadence.suggest-off");
      return done(view.say("cadence.suggest-off"));
    }
    const version = await consent(tx, person.id, now);
    if (!before || !version) return done(view.say("cadence.suggest-no-calendar"));
    if (!before.suggests) noted(acting, "cadence.suggest-on");
    remindOf(acting, person);
    await jobs.start(CALENDAR_JOB, { person: person.id, version });
    return done(view.say("cadence.suggest-on"));
  },
};

function noted({ tx, ids, now, person }: Acting, action: AuditAction): void {
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: person.id, details: {} });
}

import { ICalAttendeeStatus, ICalCalendar, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { CadenceMeetingId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";

/** What an invitation says. */
export interface Invited {
  readonly meeting: CadenceMeetingId;
  readonly method: "REQUEST" | "CANCEL";
  /** rises with each change, of which this is the last */
  readonly sequence: number;
  readonly changedAt: Date;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly title: string;
  readonly description: string;
  /** the first invites; with an address each, or nobody is invited by name */
  readonly people: readonly { readonly name: string; readonly email: string | undefined }[];
}

const MINUTE_MS = 60_000;
const OURS = "@tandem.invalid";

/** The same for as long as the meeting is, whenever it takes place. */
export function uidOf(meeting: CadenceMeetingId): string {
  return `${meeting}${OURS}`;
}

/** Whether an event of somebody's calendar is a meeting that we invited to. */
export function isOurs(uid: string): boolean {
  return uid.toLowerCase().endsWith(OURS);
}

/**
 * The invitation, or what takes it back, as an iTIP object (RFC 5546 §3.2.2 and §3.2.5). Who has no address can't be
 * invited by it, so then it is a published event (§3.2.1).
 */
export function invitationOf(invited: Invited): {
  readonly method: "REQUEST" | "CANCEL" | "PUBLISH";
  readonly content: string;
} {
  const { meeting, sequence, changedAt, startsAt, minutes, title, description } = invited;
  const people = invited.people.flatMap(({ name, email }) =>
    email === undefined ? [] : [{ name: quotable(name), email }],
  );
  const [organizer] = people;
  const isNamed = organizer !== undefined && people.length === invited.people.length;
  const method = isNamed || invited.method === "CANCEL" ? invited.method : "PUBLISH";
  const calendar = new ICalCalendar({
    prodId: { company: "Tandem", product: "Cadence" },
    method: ICalCalendarMethod[method],
  });
  calendar.createEvent({
    id: uidOf(meeting),
    sequence,
    stamp: changedAt,
    start: startsAt,
    end: new Date(startsAt.getTime() + minutes * MINUTE_MS),
    summary: oneLine(title),
    description,
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(isNamed && {
      organizer,
      attendees: people.map(({ name, email }) => ({
        ...{ name, email, rsvp: email !== organizer.email },
        status: email === organizer.email ? ICalAttendeeStatus.ACCEPTED : ICalAttendeeStatus.NEEDSACTION,
      })),
    }),
  });
  return { method, content: calendar.toString() };
}

/** A parameter's value holds no quotation mark (RFC 5545 §3.1). */
function quotable(name: string): string {
  return oneLine(name).replaceAll(/["\\]/g, "'");
}

import { beginning, oneLine } from "../../kernel/text.ts";
import { type Event, valueOf } from "./calendar-lines.ts";
import { type Reading, type Span, spansOf, Unread } from "./calendar-spans.ts";

/** What was held, with whom, as its owner's calendar says. */
export interface HeldEvent {
  readonly uid: string;
  /** of its series, the time by which that names it */
  readonly original: Date;
  /** one line, "" where it has none */
  readonly title: string;
  readonly from: Date;
  readonly to: Date;
  /** addresses in small letters, without those who declined */
  readonly attendees: readonly string[];
}

/** Of whose calendar, and since when, what was held is looked for. */
export interface Seeing {
  readonly since: Date;
  readonly until: Date;
  /** the owner's own address: what they declined wasn't theirs */
  readonly owner: string | undefined;
}

export const HELD_LIMITS = { events: 200, attendees: 50, titleLetters: 200, uidLetters: 1000 } as const;
const NO_PEOPLE: ReadonlySet<string> = new Set(["ROOM", "RESOURCE"]);
const PRIVATE: ReadonlySet<string> = new Set(["PRIVATE", "CONFIDENTIAL"]);
const SECRET = /\b(?:xox[a-z]-|xapp-)[\w-]+/g;

/**
 * Events that ended within the span: neither cancelled nor private, of less than whole days, with somebody else. Those
 * that can't be read are left out; `readCalendar` has counted them.
 */
export function heldIn(
  events: readonly Event[],
  { since, until, owner, ...where }: Seeing & Pick<Reading, "zone" | "moved">,
): HeldEvent[] {
  const reading: Reading = { ...where, from: since, to: until, counted: 0 };
  const found: HeldEvent[] = [];
  for (const event of events) {
    const uid = valueOf(event, "UID") ?? "";
    if (uid === "" || uid.length > HELD_LIMITS.uidLetters) continue;
    if (valueOf(event, "STATUS")?.toUpperCase() === "CANCELLED") continue;
    if (PRIVATE.has(valueOf(event, "CLASS")?.toUpperCase() ?? "")) continue;
    const attendees = attendeesOf(event, owner?.toLowerCase());
    if (attendees.length === 0) continue;
    const title = titleOf(event);
    for (const { from, to, original } of endedIn(event, reading)) {
      found.push({ uid, original, title, from, to, attendees });
      if (found.length === HELD_LIMITS.events) return found;
    }
  }
  return found;
}

function endedIn(event: Event, reading: Reading): Span[] {
  const { from: since, to: until } = reading;
  try {
    return spansOf(event, reading).filter(
      ({ from, to, wholeDay }) => !wholeDay && from < to && to > since && to <= until,
    );
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return [];
  }
}

/** Nobody, where the owner declined. */
function attendeesOf(event: Event, owner: string | undefined): string[] {
  const found = new Set<string>();
  for (const { value, parameters } of event.filter(({ name }) => name === "ATTENDEE").slice(0, HELD_LIMITS.attendees)) {
    const address = value
      .trim()
      .toLowerCase()
      .replace(/^mailto:/, "");
    const isOut = parameters.get("PARTSTAT")?.toUpperCase() === "DECLINED";
    if (isOut && address === owner) return [];
    const isThere = !isOut && !NO_PEOPLE.has(parameters.get("CUTYPE")?.toUpperCase() ?? "");
    if (isThere && address !== owner && address.includes("@")) found.add(address);
  }
  return [...found];
}

/** RFC 5545 writes line breaks, commas and the like with a backslash. */
function titleOf(event: Event): string {
  const written = (valueOf(event, "SUMMARY") ?? "").replaceAll(/\\([\\;,nN])/g, (_all, letter: string) =>
    letter.toLowerCase() === "n" ? " " : letter,
  );
  return beginning(oneLine(written.replaceAll(SECRET, "…")), HELD_LIMITS.titleLetters);
}

/** One line of a calendar: a name, parameters and a value. */
export interface Property {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}
export type Event = readonly Property[];

/** Nothing else is taken out of a calendar: what an event is about, where it is and what hangs on it is passed over. */
const TIMES = [
  ...["BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE"],
  ...["RECURRENCE-ID", "STATUS", "TRANSP", "FREEBUSY"],
] as const;
/** What its owner consented to besides. */
const PEOPLE = ["SUMMARY", "ATTENDEE", "CLASS"] as const;

const LONGEST_NAME = 64;

/**
 * The lines of a calendar that may be read, unfolded. The name decides before the rest of a line is taken.
 * @param withPeople whether its owner consented to titles and attendees
 * @returns undefined for more lines than `most`
 */
export function propertiesIn(text: string, withPeople: boolean, most: number): Property[] | undefined {
  const keeps = new Set<string>(withPeople ? [...TIMES, ...PEOPLE] : TIMES);
  const found: Property[] = [];
  let parts: string[] = [];
  let kept: "yes" | "no" | "unknown" = "no";
  let count = 0;
  const end = (): void => {
    const property = kept === "yes" ? propertyIn(parts.join("")) : undefined;
    if (property) found.push(property);
  };
  for (let start = 0; start < text.length;) {
    const next = text.indexOf("\n", start);
    const stop = next < 0 ? text.length : next;
    const line = text.slice(start, text[stop - 1] === "\r" ? Math.max(start, stop - 1) : stop);
    start = stop + 1;
    if (count > 0 && (line.startsWith(" ") || line.startsWith("\t"))) {
      if (kept !== "no") parts.push(line.slice(1));
    } else {
      end();
      if (++count > most) return undefined;
      parts = [line];
      kept = "unknown";
    }
    if (kept === "unknown") {
      kept = isKept(parts.join("").slice(0, LONGEST_NAME + 1), keeps);
      if (kept === "no") parts = [];
    }
  }
  end();
  return found;
}

/** A name may be folded too, and is known at its end only. */
function isKept(beginning: string, keeps: ReadonlySet<string>): "yes" | "no" | "unknown" {
  const [, name, ends] = /^([A-Za-z0-9-]*)(.?)/.exec(beginning) ?? [];
  if (ends === "") return beginning.length > LONGEST_NAME ? "no" : "unknown";
  return keeps.has((name ?? "").toUpperCase()) ? "yes" : "no";
}

/** A parameter's value may stand in quotation marks, with colons in it. */
function propertyIn(line: string): Property | undefined {
  const [, name, given = "", value = ""] =
    /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [, key = "", text = ""] of given.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)/g)) {
    parameters.set(key.toUpperCase(), text.replaceAll('"', ""));
  }
  return { name: name.toUpperCase(), parameters, value };
}

/** The events, and the properties FREEBUSY that say when one is not free. */
export function componentsOf(properties: readonly Property[]): {
  readonly events: Event[];
  readonly times: Property[];
} {
  const events: Event[] = [];
  const times: Property[] = [];
  const within: string[] = [];
  let event: Property[] = [];
  for (const property of properties) {
    const { name, value } = property;
    const kind = value.trim().toUpperCase();
    if (name === "BEGIN") {
      within.push(kind);
      if (kind === "VEVENT") event = [];
    } else if (name === "END") {
      if (within.pop() === "VEVENT") events.push(event);
    } else if (within.at(-1) === "VEVENT") event.push(property);
    else if (within.at(-1) === "VFREEBUSY" && name === "FREEBUSY" && property.parameters.get("FBTYPE") !== "FREE")
      times.push(property);
  }
  return { events, times };
}

export function valueOf(event: Event, name: string): string | undefined {
  return event.find((each) => each.name === name)?.value.trim();
}

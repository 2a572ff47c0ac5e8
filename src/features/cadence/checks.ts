import {
  addDays,
  existsIn,
  instantOf,
  localDate,
  type LocalDate,
  localDateOf,
  localTime,
} from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import { namesPrice } from "../priced.ts";
import { FREQUENCIES, type Rhythm } from "./model.ts";
import { type Attendee, type Hindrance, hindranceOf } from "./slots.ts";

type Values = Readonly<Record<string, string>>;

export type Problem =
  | "choice"
  | "day"
  | "time"
  | "minutes"
  | "past"
  | "far"
  | "weekday"
  | "no-such-day"
  | "needed"
  | "long"
  | "price"
  | "owner-needed"
  | "note-needed"
  | "action-needed"
  | Hindrance;
export interface Wrong {
  readonly field: string;
  readonly problem: Problem;
  readonly value: string;
  /** who can't */
  readonly who?: string;
}
export type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Wrong[] };

function outcome<T>(problems: readonly Wrong[], value: T | undefined): Checked<T> {
  return problems.length > 0 || value === undefined ? { kind: "wrong", problems } : { kind: "ok", value };
}

/** @param days on which both work; undefined: they share none, so any will do */
export function checkRhythm(
  values: Values,
  { calendar }: Pick<Person, "calendar">,
  days: readonly number[] | undefined,
): Checked<Rhythm> {
  const typed = (field: string): string => (values[field] ?? "").trim();
  const problems: Wrong[] = [];
  const frequency = FREQUENCIES.find((each) => each === typed("frequency"));
  if (!frequency) problems.push({ field: "frequency", problem: "choice", value: typed("frequency") });
  const weekday = /^[1-7]$/.test(typed("weekday")) ? Number(typed("weekday")) : undefined;
  if (weekday === undefined) problems.push({ field: "weekday", problem: "choice", value: typed("weekday") });
  else if (days && !days.includes(weekday))
    problems.push({ field: "weekday", problem: "weekday", value: typed("weekday") });
  const at = localTime(typed("at"));
  const { opens, closes, zone } = calendar;
  if (!at) problems.push({ field: "at", problem: "time", value: typed("at") });
  else if (closes > opens ? at < opens || at >= closes : at >= closes && at < opens)
    problems.push({ field: "at", problem: "after-hours", value: at });
  const minutes = minutesIn(typed("minutes"));
  if (minutes === undefined) problems.push({ field: "minutes", problem: "minutes", value: typed("minutes") });
  return outcome(
    problems,
    frequency && weekday && at && minutes ? { frequency, weekday, at, zone, minutes } : undefined,
  );
}

function minutesIn(text: string): number | undefined {
  const minutes = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return minutes >= CADENCE.minutesAtLeast && minutes <= CADENCE.minutesAtMost ? minutes : undefined;
}

/**
 * A day and a time ahead, as the presser's clock shows them. Everybody must be there that day and have no such meeting, and
 * one of them at least work at that time: where their hours never meet, they agree on that themselves.
 */
export function checkMove(
  values: Values,
  presser: Pick<Person, "calendar">,
  attendees: readonly Attendee[],
  minutes: number,
  now: Date,
): Checked<Date> {
  const day = (values["on"] ?? "").trim();
  const time = (values["at"] ?? "").trim();
  const { zone } = presser.calendar;
  const on = localDate(day);
  const at = localTime(time);
  const wrong = (field: string, problem: Problem, value: string, who?: string): Checked<Date> => ({
    kind: "wrong",
    problems: [{ field, problem, value, ...(who !== undefined && { who }) }],
  });
  if (!on) return wrong("on", "day", day);
  if (!at) return wrong("at", "time", time);
  if (!existsIn(zone, on)) return wrong("on", "no-such-day", day);
  const startsAt = instantOf(on, at, zone);
  if (startsAt <= now) return wrong("on", "past", `${day} ${time}`);
  if (on > addDays(localDateOf(now, zone), CADENCE.aheadAtMostDays)) return wrong("on", "far", day);
  const hindered = attendees.map((each) => ({ name: each.name, why: hindranceOf(each, startsAt, minutes) }));
  const firm = hindered.find(({ why }) => why !== undefined && why !== "after-hours");
  if (firm?.why) return wrong(firm.why === "busy" ? "at" : "on", firm.why, `${day} ${time}`, firm.name);
  const [first] = hindered;
  if (first && hindered.every(({ why }) => why === "after-hours")) return wrong("at", "after-hours", time, first.name);
  return { kind: "ok", value: startsAt };
}

/** A point or an action: some words, without a price, since the CSM reads them. */
function wordsIn(field: string, text: string, most: number, problems: Wrong[]): string {
  const words = withoutUnseen(storable(text)).trim();
  const price = namesPrice(words);
  if (words.length > most) problems.push({ field, problem: "long", value: String(words.length) });
  else if (price !== undefined) problems.push({ field, problem: "price", value: price });
  return words;
}

export function checkPoint(values: Values): Checked<string> {
  const problems: Wrong[] = [];
  const text = wordsIn("text", values["text"] ?? "", CADENCE.pointAtMost, problems);
  if (text === "") problems.push({ field: "text", problem: "needed", value: "" });
  return outcome(problems, text);
}

export interface Met {
  readonly notes: string | undefined;
  readonly actions: readonly {
    readonly text: string;
    readonly owner: PersonId;
    readonly dueOn: LocalDate | undefined;
  }[];
}

/** @param people who may have an action @param today where the presser is */
export function checkMet(values: Values, people: readonly PersonId[], today: LocalDate): Checked<Met> {
  const problems: Wrong[] = [];
  const notes = wordsIn("notes", values["notes"] ?? "", CADENCE.notesAtMost, problems);
  const actions: Met["actions"][number][] = [];
  for (let n = 1; n <= CADENCE.actions; n++) {
    const [what, whose, by] = [`action${String(n)}`, `owner${String(n)}`, `due${String(n)}`];
    const text = wordsIn(what, values[what] ?? "", CADENCE.pointAtMost, problems);
    const chosen = (values[whose] ?? "").trim();
    const day = (values[by] ?? "").trim();
    if (text === "" && chosen === "" && day === "") continue;
    const owner = people.find((id) => id === chosen);
    if (text === "") problems.push({ field: what, problem: "action-needed", value: "" });
    else if (chosen === "") problems.push({ field: whose, problem: "owner-needed", value: "" });
    else if (!owner) problems.push({ field: whose, problem: "choice", value: chosen });
    const dueOn = day === "" ? undefined : localDate(day);
    if (day !== "" && !dueOn) problems.push({ field: by, problem: "day", value: day });
    else if (dueOn && dueOn < today) problems.push({ field: by, problem: "past", value: day });
    else if (dueOn && dueOn > addDays(today, CADENCE.actionAheadAtMostDays))
      problems.push({ field: by, problem: "far", value: day });
    if (owner) actions.push({ text, owner, dueOn });
  }
  return outcome(problems, { notes: notes === "" ? undefined : notes, actions });
}

/**
 * What is added to a meeting that was held: something, and with what was noted before not too much.
 * @param before what was noted of it
 */
export function checkNote(
  values: Values,
  before: string | undefined,
  people: readonly PersonId[],
  today: LocalDate,
): Checked<Met> {
  const checked = checkMet(values, people, today);
  if (checked.kind === "wrong") return checked;
  const { notes, actions } = checked.value;
  if (notes === undefined && actions.length === 0)
    return { kind: "wrong", problems: [{ field: "notes", problem: "note-needed", value: "" }] };
  if (notes === undefined || before === undefined) return checked;
  const all = `${before}\n${notes}`;
  const problems: Wrong[] = [];
  if (all.length > CADENCE.notesAtMost) problems.push({ field: "notes", problem: "long", value: String(all.length) });
  return outcome(problems, { notes: all, actions });
}

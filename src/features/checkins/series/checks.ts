import {
  addDays,
  instantOf,
  isWorkingDay,
  localDate,
  type LocalDate,
  localDateOf,
  localTime,
  type WorkCalendar,
} from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import { storable, withoutUnseen } from "../../../kernel/text.ts";
import { namesPrice } from "../../priced.ts";
import { type Answers, type Sentiment, SENTIMENTS, type Skip, SKIPS } from "./decide.ts";
import type { WhenProblem } from "./forms.ts";

type Values = Readonly<Record<string, string>>;

export interface WhenWrong {
  readonly field: "on" | "at";
  readonly problem: WhenProblem;
  readonly value: string;
  /** what was meant, where that is an instant */
  readonly moment?: Date;
}
export type CheckedWhen =
  | { readonly kind: "ok"; readonly on: LocalDate; readonly at: Date }
  | { readonly kind: "wrong"; readonly problems: readonly WhenWrong[] };

/**
 * A day and a time ahead, in somebody's own zone and working hours.
 * @param isFree false: another occurrence of the series stands there, or before it
 */
export function checkWhen(
  values: Values,
  calendar: WorkCalendar,
  now: Date,
  isFree: (on: LocalDate) => boolean,
): CheckedWhen {
  const day = (values["on"] ?? "").trim();
  const time = (values["at"] ?? "").trim();
  const on = localDate(day);
  const at = localTime(time);
  const wrong = (...problems: WhenWrong[]): CheckedWhen => ({ kind: "wrong", problems });
  if (!on || !at) {
    return wrong(
      ...(on ? [] : [{ field: "on", problem: "day", value: day } as const]),
      ...(at ? [] : [{ field: "at", problem: "time", value: time } as const]),
    );
  }
  const moment = instantOf(on, at, calendar.zone);
  const { opens, closes } = calendar;
  const isWithin = closes > opens ? at >= opens && at < closes : at >= opens || at < closes;
  if (moment <= now) return wrong({ field: "on", problem: "past", value: `${day} ${time}`, moment });
  if (on > addDays(localDateOf(now, calendar.zone), CHECK_IN.aheadAtMostDays))
    return wrong({ field: "on", problem: "far", value: day });
  if (!isWorkingDay(on, calendar)) return wrong({ field: "on", problem: "day-off", value: day });
  if (!isWithin) return wrong({ field: "at", problem: "after-hours", value: time });
  if (!isFree(on)) return wrong({ field: "on", problem: "neighbour", value: day });
  return { kind: "ok", on, at: moment };
}

export interface HeldWrong {
  readonly field: string;
  readonly problem: "choice" | "day" | "ahead" | "early" | "long" | "price";
  readonly value: string;
}
export interface Held {
  readonly contact: string | undefined;
  readonly on: LocalDate;
  readonly answers: Answers;
}
export type CheckedHeld =
  { readonly kind: "ok"; readonly value: Held } | { readonly kind: "wrong"; readonly problems: readonly HeldWrong[] };

export interface HeldRoom {
  readonly contacts: readonly string[];
  readonly unlisted: string;
  readonly today: LocalDate;
  /** the first day that can be meant */
  readonly from: LocalDate;
  /** who writes reads prices, who reads it needn't */
  readonly keepsPrices: boolean;
}

const FIELDS = { needs: "needs", goals: "goals", blockers: "blockers", next: "nextStep" } as const;

export function checkHeld(values: Values, { contacts, unlisted, today, from, keepsPrices }: HeldRoom): CheckedHeld {
  const problems: HeldWrong[] = [];
  const chosen = values["contact"] ?? "";
  if (chosen !== unlisted && !contacts.includes(chosen))
    problems.push({ field: "contact", problem: "choice", value: chosen });
  const day = (values["on"] ?? "").trim();
  const on = localDate(day);
  if (!on) problems.push({ field: "on", problem: "day", value: day });
  else if (on > today) problems.push({ field: "on", problem: "ahead", value: day });
  else if (on < from) problems.push({ field: "on", problem: "early", value: day });
  const feeling = values["sentiment"] ?? "";
  const sentiment: Sentiment | undefined = SENTIMENTS.find((each) => each === feeling);
  if (!sentiment) problems.push({ field: "sentiment", problem: "choice", value: feeling });
  const written: Record<string, string> = {};
  for (const [field, name] of Object.entries(FIELDS)) {
    const text = withoutUnseen(storable(values[field] ?? "")).trim();
    const price = keepsPrices ? namesPrice(text) : undefined;
    if (text.length > CHECK_IN.writtenAtMost) problems.push({ field, problem: "long", value: String(text.length) });
    else if (price !== undefined) problems.push({ field, problem: "price", value: price });
    else if (text !== "") written[name] = text;
  }
  if (!on || !sentiment || problems.length > 0) return { kind: "wrong", problems };
  return {
    kind: "ok",
    value: { contact: contacts.find((id) => id === chosen), on, answers: { ...written, sentiment } },
  };
}

export function checkSkip(value: string | undefined): Skip | undefined {
  return SKIPS.find((each) => each === value);
}

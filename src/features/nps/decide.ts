import {
  addDays,
  fixedTime,
  instantOf,
  type LocalDate,
  localDateOf,
  weekdayOf,
  type WorkCalendar,
  addWorkingDays,
} from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";

export type Band = "promoter" | "passive" | "detractor";

/** Why somebody is left out of a wave altogether (E3). */
export const EXCLUSIONS = ["opted-out", "gap", "cap", "not-live", "just-live", "near-notice", "elsewhere"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Why somebody who might be asked waits for the next wave. */
export const HOLDS = ["escalation", "detractor", "negotiation", "renewal-wave", "enough"] as const;
export type Hold = (typeof HOLDS)[number];

/** Why a survey was withdrawn of who doesn't want to be asked. */
export const OPTED_OUT: Exclusion = "opted-out";
/** Why one was withdrawn of who has left, or whose company has. */
export const LEFT = "left";

export type Verdict =
  | { readonly kind: "asked" }
  | { readonly kind: "held"; readonly because: Hold }
  | { readonly kind: "excluded"; readonly because: Exclusion };

/** @param score 0 to 10 */
export function bandOf(score: number): Band {
  if (score >= NPS.promoterFrom) return "promoter";
  return score <= NPS.detractorTo ? "detractor" : "passive";
}

export interface Worded {
  readonly score: number | undefined;
  readonly comment: string | undefined;
  /** the score that stood when the comment was written */
  readonly commentScore: number | undefined;
}

/** Whether what somebody wrote answers the question of the score that stands: each band has its own. */
export function isSaidOf({ comment, commentScore }: Omit<Worded, "score">, score: number): boolean {
  return comment !== undefined && bandOf(commentScore ?? score) === bandOf(score);
}

/** A score as a button or a page brings it: a whole number from 0 to 10 and nothing else, else undefined. */
export function scoreIn(typed: unknown): number | undefined {
  return typeof typed === "string" && /^(?:\d|10)$/.test(typed) ? Number(typed) : undefined;
}

export type CommentCheck =
  | { readonly kind: "right"; readonly comment: string }
  | { readonly kind: "empty" }
  | { readonly kind: "too-long"; readonly letters: number };

/** What somebody wrote, as it is kept: its lines stay, what nobody sees goes. */
export function checkComment(typed: string): CommentCheck {
  const comment = withoutUnseen(storable(typed.normalize("NFC")))
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, " ")
    .trim();
  if (comment === "") return { kind: "empty" };
  const { length } = comment;
  return length > NPS.commentAtMost ? { kind: "too-long", letters: length } : { kind: "right", comment };
}

/** excluded: this wave doesn't ask them; held: the next wave asks; waiting: somebody of us has to pass a link on, and hasn't fetched it; planned, asked, answered; closed: nobody answered in time; withdrawn: it won't be asked any more */
export type SurveyState = "excluded" | "held" | "planned" | "waiting" | "asked" | "answered" | "closed" | "withdrawn";

export interface Answerable {
  readonly state: SurveyState;
  readonly closesAt: Date | undefined;
  readonly score: number | undefined;
}

export type AnswerOutcome =
  | { readonly kind: "recorded"; readonly band: Band }
  /** the score that stands already, again */
  | { readonly kind: "same"; readonly band: Band }
  | { readonly kind: "changed"; readonly from: Band; readonly band: Band }
  /** it is over, was never asked, or is nobody's any more */
  | { readonly kind: "closed" };

/** One person's answer counts once; it may be changed until it closes (E2). */
export function decideAnswer(survey: Answerable, score: number, now: Date): AnswerOutcome {
  if (!isOpen(survey, now)) return { kind: "closed" };
  const band = bandOf(score);
  if (survey.score === undefined) return { kind: "recorded", band };
  return survey.score === score ? { kind: "same", band } : { kind: "changed", from: bandOf(survey.score), band };
}

/** Nobody asked them yet, but a link may still be fetched. */
export function isFetchable({ state, closesAt }: Pick<Answerable, "state" | "closesAt">, now: Date): boolean {
  return state === "waiting" && closesAt !== undefined && now.getTime() < closesAt.getTime();
}

export function isOpen({ state, closesAt }: Pick<Answerable, "state" | "closesAt">, now: Date): boolean {
  if (state !== "asked" && state !== "answered") return false;
  return closesAt !== undefined && now.getTime() < closesAt.getTime();
}

const HOURS = Number(NPS.sendTo.slice(0, 2)) - Number(NPS.sendFrom.slice(0, 2));
const MINUTES = NPS.sendDays.length * HOURS * 60;
const OPENS = fixedTime(NPS.sendFrom);

/**
 * When somebody is asked: spread over Tuesday to Thursday, 10 to 16 o'clock where they are, from the day after `day` on.
 * @param place 0 to 1, the share of the wave that comes before them
 */
export function sendAt(place: number, day: LocalDate, zone: string): Date {
  const minute = Math.min(MINUTES - 1, Math.floor(place * MINUTES));
  const date = sendDay(addDays(day, 1), Math.floor(minute / (HOURS * 60)));
  return new Date(instantOf(date, OPENS, zone).getTime() + (minute % (HOURS * 60)) * 60_000);
}

/** When what was due before may go out: now, in the hours in which people are asked where they are, else as they begin. */
export function sendableFrom(now: Date, zone: string): Date {
  const today = localDateOf(now, zone);
  const opens = instantOf(sendDay(today, 0), OPENS, zone);
  const closes = new Date(opens.getTime() + HOURS * 3_600_000);
  if (now.getTime() < opens.getTime()) return opens;
  return now.getTime() < closes.getTime() ? now : instantOf(sendDay(addDays(today, 1), 0), OPENS, zone);
}

/** The nth of the days on which people are asked, from a day on; 0 is the first. */
function sendDay(from: LocalDate, n: number): LocalDate {
  let day = from;
  for (let left = n; ; day = addDays(day, 1)) {
    if (!NPS.sendDays.some((weekday) => weekday === weekdayOf(day))) continue;
    if (left-- === 0) return day;
  }
}

/** When who hasn't answered is reminded, and when it closes. */
export function deadlinesOf(
  askedAt: Date,
  calendar: WorkCalendar,
): { readonly remindAt: Date; readonly closesAt: Date } {
  return {
    remindAt: addWorkingDays(askedAt, NPS.remindAfterWorkingDays, calendar),
    closesAt: new Date(askedAt.getTime() + NPS.closesAfterDays * 86_400_000),
  };
}

/** The day of the next quarter's wave: three months on, on the last day where that month is shorter. */
export function nextWave(day: LocalDate): LocalDate {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const to = new Date(Date.UTC(year, month - 1 + NPS.waveMonths + 1, 0));
  to.setUTCDate(Math.min(date, to.getUTCDate()));
  return to.toISOString().slice(0, 10) as LocalDate;
}

export interface Quarter {
  readonly year: number;
  /** 1 to 4 */
  readonly quarter: number;
  readonly from: LocalDate;
  /** the first day after it */
  readonly to: LocalDate;
}

/** The quarter of a day and those before it, the newest first. */
export function lastQuarters(day: LocalDate, count: number): Quarter[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const current = year * 4 + Math.floor((month - 1) / 3);
  const firstDay = (index: number): LocalDate =>
    `${String(Math.floor(index / 4))}-${String((index % 4) * 3 + 1).padStart(2, "0")}-01` as LocalDate;
  return Array.from({ length: count }, (_, back) => current - back).map((index) => ({
    year: Math.floor(index / 4),
    quarter: (index % 4) + 1,
    from: firstDay(index),
    to: firstDay(index + 1),
  }));
}

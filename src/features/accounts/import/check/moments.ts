import {
  addDays,
  instantOf,
  localDate,
  localDateOf,
  localTime,
  type LocalDate,
  type LocalTime,
} from "../../../../kernel/business-time.ts";
import { flaw, problem, type Flaw, type Problem } from "../complaint.ts";
import type { World } from "./intake.ts";

/** An instant, or what a clock showed in a zone that isn't said. */
export type Moment = { readonly text: string } & (
  { readonly at: string } | { readonly day: LocalDate; readonly time: LocalTime; readonly seconds: number }
);

const MOMENT =
  /^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d)(?::(?<seconds>[0-5]\d)(?:[.,]\d{1,9})?)?\s?(?<offset>Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
const MIDNIGHT = "00:00" as LocalTime;

/** A day, a day with a time, or both with an offset to UTC: "2026-03-10", "2026-03-10 14:30", "2026-03-10T14:30:00Z". */
export function moment(text: string): Moment | Problem {
  const parts = MOMENT.exec(text)?.groups;
  const day = localDate(parts?.["day"] ?? "");
  const time = parts?.["time"] === undefined ? MIDNIGHT : localTime(parts["time"]);
  if (!day || !time) return problem("not-a-moment");
  const seconds = parts?.["seconds"] ?? "00";
  const offset = parts?.["offset"]?.toUpperCase();
  if (offset === undefined) return { text, day, time, seconds: Number(seconds) };
  const [hours, minutes] = [offset.slice(0, 3), offset.slice(3).replace(":", "") || "00"];
  const at = new Date(`${day}T${time}:${seconds}${offset === "Z" ? "Z" : `${hours}:${minutes}`}`);
  return Number.isNaN(at.getTime()) ? problem("not-a-moment") : { text, at: at.toISOString() };
}

export function instantOfMoment(given: Moment, zone: string): Date {
  if ("at" in given) return new Date(given.at);
  return new Date(instantOf(given.day, given.time, zone).getTime() + given.seconds * 1000);
}

/** The beginning of a day. */
export function beginningOf(day: LocalDate, zone: string): Date {
  return instantOf(day, MIDNIGHT, zone);
}

/** Since when a fact counts as known. Live: now. Brought in with its history: since it happened, at the latest now. */
export function knownSince(happened: Date, { backfill, now }: World): Date {
  return backfill && happened < now ? happened : now;
}

/** What hasn't happened can't be told of. A customer's day may already have begun where the organisation's hasn't. */
export function futureFlaws(column: string, value: string, day: LocalDate, { now, zone }: World): Flaw[] {
  return day > addDays(localDateOf(now, zone), 1) ? [flaw(column, value, "not-yet")] : [];
}

export function momentFlaws(column: string, given: Moment, world: World): Flaw[] {
  return futureFlaws(column, given.text, localDateOf(instantOfMoment(given, world.zone), world.zone), world);
}

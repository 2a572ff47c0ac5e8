import { addDays, fixedTime, instantOf, localDateOf } from "../kernel/business-time.ts";

const NINE = fixedTime("09:00");

/** The morning so many days later. */
export function daysAfter(now: Date, days: number, zone: string): Date {
  return instantOf(addDays(localDateOf(now, zone), days), NINE, zone);
}

import type { Override, Series } from "../../src/kernel/recurrence-rule.ts";

/** A sample; more as in `SERIES_RUNS=5000 npx vitest run test/recurrence.test.ts`. */
export const RUNS = Number(process.env["SERIES_RUNS"] ?? 100);

const DAY_MS = 86_400_000;

interface Walked {
  readonly original: string;
  readonly on: string;
}

/** Whose days off a walk keeps to; undefined: any day will do. */
export type WalkedDays = { readonly workdays: readonly number[]; readonly holidays: ReadonlySet<string> } | undefined;

/** What a series comes to, looked at day by day from its first one on, with nothing of src's own arithmetic. */
export function walk(series: Series, days: WalkedDays, to: string): Walked[] {
  const originals = originalsOf(series, to);
  const isOpen = (day: string): boolean => !days || (days.workdays.includes(isoDay(day)) && !days.holidays.has(day));
  const places = new Map<string, string>();
  const byHand = [...series.overrides].filter(
    ([original, each]) => originals.includes(original as never) && isMoved(each),
  );
  for (const [original, each] of byHand)
    if (each.kind === "moved" && !places.has(each.on)) places.set(each.on, original);
  const usual = originals.filter((day) => !series.overrides.has(day as never));
  for (const day of usual.filter(isOpen)) if (!places.has(day)) places.set(day, day);
  for (const day of usual.filter((each) => !isOpen(each))) {
    let on = day;
    while (!isOpen(on)) on = shifted(on, 1);
    if (on <= to && !places.has(on)) places.set(on, day);
  }
  return [...places].map(([on, original]) => ({ original, on })).toSorted((one, other) => (one.on < other.on ? -1 : 1));
}

function isMoved(override: Override): boolean {
  return override.kind === "moved";
}

function originalsOf({ startsOn, rule, more, without }: Series, to: string): string[] {
  const found: string[] = [];
  let counted = 0;
  for (let day: string = startsOn; day <= to && rule; day = shifted(day, 1)) {
    if (!isIn(rule, day, startsOn)) continue;
    counted += 1;
    if (rule.count === undefined || counted <= rule.count) found.push(day);
  }
  if (!rule) found.push(startsOn);
  const all = new Set<string>([...found, ...more.filter((day) => day <= to)]);
  return [...all].filter((day) => !without.includes(day as never)).toSorted();
}

function isIn(rule: NonNullable<Series["rule"]>, day: string, first: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const [firstYear = 0, firstMonth = 0, firstDate = 0] = first.split("-").map(Number);
  const { interval, days, monthDays, months } = rule;
  const lastDate = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const inMonths = months.length === 0 || months.includes(month);
  const inDates = monthDays.length === 0 || monthDays.some((each) => (each > 0 ? each : lastDate + 1 + each) === date);
  const inDays =
    days.length === 0 ||
    days.some(({ weekday, nth }) => {
      if (weekday !== isoDay(day)) return false;
      if (nth === undefined) return true;
      return rule.frequency === "YEARLY" && months.length === 0
        ? nthOf(day, `${String(year)}-01-01`, `${String(year)}-12-31`, nth)
        : nthOf(day, `${day.slice(0, 8)}01`, `${day.slice(0, 8)}${String(lastDate)}`, nth);
    });
  if (!inMonths || !inDates || !inDays) return false;
  const says = days.length + monthDays.length > 0;
  switch (rule.frequency) {
    case "DAILY":
      return Math.round((Date.parse(day) - Date.parse(first)) / DAY_MS) % interval === 0;
    case "WEEKLY": {
      const weeks = (Date.parse(monday(day)) - Date.parse(monday(first))) / (7 * DAY_MS);
      return weeks % interval === 0 && (says || isoDay(day) === isoDay(first));
    }
    case "MONTHLY":
      return (year * 12 + month - firstYear * 12 - firstMonth) % interval === 0 && (says || date === firstDate);
    case "YEARLY":
      return (
        (year - firstYear) % interval === 0 &&
        (says || (date === firstDate && (months.length > 0 || month === firstMonth)))
      );
  }
}

/** Counted one by one from the beginning, or from the end. */
function nthOf(day: string, from: string, to: string, nth: number): boolean {
  let count = 0;
  for (let each = nth > 0 ? from : to; each >= from && each <= to; each = shifted(each, nth > 0 ? 1 : -1)) {
    if (isoDay(each) === isoDay(day)) count += 1;
    if (each === day) return count === Math.abs(nth);
  }
  return false;
}

export function shifted(day: string, by: number): string {
  return new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
}

function isoDay(day: string): number {
  return new Date(day).getUTCDay() || 7;
}

function monday(day: string): string {
  return shifted(day, 1 - isoDay(day));
}

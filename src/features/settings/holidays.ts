import Calendar from "date-holidays";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Holidays } from "./facts.ts";

/** The country whose public holidays hold in a sales region that isn't named by a country code. */
const COUNTRY_OF_REGION: ReadonlyMap<string, string> = new Map([
  ["apac", "CN"],
  ["dach", "DE"],
  ["uk", "GB"],
]);

/**
 * Public holidays by region: "DE", "DE-BY", "US-CA" (ISO 3166, as date-holidays names them) or a sales region.
 * An unknown region has none. A year is computed when it is first asked for, which takes up to 40 ms.
 */
export function createHolidays(): Holidays {
  const known = new Map<string, ReturnType<Holidays>>();
  return (region) => {
    const found = known.get(region);
    if (found) return found;
    const days = publicHolidays(region);
    known.set(region, days);
    return days;
  };
}

/** Whether the public holidays of a region are known. */
export function knowsRegion(region: string): boolean {
  const [country = "", state] = partsOf(region);
  const calendar = new Calendar();
  if (!(country in calendar.getCountries())) return false;
  return state === undefined || state in (calendar.getStates(country) ?? {});
}

function partsOf(region: string): readonly string[] {
  return (COUNTRY_OF_REGION.get(region.toLowerCase()) ?? region).toUpperCase().split("-");
}

function publicHolidays(region: string): ReturnType<Holidays> {
  const [country = "", state] = partsOf(region);
  const calendar = new Calendar();
  if (!(country in calendar.getCountries())) return new Set();
  if (state) calendar.init(country, state);
  else calendar.init(country);
  const years = new Map<string, ReadonlySet<string>>();
  return {
    has(day: LocalDate) {
      const year = day.slice(0, 4);
      let days = years.get(year);
      if (!days) {
        const holidays = calendar.getHolidays(Number(year)).filter((holiday) => holiday.type === "public");
        days = new Set(holidays.map((holiday) => holiday.date.slice(0, 10)));
        years.set(year, days);
      }
      return days.has(day);
    },
  };
}

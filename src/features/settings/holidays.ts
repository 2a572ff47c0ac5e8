import Calendar from "date-holidays";
import { localDate, type LocalDate } from "../../kernel/business-time.ts";
import type { Holidays } from "./facts.ts";

/** The country whose public holidays hold in a sales region that isn't named by a country code. */
const COUNTRY_OF_REGION: Readonly<Record<string, string>> = {
  apac: "CN",
  dach: "DE",
  uk: "GB",
};

const FIRST_YEAR = 2015;
const LAST_YEAR = 2040;

/**
 * Public holidays by region: "DE", "DE-BY", "US-CA" (ISO 3166, as date-holidays names them) or a sales region.
 * An unknown region has none. Computed once a region.
 */
export function createHolidays(): Holidays {
  const known = new Map<string, ReadonlySet<LocalDate>>();
  return (region) => {
    const found = known.get(region);
    if (found) return found;
    const days = publicHolidays(region);
    known.set(region, days);
    return days;
  };
}

function publicHolidays(region: string): ReadonlySet<LocalDate> {
  const [country = "", state] = (COUNTRY_OF_REGION[region.toLowerCase()] ?? region).toUpperCase().split("-");
  const days = new Set<LocalDate>();
  const calendar = new Calendar();
  if (!(country in calendar.getCountries())) return days;
  if (state) calendar.init(country, state);
  else calendar.init(country);
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (const holiday of calendar.getHolidays(year)) {
      const day = holiday.type === "public" ? localDate(holiday.date.slice(0, 10)) : undefined;
      if (day) days.add(day);
    }
  }
  return days;
}

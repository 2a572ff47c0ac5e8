import { isZone, localTime, type LocalTime } from "../../kernel/business-time.ts";
import type { Locale } from "../../kernel/directory.ts";
import { LOCALES } from "./decide.ts";

/** What holds for everyone without settings of their own. */
export interface OrganisationDefaults {
  readonly locale: Locale;
  readonly zone: string;
  /** whose public holidays hold, e.g. "DE-BY"; "": none */
  readonly region: string;
  /** 1 is Monday */
  readonly workdays: readonly number[];
  readonly opens: LocalTime;
  readonly closes: LocalTime;
  readonly quietFrom: LocalTime;
  readonly quietTo: LocalTime;
  readonly digestAt: LocalTime;
}

/** The working weeks that the form offers, as 1 for Monday to 7 for Sunday. */
export const WEEKS = ["1,2,3,4,5", "1,2,3,4", "1,2,3,4,5,6", "7,1,2,3,4", "1,2,3,4,5,6,7"] as const;

export type WrongDefault =
  | { readonly field: "locale" | "workdays"; readonly problem: "choice"; readonly value: string }
  | { readonly field: "zone"; readonly problem: "zone"; readonly value: string }
  | { readonly field: "region"; readonly problem: "region"; readonly value: string }
  | { readonly field: TimeField; readonly problem: "time"; readonly value: string }
  | { readonly field: "closes"; readonly problem: "not-after"; readonly value: string; readonly opens: string }
  | { readonly field: "quietTo"; readonly problem: "always-quiet"; readonly value: string };

const TIMES = ["opens", "closes", "quietFrom", "quietTo", "digestAt"] as const;
type TimeField = (typeof TIMES)[number];

/** @param knowsRegion whether its public holidays are known */
export function checkDefaults(
  values: Readonly<Record<string, string>>,
  week: string,
  knowsRegion: (region: string) => boolean,
): OrganisationDefaults | readonly WrongDefault[] {
  const wrong: WrongDefault[] = [];
  const typed = (field: string): string => (values[field] ?? "").trim();
  const locale = LOCALES.find((each) => each === typed("locale"));
  if (!locale) wrong.push({ field: "locale", problem: "choice", value: typed("locale") });
  const zone = typed("zone");
  if (!isZone(zone)) wrong.push({ field: "zone", problem: "zone", value: zone });
  const region = typed("region").toUpperCase();
  if (region !== "" && !knowsRegion(region)) wrong.push({ field: "region", problem: "region", value: typed("region") });
  const workdays = [week, ...WEEKS].find((each) => each === typed("workdays"));
  if (workdays === undefined) wrong.push({ field: "workdays", problem: "choice", value: typed("workdays") });
  const [opens, closes, quietFrom, quietTo, digestAt] = TIMES.map((field) => {
    const time = localTime(typed(field));
    if (!time) wrong.push({ field, problem: "time", value: typed(field) });
    return time;
  });
  if (opens && closes && closes <= opens) wrong.push({ field: "closes", problem: "not-after", value: closes, opens });
  if (quietFrom && quietFrom === quietTo) wrong.push({ field: "quietTo", problem: "always-quiet", value: quietTo });
  if (wrong.length > 0 || !locale || !workdays || !opens || !closes || !quietFrom || !quietTo || !digestAt)
    return wrong;
  return {
    locale,
    zone,
    region,
    workdays: workdays.split(",").map(Number),
    opens,
    closes,
    quietFrom,
    quietTo,
    digestAt,
  };
}

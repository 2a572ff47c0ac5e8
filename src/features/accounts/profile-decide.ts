import { type LocalDate, localDate } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import type { Source } from "./contact-decide.ts";

export const PROFILE_FIELDS = ["how-to-help", "needs", "future-needs", "industry"] as const;
export type ProfileFieldName = (typeof PROFILE_FIELDS)[number];

/** What is known of an account in words (A10). */
export interface ProfileField {
  readonly value: string;
  /** the day that it is of */
  readonly asOf: LocalDate;
  readonly source: Source;
}

export type ProfileFields = Readonly<Partial<Record<ProfileFieldName, ProfileField>>>;

/** Where something is known from, the weakest first: a stored one gives way to its own kind and to what stands behind it. */
export const SOURCES = ["chat", "csv", "crm"] as const satisfies readonly Source[];

/** May what comes from one source take the place of what came from another? */
export function givesWay(stored: Source, to: Source): boolean {
  return SOURCES.indexOf(to) >= SOURCES.indexOf(stored);
}

export function mostLetters(field: ProfileFieldName): number {
  return field === "how-to-help" ? ACCOUNT.howToHelpAtMost : ACCOUNT.writtenAtMost;
}

export interface ProfileProblem {
  readonly field: string;
  readonly problem: "long" | "day" | "ahead";
  readonly value: string;
  readonly most: number;
}

export type ProfileChange =
  | {
      readonly kind: "ok";
      readonly asOf: LocalDate;
      /** "" empties the field */
      readonly changed: readonly { readonly field: ProfileFieldName; readonly value: string }[];
    }
  | { readonly kind: "wrong"; readonly problems: readonly ProfileProblem[] };

/** What a form changes: fields that differ from what is stored, but for those that come from a stronger source. */
export function decideProfile(
  stored: ProfileFields,
  values: Readonly<Record<string, string>>,
  today: LocalDate,
): ProfileChange {
  const problems: ProfileProblem[] = [];
  const changed = PROFILE_FIELDS.flatMap((field) => {
    const before = stored[field];
    if (before && !givesWay(before.source, "chat")) return [];
    const value = withoutUnseen(storable(values[field] ?? "")).trim();
    const most = mostLetters(field);
    if (value.length > most) problems.push({ field, problem: "long", value: String(value.length), most });
    return value === (before?.value ?? "") ? [] : [{ field, value }];
  });
  const day = (values["asOf"] ?? "").trim();
  const asOf = localDate(day);
  if (!asOf) problems.push({ field: "asOf", problem: "day", value: day, most: 0 });
  else if (asOf > today) problems.push({ field: "asOf", problem: "ahead", value: day, most: 0 });
  return !asOf || problems.length > 0 ? { kind: "wrong", problems } : { kind: "ok", asOf, changed };
}

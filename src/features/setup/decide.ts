import type { TextKey } from "../../locales/keys.ts";
import type { Values } from "../../locales/say.ts";

/** broken: something can't work · warning: something is missing · hint: good to know */
export type Severity = "broken" | "warning" | "hint";

/** What an organisation has, as far as it can be counted. */
export interface Census {
  readonly people: number;
  readonly csms: number;
  readonly ams: number;
  readonly managers: number;
  readonly admins: number;
  /** people without a user in any chat */
  readonly unmatched: number;
  readonly accounts: number;
  /** accounts without a CSM */
  readonly orphans: number;
  /** the first of them by name */
  readonly orphanNames: readonly string[];
  readonly csmChannels: number;
  readonly amChannels: number;
  /** channels with a purpose whose members were never read */
  readonly unread: number;
  /** somebody has looked at the defaults for everyone */
  readonly defaultsSet: boolean;
  readonly usage: boolean;
  /** metrics without a kind, which no rule can read */
  readonly kindless: number;
  /** metrics by the kinds that say how much an account uses */
  readonly series: Readonly<Record<"login_events" | "active_users_day" | "feature", readonly string[]>>;
}

const SEVERITIES = {
  D20: "broken",
  D21: "broken",
  D22: "warning",
  D23: "warning",
  D24: "warning",
  D25: "warning",
  D30: "warning",
  D31: "warning",
  D40: "warning",
  D41: "warning",
  D42: "warning",
  D50: "warning",
  D60: "warning",
  D61: "warning",
  D62: "warning",
  D63: "hint",
  D70: "warning",
} as const satisfies Readonly<Record<string, Severity>>;

export type CompanyFindingId = keyof typeof SEVERITIES;

/** Something that isn't as it should be; `doctor.<id>` says what, `doctor.<id>-fix` what to do. */
export interface CompanyFinding {
  readonly id: CompanyFindingId;
  readonly severity: Severity;
  readonly values: Values;
}

/** B1's one choice an organisation: which metrics say how much an account uses. */
export function seriesOf({ series }: Census): readonly string[] {
  const [first = []] = [series.login_events, series.active_users_day, series.feature].filter((each) => each.length > 0);
  return first;
}

/** The text that says what isn't as it should be. */
export function whatKey(id: string, { more }: Values): TextKey {
  return id === "D31" && typeof more === "number" && more > 0 ? "doctor.D31-more" : (`doctor.${id}` as TextKey);
}

/** What is missing of an organisation's set-up. @param unsettled posts that nobody goes on with */
export function companyFindings(census: Census, unsettled: number): CompanyFinding[] {
  const found: CompanyFinding[] = [];
  const when = (isSo: boolean, id: CompanyFindingId, values: Values = {}): void => {
    if (isSo) found.push({ id, severity: SEVERITIES[id], values });
  };
  const { people, accounts, csmChannels, amChannels } = census;
  const series = seriesOf(census);
  when(people === 0, "D20");
  when(census.admins === 0, "D21");
  when(people > 0 && census.csms === 0, "D22");
  when(people > 0 && census.ams === 0, "D23");
  when(people > 0 && census.managers === 0, "D24");
  when(census.unmatched > 0, "D25", { count: census.unmatched });
  when(accounts === 0, "D30");
  const more = census.orphans - census.orphanNames.length;
  when(census.orphans > 0, "D31", { count: census.orphans, names: census.orphanNames.join(", "), more });
  when(csmChannels === 0, "D40");
  when(amChannels === 0, "D41");
  when(census.unread > 0, "D42", { count: census.unread });
  when(!census.defaultsSet, "D50");
  when(!census.usage, "D60");
  when(census.kindless > 0, "D61", { count: census.kindless });
  when(census.usage && series.length === 0, "D62");
  when(census.usage && series.length > 0, "D63", { metrics: series.join(", ") });
  when(unsettled > 0, "D70", { count: unsettled });
  return found;
}

export const STEPS = ["people", "accounts", "channels", "defaults", "matching", "usage"] as const;
export type StepName = (typeof STEPS)[number];

const OF_STEP: Readonly<Record<StepName, readonly CompanyFindingId[]>> = {
  people: ["D20", "D21", "D22", "D23", "D24"],
  accounts: ["D30", "D31"],
  channels: ["D40", "D41", "D42"],
  defaults: ["D50"],
  matching: ["D25"],
  usage: ["D60", "D61", "D62"],
};

/** A step of the set-up; done when nothing of it is missing. */
export interface SetUpStep {
  readonly name: StepName;
  readonly missing: readonly CompanyFinding[];
}

export function stepsOf(findings: readonly CompanyFinding[]): SetUpStep[] {
  return STEPS.map((name) => ({ name, missing: findings.filter(({ id }) => OF_STEP[name].includes(id)) }));
}

import { addDays, localDate, type LocalDate } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Locale, Person } from "../../kernel/directory.ts";
import { oneLine } from "../../kernel/text.ts";
import { type Asked, EVERYBODY, TIERS } from "./campaign.ts";
import { type Band, checkComment } from "./decide.ts";
import type { Questions } from "./survey-store.ts";

export const BANDS = ["promoter", "passive", "detractor"] as const satisfies readonly Band[];
/** Who decides at a customer. */
const DECIDERS = ["buyer", "sponsor", "champion"] as const;
export const WHOM = ["everybody", "deciders"] as const;

/** Who asks customers how we do decides for whom and when: managers and administrators. */
export function mayRunCampaigns({ roles }: Pick<Person, "roles">): boolean {
  return roles.includes("manager") || roles.includes("admin");
}

export interface Wished {
  readonly name: string;
  readonly asked: Asked;
  readonly questions: Questions;
  readonly startsOn: LocalDate;
}

export type WishProblem =
  | { readonly field: "name"; readonly problem: "empty" | "long" }
  | { readonly field: "on"; readonly problem: "no-day" | "past" | "far"; readonly value: string }
  | { readonly field: Band; readonly problem: "long" };

/** A campaign as somebody filled it in; its first wave begins from today on, within a year. */
export function checkCampaign(
  values: Readonly<Record<string, string>>,
  today: LocalDate,
  locale: Locale,
):
  | { readonly kind: "right"; readonly wished: Wished }
  | { readonly kind: "wrong"; readonly problems: readonly WishProblem[] } {
  const problems: WishProblem[] = [];
  const name = oneLine(values["name"] ?? "");
  if (name === "") problems.push({ field: "name", problem: "empty" });
  if (name.length > NPS.nameAtMost) problems.push({ field: "name", problem: "long" });
  const typed = (values["on"] ?? "").trim();
  const startsOn = localDate(typed);
  if (startsOn === undefined) problems.push({ field: "on", problem: "no-day", value: typed });
  else if (startsOn < today) problems.push({ field: "on", problem: "past", value: typed });
  else if (startsOn > addDays(today, NPS.aheadAtMostDays)) problems.push({ field: "on", problem: "far", value: typed });
  const questions: { -readonly [K in Band]?: { [L in Locale]?: string } } = {};
  for (const band of BANDS) {
    const checked = checkComment(oneLine(values[band] ?? ""));
    if (checked.kind === "empty") continue;
    if (checked.kind === "too-long" || checked.comment.length > NPS.questionAtMost)
      problems.push({ field: band, problem: "long" });
    else questions[band] = { [locale]: checked.comment };
  }
  if (problems.length > 0 || startsOn === undefined) return { kind: "wrong", problems };
  const tier = TIERS.find((each) => each === values["tier"]) ?? EVERYBODY.tier;
  const roles = values["whom"] === "deciders" ? DECIDERS : [];
  return { kind: "right", wished: { name, asked: { ...EVERYBODY, tier, roles }, questions, startsOn } };
}

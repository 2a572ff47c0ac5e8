import { addDays, localDate, type LocalDate } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Locale, Person } from "../../kernel/directory.ts";
import { oneLine } from "../../kernel/text.ts";
import { type Asked, EVERYBODY, TIERS } from "./campaign.ts";
import { type Band, checkComment } from "./decide.ts";
import type { Questions } from "./survey-store.ts";

export const BANDS = ["promoter", "passive", "detractor"] as const satisfies readonly Band[];
/** What a campaign may ask in its own words. */
export const ASKED = ["ask", ...BANDS] as const;
export type AskedName = (typeof ASKED)[number];
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
  | WordsProblem;

export interface WordsProblem {
  readonly field: AskedName;
  readonly problem: "long";
}

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
  const words = checkWords({}, values, locale);
  if (words.kind === "wrong") problems.push(...words.problems);
  if (problems.length > 0 || startsOn === undefined || words.kind === "wrong") return { kind: "wrong", problems };
  const { questions } = words;
  const tier = TIERS.find((each) => each === values["tier"]) ?? EVERYBODY.tier;
  const roles = values["whom"] === "deciders" ? DECIDERS : [];
  return { kind: "right", wished: { name, asked: { ...EVERYBODY, tier, roles }, questions, startsOn } };
}

/** Own words in one language, as somebody typed them, in place of those that were; a blank one is none. */
export function checkWords(
  questions: Questions,
  values: Readonly<Record<string, string>>,
  locale: Locale,
):
  | { readonly kind: "right"; readonly questions: Questions }
  | { readonly kind: "wrong"; readonly problems: readonly WordsProblem[] } {
  const problems: WordsProblem[] = [];
  const worded: { [K in AskedName]?: Questions[K] } = {};
  for (const field of ASKED) {
    const checked = checkComment(oneLine(values[field] ?? ""));
    const { [locale]: _before, ...others } = questions[field] ?? {};
    if (checked.kind === "too-long" || (checked.kind === "right" && checked.comment.length > NPS.questionAtMost))
      problems.push({ field, problem: "long" });
    else if (checked.kind === "right") worded[field] = { ...others, [locale]: checked.comment };
    else if (Object.keys(others).length > 0) worded[field] = others;
  }
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "right", questions: worded };
}

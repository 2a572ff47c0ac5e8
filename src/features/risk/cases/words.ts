import type { Option, Text } from "../../../chat/card.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { Outcome } from "../case-store.ts";
import { CHURN_CODES, churnGroup, type ChurnReason, churnReason, groupOf, topicAtFault } from "./churn-reasons.ts";
import type { Opinion } from "./decide.ts";

export const OUTCOME = {
  saved: "cases.outcome-saved",
  lost: "cases.outcome-lost",
  "no-action": "cases.outcome-no-action",
  "not-a-risk": "cases.outcome-not-a-risk",
  recovered: "cases.outcome-recovered",
  calmed: "cases.outcome-calmed",
  left: "cases.outcome-left",
} as const satisfies Record<Outcome, TextKey>;

export const OPINION = {
  good: "cases.opinion-good",
  watch: "cases.opinion-watch",
  bad: "cases.opinion-bad",
} as const satisfies Record<Opinion, TextKey>;

/** "Product (ours): a missing feature" */
export function reasonText(reason: ChurnReason, { say }: Pick<View, "say">): Text {
  const group = say(`cases.reason-${groupOf(reason)}`);
  const detail = say(`cases.reason-${reason.replace("/", "-") as Dashed<ChurnReason>}`);
  return say(topicAtFault(reason) ? "cases.reason-ours" : "cases.reason-outside", { group, detail });
}

/** An imported reason in words, where it is one of the list or one of its groups. */
export function churnWords(text: string, view: Pick<View, "say">): Text | undefined {
  const listed = churnReason(text);
  if (listed) return reasonText(listed, view);
  const group = churnGroup(text.trim().toLowerCase());
  return group && view.say(`cases.reason-${group}`);
}

/** The closed list why, to choose from. */
export function churnOptions(view: View): Option[] {
  return CHURN_CODES.map((value) => ({ value, label: reasonText(value, view) }));
}

type Dashed<R extends string> = R extends `${infer G}/${infer D}` ? `${G}-${D}` : never;

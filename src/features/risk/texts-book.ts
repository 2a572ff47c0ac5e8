import type { Text } from "../../chat/card.ts";
import { never } from "../../kernel/errors.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { ScoredFeature, Term } from "./model.ts";

/** Features of the contract's events, support, billing, people, and what a fitted model alone reads. */
export type BookFeature = Extract<
  ScoredFeature,
  | "at_anniversary"
  | "months_to_renewal"
  | "arr_change_180"
  | "downgrade_180"
  | "tickets_28"
  | "open_escalations"
  | "close_hours_90"
  | "overdue_days"
  | "touch_days"
  | "champion_left"
  | "stakeholder_silent"
  | "single_contact"
  | "missed_checkins_90"
  | "events_per_user_28"
  | "auto_share"
  | "nps_mean"
  | "nps_age_days"
>;

const YES_NO = {
  at_anniversary: ["risk.why-anniversary", "risk.why-no-anniversary"],
  downgrade_180: ["risk.why-downgrade", "risk.keep-no-downgrade"],
  champion_left: ["risk.why-champion-left", "risk.keep-champion"],
  stakeholder_silent: ["risk.why-silent", "risk.keep-not-silent"],
  single_contact: ["risk.why-single-contact", "risk.keep-contacts"],
} as const satisfies Partial<Record<BookFeature, readonly [TextKey, TextKey]>>;

/** What such a reason says: its value, then the account's own normal and its peers, as far as they are known. */
export function bookText(feature: BookFeature, term: Term, say: View["say"]): Text {
  const { value, normal, peer } = term;
  const count = Math.round(value);
  switch (feature) {
    case "at_anniversary":
    case "downgrade_180":
    case "champion_left":
    case "stakeholder_silent":
    case "single_contact":
      return say(YES_NO[feature][value > 0 ? 0 : 1]);
    case "months_to_renewal":
      return say("risk.why-renewal", { count: Math.floor(value) });
    case "arr_change_180":
      return arrText(Math.round(100 * Math.expm1(value)), say);
    case "tickets_28": {
      const said = count > 0 ? say("risk.why-tickets", { count }) : say("risk.why-no-tickets");
      return beside(said, normal && oneDigit(normal), peer === undefined ? undefined : oneDigit(peer), say);
    }
    case "open_escalations":
      return count > 0 ? say("risk.why-escalations", { count }) : say("risk.keep-no-escalations");
    case "close_hours_90":
      return beside(say("risk.why-close-hours", { count }), undefined, rounded(peer), say);
    case "missed_checkins_90":
      return count > 0 ? say("risk.why-missed", { count }) : say("risk.keep-met");
    case "overdue_days":
      return count > 0 ? say("risk.why-overdue", { count }) : say("risk.keep-paid");
    case "touch_days":
      return beside(say("risk.why-touch", { count: Math.floor(value) }), undefined, rounded(peer), say);
    case "events_per_user_28":
      return beside(say("risk.why-per-user", { count }), undefined, rounded(peer), say);
    case "auto_share":
      return say("risk.why-automated", { percent: Math.round(100 * value) });
    case "nps_mean":
      return answersText(term, say);
    case "nps_age_days":
      return say("risk.why-answer-age", { count: Math.floor(value) });
    default:
      return never(feature);
  }
}

/** Of fewer, the mean would tell what one of them answered, and a score by name isn't for everybody who reads reasons. */
const LEAST_ANSWERS_FOR_A_MEAN = 5;

function answersText({ value, of: count = 1, c }: Term, say: View["say"]): Text {
  if (count >= LEAST_ANSWERS_FOR_A_MEAN) return say("risk.why-answers-mean", { mean: oneDigit(value), count });
  return say(c > 0 ? "risk.why-answers-low" : "risk.keep-answers", { count });
}

function arrText(percent: number, say: View["say"]): Text {
  if (percent === 0) return say("risk.why-arr-same");
  return percent < 0 ? say("risk.why-arr-down", { percent: -percent }) : say("risk.keep-arr-up", { percent });
}

function beside(said: Text, normal: number | undefined, peers: number | undefined, say: View["say"]): Text {
  const own = normal === undefined ? said : say("risk.why-beside-normal", { said, normal });
  return peers === undefined ? own : say("risk.why-beside-peers", { said: own, peers });
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
function oneDigit(value: number): number {
  return Math.round(10 * value) / 10;
}

import type { Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";

/** Why an Account Manager passes. */
export const PASSES = ["no-time", "no-fit", "timing", "somebody-closer", "other"] as const;
/** Why a claim is given back. */
export const RELEASES = ["no-time", "no-answer", "no-fit", "timing", "somebody-closer", "other"] as const;
/** Why a deal was lost. */
export const LOSSES = ["price", "competitor", "no-need", "no-budget", "no-answer", "other-loss"] as const;
/** The account is looked after by others, so that a claim ends. */
export const MOVED = "moved";
/** Why the house took one back, or the CSM of the account didn't want it offered. */
export type Withdrawal = "churned" | "merged" | "no-benefit";

/** What is written with a withdrawal. */
export function withdrawnFor(reason: Withdrawal) {
  return { written: { lostReason: reason }, details: { reason } };
}

type Reason = (typeof PASSES)[number] | (typeof RELEASES)[number] | typeof MOVED | (typeof LOSSES)[number] | Withdrawal;

const REASONS: Readonly<Record<Reason, TextKey>> = {
  "no-time": "deals.why-no-time",
  "no-fit": "deals.why-no-fit",
  timing: "deals.why-timing",
  "somebody-closer": "deals.why-somebody-closer",
  other: "deals.why-other",
  price: "deals.why-price",
  competitor: "deals.why-competitor",
  "no-need": "deals.why-no-need",
  "no-budget": "deals.why-no-budget",
  "no-answer": "deals.why-no-answer",
  "other-loss": "deals.why-other",
  moved: "deals.why-moved",
  churned: "deals.why-churned",
  merged: "deals.why-merged",
  "no-benefit": "deals.why-no-benefit",
};

/** A reason in words; one that another program named stays as it is. */
export function reasonText(reason: string | undefined, { say }: View): Text {
  if (reason === undefined) return say("deals.why-none");
  return Object.hasOwn(REASONS, reason) ? say(REASONS[reason as Reason]) : [reason];
}

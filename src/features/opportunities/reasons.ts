import type { Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";

/** Why an Account Manager passes. */
export const PASSES = ["no-time", "no-fit", "timing", "somebody-closer", "other"] as const;
/** Why a claim is given back. */
export const RELEASES = ["no-time", "no-answer", "no-fit", "timing", "somebody-closer", "other"] as const;
/** Why a deal was lost. */
export const LOSSES = ["price", "competitor", "no-need", "no-budget", "no-answer", "other-loss"] as const;
/** Why a claim ends by itself: who had it is the account's CSM now, or left. */
const ENDS = ["moved", "left"] as const;
export type End = (typeof ENDS)[number];

export function isOurs(reason: string | undefined): boolean {
  return ENDS.some((each) => each === reason);
}

/** Why the house took one back, or the CSM of the account didn't want it offered. */
export type Withdrawal = "churned" | "merged" | "no-benefit";

/** What is written with a withdrawal. */
export function withdrawnFor(reason: Withdrawal) {
  return { written: { lostReason: reason }, details: { reason } };
}

type Reason = (typeof PASSES)[number] | (typeof RELEASES)[number] | End | (typeof LOSSES)[number] | Withdrawal;

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
  left: "deals.why-left",
  churned: "deals.why-churned",
  merged: "deals.why-merged",
  "no-benefit": "deals.why-no-benefit",
};

/** A reason in words; one that another program named stays as it is. */
export function reasonText(reason: string | undefined, { say }: View): Text {
  if (reason === undefined) return say("deals.why-none");
  return Object.hasOwn(REASONS, reason) ? say(REASONS[reason as Reason]) : [reason];
}

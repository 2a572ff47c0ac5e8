import type { StoredHandover } from "./handover-store.ts";
import type { Story } from "./story-model.ts";

/** All that a card about a handover says; its price is no part of it. */
export interface HandoverStory {
  readonly story: Omit<Story, "value">;
  readonly handover: StoredHandover;
}

/** What the ladder, or a step of the handover, tells somebody of it. */
export const HANDOVER_NUDGES = ["remind", "escalated", "asked", "asked-remind", "answered", "accepted"] as const;
export type HandoverNudge = (typeof HANDOVER_NUDGES)[number];

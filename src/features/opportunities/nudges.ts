/** What the ladder, or a change around an opportunity, tells somebody of it. */
export const NUDGES = [
  "remind",
  "escalated",
  "your-turn",
  "promise",
  "lapsed",
  "lapsed-manager",
  "awake",
  "expired",
  "slot-stays",
  "asked",
  "withdrawn",
  "passed",
  "confirm",
  "refused",
] as const;
export type NudgeKind = (typeof NUDGES)[number];

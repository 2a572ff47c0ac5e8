import type { TextKey } from "../../locales/keys.ts";

/** What the slice of check-ins and onboardings tells a timeline: by kind of entry. */
export const CHECKINS_TOLD = {
  "onboarding-opened": "onboarding.told-opened",
  "onboarding-milestone-done": "onboarding.told-done",
  "onboarding-step-done": "onboarding.told-step",
  "onboarding-milestone-moved": "onboarding.told-moved",
  "onboarding-finished": "onboarding.told-finished",
  "onboarding-stalled": "onboarding.told-stalled",
  "onboarding-stall-escalated": "onboarding.told-stall-escalated",
  "check-in-missed": "checkins.told-missed",
  "check-in-moved": "checkins.told-moved",
  "check-in-no-show": "checkins.told-no-show",
  "check-in-skipped": "checkins.told-skipped",
  "all-well": "checkins.told-well",
  "not-well": "checkins.told-not-well",
} as const satisfies Record<string, TextKey>;

/** The words of its details: by detail, then value. */
export const CHECKINS_WORDS = {
  milestone: {
    "kick-off": "onboarding.kick-off",
    "go-live": "onboarding.go-live",
    "first-value": "onboarding.first-value",
  },
  check: { "check-in": "checkins.word-check-in", review: "checkins.word-review" },
  skip: {
    "customer-asked": "checkins.skip-customer-asked",
    "nothing-new": "checkins.skip-nothing-new",
    "spoke-otherwise": "checkins.skip-spoke-otherwise",
    "no-time": "checkins.skip-no-time",
  },
} as const satisfies Record<string, Readonly<Record<string, TextKey>>>;

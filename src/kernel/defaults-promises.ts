export { ONBOARDING, PLAN, TEMPLATE } from "./defaults-plans.ts";
export { FEEDBACK } from "./defaults-feedback.ts";
export { PEERS } from "./defaults-peers.ts";

/** What we promise customers (C5). Days, unless said, are calendar days; hours are working hours of whose promise it is. */
export const PROMISE = {
  /** its owner is reminded so long before, and told so long after that it is broken */
  remindDaysBefore: 2,
  brokenDaysAfter: 1,
  /** a manager hears so long after its owner was told */
  escalateAfterHours: 8,
  aheadAtMostDays: 730,
  wordsAtMost: 500,
  reasonAtLeast: 5,
  reasonAtMost: 500,
  ownersListed: 99,
  listedAtMost: 15,
  /** on the card of one customer, and in the brief before a check-in */
  shownOfAccount: 3,
} as const;

/** What customers learn from: trainings, articles, communities, events (C8). Days, unless said, are calendar days. */
export const CONTENT = {
  titleAtMost: 150,
  /** room for the longest link */
  textAtMost: 2500,
  /** at most one piece an account in so many */
  everyDays: 14,
  /** put to one CSM in one night */
  aNight: 2,
  lapsesAfterDays: 14,
  /** use of a feature is read over so many days, of which so many must be known */
  windowDays: 28,
  knownDays: 20,
  measuredAfterDays: 30,
  listedAtMost: 15,
} as const;

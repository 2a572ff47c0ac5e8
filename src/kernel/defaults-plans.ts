/** What customers want to reach, and what they got (C3). Days, unless said, are calendar days; shares are of 1. */
export const PLAN = {
  nameAtMost: 150,
  metricAtMost: 80,
  wordsAtMost: 500,
  /** what somebody may answer of how much is reached, in percent */
  steps: [0, 25, 50, 75, 100],
  reasonAtLeast: 5,
  reasonAtMost: 500,
  aheadAtMostDays: 1830,
  ownersListed: 99,
  /** open goals of one customer */
  goalsAtMost: 12,
  listedAtMost: 15,
  /** on the card of one customer */
  shownOfAccount: 2,
  /** in the brief before a check-in */
  shownInBrief: 3,
  /** use is read over so many days, of which so many must be known of a dense metric */
  windowDays: 28,
  knownDays: 20,
  /** a goal is behind where its attainment is so much below the share of its time that is over */
  behindBy: 0.2,
  /** what they say and what we measure differ by much from here on */
  apartFrom: 0.2,
  /** what they said counts for what comes next for so long */
  saidCountsDays: 28,
  /** a mean answer from so high on is satisfied, and is no older than so many days */
  satisfiedFrom: 8,
  answersCountDays: 365,
  /** a target is so much above the newest result, unless that has fallen */
  targetStep: 0.5,
  /** somebody at a customer who is asked about a goal may answer for so long */
  questionDays: 14,
  /** customers with their own summary of value, and the working days of a quarter in which it is drafted */
  summaryTiers: ["A", "B"],
  summaryWithinWorkingDays: 5,
  summaryAtMost: 2500,
} as const;

/** What the plan of an onboarding may be set to (C4). */
export const TEMPLATE = {
  lastDayAtMost: 730,
  stepsAtMost: 8,
  stepNameAtMost: 80,
} as const;

/** The plan by which a customer gets to use what it bought (C4). Days from its start to each milestone. */
export const ONBOARDING = {
  milestones: {
    enterprise: { "kick-off": 14, "go-live": 75, "first-value": 120 },
    "mid-market": { "kick-off": 10, "go-live": 45, "first-value": 75 },
    smb: { "kick-off": 5, "go-live": 21, "first-value": 45 },
  },
  /** of a segment that isn't one of these */
  otherwise: "mid-market",
  stalledAfterDays: 14,
  integratedByDay: 30,
  escalateAfterWorkingDays: 2,
  movedAheadAtMostDays: 365,
  /** of products that were perhaps meant */
  nearProductsAtMost: 3,
  listedAtMost: 15,
} as const;

/** What holds until an organisation changes it. The one source of every default. */
export const DEFAULTS = {
  zone: "UTC",
  locale: "en",
  region: "",
  workdays: [1, 2, 3, 4, 5],
  opens: "09:00",
  closes: "17:00",
  quietFrom: "18:00",
  quietTo: "08:00",
  digestAt: "08:00",
  scoringAt: "02:00",
} as const;

/** Churn risk (B0, B3, B5, B8, B13). Probabilities are shares of 1. */
export const RISK = {
  /** enter = clamp(3 × base, floor, ceiling) once `churnsForEnter` churns are known, before that `enterUncalibrated` */
  enterTimesBase: 3,
  enterFloor: 0.1,
  enterCeiling: 0.3,
  enterUncalibrated: 0.15,
  churnsForEnter: 10,
  clearShare: 0.8,
  clearDays: 7,
  recoveredDays: 14,
  watchRise: 0.1,
  watchWindowDays: 7,
  criticalTimesEnter: 2,
  alertsPerCsmADay: 5,
  alertsPerChannelADay: 10,
  /** base = (churns known + priorChurns) / (account-quarters known + priorQuarters) */
  priorChurns: 4,
  priorQuarters: 100,
  usageWindowDays: 28,
  baselineDays: 84,
  denseKnownShare: 0.7,
  peersAtLeast: 8,
  accountsForOwnScale: 20,
  zLimit: 3,
  freezeAfterLagDays: 3,
  /** administrators hear of it when more than this share of customers is frozen */
  standstillShare: 0.5,
} as const;

/** Opportunities (D3 to D6). */
export const OPPORTUNITY = {
  productAtMost: 80,
  benefitAtLeast: 30,
  benefitAtMost: 2000,
  contactWithinWorkingDays: 2,
} as const;

export { CONTENT, FEEDBACK, ONBOARDING, PEERS, PLAN, PROMISE, TEMPLATE } from "./defaults-promises.ts";
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

/** What a customer is worth and what losing one costs (B4), on the card of one customer. */
export const WORTH = {
  clvMonthsAtMost: 36,
  discountAYear: 0.1,
  margin: 0.75,
  /** an average upsell is said from so many won within so many months */
  upsellsAtLeast: 5,
  upsellMonths: 24,
  /** the effort of keeping a customer, rescuing it, and replacing it */
  effort: { keep: 1, rescue: 3, replace: 7 },
} as const;

/** What becomes of a risk case (B0, B5 to B7, B13, B14). Hours are working hours, and days, unless said, calendar days. */
export const CASE = {
  unowned: { remindAfterHours: 4, escalateAfterHours: 8 },
  unownedCritical: { remindAfterHours: 1, escalateAfterHours: 2 },
  idle: { remindAfterWorkingDays: 3, giveBackAfterWorkingDays: 5 },
  snoozesAtMost: 2,
  snoozeAtMostDays: 90,
  /** a cause that was judged is mute for so long, unless p rose by so much since */
  muteDays: 30,
  muteRise: 0.1,
  realertDays: 14,
  realertRise: 0.1,
  opinionDays: 60,
  playWorkingDays: 5,
  playUrgentWorkingDays: 2,
  writtenAtLeast: 3,
  writtenAtMost: 2000,
  /** alerts wait for a manager when more than this share of the scored customers, and at least so many, cross in one run */
  holdShare: 0.2,
  holdAtLeast: 3,
  holdAbove: 10_000,
} as const;

/** Meetings with customers that are planned (C1). */
export const TOUCHPOINT = {
  soonDays: 7,
  aheadAtMostDays: 365,
  noteAtMost: 500,
} as const;

/** Opportunities (D1, D3 to D6). Shares are of 1. */
export const OPPORTUNITY = {
  productAtMost: 80,
  benefitAtLeast: 30,
  benefitAtMost: 2000,
  contactWithinWorkingDays: 2,
  /** working hours of whom it was offered to, before whoever leads reads of it */
  claimWithinHours: 8,
  /** working hours of whom it was offered to; a pool's goes to the next in line at last */
  remindAfterHours: 4,
  reassignAfterHours: 16,
  /** after the day that contact was promised for */
  releaseAfterWorkingDays: 3,
  snoozesAtMost: 2,
  snoozeAtMostWorkingDays: 10,
  expiresAfterDays: 60,
  confirmedForDays: 30,
  /** the gate: use is judged by at least so many days of data, an outcome over 28 days against the 84 before */
  gateDaysAtLeast: 112,
  outcomeBetterBy: 0.05,
  /** seats are nearly all in use where this share is, on each known day of so many */
  seatShare: 0.8,
  seatDays: 14,
  limitShare: 0.9,
  /** a module that this share of comparable customers have and use well */
  peersAdoption: 0.5,
  /** what the rules found and a CSM hasn't answered yet: they find no more for them then */
  unansweredAtMost: 5,
  /** after an end, whichever, the rules leave the same product alone there */
  quietAfterDays: 90,
  holdDecideWithinWorkingDays: 1,
  detractorsAtLeast: 2,
  writtenAtLeast: 3,
  writtenAtMost: 2000,
} as const;

/** What follows a sale (D8). Hours are working hours of whom it waits for; days, unless said, calendar days. */
export const WON = {
  handover: { remindAfterHours: 4, escalateAfterHours: 8 },
  measuredAfterDays: [90, 180],
  /** use is compared over so many days, with so many before the sale */
  windowDays: 28,
  baselineDays: 84,
  knownShare: 0.7,
  peersAtLeast: 8,
  peersAtMost: 50,
  /** a peer has at most so many times the seats, or the use a seat, and at least the inverse */
  peerRatio: 2,
  /** the rise that counts as one (D3) */
  riseAtLeast: 0.05,
} as const;

/** How often a customer is spoken with (C1, C2), by tier and stage. Days, unless said, are calendar days. */
export const CHECK_IN = {
  /** weeks or months between two; days: on these days behind the beginning of the onboarding */
  onboarding: { A: { weeks: 1 }, B: { weeks: 2 }, C: { days: [7, 30, 60] } },
  later: { A: { weeks: 2 }, B: { months: 1 }, C: { months: 3 } },
  review: { A: { months: 3 }, B: { months: 6 }, C: undefined },
  /** a proactive contact within so long, by tier */
  coverageDays: { A: 30, B: 60, C: 120 },
  briefMinutes: 30,
  /** one that was held so long before its day takes its place */
  countsAheadDays: 7,
  aheadAtMostDays: 180,
  writtenAtMost: 1000,
  reasonAtLeast: 3,
  listedAtMost: 15,
} as const;

/** Whether all is well after a ticket or complaint of a key account (C7). */
export const WELL = {
  dueAfterWorkingDays: 2,
  escalateAfterWorkingDays: 1,
  /** what was closed longer ago when we hear of it is asked about by nobody */
  closedWithinDays: 7,
} as const;

/** The account book (A5, A8, A10, A14). */
export const ACCOUNT = {
  fieldStaleDays: 90,
  /** a customer's executive sponsor and champion are silent after so many days */
  sponsorSilentDays: 60,
  championSilentDays: 45,
  contactsTouchedAtLeast: 2,
  contactsTouchedDays: 90,
  collisionHours: 48,
  /** outbound touches a person in `contactCapDays` */
  contactCap: 4,
  contactCapDays: 30,
  actBeforeNoticeWorkingDays: 3,
  onboardingDays: 90,
  breadthAtLeast: 0.6,
  renewalWindowDays: 120,
  /** renewal rules hold for terms of six months and more */
  renewalTermDays: 180,
  stageHeldDays: 30,
  /** to choose from; the last unless somebody says otherwise */
  pulledInDays: [7, 14, 30],
  writtenAtMost: 2000,
  howToHelpAtMost: 300,
  timelinePage: 12,
} as const;

/** The clock of a contract towards its renewal (D10). Days before it; hours are working hours of who has it. */
export const RENEWAL = {
  valueDays: 120,
  termsDays: 90,
  reminderDays: [60, 30],
  /** a clock begins so long before its first step */
  openAheadDays: 7,
  /** a notice deadline is listed so long before */
  noticeListedDays: 30,
  /** of a short term: a value review half-yearly, which lapses after so long */
  reviewEveryDays: 182,
  reviewOpenDays: 28,
  /** a renewal date that moved on by so much was renewed; by less, it was put right */
  renewedDays: 90,
  /** a value review counts for every renewal of the account within so long */
  reviewHoldsDays: 120,
  remindAfterHours: 40,
  escalateAfterHours: 80,
  partAtMost: 1500,
  noteAtMost: 2000,
  aheadAtMostDays: 3660,
  noticeBackDays: 365,
  listedDays: 120,
  listedAtMost: 15,
} as const;

/** Questions between CSM and AM (A13). Hours are working hours of who is asked. */
export const QUESTION = {
  remindAfterHours: 4,
  escalateAfterHours: 8,
  questionAtMost: 2000,
  answerAtMost: 2900,
} as const;

/** Requests and complaints (D12). Hours are working hours of who has it. */
export const REQUEST = {
  respondWithinHours: 4,
  escalateAfterHours: 8,
  /** a discount above it needs a manager */
  discountPercentAtMost: 10,
  textAtMost: 2900,
  termsAtMost: 1000,
} as const;

/** Asking how likely customers are to recommend us (E1 to E5). Days, unless said, are calendar days. */
export const NPS = {
  /** a score of so much or more is a promoter's, of so much or less a detractor's */
  promoterFrom: 9,
  detractorTo: 6,
  waveMonths: 3,
  gapDays: 180,
  /** a person is first asked so long after their company went live */
  afterGoLiveDays: 60,
  /** nobody is asked so near to the last day on which notice can be given */
  noticeRoomDays: 30,
  /** the wave nearest to so many days before the renewal comes before the others */
  beforeRenewalDays: 120,
  negotiatedDays: 14,
  peopleAtMost: 10,
  /** respondents' own days of the week, ISO, and hours */
  sendDays: [2, 3, 4],
  sendFrom: "10:00",
  sendTo: "16:00",
  remindAfterWorkingDays: 5,
  closesAfterDays: 21,
  commentAtMost: 3000,
  nameAtMost: 80,
  referralAtMost: 300,
  questionAtMost: 150,
  aheadAtMostDays: 365,
  /** people whom a preview names */
  previewed: 10,
  /** answers are of so many days, a person's newest counts */
  windowDays: 180,
  quarters: 4,
  /** working days of who has it, and when they promise to call */
  loop: { callWithinWorkingDays: 2, remindAfterWorkingDays: 1, escalateAfterWorkingDays: 2 },
  /** fewer answers have no score, and fewer than the other no colour */
  shownFrom: 5,
  colouredFrom: 30,
  /** who answered by the link may say why for so long */
  answeredMinutes: 60,
  /** who got a letter can end the asking by it for so long: until they could be asked again */
  neverDays: 180,
} as const;

/** How long what is kept (H6). */
export const RETENTION = {
  /** usage by day; what is older is one figure a month */
  usageByDayMonths: 36,
  auditMonths: 24,
  /** what customers wrote in surveys */
  commentMonths: 24,
  closedTokenDays: 90,
} as const;

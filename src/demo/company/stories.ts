import type { Story, Turn } from "./account.ts";

/** Low enough at first that there is room to grow until long after the start. */
const ROOMY = 0.5;
const GROWS: readonly Turn[] = [
  { fromDay: -300, state: "healthy" },
  { fromDay: -110, state: "growing" },
];
const STEADY: readonly Turn[] = [{ fromDay: -200, state: "healthy" }];

function left(endedDaysAgo: number, endReason: string, termMonths = 12): Story {
  return {
    script: [
      { fromDay: -endedDaysAgo - 200, state: "drifting" },
      { fromDay: -endedDaysAgo - 110, state: "failing", driftPerDay: -0.02 },
    ],
    renewsInDays: -endedDaysAgo,
    signedDaysAgo: endedDaysAgo + 730,
    noticeDays: 60,
    termMonths,
    endReason,
  };
}

/** By the account's name; whoever isn't here lives by chance alone. */
export const STORIES: Readonly<Record<string, Story>> = {
  Northwind: {
    script: [
      { fromDay: -200, state: "healthy" },
      { fromDay: -18, state: "drifting", driftPerDay: -0.085 },
      { fromDay: 0, state: "failing", driftPerDay: -1.5 },
      { fromDay: 45, state: "failing", driftPerDay: 0 },
    ],
    seatsUsed: 31,
    seatGrowth: 0,
    integrated: false,
    signedDaysAgo: 800,
    renewsInDays: 96,
    noticeDays: 60,
    termMonths: 12,
    staysUntilDay: 30,
  },
  Contoso: {
    script: [
      { fromDay: -200, state: "healthy" },
      { fromDay: -70, state: "drifting", driftPerDay: -0.01 },
      { fromDay: -32, state: "failing", driftPerDay: -0.16 },
      { fromDay: -12, state: "failing", driftPerDay: 0 },
    ],
    seatsUsed: 41,
    seatGrowth: -0.1,
    integrated: false,
    signedDaysAgo: 690,
    renewsInDays: 40,
    noticeDays: 30,
    termMonths: 12,
    staysUntilDay: 10,
  },
  Proseware: {
    script: [
      { fromDay: -200, state: "healthy" },
      { fromDay: -40, state: "failing", driftPerDay: -0.13 },
      { fromDay: -16, state: "failing", driftPerDay: 0 },
    ],
    seatsUsed: 25,
    seatGrowth: 0,
    integrated: false,
    signedDaysAgo: 500,
    renewsInDays: 47,
    noticeDays: 30,
    termMonths: 12,
    staysUntilDay: 12,
  },
  "Trey Research": {
    script: [{ fromDay: -120, state: "drifting", driftPerDay: -0.006 }],
    noticeOnDay: -19,
    signedDaysAgo: 660,
    renewsInDays: 52,
    noticeDays: 60,
    termMonths: 12,
    endReason: "product",
  },
  "Lucerne Publishing": {
    script: [
      { fromDay: -200, state: "healthy" },
      { fromDay: -30, state: "drifting", driftPerDay: -0.012 },
    ],
    integrated: true,
    renewsInDays: 210,
    staysUntilDay: 60,
  },
  Adatum: {
    script: GROWS,
    activeShare: ROOMY,
    seatsUsed: 46,
    seatGrowth: 0.5,
    integrated: true,
    signedDaysAgo: 700,
    renewsInDays: 155,
    noticeDays: 60,
    termMonths: 12,
    outcome: [50, 92],
    staysUntilDay: 180,
  },
  Fabrikam: { script: STEADY, integrated: true, renewsInDays: 88, noticeDays: 60, termMonths: 24, outcome: [64, 71] },
  Litware: {
    script: GROWS,
    activeShare: ROOMY,
    renewsInDays: 130,
    noticeDays: 30,
    termMonths: 12,
    outcome: [40, 70],
  },
  "Tailspin Tools": { script: STEADY, integrated: true, renewsInDays: 240, outcome: [55, 56] },
  "Wingtip Toys": { script: STEADY, renewsInDays: 175, outcome: [70, 68] },
  "Coho Winery": {
    script: GROWS,
    activeShare: ROOMY,
    seatsUsed: 52,
    seatGrowth: 0.35,
    integrated: true,
    renewsInDays: 190,
    outcome: [60, 72],
  },
  "Consolidated Messenger": {
    script: GROWS,
    activeShare: ROOMY,
    seatsUsed: 69,
    seatGrowth: 0.3,
    integrated: true,
    renewsInDays: 260,
    outcome: [81, 88],
  },
  "Harmony Robotics": {
    script: GROWS,
    activeShare: ROOMY,
    seatsUsed: 66,
    seatGrowth: 0.4,
    integrated: true,
    renewsInDays: 225,
    outcome: [40, 58],
  },
  "Oak Street Dental": { script: GROWS, activeShare: ROOMY, seatsUsed: 18, seatGrowth: 0.3, renewsInDays: 290 },
  "Baldwin Museum": {
    integrated: true,
    activeShare: 0.75,
    seatsUsed: 8,
    signedDaysAgo: 36,
    renewsInDays: 329,
    termMonths: 12,
  },
  "Bamboo Learning": { integrated: true, signedDaysAgo: 74, renewsInDays: 291, termMonths: 12 },
  "Sonnentor Solar": { signedDaysAgo: 190, renewsInDays: 175, termMonths: 12 },
  "Pearl Coast Hotels": {
    script: GROWS,
    activeShare: ROOMY,
    renewsInDays: 55,
    termMonths: 12,
    noticeDays: 30,
    integrated: true,
  },
  "Best For You Organics": {
    script: GROWS,
    activeShare: ROOMY,
    renewsInDays: 20,
    termMonths: 1,
    noticeDays: 14,
    integrated: true,
  },
  "Bergmann Optik": {
    script: GROWS,
    activeShare: ROOMY,
    renewsInDays: 64,
    termMonths: 3,
    noticeDays: 30,
    integrated: true,
  },

  "A. Datum Freight": left(420, "customer"),
  "Boulder Innovations": left(335, "competitor"),
  "Fabrice Mode": left(260, "price"),
  "Trent Ceramics": left(184, "onboarding"),
  "Isar Medien": left(121, "market"),
  "Silk Route Foods": left(49, "service"),

  "Adventure Works": { signedDaysAgo: -9, renewsInDays: 374, termMonths: 12 },
  "Donau Getriebe": { signedDaysAgo: -27, renewsInDays: 392, termMonths: 12 },
};

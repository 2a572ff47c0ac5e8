/** How a CSM and an AM meet (F1 to F5). Days, unless said, are calendar days. */
export const CADENCE = {
  /** so many shared customers, or one of tier A, are worth a meeting */
  sharedAtLeast: 3,
  rhythm: { A: "weekly", B: "fortnightly", C: "monthly" },
  minutes: 30,
  minutesAtLeast: 15,
  minutesAtMost: 120,
  /** of one Account Manager; above it they are offered to meet several at once */
  weeklyMinutesAtMost: 180,
  /** who doesn't want to meet is asked again so long after */
  restDays: 90,
  agendaEveryWeeks: 2,
  at: "10:00",
  /** a holiday is passed over when a time for a series is looked for */
  rhythmWeeks: 4,
  /** slots are offered so many working days ahead, and the first is booked after so many */
  offerAheadWorkingDays: 3,
  noticeWorkingDays: 1,
  /** from then on, what the clock booked can be undone for so long at least */
  undoHours: 24,
  slots: 3,
  slotStepMinutes: 30,
  /** between two slots of one day */
  slotApartMinutes: 60,
  searchDays: 10,
  soonHours: 24,
  /** what is said a day before is of no use from so many hours before on */
  soonUselessHours: 4,
  /** points that are named there */
  pointsNamed: 3,
  nowMinutes: 10,
  askAfterMinutes: 60,
  /** who doesn't say whether they met is asked no longer */
  answerWithinWorkingDays: 2,
  aheadAtMostDays: 180,
  pointAtMost: 300,
  notesAtMost: 2000,
  actions: 3,
  actionAheadAtMostDays: 365,
  openAtMost: 40,
  linesAtMost: 8,
  listedAtMost: 15,
  /** meetings of so many days back are suggested for the timeline (F5) */
  seenDays: 14,
  /** so many on a card */
  seenAtMost: 10,
  /** what nobody answers is deleted, and what there was no room to ask */
  seenKeptDays: 7,
  seenUnaskedDays: 21,
  /** nobody is asked of what was held longer ago, however long they were away */
  seenHeldDays: 60,
  /** for so long it is remembered that an occurrence was suggested */
  seenMarkedDays: 60,
} as const;

/** Exchanges between two similar customers (C8). Days, unless said, are calendar days. */
export const PEERS = {
  /** seats, or use where seats aren't known, of between half and twice as many */
  ratio: 2,
  /** days of the 28 on which a feature is used well */
  usedDays: 20,
  /** of 1: so much further with the same goal */
  goalAhead: 0.2,
  /** customers that are looked at, those nearest in size; offered to a CSM */
  lookedAtMost: 200,
  offered: 3,
  /** a customer whose CSM said "not now", and a pair that came to nothing */
  restDays: 180,
  /** a customer that said no */
  refusedDays: 365,
  /** working days without an answer */
  remindAfterDays: 5,
  lapsesAfterDays: 30,
  reviewAfterDays: 30,
  wordsAtMost: 500,
  listedAtMost: 15,
} as const;

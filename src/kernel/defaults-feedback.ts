/** What customers say of a product (C6). Days are working days of who tells them. */
export const FEEDBACK = {
  wordsAtMost: 3000,
  /** words that a card of many shows of each */
  wordsShown: 300,
  noteAtMost: 1000,
  placeAtMost: 300,
  reasonAtLeast: 10,
  /** customers whose words a card shows */
  customersShown: 8,
  /** of what each of them said, in a channel and in private */
  piecesShown: 2,
  piecesRead: 10,
  listedAtMost: 10,
  shippedListed: 5,
  /** what shipped is told to who asked for it, who is reminded then; their manager hears of it so long after */
  tellWithinDays: 2,
  escalateAfterDays: 1,
  snoozesAtMost: 2,
} as const;

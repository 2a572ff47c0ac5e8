/** Teams takes 40 KB of UTF-16 with everything around the card; what is around it is in the other 15. */
export const CARD_BYTES = 25 * 1024;

/** What Teams counts: the bytes of the JSON as UTF-16. */
export function bytesOf(content: unknown): number {
  return JSON.stringify(content).length * 2;
}

/** The greatest number up to `count` that fits; 0 when none does. What fits with more must fit with less. */
export function mostThatFit(count: number, fits: (number: number) => boolean): number {
  if (fits(count)) return count;
  let [low, high] = [0, count];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** All of a message, with room for what the connector adds. */
export const MESSAGE_BYTES = 36 * 1024;

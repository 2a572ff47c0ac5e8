import type { Log } from "../../kernel/log.ts";

/** So many errors in a row are a platform that is away; fewer are addresses that it can't answer. */
const AWAY_AFTER = 3;

interface LookingUp<Sought, Found> {
  readonly lookUp: (sought: Sought) => Promise<Found | undefined>;
  readonly take: (found: Found | undefined, sought: Sought) => Promise<void>;
  readonly log: Log;
  /** who can't be looked up, as the log calls them */
  readonly called: "people" | "contacts";
}

/** Looks up one after the other; one that ends in an error holds up nobody behind it. @returns how many were not looked up */
export async function lookUpEach<Sought, Found>(
  all: readonly Sought[],
  { lookUp, take, log, called }: LookingUp<Sought, Found>,
): Promise<number> {
  let [left, inARow] = [0, 0];
  let last: unknown;
  for (const [at, sought] of all.entries()) {
    let found: Found | undefined;
    try {
      found = await lookUp(sought);
    } catch (error) {
      [left, inARow, last] = [left + 1, inARow + 1, error];
      if (inARow < AWAY_AFTER) continue;
      left += all.length - at - 1;
      break;
    }
    inARow = 0;
    await take(found, sought);
  }
  if (left > 0) {
    const said = "some can't be looked up in chat now; they are tried again, at the latest at the next import or start";
    log.warn({ err: last, called, left }, said);
  }
  return left;
}

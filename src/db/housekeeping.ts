import type { Tx } from "../kernel/deps.ts";

const DAY_MS = 86_400_000;
/** Slack repeats an input for minutes; this is room for a person who asks what became of it. */
const INPUTS_KEPT_MS = 14 * DAY_MS;
const FIRED_KEPT_MS = 400 * DAY_MS;

/** Forgets inputs with their replies, and fired occurrences, that nothing can repeat any more. */
export async function forgetOld(tx: Tx, now: Date): Promise<void> {
  await tx.rows("delete from input where at < $1", [new Date(now.getTime() - INPUTS_KEPT_MS)]);
  await tx.rows("delete from fired where at < $1", [new Date(now.getTime() - FIRED_KEPT_MS)]);
}

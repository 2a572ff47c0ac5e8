import type { Tx } from "../../kernel/deps.ts";
import type { Id } from "../../kernel/ids.ts";

/** Since when an answer of a survey is passed on as feedback. */
export async function passedOnSince(tx: Tx, survey: Id<"survey">): Promise<Date | undefined> {
  const [row] = await tx.rows<{ at: Date | null }>("select min(passed_at) as at from feedback where survey_id = $1", [
    survey,
  ]);
  return row?.at ?? undefined;
}

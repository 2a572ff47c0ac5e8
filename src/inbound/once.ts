import type { Reply } from "../chat/interaction.ts";
import { keepReply, keptReply } from "../db/inputs.ts";
import type { Tx } from "../kernel/deps.ts";
import type { TextKey } from "../locales/keys.ts";
import type { Say } from "../locales/say.ts";

/** What the first delivery of an input was answered, or nothing where nobody knows any more. */
export async function repeated(tx: Tx, contentKey: string): Promise<Reply> {
  return ((await keptReply(tx, contentKey)) as Reply | undefined) ?? { kind: "nothing" };
}

/** Runs what decides, unless it was run for the same input: then its reply is said again. */
export async function once(
  tx: Tx,
  contentKey: string,
  { toldOnce }: { readonly toldOnce?: TextKey },
  say: Say,
  isFirst: boolean,
  run: () => Promise<Reply>,
): Promise<Reply> {
  if (!isFirst) return repeated(tx, contentKey);
  const reply = await run();
  keepReply(tx, contentKey, toldOnce ? { kind: "done", sentence: say(toldOnce) } : reply);
  return reply;
}

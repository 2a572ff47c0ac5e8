import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { accountsWithOpen } from "./store.ts";

export { type Decided, decidedOf, wonSince } from "./decided-store.ts";
export type { Gate } from "./gate.ts";
/** What the benefit gate says, leg by leg. */
export { legTexts } from "./gate-texts.ts";
export { spotRefusal } from "./sentences.ts";

/** Which of these accounts have an opportunity that is open, on hold or not. */
export async function withOpenOpportunity(tx: Tx, accounts: readonly AccountId[]): Promise<ReadonlySet<AccountId>> {
  return new Set(await accountsWithOpen(tx, accounts));
}

import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { type Addressee, decideAddressee, slotIn } from "./decide.ts";
import type { Slot } from "./defaults.ts";
import { holdersOf, managersAmong, matrixOf } from "./store.ts";

/** Which slot is addressed with a topic in a stage; undefined for a topic that nobody has given to one. */
export async function slotFor(tx: Tx, topic: string, stage: string): Promise<Slot | undefined> {
  return slotIn(await matrixOf(tx), topic, stage);
}

/** An account as far as it says who is addressed. */
export interface Addressed {
  readonly id: AccountId;
  readonly scope: { readonly managers: readonly PersonId[] };
}

/** Who holds a slot of an account: a slot that nobody holds falls to the CSM, the AM, a manager. */
export async function holderFor(tx: Tx, { id, scope }: Addressed, slot: Slot): Promise<Addressee> {
  const slots = await holdersOf(tx, id);
  const managers = await managersAmong(tx, scope.managers);
  return decideAddressee(slot, { slots, managers });
}

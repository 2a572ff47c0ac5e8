import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { measuredOf } from "./decide.ts";
import { goalsAt } from "./store.ts";

/** What a customer wants to reach; read with the permission "success-plan". */
export interface OpenGoal {
  readonly name: string;
  /** shares of 1: as we measure or noted, and as the customer says; never one figure */
  readonly measured: number | undefined;
  readonly confirmed: number | undefined;
}

/** The open goals of a customer and of who was merged into it, the soonest first. */
export async function openGoals(tx: Tx, account: AccountId): Promise<OpenGoal[]> {
  return (await goalsAt(tx, [account]))
    .filter(({ isOpen, kind }) => isOpen && kind === "goal")
    .map((goal) => ({ name: goal.name, measured: measuredOf(goal), confirmed: goal.confirmed }));
}

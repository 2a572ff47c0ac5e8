import type { Contents } from "../check/kinds.ts";
import type { KindName } from "../complaint.ts";
import { accounts } from "./accounts.ts";
import { contracts } from "./contracts.ts";
import { metrics } from "./metrics.ts";
import { people } from "./people.ts";
import type { SaveContext, Saver } from "./saver.ts";
import { usage } from "./usage.ts";

const SAVERS: { readonly [Name in KindName]: (context: SaveContext) => Saver<Contents[Name]> } = {
  people,
  accounts,
  contracts,
  metrics,
  usage,
};

/** Saves what the check of the same kind hands over, and nothing else. */
export function saverOf(kind: KindName, context: SaveContext): Saver<Contents[KindName]> {
  return SAVERS[kind](context);
}

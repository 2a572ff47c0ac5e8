import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { productKey } from "../../locales/products.ts";
import { productsSold } from "../accounts/facts.ts";
import { templates } from "./templates/store.ts";

const MOST = 1000;

/** What a customer may begin with: what is sold, its own first, and what has a template. */
export async function knownProducts(tx: Tx, account?: AccountId): Promise<string[]> {
  const sold = await productsSold(tx, MOST, account);
  const known = [...sold, ...(await templates(tx)).map(({ product }) => product)];
  const byKey = new Map<string, string>();
  for (const name of known) if (!byKey.has(productKey(name))) byKey.set(productKey(name), name);
  return [...byKey.values()].filter((name) => [...name].length <= OPPORTUNITY.productAtMost);
}

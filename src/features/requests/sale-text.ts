import type { Text } from "../../chat/card.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Sale } from "../opportunities/facts.ts";

interface About {
  readonly product: string;
  readonly atRisk: boolean;
}

/** Whose it is, by when they claim it, and whom they speak to first; for who logged what a customer wants to buy. */
export function saleText(
  { claimer, contactBy, assignee, pool, claimBy }: Sale,
  { name: account, csm }: Pick<AccountRoster, "name" | "csm">,
  { product, atRisk }: About,
  { say }: Pick<View, "say">,
): Text {
  const first = csm
    ? say("requests.sale-at-risk", { account, csm: csm.name })
    : say("requests.sale-at-risk-orphan", { account });
  const risky = atRisk ? first : [];
  if (claimer && contactBy) {
    const values = { account, product, owner: { mention: claimer }, due: { date: contactBy, style: "day" } } as const;
    return sentences(say("requests.sale-running", values), risky);
  }
  if (!assignee) return say("requests.sale-nobody", { account, product });
  const owner = { mention: assignee };
  if (!claimBy) return sentences(say("requests.sale-offered", { account, product, owner }), risky);
  const values = { account, owner, due: { date: claimBy, style: "day-time" } } as const;
  return sentences(say(pool ? "requests.sale-pool" : "requests.sale", values), risky);
}

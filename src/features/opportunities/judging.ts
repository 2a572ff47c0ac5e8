import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { type Gate, judgeGate } from "./gate.ts";
import { gateFactsOf } from "./gate-store.ts";
import { isGivenOnHold } from "./life-gate.ts";
import type { Offer } from "./store.ts";

/** The gate of an account as it stands now, with a benefit as somebody wrote it (D3). */
export async function gateNow({ tx, now }: Context, account: AccountRoster, benefit: string): Promise<Gate> {
  const { zone } = await settingsOf(tx);
  return judgeGate(await gateFactsOf(tx, account.id, localDateOf(now, zone), now), benefit);
}

/** The same for what is let go, where its word was given on hold; undefined: that word was judged before. */
export async function gateLetGo(context: Context, offer: Offer | undefined): Promise<Gate | undefined> {
  if (!offer || !isGivenOnHold(offer.opportunity)) return undefined;
  return gateNow(context, offer.account, offer.opportunity.benefit);
}

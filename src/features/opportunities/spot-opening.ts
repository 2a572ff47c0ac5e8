import type { Form } from "../../chat/card.ts";
import { type Done, done } from "../../chat/reply.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import { foundAt } from "./detecting.ts";
import { heldByDetractors } from "./detractor-store.ts";
import { gateNow } from "./judging.ts";
import { spotRefusal } from "./sentences.ts";
import { type SpotDraft, spotForm, type SpotKnown } from "./spot-form.ts";

/** The form in which the account's CSM spots something, or what anybody else is told. */
export async function openSpot(acting: Acting, id: AccountId, draft?: SpotDraft): Promise<Form | Done> {
  const account = await accountOf(acting, id);
  const refusal = refuseSpotter(acting, account);
  return refusal ?? spotForm(account, { ...(await knownOf(acting, account)), draft }, acting.view);
}

export function refuseSpotter({ person, view }: Acting, account: AccountRoster): Done | undefined {
  const refusal = spotRefusal(person, account, view);
  return refusal && done(refusal);
}

async function knownOf(acting: Acting, account: AccountRoster): Promise<SpotKnown> {
  const { tx } = acting;
  const { id } = account;
  const gate = await gateNow(acting, account, "");
  const found = await foundAt(acting, id);
  const risk = await riskOf(tx, id);
  if (risk?.atRisk) return { gate, found, held: { because: "at-risk", since: risk.since }, causes: risk.causes };
  const since = await heldByDetractors(tx, id);
  return { gate, found, held: since && { because: "detractor", since }, causes: [] };
}

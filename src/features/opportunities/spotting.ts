import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, done } from "../../chat/reply.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";
import { productKeys } from "../../locales/products.ts";
import { accountOf, type AccountRoster, holdAccount } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { spottedClocks } from "./clocks.ts";
import { decideProposal, type Opportunity, type Proposal, UNTOUCHED } from "./decide.ts";
import { foundAt } from "./detecting.ts";
import { problemTexts } from "./forms.ts";
import { wordHolds } from "./gate.ts";
import { giveWord } from "./gating.ts";
import { joinEvidence } from "./life-store.ts";
import { openSpot, refuseSpotter } from "./spot-opening.ts";
import { insertOpportunity, offerById } from "./store.ts";
import { touch } from "./story.ts";

/** `/tandem opportunity <account>`: the form, or the accounts that may have been meant. */
export function spotByName(acting: Acting, words: string): Promise<Reply> {
  return forAccount(acting, words, {
    which: "opportunities.which",
    pick: { opens: "opportunities.spot" },
    found: async ({ id }) => asReply(await openSpot(acting, id)),
  });
}

/** The form comes in: what is asked of the CSM, then the gate, then churn first, then whom it goes to. */
export async function spot(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, view } = acting;
  const id = subject as AccountId;
  await holdAccount(tx, id);
  const account = await accountOf(acting, id);
  const refusal = refuseSpotter(acting, account);
  if (refusal) return refusal;
  const proposal = {
    product: await storedName(acting, id, oneLine(values["product"] ?? "")),
    benefit: oneLine(values["benefit"] ?? ""),
    word: values["word"] ?? "",
  };
  const problems = decideProposal(proposal);
  if (problems.length > 0) return { kind: "invalid", fields: problemTexts(problems, view) };
  return done(await save(acting, account, proposal));
}

/** What the form proposed in the reader's language is kept as Tandem calls it; else as it was typed. */
async function storedName(acting: Acting, id: AccountId, typed: string): Promise<string> {
  const found = await foundAt(acting, id);
  return found && productKeys(found.product).includes(typed.toLowerCase()) ? found.product : typed;
}

async function save(acting: Acting, account: AccountRoster, { product, benefit }: Proposal): Promise<Text> {
  const { tx, now, ids, person, posts } = acting;
  const id = ids.next<"opportunity">();
  const made = {
    id,
    account: account.id,
    product,
    benefit,
    spottedBy: person.id,
    region: account.region,
    asked: false,
  };
  const life: Opportunity = { ...UNTOUCHED, ...made, stage: "spotted", clocks: spottedClocks(now) };
  if (!(await insertOpportunity(tx, { life, origin: "csm" }, now)))
    return joined(acting, account, { product, benefit });
  await touch(acting, account.id, "opportunity-spotted", { product, benefit });
  posts.announce({ card: "opportunities.spotter", subject: id, address: `person:${person.id}`, slot: "" });
  return giveWord(acting, id, account, benefit, false);
}

/** It is open already: what speaks for it is added to it, and where it waits for the CSM's word this is it. */
async function joined(
  acting: Acting,
  account: AccountRoster,
  { product, benefit }: Pick<Proposal, "product" | "benefit">,
): Promise<Text> {
  const { tx, now, person, view, posts } = acting;
  const evidence = { source: "csm", by: person.id, at: now.toISOString(), text: benefit } as const;
  const id = await joinEvidence(tx, { account: account.id, product }, evidence);
  await touch(acting, account.id, "opportunity-repeated", { product, benefit });
  if (id) posts.redraw(id);
  const found = id && (await offerById(tx, id));
  if (found && waitsForWord(found.opportunity, now)) return giveWord(acting, id, account, benefit);
  return view.say("opportunities.merged-done", { product, account: account.name });
}

function waitsForWord({ stage, asked, confirmed }: Opportunity, now: Date): boolean {
  return (stage === "spotted" || stage === "gated") && !asked && !wordHolds(confirmed, now);
}

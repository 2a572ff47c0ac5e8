import { type Form } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, type Done, done } from "../../chat/reply.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { holds } from "../../kernel/permissions.ts";
import { oneLine } from "../../kernel/text.ts";
import { accountOf, type AccountRoster, holdAccount, isAmQuiet } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { riskOf } from "../risk/facts.ts";
import { spottedClocks } from "./clocks.ts";
import {
  decideProposal,
  gateOf,
  type Opportunity,
  type Parked,
  type Proposal,
  type Route,
  UNTOUCHED,
} from "./decide.ts";
import { problemTexts, spotForm } from "./forms.ts";
import type { Made } from "./life-model.ts";
import { joinEvidence } from "./life-store.ts";
import { happen, setClock } from "./living.ts";
import { route } from "./routing.ts";
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

export async function openSpot(acting: Acting, id: AccountId): Promise<Form | Done> {
  const account = await accountOf(acting, id);
  const risk = await riskOf(acting.tx, id);
  return refuseSpotter(acting, account) ?? spotForm(account, risk?.atRisk ?? false, acting.view);
}

/** The form comes in: what is asked of the CSM, then churn first, then whom it goes to. */
export async function spot(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, view } = acting;
  const id = subject as AccountId;
  await holdAccount(tx, id);
  const account = await accountOf(acting, id);
  const refusal = refuseSpotter(acting, account);
  if (refusal) return refusal;
  const proposal = {
    product: oneLine(values["product"] ?? ""),
    benefit: oneLine(values["benefit"] ?? ""),
    word: values["word"] ?? "",
  };
  const problems = decideProposal(proposal);
  if (problems.length > 0) return { kind: "invalid", fields: problemTexts(problems, view) };
  return done(await save(acting, account, proposal));
}

async function save(acting: Acting, account: AccountRoster, { product, benefit }: Proposal) {
  const { tx, now, ids, person, view, posts } = acting;
  const id = ids.next<"opportunity">();
  const made = { id, account: account.id, product, benefit, spottedBy: person.id, region: account.region };
  const life = confirmedBy(person, made, now);
  if (!(await insertOpportunity(tx, { life, gate: gateOf() }, now)))
    return joined(acting, account, { product, benefit });
  await touch(acting, account.id, "opportunity-spotted", { product, benefit });
  setClock(acting, life);

  posts.announce({ card: "opportunities.spotter", subject: id, address: `person:${person.id}`, slot: "" });
  const held = (await offerById(tx, id))?.held;
  if (!held) {
    if (await isAmQuiet(tx, account.id, now)) return view.say("opportunities.waiting-done", { account: account.name });
    return routedSentence(await route(acting, id, account), account, acting);
  }
  await happen(acting, id, { kind: "park", because: held.because });
  return heldSentence(held, account, acting);
}

/** The form holds the CSM's word, so that it is confirmed as it is spotted. */
function confirmedBy(person: Person, made: Made, now: Date): Opportunity {
  const confirmed = { by: person.id, at: now };
  return { ...UNTOUCHED, ...made, stage: "gated", confirmed, clocks: spottedClocks(now) };
}

/** It is open already: what speaks for it is added to it. */
async function joined(
  acting: Acting,
  account: AccountRoster,
  { product, benefit }: Pick<Proposal, "product" | "benefit">,
) {
  const { tx, now, person, view, posts } = acting;
  const evidence = { source: "csm", by: person.id, at: now.toISOString(), text: benefit };
  const id = await joinEvidence(tx, { account: account.id, product }, evidence);
  await touch(acting, account.id, "opportunity-repeated", { product, benefit });
  if (id) posts.redraw(id);
  return view.say("opportunities.merged-done", { product, account: account.name });
}

function heldSentence({ because, since }: Parked, { name: account }: AccountRoster, { view: { say } }: Acting) {
  const values = { account, since: { date: since, style: "day" } as const };
  return because === "at-risk"
    ? say("opportunities.parked-done", values)
    : say("opportunities.parked-detractor-done", values);
}

function routedSentence(routed: Route, { name, region }: AccountRoster, { view: { say } }: Acting) {
  switch (routed.kind) {
    case "am":
      return say("opportunities.routed-am", { am: routed.am.name });
    case "manager":
      return say("opportunities.routed-manager", { account: name, manager: routed.manager.name });
    case "pool":
      return region ? say("opportunities.routed-pool", { region }) : say("opportunities.routed-pool-everyone");
    case "nobody":
      return say("opportunities.routed-nobody", { account: name });
  }
}

/** Only the account's CSM, or who covers for them, spots (D7). */
function refuseSpotter({ person, view: { say } }: Acting, account: AccountRoster): Done | undefined {
  if (holds("csm", { person: person.id, covers: person.covers }, account.scope)) return undefined;
  return account.csm
    ? done(say("opportunities.only-csm", { account: account.name, csm: account.csm.name }))
    : done(say("opportunities.only-csm-orphan", { account: account.name }));
}

import { fixedTime } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { sellsNothing } from "../../kernel/permissions.ts";
import { type AccountRoster, holdAccount, isAmQuiet } from "../accounts/facts.ts";
import type { Context, Schedule } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { organisationAt } from "../settings/facts.ts";
import { askOf } from "./asked.ts";
import { putToCsm } from "./asking.ts";
import type { Stage } from "./decide.ts";
import { handoversInStep } from "./handover.ts";
import { accountsHandingOver } from "./handover-store.ts";
import { nudgeThem, reasonToHold } from "./holding.ts";
import { accountsWithAnyOpen, fateOf, moveTo, openNamed, openOf } from "./life-store.ts";
import { happen } from "./living.ts";
import { type End, type Withdrawal, withdrawnFor } from "./reasons.ts";
import { announce, assigneeOf, route, routeOf } from "./routing.ts";
import { type Offer, offerById } from "./store.ts";

/**
 * Brings an account's open opportunities in step with what happened around them: it churned, was merged into another, has
 * another AM or CSM, or somebody left.
 */
export async function tidy(context: Context, account: AccountId): Promise<void> {
  const { tx } = context;
  await holdAccount(tx, account);
  await handoversInStep(context, account);
  const ids = await openOf(tx, account);
  if (ids.length === 0) return;
  const { churned, mergedInto } = await fateOf(tx, account);
  for (const id of ids) {
    if (mergedInto) await moveOver(context, id, mergedInto);
    else if (churned) await withdraw(context, id, "churned");
    else await inStep(context, id);
  }
}

/** It can go no further: whoever has it, or was offered it, hears why. */
async function withdraw(context: Context, id: OpportunityId, reason: Withdrawal): Promise<void> {
  const found = await offerById(context.tx, id);
  if (!found) return;
  const { claimed, assignee } = found.opportunity;
  await happen(context, id, { kind: "withdraw", by: undefined }, withdrawnFor(reason));
  await nudgeThem(context, "withdrawn", id, [claimed?.by ?? assignee, found.opportunity.spottedBy]);
}

const FURTHER: readonly Stage[] = ["spotted", "gated", "routed", "claimed", "contacted", "proposed", "won"];

/** Both accounts' stand under the one that stays; of two for the same product the further one does (D7). */
async function moveOver(context: Context, id: OpportunityId, into: AccountId): Promise<void> {
  const { tx, posts } = context;
  await holdAccount(tx, into);
  const mine = await offerById(tx, id);
  if (!mine) return;
  const rivalId = await openNamed(tx, into, mine.opportunity.product);
  const rival = rivalId && (await offerById(tx, rivalId));
  if (rival) {
    const isFurther = far(mine) > far(rival);
    await mergeInto(context, isFurther ? [rival, mine] : [mine, rival]);
    if (!isFurther) return mine.opportunity.asked ? askedAnew(context, rival.opportunity.id) : undefined;
  }
  if (!(await moveTo(tx, mine.opportunity, into))) return;
  posts.redraw(id);
  const because = await reasonToHold(context, into);
  await happen(context, id, because ? { kind: "park", because } : { kind: "resume", because: "recovered" });
  await inStep(context, id);
  await askedAnew(context, id);
  if (mine.opportunity.claimed) await nudgeThem(context, "slot-stays", id, [mine.opportunity.claimed.by]);
}

/** One of two for the same product ends; what the customer asked of it is asked of the other, in their words (D1). */
async function mergeInto(context: Context, [ends, stays]: readonly [Offer, Offer]): Promise<void> {
  const [from, into] = [ends.opportunity.id, stays.opportunity.id];
  const asked = ends.opportunity.evidence.filter(({ source }) => source === "customer");
  if (ends.opportunity.asked) await askOf(context, into, asked);
  await context.emit({ kind: "opportunity-merged", opportunity: from, into });
  await withdraw(context, from, "merged");
}

/** Nobody's word or figures go over with it: what was confirmed is asked for at the customer that stays; what they asked for needs none. */
async function askedAnew(context: Context, id: OpportunityId): Promise<void> {
  const found = await offerById(context.tx, id);
  if (!found || found.opportunity.stage !== "gated" || found.opportunity.parked) return;
  if (found.opportunity.asked) await route(context, id, found.account);
  else await offerAnew(context, id, found.account);
}

function far({ opportunity: { stage } }: Offer): number {
  return FURTHER.indexOf(stage);
}

async function inStep(context: Context, id: OpportunityId): Promise<void> {
  const found = await offerById(context.tx, id);
  if (!found) return;
  if (found.opportunity.claimed) await claimInStep(context, found);
  else if (found.opportunity.stage === "routed") await offerInStep(context, found);
  else if (asksForWord(found)) await putToCsm(context, id, found.account);
}

/** Found, and not answered yet: whoever is the CSM now has it. */
function asksForWord({ opportunity: { stage, confirmed, parked } }: Offer): boolean {
  return stage === "spotted" && !confirmed && !parked;
}

/** Who came to be the account's CSM, or left, owns no opportunity of it (D9). */
async function claimInStep(context: Context, { opportunity, account }: Offer): Promise<void> {
  const { id, claimed } = opportunity;
  const { csm, am } = account.scope;
  const people = await context.directory.people(context.tx);
  const claimer = people.find((person) => person.id === claimed?.by);
  const isCsm = claimed?.by === csm && csm !== am;
  if (claimer?.active && !isCsm) return claimStays(context, { opportunity, account }, people);
  const reason: End = claimer?.active ? "moved" : "left";
  await happen(context, id, { kind: "release", by: undefined }, { details: { reason }, why: { reason } });
  await offerAnew(context, id, account);
  if (claimer?.active) await nudgeThem(context, "lapsed", id, [claimer.id]);
}

/** Another AM looks after the account: the claim stays with its claimer, and the AM and the manager hear of it once. */
async function claimStays(
  context: Context,
  { opportunity, account }: Pick<Offer, "opportunity" | "account">,
  people: readonly Person[],
): Promise<void> {
  const { id, claimed, assignee } = opportunity;
  const { scope } = account;
  if (scope.am === undefined || scope.am === claimed?.by || scope.am === assignee) return;
  const what = { kind: "reassign", because: "slot", to: scope.am, pool: false } as const;
  const happened = await happen(context, id, what, { details: { to: account.am?.name ?? "" } });
  if (happened?.outcome.kind !== "moved") return;
  await nudgeThem(context, "slot-stays", id, [scope.am, escalatedTo("opportunity", claimed?.by, scope, people)?.id]);
}

/** An offer is with the account's AM, or, where it has none, with its pool. */
async function offerInStep(context: Context, { opportunity, account }: Offer): Promise<void> {
  const { id, assignee, pool, parked, passed, tried } = opportunity;
  const people = await context.directory.people(context.tx);
  const now = people.find((person) => person.id === assignee);
  const routed = await routeOf(context, account, {
    passed,
    tried: pool ? tried : tried.filter((each) => each !== assignee),
  });
  const to = assigneeOf(routed);
  const isPool = routed.kind === "pool";
  const isCsm = assignee !== undefined && sellsNothing({ person: assignee, covers: [] }, account.scope);
  const stands = now?.active === true && !isCsm && (isPool ? pool : assignee === to?.id && !pool);
  if (stands || !to) return;
  const what = { kind: "reassign", because: "slot", to: to.id, pool: isPool } as const;
  const happened = await happen(context, id, what, { details: { to: to.name } });
  if (happened?.outcome.kind !== "moved" || parked) return;
  if (happened.after.opportunity.stage === "gated") await offerAnew(context, id, account);
  else await announce(context, id, account, routed);
}

async function offerAnew(context: Context, id: OpportunityId, account: AccountRoster): Promise<void> {
  if (!(await isAmQuiet(context.tx, account.id, context.now))) await route(context, id, account);
}

/** Once a day, for what no event tells: an import that merged, ended or gave away accounts, or somebody who left. */
export const tidySchedule: Schedule = {
  name: "tidy",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx, fixedTime("06:30")),
  async fire(context) {
    const accounts = [...(await accountsWithAnyOpen(context.tx)), ...(await accountsHandingOver(context.tx))];
    for (const account of new Set(accounts)) await tidy(context, account);
  },
};

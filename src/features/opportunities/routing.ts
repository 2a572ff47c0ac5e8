import { afterQuietHours } from "../../kernel/business-time.ts";
import { channelsFor, type Person } from "../../kernel/directory.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { leadersOf, lineAbove } from "../leading.ts";
import { askAgain } from "./asking.ts";
import { decideRoute, type PoolMember, type Route, type Routed, type Tried } from "./decide.ts";
import { happen, type Living } from "./living.ts";
import { claimLoads, offerById } from "./store.ts";

/**
 * Decides whom it goes to, saves it, and wants the offer in every AM channel that fits, or else by DM. Where the CSM's
 * word has lapsed they are asked for it anew.
 * @param managerIsTold what the caller tells a manager has the offer in it
 */
export async function route(
  context: Living,
  id: OpportunityId,
  account: AccountRoster,
  { managerIsTold = false } = {},
): Promise<Routed> {
  const offer = await offerById(context.tx, id);
  const routed = await routeOf(context, account, offer?.opportunity);
  const assignee = assigneeOf(routed);
  if (!assignee) return routed;
  const what = { kind: "route", to: assignee.id, pool: routed.kind === "pool" } as const;
  const happened = await happen(context, id, what, { details: { to: assignee.name } });
  const isTold = managerIsTold && routed.kind === "manager";
  if (happened?.outcome.kind === "moved" && !isTold) await announce(context, id, account, routed);
  if (happened?.outcome.kind !== "shut") return routed;
  context.posts.redraw(id);
  if (happened.outcome.by !== "manager") await askAgain(context, happened.after.opportunity, account);
  return { kind: "shut", by: happened.outcome.by };
}

/** Whom it would go to now. */
export async function routeOf(context: Context, { scope }: AccountRoster, tried?: Tried): Promise<Route> {
  const people = await context.directory.people(context.tx);
  const am = people.find((person) => person.id === scope.am);
  const above = [am?.id, ...(tried?.passed ?? [])]
    .flatMap((id) => lineAbove(id, people))
    .filter(({ roles }) => roles.includes("manager"));
  return decideRoute(scope, am, await sellers(context, people), [...above, ...leadersOf(scope, people)], tried);
}

/** Wants the offer where whom it goes to reads it. */
export async function announce(
  { tx, now, directory, posts }: Context,
  id: OpportunityId,
  account: AccountRoster,
  routed: Route,
): Promise<void> {
  const assignee = assigneeOf(routed);
  if (!assignee) return;
  const channels = channelsFor(await directory.channels(tx), "am", account.scope);
  const offer = { card: "opportunities.offer", subject: id, slot: "" } as const;
  if (routed.kind !== "manager" && channels.length > 0) {
    for (const { id: channel, calendar } of channels) {
      posts.announce({ ...offer, address: `channel:${channel}`, dueAt: afterQuietHours(now, calendar) });
    }
    return;
  }
  for (const person of routed.kind === "pool" ? routed.all : [assignee]) {
    posts.announce({ ...offer, address: `person:${person.id}`, dueAt: afterQuietHours(now, person.calendar) });
  }
}

export function assigneeOf(routed: Route): Person | undefined {
  switch (routed.kind) {
    case "am":
      return routed.am;
    case "pool":
      return routed.first;
    case "manager":
      return routed.manager;
    case "nobody":
      return undefined;
  }
}

async function sellers({ tx }: Context, people: readonly Person[]): Promise<PoolMember[]> {
  const loads = new Map((await claimLoads(tx)).map((load) => [load.person, load]));
  return people.map((person) => {
    const load = loads.get(person.id);
    return { person, openClaims: load?.openClaims ?? 0, lastClaimAt: load?.lastClaimAt ?? undefined };
  });
}

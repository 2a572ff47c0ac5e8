import { afterQuietHours } from "../../kernel/business-time.ts";
import { channelsFor, type Person } from "../../kernel/directory.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { decideRoute, type PoolMember, type Route } from "./decide.ts";
import { claimLoads, saveRoute } from "./store.ts";

/** Decides whom it goes to, saves it, and wants the offer in every AM channel that fits, or else by DM. */
export async function route(context: Context, id: OpportunityId, account: AccountRoster): Promise<Route> {
  const { tx, now, directory, posts } = context;
  const people = await directory.people(tx);
  const am = people.find((person) => person.id === account.am?.id);
  const managers = people.filter((person) => person.roles.includes("manager"));
  const routed = decideRoute(account.scope, am, await poolOf(context, people), managers);
  if (routed.kind === "nobody") return routed;

  const assignee = assigneeOf(routed);
  await saveRoute(tx, id, assignee.id, routed.kind === "pool", now);
  const channels = channelsFor(await directory.channels(tx), "am", account.scope);
  const offer = { card: "opportunities.offer", subject: id, slot: "" } as const;
  if (routed.kind !== "manager" && channels.length > 0) {
    for (const { id: channel, calendar } of channels) {
      posts.announce({ ...offer, address: `channel:${channel}`, dueAt: afterQuietHours(now, calendar) });
    }
    return routed;
  }
  for (const person of routed.kind === "pool" ? routed.all : [assignee]) {
    posts.announce({ ...offer, address: `person:${person.id}`, dueAt: afterQuietHours(now, person.calendar) });
  }
  return routed;
}

function assigneeOf(routed: Exclude<Route, { kind: "nobody" }>): Person {
  switch (routed.kind) {
    case "am":
      return routed.am;
    case "pool":
      return routed.first;
    case "manager":
      return routed.manager;
  }
}

async function poolOf({ tx }: Context, people: readonly Person[]): Promise<PoolMember[]> {
  const loads = new Map((await claimLoads(tx)).map((load) => [load.person, load]));
  return people
    .filter((person) => person.roles.includes("am"))
    .map((person) => {
      const load = loads.get(person.id);
      return { person, openClaims: load?.openClaims ?? 0, lastClaimAt: load?.lastClaimAt ?? undefined };
    });
}

import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { addDays, localDateOf } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { holds, leads } from "../../kernel/permissions.ts";
import { type AccountFacts, accountsById, contractClocks } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Clocks } from "./clock.ts";
import { actBy } from "./decide.ts";
import { type Line, listCard } from "./list-cards.ts";
import { accountsNear } from "./near-store.ts";
import { decideOwners, scopeFor } from "./owners.ts";
import { loadOf, openRenewals, renewalsOwnedBy, settledOn } from "./store.ts";

/** `/tandem renewals`: one's own and those of whom one covers; a manager's, those of the team. */
export async function listRenewals(acting: Acting, clocks: Clocks): Promise<Reply> {
  const { tx, now, person, directory, view } = acting;
  const settings = await settingsOf(tx);
  const today = localDateOf(now, settings.zone);
  const until = addDays(today, RENEWAL.listedDays);
  const whose = [person.id, ...person.covers];
  const isOwned = new Set((await renewalsOwnedBy(tx, whose)).map(({ account }) => account));
  const near = await accountsById(tx, await accountsNear(tx, today, until, whose), today);
  const mine = [...near.values()].filter((account) => isOwned.has(account.id) || isMine(acting, account));
  if (mine.length === 0) return done(view.say("renewals.none"));
  const ids = mine.map(({ id }) => id);
  const contracts = (await contractClocks(tx, ids, today)).filter(
    ({ noticeOn, endsOn }) => noticeOn === undefined && endsOn === undefined,
  );
  const open = new Map((await openRenewals(tx, ids)).map((each) => [each.contract, each]));
  const settled = await settledOn(
    tx,
    contracts.map(({ id }) => id),
  );
  const [people, load] = [await directory.people(tx), await loadOf(tx)];
  const lines = contracts.flatMap((contract): Line[] => {
    const { renewsOn, noticeUntil } = contract;
    const account = near.get(contract.account);
    if (!account || renewsOn === undefined || renewsOn < today || renewsOn > until) return [];
    if (settled.get(contract.id)?.has(renewsOn)) return [];
    const renewal = open.get(contract.id);
    const act = noticeUntil && actBy(noticeUntil, clocks.regionCalendar(settings, account.region));
    const scope = scopeFor(account.scope, [renewal?.valueOwner, renewal?.termsOwner]);
    const terms = renewal?.people.terms ?? decideOwners(account.scope, people, load, undefined).terms;
    return [{ account, scope, contract, renewal, terms, renewsOn, actBy: act }];
  });
  const undated = contracts.filter(({ renewsOn }) => renewsOn === undefined).length;
  const ordered = lines.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  if (ordered.length === 0 && undated === 0) return done(view.say("renewals.none"));
  return { kind: "private", card: listCard(ordered, undated, today, view) };
}

function isMine({ person }: Acting, { scope }: AccountFacts): boolean {
  const reader = { person: person.id, covers: person.covers, roles: person.roles };
  return holds("csm", reader, scope) || holds("am", reader, scope) || leads(reader, scope);
}

/** The nearest last day to act first. */
function orderOf({ actBy: act, renewsOn, account, contract }: Line): string {
  return `${act ?? renewsOn} ${renewsOn} ${account.name} ${contract.id}`;
}

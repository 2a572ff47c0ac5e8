import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { addDays, localDateOf } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { holds, leads } from "../../kernel/permissions.ts";
import { type AccountFacts, accountsById, contractClocks } from "../accounts/facts.ts";
import { isComing } from "../coming.ts";
import type { Acting } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Clocks } from "./clock.ts";
import { actBy } from "./decide.ts";
import { type Line, listCard } from "./list-cards.ts";
import { accountsNear } from "./near-store.ts";
import { ownersNow, scopeFor } from "./owners.ts";
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
  const room = { people: await directory.people(tx), load: await loadOf(tx) };
  const takes = ({ scope }: AccountFacts): boolean =>
    whose.some((id) => id === ownersNow(undefined, scope, room).terms?.id);
  const mine = [...near.values()].filter(
    (account) => isOwned.has(account.id) || isMine(acting, account) || takes(account),
  );
  const mineAnyway = new Set(mine.filter((account) => isMine(acting, account)).map(({ id }) => id));
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
  const lines = contracts.flatMap((contract): Line[] => {
    const { renewsOn, noticeUntil } = contract;
    const account = near.get(contract.account);
    if (!account || renewsOn === undefined || !isComing(contract, today)) return [];
    if (settled.get(contract.id)?.has(renewsOn)) return [];
    const renewal = open.get(contract.id);
    const owners = ownersNow(renewal, account.scope, room);
    const isTheirs = [owners.value?.id, owners.terms?.id].some((id) => id !== undefined && whose.includes(id));
    if (!isTheirs && !isMine(acting, account)) return [];
    const act = noticeUntil && actBy(noticeUntil, clocks.regionCalendar(settings, account.region));
    const scope = scopeFor(account.scope, [owners.value?.id, owners.terms?.id]);
    return [{ account, scope, contract, renewal, terms: owners.terms, renewsOn, actBy: act }];
  });
  const undated = contracts.filter(({ account, renewsOn }) => renewsOn === undefined && mineAnyway.has(account)).length;
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

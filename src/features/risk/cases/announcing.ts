import { afterQuietHours, type LocalDate, type WorkCalendar } from "../../../kernel/business-time.ts";
import type { Channel, Handle, Person } from "../../../kernel/directory.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { Address, Context } from "../../feature.ts";
import { type Case, casesToAnnounce, joinCauses, openCase } from "../case-store.ts";
import { type Candidate, type Standing, weightOf, withinCaps } from "../decide.ts";
import { addressFor } from "../routing.ts";
import { strongest } from "../score.ts";
import { type Snapshot, snapshotsOf, standingsOf } from "../store.ts";
import { type AlertRoom, decideAlert, isSeverest } from "./alerts.ts";
import { alertsOfDay, noteAlert } from "./alert-store.ts";
import { playDueOn, playFor } from "./play.ts";
import { openPlay } from "./play-store.ts";
import { escalationsAmong, noteAlerted, waitAnew } from "./store.ts";
import { watchIdle, watchUnowned } from "./late.ts";

/**
 * What a change of state does to the account's case. People are told when the night is over, within the caps.
 * @returns true when a case was opened, or learned of a further cause
 */
export async function alertOn(context: Context, account: AccountId, room: AlertRoom, at: Date): Promise<boolean> {
  const { tx, ids } = context;
  const alerting = decideAlert(room, at);
  switch (alerting.kind) {
    case "open":
      return openCase(
        tx,
        ids.next<"risk-case">(),
        account,
        { causes: alerting.causes, severest: isSeverest(room) },
        at,
      );
    case "join":
      await joinCauses(tx, account, { causes: alerting.causes, severest: isSeverest(room) });
      if (alerting.anew) await waitAnew(tx, account, at);
      return true;
    case "silent":
      return false;
  }
}

interface Announced extends Candidate {
  readonly address: Address;
  readonly account: AccountFacts;
  readonly found: Case;
  readonly standing: Standing;
}

/**
 * The cases of one run go to their channels, the weightiest within the caps of a day first; the rest are in the digest.
 * @param day the organisation's, whose other announcements count
 */
export async function announceCases(context: Context, asOf: Date, day: LocalDate): Promise<void> {
  const { tx, directory } = context;
  const cases = await casesToAnnounce(tx, asOf);
  if (cases.length === 0) return;
  const ids = cases.map(({ account }) => account);
  const accounts = await accountsById(tx, ids, day);
  const standings = await standingsOf(tx, [...accounts.keys()]);
  const escalations = await escalationsAmong(tx, ids, asOf);
  const people = await directory.people(tx);
  const channels = await directory.channels(tx);
  const handles = await directory.handles(
    tx,
    [...accounts.values()].flatMap(({ csm }) => csm?.id ?? []),
  );
  const candidates = cases.flatMap((found): Announced[] => {
    const account = accounts.get(found.account);
    const standing = standings.get(found.account);
    const address = account && addressOf(account, people, channels, handles);
    if (!account || !standing || !address) return [];
    const severest = found.causes.includes("escalation") && (escalations.get(found.account)?.severest ?? false);
    const passes = found.causes.includes("notice") || severest;
    const weight = weightOf(standing, account.arr);
    return [{ id: found.id, csm: account.csm?.id, address, weight, passes, account, found, standing }];
  });
  const told = withinCaps(candidates, await alertsOfDay(tx, day));
  const snapshots = await snapshotsOf(
    tx,
    told.map(({ account }) => account.id),
  );
  for (const each of told) {
    const calendar = calendarOf(each, people, channels);
    await announce(context, each, { snapshot: snapshots.get(each.account.id), calendar, people, day }, asOf);
  }
}

/** Where an account's cases are announced. */
export function addressOf(
  { csm, region, scope }: AccountFacts,
  people: readonly Person[],
  channels: readonly Channel[],
  handles: readonly Handle[],
): Address | undefined {
  const known = people.find(({ id }) => id === csm?.id);
  return addressFor({ csm: known?.id, manager: known?.manager, region, scope }, channels, people, handles);
}

/** Its CSM's working time, else its channel's, else that of who gets it. */
function calendarOf(
  { account, address }: Pick<Announced, "account" | "address">,
  people: readonly Person[],
  channels: readonly Channel[],
): WorkCalendar | undefined {
  return (
    people.find(({ id }) => id === account.csm?.id)?.calendar ??
    channels.find(({ id }) => `channel:${id}` === address)?.calendar ??
    people.find(({ id }) => `person:${id}` === address)?.calendar
  );
}

interface Surroundings {
  readonly snapshot: Snapshot | undefined;
  readonly calendar: WorkCalendar | undefined;
  readonly people: readonly Person[];
  readonly day: LocalDate;
}

/** A first alert stands in the slot "", a later one of the same case in a slot of its own. */
async function announce(
  context: Context,
  { found, account, address, standing, passes }: Announced,
  { snapshot, calendar, people, day }: Surroundings,
  asOf: Date,
): Promise<void> {
  const { tx, now, posts } = context;
  const slot = found.openedAt.getTime() === asOf.getTime() ? "" : asOf.toISOString();
  const dueAt = calendar ? afterQuietHours(now, calendar) : now;
  posts.announce({ card: "risk.case", subject: found.id, address, slot, dueAt, shows: [account.id] });
  noteAlerted(tx, found.id, asOf, standing.p);
  noteAlert(tx, { case: found.id, at: asOf, day, address, passes });
  if (calendar) startPlay(context, found, snapshot, calendar);
  await context.emit({
    kind: "account-touched",
    account: account.id,
    what: "risk-alerted",
    by: undefined,
    via: "clock",
    details: { causes: found.causes.join(", ") },
  });
  if (found.owner) return watchIdle(context, found, people);
  watchUnowned(context, { ...found, alerted: { at: asOf, p: standing.p } }, account, standing, people);
}

/** B7: a case opens a play by its strongest reason. */
export function startPlay(
  { tx, ids, now }: Pick<Context, "tx" | "ids" | "now">,
  found: Pick<Case, "id" | "causes">,
  snapshot: Snapshot | undefined,
  calendar: WorkCalendar,
): void {
  const [first] = snapshot ? strongest(snapshot.reasons).raising : [];
  const kind = playFor(found.causes, first?.feature);
  openPlay(tx, ids, { case: found.id, kind, dueOn: playDueOn(kind, now, calendar), at: now });
}

import { addDays, instantOf, type LocalDate, type LocalTime } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { withOpenOpportunity } from "../../opportunities/facts.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { Address, Context, Occurrence, Schedule, ScheduleSubject } from "../../feature.ts";
import {
  composeMine,
  composeTeam,
  GROWS,
  type Looked,
  type Morning,
  NOTICE_WITHIN_DAYS,
  ranked,
  RENEWAL_WITHIN_DAYS,
} from "./compose.ts";
import type { Standing } from "../decide.ts";
import { type Edition, KEPT_ITEMS } from "./edition.ts";
import {
  customersOf,
  freshnessOf,
  growingOf,
  holders,
  holdings,
  keepEdition,
  newestEdition,
  nextRenewal,
  renewalsNear,
} from "./edition-store.ts";
import type { Told } from "../model.ts";
import { csmChannels } from "../routing.ts";
import { snapshotsOf, standingsToLookAt } from "../store.ts";
import { tellings } from "../story.ts";

/** Every CSM channel, at its own digest time (B8). */
export const teamDigest: Schedule = {
  name: "team-digest",
  days: "working-days",
  async subjects({ tx, directory }) {
    const channels = await directory.channels(tx);
    return channels
      .filter(({ purpose }) => purpose === "csm")
      .map(({ id, digestAt, calendar }): ScheduleSubject => ({ id, at: digestAt, calendar }));
  },
  fire: fireTeam,
};

/** Everybody who is a CSM by role or holds an account, at their own digest time. */
export const myDigest: Schedule = {
  name: "my-digest",
  days: "working-days",
  async subjects({ tx, directory }) {
    const holding = new Set(await holders(tx));
    const people = await directory.people(tx);
    return people
      .filter(({ id, roles }) => roles.includes("csm") || holding.has(id))
      .map(({ id, digestAt, calendar }): ScheduleSubject => ({ id, at: digestAt, calendar }));
  },
  fire: fireMine,
};

async function fireTeam(context: Context, subject: string, occurrence: Occurrence): Promise<void> {
  const { tx, directory } = context;
  const { localDate: day } = occurrence;
  const channels = await directory.channels(tx);
  const channel = channels.find(({ id }) => id === subject);
  if (!channel) return;
  const team = (await holdings(tx)).filter((each) => csmChannels(channels, each).includes(channel));
  const ids = team.flatMap(({ accounts }) => accounts);
  const { scored, frozen, dataUntil } = await freshnessOf(tx, ids);
  if (scored === 0) return;

  const standings = await standingsToLookAt(tx, ids);
  const accounts = await accountsById(tx, [...standings.keys()], day);
  const looked = lookedAt(standings, accounts);
  const order = ranked(looked);
  const previous = (await newestEdition(tx, "team", subject, day))?.edition;
  const edition = composeTeam(
    {
      day,
      customers: ids.length,
      ranked: order,
      told: await toldOf(context, order),
      dataUntil,
      frozen,
      previous,
      late: occurrence.late,
    },
    {
      csms: [...new Set(team.flatMap(({ csm }) => (csm ? [csm] : [])))],
      orphans: team.flatMap(({ csm, accounts: held }) => (csm === undefined ? held : [])),
      next: order.length === 0 ? await nextRenewal(tx, ids, day) : undefined,
    },
  );
  await publish(context, "risk.team-digest", `channel:${channel.id}`, edition, occurrence, channel.calendar.zone);
}

async function fireMine(context: Context, subject: string, occurrence: Occurrence): Promise<void> {
  const { tx, directory } = context;
  const { localDate: day } = occurrence;
  const csm = await directory.person(tx, subject as PersonId);
  if (!csm?.active) return;
  const ids = await customersOf(tx, csm.id);
  const { frozen, dataUntil } = await freshnessOf(tx, ids);
  const standings = await standingsToLookAt(tx, ids);
  const growing = await growingOf(tx, ids, GROWS);
  const spotted = await withOpenOpportunity(tx, [...growing.keys()]);
  const near = await renewalsNear(tx, ids, day, {
    renewal: addDays(day, RENEWAL_WITHIN_DAYS),
    notice: addDays(day, NOTICE_WITHIN_DAYS),
  });
  const accounts = await accountsById(tx, [...new Set([...standings.keys(), ...growing.keys(), ...near])], day);
  const order = ranked(lookedAt(standings, accounts));
  const morning: Morning = {
    day,
    customers: ids.length,
    ranked: order,
    told: await toldOf(context, order),
    dataUntil,
    frozen,
    previous: (await newestEdition(tx, "mine", subject, day))?.edition,
    late: occurrence.late,
  };
  const edition = composeMine(
    morning,
    [...accounts.values()].map((account) => ({
      spotted: spotted.has(account.id),
      account,
      atRisk: standings.get(account.id)?.state === "at-risk",
      features: growing.get(account.id),
    })),
  );
  if (edition) await publish(context, "risk.my-digest", `person:${csm.id}`, edition, occurrence, csm.calendar.zone);
}

function lookedAt(
  standings: ReadonlyMap<AccountId, Standing>,
  accounts: ReadonlyMap<AccountId, AccountFacts>,
): Looked[] {
  return [...standings].flatMap(([id, standing]): Looked[] => {
    const account = accounts.get(id);
    return account ? [{ account, standing }] : [];
  });
}

async function toldOf({ tx }: Context, order: readonly Looked[]): Promise<Map<AccountId, Told>> {
  const first = order.slice(0, KEPT_ITEMS);
  const snapshots = await snapshotsOf(
    tx,
    first.map(({ account }) => account.id),
  );
  return new Map(
    first.flatMap(({ account, standing }): [AccountId, Told][] => {
      const [strongest] = tellings(standing, snapshots.get(account.id)).raising;
      return strongest ? [[account.id, strongest]] : [];
    }),
  );
}

async function publish(
  { tx, ids, now, posts }: Context,
  card: "risk.team-digest" | "risk.my-digest",
  address: Address,
  edition: Edition,
  { localDate: day, dueAt }: Occurrence,
  zone: string,
): Promise<void> {
  const subject = address.slice(address.indexOf(":") + 1);
  await keepEdition(tx, ids.next<"edition">(), subject, edition, now);
  const shows = edition.items.map(({ account }) => account);
  posts.announce({
    card,
    subject,
    address,
    slot: day,
    dueAt,
    uselessAfter: uselessAfter(day, dueAt, zone),
    shows,
  });
}

const NOON = "12:00" as LocalTime;
const AT_LEAST_MS = 4 * 3_600_000;

/** Noon of its day, or four hours after a digest that somebody set to a later time. */
function uselessAfter(day: LocalDate, dueAt: Date, zone: string): Date {
  const noon = instantOf(day, NOON, zone);
  return noon.getTime() > dueAt.getTime() ? noon : new Date(dueAt.getTime() + AT_LEAST_MS);
}

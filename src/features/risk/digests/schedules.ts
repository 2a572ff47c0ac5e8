import {
  afterQuietHours,
  instantOf,
  type LocalDate,
  localDateOf,
  type LocalTime,
  nextOccurrence,
} from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../../accounts/facts.ts";
import type { DigestKind } from "../../digest-section.ts";
import type { Address, Context, Occurrence, Reminder, Schedule, ScheduleSubject } from "../../feature.ts";
import type { Standing } from "../decide.ts";
import { csmChannels } from "../routing.ts";
import { standingsToLookAt } from "../store.ts";
import { composeDuties, composeMine, composeTeam, type Looked, type Morning, ranked } from "./compose.ts";
import { type DutyEdition, type Edition, KEPT_ITEMS, type PersonalEdition } from "./edition.ts";
import {
  atRiskSince,
  customersOf,
  editionOfDay,
  freshnessOf,
  holders,
  holdings,
  keepEdition,
  newestEdition,
  nextRenewal,
} from "./edition-store.ts";
import { type DigestSections, gather, gatherRiding, sectionsFor } from "./sections.ts";
import { signsOf } from "./signs.ts";
import { trendFrom } from "./trend.ts";

/** The digests of the channels and of people, each at its own local time on its own working days (B8). */
export function digestSchedules(sections: DigestSections): Schedule[] {
  return [
    teamDigest,
    {
      name: "my-digest",
      days: "working-days",
      subjects: (context) => peopleFor(context, "csm"),
      fire: (context, subject, occurrence) => fireMine(context, subject, occurrence, sections),
    },
    {
      name: "am-digest",
      days: "working-days",
      subjects: (context) => peopleFor(context, "am"),
      fire: (context, subject, occurrence) => fireDuties("am", context, subject, occurrence, sections),
    },
    {
      name: "manager-digest",
      days: "working-days",
      subjects: (context) => peopleFor(context, "manager"),
      fire: (context, subject, occurrence) => fireDuties("manager", context, subject, occurrence, sections),
    },
  ];
}

/** Every CSM channel. */
const teamDigest: Schedule = {
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

/** Everybody who has the role, or holds an account in it. */
async function peopleFor({ tx, directory }: Context, kind: Exclude<DigestKind, "also">): Promise<ScheduleSubject[]> {
  const holding = new Set(kind === "manager" ? [] : await holders(tx, kind));
  return (await directory.people(tx))
    .filter(({ id, roles }) => roles.includes(kind) || holding.has(id))
    .map(({ id, digestAt, calendar }) => ({ id, at: digestAt, calendar }));
}

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
      signs: await signsOf(context.tx, standingsIn(order)),
      dataUntil,
      frozen,
      previous,
      history: await atRiskSince(tx, "team", subject, trendFrom(day), day),
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

async function fireMine(
  context: Context,
  subject: string,
  occurrence: Occurrence,
  sections: DigestSections,
): Promise<void> {
  const { tx, directory } = context;
  const { localDate: day } = occurrence;
  const csm = await directory.person(tx, subject as PersonId);
  if (!csm?.active) return;
  const ids = await customersOf(tx, csm.id);
  const standings = await standingsToLookAt(tx, ids);
  const order = ranked(lookedAt(standings, await accountsById(tx, [...standings.keys()], day)));
  const previous = (await newestEdition(tx, "mine", subject, day))?.edition;
  const { frozen, dataUntil } = await freshnessOf(tx, ids);
  const morning: Morning = {
    day,
    customers: ids.length,
    ranked: order,
    signs: await signsOf(context.tx, standingsIn(order)),
    dataUntil,
    frozen,
    previous,
    history: await atRiskSince(tx, "mine", subject, trendFrom(day), day),
    late: occurrence.late,
  };
  const whose = { kind: "csm", person: csm, day } as const;
  const kept = await gather(context, sectionsFor(sections, "csm"), whose, previous?.sections);
  const edition = composeMine(morning, kept);
  if (edition) await publishOwn(context, whose, edition, occurrence, sections);
}

async function fireDuties(
  kind: Exclude<DutyEdition["kind"], "also">,
  context: Context,
  subject: string,
  occurrence: Occurrence,
  sections: DigestSections,
): Promise<void> {
  const { tx, directory } = context;
  const { localDate: day, late } = occurrence;
  const person = await directory.person(tx, subject as PersonId);
  if (!person?.active) return;
  const previous = (await newestEdition(tx, kind, subject, day))?.edition;
  const whose = { kind, person, day };
  const kept = await gather(context, sectionsFor(sections, kind), whose, previous?.sections);
  const edition = composeDuties(kind, { day, late, previous }, kept);
  if (edition) await publishOwn(context, whose, edition, occurrence, sections);
}

/** Somebody's morning, with what waited for it; one that comes too late to be read takes nothing with it. */
async function publishOwn(
  context: Context,
  whose: { readonly kind: DigestKind; readonly person: Person; readonly day: LocalDate },
  edition: PersonalEdition,
  occurrence: Occurrence,
  sections: DigestSections,
): Promise<void> {
  const { person, kind, day } = whose;
  const { zone } = person.calendar;
  const isLost = uselessAfter(day, occurrence.dueAt, zone).getTime() < context.now.getTime();
  const riding = isLost ? {} : await gatherRiding(context, sectionsFor(sections, kind), whose);
  const whole = { ...edition, sections: { ...edition.sections, ...riding } };
  const card = `risk.${edition.kind === "mine" ? "my" : edition.kind}-digest` as const;
  await publish(context, card, `person:${person.id}`, whole, occurrence, zone);
}

/** What still waits for somebody's digest once it would have come: they have none that day, so that it comes alone. */
export function createCollecting(sections: DigestSections): Reminder {
  return {
    async fire(context, subject) {
      const { tx, now, posts, reminders, directory } = context;
      const person = await directory.person(tx, subject as PersonId);
      const since = person && (await posts.heldSince(person.id));
      if (!person?.active || !since) return;
      const { calendar, digestAt } = person;
      const digestAfter = (instant: Date): Date =>
        nextOccurrence({ at: digestAt, days: "working-days" }, calendar, instant).dueAt;
      const day = localDateOf(now, calendar.zone);
      const isThere = (await editionOfDay(tx, "also", person.id, day)) !== undefined;
      const next = isThere ? digestAfter(now) : digestAfter(new Date(since.getTime() - 1));
      if (next.getTime() > now.getTime()) return reminders.set(COLLECT, person.id, next);
      const kept = await gatherRiding(context, sectionsFor(sections, "also"), { kind: "also", person, day });
      const edition = composeDuties("also", { day, late: false, previous: undefined }, kept);
      if (!edition) return;
      await publish(
        context,
        "risk.also-digest",
        `person:${person.id}`,
        edition,
        { localDate: day, dueAt: afterQuietHours(now, calendar), late: false },
        calendar.zone,
      );
    },
  };
}

/** Once the digest of the same instant is made. */
export const COLLECT = "risk.collect-held";

function lookedAt(
  standings: ReadonlyMap<AccountId, Standing>,
  accounts: ReadonlyMap<AccountId, AccountFacts>,
): Looked[] {
  return [...standings].flatMap(([id, standing]): Looked[] => {
    const account = accounts.get(id);
    return account ? [{ account, standing }] : [];
  });
}

function standingsIn(order: readonly Looked[]): Map<AccountId, Standing> {
  return new Map(order.slice(0, KEPT_ITEMS).map(({ account, standing }) => [account.id, standing]));
}

async function publish(
  { tx, ids, now, posts }: Context,
  card: `risk.${"team" | "my" | "am" | "manager" | "also"}-digest`,
  address: Address,
  edition: Edition,
  { localDate: day, dueAt }: Occurrence,
  zone: string,
): Promise<void> {
  const subject = address.slice(address.indexOf(":") + 1);
  await keepEdition(tx, ids.next<"edition">(), subject, edition, now);
  const shows = subjectsOf(edition);
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

/** What the lines are about: whatever redraws one of them ticks its line. */
function subjectsOf(edition: Edition): string[] {
  const risks = "items" in edition ? edition.items.map(({ account }) => account) : [];
  const others = "sections" in edition ? Object.values(edition.sections).flatMap((items) => items) : [];
  return [...new Set([...risks, ...others.map(({ id, about }) => about ?? id)])];
}

const NOON = "12:00" as LocalTime;
const AT_LEAST_MS = 4 * 3_600_000;

/** Noon of its day, or four hours after a digest that somebody set to a later time. */
function uselessAfter(day: LocalDate, dueAt: Date, zone: string): Date {
  const noon = instantOf(day, NOON, zone);
  return noon.getTime() > dueAt.getTime() ? noon : new Date(dueAt.getTime() + AT_LEAST_MS);
}

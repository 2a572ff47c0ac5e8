import { addDays, addWorkingHours, type LocalDate } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { channelsFor, type Person } from "../../kernel/directory.ts";
import type { AccountId, PersonId, RenewalId } from "../../kernel/ids.ts";
import { type AccountFacts, type ContractClock, isAmQuiet, rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { isOfPool } from "../pool.ts";
import { type Renewal, rungAt, type Step, type TimedStep, waitsFor } from "./decide.ts";
import { type Owners, timeOf } from "./owners.ts";
import { hasReview, noteRung, renewalById, saveTold } from "./store.ts";

const DAY_MS = 86_400_000;

/** A running clock with all that decides about its steps. */
export interface Running {
  readonly renewal: Renewal;
  readonly account: AccountFacts;
  readonly clock: ContractClock;
  readonly owners: Owners;
  readonly people: readonly Person[];
  readonly steps: readonly TimedStep[];
  readonly today: LocalDate;
}

/** A step is due: whoever it is for gets its card, once. */
export async function tell(context: Context, running: Running, step: Step): Promise<void> {
  const { tx, now, reminders } = context;
  const { renewal, account, owners, people } = running;
  if (!(await saveTold(tx, renewal, step, now))) return;
  reminders.drop("renewals.late", renewal.id);
  context.posts.redraw(renewal.id);
  const told = await toldOf(context, running, step);
  if (told.length === 0) return;
  for (const person of told) post(context, renewal, step, person, people);
  if (isPooled(running) && step !== "value") await postInChannels(context, running, step);
  const owner = step === "value" ? owners.value : owners.terms;
  const calendar = timeOf(owner, people);
  if (calendar && (step === "value" || step === "terms"))
    reminders.set("renewals.late", renewal.id, rungAt(now, "remind", calendar));
  await context.emit({
    kind: "account-touched",
    account: account.id,
    what: "renewal-told",
    by: undefined,
    via: "clock",
    details: { clock: step, to: told.map(({ name }) => name).join(", ") },
  });
}

/** Who hears of a step: who has its part, who hasn't done theirs, and from 30 days on who leads, while nothing is sent. */
async function toldOf(context: Context, running: Running, step: Step): Promise<Person[]> {
  const { tx, now } = context;
  const { renewal, account, owners, people, clock, today } = running;
  const isReviewed =
    renewal.reviewed !== undefined ||
    (await hasReview(tx, renewal, new Date(now.getTime() - RENEWAL.reviewHoldsDays * DAY_MS)));
  if (step === "value") return isReviewed || !owners.value ? [] : [owners.value];
  const isFar = renewal.dueOn > addDays(today, RENEWAL.valueDays);
  const isSilent = isFar && owners.terms?.id === account.scope.am && (await isAmQuiet(tx, account.id, now));
  const waitsForReview = clock.weighty && !isReviewed;
  const leader =
    (step === "30" || step === "act") && !renewal.termsSent
      ? escalatedTo("contract-dates", owners.terms?.id, account.scope, people)
      : undefined;
  const found = [
    isSilent ? undefined : owners.terms,
    waitsForReview || step === "act" ? owners.value : undefined,
    leader,
  ].filter((each) => each !== undefined);
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

function post(
  { now, posts }: Pick<Context, "now" | "posts">,
  { id, account }: Renewal,
  step: string,
  person: Person,
  people: readonly Person[],
): void {
  posts.announce({
    card: step === "act" ? "renewals.last-day" : "renewals.step",
    subject: id,
    address: `person:${person.id}`,
    slot: `${now.toISOString()} ${step}`,
    dueAt: addWorkingHours(now, 0, timeOf(person, people) ?? person.calendar),
    shows: [account],
  });
}

function isPooled({ account, owners }: Running): boolean {
  return owners.terms !== undefined && owners.terms.id !== account.scope.am && isOfPool(owners.terms, account.scope);
}

/** Of an account without an AM, or whose AM has left, the AM channel hears who has the terms. */
async function postInChannels({ tx, now, posts, directory }: Context, running: Running, step: Step): Promise<void> {
  const { id } = running.renewal;
  for (const channel of channelsFor(await directory.channels(tx), "am", running.account.scope)) {
    posts.announce({
      card: "renewals.step",
      subject: id,
      address: `channel:${channel.id}`,
      slot: `${now.toISOString()} ${step}`,
      dueAt: addWorkingHours(now, 0, channel.calendar),
      shows: [running.account.id],
    });
  }
}

/** Whoever has a part from now on gets the card of the step that was said last. */
export function tellNewOwners(context: Context, { renewal, owners, people }: Running, before: Renewal): void {
  const { told } = renewal;
  if (told === undefined) return;
  const { value, terms } = owners;
  if (told === "value") {
    if (value && value.id !== before.valueOwner && !renewal.reviewed) post(context, renewal, told, value, people);
  } else if (terms && terms.id !== before.termsOwner) post(context, renewal, told, terms, people);
}

/** A clock that stood still runs on: whoever has the part that it waits for has their time anew. */
export async function waitAnew({ tx, now, directory, reminders }: Context, id: RenewalId): Promise<void> {
  const renewal = await renewalById(tx, id);
  const waits = renewal && waitsFor(renewal);
  if (!waits || renewal.escalatedAt) return;
  const people = await directory.people(tx);
  const owner = people.find((each) => each.id === (waits === "review" ? renewal.valueOwner : renewal.termsOwner));
  const calendar = timeOf(owner, people);
  if (calendar) reminders.set("renewals.late", id, rungAt(now, renewal.remindedAt ? "escalate" : "remind", calendar));
}

/** A part waits too long: its owner is reminded, then who leads hears of it. */
export async function late(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, reminders } = context;
  const renewal = await renewalById(tx, subject as RenewalId);
  const waits = renewal && waitsFor(renewal);
  const account = renewal && (await rosterOf(tx, renewal.account));
  if (!waits || !account) return;
  const people = await directory.people(tx);
  const id: PersonId | undefined = waits === "review" ? renewal.valueOwner : renewal.termsOwner;
  const owner = people.find((each) => each.id === id);
  if (!renewal.remindedAt) {
    noteRung(tx, renewal.id, "remind", now);
    if (owner) post(context, renewal, `remind-${waits}`, owner, people);
    const calendar = timeOf(owner, people);
    if (calendar) reminders.set("renewals.late", subject, rungAt(renewal.toldAt ?? now, "escalate", calendar));
    return;
  }
  const leader = renewal.escalatedAt ? undefined : escalatedTo("contract-dates", id, account.scope, people);
  if (!leader) return;
  noteRung(tx, renewal.id, "escalate", now);
  post(context, renewal, `escalate-${waits}`, leader, people);
}

/** The account that a clock belongs to. */
export async function accountOfRenewal({ tx }: Context, subject: string): Promise<AccountId | undefined> {
  return (await renewalById(tx, subject as RenewalId))?.account;
}

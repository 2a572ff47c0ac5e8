import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { fixedTime, instantOf, type LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { type AccountRoster, rosterOf, tiersOf } from "../accounts/facts.ts";
import { heldBetween } from "../checkins/facts.ts";
import type { Acting, Context, FormHandler } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { keptBetween } from "../promises/facts.ts";
import { breadthOf } from "../risk/facts.ts";
import { ownCalendar, settingsOf } from "../settings/facts.ts";
import { checkSummary } from "./checks.ts";
import { mayRun } from "./decide.ts";
import { invalid, whom } from "./pressing.ts";
import { isQuarterBegin, type Quarter, quarterBefore, quarterNamed } from "./quarter.ts";
import { goalsAt, writeAudit } from "./store.ts";
import { type Brought, isEmpty, stateText, summaryFormOf, type SummaryStory } from "./summary-cards.ts";
import { holdSummary, insertSummary, saveSettled, summaryById, type SummaryId } from "./summary-store.ts";
import { announceSummary, summaryOwner } from "./summary-owner.ts";

const MIDNIGHT = fixedTime("00:00");

async function broughtBy(
  { tx }: Context,
  account: AccountId,
  { from, until }: Quarter,
  zone: string,
): Promise<Brought> {
  const [begins, ends] = [instantOf(from, MIDNIGHT, zone), instantOf(until, MIDNIGHT, zone)];
  return {
    goals: (await goalsAt(tx, [account])).filter(({ kind }) => kind === "goal"),
    breadth: (await breadthOf(tx, [account])).get(account),
    held: await heldBetween(tx, account, begins, ends),
    kept: await keptBetween(tx, account, begins, ends),
  };
}

/** In a quarter's first working days: the one before, for large customers of which there is something to say, once. */
export async function draftSummaries(context: Context, accounts: readonly AccountId[], day: LocalDate): Promise<void> {
  const { tx, now, ids, directory } = context;
  const settings = await settingsOf(tx);
  const calendar = ownCalendar(settings);
  if (!isQuarterBegin(day, PLAN.summaryWithinWorkingDays, calendar)) return;
  const quarter = quarterBefore(day);
  const tiers = await tiersOf(tx, accounts, day);
  const large = accounts.filter((id) => PLAN.summaryTiers.some((tier) => tier === tiers.get(id)));
  const people = large.length > 0 ? await directory.people(tx) : [];
  for (const id of large) {
    const account = await rosterOf(tx, id);
    const owner = account && summaryOwner(account.scope, people);
    if (!owner || account.stage === "churned") continue;
    if (isEmpty(await broughtBy(context, id, quarter, settings.zone))) continue;
    const summary = ids.next<"value-summary">();
    const made = { id: summary, account: id, quarter: quarter.name, owner: owner.id, at: now };
    if (await insertSummary(tx, made)) announceSummary(context, summary, id, owner);
  }
}

export async function summaryStory(context: Context, id: string): Promise<SummaryStory | undefined> {
  const { tx } = context;
  const summary = await summaryById(tx, id as SummaryId);
  const quarter = summary && quarterNamed(summary.quarter);
  const account = summary && (await rosterOf(tx, summary.account));
  if (!quarter || !account) return undefined;
  const { zone } = await settingsOf(tx);
  return { summary, account, quarter, brought: await broughtBy(context, account.id, quarter, zone) };
}

type Looked = { readonly kind: "may"; readonly story: SummaryStory } | Done;

/** @param holds until the transaction ends @throws NotFound */
async function look(acting: Acting, id: string, holds: boolean): Promise<Looked> {
  const { tx, audience, person, view } = acting;
  if (holds) await holdSummary(tx, id as SummaryId);
  const story = await summaryStory(acting, id);
  if (!story || !mayRead(audience, "success-plan", story.account.scope)) throw new NotFound("plans.gone");
  if (story.summary.state !== "drafted") return done(stateText(story.summary, view.say));
  if (mayRun(person, story.account.scope)) return { kind: "may", story };
  return done(view.say("plans.only-theirs", { account: story.account.name }));
}

export const summary: FormHandler = {
  async open(acting, subject) {
    const looked = await look(acting, subject, false);
    if (looked.kind !== "may") return looked;
    const contacts = await whom(acting, looked.story.account);
    if (contacts.length === 0)
      return done(acting.view.say("plans.summary-nobody", { account: looked.story.account.name }));
    return summaryFormOf(looked.story, contacts, acting.view);
  },
  submit: send,
};

/** It went to somebody of theirs: a contact that we made of our own accord, which they may read again. */
async function send(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const looked = await look(acting, subject, true);
  if (looked.kind !== "may") return looked;
  const { tx, now, person, via, view } = acting;
  const { account, quarter, summary: sent } = looked.story;
  const contacts = await whom(acting, account);
  const checked = checkSummary(
    values,
    contacts.map(({ id }) => id),
  );
  if (checked.kind === "wrong") return invalid(acting, checked.problems);
  const { body, contact } = checked.value;
  saveSettled(tx, sent.id, { state: "sent", body, contact, by: person.id, at: now });
  settled(acting, account, sent.id, "plans.summary");
  const who = contacts.find(({ id }) => id === contact)?.name;
  const touch: Touch = {
    account: account.id,
    what: "value-summary-sent",
    by: person.id,
    via,
    contact,
    direction: "out",
    proactive: true,
    visibility: "customer",
    details: { quarter: quarter.name },
    summary: body,
  };
  const said = view.say("plans.summary-done", { who: who ?? account.name, account: account.name });
  return done(await keepContact(acting, touch, { scope: account.scope, contact: who }, said));
}

export async function skip(acting: Acting, subject: string): Promise<Reply> {
  const looked = await look(acting, subject, true);
  if (looked.kind !== "may") return looked;
  const { tx, now, person, view } = acting;
  const { account, summary: skipped } = looked.story;
  saveSettled(tx, skipped.id, { state: "skipped", by: person.id, at: now });
  settled(acting, account, skipped.id, "plans.skip");
  return done(view.say("plans.summary-skipped-now", { account: account.name }));
}

function settled(
  { tx, now, ids, person, posts }: Acting,
  account: AccountRoster,
  id: SummaryId,
  action: "plans.summary" | "plans.skip",
): void {
  posts.redraw(id, account.id);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: account.id, details: { summary: id } });
}

import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { type Done, done, type Opened } from "../../chat/reply.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { mayRead, type Scope } from "../../kernel/permissions.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { escalatedTo } from "../leading.ts";
import { namesPrice } from "../priced.ts";
import { type Choice, contactsOf } from "./around-store.ts";
import {
  decideTell,
  mayTell,
  rungDueAt,
  SNOOZES,
  snoozedUntil,
  tellBy,
  tellerOf,
  type Telling,
  written,
} from "./decide.ts";
import { problemTexts, toldForm, UNLISTED, WAYS } from "./forms.ts";
import { type AuditAction, writeAudit } from "./store.ts";
import { type ItemStory, type TellStory, tellStory } from "./story.ts";
import {
  holdTell,
  insertTell,
  openTellsAt,
  reopenTells,
  saveRung,
  saveSnoozed,
  saveTold,
  type Tell,
  type TellId,
} from "./tell-store.ts";

export const LADDER = "feedback.ladder";

/** Whoever looks after a customer behind it gets a task to tell them. @returns how many customers there are to tell */
export async function askToTell(context: Context, { item, behind }: ItemStory): Promise<number> {
  const { tx, now, ids, directory } = context;
  const people = await directory.people(tx);
  const customers = behind.filter(({ account }) => account.stage !== "churned");
  for (const { account } of customers) {
    const teller = tellerOf(account.scope, people);
    const tell = {
      id: ids.next<"feedback-tell">(),
      item: item.id,
      account: account.id,
      dueAt: teller ? tellBy(now, teller.calendar) : now,
    };
    insertTell(tx, { ...tell, openedAt: now });
    if (teller) begin(context, tell, teller, "");
  }
  return customers.length;
}

function begin(
  { now, posts, reminders }: Context,
  { id, item, account, dueAt }: Pick<Tell, "id" | "item" | "account" | "dueAt">,
  teller: Person,
  slot: string,
): void {
  posts.announce({
    card: "feedback.tell",
    subject: id,
    address: `person:${teller.id}`,
    slot,
    dueAt: afterQuietHours(now, teller.calendar),
    shows: [item, account],
  });
  const rung = rungDueAt(0, dueAt, teller.calendar);
  if (rung) reminders.set(LADDER, id, rung);
}

/** Nobody has told them yet: who looks after them today is reminded, then who leads reads of it. */
export async function climb(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const tell = await holdTell(tx, subject as TellId);
  const account = tell && (await rosterOf(tx, tell.account));
  if (!tell || tell.closed || !account) return;
  const people = await directory.people(tx);
  const teller = tellerOf(account.scope, people);
  if (!teller) return;
  const rung = tell.rung + 1;
  saveRung(tx, tell.id, rung);
  const next = rungDueAt(rung, tell.dueAt, teller.calendar);
  if (next) reminders.set(LADDER, tell.id, next);
  posts.redraw(tell.id);
  const reader = rung === 1 ? teller : escalatedTo("feedback", teller.id, account.scope, people);
  if (!reader) return;
  posts.announce({
    card: "feedback.nudge",
    subject: tell.id,
    address: `person:${reader.id}`,
    slot: `${now.toISOString()} ${rung === 1 ? "remind" : "escalate"}`,
    dueAt: afterQuietHours(now, reader.calendar),
    shows: [tell.item, tell.account],
  });
}

/** The task, or why this can't be done with it. @throws NotFound */
async function allowed(acting: Acting, id: string, action: Telling): Promise<TellStory | Done> {
  const { audience, person, view } = acting;
  const story = await tellStory(acting, id);
  const scope: Scope | undefined = story?.behind.account.scope;
  if (!story || !scope || !mayRead(audience, "feedback", scope)) throw new NotFound("feedback.gone");
  const { tell, behind } = story;
  const { closed, snoozes } = tell;
  const outcome = decideTell({ closedAs: closed?.as, snoozes }, action, mayTell(person, scope));
  const account = behind.account.name;
  switch (outcome.kind) {
    case "may":
      return story;
    case "closed": {
      const who = closed?.by ? { mention: closed.by } : view.say("timeline.tandem");
      const on = { date: closed?.at ?? tell.dueAt, style: "day" } as const;
      return done(view.say(`feedback.end-${outcome.as}`, { account, who, on }));
    }
    case "for-them":
      return done(view.say("feedback.only-theirs", { account }));
    case "snoozed-enough":
      return done(view.say("feedback.snoozed-enough", { account }));
  }
}

/** The same for who decides, held. */
async function held(acting: Acting, id: string, action: Telling): Promise<TellStory | Done> {
  await holdTell(acting.tx, id as TellId);
  return allowed(acting, id, action);
}

function isDone(either: TellStory | Done): either is Done {
  return "kind" in either;
}

async function whom({ tx, audience }: Acting, { behind }: TellStory): Promise<Choice[]> {
  const { id, scope } = behind.account;
  return mayRead(audience, "contact-names", scope) ? contactsOf(tx, id) : [];
}

export async function openTold(acting: Acting, id: string): Promise<Opened> {
  const either = await allowed(acting, id, "told");
  return isDone(either) ? either : toldForm(either, await whom(acting, either), acting.view);
}

/** They know: that is a contact that we made of our own accord, and stands on the timeline as one. */
export async function submitTold(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const either = await held(acting, subject, "told");
  if (isDone(either)) return either;
  const { ids, person, view, via, audience } = acting;
  const { scope } = either.behind.account;
  const contacts = await whom(acting, either);
  const chosen = values["contact"] ?? "";
  const contact = contacts.find(({ id }) => id === chosen);
  const way = WAYS.find((each) => each === values["kind"]);
  const said = written(values["said"] ?? "");
  const price = mayRead(audience, "commercial", scope) ? namesPrice(said) : undefined;
  const problems = [
    ...(contact || chosen === UNLISTED ? [] : [{ field: "contact", problem: "choice", value: chosen } as const]),
    ...(way ? [] : [{ field: "kind", problem: "choice", value: values["kind"] ?? "" } as const]),
    ...(said.length > FEEDBACK.noteAtMost
      ? [{ field: "said", problem: "long", value: String(said.length) } as const]
      : []),
    ...(price === undefined ? [] : [{ field: "said", problem: "kept", value: price } as const]),
  ];
  if (!way || problems.length > 0) return { kind: "invalid", fields: problemTexts(problems, view) };
  const { tell, item, behind } = either;
  const entry = ids.next<"timeline-entry">();
  const touch: Touch = {
    entry,
    account: tell.account,
    what: way,
    by: person.id,
    via,
    direction: "out",
    proactive: true,
    details: {},
    summary: said === "" ? (item.note ?? "") : said,
    ...(contact && { contact: contact.id }),
  };
  const known = view.say("feedback.told-done", { account: behind.account.name });
  const sentence = await keepContact(acting, touch, { scope, contact: contact?.name }, known);
  await close(acting, either, "told", { entry });
  return done(sentence);
}

export async function notNeeded(acting: Acting, id: string): Promise<Reply> {
  const either = await held(acting, id, "not-needed");
  if (isDone(either)) return either;
  await close(acting, either, "not-needed", {});
  return done(acting.view.say("feedback.not-needed-done", { account: either.behind.account.name }));
}

async function close(
  acting: Acting,
  { tell }: TellStory,
  as: "told" | "not-needed",
  more: { readonly entry?: Parameters<typeof saveTold>[2]["entry"] },
): Promise<void> {
  const { tx, now, person, posts, reminders } = acting;
  const ended = await saveTold(tx, tell, {
    as,
    at: now,
    by: person.id,
    ...(more.entry && { entry: more.entry }),
  });
  for (const id of ended) reminders.drop(LADDER, id);
  posts.redraw(...ended, tell.item, tell.account);
  audit(acting, as === "told" ? "feedback.told" : "feedback.not-needed", tell.account, {});
}

function audit({ tx, ids, now, person }: Acting, action: AuditAction, subject: AccountId, details: object): void {
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject, details });
}

export async function snooze(
  acting: Acting,
  { subject, choice }: Press & { readonly subject: string },
): Promise<Reply> {
  const either = await held(acting, subject, "snooze");
  if (isDone(either)) return either;
  const { tx, now, person, view, posts, reminders } = acting;
  const chosen = SNOOZES.find((each) => each === choice);
  if (!chosen) return done(view.say("contacts.choice-needed"));
  const until = snoozedUntil(chosen, person.calendar, now);
  const { tell, behind } = either;
  saveSnoozed(tx, tell.id, until);
  reminders.set(LADDER, tell.id, until);
  posts.redraw(tell.id);
  audit(acting, "feedback.snooze", tell.account, { until: localDateOf(until, person.calendar.zone) });
  const said = { account: behind.account.name, until: { date: until, style: "day-time" } as const };
  return done(view.say("feedback.snoozed", said));
}

/** They are no customer any more: nobody waits to hear it. */
export async function endTellsAt({ tx, now, posts, reminders }: Context, account: AccountId): Promise<void> {
  for (const tell of await openTellsAt(tx, account)) {
    const ended = await saveTold(tx, tell, { as: "left", at: now, by: undefined });
    for (const id of ended) reminders.drop(LADDER, id);
    posts.redraw(...ended, tell.item);
  }
}

/** They are one after all. */
export async function resumeTellsAt(context: Context, account: AccountId, leftAt: Date): Promise<void> {
  const { tx, now, directory, posts } = context;
  const tells = await reopenTells(tx, account, leftAt);
  const roster = tells.length > 0 ? await rosterOf(tx, account) : undefined;
  const teller = roster && tellerOf(roster.scope, await directory.people(tx));
  for (const tell of tells) {
    if (teller) begin(context, tell, teller, now.toISOString());
    posts.redraw(tell.id, tell.item);
  }
}

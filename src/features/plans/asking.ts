import { daySpan } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { addWorkingHours, localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { type AccountRoster, pressureOn } from "../accounts/facts.ts";
import type { Acting, FormHandler } from "../feature.ts";
import { tellOther } from "../keeping-contact.ts";
import { goneBy, holdTouchable, type MetAt, OPTED_OUT, placeOf, touchableFrom } from "../nps/facts.ts";
import { calendarOf, type Holidays, settingsOf } from "../settings/facts.ts";
import { contactEmail } from "./around-store.ts";
import { type Askable, askForm } from "./forms.ts";
import { byLinkCard } from "./link-cards.ts";
import { invalid, look, noted, whom } from "./pressing.ts";
import { type GoalQuestion, type GoalQuestionId, insertQuestion, openQuestion } from "./question-store.ts";
import type { GoalStory } from "./story.ts";

const DAY_MS = 86_400_000;

export type Whom = { readonly id: ContactId; readonly name: string; readonly zone: string | null };

/** Who of the customer can be asked: in chat, and else by a link where there are links. */
async function askable(acting: Acting, { account }: GoalStory, links: boolean): Promise<Askable[]> {
  const found: Askable[] = [];
  for (const each of await whom(acting, account)) {
    const byLink = !(await placeOf(acting.tx, each.id));
    if (!byLink || links) found.push({ ...each, byLink });
  }
  return found;
}

/** Whom nobody has met in chat is looked for while somebody chooses: by the time they are asked, that is known. */
async function seek(acting: Acting, { account }: GoalStory): Promise<void> {
  const contacts: ContactId[] = [];
  for (const { id } of await whom(acting, account)) if (!(await placeOf(acting.tx, id))) contacts.push(id);
  if (contacts.length > 0) await acting.emit({ kind: "contacts-sought", contacts });
}

/** @param links there is a page that a link can lead to @param holidays by region */
export function createAsk(links: boolean, holidays: Holidays): FormHandler {
  /** Now, in the hours in which they work, else when they begin. */
  async function workingAt({ tx, now }: Acting, { account }: GoalStory, { zone }: Whom): Promise<Date> {
    const settings = await settingsOf(tx);
    const calendar = calendarOf(settings, holidays, zone ?? settings.zone, account.region ?? settings.region);
    return addWorkingHours(now, 0, calendar);
  }

  return {
    async open(acting, subject) {
      const looked = await look(acting, subject, false);
      if (looked.kind !== "may") return looked;
      const { view } = acting;
      const { goal, account } = looked.story;
      if (goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
      await seek(acting, looked.story);
      const people = await askable(acting, looked.story, links);
      if (people.length > 0) return askForm(looked.story, people, view);
      return done(view.say(links ? "plans.ask-no-people" : "plans.ask-nobody", { account: account.name }));
    },
    async submit(acting, { subject, values }) {
      const looked = await look(acting, subject, true);
      if (looked.kind !== "may") return looked;
      const { story } = looked;
      const { tx, view } = acting;
      if (story.goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
      const chosen = values["contact"] ?? "";
      const contact = (await whom(acting, story.account)).find(({ id }) => id === chosen);
      if (!contact) return invalid(acting, [{ field: "contact", problem: "choice", value: chosen }]);
      const place = await placeOf(tx, contact.id);
      const open = await openQuestion(tx, story.goal.id, contact.id, acting.now);
      const refused = (await goneFor(acting, contact)) ?? (open ? undefined : await cappedFor(acting, contact));
      if (refused) return refused;
      if (place && open) return askedAlready(acting, open);
      if (place) return put(acting, story, contact, { place, at: await workingAt(acting, story, contact) });
      if (!links) return done(view.say("plans.ask-unreachable", { contact: contact.name }));
      return { kind: "private", card: byLinkCard(story, contact, view) };
    },
  };
}

function askedAlready({ view }: Acting, { contact, closesAt }: GoalQuestion): Done {
  const on = { date: closesAt, style: "day" } as const;
  return done(view.say("plans.ask-open", { contact: contact.name, on }));
}

/** Nobody is asked who has left or wants no question. */
export async function goneFor({ tx, now, person, view }: Acting, contact: Whom): Promise<Done | undefined> {
  const gone = await goneBy(tx, contact.id, localDateOf(now, person.calendar.zone));
  if (!gone) return undefined;
  return done(view.say(gone === OPTED_OUT ? "plans.ask-opted-out" : "plans.ask-left", { contact: contact.name }));
}

/** Nobody is asked who hears enough from us (A14); who is looked at is held, so that nobody else comes to them meanwhile. */
export async function cappedFor({ tx, now, person, view }: Acting, contact: Whom): Promise<Done | undefined> {
  const whose = { id: contact.id, email: await contactEmail(tx, contact.id) };
  await holdTouchable(tx, [whose]);
  const from = await touchableFrom(tx, whose, now);
  if (from.getTime() <= now.getTime()) return undefined;
  const on = daySpan(localDateOf(from, person.calendar.zone));
  return done(view.say("plans.ask-capped", { contact: contact.name, on }));
}

async function put(
  acting: Acting,
  story: GoalStory,
  contact: Whom,
  { place, at: dueAt }: { readonly place: MetAt; readonly at: Date },
): Promise<Reply> {
  const { id, closesAt, near } = await count(acting, story, contact, dueAt);
  const { now, view, posts } = acting;
  posts.announce({
    ...{ card: "plans.question", subject: id, address: addressOf(contact.id, place), slot: "" },
    ...{ dueAt, uselessAfter: closesAt, shows: [story.goal.id] },
  });
  if (dueAt.getTime() > now.getTime()) {
    const said = { contact: contact.name, due: { date: dueAt, style: "day-time" } } as const;
    if (!near) return done(view.say("plans.asked-later", said));
    const came = { other: near.who.name, at: { date: near.at, style: "day-time" } } as const;
    return done(view.say("plans.asked-later-collides", { ...said, ...came }));
  }
  if (!near) return done(view.say("plans.asked", { contact: contact.name }));
  const at = { date: near.at, style: "day-time" } as const;
  return done(view.say("plans.asked-collides", { contact: contact.name, other: near.who.name, at }));
}

export interface Near {
  readonly who: Person;
  readonly at: Date;
}

/** They count as asked from now on: a question, a contact of ours, and whoever came to them lately hears of it. @param at when it is put to them */
export async function count(
  acting: Acting,
  { goal, account }: GoalStory,
  contact: Whom,
  at: Date,
): Promise<{ readonly id: GoalQuestionId; readonly closesAt: Date; readonly near: Near | undefined }> {
  const { tx, now, ids, person } = acting;
  const near = await collision(acting, account, contact.id);
  const id = ids.next<"goal-question">();
  const closesAt = new Date(at.getTime() + PLAN.questionDays * DAY_MS);
  insertQuestion(tx, { id, goal: goal.id, contact: contact.id, by: person.id, at: now, closesAt });
  const about = { account: account.id, goal: goal.id, name: goal.name };
  const entry = ids.next<"timeline-entry">();
  await noted(acting, { ...about, action: "plans.ask", what: "goal-asked", contact: contact.id, entry });
  if (near) await tellOther(acting, entry, near.who.id);
  return { id, closesAt, near };
}

function addressOf(contact: ContactId, { channel }: MetAt): `contact:${string}` {
  return channel === undefined ? `contact:${contact}` : `contact:${contact}@${channel}`;
}

/** Another role of ours came to them within two days: both ought to know (A14). */
async function collision(acting: Acting, { scope }: AccountRoster, contact: ContactId): Promise<Near | undefined> {
  const { tx, now, person, directory } = acting;
  const { collision: other } = await pressureOn(acting, scope, contact, { at: now, by: person.id });
  const who = other && (await directory.person(tx, other.by));
  return who && { who, at: other.at };
}

import { daySpan } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { touchesOf } from "../accounts/facts.ts";
import type { Acting, Context, FormHandler } from "../feature.ts";
import { goneBy, type MetAt, OPTED_OUT, organisationName, placeOf, touchableFrom } from "../nps/facts.ts";
import { askForm, type Choice } from "./forms.ts";
import { invalid, look, noted, whom } from "./pressing.ts";
import type { QuestionStory } from "./question-cards.ts";
import { type GoalQuestionId, insertQuestion, openQuestion, questionById } from "./question-store.ts";
import { contactEmail } from "./around-store.ts";
import type { GoalStory } from "./story.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Who of the customer is met in chat. */
async function reachable(acting: Acting, story: GoalStory): Promise<{ all: Choice[]; met: Choice[] }> {
  const all = await whom(acting, story.account);
  const met: Choice[] = [];
  for (const each of all) if (await placeOf(acting.tx, each.id)) met.push(each);
  return { all, met };
}

export const ask: FormHandler = {
  async open(acting, subject) {
    const looked = await look(acting, subject, false);
    if (looked.kind !== "may") return looked;
    const { view } = acting;
    if (looked.story.goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
    const { met } = await reachable(acting, looked.story);
    if (met.length === 0) return done(view.say("plans.ask-nobody", { account: looked.story.account.name }));
    return askForm(looked.story, met, view);
  },
  async submit(acting, { subject, values }) {
    const looked = await look(acting, subject, true);
    if (looked.kind !== "may") return looked;
    const { story } = looked;
    if (story.goal.kind !== "goal") return done(acting.view.say("plans.not-a-goal"));
    const chosen = values["contact"] ?? "";
    const contact = (await whom(acting, story.account)).find(({ id }) => id === chosen);
    if (!contact) return invalid(acting, [{ field: "contact", problem: "choice", value: chosen }]);
    return (await refusedFor(acting, story, contact)) ?? put(acting, story, contact);
  },
};

type Whom = { readonly id: ContactId; readonly name: string };

/** Nobody is asked who has left, wants no question, hears enough from us (A14), or was asked the same already. */
async function refusedFor(acting: Acting, { goal }: GoalStory, contact: Whom): Promise<Reply | undefined> {
  const { tx, now, person, view } = acting;
  const today = localDateOf(now, person.calendar.zone);
  const gone = await goneBy(tx, contact.id, today);
  if (gone)
    return done(view.say(gone === OPTED_OUT ? "plans.ask-opted-out" : "plans.ask-left", { contact: contact.name }));
  const open = await openQuestion(tx, goal.id, contact.id, now);
  if (open) {
    const on = { date: open.closesAt, style: "day" } as const;
    return done(view.say("plans.ask-open", { contact: contact.name, on }));
  }
  const from = await touchableFrom(tx, { id: contact.id, email: await contactEmail(tx, contact.id) }, now);
  if (from.getTime() > now.getTime()) {
    const on = daySpan(localDateOf(from, person.calendar.zone));
    return done(view.say("plans.ask-capped", { contact: contact.name, on }));
  }
  return (await placeOf(tx, contact.id))
    ? undefined
    : done(view.say("plans.ask-unreachable", { contact: contact.name }));
}

async function put(acting: Acting, story: GoalStory, contact: Whom): Promise<Reply> {
  const { tx, now, ids, person, view, posts } = acting;
  const { goal, account } = story;
  const place = await placeOf(tx, contact.id);
  if (!place) return done(view.say("plans.ask-unreachable", { contact: contact.name }));
  const near = await collision(acting, contact.id);
  const id = ids.next<"goal-question">();
  const closesAt = new Date(now.getTime() + PLAN.questionDays * DAY_MS);
  insertQuestion(tx, { id, goal: goal.id, contact: contact.id, by: person.id, at: now, closesAt });
  posts.announce({
    ...{ card: "plans.question", subject: id, address: addressOf(contact.id, place), slot: "" },
    ...{ uselessAfter: closesAt, shows: [goal.id] },
  });
  const about = { account: account.id, goal: goal.id, name: goal.name };
  const entry = ids.next<"timeline-entry">();
  await noted(acting, { ...about, action: "plans.ask", what: "goal-asked", contact: contact.id, entry });
  if (near) {
    const dueAt = afterQuietHours(now, near.who.calendar);
    posts.announce({ card: "accounts.collision", subject: entry, address: `person:${near.who.id}`, slot: "", dueAt });
  }
  if (!near) return done(view.say("plans.asked", { contact: contact.name }));
  const at = { date: near.at, style: "day-time" } as const;
  return done(view.say("plans.asked-collides", { contact: contact.name, other: near.who.name, at }));
}

function addressOf(contact: ContactId, { channel }: MetAt): `contact:${string}` {
  return channel === undefined ? `contact:${contact}` : `contact:${contact}@${channel}`;
}

/** Somebody else of ours came to them within two days: both ought to know (A14). */
async function collision(
  { tx, now, person, directory }: Acting,
  contact: ContactId,
): Promise<{ readonly who: Person; readonly at: Date } | undefined> {
  const since = new Date(now.getTime() - PLAN.collisionHours * HOUR_MS);
  const other = (await touchesOf(tx, contact, since)).find(({ by }) => by !== undefined && by !== person.id);
  const who = other?.by && (await directory.person(tx, other.by));
  return who && other ? { who, at: other.at } : undefined;
}

export async function questionStory({ tx, now }: Context, id: string): Promise<QuestionStory | undefined> {
  const question = await questionById(tx, id as GoalQuestionId);
  if (!question) return undefined;
  const isOpen = question.goal.isOpen && now.getTime() < question.closesAt.getTime();
  return { question, company: await organisationName(tx), isOpen };
}

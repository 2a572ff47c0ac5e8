import type { Reply, Submission } from "../../chat/interaction.ts";
import { type Done, done, type Opened } from "../../chat/reply.ts";
import { afterQuietHours } from "../../kernel/business-time.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import { maySee } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { aboutText } from "./cards.ts";
import { checkNote, checkPlace, type Deciding, decidePress, scopeFor, tellerOf } from "./decide.ts";
import { declineForm, problemTexts, shipForm } from "./forms.ts";
import { type AuditAction, holdItem, type ItemId, saveDecided, savePlanned, writeAudit } from "./store.ts";
import { decides, type ItemStory, storyOf } from "./story.ts";
import { askToTell } from "./telling.ts";

/** An item that the presser may see. @throws NotFound */
async function seen(acting: Acting, id: string): Promise<ItemStory> {
  const { audience, place } = acting;
  const story = await storyOf(acting, id);
  const sees = story?.behind.some(({ account }) =>
    maySee(audience, place.private, "feedback", scopeFor(audience, account.scope, story.product)),
  );
  if (!story || !sees) throw new NotFound("feedback.gone");
  return story;
}

/** The item, or why this can't be done with it. */
async function allowed(acting: Acting, id: string, action: Deciding): Promise<ItemStory | Done> {
  const story = await seen(acting, id);
  const { item } = story;
  const { say } = acting.view;
  const outcome = decidePress(item.state, action, await decides(acting, story));
  if (outcome.kind === "may") return story;
  const by = item.state === "planned" ? item.planned : item.decided;
  const said = {
    who: by ? { mention: by.by } : say("timeline.one-of-us"),
    on: { date: by?.at ?? item.openedAt, style: "day" } as const,
  };
  if (outcome.kind === "for-product") return done(say("feedback.for-product"));
  if (outcome.kind === "planned-already") return done(say("feedback.planned-already", said));
  return done(say(outcome.state === "shipped" ? "feedback.shipped-already" : "feedback.declined-already", said));
}

/** The same for who decides, held. */
async function held(acting: Acting, id: string, action: Deciding): Promise<ItemStory | Done> {
  await holdItem(acting.tx, id as ItemId);
  return allowed(acting, id, action);
}

function isDone(either: ItemStory | Done): either is Done {
  return "kind" in either;
}

/** Audited, and on the timeline of each customer behind it. */
async function decided(
  { tx, now, ids, person, via, posts, emit }: Acting,
  { item, behind }: ItemStory,
  action: AuditAction,
  what: string,
): Promise<void> {
  const { theme, product } = item;
  const details = { theme, product, customers: behind.length };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: item.id, details });
  for (const { account } of behind) {
    await emit({ kind: "account-touched", account: account.id, what, by: person.id, via, details: { theme } });
  }
  posts.redraw(item.id, ...behind.map(({ account }) => account.id));
}

export async function plan(acting: Acting, id: string): Promise<Reply> {
  const either = await held(acting, id, "plan");
  if (isDone(either)) return either;
  const { tx, now, person, view } = acting;
  if (!(await savePlanned(tx, either.item.id, person.id, now))) throw new NotFound("feedback.gone");
  await decided(acting, either, "feedback.plan", "feedback-planned");
  return done(view.say("feedback.planned-done", { about: aboutText(either.item, view.say) }));
}

export async function openShip(acting: Acting, id: string): Promise<Opened> {
  const either = await allowed(acting, id, "ship");
  return isDone(either) ? either : shipForm(either, acting.view);
}

/** It is there: whoever looks after a customer who asked for it is to tell them (C6). */
export async function ship(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const either = await held(acting, subject, "ship");
  if (isDone(either)) return either;
  const { tx, now, person, view } = acting;
  const note = checkNote("note", values, 1);
  const place = checkPlace(values);
  if (note.kind === "wrong" || place.kind === "wrong") {
    const problems = [note, place].flatMap((each) => (each.kind === "wrong" ? each.problems : []));
    return { kind: "invalid", fields: problemTexts(problems, view) };
  }
  const decision = { state: "shipped", by: person.id, at: now, note: note.value, place: place.value } as const;
  if (!(await saveDecided(tx, either.item.id, decision))) throw new NotFound("feedback.gone");
  const asked = await askToTell(acting, either);
  await decided(acting, either, "feedback.ship", "feedback-shipped");
  const about = aboutText(either.item, view.say);
  return done(
    asked === 0
      ? view.say("feedback.shipped-done-none", { about })
      : view.say("feedback.shipped-done", { about, count: asked }),
  );
}

export async function openDecline(acting: Acting, id: string): Promise<Opened> {
  const either = await allowed(acting, id, "decline");
  return isDone(either) ? either : declineForm(either, acting.view);
}

/** It won't be: who looks after the customers hears why, so that they can say so. */
export async function decline(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const either = await held(acting, subject, "decline");
  if (isDone(either)) return either;
  const { tx, now, person, view, posts, directory } = acting;
  const reason = checkNote("reason", values, FEEDBACK.reasonAtLeast);
  if (reason.kind === "wrong") return { kind: "invalid", fields: problemTexts(reason.problems, view) };
  const decision = { state: "declined", by: person.id, at: now, note: reason.value, place: undefined } as const;
  if (!(await saveDecided(tx, either.item.id, decision))) throw new NotFound("feedback.gone");
  const people = await directory.people(tx);
  const told = either.behind.filter(({ account, pieces: [newest] }) => {
    const teller = account.stage === "churned" ? undefined : tellerOf(account.scope, people);
    if (!teller || !newest) return false;
    posts.announce({
      card: "feedback.declined",
      subject: newest.id,
      address: `person:${teller.id}`,
      slot: "",
      dueAt: afterQuietHours(now, teller.calendar),
      shows: [either.item.id, account.id],
    });
    return true;
  });
  await decided(acting, either, "feedback.decline", "feedback-declined");
  const about = aboutText(either.item, view.say);
  const count = told.length;
  return done(
    count === 0
      ? view.say("feedback.declined-done-none", { about })
      : view.say("feedback.declined-done", { about, count }),
  );
}

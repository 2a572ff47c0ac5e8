import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { afterQuietHours } from "../../kernel/business-time.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { approveFirst } from "./approving.ts";
import type { Story } from "./cards.ts";
import { decideHands, isPools, mayAct, mayApprove, needsApproval, scopeFor } from "./decide.ts";
import { handToForm, respondForm } from "./forms.ts";
import { textIn } from "./logging.ts";
import { saveApproval, saveClosed, saveOwner, saveResponse, writeAudit } from "./store.ts";
import { seen } from "./story.ts";

const MOST_CHOICES = 100;

export async function openRespond(acting: Acting, id: string): Promise<Form | Done> {
  const story = await seen(acting, id);
  return (
    refuse(acting, story, "open") ??
    (await unapproved(acting, story)) ??
    respondForm(story.request, story.account.name, acting.view)
  );
}

async function unapproved(acting: Acting, { request, account }: Story): Promise<Done | undefined> {
  return needsApproval(request) ? approveFirst(acting, account.scope) : undefined;
}

/** The first response: it stops the clock, once. Whoever of a pool answers has it from then on. */
export async function respond(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, via, directory, posts, reminders } = acting;
  const story = await seen(acting, subject);
  const refusal = refuse(acting, story, "open") ?? (await unapproved(acting, story));
  if (refusal) return refusal;
  const fields: Record<string, Text> = {};
  const answer = textIn(values["answer"], fields, "answer", acting);
  if (Object.keys(fields).length > 0) return { kind: "invalid", fields };
  const { request, account } = story;
  const owner = isPools(account) && person.roles.includes("am") ? person.id : request.owner;
  if (!(await saveResponse(tx, request.id, { owner, at: now, answer })))
    return refuse(acting, await seen(acting, subject), "open") ?? done(view.say("requests.gone"));

  reminders.drop("requests.remind", request.id);
  reminders.drop("requests.escalate", request.id);
  posts.redraw(request.id);
  const logger = await directory.person(tx, request.loggedBy);
  if (logger && logger.id !== person.id) {
    const dueAt = afterQuietHours(now, logger.calendar);
    const address = `person:${logger.id}` as const;
    posts.announce({ card: "requests.request", subject: request.id, address, slot: "answer", dueAt });
  }
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "request-responded",
    by: person.id,
    via,
    direction: "out",
    details: { kind: request.kind },
    summary: answer,
    visibility: request.kind === "commercial" ? "commercial" : "internal",
  });
  return done(view.say("requests.responded-done", { account: account.name }));
}

/** Closed with an answer, so never before there is one. */
export async function close(acting: Acting, id: string): Promise<Reply> {
  const { tx, now, person, view, via, posts } = acting;
  const story = await seen(acting, id);
  const { request, account } = story;
  const refusal = refuse(acting, story, "responded");
  if (refusal) return refusal;
  if (!(await saveClosed(tx, request.id, now)))
    return refuse(acting, await seen(acting, id), "responded") ?? done(view.say("requests.gone"));
  posts.redraw(request.id);
  const details = { kind: request.kind };
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "request-closed",
    by: person.id,
    via,
    details,
  });
  return done(view.say("requests.closed-done", { account: account.name }));
}

export async function openHandTo(acting: Acting, id: string): Promise<Form | Done> {
  const story = await seen(acting, id);
  const refusal = refuse(acting, story, "any");
  if (refusal) return refusal;
  const { request, account } = story;
  const people = decideHands(request, account.scope, await acting.directory.people(acting.tx)).slice(0, MOST_CHOICES);
  if (people.length === 0) return done(acting.view.say("requests.hand-nobody", { account: account.name }));
  return handToForm(request, account.name, people, acting.view);
}

/** Somebody else has it from now on; the first response is due when it was. */
export async function handTo(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, ids, person, view, via, directory, posts, reminders } = acting;
  const story = await seen(acting, subject);
  const { request, account } = story;
  const refusal = refuse(acting, story, "any");
  if (refusal) return refusal;
  const people = decideHands(request, account.scope, await directory.people(tx));
  const to = people.find(({ id }) => id === values["person"]);
  if (!to) return { kind: "invalid", fields: { person: view.say("requests.person-gone") } };
  if (!(await saveOwner(tx, request.id, request.owner, to.id))) return done(view.say("requests.handed-meanwhile"));
  const dueAt = afterQuietHours(now, to.calendar);
  const slot = now.toISOString();
  posts.redraw(request.id);
  posts.announce({ card: "requests.request", subject: request.id, address: `person:${to.id}`, slot, dueAt });
  if (request.state === "open") {
    reminders.set("requests.remind", request.id, request.responseDueAt > now ? request.responseDueAt : now);
  }
  const change = { from: request.owner ?? null, to: to.id };
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: person.id,
    action: "requests.hand-to",
    subject: request.id,
    details: change,
  });
  const details = { kind: request.kind, to: to.name };
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "request-handed",
    by: person.id,
    via,
    details,
  });
  return done(view.say("requests.handed-done", { account: account.name, person: to.name }));
}

/** A manager's word on a discount above the limit. */
export async function approve(acting: Acting, id: string): Promise<Reply> {
  const { tx, now, ids, person, view, via, posts } = acting;
  const story = await seen(acting, id);
  const { request, account } = story;
  const isApproved = alreadyApproved(acting, story);
  if (isApproved) return isApproved;
  if (!mayApprove(account.scope, person)) return done(view.say("requests.approve-managers"));
  if (!needsApproval(request)) return done(view.say("requests.nothing-to-approve"));
  if (!(await saveApproval(tx, request.id, person.id, now)))
    return alreadyApproved(acting, await seen(acting, id)) ?? done(view.say("requests.nothing-to-approve"));
  posts.redraw(request.id);
  const percent = request.discountPercent ?? 0;
  const details = { discountPercent: percent };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "requests.approve", subject: request.id, details });
  const what = "discount-approved";
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what,
    by: person.id,
    via,
    visibility: "commercial",
    details,
  });
  return done(view.say("requests.approve-done", { account: account.name, percent }));
}

/** Who may not read prices isn't told of one. */
function alreadyApproved({ audience, view }: Acting, { request, account, approver }: Story): Done | undefined {
  const scope = scopeFor(audience, account.scope, request.owner);
  if (!request.approved || !approver || !mayRead(audience, "price", scope)) return undefined;
  const at = { date: request.approved.at, style: "day-time" } as const;
  return done(view.say("requests.approved-already", { who: { mention: approver }, at }));
}

/** First what is decided already, then whether this person may act. */
function refuse(
  { person, view: { say } }: Acting,
  { request, account, owner }: Story,
  wanted: "open" | "responded" | "any",
): Done | undefined {
  const { state } = request;
  const has = owner ? { mention: owner } : say("requests.nobody");
  if (state === "closed") {
    return done(say("requests.closed-already", { at: { date: request.closedAt ?? request.at, style: "day-time" } }));
  }
  if (request.sale) return done(say("requests.goes-on"));
  if (wanted === "open" && state === "responded") {
    const at = { date: request.responded?.at ?? request.at, style: "day-time" } as const;
    return done(say("requests.responded-already", { owner: has, at }));
  }
  if (!mayAct(request, account, person)) return done(say("requests.for-owner", { owner: has }));
  if (wanted === "responded" && state === "open") return done(say("requests.respond-first"));
  return undefined;
}

import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { followed } from "./claimed-cards.ts";
import { isClosed } from "./decide.ts";
import { writtenProblemText } from "./forms.ts";
import { answerBackForm, askBackForm, takenOver } from "./handover-cards.ts";
import { checkHandoverText, isAsked, receiverOf } from "./handover-decide.ts";
import type { HandoverStory } from "./handover-model.ts";
import { handoversInStep, HANDOVER, handoverStoryOf, tellOf, turnTo, withSeller } from "./handover.ts";
import { handoverOf, saveHandoverAnswer, saveQuestion } from "./handover-store.ts";
import { mayRun, mayTakeOver } from "./life-rights.ts";
import { holdOpportunity, writeAudit } from "./life-store.ts";
import { happen } from "./living.ts";
import { lostSentence } from "./sentences.ts";
import { type Offer, offerById } from "./store.ts";

interface Found {
  readonly offer: Offer;
  readonly about: HandoverStory;
}

/** @throws NotFound when it isn't there for this person */
async function seen(acting: Acting, subject: string): Promise<Found> {
  const { tx, audience, place } = acting;
  const id = subject as OpportunityId;
  const [offer, handover] = [await offerById(tx, id), await handoverOf(tx, id)];
  if (!offer || !handover || !maySee(audience, place.private, "opportunity", withSeller(offer))) {
    throw new NotFound("opportunities.gone");
  }
  return { offer, about: handoverStoryOf(offer, handover) };
}

/** The same for who decides: held, and in step with the people of its account. */
async function held(acting: Acting, subject: string): Promise<Found> {
  const id = subject as OpportunityId;
  await holdOpportunity(acting.tx, id);
  const first = await offerById(acting.tx, id);
  if (first) await handoversInStep(acting, first.account.id);
  return seen(acting, subject);
}

/** Why a CSM's press comes to nothing, if it does: it is over, or it isn't theirs. */
function refusal({ person, view }: Acting, { offer, about }: Found): Done | undefined {
  const { opportunity, account } = offer;
  if (opportunity.stage === "done") return done(takenOver(about, view));
  if (isClosed(opportunity.stage)) return done(followed(about.story, view));
  if (opportunity.stage !== "won")
    return done(lostSentence({ kind: "not-now", stage: opportunity.stage }, about.story, view));
  const refused = mayTakeOver(account.scope, person, opportunity.claimed?.by);
  return refused && done(lostSentence(refused, about.story, view));
}

/** The CSM takes it over: only now it is done, and the onboarding opens (D8). */
export async function accept(acting: Acting, subject: string): Promise<Reply> {
  const { person, view, reminders, posts, tx, directory, emit } = acting;
  const found = await held(acting, subject);
  const { opportunity, account } = found.offer;
  const refused = refusal(acting, found);
  if (refused) {
    posts.redraw(opportunity.id);
    return refused;
  }
  const happened = await happen(acting, opportunity.id, { kind: "accept", by: person });
  if (happened?.outcome.kind !== "moved") throw new NotFound("opportunities.gone");
  reminders.drop(HANDOVER, opportunity.id);
  await emit({ kind: "handover-accepted", account: account.id, opportunity: opportunity.id });
  const tell = new Set([opportunity.claimed?.by, account.scope.am]);
  for (const each of (await directory.people(tx)).filter(({ id, active }) => active && tell.has(id))) {
    if (each.id !== person.id) tellOf(acting, "accepted", opportunity.id, each);
  }
  return done(view.say("won.accepted-done", { account: account.name, product: opportunity.product }));
}

export async function openAskBack(acting: Acting, subject: string): Promise<Opened> {
  const found = await seen(acting, subject);
  return refusal(acting, found) ?? pending(acting, found) ?? askBackForm(found.about, acting.view);
}

/** What was asked is answered first. */
function pending({ view }: Acting, { about }: Found): Done | undefined {
  const { handover } = about;
  if (!isAsked(handover) || !handover.people.receiver) return undefined;
  return done(view.say("won.asked-already", { am: { mention: handover.people.receiver } }));
}

export async function askBack(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, via, posts, emit, directory } = acting;
  const found = await held(acting, subject);
  const { opportunity, account } = found.offer;
  const refused = refusal(acting, found) ?? pending(acting, found);
  if (refused) return refused;
  const checked = checkHandoverText("question", values["question"]);
  if (checked.kind === "wrong") return invalid(acting, checked.problems);
  const happened = await happen(acting, opportunity.id, { kind: "ask-back", by: person });
  if (happened?.outcome.kind !== "moved") throw new NotFound("opportunities.gone");
  await saveQuestion(tx, opportunity.id, person.id, now, checked.value);
  const asked = { asked: { by: person.id, at: now }, answered: undefined };
  const am = receiverOf(asked, opportunity.claimed?.by, account.scope, await directory.people(tx));
  await turnTo(acting, opportunity.id, am?.id);
  if (am) tellOf(acting, "asked", opportunity.id, am);
  posts.redraw(opportunity.id);
  const details = { product: opportunity.product, to: am?.name ?? "" };
  const touched = { account: account.id, by: person.id, via, details, summary: checked.value } as const;
  await emit({ kind: "account-touched", what: "handover-asked", ...touched });
  return done(
    am ? view.say("won.asked-done", { am: am.name }) : view.say("won.asked-nobody", { account: account.name }),
  );
}

/** Who sold it answers, who covers for them, the account's AM or who leads. */
function answerRefusal(acting: Acting, { offer, about }: Found): Done | undefined {
  const { person, view } = acting;
  const { opportunity, account } = offer;
  if (opportunity.stage === "done") return done(takenOver(about, view));
  if (!isAsked(about.handover)) return done(view.say("won.nothing-asked"));
  const refused = mayRun(opportunity, account.scope, person);
  const isAm = [person.id, ...person.covers].some((each) => each === account.scope.am);
  return refused && !isAm ? done(lostSentence(refused, about.story, view)) : undefined;
}

export async function openAnswerBack(acting: Acting, subject: string): Promise<Opened> {
  const found = await seen(acting, subject);
  return answerRefusal(acting, found) ?? answerBackForm(found.about, acting.view);
}

export async function answerBack(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, ids, now, person, view, via, posts, emit, directory } = acting;
  const found = await held(acting, subject);
  const { opportunity, account } = found.offer;
  const refused = answerRefusal(acting, found);
  if (refused) return refused;
  const checked = checkHandoverText("answer", values["answer"]);
  if (checked.kind === "wrong") return invalid(acting, checked.problems);
  if (!(await saveHandoverAnswer(tx, opportunity.id, person.id, now, checked.value))) {
    return done(view.say("won.nothing-asked"));
  }
  const action = "opportunities.answer-back";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: opportunity.id, details: {} });
  const untouched = { asked: undefined, answered: undefined };
  const csm = receiverOf(untouched, undefined, account.scope, await directory.people(tx));
  await turnTo(acting, opportunity.id, csm?.id);
  if (csm) tellOf(acting, "answered", opportunity.id, csm);
  posts.redraw(opportunity.id);
  const details = { product: opportunity.product };
  const touched = { account: account.id, by: person.id, via, details, summary: checked.value } as const;
  await emit({ kind: "account-touched", what: "handover-answered", ...touched });
  return done(view.say("won.answered-done", { account: account.name, product: opportunity.product }));
}

function invalid(
  { view }: Acting,
  problems: readonly Parameters<typeof writtenProblemText>[0][],
): Extract<Reply, { kind: "invalid" }> {
  return {
    kind: "invalid",
    fields: Object.fromEntries(problems.map((each) => [each.field, writtenProblemText(each, view)])),
  };
}

import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { accountOf } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { approveFirst } from "../requests/facts.ts";
import { followed } from "./claimed-cards.ts";
import { continueForm, loseForm, passForm, snoozeForm, winForm, writtenProblemText } from "./forms.ts";
import { savePromisedOn } from "./handover-store.ts";
import { nudgeThem, resumed } from "./holding.ts";
import { gateLetGo } from "./judging.ts";
import { decideLife } from "./life.ts";
import type { Happening, LifeOutcome } from "./life-model.ts";
import { savePass, writeAudit } from "./life-store.ts";
import { happen, type Happened, type Telling } from "./living.ts";
import { route } from "./routing.ts";
import { lostSentence } from "./sentences.ts";
import { currencyOf, type Offer, offerById } from "./store.ts";
import { storyOfOffer } from "./story.ts";
import { tidy } from "./tidying.ts";
import { type Checked, checkLost, checkPass, checkReason, checkSnooze, checkWon, snoozeChoices } from "./written.ts";

export function isSeenBy({ audience, place }: Acting, { account }: Offer): boolean {
  return maySee(audience, place.private, "opportunity", account.scope);
}

/** @throws NotFound when it isn't there for this person */
export async function seen(acting: Acting, subject: string): Promise<Offer> {
  const { tx } = acting;
  const found = await offerById(tx, subject as OpportunityId);
  if (!found || !isSeenBy(acting, found)) throw new NotFound("opportunities.gone");
  if (found.mergedInto === undefined && found.account.stage !== "churned") return found;
  await tidy(acting, found.account.id);
  return (await offerById(tx, found.opportunity.id)) ?? found;
}

/** Why this person can't do that with it now. */
export async function refusal(acting: Acting, offer: Offer, what: Happening): Promise<Done | undefined> {
  const { opportunity, account, held, unapproved } = offer;
  const { calendar } = acting.person;
  const world = { now: acting.now, scope: account.scope, held, unapproved, calendar };
  const outcome = decideLife(opportunity, what, world);
  return outcome.kind === "moved" ? undefined : lost(acting, outcome, offer);
}

/** Why nothing came of it; a discount is approved by who leads the account, whoever leads its Account Manager. */
async function lost(acting: Acting, outcome: Exclude<LifeOutcome, { kind: "moved" }>, offer: Offer): Promise<Done> {
  if (outcome.kind === "unapproved") return approveFirst(acting, (await accountOf(acting, offer.account.id)).scope);
  return done(lostSentence(outcome, storyOfOffer(offer), acting.view));
}

type Acted = { readonly kind: "acted"; readonly happened: Happened } | Done;

/** Lets it happen, or says why not; whoever pressed an old card reads how it is now. */
export async function act(acting: Acting, subject: string, what: Happening, telling: Telling = {}): Promise<Acted> {
  const offer = await seen(acting, subject);
  const happened = await happen(acting, offer.opportunity.id, what, telling);
  if (!happened) throw new NotFound("opportunities.gone");
  const { outcome, after } = happened;
  if (outcome.kind === "moved") return { kind: "acted", happened };
  acting.posts.redraw(offer.opportunity.id);
  return lost(acting, outcome, after);
}

export function invalid<T>(checked: Extract<Checked<T>, { kind: "wrong" }>, { view }: Acting): Reply {
  return {
    kind: "invalid",
    fields: Object.fromEntries(checked.problems.map((each) => [each.field, writtenProblemText(each, view)])),
  };
}

export function named({ account, opportunity }: Offer) {
  return { account: account.name, product: opportunity.product };
}

export async function openPass(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  return (
    (await refusal(acting, offer, { kind: "pass", by: acting.person })) ?? passForm(storyOfOffer(offer), acting.view)
  );
}

/** Its own AM's goes to the manager; a pool's to the next in line, and when everybody passed to the manager too (D4). */
export async function pass(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view } = acting;
  const checked = checkPass(values);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const acted = await act(acting, subject, { kind: "pass", by: person }, { details: { reason: checked.value.reason } });
  if (acted.kind !== "acted") return acted;
  const { before, after } = acted.happened;
  const { id, assignee } = before.opportunity;
  for (const who of new Set([person.id, ...(after.opportunity.stage === "gated" && assignee ? [assignee] : [])])) {
    await savePass(tx, { opportunity: id, person: who, ...checked.value }, now);
  }
  if (after.opportunity.stage !== "gated") return done(view.say("deals.passed-pool", named(after)));
  const routed = await route(acting, id, after.account, { managerIsTold: true });
  if (routed.kind === "shut") return done(view.say("gate.ask-again-done", named(after)));
  if (routed.kind === "nobody") return done(view.say("deals.passed-nobody", named(after)));
  if (routed.kind !== "manager") return done(view.say("deals.passed-next", named(after)));
  await nudgeThem(acting, "passed", id, [routed.manager.id]);
  return done(view.say("deals.passed-manager", { ...named(after), manager: routed.manager.name }));
}

export async function openSnooze(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  const choices = snoozeChoices(acting.person.calendar, acting.now);
  const what = { kind: "snooze", by: acting.person, until: choices[0].until } as const;
  return (await refusal(acting, offer, what)) ?? snoozeForm(storyOfOffer(offer), choices, acting.view);
}

export async function snooze(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { now, person, view } = acting;
  const checked = checkSnooze(values, person.calendar, now);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const acted = await act(acting, subject, { kind: "snooze", by: person, until: checked.value });
  if (acted.kind !== "acted") return acted;
  const until = { date: checked.value, style: "day-time" } as const;
  return done(view.say("deals.snoozed-done", { ...named(acted.happened.after), until }));
}

export async function propose(acting: Acting, subject: string): Promise<Reply> {
  return plainly(acting, subject, { kind: "propose", by: acting.person }, (offer) =>
    acting.view.say("deals.proposed-done", named(offer)),
  );
}

export async function pause(acting: Acting, subject: string): Promise<Reply> {
  const done = (offer: Offer): Text => acting.view.say("deals.paused-done", named(offer));
  return plainly(acting, subject, { kind: "hold-pause", by: acting.person }, done);
}

async function plainly(acting: Acting, subject: string, what: Happening, said: (after: Offer) => Text): Promise<Reply> {
  const acted = await act(acting, subject, what);
  return acted.kind === "acted" ? done(said(acted.happened.after)) : acted;
}

export async function openWin(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  const refused = await refusal(acting, offer, { kind: "win", by: acting.person });
  return refused ?? winForm(storyOfOffer(offer), await currencyOf(acting.tx, offer.account.id), acting.view);
}

export async function win(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const checked = checkWon(values, acting.view.locale);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const acted = await act(acting, subject, { kind: "win", by: acting.person }, { written: checked.value });
  if (acted.kind !== "acted") return acted;
  savePromisedOn(acting.tx, acted.happened.after.opportunity.id, checked.value.promisedOn);
  return done(acting.view.say("deals.won-done", named(acted.happened.after)));
}

export async function openLose(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  return (
    (await refusal(acting, offer, { kind: "lose", by: acting.person })) ?? loseForm(storyOfOffer(offer), acting.view)
  );
}

export async function lose(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const checked = checkLost(values);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const telling = { written: { lostReason: checked.value }, details: { reason: checked.value } };
  const acted = await act(acting, subject, { kind: "lose", by: acting.person }, telling);
  if (acted.kind !== "acted") return acted;
  return done(acting.view.say("deals.lost-done", named(acted.happened.after)));
}

export async function openContinue(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  const refused = await refusal(acting, offer, { kind: "hold-continue", by: acting.person });
  return refused ?? continueForm(storyOfOffer(offer), acting.view);
}

/** A manager goes over what holds it, with a reason that is kept (D2). */
export async function goOn(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, ids, now, person, view } = acting;
  const checked = checkReason(values);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const acted = await act(
    acting,
    subject,
    { kind: "hold-continue", by: person, gate: await gateLetGo(acting, await offerById(tx, subject as OpportunityId)) },
    { written: { holdReason: checked.value } },
  );
  if (acted.kind !== "acted") return acted;
  const { before, after } = acted.happened;
  const details = { because: before.opportunity.parked?.because ?? "", stage: after.opportunity.stage };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "opportunities.continue", subject, details });
  await resumed(acting, after);
  return done(continuedText((await offerById(tx, after.opportunity.id)) ?? after, view));
}

/** It goes on only where somebody is offered it, or has it; else it waits for what comes first. */
function continuedText(offer: Offer, view: View): Text {
  const { stage, claimed } = offer.opportunity;
  if (claimed || stage === "routed") return view.say("deals.continued-done", named(offer));
  return sentences(view.say("deals.continued-waits", named(offer)), followed(storyOfOffer(offer), view));
}

import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";
import { type AccountRoster, isAmQuiet } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { askManager } from "./asking.ts";
import { followed } from "./claimed-cards.ts";
import { decideBenefit } from "./decide.ts";
import { confirmForm, problemTexts } from "./forms.ts";
import { failedLegs } from "./gate.ts";
import { legTexts } from "./gate-texts.ts";
import { nudgeThem } from "./holding.ts";
import { gateNow } from "./judging.ts";
import { mayGiveWord } from "./life-rights.ts";
import { type AuditAction, writeAudit } from "./life-store.ts";
import type { LifeOutcome } from "./life-model.ts";
import { happen, type Happened } from "./living.ts";
import { seen } from "./pressing.ts";
import { withdrawnFor } from "./reasons.ts";
import { route } from "./routing.ts";
import { failedSentence, heldSentence, lostSentence, routedSentence } from "./sentences.ts";
import type { Offer } from "./store.ts";
import { storyOfOffer } from "./story.ts";

/**
 * The CSM gives their word: the gate is judged and kept, and what came of it is done. It is offered, held, kept back,
 * put to a manager, or ends at the legs that failed.
 * @param told false: the timeline tells of it already @returns what they are told
 */
export async function giveWord(
  acting: Acting,
  id: OpportunityId,
  account: AccountRoster,
  benefit: string,
  told = true,
): Promise<Text> {
  const { person, view } = acting;
  const gate = await gateNow(acting, account, benefit);
  const happened = await happen(acting, id, { kind: "confirm", by: person, benefit, gate }, { quiet: !told });
  if (!happened) throw new NotFound("opportunities.gone");
  const { outcome, after } = happened;
  if (outcome.kind !== "moved") return lost(outcome, after, acting);
  const { stage } = after.opportunity;
  noted(acting, happened, "opportunities.confirm", { stage, failed: failedLegs(gate) });
  if (stage === "gate-failed") return failedSentence(storyOfOffer(after), legTexts(gate, "failed", view), view);
  if (after.held) await happen(acting, id, { kind: "park", because: after.held.because });
  if (stage !== "spotted") return onward(acting, happened);
  if (after.held) return heldSentence(after.held, account.name, view);
  const manager = await askManager(acting, after.opportunity, account);
  const names = { account: account.name, product: after.opportunity.product };
  return manager
    ? view.say("gate.put-to-manager", { ...names, manager: manager.name })
    : view.say("gate.no-manager", names);
}

/** The gate is passed: churn first, then the quiet of its Account Manager, then whom it goes to. */
async function onward(acting: Acting, { after }: Happened): Promise<Text> {
  const { tx, now, view } = acting;
  const { opportunity, account, held } = after;
  if (held) return heldSentence(held, account.name, view);
  if (await isAmQuiet(tx, account.id, now)) return view.say("opportunities.waiting-done", { account: account.name });
  return routedSentence(await route(acting, opportunity.id, account), account, view);
}

/** Why nothing came of it; what has gone on without it is said as it stands now. */
function lost(outcome: Exclude<LifeOutcome, { kind: "moved" }>, offer: Offer, { now, view }: Acting): Text {
  const story = storyOfOffer(offer, now);
  if (outcome.kind === "not-now" || outcome.kind === "unapproved") return followed(story, view);
  return lostSentence(outcome, story, view);
}

/** An audit holds no words that somebody wrote. */
function noted({ tx, ids, now, person }: Acting, { after }: Happened, action: AuditAction, details: object): void {
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: after.opportunity.id, details });
}

/** The same from a digest, whose line has one action: there one may also say that it isn't for them. */
export function openAnswer(acting: Acting, subject: string): Promise<Opened> {
  return openConfirm(acting, subject, true);
}

export async function openConfirm(acting: Acting, subject: string, fromDigest = false): Promise<Opened> {
  const offer = await seen(acting, subject);
  const { opportunity, account } = offer;
  const story = storyOfOffer(offer);
  const refusal = mayGiveWord(account.scope, acting.person);
  if (refusal) return done(lostSentence(refusal, story, acting.view));
  const { stage, parked } = opportunity;
  if (parked) return done(lostSentence({ kind: "parked", parked }, story, acting.view));
  if (stage !== "spotted" && stage !== "gated") return done(followed(story, acting.view));
  const asks = fromDigest && stage === "spotted" && !opportunity.confirmed;
  return confirmForm(story, await gateNow(acting, account, opportunity.benefit), asks, acting.view);
}

export async function confirm(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { opportunity, account } = await seen(acting, subject);
  if (values["word"] === "no") return decline(acting, subject);
  const benefit = oneLine(values["benefit"] ?? "");
  const problems = decideBenefit(benefit);
  if (problems.length > 0) return { kind: "invalid", fields: problemTexts(problems, acting.view) };
  return done(await giveWord(acting, opportunity.id, account, benefit));
}

export async function decline(acting: Acting, subject: string): Promise<Reply> {
  return decided(acting, subject, "decline", "gate.declined-done");
}

export async function notNow(acting: Acting, subject: string): Promise<Reply> {
  return decided(acting, subject, "not-now", "gate.refused-done");
}

export async function approve(acting: Acting, subject: string): Promise<Reply> {
  const pressed = await press(acting, subject, "approve");
  return done("text" in pressed ? pressed.text : await onward(acting, pressed.happened));
}

async function decided(
  acting: Acting,
  subject: string,
  kind: "decline" | "not-now",
  key: "gate.declined-done" | "gate.refused-done",
): Promise<Reply> {
  const pressed = await press(acting, subject, kind);
  if ("text" in pressed) return done(pressed.text);
  const { opportunity, account } = pressed.happened.after;
  if (kind === "not-now") await nudgeThem(acting, "refused", opportunity.id, [opportunity.confirmed?.by]);
  const days = OPPORTUNITY.quietAfterDays;
  return done(acting.view.say(key, { account: account.name, product: opportunity.product, days }));
}

type Pressed = { readonly happened: Happened } | { readonly text: Text };

async function press(acting: Acting, subject: string, kind: "approve" | "not-now" | "decline"): Promise<Pressed> {
  const { opportunity } = await seen(acting, subject);
  const happened = await happen(
    acting,
    opportunity.id,
    { kind, by: acting.person },
    kind === "decline" ? withdrawnFor("no-benefit") : {},
  );
  if (!happened) throw new NotFound("opportunities.gone");
  const { outcome, after } = happened;
  if (outcome.kind === "moved") {
    noted(acting, happened, `opportunities.${kind}`, { stage: after.opportunity.stage });
    return { happened };
  }
  acting.posts.redraw(opportunity.id);
  return { text: lost(outcome, after, acting) };
}

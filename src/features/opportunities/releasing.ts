import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { isAmQuiet } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { releaseForm } from "./forms.ts";
import type { Happened } from "./living.ts";
import { act, invalid, named, refusal, seen } from "./pressing.ts";
import { assigneeOf, route } from "./routing.ts";
import { storyOfOffer } from "./story.ts";
import { checkRelease } from "./written.ts";

export async function openRelease(acting: Acting, subject: string): Promise<Opened> {
  const offer = await seen(acting, subject);
  const refused = await refusal(acting, offer, { kind: "release", by: acting.person });
  return refused ?? releaseForm(storyOfOffer(offer), acting.view);
}

/** Given back with a reason, which whoever has it next reads; it is offered anew, and whoever had it comes last. */
export async function release(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const checked = checkRelease(values);
  if (checked.kind === "wrong") return invalid(checked, acting);
  const telling = { why: checked.value, details: { reason: checked.value.reason } };
  const acted = await act(acting, subject, { kind: "release", by: acting.person }, telling);
  return acted.kind === "acted" ? done(await offeredAnew(acting, acted.happened)) : acted;
}

async function offeredAnew(acting: Acting, { before, after }: Happened): Promise<Text> {
  const { tx, now, view } = acting;
  const { claimer } = before.opportunity.people;
  const { opportunity, account, held } = after;
  if (held || (await isAmQuiet(tx, account.id, now))) return view.say("deals.released-held", named(after));
  const routed = await route(acting, opportunity.id, account);
  if (routed.kind === "shut") return view.say("gate.ask-again-done", named(after));
  if (routed.kind === "nobody") return view.say("deals.released-nobody", named(after));
  if (claimer && assigneeOf(routed)?.id === claimer.id)
    return view.say("deals.released-again", { ...named(after), owner: { mention: claimer } });
  if (routed.kind !== "manager") return view.say("deals.released-done", named(after));
  return view.say("deals.released-manager", { ...named(after), manager: routed.manager.name });
}

import type { HomeView } from "@slack/types";
import type { Answer } from "../handler.ts";
import type { Interaction } from "../interaction.ts";
import { cardOf } from "../reply.ts";
import { homeProblem } from "./limits.ts";
import { outcomeOf } from "./outcome.ts";
import type { PrivateParts } from "./privately.ts";
import { renderMessage, type RenderContext } from "./render.ts";

/** What was done on somebody's home tab comes from no conversation, but from themselves. */
export function isAtHome({ place, sender }: Interaction): boolean {
  return place.private && place.conversation === sender.user;
}

/** Shows an answer as somebody's home tab. One that nothing is known of stays as it is. */
export async function showHome(
  { call, log }: Pick<PrivateParts, "call" | "log">,
  { sender }: Interaction,
  { reply }: Answer,
  context: RenderContext,
): Promise<void> {
  if (reply.kind === "nothing" || reply.kind === "form") return;
  const view: HomeView = { type: "home", blocks: renderMessage(cardOf(reply), context).blocks };
  const problem = homeProblem(view);
  if (problem !== undefined) return log.error({ problem }, "a home tab is beyond Block Kit's limits");
  try {
    await call(sender.workspace, "views.publish", { user_id: sender.user, view });
  } catch (error) {
    log.warn({ outcome: outcomeOf(error) }, "a home tab was not taken");
  }
}

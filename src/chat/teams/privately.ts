import type { Log } from "../../kernel/log.ts";
import type { Sender } from "../interaction.ts";
import type { Connector, Sent, Way } from "./connector.ts";
import type { Conversations } from "./conversations.ts";
import { openedWith } from "./opening.ts";
import { outcomeOf } from "./outcome.ts";

export interface PrivateParts {
  readonly connector: Connector;
  readonly conversations: Conversations;
  readonly log: Log;
}

type Posting = Pick<PrivateParts, "connector" | "log">;

/** The conversation that an input came from. */
export interface CameFrom extends Way {
  /** of the bot with that person alone */
  readonly personal: boolean;
  /** the id of the message that carried the button */
  readonly message: string | undefined;
}

/** Shows a message to the person who acted and to nobody else, in their own conversation with the bot. */
export async function privately(parts: PrivateParts, to: Sender, from: CameFrom, activity: Sent): Promise<boolean> {
  if (from.personal) return posted(parts, from, activity);
  const { serviceUrl } = from;
  try {
    const met = await parts.conversations.find(to.workspace, to.user);
    const way = met ?? (await openedWith(parts, serviceUrl, to.workspace, to.user));
    if (!way || !(await posted(parts, way, activity))) return false;
    if (met?.gone) await parts.conversations.keep(met);
    return true;
  } catch (error) {
    parts.log.warn({ outcome: outcomeOf(error) }, "a direct conversation could not be opened");
    return false;
  }
}

/** @returns false when Teams didn't take it */
export async function posted({ connector, log }: Posting, way: Way, activity: Sent): Promise<boolean> {
  try {
    return (await connector.post(way, activity)) !== undefined;
  } catch (error) {
    log.warn({ outcome: outcomeOf(error) }, "a reply was not taken");
    return false;
  }
}

/** Draws the message anew that carried the button. @returns false when Teams didn't take it */
export async function redrawn({ connector, log }: Posting, from: CameFrom, activity: Sent): Promise<boolean> {
  if (from.message === undefined) return false;
  try {
    return (await connector.redraw(from, from.message, activity)) !== undefined;
  } catch (error) {
    log.warn({ outcome: outcomeOf(error) }, "a private message was not drawn anew");
    return false;
  }
}

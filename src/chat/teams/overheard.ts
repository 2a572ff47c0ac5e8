import { contentKey } from "../content-key.ts";
import type { Overheard } from "../interaction.ts";
import type { Received } from "./payloads.ts";
import { lettersSaid } from "./said.ts";
import { bareId, senderOf } from "./translate.ts";
import { isSpokenTo } from "./typed.ts";

/**
 * Of an activity, what one of the tenant's own people said in a channel, not to the bot.
 * @returns undefined for all else, and for what anybody of another company says
 */
export function overheardIn(received: Received, tenant: string): Overheard | undefined {
  const { type, conversation, from, id, timestamp, text } = received;
  if (type !== "message" || conversation.conversationType !== "channel" || isSpokenTo(received)) return undefined;
  if (from.aadObjectId === undefined || !text) return undefined;
  const sender = senderOf(received, from.aadObjectId, tenant);
  if (sender.home !== sender.workspace) return undefined;
  const place = { conversation: bareId(conversation.id), private: false };
  return {
    kind: "overheard",
    text: lettersSaid(text, "html"),
    sender,
    place,
    contentKey: contentKey("teams", "overheard", tenant, place.conversation, sender.user, id ?? timestamp),
    replyTo: {},
  };
}

import { z } from "zod";
import type { Interaction } from "../interaction.ts";
import type { Log } from "../../kernel/log.ts";
import type { SlackCall } from "./client.ts";
import { outcomeOf } from "./outcome.ts";
import type { Message } from "./render.ts";
import type { Respond } from "./response-url.ts";

/** How a message is sent so that Slack reads nothing into it. */
export const LITERAL = {
  mrkdwn: false,
  parse: "none",
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
} as const;

/** What a message carries so that a lost answer can be looked up. Any member can read it: an id, nothing else. */
export function tagOf(deliveryId: string): object {
  return { event_type: "tandem_post", event_payload: { delivery_id: deliveryId } };
}

const TAG = z.object({
  event_type: z.literal("tandem_post"),
  event_payload: z.object({ delivery_id: z.string() }),
});

/** The delivery id that a message carries; undefined for one that isn't ours. */
export function deliveryIdIn(metadata: unknown): string | undefined {
  return TAG.safeParse(metadata).data?.event_payload.delivery_id;
}

export interface PrivateParts {
  readonly call: SlackCall;
  readonly respond: Respond;
  readonly log: Log;
}

/** beside: only the presser sees it · replace: in place of the pressed message · closing: a form is done */
export type Manner = "beside" | "replace" | "closing";

const OPENED = z.object({ channel: z.object({ id: z.string().min(1) }) });

/**
 * Shows a message to the person who acted and to nobody else: by the input's own address, else as an ephemeral
 * message, else as a direct one. A form that began in the bot's own conversation closes with a lasting message there.
 */
export async function privately(parts: PrivateParts, to: Interaction, message: Message, manner: Manner): Promise<void> {
  const { place, replyTo, sender } = to;
  const isDirect = place.private && place.message !== undefined && !place.ephemeral;
  if (isDirect && manner === "closing" && (await directly(parts, to, message))) return;
  const address = replyTo["responseUrl"];
  if (address !== undefined) {
    const where =
      manner === "replace" ? { replace_original: true } : { replace_original: false, response_type: "ephemeral" };
    if (await parts.respond(address, { ...where, ...message, ...LITERAL })) return;
  }
  if (!place.private && place.conversation !== "") {
    const parameters = { channel: place.conversation, user: sender.user, ...message, parse: "none", link_names: false };
    if (await done(parts, sender.workspace, "chat.postEphemeral", parameters)) return;
  }
  if (await directly(parts, to, message)) return;
  parts.log.warn({ contentKey: to.contentKey, kind: to.kind }, "a reply reached nobody");
}

async function directly(parts: PrivateParts, { sender, contentKey }: Interaction, message: Message): Promise<boolean> {
  try {
    const opened = OPENED.parse(await parts.call(sender.workspace, "conversations.open", { users: sender.user }));
    const metadata = tagOf(contentKey);
    const parameters = { channel: opened.channel.id, ...message, ...LITERAL, metadata };
    return await done(parts, sender.workspace, "chat.postMessage", parameters);
  } catch (error) {
    parts.log.warn({ outcome: outcomeOf(error) }, "a direct conversation could not be opened");
    return false;
  }
}

async function done(parts: PrivateParts, workspace: string, method: string, parameters: object): Promise<boolean> {
  try {
    await parts.call(workspace, method, { ...parameters });
    return true;
  } catch (error) {
    parts.log.warn({ outcome: outcomeOf(error), method }, "a reply was not taken");
    return false;
  }
}

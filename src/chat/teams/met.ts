import type { Met } from "./conversations.ts";
import type { Received } from "./payloads.ts";
import { isFromMenu } from "./shortcut.ts";
import { bareId } from "./translate.ts";

/** Where the bot was met, as an activity says. What comes from a message's menu comes from anywhere. */
export function metIn(received: Received, tenant: string): Met | undefined {
  const { conversation, channelData, from, serviceUrl } = received;
  if (isFromMenu(received.name)) return undefined;
  const id = bareId(conversation.id);
  if (conversation.conversationType === "personal") {
    const user = from.aadObjectId;
    return user === undefined
      ? undefined
      : { tenant, conversation: user, sendTo: id, kind: "personal", serviceUrl, team: undefined };
  }
  const team = channelData?.team?.id;
  const kind = team === undefined ? "group" : "channel";
  return { tenant, conversation: id, sendTo: id, kind, serviceUrl, team };
}

/** Whether what is known of a conversation already says all that is new. */
export function isMetAlike(known: Met, met: Met): boolean {
  const isSame = known.sendTo === met.sendTo && known.serviceUrl === met.serviceUrl && known.kind === met.kind;
  return isSame && (met.team === undefined || known.team === met.team);
}

/** Whether the bot itself was sent away: from a team, a group chat, or by a person. */
export function isBotRemoved({ type, action, membersRemoved, recipient }: Received): boolean {
  if (type === "installationUpdate") return action?.startsWith("remove") ?? false;
  return type === "conversationUpdate" && (membersRemoved ?? []).some(({ id }) => id === recipient.id);
}

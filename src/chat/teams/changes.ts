import { contentKey } from "../content-key.ts";
import type { ChannelChange } from "../interaction.ts";
import type { Conversations } from "./conversations.ts";
import type { Received } from "./payloads.ts";
import { bareId } from "./translate.ts";

type Change = ChannelChange["change"];

/** Of one channel, by the name Teams gives its events. */
const OF_CHANNEL: ReadonlyMap<string, Change> = new Map([
  ["channelDeleted", "archived"],
  ["channelShared", "shared"],
  ["channelUnshared", "unshared"],
  ["channelMemberAdded", "joined"],
  ["channelMemberRemoved", "left"],
]);
/** Of all channels of a team. */
const OF_TEAM: ReadonlyMap<string, Change> = new Map([
  ["teamArchived", "archived"],
  ["teamDeleted", "archived"],
  ["teamHardDeleted", "archived"],
  ["teamMemberAdded", "joined"],
  ["teamMemberRemoved", "left"],
]);

/** The channels' changes that an activity tells of; of a team all of its channels'. */
export async function changesIn(
  received: Received,
  tenant: string,
  conversations: Pick<Conversations, "all">,
): Promise<ChannelChange[]> {
  const { type, id, timestamp, channelData, conversation, from } = received;
  if (type !== "conversationUpdate") return [];
  const event = channelData?.eventType ?? "";
  const change = OF_CHANNEL.get(event) ?? OF_TEAM.get(event) ?? membersChange(received);
  if (!change) return [];
  const team = channelData?.team?.id;
  const one = channelData?.channel?.id ?? bareId(conversation.id);
  const channels =
    OF_CHANNEL.has(event) || team === undefined
      ? [one]
      : (await conversations.all(tenant)).filter((met) => met.team === team).map((met) => met.conversation);
  return channels.map((channel) => ({
    kind: "channel-change",
    change,
    sender: { platform: "teams", workspace: tenant, user: from.aadObjectId ?? from.id, home: tenant },
    place: { conversation: channel, private: false },
    contentKey: contentKey("teams", "event", tenant, event, change, channel, id ?? timestamp),
    replyTo: {},
  }));
}

function membersChange({ membersAdded, membersRemoved }: Received): Change | undefined {
  if (membersAdded && membersAdded.length > 0) return "joined";
  return membersRemoved && membersRemoved.length > 0 ? "left" : undefined;
}

import { z } from "zod";
import { contentKey } from "../content-key.ts";
import type { Overheard } from "../interaction.ts";
import { ID, MOST_SAID, TS } from "./payloads.ts";
import { lettersOf } from "./said.ts";

/** What a person wrote in a channel. What bots write has a bot's id, what becomes of a message later another subtype. */
const SAID = z.object({
  type: z.literal("event_callback"),
  event: z.object({
    type: z.literal("message"),
    subtype: z.enum(["file_share", "thread_broadcast"]).optional(),
    bot_id: z.undefined().optional(),
    channel_type: z.enum(["channel", "group"]),
    channel: ID,
    user: ID,
    team: ID.nullish(),
    user_team: ID.nullish(),
    source_team: ID.nullish(),
    ts: TS,
    text: z.string().transform((text) => text.slice(0, MOST_SAID)),
  }),
});

/**
 * Of an event of Slack's, what one of the workspace's own people said in a channel.
 * @param workspace the team the app is installed in, as Bolt found it in the envelope
 * @returns undefined for all else, and for what anybody of another company says
 */
export function overheardIn(body: object, workspace: string): Overheard | undefined {
  const { data } = SAID.safeParse(body);
  if (!data) return undefined;
  const { channel, user, team, user_team, source_team, ts, text } = data.event;
  if ([team, user_team, source_team].some((home) => home && home !== workspace)) return undefined;
  return {
    kind: "overheard",
    text: lettersOf(text),
    sender: { platform: "slack", workspace, user, home: workspace },
    place: { conversation: channel, private: false },
    contentKey: contentKey("slack", "overheard", workspace, channel, user, ts),
    replyTo: {},
  };
}

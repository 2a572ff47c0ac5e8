import { z } from "zod";
import { CHANNEL_NAME } from "../channel-name.ts";
import { MOST_FILES } from "../fetch-file.ts";

/** An id or a message's ts of Slack's: letters and digits, so that it can be nothing else anywhere. */
export const ID = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const id = ID;
const optionalId = id.nullish();

const MOST_TYPED = 4000;
const MOST_FILLED_IN = 12_000;

/** The parts of Slack's payloads that Tandem reads. All else is ignored. */
export const COMMAND = z.object({
  command: z.string().regex(/^\/[a-z0-9_-]{1,32}$/),
  text: z
    .string()
    .default("")
    .transform((text) => text.slice(0, MOST_TYPED)),
  user_id: id,
  team_id: id,
  channel_id: id,
  channel_name: CHANNEL_NAME.default(""),
  trigger_id: z.string().max(200),
  response_url: z.string().max(1000).optional(),
});

const user = z.object({ id, team_id: optionalId });

export const ACTIONS = z.object({
  type: z.literal("block_actions"),
  user,
  trigger_id: z.string().max(200).optional(),
  response_url: z.string().max(1000).optional(),
  channel: z.object({ id }).nullish(),
  container: z
    .object({
      type: z.string().max(50).optional(),
      message_ts: optionalId,
      channel_id: optionalId,
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z.object({ ts: optionalId }).nullish(),
  view: z
    .object({ id, type: z.string().max(50).optional(), private_metadata: z.string().max(3000).default("") })
    .nullish(),
  actions: z
    .array(
      z.object({
        type: z.string().max(50).optional(),
        action_id: z.string().max(255),
        action_ts: z.string().max(50).optional(),
        value: z.string().max(2000).optional(),
        selected_option: z.object({ value: z.string().max(MOST_FILLED_IN) }).nullish(),
      }),
    )
    .min(1),
});

/** A message of Slack's may have 40,000 letters; what is over is left out, not refused. */
export const MOST_SAID = 12_000;
export const TS = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/);

export const SHORTCUT = z.object({
  type: z.literal("message_action"),
  callback_id: z.string().max(255),
  trigger_id: z.string().max(200),
  action_ts: z.string().max(50).optional(),
  response_url: z.string().max(1000).optional(),
  user,
  channel: z.object({ id }),
  message_ts: TS.optional(),
  message: z.object({
    ts: TS.optional().catch(undefined),
    user: optionalId.catch(undefined),
    username: z.string().max(200).nullish().catch(undefined),
    user_profile: z
      .object({ real_name: z.string().max(200).nullish(), display_name: z.string().max(200).nullish() })
      .nullish()
      .catch(undefined),
    text: z
      .string()
      .nullish()
      .transform((text) => (text ?? "").slice(0, MOST_SAID)),
  }),
});

export const SUBMISSION = z.object({
  type: z.literal("view_submission"),
  user,
  trigger_id: z.string().max(200).optional(),
  view: z.object({
    id,
    hash: z.string().max(100).optional(),
    root_view_id: optionalId,
    callback_id: z.string().max(255).default(""),
    private_metadata: z.string().max(3000),
    state: z.object({
      values: z.record(
        z.string().max(255),
        z.record(
          z.string().max(255),
          z.object({
            value: z.string().max(MOST_FILLED_IN).nullish(),
            selected_option: z.object({ value: z.string().max(MOST_FILLED_IN) }).nullish(),
            selected_date: z.string().max(20).nullish(),
          }),
        ),
      ),
    }),
  }),
});

export const EVENT = z.object({
  type: z.literal("event_callback"),
  event_id: z.string().max(100).optional(),
  event: z.object({
    type: z.string().max(100),
    user: z.union([id, z.object({ id }).transform((each) => each.id)]).nullish(),
    actor_id: optionalId,
    team: optionalId,
    tab: z.string().max(50).nullish(),
    channel: z.union([id, z.object({ id }).transform((each) => each.id)]),
    event_ts: z.string().max(50).nullish(),
    channel_type: z.string().max(50).nullish(),
    subtype: z.string().max(100).nullish(),
    bot_id: optionalId,
    client_msg_id: z.string().max(100).nullish(),
    ts: z.string().max(50).nullish(),
  }),
});

/** A message with files in a conversation with the bot alone; those of the bot's own carry a bot's id. */
export const FILES_SENT = z.object({
  type: z.literal("event_callback"),
  authorizations: z
    .array(z.object({ user_id: z.string().max(100) }))
    .nullish()
    .catch(undefined),
  event: z.object({
    type: z.literal("message"),
    subtype: z.literal("file_share"),
    channel_type: z.literal("im"),
    channel: id,
    user: id,
    bot_id: z.undefined().optional(),
    team: optionalId,
    user_team: optionalId,
    client_msg_id: z.string().max(100).nullish(),
    ts: TS,
    files: z
      .array(
        z.object({
          name: z.string().nullish(),
          url_private_download: z.string().max(3000).nullish(),
          url_private: z.string().max(3000).nullish(),
        }),
      )
      .min(1)
      .transform((files) => files.slice(0, MOST_FILES)),
  }),
});

import { z } from "zod";
import { CHANNEL_NAME } from "../channel-name.ts";
import { TEAMS_ID } from "./people.ts";

const MOST_TYPED = 4000;
const short = z.string().max(300);

/** What every activity says before anything else of it is believed. */
export const ENVELOPE = z.looseObject({
  type: z.string().max(100),
  channelId: z.literal("msteams"),
  serviceUrl: z.string().max(300),
});

/** The parts of Teams' activities that Tandem reads. All else is ignored. */
export const ACTIVITY = z.object({
  type: z.string().max(100),
  name: z.string().max(100).optional(),
  id: short.optional(),
  timestamp: z.string().max(50).optional(),
  serviceUrl: z.string().max(300),
  from: z.object({ id: short, aadObjectId: TEAMS_ID.optional(), tenantId: short.optional() }),
  recipient: z.object({ id: short }),
  conversation: z.object({
    id: z
      .string()
      .max(400)
      .regex(/^[\w.:@;=-]+$/),
    conversationType: z.string().max(50).optional(),
    tenantId: short.optional(),
    name: CHANNEL_NAME.optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: short }).optional(),
      team: z.object({ id: TEAMS_ID, name: CHANNEL_NAME.optional() }).optional(),
      channel: z.object({ id: TEAMS_ID, name: CHANNEL_NAME.optional() }).optional(),
      eventType: z.string().max(100).optional(),
    })
    .nullish(),
  replyToId: TEAMS_ID.optional().catch(undefined),
  text: z
    .string()
    .transform((text) => text.slice(0, MOST_TYPED))
    .nullish(),
  entities: z
    .array(
      z.looseObject({ type: z.string().optional(), text: z.string().optional(), mentioned: z.unknown().optional() }),
    )
    .nullish()
    .catch(undefined),
  attachments: z.array(z.unknown()).nullish().catch(undefined),
  value: z.unknown().optional(),
  action: z.string().max(50).optional(),
  membersAdded: z
    .array(z.object({ id: short }))
    .nullish()
    .catch(undefined),
  membersRemoved: z
    .array(z.object({ id: short }))
    .nullish()
    .catch(undefined),
});
export type Received = z.output<typeof ACTIVITY>;

/** What a button or a form sends along; whoever has it may have changed it. */
export const DATA = z.record(z.string().max(300), z.unknown());

export const EXECUTED = z.object({ action: z.object({ verb: z.string().max(300), data: DATA.default({}) }) });
/** Of a dialog, and of an Action.Submit that came by a message. */
export const SUBMITTED = DATA.and(z.object({ verb: z.string().max(300) }));
export const DIALOG = z.object({ data: SUBMITTED });
export const SENT_FORM = z.object({
  form: z.string().regex(/^[a-z]{1,50}\.[a-z-]{1,50}$/),
  id: z.string().max(200),
  origin: z.unknown().optional(),
});

const MOST_SAID = 12_000;
const called = z.string().max(300).nullish().catch(undefined);

/** Of an action that is chosen from a message's menu. */
export const FETCHED = z.object({
  commandId: z.string().max(100),
  messagePayload: z.object({
    createdDateTime: z.string().max(50).nullish().catch(undefined),
    body: z
      .object({
        contentType: z.string().max(20).nullish(),
        content: z
          .string()
          .nullish()
          .transform((content) => (content ?? "").slice(0, MOST_SAID)),
      })
      .nullish(),
    from: z
      .object({
        user: z.object({ id: TEAMS_ID.nullish().catch(undefined), displayName: called }).nullish(),
        application: z.object({ displayName: called }).nullish(),
      })
      .nullish()
      .catch(undefined),
  }),
});

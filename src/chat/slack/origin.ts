import { z } from "zod";
import type { Place } from "../interaction.ts";
import { LIMITS } from "./limits.ts";
import { CHANNEL_NAME } from "../channel-name.ts";
import { ID } from "./payloads.ts";

/** Where a form began: it says where `done` is shown and grants nothing. */
export interface Origin {
  readonly conversation: string;
  /** the channel's name, where Slack said it */
  readonly name?: string;
  /** the bot's own conversation with the person */
  readonly direct: boolean;
  readonly message?: string;
  readonly ephemeral?: boolean;
  readonly responseUrl?: string;
}

/** What a modal carries in its private_metadata. */
export interface Carried {
  readonly form: string;
  readonly subject: string;
  readonly origin: Origin;
}

const CARRIED = z.object({
  v: z.literal(1),
  f: z.string().regex(/^[a-z]{1,50}\.[a-z-]{1,50}$/),
  s: z.string().max(200),
  c: ID,
  n: CHANNEL_NAME.optional(),
  d: z.boolean(),
  m: z
    .string()
    .regex(/^[\w.-]{1,64}:[\w.-]{1,64}$/)
    .optional(),
  e: z.boolean().optional(),
  r: z.string().max(1500).optional(),
});

/** At most 3000 characters; an address to answer that doesn't fit is left out. */
export function writeCarried({ form, subject, origin }: Carried): string {
  const short = {
    v: 1,
    f: form,
    s: subject,
    c: origin.conversation,
    n: origin.name,
    d: origin.direct,
    m: origin.message,
    e: origin.ephemeral,
  };
  const full = JSON.stringify({ ...short, r: origin.responseUrl });
  return full.length <= LIMITS.metadata ? full : JSON.stringify(short);
}

/** @returns undefined for anything but what `writeCarried` wrote */
export function readCarried(metadata: string): Carried | undefined {
  let json: unknown;
  try {
    json = JSON.parse(metadata);
  } catch {
    return undefined;
  }
  const parsed = CARRIED.safeParse(json);
  if (!parsed.success) return undefined;
  const { f, s, c, n, d, m, e, r } = parsed.data;
  return {
    form: f,
    subject: s,
    origin: {
      conversation: c,
      ...(n ? { name: n } : {}),
      direct: d,
      ...(m === undefined ? {} : { message: m }),
      ...(e === undefined ? {} : { ephemeral: e }),
      ...(r === undefined ? {} : { responseUrl: r }),
    },
  };
}

export function placeOf(origin: Origin): Place {
  return {
    conversation: origin.conversation,
    ...(origin.name === undefined ? {} : { name: origin.name }),
    private: origin.direct,
    ...(origin.message === undefined ? {} : { message: origin.message }),
    ...(origin.ephemeral === undefined ? {} : { ephemeral: origin.ephemeral }),
  };
}

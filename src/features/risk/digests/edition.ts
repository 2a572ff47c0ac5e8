import { z } from "zod";
import type { LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { TOLD } from "../model.ts";

/** How many items a morning keeps in full; the rest are counted. */
export const KEPT_ITEMS = 25;

const ACCOUNT = z.string().transform((text) => text as AccountId);
const PERSON = z.string().transform((text) => text as PersonId);
const DAY = z.string().transform((text) => text as LocalDate);
const MONEY = z.array(z.object({ amountMinor: z.number().int(), currency: z.string() }));

const ITEM = z.object({
  account: ACCOUNT,
  band: z.enum(["low", "watch", "high", "critical"]),
  arr: MONEY,
  told: TOLD.optional(),
});
export type Item = z.infer<typeof ITEM>;

const MORNING = {
  day: DAY,
  /** customers that the digest is about */
  customers: z.number(),
  /** accounts at risk or rising */
  count: z.number(),
  /** the weightiest of them, in order */
  items: z.array(ITEM),
  /** all of them, to compare with the next morning */
  accounts: z.array(ACCOUNT),
  dataUntil: DAY.optional(),
  /** every score stands still because its data is too old */
  frozen: z.boolean(),
  /** the morning before, and what changed since */
  since: z.object({ day: DAY, fresh: z.number(), gone: z.number() }).optional(),
  late: z.boolean(),
};

/** The figures of one morning's team digest. */
export const TEAM = z.object({
  ...MORNING,
  kind: z.literal("team"),
  csms: z.array(z.object({ csm: PERSON, count: z.number(), arr: MONEY })),
  clear: z.array(PERSON),
  /** accounts without a CSM */
  orphans: z.array(ACCOUNT),
  next: z.object({ account: ACCOUNT, on: DAY }).optional(),
});
export type TeamEdition = z.infer<typeof TEAM>;

/** The figures of one morning's digest of a CSM. */
export const MINE = z.object({
  ...MORNING,
  kind: z.literal("mine"),
  renewals: z.array(z.object({ account: ACCOUNT, renewsOn: DAY, noticeUntil: DAY.optional() })),
  growing: z.array(
    z.object({ account: ACCOUNT, percent: z.number(), used: z.number().optional(), seats: z.number().optional() }),
  ),
});
export type MyEdition = z.infer<typeof MINE>;

export const EDITION = z.discriminatedUnion("kind", [TEAM, MINE]);
export type Edition = z.infer<typeof EDITION>;

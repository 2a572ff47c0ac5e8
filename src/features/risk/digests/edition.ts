import { z } from "zod";
import type { LocalDate } from "../../../kernel/business-time.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { TOLD } from "../model.ts";

/** How many items a morning keeps in full; the rest are counted. */
export const KEPT_ITEMS = 25;

const ACCOUNT = z.string().transform((text) => text as AccountId);
const PERSON = z.string().transform((text) => text as PersonId);
const DAY = z.string().transform((text) => text as LocalDate);
export const MONEY = z.array(z.object({ amountMinor: z.number().int(), currency: z.string() }));
export const CHANCE = z.object({
  percent: z.number(),
  low: z.number(),
  high: z.number(),
  points: z.number().optional(),
});

export const ITEM = z.object({
  account: ACCOUNT,
  band: z.enum(["low", "watch", "high", "critical"]),
  arr: MONEY,
  told: TOLD.optional(),
  /** what it was on the morning before; left out when nothing is known of one */
  was: z.enum(["low", "watch", "high", "critical", "new", "same"]).optional(),
  /** left out: an expert's estimate */
  calibrated: z.boolean().optional(),
  /** left out where there is none to tell, such as after a notice */
  chance: CHANCE.optional(),
  /** the chance on the morning before, in percent */
  percentBefore: z.number().optional(),
});
export type Item = z.infer<typeof ITEM>;

/** An item that another slice gathered, and what it is to the morning before. */
const KEPT = z.object({
  id: z.string(),
  about: z.string().optional(),
  grade: z.string(),
  pressing: z.boolean().optional(),
  figures: z.record(z.string(), z.union([z.string(), z.number()])),
  was: z.enum(["new", "changed", "same"]).optional(),
});
export type Kept = z.infer<typeof KEPT>;

const SECTIONS = z.record(z.string(), z.array(KEPT)).default({});

const TREND = z.object({
  currency: z.string(),
  /** the oldest first, the last is the morning's own */
  points: z.array(z.object({ day: DAY, amountMinor: z.number().int() })),
});
export type Trend = z.infer<typeof TREND>;

/** Money at risk as far as it is calibrated, and how many accounts it leaves out. */
const STAKE = z.object({ amounts: MONEY, estimated: z.number() });
export type Stake = z.infer<typeof STAKE>;

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
  since: z.object({ day: DAY, fresh: z.number(), gone: z.number(), stake: STAKE.optional() }).optional(),
  late: z.boolean(),
  /** ARR of the accounts at risk */
  atRisk: MONEY.optional(),
  /** left out while nothing is calibrated */
  stake: STAKE.optional(),
  /** of the stake where there is one, else of ARR at risk */
  trend: TREND.optional(),
};

/** The figures of one morning's team digest. */
export const TEAM = z.object({
  ...MORNING,
  kind: z.literal("team"),
  csms: z.array(z.object({ csm: PERSON, count: z.number(), arr: MONEY, stake: STAKE.optional() })),
  clear: z.array(PERSON),
  /** accounts without a CSM */
  orphans: z.array(ACCOUNT),
  next: z.object({ account: ACCOUNT, on: DAY }).optional(),
});
export type TeamEdition = z.infer<typeof TEAM>;

/** The figures of one morning's digest of a CSM. */
export const MINE = z.object({ ...MORNING, kind: z.literal("mine"), sections: SECTIONS });
export type MyEdition = z.infer<typeof MINE>;

/** The figures of one morning of an Account Manager or a manager: what the slices have for them. */
const DUTIES = {
  day: DAY,
  late: z.boolean(),
  /** the morning before */
  since: z.object({ day: DAY }).optional(),
  sections: SECTIONS,
};
export const AM = z.object({ ...DUTIES, kind: z.literal("am") });
const MANAGER = z.object({ ...DUTIES, kind: z.literal("manager") });
/** What waited for a digest, of somebody who got none. */
const ALSO = z.object({ ...DUTIES, kind: z.literal("also") });
export type DutyEdition = z.infer<typeof AM> | z.infer<typeof MANAGER> | z.infer<typeof ALSO>;

export type Edition = TeamEdition | MyEdition | DutyEdition;
/** An edition that is ordered by risk. */
export type RiskEdition = TeamEdition | MyEdition;
export type PersonalEdition = MyEdition | DutyEdition;
export const EDITION = z.discriminatedUnion("kind", [TEAM, MINE, AM, MANAGER, ALSO]);

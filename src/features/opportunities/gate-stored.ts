import { z } from "zod";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { ContactId, PersonId } from "../../kernel/ids.ts";
import type { Gate } from "./gate.ts";

const MEASURED = z.enum(["passed", "failed"]);
const LOCAL_DATE = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((day) => day as LocalDate);

const GATE = z.object({
  usage: z.union([
    z.object({ state: MEASURED, days: z.number(), change: z.number(), slope: z.number() }),
    z.object({
      state: z.literal("too-little"),
      days: z.number(),
      because: z.enum(["days", "gaps", "stands-still"]).default("days"),
    }),
  ]),
  outcome: z.union([
    z.object({ state: MEASURED, name: z.string(), change: z.number() }),
    z.object({ state: z.literal("met"), name: z.string(), on: LOCAL_DATE }),
    z.object({ state: z.literal("unknown") }),
  ]),
  benefit: z.object({ state: MEASURED, letters: z.number() }),
  refused: z.boolean().optional(),
});

/** @returns undefined when nothing was judged, or by rules that don't hold any more */
export function gateIn(stored: unknown): Gate | undefined {
  return GATE.safeParse(stored).data;
}

const FOUND = z.discriminatedUnion("rule", [
  z.object({ rule: z.literal("seats"), used: z.number(), seats: z.number(), days: z.number() }),
  z.object({ rule: z.literal("limit"), metric: z.string(), used: z.number(), limit: z.number() }),
  z.object({ rule: z.literal("module"), module: z.string(), using: z.number(), peers: z.number() }),
]);
/** What a rule found, with its figures: seats in use on each of so many known days, a limit, a module that peers use. */
export type Found = z.infer<typeof FOUND>;

const EVIDENCE = z.union([
  z.object({ source: z.literal("usage"), at: z.string(), found: FOUND }),
  z.object({
    source: z.enum(["csm", "customer"]),
    at: z.string(),
    by: z.string(),
    text: z.string(),
    contact: z.string().optional(),
  }),
]);

/** What speaks for an opportunity: a rule over usage, a CSM, or the customer who asks (D1). */
export type Evidence =
  | { readonly source: "usage"; readonly at: string; readonly found: Found }
  | {
      readonly source: "csm" | "customer";
      readonly at: string;
      readonly by: PersonId;
      readonly text: string;
      /** who of the customer asked, where one of us said so */
      readonly contact?: ContactId | undefined;
    };

/** Oldest first; what can't be read is left out. */
export function evidenceIn(stored: unknown): Evidence[] {
  const read = (Array.isArray(stored) ? stored : []).flatMap((each) => {
    const { data } = EVIDENCE.safeParse(each);
    return data ? [data as Evidence] : [];
  });
  return read.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

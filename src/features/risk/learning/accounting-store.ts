import { z } from "zod";
import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { Accountability } from "./accountability.ts";

const DAY = z.string().transform((text) => text as LocalDate);

/** What became of a year's alerts, and who left last month. */
export interface Accounting {
  readonly year: Accountability;
  readonly lastMonth: { readonly left: number; readonly untold: number };
}

const ACCOUNTING = z.object({
  year: z.object({
    since: DAY,
    cases: z.number(),
    right: z.number(),
    wrong: z.number(),
    open: z.number(),
    actedOn: z.number(),
    medianLeadDays: z.number().optional(),
    months: z.array(z.object({ month: z.string(), left: z.number(), untold: z.number() })),
  }),
  lastMonth: z.object({ left: z.number(), untold: z.number() }),
});

const KIND = "risk.accountability";

/** @param month its first day. @returns undefined until somebody's was reckoned */
export async function accountingOf(tx: Tx, month: LocalDate): Promise<Accounting | undefined> {
  const [row] = await tx.rows<{ figures: unknown }>(
    "select figures from edition where kind = $1 and owner = $2 and day = $3::date",
    [KIND, tx.organisation, month],
  );
  if (!row) return undefined;
  const { year, lastMonth } = ACCOUNTING.parse(row.figures);
  return { year: { ...year, medianLeadDays: year.medianLeadDays }, lastMonth };
}

/** Keeps what all readers of a month are told; a second try changes nothing. */
export async function keepAccounting(
  tx: Tx,
  id: string,
  month: LocalDate,
  figures: Accounting,
  at: Date,
): Promise<void> {
  await tx.rows(
    `insert into edition (organisation_id, id, kind, owner, day, figures, created_at) values ($1, $2, $3, $1::uuid::text, $4, $5, $6)
     on conflict (organisation_id, kind, owner, day) do nothing`,
    [tx.organisation, id, KIND, month, JSON.stringify(figures), at],
  );
}

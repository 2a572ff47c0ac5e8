import { z } from "zod";
import type { AccountId, PersonId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { flaw, problem, type Problem } from "../complaint.ts";
import { cell, currency, email, externalId, maybe, name, oneOf, words } from "./columns.ts";
import { instantOfMoment, knownSince, moment, momentFlaws } from "./moments.ts";
import { accountFlaws, beforeFlaws, personFlaws, valueFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

/** What is over, and as which stage it is kept: nobody is asked any more to hand over what was won long ago. */
const STAGES = { won: "done", lost: "lost", withdrawn: "withdrawn", expired: "expired" } as const;
const OVER = Object.keys(STAGES) as (keyof typeof STAGES)[];
const OPEN = ["spotted", "gated", "routed", "claimed", "contacted", "proposed"];
const MOST_REASON = 500;

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  product: cell(name),
  stage: cell(stageOf),
  value: maybe((text) => text),
  currency: maybe(currency),
  origin: maybe(oneOf(["csm", "customer", "rule"])),
  spotted_by_email: maybe(email),
  owner_email: maybe(email),
  spotted_at: cell(moment),
  closed_at: cell(moment),
  reason: maybe(words(MOST_REASON)),
});
type Row = z.infer<typeof schema>;
export type OpportunityRow = Omit<Row, "stage" | "spotted_at" | "closed_at"> & {
  readonly stage: (typeof STAGES)[keyof typeof STAGES];
  readonly accountId: AccountId | undefined;
  readonly spottedBy: PersonId | null;
  readonly owner: PersonId | null;
  readonly valueMinor: number | null;
  readonly spottedAt: Date;
  readonly closedAt: Date;
  readonly knownAt: Date;
};

/** opportunities.csv: what was sold or wasn't, before. Of history the outcome was known when it was closed. */
export const opportunities = tableKind<Row, OpportunityRow>({
  name: "opportunities",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "product", "stage", "spotted_at", "closed_at"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [
    ...accountFlaws(row, world),
    ...valueFlaws("value", row.value, row.currency),
    ...personFlaws("spotted_by_email", row.spotted_by_email, world),
    ...personFlaws("owner_email", row.owner_email, world),
    ...momentFlaws("spotted_at", row.spotted_at, world),
    ...momentFlaws("closed_at", row.closed_at, world),
    ...beforeFlaws(["closed_at", row.closed_at], ["spotted_at", row.spotted_at], world),
    ...(row.reason && row.stage === "won" ? [flaw("reason", row.reason, "won-has-no-reason")] : []),
  ],
  ready({ stage, spotted_at: spotted, closed_at: closed, ...row }, world) {
    const closedAt = instantOfMoment(closed, world.zone);
    return {
      ...row,
      stage: STAGES[stage],
      accountId: world.accounts.get(row.account_external_id),
      spottedBy: world.people.get(row.spotted_by_email ?? "") ?? null,
      owner: world.people.get(row.owner_email ?? "") ?? null,
      valueMinor: row.value && row.currency ? (parseAmount(row.value, row.currency)?.amountMinor ?? null) : null,
      spottedAt: instantOfMoment(spotted, world.zone),
      closedAt,
      knownAt: knownSince(closedAt, world),
    };
  },
});

function stageOf(text: string): keyof typeof STAGES | Problem {
  if (OPEN.includes(text.toLowerCase())) return problem("still-open", { allowed: OVER.join(", ") });
  return oneOf(OVER)(text);
}

import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { ParkReason } from "./decide.ts";
import { type Gate, wordHolds } from "./gate.ts";
import { gateIn } from "./gate-stored.ts";
import { ASKED } from "./rows.ts";

/** What was decided about an opportunity, as it is stored. */
export interface Decided {
  readonly product: string;
  readonly stage: string;
  readonly parkedAt: Date | undefined;
  /** the benefit gate as it was judged, if it was */
  readonly gate: Gate | undefined;
  /** the customer asked for it */
  readonly asked: boolean;
  /** whose word it waits for before it may be offered: the CSM's, a manager's, or the CSM's anew */
  readonly waits: "word" | "manager" | "again" | undefined;
  readonly assignee: string | undefined;
  readonly pool: boolean;
  readonly claimer: string | undefined;
  readonly claimedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  /** why it is on hold */
  readonly because?: ParkReason | undefined;
  /** what was decided of its hold, and by whom */
  readonly decided?: { readonly what: "continue" | "pause"; readonly by: string } | undefined;
  readonly snoozedUntil?: Date | undefined;
}

interface Row {
  product: string;
  stage: string;
  parked_at: Date | null;
  gate: unknown;
  asked: boolean;
  confirmed_by: PersonId | null;
  confirmed_at: Date | null;
  assignee: string | null;
  pool: boolean;
  claimer: string | null;
  claimed_at: Date | null;
  closed_at: Date | null;
  parked: ParkReason | null;
  hold_decision: "continue" | "pause" | null;
  decider: string | null;
  snoozed_until: Date | null;
}

const SHOWN = 5;

/** An account's newest opportunities, the open ones first. */
export async function decidedOf(tx: Tx, account: AccountId, now: Date): Promise<Decided[]> {
  const rows = await tx.rows<Row>(
    `select o.product, o.stage, o.parked_at, o.gate, a.name as assignee, o.pool, c.name as claimer, o.claimed_at, o.closed_at,
            ${ASKED} as asked, o.confirmed_by, o.confirmed_at, o.parked, o.hold_decision, d.name as decider, o.snoozed_until
       from opportunity o
       left join person a on a.organisation_id = o.organisation_id and a.id = o.assignee_id
       left join person d on d.organisation_id = o.organisation_id and d.id = o.hold_decided_by
       left join person c on c.organisation_id = o.organisation_id and c.id = o.claimed_by
      where o.account_id = $1
      order by o.stage in ('spotted', 'gated', 'routed', 'claimed', 'contacted', 'proposed') desc, o.spotted_at desc, o.id limit ${SHOWN}`,
    [account],
  );
  return rows.map(({ parked_at, claimed_at, closed_at, assignee, claimer, gate, product, stage, pool, ...row }) => ({
    product,
    stage,
    pool,
    because: row.parked ?? undefined,
    decided: row.hold_decision ? { what: row.hold_decision, by: row.decider ?? "" } : undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    parkedAt: parked_at ?? undefined,
    gate: gateIn(gate),
    asked: row.asked,
    waits: waitsIn({ ...row, stage }, now),
    assignee: assignee ?? undefined,
    claimer: claimer ?? undefined,
    claimedAt: claimed_at ?? undefined,
    closedAt: closed_at ?? undefined,
  }));
}

function waitsIn(
  { stage, asked, confirmed_by: by, confirmed_at: at }: Pick<Row, "stage" | "asked" | "confirmed_by" | "confirmed_at">,
  now: Date,
): Decided["waits"] {
  if (asked || (stage !== "spotted" && stage !== "gated")) return undefined;
  if (!by || !at) return stage === "spotted" ? "word" : "again";
  if (!wordHolds({ by, at }, now)) return "again";
  return stage === "spotted" ? "manager" : undefined;
}

/** How many opportunities in a currency were won from a day on, and what they brought on average. */
export async function wonSince(
  tx: Tx,
  from: LocalDate,
  currency: string,
): Promise<{ readonly count: number; readonly meanMinor: number }> {
  const [row] = await tx.rows<{ count: number; mean: number | null }>(
    `select count(*)::int as count, avg(value_minor)::float8 as mean from opportunity
      where stage in ('won', 'done') and closed_at >= $1::date and currency = $2 and value_minor > 0`,
    [from, currency],
  );
  return { count: row?.count ?? 0, meanMinor: row?.mean ?? 0 };
}

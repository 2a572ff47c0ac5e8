import type { PersonRef } from "../../chat/card.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import { type AccountRoster, ROSTER, ROSTER_JOINS, rosterIn, type RosterRow } from "../accounts/facts.ts";
import { waitsForApproval } from "../requests/facts.ts";
import { atRiskSince } from "../risk/facts.ts";
import type { Opportunity, Parked, ParkReason, Stage } from "./decide.ts";
import { detractorSince } from "./detractor-store.ts";
import { type Evidence, evidenceIn, gateIn } from "./gate-stored.ts";
import type { Ended } from "./story-model.ts";

export interface Row {
  id: OpportunityId;
  account_id: AccountId;
  product: string;
  benefit: string;
  stage: Stage;
  parked: ParkReason | null;
  parked_at: Date | null;
  spotted_by: PersonId;
  assignee_id: PersonId | null;
  pool: boolean;
  region: string | null;
  claimed_by: PersonId | null;
  claimed_at: Date | null;
  contact_by: Date | null;
  confirmed_by: PersonId | null;
  confirmed_at: Date | null;
  manager_ok_by: PersonId | null;
  manager_ok_at: Date | null;
  gate: unknown;
  evidence: unknown;
  asked: boolean;
  snoozed_until: Date | null;
  snoozes: number;
  stopped_at: Date | null;
  rung: number;
  rung_due_at: Date | null;
  claim_by: Date | null;
  tried: PersonId[];
  passed: PersonId[];
  expires_at: Date | null;
  contacted_at: Date | null;
  proposed_at: Date | null;
  won_at: Date | null;
  closed_at: Date | null;
  accepted_by: PersonId | null;
  accepted_at: Date | null;
  hold_decide_by: Date | null;
  hold_decision: "continue" | "pause" | null;
  hold_decided_by: PersonId | null;
  hold_decided_at: Date | null;
  value_minor: string | number | null;
  currency: string | null;
  promised: string | null;
  asked_back: string | null;
  lost_reason: string | null;
  spotter: string;
  assignee: string | null;
  claimer: string | null;
  decider: string | null;
  asker: string | null;
  supports: number;
  ended_by: PersonId | null;
  ended_name: string | null;
  ender_id: PersonId | null;
  ender: string | null;
  ended_kind: Ended["kind"] | null;
  ended_stage: Ended["stage"] | null;
  ended_at: Date | null;
  ended_reason: string | null;
  ended_note: string | null;
}

/** The customer asked for it, first or later (D1). */
export const ASKED = `(o.origin = 'customer' or coalesce(o.evidence @> '[{"source": "customer"}]', false))`;
/** Who of the customer asked last, by name, while they are known. */
const ASKER = `(select k.name from contact k
                 where k.organisation_id = o.organisation_id
                   and k.id = (select (e.said->>'contact')::uuid
                                 from jsonb_array_elements(case jsonb_typeof(o.evidence) when 'array' then o.evidence
                                                           when 'object' then jsonb_build_array(o.evidence) else '[]'::jsonb end)
                                      with ordinality e(said, n)
                                where e.said->>'source' = 'customer' order by e.n desc limit 1)) as asker`;
export const COLUMNS = `
  o.id, o.account_id, o.product, o.benefit, o.stage, o.parked, o.parked_at, o.spotted_by, o.assignee_id, o.pool, o.region,
  o.claimed_by, o.claimed_at, o.contact_by, o.confirmed_by, o.confirmed_at, o.manager_ok_by, o.manager_ok_at, o.gate,
  o.evidence, ${ASKED} as asked, o.snoozed_until, o.snoozes, o.stopped_at,
  o.rung, o.rung_due_at, o.claim_by, o.tried, o.expires_at, o.contacted_at, o.proposed_at, o.won_at, o.closed_at, o.accepted_by,
  o.accepted_at, o.hold_decide_by, o.hold_decision, o.hold_decided_by, o.hold_decided_at, o.value_minor, o.currency,
  o.promised, o.asked_back, o.lost_reason, ended.*, spotter.name as spotter, assignee.name as assignee, claimer.name as claimer,
  (select d.name from person d where d.organisation_id = o.organisation_id and d.id = o.hold_decided_by) as decider,
  ${ASKER},
  case jsonb_typeof(o.evidence) when 'array' then jsonb_array_length(o.evidence) when 'object' then 1 else 0 end
    - case when o.origin = 'csm' or jsonb_typeof(o.evidence) is distinct from 'array' then 0 else 1 end as supports,
  array(select p.person_id from opportunity_pass p
         where p.organisation_id = o.organisation_id and p.opportunity_id = o.id order by p.at, p.person_id) as passed`;
export const JOINS = `
  join person spotter on spotter.organisation_id = o.organisation_id and spotter.id = o.spotted_by
  left join person assignee on assignee.organisation_id = o.organisation_id and assignee.id = o.assignee_id
  left join person claimer on claimer.organisation_id = o.organisation_id and claimer.id = o.claimed_by
  left join lateral (
    select r.person_id as ended_by, p.name as ended_name, r.kind as ended_kind, coalesce(r.stage, 'claimed') as ended_stage,
           coalesce(r.stage_at, r.claimed_at) as ended_at, r.reason as ended_reason, r.note as ended_note,
           e.id as ender_id, e.name as ender
      from opportunity_release r join person p on p.organisation_id = r.organisation_id and p.id = r.person_id
           left join person e on e.organisation_id = r.organisation_id and e.id = r.by_id
     where r.organisation_id = o.organisation_id and r.opportunity_id = o.id order by r.at desc, r.id desc limit 1) ended on true`;
export const OPEN = "stage in ('spotted', 'gated', 'routed', 'claimed', 'contacted', 'proposed')";

/** The managers of who has it, or to whom it is offered by name: it is their team's, whoever leads the account. */
const LED_BY = "array_remove(array[claimer.manager_id, assignee.manager_id], null) as led_by";

/** Opportunities with whose their accounts are, and what holds them. */
export const OFFERS_FROM = `select ${COLUMNS}, ${ROSTER}, ${LED_BY},
               ${atRiskSince("o.organisation_id", "o.account_id")} as at_risk_since,
               ${detractorSince("o.organisation_id", "o.account_id")} as detractor_since,
               ${waitsForApproval("o.organisation_id", "o.id")} as unapproved,
               (select i.name from account i where i.organisation_id = a.organisation_id and i.id = a.merged_into) as merged_into
          from opportunity o ${JOINS}
          join account a on a.organisation_id = o.organisation_id and a.id = o.account_id ${ROSTER_JOINS}`;

export type OfferRow = Row &
  RosterRow & {
    led_by: PersonId[];
    at_risk_since: Date | null;
    detractor_since: Date | null;
    unapproved: boolean;
    merged_into: string | null;
  };

/** An opportunity with the names of the people in it, and what isn't part of its life. */
export interface StoredOpportunity extends Opportunity {
  readonly people: {
    readonly spotter: PersonRef;
    readonly assignee: PersonRef | undefined;
    readonly claimer: PersonRef | undefined;
    /** who decided on its hold */
    readonly decider: PersonRef | undefined;
  };
  readonly value: Money | undefined;
  readonly promised: string | undefined;
  readonly askedBack: string | undefined;
  readonly lostReason: string | undefined;
  /** what speaks for it, oldest first */
  readonly evidence: readonly Evidence[];
  /** who of the customer asked for it last, by name */
  readonly asker: string | undefined;
  /** the last claim of it that ended before a sale */
  readonly before: Ended | undefined;
  /** how often somebody, or a rule, has spoken for it besides who spotted it first */
  readonly supports: number;
}

/** An opportunity, whose its account is, and what would hold what we offer there; what the customer asked for is never held. */
export interface Offer {
  readonly opportunity: StoredOpportunity;
  readonly account: AccountRoster;
  /** the reason there is now to hold it, whether the hold has reached it yet or not; a manager may have gone over it */
  readonly held: Parked | undefined;
  readonly atRiskSince: Date | undefined;
  /** a discount was asked for with it, and waits for its approval */
  readonly unapproved: boolean;
  /** the customer that its account was merged into */
  readonly mergedInto: string | undefined;
}

export function offerIn(row: OfferRow): Offer {
  const opportunity = opportunityOf(row);
  const account = rosterIn(row);
  const managers = [...new Set([...account.scope.managers, ...row.led_by])];
  const reason = reasonIn(row);
  const decided = opportunity.hold?.decided;
  const isGoneOver = decided?.what === "continue" && reason !== undefined && decided.at >= reason.since;
  return {
    opportunity,
    account: { ...account, scope: { ...account.scope, managers } },
    held: isGoneOver || opportunity.asked ? undefined : reason,
    atRiskSince: row.at_risk_since ?? undefined,
    unapproved: row.unapproved,
    mergedInto: row.merged_into ?? undefined,
  };
}

function reasonIn({ at_risk_since, detractor_since }: OfferRow): Parked | undefined {
  if (at_risk_since) return { because: "at-risk", since: at_risk_since };
  return detractor_since ? { because: "detractor", since: detractor_since } : undefined;
}

export function opportunityOf(row: Row): StoredOpportunity {
  const { claimed_by: by, claimed_at: at, contact_by: contactBy, assignee_id: assignee } = row;
  return {
    id: row.id,
    account: row.account_id,
    product: row.product,
    benefit: row.benefit,
    stage: row.stage,
    parked: row.parked && row.parked_at ? { because: row.parked, since: row.parked_at } : undefined,
    spottedBy: row.spotted_by,
    assignee: assignee ?? undefined,
    pool: row.pool,
    region: row.region ?? undefined,
    claimed: by && at && contactBy ? { by, at, contactBy } : undefined,
    asked: row.asked,
    gate: gateIn(row.gate),
    confirmed: row.confirmed_by && row.confirmed_at ? { by: row.confirmed_by, at: row.confirmed_at } : undefined,
    managerOk: row.manager_ok_by && row.manager_ok_at ? { by: row.manager_ok_by, at: row.manager_ok_at } : undefined,
    evidence: evidenceIn(row.evidence),
    asker: row.asker ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    snoozes: row.snoozes,
    tried: row.tried,
    passed: row.passed,
    clocks: {
      rung: row.rung,
      dueAt: row.rung_due_at ?? undefined,
      claimBy: row.claim_by ?? undefined,
      expiresAt: row.expires_at ?? undefined,
      stoppedAt: row.stopped_at ?? undefined,
    },
    hold: holdIn(row),
    contactedAt: row.contacted_at ?? undefined,
    proposedAt: row.proposed_at ?? undefined,
    wonAt: row.won_at ?? undefined,
    accepted: row.accepted_by && row.accepted_at ? { by: row.accepted_by, at: row.accepted_at } : undefined,
    closedAt: row.closed_at ?? undefined,
    value:
      row.currency && row.value_minor !== null
        ? { amountMinor: Number(row.value_minor), currency: row.currency }
        : undefined,
    promised: row.promised ?? undefined,
    askedBack: row.asked_back ?? undefined,
    lostReason: row.lost_reason ?? undefined,
    supports: row.supports,
    before: beforeIn(row),
    people: {
      spotter: { id: row.spotted_by, name: row.spotter },
      assignee: assignee ? { id: assignee, name: row.assignee ?? "" } : undefined,
      claimer: by ? { id: by, name: row.claimer ?? "" } : undefined,
      decider: row.hold_decided_by ? { id: row.hold_decided_by, name: row.decider ?? "" } : undefined,
    },
  };
}

function beforeIn(row: Row): Ended | undefined {
  const { ended_by: id, ended_name: name, ended_kind: kind, ended_stage: stage, ended_at: at } = row;
  if (!id || !kind || !stage || !at) return undefined;
  const [reason, note] = [row.ended_reason ?? undefined, row.ended_note ?? undefined];
  const endedBy = row.ender_id ? { id: row.ender_id, name: row.ender ?? "" } : undefined;
  return { by: { id, name: name ?? "" }, endedBy, kind, stage, at, reason, note };
}

function holdIn(row: Row): Opportunity["hold"] {
  const { hold_decide_by: decideBy, hold_decision: what, hold_decided_by: by, hold_decided_at: at } = row;
  if (!decideBy && !what) return undefined;
  return { decideBy: decideBy ?? undefined, decided: what && by && at ? { what, by, at } : undefined };
}

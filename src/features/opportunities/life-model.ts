import type { WorkCalendar } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { started } from "./clocks.ts";
import type { Closed, Opportunity, Parked, ParkReason, Stage } from "./decide.ts";
import type { Gate, Shut } from "./gate.ts";
import type { RightRefusal } from "./life-rights.ts";

export type Made = Pick<Opportunity, "id" | "account" | "product" | "benefit" | "spottedBy" | "region" | "asked">;

/** All that can happen to an opportunity. Without `by` it is the clock's, or the house's. */
export type Happening =
  | { readonly kind: "spot"; readonly made: Made }
  /** the CSM's word, with the benefit they wrote and the gate as it stands */
  | { readonly kind: "confirm"; readonly by: Person; readonly benefit: string; readonly gate: Gate }
  /** a manager's word where too little is known; not now: it fails at that */
  | { readonly kind: "approve" | "not-now"; readonly by: Person }
  /** the CSM doesn't think so */
  | { readonly kind: "decline"; readonly by: Person }
  /** the customer asks for what we thought of ourselves */
  | { readonly kind: "ask" }
  | { readonly kind: "route"; readonly to: PersonId; readonly pool: boolean }
  | { readonly kind: "claim" | "pass" | "contact" | "propose" | "win" | "lose"; readonly by: Person }
  | { readonly kind: "snooze"; readonly by: Person; readonly until: Date }
  | { readonly kind: "release" | "withdraw"; readonly by: Person | undefined }
  | { readonly kind: "park"; readonly because: ParkReason }
  | { readonly kind: "accept" | "ask-back"; readonly by: Person }
  | { readonly kind: "hold-pause"; readonly by: Person; readonly gate?: undefined }
  /** let go, with the gate as it stands then where a word was given meanwhile */
  | { readonly kind: "hold-continue"; readonly by: Person; readonly gate?: Gate | undefined }
  | { readonly kind: "resume"; readonly because: "recovered"; readonly gate?: Gate | undefined }
  | { readonly kind: "resume"; readonly because: "awake" }
  | { readonly kind: "remind" | "escalate" | "lapse" | "expire" }
  /** their turn is over; to nobody: everybody in line had theirs */
  | { readonly kind: "reassign"; readonly because: "turn"; readonly to: PersonId | undefined }
  /** the account has another AM, or none any more */
  | { readonly kind: "reassign"; readonly because: "slot"; readonly to: PersonId; readonly pool: boolean };

/** What a decision is taken by, besides the opportunity. */
export interface World {
  readonly now: Date;
  readonly scope: Scope;
  /** the reason there is now to hold what we offer ourselves, if any (D2) */
  readonly held: Parked | undefined;
  /** a discount that was asked for with it waits for its approval (D12) */
  readonly unapproved?: boolean;
  /** the working time of whom its clocks count for */
  readonly calendar: WorkCalendar;
}

/** What came of it; losing is an outcome. */
export type LifeOutcome =
  | { readonly kind: "moved"; readonly after: Opportunity }
  | { readonly kind: "closed"; readonly stage: Closed }
  /** it isn't at a stage where that can happen */
  | { readonly kind: "not-now"; readonly stage: Stage }
  | { readonly kind: "parked"; readonly parked: Parked }
  /** the benefit gate is shut (D3) */
  | { readonly kind: "shut"; readonly by: Shut }
  /** what was asked for with it is approved first (D12) */
  | { readonly kind: "unapproved" }
  /** it is so already */
  | { readonly kind: "already" }
  | { readonly kind: "not-due" }
  | { readonly kind: "joins" }
  | { readonly kind: "snoozed-out" }
  | { readonly kind: "snooze-wrong"; readonly latest: Date }
  | RightRefusal;

/** An opportunity that is open, and what a decision about it is taken by. */
export interface On {
  readonly opportunity: Opportunity;
  readonly stage: Exclude<Stage, Closed>;
  readonly world: World;
}

export function moved(after: Opportunity): LifeOutcome {
  return { kind: "moved", after };
}

export function ended({ opportunity, world }: On, stage: Closed): LifeOutcome {
  const clocks = { ...opportunity.clocks, dueAt: undefined, claimBy: undefined, expiresAt: undefined };
  return moved({ ...opportunity, stage, parked: undefined, snoozedUntil: undefined, clocks, closedAt: world.now });
}

/** Its clocks run again, unless something else still holds them. */
export function running(opportunity: Opportunity, { now, calendar }: World): Opportunity {
  return opportunity.parked || opportunity.snoozedUntil ? opportunity : started(opportunity, now, calendar);
}

export function isDue({ opportunity: { clocks }, world }: On): boolean {
  return !clocks.stoppedAt && clocks.dueAt !== undefined && clocks.dueAt <= world.now;
}

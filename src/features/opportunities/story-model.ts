import type { PersonRef } from "../../chat/card.ts";
import type { Money } from "../../kernel/money.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Opportunity } from "./decide.ts";
import type { Evidence } from "./gate-stored.ts";

/** The last claim of it that ended before a sale: how far it had come, and why it was given back. */
export interface Ended {
  readonly by: PersonRef;
  /** who ended it, when somebody did: they themselves, or whoever may in their stead */
  readonly endedBy: PersonRef | undefined;
  readonly kind: "released" | "lapsed";
  readonly stage: "claimed" | "contacted" | "proposed";
  readonly at: Date;
  readonly reason: string | undefined;
  readonly note: string | undefined;
}

/** Why somebody passed on it. */
export interface Passed {
  readonly by: PersonRef;
  readonly reason: string;
  readonly note: string | undefined;
}

/** All that a card about an opportunity says. */
export interface Story {
  readonly opportunity: Opportunity;
  readonly accountName: string;
  readonly scope: Scope;
  readonly csm: PersonRef;
  readonly assignee: PersonRef | undefined;
  readonly claimer: PersonRef | undefined;
  /** who decided on its hold */
  readonly decider?: PersonRef | undefined;
  /** a price: for Account Managers and who leads (D9) */
  readonly value?: Money | undefined;
  readonly promised?: string | undefined;
  readonly askedBack?: string | undefined;
  readonly lostReason?: string | undefined;
  /** how often it was spotted besides the first time */
  readonly supports?: number;
  /** what speaks for it, oldest first */
  readonly evidence?: readonly Evidence[];
  /** who of the customer asked for it last, by name */
  readonly asker?: string | undefined;
  /** who had it before, where somebody did */
  readonly before?: Ended | undefined;
  /** the CSM's word doesn't hold any more, and it isn't offered yet */
  readonly wordLapsed?: boolean;
  /** since when its account is at risk */
  readonly atRiskSince?: Date | undefined;
  /** the customer that its account was merged into */
  readonly mergedInto?: string | undefined;
}

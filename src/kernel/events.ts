import type { LocalDate } from "./business-time.ts";
import type { AccountId, ChannelId, ContactId, ContractId, EntryId, Id, OpportunityId, PersonId } from "./ids.ts";

/** All that one slice may tell another. Reactions run in the emitter's transaction. */
export type DomainEvent =
  | { readonly kind: "settings-changed" }
  /** somebody new, whom nobody has looked for in chat yet */
  | { readonly kind: "person-added" }
  /** contacts to be looked for in chat by their addresses, in the background: guests, and whom the bot has met */
  | { readonly kind: "contacts-sought"; readonly contacts: readonly ContactId[] }
  /** a post failed, or nobody can find out whether it was posted */
  | { readonly kind: "post-unsettled"; readonly card: string; readonly address: string }
  /** a message waits for its addressee's digest, which comes at that instant */
  | { readonly kind: "post-held"; readonly person: PersonId; readonly until: Date }
  /** the app was removed from a workspace, or is there again */
  | { readonly kind: "workspace-gone"; readonly platform: "slack" | "teams"; readonly workspace: string }
  | { readonly kind: "workspace-back"; readonly platform: "slack" | "teams"; readonly workspace: string }
  /** parts of a card were left out in a channel that is cleared for them, because of these users (A7) */
  | { readonly kind: "parts-hidden"; readonly channel: ChannelId; readonly users: readonly string[] }
  | { readonly kind: "account-at-risk"; readonly account: AccountId }
  | { readonly kind: "account-recovered"; readonly account: AccountId }
  /** a contract was renewed before its renewal date `due`, and renews next on `renewsOn` */
  | {
      readonly kind: "renewal-signed";
      readonly account: AccountId;
      readonly contract: ContractId;
      readonly due: LocalDate;
      readonly renewsOn: LocalDate;
      readonly on: LocalDate;
    }
  /** a contract ends: they gave notice, or it is lost, with B9's reason */
  | {
      readonly kind: "contract-ending";
      readonly account: AccountId;
      readonly contract: ContractId;
      readonly because: "notice" | "lost";
      readonly on: LocalDate;
      readonly endsOn: LocalDate;
      readonly reason?: string;
      readonly by: PersonId;
    }
  /** it is no customer any more: its contracts ended, or one of us says so, with B9's reason */
  | {
      readonly kind: "account-churned";
      readonly account: AccountId;
      readonly said?: Said & { readonly reason: string };
    }
  /** one of us says that it is one after all; it was churned since then */
  | { readonly kind: "account-back"; readonly account: AccountId; readonly said: Said; readonly churnedAt: Date }
  /** a customer wants to buy something; neither churn nor the benefit gate holds that (D1) */
  | {
      readonly kind: "customer-asked";
      readonly account: AccountId;
      readonly product: string;
      readonly text: string;
      readonly by: PersonId;
      /** who of the customer asked, where one of us said so */
      readonly contact?: ContactId | undefined;
      readonly via: "slack" | "teams";
    }
  /** sold: what was promised is handed over to the CSM (D8) */
  | { readonly kind: "opportunity-won"; readonly account: AccountId; readonly opportunity: OpportunityId }
  /** it ended otherwise, or its handover was accepted */
  | {
      readonly kind: "opportunity-closed";
      readonly account: AccountId;
      readonly opportunity: OpportunityId;
      readonly stage: "done" | "lost" | "withdrawn" | "expired" | "gate-failed";
    }
  /** it is about to end, because another one for the same product stands further along: what hangs on it goes over */
  | { readonly kind: "opportunity-merged"; readonly opportunity: OpportunityId; readonly into: OpportunityId }
  /** the CSM accepted what was sold, with its promises (D8) */
  | { readonly kind: "handover-accepted"; readonly account: AccountId; readonly opportunity: OpportunityId }
  /** its onboarding brought it into use on that day (A5) */
  | { readonly kind: "account-went-live"; readonly account: AccountId; readonly on: LocalDate }
  /** somebody at a customer would not recommend us, and when that is settled (D2) */
  | {
      readonly kind: "contact-detractor";
      readonly account: AccountId;
      readonly contact: ContactId;
      readonly survey?: Id<"survey">;
    }
  /** somebody at a customer wants no question of ours any more, as they said where it was asked */
  | {
      readonly kind: "contact-opted-out";
      readonly account: AccountId;
      readonly contact: ContactId;
      readonly via: "slack" | "teams" | "link";
    }
  | { readonly kind: "detractor-settled"; readonly account: AccountId; readonly contact: ContactId }
  /** something happened with an account that its timeline keeps */
  | ({ readonly kind: "account-touched" } & Touch);

/** Who says so, and from where. */
export interface Said {
  readonly by: PersonId;
  readonly via: Touch["via"];
}

export interface Touch {
  readonly account: AccountId;
  /** of the entry, where the emitter speaks of it again */
  readonly entry?: EntryId;
  /** the timeline's kind of entry, e.g. "opportunity-claimed", "note", "call" */
  readonly what: string;
  readonly by: PersonId | undefined;
  readonly via: "slack" | "teams" | "clock" | "import" | "api";
  /** figures and short words; what somebody wrote is the summary */
  readonly details: Readonly<Record<string, string | number>>;
  /** when it happened; now when left out */
  readonly at?: Date;
  /** who of the customer took part */
  readonly contact?: ContactId;
  /** out: we came to them; in: they came to us; left out: neither */
  readonly direction?: "in" | "out";
  readonly proactive?: boolean;
  /** who may read it; internal when left out */
  readonly visibility?: Visibility;
  readonly summary?: string;
}

export type Visibility = "internal" | "commercial" | "customer";

export type EventKind = DomainEvent["kind"];
export type EventOf<K extends EventKind> = Extract<DomainEvent, { kind: K }>;

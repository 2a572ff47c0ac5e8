import type { AccountId, PersonId } from "./ids.ts";

/** All that one slice may tell another. Reactions run in the emitter's transaction. */
export type DomainEvent =
  | { readonly kind: "settings-changed" }
  /** a post failed, or nobody can find out whether it was posted */
  | { readonly kind: "post-unsettled"; readonly card: string; readonly address: string }
  | { readonly kind: "account-at-risk"; readonly account: AccountId }
  | { readonly kind: "account-recovered"; readonly account: AccountId }
  /** something happened with an account that its timeline keeps */
  | {
      readonly kind: "account-touched";
      readonly account: AccountId;
      readonly what: string;
      readonly by: PersonId | undefined;
      readonly via: "slack" | "teams" | "clock" | "import";
      readonly details: Readonly<Record<string, string | number>>;
    };

export type EventKind = DomainEvent["kind"];
export type EventOf<K extends EventKind> = Extract<DomainEvent, { kind: K }>;

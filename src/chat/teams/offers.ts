import type { Locale } from "../../kernel/directory.ts";

/** A file that somebody is asked whether they want it: Teams takes none from a bot otherwise. */
export interface Offer {
  /** whom it is for */
  readonly user: string;
  readonly name: string;
  readonly locale: Locale;
  readonly bytes: Uint8Array;
}

/** What is there of an offer for who answers it; answered: it is over, and was theirs. */
export type Taken =
  { readonly kind: "taken"; readonly offer: Offer } | { readonly kind: "answered" } | { readonly kind: "gone" };

/** Kept for all replicas and over restarts, until it is answered and no longer than a day. */
export interface Offers {
  /** @returns its id; undefined for a tenant of nobody's */
  keep(tenant: string, offer: Offer): Promise<string | undefined>;
  /** Gives it to the one whom it is for, once. */
  take(tenant: string, id: string, user: string): Promise<Taken>;
  /** it wasn't shown to anybody */
  drop(tenant: string, id: string): Promise<void>;
}

import type { Locale } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";

/** A file that somebody is asked whether they want it: Teams takes none from a bot otherwise. */
export interface Offer {
  /** whom it is for */
  readonly user: string;
  /** who that is among us */
  readonly person: PersonId;
  readonly name: string;
  readonly locale: Locale;
  readonly bytes: Uint8Array;
  /** whoever it is for needs no right to have it */
  readonly own?: true | undefined;
}

/** What is there of an offer for who answers it. */
export type Taken =
  /** `again`: it was taken before, and nobody knows how far that came */
  | { readonly kind: "taken"; readonly offer: Offer; readonly again: boolean }
  /** it is over, or was taken a moment ago */
  | { readonly kind: "answered" }
  /** @property locale of who asked */
  | { readonly kind: "gone"; readonly locale: Locale };

/** Kept for all replicas and over restarts, until it is answered and no longer than a day. */
export interface Offers {
  /** @returns its id; undefined for a tenant of nobody's */
  keep(tenant: string, offer: Offer): Promise<string | undefined>;
  /** Gives it to the one whom it is for if they may still have it, and to no further press for some minutes. */
  take(tenant: string, id: string, user: string, answer: "accept" | "decline"): Promise<Taken>;
  /** It was put or can't be: nothing of it is kept. */
  finish(tenant: string, id: string): Promise<void>;
  /** it wasn't shown to anybody */
  drop(tenant: string, id: string): Promise<void>;
}

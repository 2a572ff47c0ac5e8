/** A unit each `intervalMs` in the long run, `burst` units at once. */
export interface Rate {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

/** At most so many turns within any span, for each of the limits. */
export interface Sliding {
  readonly key: string;
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly turns: number;
  readonly spanMs: number;
}

/** The wider window (workspace, tenant) and, where there is one, the narrower within it. */
export type Windows =
  | { readonly kind: "rate"; readonly wide: Rate; readonly narrow?: Rate }
  | { readonly kind: "sliding"; readonly wide: Sliding; readonly narrow?: Sliding };

/** A call as the platforms count it; scarce-look: of an app that may look once a minute only. */
export type PacedCall = "post" | "update" | "read" | "look" | "scarce-look";

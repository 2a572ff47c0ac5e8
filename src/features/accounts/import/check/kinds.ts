import type { KindName } from "../complaint.ts";
import { accounts } from "./accounts.ts";
import { contracts } from "./contracts.ts";
import type { Kind } from "./intake.ts";
import { metrics } from "./metrics.ts";
import { people } from "./people.ts";
import { usage } from "./usage.ts";

const CHECKS = { people, accounts, contracts, metrics, usage } satisfies Record<KindName, Kind<unknown>>;

type ContentOf<Checked> = Checked extends Kind<infer Content> ? Content : never;
/** What the check of each kind hands over to be saved. */
export type Contents = { readonly [Name in KindName]: ContentOf<(typeof CHECKS)[Name]> };

/** How files of a kind are checked. */
export function checkOf(kind: KindName): Kind<Contents[KindName]> {
  return CHECKS[kind];
}

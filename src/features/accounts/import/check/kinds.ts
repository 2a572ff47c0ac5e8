import type { KindName } from "../complaint.ts";
import { accounts } from "./accounts.ts";
import { contacts } from "./contacts.ts";
import { contractEvents } from "./contract-events.ts";
import { contracts } from "./contracts.ts";
import { goals } from "./goals.ts";
import type { Kind } from "./intake.ts";
import { interactions } from "./interactions.ts";
import { invoices } from "./invoices.ts";
import { metrics } from "./metrics.ts";
import { opportunities } from "./opportunities.ts";
import { people } from "./people.ts";
import { quotas } from "./quotas.ts";
import { rates } from "./rates.ts";
import { responsibilities } from "./responsibilities.ts";
import { slots } from "./slots.ts";
import { surveys } from "./surveys.ts";
import { tickets } from "./tickets.ts";
import { usage } from "./usage.ts";

const CHECKS = {
  people,
  accounts,
  slots,
  contacts,
  contracts,
  contract_events: contractEvents,
  metrics,
  usage,
  tickets,
  invoices,
  interactions,
  opportunities,
  goals,
  surveys,
  responsibilities,
  quotas,
  rates,
} satisfies Record<KindName, Kind<unknown>>;

type ContentOf<Checked> = Checked extends Kind<infer Content> ? Content : never;
/** What the check of each kind hands over to be saved. */
export type Contents = { readonly [Name in KindName]: ContentOf<(typeof CHECKS)[Name]> };

/** How files of a kind are checked. */
export function checkOf(kind: KindName): Kind<Contents[KindName]> {
  return CHECKS[kind];
}

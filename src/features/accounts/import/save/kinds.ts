import type { Contents } from "../check/kinds.ts";
import type { KindName } from "../complaint.ts";
import { accounts } from "./accounts.ts";
import { contacts } from "./contacts.ts";
import { contractEvents } from "./contract-events.ts";
import { contracts } from "./contracts.ts";
import { goals } from "./goals.ts";
import { interactions } from "./interactions.ts";
import { invoices } from "./invoices.ts";
import { metrics } from "./metrics.ts";
import { opportunities } from "./opportunities.ts";
import { people } from "./people.ts";
import { quotas } from "./quotas.ts";
import { rates } from "./rates.ts";
import { responsibilities } from "./responsibilities.ts";
import type { SaveContext, Saver } from "./saver.ts";
import { slots } from "./slots.ts";
import { surveys } from "./surveys.ts";
import { tickets } from "./tickets.ts";
import { usage } from "./usage.ts";

const SAVERS: { readonly [Name in KindName]: (context: SaveContext) => Saver<Contents[Name]> } = {
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
};

/** Saves what the check of the same kind hands over, and nothing else. */
export function saverOf(kind: KindName, context: SaveContext): Saver<Contents[KindName]> {
  return SAVERS[kind](context);
}

import { addDays, type LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec } from "./account.ts";
import type { Cell } from "./csv.ts";
import { contactRows } from "./desk.ts";
import { emailOf } from "./people.ts";

export const GOAL_COLUMNS =
  "external_id,account_external_id,name,metric,baseline,target,target_on,owner_email,contact_email,confirmed,confirmed_value,currency".split(
    ",",
  );

interface GoalSpec {
  readonly name: string;
  /** of what is done on time, in percent: where it began, and where it is to be */
  readonly from: number;
  readonly to: number;
  readonly dueInDays: number;
  /** what the customer says, if they said something */
  readonly confirmed?: number;
  /** in a year, in their currency */
  readonly worth?: number;
}

/** By the account's name. One is nearly there, one a little behind what we measure, one satisfied and late. */
const GOALS: Readonly<Record<string, GoalSpec>> = {
  Adatum: { name: "Same-day dispatch", from: 50, to: 95, dueInDays: 60, confirmed: 0.9, worth: 120_000 },
  Fabrikam: { name: "Month-end in two days", from: 64, to: 76, dueInDays: 75, confirmed: 0.4, worth: 90_000 },
  "Wingtip Toys": { name: "No order waits over the weekend", from: 70, to: 85, dueInDays: -6 },
};

export function goalRows(account: AccountSpec, seed: number, start: LocalDate): Cell[][] {
  const goal = GOALS[account.name];
  if (!goal) return [];
  const { name, from, to, dueInDays, confirmed, worth } = goal;
  const contact = contactRows(account, seed)[0]?.[1];
  return [
    [
      ...[`G-${account.id.slice(2)}`, account.id, name, "outcome_on_time", from, to, addDays(start, dueInDays)],
      ...[
        account.csm && emailOf(account.csm),
        contact,
        confirmed,
        worth,
        worth === undefined ? undefined : account.currency,
      ],
    ],
  ];
}

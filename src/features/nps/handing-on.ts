import type { AccountId } from "../../kernel/ids.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { organisationAt } from "../settings/facts.ts";
import { accountsWaiting } from "./loop-store.ts";
import { loopsHandedOver } from "./looping.ts";
import { linksHandedOver } from "./passing-on.ts";
import { referralsHandedOver } from "./referring.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

/** What waits for somebody of us goes with the customer. */
export async function handOn(context: Context, account: AccountId): Promise<void> {
  await loopsHandedOver(context, account);
  await linksHandedOver(context, account);
  await referralsHandedOver(context, account);
}

/** Each night: an import says of nobody that they took over, or that they left. */
export const handOnNight: Schedule = {
  name: "hand-on",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx),
  fire: ({ jobs }) => jobs.start("nps.hand-on", {}),
};

export const handOnAll: Job = {
  async run(context, data) {
    const batch = await accountsWaiting(context.tx, (data["after"] ?? FIRST) as AccountId, context.now);
    for (const account of batch) await handOn(context, account);
    const last = batch.at(-1);
    return last && { after: last };
  },
};

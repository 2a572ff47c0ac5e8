import { localDate, localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { organisationAt, settingsOf } from "../settings/facts.ts";
import { accountsAfter, reckon } from "./around-store.ts";
import { handSummariesOn } from "./summary-owner.ts";
import { draftSummaries } from "./summing.ts";
import { endGoals, insertExpectation, reopenGoals, soldWithout } from "./save-store.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

/** Each night, with the score: how far goals are by use. */
export const night: Schedule = {
  name: "reckon",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx),
  fire: ({ jobs, now }, _subject, { localDate: day }) => jobs.start("plans.reckon", { day, asOf: now.toISOString() }),
};

export const reckonAll: Job = {
  async run(context, data) {
    const { tx, now, posts } = context;
    const day = localDate(data["day"] ?? "") ?? localDateOf(now, (await settingsOf(tx)).zone);
    const asOf = new Date(data["asOf"] ?? now);
    const batch = await accountsAfter(tx, (data["after"] ?? FIRST) as AccountId);
    const last = batch.at(-1);
    if (!last) return undefined;
    await expectSold(context, batch);
    await handSummariesOn(context, batch, day);
    await draftSummaries(context, batch, day);
    posts.redraw(...new Set(await reckon(tx, batch, day, asOf)));
    return { day, asOf: asOf.toISOString(), after: last };
  },
};

/** What was promised with a sale is what they expect from then on. */
export async function expectSold({ tx, now, ids }: Context, accounts: readonly AccountId[]): Promise<void> {
  for (const { opportunity } of await soldWithout(tx, accounts)) {
    insertExpectation(tx, ids.next<"goal">(), opportunity, now, PLAN.wordsAtMost);
  }
}

export async function endAt({ tx, now, posts }: Context, account: AccountId): Promise<void> {
  posts.redraw(...(await endGoals(tx, account, now)));
}

export async function resumeAt({ tx, posts }: Context, account: AccountId, leftAt: Date): Promise<void> {
  posts.redraw(...(await reopenGoals(tx, account, leftAt)));
}

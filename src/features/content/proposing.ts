import { afterQuietHours, fixedTime, localDate } from "../../kernel/business-time.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { daysAfter } from "../days-after.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { organisationAt } from "../settings/facts.ts";
import { withinNight } from "./decide.ts";
import { customersAfter, daysUsed, matchesAmong, type Night, putSince } from "./match-store.ts";
import { holdProposal, insertProposal, type ProposalId, saveDecided, saveMeasured } from "./store.ts";
import { nightNow } from "./story.ts";

export const LAPSE = "content.lapse";
export const MEASURE = "content.measure";
const BATCH = 200;
const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;
const AT = fixedTime("05:30");

/** Before each working day, after the scores of the night: who may like what. */
export const lookSchedule: Schedule = {
  name: "look",
  days: "working-days",
  subjects: ({ tx }) => organisationAt(tx, AT),
  fire: ({ jobs, now }, _subject, { localDate: day }) => jobs.start("content.look", { asOf: now.toISOString(), day }),
};

export const look: Job = {
  async run(context, data) {
    const asOf = new Date(data["asOf"] ?? context.now);
    const night = { asOf, day: localDate(data["day"] ?? "") ?? (await nightNow(context)).day };
    const batch = await customersAfter(context.tx, (data["after"] ?? FIRST) as AccountId, BATCH);
    const last = batch.at(-1);
    if (!last) return undefined;
    await proposeAmong(context, batch, night);
    return { asOf: asOf.toISOString(), day: night.day, after: last };
  },
};

/** At most one piece a customer in a fortnight, none while it is at risk: keeping it comes first. */
async function proposeAmong(context: Context, accounts: readonly AccountId[], night: Night): Promise<void> {
  const { tx, now, ids, posts, reminders, directory } = context;
  const matches = await matchesAmong(tx, accounts, night);
  if (matches.length === 0) return;
  const people = await directory.people(tx);
  for (const { account, csm, item, because, feature } of withinNight(matches, await putSince(tx, night.asOf))) {
    const person = people.find(({ id }) => id === csm);
    if (!person) continue;
    const id = ids.next<"content-proposal">();
    insertProposal(tx, { id, account, item, because, feature, csm, proposedAt: now });
    const dueAt = afterQuietHours(now, person.calendar);
    const address = `person:${csm}` as const;
    posts.announce({ card: "content.proposal", subject: id, address, slot: "", dueAt, shows: [account] });
    reminders.set(LAPSE, id, daysAfter(now, CONTENT.lapsesAfterDays, person.calendar.zone));
  }
}

/** Nobody answered: it isn't asked for again. */
export async function lapse({ tx, now, posts }: Context, subject: string): Promise<void> {
  const proposal = await holdProposal(tx, subject as ProposalId);
  if (proposal?.state !== "proposed") return;
  saveDecided(tx, proposal.id, { state: "lapsed", at: now, by: undefined });
  posts.redraw(proposal.id);
}

/** Thirty days after it was sent: whether the feature is used. */
export async function measure(context: Context, subject: string): Promise<void> {
  const { tx, now, posts, directory } = context;
  const proposal = await holdProposal(tx, subject as ProposalId);
  if (proposal?.state !== "sent" || proposal.measuredAt) return;
  const after = await daysUsed(tx, proposal.account, proposal.feature, await nightNow(context));
  saveMeasured(tx, proposal.id, after, now);
  posts.redraw(proposal.id);
  const by = proposal.decided?.by?.id ?? proposal.csm;
  const reader = await directory.person(tx, by);
  if (!reader?.active) return;
  posts.announce({
    card: "content.result",
    subject: proposal.id,
    address: `person:${reader.id}`,
    slot: "",
    dueAt: afterQuietHours(now, reader.calendar),
    shows: [proposal.account],
  });
}

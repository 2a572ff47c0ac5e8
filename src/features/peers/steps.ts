import { addWorkingDays, afterQuietHours, fixedTime } from "../../kernel/business-time.ts";
import { PEERS } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { daysAfter } from "../days-after.ts";
import type { Context, Job, Schedule } from "../feature.ts";
import { atRiskAmong } from "../risk/facts.ts";
import { organisationAt, settingsOf } from "../settings/facts.ts";
import { type EndedAs, type Part, PARTS } from "./decide.ts";
import {
  clearAnswer,
  type ExchangeId,
  holdExchange,
  openAfter,
  openAt,
  saveEnded,
  saveReminded,
  saveReviewed,
  saveSince,
} from "./store.ts";
import type { Story } from "./reading.ts";
import { storiesOf } from "./story.ts";

export const REMIND = "peers.remind";
export const LAPSE = "peers.lapse";
export const REVIEW = "peers.review";
const BATCH = 50;
const FIRST = "00000000-0000-0000-0000-000000000000";
const AT = fixedTime("08:15");

async function held(context: Context, id: string): Promise<Story | undefined> {
  const exchange = await holdExchange(context.tx, id as ExchangeId);
  return exchange && (await storiesOf(context, [exchange]))[0];
}

/** The card to whom each of some customers is today. @param slot "": who has it already gets none again */
export async function tell(
  context: Context,
  story: Story,
  slot: string,
  parts: readonly Part[] = PARTS,
): Promise<void> {
  const { tx, now, posts, directory } = context;
  const { exchange, learns, shares } = story;
  const people = await directory.people(tx);
  for (const id of new Set(parts.flatMap((part) => story[part].asker?.id ?? []))) {
    const reader = people.find((each) => each.id === id);
    if (!reader) continue;
    posts.announce({
      card: "peers.exchange",
      subject: exchange.id,
      address: `person:${id}`,
      slot,
      dueAt: afterQuietHours(now, reader.calendar),
      shows: [learns.id, shares.id, learns.account, shares.account],
    });
  }
}

/** What comes next is waited for from now on: one reminder, and an end. */
export async function goOn(context: Context, story: Story): Promise<void> {
  const { tx, now, reminders, directory } = context;
  const { zone } = await settingsOf(tx);
  const waited = story.waits.map((part) => story[part].asker?.id)[0];
  const calendar = (await directory.people(tx)).find(({ id }) => id === waited)?.calendar;
  if (calendar) {
    const at = afterQuietHours(addWorkingDays(now, PEERS.remindAfterDays, calendar), calendar);
    reminders.set(REMIND, story.exchange.id, at);
  }
  reminders.set(LAPSE, story.exchange.id, daysAfter(now, PEERS.lapsesAfterDays, zone));
}

/** Five working days without an answer: who is waited for is told once more. */
export async function remind(context: Context, subject: string): Promise<void> {
  const story = await held(context, subject);
  if (!story || story.phase === "ended" || story.phase === "introduced" || story.exchange.remindedAt) return;
  saveReminded(context.tx, story.exchange.id, context.now);
  await tell(context, story, `${context.now.toISOString()} remind`, story.waits);
}

/** Thirty days without an answer: it is over, and both are told. */
export async function lapse(context: Context, subject: string): Promise<void> {
  const story = await held(context, subject);
  if (story) await end(context, story, "lapsed");
}

/** Ends what goes on, and tells both: neither waits for an answer any more. */
async function end(context: Context, story: Story, as: EndedAs): Promise<void> {
  const { tx, now, posts } = context;
  if (story.phase === "ended" || story.phase === "introduced") return;
  saveEnded(tx, story.exchange.id, { as, by: undefined, at: now });
  settle(context, story);
  posts.redraw(story.exchange.id);
  await tell(context, story, `${now.toISOString()} over`);
}

export function settle({ reminders }: Context, { exchange }: Story): void {
  reminders.drop(REMIND, exchange.id);
  reminders.drop(LAPSE, exchange.id);
}

/** A customer is at risk, or gone: this is not the time for it. */
export async function endAt(context: Context, account: AccountId, as: "at-risk" | "churned"): Promise<void> {
  for (const id of await openAt(context.tx, account)) {
    const story = await held(context, id);
    if (story) await end(context, story, as);
  }
}

/** Thirty days after they were introduced: both are asked whether it helped. */
export async function review(context: Context, subject: string): Promise<void> {
  const { tx, now, posts } = context;
  const story = await held(context, subject);
  if (story?.phase !== "introduced" || story.exchange.reviewedAt) return;
  saveReviewed(tx, story.exchange.id, now);
  posts.redraw(story.exchange.id);
  await tell(context, story, "review");
}

/** Each working morning: who looks after them now has the card, and what can't go on ends. */
export const lookSchedule: Schedule = {
  name: "look",
  days: "working-days",
  subjects: ({ tx }) => organisationAt(tx, AT),
  fire: ({ jobs }, _subject, { localDate: day }) => jobs.start("peers.look", { day }),
};

export const look: Job = {
  async run(context, data) {
    const batch = await openAfter(context.tx, data["after"] ?? FIRST, BATCH);
    for (const id of batch) await lookAt(context, id);
    const last = batch.at(-1);
    return last && batch.length === BATCH ? { ...data, after: last } : undefined;
  },
};

async function lookAt(context: Context, id: ExchangeId): Promise<void> {
  const story = await held(context, id);
  if (!story || story.phase === "ended" || story.phase === "introduced") return;
  const { learns, shares } = story;
  if (learns.account === shares.account) return end(context, story, "merged");
  if (learns.stage === "churned" || shares.stage === "churned") return end(context, story, "churned");
  const atRisk = await atRiskAmong(context.tx, [learns.account, shares.account]);
  if (atRisk.size > 0) return end(context, story, "at-risk");
  if (await askAnew(context, story)) return;
  await tell(context, story, "");
}

/** Who agreed at a customer isn't there any more: its CSM asks somebody else. */
async function askAnew(context: Context, story: Story): Promise<boolean> {
  const { tx, now, posts } = context;
  const { exchange } = story;
  const gone = PARTS.filter((part) => story[part].answer === "yes" && story[part].contact === undefined);
  if (gone.length === 0) return false;
  for (const part of gone) clearAnswer(tx, story[part].id);
  saveSince(tx, exchange.id, now);
  await goOn(context, story);
  posts.redraw(exchange.id);
  await tell(context, story, `${now.toISOString()} anew`, gone);
  return true;
}

import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { addDays, addWorkingHours } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { withoutUnseen } from "../../kernel/text.ts";
import { holdAccount, isAmQuiet } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { breadthOf, riskOf } from "../risk/facts.ts";
import { type Brief, RENEWAL_PARTS } from "./brief.ts";
import type { Story } from "./cards.ts";
import { type Clocks, endClock } from "./clock.ts";
import { draftReview } from "./draft.ts";
import { reviewForm } from "./forms.ts";
import { timeOf } from "./owners.ts";
import { recordOf } from "./record-store.ts";
import { openRenewals, saveReview, saveSettled, type StoredRenewal } from "./store.ts";
import { refuse, seen } from "./story.ts";

/** The value review's form: what was written before, else a draft from the record. */
export async function openReview(acting: Acting, clocks: Clocks, id: string): Promise<Form | Done> {
  const story = await seen(acting, clocks, id);
  const refusal = refuse(acting, story, "review");
  if (refusal) return refusal;
  return reviewForm(story, story.renewal.reviewed ?? (await draftOf(acting, story)), acting.view);
}

async function draftOf({ tx, now, view }: Acting, { account, today }: Story): Promise<Brief> {
  const record = await recordOf(tx, account.id, now, today);
  const breadth = (await breadthOf(tx, [account.id])).get(account.id);
  const atRisk = (await riskOf(tx, account.id))?.atRisk === true;
  return draftReview(record, { breadth, atRisk }, view);
}

/** The review is saved, and is the warm brief from then on (D11): its card goes to who has the terms. */
export async function submitReview(acting: Acting, clocks: Clocks, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, via, posts, reminders } = acting;
  const story = await seen(acting, clocks, subject);
  await holdAccount(tx, story.account.id);
  const refusal = refuse(acting, story, "review");
  if (refusal) return refusal;
  const checked = briefIn(values, acting);
  if ("fields" in checked) return { kind: "invalid", fields: checked.fields };
  const { brief } = checked;
  const { renewal, account } = story;
  const counts = await countsFor(acting, story);
  saveReview(
    tx,
    counts.map(({ id }) => id),
    brief,
    { by: person.id, at: now },
  );
  for (const each of counts) {
    if (each.told === "value") reminders.drop("renewals.late", each.id);
    posts.redraw(each.id);
  }
  if (renewal.kind === "review") {
    await saveSettled(tx, renewal.id, { as: "reviewed", at: now, by: person.id });
    endClock(acting, renewal.id);
  }
  const told = await postBrief(acting, story);
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "renewal-review",
    by: person.id,
    via,
    details: { to: told ?? "" },
    summary: [brief.goals, brief.shown, brief.mood].join("\n"),
  });
  return done(
    told === undefined
      ? view.say("renewals.review-saved", { account: account.name })
      : view.say("renewals.review-saved-told", { account: account.name, terms: told }),
  );
}

/** The renewals of the account that a review counts for: this one, and those that come soon. */
async function countsFor({ tx }: Acting, { renewal, account, today }: Story): Promise<StoredRenewal[]> {
  const open = await openRenewals(tx, [account.id]);
  const until = addDays(today, RENEWAL.reviewHoldsDays);
  return open.filter(({ id, dueOn, kind }) => id === renewal.id || (kind === renewal.kind && dueOn <= until));
}

/** @returns whose card it is; undefined: nobody else is to have it now */
async function postBrief(
  { tx, now, person, posts, directory }: Acting,
  { renewal, account }: Story,
): Promise<string | undefined> {
  const people = await directory.people(tx);
  const id = renewal.kind === "term" ? renewal.termsOwner : account.scope.am;
  const to = people.find((each) => each.id === id);
  if (!to || to.id === person.id) return undefined;
  if (renewal.kind === "review" && (await isAmQuiet(tx, account.id, now))) return undefined;
  posts.announce({
    card: "renewals.brief",
    subject: renewal.id,
    address: `person:${to.id}`,
    slot: `${now.toISOString()}`,
    dueAt: addWorkingHours(now, 0, timeOf(to, people) ?? to.calendar),
    shows: [account.id],
  });
  return to.name;
}

type Checked = { readonly brief: Brief } | { readonly fields: Readonly<Record<string, Text>> };

function briefIn(values: Submission["values"], { view: { say } }: Acting): Checked {
  const fields: Record<string, Text> = {};
  const written = (name: keyof Brief): string => withoutUnseen(values[name] ?? "").trim();
  for (const { name, needed } of RENEWAL_PARTS) {
    const text = written(name);
    if (needed && text === "") fields[name] = say("renewals.part-needed");
    else if (text.length > RENEWAL.partAtMost) fields[name] = say("renewals.too-long", { letters: RENEWAL.partAtMost });
  }
  if (Object.keys(fields).length > 0) return { fields };
  return {
    brief: {
      goals: written("goals"),
      shown: written("shown"),
      mood: written("mood"),
      risks: written("risks"),
      thanks: written("thanks"),
    },
  };
}

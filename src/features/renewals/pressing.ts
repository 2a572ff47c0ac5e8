import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { addDays } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import type { DomainEvent } from "../../kernel/events.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import { brief, withoutUnseen } from "../../kernel/text.ts";
import type { View } from "../../locales/say.ts";
import { accountOf, holdAccount } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { churnReason } from "../risk/facts.ts";
import { accountRenewals, drawBrief, scopeOf, type Story } from "./cards.ts";
import { type Clocks, endClock } from "./clock.ts";
import type { Settled } from "./decide.ts";
import { dayIn, noticeForm, notRenewingForm, signedForm } from "./forms.ts";
import type { Part } from "./owners.ts";
import { saveSettled, saveTermsSent, writeAudit } from "./store.ts";
import { refuse, seen, storiesOfAccount } from "./story.ts";
import { dayText } from "./texts.ts";

const LATELY_MS = 30 * 86_400_000;

/** An account's renewals, with the brief of the nearest. */
export async function openAccountRenewals(acting: Acting, clocks: Clocks, id: AccountId): Promise<Reply> {
  const { now, view, audience } = acting;
  const account = await accountOf(acting, id);
  const since = new Date(now.getTime() - LATELY_MS);
  const stories = (await storiesOfAccount(acting, clocks, account, since)).filter((story) =>
    maySee(audience, true, "contract-dates", scopeOf(story)),
  );
  if (stories.length === 0) return done(view.say("renewals.none-here", { account: account.name }));
  return { kind: "private", card: accountRenewals(stories, view) };
}

export async function openBrief(acting: Acting, clocks: Clocks, id: string): Promise<Reply> {
  const story = await seen(acting, clocks, id);
  if (!story.renewal.reviewed) return done(acting.view.say("renewals.no-brief", { account: story.account.name }));
  return { kind: "private", card: drawBrief(story, acting.view).card };
}

export async function termsSent(acting: Acting, clocks: Clocks, id: string): Promise<Reply> {
  const { tx, now, person, view, via, posts, reminders } = acting;
  const story = await seen(acting, clocks, id);
  const { renewal, account } = story;
  const refusal = refuse(acting, story, "terms") ?? sentAlready(story, view);
  if (refusal) return refusal;
  if (!(await saveTermsSent(tx, renewal.id, person.id, now))) {
    const after = await seen(acting, clocks, id);
    return refuse(acting, after, "terms") ?? sentAlready(after, view) ?? done(view.say("renewals.gone"));
  }
  if (renewal.told !== "value") reminders.drop("renewals.late", renewal.id);
  posts.redraw(renewal.id);
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "renewal-terms-sent",
    by: person.id,
    via,
    details: {},
    visibility: "commercial",
  });
  return done(view.say("renewals.sent-done", { account: account.name }));
}

function sentAlready({ renewal, account }: Story, { say }: View): Done | undefined {
  const { termsSent: sent, people } = renewal;
  if (!sent || !people.sender) return undefined;
  const said = {
    account: account.name,
    who: { mention: people.sender },
    at: { date: sent.at, style: "day-time" } as const,
  };
  return done(say("renewals.sent-already", said));
}

type Draw = (story: Story, view: View) => Exclude<Opened, { kind: string }>;

/** Opens a form that ends a clock. */
function opens(part: Part, draw: Draw) {
  return async (acting: Acting, clocks: Clocks, id: string): Promise<Opened> => {
    const story = await seen(acting, clocks, id);
    return refuse(acting, story, part) ?? draw(story, acting.view);
  };
}

export const openSigned = opens("terms", signedForm);
export const openNotice = opens("notice", noticeForm);
export const openNotRenewing = opens("terms", notRenewingForm);

/** They signed: the contract renews next on the day that was said. */
export async function signed(acting: Acting, clocks: Clocks, submission: Submission): Promise<Reply> {
  return ends(acting, clocks, submission, "terms", ({ renewal, account, today }, values, { say }) => {
    const next = dayIn(
      values["renews_on"],
      { from: addDays(renewal.dueOn, 1), until: addDays(today, RENEWAL.aheadAtMostDays) },
      acting.view,
    );
    if ("problem" in next) return { fields: { renews_on: next.problem } };
    return {
      as: "signed",
      event: {
        kind: "renewal-signed",
        account: account.id,
        contract: renewal.contract,
        due: renewal.dueOn,
        renewsOn: next.day,
        on: today,
      },
      what: "renewal-signed",
      details: { renewsOn: next.day },
      sentence: say("renewals.signed-done", {
        account: account.name,
        next: dayText(next.day),
      }),
    };
  });
}

/** They gave notice: when it came and when it takes effect are kept apart (A9). */
export async function notice(acting: Acting, clocks: Clocks, submission: Submission): Promise<Reply> {
  return ends(acting, clocks, submission, "notice", ({ renewal, account, today }, values, { say }) => {
    const on = dayIn(values["on"], { from: addDays(today, -RENEWAL.noticeBackDays), until: today }, acting.view);
    const endsOn = dayIn(
      values["ends_on"],
      { from: today, until: addDays(today, RENEWAL.aheadAtMostDays) },
      acting.view,
    );
    const fields = {
      ...("problem" in on && { on: on.problem }),
      ...("problem" in endsOn && { ends_on: endsOn.problem }),
    };
    if ("problem" in on || "problem" in endsOn) return { fields };
    return {
      as: "notice",
      event: {
        kind: "contract-ending",
        account: account.id,
        contract: renewal.contract,
        because: "notice",
        on: on.day,
        endsOn: endsOn.day,
        by: acting.person.id,
      },
      what: "renewal-notice",
      details: { noticeOn: on.day, endsOn: endsOn.day },
      direction: "in",
      sentence: say("renewals.notice-done", { account: account.name }),
    };
  });
}

/** It isn't renewed, and of the closed list why (B9). */
export async function notRenewing(acting: Acting, clocks: Clocks, submission: Submission): Promise<Reply> {
  return ends(acting, clocks, submission, "terms", ({ renewal, account, today }, values, { say }) => {
    const reason = churnReason(values["reason"] ?? "");
    const note = withoutUnseen(values["note"] ?? "").trim();
    const fields = {
      ...(!reason && { reason: say("renewals.reason-needed", { value: brief(values["reason"] ?? "") }) }),
      ...(note.length > RENEWAL.noteAtMost && { note: say("renewals.too-long", { letters: RENEWAL.noteAtMost }) }),
    };
    if (!reason || Object.keys(fields).length > 0) return { fields };
    return {
      as: "not-renewing",
      event: {
        kind: "contract-ending",
        account: account.id,
        contract: renewal.contract,
        because: "lost",
        on: today,
        endsOn: renewal.dueOn < today ? today : renewal.dueOn,
        reason,
        by: acting.person.id,
      },
      what: "renewal-lost",
      details: { churn: reason },
      note,
      sentence: say("renewals.lost-done", { account: account.name }),
    };
  });
}

type Ending =
  | { readonly fields: Readonly<Record<string, Text>> }
  | {
      readonly as: Extract<Settled, "signed" | "notice" | "not-renewing">;
      readonly event: DomainEvent;
      readonly what: string;
      readonly details: Readonly<Record<string, string>>;
      readonly direction?: "in";
      readonly note?: string;
      readonly sentence: Text;
    };

/** Settles a clock once, tells the other slices and the timeline, and draws every copy anew. */
async function ends(
  acting: Acting,
  clocks: Clocks,
  { subject, values }: Submission,
  part: Part,
  decide: (story: Story, values: Submission["values"], view: View) => Ending,
): Promise<Reply> {
  const { tx, now, ids, person, via, view } = acting;
  const story = await seen(acting, clocks, subject);
  await holdAccount(tx, story.account.id);
  const refusal = refuse(acting, story, part);
  if (refusal) return refusal;
  const ending = decide(story, values, view);
  if ("fields" in ending) return { kind: "invalid", fields: ending.fields };
  const { renewal, account } = story;
  if (!(await saveSettled(tx, renewal.id, { as: ending.as, at: now, by: person.id })))
    return refuse(acting, await seen(acting, clocks, subject), part) ?? done(view.say("renewals.gone"));
  endClock(acting, renewal.id);
  const { event, what, details, direction, note, sentence } = ending;
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: person.id,
    action: `renewals.${ending.as}`,
    subject: renewal.id,
    details,
  });
  await acting.emit(event);
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what,
    by: person.id,
    via,
    details,
    ...(direction && { direction }),
    ...(note && { summary: note }),
  });
  acting.posts.redraw(account.id);
  return done(sentence);
}

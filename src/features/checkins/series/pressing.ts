import type { Text } from "../../../chat/card.ts";
import { daySpan } from "../../../chat/card.ts";
import type { Reply, Submission } from "../../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../../chat/reply.ts";
import {
  addDays,
  addWorkingHours,
  instantOf,
  type LocalDate,
  localDateOf,
  localTimeOf,
  workingDayFrom,
} from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { Touch } from "../../../kernel/events.ts";
import type { CheckInId, ContactId } from "../../../kernel/ids.ts";
import { maySee } from "../../../kernel/permissions.ts";
import { mayMove, nextIn } from "../../../kernel/recurrence.ts";
import { brief } from "../../../kernel/text.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { Acting, Context, FormHandler, PressHandler } from "../../feature.ts";
import { daySaid } from "../../day-said.ts";
import { keepContact } from "../../keeping-contact.ts";
import { peopleAt } from "./brief-store.ts";
import { kindText, mayRun } from "./cards.ts";
import { checkHeld, checkSkip, checkWhen, type Held, type HeldWrong } from "./checks.ts";
import { type CheckIn, takesPlace } from "./decide.ts";
import { heldForm, skipForm, UNLISTED, whenForm, whenProblemText } from "./forms.ts";
import { DUE, goOn, ownerOf, remindOn, setBrief, settle } from "./running.ts";
import { checkInById, holdCheckIn, openAt, saveScheduled, saveSnoozed, seriesById } from "./store.ts";
import { type CheckInStory, storyOf } from "./story.ts";

type Looked = { readonly kind: "may"; readonly story: CheckInStory } | Done;

/** @throws NotFound when it isn't there for this person */
async function look(acting: Acting, subject: string, holds = false): Promise<Looked> {
  const { tx, audience, place, view } = acting;
  const id = subject as CheckInId;
  const checkIn = await (holds ? holdCheckIn(tx, id) : checkInById(tx, id));
  const story = checkIn && (await storyOf(acting, checkIn));
  if (!story || !maySee(audience, place.private, "internal", story.scope)) throw new NotFound("checkins.gone");
  const { say } = view;
  const said = { what: kindText(checkIn.kind, say), account: story.accountName };
  if (checkIn.state !== "open") {
    const on = { date: checkIn.settledAt ?? acting.now, style: "day" } as const;
    return done(say(checkIn.state === "held" ? "checkins.already-held" : "checkins.already-over", { ...said, on }));
  }
  if (mayRun(audience, checkIn.kind, story.scope)) return { kind: "may", story };
  return done(say(checkIn.kind === "review" ? "checkins.only-am" : "checkins.only-csm", said));
}

function form(
  draw: (acting: Acting, story: CheckInStory) => Opened | Promise<Opened>,
  submit: (acting: Acting, story: CheckInStory, values: Submission["values"]) => Promise<Reply>,
): FormHandler {
  return {
    async open(acting, subject) {
      const looked = await look(acting, subject);
      return looked.kind === "may" ? draw(acting, looked.story) : looked;
    },
    async submit(acting, { subject, values }) {
      const looked = await look(acting, subject, true);
      return looked.kind === "may" ? submit(acting, looked.story, values) : looked;
    },
  };
}

const HELD: Readonly<Record<HeldWrong["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  ahead: "contacts.day-ahead",
  early: "checkins.too-early",
  long: "contacts.too-long",
  price: "checkins.price",
};

const held = form(
  async (acting, story) => heldForm(story, await peopleAt(acting.tx, story.scope.account, story.today), acting.view),
  async (acting, story, values) => {
    const { tx, person, audience, view } = acting;
    const people = await peopleAt(tx, story.scope.account, story.today);
    const checked = checkHeld(values, {
      contacts: people.map(({ id }) => id),
      unlisted: UNLISTED,
      today: localDateOf(acting.now, person.calendar.zone),
      from: addDays(story.today, -CHECK_IN.aheadAtMostDays),
      keepsPrices: maySee(audience, true, "commercial", story.scope),
    });
    if (checked.kind === "wrong") {
      const fields = checked.problems.map(({ field, problem, value }): [string, Text] => {
        const isNone = problem === "choice" && value === "";
        const isDay = problem === "ahead" || problem === "early";
        const said = { value: isDay ? daySaid(value) : brief(value), most: CHECK_IN.writtenAtMost };
        return [field, view.say(isNone ? "contacts.choice-needed" : HELD[problem], said)];
      });
      return { kind: "invalid", fields: Object.fromEntries(fields) };
    }
    const name = people.find(({ id }) => id === checked.value.contact)?.name;
    return done(await hold(acting, story, checked.value, name));
  },
);

async function hold(
  acting: Acting,
  { checkIn, today, scope, accountName }: CheckInStory,
  { contact, on, answers }: Held,
  name: string | undefined,
): Promise<Text> {
  const { now, person, via, view } = acting;
  const { zone, opens } = person.calendar;
  const at = on === localDateOf(now, zone) ? now : instantOf(on, opens, zone);
  settle(acting, checkIn, { state: "held", at, by: person.id, answers });
  const { needs, goals, blockers, nextStep } = answers;
  const summary = [needs, goals, blockers, nextStep].filter((each) => each !== undefined).join(" · ");
  const touch: Touch = {
    account: checkIn.account,
    what: checkIn.kind === "review" ? "review" : "check-in",
    by: person.id,
    via,
    at,
    details: { checkin: checkIn.id, ...(answers.sentiment && { sentiment: answers.sentiment }) },
    direction: "out",
    proactive: true,
    ...(contact && { contact: contact as ContactId }),
    ...(summary && { summary }),
  };
  const held = view.say("checkins.held-done", { what: kindText(checkIn.kind, view.say), account: accountName });
  const said = await keepContact(acting, touch, { scope, contact: name }, held);
  await goOn(acting, checkIn);
  if (checkIn.kind === "review") await takeWeek(acting, { ...checkIn, state: "held", dueOn: on }, today);
  return said;
}

/** A review was held: the check-in of its week is done by it (C2). */
async function takeWeek(context: Context, review: CheckIn, today: LocalDate): Promise<void> {
  for (const one of await openAt(context.tx, review.account)) {
    const isDue = one.dueOn <= today || takesPlace(review, one);
    if (one.kind !== "check-in" || !takesPlace(review, one) || !isDue) continue;
    settle(context, one, { state: "replaced", at: context.now, by: undefined });
    await goOn(context, one);
  }
}

const when = (name: "reschedule" | "no-show"): FormHandler =>
  form(
    ({ now, person: { calendar }, view }, story) => {
      const on = workingDayFrom(localDateOf(now, calendar.zone), 1, calendar);
      const at = story.checkIn.scheduledAt ? localTimeOf(story.checkIn.scheduledAt, calendar.zone) : calendar.opens;
      return whenForm(name, story, { on, at }, view);
    },
    async (acting, story, values) => {
      const { tx, now, person, view, directory } = acting;
      const { checkIn, scope, accountName: account } = story;
      const runs = await seriesById(tx, checkIn.series);
      const owner = ownerOf(checkIn.kind, scope, await directory.people(tx));
      if (!runs || !owner) throw new NotFound("checkins.gone");
      const isFree = (on: LocalDate): boolean => mayMove(runs.series, owner.calendar, checkIn.originalOn, on);
      const checked = checkWhen(values, person.calendar, now, isFree);
      if (checked.kind === "wrong") {
        const { opens, closes, zone } = person.calendar;
        const room = { opens, closes, next: workingDayFrom(localDateOf(now, zone), 1, person.calendar) };
        const fields = checked.problems.map(({ field, problem, value, moment }): [string, Text] => [
          field,
          whenProblemText(problem, moment ? { date: moment, style: "day-time" } : daySaid(value), room, view),
        ]);
        return { kind: "invalid", fields: Object.fromEntries(fields) };
      }
      const again = name !== "reschedule";
      saveScheduled(tx, checkIn.id, checked.on, checked.at, again);
      setBrief(acting, checkIn.id, checked.at);
      const today = localDateOf(now, owner.calendar.zone);
      const next = nextIn(runs.series, owner.calendar, checked.at);
      if (checked.on > today) remindOn(acting, checkIn.id, checked.on, owner);
      else if (next) remindOn(acting, checkIn.id, next.on, owner);
      await noted(acting, story, again ? "check-in-no-show" : "check-in-moved", { on: checked.on });
      const at = { date: checked.at, style: "day-time" } as const;
      const what = kindText(checkIn.kind, view.say);
      return done(view.say(again ? "checkins.no-show-done" : "checkins.rescheduled", { what, account, at }));
    },
  );

const skip = form(
  (acting, story) => skipForm(story, acting.view),
  async (acting, story, values) => {
    const { now, person, view } = acting;
    const reason = checkSkip(values["reason"]);
    if (!reason) {
      const value = brief(values["reason"] ?? "");
      const key = value === "" ? "contacts.choice-needed" : "contacts.choice-wrong";
      return { kind: "invalid", fields: { reason: view.say(key, { value }) } };
    }
    const { checkIn, accountName: account } = story;
    settle(acting, checkIn, { state: "skipped", at: now, by: person.id, reason });
    await noted(acting, story, "check-in-skipped", { skip: reason });
    await goOn(acting, checkIn);
    return done(view.say("checkins.skipped", { what: kindText(checkIn.kind, view.say), account }));
  },
);

async function noted(
  { emit, person, via, posts }: Acting,
  { checkIn }: CheckInStory,
  what: string,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  posts.redraw(checkIn.id, checkIn.account);
  const details = { check: checkIn.kind, ...more };
  await emit({ kind: "account-touched", account: checkIn.account, what, by: person.id, via, details });
}

/** Until the morning of the next working day. Its own day stays: in the digest it goes on being late. */
const snooze: PressHandler = {
  changes: true,
  async run(acting, { subject }) {
    const { tx, now, person, view } = acting;
    const looked = await look(acting, subject, true);
    if (looked.kind !== "may") return looked;
    const { checkIn, accountName: account } = looked.story;
    if (checkIn.dueOn > looked.story.today) {
      const said = { what: kindText(checkIn.kind, view.say), account, on: daySpan(checkIn.dueOn) };
      return done(view.say("checkins.snooze-early", said));
    }
    const { calendar } = person;
    const until = workingDayFrom(localDateOf(addWorkingHours(now, 0, calendar), calendar.zone), 1, calendar);
    saveSnoozed(tx, checkIn.id, until);
    acting.reminders.set(DUE, checkIn.id, instantOf(until, calendar.opens, calendar.zone));
    acting.posts.redraw(checkIn.id);
    return done(view.say("checkins.snoozed", { what: kindText(checkIn.kind, view.say), account, on: daySpan(until) }));
  },
};

export const checkInForms: Readonly<Record<string, FormHandler>> = {
  held,
  reschedule: when("reschedule"),
  "no-show": when("no-show"),
  skip,
};
export const checkInPresses: Readonly<Record<string, PressHandler>> = { snooze };

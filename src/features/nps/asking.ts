import { afterQuietHours, localDateOf, type WorkCalendar } from "../../kernel/business-time.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Person } from "../../kernel/directory.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Address, Context } from "../feature.ts";
import { calendarOf, type Holidays, type Settings, settingsOf } from "../settings/facts.ts";
import { deadlinesOf, isFetchable, isOpen, LEFT } from "./decide.ts";
import { loopOwner } from "./loop-decide.ts";
import { LINK, type LinkKind, passOn } from "./passing-on.ts";
import { goneBy, holdTouchable, placeOf, touchableFrom } from "./reach-store.ts";
import {
  holdSurvey,
  openSurveyOf,
  openSurveysAt,
  saveVia,
  saveWaiting,
  saveAsked,
  saveEnd,
  saveReminded,
  saveReminderHeld,
  type Survey,
  type SurveyContact,
  type SurveyId,
  type Via,
} from "./survey-store.ts";

export const QUESTION = "nps.question";
export const MAIL = "nps.mail";
export const REMIND = "nps.remind";
export const CLOSE = "nps.close";

/** How somebody at a customer is reached. */
interface Way {
  readonly via: Via;
  readonly card: string;
  readonly address: Address;
  /** who of us gets it, to pass it on */
  readonly reader: Person | undefined;
}

export interface Asking {
  /** whoever isn't met in chat is written to */
  readonly mails: boolean;
  /** some at once; what holds for all of them is read once */
  ask(context: Context, surveys: readonly Survey[]): Promise<void>;
  /** their link is passed on now, so now they are asked; false where they have left, or want none any more */
  fetched(context: Context, survey: Survey): Promise<boolean>;
  /** who hasn't answered is reminded once, by the way that there is by then */
  remind(context: Context, subject: string): Promise<void>;
  /** what couldn't be put to them in chat or by e-mail is put to them by a link */
  byLink(context: Context, address: string): Promise<void>;
  /** its time is over: who didn't answer counts as asked, whose link nobody fetched doesn't */
  close(context: Context, subject: string): Promise<void>;
}

/** @param mails whoever isn't met in chat is written to */
export function createAsking(holidays: Holidays, mails: boolean): Asking {
  function calendarFor({ zone }: SurveyContact, { region }: AccountRoster, settings: Settings): WorkCalendar {
    return calendarOf(settings, holidays, zone ?? settings.zone, region ?? settings.region);
  }

  async function askOne(
    context: Context,
    survey: Survey,
    settings: Settings,
    people: readonly Person[],
  ): Promise<void> {
    const { tx, now, ids, reminders } = context;
    const account = await rosterOf(tx, survey.account);
    const way = account && (await wayTo(tx, survey, account, people, mails));
    if (!survey.contact || !way) return saveEnd(tx, survey.id, "held", "no-way");
    const calendar = calendarFor(survey.contact, account, settings);
    const { remindAt, closesAt } = deadlinesOf(now, calendar);
    if (way.via === "link") saveWaiting(tx, survey.id, closesAt);
    else {
      saveAsked(tx, survey, way.via, ids.next(), now, closesAt);
      await touch(context, account.id, survey.contact.id, "survey-asked");
    }
    await put(context, way, survey, closesAt, undefined);
    reminders.set(REMIND, survey.id, remindAt);
    reminders.set(CLOSE, survey.id, closesAt);
  }

  return {
    mails,
    async ask(context, surveys) {
      if (surveys.length === 0) return;
      const settings = await settingsOf(context.tx);
      const people = await context.directory.people(context.tx);
      for (const survey of surveys) await askOne(context, survey, settings, people);
    },
    async fetched(context, survey) {
      const { tx, now, ids, reminders } = context;
      const account = await rosterOf(tx, survey.account);
      if (!account || !survey.contact || !survey.closesAt || !(await isStillAsked(context, survey))) return false;
      saveAsked(tx, survey, "link", ids.next(), now, survey.closesAt);
      await touch(context, account.id, survey.contact.id, "survey-asked");
      const { remindAt } = deadlinesOf(now, calendarFor(survey.contact, account, await settingsOf(tx)));
      if (remindAt.getTime() < survey.closesAt.getTime()) reminders.set(REMIND, survey.id, remindAt);
      else reminders.drop(REMIND, survey.id);
      return true;
    },
    async remind(context, subject) {
      const { tx, now, directory, reminders } = context;
      const survey = await holdSurvey(tx, subject as SurveyId);
      if (survey?.closesAt && isFetchable(survey, now)) {
        if (!(await isStillAsked(context, survey))) return;
        const theirs = await rosterOf(tx, survey.account);
        const again = theirs && linkTo(theirs, await directory.people(tx));
        if (again) await put(context, again, survey, survey.closesAt, "again");
        return;
      }
      if (survey?.state !== "asked" || survey.remindedAt || !survey.closesAt || !isOpen(survey, now)) return;
      const account = await rosterOf(tx, survey.account);
      if (!account || !(await isStillAsked(context, survey))) return;
      const way = await wayTo(tx, survey, account, await directory.people(tx), mails);
      if (!survey.contact || !way) return;
      await holdTouchable(tx, [survey.contact]);
      const from = await touchableFrom(tx, survey.contact, now);
      if (from.getTime() > now.getTime()) {
        saveReminderHeld(tx, survey.id);
        const at = afterQuietHours(from, calendarFor(survey.contact, account, await settingsOf(tx)));
        if (at.getTime() < survey.closesAt.getTime()) reminders.set(REMIND, survey.id, at);
        return;
      }
      saveReminded(tx, survey.id, now);
      await touch(context, account.id, survey.contact.id, "survey-reminded");
      await put(context, way, survey, survey.closesAt, "again");
    },
    async byLink(context, address) {
      const [, contact] = /^(?:mail:)?contact:([^@]+)/.exec(address) ?? [];
      const survey = contact && (await openSurveyOf(context.tx, contact as ContactId));
      const account = survey && (await rosterOf(context.tx, survey.account));
      const way = account && linkTo(account, await context.directory.people(context.tx));
      if (!survey || !way || !survey.closesAt || !(await isStillAsked(context, survey))) return;
      saveVia(context.tx, survey.id, way.via);
      await put(context, way, survey, survey.closesAt, undefined);
    },
    async close({ tx, posts }, subject) {
      const survey = await holdSurvey(tx, subject as SurveyId);
      if (survey?.state === "asked") saveEnd(tx, survey.id, "closed", undefined);
      if (survey?.state === "waiting") saveEnd(tx, survey.id, "closed", NO_LINK);
      if (survey) posts.redraw(survey.id);
    },
  };
}

/** Who has left since, or wants no question any more, isn't written to again. */
async function isStillAsked({ tx, now, posts }: Context, { id, contact }: Survey): Promise<boolean> {
  const { zone } = await settingsOf(tx);
  const gone = contact && (await goneBy(tx, contact.id, localDateOf(now, zone)));
  if (!gone) return contact !== undefined;
  saveEnd(tx, id, "withdrawn", gone);
  posts.redraw(id);
  return false;
}

/** The customer left: nobody there is asked any more. */
export async function withdrawAt({ tx, posts }: Context, account: AccountId): Promise<void> {
  for (const id of await openSurveysAt(tx, account)) {
    saveEnd(tx, id, "withdrawn", LEFT);
    posts.redraw(id);
  }
}

/** The question and its reminder are touches of the person like any other (A14). */
function touch({ emit }: Context, account: AccountId, contact: ContactId, what: string): Promise<void> {
  const about = { account, contact, by: undefined, via: "clock", direction: "out", details: {} } as const;
  return emit({ kind: "account-touched", what, ...about });
}

/** Why somebody wasn't asked whose link nobody fetched. */
const NO_LINK = "no-link";

/** Where they are in chat, else by e-mail, else by a link that their CSM sends, or who leads there. */
async function wayTo(
  tx: Tx,
  { contact, askedAt, via }: Survey,
  account: AccountRoster,
  people: readonly Person[],
  mails: boolean,
): Promise<Way | undefined> {
  if (!contact) return undefined;
  const found = await placeOf(tx, contact.id);
  // What they alone saw in a channel is gone by now: the second time they get a link.
  if (!found || (found.channel !== undefined && askedAt !== undefined)) {
    // Who was asked by a link has no mailbox that we reach.
    const isWritten = mails && contact.email !== undefined && !(askedAt && via === "link");
    if (!isWritten) return linkTo(account, people);
    return { via: "email", card: MAIL, address: `mail:contact:${contact.id}`, reader: undefined };
  }
  const address: Address =
    found.channel === undefined ? `contact:${contact.id}` : `contact:${contact.id}@${found.channel}`;
  return { via: found.platform, card: QUESTION, address, reader: undefined };
}

function linkTo({ scope }: AccountRoster, people: readonly Person[]): Way | undefined {
  const reader = loopOwner(scope, people);
  return reader && { via: "link", card: LINK, address: `person:${reader.id}`, reader };
}

/** The question goes out, or whoever passes it on hears of it. @param kind again: it is the reminder */
async function put(
  context: Context,
  { card, address, reader }: Way,
  survey: Survey,
  uselessAfter: Date,
  kind: LinkKind | undefined,
): Promise<void> {
  if (reader) return passOn(context, survey, { reader, kind, uselessAfter });
  const { now, posts } = context;
  const slot = kind === undefined ? "" : "remind";
  const { id, account } = survey;
  posts.announce({ card, subject: id, address, slot, dueAt: now, uselessAfter, shows: [account] });
}

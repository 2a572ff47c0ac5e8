import type { Reply } from "../../chat/interaction.ts";
import { asReply, done, type Opened } from "../../chat/reply.ts";
import type { AddressHmacs } from "../../db/erased.ts";
import { type LocalDate, localDateOf, workingDayFrom } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { AccountId, ContactId, EntryId } from "../../kernel/ids.ts";
import {
  type Acting,
  type AnySection,
  card,
  type ChatCommand,
  type Feature,
  type FormHandler,
  homeSection,
} from "../feature.ts";
import { forAccount, unclear, whichAccount } from "../naming.ts";
import { calendarOf, type Holidays } from "../settings/facts.ts";
import { accountCard, type Looking } from "./cards.ts";
import { saveEnding, saveRenewed } from "./contract-store.ts";
import { openContact, openNewContact, showContacts, submitContact, submitNewContact } from "./contacts.ts";
import { createAccountDigests } from "./digest.ts";
import { openDocument, removeChosen, showDocuments, submitDocument } from "./documents.ts";
import { homeAccounts } from "./home.ts";
import { leavesOut } from "./left-out.ts";
import { leftInWords } from "./leaving.ts";
import { drawCollision } from "./log-cards.ts";
import { loadCollision, openLog, openLogCall, submitLog, submitLogCall } from "./logging.ts";
import { noteByName, openNote, submitNote, submitWhich } from "./noting.ts";
import { type AccountPage, lookUpPage, pageOf } from "./page-store.ts";
import { openProfile, submitProfile } from "./profile.ts";
import { openPullIn, pullInByName, submitPullIn } from "./pulling-in.ts";
import { looksAfter } from "./rights.ts";
import { saveWentLive } from "./stage-store.ts";
import { openStage, stageJob, stageNight, submitStage } from "./staging.ts";
import { showOlder, showTimeline } from "./timeline.ts";
import { appendToTimeline } from "./timeline-store.ts";
import {
  askWhetherHeld,
  cancel,
  hold,
  homeMeetings,
  openMove,
  openPlan,
  submitMove,
  submitPlan,
  touchpointCard,
} from "./touchpoints.ts";

type Show = (acting: Acting, account: AccountId) => Promise<Reply>;

/** The account book. `sections` are what other slices add to the account card. */
export function createAccounts(sections: readonly AnySection[], holidays: Holidays, hmacsOf: AddressHmacs): Feature {
  const ordered = sections.filter((each) => each.surface === "account").toSorted((a, b) => a.order - b.order);

  async function show(acting: Acting, page: AccountPage | undefined): Promise<Reply> {
    const { view } = acting;
    if (!page) return done(view.say("accounts.gone"));
    const prepared = await Promise.all(ordered.map((each) => each.prepare(acting, page)));
    const drawings = prepared.filter((draw) => draw !== undefined);
    const blocks = drawings.map((draw) => draw(view));
    const left = page.stage === "churned" ? await leftInWords(acting, page.id, todayOf(acting)) : undefined;
    const isPart = await leavesOut(acting, page, left, drawings);
    const seen = { ...looking(acting, page), left, leavesOut: isPart };
    return { kind: "private", card: accountCard(page, page.profile, blocks, seen, view) };
  }

  /** The last day to act is counted in working days of the account's region. */
  function looking(acting: Acting, { noticeUntil, region, scope, settings }: AccountPage): Omit<Looking, "leavesOut"> {
    const seen = { today: todayOf(acting), mayWrite: looksAfter(acting.person, scope) };
    if (!noticeUntil) return { ...seen, actBy: undefined };
    const calendar = calendarOf(settings, holidays, settings.zone, region ?? settings.region);
    return { ...seen, actBy: workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, calendar) };
  }

  async function find(acting: Acting, words: string): Promise<Reply> {
    if (words.trim() === "") return done(acting.view.say("accounts.which"));
    const found = await lookUpPage(acting.tx, words, todayOf(acting));
    if (found.kind === "found") return show(acting, found.account);
    return whichAccount(unclear(acting, words, found), { press: "accounts.open" });
  }

  return {
    name: "accounts",
    commands: [
      {
        word: "account",
        order: 1,
        topic: "customer",
        help: "accounts.help",
        example: "accounts.example",
        changes: false,
        run: find,
      },
      ...COMMANDS,
    ],
    presses: {
      open: {
        changes: false,
        run: async (acting, { subject }) =>
          show(acting, await pageOf(acting.tx, subject as AccountId, todayOf(acting))),
      },
      timeline: shows(showTimeline),
      older: { changes: false, run: (acting, { subject }) => showOlder(acting, subject as EntryId) },
      contacts: shows(showContacts),
      documents: shows(showDocuments),
      "document-remove": { changes: true, run: removeChosen },
      "touch-held": { changes: true, run: (acting, { subject }) => hold(acting, subject) },
      "touch-cancel": { changes: true, run: (acting, { subject }) => cancel(acting, subject) },
    },
    forms: {
      log: about((acting, id) => openLog(acting, id), submitLog),
      "log-call": { open: openLogCall, submit: submitLogCall },
      note: about(openNote, submitNote),
      "note-which": { about: "nothing", open: noForm, submit: submitWhich },
      "contact-add": about(openNewContact, (acting, submission) => submitNewContact(acting, submission, hmacsOf)),
      contact: { open: (acting, subject) => openContact(acting, subject as ContactId), submit: submitContact },
      "document-add": about(openDocument, submitDocument),
      profile: about(openProfile, submitProfile),
      stage: about(openStage, submitStage),
      "pull-in": about(openPullIn, submitPullIn),
      plan: about(openPlan, submitPlan),
      "touch-move": { open: openMove, submit: submitMove },
    },
    cards: {
      collision: card({
        sensitive: false,
        called: "contacts.called-collision",
        direct: { why: "why.collision" },
        load: loadCollision,
        draw: drawCollision,
      }),
      touchpoint: card(touchpointCard),
    },
    sections: [homeSection(homeMeetings), homeSection(homeAccounts), ...createAccountDigests(holidays)],
    reminders: { touchpoint: { fire: askWhetherHeld } },
    schedules: [stageNight],
    jobs: { stages: stageJob },
    reactions: {
      "account-touched": ({ tx, ids, now }, touch) => appendToTimeline(tx, touch.entry ?? ids.next(), touch, now),
      "renewal-signed": ({ tx, ids, now }, event) => saveRenewed(tx, ids.next(), event, now),
      "contract-ending": ({ tx, ids, now }, event) => saveEnding(tx, ids.next(), event, now),
      "account-went-live": ({ tx }, { account, on }) => saveWentLive(tx, account, on),
    },
  };
}

const COMMANDS: readonly ChatCommand[] = [
  {
    word: "timeline",
    order: 4,
    topic: "customer",
    help: "timeline.help",
    example: "timeline.example",
    changes: false,
    run: shown("timeline.which", "accounts.timeline", showTimeline),
  },
  {
    word: "note",
    order: 10,
    topic: "customer",
    help: "accounts.note-help",
    example: "accounts.note-example",
    changes: true,
    run: noteByName,
  },
  {
    word: "contact",
    order: 11,
    topic: "customer",
    help: "contacts.help",
    example: "contacts.example",
    changes: false,
    run: shown("contacts.which", "accounts.contacts", showContacts),
  },
  {
    word: "document",
    order: 12,
    topic: "customer",
    help: "documents.help",
    example: "documents.example",
    changes: false,
    run: shown("documents.which", "accounts.documents", showDocuments),
  },
  {
    word: "stage",
    order: 20,
    topic: "customer",
    help: "accounts.stage-help",
    example: "accounts.stage-example",
    changes: false,
    run: (acting, words) =>
      forAccount(acting, words, {
        which: "accounts.stage-which",
        pick: { opens: "accounts.stage" },
        found: async ({ id }) => asReply(await openStage(acting, id)),
      }),
  },
  {
    word: "pull-in",
    order: 21,
    topic: "together",
    help: "accounts.pull-in-help",
    example: "accounts.pull-in-example",
    changes: false,
    run: pullInByName,
  },
];

/** A command that shows something of the account typed, or asks which one, by buttons with the same press. */
function shown(which: Parameters<Acting["view"]["say"]>[0], press: string, show: Show): ChatCommand["run"] {
  return (acting, words) => forAccount(acting, words, { which, pick: { press }, found: ({ id }) => show(acting, id) });
}

function shows(show: Show) {
  return {
    changes: false,
    run: (acting: Acting, { subject }: { subject: string }) => show(acting, subject as AccountId),
  };
}

/** A form about an account. */
function about(
  open: (acting: Acting, account: AccountId) => Promise<Opened>,
  submit: FormHandler["submit"],
): FormHandler {
  return { open: (acting, subject) => open(acting, subject as AccountId), submit };
}

/** It opens only behind a command, which knows what was typed. */
async function noForm({ view }: Acting): Promise<Extract<Reply, { kind: "done" }>> {
  return { kind: "done", sentence: view.say("accounts.note-which-one") };
}

/** The reader's date. */
function todayOf({ now, person }: Acting): LocalDate {
  return localDateOf(now, person.calendar.zone);
}

import { localDate, localDateOf } from "../../kernel/business-time.ts";
import type { CadenceMeetingId, CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Sealer } from "../../db/seal.ts";
import type { AnyAgendaSection } from "../agenda-section.ts";
import { card, type Context, type Feature, type Job, type Schedule, type Standing, todaySection } from "../feature.ts";
import { organisationAt, settingsOf } from "../settings/facts.ts";
import { createAgenda } from "./agenda.ts";
import { drawAsked } from "./asked-cards.ts";
import { doneHandler, pointHandler, removeHandler } from "./agenda-pressing.ts";
import { drawCards, drawEnded, drawJoined, drawJoint, drawProposal } from "./cards.ts";
import { calendarHandler, readAllCalendars } from "./calendars.ts";
import { circleOf } from "./circle.ts";
import { weeklyMinutes } from "./decide.ts";
import { cadenceDigest } from "./digest.ts";
import { drawInvitation } from "./invitation-letter.ts";
import { createInvite, invitationIn, isRefusal } from "./inviting.ts";
import { drawToday, listPairs, showAgenda, todayOf } from "./listing.ts";
import { createMeetings } from "./meeting.ts";
import { drawBooked, drawMeeting, drawUnsent, isOfItsTime } from "./meeting-cards.ts";
import { meetingForms } from "./meeting-forms.ts";
import { joinedTo, managersAfter, pairById, pairsOf } from "./pair-store.ts";
import { createPairing } from "./pairing.ts";
import { jointPresses, meetingPresses, pairPresses, rhythmHandler } from "./pressing.ts";
import { drawReminder, drawStarting } from "./reminder-cards.ts";
import { drawSeen } from "./seen/cards.ts";
import { suggestHandler } from "./seen/consent.ts";
import { askInTheMorning, nightOfSeen } from "./seen/morning.ts";
import { keepHandler, noneHandler, otherHandler, privateHandler } from "./seen/pressing.ts";
import { suggestionsOf } from "./seen/story.ts";
import { loadMeeting, loadPair, pairStory } from "./story.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as PersonId;
const CHANGES: ReadonlySet<string> = new Set(["slot-changed"]);

const PROPOSAL = card({
  sensitive: false,
  called: "cadence.called-proposal",
  direct: { why: "why.cadence" },
  load: loadPair,
  draw: drawProposal,
});

/** Each night: what two people share changes with accounts, tiers and people that come in. */
const night: Schedule = {
  name: "pairs",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx),
  async fire(context, _subject, { localDate: day }) {
    await readAllCalendars(context, day);
    await nightOfSeen(context);
    await context.jobs.start("cadence.pairs", { day });
  },
};

/** As soon as slots change, too. */
async function lookSoon({ tx, now, jobs }: Context): Promise<void> {
  const { zone } = await settingsOf(tx);
  await jobs.start("cadence.pairs", { day: localDateOf(now, zone) });
}

/**
 * Meetings of a CSM and an AM about the customers that they share (F1 to F5).
 * @param sections what the slices say on an agenda, asked for once all are known
 * @param mails whether e-mail is sent
 * @param sealer of the addresses of people's own calendars; left out where nothing secret is kept
 */
export function createCadence(sections: () => readonly AnyAgendaSection[], mails: boolean, sealer?: Sealer): Feature {
  const gather = createAgenda(sections);
  const meetings = createMeetings(createInvite(mails));
  const pairing = createPairing(meetings, gather);

  const look: Job = {
    async run(context, data) {
      const day = localDate(data["day"] ?? "");
      if (!day) return undefined;
      const batch = await managersAfter(context.tx, (data["after"] ?? FIRST) as PersonId);
      if (batch.length > 0) await pairing.sync(context, batch);
      const last = batch.at(-1);
      return last && { day, after: last };
    },
  };

  // Of one card and subject only the newest is drawn anew, so each of a meeting's messages is a card of its own: the
  // meeting's stays live, and of the others those that a newer one has followed are drawn as a line.
  /** What is said of a time that is booked; once it isn't any more, nothing is sent, and what stands is a line. */
  async function loadOfATime(context: Context, subject: string, { slot, stands }: Standing) {
    const story = await loadMeeting(context, gather, subject);
    const [of = ""] = slot.split(" ");
    if (story === "gone" || (!stands && !isOfItsTime({ ...story, of }))) return "gone";
    return { ...story, of };
  }

  return {
    name: "cadence",
    commands: [
      {
        word: "cadence",
        order: 18,
        topic: "together",
        help: "cadence.help",
        example: "cadence.example",
        changes: false,
        run: (acting) => listPairs(acting),
      },
    ],
    presses: {
      ...pairPresses(pairing),
      ...meetingPresses(meetings),
      ...jointPresses(meetings),
      remove: removeHandler(gather),
      done: doneHandler,
      "seen-keep": keepHandler,
      "seen-none": noneHandler,
      "seen-private": privateHandler,
      agenda: { changes: false, run: (acting, { subject }) => showAgenda(acting, subject, gather) },
    },
    forms: {
      ...meetingForms(meetings),
      rhythm: rhythmHandler(pairing),
      point: pointHandler,
      calendar: calendarHandler(sealer),
      suggest: suggestHandler,
      "seen-other": otherHandler,
    },
    cards: {
      proposal: PROPOSAL,
      "other-rhythm": { ...PROPOSAL, called: "cadence.called-other-rhythm" },
      meeting: card({
        sensitive: false,
        called: "cadence.called-meeting",
        direct: { why: "why.cadence-meeting" },
        load: (context, subject) => loadMeeting(context, gather, subject),
        draw: drawMeeting,
      }),
      booked: card({
        sensitive: false,
        called: "cadence.called-booked",
        direct: { why: "why.cadence-meeting" },
        load: loadOfATime,
        draw: drawBooked,
      }),
      reminder: card({
        sensitive: false,
        called: "cadence.called-reminder",
        direct: { why: "why.cadence-meeting", insistent: true },
        load: loadOfATime,
        draw: drawReminder,
      }),
      starting: card({
        sensitive: false,
        called: "cadence.called-starting",
        direct: { why: "why.cadence-meeting", insistent: true },
        load: loadOfATime,
        draw: drawStarting,
      }),
      unsent: card({
        sensitive: false,
        called: "cadence.called-invitation",
        direct: { why: "why.cadence-meeting" },
        async load(context, subject, { slot }) {
          const story = await loadMeeting(context, gather, subject);
          return story === "gone" ? "gone" : { ...story, refused: isRefusal(slot) };
        },
        draw: drawUnsent,
      }),
      asked: card({
        sensitive: false,
        called: "cadence.called-asked",
        direct: { why: "why.cadence-asked" },
        load: loadOfATime,
        draw: drawAsked,
      }),
      agenda: card({
        sensitive: false,
        called: "cadence.called-agenda",
        direct: { why: "why.cadence-agenda" },
        async load(context, subject) {
          const pair = await pairById(context.tx, subject as CadencePairId);
          if (!pair) return "gone";
          return { ...(await pairStory(context, pair)), agenda: await gather(context, await circleOf(context, pair)) };
        },
        draw: drawCards,
      }),
      ended: card({
        sensitive: false,
        called: "cadence.called-ended",
        direct: { why: "why.cadence" },
        load: loadPair,
        draw: drawEnded,
      }),
      joint: card({
        sensitive: false,
        called: "cadence.called-joint",
        direct: { why: "why.cadence-joint" },
        async load(context, subject) {
          const { tx, directory } = context;
          const pair = await pairById(tx, subject as CadencePairId);
          if (!pair) return "gone";
          const pairs = (await pairsOf(tx, [pair.am])).filter(({ am, state }) => am === pair.am && state === "active");
          const people = new Map((await directory.people(tx)).map(({ id, name }) => [id, name]));
          const csms = pairs.flatMap(({ csm }) => people.get(csm) ?? []);
          const joined = (await joinedTo(tx, pair.id)).length > 0;
          const hours = Math.round(weeklyMinutes(pairs) / 6) / 10;
          return { ...(await pairStory(context, pair)), hours, csms, joined };
        },
        draw: drawJoint,
      }),
      joined: card({
        sensitive: false,
        called: "cadence.called-joint",
        direct: { why: "why.cadence" },
        load: loadPair,
        draw: drawJoined,
      }),
      seen: card({
        sensitive: false,
        called: "cadence.called-seen",
        direct: { why: "why.cadence-seen", confidential: true },
        load: (context, subject) => suggestionsOf(context, subject as PersonId),
        draw: drawSeen,
      }),
      invitation: card({
        sensitive: false,
        called: "cadence.called-invitation",
        load: async (context, subject, { slot }) =>
          (await invitationIn(context, subject as CadenceMeetingId, slot)) ?? "gone",
        draw: drawInvitation,
      }),
    },
    sections: [cadenceDigest, todaySection({ surface: "today", order: 5, load: todayOf, draw: drawToday })],
    schedules: [night],
    jobs: { pairs: look },
    reminders: {
      offer: { fire: meetings.offer },
      book: { fire: meetings.fireBook },
      soon: { fire: (context, subject) => meetings.remind(context, subject, "soon") },
      now: { fire: (context, subject) => meetings.remind(context, subject, "now") },
      ask: { fire: meetings.fireAsk },
      lapse: { fire: meetings.fireLapse },
      cards: { fire: pairing.fireCards },
      seen: askInTheMorning,
    },
    reactions: {
      "account-touched": (context, { what }) => (CHANGES.has(what) ? lookSoon(context) : undefined),
      "account-churned": (context) => lookSoon(context),
      "account-back": (context) => lookSoon(context),
    },
  };
}

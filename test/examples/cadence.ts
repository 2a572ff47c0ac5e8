import { drawAsked } from "../../src/features/cadence/asked-cards.ts";
import type { Agenda } from "../../src/features/cadence/agenda.ts";
import type { OwnCalendar } from "../../src/features/cadence/calendar-store.ts";
import { calendarForm } from "../../src/features/cadence/calendars.ts";
import { drawCards, drawEnded, drawJoined, drawJoint, drawProposal } from "../../src/features/cadence/cards.ts";
import { metForm, moveForm, noteForm, pointForm, rhythmForm } from "../../src/features/cadence/forms.ts";
import { drawToday, listCard } from "../../src/features/cadence/listing.ts";
import { drawBooked, drawMeeting, drawUnsent } from "../../src/features/cadence/meeting-cards.ts";
import type { Item, Meeting, Pair } from "../../src/features/cadence/model.ts";
import { drawReminder, drawStarting } from "../../src/features/cadence/reminder-cards.ts";
import { consentForm, drawSeen, otherForm } from "../../src/features/cadence/seen/cards.ts";
import type { MeetingSeenId, Suggestion } from "../../src/features/cadence/seen/model.ts";
import type { MeetingStory, PairStory } from "../../src/features/cadence/story.ts";
import { todayCard } from "../../src/features/home/cards.ts";
import { fixedDate, fixedTime } from "../../src/kernel/business-time.ts";
import type { CadenceItemId, CadenceMeetingId, CadencePairId, ContactId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { northwind } from "./accounts.ts";
import { anna, ben, type Example, fullPerson, marta, NOW, privately } from "./fixed.ts";

const TODAY = fixedDate("2026-11-24");
const asCsm = privately(anna, "csm");
const asAm = privately(marta, "am");

const pair: Pair = {
  id: "01900000-0000-7000-d400-000000000001" as CadencePairId,
  csm: anna.id,
  am: marta.id,
  state: "proposed",
  rhythm: { frequency: "weekly", weekday: 4, at: fixedTime("10:00"), zone: "Europe/Berlin", minutes: 30 },
  startsOn: undefined,
  proposedAt: NOW,
  accepted: { csm: undefined, am: undefined },
  restsUntil: undefined,
  restedBy: undefined,
  jointWith: undefined,
  endedBy: undefined,
};
const proposal: PairStory = { pair, csm: anna, am: marta, shared: 4 };
const active: Pair = { ...pair, state: "active", startsOn: fixedDate("2026-11-26"), accepted: { csm: NOW, am: NOW } };

const slots = ["2026-11-26T09:00:00Z", "2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z"].map((each) => new Date(each));
const offered: Meeting = {
  id: "01900000-0000-7000-d401-000000000001" as CadenceMeetingId,
  pair: pair.id,
  originalOn: fixedDate("2026-11-26"),
  state: "offered",
  slots,
  startsAt: undefined,
  minutes: 30,
  byClock: false,
  bookedBy: undefined,
  sequence: undefined,
  invitedAt: undefined,
  askedAt: undefined,
  settledAt: undefined,
  settledBy: undefined,
  notes: undefined,
  invited: undefined,
};
export const booked: Meeting = {
  ...offered,
  state: "booked",
  startsAt: slots[0],
  bookedBy: marta.id,
  sequence: 0,
  invitedAt: NOW,
};

const point: Item = {
  id: "01900000-0000-7000-d402-000000000001" as CadenceItemId,
  pair: pair.id,
  kind: "point",
  text: "Who talks to Dana about the training?",
  owner: undefined,
  dueOn: undefined,
  addedBy: anna.id,
  addedAt: NOW,
};
const action: Item = {
  ...point,
  id: "01900000-0000-7000-d402-000000000002" as CadenceItemId,
  kind: "action",
  text: "Price list to Wingtip",
  owner: marta.id,
  dueOn: fixedDate("2026-11-20"),
};
const between = [anna.id, marta.id];
const agenda: Agenda = {
  parts: [
    {
      heading: "cadence.heading-risks",
      lines: ({ say }) => [
        {
          key: "risk:1:1",
          name: ["Northwind"],
          text: say("cadence.line-risk", { account: "Northwind", since: { date: NOW, style: "day" } }),
        },
      ],
    },
    {
      heading: "cadence.heading-opportunities",
      lines: ({ say }) => [
        {
          key: "opportunity:1:parked",
          name: say("cadence.name-opportunity", { account: "Northwind", product: "Add-on" }),
          text: say("deals.pipeline-line", {
            account: "Northwind",
            product: "Add-on",
            next: say("deals.next-parked", { since: { date: NOW, style: "day" } }),
          }),
        },
      ],
    },
    {
      heading: "cadence.heading-renewals",
      lines: ({ say }) => [
        {
          key: "renewal:1:2027-02-20",
          name: ["Fabrikam"],
          text: say("cadence.line-renewal", {
            account: "Fabrikam",
            on: { date: new Date("2027-02-20T00:00:00Z"), style: "day" },
            count: 88,
          }),
        },
      ],
    },
  ],
  items: [
    { item: action, by: anna, owner: marta, between },
    { item: point, by: anna, owner: undefined, between },
  ],
  accounts: [],
};
const nothing: Agenda = { parts: [], items: [], accounts: [] };
const story: MeetingStory = {
  meeting: offered,
  pair: active,
  people: [anna, marta],
  parties: between,
  booker: undefined,
  settler: undefined,
  agenda,
  noters: between,
  agreed: [],
  last: { at: new Date("2026-11-19T09:00:00Z"), notes: "Adatum wants to see the new import.", noters: between },
  today: TODAY,
  now: NOW,
};
const fixed: MeetingStory = { ...story, meeting: booked, booker: marta };
const byClock: MeetingStory = { ...story, meeting: { ...booked, byClock: true, bookedBy: undefined } };
const of = "2026-11-26T09:00:00.000Z";
const aDayBefore = new Date("2026-11-25T09:00:00Z");
const tenMinutesBefore = new Date("2026-11-26T08:50:00Z");
const past: MeetingStory = { ...fixed, meeting: { ...booked, askedAt: NOW }, now: new Date("2026-11-26T10:30:00Z") };
const held: Meeting = {
  ...booked,
  state: "held",
  settledAt: new Date("2026-11-26T10:40:00Z"),
  askedAt: new Date("2026-11-26T10:30:00Z"),
  settledBy: anna.id,
  notes: "Northwind comes first.",
};
const over: MeetingStory = { ...past, meeting: held, agreed: agenda.items.slice(0, 1) };

const csmView = (view: View): View => ({ ...view, audience: asCsm });
const amView = (view: View): View => ({ ...view, audience: asAm });

const atNorthwind: Suggestion = {
  seen: {
    id: "01900000-0000-7000-d403-000000000001" as MeetingSeenId,
    person: anna.id,
    title: "Quarterly review <!channel>",
    from: new Date("2026-11-23T09:00:00Z"),
    askedAt: NOW,
  },
  choices: [
    { account: northwind, contacts: [invited("Dana Vogt", 1), invited("Eva Lind", 2)] },
    { account: { ...northwind, name: "Fabrikam" }, contacts: [invited("Omar Haddad", 3)] },
  ],
};
const untitled: Suggestion = {
  seen: { ...atNorthwind.seen, id: "01900000-0000-7000-d403-000000000002" as MeetingSeenId, title: "" },
  choices: [atNorthwind.choices[0]],
};
const suggestions = { person: anna.id, asked: [atNorthwind, untitled], waiting: 2 };
const own: OwnCalendar = {
  version: "01900000-0000-7000-d404-000000000001" as OwnCalendar["version"],
  host: "calendar.google.com",
  readAt: NOW,
  problem: undefined,
  unread: 0,
  suggests: true,
};

function invited(name: string, at: number) {
  return { id: `01900000-0000-7000-d405-00000000000${String(at)}` as ContactId, name };
}

export const cadenceForms = [
  { name: "form-cadence-suggest", draw: (view: View) => consentForm(false, view) },
  { name: "form-cadence-seen-other", draw: (view: View) => otherForm(atNorthwind, view) },
  { name: "form-cadence-calendar", draw: (view: View) => calendarForm(view) },
  {
    name: "form-cadence-rhythm",
    draw: (view: View) => rhythmForm(pair.id, pair.rhythm, [1, 2, 3, 4, 5], pair.rhythm.at, view),
  },
  {
    name: "form-cadence-move",
    draw: (view: View) =>
      moveForm(booked.id, "Anna Kurz, Marta Silva", { on: fixedDate("2026-11-25"), at: fixedTime("10:00") }, view),
  },
  { name: "form-cadence-point", draw: (view: View) => pointForm(pair.id, view) },
  {
    name: "form-cadence-note",
    draw: (view: View) => noteForm(booked.id, "Anna Kurz, Marta Silva", [anna, marta], view),
  },
  { name: "form-cadence-met", draw: (view: View) => metForm(booked.id, "Anna Kurz, Marta Silva", [anna, marta], view) },
];

export const cadenceExamples: readonly Example[] = [
  { name: "cadence-proposal", draw: (view) => drawProposal(proposal, csmView(view)).card },
  {
    name: "cadence-proposal-accepted",
    draw: (view) =>
      drawProposal({ ...proposal, pair: { ...pair, accepted: { csm: NOW, am: undefined } } }, amView(view)).card,
  },
  { name: "cadence-proposal-active", draw: (view) => drawProposal({ ...proposal, pair: active }, csmView(view)).card },
  {
    name: "cadence-proposal-resting",
    draw: (view) =>
      drawProposal(
        {
          ...proposal,
          pair: { ...pair, state: "resting", restedBy: marta.id, restsUntil: fixedDate("2027-02-22") },
        },
        csmView(view),
      ).card,
  },
  { name: "cadence-in-a-channel", draw: (view) => drawProposal(proposal, view).card },
  { name: "cadence-offered", draw: (view) => drawMeeting(story, csmView(view)).card },
  {
    name: "cadence-no-time",
    draw: (view) => drawMeeting({ ...story, meeting: { ...offered, slots: [] }, agenda: nothing }, csmView(view)).card,
  },
  { name: "cadence-booked", draw: (view) => drawMeeting(fixed, amView(view)).card },
  { name: "cadence-booked-by-clock", draw: (view) => drawBooked({ ...byClock, of }, csmView(view)).card },
  {
    name: "cadence-booked-empty",
    draw: (view) => drawBooked({ ...byClock, of, agenda: nothing }, csmView(view)).card,
  },
  {
    name: "cadence-booked-empty-together",
    draw: (view) =>
      drawBooked(
        { ...byClock, of, agenda: nothing, people: [anna, ben, marta], parties: [anna.id, ben.id, marta.id] },
        csmView(view),
      ).card,
  },
  { name: "cadence-soon", draw: (view) => drawReminder({ ...fixed, of, now: aDayBefore }, csmView(view)).card },
  {
    name: "cadence-soon-empty",
    draw: (view) => drawReminder({ ...fixed, of, now: aDayBefore, agenda: nothing }, amView(view)).card,
  },
  {
    name: "cadence-soon-before",
    draw: (view) => drawReminder({ ...fixed, of, now: tenMinutesBefore }, csmView(view)).card,
  },
  { name: "cadence-now", draw: (view) => drawStarting({ ...fixed, of, now: tenMinutesBefore }, amView(view)).card },
  {
    name: "cadence-now-empty",
    draw: (view) => drawStarting({ ...fixed, of, now: tenMinutesBefore, agenda: nothing }, amView(view)).card,
  },
  { name: "cadence-asked", draw: (view) => drawAsked({ ...past, of }, csmView(view)).card },
  { name: "cadence-unsent", draw: (view) => drawUnsent({ ...fixed, refused: false }, csmView(view)).card },
  { name: "cadence-unsent-refused", draw: (view) => drawUnsent({ ...fixed, refused: true }, csmView(view)).card },
  {
    name: "cadence-unsaid",
    draw: (view) =>
      drawAsked({ ...past, of, meeting: { ...past.meeting, state: "missed", settledBy: undefined } }, csmView(view))
        .card,
  },
  { name: "cadence-held", draw: (view) => drawAsked({ ...over, of }, csmView(view)).card },
  { name: "cadence-held-before", draw: (view) => drawMeeting(over, csmView(view)).card },
  { name: "cadence-agenda", draw: (view) => drawCards({ ...proposal, agenda }, csmView(view)).card },
  {
    name: "cadence-ended",
    draw: (view) =>
      drawEnded({ ...proposal, pair: { ...active, state: "ended", endedBy: "left" } }, csmView(view)).card,
  },
  {
    name: "cadence-joint",
    draw: (view) =>
      drawJoint({ ...proposal, pair: active, hours: 4.5, csms: [anna.name, ben.name], joined: false }, amView(view))
        .card,
  },
  {
    name: "cadence-joined",
    draw: (view) => drawJoined({ ...proposal, pair: { ...active, jointWith: pair.id } }, csmView(view)).card,
  },
  { name: "cadence-seen", draw: (view) => drawSeen(suggestions, csmView(view)).card },
  {
    name: "cadence-seen-done",
    draw: (view) => drawSeen({ ...suggestions, asked: [], waiting: 0 }, csmView(view)).card,
  },
  { name: "cadence-seen-not-theirs", draw: (view) => drawSeen(suggestions, amView(view)).card },
  { name: "cadence-list-calendar", draw: (view) => listCard([], own, csmView(view)) },
  {
    name: "cadence-list",
    draw: (view) =>
      listCard(
        [
          { ...proposal, pair: active, next: booked },
          { ...proposal, csm: ben, next: undefined },
        ],
        undefined,
        csmView(view),
      ),
  },
  {
    name: "cadence-today",
    draw: (view) =>
      todayCard(
        fullPerson(anna, view.locale, "csm"),
        drawToday({ meetings: [{ meeting: booked, names: [marta.name] }], actions: [action] }, csmView(view)),
        csmView(view),
      ),
  },
];

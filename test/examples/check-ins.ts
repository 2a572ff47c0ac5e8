import { todayCard } from "../../src/features/home/cards.ts";
import { drawBrief, drawDue, startButton } from "../../src/features/checkins/series/cards.ts";
import type { CheckIn } from "../../src/features/checkins/series/decide.ts";
import { heldForm, skipForm, whenForm } from "../../src/features/checkins/series/forms.ts";
import { lineText, listCard } from "../../src/features/checkins/series/list-cards.ts";
import type { BriefStory, CheckInStory } from "../../src/features/checkins/series/story.ts";
import { drawWell, type WellStory } from "../../src/features/checkins/well/cards.ts";
import type { PromiseId } from "../../src/features/promises/store.ts";
import { fixedDate, fixedTime } from "../../src/kernel/business-time.ts";
import type { CheckInId, CheckSeriesId, WellTaskId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import {
  accountId,
  anna,
  ben,
  type Example,
  fullPerson,
  jonas,
  marta,
  NOW,
  olga,
  privately,
  scopeOf,
} from "./fixed.ts";

const fabrikam = accountId(5);
const TODAY = fixedDate("2026-11-24");

const held: CheckIn = {
  id: "01900000-0000-7000-d300-000000000001" as CheckInId,
  series: "01900000-0000-7000-d301-000000000001" as CheckSeriesId,
  account: fabrikam,
  kind: "check-in",
  originalOn: fixedDate("2026-11-10"),
  dueOn: fixedDate("2026-11-10"),
  scheduledAt: undefined,
  state: "held",
  toldAt: NOW,
  snoozedUntil: undefined,
  noShows: 0,
  settledAt: new Date("2026-11-10T09:30:00Z"),
  settledBy: anna.id,
  reason: undefined,
  answers: {
    needs: "An export that the auditors accept",
    goals: "Month-end in two days",
    blockers: "Erik is on leave until December",
    sentiment: "mixed",
    nextStep: "Send the plan for the training",
  },
};
const open: CheckIn = {
  ...held,
  id: "01900000-0000-7000-d300-000000000002" as CheckInId,
  originalOn: TODAY,
  dueOn: TODAY,
  state: "open",
  settledAt: undefined,
  settledBy: undefined,
  answers: {},
};
const due: CheckInStory = {
  checkIn: open,
  accountName: "Fabrikam",
  scope: scopeOf(fabrikam),
  owner: anna,
  today: TODAY,
  last: held,
};
const late: CheckInStory = { ...due, checkIn: { ...open, dueOn: fixedDate("2026-11-20") } };
const agreed: CheckInStory = { ...due, checkIn: { ...open, scheduledAt: new Date("2026-11-24T13:00:00Z") } };
const brief: BriefStory = {
  ...agreed,
  changes: {
    contactAt: new Date("2026-11-16T10:00:00Z"),
    noShowAt: new Date("2026-11-22T10:00:00Z"),
    ticketsOpened: 3,
    ticketsOpen: 2,
    escalated: 1,
    requestsOpen: 1,
    requestSince: new Date("2026-11-20T10:00:00Z"),
    answers: [
      { who: "Dana Vogt", score: 6, at: new Date("2026-09-14T10:00:00Z"), comment: "Support answers late." },
      { who: "Erik Holm", score: 9, at: new Date("2026-09-12T10:00:00Z"), comment: undefined },
    ],
  },
  promises: [
    {
      id: "01900000-0000-7000-d304-000000000001" as PromiseId,
      account: fabrikam,
      words: "An export that includes archived orders",
      owner: jonas,
      dueOn: fixedDate("2026-11-20"),
      daysLate: 4,
      untold: false,
    },
    {
      id: "01900000-0000-7000-d304-000000000002" as PromiseId,
      account: fabrikam,
      words: "The plan for the training",
      owner: anna,
      dueOn: fixedDate("2026-11-27"),
      daysLate: -3,
      untold: false,
    },
  ],
  goals: [
    { name: "Month-end in two days", measured: 0.56, confirmed: 0.4 },
    { name: "All warehouses count with it", measured: undefined, confirmed: 1 },
    { name: "<!channel> no double entry", measured: 0, confirmed: undefined },
    { name: "A fourth", measured: undefined, confirmed: undefined },
  ],
  renewal: { renewsOn: fixedDate("2027-02-28"), noticeUntil: fixedDate("2026-12-30") },
  risk: { state: "at-risk", atRisk: true, since: new Date("2026-11-18T02:00:00Z"), causes: ["score"], band: "high" },
};
const review: CheckInStory = { ...due, owner: marta, checkIn: { ...open, kind: "review" }, last: undefined };
export const wellOpen: WellStory = {
  task: {
    id: "01900000-0000-7000-d302-000000000001" as WellTaskId,
    account: fabrikam,
    source: "ticket",
    subject: "Export stops at 10,000 rows",
    owner: marta.id,
    openedAt: NOW,
    dueAt: new Date("2026-11-26T09:00:00Z"),
    rung: 0,
    closedAt: undefined,
    closedBy: undefined,
    closedAs: undefined,
  },
  accountName: "Fabrikam",
  scope: scopeOf(fabrikam),
  owner: marta,
  isLate: false,
};

export const wellLate: WellStory = { ...wellOpen, isLate: true };
export const wellAnswered: WellStory = {
  ...wellOpen,
  task: { ...wellOpen.task, closedAt: NOW, closedBy: marta.id, closedAs: "not-well" },
};

const people = [{ id: "01900000-0000-7000-d303-000000000001", name: "Dana Vogt" }];
const when = { on: fixedDate("2026-11-25"), at: fixedTime("14:00") };

const asCsm = privately(anna, "csm");
const asAm = privately(marta, "am");

export const checkInForms = [
  { name: "form-check-in", draw: (view: View) => heldForm(due, people, view) },
  { name: "form-check-in-time", draw: (view: View) => whenForm("reschedule", due, when, view) },
  { name: "form-check-in-no-show", draw: (view: View) => whenForm("no-show", agreed, when, view) },
  { name: "form-check-in-skip", draw: (view: View) => skipForm(due, view) },
];

export const checkInExamples: readonly Example[] = [
  { name: "check-in-due", draw: (view) => drawDue(due, { ...view, audience: asCsm }).card },
  { name: "check-in-late", draw: (view) => drawDue(late, { ...view, audience: asCsm }).card },
  { name: "check-in-agreed", draw: (view) => drawDue(agreed, { ...view, audience: asCsm }).card },
  {
    name: "check-in-held",
    draw: (view) => drawDue({ ...due, checkIn: held, last: undefined }, { ...view, audience: asCsm }).card,
  },
  { name: "check-in-in-a-channel", draw: (view) => drawDue(due, view).card },
  { name: "check-in-brief", draw: (view) => drawBrief(brief, { ...view, audience: asCsm }).card },
  { name: "review-due", draw: (view) => drawDue(review, { ...view, audience: asAm }).card },
  {
    name: "check-ins-list",
    draw: (view) =>
      listCard(
        { mine: [late, agreed, review], team: [late, agreed] },
        { covered: 9, of: 12, without: [] },
        {
          covered: 31,
          of: 41,
          without: [
            { id: fabrikam, name: "Litware", contactAt: new Date("2026-08-03T10:00:00Z"), csm: anna },
            { id: fabrikam, name: "Tailspin Toys", contactAt: undefined, csm: undefined },
          ],
        },
        { ...view, audience: asCsm },
      ),
  },
  {
    name: "check-ins-list-many",
    draw: (view) =>
      listCard(
        { mine: [], team: [...Array.from({ length: 9 }, () => late), ...Array.from({ length: 8 }, () => review)] },
        { covered: 0, of: 0, without: [] },
        {
          covered: 12,
          of: 30,
          without: Array.from({ length: 18 }, (_, at) => ({
            ...{ id: fabrikam, name: at < 11 ? "Litware" : "Tailspin Toys", contactAt: undefined },
            csm: at < 11 ? anna : ben,
          })),
        },
        { ...view, audience: privately(olga, "manager") },
      ),
  },
  { name: "well-open", draw: (view) => drawWell(wellOpen, { ...view, audience: asAm }).card },
  {
    name: "well-late",
    draw: (view) => drawWell(wellLate, { ...view, audience: privately(olga, "manager") }, true).card,
  },
  {
    name: "well-answered",
    draw: (view) => drawWell(wellAnswered, { ...view, audience: asAm }).card,
  },
  {
    name: "today",
    draw: (view) =>
      todayCard(
        fullPerson(anna, view.locale, "csm"),
        [agreed, late].map((story) => ({
          text: lineText(story, view.say),
          button: startButton(story.checkIn, view.say),
        })),
        view,
      ),
  },
  { name: "today-nothing", draw: (view) => todayCard(fullPerson(anna, view.locale, "csm"), [], view) },
];

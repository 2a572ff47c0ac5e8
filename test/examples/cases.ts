import type { Text } from "../../src/chat/card.ts";
import {
  drawAsked,
  drawMeetings,
  moveForm,
  planForm,
  planProblemTexts,
} from "../../src/features/accounts/touchpoint-cards.ts";
import { checkPlan } from "../../src/features/accounts/touchpoint-decide.ts";
import type { StoredTouchpoint } from "../../src/features/accounts/touchpoint-store.ts";
import { drawCase } from "../../src/features/risk/case-card.ts";
import type { CaseStory } from "../../src/features/risk/case-story.ts";
import { drawFault } from "../../src/features/risk/cases/blaming.ts";
import { drawNudge } from "../../src/features/risk/cases/cards.ts";
import { checkClosing, checkSnooze, checkWritten } from "../../src/features/risk/cases/decide.ts";
import {
  closeForm,
  escalateForm,
  notARiskForm,
  opinionForm,
  problemText,
  snoozeForm,
} from "../../src/features/risk/cases/forms.ts";
import { drawHold } from "../../src/features/risk/cases/holding.ts";
import { NUDGES } from "../../src/features/risk/cases/ladder.ts";
import { drawOpinion } from "../../src/features/risk/cases/opinion.ts";
import type { Play } from "../../src/features/risk/cases/play-store.ts";
import { fixedDate, fixedTime } from "../../src/kernel/business-time.ts";
import type { PlayStepId, RiskHoldId, TouchpointId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { contacts } from "./account-book.ts";
import { northwind } from "./accounts.ts";
import { anna, ben, CALENDAR, type Example, NOW, olga, privately } from "./fixed.ts";
import { aCase } from "./risk.ts";

function step(n: number, name: Play["steps"][number]["step"], done = false): Play["steps"][number] {
  const id = `01900000-0000-7000-d100-00000000000${String(n)}` as PlayStepId;
  return { id, step: name, done: done ? { by: anna, at: new Date("2026-11-24T09:30:00Z") } : undefined };
}

const play: Play = {
  kind: "logins",
  dueOn: fixedDate("2026-12-01"),
  steps: [step(1, "call-champion", true), step(2, "find-cause"), step(3, "show-value")],
};
const fresh: Play = { ...play, steps: [step(1, "call-champion"), step(2, "find-cause"), step(3, "show-value")] };
const owner = { person: anna, at: new Date("2026-11-24T08:12:00Z") };
const unowned: CaseStory = { ...aCase, play: fresh };
export const owned: CaseStory = {
  ...aCase,
  owner,
  play,
  meeting: { kind: "check-in", plannedAt: new Date("2026-11-26T09:00:00Z") },
  found: { ...aCase.found, contactAt: new Date("2026-11-24T09:30:00Z") },
};
const asleep: CaseStory = {
  ...unowned,
  found: { ...aCase.found, snoozedUntil: new Date("2026-11-30T08:00:00Z"), snoozes: 1 },
};
const escalated: CaseStory = {
  ...unowned,
  found: {
    ...aCase.found,
    escalated: {
      at: new Date("2026-11-24T09:00:00Z"),
      to: olga,
      by: anna,
      note: "They ask for a discount I can't give.",
    },
  },
};
const saved: CaseStory = {
  ...owned,
  closed: {
    at: new Date("2026-11-27T10:00:00Z"),
    left: false,
    by: anna,
    outcome: "saved",
    reason: "onboarding/no-training",
    note: "A training brought them back.",
  },
};
const watch: CaseStory = {
  ...unowned,
  band: "watch",
  raising: [{ kind: "rising" }],
  found: { ...aCase.found, causes: ["rise"] },
};

const touchpoint: StoredTouchpoint = {
  id: "01900000-0000-7000-d200-000000000001" as TouchpointId,
  account: northwind.id,
  contact: contacts[0]?.id,
  kind: "check-in",
  state: "planned",
  plannedAt: new Date("2026-11-26T09:00:00Z"),
  owner: anna.id,
  note: "How the warehouse team gets on",
  accountName: northwind.name,
  contactName: "Dana Vogt",
  people: { owner: anna },
};
const hold = {
  id: "01900000-0000-7000-d300-000000000001" as RiskHoldId,
  asOf: NOW,
  crossed: 14,
  scored: 41,
  state: "held",
  decided: undefined,
} as const;
const opinion = {
  opinion: "bad",
  reason: "Dana is leaving, and nobody else there knows us.",
  by: anna,
  at: NOW,
  expiresAt: new Date("2027-01-23T08:00:00Z"),
} as const;

function asAnna(view: View): View {
  return { ...view, audience: privately(anna, "csm") };
}

export const caseExamples: readonly Example[] = [
  { name: "case-first-step", draw: (view) => drawCase(unowned, view).card },
  { name: "case-owned-play", draw: (view) => drawCase(owned, view).card },
  { name: "case-asleep", draw: (view) => drawCase(asleep, view).card },
  { name: "case-escalated", draw: (view) => drawCase(escalated, view).card },
  { name: "case-watch", draw: (view) => drawCase(watch, view).card },
  { name: "case-saved", draw: (view) => drawCase(saved, view).card },
  { name: "case-saved-private", draw: (view) => drawCase(saved, asAnna(view)).card },
  ...NUDGES.map((kind): Example => ({
    name: `case-nudge-${kind}`,
    draw: (view) =>
      drawNudge(
        {
          kind,
          story: kind === "idle" ? owned : kind === "pressed" || kind === "escalated" ? escalated : unowned,
        },
        {
          ...view,
          audience: kind === "pressed" || kind === "escalated" ? privately(olga, "manager") : privately(anna, "csm"),
        },
      ).card,
  })),
  {
    name: "case-fault",
    draw: (view) =>
      drawFault(
        { account: northwind.name, scope: aCase.scope, reason: "product/missing-feature", note: "No export" },
        { ...view, audience: privately(ben, "colleague") },
      ).card,
  },
  {
    name: "case-fault-named",
    draw: (view) =>
      drawFault(
        { account: northwind.name, scope: aCase.scope, reason: "product/missing-feature", note: "No export" },
        { ...view, audience: privately(olga, "manager") },
      ).card,
  },
  { name: "case-hold", draw: (view) => drawHold(hold, view).card },
  {
    name: "case-hold-decided",
    draw: (view) => drawHold({ ...hold, state: "kept-back", decided: { by: olga, at: NOW } }, view).card,
  },
  {
    name: "case-opinion",
    draw: (view) => ({
      title: [northwind.name],
      body: drawOpinion({ account: northwind.id, scope: aCase.scope, held: opinion, mayJudge: true }, asAnna(view)),
    }),
  },
  {
    name: "touchpoint-asked",
    draw: (view) => drawAsked({ touchpoint, scope: aCase.scope }, asAnna(view)).card,
  },
  {
    name: "touchpoint-held",
    draw: (view) => drawAsked({ touchpoint: { ...touchpoint, state: "held" }, scope: aCase.scope }, asAnna(view)).card,
  },
  {
    name: "touchpoint-home",
    draw: (view) => ({ title: [], body: drawMeetings([touchpoint, { ...touchpoint, kind: "call" }], asAnna(view)) }),
  },
];

const about = { found: { id: aCase.found.id, snoozes: 0 }, account: northwind };
const when = { on: fixedDate("2026-11-25"), at: fixedTime("09:00") };

function told(
  view: View,
  checked: ReturnType<typeof checkWritten | typeof checkSnooze | typeof checkClosing>,
): Record<string, Text> {
  return checked.kind === "wrong" ? { [checked.problem.field]: problemText(checked.problem, view) } : {};
}

export const caseForms = [
  { name: "form-case-snooze", draw: (view: View) => snoozeForm(about, view) },
  {
    name: "form-case-snooze-refused",
    draw: (view: View) => snoozeForm(about, view),
    refused(view: View) {
      const typed = { until: "date", on: "2026-11-23" };
      return { typed, problems: told(view, checkSnooze(typed, CALENDAR, NOW)) };
    },
  },
  { name: "form-case-not-a-risk", draw: (view: View) => notARiskForm(about, view) },
  {
    name: "form-case-not-a-risk-refused",
    draw: (view: View) => notARiskForm(about, view),
    refused(view: View) {
      const typed = { reason: "." };
      return { typed, problems: told(view, checkWritten("reason", typed)) };
    },
  },
  { name: "form-case-escalate", draw: (view: View) => escalateForm(about, view) },
  { name: "form-case-close", draw: (view: View) => closeForm(about, view) },
  {
    name: "form-case-close-refused",
    draw: (view: View) => closeForm(about, view),
    refused(view: View) {
      const typed = { outcome: "lost", reason: "", note: "" };
      return { typed, problems: told(view, checkClosing(typed)) };
    },
  },
  { name: "form-case-opinion", draw: (view: View) => opinionForm(northwind, opinion, view) },
  { name: "form-touchpoint-plan", draw: (view: View) => planForm(northwind, contacts, when, view) },
  {
    name: "form-touchpoint-plan-refused",
    draw: (view: View) => planForm(northwind, contacts, when, view),
    refused(view: View) {
      const typed = { kind: "check-in", contact: "unlisted", on: "2026-11-20", at: "10:00", note: "" };
      const checked = checkPlan(typed, { contacts, calendar: CALENDAR, now: NOW });
      const room = { opens: CALENDAR.opens, closes: CALENDAR.closes, next: fixedDate("2026-11-25") };
      return { typed, problems: checked.kind === "wrong" ? planProblemTexts(checked.problems, room, view) : {} };
    },
  },
  { name: "form-touchpoint-move", draw: (view: View) => moveForm(touchpoint, when, view) },
];

import type { Gate } from "../../src/features/opportunities/facts.ts";
import { drawRisk } from "../../src/features/risk/asking/cards.ts";
import type { RiskStory } from "../../src/features/risk/asking/story.ts";
import { type AskedPerson, lastAskedText, personText } from "../../src/features/nps/facts.ts";
import { legTexts } from "../../src/features/opportunities/facts.ts";
import { drawWhy, type WhyStory } from "../../src/features/risk/asking/why-cards.ts";
import type { Standing } from "../../src/features/risk/decide.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import { anna, ben, type Example, marta, NOW, privately } from "./fixed.ts";
import { aCase } from "./risk.ts";

const standing: Standing = {
  state: "at-risk",
  causes: ["score"],
  since: new Date("2026-11-17T02:00:00Z"),
  band: "high",
  p: 0.34,
  clearDays: 0,
  clearSince: undefined,
  scoredDay: fixedDate("2026-11-24"),
  frozen: false,
  calibrated: { model: 3, low: 0.24, high: 0.45 },
};

const account: RiskStory["account"] = {
  ...aCase.account,
  scope: aCase.scope,
  segment: "mid",
  region: "dach",
  stage: "value",
  keyAccount: false,
  csm: anna,
  am: marta,
  arr: aCase.arr,
  seats: 40,
  renewsOn: aCase.renewsOn,
  noticeUntil: aCase.noticeUntil,
  noticeOn: undefined,
};

const asked: RiskStory = {
  account,
  standing,
  chance: aCase.chance ?? { percent: 34, low: 24, high: 45, points: 11 },
  rank: { place: 2, customers: 41 },
  raising: aCase.raising,
  lowering: aCase.lowering,
  changed: {
    kind: "changed",
    since: fixedDate("2026-10-27"),
    moved: [
      {
        feature: "login_days_28",
        by: 0.62,
        term: { feature: "login_days_28", c: 0.81, value: 4, normal: 15, peer: 14 },
        gone: false,
      },
      { feature: "change_3m", by: 0.31, term: { feature: "change_3m", c: 0.6, value: Math.log(0.22) }, gone: false },
      { feature: "integrated", by: -0.15, term: { feature: "integrated", c: -0.15, value: 1 }, gone: false },
      { feature: "auto_share", by: -0.08, term: { feature: "auto_share", c: 0.08, value: 0.3 }, gone: true },
    ],
    average: 0.02,
    total: 0.72,
  },
  upsells: 11.5,
  clv: [{ amountMinor: 6_320_000, currency: "EUR" }],
  actBy: fixedDate("2027-01-11"),
  dataUntil: aCase.dataUntil,
  open: aCase,
};

const failedGate: Gate = {
  usage: { state: "failed", days: 300, change: -0.04, slope: 0.002 },
  outcome: { state: "failed", name: "Orders out the same day", change: 0.032 },
  benefit: { state: "passed", letters: 62 },
};

const why: WhyStory = {
  legTexts,
  ...{ lastAskedText, personText },
  account,
  band: "high",
  topic: undefined,
  now: NOW,
  opinion: undefined,
  topics: {
    risk: [{ kind: "at-risk", standing: { ...standing, causes: ["score", "escalation"] } }],
    alert: [{ kind: "cap-csm", csm: anna.name, since: new Date("2026-11-17T02:00:00Z") }],
    upsell: [
      { kind: "parked", product: "more seats", since: new Date("2026-11-17T02:00:00Z") },
      { kind: "gate-failed", product: "the archive", gate: failedGate },
    ],
    nps: [{ kind: "none-sent" }],
  },
};
const person: AskedPerson = {
  ...{
    who: "Dana Novak",
    csm: undefined,
    state: "excluded",
    reason: undefined,
    dueAt: undefined,
    askedAt: undefined,
    via: undefined,
  },
  ...{ remindedAt: undefined, answeredAt: undefined, score: undefined, loop: undefined },
};
const call = {
  kind: "call",
  owner: anna.name,
  dueAt: NOW,
  closedAt: undefined,
  closedBy: undefined,
  closedAs: undefined,
} as const;
const askedOnes: readonly AskedPerson[] = [
  { ...person, state: "answered", askedAt: NOW, via: "email", remindedAt: NOW, answeredAt: NOW, score: 4, loop: call },
  { ...person, who: "Kim Lee", state: "asked", askedAt: NOW, via: "slack", reason: "cap" },
  { ...person, who: "Ada Byron", state: "planned", dueAt: NOW },
  { ...person, who: "Lena Ruiz", state: "waiting", csm: anna.name, via: "link" },
  { ...person, who: "Erik Holm", state: "held", reason: "renewal-wave" },
  { ...person, who: "Nora Lind", reason: "gap" },
];
const last = { campaign: "Quarterly", startsOn: fixedDate("2026-11-24"), people: askedOnes, others: 2 };
const ours = privately(anna, "csm");

export const askingExamples: readonly Example[] = [
  { name: "risk-asked", draw: (view) => drawRisk(asked, { ...view, audience: ours }) },
  {
    name: "risk-asked-estimate",
    draw: (view) =>
      drawRisk(
        {
          ...asked,
          standing: { ...standing, calibrated: undefined },
          chance: undefined,
          changed: { kind: "other-model", since: fixedDate("2026-10-27") },
          upsells: undefined,
          clv: undefined,
          open: undefined,
        },
        { ...view, audience: ours },
      ),
  },
  { name: "why-all", draw: (view) => drawWhy(why, { ...view, audience: ours }) },
  {
    name: "why-alert",
    draw: (view) =>
      drawWhy(
        {
          ...why,
          topic: "alert",
          topics: {
            ...why.topics,
            alert: [
              { kind: "snoozed", until: new Date("2026-12-01T08:00:00Z") },
              { kind: "alerted", at: new Date("2026-11-17T08:00:00Z"), fate: "posted" },
            ],
          },
        },
        { ...view, audience: ours },
      ),
  },
  {
    name: "why-nps",
    draw: (view) => {
      const people = askedOnes.map((each) => ({ kind: "asked-person", person: each }) as const);
      const nps = [
        { kind: "last-asked", last } as const,
        ...people,
        { kind: "imported", count: 1, latest: fixedDate("2026-03-14") } as const,
      ];
      return drawWhy({ ...why, topic: "nps", topics: { ...why.topics, nps } }, { ...view, audience: ours });
    },
  },
  {
    name: "why-nothing",
    draw: (view) =>
      drawWhy(
        {
          ...why,
          band: "low",
          topics: {
            risk: [{ kind: "below", standing: { ...standing, state: "ok", p: 0.09 }, shown: { p: 0.09, enter: 0.15 } }],
            alert: [
              {
                kind: "muted",
                until: new Date("2026-12-17T08:00:00Z"),
                closed: { at: NOW, by: ben, outcome: "not-a-risk", reason: undefined, note: undefined, p: 0.2 },
              },
            ],
            upsell: [{ kind: "am-quiet", product: "more seats", stage: "onboarding" }],
            nps: [{ kind: "none-sent" }, { kind: "imported", count: 3, latest: fixedDate("2026-09-14") }],
          },
        },
        { ...view, audience: ours },
      ),
  },
];

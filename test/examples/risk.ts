import { drawAccounting } from "../../src/features/risk/learning/accounting.ts";
import { drawDrift } from "../../src/features/risk/learning/watching.ts";
import { drawStandstill } from "../../src/features/risk/standstill.ts";
import { drawPart, type RiskPart } from "../../src/features/risk/account-section.ts";
import { drawCase } from "../../src/features/risk/case-card.ts";
import type { CaseStory } from "../../src/features/risk/case-story.ts";
import { drawAll } from "../../src/features/risk/digests/all-cards.ts";
import { drawTeam } from "../../src/features/risk/digests/cards.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import type { Entry, PersonalStory, TeamStory } from "../../src/features/risk/digests/story.ts";
import type { Item, MyEdition, TeamEdition } from "../../src/features/risk/digests/edition.ts";
import type { Told } from "../../src/features/risk/model.ts";
import { deadlinesPart, growingPart } from "./digest-parts.ts";
import { type LocalDate, localDate } from "../../src/kernel/business-time.ts";
import type { EditionId, PersonId, RiskCaseId } from "../../src/kernel/ids.ts";
import type { Audience } from "../../src/kernel/permissions.ts";
import { accountId, anna, ben, chen, type Example, marta, NOW, olga, personId, privately, scopeOf } from "./fixed.ts";

function day(text: string): LocalDate {
  const found = localDate(text);
  if (!found) throw new Error(`${text} is not a day`);
  return found;
}

export const logins: Told = {
  kind: "term",
  term: { feature: "login_days_28", c: 0.81, value: 4, normal: 15, peer: 14 },
};
const fewer: Told = { kind: "term", term: { feature: "peer_pct", c: 0.34, value: 9, group: "segment", peers: 37 } };
const down: Told = { kind: "term", term: { feature: "change_3m", c: 0.6, value: Math.log(0.22) } };
const unused: Told = { kind: "term", term: { feature: "recency_days", c: 0.4, value: 12 } };
const breadth: Told = { kind: "term", term: { feature: "breadth_28", c: 0.3, value: 0.25, normal: 0.75, of: 4 } };
const live: Told = { kind: "term", term: { feature: "integrated", c: -0.15, value: 1 } };
const notice: Told = { kind: "notice", on: day("2026-11-20") };

const northwind = { id: accountId(2), name: "Northwind GmbH" };
const chance = { percent: 34, low: 24, high: 45, points: 11 };
export const aCase: CaseStory = {
  account: northwind,
  scope: scopeOf(northwind.id),
  csm: anna,
  owner: undefined,
  closed: undefined,
  band: "high",
  arr: [{ amountMinor: 4_800_000, currency: "EUR" }],
  renewsOn: day("2027-03-31"),
  noticeUntil: day("2027-01-14"),
  raising: [logins, down, fewer],
  lowering: live,
  dataUntil: day("2026-11-23"),
  frozen: false,
  now: NOW,
  found: {
    id: "01900000-0000-7000-d000-000000000001" as RiskCaseId,
    causes: ["score"],
    alerted: { at: new Date("2026-11-06T08:00:00Z"), p: 0.34 },
    escalated: undefined,
    contactAt: undefined,
    snoozedUntil: undefined,
    snoozes: 0,
  },
  play: undefined,
  meeting: undefined,
};
export const closedAlone = {
  at: NOW,
  left: false,
  by: undefined,
  outcome: undefined,
  reason: undefined,
  note: undefined,
};
const owner = { person: anna, at: new Date("2026-11-24T08:12:00Z") };

export function entry(n: number, name: string, item: Partial<Item>, more: Partial<Entry> = {}): Entry {
  const id = accountId(n);
  const full: Item = {
    account: id,
    band: "high",
    arr: [{ amountMinor: 4_800_000, currency: "EUR" }],
    told: logins,
    ...item,
  };
  return {
    item: full,
    account: { id, name },
    scope: scopeOf(id),
    csm: anna,
    became: { kind: "unowned" },
    found: undefined,
    isTouched: false,
    ...more,
  };
}

const entries: readonly Entry[] = [
  entry(
    3,
    "Trey Research",
    { band: "critical", arr: [{ amountMinor: 6_100_000, currency: "GBP" }], told: notice },
    { csm: ben },
  ),
  entry(2, northwind.name, {}, { became: { kind: "owned", owner: anna, at: new Date("2026-11-24T13:05:00Z") } }),
  entry(4, "Contoso Ltd", { arr: [{ amountMinor: 3_650_000, currency: "EUR" }], told: unused }, { csm: undefined }),
  entry(
    5,
    "Litware",
    { band: "watch", arr: [{ amountMinor: 3_100_000, currency: "EUR" }], told: { kind: "rising" } },
    { csm: chen },
  ),
  entry(6, "Proseware", { arr: [], told: breadth }, { became: { kind: "over" } }),
];

const teamEdition: TeamEdition = {
  kind: "team",
  day: day("2026-11-24"),
  customers: 41,
  count: 11,
  items: entries.map(({ item }) => item),
  accounts: [],
  dataUntil: day("2026-11-23"),
  frozen: false,
  since: { day: day("2026-11-23"), fresh: 2, gone: 1 },
  late: false,
  csms: [
    {
      csm: anna.id,
      count: 6,
      arr: [
        { amountMinor: 9_600_000, currency: "EUR" },
        { amountMinor: 1_200_000, currency: "USD" },
      ],
    },
    { csm: ben.id, count: 3, arr: [{ amountMinor: 6_100_000, currency: "GBP" }] },
  ],
  clear: [chen.id, olga.id],
  orphans: [accountId(41), accountId(42)],
  next: undefined,
};
export const team: TeamStory = {
  id: "01900000-0000-7000-c000-000000000001" as EditionId,
  edition: teamEdition,
  entries,
  accounts: new Map([
    [accountId(7), "Fabrikam"],
    [accountId(41), "Nod Publishers"],
    [accountId(42), "Lucerne"],
  ]),
  people: new Map([anna, ben, chen, marta, olga].map(({ id, name }) => [id, name])),
  updatedAt: new Date("2026-11-24T13:05:00Z"),
};
export const clear: TeamStory = {
  ...team,
  entries: [],
  updatedAt: undefined,
  edition: {
    ...teamEdition,
    count: 0,
    items: [],
    csms: [],
    clear: [anna.id],
    orphans: [],
    since: undefined,
    next: { account: accountId(7), on: day("2026-12-12") },
  },
};

/** A team with forty risks, and more CSMs than lines. */
export const crowded: TeamStory = {
  ...team,
  edition: {
    ...teamEdition,
    count: 40,
    late: true,
    csms: Array.from({ length: 14 }, (_, n) => ({
      csm: personId(n + 20),
      count: 3,
      arr: [{ amountMinor: 100_000, currency: "EUR" }],
    })),
    clear: Array.from({ length: 14 }, (_, n): PersonId => personId(n + 40)),
  },
  entries: Array.from({ length: 25 }, (_, n) => entry(n + 10, `Customer ${n + 1}`, {})),
  people: new Map(Array.from({ length: 40 }, (_, n) => [personId(n + 20), `Colleague ${n + 1}`])),
};

export const myEdition: MyEdition = {
  kind: "mine",
  day: day("2026-11-24"),
  customers: 12,
  count: 2,
  items: [],
  accounts: [],
  dataUntil: day("2026-11-23"),
  frozen: false,
  since: undefined,
  late: false,
  sections: {},
};
export const mine: PersonalStory = {
  id: "01900000-0000-7000-c000-000000000002" as EditionId,
  edition: myEdition,
  entries: [
    entry(2, northwind.name, {}),
    entry(4, "Contoso Ltd", { band: "critical", arr: [{ amountMinor: 3_650_000, currency: "EUR" }], told: unused }),
  ],
  parts: [deadlinesPart, growingPart],
  updatedAt: undefined,
  reader: anna,
  manager: olga.id,
};

export const part: RiskPart = {
  account: northwind.id,
  scope: scopeOf(northwind.id),
  band: "high",
  state: "at-risk",
  since: NOW,
  trend: "up",
  raising: [logins, down, fewer],
  lowering: live,
  open: { at: NOW, owner: undefined },
  dataUntil: day("2026-11-23"),
  frozen: false,
  now: NOW,
};

const operations: Audience = {
  kind: "channel",
  clearance: "operations",
  members: [["csm"], ["manager"]],
  outsiders: false,
};
const guests: Audience = { kind: "channel", clearance: "commercial", members: [["csm"]], outsiders: true };
const evil = "<!channel> *x* <https://evil|Acme>";

export const riskExamples: readonly Example[] = [
  {
    name: "risk-drift",
    draw: (view) =>
      drawDrift(
        {
          day: day("2026-11-23"),
          moved: [
            { name: "login_days_28", stability: 0.4 },
            { name: "tickets_28", stability: 0.3 },
          ],
          off: undefined,
        },
        view,
      ).card,
  },
  {
    name: "risk-accountability",
    draw: (view) =>
      drawAccounting(
        {
          year: {
            since: day("2025-11-01"),
            cases: 41,
            right: 12,
            wrong: 19,
            open: 10,
            actedOn: 33,
            medianLeadDays: 37,
            months: [],
          },
          lastMonth: { left: 3, untold: 1 },
        },
        view,
      ).card,
  },
  {
    name: "risk-drift-level",
    draw: (view) => drawDrift({ day: day("2026-11-23"), moved: [], off: { foretold: 12, came: 27 } }, view).card,
  },
  { name: "risk-case-calibrated", draw: (view) => drawCase({ ...aCase, chance }, view).card },
  {
    name: "risk-standstill",
    draw: (view) => drawStandstill({ scored: 57, frozen: 57, dataUntil: day("2026-11-18") }, view).card,
  },
  { name: "risk-case", draw: (view) => drawCase(aCase, view).card },
  {
    name: "risk-case-notice",
    draw: (view) =>
      drawCase({ ...aCase, band: "critical", raising: [notice, logins], csm: undefined, frozen: true }, view).card,
  },
  { name: "risk-case-owned", draw: (view) => drawCase({ ...aCase, owner }, view).card },
  {
    name: "risk-case-closed",
    draw: (view) => drawCase({ ...aCase, owner, closed: closedAlone }, view).card,
  },
  { name: "risk-case-amounts-hidden", draw: (view) => drawCase(aCase, { ...view, audience: operations }).card },
  { name: "risk-case-guests", draw: (view) => drawCase(aCase, { ...view, audience: guests }).card },
  {
    name: "risk-case-hostile-names",
    draw: (view) => drawCase({ ...aCase, account: { ...northwind, name: evil } }, view).card,
  },
  { name: "risk-team-digest", draw: (view) => drawTeam(team, view).card },
  { name: "risk-team-digest-amounts-hidden", draw: (view) => drawTeam(team, { ...view, audience: operations }).card },
  { name: "risk-team-digest-guests", draw: (view) => drawTeam(team, { ...view, audience: guests }).card },
  { name: "risk-team-digest-crowded", draw: (view) => drawTeam(crowded, view).card },
  { name: "risk-team-digest-clear", draw: (view) => drawTeam(clear, view).card },
  { name: "risk-my-digest", draw: (view) => drawPersonal(mine, { ...view, audience: privately(anna, "csm") }).card },
  {
    name: "risk-my-digest-many",
    draw: (view) =>
      drawPersonal(
        {
          ...mine,
          updatedAt: team.updatedAt,
          edition: { ...myEdition, count: 9, late: true },
          entries: [...team.entries.slice(1, 3), ...mine.entries, ...mine.entries],
        },
        { ...view, audience: privately(anna, "csm") },
      ).card,
  },
  { name: "risk-see-all", draw: (view) => drawAll(team, { ...view, audience: privately(olga, "manager") }) },
  {
    name: "risk-section-calibrated",
    draw: (view) => ({
      title: [northwind.name],
      body: drawPart({ ...part, chance, arr: aCase.arr }, { ...view, audience: privately(anna, "csm") }),
    }),
  },
  {
    name: "risk-on-account",
    draw: (view) => ({ title: [northwind.name], body: drawPart(part, { ...view, audience: privately(anna, "csm") }) }),
  },
  {
    name: "risk-on-account-owned",
    draw: (view) => ({
      title: [northwind.name],
      body: drawPart(
        { ...part, trend: "down", open: { at: NOW, owner } },
        { ...view, audience: privately(anna, "csm") },
      ),
    }),
  },
  {
    name: "risk-on-account-colleague",
    draw: (view) => ({
      title: [northwind.name],
      body: drawPart(part, { ...view, audience: privately(ben, "colleague") }),
    }),
  },
];

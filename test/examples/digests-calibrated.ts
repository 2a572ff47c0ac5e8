import { drawRisks } from "../../src/features/risk/home.ts";
import { drawAll } from "../../src/features/risk/digests/all-cards.ts";
import { drawTeam } from "../../src/features/risk/digests/cards.ts";
import type { Item } from "../../src/features/risk/digests/edition.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import type { Entry, PersonalStory, TeamStory } from "../../src/features/risk/digests/story.ts";
import type { Told } from "../../src/features/risk/model.ts";
import { addDays, fixedDate } from "../../src/kernel/business-time.ts";
import type { Audience } from "../../src/kernel/permissions.ts";
import type { View } from "../../src/locales/say.ts";
import { stepsPart } from "./digest-parts.ts";
import { anna, ben, type Example, NOW, olga, privately } from "./fixed.ts";
import { aCase, entry, mine, myEdition, team } from "./risk.ts";

const today = fixedDate("2026-11-24");
const friday = fixedDate("2026-11-20");
const notice: Told = { kind: "notice", on: fixedDate("2026-11-20") };

function eur(thousands: number) {
  return { amountMinor: thousands * 100_000, currency: "EUR" };
}

function sure(n: number, name: string, item: Partial<Item>, more: Partial<Entry> = {}): Entry {
  return entry(n, name, { calibrated: true, ...item }, more);
}

const northwind = sure(
  2,
  "Northwind GmbH",
  { was: "watch", chance: { percent: 34, low: 24, high: 45, points: 11 } },
  { found: { ...aCase.found, state: "open" } },
);
const trey = sure(3, "Trey Research", { band: "critical", arr: [eur(61)], told: notice, was: "new" }, { csm: ben });
const contoso = sure(4, "Contoso Ltd", {
  arr: [eur(36.5)],
  chance: { percent: 29, low: 20, high: 39 },
  was: "same",
  percentBefore: 31,
});
const litware = sure(5, "Litware", {
  band: "watch",
  arr: [eur(31)],
  told: { kind: "rising" },
  chance: { percent: 18, low: 12, high: 26, points: -3 },
  was: "same",
  percentBefore: 18,
});
const estimated = entry(6, "Proseware", { arr: [eur(20)], was: "same" }, { csm: ben });

const trend = {
  currency: "EUR",
  points: [70, 74, 71, 82, 79, 88, 86, 90, 93.5].map((thousands, at) => ({
    day: addDays(today, -7 * (8 - at)),
    amountMinor: thousands * 100_000,
  })),
};
const stake = { amounts: [eur(93.5)], estimated: 0 };
const since = { day: friday, fresh: 1, gone: 0, stake: { amounts: [eur(75.5)], estimated: 0 } };
const all = [trey, northwind, contoso, litware];
const [byAnna, byBen] = [
  { csm: anna.id, count: 3, arr: [eur(115.5)], stake: { amounts: [eur(32.5)], estimated: 0 } },
  { csm: ben.id, count: 1, arr: [eur(61)], stake: { amounts: [eur(61)], estimated: 0 } },
];

const calibratedTeam: TeamStory = {
  ...team,
  entries: all,
  updatedAt: undefined,
  edition: { ...team.edition, count: 4, since, stake, trend, csms: [byBen, byAnna], orphans: [] },
};
const mixedTeam: TeamStory = {
  ...calibratedTeam,
  entries: [...all, estimated],
  edition: {
    ...calibratedTeam.edition,
    count: 5,
    stake: { ...stake, estimated: 1 },
    csms: [{ ...byBen, count: 2, stake: { ...byBen.stake, estimated: 1 } }, byAnna],
  },
};
const calibratedMine: PersonalStory = {
  ...mine,
  edition: { ...myEdition, since, stake, trend, count: 3 },
  entries: [northwind, contoso, litware],
  parts: [stepsPart],
};
const owned = { kind: "owned", owner: anna, at: NOW } as const;
const asleep = { ...aCase.found, state: "open", snoozedUntil: new Date("2026-11-30T08:00:00Z"), snoozes: 1 } as const;
const snoozedMine: PersonalStory = {
  ...calibratedMine,
  entries: [{ ...northwind, became: owned, found: asleep }, contoso],
};

const asAnna = (view: View): View => ({ ...view, audience: privately(anna, "csm") });
const operations: Audience = {
  kind: "channel",
  clearance: "operations",
  members: [["csm"], ["manager"]],
  outsiders: false,
};

export const calibratedDigestExamples: readonly Example[] = [
  { name: "digest-team-calibrated", draw: (view) => drawTeam(calibratedTeam, view).card },
  { name: "digest-team-partly-calibrated", draw: (view) => drawTeam(mixedTeam, view).card },
  {
    name: "digest-team-calibrated-amounts-hidden",
    draw: (view) => drawTeam(mixedTeam, { ...view, audience: operations }).card,
  },
  { name: "digest-csm-calibrated", draw: (view) => drawPersonal(calibratedMine, asAnna(view)).card },
  { name: "digest-csm-calibrated-snoozed", draw: (view) => drawPersonal(snoozedMine, asAnna(view)).card },
  {
    name: "digest-see-all-calibrated",
    draw: (view) => drawAll(mixedTeam, { ...view, audience: privately(olga, "manager") }),
  },
  {
    name: "home-calibrated",
    draw: (view) => ({
      title: [],
      body: drawRisks(
        { entries: [northwind, contoso, estimated], today },
        { ...view, audience: privately(anna, "csm") },
      ),
    }),
  },
];

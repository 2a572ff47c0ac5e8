import { drawSummaries } from "../../src/features/plans/summary-digest.ts";
import type { SummaryId } from "../../src/features/plans/summary-store.ts";
import { sent, summary } from "./plans.ts";
import { drawFault } from "../../src/features/risk/cases/blaming.ts";
import { drawAlso } from "../../src/features/risk/digests/also.ts";
import { drawAll } from "../../src/features/risk/digests/all-cards.ts";
import { drawTeam } from "../../src/features/risk/digests/cards.ts";
import { drawUntakenList } from "../../src/features/risk/digests/untaken.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import type { Part } from "../../src/features/risk/digests/sections.ts";
import type { PersonalStory, TeamStory } from "../../src/features/risk/digests/story.ts";
import { addDays, fixedDate } from "../../src/kernel/business-time.ts";
import type { View } from "../../src/locales/say.ts";
import { drawMorning, type MorningLine } from "../../src/features/cadence/digest.ts";
import type { Kept } from "../../src/features/risk/digests/edition.ts";
import { booked } from "./cadence.ts";
import { amParts, atRiskAtFirst, item, managerParts, part, sameDeadlinesPart, stepsPart } from "./digest-parts.ts";
import { accountId, anna, type Example, marta, olga, privately, scopeOf } from "./fixed.ts";
import { entry, mine, myEdition, team } from "./risk.ts";

const today = fixedDate("2026-11-24");
const friday = fixedDate("2026-11-20");
const since = { day: friday, fresh: 1, gone: 0 };

const trend = {
  currency: "EUR",
  points: [180, 172, 190, 188, 201, 196, 205, 209, 212.4].map((thousands, at) => ({
    day: addDays(today, -7 * (8 - at)),
    amountMinor: thousands * 100_000,
  })),
};

/** The morning after: one is new, one has risen, the others are as they were. */
const changed = [
  entry(15, "Proseware", { was: "new" }),
  entry(16, "Litware", { was: "watch" }),
  entry(17, "Trey Research", { was: "critical" }),
  entry(2, "Northwind GmbH", { was: "same" }),
  entry(4, "Contoso Ltd", { was: "same" }),
];
const nextMorning: PersonalStory = {
  ...mine,
  edition: { ...myEdition, since, trend, count: 5 },
  entries: changed,
  parts: [stepsPart, sameDeadlinesPart],
};
const quietMorning: PersonalStory = {
  ...mine,
  edition: { ...myEdition, since: { ...since, fresh: 0 }, count: 2 },
  entries: [entry(2, "Northwind GmbH", { was: "same" }), entry(4, "Contoso Ltd", { was: "same" })],
  parts: [sameDeadlinesPart],
};
const [fresh, risen, fallen, ...unchanged] = changed;
const nextTeam: TeamStory = {
  ...team,
  entries: [
    ...unchanged,
    ...[fresh, risen, fallen].flatMap((each) => each ?? []),
    entry(18, "Fabrikam Inc", { was: "same", arr: [{ amountMinor: 1_200_000, currency: "EUR" }] }),
    entry(19, "Adatum", { was: "new", band: "watch", arr: [{ amountMinor: 900_000, currency: "EUR" }] }),
  ],
  edition: { ...team.edition, since, trend },
};
const quietTeam: TeamStory = {
  ...nextTeam,
  entries: changed.map((each) => ({ ...each, item: { ...each.item, was: "same" as const } })),
  edition: { ...nextTeam.edition, since: { ...since, fresh: 0 } },
};
const am: PersonalStory = {
  id: mine.id,
  edition: { kind: "am", day: today, late: false, since: { day: friday }, sections: {} },
  entries: [],
  parts: amParts(false),
  updatedAt: undefined,
  reader: marta,
  manager: olga.id,
};
const manager: PersonalStory = {
  ...am,
  edition: { kind: "manager", day: today, late: false, since: { day: friday }, sections: {} },
  parts: managerParts,
  reader: olga,
  manager: undefined,
};

/** A morning on which nothing is new, and much waits. */
function quiet(parts: readonly Part[]): Part[] {
  return parts.map((part) => ({
    ...part,
    items: part.items.map((each) => ({ ...each, was: "same" as const, pressing: undefined })),
  }));
}
const quietAm: PersonalStory = { ...am, parts: quiet(amParts(false)) };
const quietManager: PersonalStory = { ...manager, parts: quiet(managerParts) };

const lost = {
  account: "Fabrikam Inc",
  scope: scopeOf(accountId(9)),
  reason: "product/missing-feature",
  note: undefined,
} as const;
/** What somebody wants in their digest, who gets none. */
const also: PersonalStory = {
  ...am,
  edition: { kind: "also", day: today, late: false, since: undefined, sections: {} },
  parts: [
    {
      counted: "digests.n-also",
      heading: "digests.also",
      items: [{ id: "lost", grade: "held", figures: {} }],
      draw: (view) => drawAlso([{ id: "lost", draw: (as) => drawFault(lost, as) }], view),
    },
  ],
};

const meetings: readonly MorningLine[] = [
  { item: item("first", "today", "new", { at: "2026-11-26T09:00:00Z" }), meeting: booked, names: [anna.name] },
  { item: item("second", "today", "new", { at: "2026-11-26T13:00:00Z" }), meeting: booked, names: ["Cleo Third"] },
];
/** Whom an AM meets today; one of them at another time than in the morning. */
const meeting: PersonalStory = {
  ...am,
  parts: [
    part(
      "digests.n-meetings",
      "cadence.digest-heading",
      meetings.map((each) => each.item as Kept),
      (view) => drawMorning(meetings, view),
    ),
  ],
};

/** What a CSM has to send, and what was sent since the morning. */
const toSend = [
  summary,
  { ...sent, summary: { ...sent.summary, id: "01900000-0000-7000-d500-000000000019" as SummaryId } },
];
const sending: PersonalStory = {
  ...am,
  edition: { ...myEdition, day: today, count: 0, since: { day: friday, fresh: 0, gone: 0 } },
  parts: [
    part(
      "plans.n-summaries",
      "plans.summaries-heading",
      toSend.map(({ summary: { id } }) => item(id, "drafted", "new")),
      (view) => drawSummaries(toSend, view),
    ),
  ],
  reader: anna,
  updatedAt: new Date("2026-11-24T13:05:00Z"),
};

const asAnna = (view: View): View => ({ ...view, audience: privately(anna, "csm") });
const asMarta = (view: View): View => ({ ...view, audience: privately(marta, "am") });
const asOlga = (view: View): View => ({ ...view, audience: privately(olga, "manager") });
const AFTERNOON = new Date("2026-11-24T13:05:00Z");

export const digestExamples: readonly Example[] = [
  { name: "digest-csm-changed", draw: (view) => drawPersonal(nextMorning, asAnna(view)).card },
  { name: "digest-csm-nothing-new", draw: (view) => drawPersonal(quietMorning, asAnna(view)).card },
  { name: "digest-csm-see-all", draw: (view) => drawAll(nextMorning, asAnna(view)) },
  { name: "digest-team-changed", draw: (view) => drawTeam(nextTeam, view).card },
  { name: "digest-team-nothing-new", draw: (view) => drawTeam(quietTeam, view).card },
  { name: "digest-am", draw: (view) => drawPersonal(am, asMarta(view)).card },
  {
    name: "digest-am-ticked",
    draw: (view) => drawPersonal({ ...am, parts: amParts(true), updatedAt: AFTERNOON }, asMarta(view)).card,
  },
  { name: "digest-am-nothing-new", draw: (view) => drawPersonal(quietAm, asMarta(view)).card },
  { name: "digest-am-meeting", draw: (view) => drawPersonal(meeting, asMarta(view)).card },
  { name: "digest-csm-value-summaries", draw: (view) => drawPersonal(sending, asAnna(view)).card },
  { name: "digest-also", draw: (view) => drawPersonal(also, asMarta(view)).card },
  { name: "digest-manager-nothing-new", draw: (view) => drawPersonal(quietManager, asOlga(view)).card },
  { name: "digest-manager-untaken", draw: (view) => drawUntakenList(atRiskAtFirst, today, asOlga(view)) },
  { name: "digest-manager", draw: (view) => drawPersonal(manager, asOlga(view)).card },
  {
    name: "digest-manager-late",
    draw: (view) => drawPersonal({ ...manager, edition: { ...manager.edition, late: true } }, asOlga(view)).card,
  },
];

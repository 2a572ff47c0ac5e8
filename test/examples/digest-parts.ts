import { type DeadlineLine, drawDeadlines, drawOrphans } from "../../src/features/accounts/digest-cards.ts";
import type { Deadline, Step } from "../../src/features/accounts/digest-decide.ts";
import { drawUncovered } from "../../src/features/covers/digest.ts";
import type { DigestItem, DigestLine } from "../../src/features/digest-section.ts";
import {
  drawParked,
  drawPromised,
  drawToClaim,
  drawUnclaimed,
  type OfferLine,
} from "../../src/features/opportunities/digest-cards.ts";
import { drawLate, drawWaiting, type WaitingLine } from "../../src/features/requests/digest-cards.ts";
import type { Kept } from "../../src/features/risk/digests/edition.ts";
import { drawGrowing } from "../../src/features/risk/digests/growing.ts";
import type { Part } from "../../src/features/risk/digests/sections.ts";
import type { Entry } from "../../src/features/risk/digests/story.ts";
import { drawUnowned } from "../../src/features/risk/digests/unowned.ts";
import { drawUntaken } from "../../src/features/risk/digests/untaken.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { RequestId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { drawOverrides, type OverrideLine } from "../../src/features/accounts/overrides-digest.ts";
import type { EntryId } from "../../src/kernel/ids.ts";
import { accountId, anna, chen, marta, olga, personId, scopeOf } from "./fixed.ts";
import { claimed, parked, story } from "./opportunities.ts";

const day = fixedDate;

export function item(id: string, grade: string, was: Kept["was"], figures: DigestItem["figures"] = {}): Kept {
  return { id, grade, figures, ...(was ? { was } : {}) };
}

export function part(
  counted: Part["counted"],
  heading: Part["heading"],
  items: readonly Kept[],
  draw: (view: View) => readonly DigestLine[],
): Part {
  return { counted, heading, items, draw };
}

function deadline(n: number, name: string, step: Step, more: Partial<Deadline> = {}): DeadlineLine {
  const id = accountId(n);
  const renewsOn = day("2027-01-20");
  return {
    deadline: {
      account: id,
      contract: undefined,
      step,
      renewsOn,
      noticeUntil: day("2026-12-12"),
      actBy: day("2026-12-09"),
      inDays: 57,
      ...more,
    },
    account: { id, name, scope: scopeOf(id), csm: anna, renewsOn, noticeOn: undefined },
    whose: anna.id,
    atRiskSince: undefined,
  };
}

function deadlines(lines: readonly DeadlineLine[], was?: Kept["was"]): Part {
  return part(
    "digests.n-renewals",
    "digests.deadlines",
    lines.map(({ deadline: { account, step } }) => ({
      ...item(account, step, was),
      pressing: ["passed", "today", "next"].includes(step),
    })),
    (view) => drawDeadlines(lines, view),
  );
}

export const deadlinesPart = deadlines([deadline(7, "Fabrikam", "notice")]);

/** The steps before the last day to act, on it and behind it, and renewals that are only near. */
const steps = [
  deadline(7, "Fabrikam", "next", { actBy: day("2026-11-25"), noticeUntil: day("2026-11-28") }),
  deadline(9, "Tailspin", "today", { actBy: day("2026-11-24"), noticeUntil: day("2026-11-27") }),
  deadline(10, "Wingtip", "passed", { actBy: day("2026-11-20"), noticeUntil: day("2026-11-25") }),
  deadline(11, "Woodgrove", "120", { noticeUntil: undefined, actBy: undefined, inDays: 120 }),
];
export const stepsPart = deadlines(steps, "changed");
export const sameDeadlinesPart = deadlines([deadline(12, "Lamna", "90"), deadline(13, "Relecloud", "120")], "same");

const growingLine = {
  account: { id: accountId(8), name: "Adatum", scope: scopeOf(accountId(8)) },
  percent: 22,
  used: 46,
  seats: 50,
  isSpotted: false,
};
export const growingPart = part(
  "digests.n-growing",
  "digests.growing",
  [item(accountId(8), "growing", undefined)],
  (view) => drawGrowing([growingLine], view),
);

const due = "2026-11-24T15:00:00.000Z";
function waiting(grade: "open" | "late", was: Kept["was"]): WaitingLine & { readonly item: Kept } {
  const id = accountId(14);
  return {
    item: { ...item("01900000-0000-7000-b000-000000000001", grade, was, { due }), pressing: grade === "late" },
    request: {
      id: "01900000-0000-7000-b000-000000000001" as RequestId,
      account: id,
      kind: "commercial",
      owner: marta.id,
      ownerName: marta.name,
      responseDueAt: new Date(due),
      state: "open",
      respondedAt: undefined,
    },
    account: { id, name: "Litware", scope: scopeOf(id) },
  };
}

function offer(
  of: typeof story,
  grade: string,
  figures: DigestItem["figures"],
  was: Kept["was"] = "new",
): OfferLine & { readonly item: Kept } {
  return { item: item(of.opportunity.id, grade, was, figures), story: of };
}

const by = "2026-11-25T10:00:00.000Z";
const toClaim = [offer(story, "open", { by })];
const taken = [offer(claimed, "open", { by })];
const promised = [offer(claimed, "due", { by: "2026-11-24T16:00:00.000Z" })];
const held = [offer(parked, "parked", { since: "2026-11-20T08:00:00.000Z" }, "same")];

/** What an Account Manager reads in the morning; once the first offer is taken, with its tick. */
export function amParts(isTaken: boolean): Part[] {
  const open = isTaken ? taken : toClaim;
  return [
    part(
      "digests.n-to-claim",
      "digests.to-claim",
      open.map((each) => each.item),
      (view) => drawToClaim(open, view),
    ),
    part(
      "digests.n-promised",
      "digests.promised",
      promised.map((each) => each.item),
      (view) => drawPromised(promised, view),
    ),
    part(
      "digests.n-parked",
      "digests.parked",
      held.map((each) => each.item),
      (view) => drawParked(held, view),
    ),
    part("digests.n-requests", "digests.requests", [waiting("open", "new").item], (view) =>
      drawWaiting([waiting("open", "new")], view),
    ),
    deadlines(
      [
        {
          ...deadline(7, "Fabrikam", "90", { inDays: 88, renewsOn: day("2027-02-20") }),
          whose: marta.id,
          atRiskSince: new Date("2026-11-17T02:00:00Z"),
        },
      ],
      "changed",
    ),
  ];
}

const orphan = {
  id: accountId(41),
  name: "Nod Publishers",
  scope: scopeOf(accountId(41)),
  csm: undefined,
  keyAccount: true,
};
const adopted = { ...orphan, id: accountId(42), name: "Lucerne", keyAccount: false, csm: chen };
const unowned = {
  account: {
    id: accountId(2),
    name: "Northwind GmbH",
    scope: scopeOf(accountId(2)),
    csm: anna,
    arr: [{ amountMinor: 4_800_000, currency: "EUR" }],
  },
  band: "high",
  since: new Date("2026-11-23T08:00:00Z"),
  over: undefined,
} as const;
const late = waiting("late", "same");
const away = { person: personId(7), name: "Sofia Brandt", until: day("2026-11-30"), customers: 4, isOver: false };
const left = { person: personId(8), name: "Tom Hale", until: undefined, customers: 1, isOver: false };

const byHand: OverrideLine = {
  id: "01900000-0000-7000-e000-000000000001" as EntryId,
  account: { id: accountId(2), name: "Northwind GmbH" },
  scope: scopeOf(accountId(2)),
  by: anna,
  at: new Date("2026-11-23T10:00:00Z"),
  stage: { from: "adoption", to: "value", reason: "They report savings of two hours a day." },
};
const pulledIn: OverrideLine = {
  ...byHand,
  id: "01900000-0000-7000-e000-000000000002" as EntryId,
  account: { id: accountId(4), name: "Contoso Ltd" },
  stage: undefined,
};

function atFirst(n: number, name: string, amountMinor: number): Entry {
  const id = accountId(n);
  return {
    item: { account: id, band: "critical", arr: [{ amountMinor, currency: "EUR" }], told: { kind: "escalation" } },
    account: { id, name },
    scope: scopeOf(id),
    csm: anna,
    became: { kind: "unowned" },
    found: undefined,
    isTouched: false,
  };
}
export const atRiskAtFirst: readonly Entry[] = [
  atFirst(21, "Fourth Coffee", 6_400_000),
  atFirst(22, "Tailspin Toys", 3_900_000),
  atFirst(23, "Coho Winery", 2_200_000),
];
const untaken = { manager: olga.id, count: 7, entries: atRiskAtFirst, isOver: false };

/** What a manager reads in the morning. */
export const managerParts: readonly Part[] = [
  part(
    "digests.n-orphans",
    "digests.orphans",
    [item(orphan.id, "orphan", "new"), item(adopted.id, "orphan", "new")],
    (view) => drawOrphans([orphan, adopted], view),
  ),
  part("digests.n-unowned", "digests.unowned", [item(accountId(2), "high", "new")], (view) =>
    drawUnowned([unowned], view),
  ),
  part("digests.n-untaken", "digests.untaken", [{ ...item("untaken", "7", "same"), pressing: true }], (view) =>
    drawUntaken([untaken], view),
  ),
  part(
    "digests.n-overrides",
    "digests.overrides",
    [item(byHand.id, "decided", "new"), item(pulledIn.id, "decided", "new")],
    (view) => drawOverrides([byHand, pulledIn], view),
  ),
  part("digests.n-late-requests", "digests.late-requests", [late.item], (view) => drawLate([late], view)),
  part("digests.n-unclaimed", "digests.unclaimed", [offer(story, "late", { by }).item], (view) =>
    drawUnclaimed([offer(story, "late", { by })], view),
  ),
  part(
    "digests.n-uncovered",
    "digests.uncovered",
    [item(away.person, "away", "new"), item(left.person, "left", "new")],
    (view) => drawUncovered([away, left], view),
  ),
];

/** Every part with one text as the name of everybody and everything in it. */
export function partsNaming(name: string): Part[] {
  const called = { ...story, accountName: name, opportunity: { ...story.opportunity, product: name } };
  const request = { ...waiting("late", "new"), account: { ...waiting("late", "new").account, name } };
  const all: readonly [Part, (view: View) => readonly DigestLine[]][] = [
    [deadlinesPart, (view) => drawDeadlines([deadline(7, name, "today")], view)],
    [growingPart, (view) => drawGrowing([{ ...growingLine, account: { ...growingLine.account, name } }], view)],
    [
      part("digests.n-to-claim", "digests.to-claim", [], () => []),
      (view) => drawToClaim([offer(called, "open", { by })], view),
    ],
    [
      part("digests.n-requests", "digests.requests", [], () => []),
      (view) => drawLate([{ ...request, request: { ...request.request, ownerName: name } }], view),
    ],
    [
      part("digests.n-uncovered", "digests.uncovered", [], () => []),
      (view) => drawUncovered([{ ...away, name }], view),
    ],
    [
      part("digests.n-overrides", "digests.overrides", [], () => []),
      (view) => drawOverrides([{ ...byHand, account: { ...byHand.account, name } }], view),
    ],
    [part("digests.n-orphans", "digests.orphans", [], () => []), (view) => drawOrphans([{ ...orphan, name }], view)],
  ];
  return all.map(([one, draw]) => ({ ...one, draw }));
}

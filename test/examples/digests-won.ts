import { drawOnboardings } from "../../src/features/checkins/digest.ts";
import { drawWells, type WellDigestLine } from "../../src/features/checkins/well/digest.ts";
import { drawBenefits, drawHandovers, type HandoverLine } from "../../src/features/opportunities/won-digest.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import type { Part } from "../../src/features/risk/digests/sections.ts";
import type { PersonalStory } from "../../src/features/risk/digests/story.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { PersonId } from "../../src/kernel/ids.ts";
import { wellAnswered, wellLate, wellOpen } from "./check-ins.ts";
import { item, part } from "./digest-parts.ts";
import { anna, type Example, marta, NOW, olga, privately } from "./fixed.ts";
import { mine } from "./risk.ts";
import { asked, benefitsOf, given, stall, takenOver } from "./won.ts";

function handovers(lines: readonly HandoverLine[]): Part {
  const items = lines.map(({ item: { id, grade, figures } }) => item(id, grade, "new", figures));
  return part("won.n-handovers", "won.handovers", items, (view) => drawHandovers(lines, view));
}

function line(about: HandoverLine["about"], grade: "given" | "asked" | "late"): HandoverLine {
  return { about, item: item(about.story.opportunity.id, grade, "new") };
}

const late = { item: item(stall.plan.id, "go-live", "new", { late: 9, due: dueOf("go-live") }), story: stall };
const onboardings = part("onboarding.n-onboardings", "onboarding.onboardings", [late.item], (view) =>
  drawOnboardings([late], view),
);

function dueOf(kind: string): string {
  return stall.plan.milestones.find((each) => each.kind === kind)?.dueOn ?? "";
}

const benefits = part(
  "won.n-benefits",
  "won.benefits",
  benefitsOf.map(({ item: { id, grade, figures } }) => item(id, grade, "new", figures)),
  (view) => drawBenefits(benefitsOf, view),
);

const toAsk: readonly WellDigestLine[] = [
  { item: item("late", "late", "new"), story: wellLate, isGiven: false },
  { item: item("today", "today", "new"), story: wellOpen, isGiven: false },
  { item: item("answered", "today", "new"), story: wellAnswered, isGiven: false },
];
const wells = part(
  "well.n-wells",
  "well.digest-heading",
  toAsk.map(({ item: { id, grade, figures } }) => item(id, grade, "new", figures)),
  (view) => drawWells(toAsk, view),
);

const morning = { day: fixedDate("2026-11-24"), late: false, since: { day: fixedDate("2026-11-23") }, sections: {} };
const am: PersonalStory = {
  id: mine.id,
  edition: { kind: "am", ...morning },
  entries: [],
  parts: [handovers([line(asked, "asked")])],
  updatedAt: undefined,
  reader: marta,
  manager: olga.id,
};
const manager: PersonalStory = {
  ...am,
  edition: { kind: "manager", ...morning },
  parts: [handovers([line(given, "late")]), benefits],
  reader: olga,
  manager: undefined,
};

function of(
  name: string,
  story: PersonalStory,
  reader: { id: PersonId; name: string },
  role: "csm" | "am" | "manager",
): Example {
  return { name, draw: (view) => drawPersonal(story, { ...view, audience: privately(reader, role) }).card };
}

export const wonDigestExamples: readonly Example[] = [
  of("digest-csm-won", { ...mine, parts: [handovers([line(given, "given")]), onboardings] }, anna, "csm"),
  of("digest-csm-won-ticked", { ...mine, parts: [handovers([line(takenOver, "given")])], updatedAt: NOW }, anna, "csm"),
  of("digest-am-won", am, marta, "am"),
  of("digest-am-wells", { ...am, parts: [wells] }, marta, "am"),
  of("digest-manager-won", manager, olga, "manager"),
];

import { drawApproval } from "../../src/features/opportunities/approval-cards.ts";
import { drawOffer, drawSpotter } from "../../src/features/opportunities/cards.ts";
import type { Gate } from "../../src/features/opportunities/gate.ts";
import type { Evidence } from "../../src/features/opportunities/gate-stored.ts";
import { drawNudge } from "../../src/features/opportunities/nudge-cards.ts";
import type { Story } from "../../src/features/opportunities/story-model.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import { anna, type Example, marta, NOW, olga, privately } from "./fixed.ts";
import { story } from "./opportunities.ts";

const at = NOW.toISOString();
const seats: Evidence = { source: "usage", at, found: { rule: "seats", used: 46, seats: 50, days: 14 } };
const limit: Evidence = {
  source: "usage",
  at,
  found: { rule: "limit", metric: "API calls", used: 9400, limit: 10_000 },
};
const module: Evidence = { source: "usage", at, found: { rule: "module", module: "Insights", using: 11, peers: 18 } };
export const passed: Gate = {
  usage: { state: "passed", days: 480, change: 0.22, slope: 0.014 },
  outcome: { state: "passed", name: "Orders out the same day", change: 0.062 },
  benefit: { state: "passed", letters: 92 },
};
export const failed: Gate = {
  usage: { state: "failed", days: 480, change: -0.04, slope: 0.0004 },
  outcome: { state: "failed", name: "Orders out the same day", change: 0.031 },
  benefit: { state: "passed", letters: 92 },
};
export const few: Gate = {
  usage: { state: "too-little", days: 75, because: "days" },
  outcome: { state: "met", name: "Same-day dispatch", on: fixedDate("2026-11-12") },
  benefit: { state: "passed", letters: 92 },
};
const confirmed = { by: anna.id, at: NOW };
const { opportunity } = story;
export const found: Story = {
  ...story,
  opportunity: { ...opportunity, product: "More seats", stage: "spotted", benefit: "", assignee: undefined },
  assignee: undefined,
  evidence: [seats, limit, module],
};
const gateFailed: Story = {
  ...found,
  opportunity: { ...opportunity, stage: "gate-failed", gate: failed, confirmed, closedAt: NOW },
  evidence: [seats],
};
const waiting: Story = {
  ...found,
  opportunity: { ...opportunity, stage: "spotted", gate: few, confirmed, assignee: undefined },
  evidence: [seats],
};
const lapsed: Story = {
  ...found,
  opportunity: {
    ...opportunity,
    stage: "gated",
    gate: passed,
    confirmed: { by: anna.id, at: new Date("2026-10-20T08:00:00Z") },
  },
  wordLapsed: true,
  evidence: [],
};
const offered: Story = { ...story, opportunity: { ...opportunity, gate: passed, confirmed }, evidence: [seats] };
const asked: Story = {
  ...story,
  opportunity: { ...opportunity, asked: true, benefit: "Can we have ten more seats for the Graz warehouse?" },
  atRiskSince: new Date("2026-11-17T02:00:00Z"),
  evidence: [{ source: "customer", at, by: marta.id, text: "Can we have ten more seats for the Graz warehouse?" }],
};
const ours = privately(anna, "csm");
const led = privately(olga, "manager");

/** The benefit gate, what the rules find, and what a customer asks for. */
export const gateExamples: readonly Example[] = [
  { name: "gate-found", draw: (view) => drawSpotter(found, { ...view, audience: ours }).card },
  { name: "gate-failed", draw: (view) => drawSpotter(gateFailed, { ...view, audience: ours }).card },
  { name: "gate-waits-for-manager", draw: (view) => drawSpotter(waiting, { ...view, audience: ours }).card },
  {
    name: "gate-word-lapsed",
    draw: (view) => drawNudge({ kind: "confirm", story: lapsed }, { ...view, audience: ours }).card,
  },
  { name: "gate-approval", draw: (view) => drawApproval(waiting, { ...view, audience: led }).card },
  {
    name: "gate-approved",
    draw: (view) =>
      drawApproval(
        { ...offered, opportunity: { ...offered.opportunity, gate: few, managerOk: { by: olga.id, at: NOW } } },
        { ...view, audience: led },
      ).card,
  },
  { name: "gate-offered", draw: (view) => drawOffer(offered, view).card },
  { name: "gate-asked-at-risk", draw: (view) => drawOffer(asked, view).card },
  { name: "gate-asked-copy", draw: (view) => drawSpotter(asked, { ...view, audience: ours }).card },
];

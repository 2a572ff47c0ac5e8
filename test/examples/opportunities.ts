import { drawOffer, drawSpotter } from "../../src/features/opportunities/cards.ts";
import { type Opportunity, UNTOUCHED } from "../../src/features/opportunities/decide.ts";
import { drawHold, drawNudge } from "../../src/features/opportunities/nudge-cards.ts";
import { drawPipeline } from "../../src/features/opportunities/pipeline-cards.ts";
import type { Story } from "../../src/features/opportunities/story-model.ts";
import type { OpportunityId } from "../../src/kernel/ids.ts";
import { accountId, anna, type Example, jonas, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const adatum = accountId(1);
const routed: Opportunity = {
  ...UNTOUCHED,
  id: "01900000-0000-7000-a000-000000000001" as OpportunityId,
  account: adatum,
  product: "more seats",
  benefit: "The warehouse team waits for logins every Monday; 46 of 50 seats have been used for 16 days.",
  stage: "routed",
  spottedBy: anna.id,
  assignee: marta.id,
  pool: false,
  region: "dach",
  clocks: { ...UNTOUCHED.clocks, claimBy: new Date("2026-11-24T16:00:00Z") },
};
export const story: Story = {
  opportunity: routed,
  accountName: "Adatum",
  scope: scopeOf(adatum),
  csm: anna,
  assignee: marta,
  claimer: undefined,
};
export const claimed: Story = {
  ...story,
  opportunity: {
    ...routed,
    stage: "claimed",
    claimed: { by: marta.id, at: new Date("2026-11-24T09:42:00Z"), contactBy: new Date("2026-11-26T09:42:00Z") },
  },
  claimer: marta,
};
export const parked: Story = { ...story, opportunity: { ...routed, parked: { because: "at-risk", since: NOW } } };
const at = (text: string): Date => new Date(`2026-11-${text}:00Z`);
const promised = "The warehouse logs in without waiting by March";
const contacted: Story = {
  ...claimed,
  opportunity: { ...claimed.opportunity, stage: "contacted", contactedAt: at("25T10:00") },
};
const proposed: Story = {
  ...contacted,
  opportunity: { ...contacted.opportunity, stage: "proposed", proposedAt: at("26T10:00") },
};
const won: Story = {
  ...proposed,
  opportunity: { ...proposed.opportunity, stage: "won", wonAt: at("27T10:00"), closedAt: at("27T10:00") },
  promised,
  value: { amountMinor: 900_000, currency: "EUR" },
};
const atRisk: Story = {
  ...proposed,
  opportunity: {
    ...proposed.opportunity,
    parked: { because: "at-risk", since: NOW },
    hold: { decideBy: at("25T08:00"), decided: undefined },
  },
};
const paused: Story = {
  ...atRisk,
  opportunity: {
    ...atRisk.opportunity,
    hold: { decideBy: undefined, decided: { what: "pause", by: anna.id, at: NOW } },
  },
  decider: anna,
};
const waiting: Story = { ...story, opportunity: { ...routed, stage: "gated", assignee: undefined } };
const pooled: Story = { ...story, opportunity: { ...routed, pool: true, assignee: jonas.id }, assignee: jonas };
const toManager = privately(olga, "manager");
const givenBack: NonNullable<Story["before"]> = {
  by: jonas,
  endedBy: jonas,
  kind: "released",
  stage: "proposed",
  at: at("23T10:00"),
  reason: "no-answer",
  note: "They read it, but nobody there decides.",
};
const evil = "<!channel> *x* <https://evil|Acme>";

export const opportunityExamples: readonly Example[] = [
  {
    name: "opportunity-late",
    draw: (view) =>
      drawOffer({ ...story, opportunity: { ...routed, clocks: { ...routed.clocks, rung: 2 } } }, view).card,
  },
  {
    name: "opportunity-given-back",
    draw: (view) => drawOffer({ ...story, before: givenBack }, view).card,
  },
  {
    name: "opportunity-lapsed-before",
    draw: (view) =>
      drawOffer({ ...story, before: { ...givenBack, endedBy: undefined, kind: "lapsed", stage: "claimed" } }, view)
        .card,
  },
  {
    name: "opportunity-taken-back",
    draw: (view) =>
      drawOffer({ ...story, before: { ...givenBack, endedBy: olga } }, { ...view, audience: toManager }).card,
  },
  {
    name: "opportunity-claimer-left",
    draw: (view) =>
      drawOffer({ ...story, before: { ...givenBack, endedBy: undefined, reason: "left", note: undefined } }, view).card,
  },
  { name: "opportunity-contacted", draw: (view) => drawOffer(contacted, view).card },
  { name: "opportunity-proposed", draw: (view) => drawOffer(proposed, view).card },
  {
    name: "opportunity-won-among-managers",
    draw: (view) => drawOffer(won, { ...view, audience: toManager }).card,
  },
  {
    name: "opportunity-won-for-the-csm",
    draw: (view) => drawSpotter(won, { ...view, audience: privately(anna, "csm") }).card,
  },
  {
    name: "opportunity-lost",
    draw: (view) =>
      drawOffer(
        {
          ...proposed,
          opportunity: { ...proposed.opportunity, stage: "lost", closedAt: at("27T10:00") },
          lostReason: "price",
        },
        view,
      ).card,
  },
  {
    name: "opportunity-snoozed",
    draw: (view) =>
      drawOffer(
        {
          ...story,
          opportunity: {
            ...routed,
            snoozedUntil: at("27T08:00"),
            snoozes: 2,
            clocks: { ...routed.clocks, stoppedAt: NOW },
          },
          supports: 1,
        },
        view,
      ).card,
  },
  {
    name: "opportunity-parked-by-detractor",
    draw: (view) =>
      drawOffer({ ...story, opportunity: { ...routed, parked: { because: "detractor", since: NOW } } }, view).card,
  },
  { name: "opportunity-hold", draw: (view) => drawHold(atRisk, { ...view, audience: privately(marta, "am") }).card },
  { name: "opportunity-hold-paused", draw: (view) => drawHold(paused, { ...view, audience: toManager }).card },
  {
    name: "opportunity-nudge-remind",
    draw: (view) => drawNudge({ kind: "remind", story }, { ...view, audience: privately(marta, "am") }).card,
  },
  {
    name: "opportunity-nudge-promise",
    draw: (view) => drawNudge({ kind: "promise", story: claimed }, { ...view, audience: privately(marta, "am") }).card,
  },
  {
    name: "opportunity-nudge-asked",
    draw: (view) =>
      drawNudge(
        {
          kind: "asked",
          story: {
            ...claimed,
            opportunity: { ...claimed.opportunity, asked: true },
            evidence: [
              {
                source: "customer",
                at: NOW.toISOString(),
                by: anna.id,
                text: "Can we have ten more seats for the Graz warehouse?",
              },
            ],
          },
        },
        { ...view, audience: privately(marta, "am") },
      ).card,
  },
  {
    name: "opportunity-nudge-escalated",
    draw: (view) => drawNudge({ kind: "escalated", story }, { ...view, audience: toManager }).card,
  },
  {
    name: "opportunity-nudge-escalated-passed",
    draw: (view) => {
      const passed = { ...story, opportunity: { ...routed, passed: [olga.id] } };
      return drawNudge({ kind: "escalated", story: passed }, { ...view, audience: toManager }).card;
    },
  },
  {
    name: "opportunity-nudge-passed",
    draw: (view) => {
      const offered = { ...story, opportunity: { ...routed, pool: false, passed: [marta.id] }, assignee: olga };
      const passes = [{ by: marta, reason: "no-time", note: "Full until May." }];
      return drawNudge({ kind: "passed", story: offered, passes }, { ...view, audience: toManager }).card;
    },
  },
  {
    name: "pipeline",
    draw: (view) =>
      drawPipeline(
        { stories: [story, claimed, proposed, atRisk, waiting], isTeam: false, picked: [] },
        { ...view, audience: privately(marta, "am") },
      ),
  },
  {
    name: "pipeline-of-a-team",
    draw: (view) =>
      drawPipeline(
        {
          stories: [pooled, contacted, won],
          isTeam: true,
          picked: [
            { name: "Marta Silva", claimed: 4, won: 1, released: 1, lapsed: 0, passes: { "no-time": 2, timing: 1 } },
            { name: "Jonas Weber", claimed: 0, won: 0, released: 0, lapsed: 1, passes: {} },
          ],
        },
        { ...view, audience: toManager },
      ),
  },
  { name: "opportunity-routed", draw: (view) => drawOffer(story, view).card },
  {
    name: "opportunity-pool",
    draw: (view) =>
      drawOffer({ ...story, opportunity: { ...routed, pool: true, assignee: jonas.id }, assignee: jonas }, view).card,
  },
  { name: "opportunity-claimed", draw: (view) => drawOffer(claimed, view).card },
  { name: "opportunity-parked", draw: (view) => drawOffer(parked, view).card },
  {
    name: "opportunity-among-colleagues",
    draw: (view) =>
      drawOffer(story, {
        ...view,
        audience: { kind: "channel", clearance: "operations", members: [["am"], ["colleague"]], outsiders: false },
      }).card,
  },
  {
    name: "opportunity-among-outsiders",
    draw: (view) =>
      drawOffer(story, {
        ...view,
        audience: { kind: "channel", clearance: "commercial", members: [["am"]], outsiders: true },
      }).card,
  },
  {
    name: "opportunity-spotter",
    draw: (view) => drawSpotter(claimed, { ...view, audience: privately(anna, "csm") }).card,
  },
  {
    name: "opportunity-hostile-names",
    draw: (view) =>
      drawOffer(
        { ...story, accountName: evil, opportunity: { ...routed, product: evil, benefit: `${evil} @here\n> quote` } },
        view,
      ).card,
  },
];

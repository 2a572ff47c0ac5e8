import { drawOffer, drawSpotter } from "../../src/features/opportunities/cards.ts";
import { type Opportunity, UNTOUCHED } from "../../src/features/opportunities/decide.ts";
import type { Story } from "../../src/features/opportunities/story-model.ts";
import type { OpportunityId } from "../../src/kernel/ids.ts";
import { accountId, anna, type Example, jonas, marta, NOW, privately, scopeOf } from "./fixed.ts";

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
const evil = "<!channel> *x* <https://evil|Acme>";

export const opportunityExamples: readonly Example[] = [
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

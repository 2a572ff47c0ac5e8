import { drawNudge, drawRequest, listCard, type Story } from "../../src/features/requests/cards.ts";
import type { OpportunityId, RequestId } from "../../src/kernel/ids.ts";
import { accountId, anna, ben, type Example, jonas, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const northwind = accountId(2);
export const open: Story = {
  request: {
    id: "01900000-0000-7000-c000-000000000001" as RequestId,
    account: northwind,
    kind: "commercial",
    text: "We need 20 more seats for the second warehouse, and a quote by Friday.",
    discountPercent: 15,
    terms: "net 90 instead of net 30",
    approved: undefined,
    loggedBy: anna.id,
    at: NOW,
    owner: marta.id,
    responseDueAt: new Date("2026-11-24T12:00:00Z"),
    state: "open",
    responded: undefined,
    closedAt: undefined,
  },
  account: { id: northwind, name: "Northwind GmbH", scope: scopeOf(northwind), csm: anna },
  contact: "Dana Vogt",
  logger: anna,
  owner: marta,
  approver: undefined,
  atRiskSince: new Date("2026-11-20T02:00:00Z"),
};
const responded: Story = {
  ...open,
  request: {
    ...open.request,
    state: "responded",
    approved: { by: olga.id, at: new Date("2026-11-24T09:10:00Z") },
    responded: { at: new Date("2026-11-24T09:42:00Z"), answer: "Quote sent: 20 seats, 15 % for two years." },
  },
  approver: olga,
};
const closed: Story = {
  ...responded,
  request: { ...responded.request, state: "closed", closedAt: new Date("2026-11-25T15:00:00Z") },
};
const complaint: Story = {
  ...open,
  request: {
    ...open.request,
    kind: "complaint",
    text: "The export has been failing since Monday and nobody calls back.",
    discountPercent: undefined,
    terms: undefined,
  },
};
const pooled: Story = {
  ...open,
  account: { ...open.account, scope: scopeOf(northwind, { am: undefined }) },
  request: { ...open.request, owner: jonas.id },
  owner: jonas,
  atRiskSince: undefined,
};
const sale = "01900000-0000-7000-a000-000000000001" as OpportunityId;
const evil = "<!channel> *x* <https://evil|Acme>";
const toMarta = privately(marta, "am");
const toAnna = privately(anna, "csm");
const toOlga = privately(olga, "manager");

export const requestExamples: readonly Example[] = [
  { name: "request-owner", draw: (view) => drawRequest(open, { ...view, audience: toMarta }).card },
  { name: "request-manager", draw: (view) => drawRequest(open, { ...view, audience: toOlga }).card },
  { name: "request-csm", draw: (view) => drawRequest(open, { ...view, audience: toAnna }).card },
  {
    name: "request-goes-on-as-an-opportunity",
    draw: (view) => drawRequest({ ...open, request: { ...open.request, sale } }, { ...view, audience: toOlga }).card,
  },
  { name: "request-channel", draw: (view) => drawRequest(pooled, view).card },
  { name: "request-responded", draw: (view) => drawRequest(responded, { ...view, audience: toMarta }).card },
  { name: "request-responded-csm", draw: (view) => drawRequest(responded, { ...view, audience: toAnna }).card },
  { name: "request-closed", draw: (view) => drawRequest(closed, { ...view, audience: toMarta }).card },
  { name: "request-complaint-csm", draw: (view) => drawRequest(complaint, { ...view, audience: toAnna }).card },
  { name: "request-reminder", draw: (view) => drawNudge(open, false, { ...view, audience: toMarta }).card },
  { name: "request-escalated", draw: (view) => drawNudge(open, true, { ...view, audience: toOlga }).card },
  { name: "request-stranger", draw: (view) => drawRequest(open, { ...view, audience: privately(ben, "csm") }).card },
  {
    name: "request-list",
    draw: (view) => listCard(open.account, [open, complaint, responded], { ...view, audience: toMarta }),
  },
  {
    name: "request-hostile-names",
    draw: (view) =>
      drawRequest(
        {
          ...open,
          account: { ...open.account, name: evil },
          contact: evil,
          request: { ...open.request, text: `${evil} @here\n> quote`, terms: evil },
        },
        { ...view, audience: toMarta },
      ).card,
  },
];

import { accountRenewals, drawBrief, drawStep, type Story } from "../../src/features/renewals/cards.ts";
import { drawSection } from "../../src/features/renewals/section-cards.ts";
import { draftReview } from "../../src/features/renewals/draft.ts";
import { noticeForm, notRenewingForm, reviewForm, signedForm } from "../../src/features/renewals/forms.ts";
import { type Line, listCard } from "../../src/features/renewals/list-cards.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { ContractId, RenewalId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { accountId, anna, ben, type Example, jonas, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const fabrikam = accountId(5);
const TODAY = fixedDate("2026-11-24");
const RENEWS = fixedDate("2027-02-20");

export const running: Story = {
  renewal: {
    id: "01900000-0000-7000-d000-000000000001" as RenewalId,
    account: fabrikam,
    contract: "01900000-0000-7000-d100-000000000001" as ContractId,
    kind: "term",
    dueOn: RENEWS,
    state: "open",
    settledAt: undefined,
    told: "value",
    toldAt: NOW,
    remindedAt: undefined,
    escalatedAt: undefined,
    valueOwner: anna.id,
    termsOwner: marta.id,
    reviewed: undefined,
    termsSent: undefined,
    people: { value: anna, terms: marta },
  },
  account: { id: fabrikam, name: "Fabrikam", stage: "renewal", scope: scopeOf(fabrikam), csm: anna, am: marta },
  contract: {
    id: "01900000-0000-7000-d100-000000000001" as ContractId,
    account: fabrikam,
    product: "Quillstone Core",
    arr: { amountMinor: 6_200_000, currency: "EUR" },
    startsOn: fixedDate("2025-02-20"),
    renewsOn: RENEWS,
    noticeUntil: fixedDate("2026-12-22"),
    noticeOn: undefined,
    endsOn: undefined,
    autoRenew: true,
    termDays: 730,
    monthly: false,
    weighty: true,
  },
  actBy: fixedDate("2026-12-17"),
  atRiskSince: undefined,
  today: TODAY,
};
const reviewed: Story = {
  ...running,
  renewal: {
    ...running.renewal,
    told: "terms",
    reviewed: {
      at: new Date("2026-11-20T09:30:00Z"),
      by: anna.id,
      goals: "Month-end in two days instead of five\nOne system for three sites: 85 % as we measure",
      shown: "Worth €120,000 a year to them, as they say",
      mood: "Dana Vogt gave 9 of 10 on 2026-11-02",
      risks: "The new CFO compares three vendors.",
      thanks: "Dana Vogt (champion)",
    },
    people: { ...running.renewal.people, reviewer: anna },
  },
};
const sent: Story = {
  ...reviewed,
  renewal: {
    ...reviewed.renewal,
    told: "60",
    termsSent: { at: new Date("2026-11-23T15:00:00Z"), by: marta.id },
    people: { ...reviewed.renewal.people, sender: marta },
  },
};
const settled = (state: "signed" | "notice" | "not-renewing" | "over"): Story => ({
  ...sent,
  renewal: { ...sent.renewal, state, settledAt: NOW, people: { ...sent.renewal.people, settler: marta } },
});
const pooled: Story = {
  ...reviewed,
  account: { ...running.account, scope: scopeOf(fabrikam, { am: undefined }), am: undefined },
  renewal: { ...reviewed.renewal, termsOwner: jonas.id, people: { ...reviewed.renewal.people, terms: jonas } },
};
const short: Story = {
  ...running,
  renewal: { ...running.renewal, kind: "review", dueOn: TODAY },
};
const lastDay: Story = { ...reviewed, today: fixedDate("2026-12-17") };
const evil = "<!channel> *x* <https://evil|Acme>";
const hostile: Story = {
  ...reviewed,
  account: { ...running.account, name: evil },
  contract: running.contract && { ...running.contract, product: evil },
  renewal: {
    ...reviewed.renewal,
    ...(reviewed.renewal.reviewed && {
      reviewed: { ...reviewed.renewal.reviewed, goals: `${evil} @here\n> x`, risks: evil },
    }),
  },
};
const toAnna = privately(anna, "csm");
const toMarta = privately(marta, "am");
const toJonas = privately(jonas, "am");
const toOlga = privately(olga, "manager");

function line(name: string, more: Partial<Line> = {}): Line {
  return {
    account: { id: fabrikam, name },
    terms: marta,
    scope: scopeOf(fabrikam),
    contract: {
      id: "01900000-0000-7000-d100-000000000001" as ContractId,
      arr: { amountMinor: 6_200_000, currency: "EUR" },
      product: undefined,
    },
    renewal: running.renewal,
    renewsOn: RENEWS,
    actBy: fixedDate("2026-12-17"),
    ...more,
  };
}
const lines: readonly Line[] = [
  line("Litware", { actBy: fixedDate("2026-11-20"), account: { id: accountId(6), name: "Litware" } }),
  line("Fabrikam", { renewal: sent.renewal }),
  line("Wingtip Toys", {
    actBy: undefined,
    renewal: undefined,
    account: { id: accountId(7), name: "Wingtip Toys" },
    terms: undefined,
    contract: {
      id: "01900000-0000-7000-d100-000000000002" as ContractId,
      arr: { amountMinor: 1_200_000, currency: "USD" },
      product: "Quillstone Insights",
    },
  }),
];

export const renewalForms = [
  {
    name: "form-renewal-review",
    draw: (view: View) =>
      reviewForm(
        running,
        draftReview(
          {
            goals: [
              {
                name: "Month-end in two days",
                metOn: fixedDate("2026-09-30"),
                measured: undefined,
                confirmed: 1,
                worth: { amountMinor: 12_000_000, currency: "EUR" },
              },
              {
                name: "One system for three sites",
                metOn: undefined,
                measured: 0.85,
                confirmed: undefined,
                worth: undefined,
              },
              { name: "Fewer errors", metOn: undefined, measured: 0.4, confirmed: 0.5, worth: undefined },
              { name: "No paper", metOn: undefined, measured: undefined, confirmed: undefined, worth: undefined },
            ],
            answers: [{ contact: "Dana Vogt", score: 9, at: new Date("2026-11-02T10:00:00Z") }],
            openTickets: 3,
            escalated: 1,
            openRequests: 1,
            overdueInvoices: 1,
            contacts: [{ name: "Dana Vogt", role: "champion" }],
          },
          { breadth: 0.72, atRisk: false },
          view,
        ),
        view,
      ),
  },
  { name: "form-renewal-signed", draw: (view: View) => signedForm(running, view) },
  { name: "form-renewal-notice", draw: (view: View) => noticeForm(running, view) },
  {
    name: "form-renewal-notice-late",
    draw: (view: View) => noticeForm({ ...running, today: fixedDate("2027-01-04") }, view),
  },
  { name: "form-renewal-not-renewing", draw: (view: View) => notRenewingForm(running, view) },
];

export const renewalExamples: readonly Example[] = [
  { name: "renewal-value", draw: (view) => drawStep(running, "value", { ...view, audience: toAnna }).card },
  { name: "renewal-value-other", draw: (view) => drawStep(running, "value", { ...view, audience: toMarta }).card },
  { name: "renewal-review", draw: (view) => drawStep(short, "value", { ...view, audience: toAnna }).card },
  { name: "renewal-terms", draw: (view) => drawStep(reviewed, "terms", { ...view, audience: toMarta }).card },
  {
    name: "renewal-terms-at-risk",
    draw: (view) =>
      drawStep({ ...reviewed, atRiskSince: new Date("2026-11-17T02:00:00Z") }, "terms", { ...view, audience: toMarta })
        .card,
  },
  {
    name: "renewal-60",
    draw: (view) => drawStep({ ...sent, today: fixedDate("2026-12-22") }, "60", { ...view, audience: toMarta }).card,
  },
  {
    name: "renewal-30-manager",
    draw: (view) => drawStep({ ...reviewed, today: fixedDate("2027-01-21") }, "30", { ...view, audience: toOlga }).card,
  },
  { name: "renewal-last-day", draw: (view) => drawStep(lastDay, "act", { ...view, audience: toMarta }).card },
  { name: "renewal-last-day-ahead", draw: (view) => drawStep(reviewed, "act", { ...view, audience: toAnna }).card },
  { name: "renewal-reminder", draw: (view) => drawStep(running, "remind-review", { ...view, audience: toAnna }).card },
  {
    name: "renewal-reminder-terms",
    draw: (view) => drawStep(reviewed, "remind-terms", { ...view, audience: toMarta }).card,
  },
  {
    name: "renewal-escalated",
    draw: (view) => drawStep(running, "escalate-review", { ...view, audience: toOlga }).card,
  },
  {
    name: "renewal-escalated-terms",
    draw: (view) => drawStep(reviewed, "escalate-terms", { ...view, audience: toOlga }).card,
  },
  { name: "renewal-channel", draw: (view) => drawStep(pooled, "terms", view).card },
  {
    name: "renewal-outsiders",
    draw: (view) =>
      drawStep(pooled, "terms", {
        ...view,
        audience: { kind: "channel", clearance: "none", members: [], outsiders: true },
      }).card,
  },
  { name: "renewal-signed", draw: (view) => drawStep(settled("signed"), "60", { ...view, audience: toMarta }).card },
  { name: "renewal-notice", draw: (view) => drawStep(settled("notice"), "60", { ...view, audience: toMarta }).card },
  {
    name: "renewal-not-renewing",
    draw: (view) => drawStep(settled("not-renewing"), "60", { ...view, audience: toMarta }).card,
  },
  { name: "renewal-over", draw: (view) => drawStep(settled("over"), "60", { ...view, audience: toMarta }).card },
  { name: "renewal-brief", draw: (view) => drawBrief(reviewed, { ...view, audience: toMarta }).card },
  { name: "renewal-brief-pool", draw: (view) => drawBrief(pooled, { ...view, audience: toJonas }).card },
  { name: "renewal-stranger", draw: (view) => drawBrief(reviewed, { ...view, audience: privately(ben, "csm") }).card },
  {
    name: "renewal-of-account",
    draw: (view) =>
      accountRenewals([reviewed, { ...running, account: running.account }], { ...view, audience: toMarta }),
  },
  {
    name: "renewal-section",
    draw: (view) => ({
      title: ["Fabrikam"],
      body: drawSection([running, reviewed, sent], { ...view, audience: toMarta }),
    }),
  },
  { name: "renewal-list", draw: (view) => listCard(lines, 2, TODAY, { ...view, audience: toMarta }) },
  { name: "renewal-hostile-names", draw: (view) => drawBrief(hostile, { ...view, audience: toMarta }).card },
];

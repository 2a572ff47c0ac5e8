import { accountCard, drawProposal, drawResult, libraryCard } from "../../src/features/content/cards.ts";
import { checkItem } from "../../src/features/content/decide.ts";
import { addForm, problemTexts, sendForm } from "../../src/features/content/forms.ts";
import type { Item, ItemId, Proposal, ProposalId } from "../../src/features/content/store.ts";
import type { Story } from "../../src/features/content/story.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import { createSays, type View } from "../../src/locales/say.ts";
import { accountId, anna, ben, type Example, NOW, olga, privately, scopeOf } from "./fixed.ts";

const fabrikam = accountId(5);
const TODAY = fixedDate("2026-11-24");
const DAY_MS = 86_400_000;
const idOf = <T>(n: number): T => `01900000-0000-7000-d500-${String(n).padStart(12, "0")}` as T;
const theirs = createSays()("de");

const item: Item = {
  id: idOf<ItemId>(1),
  kind: "training",
  title: "Scanning made easy, in <!channel> minutes",
  link: "https://learn.example.com/scanning",
  product: "Warehouse",
  feature: "scan",
  featureName: "Scanning",
  segment: "mid-market",
  language: "de",
  untilOn: fixedDate("2027-03-31"),
  addedBy: olga,
  retiredAt: undefined,
};
const plainItem: Item = {
  ...item,
  id: idOf<ItemId>(2),
  kind: "community",
  title: "Where warehouse people talk",
  link: "https://community.example.com/",
  product: undefined,
  feature: undefined,
  featureName: undefined,
  segment: undefined,
  language: undefined,
  untilOn: undefined,
};
const proposal: Proposal = {
  id: idOf<ProposalId>(3),
  account: fabrikam,
  item: item.id,
  because: "unused",
  feature: "scan",
  csm: anna.id,
  proposedAt: new Date(NOW.getTime() - DAY_MS),
  state: "proposed",
  decided: undefined,
  usedBefore: undefined,
  usedAfter: undefined,
  measuredAt: undefined,
};
const story: Story = { proposal, item, accountName: "Fabrikam", scope: scopeOf(fabrikam), goal: undefined };
const forGoal: Story = { ...story, proposal: { ...proposal, because: "goal" }, goal: "Scan every pallet" };
const sent: Story = {
  ...story,
  proposal: { ...proposal, state: "sent", decided: { at: NOW, by: anna }, usedBefore: 0 },
};
const measured: Story = { ...sent, proposal: { ...sent.proposal, usedAfter: 12, measuredAt: NOW } };
const unknown: Story = { ...sent, proposal: { ...sent.proposal, measuredAt: NOW } };
const declined: Story = {
  ...story,
  proposal: { ...proposal, state: "declined", decided: { at: NOW, by: anna } },
};
const lapsed: Story = { ...story, proposal: { ...proposal, state: "lapsed", decided: { at: NOW, by: undefined } } };

const forAnna = { audience: privately(anna, "csm") };
const choices = {
  products: ["Warehouse"],
  features: [{ name: "scan", called: "Scanning" }],
  segments: ["mid-market"],
};
const people = [{ id: idOf<string>(9), name: "Dana Vogt" }];

export const contentForms = [
  { name: "form-content-add", draw: (view: View) => addForm(choices, view) },
  { name: "form-content-send", draw: (view: View) => sendForm(story, people, theirs, view) },
];

export const contentExamples: readonly Example[] = [
  { name: "content", draw: (view) => drawProposal(story, { ...view, ...forAnna }).card },
  { name: "content-goal", draw: (view) => drawProposal(forGoal, { ...view, ...forAnna }).card },
  { name: "content-sent", draw: (view) => drawProposal(sent, { ...view, ...forAnna }).card },
  { name: "content-declined", draw: (view) => drawProposal(declined, { ...view, ...forAnna }).card },
  { name: "content-lapsed", draw: (view) => drawProposal(lapsed, { ...view, ...forAnna }).card },
  {
    name: "content-hidden",
    draw: (view) => drawProposal(story, { ...view, audience: privately(ben, "csm") }).card,
  },
  { name: "content-result", draw: (view) => drawResult(measured, { ...view, ...forAnna }).card },
  { name: "content-result-unknown", draw: (view) => drawResult(unknown, { ...view, ...forAnna }).card },
  { name: "content-library", draw: (view) => libraryCard([item, plainItem], true, view) },
  { name: "content-library-read", draw: (view) => libraryCard([item, plainItem], false, view) },
  { name: "content-library-empty", draw: (view) => libraryCard([], true, view) },
  { name: "content-account", draw: (view) => accountCard("Fabrikam", [measured, declined], { ...view, ...forAnna }) },
  {
    name: "content-refused",
    draw: (view) => {
      const values = { kind: "dance", title: "", link: "learn", until: "2026-02-31" };
      const checked = checkItem(values, { products: [], features: [], segments: [], today: TODAY });
      const texts = checked.kind === "wrong" ? problemTexts(checked.problems, TODAY, view) : {};
      return { title: [], body: Object.values(texts).map((text) => ({ kind: "text", text }) as const) };
    },
  },
];

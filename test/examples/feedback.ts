import type { View } from "../../src/locales/say.ts";
import { drawItem, drawJoined, listCard } from "../../src/features/feedback/cards.ts";
import { checkPassed } from "../../src/features/feedback/decide.ts";
import { declineForm, passForm, problemTexts, shipForm, toldForm } from "../../src/features/feedback/forms.ts";
import { drawAsked } from "../../src/features/feedback/section.ts";
import type { Item, ItemId, Piece, PieceId } from "../../src/features/feedback/store.ts";
import type { Behind, ItemStory, TellStory } from "../../src/features/feedback/story.ts";
import { drawDeclined, drawNudge, drawTell } from "../../src/features/feedback/tell-cards.ts";
import type { TellId } from "../../src/features/feedback/tell-store.ts";
import type { ContactId } from "../../src/kernel/ids.ts";
import type { Audience } from "../../src/kernel/permissions.ts";
import { northwind } from "./accounts.ts";
import { accountId, anna, ben, type Example, jonas, NOW, olga, privately, scopeOf } from "./fixed.ts";

const idOf = <T>(n: number): T => `01900000-0000-7000-f000-${String(n).padStart(12, "0")}` as T;
const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);
const kim = { id: jonas.id, name: "Kim Lee" };

const item: Item = {
  id: idOf<ItemId>(1),
  theme: "speed",
  product: "Warehouse",
  state: "open",
  openedAt: ago(9),
  planned: undefined,
  decided: undefined,
  note: undefined,
  place: undefined,
};
const shippedItem: Item = {
  ...item,
  state: "shipped",
  decided: { by: kim, at: NOW },
  note: "Search now answers within a second.",
  place: "Settings, Search, since version 8.2",
};
const declinedItem: Item = {
  ...item,
  state: "declined",
  decided: { by: kim, at: NOW },
  note: "The old search goes away in spring, so it isn't made faster before that.",
};

function piece(n: number, more: Partial<Piece> = {}): Piece {
  return {
    id: idOf<PieceId>(10 + n),
    item: item.id,
    account: northwind.id,
    contact: "Dana Novak",
    words: "Search is slow on Mondays, and <!channel> =HYPERLINK(1) the list takes a minute.",
    passer: anna,
    passedAt: ago(n),
    ...more,
  };
}

const ofNorthwind: Behind = { account: northwind, pieces: [piece(1), piece(9)] };
const contosoId = accountId(3);
const contoso: Behind = {
  account: {
    id: contosoId,
    name: "Contoso Ltd",
    stage: "value",
    csm: ben,
    arr: [{ amountMinor: 2_000_000, currency: "USD" }],
    scope: scopeOf(contosoId, { csm: ben.id, am: undefined }),
  },
  pieces: [piece(2, { account: contosoId, words: "Reports take ages.", passer: ben, contact: undefined })],
};
const gone: Behind = {
  account: { ...contoso.account, id: accountId(5), name: "Fabrikam", stage: "churned", arr: [] },
  pieces: [piece(8, { account: accountId(5), words: undefined, passer: ben, contact: undefined })],
};

const story: ItemStory = { item, behind: [ofNorthwind, contoso, gone], tells: [], product: new Set([kim.id]) };
const shipped: ItemStory = {
  ...story,
  item: shippedItem,
  tells: [
    { account: northwind.id, closed: { as: "told", at: NOW, by: anna } },
    { account: contosoId, closed: undefined },
  ],
};
const tell: TellStory = {
  item: shippedItem,
  behind: ofNorthwind,
  product: new Set(),
  tell: {
    id: idOf<TellId>(2),
    item: item.id,
    account: northwind.id,
    dueAt: new Date(NOW.getTime() + 2 * DAY_MS),
    rung: 0,
    snoozedUntil: undefined,
    snoozes: 0,
    closed: undefined,
  },
};

/** Those of product, in a channel that is cleared for operations. */
const PRODUCT: Audience = {
  kind: "channel",
  clearance: "operations",
  members: [["colleague"], ["csm"]],
  outsiders: false,
};
const forAnna = { audience: privately(anna, "csm") };
const forKim = { audience: privately(kim, "colleague") };
const forOlga = { audience: privately(olga, "manager") };

export const feedbackExamples: readonly Example[] = [
  { name: "feedback-item", draw: (view) => drawItem(story, { ...view, audience: PRODUCT }).card },
  {
    name: "feedback-joined",
    draw: (view) =>
      drawJoined({ item, behind: ofNorthwind, piece: piece(1), product: story.product }, { ...view, audience: PRODUCT })
        .card,
  },
  {
    name: "feedback-joined-hidden",
    draw: (view) =>
      drawJoined(
        { item, behind: ofNorthwind, piece: piece(1), product: story.product },
        { ...view, audience: privately(ben, "csm") },
      ).card,
  },
  { name: "feedback-item-arr", draw: (view) => drawItem(story, view).card },
  {
    name: "feedback-item-planned",
    draw: (view) =>
      drawItem(
        {
          ...story,
          behind: [ofNorthwind],
          item: { ...item, product: "", state: "planned", planned: { by: kim, at: NOW } },
        },
        { ...view, audience: PRODUCT },
      ).card,
  },
  { name: "feedback-item-shipped", draw: (view) => drawItem(shipped, { ...view, audience: PRODUCT }).card },
  {
    name: "feedback-item-declined",
    draw: (view) => drawItem({ ...story, item: declinedItem }, { ...view, audience: PRODUCT }).card,
  },
  {
    name: "feedback-item-totals",
    draw: (view) => drawItem(story, { ...view, audience: { ...PRODUCT, members: [["exec"]] } }).card,
  },
  { name: "feedback-item-mine", draw: (view) => drawItem(story, { ...view, ...forAnna }).card },
  { name: "feedback-list", draw: (view) => listCard([story], [shipped], { ...view, ...forKim }) },
  { name: "feedback-list-none", draw: (view) => listCard([], [shipped], { ...view, ...forAnna }) },
  { name: "feedback-tell", draw: (view) => drawTell(tell, { ...view, ...forAnna }).card },
  {
    name: "feedback-tell-told",
    draw: (view) =>
      drawTell({ ...tell, tell: { ...tell.tell, closed: { as: "told", at: NOW, by: anna } } }, { ...view, ...forAnna })
        .card,
  },
  { name: "feedback-tell-hidden", draw: (view) => drawTell(tell, { ...view, audience: privately(ben, "csm") }).card },
  { name: "feedback-nudge", draw: (view) => drawNudge(tell, undefined, { ...view, ...forAnna }).card },
  { name: "feedback-nudge-escalated", draw: (view) => drawNudge(tell, anna, { ...view, ...forOlga }).card },
  {
    name: "feedback-declined",
    draw: (view) => drawDeclined({ item: declinedItem, behind: ofNorthwind }, { ...view, ...forAnna }).card,
  },
  {
    name: "feedback-section",
    draw: (view) => ({
      title: [northwind.name],
      body: drawAsked({ scope: northwind.scope, items: [item, shippedItem], hasMore: true }, { ...view, ...forAnna }),
    }),
  },
];

const known = [{ id: idOf<ContactId>(4), name: "Dana Novak" }];
const products = [
  { name: "Warehouse", theirs: true },
  { name: "Billing", theirs: false },
];
const passing = { account: northwind.name, products, words: "Search is slow on Mondays." } as const;

export const feedbackForms = [
  {
    name: "form-feedback-pass",
    draw: (view: View) => passForm({ ...passing, form: "pass", subject: item.id, theme: "speed", contacts: [] }, view),
    refused(view: View) {
      const typed = { theme: "", product: "Barn", words: "Dana's team pays 4,000 € a year" };
      const checked = checkPassed(typed, { products: ["Warehouse"], contacts: [], names: [], speaker: "Dana Novak" });
      return { typed, problems: checked.kind === "wrong" ? problemTexts(checked.problems, view) : {} };
    },
  },
  {
    name: "form-feedback-give",
    draw: (view: View) =>
      passForm({ ...passing, form: "give", subject: northwind.id, theme: undefined, contacts: known, words: "" }, view),
  },
  { name: "form-feedback-ship", draw: (view: View) => shipForm(story, view) },
  { name: "form-feedback-decline", draw: (view: View) => declineForm(story, view) },
  { name: "form-feedback-told", draw: (view: View) => toldForm(tell, known, view) },
];

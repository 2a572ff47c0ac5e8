import { auditCard } from "../../src/features/privacy/audit-cards.ts";
import type { Decided } from "../../src/features/privacy/audit-store.ts";
import { choiceCard, eraseForm, exportCard } from "../../src/features/privacy/cards.ts";
import type { Subject } from "../../src/features/privacy/subject-store.ts";
import { FORMER } from "../../src/kernel/former.ts";
import type { ContactId, Id } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { anna, type Example, jonas, NOW, personId } from "./fixed.ts";

const ours: Subject = { kind: "person", id: jonas.id, name: jonas.name, email: "jonas.weber@quillstone.example" };
const theirs: Subject = {
  kind: "contact",
  id: personId(20) as string as ContactId,
  name: "Dana Vogt",
  email: "dana@northwind.example",
  account: "Northwind GmbH",
};
const nameless: Subject = { ...theirs, id: personId(21) as string as ContactId, email: undefined, account: "Adatum" };

const DECIDED: readonly Pick<Decided, "action" | "by" | "about">[] = [
  { action: "settings.channel", by: anna, about: "#csm" },
  { action: "risk.own", by: { id: personId(30), name: FORMER.person }, about: "Northwind GmbH" },
  { action: "accounts.churned", by: anna, about: "Adatum" },
  { action: "workspaces.gone", by: undefined, about: undefined },
  { action: undefined, by: jonas, about: undefined },
];
const decided = DECIDED.map((each, at) => ({
  ...each,
  kept: each.action ?? "moon.landed",
  id: `01900000-0000-7000-c000-${String(at).padStart(12, "0")}` as Id<"audit">,
  at: new Date(NOW.getTime() - at * 3_600_000),
}));

export const privacyExamples: readonly Example[] = [
  { name: "erase-several", draw: (view) => choiceCard("Dana Vogt", [theirs, nameless, ours], view) },
  {
    name: "export",
    draw: (view) => exportCard("Dana Vogt", [theirs], [theirs], view),
  },
  { name: "export-several", draw: (view) => exportCard("Dana Vogt", [theirs, nameless], [theirs, nameless], view) },
  { name: "audit", draw: (view) => auditCard(decided, true, view) },
];

export const privacyForms = [
  { name: "form-erase-person", draw: (view: View) => eraseForm(ours, view) },
  { name: "form-erase-contact", draw: (view: View) => eraseForm(nameless, view) },
];

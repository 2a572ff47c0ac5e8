import { contactsCard } from "../../src/features/accounts/contact-cards.ts";
import type { Stakeholder } from "../../src/features/accounts/contact-decide.ts";
import { documentsCard } from "../../src/features/accounts/document-cards.ts";
import type { Document } from "../../src/features/accounts/document-decide.ts";
import { drawCollision } from "../../src/features/accounts/log-cards.ts";
import { timelineCard } from "../../src/features/accounts/timeline-cards.ts";
import type { Entry } from "../../src/features/accounts/timeline-store.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { ContactId, DocumentId, EntryId } from "../../src/kernel/ids.ts";
import { northwind } from "./accounts.ts";
import { anna, type Example, marta, NOW, privately } from "./fixed.ts";

function idOf(n: number): string {
  return `01900000-0000-7000-d000-${String(n).padStart(12, "0")}`;
}

export function contact(n: number, name: string, more: Partial<Stakeholder> = {}): Stakeholder {
  return {
    id: idOf(n) as ContactId,
    account: northwind.id,
    name,
    email: undefined,
    role: undefined,
    strength: undefined,
    leftOn: undefined,
    source: "crm",
    chatChanged: false,
    addedAt: new Date("2026-01-05T09:00:00Z"),
    lastAt: undefined,
    ...more,
  };
}
export const dana = contact(1, "Dana Vogt", {
  role: "champion",
  strength: "strong",
  chatChanged: true,
  lastAt: new Date("2026-10-09T12:00:00Z"),
});
export const contacts: readonly Stakeholder[] = [
  dana,
  contact(2, "Erik Lund", {
    role: "buyer",
    strength: "weak",
    source: "chat",
    lastAt: new Date("2026-11-20T10:00:00Z"),
  }),
  contact(3, "Mia Falk", { role: "sponsor", leftOn: fixedDate("2026-11-01") }),
  contact(4, "Tom Ode"),
];

export function entry(n: number, kind: string, more: Partial<Entry> = {}): Entry {
  return {
    id: idOf(100 + n) as EntryId,
    kind,
    at: new Date(NOW.getTime() - n * 20 * 3_600_000),
    by: anna,
    via: "slack",
    details: {},
    contact: undefined,
    direction: undefined,
    proactive: false,
    visibility: "internal",
    summary: undefined,
    ...more,
  };
}
const call = entry(1, "call", {
  contact: "Dana Vogt",
  direction: "out",
  proactive: true,
  summary: "The second shift has no logins; she asks for twelve more by January.",
});
const entries: readonly Entry[] = [
  call,
  entry(2, "risk-entered", { by: undefined, via: "clock", details: { causes: "score" } }),
  entry(3, "note", { visibility: "customer", summary: "The export is fixed." }),
  entry(4, "email", {
    by: marta,
    via: "teams",
    direction: "in",
    visibility: "commercial",
    summary: "Asked for terms.",
  }),
  entry(5, "stage-changed", {
    by: undefined,
    via: "clock",
    details: { from: "onboarding", to: "adoption", reason: "stalled" },
  }),
  entry(6, "survey-sent", { via: "api", by: undefined }),
];
const documents: readonly Document[] = [
  {
    id: idOf(201) as DocumentId,
    title: "Success plan 2026",
    url: "https://docs.northwind.example/plan",
    type: "plan",
    visibility: "customer",
    asOf: fixedDate("2026-11-02"),
  },
  {
    id: idOf(202) as DocumentId,
    title: "Data processing agreement",
    url: "https://docs.northwind.example/dpa",
    type: "security",
    visibility: "internal",
    asOf: fixedDate("2026-03-02"),
  },
];
const today = fixedDate("2026-11-24");
const account = northwind;

export const accountBookExamples: readonly Example[] = [
  { name: "timeline", draw: (view) => timelineCard({ account: account.name, entries, hasOlder: true }, view) },
  { name: "contacts", draw: (view) => contactsCard({ account, contacts, mayChange: true, now: NOW }, view) },
  {
    name: "contacts-read",
    draw: (view) => contactsCard({ account, contacts: [dana], mayChange: false, now: NOW }, view),
  },
  { name: "contacts-empty", draw: (view) => contactsCard({ account, contacts: [], mayChange: true, now: NOW }, view) },
  {
    name: "documents",
    draw: (view) => documentsCard({ account, documents, writable: ["internal", "customer"], today }, view),
  },
  {
    name: "documents-empty",
    draw: (view) => documentsCard({ account, documents: [], writable: ["internal"], today }, view),
  },
  {
    name: "collision",
    draw: (view) =>
      drawCollision(
        { account: account.name, contact: dana.name, entry: call, scope: account.scope },
        { ...view, audience: privately(marta, "am") },
      ).card,
  },
  {
    name: "collision-unnamed",
    draw: (view) =>
      drawCollision(
        { account: account.name, contact: dana.name, entry: call, scope: account.scope },
        { ...view, audience: privately(marta, "exec") },
      ).card,
  },
];

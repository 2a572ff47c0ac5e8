import { plain, type Text } from "../../chat/card.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { totals } from "../../kernel/money.ts";
import { cut } from "../../kernel/text.ts";
import type { View } from "../../locales/say.ts";
import type { Brief } from "./brief.ts";
import type { AccountRecord, GoalSoFar } from "./record-store.ts";

/** A review as the record tells it, for a person to put right: nothing in it is made up. */
export function draftReview(
  record: AccountRecord,
  { breadth, atRisk }: { readonly breadth: number | undefined; readonly atRisk: boolean },
  view: View,
): Brief {
  const { say } = view;
  const met = record.goals.filter(isMet);
  const missed = record.goals.filter((goal) => !isMet(goal));
  const worth = totals(record.goals.flatMap((goal) => goal.worth ?? []));
  return {
    goals: lines([
      ...met.map(({ name }) => say("renewals.draft-met", { goal: name })),
      ...missed.map((goal) => openGoal(goal, view)),
    ]),
    shown: lines([
      ...worth.map((money) => say("renewals.draft-worth", { money })),
      ...(breadth === undefined ? [] : [say("renewals.draft-breadth", { percent: percent(breadth) })]),
    ]),
    mood: lines(
      record.answers.map(({ contact, score, at }) =>
        say("renewals.draft-answer", {
          contact: contact ?? say("renewals.somebody"),
          score,
          day: at.toISOString().slice(0, 10),
        }),
      ),
    ),
    risks: lines([
      ...(atRisk ? [say("renewals.draft-at-risk")] : []),
      ...counted("renewals.draft-escalated", record.escalated, view),
      ...counted("renewals.draft-tickets", record.openTickets - record.escalated, view),
      ...counted("renewals.draft-requests", record.openRequests, view),
      ...counted("renewals.draft-invoices", record.overdueInvoices, view),
    ]),
    thanks: lines(
      record.contacts.map(({ name, role }) => say("renewals.draft-thanks", { name, role: roleText(role, view) })),
    ),
  };
}

function isMet({ metOn, measured, confirmed }: GoalSoFar): boolean {
  return metOn !== undefined || (confirmed ?? measured ?? 0) >= 1;
}

/** As measured by us and as confirmed by the customer are kept apart (C3). */
function openGoal({ name: goal, measured, confirmed }: GoalSoFar, { say }: View): Text {
  if (confirmed !== undefined) return say("renewals.draft-confirmed", { goal, percent: percent(confirmed) });
  if (measured !== undefined) return say("renewals.draft-measured", { goal, percent: percent(measured) });
  return say("renewals.draft-open", { goal });
}

type Counted =
  "renewals.draft-escalated" | "renewals.draft-tickets" | "renewals.draft-requests" | "renewals.draft-invoices";

function counted(key: Counted, count: number, { say }: View): Text[] {
  return count > 0 ? [say(key, { count })] : [];
}

const ROLE = {
  champion: "contacts.role-champion",
  sponsor: "contacts.role-sponsor",
  buyer: "contacts.role-buyer",
} as const;

function roleText(role: string, { say }: View): Text {
  return Object.hasOwn(ROLE, role) ? say(ROLE[role as keyof typeof ROLE]) : [role];
}

function percent(share: number): number {
  return Math.round(100 * share);
}

function lines(texts: readonly Text[]): string {
  return cut(texts.map((text) => plain(text)).join("\n"), RENEWAL.partAtMost);
}

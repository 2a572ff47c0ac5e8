import type { AuditAction } from "./store.ts";

/** What people do with a case, as its timeline calls it, and as the audit does. */
export const AUDITED = {
  "risk-case-snoozed": "risk.case-snoozed",
  "risk-case-escalated": "risk.case-escalated",
  "risk-case-given-back": "risk.case-given-back",
  "risk-case-closed": "risk.case-closed",
  "risk-case-reopened": "risk.case-reopened",
  "risk-step-done": "risk.step-done",
} as const satisfies Readonly<Record<string, AuditAction>>;
export type CaseTold = keyof typeof AUDITED;

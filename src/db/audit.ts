import type { Tx } from "../kernel/deps.ts";
import type { PersonId } from "../kernel/ids.ts";

/** All that is ever decided and kept, by slice; each has a sentence in the list that administrators read. */
export const AUDIT_ACTIONS = [
  "accounts.stage",
  "accounts.churned",
  "accounts.back",
  "covers.name",
  "covers.end",
  "deliveries.again",
  "deliveries.fine",
  "promises.make",
  "promises.keep",
  "promises.move",
  "promises.withdraw",
  "promises.hand",
  "promises.told",
  "content.add",
  "content.retire",
  "content.send",
  "content.decline",
  "peers.propose",
  "peers.ask",
  "peers.not-now",
  "peers.stop",
  "peers.agree",
  "peers.refuse",
  "peers.introduce",
  "peers.helped",
  "feedback.pass",
  "feedback.plan",
  "feedback.ship",
  "feedback.decline",
  "feedback.told",
  "feedback.snooze",
  "feedback.not-needed",
  "keys.created",
  "keys.revoked",
  "keys.rotated",
  "links.make",
  "links.link",
  "listening.on",
  "listening.off",
  "nps.start",
  "nps.pause",
  "nps.resume",
  "nps.end",
  "nps.discard",
  "nps.words",
  "opportunities.accept",
  "opportunities.answer-back",
  "opportunities.approve",
  "opportunities.ask-back",
  "opportunities.asked",
  "opportunities.claim",
  "opportunities.claim-both",
  "opportunities.confirm",
  "opportunities.continue",
  "opportunities.decline",
  "opportunities.lose",
  "opportunities.not-now",
  "opportunities.pass",
  "opportunities.pause",
  "opportunities.propose",
  "opportunities.release",
  "opportunities.snooze",
  "opportunities.win",
  "privacy.erase",
  "privacy.export",
  "renewals.signed",
  "renewals.notice",
  "renewals.not-renewing",
  "requests.approve",
  "requests.hand-to",
  "responsibilities.holder",
  "responsibilities.row",
  "risk.own",
  "risk.opinion",
  "risk.case-snoozed",
  "risk.case-escalated",
  "risk.case-given-back",
  "risk.case-closed",
  "risk.case-left",
  "risk.case-reopened",
  "risk.step-done",
  "risk.hold-sent",
  "risk.hold-kept-back",
  "settings.mine",
  "settings.defaults",
  "settings.channel",
  "settings.approve",
  "settings.keep",
  "settings.notifications",
  "setup.person",
  "uploads.file-accepted",
  "uploads.file-declined",
  "uploads.file-refused",
  "uploads.import",
  "workspaces.installed",
  "workspaces.renewed",
  "workspaces.gone",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** undefined: nobody among us, e.g. the platform, or whoever runs the service */
  readonly by: PersonId | undefined;
  readonly action: AuditAction;
  /** the id of what it was about; "" when there is none */
  readonly subject: string;
  readonly details: object;
}

/** Who decided what, kept beside the decision. */
export function writeAudit(tx: Tx, { id, at, by, action, subject, details }: AuditEntry): void {
  tx.run(
    "insert into audit (organisation_id, id, at, person_id, action, subject, details) values ($1, $2, $3, $4, $5, $6, $7)",
    [tx.organisation, id, at, by ?? null, action, subject, JSON.stringify(details)],
  );
}

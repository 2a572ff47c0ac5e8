import type { Tx } from "../kernel/deps.ts";
import type { PersonId } from "../kernel/ids.ts";

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** undefined: nobody among us, e.g. the platform, or whoever runs the service */
  readonly by: PersonId | undefined;
  /** "<slice>.<what>" */
  readonly action: string;
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

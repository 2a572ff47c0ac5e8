import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, ContactId } from "../../src/kernel/ids.ts";
import { ids } from "./company.ts";

interface Known {
  readonly knownAt: Date;
}

export async function addTicket(
  tx: Tx,
  account: AccountId,
  ticket: Known & { readonly openedAt: Date; readonly closedAt?: Date; readonly escalated?: boolean },
): Promise<void> {
  const id = ids.next<"ticket">();
  await tx.rows(
    `insert into ticket (organisation_id, id, external_id, account_id, opened_at, closed_at, severity, escalated, ingested_at, known_at)
     values ($1, $2, 'X-' || gen_random_uuid(), $3, $4, $5, 2, $6, $7, $7)`,
    [tx.organisation, id, account, ticket.openedAt, ticket.closedAt ?? null, ticket.escalated ?? false, ticket.knownAt],
  );
}

export async function addInvoice(
  tx: Tx,
  account: AccountId,
  invoice: Known & { readonly dueOn: string; readonly paidOn?: string },
): Promise<void> {
  const id = ids.next<"invoice">();
  await tx.rows(
    `insert into invoice (organisation_id, id, external_id, account_id, due_on, paid_on, amount_minor, currency, ingested_at, known_at)
     values ($1, $2, 'X-' || gen_random_uuid(), $3, $4, $5, 100, 'EUR', $6, $6)`,
    [tx.organisation, id, account, invoice.dueOn, invoice.paidOn ?? null, invoice.knownAt],
  );
}

/** An event of the account's first contract. */
export async function addContractEvent(
  tx: Tx,
  account: AccountId,
  event: Known & { readonly type: string; readonly deltaMinor?: number; readonly effectiveOn: string },
): Promise<void> {
  await tx.rows(
    `insert into contract_event (organisation_id, id, account_id, contract_id, type, delta_minor, currency, effective_on, ingested_at, known_at)
     select $1, $2, $3, c.id, $4, $5, 'EUR', $6, $7, $7 from contract c where c.account_id = $3 order by c.starts_on, c.id limit 1
     on conflict do nothing`,
    [tx.organisation, ids.next(), account, event.type, event.deltaMinor ?? 0, event.effectiveOn, event.knownAt],
  );
}

export async function addContact(
  tx: Tx,
  account: AccountId,
  contact: { readonly role?: string; readonly addedAt: Date; readonly leftOn?: string; readonly changedAt?: Date },
): Promise<ContactId> {
  const id = ids.next<"contact">();
  await tx.rows(
    `insert into contact (organisation_id, id, account_id, name, role, left_on, source, added_at, changed_at)
     values ($1, $2, $3, 'Dana Reyes', $4, $5, 'csv', $6, $7)`,
    [
      tx.organisation,
      id,
      account,
      contact.role ?? null,
      contact.leftOn ?? null,
      contact.addedAt,
      contact.changedAt ?? contact.addedAt,
    ],
  );
  return id;
}

/** An answer to "would you recommend us". */
export async function addAnswer(
  tx: Tx,
  account: AccountId,
  answer: Known & { readonly at: Date; readonly score: number; readonly contact?: ContactId },
): Promise<void> {
  await tx.rows(
    `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, score, answered_at, ingested_at, known_at)
     values ($1, $2, 'X-' || gen_random_uuid(), $3, $4, 'nps', $5, $6, $7, $7)`,
    [tx.organisation, ids.next(), account, answer.contact ?? null, answer.score, answer.at, answer.knownAt],
  );
}

export async function addTalk(
  tx: Tx,
  account: AccountId,
  talk: Known & { readonly at: Date; readonly contact?: ContactId },
): Promise<void> {
  await tx.rows(
    `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, ingested_at, known_at)
     values ($1, $2, $3, 'call', $4, 'import', '{}', $5, 'out', $6, $6)`,
    [tx.organisation, ids.next(), account, talk.at, talk.contact ?? null, talk.knownAt],
  );
}

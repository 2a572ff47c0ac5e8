import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Visibility } from "../../kernel/events.ts";
import type { AccountId, DocumentId, PersonId } from "../../kernel/ids.ts";
import type { Document, DocumentType, NewDocument } from "./document-decide.ts";

interface Row {
  id: DocumentId;
  title: string;
  url: string;
  type: DocumentType;
  visibility: Visibility;
  as_of: LocalDate;
}

/** The documents of an account that somebody may read, the newest first. */
export async function documentsOf(
  tx: Tx,
  account: AccountId,
  visibilities: readonly Visibility[],
): Promise<Document[]> {
  const rows = await tx.rows<Row>(
    `select id, title, url, type, visibility, coalesce(as_of, (added_at at time zone 'UTC')::date) as as_of
       from document where account_id = $1 and removed_at is null and visibility = any($2::text[])
      order by as_of desc, id desc`,
    [account, visibilities],
  );
  return rows.map(({ as_of, ...row }) => ({ ...row, asOf: as_of }));
}

export function insertDocument(
  tx: Tx,
  id: DocumentId,
  account: AccountId,
  { title, url, type, visibility, asOf }: NewDocument,
  by: PersonId,
  now: Date,
): void {
  tx.run(
    `insert into document (organisation_id, id, account_id, title, url, type, visibility, as_of, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [tx.organisation, id, account, title, url, type, visibility, asOf, by, now],
  );
}

/** @returns what was removed; nothing when it isn't there any more, or isn't of a kind that the person may write */
export async function removeDocument(
  tx: Tx,
  account: AccountId,
  id: DocumentId,
  visibilities: readonly Visibility[],
  now: Date,
): Promise<{ readonly title: string; readonly visibility: Visibility } | undefined> {
  const [row] = await tx.rows<{ title: string; visibility: Visibility }>(
    `update document set removed_at = $4
      where account_id = $1 and id = $2 and visibility = any($3::text[]) and removed_at is null
      returning title, visibility`,
    [account, id, visibilities, now],
  );
  return row;
}

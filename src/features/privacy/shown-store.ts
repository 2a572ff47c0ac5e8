import type { Tx } from "../../kernel/deps.ts";
import { referring } from "./export-store.ts";
import type { Subject } from "./subject-store.ts";

/** Where nothing is shown by the row's id, or by far too many rows' account. */
const BY_ACCOUNT_NOT: ReadonlySet<string> = new Set(["timeline", "audit"]);

/** The subjects of posts that may show somebody: themselves, and what refers to them, say a question or a request. */
export async function shownWith(tx: Tx, subjects: readonly Pick<Subject, "kind" | "id">[]): Promise<string[]> {
  const found = new Set<string>();
  for (const { kind, id } of subjects) {
    const selects = (await referring(tx, kind)).flatMap(({ table, column, has }) =>
      (["id", "account_id", "item_id", "meeting_id"] as const)
        .filter((each) => has.includes(each) && !(each === "account_id" && BY_ACCOUNT_NOT.has(table)))
        .map((each) => `select t.${each}::text as subject from "${table}" t where t.${column} = $1`),
    );
    const rows = await tx.rows<{ subject: string }>(
      `select s.subject from (select $1::uuid::text as subject union ${selects.join(" union ")}) s
        where exists (select from post_subject p where p.organisation_id = $2 and p.subject = s.subject)`,
      [id, tx.organisation],
    );
    for (const { subject } of rows) found.add(subject);
  }
  return [...found];
}

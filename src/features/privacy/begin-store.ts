import type { AddressHmacs } from "../../db/erased.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Ids, PersonId } from "../../kernel/ids.ts";
import { decideErasure, type Refused } from "./decide.ts";
import {
  accountsHeld,
  beginErasure,
  type ErasingId,
  isOnlyAdmin,
  noteErased,
  type Subject,
  usersOf,
  writeAudit,
} from "./subject-store.ts";
import { shownWith } from "./shown-store.ts";
import { wordsOf } from "./words.ts";

export interface ErasureWish {
  /** the rows of one human being */
  readonly subjects: readonly Subject[];
  /** what else they are called */
  readonly also: readonly string[];
  /** undefined: whoever runs the service */
  readonly by: PersonId | undefined;
  readonly now: Date;
}

/** Why somebody can't be erased now; undefined when they can. */
export async function refusalOf(tx: Tx, subjects: readonly Subject[]): Promise<Refused | undefined> {
  for (const subject of subjects) {
    if (subject.kind !== "person") continue;
    const refused = decideErasure({
      accounts: await accountsHeld(tx, subject.id),
      onlyAdmin: await isOnlyAdmin(tx, subject.id),
    });
    if (refused) return refused;
  }
  return undefined;
}

/**
 * Erases what says who they are, in this transaction, and leaves the texts to `eraseSome`.
 * @returns the erasures to go on with and the subjects of posts that show them, or why not
 */
export async function erase(
  { tx, ids, hmacsOf }: { readonly tx: Tx; readonly ids: Ids; readonly hmacsOf: AddressHmacs },
  { subjects, also, by, now }: ErasureWish,
): Promise<
  { readonly kind: "begun"; readonly erasures: readonly ErasingId[]; readonly shown: readonly string[] } | Refused
> {
  const refused = await refusalOf(tx, subjects);
  if (refused) return refused;
  const emails = [...new Set(subjects.flatMap(({ email }) => email ?? []))];
  const shown = await shownWith(tx, subjects);
  const erasures: ErasingId[] = [];
  for (const subject of subjects) {
    const id = ids.next<"erasing">();
    const users = await usersOf(tx, subject.id);
    await beginErasure(tx, { id, subject, words: wordsOf({ name: subject.name, emails, users, also }), now });
    const details = { kind: subject.kind };
    writeAudit(tx, { id: ids.next(), at: now, by, action: "privacy.erase", subject: subject.id, details });
    erasures.push(id);
  }
  // Sealed lines that weren't taken may name anybody; who was offered them sends their file again.
  tx.run("delete from offered_file where organisation_id = $1", [tx.organisation]);
  for (const email of emails) noteErased(tx, hmacsOf(tx.organisation, email)[0], now);
  return { kind: "begun", erasures, shown };
}

import type { Direct } from "../features/feature.ts";
import { nextOccurrence } from "../kernel/business-time.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import type { WaitingPost } from "./store.ts";

/** What becomes of a message before it is first sent, by what its addressee wishes (H2). */
export type Wished =
  | { readonly kind: "now" }
  | { readonly kind: "off" }
  /** it never comes by itself, but stands in their digest */
  | { readonly kind: "held"; readonly person: PersonId; readonly until: Date };

const NOW: Wished = { kind: "now" };

/** @param direct of the post's card; what goes to a channel, insists, was wished for or stands already is for nobody to put off */
export async function wishedOf(
  tx: Tx,
  directory: Directory,
  { card, address, stand, dueAt, uselessAfter }: WaitingPost,
  direct: Direct | undefined,
): Promise<Wished> {
  if (!address.startsWith("person:") || stand || !direct || direct.insistent || direct.wished) return NOW;
  const person = address.slice("person:".length) as PersonId;
  const [row] = await tx.rows<{ wish: string }>("select wish from preference where person_id = $1 and kind = $2", [
    person,
    card,
  ]);
  if (row?.wish === "off") return { kind: "off" };
  const waits = row?.wish === "digest" && !direct.isDigest && !direct.confidential;
  const reader = waits ? await directory.person(tx, person) : undefined;
  if (!reader?.active) return NOW;
  // What is due at the very time of the digest is for that one.
  const before = new Date(dueAt.getTime() - 1);
  const until = nextOccurrence({ at: reader.digestAt, days: "working-days" }, reader.calendar, before).dueAt;
  const isTooLate = uselessAfter !== undefined && uselessAfter.getTime() < until.getTime();
  return isTooLate ? NOW : { kind: "held", person, until };
}

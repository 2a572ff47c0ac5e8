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
  /** held until their digest comes */
  | { readonly kind: "held"; readonly until: Date };

const NOW: Wished = { kind: "now" };

/** @param direct of the post's card; what goes to a channel, insists or stands already is for nobody to put off */
export async function wishedOf(
  tx: Tx,
  directory: Directory,
  { card, address, stand, dueAt, uselessAfter }: WaitingPost,
  direct: Direct | undefined,
  now: Date,
): Promise<Wished> {
  if (!address.startsWith("person:") || stand || !direct || direct.insistent) return NOW;
  const person = address.slice("person:".length) as PersonId;
  const [row] = await tx.rows<{ wish: string }>("select wish from preference where person_id = $1 and kind = $2", [
    person,
    card,
  ]);
  if (row?.wish === "off") return { kind: "off" };
  const reader = row?.wish === "digest" ? await directory.person(tx, person) : undefined;
  if (!reader) return NOW;
  // What is due at the very time of the digest, for instance because it was held until then, is due.
  const before = new Date(dueAt.getTime() - 1);
  const until = nextOccurrence({ at: reader.digestAt, days: "working-days" }, reader.calendar, before).dueAt;
  const isTooLate = uselessAfter !== undefined && uselessAfter.getTime() < until.getTime();
  return until.getTime() <= now.getTime() || isTooLate ? NOW : { kind: "held", until };
}

/** Puts a post off to an instant of the domain's time. */
export async function holdPost(tx: Tx, { id }: WaitingPost, until: Date): Promise<void> {
  await tx.rows("update post set due_at = $3 where organisation_id = $1 and id = $2 and state = 'wanted'", [
    tx.organisation,
    id,
    until,
  ]);
}

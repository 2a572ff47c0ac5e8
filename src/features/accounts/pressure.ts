import type { Tx } from "../../kernel/deps.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Directory } from "../../kernel/directory.ts";
import type { ContactId, PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { type Pressure, pressureOf, sideOf } from "./log-decide.ts";
import { outboundTouches } from "./timeline-store.ts";

const DAY_MS = 86_400_000;
/** As far back as either rule of A14 looks, and on to a touch that was logged before but happened later. */
const LOOKED_BACK_MS = ACCOUNT.contactCapDays * DAY_MS;

/** What one more touch of somebody at a customer comes to, when we came to them (A14). */
export async function pressureBy(
  { tx, now, directory }: { readonly tx: Tx; readonly now: Date; readonly directory: Directory },
  scope: Scope,
  { contact, by, at }: { readonly contact: ContactId; readonly by: PersonId; readonly at: Date },
): Promise<Pressure> {
  const touches = await outboundTouches(tx, contact, new Date(at.getTime() - LOOKED_BACK_MS));
  const people = await directory.people(tx);
  const coversOf = (id: PersonId): readonly PersonId[] => people.find((each) => each.id === id)?.covers ?? [];
  return pressureOf({ at, by }, touches, (id) => sideOf(id, coversOf(id), scope), now);
}

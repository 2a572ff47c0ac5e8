import type { Text } from "../../chat/card.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { ContactId, PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Acting, Context } from "../context.ts";
import { type Pressure, pressureOf, sideOf } from "./log-decide.ts";
import { outboundTouches } from "./timeline-store.ts";

/** As far back as either rule of A14 looks, and on to a touch that was logged before but happened later. */
const LOOKED_BACK_MS = ACCOUNT.contactCapDays * 86_400_000;

/**
 * What one more touch of somebody at a customer comes to (A14), before it is on the timeline.
 * @param as for which side who touches them speaks; left out: as their slot there says
 */
export async function pressureOn(
  { tx, now, directory }: Context,
  scope: Scope,
  contact: ContactId,
  touch: { readonly at: Date; readonly by: PersonId },
  as?: "csm",
): Promise<Pressure> {
  const touches = await outboundTouches(tx, contact, new Date(touch.at.getTime() - LOOKED_BACK_MS));
  const people = await directory.people(tx);
  const coversOf = (id: PersonId): readonly PersonId[] => people.find((each) => each.id === id)?.covers ?? [];
  const speaksFor = (id: PersonId) => (as && id === touch.by ? as : sideOf(id, coversOf(id), scope));
  return pressureOf(touch, touches, speaksFor, now);
}

/** What is said of it to who touches them. */
export async function pressureTexts(
  { tx, directory, view: { say } }: Acting,
  contact: string,
  { collision, touches }: Pressure,
): Promise<Text[]> {
  const said: Text[] = [];
  if (collision) {
    const other = (await directory.person(tx, collision.by))?.name ?? "?";
    said.push(say("contacts.collides", { contact, other, at: { date: collision.at, style: "day-time" } }));
  }
  if (touches !== undefined)
    said.push(say("contacts.at-cap", { contact, count: touches, days: ACCOUNT.contactCapDays }));
  return said;
}

import type { Block } from "../../chat/card.ts";
import { type Audience, type FieldName, mayRead, ROLES, type Scope } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { Acting } from "../feature.ts";
import type { LeftInWords } from "./left-cards.ts";
import { type AccountPage, heldBesides } from "./page-store.ts";
import { readsPart } from "./rights.ts";

export type DrawSection = (view: View) => readonly Block[];

/**
 * True when the card of an account, or what its buttons lead to, has something for others that this reader may not read (A7).
 * @param sections what other slices add; a section is pure, so it can be drawn for a reader who isn't there
 */
export async function leavesOut(
  { tx, view }: Pick<Acting, "tx" | "view">,
  page: AccountPage,
  left: LeftInWords | undefined,
  sections: readonly DrawSection[],
): Promise<boolean> {
  const { audience } = view;
  const { id, scope } = page;
  if (!readsPart(audience, scope)) return false;
  const isClosed = (field: FieldName): boolean => !mayRead(audience, field, scope);
  if (heldBy(page, left).some(isClosed)) return true;
  const whole = { ...view, audience: readingAll(audience, scope) };
  if (sections.some((draw) => saidBy(draw(view)) !== saidBy(draw(whole)))) return true;
  return (await heldBesides(tx, id)).some(isClosed);
}

/** What the account book's own part of the card says, by the right that opens it. */
function heldBy(page: AccountPage, left: LeftInWords | undefined): FieldName[] {
  const { arr, seats, renewsOn, noticeUntil, noticeOn, profile } = page;
  const { champion, fields, next, open } = profile;
  const needs = Object.keys(fields).some((name) => name !== "how-to-help");
  const held: Readonly<Partial<Record<FieldName, boolean>>> = {
    arr: arr.length > 0 || seats !== undefined || (left !== undefined && left.lost.length > 0),
    "contract-dates": [renewsOn, noticeUntil, noticeOn, left?.on].some((day) => day !== undefined),
    "risk-notes": left?.reason !== undefined,
    contacts: champion !== undefined,
    internal: needs || next !== undefined,
    requests: open.tickets + open.requests > 0,
  };
  return (Object.keys(held) as FieldName[]).filter((field) => held[field]);
}

/** The same reader, if there were nobody of the account whom they didn't cover. */
function readingAll(audience: Audience, { csm, am, managers, others, engaged }: Scope): Audience {
  if (audience.kind !== "person") return audience;
  const theirs = [csm, am, ...managers, ...others, ...engaged].filter((each) => each !== undefined);
  return { kind: "person", reader: { ...audience.reader, roles: ROLES, covers: theirs } };
}

/** Without what one may press. */
function saidBy(blocks: readonly Block[]): string {
  const said = blocks.filter(({ kind }) => kind !== "buttons");
  return JSON.stringify(said, (key, value: unknown) => (key === "button" ? undefined : value));
}

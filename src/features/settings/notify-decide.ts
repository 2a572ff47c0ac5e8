import type { Role } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Direct } from "../feature.ts";

export const WISHES = ["now", "digest", "off"] as const;
/** Whether something addressed to somebody comes at once, at their next digest's time, or not at all. */
export type Wish = (typeof WISHES)[number];

/** A kind of message that people get directly. */
export interface NotificationKind {
  /** "<slice>.<card>" */
  readonly card: string;
  readonly called: TextKey;
  readonly direct: Direct;
}

/** The kinds that somebody with these roles may get. */
export function kindsFor(kinds: readonly NotificationKind[], roles: readonly Role[]): NotificationKind[] {
  return kinds.filter(({ direct }) => direct.role === undefined || roles.includes(direct.role));
}

/** Whether somebody may wish how it comes. */
export function isAsked({ direct }: NotificationKind): boolean {
  return !direct.insistent && !direct.wished;
}

/** A digest doesn't wait for a digest, nor what a digest might show to a cover. */
export function wishesFor({ direct }: NotificationKind): readonly Wish[] {
  return direct.isDigest || direct.confidential ? WISHES.filter((wish) => wish !== "digest") : WISHES;
}

/** A form's field for a kind. */
export function fieldOf({ card }: NotificationKind): string {
  return card.replace(".", "-");
}

/** @returns the fields with what was sent that is none of the wishes */
export function checkWishes(
  kinds: readonly NotificationKind[],
  values: Readonly<Record<string, string>>,
): { readonly wishes: ReadonlyMap<string, Wish>; readonly wrong: ReadonlyMap<string, string> } {
  const wishes = new Map<string, Wish>();
  const wrong = new Map<string, string>();
  for (const kind of kinds) {
    const value = values[fieldOf(kind)] ?? "now";
    const wish = wishesFor(kind).find((each) => each === value);
    if (wish) wishes.set(kind.card, wish);
    else wrong.set(fieldOf(kind), value);
  }
  return { wishes, wrong };
}

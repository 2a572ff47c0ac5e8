import { z } from "zod";
import type { Action } from "./card.ts";

/** Raised when a card's buttons change their meaning; older copies then ask for the current card. */
export const ACTION_VERSION = 1;

const VALUE = z.strictObject({
  v: z.number().int(),
  id: z.string().max(200),
  choice: z.string().max(40).optional(),
  home: z.literal(true).optional(),
});

/** The platform's action id, "<slice>.<press>:<subject>", with "#<choice>" behind where it has one; at most 255 characters. */
export function actionId({ name, subject, choice }: Action): string {
  return `${name}:${subject}${choice === undefined ? "" : `#${choice}`}`;
}

/** The platform's opaque value. A menu has one an option, with the choice behind the id. */
export function actionValue({ subject, choice, home }: Action): string {
  return JSON.stringify({
    v: ACTION_VERSION,
    id: subject,
    ...(choice !== undefined && { choice }),
    ...(home && { home }),
  });
}

/** @returns undefined for anything this build didn't write */
export function parseAction(id: string, value: string | undefined): Action | undefined {
  const match = /^([a-z]+\.[a-z-]+):(.{0,200})$/s.exec(id);
  if (!match?.[1] || match[2] === undefined) return undefined;
  if (value === undefined) return { name: match[1], subject: match[2] };
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return undefined;
  }
  const parsed = VALUE.safeParse(json);
  if (!parsed.success || parsed.data.v !== ACTION_VERSION) return undefined;
  const { id: subject, choice, home } = parsed.data;
  const action = { name: match[1], subject, ...(choice !== undefined && { choice }), ...(home && { home }) };
  return actionId(action) === id ? action : undefined;
}

/** A button's own choice, which a menu's press has from its option. */
export function choiceOf(action: Action | undefined): { readonly choice?: string } {
  return action?.choice === undefined ? {} : { choice: action.choice };
}

const OPENING = "open:";
const CHOICE = `${ACTION_VERSION}:`;

/** The action id of a button that opens a form. `parseAction` refuses it, so it is never taken for a press. */
export function openingId(action: Action): string {
  return `${OPENING}${actionId(action)}`;
}

/** @returns undefined for anything but an opening of this build */
export function parseOpening(id: string, value: string | undefined): Action | undefined {
  return id.startsWith(OPENING) && value !== undefined ? parseAction(id.slice(OPENING.length), value) : undefined;
}

/** The value of a menu's option, for platforms where the subject stands in the menu's own id. */
export function choiceValue(choice: string): string {
  return `${CHOICE}${choice}`;
}

/** @returns undefined for an option that this build didn't write */
export function parseChoice(value: string): string | undefined {
  return value.startsWith(CHOICE) ? value.slice(CHOICE.length) : undefined;
}

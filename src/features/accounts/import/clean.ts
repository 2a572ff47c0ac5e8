import { oneLine, withoutUnseen } from "../../../kernel/text.ts";

/** One line of visible text. */
export const withoutInvisible = oneLine;

export function hasInvisible(text: string): boolean {
  return withoutUnseen(text) !== text || /[\p{Cc}\u2028\u2029\u2800]/u.test(text);
}

/** A name as people see it, in Unicode's composed form. */
export const cleanName = oneLine;

import type { FileFault, LineFault } from "../../../inbound/csv.ts";
import type { SentenceValues } from "../../../kernel/errors.ts";
import { oneLine } from "../../../kernel/text.ts";
import type { imports } from "../../../locales/en/import.ts";

/** In the order in which they are imported, so that references resolve. */
export const KINDS = [
  "people",
  "accounts",
  "slots",
  "contacts",
  "contracts",
  "contract_events",
  "metrics",
  "usage",
  "tickets",
  "invoices",
  "interactions",
  "opportunities",
  "goals",
  "surveys",
  "responsibilities",
  "quotas",
  "rates",
] as const;
export type KindName = (typeof KINDS)[number];

type Frame =
  | "at-cell"
  | "at-line"
  | "at-file"
  | "at-field"
  | "summary"
  | "unlisted_one"
  | "unlisted_other"
  | "aside_one"
  | "aside_other"
  | "reading"
  | "saving";
export type ProblemKey = `imports.${Exclude<keyof typeof imports, Frame>}`;

/** Why something can't be taken, as a text key with its values. */
export interface Problem {
  readonly key: ProblemKey;
  readonly values: SentenceValues;
}

/** A problem with one cell, or with the whole line where the column is "". */
export interface Flaw {
  readonly column: string;
  readonly value: string;
  readonly problem: Problem;
}

/** Line 0: the whole file. Column "": the whole line. */
export interface Complaint extends Flaw {
  readonly file: string;
  readonly line: number;
}

const MOST_SHOWN = 80;

export function problem(key: keyof typeof imports & string, values: SentenceValues = {}): Problem {
  return { key: `imports.${key}` as ProblemKey, values };
}

export function flaw(
  column: string,
  value: string,
  key: keyof typeof imports & string,
  values: SentenceValues = {},
): Flaw {
  return { column, value: shown(value), problem: problem(key, values) };
}

export function faultProblem(fault: LineFault | FileFault): Problem {
  return problem(fault);
}

/** A foreign value as it may stand in a terminal or a message: one line, nothing invisible, cut. */
export function shown(value: string): string {
  const points = [...oneLine(value.slice(0, 4 * MOST_SHOWN))];
  return points.length > MOST_SHOWN ? `${points.slice(0, MOST_SHOWN).join("")}…` : points.join("");
}

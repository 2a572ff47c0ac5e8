/** How the cells of a foreign file become those of a kind. May be sent to another thread. */
export interface KindMapping {
  /** foreign name, in any case → columns that it feeds; undefined: the file has our own names */
  readonly columns: ReadonlyMap<string, readonly string[]> | undefined;
  /** by column: foreign value in lower case → ours */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** by column: what stands in every line of a file that has nothing for it */
  readonly constants: ReadonlyMap<string, string>;
  /** foreign name, in any case → values in lower case: other lines are left aside */
  readonly only: ReadonlyMap<string, readonly string[]>;
  /** by column, or "*" for all */
  readonly dates: ReadonlyMap<string, DateFormat>;
  readonly decimal: ReadonlyMap<string, DecimalMark>;
  /** by column: what its numbers are multiplied by, such as 12 for an amount of a month */
  readonly times: ReadonlyMap<string, number>;
}

export const DATE_FORMATS = [
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "DD/MM/YYYY",
  "DD.MM.YYYY",
  "DD-MM-YYYY",
  "MM/DD/YYYY",
  "MM-DD-YYYY",
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

export const DECIMAL_MARKS = [",", "."] as const;
export type DecimalMark = (typeof DECIMAL_MARKS)[number];

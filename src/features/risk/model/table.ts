/** A column to learn from. What is missing is NaN in a number and -1 among the codes of a category. */
export type Column =
  | { readonly kind: "number"; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: "category";
      readonly name: string;
      readonly levels: readonly string[];
      /** place in levels */
      readonly codes: Int32Array;
    };

/** Rows × columns; each column as long as there are rows. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** 1 where the event came, else 0, by row. */
export type Labels = ArrayLike<number>;

/** How many events came. */
export function eventsIn(labels: Labels): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += labels[row] ?? 0;
  return sum;
}

/** What a fitted model of any kind tells of a table with the columns it was fitted on. */
export interface Scorer {
  readonly kind: "linear" | "gam" | "gbdt" | "blend";
  /** the log odds of the event, by row */
  readonly logits: (table: Table) => Float64Array;
}

/** The same columns at some of the rows, in the order given. */
export function pick(table: Table, rows: Int32Array): Table {
  const columns = table.columns.map((column): Column =>
    column.kind === "number"
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? NaN) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) },
  );
  return { rows: rows.length, columns };
}

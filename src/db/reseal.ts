import { SealBroken } from "./seal.ts";

/** What became of some sealed rows. */
export interface Resealed {
  readonly resealed: number;
  /** places of rows that no key of ours opens */
  readonly unopened: readonly string[];
  /** the last row's place; undefined when there was none */
  readonly last: string | undefined;
}

/** Seals rows anew, one by one; what can't be opened is left as it is. @throws what `reseal` throws but SealBroken */
export async function resealed<Row extends { readonly place: string }>(
  rows: readonly Row[],
  reseal: (row: Row) => Promise<void>,
): Promise<Resealed> {
  const unopened: string[] = [];
  for (const row of rows) {
    try {
      await reseal(row);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      unopened.push(row.place);
    }
  }
  return { resealed: rows.length - unopened.length, unopened, last: rows.at(-1)?.place };
}

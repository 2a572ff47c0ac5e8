import { readFile, writeFile } from "node:fs/promises";
import { stream } from "../../src/kernel/random.ts";

export interface ScoreSize {
  readonly rows: number;
  readonly columns: number;
  /** the first so many are learnt from, the others judge */
  readonly learnt: number;
}

const SEED = 20_261_123;
const BYTES = 8;

/**
 * Customers with measures, counts and marks, who leave by lines, bends, two pairs of columns and chance: rows × columns
 * numbers, row by row, then a label a row, all as float64.
 */
export async function writeScoreFile(path: string, { rows, columns }: ScoreSize): Promise<void> {
  const random = stream(SEED, "score");
  const numbers = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let column = 0; column < columns; column++) {
      const drawn = random.normal();
      numbers[at + column] =
        column % 3 === 0 ? drawn : column % 3 === 1 ? Math.floor(Math.exp(1 + drawn)) : +(drawn > 0);
    }
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = numbers.subarray(at, at + 7);
    const logit =
      -1.6 +
      0.6 * a -
      0.5 * Math.log1p(b) +
      0.7 * c +
      0.8 * Math.abs(d) +
      (a > 0.5 === g > 0 ? 0.6 : -0.6) +
      (c === f ? 0.1 * e : 0);
    numbers[rows * columns + row] = random.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  }
  await writeFile(path, new Uint8Array(numbers.buffer));
}

export interface ScoreRows {
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
}

/** Some of the file's rows, a column each. */
export async function readScoreFile(
  path: string,
  { rows, columns }: ScoreSize,
  from: number,
  to: number,
): Promise<ScoreRows> {
  const bytes = await readFile(path);
  const numbers = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + rows * (columns + 1) * BYTES),
  );
  const some = Array.from({ length: to - from }, (_, at) => from + at);
  return {
    columns: Array.from({ length: columns }, (_, column) =>
      Float64Array.from(some, (row) => numbers[row * columns + column] ?? NaN),
    ),
    labels: Uint8Array.from(some, (row) => numbers[rows * columns + row] ?? 0),
  };
}

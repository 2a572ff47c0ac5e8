/** Rows of usage in flat arrays: 30 bytes each, so that a file of the largest size fits. */
export interface UsageRows {
  readonly length: number;
  add(row: UsageRow): void;
  at(index: number): UsageRow;
  /** For every row, the last one with the same series and day; itself when it is that. */
  lastOfEach(): (index: number) => number;
}

export interface UsageRow {
  /** the number of an account and a metric, together */
  readonly series: number;
  /** days since a fixed day, 0 to 131,071 */
  readonly day: number;
  readonly value: number;
  readonly line: number;
}

const DAYS = 131_072;
const WORD_BITS = 32;

export function createUsageRows(): UsageRows {
  let room = 1024;
  let length = 0;
  let series = new Float64Array(room);
  let days = new Int32Array(room);
  let values = new Float64Array(room);
  let lines = new Int32Array(room);

  function grow(): void {
    room *= 2;
    series = widened(series, new Float64Array(room));
    days = widened(days, new Int32Array(room));
    values = widened(values, new Float64Array(room));
    lines = widened(lines, new Int32Array(room));
  }

  function keyOf(index: number): number {
    return (series[index] ?? 0) * DAYS + (days[index] ?? 0);
  }

  return {
    get length() {
      return length;
    },
    add(row) {
      if (length === room) grow();
      series[length] = row.series;
      days[length] = row.day;
      values[length] = row.value;
      lines[length] = row.line;
      length++;
    },
    at: (index) => ({
      series: series[index] ?? 0,
      day: days[index] ?? 0,
      value: values[index] ?? 0,
      line: lines[index] ?? 0,
    }),
    lastOfEach() {
      // From the end, a bit for each day seen of a series: far less than an entry a row. Only what stands twice
      // gets an entry of its own.
      const seen = new Map<number, number>();
      const twice = new Map<number, number>();
      for (let index = length - 1; index >= 0; index--) {
        const key = keyOf(index);
        const word = Math.floor(key / WORD_BITS);
        const bit = 1 << (key % WORD_BITS);
        const bits = seen.get(word) ?? 0;
        if ((bits & bit) !== 0) twice.set(key, -1);
        else seen.set(word, bits | bit);
      }
      if (twice.size === 0) return (index) => index;
      for (let index = 0; index < length; index++) if (twice.has(keyOf(index))) twice.set(keyOf(index), index);
      return (index) => twice.get(keyOf(index)) ?? index;
    },
  };
}

function widened<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

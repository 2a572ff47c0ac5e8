/** Rows of one file by their key, in the order in which the keys were first seen. */
export interface HeldRows<Row> {
  readonly size: number;
  get(key: string): Held<Row> | undefined;
  /** Takes the place of the row with this key, if there is one. */
  put(key: string, row: Row, line: number): void;
  delete(key: string): void;
  entries(): Iterable<readonly [key: string, held: Held<Row>]>;
}

export interface Held<Row> {
  readonly row: Row;
  readonly line: number;
  /** whose place it took */
  readonly before: Held<Row> | undefined;
}

const MOST_IN_ONE = 65_536;

/**
 * Several maps of a bounded size: one that has millions of keys grows by more than the heap's limit leaves for an
 * orderly end, and would then end the whole process instead of the worker.
 */
export function createHeldRows<Row>(): HeldRows<Row> {
  let last = new Map<string, Held<Row>>();
  const maps = [last];
  function holding(key: string): Map<string, Held<Row>> | undefined {
    return maps.find((map) => map.has(key));
  }
  return {
    get size() {
      return maps.reduce((sum, map) => sum + map.size, 0);
    },
    get: (key) => holding(key)?.get(key),
    put(key, row, line) {
      const before = holding(key);
      if (!before && last.size === MOST_IN_ONE) {
        last = new Map();
        maps.push(last);
      }
      (before ?? last).set(key, { row, line, before: before?.get(key) });
    },
    delete: (key) => void holding(key)?.delete(key),
    *entries() {
      for (const map of maps) yield* map;
    },
  };
}

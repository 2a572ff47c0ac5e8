/** Rows of usage in flat blocks: 24 bytes each, so that a file of the largest size fits. */
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
  /** days since a fixed day */
  readonly day: number;
  readonly value: number;
  readonly line: number;
}

interface Block {
  readonly series: Float64Array;
  readonly days: Int32Array;
  readonly values: Float64Array;
  readonly lines: Int32Array;
}

/** In a block; a power of two. Blocks are added and never copied, so that reading needs no more than it keeps. */
const ROWS = 65_536;

export function createUsageRows(): UsageRows {
  const blocks: Block[] = [];
  let length = 0;

  function blockOf(index: number): Block {
    const block = blocks[Math.floor(index / ROWS)];
    if (!block) throw new RangeError(`there is no row ${String(index)}`);
    return block;
  }

  function isSame(one: number, other: number): boolean {
    const a = blockOf(one);
    const b = blockOf(other);
    return a.days[one % ROWS] === b.days[other % ROWS] && a.series[one % ROWS] === b.series[other % ROWS];
  }

  function hashOf(index: number): number {
    const block = blockOf(index);
    return mixed(block.series[index % ROWS] ?? 0, block.days[index % ROWS] ?? 0);
  }

  return {
    get length() {
      return length;
    },
    add(row) {
      if (length % ROWS === 0) blocks.push(emptyBlock());
      const block = blockOf(length);
      const at = length % ROWS;
      block.series[at] = row.series;
      block.days[at] = row.day;
      block.values[at] = row.value;
      block.lines[at] = row.line;
      length++;
    },
    at(index) {
      const block = blockOf(index);
      const at = index % ROWS;
      return {
        series: block.series[at] ?? 0,
        day: block.days[at] ?? 0,
        value: block.values[at] ?? 0,
        line: block.lines[at] ?? 0,
      };
    },
    lastOfEach() {
      // A table of open addresses, at most half full: four bytes a place, where a Map has fifty and more.
      const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * length + 2)));
      const mask = places.length - 1;
      function placeOf(index: number): number {
        let place = hashOf(index) & mask;
        for (;;) {
          const taken = places[place] ?? 0;
          if (taken === 0 || isSame(taken - 1, index)) return place;
          place = (place + 1) & mask;
        }
      }
      const isLast = new Uint8Array(length);
      for (let index = length - 1; index >= 0; index--) {
        const place = placeOf(index);
        if (places[place] !== 0) continue;
        places[place] = index + 1;
        isLast[index] = 1;
      }
      return (index) => (isLast[index] === 1 ? index : (places[placeOf(index)] ?? 0) - 1);
    },
  };
}

function emptyBlock(): Block {
  return {
    series: new Float64Array(ROWS),
    days: new Int32Array(ROWS),
    values: new Float64Array(ROWS),
    lines: new Int32Array(ROWS),
  };
}

/** Spreads neighbouring numbers over 32 bits (the finalizer of MurmurHash3). */
function mixed(series: number, day: number): number {
  let hash = Math.imul(series, 0x9e3779b1) ^ Math.imul(Math.floor(series / 2 ** 32) + 1, 0x85ebca6b) ^ day;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

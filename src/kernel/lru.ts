import type { WallClock } from "./clock.ts";

/** A map that forgets what was used longest ago. Each one is made by its owner. */
export interface Lru<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** @param most how many entries are kept */
export function createLru<Value>(most: number): Lru<Value> {
  const entries = new Map<string, Value>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= most) return;
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}

/** The same for what changes seldom: an entry is good for so long after it was set, used or not. */
export function createBriefLru<Value>(most: number, keptMs: number, wall: WallClock): Lru<Value> {
  const entries = createLru<{ readonly value: Value; readonly setMs: number }>(most);
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry && wall.monotonicMs() - entry.setMs < keptMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value) => entries.set(key, { value, setMs: wall.monotonicMs() }),
    delete: (key) => entries.delete(key),
  };
}

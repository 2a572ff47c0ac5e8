import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WallClock } from "../src/kernel/clock.ts";
import { createIds, isId, uuidv7 } from "../src/kernel/ids.ts";

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const moments = fc.integer({ min: 0, max: 2 ** 48 - 1 });

function wallAt(ms: number): WallClock {
  return { now: () => new Date(ms), monotonicMs: () => ms };
}

describe("ids", () => {
  test("are made as RFC 9562 shows in its example", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidv7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  test("sort by the millisecond they were made in", () => {
    fc.assert(
      fc.property(moments, moments, bytes, bytes, (early, late, some, other) => {
        fc.pre(early < late);
        expect(uuidv7(early, some) < uuidv7(late, other)).toBe(true);
      }),
    );
  });

  test("carry their millisecond, version 7 and the RFC's variant, whatever the random bytes", () => {
    fc.assert(
      fc.property(moments, bytes, (ms, random) => {
        const id = uuidv7(ms, random);
        expect(isId(id)).toBe(true);
        expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(ms);
        expect(id[14]).toBe("7");
        expect("89ab").toContain(id[19]);
      }),
    );
  });

  test("made in the same millisecond sort in the order they were made in", () => {
    const ids = createIds(wallAt(1_772_000_000_000));
    const made = Array.from({ length: 10_000 }, () => ids.next<"person">());
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(10_000);
  });

  test("sort after those made before the clock was put back", () => {
    let ms = 1_772_000_000_000;
    const ids = createIds({ now: () => new Date(ms), monotonicMs: () => ms });
    const before = ids.next<"person">();
    ms -= 3_600_000;
    expect(ids.next<"person">() > before).toBe(true);
  });

  test.each([
    "",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "017f22e279b07cc398c4dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
    "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
    "'; drop table person; --",
  ])("%j is none", (text) => {
    expect(isId(text)).toBe(false);
  });
});

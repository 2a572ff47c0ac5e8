import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHeldRows } from "../src/features/accounts/import/check/held-rows.ts";
import { createUsageRows } from "../src/features/accounts/import/check/usage-rows.ts";

/** More than stand in one block or one map. */
const MANY = 140_000;

describe("rows that are held", () => {
  test("keep the order in which their keys were first seen, however many they are", () => {
    const held = createHeldRows<number>();
    for (let at = 0; at < MANY; at++) held.put(`k${at}`, at, at);
    held.put("k7", -7, MANY);
    held.put("k139999", -1, MANY + 1);
    held.delete("k100000");
    expect(held.size).toBe(MANY - 1);
    expect(held.get("k100000")).toBeUndefined();
    const rows = [...held.entries()].map(([, { row }]) => row);
    const expected = Array.from({ length: MANY }, (_, at) => at).filter((at) => at !== 100_000);
    expect(rows).toEqual(expected.map((at) => (at === 7 ? -7 : at === 139_999 ? -1 : at)));
  });

  test("know whose place they took, the latest first", () => {
    const held = createHeldRows<string>();
    for (const [line, row] of ["a", "b", "c"].entries()) held.put("k", row, line);
    const [last, earlier, first] = [held.get("k"), held.get("k")?.before, held.get("k")?.before?.before];
    expect([last?.row, earlier?.row, first?.row, first?.before]).toEqual(["c", "b", "a", undefined]);
    expect([last?.line, earlier?.line, first?.line]).toEqual([2, 1, 0]);
    expect(held.size).toBe(1);
  });
});

describe("rows of usage", () => {
  test("give back what was put in, however many they are", () => {
    const rows = createUsageRows();
    for (let at = 0; at < MANY; at++) rows.add({ series: at * 2 ** 20, day: at, value: at / 8, line: at + 2 });
    expect(rows.length).toBe(MANY);
    for (const at of [0, 1, 65_535, 65_536, 131_072, MANY - 1]) {
      expect(rows.at(at)).toEqual({ series: at * 2 ** 20, day: at, value: at / 8, line: at + 2 });
    }
    expect(() => rows.at(200_000)).toThrow(RangeError);
  });

  test("know of each the last one with the same series and day, and no other", () => {
    // Few days, and series that differ in their low, their high, or both halves.
    const series = fc.tuple(fc.nat(3), fc.nat(3)).map(([low, high]) => low + high * 2 ** 32);
    fc.assert(
      fc.property(fc.array(fc.tuple(series, fc.nat(4)), { maxLength: 200 }), (all) => {
        const rows = createUsageRows();
        for (const [at, [each, day]] of all.entries()) rows.add({ series: each, day, value: 0, line: at });
        const lastOf = rows.lastOfEach();
        const key = ([each, day]: readonly [number, number]): string => `${each} ${day}`;
        const expected = all.map((one) => all.findLastIndex((other) => key(other) === key(one)));
        expect(all.map((_, at) => lastOf(at))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("find the last one over a hundred thousand rows", () => {
    const rows = createUsageRows();
    for (let at = 0; at < MANY; at++) rows.add({ series: at % 100_000, day: 46_000, value: at, line: at });
    const lastOf = rows.lastOfEach();
    const wrong = Array.from({ length: MANY }, (_, at) => at).filter(
      (at) => lastOf(at) !== (at < MANY - 100_000 ? at + 100_000 : at),
    );
    expect(wrong).toEqual([]);
  });
});

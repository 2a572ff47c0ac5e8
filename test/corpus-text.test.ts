import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { nameKey } from "../src/features/accounts/names.ts";
import { createHolidays } from "../src/features/settings/holidays.ts";
import { localDate } from "../src/kernel/business-time.ts";
import { isAllSeen, oneLine, withoutUnseen } from "../src/kernel/text.ts";
import { asPeopleSee, createTally, RUNS, STRINGS } from "./helpers/corpus.ts";

const tally = createTally("text");
afterAll(() => console.log(tally.line()));

/** The pieces of what can't be seen, and of what can because of them. */
const unseen = fc.constantFrom(
  ..."\u200b\u200c\u200d\ufe0f\u{e0101}\u202e\u2066\u2800\u0000\u001b\n \u00a0ae\u0301\u{1f469}\u2764\ufff9\u3164\u00ad",
  "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
  "\u{1f3f4}\u{e0067}\u{e0062}",
  "\ud83d",
  "\u0301".repeat(9),
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: unseen }, fc.string({ unit: "binary", maxLength: 2 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

describe("a text on one line", () => {
  test("is what people see of it", () => {
    for (const each of STRINGS) {
      expect([each, oneLine(each)]).toEqual([each, asPeopleSee(each)]);
      tally.count("texts");
    }
    fc.assert(
      fc.property(text, (each) => {
        expect(oneLine(each)).toBe(asPeopleSee(each));
        tally.count("any text");
      }),
      { numRuns: RUNS },
    );
  });

  test("stays as it is when it is taken again, and hides nothing", () => {
    fc.assert(
      fc.property(text, (each) => {
        const seen = oneLine(each);
        expect(oneLine(seen)).toBe(seen);
        expect(withoutUnseen(seen)).toBe(seen);
        expect(isAllSeen(seen)).toBe(true);
        tally.count("any text", 3);
      }),
      { numRuns: RUNS },
    );
  });

  test("keeps whole what is made of several characters", () => {
    for (const whole of [
      "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
      "\u2764\ufe0f\u200d\u{1f525}",
      "\u845b\u{e0100}",
      "\u0645\u06cc\u200c\u062e",
    ]) {
      expect(oneLine(whole)).toBe(whole);
    }
  });
});

describe("a name in look-ups", () => {
  test("has a key, and two names without a letter or digit have two", () => {
    for (const name of STRINGS) {
      if (oneLine(name) === "") continue;
      expect([name, nameKey(name) !== ""]).toEqual([name, true]);
      tally.count("keys");
    }
    expect(nameKey("***")).not.toBe(nameKey("???"));
    expect(nameKey("\u{1f468}")).not.toBe(nameKey("%"));
  });
});

test("a region of any name has holidays or none", () => {
  const holidays = createHolidays();
  const christmas = localDate("2026-12-25");
  if (!christmas) throw new Error("no day");
  for (const region of STRINGS) {
    expect([region, holidays(region).has(christmas)]).toEqual([region, false]);
    tally.count("regions");
  }
  expect(holidays("dach").has(christmas)).toBe(true);
});

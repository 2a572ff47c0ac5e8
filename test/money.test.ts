import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exponentOf, formatMoney, isCurrency, parseAmount, totals, type Money } from "../src/kernel/money.ts";

const currencies = fc.constantFrom("EUR", "USD", "JPY", "KWD", "CHF", "ISK");

/** Minor units written as the decimal they stand for, without arithmetic. */
function decimal({ amountMinor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = amountMinor < 0 ? "-" : "";
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

describe("reading an amount", () => {
  test.each([
    ["48000", "EUR", 4_800_000],
    ["48000.5", "EUR", 4_800_050],
    ["48000.50", "EUR", 4_800_050],
    [" 12.05 ", "EUR", 1205],
    ["-12.05", "EUR", -1205],
    ["0.07", "EUR", 7],
    ["1234", "JPY", 1234],
    ["1.234", "KWD", 1234],
    ["00012", "EUR", 1200],
  ])("%j in %s is %i minor units", (text, currency, amountMinor) => {
    expect(parseAmount(text, currency)).toEqual({ amountMinor, currency });
  });

  test.each([
    ["48.000,50", "EUR"],
    ["48,000.50", "EUR"],
    ["1,5", "EUR"],
    ["12.345", "EUR"],
    ["12.5", "JPY"],
    ["1e3", "EUR"],
    ["+5", "EUR"],
    [".5", "EUR"],
    ["5.", "EUR"],
    ["€5", "EUR"],
    ["5 EUR", "EUR"],
    ["", "EUR"],
    ["-", "EUR"],
    ["--5", "EUR"],
    ["0x10", "EUR"],
    ["NaN", "EUR"],
    ["Infinity", "EUR"],
    ["1 000", "EUR"],
    ["１２", "EUR"],
    ["=1+1", "EUR"],
  ])("%j in %s is not an amount", (text, currency) => {
    expect(parseAmount(text, currency)).toBeUndefined();
  });

  test("the largest amount is the largest safe integer of minor units", () => {
    expect(parseAmount("90071992547409.91", "EUR")?.amountMinor).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseAmount("90071992547409.92", "EUR")).toBeUndefined();
    expect(parseAmount("9".repeat(400), "EUR")).toBeUndefined();
  });

  test("nothing is never minus nothing", () => {
    expect(Object.is(parseAmount("-0.00", "EUR")?.amountMinor, 0)).toBe(true);
  });

  test("what was written is read back, in every kind of currency", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (amountMinor, currency) => {
        expect(parseAmount(decimal({ amountMinor, currency }), currency)).toEqual({ amountMinor, currency });
      }),
    );
  });
});

describe("currencies", () => {
  test.each(["EUR", "USD", "JPY", "CNY"])("%s is one", (code) => {
    expect(isCurrency(code)).toBe(true);
  });

  test.each(["eur", "EURO", "ZZZ", "", "€", "EU", "__proto__"])("%j is none", (code) => {
    expect(isCurrency(code)).toBe(false);
  });
});

describe("totals", () => {
  test("are per currency, the largest first, and nothing is converted", () => {
    expect(
      totals([
        { amountMinor: 100, currency: "EUR" },
        { amountMinor: 500, currency: "USD" },
        { amountMinor: 250, currency: "EUR" },
      ]),
    ).toEqual([
      { amountMinor: 500, currency: "USD" },
      { amountMinor: 350, currency: "EUR" },
    ]);
  });

  test("of nothing are nothing", () => {
    expect(totals([])).toEqual([]);
  });

  test("don't depend on the order of the amounts", () => {
    const amounts = fc.array(fc.record({ amountMinor: fc.integer(), currency: currencies }), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, (some) => {
        expect(totals(some.toReversed())).toEqual(totals(some));
      }),
    );
  });
});

describe("writing an amount", () => {
  test("shows minor units only when there are any, and none from a thousand up", () => {
    expect(formatMoney({ amountMinor: 4_800_000, currency: "EUR" }, "en")).toBe("€48,000");
    expect(formatMoney({ amountMinor: 4_800_050, currency: "EUR" }, "en")).toBe("€48,001");
    expect(formatMoney({ amountMinor: 1250, currency: "EUR" }, "en")).toBe("€12.50");
    expect(formatMoney({ amountMinor: 1200, currency: "EUR" }, "en")).toBe("€12");
    expect(formatMoney({ amountMinor: -1250, currency: "EUR" }, "en")).toBe("-€12.50");
  });

  test("uses the minor unit of its currency", () => {
    expect(formatMoney({ amountMinor: 1234, currency: "JPY" }, "en")).toBe("¥1,234");
    expect(formatMoney({ amountMinor: 1234, currency: "KWD" }, "en").replace(/\s/u, " ")).toBe("KWD 1.234");
  });

  test("is written as the reader's language writes it", () => {
    expect(formatMoney({ amountMinor: 4_800_000, currency: "EUR" }, "de").replace(/\s/u, " ")).toBe("48.000 €");
    expect(formatMoney({ amountMinor: 4_800_000, currency: "EUR" }, "zh")).toBe("€48,000");
  });
});

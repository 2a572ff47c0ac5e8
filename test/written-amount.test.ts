import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exponentOf, formatMoney } from "../src/kernel/money.ts";
import { readAmount } from "../src/kernel/written-amount.ts";

const LOCALES = ["en", "de", "zh"] as const;

describe("an amount as somebody writes it", () => {
  test.each([
    ["9000", "EUR", 900_000],
    ["9.000,50", "EUR", 900_050],
    ["9,000.50", "EUR", 900_050],
    ["9 000,50", "EUR", 900_050],
    ["9\u00a0000,5", "EUR", 900_050],
    ["9\u202f000.50", "EUR", 900_050],
    ["9'000", "CHF", 900_000],
    ["9’000.50", "CHF", 900_050],
    ["9000,50", "EUR", 900_050],
    ["9000.50", "EUR", 900_050],
    ["1.234.567", "EUR", 123_456_700],
    ["1,234,567", "EUR", 123_456_700],
    ["1.234.567,89", "EUR", 123_456_789],
    ["9.000,-", "EUR", 900_000],
    ["9000,–", "EUR", 900_000],
    ["€9,000.50", "EUR", 900_050],
    ["9.000,50 €", "EUR", 900_050],
    ["eur 9000", "EUR", 900_000],
    ["Fr. 9'000", "CHF", 900_000],
    ["Fr. 9000", "CHF", 900_000],
    ["SFr. 9'000.05", "CHF", 900_005],
    ["9.000.-", "CHF", 900_000],
    ["9'000.–", "CHF", 900_000],
    ["9000 Euro", "EUR", 900_000],
    ["9.000,50 Euros", "EUR", 900_050],
    ["9000元", "CNY", 900_000],
    ["9000 US-Dollar", "USD", 900_000],
    ["9000円", "JPY", 9000],
    ["9.000,-", "JPY", 9000],
    ["9000,50,-", "EUR", undefined],
    ["9000元", "EUR", undefined],
    ["9000 Canadian dollars", "USD", undefined],
    ["CHF 9'000.05", "CHF", 900_005],
    ["￥９，０００．５０", "CNY", 900_050],
    ["１２", "EUR", 1200],
    ["-12,05", "EUR", -1205],
    ["0,07", "EUR", 7],
  ] as const)("%j in %s is the same in each language", (typed, currency, amountMinor) => {
    for (const locale of LOCALES) {
      const read = readAmount(typed, currency, locale);
      const meant =
        amountMinor === undefined ? { kind: "wrong" } : { kind: "amount", money: { amountMinor, currency } };
      expect(read, locale).toEqual(meant);
    }
  });

  test.each([
    ["1.500", "de", 150_000],
    ["1,500", "en", 150_000],
    ["1,500", "zh", 150_000],
  ])("%j is fifteen hundred in %s", (typed, locale, amountMinor) => {
    expect(readAmount(typed, "EUR", locale)).toEqual({ kind: "amount", money: { amountMinor, currency: "EUR" } });
  });

  test.each([
    ["1.500", "en", "EUR"],
    ["1.500", "zh", "EUR"],
    ["1,500", "de", "EUR"],
    ["1.500", "en", "JPY"],
    ["1,500 €", "de", "EUR"],
  ])("%j in %s may be either in %s, so it isn't guessed", (typed, locale, currency) => {
    expect(readAmount(typed, currency, locale)).toEqual({ kind: "ambiguous", whole: "1500" });
  });

  test("a currency of three decimals has its own", () => {
    const money = { amountMinor: 1234, currency: "KWD" };
    expect(readAmount("1.234", "KWD", "en")).toEqual({ kind: "amount", money });
    expect(readAmount("1,234", "KWD", "de")).toEqual({ kind: "amount", money });
    expect(readAmount("1.234", "KWD", "de")).toEqual({ kind: "amount", money: { ...money, amountMinor: 1_234_000 } });
  });

  test.each([
    "",
    "-",
    "nine",
    "9k",
    "9万",
    "1,00,000",
    "12.34.56",
    "1.2345,6",
    "9 00",
    "9 000'000",
    "1.234,567.89",
    "1.234,567",
    "0.500",
    "9000.505",
    "1e3",
    "+5",
    ".5",
    "5.",
    "$5",
    "5 €€",
    "--5",
    "=1+1",
    "9".repeat(400),
    "1 ".repeat(10_000),
  ])("%j is none", (typed) => {
    for (const locale of LOCALES) expect(readAmount(typed, "EUR", locale), locale).toEqual({ kind: "wrong" });
  });

  test("what we write is read back the same, in every language and kind of currency", () => {
    const currencies = fc.constantFrom("EUR", "USD", "JPY", "KWD", "CHF", "ISK", "CNY", "GBP", "BHD");
    const amounts = fc.tuple(fc.integer({ min: -(10 ** 11), max: 10 ** 11 }), currencies).map(([some, currency]) => {
      const unit = 10 ** exponentOf(currency);
      const isShownWhole = Math.abs(some) >= 1000 * unit;
      return { amountMinor: isShownWhole ? some - (some % unit) : some, currency };
    });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...LOCALES), (money, locale) => {
        expect(readAmount(formatMoney(money, locale), money.currency, locale)).toEqual({ kind: "amount", money });
      }),
      { numRuns: 3000 },
    );
  });
});

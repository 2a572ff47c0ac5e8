import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wallClock } from "../src/kernel/clock.ts";
import { namesPrice } from "../src/features/priced.ts";

const amount = fc.oneof(
  fc.constantFrom("9000", "12", "1.200", "9,000.50", "9.000,50", "9 000", "9'000", "１２"),
  fc.integer({ min: 1, max: 9_999_999 }).map(String),
);

describe("a text that names a price", () => {
  test.each([
    ..."€12k, 12k €, 12k€, 12k, 12 K, EUR 12k, 12 TEUR, 12 T€, 12 Tsd, 12 Tsd. Euro, 12 Mio., 1.2m, €1.2m, 1,2 Mio. EUR".split(
      ", ",
    ),
    ...["1.200,-", "9.000,--", "1'200.–", "9.000,00", "1,200.00", "US$ 500", "500 US-Dollar", "20 bucks"],
    ...[
      "¥12万",
      "￥12万",
      "12万",
      "12万元",
      "９０００元",
      "十二万元",
      "9000块",
      "12 万左右",
      "三千欧元",
      "人民币 9000 元",
    ],
    ...["twelve thousand euros", "zwölftausend Euro", "for €9,000 a year", "9.000 EUR", "kostet 500 Euro"],
    ...[
      "They would pay 9000 for it",
      "das Budget liegt bei 15.000",
      "预算 9000",
      "报价是 15,000",
      "9.90 per seat",
      "15/user",
      "12 pro Platz",
    ],
    ...["mit 10 % Rabatt", "a small discount", "20 % off", "3 % Skonto", "给予折扣", "打八折", "9折", "降价"],
  ])("is one: %s", (text) => {
    expect(namesPrice(text), text).toBeDefined();
    expect(namesPrice(`Sie fragen: ${text}, please`), text).toBeDefined();
  });

  test("is one with any amount before or behind any sign, code or word of money, in any sentence", () => {
    const money = fc.constantFrom("€", "$", "£", "¥", "EUR", "USD", "CHF", "CNY", "￥");
    const behind = fc.constantFrom(
      "€",
      " EUR",
      " Euro",
      " euros",
      " dollars",
      " Franken",
      "元",
      " 欧元",
      "k €",
      " TEUR",
      " Tsd. Euro",
      "万元",
    );
    const around = fc.constantFrom("", "They ask for ", "Sie wollen ", "他们想要 ");
    fc.assert(
      fc.property(around, amount, money, behind, (before, much, sign, name) => {
        expect(namesPrice(`${before}${sign}${much}.`)).toBeDefined();
        expect(namesPrice(`${before}${much}${name} next year`)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test("is shown with what was found, so that who wrote it knows what to take out", () => {
    expect(namesPrice("Sie zahlen 12 TEUR im Jahr")).toBe("12 TEUR");
    expect(namesPrice("要 ¥12万")).toContain("¥12");
  });
});

describe("a text that names none", () => {
  test.each([
    ...[
      "12 users",
      "12k users",
      "10k active users",
      "1.5m rows",
      "Q3 2026",
      "24/7",
      "50 seats in 3 weeks",
      "ISO 27001",
      "on 3/4",
    ],
    ...[
      "20 % weniger Tickets",
      "12 Tsd. Nutzer",
      "12k API calls",
      "1.200 Bestellungen am Tag",
      "die Preise für 2027",
      "a quote for 50 seats",
    ],
    ...[
      "Logins without waiting by March",
      "12万用户",
      "三月前登录无需等待",
      "每天 3000 次",
      "1万个席位",
      "2026年",
      "20% fewer",
    ],
    ...[
      "budget for 2027",
      "What would ten more seats cost us?",
      "They want a quote for 12 seats.",
      "version 2.1",
      "at 9:30",
      "10 a.m. - 11 a.m.",
    ],
    ...["5 km", "12 months", "3-4 weeks", "a 2,- sided coin".replace(",-", "")],
  ])("is none: %s", (text) => {
    expect(namesPrice(text), text).toBeUndefined();
  });

  test("is none with any number of what one counts", () => {
    const what = fc.constantFrom("users", "seats", "API calls", "rows", "Nutzer", "Plätze", "Tickets", "Datensätze");
    const size = fc.constantFrom("", "k", " Tsd.", " Mio.");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), size, what, (count, magnitude, counted) => {
        const text = `They have ${String(count)}${magnitude} ${counted} since Q3 2026`;
        expect(namesPrice(text), text).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test("is read in no time, however long it is and whatever it repeats", () => {
    for (const part of ["1 ", "9.", "12k ", "pay ", "万", "1,000", "€ "]) {
      const begun = wallClock.monotonicMs();
      namesPrice(part.repeat(3000));
      expect(wallClock.monotonicMs() - begun, part).toBeLessThan(1000);
    }
  });
});

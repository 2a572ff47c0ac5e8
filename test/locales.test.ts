import { describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Locale } from "../src/kernel/directory.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { type TextKey, TEXTS } from "../src/locales/keys.ts";
import { createSays, type Values } from "../src/locales/say.ts";

const says = createSays();
type Texts = Record<string, Record<string, string>>;
const languages = Object.entries(TEXTS) as [keyof typeof TEXTS, Texts][];
const PLURAL = /_(zero|one|two|few|many|other)$/;

function stems(texts: Texts): string[] {
  return [
    ...new Set(
      Object.entries(texts).flatMap(([slice, keys]) =>
        Object.keys(keys).map((key) => `${slice}.${key.replace(PLURAL, "")}`),
      ),
    ),
  ].sort();
}
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
}

describe("every sentence", () => {
  test.each(languages)("exists in %s under the same key as in English", (_, texts) => {
    expect(stems(texts)).toEqual(stems(TEXTS.en));
  });

  test.each(languages)("has every plural form that %s needs", (language, texts) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const keys of Object.values(texts)) {
      for (const key of Object.keys(keys).filter((each) => PLURAL.test(each))) {
        for (const form of forms) expect(keys).toHaveProperty([`${key.replace(PLURAL, "")}_${form}`]);
      }
    }
  });

  test.each(languages)("has in %s the values it has in English", (_, texts) => {
    for (const [slice, keys] of Object.entries(texts)) {
      for (const [key, text] of Object.entries(keys)) {
        const english = (TEXTS.en as Texts)[slice] ?? {};
        const twin = english[key] ?? english[`${key.replace(PLURAL, "")}_other`] ?? "";
        expect(
          placeholders(text).filter((each) => each !== "{{count}}"),
          `${slice}.${key}`,
        ).toEqual(placeholders(twin).filter((each) => each !== "{{count}}"));
      }
    }
  });

  test.each(languages)("is never empty in %s, and closes the marks it opens", (_, texts) => {
    for (const [slice, keys] of Object.entries(texts)) {
      for (const [key, text] of Object.entries(keys)) {
        expect(text.trim(), `${slice}.${key}`).not.toBe("");
        expect(text.split("**").length % 2, `${slice}.${key}`).toBe(1);
        expect(text.split("`").length % 2, `${slice}.${key}`).toBe(1);
      }
    }
  });
});

describe("saying", () => {
  const say = says("en");

  test("puts a mention inside the sentence", () => {
    const mention = { mention: { id: "marta" as PersonId, name: "Marta" } };
    expect(say("opportunities.with-am", { am: mention })).toEqual(["With ", mention, ", not claimed yet."]);
  });

  test("never reads a value as mark-up, a placeholder or a key", () => {
    const evil = "**x** `y` {{account}} $t(shell.slow) \u0002account\u0003";
    expect(plain(say("accounts.unknown", { words: evil }))).toContain(evil);
  });

  test("writes money in the reader's way", () => {
    const arr = { amountMinor: 4_800_000, currency: "EUR" };
    expect(plain(says("en")("accounts.contract", { arr }))).toBe("€48,000 a year");
    expect(plain(says("de")("accounts.contract", { arr }))).toBe("48.000\u00a0€ im Jahr");
  });

  test("speaks German and Chinese", () => {
    const key: TextKey = "opportunities.claim";
    expect([plain(says("de")(key)), plain(says("zh")(key))]).toEqual(["Übernehmen", "认领"]);
  });
});

describe("the beginning of a sentence", () => {
  const beginning = (locale: Locale, key: TextKey, values: Values): string => plain(says(locale)(key, values));
  const nudge = (locale: Locale, product: string): string =>
    beginning(locale, "deals.nudge-awake", { product, account: "acme" });

  test("has a capital letter where it begins with what is offered", () => {
    expect(nudge("en", "more seats")).toMatch(/^More seats at acme is back/);
    expect(nudge("de", "zusätzliche Plätze")).toMatch(/^Zusätzliche Plätze bei acme ist wieder da/);
    expect(nudge("de", "über 50 Plätze")).toMatch(/^Über 50/);
    expect(beginning("en", "explain.over-undated", { product: "archive" })).toBe("Archive: over.");
    expect(beginning("en", "gate.found-limit", { metric: "exports a day", used: 9, limit: 10 })).toMatch(/^Exports a/);
  });

  test("leaves names as they call themselves", () => {
    for (const product of ["iPaaS module", "api_calls", "usage.csv", "3D viewer", "e-Rechnung"])
      expect(nudge("en", product)).toMatch(new RegExp(`^${product} at`));
    expect(beginning("en", "documents.added", { title: "price list", account: "acme" })).toMatch(/^Price list is kept/);
    expect(beginning("en", "nps.is-draft", { name: "autumn" })).toMatch(/^autumn is still/);
  });

  test("has one where it begins with words of our own", () => {
    const who = says("en")("deals.nobody");
    expect(beginning("en", "deals.nudge-slot-stays", { who, product: "seats", account: "acme" })).toMatch(
      /^Nobody goes on/,
    );
  });

  test("is no matter of a part of a sentence, nor of Chinese", () => {
    expect(beginning("en", "deals.picking-reason", { reason: says("en")("deals.why-price"), count: 2 })).toBe(
      "the price 2×",
    );
    expect(nudge("zh", "more seats")).toMatch(/more seats/);
    expect(beginning("en", "opportunities.title", { account: "acme", product: "more seats" })).toBe("acme: more seats");
  });
});

describe("what people write", () => {
  test("stays as they wrote it, also where it reads like a product of ours", () => {
    const zh = "提高价格没有用，客户要的是我们去年答应的上限";
    expect(plain(says("en")("deals.before-note", { text: zh }))).toContain(zh);
    expect(plain(says("de")("requests.asked", { text: "More seats" }))).toContain("More seats");
    const asked = "A higher limit: 200 exports a day, please";
    expect(plain(says("de")("requests.asked", { text: asked }))).toContain(asked);
    expect(plain(says("en")("deals.promised", { text: ["提高导出的上限"] }))).toContain("提高导出的上限");
  });

  test("is a product by their own name too, unless it is exactly what we call one", () => {
    const called = (product: string): string =>
      plain(says("de")("opportunities.title", { account: "Fabrikam", product }));
    expect(called("更多席位")).toContain("Mehr Plätze");
    expect(called("A higher limit: API calls")).toContain("Höheres Limit für API calls");
    expect(called("提高价格没有用，客户要的上限")).toContain("提高价格没有用，客户要的上限");
    expect(called("提高价格，也提高我们去年答应的上限")).toContain("提高价格，也提高我们去年答应的上限");
  });
});

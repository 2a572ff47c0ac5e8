import { describe, expect, test } from "vitest";
import { internalWord } from "../src/features/internal-words.ts";

describe("a word of ours", () => {
  test.each([
    ["You were at risk in May.", "at risk"],
    ["Less churn than last year", "churn"],
    ["They churned", "churned"],
    ["Your health score is 82", "health"],
    ["Room for an up-sell", "up-sell"],
    ["Upselling two modules", "Upselling"],
    ["A cross-sell to Berlin", "cross-sell"],
    ["Two detractors", "detractors"],
    ["Ihr Abwanderungsrisiko ist klein", "Abwanderungsrisiko"],
    ["Der Kunde ist gefährdet.", "gefährdet"],
    ["Drei Risikofälle", "Risikofälle"],
    ["Eine Verkaufschance für Module", "Verkaufschance"],
    ["Zusatzverkäufe im Herbst", "Zusatzverkäufe"],
    ["客户有流失的可能", "流失"],
    ["健康度为 82", "健康度"],
    ["有增购机会", "增购"],
    ["ｃｈｕｒｎ", "churn"],
  ])("is found in “%s”", (text, word) => {
    expect(internalWord(text)).toBe(word);
  });

  test.each([
    "Month-end in 2 days",
    "Your healthcare team uses the export.",
    "Alle gesunden Filialen sind angebunden.",
    "A brisk start: asterisks are gone",
    "We resold nothing.",
    "您的团队身体健康",
    "You use 75 % of the main features.",
    "We spoke twice.",
    "Wir haben gehalten, was wir zugesagt haben: ein schneller Export",
    "您使用了 75 % 的主要功能。",
  ])("isn't found in “%s”", (text) => {
    expect(internalWord(text)).toBeUndefined();
  });
});

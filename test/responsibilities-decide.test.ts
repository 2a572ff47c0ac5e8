import { describe, expect, test } from "vitest";
import {
  decideAddressee,
  rowsIn,
  slotIn,
  topicId,
  topicMeant,
  topicsIn,
} from "../src/features/responsibilities/decide.ts";
import { MATRIX, type Row, type Slot } from "../src/features/responsibilities/defaults.ts";
import { anna, marta, olga } from "./examples/fixed.ts";

describe("the row that holds", () => {
  const own: Row[] = [
    { topic: "offer", stage: "any", slot: "marketing" },
    { topic: "renewal", stage: "onboarding", slot: "csm" },
    { topic: "security", stage: "any", slot: "support" },
  ];
  test.each([
    ["renewal", "onboarding", "csm", "the organisation's own for the stage"],
    ["renewal", "value", "am", "the default elsewhere"],
    ["renewal", "churned", "sales", "the default of that stage"],
    ["offer", "churned", "marketing", "the organisation's own for any stage, before a default of that stage"],
    ["security", "value", "support", "of a topic that no default has"],
    ["nonsense", "value", undefined, "none of a topic that nobody has"],
  ])("of %s in %s is %s: %s", (topic, stage, slot, _because) => {
    expect(slotIn(own, topic, stage)).toBe(slot);
  });

  test("is listed once a topic and stage, any stage first", () => {
    const rows = rowsIn(own);
    const keys = rows.map(({ topic, stage }) => `${topic} ${stage}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.filter(({ topic }) => topic === "renewal").map(({ stage }) => stage)).toEqual([
      "any",
      "churned",
      "onboarding",
    ]);
    expect(topicsIn(own)).toContain("security");
  });

  test("is told once by the defaults, too", () => {
    const keys = MATRIX.map(({ topic, stage }) => `${topic} ${stage}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("who is addressed", () => {
  const slots = (...held: [Slot, typeof anna][]): ReadonlyMap<Slot, typeof anna> => new Map(held);
  test("is who holds the slot; else the CSM, the AM, a manager, and it says so", () => {
    const managers = [olga];
    const both = slots(["csm", anna], ["am", marta]);
    expect(decideAddressee("am", { slots: both, managers })).toEqual({ kind: "holder", slot: "am", person: marta });
    const instead = { kind: "instead", slot: "support" };
    expect(decideAddressee("support", { slots: both, managers })).toEqual({ ...instead, as: "csm", person: anna });
    const onlyAm = slots(["am", marta]);
    expect(decideAddressee("support", { slots: onlyAm, managers })).toEqual({ ...instead, as: "am", person: marta });
    expect(decideAddressee("support", { slots: slots(), managers })).toEqual({
      ...instead,
      as: "manager",
      person: olga,
    });
    expect(decideAddressee("support", { slots: slots(), managers: [] })).toEqual({ kind: "nobody", slot: "support" });
  });
});

describe("the topic that was typed", () => {
  const topics = [
    { topic: "renewal", label: "Verlängerung" },
    { topic: "technical", label: "Technik" },
    { topic: "training", label: "Schulung" },
    { topic: "strategy", label: "战略" },
    { topic: "risk", label: "Risiko" },
  ];
  test.each([
    ["renewal", "renewal"],
    [" Renewal! ", "renewal"],
    ["renwal", "renewal"],
    ["rnewla", "renewal"],
    ["Verlangerung", "renewal"],
    ["verl", "renewal"],
    ["战略", "strategy"],
    ["t", undefined],
    ["tec", "technical"],
    ["rosk", "risk"],
    ["xx", undefined],
    ["", undefined],
    ["!!", undefined],
    ["weather", undefined],
  ])("%j is %s", (typed, topic) => {
    expect(topicMeant(typed, topics)).toBe(topic);
  });

  test("becomes an id without what isn't a letter or digit", () => {
    expect(topicId("  Data Protection (GDPR)! ")).toBe("data-protection-gdpr");
    expect(topicId("<!channel>")).toBe("channel");
  });
});

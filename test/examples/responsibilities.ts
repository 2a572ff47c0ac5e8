import { matrixCard, topicsCard } from "../../src/features/responsibilities/cards.ts";
import { decideAddressee, rowsIn, slotIn, topicsIn } from "../../src/features/responsibilities/decide.ts";
import type { Row, Slot } from "../../src/features/responsibilities/defaults.ts";
import { anna, chen, type Example, marta, olga } from "./fixed.ts";

export const own: readonly Row[] = [
  { topic: "data-protection", stage: "any", slot: "sponsor" },
  { topic: "technical", stage: "onboarding", slot: "training" },
];
export const holders: ReadonlyMap<Slot, typeof anna> = new Map([
  ["csm", anna],
  ["am", marta],
  ["support", chen],
]);
const lines = topicsIn(own).flatMap((topic) => {
  const slot = slotIn(own, topic, "value");
  return slot ? [{ topic, addressee: decideAddressee(slot, { slots: holders, managers: [olga] }) }] : [];
});

export const responsibilityExamples: readonly Example[] = [
  { name: "responsibility-topics", draw: (view) => topicsCard("Northwind GmbH", lines, undefined, view) },
  {
    name: "responsibility-unknown-topic",
    draw: (view) => topicsCard("Northwind GmbH", lines.slice(0, 3), "<!channel> *weather*", view),
  },
  { name: "responsibility-matrix", draw: (view) => matrixCard(rowsIn(own), view) },
];

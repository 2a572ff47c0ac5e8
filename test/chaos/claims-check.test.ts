import { expect, test } from "vitest";
import { checkRace, type Pressed, type RaceHistory } from "./claims-check.ts";
import { createReader, type Told } from "./claims-sentences.ts";
import type { Sent } from "./sender.ts";
import type { Outage } from "./service-process.ts";

const WELL: Sent = { to: "A", token: "t", retry: undefined, fromMs: 1000, untilMs: 1040, status: 200, text: "" };
const NO_OUTAGES: ReadonlyMap<string, readonly Outage[]> = new Map();
const A_WAS_KILLED: ReadonlyMap<string, readonly Outage[]> = new Map([
  ["A", [{ why: "ended", fromMs: 1020, untilMs: 4000 }]],
]);

function pressed(by: string, standing: Pressed["standing"], ...told: Told[]): Pressed {
  return {
    by,
    standing,
    sent: [WELL],
    told: told.map((each) => ({ told: each, text: each.kind, seenMs: 1100 })),
    isCommitted: true,
  };
}

const MARTA_WINS: RaceHistory = {
  number: 7,
  namedAm: undefined,
  stored: { stage: "claimed", claimedBy: "Marta", entries: ["Marta"] },
  pressed: [
    pressed("Marta", "entitled", { kind: "yours" }),
    pressed("Marta", "entitled", { kind: "already-yours" }),
    pressed("Jonas", "entitled", { kind: "taken", by: "Marta" }),
    pressed("Anna", "own-csm", { kind: "csm-refused" }),
    pressed("Ben", "other-csm", { kind: "only-am" }),
    pressed("Nils", "other-am", { kind: "only-am" }),
    pressed("Kim", "colleague", { kind: "gone" }),
  ],
};

/** The race with one more thing that happened. */
function withPress(...more: readonly Pressed[]): RaceHistory {
  return { ...MARTA_WINS, pressed: [...MARTA_WINS.pressed, ...more] };
}

function rulesBroken(race: RaceHistory, outages = NO_OUTAGES): string[] {
  return checkRace(race, outages).violations.map(({ rule }) => rule);
}

test("a race in which everybody heard the truth breaks no rule", () => {
  expect(rulesBroken(MARTA_WINS)).toEqual([]);
});

test("a second winner is found", () => {
  expect(rulesBroken(withPress(pressed("Jonas", "entitled", { kind: "yours" })))).toEqual(["one winner"]);
});

test("a winner who is told that they lost is found", () => {
  expect(rulesBroken(withPress(pressed("Marta", "entitled", { kind: "taken", by: "Jonas" })))).toEqual([
    "a winner isn't told that they lost",
  ]);
});

test("a loser who hears a wrong name is found", () => {
  expect(rulesBroken(withPress(pressed("Jonas", "entitled", { kind: "taken", by: "Ravi" })))).toEqual([
    "losers hear who has it",
  ]);
});

test("a refusal that isn't theirs is found", () => {
  expect(rulesBroken(withPress(pressed("Jonas", "entitled", { kind: "only-am" })))).toEqual([
    "everybody is told the truth",
  ]);
});

test("a winner without the right is found", () => {
  const race: RaceHistory = {
    ...MARTA_WINS,
    stored: { stage: "claimed", claimedBy: "Anna", entries: ["Anna"] },
    pressed: [pressed("Anna", "own-csm", { kind: "yours" })],
  };
  expect(rulesBroken(race)).toEqual(["nobody without the right wins"]);
});

test("two entries of one claim in the timeline are found, and one of somebody else", () => {
  const stored = { ...MARTA_WINS.stored, entries: ["Marta", "Marta"] };
  expect(rulesBroken({ ...MARTA_WINS, stored })).toEqual(["one timeline entry a claim"]);
  expect(rulesBroken({ ...MARTA_WINS, stored: { ...stored, entries: ["Jonas"] } })).toEqual([
    "one timeline entry a claim",
  ]);
});

test("an answer that decided nothing is found", () => {
  const race: RaceHistory = {
    ...MARTA_WINS,
    stored: { stage: "routed", claimedBy: undefined, entries: [] },
    pressed: [pressed("Marta", "entitled", { kind: "yours" })],
  };
  expect(rulesBroken(race)).toEqual(["somebody wins", "one winner"]);
});

test("a winner who never heard of it is found", () => {
  const race = { ...MARTA_WINS, pressed: [{ ...pressed("Marta", "entitled"), sent: [WELL] }] };
  expect(rulesBroken(race)).toEqual(["the winner is told", "everybody is answered"]);
});

test("'try again' is the truth when nothing was committed, and a denial when it was", () => {
  const again = pressed("Marta", "entitled", { kind: "try-again" });
  expect(rulesBroken(withPress({ ...again, isCommitted: false }))).toEqual([]);
  expect(rulesBroken(withPress(again))).toEqual(["a winner isn't told to try again"]);
});

test("somebody who is left unsure is found, whether it was committed or not", () => {
  const unsure = pressed("Marta", "entitled", { kind: "unsure" });
  expect(rulesBroken(withPress(unsure))).toEqual(["nobody is left unsure"]);
  expect(rulesBroken(withPress({ ...unsure, isCommitted: false }))).toEqual(["nobody is left unsure"]);
});

test("a denial is counted apart when the replica was killed meanwhile", () => {
  const again = pressed("Marta", "entitled", { kind: "try-again" });
  const { violations, noted } = checkRace(withPress(again), A_WAS_KILLED);
  expect(violations).toEqual([]);
  expect(noted.map(({ rule }) => rule)).toEqual(["a winner isn't told to try again"]);
});

test("two answers to copies of one payload are found", () => {
  const twofold = pressed("Jonas", "entitled", { kind: "taken", by: "Marta" }, { kind: "try-again" });
  const race = withPress({ ...twofold, sent: [WELL, { ...WELL, to: "B" }], isCommitted: false });
  expect(rulesBroken(race)).toEqual(["copies get one answer"]);
});

test("a delivery that is answered twice is found", () => {
  const taken: Told = { kind: "taken", by: "Marta" };
  expect(rulesBroken(withPress(pressed("Jonas", "entitled", taken, taken)))).toEqual(["a delivery is answered once"]);
});

test("a loser who heard of a win before the winner had pressed is found", () => {
  const [won, ...others] = MARTA_WINS.pressed;
  const later = { ...WELL, fromMs: 1200, untilMs: 1210 };
  const race = { ...MARTA_WINS, pressed: [...(won ? [{ ...won, sent: [later] }] : []), ...others.slice(1)] };
  expect(rulesBroken(race)).toEqual(["nobody loses before somebody wins"]);
});

test("a request that got no 2xx in 3 s is found, unless its replica was away", () => {
  const late = { ...WELL, untilMs: WELL.fromMs + 3000 };
  const lost = { ...WELL, status: 0, text: "socket hang up" };
  const rule = "every request is answered 2xx in 3 s";
  const loser = pressed("Jonas", "entitled", { kind: "taken", by: "Marta" });
  expect(rulesBroken(withPress({ ...loser, sent: [late, lost] }))).toEqual([rule, rule]);
  expect(rulesBroken(withPress({ ...loser, sent: [late, lost] }), A_WAS_KILLED)).toEqual([]);
});

test("a late answer is nobody's fault while the clock itself is late", () => {
  const late = { ...WELL, untilMs: WELL.fromMs + 3000 };
  const race = withPress({ ...pressed("Jonas", "entitled", { kind: "taken", by: "Marta" }), sent: [late] });
  expect(checkRace(race, NO_OUTAGES, () => 200).violations).toHaveLength(1);
  const { violations, noted } = checkRace(race, NO_OUTAGES, () => 201);
  expect([violations.length, noted.length]).toEqual([0, 1]);
});

test("the product's sentences are recognised in every language", () => {
  expect(createReader("en")("It's yours. Contact Adatum by 25 November 2026; Anna Kurz knows.").kind).toBe("yours");
  expect(
    createReader("de")(
      "Marta Silva hat das um 09:05 übernommen. Fragen Sie dort nach, wenn Sie meinen, es sollte Ihres sein.",
    ),
  ).toEqual({
    kind: "taken",
    by: "Marta Silva",
  });
  expect(
    createReader("en")("I can't reach my data right now, so nothing was changed. Please try again in a minute."),
  ).toEqual({
    kind: "try-again",
  });
  expect(createReader("zh")("Something else").kind).toBe("other");
});

import { describe, expect, test } from "vitest";
import { understand, usageOf, WHOLE_NUMBER, type Vocabulary } from "./helpers/command-words.ts";

const CHAOS: Vocabulary = {
  what: "chaos",
  names: ["claims", "outbox"],
  flags: ["--sample", "--json"],
  values: { "--seed": WHOLE_NUMBER },
};

describe("the words of a command", () => {
  test("are names, flags and values, in any order", () => {
    const heard = understand(["--seed", "7", "outbox", "--json", "claims", "outbox"], CHAOS);
    expect(heard).toEqual({
      kind: "understood",
      names: ["outbox", "claims"],
      flags: new Set(["--json"]),
      values: new Map([["--seed", "7"]]),
    });
    expect(understand(["all", "--seed=8"], CHAOS)).toMatchObject({ names: ["claims", "outbox"] });
  });

  test.each([
    [["nonsense"], 'There is no chaos "nonsense". There are claims, outbox and all.'],
    [["claims", "--flags"], 'There is no option "--flags". There are --seed N, --sample and --json.'],
    [["claims", "--seed", "abc"], '--seed is "abc"; it must be a whole number of at most nine digits.'],
    [["claims", "--seed="], '--seed is ""; it must be a whole number of at most nine digits.'],
    [["claims", "--seed"], "--seed lacks its value; it must be a whole number of at most nine digits."],
    [["constructor"], 'There is no chaos "constructor". There are claims, outbox and all.'],
    [["--sample"], "No chaos is named. There are claims, outbox and all."],
  ])("of %j the wrong one is named, with what is allowed", (words, because) => {
    expect(understand(words, CHAOS)).toEqual({ kind: "wrong", because });
  });

  test("stand in the usage", () => {
    expect(usageOf(CHAOS)).toBe("Say npm run chaos -- claims | outbox | all [--seed N] [--sample] [--json].");
  });
});

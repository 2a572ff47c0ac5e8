import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createImportBar, type ImportBar } from "../src/import-bar.ts";
import { createSays } from "../src/locales/say.ts";
import { stillWall } from "./helpers/slack-request.ts";

const say = createSays()("en");

interface Terminal {
  readonly bar: ImportBar;
  /** what was drawn, each time from the beginning of the line */
  drawn(): string[];
  pass(ms: number): void;
}

function terminal({ isTTY }: { isTTY: boolean }): Terminal {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const wall = stillWall();
  return {
    bar: createImportBar({ terminal: Object.assign(stream, { isTTY, columns: 120 }), say, wall }),
    drawn: () =>
      written
        .replace(/\u001B7|\u001B8|\u001B\[[?\d;]*[a-zA-Z]/g, "\r")
        .split("\r")
        .filter((each) => each.trim() !== ""),
    pass: (ms) => wall.move(ms),
  };
}

const READING = { kind: "usage", file: "usage.csv", read: 40_000, saving: undefined } as const;

describe("the bar of an import", () => {
  test("says how many rows are read, how many are saved, how fast and how long it will take", () => {
    const { bar, drawn, pass } = terminal({ isTTY: true });
    bar.show({ ...READING, read: 0 });
    pass(500);
    bar.show(READING);
    bar.show({ ...READING, saving: { done: 0, of: 39_000 } });
    pass(2000);
    bar.show({ ...READING, saving: { done: 13_000, of: 39_000 } });
    bar.end();
    const lines = drawn();
    expect(lines).toContain("------------------------ usage.csv: 40,000 rows read, 80,000 a second");
    expect(lines).toContain("------------------------ usage.csv: 0 of 39,000 rows saved, … a second, … left");
    expect(lines.at(-1)).toBe(
      "========---------------- usage.csv: 13,000 of 39,000 rows saved, 6,500 a second, 4s left",
    );
  });

  test("names no rate and no rest before half a second has passed", () => {
    const { bar, drawn, pass } = terminal({ isTTY: true });
    bar.show({ ...READING, read: 0 });
    pass(499);
    bar.show(READING);
    bar.end();
    expect(drawn().at(-1)).toBe("------------------------ usage.csv: 40,000 rows read, … a second");
    const saving = terminal({ isTTY: true });
    saving.bar.show({ ...READING, saving: { done: 0, of: 39_000 } });
    saving.pass(499);
    saving.bar.show({ ...READING, saving: { done: 13_000, of: 39_000 } });
    saving.bar.end();
    expect(saving.drawn().at(-1)).toMatch(/13,000 of 39,000 rows saved, … a second, … left$/);
  });

  test("is one a file, and gone when its last row is saved", () => {
    const { bar, drawn } = terminal({ isTTY: true });
    bar.show({ ...READING, saving: { done: 1, of: 2 } });
    bar.show({ ...READING, saving: { done: 2, of: 2 } });
    bar.show({ ...READING, saving: { done: 2, of: 2 } });
    const lines = drawn();
    expect(new Set(lines).size).toBe(1);
    bar.show({ ...READING, kind: "people", file: "people.csv" });
    bar.end();
    expect(drawn().slice(lines.length)[0]).toContain("people.csv: 40,000 rows read");
  });

  test("isn't drawn where nobody looks", () => {
    const { bar, drawn } = terminal({ isTTY: false });
    bar.show(READING);
    bar.show({ ...READING, saving: { done: 1, of: 2 } });
    bar.end();
    expect(drawn()).toEqual([]);
  });

  test("draws a name from outside as visible text", () => {
    const { bar, drawn } = terminal({ isTTY: true });
    bar.show({ ...READING, file: "\u001B[2Jus\u202Eage.csv" });
    bar.end();
    expect(drawn()[0]).toBe("------------------------ [2Jusage.csv: 40,000 rows read, … a second");
  });
});

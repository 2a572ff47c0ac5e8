import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../src/command-line.ts";
import { evaluate, type Evaluation } from "../src/features/risk/model/evaluate.ts";
import type { ModelName } from "../src/features/risk/model/learn.ts";
import { sigmoid } from "../src/features/risk/model/newton.ts";
import { withPhases } from "../src/features/risk/model/phases.ts";
import type { Table } from "../src/features/risk/model/table.ts";
import { type Random, stream } from "../src/kernel/random.ts";
import { folderWith, lines } from "./helpers/csv.ts";
import { tableOf } from "./helpers/tables.ts";

/** A public sample of customers who stay or leave, where a copy of it is at hand. */
const TELCO = path.resolve(import.meta.dirname, "../../shared/data/telco.csv");
const SLOW_MS = 600_000;
const standing = { monotonicMs: () => 0 };

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...words: string[]): Promise<Told> {
  let [out, err] = ["", ""];
  const code = await runCommandLine(["risk", "evaluate", ...words], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: process.stderr,
  });
  return { code, out, err };
}

/** Runs it on a file with this content, of which left says who left. */
async function onFile(content: string | Uint8Array, ...words: string[]): Promise<Told> {
  const folder = await folderWith({ "customers.csv": content });
  try {
    const file = path.join(folder.path, "customers.csv");
    return await run("--csv", file, "--label", "left", "--positive", "yes", "--model", "linear", ...words);
  } finally {
    await folder.remove();
  }
}

const evaluationOf = ({ out }: Told): Evaluation => JSON.parse(out) as Evaluation;

/** Rows of customers, id, logins, plan and left, without the header. */
function customerLines(rows: number): string[] {
  const random = stream(1, "customers");
  return Array.from({ length: rows }, (_, row) => {
    const logins = random.between(0, 28);
    const left = random.next() < sigmoid(1 - logins / 6);
    return `c${row},${logins},${random.pick(["basic", "team"])},${left ? "yes" : "no"}`;
  });
}
const HEADER = "id,logins,plan,left";

describe("the command", () => {
  test("prints what a program reads, and the same each time", async () => {
    const content = lines(HEADER, ...customerLines(300));
    const told = await onFile(content, "--id", "id", "--json");
    expect(told).toMatchObject({ code: 0, err: "" });
    const result = evaluationOf(told);
    expect(Object.keys(result).slice(0, 12)).toEqual(
      "rows positives model auc auc_sd pr_auc log_loss brier ece lift_top_decile fit_ms rows_scored_per_s".split(" "),
    );
    expect(result).toMatchObject({ rows: 300, model: "linear" });
    expect(result.auc).toBeGreaterThan(0.75);
    const again = evaluationOf(await onFile(content, "--id", "id", "--json"));
    expect({ ...again, fit_ms: 0, rows_scored_per_s: 0 }).toEqual({ ...result, fit_ms: 0, rows_scored_per_s: 0 });
  });

  test("prints sentences to a person, and what became of columns", async () => {
    const { code, out, err } = await onFile(lines(HEADER, ...customerLines(300)));
    expect(code).toBe(0);
    expect(out).toMatch(/^300 rows, \d+ of them positive/);
    expect(out).toMatch(/Ranking \(AUC\) +0\.\d{4} ± 0\.\d{4}/);
    expect(err).toBe('The column "id" is another in each row, like a name, and is left out.\n');
  });

  test.each([
    [
      "a byte order mark, semicolons and Windows' line ends",
      (text: string) => `\uFEFF${text.replaceAll(",", ";").replaceAll("\n", "\r\n")}`,
    ],
    ["quoted cells with line ends in them", (text: string) => text.replaceAll(",basic,", ',"ba\nsic",')],
  ])("reads %s", async (_, change) => {
    const plain = evaluationOf(await onFile(lines(HEADER, ...customerLines(200)), "--id", "id", "--json"));
    const other = evaluationOf(await onFile(change(lines(HEADER, ...customerLines(200))), "--id", "id", "--json"));
    expect(other.rows).toBe(200);
    expect(other.auc).toBeCloseTo(plain.auc, 6);
  });

  test("leaves out a line that it can't read, names it, and goes on", async () => {
    const [first = "", second = "", ...rest] = customerLines(200);
    const broken = ["c900,3", 'c901,3,"basic" and more,yes', "c902,3,basic,"];
    const told = await onFile(lines(HEADER, first, ...broken, second, ...rest), "--id", "id", "--json");
    expect(told.code).toBe(2);
    expect(evaluationOf(told).rows).toBe(200);
    expect(told.err).toContain("customers.csv line 3 has 2 cells; the header has 4. It is left out.");
    expect(told.err).toContain("customers.csv line 4: ");
    expect(told.err).toContain('The column "left" is blank in 1 row, left out.');
  });

  test("takes numbers that are none for missing, and says so", async () => {
    const odd = ["x1,1e400,basic,yes", "x2,NaN,basic,no", "x3,inf,team,no"];
    const told = await onFile(lines(HEADER, ...customerLines(200), ...odd), "--id", "id", "--json");
    expect(told.code).toBe(0);
    expect(evaluationOf(told).rows).toBe(203);
    expect(told.err).toBe(
      'The column "logins" holds numbers, but not in 1 row, e.g. "1e400"; there it counts as missing.\n',
    );
  });

  test("needs no column to learn from: chance is what is left", async () => {
    const told = await onFile(
      lines("left", ...Array.from({ length: 90 }, (_, row) => (row % 3 ? "no" : "yes"))),
      "--json",
      "--model",
      "auto",
    );
    expect(evaluationOf(told)).toMatchObject({ rows: 90, positives: 30, auc: 0.5 });
  });
});

describe("what can't be measured is said in a sentence:", () => {
  const content = lines(HEADER, ...customerLines(100));
  test.each([
    [
      "a file that isn't there",
      () => run("--csv", "/nowhere.csv", "--label", "a", "--positive", "b"),
      "/nowhere.csv: ",
    ],
    ["an empty file", () => onFile(""), "customers.csv is empty. It needs a header and a row for each customer."],
    ["a header alone", () => onFile(lines(HEADER)), "customers.csv has no row that can be read."],
    ["a picture", () => onFile(Uint8Array.of(0x50, 0x4b, 3, 4)), "customers.csv: "],
    [
      "a header of nothing but commas",
      () => onFile(`${",".repeat(900_000)}\n`),
      "The header names 900001 columns; at most",
    ],
    ["a column twice", () => onFile(lines("a,a,left", "1,2,yes")), 'The header names "a" twice.'],
    [
      "no such label",
      () => onFile(content, "--label", "gone"),
      'There is no column "gone" for --label. The file has id, logins, plan, left.',
    ],
    [
      "no such column to leave out",
      () => onFile(content, "--drop", "plan, plans"),
      'There is no column "plans" for a column to leave out.',
    ],
    [
      "the label left out",
      () => onFile(content, "--drop", "left"),
      'The column "left" is the label; it can\'t be left out, too.',
    ],
    [
      "a value that never occurs",
      () => onFile(content, "--positive", "ja"),
      'The value "ja" of --positive never occurs in the column "left". It has ',
    ],
    ["one class", () => onFile(lines("a,left", "1,yes", "2,yes")), 'The column "left" is "yes" in every row'],
    [
      "fewer rows than folds",
      () => onFile(lines("a,left", "1,yes", "2,no", "3,yes", "4,no"), "--folds", "3"),
      'Only 2 of 4 rows have "yes" in "left", too few for 3 folds. Say --folds 2 or less, or bring more rows.',
    ],
    [
      "folds that are none",
      () => onFile(content, "--folds", "many"),
      '--folds is "many"; it must be a whole number from 2 to 20.',
    ],
    [
      "a seed that is none",
      () => onFile(content, "--seed", "-1"),
      '--seed is "-1"; it must be a whole number from 0 to 2147483647.',
    ],
    [
      "a model that isn't there",
      () => onFile(content, "--model", "forest"),
      '--model is "forest"; it must be auto, linear, gam, gbdt.',
    ],
  ])("%s", async (_, of, sentence) => {
    const { code, out, err } = await of();
    expect(err).toContain(sentence);
    expect(out).toBe("");
    expect(code).toBe(1);
  });
});

/** A made-up business: columns that say something or not, and the log odds of leaving. */
type Business = (random: Random) => { readonly cells: Readonly<Record<string, number | string>>; readonly eta: number };

const BUSINESSES: Readonly<Record<string, Business>> = {
  "leaving when two things come together": (random) => {
    const [calls, days, age] = [random.between(0, 8), 40 * random.next(), random.normal()];
    return { cells: { calls, days, age }, eta: calls >= 5 === days < 15 ? 1.2 : -2.5 };
  },
  "leaving at the end of a contract's year": (random) => {
    const [tenure, seats] = [random.between(1, 48), random.between(1, 200)];
    return { cells: { tenure, seats }, eta: -2.5 + (tenure % 12 === 0 ? 3.5 : 0) - 0.004 * seats };
  },
  "counts with a long tail": (random) => {
    const [events, arr] = [Math.floor(Math.exp(2.5 * random.normal())), Math.exp(1.5 * random.normal() + 9)];
    return { cells: { events, arr }, eta: 0.5 - 0.6 * Math.log1p(events) };
  },
  "blanks that tell": (random) => {
    const [nps, plan] = [random.between(-100, 100), random.pick(["basic", "team", ""])];
    const isSilent = random.next() < 0.3;
    return { cells: { nps: isSilent ? NaN : nps, plan }, eta: isSilent ? 0.5 : -1 - nps / 60 - (plan === "" ? 1 : 0) };
  },
  "one in twenty leaves": (random) => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    return { cells: { a, b, c, noise: random.normal() }, eta: -3.6 + 0.8 * a + 0.5 * b * b - 0.3 * c };
  },
};

function made(business: Business, rows: number): { readonly table: Table; readonly labels: Uint8Array } {
  const random = stream(11, "business");
  const all = Array.from({ length: rows }, () => business(random));
  const labels = Uint8Array.from(all, ({ eta }) => (random.next() < sigmoid(eta) ? 1 : 0));
  const names = Object.keys(all[0]?.cells ?? {});
  return {
    table: tableOf(Object.fromEntries(names.map((name) => [name, all.map(({ cells }) => cells[name] ?? "")]))),
    labels,
  };
}

describe("the model that is chosen by itself", () => {
  test.each(Object.keys(BUSINESSES))(
    "ranks hardly worse than the best single one: %s",
    (name) => {
      const { table, labels } = made(BUSINESSES[name] as Business, 2500);
      const aucOf = (model: ModelName) => evaluate(table, labels, { model, folds: 3, seed: 7, ...standing }).auc;
      const best = Math.max(aucOf("linear"), aucOf("gam"), aucOf("gbdt"));
      expect(aucOf("auto")).toBeGreaterThan(best - 0.003);
    },
    SLOW_MS,
  );

  test(
    "learns what comes together, which no sum of columns tells",
    () => {
      const { table, labels } = made(BUSINESSES["leaving when two things come together"] as Business, 2500);
      const told = (model: ModelName) => evaluate(table, labels, { model, folds: 2, seed: 7, ...standing });
      expect(told("auto").auc).toBeGreaterThan(told("gam").auc + 0.1);
    },
    SLOW_MS,
  );
});

describe("the month within a contract's year", () => {
  test(
    "is seen where customers leave with it",
    () => {
      const { table, labels } = made(BUSINESSES["leaving at the end of a contract's year"] as Business, 2500);
      const told = (model: ModelName) => evaluate(table, labels, { model, folds: 2, seed: 7, ...standing });
      const chosen = told("auto");
      expect(chosen.auc).toBeGreaterThan(told("gam").auc + 0.05);
      for (const name of chosen.chosen) expect(name).toContain("by the month of the year");
    },
    SLOW_MS,
  );

  test("is read of whole months alone, and 12, 24 and 36 are the same", () => {
    const months = Array.from({ length: 60 }, (_, row) => row);
    const { columns } = withPhases(
      tableOf({ months, ages: months.map((each) => each + 0.5), few: months.map((each) => each % 6) }),
    );
    expect(columns.map(({ name }) => name)).toEqual(["months", "ages", "few", "months: month of the year"]);
    const phase = columns[3];
    if (phase?.kind !== "category") throw new Error("no phase");
    expect([0, 1, 12, 13, 24, 36].map((month) => phase.levels[phase.codes[month] ?? -1])).toEqual([
      undefined,
      "1",
      "12",
      "1",
      "12",
      "12",
    ]);
  });
});

describe.skipIf(!existsSync(TELCO))("on a public sample of 7,043 customers, where it is at hand", () => {
  const words = ["--csv", TELCO, "--label", "Churn", "--positive", "Yes", "--id", "customerID", "--json"];

  test(
    "the linear model is as good as scikit-learn's",
    async () => {
      const result = evaluationOf(await run(...words, "--model", "linear"));
      expect(result).toMatchObject({ rows: 7043, positives: 1869 });
      expect(Math.abs(result.auc - 0.8451)).toBeLessThan(0.001);
      expect(Math.abs(result.log_loss - 0.4176)).toBeLessThan(0.001);
    },
    SLOW_MS,
  );

  test(
    "splines reach what is asked of the model",
    async () => {
      const result = evaluationOf(await run(...words, "--model", "gam"));
      expect(result.auc).toBeGreaterThanOrEqual(0.85);
      expect(result.log_loss).toBeLessThanOrEqual(0.41);
      expect(result.ece).toBeLessThanOrEqual(0.01);
      expect(result.lift_top_decile).toBeGreaterThanOrEqual(2.85);
    },
    SLOW_MS,
  );
});

import type { Command } from "commander";
import { evaluateCsv, type EvaluateWords } from "./evaluate-csv.ts";
import type { WallClock } from "./kernel/clock.ts";

export interface RiskCommandsParts {
  /** `tandem risk` */
  readonly risk: Command;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** where progress is drawn, if somebody looks */
  readonly terminal: NodeJS.WritableStream;
  readonly wall: WallClock;
  /** told when something was left out */
  readonly complained: () => void;
}

/** `tandem risk evaluate`: how well the model of churn tells who leaves. */
export function addRiskCommands({ risk, ...parts }: RiskCommandsParts): void {
  risk
    .command("evaluate")
    .description(
      "measures by cross-validation how well a model tells the rows of a labelled CSV file; needs no database",
    )
    .requiredOption("--csv <file>", "the file; its first line names the columns")
    .requiredOption("--label <column>", "the column that says whether the customer left")
    .requiredOption("--positive <value>", "what it says of one who left")
    .option("--id <column>", "a column that names the customer, not to learn from")
    .option("--drop <columns>", "more columns not to learn from, separated by commas")
    .option("--folds <n>", "into how many parts the rows are split, 2 to 20", "5")
    .option("--seed <n>", "a whole number; the same gives the same folds", "7")
    .option(
      "--model <name>",
      "auto (chosen on each fold's own rows), linear, gam (splines) or gbdt (boosted trees)",
      "auto",
    )
    .option("--json", "as JSON, for another program")
    .action((words: EvaluateWords) => evaluateCsv(words, parts));
}

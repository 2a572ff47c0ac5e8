import { lineOn } from "./command-line-words.ts";
import { evaluate, type Evaluation } from "./features/risk/model/evaluate.ts";
import { type ModelName, MODELS } from "./features/risk/model/learn.ts";
import { eventsIn } from "./features/risk/model/table.ts";
import type { WallClock } from "./kernel/clock.ts";
import { readLabelledCsv } from "./labelled-csv.ts";
import { createSays } from "./locales/say.ts";

export interface EvaluateWords {
  readonly csv: string;
  readonly label: string;
  readonly positive: string;
  readonly id?: string;
  readonly drop?: string;
  readonly folds: string;
  readonly seed: string;
  readonly model: string;
  readonly json?: boolean;
}

export interface EvaluateParts {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly terminal: NodeJS.WritableStream;
  readonly wall: WallClock;
  readonly complained: () => void;
}

const FOLDS = { least: 2, most: 20 } as const;
const MOST_SEED = 2_147_483_647;

/** Measures a model on a file and prints what came of it. @throws Error with a sentence where that can't be done */
export async function evaluateCsv(words: EvaluateWords, parts: EvaluateParts): Promise<void> {
  const { out, err, wall } = parts;
  const folds = wholeNumber("--folds", words.folds, FOLDS.least, FOLDS.most);
  const seed = wholeNumber("--seed", words.seed, 0, MOST_SEED);
  const model = modelOf(words.model);
  const drop = [...(words.id === undefined ? [] : [words.id]), ...(words.drop ?? "").split(",")]
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const say = createSays()("en");
  const read = await readLabelledCsv({ path: words.csv, label: words.label, positive: words.positive, drop, say });
  for (const line of [...read.complaints, ...read.notes]) err(`${line}\n`);
  if (read.complaints.length > 0) parts.complained();
  refuseFewRows(words, read.labels, folds);
  const progress = lineOn(parts.terminal);
  const result = evaluate(read.table, read.labels, {
    model,
    folds,
    seed,
    monotonicMs: () => wall.monotonicMs(),
    onFold: (fold) => progress(`Learning without part ${fold + 1} of ${folds} …`),
  });
  progress("");
  out(words.json ? `${JSON.stringify(result)}\n` : lines(result));
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${option} is "${text}"; it must be a whole number from ${least} to ${most}.`);
}

function modelOf(text: string): ModelName {
  const model = MODELS.find((each) => each === text);
  if (model === undefined) throw new Error(`--model is "${text}"; it must be ${MODELS.join(", ")}.`);
  return model;
}

/** Each part needs a row of both kinds. */
function refuseFewRows({ label, positive }: EvaluateWords, labels: Uint8Array, folds: number): void {
  const events = eventsIn(labels);
  const rarer = Math.min(events, labels.length - events);
  if (rarer >= folds) return;
  const which = rarer === events ? `"${positive}"` : `something else than "${positive}"`;
  throw new Error(
    `Only ${rarer} of ${labels.length} rows have ${which} in "${label}", too few for ${folds} folds. ` +
      (rarer < FOLDS.least ? "Bring more rows." : `Say --folds ${rarer} or less, or bring more rows.`),
  );
}

/** One line that is drawn anew; on a terminal only. */
function lines(told: Evaluation): string {
  const share = (value: number, digits = 1): string => `${(100 * value).toFixed(digits)} %`;
  const chosen = [...new Set(told.chosen)];
  return [
    `${told.rows} rows, ${told.positives} of them positive (${share(told.positives / told.rows)}); model ${told.model}, each row judged by one that hadn't seen it.`,
    "",
    row("Ranking (AUC)", `${told.auc.toFixed(4)} ± ${told.auc_sd.toFixed(4)}`, "0.5 is chance, 1 is perfect"),
    row("Average precision", told.pr_auc.toFixed(4), `chance is ${(told.positives / told.rows).toFixed(4)}`),
    row("Log loss", told.log_loss.toFixed(4), "less is better"),
    row("Brier score", told.brier.toFixed(4), "less is better"),
    row("Calibration error", share(told.ece, 2), "how far chances are from what came, on average"),
    row("Lift of the top tenth", told.lift_top_decile.toFixed(2), "times as many positives as in any tenth"),
    row("Learning", `${(told.fit_ms / 1000).toFixed(1)} s`, "a part, choosing included"),
    row("Scoring", `${Math.round(told.rows_scored_per_s)}/s`, "rows"),
    "",
    `Chosen: ${chosen.join("; ")}.`,
    "",
  ].join("\n");
}

function row(name: string, value: string, meaning: string): string {
  return `${name.padEnd(22)} ${value.padEnd(17)} ${meaning}`;
}

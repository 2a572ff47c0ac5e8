import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { additiveScorer, createRowScorer } from "../../src/features/risk/model/additive-score.ts";
import { fitAdditive } from "../../src/features/risk/model/additive.ts";
import { boostedScorer } from "../../src/features/risk/model/boosting-score.ts";
import { fitBoosted } from "../../src/features/risk/model/boosting.ts";
import type { Scorer, Table } from "../../src/features/risk/model/table.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { rowsIn } from "../helpers/tables.ts";
import {
  type Bench,
  type Figure,
  figure,
  type Measures,
  type Rounds,
  type Scale,
  takeTurns,
  type Target,
} from "./harness.ts";
import { readScoreFile, type ScoreRows, type ScoreSize, writeScoreFile } from "./score-data.ts";
import { nightFigures } from "./score-night.ts";
import { type Peer, startPeer } from "./score-peer.ts";

const SIZES: Readonly<Record<Scale, ScoreSize>> = {
  full: { rows: 25_000, columns: 30, learnt: 20_000 },
  sample: { rows: 500, columns: 30, learnt: 400 },
};
/** what scikit-learn's gradient boosting does when it isn't told otherwise */
const REFERENCE = { trees: 100, depth: 3, rate: 0.1, minLeaf: 20, l2: 1, seed: 1 };
const SCORED_TIMES = 5;

/**
 * Both models against scikit-learn's GradientBoostingClassifier as it comes, on the same rows of one file: fitting, and
 * scoring those rows, with us telling each row's reasons, of the additive model also what isn't known of them, and the
 * peer none. Then the features of a night.
 */
export const score: Bench = {
  name: "score",
  run: async (scale) => [...(await models(scale)), ...(await nightFigures(scale))],
};

async function models(scale: Scale): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-bench-score-"));
  const file = path.join(folder, "rows.f64");
  const size = SIZES[scale];
  let peer: Peer | string = "";
  try {
    await writeScoreFile(file, size);
    const learnt = await readScoreFile(file, size, 0, size.learnt);
    const others = await readScoreFile(file, size, size.learnt, size.rows);
    peer = await startPeer(scale, file, size);
    const rounds = await takeTurns(scale, [
      { name: "boosted", run: async () => boosted(learnt, others) },
      { name: "additive", run: async () => additive(learnt, others) },
      ...(typeof peer === "string" ? [] : [contestantOf(peer, size)]),
    ]);
    return figuresOf(rounds, typeof peer === "string" ? peer : undefined);
  } finally {
    if (typeof peer !== "string") await peer.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(rounds: Rounds, skipped: string | undefined): Figure[] {
  const against = (name: string, measure: string, subject: string, target: Target): Figure => {
    if (skipped === undefined) return figure(name, rounds.ratio(measure, subject, "scikit-learn"), target);
    const { target: wanted } = figure(name, { median: NaN, min: NaN, max: NaN }, target);
    return { name, figure: NaN, min: NaN, max: NaN, target: `${wanted}, skipped: no scikit-learn`, pass: undefined };
  };
  const plain = (name: string, measure: string, subject: string): Figure =>
    figure(`score: ${name}`, rounds.value(measure, subject));
  if (skipped !== undefined) console.error(`score: what is measured against scikit-learn is skipped. ${skipped}`);
  return [
    against("score: fit, boosted ÷ scikit-learn's boosting", "fit ms", "boosted", { atMost: 0.2 }),
    against("score: fit, additive ÷ scikit-learn's boosting", "fit ms", "additive", { atMost: 0.1 }),
    against("score: rows/s, boosted with reasons ÷ scikit-learn's without", "rows/s", "boosted", { atLeast: 0.2 }),
    against("score: rows/s, additive with reasons ÷ scikit-learn's without", "rows/s", "additive", { atLeast: 0.2 }),
    against("score: log loss of others, boosted ÷ scikit-learn's", "loss", "boosted", { atMost: 1.01 }),
    plain("fit ms, boosted", "fit ms", "boosted"),
    plain("fit ms, additive", "fit ms", "additive"),
    plain("rows/s with reasons, boosted", "rows/s", "boosted"),
    plain("rows/s with reasons, additive", "rows/s", "additive"),
    ...(skipped === undefined
      ? [
          plain("fit ms, scikit-learn", "fit ms", "scikit-learn"),
          plain("rows/s without reasons, scikit-learn", "rows/s", "scikit-learn"),
        ]
      : []),
  ];
}

function contestantOf(peer: Peer, size: ScoreSize): { name: string; run(): Promise<Measures> } {
  return {
    name: "scikit-learn",
    async run() {
      const fitted = await peer.fit();
      let ms = 0;
      for (let time = 0; time < SCORED_TIMES; time++) ms += (await peer.score()).ms;
      return { "fit ms": fitted.ms, loss: fitted.loss, "rows/s": perSecond(size.learnt * SCORED_TIMES, ms) };
    },
  };
}

function boosted(learnt: ScoreRows, others: ScoreRows): Measures {
  const table = tableOf(learnt);
  const startMs = wallClock.monotonicMs();
  const model = fitBoosted(table, learnt.labels, REFERENCE);
  const fitMs = wallClock.monotonicMs() - startMs;
  const scorer = boostedScorer(model);
  return { "fit ms": fitMs, "rows/s": rate(table, () => scorer.explain(table)), loss: lossOf(scorer, others) };
}

function additive(learnt: ScoreRows, others: ScoreRows): Measures {
  const table = tableOf(learnt);
  const startMs = wallClock.monotonicMs();
  const model = fitAdditive(table, learnt.labels, {});
  const fitMs = wallClock.monotonicMs() - startMs;
  const score = createRowScorer(model);
  const rows = rowsIn(table);
  return {
    "fit ms": fitMs,
    "rows/s": rate(table, () => rows.forEach((row) => score(row))),
    loss: lossOf(additiveScorer(model), others),
  };
}

function rate(table: Table, run: () => unknown): number {
  const startMs = wallClock.monotonicMs();
  for (let time = 0; time < SCORED_TIMES; time++) run();
  return perSecond(table.rows * SCORED_TIMES, wallClock.monotonicMs() - startMs);
}

function lossOf(scorer: Scorer, rows: ScoreRows): number {
  const logits = scorer.logits(tableOf(rows));
  const sum = logits.reduce(
    (total, logit, row) => total + Math.log1p(Math.exp(rows.labels[row] === 1 ? -logit : logit)),
    0,
  );
  return sum / logits.length;
}

function tableOf({ columns, labels }: ScoreRows): Table {
  return {
    rows: labels.length,
    columns: columns.map((values, at) => ({ kind: "number", name: `column ${at}`, values })),
  };
}

function perSecond(count: number, tookMs: number): number {
  return (count / tookMs) * 1000;
}

import progressBars from "cli-progress";
import { plain } from "./chat/card.ts";
import { shown } from "./features/accounts/import/complaint.ts";
import type { ImportProgress } from "./features/accounts/import/import.ts";
import type { WallClock } from "./kernel/clock.ts";
import type { Say } from "./locales/say.ts";

/** How far an import is, in one line that is drawn anew while it goes on; on a terminal only. */
export interface ImportBar {
  show(progress: ImportProgress): void;
  /** Takes the line away. */
  end(): void;
}

export interface ImportBarOptions {
  readonly terminal: NodeJS.WritableStream;
  readonly say: Say;
  readonly wall: WallClock;
}

const LETTERS = 24;
/** Before that, what is taken for a rate is chance. */
const LEAST_SECONDS = 0.5;

export function createImportBar({ terminal, say, wall }: ImportBarOptions): ImportBar {
  let now: ImportProgress | undefined;
  let sinceMs = 0;
  let seconds = 0;
  const bar = new progressBars.SingleBar({
    stream: terminal,
    format: (options, { progress }) => (now ? lineOf(now, progressBars.Format.BarFormat(progress, options)) : ""),
    barsize: LETTERS,
    emptyOnZero: true,
    clearOnComplete: true,
    gracefulExit: false,
    hideCursor: null,
    linewrap: false,
  });

  function lineOf({ file: name, read, saving }: ImportProgress, drawn: string): string {
    const file = shown(name);
    const rateOf = (rows: number): number | "…" => (seconds >= LEAST_SECONDS ? Math.round(rows / seconds) : "…");
    if (!saving) return plain(say("imports.reading", { bar: drawn, file, read, rate: rateOf(read) }));
    const { done, of } = saving;
    const left = done === 0 || seconds < LEAST_SECONDS ? "…" : timeOf((seconds / done) * (of - done));
    return plain(say("imports.saving", { bar: drawn, file, done, of, rate: rateOf(done), left }));
  }

  return {
    show(progress) {
      const { file, saving } = progress;
      if (saving && saving.done === saving.of) {
        bar.stop();
        now = undefined;
        return;
      }
      const isNext = now?.file !== file || (now.saving === undefined) !== (saving === undefined);
      if (isNext) {
        bar.stop();
        sinceMs = wall.monotonicMs();
      }
      now = progress;
      seconds = (wall.monotonicMs() - sinceMs) / 1000;
      if (isNext) bar.start(saving?.of ?? 0, saving?.done ?? 0);
      bar.update(saving?.done ?? 0);
    },
    end: () => bar.stop(),
  };
}

/** As "5s", "2m10s" or "1h05m". */
function timeOf(seconds: number): string {
  return progressBars.Format.TimeFormat(Math.ceil(seconds), { autopaddingChar: " " }, 1).trim();
}

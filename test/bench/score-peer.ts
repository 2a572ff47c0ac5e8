import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Scale } from "./harness.ts";
import type { ScoreSize } from "./score-data.ts";

/** scikit-learn in a process of its own, with the file's rows read. */
export interface Peer {
  readonly version: string;
  /** @returns how long it took, and the log loss of the rows that it didn't learn from */
  fit(): Promise<{ readonly ms: number; readonly loss: number }>;
  /** Scores the rows that it learnt from. */
  score(): Promise<{ readonly ms: number }>;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("./servers/scikit-learn.py", import.meta.url));
const PYTHONS = ["python3", "/usr/bin/python3"];
const INSTALL_MS = 300_000;

/** @returns why it can't run, as a sentence, when it can't */
export async function startPeer(scale: Scale, file: string, size: ScoreSize): Promise<Peer | string> {
  const python = pythonWithPeer() ?? (scale === "full" && installed() ? pythonWithPeer() : undefined);
  if (python === undefined) return "No Python here has scikit-learn. On Debian: apt-get install python3-sklearn.";
  const child = spawn(python, [PROGRAM, file, String(size.rows), String(size.columns), String(size.learnt)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  async function answer<T>(): Promise<T> {
    const line = await lines.next();
    if (line.done === true) throw new Error("scikit-learn ended; see above.");
    return JSON.parse(line.value) as T;
  }
  function tell<T>(word: string): Promise<T> {
    child.stdin.write(`${word}\n`);
    return answer<T>();
  }
  return {
    ...(await answer<{ version: string }>()),
    fit: () => tell("fit"),
    score: () => tell("score"),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

function pythonWithPeer(): string | undefined {
  return PYTHONS.find((python) => spawnSync(python, ["-c", "import sklearn"], { stdio: "ignore" }).status === 0);
}

/** Only root may, and only Debian's kin have it. */
function installed(): boolean {
  if (process.getuid?.() !== 0) return false;
  const aptGet = (...words: string[]): boolean =>
    spawnSync("apt-get", ["-qq", ...words], {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: INSTALL_MS,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  console.error("score: installing python3-sklearn");
  return aptGet("update") && aptGet("install", "-y", "--no-install-recommends", "python3-sklearn");
}

import { Worker } from "node:worker_threads";
import { learn, type Learned } from "./learn.ts";
import type { Past } from "./past.ts";

/** What fewer rows take is over before anybody would notice. */
const WORTH_A_THREAD = 200;
const MOST_HEAP_MB = 768;

/** Learns beside the service, which goes on answering: in a thread of its own, that ends with it. */
export function learnBeside(past: Past): Promise<Learned> {
  if (past.rows < WORTH_A_THREAD) return Promise.resolve(learn(past));
  const worker = new Worker(new URL("./learn-worker.ts", import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  });
  return new Promise<Learned>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the thread that learns ended with code ${String(code)}`)));
    worker.postMessage(past);
  }).finally(() => void worker.terminate());
}

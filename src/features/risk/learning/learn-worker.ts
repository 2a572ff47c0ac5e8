import { parentPort } from "node:worker_threads";
import { learn } from "./learn.ts";
import type { Past } from "./past.ts";

const port = parentPort;
if (!port) throw new Error("learn-worker.ts is the worker of learner.ts");

port.on("message", (past: Past) => {
  port.postMessage(learn(past));
});

import { parentPort } from "node:worker_threads";
import { checkFile } from "./check/file.ts";
import type { CheckAnswer, CheckQuestion, CheckRequest } from "./checker.ts";

const port = parentPort;
if (!port) throw new Error("check-worker.ts is the worker of checker.ts");

let told: AsyncIterator<CheckAnswer> | undefined;

async function answer(request: CheckQuestion): Promise<CheckAnswer> {
  if (request.ask === "file") told = checkFile(request.file);
  const next = await told?.next();
  return next === undefined || next.done ? { what: "end" } : next.value;
}

// What goes wrong ends the worker: its owner hears of it, and says so.
port.on("message", (request: CheckRequest) => {
  if (request.ask === "leave") port.close();
  else void answer(request).then((next) => port.postMessage(next));
});

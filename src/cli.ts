import { refuseOldNode } from "./node-version.ts";
import { keepWasmCode } from "./wasm-code.ts";

refuseOldNode();
keepWasmCode();

const { runCommandLine } = await import("./command-line.ts");

// A reader that has seen enough (`tandem import … | head`) closes the pipe; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: process.stderr,
});

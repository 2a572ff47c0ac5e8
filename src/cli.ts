import { refuseOldNode } from "./node-version.ts";

refuseOldNode();

const { runCommandLine } = await import("./command-line.ts");

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
);

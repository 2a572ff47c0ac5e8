import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { refuseOldNode } from "../node-version.ts";
import { keepWasmCode } from "../wasm-code.ts";

refuseOldNode();
keepWasmCode();

const { startDemo } = await import("./start.ts");
const { readConfig } = await import("../config.ts");
const { startProblem } = await import("../start-problem.ts");
const { stopOnSignals } = await import("../stop.ts");

const folder = await mkdtemp(path.join(tmpdir(), "tandem-demo-"));
try {
  const { values } = parseArgs({ options: { teams: { type: "boolean" } } });
  const demo = await startDemo({
    config: readConfig(),
    folder,
    secret: () => randomBytes(24).toString("hex"),
    say: (line) => process.stdout.write(`${line}\n`),
    ...values,
  });
  stopOnSignals(
    async () => {
      await demo.stop();
      await rm(folder, { recursive: true, force: true });
    },
    (error) => process.stderr.write(`${String(error)}\n`),
  );
} catch (error) {
  await rm(folder, { recursive: true, force: true });
  process.stderr.write(`The demo can't start.\n${startProblem(error, "npm run demo")}\n`);
  process.exit(1);
}

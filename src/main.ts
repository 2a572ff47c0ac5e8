import { enableCompileCache } from "node:module";
import { refuseOldNode } from "./node-version.ts";
import { keepWasmCode } from "./wasm-code.ts";

refuseOldNode();
keepWasmCode();
enableCompileCache();

const { readConfig } = await import("./config.ts");
const { createLog } = await import("./log.ts");
const { startProblem } = await import("./start-problem.ts");
const { openDatabase } = await import("./db/open.ts");
const { stopOnSignals } = await import("./stop.ts");

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  // The database opens while the rest of the code is read.
  const [db, { createApp }] = await Promise.all([
    openDatabase({ url: config.databaseUrl, folder: config.dataDir, log, onLost: () => process.exit(1) }),
    import("./app.ts"),
  ]);
  const app = await createApp({ config, log, db });
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was left without a handler"));
  stopOnSignals(app.stop, (error) => log.error({ err: error }, "the service did not stop cleanly"));
  await app.start();
} catch (error) {
  process.stderr.write(`Tandem can't start.\n${startProblem(error, "npm start")}\n`);
  process.exit(1);
}

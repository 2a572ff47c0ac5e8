import { refuseOldNode } from "./node-version.ts";

refuseOldNode();

const { createApp } = await import("./app.ts");
const { readConfig } = await import("./config.ts");
const { stopOnSignals } = await import("./stop.ts");

try {
  const app = await createApp({ config: readConfig(), onDatabaseLost: () => process.exit(1) });
  process.on("unhandledRejection", (error) => app.log.error({ err: error }, "a promise was left without a handler"));
  stopOnSignals(app.stop, (error) => app.log.error({ err: error }, "the service did not stop cleanly"));
  await app.start();
} catch (error) {
  process.stderr.write(`Tandem can't start.\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

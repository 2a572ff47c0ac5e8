/** The embedded database by itself, opened on the folder in DATA_DIR. For test/bench. */
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";

const pglite = await PGlite.create({ dataDir: path.join(process.env["DATA_DIR"] ?? "", "postgres") });
await pglite.query("select count(*) from organisation");
console.log(JSON.stringify({ url: "" }));
process.once("SIGTERM", () => void pglite.close().then(() => process.exit(0)));

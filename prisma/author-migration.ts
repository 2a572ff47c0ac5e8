/**
 * node prisma/author-migration.ts NAME   writes the migration from the folder's state to schema.prisma
 * node prisma/author-migration.ts --check   ends with 2 when the two differ
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { embeddedPool } from "../src/db/client.ts";
import { openEmbedded } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { NO_FILTER, withSchemaEngine } from "../src/db/schema-engine.ts";
import { wallClock } from "../src/kernel/clock.ts";

/** Read before an organisation is known: no policy. */
const SHELL_TABLES: ReadonlySet<string> = new Set([
  "workspace",
  "due",
  "lane",
  "pace",
  "seen",
  "ingest_door",
  "survey_door",
]);

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const [word] = words;
  if (words.length !== 1 || word === undefined || !/^(--check|[a-z0-9_]+)$/.test(word)) {
    console.error("Say node prisma/author-migration.ts NAME (lower-case letters, digits and _), or --check.");
    return 1;
  }
  const script = await missing();
  if (word === "--check") {
    if (script === undefined) return 0;
    console.error(`The migrations don't make what schema.prisma says. Missing:\n\n${script}`);
    return 2;
  }
  if (script === undefined) {
    console.log("The migrations already make what schema.prisma says.");
    return 0;
  }
  const stamp = wallClock.now().toISOString().replace(/\D/g, "").slice(0, 14);
  const file = path.join(FOLDER, "migrations", `${stamp}_${word}`, "migration.sql");
  await mkdir(path.dirname(file));
  await writeFile(file, script + rightsOf(script));
  console.log(`Wrote ${path.relative(process.cwd(), file)}. Read it before you keep it.`);
  return 0;
}

/** The statements between the migrations, applied to an empty database, and schema.prisma. */
async function missing(): Promise<string | undefined> {
  const embedded = await openEmbedded();
  const pool = embeddedPool(embedded, (error) => {
    throw error;
  });
  try {
    await migrate(pool, FOLDER);
    const schemaFile = path.join(FOLDER, "schema.prisma");
    const content = await readFile(schemaFile, "utf8");
    const files = [{ path: schemaFile, content }];
    const { stdout, exitCode } = await withSchemaEngine(pool, [schemaFile, content], (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", configDir: FOLDER, files },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: true,
        filters: NO_FILTER,
      }),
    );
    return exitCode === 2 ? (stdout ?? "") : undefined;
  } finally {
    await pool.end();
    await embedded.close();
  }
}

/** Each new table gets its policy, or the rights of a shell table. */
function rightsOf(script: string): string {
  const tables = [...script.matchAll(/^CREATE TABLE "(\w+)" \(([\s\S]*?)^\);/gm)];
  const lines = tables.map(([, table = "", columns = ""]) => {
    if (columns.includes('"organisation_id"') && !SHELL_TABLES.has(table))
      return `SELECT tandem_protect('"${table}"');`;
    return SHELL_TABLES.has(table) ? `SELECT tandem_share('"${table}"');` : `GRANT SELECT ON "${table}" TO tandem_app;`;
  });
  return lines.length === 0 ? "" : `\n-- Rights\n${lines.join("\n")}\n`;
}

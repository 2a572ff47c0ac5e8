import { Command, CommanderError } from "commander";
import { type App, createApp } from "./app.ts";
import { readCommandConfig } from "./config.ts";
import { addDoctorCommand } from "./command-line-doctor.ts";
import { addKeyCommands } from "./command-line-keys.ts";
import { addPeopleCommands } from "./command-line-people.ts";
import { addPrivacyCommands } from "./command-line-privacy.ts";
import { addRiskCommands } from "./command-line-risk.ts";
import { addSlackCommands } from "./command-line-slack.ts";
import { addTrainingCommands } from "./command-line-training.ts";
import { openDatabase } from "./db/open.ts";
import { bindWorkspace, createOrganisation, organisationBySlug, organisations } from "./db/shell.ts";
import { KINDS } from "./features/accounts/import/complaint.ts";
import { type ImportMap, readImportMap } from "./features/accounts/import/map.ts";
import { problemLine, reportLines } from "./features/accounts/import/sentences.ts";
import { createImportBar } from "./import-bar.ts";
import { wallClock } from "./kernel/clock.ts";
import { createIds, type OrganisationId } from "./kernel/ids.ts";
import { createSays, type Say } from "./locales/say.ts";
import { createLog } from "./log.ts";

type Write = (text: string) => void;

export interface CommandLineOutput {
  readonly out: Write;
  readonly err: Write;
  /** where progress is drawn, if somebody looks */
  readonly terminal: NodeJS.WritableStream;
}

const IMPORT_HELP = `
Files: ${KINDS.map((kind) => `${kind}.csv`).join(", ")}.
Their columns, and what a map holds, are in src/README.md, Files.
The rows go into the database of DATABASE_URL; without it, into the embedded one in the folder DATA_DIR (.data).
`;

/** The `tandem` command. @returns the exit code: 0 done, 1 refused with a sentence or something is broken, 2 done with complaints */
export async function runCommandLine(
  words: readonly string[],
  { out, err, terminal }: CommandLineOutput,
): Promise<number> {
  let code = 0;
  const program = new Command("tandem")
    .description("Keeps Customer Success Managers and Account Managers in step.")
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err });

  program
    .command("migrate")
    .description("brings the database up to date; starting the service does it too")
    .action(() => withApp(() => Promise.resolve(out("The database is up to date.\n"))));

  const org = program.command("org").description("organisations");
  org
    .command("list")
    .description("lists them")
    .action(() =>
      withApp(async ({ db }) => {
        for (const { slug, name } of await organisations(db.system)) out(`${slug}  ${name}\n`);
      }),
    );
  org
    .command("create <slug> <name>")
    .description("makes an organisation")
    .option("--workspace <team>", "the Slack workspace (team id) that belongs to it")
    .action((slug: string, name: string, { workspace }: { workspace?: string }) =>
      withApp(async ({ db }) => {
        if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
          throw new Error(
            `The slug "${slug}" isn't allowed. Use lower-case letters, digits and hyphens, for example northwind.`,
          );
        }
        const id = createIds(wallClock).next<"organisation">();
        if (!(await createOrganisation(db.system, { id, slug, name, createdAt: wallClock.now() }))) {
          throw new Error(`There is an organisation "${slug}" already. Choose another slug.`);
        }
        if (workspace && (await bindWorkspace(db.system, "slack", workspace, id)).kind === "bound-elsewhere") {
          throw new Error(
            `The workspace ${workspace} belongs to another organisation already; ${slug} was made without it.`,
          );
        }
        out(`Made the organisation ${slug}.\n`);
      }),
    );

  program
    .command("import <paths...>")
    .description("reads CSV files such as accounts.csv and usage.csv, singly or from folders")
    .option("--map <file>", "the files are another program's, and this JSON file says what is what; or: salesforce")
    .option("--backfill", "the files tell of the past: facts count as known when they happened, not as of now")
    .option("--org <slug>", "the organisation; not needed while there is one")
    .addHelpText("after", IMPORT_HELP)
    .action(async (paths: string[], { backfill = false, org, map: file }: ImportWords) => {
      const say = createSays()("en");
      const map = file === undefined ? undefined : await mapAt(file, say);
      await withApp(async (app) => {
        const organisation = await organisationOf(app, org);
        const bar = createImportBar({ terminal, say, wall: wallClock });
        const reports = await untilInterrupted((signal) =>
          app.importFiles(organisation, paths, { backfill, map, signal, onProgress: bar.show }),
        ).finally(bar.end);
        for (const line of reportLines(reports, say)) out(`${line}\n`);
        if (reports.some((report) => report.complaints.length > 0)) code = 2;
      });
    });

  addKeyCommands({
    program,
    out,
    withSealer: (use) => withApp(use),
    within: (slug, use) => withApp(async (app) => use({ ...app, organisation: await organisationOf(app, slug) })),
  });
  addPrivacyCommands({
    program,
    out,
    within: (slug, use) => withApp(async (app) => use({ ...app, organisation: await organisationOf(app, slug) })),
  });
  addPeopleCommands({
    program,
    out,
    within: (slug, use) => withApp(async (app) => use({ ...app, organisation: await organisationOf(app, slug) })),
  });
  const risk = program.command("risk").description("churn risk: how well it is told, and what is learned of the past");
  addRiskCommands({ risk, out, err, terminal, wall: wallClock, complained: () => (code = 2) });
  addTrainingCommands({
    risk,
    out,
    terminal,
    within: (slug, use) => withApp(async (app) => use({ ...app, organisation: await organisationOf(app, slug) })),
  });
  addDoctorCommand({ program, out, broken: () => (code = 1), open: createApp });
  addSlackCommands({
    program,
    out,
    oauth: () => readCommandConfig().slack?.oauth,
    organisation: (slug) => withApp((app) => organisationOf(app, slug)),
  });

  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    err(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  return code;
}

interface ImportWords {
  readonly backfill?: boolean;
  readonly org?: string;
  readonly map?: string;
}

/** @throws Error with a sentence for each problem */
async function mapAt(file: string, say: Say): Promise<ImportMap> {
  const read = await readImportMap(file);
  if (read.kind === "map") return read.map;
  throw new Error(read.problems.map((each) => problemLine(say, each)).join("\n"));
}

async function withApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const config = readCommandConfig();
  const log = createLog(config.logLevel, 2);
  const db = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, log });
  const app = await createApp({ config, db, log });
  try {
    return await use(app);
  } finally {
    await app.stop();
  }
}

/** Ctrl-C and SIGTERM abort the signal once; a second one ends the process as ever. */
async function untilInterrupted<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, interrupt);
  try {
    return await use(interrupted.signal);
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.removeListener(name, interrupt);
  }
}

async function organisationOf({ db }: App, slug: string | undefined): Promise<OrganisationId> {
  if (slug !== undefined) {
    const found = await organisationBySlug(db.system, slug);
    if (!found) throw new Error(`There is no organisation "${slug}".`);
    return found.id;
  }
  const all = await organisations(db.system);
  const [only, second] = all;
  if (!only)
    throw new Error(
      "There is no organisation yet. Make one, e.g. npm run -s tandem -- org create northwind Northwind.",
    );
  if (second)
    throw new Error(`There are several organisations; say which: --org ${all.map((each) => each.slug).join(" | ")}.`);
  return only.id;
}

import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { freePort } from "./free-port.ts";

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const FAST_SHUTDOWN = "SIGINT";
const HOW_TO_INSTALL =
  "No PostgreSQL server (15 or later) was found. On Debian: apt-get install postgresql; " +
  "elsewhere put the folder of initdb and postgres into PATH.";

/** A server made for one run. */
export interface PostgresServer {
  /** the database "tandem", whose owner and login "tandem" is an ordinary role that may make databases and roles */
  readonly url: string;
  /** of the postmaster */
  readonly pid: number;
}

/**
 * Runs `fn` with a PostgreSQL server that is made for it and thrown away afterwards.
 * @param settings of postgresql.conf; fsync is off unless it is among them
 * @throws Error that says how to get one, when there is no server's program
 */
export async function withPostgres<T>(
  fn: (server: PostgresServer) => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  const bin = await findBinaries();
  if (bin === undefined) throw new Error(HOW_TO_INSTALL);
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-postgres-"));
  try {
    return await onServer(bin, folder, { fsync: "off", max_connections: "60", ...settings }, fn);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder of initdb and postgres, the newest version first. */
export async function findBinaries(): Promise<string | undefined> {
  const debian = "/usr/lib/postgresql";
  const versions = (await readdir(debian).catch(() => [])).map(Number).sort((a, b) => b - a);
  const folders = [
    ...versions.filter((version) => version >= 15).map((version) => path.join(debian, String(version), "bin")),
    ...(process.env["PATH"] ?? "").split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, "initdb")) && existsSync(path.join(folder, "postgres")));
}

async function onServer<T>(
  bin: string,
  folder: string,
  given: Readonly<Record<string, string>>,
  fn: (server: PostgresServer) => Promise<T>,
): Promise<T> {
  const data = path.join(folder, "data");
  const user = unprivilegedUser();
  if (user) run("chown", [user, folder]);
  const as = (program: string, args: readonly string[]): [string, string[]] =>
    user
      ? ["setpriv", [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", path.join(bin, program), ...args]]
      : [path.join(bin, program), [...args]];
  const letters = process.platform === "darwin" ? "UTF-8" : "C.UTF-8";
  const locale = ["--encoding=UTF8", "--locale=C", `--lc-ctype=${letters}`];
  run(...as("initdb", ["-D", data, "-U", "postgres", "--auth=trust", ...locale, "--no-sync"]));
  const port = await freePort();
  const settings = Object.entries({ ...given, port: String(port), listen_addresses: "127.0.0.1" });
  const server = spawn(
    ...as("postgres", ["-D", data, "-k", folder, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])]),
    {
      stdio: ["ignore", "ignore", "pipe"],
      cwd: folder,
    },
  );
  let log = "";
  server.stderr.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)));
  const exited = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  try {
    await ready(
      `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
      () => server.exitCode !== null,
      () => log,
    );
    return await fn({ url: `postgres://tandem@127.0.0.1:${String(port)}/tandem`, pid: server.pid ?? 0 });
  } finally {
    server.kill(FAST_SHUTDOWN);
    await exited;
  }
}

/** The server's programs refuse root. */
function unprivilegedUser(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ["postgres", "nobody"].find((user) => spawnSync("id", ["-u", user]).status === 0);
}

async function ready(url: string, ended: () => boolean, log: () => string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query("create role tandem login createrole createdb");
      await client.query("create database tandem owner tandem");
      return;
    } catch (error) {
      if (ended() || waitedMs > START_TIMEOUT_MS) {
        throw new Error(`PostgreSQL did not start:\n${log()}`, { cause: error });
      }
      await wait(POLL_MS);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, [...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr}`, { cause: error });
}

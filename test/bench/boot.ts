import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { wallClock } from "../../src/kernel/clock.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type BenchCompany, filled } from "./bench-company.ts";
import { type Bench, type Contestant, type Figure, figure, type Scale, takeTurns } from "./harness.ts";
import { slashCommand } from "./load.ts";
import { startService, withSlack } from "./services.ts";

type Environment = Readonly<Record<string, string>>;

/** From the start of the process to the first signed command that is answered, on a database that is up to date. */
export const boot: Bench = {
  name: "boot",
  run: (scale) =>
    withSlack(async (environment) => [...(await embedded(scale, environment)), ...(await server(scale, environment))]),
};

/** Against a bare process that opens a copy of the same folder. */
async function embedded(scale: Scale, environment: Environment): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-boot-"));
  const [data, copy] = [path.join(folder, "data"), path.join(folder, "copy")];
  try {
    const company = await filled(undefined, { accounts: 200, csms: 10 }, data);
    await untilAnswered("tandem", company, { ...environment, DATA_DIR: data });
    await cp(data, copy, { recursive: true });
    const rounds = await takeTurns(scale, [
      contestant("tandem", () => untilAnswered("tandem", company, { ...environment, DATA_DIR: data })),
      contestant("pglite", () => untilReady({ DATA_DIR: copy })),
    ]);
    return [
      figure("boot: to the first ack, embedded ÷ opening PGlite", rounds.ratio("ms", "tandem", "pglite"), {
        atMost: 1.5,
      }),
      figure("boot: ms to the first ack, embedded", rounds.value("ms", "tandem")),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Against bare Bolt, which has no database. */
function server(scale: Scale, environment: Environment): Promise<Figure[]> {
  return withPostgres(async ({ url }) => {
    const company = await filled(url, { accounts: 200, csms: 10 });
    const own = { ...environment, DATABASE_URL: url };
    await untilAnswered("tandem", company, own);
    const rounds = await takeTurns(scale, [
      contestant("tandem", () => untilAnswered("tandem", company, own)),
      contestant("bolt", () => untilAnswered("bolt", company, {})),
    ]);
    return [
      figure("boot: to the first ack, PostgreSQL ÷ bare Bolt", rounds.ratio("ms", "tandem", "bolt"), { atMost: 3 }),
      figure("boot: ms to the first ack, PostgreSQL", rounds.value("ms", "tandem")),
    ];
  });
}

function contestant(name: string, bootMs: () => Promise<number>): Contestant {
  return { name, run: async () => ({ ms: await bootMs() }) };
}

async function untilAnswered(
  program: "tandem" | "bolt",
  company: BenchCompany,
  environment: Environment,
): Promise<number> {
  const startedMs = wallClock.monotonicMs();
  const service = await startService(program, environment);
  const answer = await slashCommand(service.url, { user: company.user(0), command: "/tandem", text: "help" });
  const tookMs = wallClock.monotonicMs() - startedMs;
  await service.stop();
  if (!answer.includes("/account")) throw new Error(`${program} answered ${answer}`);
  return tookMs;
}

async function untilReady(environment: Environment): Promise<number> {
  const startedMs = wallClock.monotonicMs();
  const service = await startService("pglite", environment);
  const tookMs = wallClock.monotonicMs() - startedMs;
  await service.stop();
  return tookMs;
}

import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from "./embedded.ts";

/**
 * PGlite's own session is a superuser, whom no policy binds. Its connections therefore act as an
 * ordinary role that owns the database, as on a PostgreSQL server.
 */
const OWNER = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'tandem_owner') then
    create role tandem_owner login createrole;
  end if;
  execute format('alter database %I owner to tandem_owner', current_database());
  alter schema public owner to tandem_owner;
end
$$`;

async function open({ folder, dump }: WorkerOptions): Promise<PGlite> {
  const pglite = await PGlite.create({
    extensions: { pg_trgm },
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump === undefined ? {} : { loadDataDir: new Blob([dump]) }),
  });
  await pglite.exec(OWNER);
  return pglite;
}

async function answer(pglite: PGlite, request: WorkerRequest): Promise<Uint8Array<ArrayBuffer>> {
  switch (request.kind) {
    case "bytes":
      return new Uint8Array(await pglite.execProtocolRaw(request.bytes));
    case "dump":
      return new Uint8Array(await (await pglite.dumpDataDir("none")).arrayBuffer());
    case "close":
      await pglite.close();
      return new Uint8Array(0);
  }
}

const port = parentPort;
if (!port) throw new Error("embedded-worker.ts is the worker of db/embedded.ts");

function send(message: WorkerAnswer): void {
  port?.postMessage(message, message.ok ? [message.bytes.buffer] : []);
}

function failure(id: number, error: unknown): WorkerAnswer {
  return { id, ok: false, problem: error instanceof Error ? error.message : String(error) };
}

const opening = open(workerData as WorkerOptions);
let turn: Promise<void> = opening.then(
  () => send({ id: 0, ok: true, bytes: new Uint8Array(0) }),
  (error: unknown) => send(failure(0, error)),
);

port.on("message", (request: WorkerRequest) => {
  turn = turn
    .then(async () => send({ id: request.id, ok: true, bytes: await answer(await opening, request) }))
    .catch((error: unknown) => send(failure(request.id, error)))
    .then(() => {
      if (request.kind === "close") port.close();
    });
});

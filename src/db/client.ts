import pg from "pg";
import type { ClientBase, CustomTypesConfig, Pool, PoolConfig } from "pg";
import type { Embedded } from "./embedded.ts";
import { embeddedStream } from "./embedded-stream.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const TURN_TIMEOUT_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** From the asking, so it covers those before it in the pipeline: longer than any of them may run or wait for locks. */
const ANSWER_TIMEOUT_MS = 60_000;
const LOCK_TIMEOUT_MS = 10_000;
const MIGRATION_LOCK_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** PostgreSQL's own 4 is for disks that turn: it reads whole tables where a few look-ups do. */
const RANDOM_PAGE_COST = 1.1;

/** Statements are made for one plan each; planning an account card's anew was a sixth of the server's work for it. */
const PLAN_CACHE_MODE = "force_generic_plan";

const OID = { int8: 20, textArray: 1009, int8Array: 1016, date: 1082, dateArray: 1182 } as const;

/**
 * How columns are read: `date` as "YYYY-MM-DD", `int8` as a number, `numeric` as a string,
 * `timestamptz` as a Date. An `int8` beyond a safe integer is an error.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text" | "binary" = "text") =>
    (format === "text" ? OWN_PARSERS.get(oid) : undefined) ??
    standardParser(oid, format)) as CustomTypesConfig["getTypeParser"],
};

type Parser = (value: string) => unknown;

const OWN_PARSERS: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [OID.int8, safeInteger],
  [OID.int8Array, (value) => texts(value).map((item) => (item === null ? null : safeInteger(item)))],
  [OID.date, String],
  [OID.dateArray, texts],
]);

const standardParser = pg.types.getTypeParser as (oid: number, format: "text" | "binary") => Parser;

function texts(value: string): (string | null)[] {
  return standardParser(OID.textArray, "text")(value) as (string | null)[];
}

function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond a safe integer`);
  return number;
}

export interface PostgresOptions {
  readonly url: string;
  /** how many connections at most */
  readonly max?: number;
  /** a connection that hasn't answered a statement by then is given up */
  readonly answerTimeoutMs?: number;
  /** told of connections that broke while nobody used them */
  readonly onError: (error: Error) => void;
}

/** A pool on a PostgreSQL server; connections are made when first needed. */
export function postgresPool({ url, max = 10, answerTimeoutMs = ANSWER_TIMEOUT_MS, onError }: PostgresOptions): Pool {
  return watched(
    {
      connectionString: url,
      max,
      application_name: "tandem",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: answerTimeoutMs,
      keepAlive: true,
      onConnect: setting({
        timezone: "UTC",
        random_page_cost: RANDOM_PAGE_COST,
        plan_cache_mode: PLAN_CACHE_MODE,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        lock_timeout: LOCK_TIMEOUT_MS,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      }),
    },
    onError,
  );
}

/** A pool of one for migrations, whose statements may take long. */
export function migrationPool(url: string): Pool {
  return watched(
    {
      connectionString: url,
      max: 1,
      application_name: "tandem migrations",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      onConnect: setting({ timezone: "UTC", lock_timeout: MIGRATION_LOCK_TIMEOUT_MS }),
    },
    () => undefined,
  );
}

/** A pool of one on the embedded database, which has one session. */
export function embeddedPool(embedded: Embedded, onError: (error: Error) => void): Pool {
  return watched(
    {
      user: "postgres",
      database: "postgres",
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: TURN_TIMEOUT_MS,
      stream: () => embeddedStream(embedded),
      onConnect: setting({ random_page_cost: RANDOM_PAGE_COST }),
    },
    onError,
  );
}

/** A broken connection without a listener would end the process, idle or in use. */
function watched(config: PoolConfig, onError: (error: Error) => void): Pool {
  const pool = new pg.Pool({ ...config, types: columnTypes, pipeline: true });
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * By `set_config`, because poolers in between drop what stands in the start-up packet. The pool waits
 * for the promise, which its types don't say.
 */
function setting(values: Readonly<Record<string, string | number>>): (client: ClientBase) => void {
  const calls = Object.entries(values).map(([name, value]) => `set_config('${name}', '${String(value)}', false)`);
  const statement = `select ${calls.join(", ")}`;
  const run: (client: ClientBase) => unknown = (client) => client.query(statement);
  return run;
}

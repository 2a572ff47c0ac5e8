import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import type { SqlMigrationAwareDriverAdapterFactory, SqlResultSet } from "@prisma/driver-adapter-utils";
import type { SchemaEngine, SchemaFilter } from "@prisma/schema-engine-wasm";
import pg from "pg";
import type { Pool, QueryResult } from "pg";

const OID_CHAR = 18;
const OID_TEXT = 25;
const CHAR_MARK = "char:";

export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * Prisma's schema engine as WebAssembly, on a pool of one. Nothing is downloaded and no process
 * is started.
 * @param schema path and text of schema.prisma
 * @param fn is also given what PostgreSQL said of the last script that failed
 */
export async function withSchemaEngine<T>(
  pool: Pool,
  schema: readonly [string, string],
  fn: (engine: SchemaEngine, scriptProblem: () => string | undefined) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await import("./schema-engine-wasm.ts");
  let problem: string | undefined;
  const factory = bindMigrationAwareSqlAdapterFactory(fitForMigrations(pool, (said) => (problem = said)));
  const engine = await SchemaEngine.new({ datamodels: [[...schema]] }, () => undefined, factory);
  try {
    return await fn(engine, () => problem);
  } finally {
    engine.free();
  }
}

/**
 * adapter-pg cuts a script at each semicolon, also inside a function's body, and can't read the
 * type "char" of the catalogue's tables.
 */
function fitForMigrations(pool: Pool, onProblem: (said: string) => void): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(charAsText(pool));
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const adapter = await factory.connect();
      adapter.executeScript = async (script) => {
        await pool.query(script).catch((error: unknown) => {
          if (!(error instanceof pg.DatabaseError)) throw error;
          onProblem(error.message);
          throw new DriverAdapterError(describe(error));
        });
      };
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (query) => asChar(await queryRaw(query));
      return adapter;
    },
  };
}

/** Lets the adapter read "char" as a text, with a mark by which `asChar` finds the column. */
function charAsText(pool: Pool): Pool {
  const query = async (...args: Parameters<Pool["query"]>) => {
    const result = await (pool.query(...args) as unknown as Promise<QueryResult>);
    for (const field of result.fields.filter(({ dataTypeID }) => dataTypeID === OID_CHAR)) {
      field.dataTypeID = OID_TEXT;
      field.name = CHAR_MARK + field.name;
    }
    return result;
  };
  return new Proxy(pool, {
    get: (target, name): unknown => (name === "query" ? query : Reflect.get(target, name)),
  });
}

function asChar(result: SqlResultSet): SqlResultSet {
  return {
    ...result,
    columnTypes: result.columnTypes.map((type, at) =>
      result.columnNames[at]?.startsWith(CHAR_MARK) ? ColumnTypeEnum.Character : type,
    ),
    columnNames: result.columnNames.map((name) => (name.startsWith(CHAR_MARK) ? name.slice(CHAR_MARK.length) : name)),
  };
}

function describe(error: pg.DatabaseError): DriverAdapterError["cause"] {
  const { code = "", severity = "ERROR", message, detail, column, hint } = error;
  return { kind: "postgres", code, severity, message, detail, column, hint };
}

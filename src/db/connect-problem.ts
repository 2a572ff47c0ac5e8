import pg from "pg";

/**
 * Why a PostgreSQL server can't be used, as sentences to whoever set DATABASE_URL; its password is never repeated.
 * @returns undefined when it is another matter
 */
export function connectProblem(url: string, error: unknown): Error | undefined {
  const said = sentenceOf(url, error);
  return said === undefined ? undefined : new Error(said, { cause: error });
}

function sentenceOf(url: string, error: unknown): string | undefined {
  const code = codeOf(error);
  if (code === "ERR_INVALID_URL" || error instanceof URIError) {
    return "DATABASE_URL can't be read as an address. Write special characters in its password as in an address, e.g. %40 for @ and %25 for %.";
  }
  const { host, port, user, database } = partsOf(url);
  const place = `${host}:${String(port)}`;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `DATABASE_URL names the host "${host}", which can't be found. Check how it is spelled, and that this machine is in its network.`;
    case "ECONNREFUSED":
    case "ENOENT":
      return `DATABASE_URL names ${place}, where nothing answers. Check the host and the port, and that PostgreSQL runs there.`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `DATABASE_URL names ${place}, which can't be reached. Check the host, the port, and firewalls on the way.`;
    case "28P01":
    case "28000":
      return `PostgreSQL at ${place} refused the user "${user}" of DATABASE_URL. Check the user and the password in it, and that this user may log in from here.`;
    case "3D000":
      return `PostgreSQL at ${place} has no database "${database}", which DATABASE_URL names. Make it, e.g. createdb ${database}, or name another one.`;
    default:
      return undefined;
  }
}

interface Parts {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** As the client itself understands the address. */
function partsOf(url: string): Parts {
  const { host, port, user = "", database = "" } = new pg.Client({ connectionString: url });
  return { host, port, user, database };
}

/** An SQLSTATE or a system error's code. The client gives none where it waited too long or lacks a password. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (/timeout expired|connection timeout/i.test(error.message)) return "ETIMEDOUT";
  return /password must be a(?: non-empty)? string/.test(error.message) ? "28P01" : undefined;
}

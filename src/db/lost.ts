/** The connection to the database broke, or there was none to be had. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** true: COMMIT was sent and its answer never came, so what was decided stands, or it doesn't */
  readonly committing: boolean;
  constructor(committing: boolean, cause: unknown) {
    super(committing ? "The connection broke while committing." : "The database can't be reached.", { cause });
    this.committing = committing;
  }
}

/** SQLSTATE classes of broken and refused connections, a full server, a server that goes down or comes up. */
const STATES = /^(08...|53300|57P0[123])$/;
const SOCKET = /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What the driver says without a code. */
const WORDS = /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout exce)/;

/** True for an error after which nothing more comes over that connection. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ConnectionLost) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return STATES.test(code) || SOCKET.test(code) || WORDS.test(error.message);
}

import { NEVER_LEFT } from "../never-left.ts";
import type { SendOutcome } from "../platform.ts";

/** What came of a send that failed. */
export type Failure = Exclude<SendOutcome, { kind: "sent" }>;

/** What nodemailer says of a failure. Words of the server are left aside: they hold the reader's address. */
interface MailError {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

const ENHANCED = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/;
/** What the server says there is said of us, and not of the message: it is sent once somebody has mended it. */
const OURS = /^(?:CONN|EHLO|HELO|STARTTLS|AUTH\b.*|MAIL FROM)$/;
const OUR_CODES: ReadonlySet<string> = new Set(["EAUTH", "ENOAUTH", "EDNS", "ETLS", "ECONFIG", "EPROXY"]);

/**
 * What a failure means for the message. By RFC 5321 a reply of 5xx is for good and one of 4xx for now; without a reply
 * nobody knows, unless nothing ever left.
 */
export function outcomeOf(error: unknown): Failure {
  const { code, command, response, responseCode } = typeof error === "object" && error ? (error as MailError) : {};
  const stage = typeof command === "string" ? command : "";
  const name = typeof code === "string" ? code : "failed";
  if (typeof responseCode === "number") {
    const detail = typeof response === "string" ? (ENHANCED.exec(response)?.[1] ?? "") : "";
    const problem = `${String(responseCode)} ${detail}`.trim();
    if (responseCode < 500 || OURS.test(stage) || OUR_CODES.has(name)) return { kind: "passing", problem };
    return stage === "RCPT TO" ? { kind: "address-gone", problem } : { kind: "not-allowed", problem };
  }
  if (OUR_CODES.has(name)) return { kind: "passing", problem: name };
  if (name === "EENVELOPE" || name === "EMESSAGE") return { kind: "not-allowed", problem: name };
  const cause = causeOf(error);
  return cause !== undefined && NEVER_LEFT.has(cause)
    ? { kind: "passing", problem: cause }
    : { kind: "ambiguous", problem: cause ?? name };
}

/** What the system called it: nodemailer puts its own code over it. */
function causeOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  return /\bE[A-Z]{4,}\b/.exec(message)?.[0];
}

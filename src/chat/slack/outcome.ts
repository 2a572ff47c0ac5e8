import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import { NEVER_LEFT } from "../never-left.ts";
import type { SendOutcome } from "../platform.ts";
import { NotInstalled, TokenUnknown } from "./client.ts";

/** What came of a call that failed. */
export type Failure = Exclude<SendOutcome, { kind: "sent" }>;

/** Nobody is there any more, or nobody who would let us in. */
const GONE: ReadonlySet<string> = new Set([
  "channel_not_found",
  "is_archived",
  "is_inactive",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "invalid_auth",
  "not_authed",
  "user_not_found",
  "users_not_found",
  "user_disabled",
  "user_not_visible",
  "cannot_dm_bot",
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
  "team_not_found",
  "team_access_not_granted",
  "app_uninstalled",
]);

/** Slack did nothing and may do it in a moment. */
const PASSING: ReadonlySet<string> = new Set([
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
  "accesslimited",
  "update_failed",
  "external_channel_migrating",
]);

const TOO_FAST: ReadonlySet<string> = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/** By Slack's own words a part of it may have happened. */
const PERHAPS_DONE: ReadonlySet<string> = new Set(["internal_error", "fatal_error", "unknown_error", "timeout"]);

const DEFAULT_WAIT_MS = 30_000;

/** What a failed call means for the message it carried. Whatever isn't known for sure is ambiguous. */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof NotInstalled) return { kind: "address-gone", problem: "not_installed" };
  if (error instanceof TokenUnknown) return { kind: "passing", problem: "token unknown" };
  if (error instanceof WebAPIRateLimitedError) return { kind: "slow-down", waitMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) return outcomeOfCode(error.data.error);
  if (error instanceof WebAPIHTTPError) return outcomeOfStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    return code !== undefined && NEVER_LEFT.has(code)
      ? { kind: "passing", problem: code }
      : { kind: "ambiguous", problem: code ?? error.original.name };
  }
  return { kind: "ambiguous", problem: error instanceof Error ? error.name : "unknown" };
}

/** @param code Slack's `error`, or whatever stood in its place */
function outcomeOfCode(code: unknown): Failure {
  if (typeof code !== "string" || !/^[a-z][a-z0-9_:-]{1,79}$/.test(code))
    return { kind: "ambiguous", problem: "no answer of Slack's" };
  if (TOO_FAST.has(code)) return { kind: "slow-down", waitMs: DEFAULT_WAIT_MS };
  if (GONE.has(code)) return { kind: "address-gone", problem: code };
  if (PASSING.has(code)) return { kind: "passing", problem: code };
  if (PERHAPS_DONE.has(code)) return { kind: "ambiguous", problem: code };
  return { kind: "not-allowed", problem: code };
}

function outcomeOfStatus(status: number): Failure {
  const problem = `http ${status}`;
  return status >= 400 && status < 500 && status !== 408
    ? { kind: "not-allowed", problem }
    : { kind: "ambiguous", problem };
}

function networkCode(error: Error): string | undefined {
  const { cause } = error;
  const from = cause instanceof Error ? cause : error;
  return "code" in from && typeof from.code === "string" ? from.code : undefined;
}

import { LogLevel, WebAPIPlatformError, WebClient, type FetchFunction, type WebAPICallResult } from "@slack/web-api";
import type { Log } from "../../kernel/log.ts";
import { createLru } from "../../kernel/lru.ts";
import { retryAfterSeconds } from "../retry-after.ts";

export interface SlackClientParts {
  /** the bot token of a workspace; undefined when the app isn't installed there */
  readonly token: (workspace: string) => Promise<string | undefined> | string | undefined;
  /** told when Slack says that a token is good no more */
  readonly refused?: (workspace: string, token: string) => void;
  /** another server than Slack's */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  /** 10 s when left out */
  readonly timeoutMs?: number;
}

/** By Slack's own words the token, not the call, is what it refuses. */
const TOKEN_REFUSED: ReadonlySet<string> = new Set([
  "account_inactive",
  "app_uninstalled",
  "invalid_auth",
  "token_expired",
  "token_revoked",
]);

/** Calls one Web API method once: no retries, no queue that waits. @throws what `outcomeOf` tells apart */
export type SlackCall = (
  workspace: string,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<WebAPICallResult>;

/** There is no token for the workspace. */
export class NotInstalled extends Error {
  override readonly name = "NotInstalled";
}

/** The workspace's token could not be read; nothing was asked of Slack. */
export class TokenUnknown extends Error {
  override readonly name = "TokenUnknown";
}

export function createSlackCall(parts: SlackClientParts): SlackCall {
  const clients = createLru<WebClient>(100);
  return async (workspace, method, parameters) => {
    const secret = await readToken(parts, workspace);
    if (secret === undefined) throw new NotInstalled("the app is not installed in this workspace");
    let client = clients.get(secret);
    if (!client) {
      client = createClient(secret, parts);
      clients.set(secret, client);
    }
    try {
      return await client.apiCall(method, { ...parameters });
    } catch (error) {
      if (isTokenRefused(error)) parts.refused?.(workspace, secret);
      throw error;
    }
  };
}

/** A client that makes each call once. @param token left out for the calls that need none */
export function createClient(
  token: string | undefined,
  { apiUrl, log, timeoutMs = 10_000 }: Pick<SlackClientParts, "apiUrl" | "log" | "timeoutMs">,
): WebClient {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: fetchWithSaneRetryAfter,
    logger: sdkLogger(log),
  });
}

export function isTokenRefused(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && TOKEN_REFUSED.has(error.data.error);
}

async function readToken({ token, log }: SlackClientParts, workspace: string): Promise<string | undefined> {
  try {
    return await token(workspace);
  } catch (error) {
    log.error({ err: error, workspace }, "the token of a workspace could not be read");
    throw new TokenUnknown("the token of this workspace could not be read", { cause: error });
  }
}

// The client turns a 429 whose Retry-After is no number into an error that can't be told from others.
const fetchWithSaneRetryAfter: FetchFunction = async (url, init) => {
  const response = await fetch(url, init);
  if (response.status !== 429) return response;
  await response.body?.cancel();
  const seconds = retryAfterSeconds(response.headers.get("retry-after"));
  return new Response(null, { status: 429, headers: { "retry-after": String(seconds) } });
};

/** What Bolt and the web client have to say goes to our log at its quietest; it may name a channel, never a secret. */
export function sdkLogger(log: Log): {
  debug(): void;
  info(): void;
  warn(...words: unknown[]): void;
  error(...words: unknown[]): void;
  setLevel(): void;
  getLevel(): LogLevel;
  setName(): void;
} {
  const note = (...words: unknown[]): void => {
    log.debug({ detail: words.map(String).join(" ").slice(0, 500) }, "Slack's SDK notes");
  };
  return { debug() {}, info() {}, warn: note, error: note, setLevel() {}, getLevel: () => LogLevel.WARN, setName() {} };
}

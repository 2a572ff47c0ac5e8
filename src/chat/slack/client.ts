import { LogLevel, WebClient, type FetchFunction, type WebAPICallResult } from "@slack/web-api";
import type { Log } from "../../kernel/log.ts";
import { createLru } from "../../kernel/lru.ts";
import { retryAfterSeconds } from "../retry-after.ts";

export interface SlackClientParts {
  /** the bot token of a workspace; undefined when the app isn't installed there */
  readonly token: (workspace: string) => string | undefined;
  /** another server than Slack's */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  /** 10 s when left out */
  readonly timeoutMs?: number;
}

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

export function createSlackCall({ token, apiUrl, log, timeoutMs = 10_000 }: SlackClientParts): SlackCall {
  const clients = createLru<WebClient>(100);
  return async (workspace, method, parameters) => {
    const secret = token(workspace);
    if (secret === undefined) throw new NotInstalled("the app is not installed in this workspace");
    let client = clients.get(secret);
    if (!client) {
      client = new WebClient(secret, {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        timeout: timeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        fetch: fetchWithSaneRetryAfter,
        logger: sdkLogger(log),
      });
      clients.set(secret, client);
    }
    return client.apiCall(method, { ...parameters });
  };
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

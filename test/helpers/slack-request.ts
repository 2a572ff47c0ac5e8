import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { WallClock } from "../../src/kernel/clock.ts";
import type { Log } from "../../src/kernel/log.ts";

export const SIGNING_SECRET = "a-signing-secret-of-the-tests";

/** The instant at which the tests' requests are made. */
export const REQUEST_AT = new Date("2026-12-09T08:00:00Z");

/** Real time that stands still at REQUEST_AT until it is moved. */
export function stillWall(start: Date = REQUEST_AT): WallClock & { move(ms: number): void } {
  let movedMs = 0;
  return {
    now: () => new Date(start.getTime() + movedMs),
    monotonicMs: () => movedMs,
    move(ms) {
      movedMs += ms;
    },
  };
}

export interface SignedRequest {
  readonly method: "POST";
  readonly url: "/slack/events";
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/** Slack's v0 signature: hex HMAC-SHA256 of "v0:<seconds>:<raw body>". */
export function slackSignature(secret: string, seconds: number, body: string | Buffer): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${seconds}:`).update(body).digest("hex")}`;
}

/** A request as Slack signs it, for fastify's inject() or fetch(). */
export function signedRequest(
  payload: string,
  {
    contentType = "application/json",
    at = REQUEST_AT,
    secret = SIGNING_SECRET,
    headers = {},
  }: {
    contentType?: string;
    at?: Date;
    secret?: string;
    headers?: Record<string, string>;
  } = {},
): SignedRequest {
  const seconds = Math.floor(at.getTime() / 1000);
  return {
    method: "POST",
    url: "/slack/events",
    payload,
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": slackSignature(secret, seconds, payload),
      ...headers,
    },
  };
}

/** One file of test/replay: how Slack sends it and what stands in it. */
export interface Replay {
  readonly as: "command" | "payload" | "json";
  readonly body: Readonly<Record<string, unknown>>;
}

/** A replay as a signed request. */
export function signedReplay({ as, body }: Replay, at: Date = REQUEST_AT, secret = SIGNING_SECRET): SignedRequest {
  if (as === "json") return signedRequest(JSON.stringify(body), { at, secret });
  const form =
    as === "command"
      ? new URLSearchParams(body as Record<string, string>)
      : new URLSearchParams({ payload: JSON.stringify(body) });
  return signedRequest(form.toString(), { at, secret, contentType: "application/x-www-form-urlencoded" });
}

export interface ApiCall {
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly json: unknown;
}

export interface LocalApi {
  readonly url: string;
  readonly calls: ApiCall[];
  close(): Promise<void>;
}

/** A real HTTP server in Slack's place: it writes down every call and answers as it is told. */
export async function startApi(
  answer: (call: ApiCall, response: ServerResponse, request: IncomingMessage) => void,
): Promise<LocalApi> {
  const calls: ApiCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const isJson = request.headers["content-type"]?.startsWith("application/json") ?? false;
      const call: ApiCall = {
        method: (request.url ?? "").replace(/^\/(api\/)?/, ""),
        parameters: isJson ? {} : Object.fromEntries(new URLSearchParams(text)),
        json: isJson ? JSON.parse(text) : undefined,
      };
      calls.push(call);
      answer(call, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers like Slack when all is well. */
export function wellAnswer(call: ApiCall): object {
  switch (call.method) {
    case "chat.postMessage":
    case "chat.update":
      return { ok: true, channel: call.parameters["channel"], ts: call.parameters["ts"] ?? "1733731200.000100" };
    case "chat.postEphemeral":
      return { ok: true, message_ts: "1733731200.000200" };
    case "conversations.open":
      return { ok: true, channel: { id: "D0ANNA" } };
    case "views.open":
    case "views.push":
    case "views.update":
      return { ok: true, view: { id: "V0FORM", hash: "156.aa" } };
    default:
      return { ok: true };
  }
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** A log that keeps what it is told. */
export function keptLog(): Log & {
  readonly lines: { level: string; fields: Record<string, unknown>; message: string }[];
} {
  const lines: { level: string; fields: Record<string, unknown>; message: string }[] = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

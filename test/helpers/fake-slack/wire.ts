import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { isJson, unpack } from "../../../src/demo/slack/shapes.ts";
import type { Json } from "./shapes.ts";

const MOST_BYTES = 4 * 1024 * 1024;

/** @throws when the sender went away */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const STRUCTURED = ["blocks", "metadata", "view", "attachments", "errors"];

/** A call's arguments, sent as a form or as JSON; what can't be read stays a string. */
export function argsOf(body: string, contentType: string): Json {
  if (contentType.startsWith("application/json")) {
    const read = unpack(body);
    return isJson(read) ? read : {};
  }
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(body));
  for (const name of STRUCTURED) if (name in args) args[name] = unpack(args[name]);
  return args;
}

export function tokenOf(request: IncomingMessage, args: Json): string {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1]?.trim();
  return bearer ?? (typeof args["token"] === "string" ? args["token"] : "");
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: string;
}

export function jsonAnswer(body: Json, status = 200): Answer {
  return { status, type: "application/json; charset=utf-8", body: JSON.stringify(body) };
}

/** Resolves when the answer is out or the receiver has gone. */
export function send(response: ServerResponse, { status, headers = {}, type, body }: Answer): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.writeHead(status, { ...headers, "content-type": type });
    response.end(body, resolve);
  });
}

/** Byte by byte; ends early when the receiver has gone. */
export async function drip(
  response: ServerResponse,
  { status, type, body }: Answer,
  bytesPerSecond: number,
  stopped: AbortSignal,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { "content-type": type, "content-length": bytes.length });
  response.flushHeaders();
  for (let at = 0; at < bytes.length && !response.destroyed && !stopped.aborted; at++) {
    response.write(bytes.subarray(at, at + 1));
    await pause(1000 / bytesPerSecond, undefined, { signal: stopped }).catch(() => undefined);
  }
  if (!response.destroyed) response.end();
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { WireFault } from "./faults.ts";

export type Json = Readonly<Record<string, unknown>>;

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

/**
 * Answers as the fault lets be answered.
 * @param well what the call would be answered without it
 */
export async function sendBadly(
  response: ServerResponse,
  fault: WireFault,
  well: Answer,
  stopped: AbortSignal,
): Promise<void> {
  switch (fault.kind) {
    case "never-arrived":
    case "reply-lost":
      response.destroy();
      return;
    case "hang":
      return new Promise((resolve) => response.once("close", resolve));
    case "drip":
      return drip(response, well, fault.bytesPerSecond, stopped);
    case "html":
      return send(response, { status: 200, type: "text/html", body: "<!doctype html><title>Sign in</title>" });
    case "cut-json":
      return send(response, { ...well, body: well.body.slice(0, well.body.length / 2) });
    case "empty":
      return send(response, { ...well, body: "" });
  }
}

/** Byte by byte; ends early when the receiver has gone. */
async function drip(
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

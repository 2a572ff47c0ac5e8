import { createHmac } from "node:crypto";
import type { WallClock } from "../../kernel/clock.ts";
import { isJson, type Json } from "./shapes.ts";

export interface Signed {
  readonly url: string;
  readonly signingSecret: string;
  readonly wall: WallClock;
  /** Slack gives an app three seconds */
  readonly answerWithinMs: number;
}

export type Answer =
  | { readonly kind: "answered"; readonly text: string; readonly json: Json | undefined }
  | { readonly kind: "failed"; readonly because: string };

/** Posts a body as Slack does: signed with v0 HMAC-SHA256 over "v0:timestamp:body". */
export async function postSigned(to: Signed, body: string, contentType: string): Promise<Answer> {
  const timestamp = String(Math.floor(to.wall.now().getTime() / 1000));
  const digest = createHmac("sha256", to.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  try {
    const response = await fetch(to.url, {
      method: "POST",
      headers: {
        "content-type": contentType,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": `v0=${digest}`,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      },
      body,
      signal: AbortSignal.timeout(to.answerWithinMs),
    });
    const text = await response.text();
    if (!response.ok) return { kind: "failed", because: `http ${response.status}` };
    return { kind: "answered", text, json: jsonOf(text) };
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return { kind: "failed", because: late ? "operation_timeout" : "dispatch_failed" };
  }
}

/** Interactivity comes as a form with one field. The header must be exactly this, without a charset. */
export function postPayload(to: Signed, payload: Json): Promise<Answer> {
  return postForm(to, { payload: JSON.stringify(payload) });
}

export function postForm(to: Signed, fields: Readonly<Record<string, string>>): Promise<Answer> {
  return postSigned(to, new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded");
}

export function postEvent(to: Signed, envelope: Json): Promise<Answer> {
  return postSigned(to, JSON.stringify(envelope), "application/json");
}

function jsonOf(text: string): Json | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

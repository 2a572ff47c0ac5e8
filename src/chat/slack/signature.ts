import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Slack's window, in both directions. */
const MOST_SECONDS_APART = 300;

/**
 * Checks Slack's v0 signature (docs.slack.dev/authentication/verifying-requests-from-slack) over the raw body.
 * A header given twice arrives joined by a comma and is refused like any other wrong form.
 * @returns the signature, which names this very request; undefined when it isn't Slack's or not of now
 */
export function verifiedSignature(
  signingSecret: string,
  headers: IncomingHttpHeaders,
  rawBody: Uint8Array,
  now: Date,
): string | undefined {
  const signature = headers["x-slack-signature"];
  const timestamp = headers["x-slack-request-timestamp"];
  if (typeof signature !== "string" || !/^v0=[0-9a-f]{64}$/.test(signature)) return undefined;
  if (typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MOST_SECONDS_APART) return undefined;
  const expected = createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), "hex")) ? signature : undefined;
}

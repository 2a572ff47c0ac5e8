import { oneLine } from "../kernel/text.ts";
import type { FetchOutcome } from "./platform.ts";

export interface FetchParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly mostBytes: number;
  /** for the whole of it */
  readonly timeoutMs: number;
}

const MOST_NAME = 200;
/** of one message */
export const MOST_FILES = 20;
export const FILE_TIMEOUT_MS = 60_000;
/** A backslash, a space or a letter of another script is read in more than one way. */
const PLAIN = /^https?:\/\/[\x21-\x5b\x5d-\x7e]+$/;

/** An address that can be read in one way only, and names nobody to sign in as. */
export function plainAddress(address: string): URL | undefined {
  if (!PLAIN.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.username === "" && url.password === "" ? url : undefined;
}

/** A file's name as somebody gave it, on one line. */
export function fileName(name: string): string {
  return oneLine(name).slice(0, MOST_NAME).toWellFormed();
}

/**
 * Gets one address, in one request: a redirect would carry a token, or a customer's data, elsewhere.
 * A page in place of a file is how a platform asks to sign in.
 */
export async function fetchFile(
  address: string,
  { headers = {}, mostBytes, timeoutMs }: FetchParts,
): Promise<FetchOutcome> {
  try {
    const response = await fetch(address, { headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const { status, body } = response;
    const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
    if (status !== 200 || isPage) {
      await body?.cancel();
      const isPassing = status === 429 || status >= 500;
      return { kind: isPassing ? "passing" : "refused", problem: isPage ? "a page" : `http ${String(status)}` };
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      // Leaving the loop cancels the rest.
      if (bytes > mostBytes) return { kind: "too-big" };
      chunks.push(chunk);
    }
    return { kind: "fetched", bytes: Buffer.concat(chunks) };
  } catch (error) {
    return { kind: "passing", problem: error instanceof Error ? error.name : "unknown" };
  }
}

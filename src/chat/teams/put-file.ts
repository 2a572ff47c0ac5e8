import { FILE_TIMEOUT_MS } from "../fetch-file.ts";

/** What came of putting a file somewhere. */
export type PutOutcome =
  | { readonly kind: "put" }
  | { readonly kind: "refused"; readonly problem: string }
  | { readonly kind: "passing"; readonly problem: string };

/** Puts a whole file to one address, in one request: a redirect would carry it elsewhere. Put twice, it is there once. */
export async function putFile(address: string, bytes: Uint8Array): Promise<PutOutcome> {
  const range = `bytes 0-${String(bytes.length - 1)}/${String(bytes.length)}`;
  try {
    const { status, body } = await fetch(address, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "content-range": range },
      body: Buffer.from(bytes),
      redirect: "manual",
      signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    });
    await body?.cancel();
    if (status === 200 || status === 201) return { kind: "put" };
    const isPassing = status === 429 || status >= 500;
    return { kind: isPassing ? "passing" : "refused", problem: `http ${String(status)}` };
  } catch (error) {
    return { kind: "passing", problem: error instanceof Error ? error.name : "unknown" };
  }
}

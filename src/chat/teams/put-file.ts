import { FILE_TIMEOUT_MS } from "../fetch-file.ts";

/** What came of putting a file somewhere. */
export type PutOutcome =
  | { readonly kind: "put" }
  | { readonly kind: "refused"; readonly problem: string }
  /** `mayBeThere`: the file may have been taken all the same */
  | { readonly kind: "passing"; readonly problem: string; readonly mayBeThere: boolean };

/**
 * Puts a whole file to one address, in one request: a redirect would carry it elsewhere. An address that has taken it
 * is used up, so that a second try may be refused although the file is there.
 */
export async function putFile(address: string, bytes: Uint8Array, signal: AbortSignal): Promise<PutOutcome> {
  const range = `bytes 0-${String(bytes.length - 1)}/${String(bytes.length)}`;
  try {
    const { status, body } = await fetch(address, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream", "content-range": range },
      body: Buffer.from(bytes),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(FILE_TIMEOUT_MS)]),
    });
    // Its words are of no use, and that they broke off says nothing of the file.
    await body?.cancel().catch(() => undefined);
    if (status === 200 || status === 201) return { kind: "put" };
    const problem = `http ${String(status)}`;
    if (status === 429) return { kind: "passing", problem, mayBeThere: false };
    return status >= 500 ? { kind: "passing", problem, mayBeThere: true } : { kind: "refused", problem };
  } catch (error) {
    return { kind: "passing", problem: error instanceof Error ? error.name : "unknown", mayBeThere: true };
  }
}

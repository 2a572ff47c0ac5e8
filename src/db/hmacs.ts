import { createHmac, hkdfSync } from "node:crypto";
import type { OrganisationId } from "../kernel/ids.ts";

/** What stands for a text where the text itself isn't kept: one HMAC a key, that of the newest first. */
export type Hmacs = (organisation: OrganisationId, text: string) => readonly [string, ...string[]];

const KEY_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) by keys that HKDF (RFC 5869) derives from the encryption keys; base64url.
 * @param encryptionKeys of 32 bytes each, the newest first
 * @param purpose the same text for two purposes is two HMACs
 */
export function createHmacs(encryptionKeys: () => readonly [Buffer, ...Buffer[]], purpose: string): Hmacs {
  let derived: readonly [Buffer, ...Buffer[]] | undefined;
  return (organisation, text) => {
    derived ??= derivedFrom(encryptionKeys(), purpose);
    const hashed = `${organisation}\n${text}`;
    const hmacBy = (key: Buffer): string => createHmac("sha256", key).update(hashed, "utf8").digest("base64url");
    const [first, ...older] = derived;
    return [hmacBy(first), ...older.map(hmacBy)];
  };
}

function derivedFrom(
  [first, ...older]: readonly [Buffer, ...Buffer[]],
  purpose: string,
): readonly [Buffer, ...Buffer[]] {
  const derive = (key: Buffer): Buffer => Buffer.from(hkdfSync("sha256", key, "", purpose, KEY_BYTES));
  return [derive(first), ...older.map(derive)];
}

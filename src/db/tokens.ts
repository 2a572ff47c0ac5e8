import { createHmac, hkdfSync } from "node:crypto";
import type { OrganisationId } from "../kernel/ids.ts";

/** What nobody guesses, 22 letters of base64url, and the same whenever it is asked for with the same words. */
export type Tokens = (organisation: OrganisationId, words: string) => string;

const KEY_BYTES = 32;
const TOKEN_BYTES = 16;

/**
 * The first 128 bits of HMAC-SHA256, by a key that HKDF (RFC 5869) derives from the newest encryption key: what is sent
 * twice leads to the same place, and no place has to keep the token itself.
 */
export function createTokens(encryptionKeys: () => readonly [Buffer, ...Buffer[]]): Tokens {
  let derived: Buffer | undefined;
  return (organisation, words) => {
    derived ??= Buffer.from(hkdfSync("sha256", encryptionKeys()[0], "", "tandem tokens of letters", KEY_BYTES));
    const hashed = createHmac("sha256", derived).update(`${organisation}\n${words}`, "utf8").digest();
    return hashed.subarray(0, TOKEN_BYTES).toString("base64url");
  };
}

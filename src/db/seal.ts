import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** What a sealed value belongs to; moved elsewhere or put back after a change, it can't be opened. */
export interface SealedPlace {
  readonly table: string;
  /** the row's key, e.g. organisation, platform and workspace */
  readonly row: readonly string[];
  readonly version: number;
}

export interface Sealed {
  /** which key it was sealed with */
  readonly keyId: string;
  /** nonce, ciphertext and tag */
  readonly sealed: Buffer;
}

export interface Sealer {
  seal(plain: string, place: SealedPlace): Sealed;
  /** @throws SealBroken when the key isn't known, or the value was changed, moved, or is of another version */
  open(sealed: Sealed, place: SealedPlace): string;
  /** what is sealed with another key ought to be sealed anew */
  readonly keyId: string;
}

/** The value can't be opened. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LETTERS = 12;

/**
 * Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits; table, row and version are
 * authenticated beside it.
 * @param keys of 32 bytes each: the first seals, the others still open
 */
export function createSealer([first, ...others]: readonly [Buffer, ...Buffer[]]): Sealer {
  const keys = new Map([first, ...others].map((key) => [keyIdOf(key), key]));
  const keyId = keyIdOf(first);
  return {
    keyId,
    seal(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", first, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(beside(place));
      return {
        keyId,
        sealed: Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]),
      };
    },
    open({ keyId: of, sealed }, place) {
      const key = keys.get(of);
      if (!key) {
        throw new SealBroken(`a secret of ${place.table} was sealed with the key ${of}, which ENCRYPTION_KEY lacks`);
      }
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(beside(place));
        decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
        const ciphertext = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
      } catch (error) {
        throw new SealBroken(`a secret of ${place.table} was changed or moved`, { cause: error });
      }
    },
  };
}

function beside({ table, row, version }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([table, ...row, version]), "utf8");
}

/** Says which key it is without saying anything of it. */
function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("tandem key id").update(key).digest("hex").slice(0, KEY_ID_LETTERS);
}

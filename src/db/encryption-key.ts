import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createSealer, type Sealer } from "./seal.ts";

export interface EncryptionKeys {
  /** the first seals, all open; undefined: one is made once and kept in the folder */
  readonly encryptionKeys: readonly [Buffer, ...Buffer[]] | undefined;
  readonly dataDir: string;
}

const FILE = "encryption.key";
const KEY_BYTES = 32;

/**
 * The sealer of this process. Where no key is configured, one is read or made when something is first sealed or opened.
 * @throws Error, when first used, with a sentence when the kept key can't be read
 */
export function openSealer(given: EncryptionKeys): Sealer {
  let made: Sealer | undefined;
  const sealer = (): Sealer => (made ??= createSealer(keysOf(given)));
  return {
    get keyId() {
      return sealer().keyId;
    },
    seal: (plain, place) => sealer().seal(plain, place),
    open: (sealed, place) => sealer().open(sealed, place),
  };
}

/**
 * The encryption keys, the newest first.
 * @throws Error with a sentence when the kept key can't be read
 */
export function keysOf({ encryptionKeys, dataDir }: EncryptionKeys): readonly [Buffer, ...Buffer[]] {
  return encryptionKeys ?? [keptKey(dataDir)];
}

/** Linked into its place when it is whole, so that of two processes that make one both use the first. */
function keptKey(folder: string): Buffer {
  const file = path.join(folder, FILE);
  const known = readKey(file);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  try {
    chmodSync(draft, 0o600);
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const kept = readKey(file);
  if (!kept) throw new Error(`${file} was removed while it was read. Try again.`);
  return kept;
}

function readKey(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const key = Buffer.from(text, "base64");
  if (/^[A-Za-z0-9+/]{43}=$/.test(text) && key.length === KEY_BYTES) return key;
  throw new Error(`${file} doesn't hold 32 bytes in base64. Put back the key that was there, or set ENCRYPTION_KEY.`);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

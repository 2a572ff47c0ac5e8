import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSealer } from "../src/db/encryption-key.ts";

const PLACE = { table: "installation", row: ["acme", "slack", "T1"], version: 1 };

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "tandem-key-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe("where no key is configured", () => {
  test("one is made when something is first sealed, and kept for this user alone", () => {
    const folder = path.join(dataDir, "new");
    const sealer = openSealer({ encryptionKeys: undefined, dataDir: folder });
    expect(readdirSync(dataDir)).toEqual([]);
    const sealed = sealer.seal("secret", PLACE);
    expect(readdirSync(folder)).toEqual(["encryption.key"]);
    expect(statSync(path.join(folder, "encryption.key")).mode & 0o777).toBe(0o600);
    expect(openSealer({ encryptionKeys: undefined, dataDir: folder }).open(sealed, PLACE)).toBe("secret");
  });

  test("two that make one in the same moment use the same", () => {
    const [one, other] = [1, 2].map(() => openSealer({ encryptionKeys: undefined, dataDir }));
    expect(one?.keyId).toBe(other?.keyId);
  });

  test("what was spoilt is not replaced, for everything sealed with it would be lost", () => {
    writeFileSync(path.join(dataDir, "encryption.key"), "spoilt");
    expect(() => openSealer({ encryptionKeys: undefined, dataDir }).keyId).toThrow(/doesn't hold 32 bytes in base64/);
    expect(readFileSync(path.join(dataDir, "encryption.key"), "utf8")).toBe("spoilt");
  });

  test("a configured one is used in its place, and nothing is kept", () => {
    const key = Buffer.alloc(32, 7);
    expect(openSealer({ encryptionKeys: [key], dataDir }).seal("secret", PLACE).keyId).toMatch(/^[0-9a-f]{12}$/);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createSealer, type SealedPlace } from "../src/db/seal.ts";

const PLACE: SealedPlace = { table: "installation", row: ["acme", "slack", "T1"], version: 1 };

describe("a sealed secret", () => {
  const sealer = createSealer([randomBytes(32)]);
  const token = "xoxb-1234-ünïcode";
  const sealed = sealer.seal(token, PLACE);

  test("opens where it was put", () => {
    expect(sealer.open(sealed, PLACE)).toBe(token);
  });

  test("shows nothing of itself, and looks different each time", () => {
    expect(sealed.sealed.includes(Buffer.from("xoxb"))).toBe(false);
    expect(sealer.seal(token, PLACE).sealed.equals(sealed.sealed)).toBe(false);
  });

  test.each([
    ["another table", { ...PLACE, table: "ingest_key" }],
    ["another row", { ...PLACE, row: ["acme", "slack", "T2"] }],
    ["another organisation whose name runs on", { ...PLACE, row: ['acme","slack', "T1"] }],
    ["an earlier version", { ...PLACE, version: 2 }],
  ])("doesn't open in %s", (_where, place) => {
    expect(() => sealer.open(sealed, place)).toThrow();
  });

  test("doesn't open when any one of its bytes was changed", () => {
    for (let at = 0; at < sealed.sealed.length; at++) {
      const changed = Buffer.from(sealed.sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealer.open({ ...sealed, sealed: changed }, PLACE)).toThrow();
    }
  });
});

describe("a key that takes another's place", () => {
  const [old, young] = [randomBytes(32), randomBytes(32)];
  const before = createSealer([old]).seal("secret", PLACE);

  test("seals from now on, while the old one still opens", () => {
    const both = createSealer([young, old]);
    expect(both.open(before, PLACE)).toBe("secret");
    expect(both.keyId).not.toBe(before.keyId);
    expect(createSealer([young]).open(both.seal("secret", PLACE), PLACE)).toBe("secret");
  });

  test("alone can't open what the old one sealed, and says which key is missing", () => {
    expect(() => createSealer([young]).open(before, PLACE)).toThrow(before.keyId);
  });
});

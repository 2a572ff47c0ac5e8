import { describe, expect, test } from "vitest";
import type { AccountId, PersonId } from "../src/kernel/ids.ts";
import {
  type Audience,
  type FieldName,
  mayRead,
  type Role,
  ROLES,
  type Scope,
  TABLE,
  Visible,
} from "../src/kernel/permissions.ts";

const anna = "anna" as PersonId;
const marta = "marta" as PersonId;
const olga = "olga" as PersonId;
const scope: Scope = {
  account: "a" as AccountId,
  csm: anna,
  am: marta,
  managers: [olga],
  others: [],
  engaged: [],
  region: "dach",
  poolOpen: false,
};

function reader(person: PersonId, roles: Role[], region?: string): Audience {
  return { kind: "person", reader: { person, roles, region, covers: [] } };
}
function channel(clearance: "commercial" | "operations" | "none", ...members: Role[][]): Audience {
  return { kind: "channel", clearance, members, outsiders: false };
}

describe("in private", () => {
  test("the account's CSM reads its ARR, another CSM doesn't", () => {
    expect(mayRead(reader(anna, ["csm"]), "arr", scope)).toBe(true);
    expect(mayRead(reader("ben" as PersonId, ["csm"]), "arr", scope)).toBe(false);
  });

  test("a pool's AM reads the ARR only while an item is open, and only in their region", () => {
    const pool = "jonas" as PersonId;
    expect(mayRead(reader(pool, ["am"], "dach"), "arr", scope)).toBe(false);
    expect(mayRead(reader(pool, ["am"], "dach"), "arr", { ...scope, poolOpen: true })).toBe(true);
    expect(mayRead(reader(pool, ["am"], "us"), "arr", { ...scope, poolOpen: true })).toBe(false);
  });

  test("money at risk never opens to the pool", () => {
    expect(mayRead(reader("jonas" as PersonId, ["am"], "dach"), "money-at-risk", { ...scope, poolOpen: true })).toBe(
      false,
    );
  });

  test("a manager reads their team's accounts, not another's", () => {
    expect(mayRead(reader(olga, ["manager"]), "risk", scope)).toBe(true);
    expect(mayRead(reader("otto" as PersonId, ["manager"]), "risk", scope)).toBe(false);
  });

  test("who covers for the CSM reads what the CSM reads", () => {
    const cover: Audience = {
      kind: "person",
      reader: { person: "ben" as PersonId, roles: ["csm"], region: undefined, covers: [anna] },
    };
    expect(mayRead(cover, "arr", scope)).toBe(true);
  });

  test("a colleague knows the band, not the probability, and an admin neither", () => {
    expect(mayRead(reader("kim" as PersonId, ["colleague"]), "risk-band", scope)).toBe(true);
    expect(mayRead(reader("kim" as PersonId, ["colleague"]), "risk", scope)).toBe(false);
    expect(mayRead(reader("ada" as PersonId, ["admin"]), "risk-band", scope)).toBe(false);
  });

  test("somebody without any role reads nothing at all", () => {
    for (const field of Object.keys(TABLE) as FieldName[])
      expect(mayRead(reader("x" as PersonId, []), field, scope)).toBe(false);
  });
});

describe("in a channel", () => {
  test("amounts need a commercial clearance, scores one for operations", () => {
    expect(mayRead(channel("commercial", ["csm"]), "arr", scope)).toBe(true);
    expect(mayRead(channel("operations", ["csm"]), "arr", scope)).toBe(false);
    expect(mayRead(channel("operations", ["csm"]), "risk", scope)).toBe(true);
    expect(mayRead(channel("none", ["csm"]), "risk", scope)).toBe(false);
  });

  test("a member counts by role, not by assignment", () => {
    expect(mayRead(channel("commercial", ["csm"], ["am"], ["manager"]), "arr", scope)).toBe(true);
  });

  test("its weakest member decides", () => {
    expect(mayRead(channel("commercial", ["csm"], ["colleague"]), "arr", scope)).toBe(false);
    expect(mayRead(channel("commercial", ["csm"], []), "profile", scope)).toBe(false);
  });

  test("one outsider closes every field", () => {
    for (const field of Object.keys(TABLE) as FieldName[]) {
      expect(
        mayRead({ kind: "channel", clearance: "commercial", members: [["csm"]], outsiders: true }, field, scope),
      ).toBe(false);
    }
  });

  test("notes stand in no channel, whoever is in it", () => {
    for (const role of ROLES) expect(mayRead(channel("commercial", [role]), "risk-notes", scope)).toBe(false);
  });
});

describe("a visible value", () => {
  test("opens for who may read it and is undefined for others", () => {
    const arr = new Visible("arr", scope, 48_000);
    expect(arr.open(reader(anna, ["csm"]))).toBe(48_000);
    expect(arr.open(reader("kim" as PersonId, ["colleague"]))).toBeUndefined();
  });

  test("says nothing when it is logged", () => {
    expect(JSON.stringify(new Visible("arr", scope, 48_000))).not.toContain("48");
  });
});

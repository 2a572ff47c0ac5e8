import { describe, expect, test } from "vitest";
import {
  decideHands,
  decideOwner,
  type Kind,
  mayAct,
  mayApprove,
  needsApproval,
  percentIn,
  scopeFor,
} from "../src/features/requests/decide.ts";
import { escalatedTo, leadersOf } from "../src/features/leading.ts";
import type { Person } from "../src/kernel/directory.ts";
import { mayRead } from "../src/kernel/permissions.ts";
import { accountId, anna, ben, chen, fullPerson, jonas, marta, olga, privately, scopeOf } from "./examples/fixed.ts";

const northwind = accountId(1);
const scope = scopeOf(northwind);
const withoutAm = scopeOf(northwind, { am: undefined });
const people: readonly Person[] = [
  fullPerson(anna, "en", "csm"),
  fullPerson(ben, "en", "csm"),
  fullPerson(marta, "en", "am"),
  fullPerson(jonas, "en", "am"),
  fullPerson(olga, "en", "manager"),
  { ...fullPerson(chen, "en", "manager"), region: "apac" },
];
const person = (ref: typeof anna): Person => {
  const found = people.find(({ id }) => id === ref.id);
  if (!found) throw new Error(`no ${ref.name}`);
  return found;
};
const pool = (open: ReadonlyMap<string, number> = new Map()) =>
  people.map((each) => ({ person: each, openRequests: open.get(each.id) ?? 0 }));
const owner = (kind: Kind, of = scope, { responsible }: { responsible?: typeof ben.id } = { responsible: ben.id }) => {
  const decided = decideOwner(kind, of, people, { responsible, pool: pool(new Map([[marta.id, 2]])) });
  return decided.kind === "nobody" ? decided.kind : `${decided.kind} ${decided.person.name}`;
};

describe("whom a request goes to", () => {
  test.each([
    ["commercial", "am Marta Silva"],
    ["complaint", "am Marta Silva"],
    ["technical", "slot Ben Ito"],
  ] as const)("a %s one: %s", (kind, to) => {
    expect(owner(kind)).toBe(to);
  });

  test("without an AM the region's AM with the fewest, and never the account's CSM", () => {
    expect(owner("commercial", withoutAm)).toBe("pool Jonas Weber");
    expect(owner("commercial", scopeOf(northwind, { am: undefined, csm: jonas.id }))).toBe("pool Marta Silva");
  });

  test("without any who could, the region's manager, then the account's, then anybody who leads, and else nobody", () => {
    const elsewhere = scopeOf(northwind, { am: undefined, region: "apac" });
    expect(owner("commercial", elsewhere)).toBe("manager Chen Wei");
    expect(owner("commercial", { ...elsewhere, region: "nordics" })).toBe("manager Olga Orlova");
    expect(owner("technical", elsewhere, {})).toBe("manager Olga Orlova");
    expect(owner("technical", scope, {})).toBe("manager Olga Orlova");
    const alone = decideOwner("technical", scope, [person(anna)], { responsible: undefined, pool: [] });
    expect(alone).toEqual({ kind: "nobody" });
  });
});

describe("who may act", () => {
  const request = { kind: "commercial", owner: marta.id } as const;
  test.each([
    [marta, true],
    [olga, true],
    [anna, false],
    [jonas, false],
    [ben, false],
  ])("on a commercial request: %o %s", (who, may) => {
    expect(mayAct(request, { scope }, person(who))).toBe(may);
  });

  test("the CSM on what isn't commercial, a cover, whoever it was handed to, and the pool where there is no AM", () => {
    expect(mayAct({ kind: "complaint", owner: marta.id }, { scope }, person(anna))).toBe(true);
    expect(mayAct(request, { scope }, { ...person(ben), covers: [marta.id] })).toBe(true);
    expect(mayAct({ ...request, owner: jonas.id }, { scope }, person(jonas))).toBe(true);
    expect(mayAct(request, { scope: withoutAm }, person(jonas))).toBe(true);
    expect(mayAct(request, { scope: withoutAm }, { ...person(jonas), region: "apac" })).toBe(false);
  });

  test("the pool where the AM has left, but not the CSM, and of a technical one nobody more", () => {
    const left = { scope, amLeft: true };
    expect(mayAct(request, left, person(jonas))).toBe(true);
    expect(mayAct(request, left, { ...person(jonas), region: "apac" })).toBe(false);
    expect(mayAct(request, left, person(anna))).toBe(false);
    expect(mayAct({ ...request, kind: "technical" }, left, person(jonas))).toBe(false);
  });

  test("whoever has a request reads it, within what their role may read at all", () => {
    const handed = (who: typeof anna, role: "am" | "csm" | "colleague") => {
      const audience = privately(who, role);
      const lent = scopeFor(audience, scope, who.id);
      return [mayRead(audience, "requests", lent), mayRead(audience, "price", lent)];
    };
    expect(handed(jonas, "am")).toEqual([true, true]);
    expect(handed(ben, "csm")).toEqual([true, false]);
    expect(handed(chen, "colleague")).toEqual([true, false]);
    const other = privately(jonas, "am");
    expect(mayRead(other, "requests", scopeFor(other, scope, marta.id))).toBe(false);
  });

  test("it is handed to AMs and managers; what isn't commercial also to who holds a slot of the account", () => {
    const names = (kind: Kind) => decideHands({ kind, owner: marta.id }, scope, people).map(({ name }) => name);
    expect(names("commercial")).toEqual([jonas, olga, chen].map(({ name }) => name));
    expect(names("technical")).toEqual([anna, jonas, olga, chen].map(({ name }) => name));
  });
});

describe("a discount", () => {
  test.each([
    ["15", 15],
    [" 12,5 % ", 12.5],
    ["0.25", 0.25],
    ["100", 100],
    ["", undefined],
  ])("%j is %s", (typed, value) => {
    expect(percentIn(typed)).toEqual({ kind: "percent", value });
  });
  test.each(["0", "-5", "100.01", "101", "ten", "1.234", "1e1", "٣", "5%%"])("%j is none", (typed) => {
    expect(percentIn(typed)).toEqual({ kind: "wrong" });
  });

  test("needs a manager of the account above ten percent, once, while it is open", () => {
    const request = { discountPercent: 10, approved: undefined, state: "open" } as const;
    expect(needsApproval(request)).toBe(false);
    expect(needsApproval({ ...request, discountPercent: 10.01 })).toBe(true);
    expect(needsApproval({ ...request, discountPercent: undefined })).toBe(false);
    const approved = { by: olga.id, at: new Date("2026-11-24T08:00:00Z") };
    expect(needsApproval({ ...request, discountPercent: 20, approved })).toBe(false);
    expect(needsApproval({ ...request, discountPercent: 20, state: "closed" })).toBe(false);
    expect([olga, chen, marta].map((who) => mayApprove(scope, person(who)))).toEqual([true, false, false]);
  });
});

describe("who leads", () => {
  test("nearest first: the account's manager, the region's, any", () => {
    expect(leadersOf(scope, people).map(({ name }) => name)).toEqual(["Olga Orlova", "Chen Wei"]);
    expect(leadersOf({ managers: [], region: "apac" }, people).map(({ name }) => name)).toEqual([
      "Chen Wei",
      "Olga Orlova",
    ]);
  });

  test("what is late goes above who is late, never to them, to who asked, or to who may not read it", () => {
    const led = { ...scope, managers: [olga.id, chen.id] };
    expect(escalatedTo("requests", marta.id, led, people)?.name).toBe("Olga Orlova");
    expect(escalatedTo("requests", olga.id, led, people)?.name).toBe("Chen Wei");
    expect(escalatedTo("requests", marta.id, led, people, [olga.id])?.name).toBe("Chen Wei");
    expect(escalatedTo("requests", chen.id, led, people, [olga.id])).toBeUndefined();
    expect(escalatedTo("requests", olga.id, scope, people)).toBeUndefined();
    const underChen = people.map((each) => (each.id === marta.id ? { ...each, manager: chen.id } : each));
    expect(escalatedTo("requests", marta.id, led, underChen)?.name).toBe("Chen Wei");
    expect(escalatedTo("requests", marta.id, scope, underChen)?.name).toBe("Olga Orlova");
    const underBen = people.map((each) => (each.id === marta.id ? { ...each, manager: ben.id } : each));
    expect(escalatedTo("requests", marta.id, led, underBen)?.name).toBe("Olga Orlova");
  });
});

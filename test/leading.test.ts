import { describe, expect, test } from "vitest";
import { loopOwner } from "../src/features/nps/loop-decide.ts";
import { receiverOf } from "../src/features/opportunities/handover-decide.ts";
import { decideAskee } from "../src/features/questions/decide.ts";
import { decideRoute } from "../src/features/opportunities/decide.ts";
import { decideOwners } from "../src/features/renewals/owners.ts";
import { decideOwner } from "../src/features/requests/decide.ts";
import type { Scope } from "../src/kernel/permissions.ts";
import { escalatedTo, leadersOf, leadersReading } from "../src/features/leading.ts";
import type { Person } from "../src/kernel/directory.ts";
import { accountId, anna, ben, chen, fullPerson, jonas, marta, olga, scopeOf } from "./examples/fixed.ts";

/** Olga and Ben lead; Chen is the executive above both. Anna looks after the customer, Marta sells to it. */
const leading = (person: Person, manager: Person["id"] | undefined, region = "dach"): Person => ({
  ...person,
  region,
  manager,
});
const people: readonly Person[] = [
  leading(fullPerson(chen, "en", "exec"), undefined),
  leading(fullPerson(olga, "en", "manager"), chen.id),
  leading(fullPerson(ben, "en", "manager"), chen.id, "us"),
  leading(fullPerson(anna, "en", "csm"), olga.id),
  leading(fullPerson(marta, "en", "am"), ben.id),
  leading(fullPerson(jonas, "en", "am"), undefined),
];
const scope = scopeOf(accountId(1), { csm: anna.id, am: marta.id, managers: [olga.id, ben.id], region: "dach" });
const find = (id: Person["id"]): Person => people.find((each) => each.id === id) ?? fullPerson(anna, "en", "csm");

describe("whose manager it goes to", () => {
  test("is that of who is late, whatever leads the customer besides", () => {
    expect(escalatedTo("requests", marta.id, scope, people)?.id).toBe(ben.id);
    expect(escalatedTo("requests", anna.id, scope, people)?.id).toBe(olga.id);
  });

  test("is the next one up where their own one is who hands it on: an executive, of what executives read", () => {
    expect(escalatedTo("risk", anna.id, scope, people, [olga.id])?.id).toBe(chen.id);
    expect(escalatedTo("contract-dates", olga.id, scope, people)?.id).toBe(chen.id);
    expect(escalatedTo("opportunity", anna.id, scope, people, [olga.id])?.id).toBe(ben.id);
  });

  test("is never one who may not read it: a pool's leader leads no customer that they were given none of", () => {
    const pooled = { ...scope, am: undefined, managers: [olga.id] };
    for (const field of ["requests", "contract-dates"] as const)
      expect(escalatedTo(field, marta.id, pooled, people)?.id).toBe(olga.id);
    const ofBen = { ...pooled, managers: [olga.id, ben.id] };
    expect(escalatedTo("opportunity", marta.id, ofBen, people)?.id).toBe(ben.id);
    expect(escalatedTo("requests", marta.id, pooled, people, [olga.id])).toBeUndefined();
  });

  test("without one is the region's, of a customer that is every manager's, else any", () => {
    const everyones = { ...scope, managers: [olga.id, ben.id], csm: undefined, am: undefined };
    expect(escalatedTo("requests", jonas.id, { ...everyones, region: "us" }, people)?.id).toBe(ben.id);
    expect(escalatedTo("requests", jonas.id, { ...everyones, region: "dach" }, people)?.id).toBe(olga.id);
    expect(escalatedTo("requests", jonas.id, { ...everyones, region: "apac" }, people)).toBeDefined();
  });

  test("who leads a customer is its CSM's manager before its AM's, not whoever was added first", () => {
    expect(leadersOf(scope, people).map(({ id }) => id)).toEqual([olga.id, ben.id]);
    const turned = people.map((each) => (each.id === anna.id ? { ...each, manager: ben.id } : each));
    expect(leadersOf({ ...scope, am: undefined }, turned).map(({ id }) => id)).toEqual([ben.id, olga.id]);
  });

  test("is only of those who may read it, whatever waits for a manager: a region's who leads others is told of nothing", () => {
    const ofChen = { ...scope, am: undefined, managers: [chen.id] };
    const at = people.map((each) => (each.id === anna.id ? { ...each, active: false, manager: chen.id } : each));
    expect(leadersOf(ofChen, at).map(({ id }) => id)).toEqual([olga.id, ben.id]);
    expect(leadersReading("opportunity", ofChen, at)).toEqual([]);
    expect(loopOwner(ofChen, at)).toBeUndefined();
    expect(receiverOf({ asked: undefined, answered: undefined }, undefined, ofChen, at)).toBeUndefined();
    expect(decideAskee("csm", ofChen, at, marta.id)).toEqual({ kind: "nobody" });
    const ofOlga = { ...ofChen, managers: [chen.id, olga.id] };
    expect(leadersReading("opportunity", ofOlga, at).map(({ id }) => id)).toEqual([olga.id]);
    expect(loopOwner(ofOlga, at)?.id).toBe(olga.id);
    expect(decideAskee("csm", ofOlga, at, marta.id)).toMatchObject({ kind: "instead", person: { id: olga.id } });
  });

  test("what its own Account Manager passed goes to their manager, not to the region's", () => {
    const passed = { passed: [marta.id], tried: [] };
    const managers = [find(ben.id), find(olga.id)];
    expect(decideRoute(scope, find(marta.id), [], managers, passed)).toMatchObject({ manager: { id: ben.id } });
    expect(decideRoute({ ...scope, am: undefined }, undefined, [], managers)).toMatchObject({
      manager: { id: olga.id },
    });
  });

  test("people who lead each other in a circle end nobody's search", () => {
    const circle = people.map((each) => (each.id === chen.id ? { ...each, manager: olga.id } : each));
    expect(escalatedTo("risk", anna.id, scope, circle, [olga.id, chen.id, ben.id])).toBeUndefined();
  });
});

describe("who stands in for an Account Manager", () => {
  const free = { openClaims: 0, lastClaimAt: undefined, openRequests: 0 };
  /** Whom an offer, a request and the terms of a renewal go to, by the one rule. */
  const standIns = (of: Scope, at: readonly Person[]): (string | undefined)[] => {
    const pool = at.map((each) => ({ person: each, ...free }));
    const am = at.find(({ id }) => id === of.am);
    const offer = decideRoute(of, am, pool, leadersOf(of, at));
    const request = decideOwner("commercial", of, at, { responsible: undefined, pool });
    return [
      offer.kind === "pool" ? offer.first.name : offer.kind === "manager" ? offer.manager.name : offer.kind,
      request.kind === "nobody" ? request.kind : request.person.name,
      decideOwners(of, at, new Map(), undefined).terms?.name,
    ];
  };
  const thrice = (name: string): string[] => [name, name, name];
  const left = people.map((each) => (each.id === marta.id ? { ...each, active: false } : each));

  test("is the pool of the region, also where the account's own has left, and never its CSM", () => {
    expect(standIns({ ...scope, am: undefined, csm: marta.id }, people)).toEqual(thrice("Jonas Weber"));
    expect(standIns(scope, left)).toEqual(thrice("Jonas Weber"));
  });

  test("is the region's manager where the pool is empty, before the CSM's own, and then whoever leads", () => {
    expect(standIns({ ...scope, am: undefined, region: "us" }, people)).toEqual(thrice("Ben Ito"));
    expect(standIns({ ...scope, am: undefined, region: "apac" }, people)).toEqual(thrice("Olga Orlova"));
    expect(standIns({ ...scope, am: undefined, csm: olga.id, region: "apac" }, people)).toEqual(thrice("Ben Ito"));
  });
});

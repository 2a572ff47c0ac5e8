import { describe, expect, test } from "vitest";
import { fixedTime, type WorkCalendar } from "../src/kernel/business-time.ts";
import type { Person } from "../src/kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../src/kernel/ids.ts";
import type { Role, Scope } from "../src/kernel/permissions.ts";
import {
  decideClaim,
  decideProposal,
  decideRoute,
  type Opportunity,
  UNTOUCHED,
} from "../src/features/opportunities/decide.ts";

const NINE = new Date("2026-11-23T08:00:00Z");

const calendar: WorkCalendar = {
  zone: "Europe/Berlin",
  workdays: [1, 2, 3, 4, 5],
  opens: fixedTime("09:00"),
  closes: fixedTime("17:00"),
  quietFrom: fixedTime("18:00"),
  quietTo: fixedTime("08:00"),
  holidays: new Set(),
};

function person(name: string, roles: Role[], more: Partial<Person> = {}): Person {
  return {
    id: name as PersonId,
    name,
    email: undefined,
    roles,
    region: "dach",
    manager: undefined,
    locale: "en",
    calendar,
    digestAt: fixedTime("08:00"),
    active: true,
    covers: [],
    cover: undefined,
    ...more,
  };
}

const anna = person("anna", ["csm"]);
const marta = person("marta", ["am"]);
const jonas = person("jonas", ["am"]);
const olga = person("olga", ["manager"]);

const scope: Scope = {
  account: "northwind" as AccountId,
  csm: anna.id,
  am: undefined,
  managers: [olga.id],
  others: [],
  engaged: [],
  region: "dach",
  poolOpen: true,
};

const offered: Opportunity = {
  ...UNTOUCHED,
  id: "more-seats" as OpportunityId,
  account: scope.account,
  product: "more seats",
  benefit: "the warehouse team waits for logins every Monday",
  stage: "routed",
  spottedBy: anna.id,
  assignee: marta.id,
  pool: true,
  region: "dach",
};

describe("a press on Claim", () => {
  test("by an AM of the pool wins, with contact promised two working days later", () => {
    expect(decideClaim(offered, scope, jonas, NINE)).toEqual({
      kind: "claimed",
      contactBy: new Date("2026-11-25T08:00:00Z"),
      bothSlots: false,
    });
  });

  test("on a Friday promises contact by Tuesday", () => {
    const friday = new Date("2026-11-27T08:00:00Z");
    expect(decideClaim(offered, scope, jonas, friday)).toMatchObject({ contactBy: new Date("2026-12-01T08:00:00Z") });
  });

  test("by the account's CSM is refused, whatever other role they have elsewhere", () => {
    expect(decideClaim(offered, scope, { ...anna, roles: ["csm", "am"] }, NINE)).toEqual({ kind: "csm-refused" });
  });

  test("by somebody who covers for the CSM is refused too", () => {
    expect(decideClaim(offered, scope, { ...jonas, covers: [anna.id] }, NINE)).toEqual({ kind: "csm-refused" });
  });

  test("by one person who holds both slots of the account wins, and is marked", () => {
    const both = person("anna", ["csm", "am"]);
    expect(
      decideClaim({ ...offered, pool: false, assignee: both.id }, { ...scope, am: both.id }, both, NINE),
    ).toMatchObject({
      kind: "claimed",
      bothSlots: true,
    });
  });

  test("by the winner again says that it is theirs already", () => {
    const claimed = { by: jonas.id, at: NINE, contactBy: NINE };
    expect(decideClaim({ ...offered, stage: "claimed", claimed }, scope, jonas, NINE).kind).toBe("already-yours");
  });

  test("by the loser names who has it, and since when", () => {
    const claimed = { by: jonas.id, at: NINE, contactBy: NINE };
    expect(decideClaim({ ...offered, stage: "claimed", claimed }, scope, marta, NINE)).toEqual({
      kind: "taken",
      by: jonas.id,
      at: NINE,
    });
  });

  test("by the CSM after somebody claimed tells who has it rather than refusing", () => {
    const claimed = { by: jonas.id, at: NINE, contactBy: NINE };
    expect(decideClaim({ ...offered, stage: "claimed", claimed }, scope, anna, NINE).kind).toBe("taken");
  });

  test("while the account is at risk is held", () => {
    const parked = { because: "at-risk", since: NINE } as const;
    expect(decideClaim({ ...offered, parked }, scope, jonas, NINE)).toEqual({ kind: "parked", parked });
  });

  test("by an AM of another region is refused", () => {
    expect(decideClaim(offered, scope, { ...jonas, region: "us" }, NINE)).toEqual({ kind: "only-am" });
  });

  test("by another AM on what was routed to the account's own AM says for whom it is", () => {
    const own = { ...offered, pool: false };
    expect(decideClaim(own, { ...scope, am: marta.id }, jonas, NINE)).toEqual({ kind: "for-another", am: marta.id });
  });

  test("by a colleague is refused", () => {
    expect(decideClaim(offered, scope, person("kim", ["colleague"]), NINE)).toEqual({ kind: "only-am" });
  });

  test("by the team's manager wins, by another team's manager it doesn't", () => {
    expect(decideClaim(offered, scope, olga, NINE).kind).toBe("claimed");
    expect(decideClaim(offered, scope, person("otto", ["manager"]), NINE).kind).toBe("only-am");
  });
});

describe("routing", () => {
  const none = { openClaims: 0, lastClaimAt: undefined };

  test("goes to the account's own AM first", () => {
    expect(decideRoute({ ...scope, am: marta.id }, marta, [{ person: jonas, ...none }], [olga])).toEqual({
      kind: "am",
      am: marta,
    });
  });

  test("goes to the pool when the own AM has left", () => {
    const left = { ...marta, active: false };
    expect(decideRoute(scope, left, [{ person: jonas, ...none }], [olga])).toMatchObject({
      kind: "pool",
      first: jonas,
    });
  });

  test("puts the AM with the fewest open claims first, then the longest idle", () => {
    const busy = { person: marta, openClaims: 2, lastClaimAt: NINE };
    const idle = { person: jonas, openClaims: 1, lastClaimAt: new Date("2026-11-01T00:00:00Z") };
    const fresh = { person: person("ines", ["am"]), openClaims: 1, lastClaimAt: NINE };
    const routed = decideRoute(scope, undefined, [busy, fresh, idle], [olga]);
    expect(routed.kind === "pool" && routed.all.map((each) => each.name)).toEqual(["jonas", "ines", "marta"]);
  });

  test("never offers to the account's CSM, even when they are an AM elsewhere", () => {
    const both = { person: { ...anna, roles: ["csm", "am"] as Role[] }, ...none };
    expect(decideRoute(scope, undefined, [both], [olga])).toEqual({ kind: "manager", manager: olga });
  });

  test("goes to the region's manager when the pool is empty, then to any manager", () => {
    const us = person("ursula", ["manager"], { region: "us" });
    expect(decideRoute(scope, undefined, [], [us, olga])).toEqual({ kind: "manager", manager: olga });
    expect(decideRoute(scope, undefined, [], [us])).toEqual({ kind: "manager", manager: us });
  });
});

describe("a CSM's proposal", () => {
  const good = { product: "more seats", benefit: "x".repeat(30), word: "yes" };

  test("with thirty letters of benefit and the CSM's word passes", () => {
    expect(decideProposal(good)).toEqual([]);
  });

  test("with twenty-nine letters is one short", () => {
    expect(decideProposal({ ...good, benefit: "x".repeat(29) })).toEqual([
      { field: "benefit", problem: "short", letters: 29 },
    ]);
  });

  test("counts letters as people do, not UTF-16 units", () => {
    expect(decideProposal({ ...good, benefit: "🙂".repeat(29) })).toHaveLength(1);
  });

  test("with more letters than the form takes is refused, by whatever way they came", () => {
    expect(decideProposal({ ...good, product: "🙂".repeat(80), benefit: "x".repeat(2000) })).toEqual([]);
    expect(decideProposal({ ...good, product: "🙂".repeat(81), benefit: "x".repeat(2001) })).toEqual([
      { field: "product", problem: "long", most: 80 },
      { field: "benefit", problem: "long", most: 2000 },
    ]);
  });

  test("without the CSM's word goes no further", () => {
    expect(decideProposal({ ...good, word: "no" })).toEqual([{ field: "word", problem: "needed" }]);
  });

  test("names every field that is wrong at once", () => {
    expect(decideProposal({ product: "", benefit: "", word: "" }).map((each) => each.field)).toEqual([
      "product",
      "benefit",
      "word",
    ]);
  });
});

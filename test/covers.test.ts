import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decideCover } from "../src/features/covers/decide.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { Person } from "../src/kernel/directory.ts";
import type { CoverId } from "../src/kernel/ids.ts";
import type { Role } from "../src/kernel/permissions.ts";
import { fullPerson, personId } from "./examples/fixed.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const DAY_MS = 86_400_000;

function personNamed(name: string, roles: Role[], n: number): Person {
  return fullPerson({ id: personId(n), name }, "en", ...roles);
}

describe("who may stand in for whom", () => {
  const today = fixedDate("2026-11-24");
  const olga = personNamed("Olga Orlova", ["manager"], 6);
  const anna: Person = { ...personNamed("Anna Kurz", ["csm"], 1), manager: olga.id };
  const ben = personNamed("Ben Ito", ["csm"], 2);
  const marta = personNamed("Marta Silva", ["am"], 4);
  const people: readonly Person[] = [anna, ben, marta, olga];
  const week = { cover: "Ben", from: "2026-11-25", until: "2026-11-27" };
  const problemsOf = (values: Record<string, string>, presser = anna, standing = []) => {
    const decision = decideCover(presser, { ...week, ...values }, people, standing, today);
    return decision.kind === "ok" ? [] : decision.problems.map(({ field, kind }) => `${field} ${kind}`);
  };

  test("a colleague in the same role, and one's manager", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ cover: "olga orlova" })).toEqual([]);
    expect(problemsOf({ cover: "Marta Silva" })).toEqual(["cover other-role"]);
    expect(problemsOf({ cover: "Anna Kurz" })).toEqual(["cover same"]);
  });

  test("is arranged by oneself, one's manager or an administrator", () => {
    expect(problemsOf({ person: "Anna Kurz" }, olga)).toEqual([]);
    expect(problemsOf({ person: "Anna Kurz" }, personNamed("Ada", ["admin"], 7))).toEqual([]);
    expect(problemsOf({ person: "Anna Kurz", cover: "Olga" }, ben)).toEqual(["person not-yours"]);
  });

  test("from a day to the same or a later one, which isn't over, for a year at most", () => {
    expect(problemsOf({ from: "2026-11-20", until: "2026-11-24" })).toEqual([]);
    expect(problemsOf({ from: "2026-11-20", until: "2026-11-23" })).toEqual(["until past"]);
    expect(problemsOf({ from: "2026-11-26", until: "2026-11-25" })).toEqual(["until before"]);
    expect(problemsOf({ from: "2026-11-25", until: "2027-11-25" })).toEqual([]);
    expect(problemsOf({ from: "2026-11-25", until: "2027-11-26" })).toEqual(["until too-long"]);
    expect(problemsOf({ from: "tomorrow", until: "31/12/2026" })).toEqual(["from no-day", "until no-day"]);
  });

  test("is named so that nobody else could be meant", () => {
    expect(problemsOf({ cover: "Nobody" })).toEqual(["cover unknown"]);
    const twins = [...people, personNamed("Ben Hartley", ["csm"], 8)];
    expect(decideCover(anna, week, twins, [], today)).toMatchObject({
      problems: [{ kind: "several", names: ["Ben Ito", "Ben Hartley"] }],
    });
  });

  test("once a day, and not while they are away themselves", () => {
    const cover = { id: "1" as CoverId, ended: false, from: fixedDate("2026-11-27"), until: fixedDate("2026-11-30") };
    const kindOf = (standing: Parameters<typeof decideCover>[3]) => {
      const decision = decideCover(anna, week, people, standing, today);
      return decision.kind === "ok" ? "ok" : decision.problems[0]?.kind;
    };
    expect(kindOf([{ ...cover, person: anna.id, cover: olga.id }])).toBe("covered");
    expect(kindOf([{ ...cover, person: ben.id, cover: olga.id }])).toBe("away-too");
    expect(kindOf([{ ...cover, person: anna.id, cover: olga.id, ended: true }])).toBe("ok");
    expect(kindOf([{ ...cover, person: anna.id, cover: olga.id, from: fixedDate("2026-11-28") }])).toBe("ok");
    expect(kindOf([{ ...cover, person: personId(9), cover: ben.id }])).toBe("ok");
    expect(kindOf([{ ...cover, person: ben.id, cover: anna.id }])).toBe("stands-in");
  });
});

describe("while Anna is away", () => {
  let house: RunningApp;
  let anna: TestPerson;
  let ben: TestPerson;
  beforeAll(async () => {
    house = await runApp();
    ({ anna, ben } = house.company);
  });
  afterAll(() => house.stop());
  beforeEach(() => house.clock.set(NINE));

  const days = { cover: "Ben Ito", from: "2026-11-25", until: "2026-11-27" };
  const at = (day: string): void => house.clock.set(new Date(`${day}T09:00:00+01:00`));

  test("Ben, who couldn't before, reads what she may read, on these days and no others", async () => {
    const amounts = async () => wordsOf(await house.command(ben, "/account northwind"));
    expect(await amounts()).not.toMatch(/at risk|No running contract/);
    expect(wordsOf(await house.submit(anna, "covers.name", "", days))).toContain("Ben Ito stands in for you");
    expect(await amounts()).not.toContain("No running contract");
    at("2026-11-25");
    expect(await amounts()).toContain("No running contract");
    house.clock.set(new Date("2026-11-27T23:59:59.999+01:00"));
    expect(await amounts()).toContain("No running contract");
    house.clock.set(new Date("2026-11-28T00:00:00+01:00"));
    expect(await amounts()).not.toContain("No running contract");
  });

  test("Ben was told", async () => {
    await house.app.settle();
    expect(house.standingWith(ben).join("\n")).toContain("You stand in for Anna Kurz");
  });

  test("she, her manager and Ben may end it, and nobody else; it is kept who did what", async () => {
    const { organisation, marta } = house.company;
    const [row] = await house.app.db.read(organisation, (tx) => tx.rows<{ id: string }>("select id from cover"));
    const id = row?.id ?? "";
    at("2026-11-26");
    expect(wordsOf(await house.press(marta, "covers.end", id))).toContain("I can't find that any more");
    expect(wordsOf(await house.press(ben, "covers.end", id))).toBe(
      "Ended. What is addressed to Anna Kurz goes to them again.",
    );
    expect(wordsOf(await house.press(anna, "covers.end", id))).toContain("over already");
    expect(wordsOf(await house.command(ben, "/account northwind"))).not.toContain("No running contract");
    await house.app.settle();
    expect(house.standingWith(ben).join("\n")).toContain("You no longer stand in for Anna Kurz");
    const kept = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ action: string; person_id: string }>("select action, person_id from audit order by at, id"),
    );
    expect(kept.map(({ action, person_id }) => [action, person_id])).toEqual([
      ["covers.name", anna.id],
      ["covers.end", ben.id],
    ]);
  });

  test("who stands in is told in the morning when it was arranged at night", async () => {
    house.clock.set(new Date("2026-12-07T21:00:00+01:00"));
    const { organisation, olga } = house.company;
    await house.submit(anna, "covers.name", "", { cover: "Olga Orlova", from: "2026-12-08", until: "2026-12-08" });
    const posts = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ due_at: Date }>("select due_at from post where card = 'covers.notice' and address = $1", [
        `person:${olga.id}`,
      ]),
    );
    expect(posts).toEqual([{ due_at: new Date("2026-12-08T08:00:00+01:00") }]);
  });

  test("two who name each other at once aren't both away", async () => {
    const later = { from: "2026-12-14", until: "2026-12-15" };
    house.clock.set(NINE);
    const told = await Promise.all([
      house.submit(anna, "covers.name", "", { ...later, cover: "Ben Ito" }),
      house.submit(ben, "covers.name", "", { ...later, cover: "Anna Kurz" }),
    ]);
    expect(told.map(wordsOf).filter((each) => each.startsWith("Saved."))).toHaveLength(1);
  });

  test("a second cover for a day that has one is refused, also when both are named at once", async () => {
    house.clock.set(new Date(NINE.getTime() + 10 * DAY_MS));
    const later = { ...days, from: "2026-12-10", until: "2026-12-11" };
    const told = await Promise.all([
      house.submit(anna, "covers.name", "", later),
      house.submit(anna, "covers.name", "", { ...later, cover: "Olga Orlova" }),
    ]);
    const words = told.map(wordsOf).sort();
    expect(words.filter((each) => each.startsWith("Saved."))).toHaveLength(1);
    expect(words.filter((each) => each.includes("already stands in"))).toHaveLength(1);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CadenceHouse, runCadence, together } from "./helpers/cadence-house.ts";
import { NINE } from "./helpers/running-app.ts";

const HOUR_MS = 3_600_000;

let house: CadenceHouse;
beforeAll(async () => {
  house = await runCadence();
});
afterAll(() => house.stop());
beforeEach(() => house.clock.set(NINE));

const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

interface Open {
  readonly id: string;
  readonly state: string;
  readonly slots: Date[];
  readonly starts_at: Date | null;
}

async function open(pair: string): Promise<Open> {
  const rows = await house.rows<Open>(
    "select id, state, slots, starts_at from cadence_meeting where pair_id = $1 and state in ('waiting', 'offered', 'booked')",
    [pair],
  );
  if (!rows[0]) throw new Error("no meeting is open");
  return rows[0];
}

async function offered(pair: string): Promise<Open> {
  const { id, state } = await open(pair);
  if (state === "waiting") {
    const [due] = await house.rows<{ due_at: Date }>(
      "select due_at from due where kind like '%cadence.offer' and subject = $1",
      [id],
    );
    if (due) await house.at(due.due_at);
  }
  return open(pair);
}

describe("what was noted of a meeting", () => {
  test("is read by those who met, and by nobody who came to the circle later", async () => {
    const { am, pairs, press } = await together(house, 120);
    const [first, second] = pairs;
    if (!first || !second) throw new Error("two pairs were expected");
    const hold = async (notes: string): Promise<void> => {
      const { id, slots } = await offered(first.id);
      await press(am, "cadence.pick", id, String(slots[0]?.getTime()));
      await house.at(later(slots[0] ?? NINE, 3 * HOUR_MS));
      await house.submit(am, "cadence.met", id, { notes });
      await house.app.settle();
    };
    await hold("Only between us two");
    await press(am, "cadence.join", first.id);
    await offered(first.id);
    expect(house.told(first.csm)).toContain("Only between us two");
    expect(house.told(am)).toContain("Only between us two");
    expect(house.told(second.csm, "Which time suits you?")).not.toBe("");
    expect(house.told(second.csm)).not.toContain("Only between us two");
    await hold("Among the three of us");
    await offered(first.id);
    for (const who of [first.csm, second.csm, am]) expect(house.told(who)).toContain("Among the three of us");
  });
});

describe("two meetings of one Account Manager", () => {
  test("are offered the same times, and the clock books each at one of its own", async () => {
    const { pairs } = await together(house, 30);
    const both = [];
    for (const { id } of pairs) both.push(await offered(id));
    expect(both[0]?.slots).toEqual(both[1]?.slots);
    await house.aWorkingDayLater();
    const [one, other] = [await open(pairs[0]?.id ?? ""), await open(pairs[1]?.id ?? "")];
    expect([one.state, other.state]).toEqual(["booked", "booked"]);
    expect([one, other].map(({ starts_at }) => starts_at).toSorted(byTime)).toEqual(both[0]?.slots.slice(0, 2));
  });

  test("aren't booked at once by two who press at the same time", async () => {
    const { pairs, press } = await together(house, 30);
    const [first, second] = pairs;
    if (!first || !second) throw new Error("two pairs were expected");
    const [one, other] = [await offered(first.id), await offered(second.id)];
    const choice = String(one.slots[0]?.getTime());
    const said = await Promise.all([
      press(first.csm, "cadence.pick", one.id, choice),
      press(second.csm, "cadence.pick", other.id, choice),
    ]);
    expect(said.toSorted().map((words) => /Booked for|can't at that time any more/.exec(words)?.[0])).toEqual([
      expect.stringMatching(/can't/),
      "Booked for",
    ]);
  });
});

describe("a time that is taken since it was offered", () => {
  async function busy(person: string, slots: readonly Date[]): Promise<void> {
    for (const slot of slots) {
      await house.change(
        "insert into calendar_busy (organisation_id, person_id, starts_at, ends_at) values ($1, $2, $3, $4)",
        [house.company.organisation, person, slot, later(slot, HOUR_MS)],
      );
    }
  }

  test("is refused with who can't, and another stands in its place", async () => {
    const two = await house.two(3);
    const { id } = await two.accept();
    const { slots } = await offered((await two.pair()).id);
    await busy(two.am.id, slots.slice(0, 1));
    expect(await two.press(two.csm, "cadence.pick", id, String(slots[0]?.getTime()))).toMatch(
      /^Amir \d+ can't at that time any more.*other times/,
    );
    const again = await two.open();
    expect(again.state).toBe("offered");
    expect(again.slots).toHaveLength(3);
    expect(again.slots).toEqual(expect.arrayContaining(slots.slice(1)));
    expect(again.slots).not.toContainEqual(slots[0]);
    expect(await two.press(two.csm, "cadence.pick", id, String(again.slots[0]?.getTime()))).toContain("Booked for");
  });

  test("is passed over by the clock, which offers others where none is left, and books one of these", async () => {
    const two = await house.two(3);
    await two.accept();
    const { slots } = await offered((await two.pair()).id);
    await busy(two.csm.id, slots);
    await house.aWorkingDayLater();
    const again = await two.open();
    expect(again.state).toBe("offered");
    expect(again.slots.length).toBeGreaterThan(0);
    expect(again.slots.filter((slot) => slots.some((old) => old.getTime() === slot.getTime()))).toEqual([]);
    await house.aWorkingDayLater();
    expect(await two.open()).toMatchObject({ state: "booked", starts_at: again.slots[0], by_clock: true });
  });
});

function byTime(one: Date | null, other: Date | null): number {
  return (one?.getTime() ?? 0) - (other?.getTime() ?? 0);
}

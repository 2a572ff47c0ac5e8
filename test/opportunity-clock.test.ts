import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "../src/features/feature.ts";
import { createDirectory } from "../src/features/index.ts";
import { opportunityDigests } from "../src/features/opportunities/digest.ts";
import { localDateOf } from "../src/kernel/business-time.ts";
import type { OpportunityId } from "../src/kernel/ids.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { NINE } from "./helpers/running-app.ts";

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());
let name = "";
let made = 0;
beforeEach(() => {
  name = `Clocked ${String(++made)}`;
  house.clock.set(NINE);
});

/** When it was to be claimed, by the morning of its Account Manager and by that of their manager, and how it stands there. */
async function inDigests(id: OpportunityId): Promise<unknown[]> {
  const { marta, olga, organisation } = house.company;
  const now = house.clock.now();
  const directory = createDirectory(house.clock);
  return house.app.db.read(organisation, async (tx) => {
    const people = await directory.people(tx);
    const lines: unknown[] = [];
    for (const [section, who, kind] of [
      ["to-claim", marta, "am"],
      ["unclaimed", olga, "manager"],
    ] as const) {
      const person = people.find((each) => each.id === who.id);
      const digest = opportunityDigests.find((each) => each.name === section);
      if (!person || !digest) throw new Error(section);
      const morning = { kind, person, day: localDateOf(now, person.calendar.zone), before: () => [] };
      const items = await digest.gather({ tx, now, directory } as unknown as Context, morning);
      lines.push(
        ...items.filter((each) => each.id === id).map(({ grade, figures }) => [section, grade, figures["by"]]),
      );
    }
    return lines;
  });
}
const withAnna = (): string => house.standingWith(house.company.anna).findLast((card) => card.includes(name)) ?? "";
async function inAmChannel(): Promise<string> {
  await house.app.settle();
  return (await house.standingIn("am")).findLast((card) => card.includes(`${name}: more seats`)) ?? "";
}

describe("the time by which an offer is to be claimed", () => {
  test("stands on the card of the channel and on the CSM's, eight working hours after it was offered", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    expect((await house.offer(id)).opportunity.clocks.claimBy).toEqual(new Date("2026-11-24T16:00:00Z"));
    expect(await inAmChannel()).toMatch(/Marta Silva claims it by 2026-11-24 16:00/);
    expect(withAnna()).toMatch(/Marta Silva claims it by 2026-11-24 16:00/);
  });

  test("isn't there while its clock stands, and is there anew with what was left of it", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    const id = await house.spot(account);
    await house.hours(2);
    await house.risk(account, true);
    expect(await inAmChannel()).not.toContain("claims it by");
    await house.hours(24 * 7 + 2);
    await house.risk(account, false);
    expect(await inAmChannel()).toMatch(/claims it by 2026-12-01 16:00/);
    expect(await house.fills(marta, "snooze", id, { days: "1" })).toContain("comes back on");
    expect(await inAmChannel()).not.toContain("claims it by");
    await house.hours(24 * 8);
    expect(await inAmChannel()).toMatch(/claims it by 2026-12-02/);
  });

  test("is what is left of it after a sleep, and nobody is blamed for that", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.hours(5);
    expect(await house.fills(marta, "snooze", id, { days: "10" })).toContain("comes back on");
    await house.hours(24 * 14);
    const woken = (await house.offer(id)).opportunity.clocks;
    expect([woken.rung, woken.claimBy]).toEqual([1, new Date("2026-12-08T11:00:00Z")]);
    await house.hours(24 * 15 - 1);
    expect((await house.offer(id)).opportunity.clocks.rung).toBe(2);
    const by = "2026-12-08T11:00:00.000Z";
    expect(await inDigests(id)).toEqual([
      ["to-claim", "late", by],
      ["unclaimed", "late", by],
    ]);
    expect(await inAmChannel()).toMatch(/should have been claimed by 2026-12-08 11:00/);
  });

  test("is past by as much as before when a late one slept", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.hours(24);
    expect(await house.fills(marta, "snooze", id, { days: "3" })).toContain("comes back on");
    const asleep = (await house.offer(id)).opportunity.clocks;
    await house.hours(24 * 6);
    const { claimBy } = (await house.offer(id)).opportunity.clocks;
    expect(await inDigests(id)).toEqual([
      ["to-claim", "late", claimBy?.toISOString()],
      ["unclaimed", "late", claimBy?.toISOString()],
    ]);
    const slept = house.clock.now().getTime() - (asleep.stoppedAt?.getTime() ?? 0);
    expect(claimBy).toEqual(new Date((asleep.claimBy?.getTime() ?? 0) + slept));
  });
});

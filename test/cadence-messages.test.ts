import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CadenceHouse, type KeptMeeting, runCadence, type Two } from "./helpers/cadence-house.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let house: CadenceHouse;
beforeAll(async () => {
  house = await runCadence();
});
afterAll(() => house.stop());
beforeEach(() => house.clock.set(NINE));

const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

/** The clock goes on until times are offered. */
async function offered(two: Two): Promise<KeptMeeting> {
  const { id, state } = await two.open();
  const [due] = await house.rows<{ due_at: Date }>(
    "select due_at from due where kind like '%cadence.offer' and subject = $1",
    [id],
  );
  if (state === "waiting" && due) await house.at(due.due_at);
  return two.open();
}

async function booked(two: Two): Promise<{ readonly id: string; readonly startsAt: Date }> {
  await two.accept();
  const { id, slots } = await offered(two);
  const [startsAt] = slots;
  if (!startsAt) throw new Error("no time is offered");
  await two.press(two.csm, "cadence.pick", id, String(startsAt.getTime()));
  return { id, startsAt };
}

async function point(two: Two, text: string): Promise<void> {
  const { id } = await two.pair();
  await house.submit(two.am, "cadence.point", id, { text });
  await house.app.settle();
}

function cards(who: TestPerson, about = ""): string[] {
  return house.standingWith(who).filter((card) => card.includes(about));
}

/** What somebody has of this meeting, without what the pair's suggestion says. */
const ofMeetings = (who: TestPerson): string[] => cards(who).filter((card) => !card.includes("shall you meet"));

describe("what one reads of a meeting", () => {
  test("is one live card with the agenda, a short reminder a day before and two lines ten minutes before", async () => {
    const two = await house.two(3);
    const { startsAt } = await booked(two);
    for (const text of ["First point", "Second point", "Third point", "Fourth point"]) await point(two, text);
    expect(ofMeetings(two.csm)).toEqual([expect.stringMatching(/chose it.*First point.*Fourth point/)]);
    await house.at(later(startsAt, -24 * HOUR_MS));
    const [live, reminder, ...others] = ofMeetings(two.csm);
    expect(others).toEqual([]);
    expect(live).toMatch(/First point.*Fourth point/);
    expect(reminder).toMatch(/: you meet in 24 hours \(Cora .* and Amir .*\) · 4 points are on the agenda\./);
    expect(reminder).toContain("Third point · 1 more");
    expect(reminder).not.toContain("Fourth point");
    await house.at(later(startsAt, -10 * MINUTE_MS));
    const [, before, starting] = ofMeetings(two.csm);
    expect(before).toMatch(/: meeting \(Cora .* and Amir .*\)$/);
    expect(starting).toMatch(/: you meet in 10 minutes \(.*\) · 30 minutes, 4 points on the agenda\.$/);
  });

  test("is a line a card once they met, but for the newest, which has the notes and what is to be done", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await point(two, "Who calls Shared?");
    await house.at(later(startsAt, -24 * HOUR_MS));
    await house.at(later(startsAt, -10 * MINUTE_MS));
    await house.at(later(startsAt, 2 * HOUR_MS));
    const values = { notes: "Went well", action1: "Send the plan", owner1: two.csm.id };
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, values))).toContain("1 thing to do");
    await house.app.settle();
    for (const who of [two.csm, two.am]) {
      expect(cards(who, "Went well").filter((card) => !card.includes("Last time"))).toEqual([
        expect.stringMatching(/You met on .* · Notes: Went well · To do · Cora .*: Send the plan/),
      ]);
      const lines = cards(who, ": you met (");
      expect(lines).toHaveLength(3);
      for (const line of lines) expect(line).toMatch(/^[^·]*: you met \(Cora .* and Amir .*\)$/);
    }
  });

  test("isn't drawn anew once it is over, whatever comes onto the next one's agenda", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await house.at(later(startsAt, 2 * HOUR_MS));
    await house.submit(two.am, "cadence.met", id, {});
    await offered(two);
    const calls = house.slack.calls.length;
    await point(two, "For the next time");
    const redrawn = house.slack.calls.slice(calls).map(({ words }) => words);
    expect(redrawn.filter((words) => words.includes("For the next time"))).toHaveLength(2);
    expect(redrawn.filter((words) => words.includes("you met"))).toEqual([]);
  });
});

describe("after downtime", () => {
  test("of both reminders the later one comes alone, and says how long it really is", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await house.at(later(startsAt, -7 * MINUTE_MS));
    expect(cards(two.am, "you meet in")).toEqual([expect.stringContaining("you meet in 7 minutes")]);
    expect(cards(two.csm, "you meet in")).toHaveLength(1);
    const posts = await house.rows("select 1 from post where subject = $1 and card = 'cadence.reminder'", [id]);
    expect(posts).toEqual([]);
  });

  test("a reminder that comes late says the hours that are left, and none comes in the last four", async () => {
    const two = await house.two(3);
    const { startsAt } = await booked(two);
    await house.at(later(startsAt, -9 * HOUR_MS));
    expect(cards(two.am, "you meet in")).toEqual([expect.stringContaining("you meet in 9 hours")]);
    const other = await house.two(3);
    house.clock.set(NINE);
    const { startsAt: otherAt } = await booked(other);
    await house.at(later(otherAt, -4 * HOUR_MS));
    expect(cards(other.am, "you meet in")).toEqual([]);
  });

  test("nobody is reminded of what has begun", async () => {
    const two = await house.two(3);
    const { startsAt } = await booked(two);
    await house.at(later(startsAt, MINUTE_MS));
    expect(cards(two.am, "you meet in")).toEqual([]);
  });
});

describe("that they met", () => {
  test("is noted as it is where nothing is filled in, and either of them adds notes afterwards", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    const note = async (who: TestPerson, values: Record<string, string>): Promise<string> =>
      wordsOf(await house.submit(who, "cadence.note", id, values));
    expect(await note(two.am, { notes: "Too early" })).toContain("Say first that you met");
    await house.at(later(startsAt, 2 * HOUR_MS));
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, {}))).toMatch(/^Noted that you met\./);
    await house.app.settle();
    expect(wordsOf(await house.open(two.csm, "cadence.note", id))).toBe("What came of it");
    expect(wordsOf(await house.open(house.company.olga, "cadence.note", id))).toContain("can't find");
    expect(await note(two.csm, {})).toBe("Type a note, or what is to be done.");
    expect(await note(two.csm, { notes: "Offer 12k EUR" })).toContain("names a price");
    expect(await note(two.csm, { notes: "Dana leaves in May" })).toContain("Your notes are on the card");
    expect(await note(two.am, { notes: "Call her", action1: "Call Dana", owner1: two.am.id })).toContain("1 thing");
    await house.app.settle();
    expect(cards(two.csm, "Notes: Dana leaves in May\nCall her · To do")).toHaveLength(1);
    expect(cards(two.csm, "Call Dana")).not.toEqual([]);
    const [kept] = await house.rows<{ notes: string }>("select notes from cadence_meeting where id = $1", [id]);
    expect(await note(two.am, { notes: "x".repeat(2000) })).toContain("2028 letters");
    const [after] = await house.rows<{ notes: string }>("select notes from cadence_meeting where id = $1", [id]);
    expect(after).toEqual(kept);
    const { olga } = house.company;
    expect(await note(olga, { notes: "Not hers" })).toContain("can't find");
  });

  test("takes no more notes once they have met again", async () => {
    const two = await house.two(3, { key: true });
    const hold = async (): Promise<string> => {
      const { id, slots } = await offered(two);
      await two.press(two.am, "cadence.pick", id, String(slots[0]?.getTime()));
      await house.at(later(slots[0] ?? NINE, 2 * HOUR_MS));
      await house.submit(two.am, "cadence.met", id, { notes: "Noted" });
      await house.app.settle();
      return id;
    };
    await two.accept();
    const first = await hold();
    await hold();
    const said = await house.submit(two.am, "cadence.note", first, { notes: "Too late" });
    expect(wordsOf(said)).toContain("You have met again since");
    expect(wordsOf(await house.open(two.am, "cadence.note", first))).toContain("You have met again since");
  });
});

describe("a meeting with nothing to talk about", () => {
  test("asks whether to skip it when times are offered, and again when the clock has booked one", async () => {
    const two = await house.two(3);
    await two.accept();
    const { id } = await offered(two);
    expect(cards(two.am, "Which time suits you?")).toEqual([expect.stringContaining("nothing to talk about so far")]);
    await house.aWorkingDayLater();
    expect(await two.open()).toMatchObject({ id, state: "booked", by_clock: true });
    const [live, notice, ...others] = cards(two.am, "Nobody had chosen");
    expect(others).toEqual([]);
    for (const card of [live, notice]) expect(card).toContain("nothing to talk about so far. Skip this one?");
    const sent = house.slack.calls.filter(({ call, words }) => call === "send" && words === notice);
    expect(JSON.stringify(sent[0]?.drawn.card)).toContain("cadence.skip");
    expect(await two.press(two.am, "cadence.skip", id)).toContain("Skipped");
    expect(cards(two.csm, "Nobody had chosen")).toEqual([]);
    expect(cards(two.csm, ": skipped (")).toHaveLength(1);
  });

  test("that had something to talk about when times were offered asks once it has nothing any more", async () => {
    const two = await house.two(3);
    await two.accept();
    await point(two, "Who calls Shared?");
    await offered(two);
    expect(cards(two.am, "Which time suits you?")).toEqual([expect.stringContaining("Who calls Shared?")]);
    await house.change("update cadence_item set closed_at = $1 where pair_id = $2", [NINE, (await two.pair()).id]);
    await house.aWorkingDayLater();
    expect(cards(two.am, "Nobody had chosen").at(-1)).toContain("Skip this one?");
  });
});

test("what the clock booked and somebody took back is a line, and the live card has the times again", async () => {
  const two = await house.two(3);
  await two.accept();
  const { id } = await offered(two);
  await house.aWorkingDayLater();
  await two.press(two.csm, "cadence.undo", id);
  expect(cards(two.am, "Which time suits you?")).toHaveLength(1);
  expect(cards(two.am, ": no longer planned (")).toHaveLength(1);
});

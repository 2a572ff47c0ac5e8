import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CadenceHouse, runCadence, type Two, together } from "./helpers/cadence-house.ts";
import { addAccount, addContract, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let house: CadenceHouse;
beforeAll(async () => {
  house = await runCadence();
});
afterAll(() => house.stop());
beforeEach(() => house.clock.set(NINE));

const at = (instant: Date | string): Promise<void> => house.at(instant);
const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

/** Their next meeting, booked for the first of the times that are offered. */
async function booked(two: Two): Promise<{ readonly id: string; readonly startsAt: Date }> {
  const { id } = await two.accept();
  await offered(two);
  const { slots } = await two.open();
  await two.press(two.csm, "cadence.pick", id, String(slots[0]?.getTime()));
  const { starts_at } = await two.open();
  if (!starts_at) throw new Error("nothing is booked");
  return { id, startsAt: starts_at };
}

/** The clock goes on until times are offered. */
async function offered(two: Two): Promise<void> {
  const { id, state } = await two.open();
  if (state !== "waiting") return;
  const [due] = await house.rows<{ due_at: Date }>(
    "select due_at from due where kind like '%cadence.offer' and subject = $1",
    [id],
  );
  if (due) await at(due.due_at);
}

interface Parsed {
  readonly uid: string;
  readonly sequence: number;
  readonly method: string;
  readonly starts: Date;
}

/** The files that somebody got, read by another program. */
function invitations(who: TestPerson): Parsed[] {
  return house.slack.sentFiles
    .filter(({ target }) => target.conversation === who.user)
    .map(({ text }) => {
      const parsed: unknown = ICAL.parse(text);
      const calendar = new ICAL.Component(parsed as string);
      const event = calendar.getFirstSubcomponent("vevent");
      if (!event) throw new Error("no event");
      const read = new ICAL.Event(event);
      return {
        uid: read.uid,
        sequence: read.sequence,
        method: String(calendar.getFirstPropertyValue("method")),
        starts: read.startDate.toJSDate(),
      };
    });
}

describe("a pair", () => {
  test("with three shared customers is suggested a series once, and it begins when both accept", async () => {
    const two = await house.two(3);
    await house.night();
    expect(await two.pair()).toMatchObject({ state: "proposed", frequency: "monthly" });
    expect(house.told(two.csm)).toContain("you share 3 customers");
    expect(house.told(two.am)).toContain("you share 3 customers");
    for (const day of ["2026-11-25", "2026-11-26", "2026-11-27"]) {
      house.clock.set(new Date(`${day}T07:00:00Z`));
      await house.night();
    }
    expect(house.standingWith(two.csm)).toHaveLength(1);
    expect(await house.rows("select 1 from post where address = $1", [`person:${two.csm.id}`])).toHaveLength(1);
    const { id } = await two.pair();
    expect(await two.press(two.csm, "cadence.accept", id)).toContain("once Amir");
    expect(await two.press(two.csm, "cadence.accept", id)).toContain("already");
    expect(await two.meetings()).toEqual([]);
    expect(house.told(two.am)).toContain("has accepted");
    expect(await two.press(two.am, "cadence.accept", id)).toContain("You meet once a month");
    expect(await two.pair()).toMatchObject({ state: "active" });
    expect(await two.meetings()).toHaveLength(1);
  });

  test("with one customer of tier A meets every week, and with one other gets a card every two weeks", async () => {
    const strong = await house.two(1, { key: true });
    const weak = await house.two(2);
    await house.night();
    expect(await strong.pair()).toMatchObject({ state: "proposed", frequency: "weekly" });
    expect(await weak.pair()).toMatchObject({ state: "agenda" });
    expect(house.standingWith(weak.csm)).toEqual([]);
    const { id } = await weak.pair();
    await house.submit(weak.am, "cadence.point", id, { text: "Who calls Shared?" });
    await at("2026-12-01T12:00:00Z");
    expect(house.told(weak.csm)).toContain("Who calls Shared?");
    expect(house.told(weak.am)).toContain("Who calls Shared?");
    const cards = house.standingWith(weak.csm).length;
    await at("2026-12-08T12:00:00Z");
    expect(house.standingWith(weak.csm)).toHaveLength(cards);
    await at("2026-12-15T12:00:00Z");
    expect(house.standingWith(weak.csm)).toHaveLength(cards + 1);
  });

  test("is suggested no time at which one of the two is asked to meet somebody else", async () => {
    const two = await house.two(3);
    const { company } = house;
    const ams = await house.app.db.write(company.organisation, async (tx) => {
      const made = [];
      for (const name of ["Ada", "Abe", "Ann", "Alf"]) {
        const am = await addPerson(tx, company.workspace, `${name} Second`, ["am"]);
        for (const n of [1, 2, 3]) await addAccount(tx, `${name} ${String(n)}`, { csm: two.csm.id, am: am.id });
        made.push(am.id);
      }
      return made;
    });
    await house.night();
    const times = await house.rows<{ weekday: number; at: string }>(
      "select weekday, at from cadence_pair where csm_id = $1 and state = 'proposed'",
      [two.csm.id],
    );
    expect(times).toHaveLength(ams.length + 1);
    expect(new Set(times.map(({ weekday, at: time }) => `${String(weekday)} ${time}`)).size).toBe(times.length);
  });

  test("that has nothing to talk about gets no card", async () => {
    const two = await house.two(1);
    await house.night();
    await at("2026-12-15T12:00:00Z");
    expect(house.standingWith(two.am)).toEqual([]);
  });

  test("of which one says not now rests for ninety days, and is then asked again", async () => {
    const two = await house.two(3);
    await house.night();
    const { id } = await two.pair();
    expect(await two.press(two.am, "cadence.not-now", id)).toContain("I ask again after");
    expect(house.told(two.csm)).toContain("doesn't want to meet for now");
    expect(await two.press(two.csm, "cadence.accept", id)).toContain("is over");
    await house.night();
    expect(await two.pair()).toMatchObject({ state: "resting" });
    house.clock.set(new Date("2027-02-23T08:00:00Z"));
    await house.night();
    expect(await two.pair()).toMatchObject({ id, state: "proposed" });
  });

  test("may have another rhythm, which the other has to accept anew", async () => {
    const two = await house.two(3);
    await house.night();
    const { id } = await two.pair();
    await two.press(two.am, "cadence.accept", id);
    const proposedAt = async (): Promise<string> => {
      const [row] = await house.rows<{ proposed_at: Date }>("select proposed_at from cadence_pair where id = $1", [id]);
      return String(row?.proposed_at.getTime());
    };
    const before = await proposedAt();
    house.clock.set(later(NINE, MINUTE_MS));
    const rhythm = { frequency: "fortnightly", weekday: "3", at: "14:00", minutes: "45" };
    const tried = async (more: object): Promise<string> =>
      wordsOf(await house.submit(two.csm, "cadence.rhythm", id, { ...rhythm, ...more }));
    expect(await tried({ minutes: "5" })).toContain("from 15 to 120");
    expect(await tried({ minutes: "1e2" })).toContain("from 15 to 120");
    expect(await tried({ at: "24:00" })).toContain("is not a time");
    expect(await tried({ at: "05:00" })).toContain("outside working hours");
    expect(await tried({ weekday: "7" })).toContain("Not both of you work on a Sunday");
    expect(await tried({ frequency: "hourly" })).toContain("can't be chosen");
    expect(await two.pair()).toMatchObject({ frequency: "monthly" });
    expect(await tried({})).toContain("once Amir");
    expect(await two.pair()).toMatchObject({ state: "proposed", frequency: "fortnightly", weekday: 3 });
    expect(await two.press(two.csm, "cadence.accept", id)).toContain("already");
    await house.app.settle();
    expect(house.told(two.am, "shall you meet").match(/every two weeks on Wednesday/g)).toHaveLength(2);
    expect(house.told(two.am, "shall you meet")).not.toContain("once a month");
    const stale = await two.press(two.am, "cadence.accept", id, before);
    expect(stale).toContain("it is every two weeks on Wednesday at 14:00");
    expect(await two.pair()).toMatchObject({ state: "proposed" });
    const begun = await two.press(two.am, "cadence.accept", id, await proposedAt());
    expect(begun).toContain("You meet every two weeks on Wednesday at 14:00");
  });

  test("ends when it shares no customer any more, and both are told; the invitation is taken back", async () => {
    const two = await house.two(3);
    const { id } = await booked(two);
    await house.change("delete from slot where person_id = $1", [two.am.id]);
    await house.night();
    expect(await two.pair()).toMatchObject({ state: "ended", ended_by: "not-shared" });
    expect((await two.meetings()).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(house.told(two.csm)).toContain("You share no customer any more");
    expect(invitations(two.am).map(({ method }) => method)).toEqual(["REQUEST", "CANCEL"]);
    expect(await two.press(two.csm, "cadence.skip", id)).toContain("is over");
  });

  test("ends with who leaves in mid-series, and who remains is told", async () => {
    const two = await house.two(3);
    await booked(two);
    await house.change("update person set active = false where id = $1", [two.csm.id]);
    await house.night();
    expect(await two.pair()).toMatchObject({ state: "ended", ended_by: "left" });
    expect(house.told(two.am)).toContain("isn't with the company any more");
    expect(house.told(two.csm)).not.toContain("isn't with the company any more");
  });

  test("ends when the last shared customer churns", async () => {
    const two = await house.two(3);
    await booked(two);
    await house.change("update account set lifecycle_stage = 'churned' where id = any($1::uuid[])", [two.accounts]);
    await house.night();
    expect(await two.pair()).toMatchObject({ state: "ended", ended_by: "churned" });
  });

  test("is paused, goes on and is ended by hand, by one of the two alone", async () => {
    const two = await house.two(3);
    await booked(two);
    const { id } = await two.pair();
    const { olga } = house.company;
    expect(await two.press(olga, "cadence.pause", id)).toContain("can't find");
    expect(await two.press(two.am, "cadence.pause", id)).toContain("Paused");
    expect((await two.meetings()).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await two.press(two.csm, "cadence.resume", id)).toContain("go on");
    expect((await two.open()).state).toMatch(/waiting|offered/);
    expect(wordsOf(await house.command(two.am, "/tandem cadence"))).toContain("Next:");
    expect(await two.press(two.am, "cadence.not-now", id)).toContain("no meetings for now");
    expect(wordsOf(await house.command(two.am, "/tandem cadence"))).toContain("doesn't want to meet");
  });
});

describe("a meeting", () => {
  test("is offered three times at which both work, and a press books one of them", async () => {
    const two = await house.two(3);
    const { id } = await two.accept();
    await offered(two);
    const { slots } = await two.open();
    expect(slots).toHaveLength(3);
    expect(house.told(two.am)).toContain("Which time suits you?");
    expect(await two.press(two.am, "cadence.pick", id, String(slots[1]?.getTime()))).toContain("Booked for");
    expect(await two.open()).toMatchObject({ state: "booked", starts_at: slots[1], by_clock: false, sequence: 0 });
    expect(await two.press(two.csm, "cadence.pick", id, String(slots[0]?.getTime()))).toContain("booked already");
    expect(invitations(two.csm)).toEqual([
      { uid: `${id}@tandem.invalid`, sequence: 0, method: "REQUEST", starts: slots[1] },
    ]);
    expect(invitations(two.am)).toEqual(invitations(two.csm));
  });

  test("that nobody picks is booked after a working day, and undone by a press", async () => {
    const two = await house.two(3);
    const { id } = await two.accept();
    await offered(two);
    const since = house.clock.now();
    const { slots } = await two.open();
    await at(later(since, 23 * HOUR_MS));
    expect((await two.open()).state).toBe("offered");
    await at(later(since, 25 * HOUR_MS));
    expect(await two.open()).toMatchObject({ state: "booked", starts_at: slots[0], by_clock: true });
    expect(house.told(two.csm)).toContain("Nobody had chosen");
    expect(await two.press(two.csm, "cadence.undo", id)).toContain("Taken back");
    expect(await two.open()).toMatchObject({ state: "offered" });
    expect(invitations(two.am).map(({ method, sequence }) => [method, sequence])).toEqual([
      ["REQUEST", 0],
      ["CANCEL", 1],
    ]);
    expect(await two.press(two.csm, "cadence.undo", id)).toContain("nothing to undo");
    await two.press(two.csm, "cadence.pick", id, String(slots[1]?.getTime()));
    expect(invitations(two.am).at(-1)).toMatchObject({ method: "REQUEST", sequence: 2 });
    expect(house.told(two.csm)).not.toContain("Which time suits you?");
  });

  test("moved and then skipped keeps its UID, and its sequence rises", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    const day = later(startsAt, 24 * HOUR_MS)
      .toISOString()
      .slice(0, 10);
    const moved = await house.submit(two.am, "cadence.move", id, { on: day, at: "15:30" });
    await house.app.settle();
    expect(wordsOf(moved)).toMatch(/Booked for|day off/);
    expect(await two.press(two.csm, "cadence.skip", id)).toContain("Skipped");
    const all = invitations(two.csm);
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(1);
    expect(all.map(({ method, sequence }) => [method, sequence])).toEqual([
      ["REQUEST", 0],
      ["REQUEST", 1],
      ["CANCEL", 2],
    ]);
    expect(all[2]?.starts).toEqual(all[1]?.starts);
    const [first, second] = await two.meetings();
    expect([first?.state, second?.state]).toEqual(["skipped", expect.stringMatching(/waiting|offered/)]);
    expect(second?.original_on).not.toBe(first?.original_on);
  });

  test("is moved only to a time that can be", async () => {
    const two = await house.two(3);
    const { id } = await booked(two);
    house.clock.set(NINE);
    const tried = async (on: string, time: string): Promise<string> =>
      wordsOf(await house.submit(two.csm, "cadence.move", id, { on, at: time }));
    expect(await tried("2027-02-29", "10:00")).toContain("is not a day");
    expect(await tried("2026-11-25", "10:60")).toContain("is not a time");
    expect(await tried("2026-11-23", "10:00")).toContain("is past");
    expect(await tried("2027-11-23", "10:00")).toContain("too far ahead");
    expect(await tried("2026-11-28", "10:00")).toContain("day off for Cora");
    expect(await tried("2026-11-25", "05:00")).toContain("outside working hours");
    await house.change(
      "insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at) values ($1, $2, $3, $4, '2026-11-25', '2026-11-26', $3, $5)",
      [house.company.organisation, ids.next(), two.am.id, house.company.jonas.id, NINE],
    );
    expect(await tried("2026-11-26", "10:00")).toContain("is away on");
  });

  test("is reminded of a day and ten minutes before, once each, also when several look at the clock", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    house.clock.set(later(startsAt, -24 * HOUR_MS));
    await Promise.all([house.app.settle(), house.app.settle(), house.app.settle()]);
    await at(later(startsAt, -10 * MINUTE_MS));
    await at(later(startsAt, -9 * MINUTE_MS));
    const posts = await house.rows<{ slot: string }>(
      "select slot from post where subject = $1 and card in ('cadence.reminder', 'cadence.starting') and address = $2 order by slot",
      [id, `person:${two.am.id}`],
    );
    expect(posts.map(({ slot }) => slot)).toEqual([`${startsAt.toISOString()} now`, `${startsAt.toISOString()} soon`]);
    expect(house.told(two.am)).toContain("you meet in 10 minutes");
    await two.press(two.csm, "cadence.skip", id);
    expect(house.told(two.am)).not.toContain("you meet in");
  });

  test("reminds nobody once it is skipped, and not of the time that it had before", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await two.press(two.am, "cadence.skip", id);
    await at(later(startsAt, -5 * MINUTE_MS));
    expect(house.told(two.csm)).not.toContain("you meet in");
  });

  test("that took place leaves notes and things to do, which stay on the agenda until they are done", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, {}))).toContain("hasn't taken place yet");
    await at(later(startsAt, 2 * HOUR_MS));
    expect(house.told(two.csm)).toContain("Did you meet?");
    const values = { notes: "Went well", action1: "Send the plan", owner1: two.csm.id, due1: "2027-03-01" };
    const wrong = await house.submit(two.am, "cadence.met", id, {
      ...values,
      owner1: "",
      action2: "12k EUR offer",
      due3: "never",
    });
    expect(wordsOf(wrong)).toContain("Who does it?");
    expect(wordsOf(wrong)).toContain("names a price");
    expect(wordsOf(wrong)).toContain("is not a day");
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, values))).toContain("1 thing to do");
    await house.app.settle();
    expect(wordsOf(await house.submit(two.csm, "cadence.met", id, values))).toContain("already that you met");
    await offered(two);
    const { id: pair } = await two.pair();
    expect(await two.press(two.am, "cadence.agenda", pair)).toContain("To do, from before");
    const [item] = await house.rows<{ id: string }>("select id from cadence_item where pair_id = $1", [pair]);
    expect(await two.press(two.csm, "cadence.remove", pair, `item:${String(item?.id)}`)).toContain("off the agenda");
    expect(await two.press(two.am, "cadence.agenda", pair)).not.toContain("To do, from before");
  });

  test("that did not take place is suggested anew, from the next working day on", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await at(later(startsAt, 2 * HOUR_MS));
    expect(await two.press(two.csm, "cadence.not-met", id)).toContain("new times");
    const { state, slots } = await two.open();
    expect(state).toBe("offered");
    expect((slots[0]?.getTime() ?? 0) > startsAt.getTime() + 24 * HOUR_MS).toBe(true);
    expect((slots[0]?.getTime() ?? 0) < startsAt.getTime() + 10 * 24 * HOUR_MS).toBe(true);
  });

  test("of which nobody says whether it took place is missed after two working days, and the next one comes", async () => {
    const two = await house.two(3);
    const { startsAt } = await booked(two);
    await at(later(startsAt, 2 * HOUR_MS));
    await at(later(startsAt, 7 * 24 * HOUR_MS));
    expect((await two.meetings()).map(({ state }) => state)).toEqual([
      "missed",
      expect.stringMatching(/waiting|offered/),
    ]);
  });

  test("of which nobody said anything isn't called off, and one of them may still say that it was", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await at(later(startsAt, 2 * HOUR_MS));
    await at(later(startsAt, 7 * 24 * HOUR_MS));
    for (const who of [two.csm, two.am]) {
      expect(house.told(who)).toContain("Nobody said whether this one took place");
      expect(house.told(who)).toContain("nobody said whether it took place");
      expect(house.told(who)).not.toMatch(/did(n't| not) take place/);
    }
    const next = await two.open();
    expect(await two.press(two.csm, "cadence.not-met", id)).toContain("Noted. The next one is planned");
    expect(house.told(two.am)).toContain("This one didn't take place");
    expect((await two.open()).id).toBe(next.id);
    expect(await two.press(two.am, "cadence.not-met", id)).toContain("over");
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, { notes: "Went well" }))).toContain("over");
  });

  test("of which nobody said anything is held once one of them says so late, with its notes", async () => {
    const two = await house.two(3);
    const { id, startsAt } = await booked(two);
    await at(later(startsAt, 2 * HOUR_MS));
    await at(later(startsAt, 7 * 24 * HOUR_MS));
    const next = await two.open();
    expect(wordsOf(await house.submit(two.am, "cadence.met", id, { notes: "Went well" }))).toContain("Saved");
    await house.app.settle();
    expect((await two.meetings()).find((each) => each.id === id)?.state).toBe("held");
    expect((await two.open()).id).toBe(next.id);
    expect(house.told(two.csm)).toContain("Went well");
  });

  test("comes once, as the next, after weeks of downtime", async () => {
    const two = await house.two(3, { key: true });
    await two.accept();
    await at("2027-02-02T08:00:00Z");
    await at("2027-02-02T09:00:00Z");
    const all = await two.meetings();
    expect(all.filter(({ state }) => ["waiting", "offered", "booked"].includes(state))).toHaveLength(1);
    expect(all.length).toBeLessThanOrEqual(2);
    expect(house.told(two.am)).not.toContain("you meet in");
  });

  test("of two whose hours never meet finds no time and says so, and they choose one by hand", async () => {
    const two = await house.two(3, { zones: ["Europe/Berlin", "America/Los_Angeles"] });
    const { id } = await two.accept();
    await offered(two);
    expect((await two.open()).slots).toEqual([]);
    expect(house.told(two.csm)).toContain("I found no time");
    const on = later(house.clock.now(), 6 * 24 * HOUR_MS)
      .toISOString()
      .slice(0, 10);
    const answers = await Promise.all(
      [
        on,
        later(new Date(on), 24 * HOUR_MS * 2)
          .toISOString()
          .slice(0, 10),
      ].map((day) => house.submit(two.csm, "cadence.move", id, { on: day, at: "16:00" })),
    );
    expect(answers.map(wordsOf).join(" ")).toContain("Booked for");
  });

  test("of two who are both away for a month finds no time, and the one behind it comes", async () => {
    const two = await house.two(3, { key: true });
    for (const who of [two.csm, two.am]) {
      await house.change(
        "insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at) values ($1, $2, $3, $4, '2026-11-25', '2026-12-25', $3, $5)",
        [house.company.organisation, ids.next(), who.id, house.company.jonas.id, NINE],
      );
    }
    await two.accept();
    await offered(two);
    expect(await two.open()).toMatchObject({ state: "offered", slots: [] });
    for (let week = 0; week < 6; week++) await at(later(house.clock.now(), 7 * 24 * HOUR_MS));
    const all = await two.meetings();
    expect(all[0]?.state).toBe("missed");
    expect(all.some(({ slots }) => slots.length === 3)).toBe(true);
  });
});

describe("an agenda", () => {
  test("writes itself from what is there, for each reader what they may see", async () => {
    const two = await house.two(3);
    const [first] = two.accounts;
    await house.change(
      "insert into question (organisation_id, id, account_id, slot, asker_id, askee_id, question, asked_at, state) values ($1, $2, $3, 'csm', $4, $5, 'Is Dana still there?', $6, 'open')",
      [house.company.organisation, ids.next(), first, two.am.id, two.csm.id, NINE],
    );
    if (!first) throw new Error("nothing is shared");
    await house.app.db.write(house.company.organisation, (tx) =>
      addContract(tx, first, { arrMinor: 100_000, startsOn: "2026-01-01", renewsOn: "2027-01-01" }),
    );
    const promised = (words: string, due: string): Promise<void> =>
      house.change(
        "insert into promise (organisation_id, id, account_id, words, made_by, made_at, owner_id, due_on) values ($1, $2, $3, $4, $5, $6, $5, $7)",
        [house.company.organisation, ids.next(), first, words, two.csm.id, NINE, due],
      );
    await promised("A training in May", "2027-05-03");
    await house.night();
    const { id } = await two.pair();
    expect(await two.press(two.csm, "cadence.agenda", id)).not.toContain("Broken promises");
    await promised("A faster export", "2026-11-23");
    const words = await two.press(two.csm, "cadence.agenda", id);
    expect(words).toContain("Broken promises");
    expect(words).toContain("Open questions");
    expect(words).toContain("Renewals");
    expect(words).not.toMatch(/€|EUR/);
  });

  test("has what one of them adds and the other takes off, and what says itself comes back when it changes", async () => {
    const two = await house.two(3);
    await house.night();
    const { id } = await two.pair();
    const add = async (text: string): Promise<string> =>
      wordsOf(await house.submit(two.am, "cadence.point", id, { text }));
    expect(await add("  ")).toContain("Type what you want");
    expect(await add("Offer them 12,000 €")).toContain("names a price");
    expect(await add("x".repeat(301))).toContain("301 letters");
    expect(await add("Training for the new team")).toContain("on the agenda");
    expect(await two.press(two.csm, "cadence.agenda", id)).toContain("Your points");
    const { olga, kim } = house.company;
    for (const who of [olga, kim]) expect(await two.press(who, "cadence.agenda", id)).toContain("can't find");
    expect(await two.press(two.csm, "cadence.remove", id, "risk:nobody:1")).toContain("isn't on the agenda");
    const [item] = await house.rows<{ id: string }>("select id from cadence_item where pair_id = $1", [id]);
    expect(await two.press(two.csm, "cadence.remove", id, `item:${String(item?.id)}`)).toContain("off the agenda");
    expect(await two.press(two.csm, "cadence.remove", id, `item:${String(item?.id)}`)).toContain("isn't on the agenda");
    expect(await two.press(two.csm, "cadence.agenda", id)).toContain("nothing to talk about");
  });
});

describe("an Account Manager who meets for more than three hours a week", () => {
  test("is offered to meet several at once; each reads only their own, and may go apart again", async () => {
    const { am, pairs, press } = await together(house, 120);
    expect(house.told(am)).toContain("take 4 hours a week");
    const [leading, joining] = pairs;
    if (!leading || !joining) throw new Error("two pairs were expected");
    const [leader, joined] = [leading.id, joining.id];
    expect(await press(am, "cadence.join", joined)).toContain("has changed since");
    expect(await press(am, "cadence.join", leader)).toContain("You meet 2 people at once");
    expect(await press(am, "cadence.join", leader)).toContain("has changed since");
    expect(house.told(joining.csm)).toContain("together with others");
    await house.submit(joining.csm, "cadence.point", joined, { text: "Only for us two" });
    expect(await press(joining.csm, "cadence.agenda", joined)).toContain("Your points");
    expect(await press(am, "cadence.agenda", leader)).toContain("Your points");
    expect(await press(leading.csm, "cadence.agenda", leader)).not.toContain("Your points");
    const open = await house.rows<{ id: string }>(
      "select id from cadence_meeting where pair_id = any($1::uuid[]) and state in ('waiting', 'offered', 'booked')",
      [[leader, joined]],
    );
    expect(open).toHaveLength(1);
    await house.submit(am, "cadence.move", open[0]?.id ?? "", { on: "2026-12-03", at: "10:00" });
    await house.app.settle();
    expect(invitations(joining.csm).map(({ method }) => method)).toEqual(["REQUEST"]);
    expect(await press(joining.csm, "cadence.apart", joined)).toContain("meet apart again");
    expect(invitations(joining.csm).map(({ method }) => method)).toEqual(["REQUEST", "CANCEL"]);
    expect(invitations(leading.csm).map(({ sequence }) => sequence)).toEqual([0, 1]);
  });
});

import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CadenceHouse, runCadence, type Two } from "./helpers/cadence-house.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { MARTA, type MixedHouse, runMixed } from "./helpers/mixed-house.ts";
import { oneDrive } from "./helpers/one-drive.ts";
import { NINE } from "./helpers/running-app.ts";
import { consented } from "./helpers/teams-activity.ts";

const HOUR_S = 3600;
/** so often a file is sent before its job gives up for the time being */
const SENT_A_TRY = 4;
const TRIES = 11;
const BUSY = { kind: "slow-down", waitMs: 0 } as const;

describe("an invitation's file that the platform doesn't take for now", () => {
  let house: CadenceHouse;
  beforeAll(async () => {
    house = await runCadence();
  });
  afterAll(() => house.stop());
  beforeEach(() => {
    house.clock.set(NINE);
    house.slack.sentFiles.length = 0;
  });

  const methodsOf = ({ user }: TestPerson): unknown[] =>
    house.slack.sentFiles
      .filter(({ target }) => target.conversation === user)
      .map(({ text }) => new ICAL.Component(ICAL.parse(text) as string).getFirstPropertyValue("method"));
  const told = (who: TestPerson): string[] =>
    house.standingWith(who).filter((card) => card.includes("The invitation couldn't be sent"));

  /** Their next meeting has times to choose from. */
  async function offered(): Promise<{ readonly two: Two; readonly id: string; pick(): Promise<string> }> {
    const two = await house.two(3);
    await two.accept();
    const { id, state } = await two.open();
    const [due] = await house.rows<{ due_at: Date }>(
      "select due_at from due where kind like '%cadence.offer' and subject = $1",
      [id],
    );
    if (state === "waiting" && due) await house.at(due.due_at);
    const { slots } = await two.open();
    return { two, id, pick: () => two.press(two.csm, "cadence.pick", id, String(slots[0]?.getTime())) };
  }

  function busy(sends: number): void {
    house.slack.fileFault(...Array.from({ length: sends }, () => BUSY));
  }

  /** The jobs that wait for a further try get it now. @returns how many there were, and how long they would have waited */
  async function tryAgain(): Promise<{ readonly jobs: number; readonly leastS: number }> {
    const { rows } = await house.app.db.executeSql(
      `with waiting as (
         select id, extract(epoch from start_after - now())::float as s from pgboss.job where name = 'patient' and state = 'retry')
       update pgboss.job j set start_after = now() from waiting w where j.name = 'patient' and j.id = w.id returning w.s`,
    );
    const waited = (rows as { s: number }[]).map(({ s }) => s);
    await house.app.settle();
    return { jobs: waited.length, leastS: Math.min(...waited) };
  }

  test("comes a little later to each of them, once, and nothing is said of it", { timeout: 60_000 }, async () => {
    const { two, pick } = await offered();
    busy(2 * SENT_A_TRY);
    await pick();
    expect(methodsOf(two.csm)).toEqual([]);
    expect(methodsOf(two.am)).toEqual([]);
    expect((await tryAgain()).jobs).toBe(2);
    expect(methodsOf(two.csm)).toEqual(["REQUEST"]);
    expect(methodsOf(two.am)).toEqual(["REQUEST"]);
    expect((await tryAgain()).jobs).toBe(0);
    expect([...told(two.csm), ...told(two.am)]).toEqual([]);
  });

  test(
    "is tried for an hour at least; then they are told once, and get it by a press",
    { timeout: 120_000 },
    async () => {
      const { two, id, pick } = await offered();
      busy(2 * SENT_A_TRY * TRIES);
      await pick();
      let waitedS = 0;
      for (let tries = 1; tries < TRIES; tries++) {
        expect([...told(two.csm), ...told(two.am)]).toEqual([]);
        const { jobs, leastS } = await tryAgain();
        expect(jobs).toBe(2);
        waitedS += leastS;
      }
      expect(waitedS).toBeGreaterThan(HOUR_S);
      expect((await tryAgain()).jobs).toBe(0);
      for (const who of [two.csm, two.am]) {
        expect(told(who)).toEqual([expect.stringContaining("I tried for over an hour. Get the file here")]);
        expect(methodsOf(who)).toEqual([]);
      }
      const drawn = house.slack.calls.find(({ words }) => words === told(two.am)[0])?.drawn.card;
      expect(JSON.stringify(drawn)).toContain("cadence.file");
      expect(await two.press(two.am, "cadence.file", id)).toContain("The file is on its way");
      expect(methodsOf(two.am)).toEqual(["REQUEST"]);
      expect(methodsOf(two.csm)).toEqual([]);
    },
  );

  test("isn't sent any more once the meeting is skipped, but what takes it back is", { timeout: 60_000 }, async () => {
    const { two, id, pick } = await offered();
    busy(2 * SENT_A_TRY);
    await pick();
    await two.press(two.am, "cadence.skip", id);
    await tryAgain();
    expect(methodsOf(two.csm)).toEqual(["CANCEL"]);
    expect(methodsOf(two.am)).toEqual(["CANCEL"]);
    expect([...told(two.csm), ...told(two.am)]).toEqual([]);
  });

  test("that is refused for good isn't tried again, and each is told once to put it in themselves", async () => {
    const { two, id, pick } = await offered();
    house.slack.fileFault({ kind: "not-allowed", problem: "a" }, { kind: "address-gone", problem: "b" });
    await pick();
    expect((await tryAgain()).jobs).toBe(0);
    expect([...methodsOf(two.csm), ...methodsOf(two.am)]).toEqual([]);
    for (const who of [two.csm, two.am]) {
      expect(told(who)).toEqual([expect.stringContaining("The file was refused. Put the time into your calendar")]);
      expect(told(who)[0]).not.toContain("over an hour");
    }
    house.slack.fileFault({ kind: "not-allowed", problem: "a" });
    await two.press(two.am, "cadence.file", id);
    expect(told(two.am)).toHaveLength(1);
    await two.press(two.am, "cadence.file", id);
    expect(methodsOf(two.am)).toEqual(["REQUEST"]);
  });

  test("that may have come is neither sent again nor called lost", async () => {
    const { two, pick } = await offered();
    house.slack.fileFault({ kind: "ambiguous", problem: "a" }, { kind: "ambiguous", problem: "b" });
    await pick();
    expect((await tryAgain()).jobs).toBe(0);
    expect([...told(two.csm), ...told(two.am)]).toEqual([]);
  });
});

describe("the file of a meeting of two on different platforms", () => {
  let house: MixedHouse;
  let meeting = "";
  beforeAll(async () => {
    house = await runMixed(NINE);
    const { app, company } = house;
    const [pair, id]: string[] = [ids.next(), ids.next()];
    meeting = id ?? "";
    await app.db.write(company.organisation, async (tx) => {
      await tx.rows(
        `insert into cadence_pair (organisation_id, id, csm_id, am_id, state, frequency, weekday, at, zone, minutes, starts_on)
         values ($1, $2, $3, $4, 'active', 'weekly', 4, '10:00', 'Europe/Berlin', 30, '2026-11-26')`,
        [company.organisation, pair, company.anna.id, company.marta.id],
      );
      await tx.rows(
        `insert into cadence_meeting (organisation_id, id, pair_id, original_on, state, slots, starts_at, minutes, sequence, invited_at)
         values ($1, $2, $3, '2026-11-26', 'booked', '{}', '2026-11-26T09:00:00Z', 30, 0, $4)`,
        [company.organisation, meeting, pair, NINE],
      );
    });
  });
  afterAll(() => house.stop());

  const offers = () =>
    house.teams
      .standing(house.teams.conversationOf(MARTA.id))
      .filter(({ activity }) => JSON.stringify(activity).includes("file.consent"));
  function eventIn(text: string): ICAL.Event {
    const event = new ICAL.Component(ICAL.parse(text) as string).getFirstSubcomponent("vevent");
    if (!event) throw new Error("no event");
    return new ICAL.Event(event);
  }

  /** Marta asks for it in Teams, where a bot may only offer one. */
  async function askedInTeams(): Promise<{ readonly activityId: string; readonly offer: unknown }> {
    const before = offers().length;
    const said = await house.pressInTeams(MARTA, "cadence.file", meeting, { activityId: "1", alone: true });
    expect(said).toContain("The file is on its way");
    await house.app.settle();
    expect(offers()).toHaveLength(before + 1);
    const message = offers().at(-1);
    if (!message) throw new Error("nothing is offered");
    const [card] = message.activity["attachments"] as [{ name: string; content: { acceptContext: { offer: string } } }];
    expect(card.name).toBe("invitation.ics");
    return { activityId: message.activityId, offer: card.content.acceptContext.offer };
  }

  test("stands in the chat of who presses for it in Slack, as a calendar reads it", async () => {
    const { company, slack } = house;
    const at = { channel: house.amInSlack, message: "1795500000.000001" };
    expect(await house.pressInSlack(company.anna, "cadence.file", meeting, at)).toContain("The file is on its way");
    await house.app.settle();
    const direct = slack.direct(company.workspace, company.anna.user);
    const files = slack.files.filter(({ channel }) => channel === direct);
    expect(files.map(({ name }) => name)).toEqual(["invitation.ics"]);
    const event = eventIn(files[0]?.text ?? "");
    expect([event.uid, event.startDate.toJSDate()]).toEqual([
      `${meeting}@tandem.invalid`,
      new Date("2026-11-26T09:00:00Z"),
    ]);
    expect(offers()).toEqual([]);
  });

  test("is offered to who presses for it in Teams, and lies in their OneDrive once they accept", async () => {
    const drive = await oneDrive();
    const { activityId, offer } = await askedInTeams();
    const from = { ...house.alone(MARTA), replyToId: activityId, id: "accept-1" };
    await house.arrive(consented(offer, drive.uploadInfo, from));
    await expect.poll(() => drive.put).toHaveLength(1);
    const { uid } = eventIn((drive.put[0]?.text ?? "").replace(/^PUT /, ""));
    expect(uid).toBe(`${meeting}@tandem.invalid`);
  });

  test("declined in Teams lies nowhere, and they are told what is so of an invitation", async () => {
    const { activityId, offer } = await askedInTeams();
    await house.arrive(consented(offer, undefined, { ...house.alone(MARTA), replyToId: activityId, id: "decline-1" }));
    const message = () =>
      JSON.stringify(
        house.teams.standing(house.teams.conversationOf(MARTA.id)).find((each) => each.activityId === activityId)
          ?.activity,
      );
    await expect.poll(message).toContain("What it says stands on its card in this chat.");
    expect(message()).not.toContain("Send yours");
  });
});

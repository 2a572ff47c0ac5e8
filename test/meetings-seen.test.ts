import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccountId, ContactId } from "../src/kernel/ids.ts";
import { propertiesIn } from "../src/features/cadence/calendar-lines.ts";
import { uidOf } from "../src/features/cadence/invitation.ts";
import { nightOfSeen } from "../src/features/cadence/seen/morning.ts";
import { readCalendar } from "../src/features/cadence/calendar-text.ts";
import { type CadenceHouse, runCadence, type Two } from "./helpers/cadence-house.ts";
import { addAccount, ids } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";

function calendar(...lines: string[]): string {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
}
/** @param start as 20261123T100000, in Berlin; an hour long */
function meeting(uid: string, start: string, attendees: readonly string[], ...lines: string[]): string {
  return [
    ...["BEGIN:VEVENT", `UID:${uid}`, `DTSTART;TZID=Europe/Berlin:${start}`, "DURATION:PT1H"],
    ...["DESCRIPTION:The secret plan\\nline two", "LOCATION:Room 5", "ATTACH:https://files.example/x"],
    ...attendees.map((each) => `ATTENDEE;CN="Them: all";PARTSTAT=ACCEPTED:mailto:${each}`),
    ...[...lines, "END:VEVENT"],
  ].join("\r\n");
}

describe("a calendar that is read with consent", () => {
  const seen = {
    since: new Date("2026-11-10T00:00:00Z"),
    until: new Date("2026-11-24T00:00:00Z"),
    owner: "me@tandem.example",
  };
  const FROM = new Date("2026-11-23T00:00:00Z");
  const TO = new Date("2026-12-23T00:00:00Z");
  const held = (...events: string[]) => {
    const read = readCalendar(calendar(...events), "Europe/Berlin", FROM, TO, seen);
    return read.kind === "ok"
      ? read.held.map(({ title, from }) => `${from.toISOString().slice(0, 16)} ${title}`)
      : read;
  };

  test("gives up nothing of an event but what may be read, and without consent neither title nor attendees", () => {
    const text = calendar(
      meeting("a", "20261123T100000", ["dana@x.example"], "SUMMARY:Review", "COMMENT:psst", "X-ALT-DESC:<b>plan</b>"),
    );
    const names = (withPeople: boolean) => [
      ...new Set(propertiesIn(text, withPeople, 1000)?.map(({ name }) => name) ?? []),
    ];
    expect(names(true)).toEqual(["BEGIN", "UID", "DTSTART", "DURATION", "ATTENDEE", "SUMMARY", "END"]);
    expect(names(false)).toEqual(["BEGIN", "UID", "DTSTART", "DURATION", "END"]);
    const read = readCalendar(text, "Europe/Berlin", FROM, TO, seen);
    expect(JSON.stringify(read)).not.toMatch(/secret|Room 5|files|psst|plan/);
    expect(readCalendar(text, "Europe/Berlin", FROM, TO)).toMatchObject({ held: [] });
  });

  test("is unfolded wherever a line was folded, in a name too, and what is passed over takes its folds with it", () => {
    const text = calendar(
      "BEGIN:VEVENT\r\nUID:a\r\nDTST\r\n ART:20261123T100000Z\r\nDESCRIPT\r\n ION:one\r\n SUMMARY:two\r\nDURATION:PT1H",
      "SUMMARY:Rev\r\n iew\r\nATTENDEE:mailto:dana@\r\n\tx.example\r\nEND:VEVENT",
    );
    expect(readCalendar(text, "UTC", FROM, TO, seen)).toMatchObject({
      held: [{ title: "Review", attendees: ["dana@x.example"] }],
    });
  });

  test("knows what was held: neither what is cancelled, private, declined or of whole days, nor what isn't over", () => {
    const them = ["dana@x.example"];
    expect(
      held(
        meeting("a", "20261123T100000", them, "SUMMARY:Held"),
        meeting("b", "20261123T100000", them, "SUMMARY:Off", "STATUS:CANCELLED"),
        meeting("c", "20261123T100000", them, "SUMMARY:Mine", "CLASS:PRIVATE"),
        meeting("d", "20261123T100000", them, "ATTENDEE;PARTSTAT=DECLINED:MAILTO:me@tandem.example"),
        meeting("e", "20261124T003000", them, "SUMMARY:Goes on"),
        meeting("f", "20261109T000000", them, "SUMMARY:Long ago"),
        "BEGIN:VEVENT\r\nUID:g\r\nDTSTART;VALUE=DATE:20261120\r\nSUMMARY:Fair\r\nATTENDEE:mailto:dana@x.example\r\nEND:VEVENT",
        meeting("h", "20261123T110000", [], "SUMMARY:Alone", "ATTENDEE;CUTYPE=ROOM:mailto:room@x.example"),
        meeting("i", "20261123T110000", ["me@tandem.example"], "SUMMARY:Me"),
      ),
    ).toEqual(["2026-11-23T09:00 Held"]);
  });

  test("names each time of a series, and a moved one by the time that it had", () => {
    const them = ["dana@x.example"];
    const read = readCalendar(
      calendar(
        meeting("a", "20261102T100000", them, "RRULE:FREQ=WEEKLY;BYDAY=MO", "SUMMARY:Weekly"),
        meeting("a", "20261117T150000", them, "RECURRENCE-ID;TZID=Europe/Berlin:20261116T100000", "SUMMARY:Moved"),
      ),
      "Europe/Berlin",
      FROM,
      TO,
      seen,
    );
    const times = read.kind === "ok" ? read.held.map(({ title, from, original }) => [title, from, original]) : [];
    expect(times).toEqual([
      ["Weekly", new Date("2026-11-23T09:00:00Z"), new Date("2026-11-23T09:00:00Z")],
      ["Moved", new Date("2026-11-17T14:00:00Z"), new Date("2026-11-16T09:00:00Z")],
    ]);
  });

  test("has titles of one line, at most 200 letters, and no tokens", () => {
    const title = (summary: string) => held(meeting("a", "20261123T100000", ["d@x.example"], `SUMMARY:${summary}`));
    expect(title("Plan\\, then\\nlunch\\; <@U1>")).toEqual(["2026-11-23T09:00 Plan, then lunch; <@U1>"]);
    expect(title("Bot xoxb-123-abc-DEF now")).toEqual(["2026-11-23T09:00 Bot … now"]);
    const [long = ""] = title("x".repeat(500)) as string[];
    expect(long.length).toBe("2026-11-23T09:00 ".length + 200);
  });

  test("looks at fifty attendees and no more", () => {
    const many = Array.from({ length: 60 }, (_each, at) => `p${String(at)}@x.example`);
    const read = readCalendar(calendar(meeting("a", "20261123T100000", many)), "UTC", FROM, TO, seen);
    expect(read.kind === "ok" && read.held[0]?.attendees.length).toBe(50);
  });
});

describe("meetings in somebody's own calendar", () => {
  let house: CadenceHouse;
  let stands = "";
  const ADDRESS = "https://calendar.google.com/calendar/ical/x/private-0123/basic.ics";
  beforeAll(async () => {
    house = await runCadence(
      { ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64") },
      { fetchCalendar: () => Promise.resolve({ kind: "fetched", bytes: new TextEncoder().encode(stands) }) },
    );
  });
  afterAll(() => house.stop());

  let people = 0;
  async function addContact(account: AccountId, name: string): Promise<{ id: ContactId; email: string }> {
    const id = ids.next<"contact">();
    const email = `c${String(++people)}@customer.example`;
    await house.change(
      `insert into contact (organisation_id, id, account_id, name, email, source, added_at, changed_at)
       values ($1, $2, $3, $4, $5, 'csv', $6, $6)`,
      [house.company.organisation, id, account, name, email, new Date("2026-01-01T00:00:00Z")],
    );
    return { id, email };
  }

  /** A CSM with a calendar, in which nothing stands yet. */
  async function csm(): Promise<Two> {
    await house.at("2026-11-24T12:00:00Z");
    const two = await house.two(2);
    stands = calendar();
    await house.submit(two.csm, "cadence.calendar", "", { address: ADDRESS });
    await house.app.settle();
    return two;
  }
  /** They consent, and what stands in it is read. */
  async function agreed(two: Two, ...events: string[]): Promise<void> {
    stands = calendar(...events);
    await agree(two);
  }
  async function agree(two: Two): Promise<void> {
    await house.submit(two.csm, "cadence.suggest", "", { suggest: "yes" });
    await house.app.settle();
  }
  /** What stands in it from now on is read, as a night does. */
  async function read(two: Two, ...events: string[]): Promise<void> {
    stands = calendar(...events);
    const [row] = await house.rows<{ version: string }>("select version from person_calendar where person_id = $1", [
      two.csm.id,
    ]);
    await house.app.change(house.company.organisation, ({ jobs }) =>
      jobs.start("cadence.calendar", { person: two.csm.id, version: row?.version ?? "", day: String(++people) }),
    );
    await house.app.settle();
  }
  /** What a night does with what is suggested. */
  async function night(instant: string): Promise<void> {
    house.clock.set(new Date(instant));
    await house.app.change(house.company.organisation, nightOfSeen);
  }
  const seen = (two: Two) =>
    house.rows<{ id: string; title: string; starts_at: Date }>(
      "select id, title, starts_at from meeting_seen where person_id = $1 order by starts_at",
      [two.csm.id],
    );
  async function only(two: Two): Promise<string> {
    const [row, ...others] = await seen(two);
    if (!row || others.length > 0) throw new Error("there ought to be one");
    return row.id;
  }
  const entries = (account: AccountId | undefined) =>
    house.rows<Record<string, unknown>>(
      "select kind, at, contact_id, direction, proactive, summary, visibility from timeline where account_id = $1 and kind = 'meeting'",
      [account],
    );
  const cards = (two: Two) => house.told(two.csm, "Meetings with customers in your calendar");
  const TOMORROW = "2026-11-25T07:00:00Z";

  test("aren't looked at without consent, and once they consent come as one card in the morning", async () => {
    const two = await csm();
    const [first, second] = two.accounts;
    const dana = await addContact(first as AccountId, "Dana Vogt");
    const eva = await addContact(second as AccountId, "Eva Lind");
    const events = [
      meeting("one", "20261123T100000", [dana.email, "else@nowhere.example"], "SUMMARY:Quarterly *review*"),
      meeting("two", "20261120T140000", [eva.email]),
      meeting("three", "20261120T160000", ["else@nowhere.example"], "SUMMARY:Not a customer"),
    ];
    await read(two, ...events);
    expect(await seen(two)).toEqual([]);
    expect(wordsOf(await house.command(two.csm, "/tandem cadence"))).toContain("aren't looked at");

    await agree(two);
    expect((await seen(two)).map(({ title }) => title)).toEqual(["", "Quarterly *review*"]);
    expect(cards(two)).toBe("");
    await house.at("2026-11-25T06:59:59Z");
    expect(cards(two)).toBe("");
    await house.at(TOMORROW);
    expect(cards(two)).toContain("“Quarterly *review*”");
    expect(cards(two)).toContain("Dana Vogt of Shared");
    expect(cards(two)).toContain("Eva Lind of Shared");
    expect(cards(two)).not.toContain("---");
    await house.at("2026-11-26T07:00:00Z");
    expect(cards(two)).not.toContain("---");
    await read(two, ...events);
    expect(await seen(two)).toHaveLength(2);
  });

  test("that are kept stand on the timeline as a contact of theirs, once", async () => {
    const two = await csm();
    const [account] = two.accounts;
    const dana = await addContact(account as AccountId, "Dana Vogt");
    const eva = await addContact(account as AccountId, "Eva Lind");
    await agreed(two, meeting("one", "20261124T100000", [dana.email, eva.email], "SUMMARY:Kick-off"));
    await house.at(TOMORROW);
    const id = await only(two);
    expect(await two.press(two.am, "cadence.seen-keep", id)).toContain("answered already, or was deleted");
    expect(await two.press(two.csm, "cadence.seen-keep", id, account)).toContain(
      "Kept: the meeting is on the timeline",
    );
    expect(await two.press(two.csm, "cadence.seen-keep", id, account)).toContain("answered already");
    expect(await entries(account)).toEqual([
      {
        ...{ kind: "meeting", at: new Date("2026-11-24T09:00:00Z"), contact_id: dana.id, direction: "out" },
        ...{ proactive: true, summary: "Kick-off (with Dana Vogt and Eva Lind)", visibility: "internal" },
      },
    ]);
    expect(cards(two)).toContain("All is answered");
    expect(await seen(two)).toEqual([]);
    await read(two, meeting("one", "20261124T100000", [dana.email], "SUMMARY:Kick-off"));
    expect(await seen(two)).toEqual([]);
  });

  test("that are logged already, or were a check-in, aren't suggested, nor kept twice", async () => {
    const two = await csm();
    const [first, second] = two.accounts as [AccountId, AccountId];
    const dana = await addContact(first, "Dana Vogt");
    const eva = await addContact(second, "Eva Lind");
    const log = (account: AccountId, contact: ContactId, at: string) =>
      house.submit(two.csm, "accounts.log", account, {
        ...{ contact, kind: "meeting", direction: "out", proactive: "yes", on: "2026-11-24", at },
        ...{ said: "We met.", visibility: "internal" },
      });
    await log(first, dana.id, "10:30");
    const events = [
      meeting("one", "20261124T100000", [dana.email], "SUMMARY:Logged"),
      meeting("two", "20261124T093000", [eva.email], "SUMMARY:Review"),
    ];
    await agreed(two, ...events);
    expect((await seen(two)).map(({ title }) => title)).toEqual(["Review"]);
    await log(second, eva.id, "09:30");
    expect(await two.press(two.csm, "cadence.seen-keep", await only(two))).toContain("already, so I didn't add it");
    expect(await entries(second)).toHaveLength(1);
    await house.change(
      `insert into timeline (organisation_id, id, account_id, kind, at, via, details, proactive, visibility, ingested_at, known_at)
       values ($1, $2, $3, 'check-in', $4, 'slack', '{}', true, 'internal', $4, $4)`,
      [house.company.organisation, ids.next(), second, new Date("2026-11-23T16:00:00Z")],
    );
    await house.at("2026-11-24T12:30:00Z");
    await house.change("update person_calendar set seen_until = null where person_id = $1", [two.csm.id]);
    await read(two, meeting("three", "20261123T090000", [eva.email], "SUMMARY:Check-in"));
    expect(await seen(two)).toEqual([]);
  });

  test("right behind one with a colleague are suggested, and that one isn't", async () => {
    await house.at("2026-11-24T12:00:00Z");
    const two = await house.two(4);
    stands = calendar();
    await house.submit(two.csm, "cadence.calendar", "", { address: ADDRESS });
    await house.app.settle();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    await two.accept();
    const { id } = await two.open();
    await house.change(
      "update cadence_meeting set state = 'booked', starts_at = '2026-11-24T08:00:00Z' where id = $1",
      [id],
    );
    await agreed(
      two,
      meeting(uidOf(id), "20261124T090000", [dana.email], "SUMMARY:The two of us"),
      meeting("one", "20261124T094500", [dana.email], "SUMMARY:Customer call"),
    );
    expect((await seen(two)).map(({ title }) => title)).toEqual(["Customer call"]);
  });

  test("too soon after a colleague's contact are kept, and both hear of it", async () => {
    const two = await csm();
    const [account] = two.accounts as [AccountId];
    const dana = await addContact(account, "Dana Vogt");
    await house.submit(two.am, "accounts.log", account, {
      ...{ contact: dana.id, kind: "call", direction: "out", proactive: "yes", on: "2026-11-24", at: "08:00" },
      ...{ said: "Terms.", visibility: "internal" },
    });
    await agreed(two, meeting("one", "20261124T100000", [dana.email], "SUMMARY:Review"));
    await house.at(TOMORROW);
    expect(await two.press(two.csm, "cadence.seen-keep", await only(two))).toMatch(/timeline of Shared.*Amir/s);
    await house.at("2026-11-25T12:00:00Z");
    expect(house.told(two.am)).toContain("Dana Vogt");
  });

  async function away(two: Two, from: string, until: string): Promise<void> {
    await house.change(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, $2, $3, $4, $5, $6, $3, $7)`,
      [house.company.organisation, ids.next(), two.csm.id, two.am.id, from, until, house.clock.now()],
    );
  }

  test("wait while their owner is away, and come on the morning of their return", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    await agreed(two, meeting("one", "20261124T100000", [dana.email], "SUMMARY:Customer call"));
    await away(two, "2026-11-25", "2026-12-01");
    await house.at(TOMORROW);
    expect(cards(two)).toBe("");
    expect(house.told(two.am, "Meetings with customers in your calendar")).toBe("");
    await night("2026-12-01T00:30:00Z");
    await house.at("2026-12-01T07:00:00Z");
    expect(cards(two)).toBe("");
    await night("2026-12-02T00:30:00Z");
    await house.at("2026-12-02T07:00:00Z");
    expect(cards(two)).toContain("Customer call");
  });

  test("are asked of after four weeks away, but not of what was held sixty days before", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    await agreed(
      two,
      meeting("one", "20261124T100000", [dana.email], "SUMMARY:Customer call"),
      meeting("two", "20261115T100000", [dana.email], "SUMMARY:Long ago"),
    );
    await away(two, "2026-11-25", "2027-01-14");
    for (const day of ["2026-12-10", "2026-12-24", "2027-01-07", "2027-01-14", "2027-01-15"])
      await night(`${day}T00:30:00Z`);
    expect((await seen(two)).map(({ title }) => title)).toEqual(["Customer call"]);
    await house.at("2027-01-15T08:00:00Z");
    expect(cards(two)).toContain("Customer call");
    await night("2027-01-16T00:30:00Z");
    expect(await seen(two)).toHaveLength(1);
  });

  test("that were with another customer are kept there, or deleted", async () => {
    const two = await csm();
    const [first, second] = two.accounts as [AccountId, AccountId];
    const dana = await addContact(first, "Dana Vogt");
    const eva = await addContact(second, "Eva Lind");
    await agreed(
      two,
      meeting("one", "20261124T090000", [dana.email, eva.email], "SUMMARY:Both"),
      meeting("two", "20261123T090000", [dana.email], "SUMMARY:One"),
    );
    await house.at(TOMORROW);
    const [one, both] = await seen(two);
    expect(await two.press(two.csm, "cadence.seen-none", one?.id ?? "")).toContain("no meeting with this customer");
    const id = both?.id ?? "";
    const wrong = await house.submit(two.csm, "cadence.seen-other", id, { account: house.company.northwind });
    expect(wordsOf(wrong)).toContain(house.company.northwind.slice(0, 8));
    expect(wordsOf(await house.submit(two.csm, "cadence.seen-other", id, { account: second }))).toContain("Kept");
    expect(await entries(first)).toEqual([]);
    expect(await entries(second)).toMatchObject([{ contact_id: eva.id, summary: "Both" }]);
    expect(await seen(two)).toEqual([]);
  });

  test("that are private are gone on all their dates for good, and nothing but an HMAC is left of them", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    const weekly = meeting("uid-of-mine", "20261117T100000", [dana.email], "RRULE:FREQ=WEEKLY", "SUMMARY:Therapy");
    await agreed(two, weekly);
    const [first, second] = await seen(two);
    await house.at(TOMORROW);
    expect(await two.press(two.csm, "cadence.seen-private", first?.id ?? "")).toContain(
      "never suggest this event again",
    );
    expect(second).toBeDefined();
    expect(await seen(two)).toEqual([]);
    const marks = await house.rows<{ hmac: string; until: Date | null }>(
      "select to_jsonb(m) as row, hmac, until from meeting_mark m where person_id = $1 and until is null",
      [two.csm.id],
    );
    expect(marks).toHaveLength(1);
    expect(JSON.stringify(marks)).not.toMatch(/uid-of-mine|Therapy|customer\.example/);
    await house.at("2026-12-01T12:00:00Z");
    await read(two, weekly);
    expect(await seen(two)).toEqual([]);
  });

  test("that nobody answers are deleted after seven days, and never come again", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    const event = meeting("one", "20261124T100000", [dana.email], "SUMMARY:Review");
    await agreed(two, event);
    await house.at(TOMORROW);
    const id = await only(two);
    await night("2026-12-02T07:00:00Z");
    expect(await seen(two)).toHaveLength(1);
    await night("2026-12-02T07:00:00.001Z");
    expect(await seen(two)).toEqual([]);
    await house.change("update person_calendar set seen_until = null where person_id = $1", [two.csm.id]);
    await read(two, event);
    expect(await seen(two)).toEqual([]);
    expect(await two.press(two.csm, "cadence.seen-keep", id)).toContain("was deleted");
  });

  test("are deleted when the consent is taken back, or the calendar", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    await agreed(two, meeting("one", "20261124T100000", [dana.email], "SUMMARY:Review"));
    expect(await seen(two)).toHaveLength(1);
    expect(wordsOf(await house.submit(two.csm, "cadence.suggest", "", { suggest: "maybe" }))).toContain("maybe");
    expect(wordsOf(await house.submit(two.csm, "cadence.suggest", "", { suggest: "no" }))).toContain("is deleted");
    expect(await seen(two)).toEqual([]);
    await read(two, meeting("two", "20261124T110000", [dana.email], "SUMMARY:Next"));
    expect(await seen(two)).toEqual([]);
    await agree(two);
    expect(await seen(two)).toHaveLength(1);
    await house.submit(two.csm, "cadence.calendar", "", { address: "" });
    expect(await seen(two)).toEqual([]);
    expect(wordsOf(await house.submit(two.csm, "cadence.suggest", "", { suggest: "yes" }))).toContain("My calendar");
  });

  test("with customers whom they don't look after, or people who had left, aren't suggested", async () => {
    const two = await csm();
    const { organisation } = house.company;
    const foreign = await house.app.db.write(organisation, (tx) =>
      addAccount(tx, "Foreign", { csm: house.company.ben.id }),
    );
    const fred = await addContact(foreign, "Fred");
    const gone = await addContact(two.accounts[0] as AccountId, "Gone");
    await house.change("update contact set left_on = '2026-11-01' where id = $1", [gone.id]);
    await agreed(two, meeting("one", "20261124T100000", [fred.email, gone.email], "SUMMARY:Review"));
    expect(await seen(two)).toEqual([]);
  });

  test("come ten at a time", async () => {
    const two = await csm();
    const dana = await addContact(two.accounts[0] as AccountId, "Dana Vogt");
    const hours = Array.from({ length: 12 }, (_each, at) => String(at + 6).padStart(2, "0"));
    await agreed(
      two,
      ...hours.map((hour) => meeting(`e${hour}`, `20261123T${hour}0000`, [dana.email], `SUMMARY:At ${hour}`)),
    );
    await house.at(TOMORROW);
    expect(cards(two)).toContain("At 15");
    expect(cards(two)).not.toContain("At 16");
    expect(cards(two)).toContain("2 more meetings come");
  });

  test("of a contact who is erased, and of who has left us, are deleted", async () => {
    const two = await csm();
    const [first, second] = two.accounts as [AccountId, AccountId];
    const dana = await addContact(first, "Dana Vogt");
    const eva = await addContact(second, "Eva Lind");
    await agreed(
      two,
      meeting("one", "20261124T090000", [dana.email], "SUMMARY:With Dana"),
      meeting("two", "20261124T110000", [eva.email], "SUMMARY:With Eva"),
    );
    await house.at(TOMORROW);
    expect(cards(two)).toContain("Dana Vogt");
    await house.submit(house.company.ada, "privacy.erase", dana.id, { address: dana.email });
    await house.app.settle();
    expect((await seen(two)).map(({ title }) => title)).toEqual(["With Eva"]);
    expect(cards(two)).not.toContain("Dana");
    expect(cards(two)).toContain("With Eva");
    await house.change("update person set active = false where id = $1", [two.csm.id]);
    await night("2026-11-26T00:30:00Z");
    expect(await seen(two)).toEqual([]);
    expect(await house.rows("select 1 from meeting_mark where person_id = $1", [two.csm.id])).toEqual([]);
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { calendarAddress } from "../src/features/cadence/calendars.ts";
import { readCalendar } from "../src/features/cadence/calendar-text.ts";
import { type CadenceHouse, runCadence } from "./helpers/cadence-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const FROM = new Date("2026-11-23T00:00:00Z");
const TO = new Date("2026-12-23T00:00:00Z");

function calendar(...lines: string[]): string {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
}
function event(...lines: string[]): string {
  return ["BEGIN:VEVENT", "UID:one@example", ...lines, "END:VEVENT"].join("\r\n");
}
function read(text: string, zone = "Europe/Berlin") {
  const found = readCalendar(text, zone, FROM, TO);
  if (found.kind === "wrong") return found;
  const busy = found.busy.map(({ from, to }) => `${from.toISOString().slice(0, 16)}/${to.toISOString().slice(11, 16)}`);
  return { kind: "ok", busy, unread: found.unread, because: found.because };
}

describe("a calendar", () => {
  test("says when its owner is busy, in UTC, in a zone of its own and in theirs", () => {
    const text = calendar(
      event("DTSTART:20261125T090000Z", "DTEND:20261125T093000Z"),
      event('DTSTART;TZID="America/New_York":20261125T090000', "DURATION:PT1H30M"),
      event("DTSTART:20261126T140000", "DTEND:20261126T150000"),
    );
    expect(read(text)).toEqual({
      kind: "ok",
      busy: ["2026-11-25T09:00/09:30", "2026-11-25T14:00/15:30", "2026-11-26T13:00/14:00"],
      unread: 0,
      because: undefined,
    });
  });

  test("takes no time for what is free, cancelled, over or empty, and a whole day for a holiday", () => {
    const text = calendar(
      event("DTSTART:20261125T090000Z", "DTEND:20261125T093000Z", "TRANSP:TRANSPARENT"),
      event("DTSTART:20261125T090000Z", "DTEND:20261125T093000Z", "STATUS:CANCELLED"),
      event("DTSTART:20251125T090000Z", "DTEND:20251125T093000Z"),
      event("DTSTART:20261125T090000Z", "DTEND:20261125T090000Z"),
      event("DTSTART;VALUE=DATE:20261127"),
    );
    expect(read(text)).toMatchObject({ busy: ["2026-11-26T23:00/23:00"], unread: 0 });
  });

  test("with a series says each of its times but those that were taken out or moved, over the change of clocks too", () => {
    const text = calendar(
      event(
        "DTSTART;TZID=Europe/Berlin:20261019T090000",
        "DTEND;TZID=Europe/Berlin:20261019T100000",
        "RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20261215;BYDAY=MO",
        "EXDATE;TZID=Europe/Berlin:20261130T090000",
      ),
      event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000",
        "DTSTART;TZID=Europe/Berlin:20261208T110000",
        "DTEND;TZID=Europe/Berlin:20261208T120000",
      ),
    );
    expect(read(text)).toMatchObject({
      busy: ["2026-11-23T08:00/09:00", "2026-12-08T10:00/11:00", "2026-12-14T08:00/09:00"],
      unread: 0,
    });
  });

  test("of free and busy times says the busy ones", () => {
    const text = calendar(
      "BEGIN:VFREEBUSY",
      "FREEBUSY;FBTYPE=BUSY:20261125T090000Z/PT1H,20261125T120000Z/20261125T123000Z",
      "FREEBUSY;FBTYPE=FREE:20261126T090000Z/PT1H",
      "END:VFREEBUSY",
    );
    expect(read(text)).toMatchObject({ busy: ["2026-11-25T09:00/10:00", "2026-11-25T12:00/12:30"] });
  });

  test.each([
    ["FREQ=SECONDLY", "FREQ SECONDLY"],
    ["FREQ=DAILY;COUNT=999999999", "COUNT 999999999"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL 0"],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "BYMONTHDAY 31"],
    ["FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO", "BYSETPOS -1"],
    ["RATHER=NOT", "RATHER"],
  ])("with the rule %s counts it as unread, and reads the rest", (rule, because) => {
    const text = calendar(
      event("DTSTART:20261125T090000Z", "DTEND:20261125T093000Z", `RRULE:${rule}`),
      event("DTSTART:20261126T090000Z", "DTEND:20261126T093000Z"),
    );
    const found = read(text);
    expect(found).toMatchObject({ busy: ["2026-11-26T09:00/09:30"], unread: 1 });
    expect(found).toMatchObject({ because: expect.stringContaining(because) as string });
  });

  test("with a zone, a day or a length that isn't one counts these as unread", () => {
    const text = calendar(
      event("DTSTART;TZID=Nowhere Standard Time:20261125T090000", "DURATION:PT1H"),
      event("DTSTART:20260229T090000Z", "DURATION:PT1H"),
      event("DTSTART:20261125T090000Z", "DURATION:PT"),
      event("SUMMARY:no beginning"),
    );
    expect(read(text)).toMatchObject({ busy: [], unread: 4, because: "TZID Nowhere Standard Time" });
  });

  test("by Outlook says zones as Windows does, and a last time without one", () => {
    const weekly = "RRULE:FREQ=WEEKLY;UNTIL=20261202T090000;INTERVAL=1;BYDAY=WE;WKST=SU";
    const text = calendar(
      event(
        "DTSTART;TZID=W. Europe Standard Time:20261118T090000",
        "DTEND;TZID=W. Europe Standard Time:20261118T100000",
        weekly,
      ),
    );
    expect(read(text)).toMatchObject({ busy: ["2026-11-25T08:00/09:00", "2026-12-02T08:00/09:00"], unread: 0 });
  });

  test("with every other week from Sundays on, of several days, counts that as unread", () => {
    const rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;WKST=SU";
    expect(read(calendar(event("DTSTART:20261118T090000Z", "DURATION:PT1H", rule)))).toMatchObject({ unread: 1 });
  });

  test("takes out of a series what was taken out or moved by its time in another zone", () => {
    const series = [
      "DTSTART;TZID=America/Los_Angeles:20261124T170000",
      "DTEND;TZID=America/Los_Angeles:20261124T180000",
      "RRULE:FREQ=DAILY;COUNT=3",
    ];
    const moved = event("UID:a", "RECURRENCE-ID:20261126T010000Z", "DTSTART:20261126T080000Z", "DURATION:PT1H");
    expect(read(calendar(event("UID:a", ...series, "EXDATE:20261127T010000Z"), moved))).toMatchObject({
      busy: ["2026-11-25T01:00/02:00", "2026-11-26T08:00/09:00"],
    });
  });

  test("that is none, or has more than is read, is refused as a whole", () => {
    expect(read("<html></html>")).toEqual({ kind: "wrong", problem: "not-one" });
    expect(read("BEGIN:VCALENDAR\r\nBEGIN:VEVENT")).toEqual({ kind: "wrong", problem: "not-one" });
    const many = Array.from({ length: 10_001 }, () => event("DTSTART:20201125T090000Z"));
    expect(read(calendar(...many))).toEqual({ kind: "wrong", problem: "too-much" });
    const daily = Array.from({ length: 100 }, () =>
      event("DTSTART:20261001T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
    );
    expect(read(calendar(...daily))).toEqual({ kind: "wrong", problem: "too-much" });
    expect(read(calendar(`X-LONG:${"x".repeat(4_000_001)}`))).toEqual({ kind: "wrong", problem: "too-much" });
  });

  test("with thousands of series that are counted from long ago stops at what a reading may cost, and says how many are unread", () => {
    const rare = Array.from({ length: 5000 }, () =>
      event("DTSTART:20080229T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1000"),
    );
    expect(read(calendar(...rare))).toMatchObject({ busy: [], unread: 4900 });
  });

  test("of whatever letters never breaks", () => {
    const words = fc.constantFrom(
      ...["BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261125T090000Z", "DTEND:20261125T093000Z", "RRULE:FREQ=DAILY"],
      ...[
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "EXDATE:20261126T090000Z",
        "RECURRENCE-ID:20261127T090000Z",
        "UID:x",
        "DURATION:-P1D",
      ],
      ...[
        "DTSTART;TZID=Pacific/Apia:20111230T090000",
        "DTSTART;VALUE=DATE:20111230",
        ";:",
        "BEGIN:VFREEBUSY",
        " folded",
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ unit: "binary" })), { maxLength: 30 }), (lines) => {
        const found = readCalendar(calendar(...lines), "Europe/Berlin", FROM, TO);
        if (found.kind === "ok") for (const { from, to } of found.busy) expect(from < to).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the address of a calendar", () => {
  test("leads to hosts of calendars alone, by https", () => {
    expect(calendarAddress("https://calendar.google.com/calendar/ical/a/private-b/basic.ics")?.hostname).toBe(
      "calendar.google.com",
    );
    expect(calendarAddress("webcal://p01-caldav.icloud.com/published/2/x")?.protocol).toBe("https:");
    for (const wrong of [
      "http://calendar.google.com/x",
      "https://calendar.google.com.evil.example/x",
      "https://calendar.google.com:8443/x",
      "https://user@calendar.google.com/x",
      "https://169.254.169.254/latest",
      "https://localhost/x",
      "file:///etc/passwd",
      "",
    ]) {
      expect(calendarAddress(wrong)).toBeUndefined();
    }
  });
});

describe("somebody's own calendar", () => {
  let house: CadenceHouse;
  let stands = "";
  const asked: string[] = [];
  beforeAll(async () => {
    house = await runCadence(
      { ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64") },
      {
        fetchCalendar(address) {
          asked.push(address);
          const bytes = new TextEncoder().encode(stands);
          return Promise.resolve(stands === "" ? { kind: "refused", problem: "http 404" } : { kind: "fetched", bytes });
        },
      },
    );
  });
  afterAll(() => house.stop());
  const SECRET = "https://calendar.google.com/calendar/ical/x/private-0123/basic.ics";

  test("keeps slots clear of what is in it, its address stays secret, and it is taken away by an empty field", async () => {
    house.clock.set(NINE);
    const two = await house.two(3, { key: true });
    const days = ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01", "2026-12-02"];
    const mornings = days.map((day) =>
      event(`DTSTART;TZID=Europe/Berlin:${day.replaceAll("-", "")}T080000`, "DURATION:PT7H"),
    );
    stands = calendar(...mornings, event("RRULE:FREQ=SECONDLY", "DTSTART:20261125T090000Z", "DURATION:PT1H"));
    const wrong = await house.submit(two.am, "cadence.calendar", "", {
      address: "https://intranet.example/secret.ics?token=1",
    });
    expect(wordsOf(wrong)).toContain("“https://intranet.example”");
    expect(wordsOf(wrong)).not.toContain("token");
    expect(wordsOf(await house.submit(two.am, "cadence.calendar", "", { address: SECRET }))).toContain("Saved");
    await house.app.settle();
    expect(asked).toEqual([SECRET]);
    expect(wordsOf(await house.command(two.am, "/tandem cadence"))).toContain("but for 1 event");
    const kept = await house.rows<{ sealed: Uint8Array }>("select sealed from person_calendar", []);
    expect(Buffer.from(kept[0]?.sealed ?? []).toString("latin1")).not.toContain("private-0123");
    await two.accept();
    await house.at("2026-11-25T08:00:00Z");
    await house.at("2026-11-26T08:00:00Z");
    const { slots } = await two.open();
    const early = slots.filter((slot) => slot < new Date("2026-12-03T00:00:00Z") && slot.getUTCHours() < 14);
    expect([slots.length > 0, early]).toEqual([true, []]);
    expect(wordsOf(await house.submit(two.am, "cadence.calendar", "", { address: " " }))).toContain("Taken away");
    expect(await house.rows("select 1 from calendar_busy", [])).toEqual([]);
  });

  test("that can't be fetched, or isn't one, is said so on their own list", async () => {
    const two = await house.two(1);
    stands = "";
    await house.submit(two.csm, "cadence.calendar", "", { address: SECRET });
    await house.app.settle();
    expect(wordsOf(await house.command(two.csm, "/tandem cadence"))).toContain("couldn't be fetched");
    stands = "<html>Sign in</html>";
    await house.submit(two.csm, "cadence.calendar", "", { address: SECRET });
    await house.app.settle();
    expect(wordsOf(await house.command(two.csm, "/tandem cadence"))).toContain("is no calendar that I can read");
  });
});

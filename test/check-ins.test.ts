import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changesOf } from "../src/features/checkins/series/brief-store.ts";
import { coverageOf } from "../src/features/checkins/series/coverage-store.ts";
import { spokenWith } from "../src/features/checkins/series/spoken-store.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import type { TestPerson } from "./helpers/company.ts";
import { addContract, ids } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import { runSpoken, type SpokenHouse } from "./helpers/spoken-house.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let house: SpokenHouse;
beforeAll(async () => {
  house = await runSpoken();
});
afterAll(() => house.stop());
let name = "";
let made = 0;
beforeEach(() => {
  name = `Spoken ${String(++made)}`;
  house.clock.set(NINE);
});
/** The next night comes, whatever nights the stories before had. */
async function nightsAhead(): Promise<void> {
  await house.change("delete from due where kind = 'schedule:checkins.series'", []);
  await house.change(
    "insert into due (organisation_id, kind, subject, due_at) values ($1::uuid, 'schedule:checkins.series', $1::text, $2)",
    [house.company.organisation, new Date("2026-11-25T02:00:00Z")],
  );
}

const at = (instant: Date | string): Promise<void> => house.at(instant);
const rows = <T extends object>(sql: string, values: unknown[]): Promise<T[]> => house.rows<T>(sql, values);
const told = (who: TestPerson): string => house.told(who, name);
const checkIns = (account: AccountId) => house.checkIns(account);
const open = (account: AccountId, kind?: string) => house.waiting(account, kind);
const spoken = (more?: Parameters<SpokenHouse["spoken"]>[1]) => house.spoken(name, more);
const sync = (account: AccountId): Promise<void> => house.sync(account);

const morning = (day: string): string => `${day}T08:00:00Z`;

const SAID = {
  contact: "unlisted",
  sentiment: "mixed",
  needs: "Faster exports",
  goals: "Month-end in two days",
  blockers: "",
  next: "Send the plan",
};

describe("a check-in", () => {
  test("comes by tier and stage, and the CSM hears of it on its day", async () => {
    const account = await spoken({ key: true });
    const { due_on } = await open(account);
    expect(due_on > "2026-11-24" && due_on <= "2026-12-09").toBe(true);
    await at(morning(due_on));
    expect(told(house.company.anna)).toContain(`Check-in with ${name}`);
    expect(told(house.company.anna)).toContain("this is due today");
    const before = told(house.company.anna);
    await at(new Date(Date.parse(morning(due_on)) + HOUR_MS));
    expect(told(house.company.anna)).toBe(before);
  });

  test("waits for the morning where its day began without the service", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { due_on } = await open(account);
    const day = Date.parse(`${due_on}T00:00:00Z`);
    await at(new Date(day + 22 * HOUR_MS));
    expect(told(anna)).toBe("");
    await at(new Date(day + 4 * DAY_MS + 8 * HOUR_MS));
    expect(told(anna)).toContain(`Check-in with ${name}`);
  });

  test("that was held before the morning came isn't told any more", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { id, due_on } = await open(account);
    const day = Date.parse(`${due_on}T00:00:00Z`);
    await at(new Date(day + 22 * HOUR_MS));
    await house.submit(anna, "checkins.held", id, { ...SAID, on: due_on });
    await at(new Date(day + 4 * DAY_MS + 8 * HOUR_MS));
    expect(told(anna)).toBe("");
  });

  test("is held with what was said, which stands there next time, on the timeline and in coverage", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { id, due_on } = await open(account);
    await at(morning(due_on));
    const words = async (): Promise<string> => wordsOf(await house.command(anna, `/tandem checkins ${name}`));
    expect(await words()).toContain("every 2 weeks");
    const said = await house.submit(anna, "checkins.held", id, { ...SAID, on: due_on });
    expect(wordsOf(said)).toContain("counts as a contact");
    expect((await checkIns(account))[0]).toMatchObject({ id, state: "held" });
    const next = await open(account);
    expect(next.due_on > due_on).toBe(true);
    expect(await words()).toContain("Last time");
    const [entry] = await rows<{ kind: string; proactive: boolean; summary: string }>(
      "select kind, proactive, summary from timeline where account_id = $1 and kind = 'check-in'",
      [account],
    );
    expect(entry).toMatchObject({ proactive: true, summary: expect.stringContaining("Faster exports") as string });
    expect(wordsOf(await house.submit(anna, "checkins.held", id, { ...SAID, on: due_on }))).toContain("was held on");
    expect(await checkIns(account)).toHaveLength(2);
  });

  test("held with whom the Account Manager called the day before says so to both", async () => {
    const { anna, marta, organisation } = house.company;
    const account = await spoken({ key: true, am: marta });
    const dana = await house.app.db.write(organisation, (tx) => addCustomer(tx, account, { name: "Dana Vogt" }));
    const { id } = await open(account);
    const call = { contact: dana, kind: "call", direction: "out", proactive: "yes", on: "2026-11-23", at: "10:00" };
    await house.submit(marta, "accounts.log", account, { ...call, said: "Terms", visibility: "internal" });
    const said = wordsOf(await house.submit(anna, "checkins.held", id, { ...SAID, contact: dana, on: "2026-11-24" }));
    expect(said).toContain("counts as a contact");
    expect(said).toContain("Marta Silva was in touch with Dana Vogt too");
    await house.app.settle();
    expect(told(marta)).toContain("Agree with");
  });

  test("is agreed for a time, and half an hour before it a brief comes once", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { id } = await open(account);
    const when = await house.submit(anna, "checkins.reschedule", id, { on: "2026-11-25", at: "14:00" });
    expect(wordsOf(when)).toContain("Planned: Check-in");
    await at("2026-11-25T12:29:00Z");
    expect(told(anna)).not.toContain("No contact is known");
    await at("2026-11-25T12:30:00Z");
    expect(told(anna)).toContain("No contact is known");
    const stood = told(anna);
    await at("2026-11-25T12:45:00Z");
    expect(told(anna)).toBe(stood);
    expect((await open(account)).due_on).toBe("2026-11-25");
  });

  test("says days as its reader writes them, where one can't be", async () => {
    const { anna } = house.company;
    const { id } = await open(await spoken({ key: true }));
    const day = (on: string, style = "day") => expect.arrayContaining([{ date: new Date(on), style }]) as unknown;
    const tries = async (form: string, values: Record<string, string>) =>
      (await house.submit(anna, `checkins.${form}`, id, values)).reply;
    const ahead = await tries("held", { ...SAID, on: "2026-12-01" });
    expect(ahead).toMatchObject({ kind: "invalid", fields: { on: day("2026-12-01T00:00:00Z") } });
    const off = await tries("reschedule", { on: "2026-11-28", at: "14:00" });
    expect(off).toMatchObject({ kind: "invalid", fields: { on: day("2026-11-28T00:00:00Z") } });
    expect(off).toMatchObject({ kind: "invalid", fields: { on: day("2026-11-25T00:00:00Z") } });
    const past = await tries("reschedule", { on: "2026-11-23", at: "14:00" });
    expect(past).toMatchObject({ kind: "invalid", fields: { on: day("2026-11-23T13:00:00Z", "day-time") } });
  });

  test("is put off from its day on only, for before it comes by itself", async () => {
    const { anna } = house.company;
    const { id, due_on } = await open(await spoken({ key: true }));
    expect(due_on > "2026-11-24").toBe(true);
    expect(wordsOf(await house.command(anna, `/tandem checkins ${name}`))).not.toContain("Remind me later");
    expect(wordsOf(await house.press(anna, "checkins.snooze", id))).toContain("I tell you on that day");
    await at(morning(due_on));
    expect(told(anna)).toContain(`Check-in with ${name}`);
    expect(wordsOf(await house.press(anna, "checkins.snooze", id))).toContain("comes back");
  });

  test("has what was said in it under its own kind alone", async () => {
    const { anna, marta } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    const { id } = await open(account);
    await open(account, "review");
    const said = await house.submit(anna, "checkins.held", id, { ...SAID, on: "2026-11-24" });
    expect(wordsOf(said)).toContain("counts as a contact");
    const words = wordsOf(await house.command(anna, `/tandem checkins ${name}`));
    expect(words.split("Last time")).toHaveLength(2);
  });

  test("asks by its form for what it needs", async () => {
    const { anna } = house.company;
    const { id } = await open(await spoken({ key: true }));
    const opened = (await house.open(anna, "checkins.held", id)).reply;
    if (opened.kind !== "form") throw new Error(opened.kind);
    const needed = opened.form.fields.filter((field) => !("optional" in field && field.optional));
    expect(needed.map((field) => field.name)).toEqual(["contact", "on", "sentiment"]);
    const [intro] = opened.form.intro ?? [];
    expect(JSON.stringify(intro)).toContain("with whom and when you spoke, and the mood");
  });

  test("is on its manager's list by whose it is, the most overdue first", async () => {
    const { olga } = house.company;
    const { due_on } = await open(await spoken({ key: true }));
    await at(new Date(Date.parse(morning(due_on)) + 2 * DAY_MS));
    const words = wordsOf(await house.command(olga, "/tandem checkins"));
    expect(words).not.toContain("Nothing is due");
    expect(words).toMatch(/of your team (is|are) due/);
    expect(words).toContain("Anna Kurz: Check-in with");
    expect(words).toMatch(/days? late/);
  });

  test("has a brief with what they want to reach, their renewal, and that nobody came", async () => {
    const { anna, organisation } = house.company;
    const account = await spoken({ key: true });
    await house.app.db.write(organisation, (tx) =>
      addContract(tx, account, { arrMinor: 1_000_000, renewsOn: "2027-02-28", noticeDays: 60 }),
    );
    for (const [goal, measured, confirmed, metOn] of [
      ["Month-end in two days", 0.56, 0.4, null],
      ["A goal of last year", 1, 1, "2025-12-01"],
    ])
      await house.change(
        `insert into goal (organisation_id, id, account_id, external_id, name, measured, confirmed, met_on, ingested_at, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
        [organisation, ids.next(), account, `${name} ${String(goal)}`, goal, measured, confirmed, metOn, NINE],
      );
    const { id } = await open(account);
    await house.submit(anna, "checkins.reschedule", id, { on: "2026-11-25", at: "14:00" });
    await at("2026-11-25T13:30:00Z");
    expect(told(anna)).not.toContain("Nobody of theirs came");
    await house.submit(anna, "checkins.no-show", id, { on: "2026-11-26", at: "10:00" });
    await at("2026-11-26T08:30:00Z");
    expect(told(anna)).toContain("Nobody of theirs came, noted on 2026-11-25");
    expect(told(anna)).toContain("“Month-end in two days”: we measure 56 %, the customer says 40 %");
    expect(told(anna)).not.toContain("A goal of last year");
    expect(told(anna)).toContain("Renews on 2027-02-28; they can give notice until 2026-12-30");
  });

  test("takes only a time that can be: ahead, on a working day, within hours, before the next one", async () => {
    const { anna } = house.company;
    const { id } = await open(await spoken({ key: true }));
    const tries = async (on: string, time: string): Promise<string> =>
      wordsOf(await house.submit(anna, "checkins.reschedule", id, { on, at: time }));
    expect(await tries("2026-11-31", "14:00")).toContain("is not a day");
    expect(await tries("2026-11-25", "25:00")).toContain("is not a time");
    expect(await tries("2026-11-23", "14:00")).toContain("is past");
    expect(await tries("2026-11-28", "14:00")).toContain("day off");
    expect(await tries("2026-11-25", "06:00")).toContain("outside your working hours");
    expect(await tries("2027-02-25", "14:00")).toContain("next one");
  });

  test("that nobody came to is counted and agreed anew, and one can be skipped with a reason", async () => {
    const { anna, olga } = house.company;
    const account = await spoken({ key: true });
    const { id } = await open(account);
    await house.submit(anna, "checkins.reschedule", id, { on: "2026-11-25", at: "14:00" });
    await at("2026-11-25T13:30:00Z");
    const again = await house.submit(anna, "checkins.no-show", id, { on: "2026-11-26", at: "10:00" });
    expect(wordsOf(again)).toContain("nobody came");
    expect(await open(account)).toMatchObject({ id, due_on: "2026-11-26", no_shows: 1 });
    expect(wordsOf(await house.submit(olga, "checkins.skip", id, { reason: "" }))).toContain("Nothing is chosen");
    expect(wordsOf(await house.submit(olga, "checkins.skip", id, { reason: "no-time" }))).toContain("Skipped");
    expect((await open(account)).id).not.toBe(id);
    expect(await house.kinds(account)).toEqual(expect.arrayContaining(["check-in-no-show", "check-in-skipped"]));
  });

  test("is the CSM's, their cover's and their manager's; others hear whose it is or find nothing", async () => {
    const { marta, kim } = house.company;
    const { id } = await open(await spoken({ am: house.company.marta }));
    expect(wordsOf(await house.submit(marta, "checkins.skip", id, { reason: "no-time" }))).toContain(
      "Only the Customer",
    );
    expect(wordsOf(await house.submit(kim, "checkins.skip", id, { reason: "no-time" }))).toContain("can't find");
  });

  test("that nobody did anything about is missed when the next one comes, and never two are open", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const first = await open(account);
    await at(morning(first.due_on));
    const day = (
      await rows<{ rule: string }>("select rule from check_series where account_id = $1 and ended_at is null", [
        account,
      ])
    )[0];
    expect(day?.rule).toContain("INTERVAL=2");
    await at(new Date(Date.parse(morning(first.due_on)) + 14 * DAY_MS));
    const all = await checkIns(account);
    expect(all.map(({ state }) => state)).toEqual(["missed", "open"]);
    expect(told(anna)).toContain("the next one has come since");
  });

  test("comes once after weeks of downtime, as the latest one", async () => {
    const account = await spoken({ key: true });
    const first = await open(account);
    await at(new Date(Date.parse(morning(first.due_on)) + 65 * DAY_MS));
    const all = await checkIns(account);
    expect(all.filter(({ state }) => state === "open")).toHaveLength(1);
    expect(all).toHaveLength(1);
    expect((await open(account)).due_on > "2027-01-10").toBe(true);
  });

  test("changes with tier and stage, ends with churn, and begins again for who is back", async () => {
    const account = await spoken({ stage: "onboarding" });
    const first = await open(account);
    expect(first.due_on).toBe("2026-12-01");
    await house.change("update account set key_account = true where id = $1", [account]);
    await sync(account);
    expect((await open(account)).id).toBe(first.id);
    await house.change("update account set lifecycle_stage = 'churned' where id = $1", [account]);
    await house.tell({ kind: "account-churned", account });
    expect((await checkIns(account)).map(({ state }) => state)).toEqual(["ended"]);
    await house.change("update account set lifecycle_stage = 'value' where id = $1", [account]);
    await sync(account);
    expect((await open(account)).id).not.toBe(first.id);
  });

  test("of a merged account ends, and its own goes on", async () => {
    const one = await spoken();
    const other = await spoken();
    await house.change("update account set merged_into = $2 where id = $1", [one, other]);
    await sync(one);
    expect((await checkIns(one)).map(({ state }) => state)).toEqual(["ended"]);
    expect((await open(other)).state).toBe("open");
  });

  test("of an account whose CSM has left goes to who leads there", async () => {
    const { olga, ben } = house.company;
    const account = await spoken({ key: true });
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, ben.id]);
    await house.change("update person set active = false where id = $1", [ben.id]);
    const { due_on } = await open(account);
    await at(morning(due_on));
    expect(told(olga)).toContain(`Check-in with ${name}`);
    await house.change("update person set active = true where id = $1", [ben.id]);
  });
});

describe("a check-in that is due", () => {
  const posts = (id: string): Promise<{ card: string }[]> =>
    rows<{ card: string }>("select card from post where subject = $1 and card = 'checkins.due'", [id]);

  test("is told once, however many look at the clock at that moment", async () => {
    const account = await spoken({ key: true });
    const { id, due_on } = await open(account);
    house.clock.set(new Date(morning(due_on)));
    await Promise.all([house.app.settle(), house.app.settle(), house.app.settle()]);
    await house.app.settle();
    expect(await posts(id)).toHaveLength(1);
  });

  test("goes to who covers for the CSM while they are away, who may do all of it", async () => {
    const { anna, ben } = house.company;
    const account = await spoken({ key: true });
    const { id, due_on } = await open(account);
    await house.change(
      "insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at) values ($1, $2, $3, $4, '2026-11-24', '2027-03-31', $3, $5)",
      [house.company.organisation, ids.next(), anna.id, ben.id, NINE],
    );
    await at(morning(due_on));
    expect(told(ben)).toContain(`Check-in with ${name}`);
    expect(wordsOf(await house.command(ben, "/tandem today"))).toContain(name);
    expect(wordsOf(await house.submit(ben, "checkins.skip", id, { reason: "no-time" }))).toContain("Skipped");
    await house.change("delete from cover", []);
  });

  test("that was planned and held elsewhere is that check-in, and none is asked for again", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true, stage: "onboarding" });
    const { id, due_on } = await open(account);
    await at(morning(due_on));
    const touch = { account, what: "check-in", by: anna.id, via: "slack", details: {} } as const;
    await house.tell({ kind: "account-touched", ...touch, direction: "out", proactive: true });
    expect((await checkIns(account))[0]).toMatchObject({ id, state: "held" });
    const next = await open(account);
    expect(next.due_on > due_on).toBe(true);
    await house.tell({ kind: "account-touched", ...touch, direction: "out", proactive: true });
    expect((await open(account)).id).toBe(next.id);
  });

  test("is agreed by a meeting that was planned from elsewhere, with its brief", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { id } = await open(account);
    const plan = { kind: "check-in", contact: "unlisted", on: "2026-11-25", at: "14:00", note: "" };
    expect(wordsOf(await house.submit(anna, "accounts.plan", account, plan))).toContain("Planned");
    expect(await open(account)).toMatchObject({
      id,
      due_on: "2026-11-25",
      scheduled_at: new Date("2026-11-25T13:00:00Z"),
    });
    await at("2026-11-25T12:30:00Z");
    expect(told(anna)).toContain("No contact is known");
  });

  test("stands in the CSM's digest of that morning and of the next, as late", async () => {
    const { anna } = house.company;
    const account = await spoken({ key: true });
    const { due_on } = await open(account);
    const { checkInDigests } = await import("../src/features/checkins/series/digest.ts");
    const [section] = checkInDigests;
    const gathered = async (day: string) =>
      house.app.db.read(
        house.company.organisation,
        (tx) =>
          section?.gather({ tx } as never, {
            kind: "csm",
            person: { id: anna.id } as never,
            day: day as never,
            before: () => [],
          }) ?? Promise.resolve([]),
      );
    const mine = (await gathered(due_on)).find(({ figures }) => figures["due"] === due_on);
    expect(mine).toMatchObject({ grade: "today" });
    const later = new Date(Date.parse(due_on) + DAY_MS).toISOString().slice(0, 10);
    expect((await gathered(later)).find(({ id }) => id === mine?.id)).toMatchObject({
      grade: "late",
      figures: { late: 1 },
    });
    expect(account).toBeDefined();
  });
});

describe("a review", () => {
  test("is the AM's, and in its week takes the check-in's place and counts", async () => {
    const { anna, marta } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    const checkIn = await open(account);
    const review = await open(account, "review");
    await house.change("update check_in set due_on = $2 where id = $1", [review.id, checkIn.due_on]);
    await at(morning(checkIn.due_on));
    expect(told(anna)).not.toContain("this is due today");
    expect((await checkIns(account))[0]).toMatchObject({ id: checkIn.id, state: "replaced" });
    const said = await house.submit(marta, "checkins.held", review.id, { ...SAID, on: checkIn.due_on });
    expect(wordsOf(said)).toContain("Review");
    expect(await house.kinds(account)).toContain("review");
    const [entry] = await rows<{ proactive: boolean }>(
      "select proactive from timeline where account_id = $1 and kind = 'review'",
      [account],
    );
    expect(entry?.proactive).toBe(true);
  });

  test("isn't there in onboarding, nor for tier C", async () => {
    const account = await spoken({ key: true, stage: "onboarding" });
    await expect(open(account, "review")).rejects.toThrow("nothing is open");
    name = `${name} small`;
    await expect(open(await spoken({ stage: "value" }), "review")).rejects.toThrow("nothing is open");
  });
});

describe("coverage", () => {
  test("is the accounts with a contact that we began, within their tier's period, of all", async () => {
    const { ben, olga } = house.company;
    const account = house.company.contoso;
    await house.app.db.write(house.company.organisation, (tx) => addContract(tx, account, { arrMinor: 1_000_000 }));
    const mine = async (): Promise<string> => wordsOf(await house.command(ben, "/tandem checkins"));
    expect(await mine()).toContain("0 of 2 customers");
    await house.tell({
      kind: "account-touched",
      account,
      what: "call",
      by: ben.id,
      via: "slack",
      details: {},
      direction: "out",
      proactive: true,
    });
    expect(await mine()).toContain("1 of 2 customers");
    expect(wordsOf(await house.command(olga, "/tandem checkins"))).toContain("Your team spoke with");
  });

  test("and when a customer was last spoken with have what was said to one that was merged into it", async () => {
    const { anna } = house.company;
    const survivor = await spoken();
    const merged = await spoken();
    const call = { what: "call", by: anna.id, via: "slack", details: {}, direction: "out", proactive: true } as const;
    await house.tell({ kind: "account-touched", account: merged, ...call });
    const covered = async (): Promise<number> => {
      const read = house.app.db.read(house.company.organisation, (tx) =>
        coverageOf(tx, "mine", [anna.id], house.clock.now(), fixedDate("2026-11-24")),
      );
      return (await read).covered;
    };
    const before = await covered();
    await house.change("update account set merged_into = $2 where id = $1", [merged, survivor]);
    expect(await covered()).toBe(before);
    const now = house.clock.now();
    const known = await house.app.db.read(house.company.organisation, async (tx) => ({
      spoken: await spokenWith(tx, [survivor], now),
      changes: await changesOf(tx, survivor, undefined, now),
    }));
    expect(known.spoken).toMatchObject([{ id: survivor, contactAt: now }]);
    expect(known.changes.contactAt).toEqual(now);
  });
});

describe("after what was closed at a key account", () => {
  const ticket = (account: AccountId, closed: string, subject: string): Promise<void> =>
    house.change(
      `insert into ticket (organisation_id, id, external_id, account_id, opened_at, closed_at, subject, ingested_at, known_at)
       values ($1, $2, $3, $4, $5, $6, $7, $6, $6)`,
      [
        house.company.organisation,
        ids.next(),
        `${name} ${subject}`,
        account,
        new Date("2026-11-20T08:00:00Z"),
        new Date(closed),
        subject,
      ],
    );

  /** in the morning of the 25th */
  async function complaintClosed(account: AccountId, who: TestPerson): Promise<void> {
    house.clock.set(new Date("2026-11-25T08:00:00Z"));
    await house.change(
      `insert into request (organisation_id, id, account_id, kind, text, logged_by, at, response_due_at, state, closed_at)
       values ($1, $2, $3, 'complaint', 'Too slow', $4, $5, $5, 'closed', $5)`,
      [house.company.organisation, ids.next(), account, who.id, new Date("2026-11-25T08:00:00Z")],
    );
    const details = { kind: "complaint" };
    await house.tell({ kind: "account-touched", account, what: "request-closed", by: who.id, via: "slack", details });
    await at("2026-11-25T08:00:00Z");
  }

  test("the AM asks whether all is well, once for several tickets; a button logs it", async () => {
    const { marta, kim } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    await nightsAhead();
    await ticket(account, "2026-11-24T09:00:00Z", "Export fails");
    await ticket(account, "2026-11-24T09:30:00Z", "Login loops");
    await ticket(account, "2026-11-01T09:30:00Z", "Long ago");
    await at("2026-11-25T08:00:00Z");
    expect(told(marta)).toContain(`Is all well at ${name}?`);
    expect(told(marta)).toContain("Export fails");
    expect(told(marta)).not.toMatch(/Login loops|Long ago/);
    const tasks = await rows<{ id: string; closed_as: string | null }>(
      "select id, closed_as from well_task where account_id = $1 order by closed_as nulls first",
      [account],
    );
    expect(tasks.map(({ closed_as }) => closed_as)).toEqual([null, "joined"]);
    const [task] = tasks;
    expect(wordsOf(await house.press(kim, "checkins.well", task?.id ?? ""))).toContain("can't find");
    expect(wordsOf(await house.press(marta, "checkins.well", task?.id ?? ""))).toContain("all is well");
    expect(wordsOf(await house.press(marta, "checkins.well", task?.id ?? ""))).toContain("already");
    expect(await house.kinds(account)).toContain("all-well");
    await at("2026-11-27T12:00:00Z");
    expect(told(marta)).not.toContain("was to be asked");
  });

  test("whose it is is reminded after two working days, and who leads hears of it after one more", async () => {
    const { marta, olga } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    await complaintClosed(account, marta);
    expect(wordsOf(await house.command(marta, "/tandem today"))).toContain("Nothing is due today");
    await at("2026-11-26T22:59:00Z");
    expect(told(marta)).not.toContain("was to be asked");
    await at("2026-11-27T08:00:00Z");
    expect(told(marta)).toContain("was to be asked");
    expect(wordsOf(await house.command(marta, "/tandem today"))).toContain(name);
    expect(told(olga)).not.toContain("hasn't");
    await at("2026-11-30T08:01:00Z");
    expect(told(olga)).toContain("hasn't");
  });

  test("where whose it is has left, who asks by then is told, and then who leads", async () => {
    const { anna, marta, olga } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    await complaintClosed(account, marta);
    expect(told(marta)).toContain(`Is all well at ${name}?`);
    await house.change("update person set active = false where id = $1", [marta.id]);
    try {
      await at("2026-11-27T08:00:00Z");
      expect(told(anna)).toContain(`Is all well at ${name}?`);
      expect(wordsOf(await house.command(anna, "/tandem today"))).toContain(name);
      await at("2026-11-30T09:00:00Z");
      expect(told(olga)).toContain("hasn't");
    } finally {
      await house.change("update person set active = true where id = $1", [marta.id]);
    }
  });

  test("where somebody else is given the customer, it is theirs to ask", async () => {
    const { anna, marta } = house.company;
    const account = await spoken({ key: true, am: marta, stage: "value" });
    await complaintClosed(account, marta);
    await house.change("delete from slot where account_id = $1 and slot = 'am'", [account]);
    const details = { slot: "am" };
    await house.tell({ kind: "account-touched", account, what: "slot-changed", by: anna.id, via: "slack", details });
    await at("2026-11-25T09:00:00Z");
    expect(told(anna)).toContain(`Is all well at ${name}?`);
    expect(wordsOf(await house.command(marta, "/tandem today"))).not.toContain(name);
  });

  test("nobody asks at an account that isn't a key account, or that has left", async () => {
    const { marta } = house.company;
    const account = await spoken({ am: marta, stage: "value" });
    await nightsAhead();
    await ticket(account, "2026-11-24T09:00:00Z", "Export fails");
    await at("2026-11-25T08:00:00Z");
    expect(told(marta)).not.toContain("Is all well");
  });
});

describe("today", () => {
  test("has what is due and late, of who is covered too, and is private to who reads it", async () => {
    const { anna, kim } = house.company;
    const account = await spoken({ key: true });
    const { due_on } = await open(account);
    await at(morning(due_on));
    const words = async (who: TestPerson): Promise<string> => wordsOf(await house.command(who, "/tandem today"));
    expect(await words(anna)).toContain(`Check-in with ${name} is due today`);
    expect(await words(kim)).toContain("Nothing is due today");
    await at(new Date(Date.parse(morning(due_on)) + DAY_MS));
    expect(await words(anna)).toContain(`Check-in with ${name} is 1 day late`);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { overridesSection } from "../src/features/accounts/overrides-digest.ts";
import type { AnyCardKind, Context } from "../src/features/feature.ts";
import { createAlso } from "../src/features/risk/digests/also.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import type { Log } from "../src/kernel/log.ts";
import { viewOf } from "./examples/fixed.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
  const times = { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" };
  await house.submit(house.company.ben, "settings.mine", "", times);
});
afterAll(() => house.stop());

/** Each test has a week of its own, so that each morning is made once: on Monday evening one waits for Tuesday's. */
let monday = "2026-11-30" as LocalDate;
const tuesday = (time: string) => new Date(`${addDays(monday, 1)}T${time}:00Z`);
const EIGHT = "07:00";
beforeEach(async () => {
  await rows("delete from preference");
  house.clock.set(new Date(`${monday}T16:00:00Z`));
  await settle();
});
afterEach(() => {
  monday = addDays(monday, 7);
});

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<T & object>(sql, values));
}

/** What fires because of what was sent is there too. */
async function settle(): Promise<void> {
  await house.app.settle();
  await house.app.settle();
}

async function at(time: string): Promise<void> {
  house.clock.set(tuesday(time));
  await settle();
}

async function wants(person: TestPerson, card: string, wish: "digest" | "off"): Promise<void> {
  await rows("insert into preference (organisation_id, person_id, kind, wish) values ($1, $2, $3, $4)", [
    house.company.organisation,
    person.id,
    card,
    wish,
  ]);
}

/** Somebody is named as a cover, which tells them so. @returns the ids of the posts */
async function tellOfCovers(person: TestPerson, count = 1): Promise<string[]> {
  const { anna, organisation } = house.company;
  const covers = Array.from({ length: count }, () => ids.next());
  await rows(
    `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
     select $1, id, $2, $3, '2027-12-24', '2027-12-24', $2, $4 from unnest($5::uuid[]) id`,
    [organisation, anna.id, person.id, NINE, covers],
  );
  await house.app.change(organisation, (context) => {
    for (const subject of covers) {
      context.posts.announce({ card: "covers.notice", subject, address: `person:${person.id}`, slot: "" });
    }
    return Promise.resolve();
  });
  await settle();
  const posts = await rows<{ id: string }>("select id from post where subject = any($1) order by id", [covers]);
  return posts.map(({ id }) => id);
}

async function heldFor(person: TestPerson): Promise<string> {
  await wants(person, "covers.notice", "digest");
  const [id = ""] = await tellOfCovers(person);
  expect(await postOf(id)).toMatchObject({ state: "suppressed", reason: "digest" });
  return id;
}

async function postOf(id: string) {
  const [post] = await rows<{ state: string; reason: string | null }>("select state, reason from post where id = $1", [
    id,
  ]);
  return post;
}

async function digestsOf(person: TestPerson, card: string) {
  return rows<{ state: string; reason: string | null; useless_after: Date | null }>(
    "select state, reason, useless_after from post where card = $1 and subject = $2 and slot = $3",
    [card, person.id, addDays(monday, 1)],
  );
}

/** All of a CSM's morning, as somebody may read it. */
async function wholeListOf(whose: TestPerson, who: TestPerson): Promise<string> {
  const [edition] = await rows<{ id: string }>(
    "select id from edition where kind = 'risk.mine' and owner = $1 and day = $2",
    [whose.id, addDays(monday, 1)],
  );
  return wordsOf(await house.press(who, "risk.see-all", edition?.id ?? ""));
}

/** A CSM whose morning has a risk to speak of. */
async function atRisk(): Promise<TestPerson> {
  const { ben, contoso, organisation } = house.company;
  await rows(
    `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
     values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')
     on conflict (organisation_id, account_id) do update set state = 'at-risk', causes = '{score}', band = 'high', p = 0.3`,
    [organisation, contoso, NINE],
  );
  return ben;
}

describe("a message that is wanted with a digest", () => {
  test("comes alone when that digest is turned off", async () => {
    const ben = await atRisk();
    await wants(ben, "risk.my-digest", "off");
    const id = await heldFor(ben);
    await at(EIGHT);
    await at("07:01");
    expect(await digestsOf(ben, "risk.my-digest")).toMatchObject([{ state: "suppressed", reason: "off" }]);
    expect(await digestsOf(ben, "risk.also-digest")).toMatchObject([{ state: "sent" }]);
    expect(house.standingWith(ben).at(-1)).toMatch(/Also today[^]*Anna Kurz/);
    expect(await postOf(id)).toMatchObject({ reason: "in digest" });
  });

  test("comes alone when that digest failed", async () => {
    const ben = await atRisk();
    await heldFor(ben);
    house.slack.fault(ben.user, { kind: "not-allowed", problem: "restricted" });
    await at(EIGHT);
    await at("07:01");
    expect(await digestsOf(ben, "risk.my-digest")).toMatchObject([{ state: "failed" }]);
    expect(house.standingWith(ben).at(-1)).toMatch(/Also today[^]*Anna Kurz/);
  });

  test("comes alone when that digest comes too late to be read", async () => {
    const ben = await atRisk();
    await heldFor(ben);
    house.slack.fault(ben.user, slowUntil("11:30"));
    await at(EIGHT);
    await at("11:31");
    expect(await digestsOf(ben, "risk.my-digest")).toMatchObject([{ state: "suppressed", reason: "late" }]);
    expect(house.standingWith(ben).at(-1)).toMatch(/Also today[^]*Anna Kurz/);
  });

  test("comes however late when it comes alone", async () => {
    const { kim } = house.company;
    await heldFor(kim);
    house.slack.fault(kim.user, slowUntil("15:00"));
    await at(EIGHT);
    expect(await digestsOf(kim, "risk.also-digest")).toMatchObject([{ state: "sent", useless_after: null }]);
    expect(house.standingWith(kim).at(-1)).toMatch(/Also today[^]*Anna Kurz/);
  });

  test("isn't wanted with the digest of somebody who is inactive: their manager gets it at once", async () => {
    const { ben, olga } = house.company;
    await wants(ben, "covers.notice", "digest");
    const before = house.standingWith(olga).length;
    await inactive(ben, async () => {
      const [id = ""] = await tellOfCovers(ben);
      expect(await postOf(id)).toMatchObject({ state: "sent" });
      expect(house.standingWith(olga).slice(before).join()).toContain("Anna Kurz");
    });
  });

  test("comes to the manager of somebody who left meanwhile, who may read all of it", async () => {
    const { ben, olga, kim } = house.company;
    const id = await heldFor(ben);
    const before = house.standingWith(olga).length;
    await inactive(ben, async () => {
      await at(EIGHT);
      expect(house.standingWith(olga).slice(before).join()).toMatch(/Also today[^]*Anna Kurz/);
      expect(wordsOf(await house.press(olga, "risk.show-held", id))).toContain("Anna Kurz");
      expect(wordsOf(await house.press(kim, "risk.show-held", id))).toBe(
        "I don't have that message any more. Look the account up with /account.",
      );
    });
  });

  test("stands in the whole list for its reader, and for nobody else", async () => {
    const ben = await atRisk();
    const { kim, olga } = house.company;
    await heldFor(ben);
    await at(EIGHT);
    expect(await wholeListOf(ben, ben)).toMatch(/Contoso[^]*Also today[^]*Anna Kurz/);
    expect(await wholeListOf(ben, olga)).toContain("Contoso");
    expect(await wholeListOf(ben, olga)).not.toContain("Also today");
    expect(await wholeListOf(ben, kim)).not.toContain("Anna Kurz");
  });

  test("is read by the manager of somebody whom chat can't reach, who was sent the digest", async () => {
    const ben = await atRisk();
    const { olga } = house.company;
    const id = await heldFor(ben);
    const on = (platform: string) => rows("update handle set platform = $2 where person_id = $1", [ben.id, platform]);
    await on("teams");
    await at(EIGHT);
    expect(house.standingWith(olga).join()).toMatch(/Also today[^]*Anna Kurz/);
    expect(wordsOf(await house.press(olga, "risk.show-held", id))).toContain("Anna Kurz");
    expect(await wholeListOf(ben, olga)).toMatch(/Contoso[^]*Also today[^]*Anna Kurz/);
    await on("slack");
  });

  test("waits a day longer where there are very many", async () => {
    const { kim } = house.company;
    await wants(kim, "covers.notice", "digest");
    await tellOfCovers(kim, 30);
    await at(EIGHT);
    expect(house.standingWith(kim).at(-1)).toContain("25 messages");
    house.clock.set(new Date(`${addDays(monday, 2)}T07:00:00Z`));
    await settle();
    expect(house.standingWith(kim).at(-1)).toContain("5 messages");
  });

  test("doesn't come when there is nothing left to say", async () => {
    const { kim } = house.company;
    await heldFor(kim);
    await rows("delete from cover");
    await at(EIGHT);
    expect(await digestsOf(kim, "risk.also-digest")).toMatchObject([{ state: "suppressed", reason: "gone" }]);
    await at("07:01");
    expect(await rows("select 1 from due where kind = 'reminder:risk.collect-held'")).toEqual([]);
  });

  test("comes in it, and never in one of its own beside it", async () => {
    const ben = await atRisk();
    const id = await heldFor(ben);
    const before = house.standingWith(ben).length;
    for (const time of [EIGHT, "07:01", "08:00", "15:00"]) await at(time);
    expect(await digestsOf(ben, "risk.my-digest")).toMatchObject([{ state: "sent" }]);
    expect(await digestsOf(ben, "risk.also-digest")).toEqual([]);
    expect(await postOf(id)).toMatchObject({ reason: "in digest" });
    expect(
      house
        .standingWith(ben)
        .slice(before)
        .filter((each) => each.includes("Anna Kurz")),
    ).toHaveLength(1);
  });
});

/** A platform that asks for patience, until a time of the day. */
function slowUntil(time: string) {
  return () => {
    house.clock.set(tuesday(time));
    return Promise.resolve({ kind: "slow-down", waitMs: 1 } as const);
  };
}

async function inactive(person: TestPerson, work: () => Promise<void>): Promise<void> {
  const set = (active: boolean) => rows("update person set active = $2 where id = $1", [person.id, active]);
  await set(false);
  try {
    await work();
  } finally {
    await set(true);
  }
}

describe("messages in a digest", () => {
  const good: AnyCardKind = {
    sensitive: false,
    called: "covers.called",
    prepare: () => Promise.resolve(() => ({ card: { title: [], body: [] }, summary: ["It is well."] })),
  };
  const fails = (): never => {
    throw new TypeError("a hole in it");
  };
  const planted = new Map<string, AnyCardKind>([
    ["t.good", good],
    ["t.load", { ...good, prepare: () => Promise.reject(new TypeError("a hole in it")) }],
    ["t.draw", { ...good, prepare: () => Promise.resolve(fails) }],
    ["t.sql", { ...good, prepare: ({ tx }) => tx.rows("select 1 / 0").then(() => "gone") }],
  ]);

  async function linesOf(cards: readonly string[], log?: Log): Promise<string[]> {
    const { ben, organisation } = house.company;
    return house.app.change(organisation, async (context) => {
      const items = cards.map((card) => ({ id: ids.next<"post">(), card }));
      for (const { id, card } of items) {
        await context.tx.rows(
          `insert into post (organisation_id, id, card, subject, address, slot, state, reason, due_at, created_at)
           values ($1, $2, $3, 'x', $4, $6, 'suppressed', 'in digest', $5, $5)`,
          [organisation, id, card, `person:${ben.id}`, NINE, id],
        );
      }
      const whose = await context.directory.person(context.tx, ben.id);
      if (!whose) throw new Error("Ben is unknown");
      const kept = items.map(({ id }) => ({ id, about: id, grade: "held", figures: {} }));
      const { draw } = await createAlso(() => planted, log).prepare(context, kept, whose);
      return draw(viewOf("en")).map(({ text }) => plain(text));
    });
  }

  test("are read but for those that can't be drawn, of which the log tells", async () => {
    const told: unknown[] = [];
    const note = (fields: Record<string, unknown>): void => void told.push(fields["card"]);
    const log: Log = { debug: note, info: note, warn: note, error: note };
    expect(await linesOf(["t.good", "t.load", "t.draw"], log)).toEqual(["It is well."]);
    expect(told).toEqual(["t.load", "t.draw"]);
  });

  test("are tried anew as a whole after an error of the database", async () => {
    await expect(linesOf(["t.good", "t.sql"])).rejects.toThrow("division by zero");
  });

  test("are asked about by their reader, who can change what they wished", async () => {
    const { kim } = house.company;
    const form = (await house.command(kim, "/tandem settings notifications")).reply;
    expect(form.kind === "form" && form.form.fields.map(({ name }) => name)).not.toContain("risk-also-digest");
    expect(JSON.stringify(form)).not.toContain("messages for your digest");
    await heldFor(kim);
    await at(EIGHT);
    const [post] = await rows<{ id: string }>(
      "select id from post where card = 'risk.also-digest' and subject = $1 and slot = $2",
      [kim.id, addDays(monday, 1)],
    );
    const answer = await house.press(kim, "settings.why", post?.id ?? "");
    expect(wordsOf(answer)).toContain("You wanted these messages with your digest");
    expect(wordsOf(answer)).not.toContain("can't be turned off");
    expect(JSON.stringify(answer.reply)).toContain("settings.notifications");
  });
});

test("decisions by hand are looked up in as many statements, however many there are", async () => {
  const { organisation, olga, northwind, contoso } = house.company;
  const asked = await house.app.change(organisation, async (context) => {
    const items = [northwind, contoso, contoso].map((account) => ({ id: ids.next<"entry">(), account }));
    for (const { id, account } of items) {
      await context.tx.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, proactive, visibility,
                               ingested_at, known_at)
         values ($1, $2, $3, 'am-pulled-in', $4, $5, 'slack', '{}', false, 'internal', $4, $4)`,
        [organisation, id, account, NINE, olga.id],
      );
    }
    const whose = await context.directory.person(context.tx, olga.id);
    if (!whose) throw new Error("Olga is unknown");
    const countOf = async (count: number) => {
      const { tx, statements } = counting(context.tx);
      const kept = items
        .slice(0, count)
        .map(({ id, account }) => ({ id, about: account, grade: "decided", figures: {} }));
      const { draw } = await overridesSection.prepare({ ...context, tx }, kept, whose);
      const audience = { kind: "person", reader: { person: whose.id, roles: whose.roles, covers: [] } } as never;
      return { lines: draw({ ...viewOf("en"), audience }).length, statements: statements.length };
    };
    return [await countOf(1), await countOf(3)];
  });
  expect(asked[1]?.lines).toBe(3);
  expect(asked[1]?.statements).toBe(asked[0]?.statements);
});

function counting(tx: Context["tx"]) {
  const statements: unknown[] = [];
  const counted: Context["tx"] = {
    ...tx,
    rows(sql, values) {
      statements.push(sql);
      return tx.rows(sql, values);
    },
  };
  return { tx: counted, statements };
}

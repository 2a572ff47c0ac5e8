import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import type { Interaction } from "../src/chat/interaction.ts";
import { readConfig } from "../src/config.ts";
import { postgresPool } from "../src/db/client.ts";
import { forgetSeen, noteSeen } from "../src/db/inputs.ts";
import { createDatabase, type Database } from "../src/db/transaction.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { addAccount, addPerson, type Company, mintCompany, type TestPerson } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { signedRequest, SIGNING_SECRET, stillWall } from "./helpers/slack-request.ts";

const FIVE_MINUTES_MS = 300_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

/** The database with a count of how often it was asked for anything. */
function counted(db: Database): Database & { asked(): number } {
  let asked = 0;
  return {
    ...db,
    asked: () => asked,
    read: (...args) => (asked++, db.read(...args)),
    write: (...args) => (asked++, db.write(...args)),
    system: {
      rows: (...args) => (asked++, db.system.rows(...args)),
      transaction: (fn) => (asked++, db.system.transaction(fn)),
    },
    close: () => Promise.resolve(),
  };
}

describe("help", () => {
  const wall = stillWall();
  let db: ReturnType<typeof counted>;
  let house: RunningApp;
  beforeAll(async () => {
    db = counted(opened.db);
    house = await runApp({ db, wall });
  });
  afterAll(() => house.stop());

  async function askedBy(step: () => Promise<unknown>): Promise<number> {
    const before = db.asked();
    await step();
    return db.asked() - before;
  }
  async function retire(person: TestPerson): Promise<void> {
    await db.write(house.company.organisation, (tx) =>
      tx.rows("update person set active = false where id = $1", [person.id]),
    );
  }
  const help = (who: TestPerson) => house.command(who, "/tandem help");

  test("is looked up once, and then comes without the database for five minutes", async () => {
    const { anna } = house.company;
    expect(await askedBy(() => help(anna))).toBeGreaterThan(0);
    expect(await askedBy(() => help(anna))).toBe(0);
    expect(await askedBy(() => house.command(anna, "/tandem help more"))).toBe(0);
    expect(await askedBy(() => house.command(anna, "/tandem sesame"))).toBe(0);
    wall.move(FIVE_MINUTES_MS - 1);
    expect(await askedBy(() => help(anna))).toBe(0);
    wall.move(1);
    expect(await askedBy(() => help(anna))).toBeGreaterThan(0);
    expect(wordsOf(await help(anna))).toContain("What you can ask me");
  });

  test("comes without the database to who asked for something else before", async () => {
    const { ben } = house.company;
    await house.command(ben, "/account contoso");
    expect(await askedBy(() => help(ben))).toBe(0);
  });

  test("isn't for strangers, however often they ask; who becomes known is helped at once", async () => {
    const { organisation, workspace } = house.company;
    const nina = await db.write(organisation, async (tx) => {
      const person = await addPerson(tx, workspace, "Nina Neu", ["csm"]);
      await tx.rows("update handle set user_id = 'U0LATER' where person_id = $1", [person.id]);
      return person;
    });
    expect(wordsOf(await help(nina))).toContain("I can't help you with that here");
    expect(wordsOf(await help(nina))).toContain("I can't help you with that here");
    await db.write(organisation, (tx) =>
      tx.rows("update handle set user_id = $2 where person_id = $1", [nina.id, nina.user]),
    );
    expect(wordsOf(await help(nina))).toContain("What you can ask me");
  });

  test("may reach who has left for minutes, and nothing else does", async () => {
    const { kim } = house.company;
    await help(kim);
    await retire(kim);
    expect(wordsOf(await help(kim))).toContain("What you can ask me");
    expect(wordsOf(await house.command(kim, "/account contoso"))).toContain("I can't help you with that here");
    expect(wordsOf(await help(kim))).toContain("I can't help you with that here");
  });

  test("speaks another language as soon as somebody has chosen it", async () => {
    const { olga } = house.company;
    expect(wordsOf(await help(olga))).toContain("What you can ask me");
    const preferences = { locale: "de", zone: "Europe/Berlin", digestAt: "08:00" };
    await house.submit(olga, "settings.mine", "", preferences);
    expect(wordsOf(await help(olga))).toContain("Das können Sie mich fragen");
  });
});

describe("a captured request, replayed to another replica,", () => {
  let company: Company;
  let replicas: readonly [App, App];
  let second: Database;
  beforeAll(async () => {
    const { db, url } = opened;
    const onError = (error: Error): never => {
      throw error;
    };
    second = url === undefined ? db : createDatabase({ pool: postgresPool({ url, onError }), onError });
    const config = readConfig({
      LOG_LEVEL: "silent",
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: "xoxb-test",
      SLACK_API_URL: "http://127.0.0.1:9/api/",
    });
    replicas = [await createApp({ config, db }), await createApp({ config, db: second })];
    company = await mintCompany(db);
    await db.write(company.organisation, (tx) => addAccount(tx, "Acme", { csm: company.anna.id }));
  });
  afterAll(async () => {
    for (const { server } of replicas) await server.close();
    if (second !== opened.db) await second.close();
  });

  let typed = 0;
  function typing(text: string, trigger = `replay-${String(++typed)}`) {
    const form = new URLSearchParams({
      team_id: company.workspace,
      channel_id: "C0ANYWHERE",
      user_id: company.anna.user,
      command: "/account",
      text,
      trigger_id: trigger,
    });
    return signedRequest(form.toString(), { contentType: "application/x-www-form-urlencoded", at: wallClock.now() });
  }
  async function said(app: App, request: ReturnType<typeof typing>): Promise<string> {
    const { statusCode, body } = await app.server.inject(request);
    expect(statusCode).toBe(200);
    return body;
  }

  test("of a look-up says nothing; at the first one it gets the same answer", async () => {
    const [first, other] = replicas;
    const request = typing("acme");
    const answer = await said(first, request);
    expect(answer).toContain("Acme");
    expect(await said(other, request)).toBe("");
    expect(await said(other, request)).toBe("");
    expect(await said(first, request)).toBe(answer);
    expect(await said(other, typing("acme"))).toContain("Acme");
  });

  test("says nothing also when both have it at the same time", async () => {
    const request = typing("acme");
    const answers = await Promise.all(replicas.map((app) => said(app, request)));
    expect(answers.filter((answer) => answer.includes("Acme"))).toHaveLength(1);
  });

  const inbound = (key: string) =>
    ({
      sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: company.workspace },
      place: { conversation: "C0ANYWHERE", private: false },
      contentKey: key,
      replyTo: {},
    }) as const;

  test.each([
    ["of a button that opens an account", "press", "accounts.open"],
    ["of a button that opens a form", "opening", "opportunities.spot"],
  ] as const)("%s says nothing", async (_what, kind, name) => {
    const [first, other] = replicas;
    const subject = company.northwind;
    const input = { kind, action: { name, subject }, ...inbound(`${kind} ${subject}`) } as Interaction;
    expect(wordsOf(await first.handle(input))).not.toBe("");
    expect((await other.handle(input)).reply).toEqual({ kind: "nothing" });
  });

  test("of a look-up that is answered in its own place gets the answer again, for nobody else shows it", async () => {
    const [first, other] = replicas;
    const action = { name: "accounts.open", subject: company.northwind };
    const input = { kind: "press", action, ...inbound("in its place"), answeredInPlace: true } as const;
    const answer = wordsOf(await first.handle(input));
    expect(answer).toContain("Northwind");
    expect(wordsOf(await other.handle(input))).toBe(answer);
  });

  test("of a hello that was written to the bot says nothing, on the same replica too, nor to who isn't known", async () => {
    const [first, other] = replicas;
    for (const user of [company.anna.user, "U0STRANGER"]) {
      const { sender, ...rest } = inbound(`hello of ${user}`);
      const hello = { kind: "command", command: "tandem", text: "help", ...rest, answeredByMessage: true } as const;
      const input = { ...hello, sender: { ...sender, user } };
      expect(wordsOf(await first.handle(input))).not.toBe("");
      expect((await first.handle(input)).reply).toEqual({ kind: "nothing" });
      expect((await other.handle(input)).reply).toEqual({ kind: "nothing" });
    }
  });

  test("of something that changes a thing gets the first one's answer", async () => {
    const [first, other] = replicas;
    const form = "opportunities.spot";
    const values = { product: "more seats", benefit: "Logins are scarce every Monday morning.", word: "yes" };
    const input = { kind: "submission", form, subject: company.adatum, values, ...inbound("spot it") } as const;
    const answer = wordsOf(await first.handle(input));
    expect(answer).toContain("Offered to");
    expect(wordsOf(await other.handle(input))).toBe(answer);
  });
});

describe("what was seen", () => {
  const seenAt = new Date("2026-12-09T08:00:00.000Z");
  const later = (ms: number): Date => new Date(seenAt.getTime() + ms);

  const see = (key: string, arrival: string, at: Date): Promise<boolean> =>
    noteSeen(opened.db.system, { key, arrival, at });

  test("is seen again when it arrives another time, in the same instant too; a second attempt is the same arrival", async () => {
    expect(await see("an input", "one", seenAt)).toBe(true);
    expect(await see("an input", "one", later(300))).toBe(true);
    expect(await see("an input", "another", seenAt)).toBe(false);
    expect(await see("an input", "a third", later(1))).toBe(false);
    expect(await see("another input", "another", later(1))).toBe(true);
  });

  test("is forgotten by a tick a quarter of an hour later, and not before", async () => {
    const { system } = opened.db;
    const wall = stillWall(seenAt);
    const house = await runApp({ db: counted(opened.db), wall });
    await see("soon forgotten", "one", seenAt);
    wall.move(900_000);
    await house.app.settle();
    expect(await see("soon forgotten", "two", later(1))).toBe(false);
    wall.move(1);
    await house.app.settle();
    expect(await see("soon forgotten", "three", later(2))).toBe(true);
    await forgetSeen(system, later(1_000_000));
    await house.stop();
  });
});

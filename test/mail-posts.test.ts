import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMail } from "../src/chat/mail/index.ts";
import type { Courier } from "../src/chat/platform.ts";
import type { Database } from "../src/db/transaction.ts";
import { type Address, card, type Feature } from "../src/features/feature.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { MOST_REPEATS } from "../src/outbox/retry.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { type MailServer, startMailServer } from "./helpers/mail-server.ts";
import { type Outbox, startOutbox } from "./helpers/outbox.ts";

const says = createSays();
const signal = new AbortController().signal;

let opened: TestDatabase;
let db: Database;
let company: Company;
let server: MailServer;
let outbox: Outbox;
let heard: string[];

/** What it says stands in the account's name. */
const letters: Feature = {
  name: "letters",
  cards: {
    ask: card<string>({
      sensitive: false,
      called: "shell.help-title",
      load: async ({ tx }, subject) =>
        (await tx.rows<{ name: string }>("select name from account where id = $1", [subject]))[0]?.name ?? "gone",
      draw: (name) => ({ card: { title: [name], body: [] }, summary: [name], letter: { from: "Tailspin" } }),
    }),
    chat: card<string>({
      sensitive: false,
      called: "shell.help-title",
      load: () => Promise.resolve("x"),
      draw: () => ({ card: { title: ["x"], body: [] }, summary: ["x"] }),
    }),
  },
  reactions: { "post-unsettled": (_context, { card: failed, address }) => void heard.push(`${failed} ${address}`) },
};

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  heard = [];
  company = await mintCompany(db);
  // The pace is that of the one server, and each test has a time of its own.
  await db.system.rows("delete from pace");
  server = await startMailServer({ disabledCommands: ["STARTTLS"] });
  outbox = await startOutbox(db, { mail: mailTo(server.url), features: [letters], works: false });
});
afterEach(async () => {
  await outbox.stop();
  await server.stop();
});

function mailTo(url: string): Courier {
  const { hostname: host, port } = new URL(url);
  const config = { host, port: Number(port), secure: false, login: undefined, from: "surveys@tailspin.example" };
  return createMail({ config, says });
}
const write = (sql: string, values: readonly unknown[] = []): Promise<object[]> =>
  db.write(company.organisation, (tx) => tx.rows(sql, [...values]));
function dana(more: object = {}): Promise<ContactId> {
  const contact = { name: "Dana Vogt", email: "dana@northwind.example", ...more };
  return db.write(company.organisation, (tx) => addCustomer(tx, company.northwind, contact));
}
async function announce(address: Address, which = "letters.ask"): Promise<void> {
  await db.write(company.organisation, (tx) =>
    outbox
      .context(tx, outbox.clock.now())
      .posts.announce({ card: which, subject: company.northwind, address, slot: "" }),
  );
}
/** One turn at the address, as a job would take it. */
const turn = (address: Address) => outbox.runLane({ organisation: company.organisation, address }, signal);
const posts = (): Promise<object[]> =>
  db.read(company.organisation, (tx) => tx.rows("select state, reason, attempts from post order by created_at, id"));
const subjects = (): (string | undefined)[] => server.received.map(({ headers }) => headers.get("subject"));

describe("a letter to somebody of a customer's", () => {
  test("arrives once, whatever is drawn anew, and the post keeps no address", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    await announce(address);
    await turn(address);
    expect(server.received).toMatchObject([{ to: ["dana@northwind.example"] }]);
    await db.write(company.organisation, (tx) =>
      outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind),
    );
    await turn(address);
    await announce(address);
    await turn(address);
    expect(subjects()).toEqual(["Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
    const kept = await write("select sent_to, ref from post");
    expect(JSON.stringify(kept)).not.toContain("dana@");
  });

  test("goes by their address at the time, and to nobody who has left or wants none", async () => {
    const gone: Address = `mail:contact:${await dana({ email: "gone@northwind.example", leftOn: "2026-01-01" })}`;
    const out: Address = `mail:contact:${await dana({ email: "Out@northwind.example" })}`;
    const none: Address = `mail:contact:${await dana({ email: undefined })}`;
    const id = await dana();
    await write(
      "insert into survey_opt_out (organisation_id, who, at, via) values ($1, 'out@northwind.example', now(), 'link')",
      [company.organisation],
    );
    const moved: Address = `mail:contact:${id}`;
    for (const address of [gone, out, none, moved]) await announce(address);
    await write("update contact set email = 'dana@new.example' where id = $1", [id]);
    for (const address of [gone, out, none, moved]) await turn(address);
    expect(server.received.map(({ to }) => to)).toEqual([["dana@new.example"]]);
    expect((await posts()).map((post) => Object.values(post).slice(0, 2).join(" "))).toEqual([
      "suppressed contact left",
      "suppressed opted out",
      "failed contact without an address",
      "sent ",
    ]);
    expect(heard).toEqual([`letters.ask ${none}`]);
  });

  test("that a server takes later is tried later", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    server.fault({ at: "recipient", code: 451, says: "4.7.1 greylisted" });
    await announce(address);
    const { waitsUntil } = await turn(address);
    expect(await posts()).toEqual([{ state: "wanted", reason: "passing: 451 4.7.1", attempts: 1 }]);
    expect(waitsUntil?.getTime()).toBeGreaterThan(outbox.wall.now().getTime());
    outbox.wall.advance(2000);
    await turn(address);
    expect(subjects()).toEqual(["Northwind GmbH"]);
  });

  test("that is refused for good is tried no more, and the slices hear of it", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    server.fault({ at: "recipient", code: 550, says: "5.1.1 dana@northwind.example unknown" });
    await announce(address);
    await turn(address);
    expect(await posts()).toEqual([{ state: "failed", reason: "address-gone: 550 5.1.1", attempts: 1 }]);
    expect(heard).toEqual([`letters.ask ${address}`]);
    outbox.wall.advance(86_400_000);
    await turn(address);
    expect(server.received).toEqual([]);
  });

  test("waits for a server that is down, for a day and no longer", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    const { port } = new URL(server.url);
    await server.stop();
    await announce(address);
    await turn(address);
    expect(await posts()).toEqual([{ state: "wanted", reason: "passing: ECONNREFUSED", attempts: 1 }]);
    await write("update post set attempts = $1", [MOST_REPEATS - 2]);
    outbox.wall.advance(2000);
    await turn(address);
    expect(await posts()).toMatchObject([{ state: "wanted", attempts: MOST_REPEATS - 1 }]);
    server = await startMailServer({ disabledCommands: ["STARTTLS"] }, Number(port));
    server.fault({ at: "data", code: 421 });
    outbox.wall.advance(3_600_000);
    await turn(address);
    expect(await posts()).toMatchObject([{ state: "failed", reason: "passing: 421" }]);
    expect(heard).toEqual([`letters.ask ${address}`]);
  });

  test("that the server may have taken is sent again as the same message", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    server.fault("drop");
    await announce(address);
    await turn(address);
    expect(await posts()).toMatchObject([{ state: "wanted" }]);
    outbox.wall.advance(2000);
    await turn(address);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
    const ids = server.received.map(({ headers }) => headers.get("message-id"));
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  test("whose sender ended in the middle is sent again as the same message, and one that was settled isn't", async () => {
    const settled: Address = `mail:contact:${await dana({ name: "Settled" })}`;
    const open: Address = `mail:contact:${await dana({ name: "Open", email: "open@northwind.example" })}`;
    for (const address of [settled, open]) await announce(address);
    for (const address of [settled, open]) await turn(address);
    // The process ended after the server took it, before that was noted.
    await write("update post set state = 'sending', ref = null where address = $1", [open]);
    await outbox.stop();
    outbox = await startOutbox(db, { mail: mailTo(server.url), features: [letters], works: false, wall: outbox.wall });
    for (const ms of [0, 5000, 90_000, 0]) {
      outbox.wall.advance(ms);
      for (const address of [settled, open]) await turn(address);
    }
    const sent = server.received.map(({ to, headers }) => [to[0], headers.get("message-id")]);
    expect(sent.map(([to]) => to)).toEqual([
      "dana@northwind.example",
      "open@northwind.example",
      "open@northwind.example",
    ]);
    expect(sent[1]).toEqual(sent[2]);
    expect(await posts()).toMatchObject([{ state: "sent" }, { state: "sent" }]);
  });

  test("isn't sent where no mail server is configured, and the slices hear of it", async () => {
    await outbox.stop();
    outbox = await startOutbox(db, { features: [letters], works: false });
    const address: Address = `mail:contact:${await dana()}`;
    await announce(address);
    await turn(address);
    expect(await posts()).toMatchObject([{ state: "failed", reason: "platform not connected" }]);
    expect(heard).toEqual([`letters.ask ${address}`]);
  });
});

describe("a mailbox", () => {
  test("of ours is reached too", async () => {
    const address: Address = `mail:person:${company.anna.id}`;
    await announce(address);
    await turn(address);
    expect(server.received).toMatchObject([{ to: [expect.stringContaining("@") as string] }]);
  });

  test("gets no card that is made for chat alone", async () => {
    const address: Address = `mail:contact:${await dana()}`;
    await announce(address, "letters.chat");
    await turn(address);
    expect(server.received).toEqual([]);
    expect(await posts()).toMatchObject([{ state: "failed", reason: "draw" }]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { createDeliveries } from "../src/features/deliveries/feature.ts";
import type { Address, NewPost, Posts } from "../src/features/feature.ts";
import { wallClock } from "../src/kernel/clock.ts";
import type { PostId } from "../src/kernel/ids.ts";
import { createSays } from "../src/locales/say.ts";
import { createSlackPlatform } from "../src/chat/slack/platform.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { type FakeSlack, startFakeSlack } from "./helpers/fake-slack.ts";
import { createFakeWall, NOON, type Outbox, startOutbox } from "./helpers/outbox.ts";
import { keptLog } from "./helpers/slack-request.ts";

const NOT_GRANTED = { kind: "unknown", problem: "missing_scope", again: false } as const;
const signal = new AbortController().signal;

let opened: TestDatabase;
let db: Database;
let company: Company;
let outbox: Outbox;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  company = await mintCompany(db);
  outbox = await startOutbox(db);
});
afterEach(async () => {
  await outbox.stop();
  // A doubt that a story leaves behind would be the next one's first look.
  await db.system.rows("delete from lane");
});

interface Row {
  id: string;
  state: string;
  reason: string | null;
  attempts: number;
  looks: number;
}

function posts(card = "test.name"): Promise<Row[]> {
  return db.read(company.organisation, (tx) =>
    tx.rows<Row>("select id, state, reason, attempts, looks from post where card = $1 order by created_at, id", [card]),
  );
}

function anna(): Address {
  return `person:${company.anna.id}`;
}

/** Wants the card of Northwind at Anna's, or once more for each of these differences. */
async function announce(...more: readonly Partial<NewPost>[]): Promise<void> {
  await db.write(company.organisation, async (tx) => {
    const { posts } = outbox.context(tx, outbox.clock.now());
    const post = { card: "test.name", subject: company.northwind, address: anna(), slot: "" };
    for (const each of more.length > 0 ? more : [{}]) posts.announce({ ...post, ...each });
  });
}

function rename(name: string): Promise<unknown> {
  return db.write(company.organisation, async (tx) => {
    await tx.rows("update account set name = $2 where id = $1", [company.northwind, name]);
    outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind);
  });
}

/** So much real time goes by, and everything that comes due is done. */
async function pass(ms: number): Promise<void> {
  outbox.wall.advance(ms);
  await outbox.deliverer.due(outbox.clock.now());
  await outbox.deliverer.idle();
}

/** Starts without anybody who takes jobs, so that a story can be each of the holders itself. */
async function byHand(): Promise<void> {
  await outbox.stop();
  outbox = await startOutbox(db, { works: false });
}

function lane(): { organisation: Company["organisation"]; address: Address } {
  return { organisation: company.organisation, address: anna() };
}

function words(): string[] {
  return outbox.platform.calls.map(({ call, words }) => `${call} ${words}`);
}

function standing(): string[] {
  return [...outbox.platform.standing.values()];
}

/** A promise that is kept when the story says so. */
function whenever<T>(): { readonly kept: Promise<T>; keep(value: T): void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { kept: promise, keep: resolve };
}

describe("a message whose answer was lost", () => {
  test("is found where it stands and not sent again", async () => {
    outbox.platform.fault(company.anna.user, "reply-lost");
    await announce();
    await outbox.deliverer.idle();
    expect(words()).toEqual(["send Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent", reason: null, attempts: 0, looks: 0 }]);
    const [look, ...others] = outbox.platform.looks;
    expect(others).toEqual([]);
    expect(look?.target).toEqual(outbox.platform.calls[0]?.target);
    expect(look?.deliveryId).toBe(outbox.platform.calls[0]?.drawn.deliveryId);
    await rename("Northwind AG");
    await outbox.deliverer.idle();
    expect(standing()).toEqual(["Northwind AG"]);
  });

  test("and that never arrived is looked up twice and then sent once more", async () => {
    outbox.platform.fault(company.anna.user, "never-arrived");
    await announce();
    await outbox.deliverer.idle();
    expect(await posts()).toMatchObject([{ state: "ambiguous", reason: "never-arrived", looks: 1 }]);
    await pass(80_000);
    expect(outbox.platform.looks).toHaveLength(2);
    expect(words()).toEqual(["send Northwind GmbH", "send Northwind GmbH"]);
    expect(standing()).toEqual(["Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent", attempts: 0, looks: 0 }]);
    const [first, second] = outbox.platform.calls.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(90_000);
  });

  test("that Slack posts a minute late is not sent twice", async () => {
    outbox.platform.fault(company.anna.user, "reply-lost");
    outbox.platform.lookFault(company.anna.user, { kind: "absent" });
    await announce();
    await outbox.deliverer.idle();
    await pass(80_000);
    expect(words()).toEqual(["send Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });

  test("shows what changed while nobody knew of it", async () => {
    const found = whenever<void>();
    outbox.platform.fault(company.anna.user, "reply-lost");
    outbox.platform.lookFault(company.anna.user, async () => {
      await rename("Northwind AG");
      found.keep();
      return { kind: "unknown", problem: "timeout", again: true };
    });
    await announce();
    await found.kept;
    await outbox.deliverer.idle();
    await pass(60_000);
    expect(words()).toEqual(["send Northwind GmbH", "update Northwind AG"]);
    expect(standing()).toEqual(["Northwind AG"]);
  });

  test("and that is sent anew is drawn as things are by then", async () => {
    outbox.platform.fault(company.anna.user, "never-arrived");
    await announce();
    await outbox.deliverer.idle();
    await rename("Northwind AG");
    await pass(80_000);
    expect(words()).toEqual(["send Northwind GmbH", "send Northwind AG"]);
  });

  test("is not sent anew when it would be of no use by then", async () => {
    outbox.platform.fault(company.anna.user, "never-arrived");
    await announce({ uselessAfter: NOON });
    await outbox.deliverer.idle();
    outbox.clock.set(new Date(NOON.getTime() + 1));
    await pass(80_000);
    expect(words()).toEqual(["send Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "suppressed", reason: "late" }]);
  });

  test("holds up nothing else at its address", async () => {
    const busy = whenever<void>();
    outbox.platform.fault(company.anna.user, "reply-lost");
    outbox.platform.lookFault(company.anna.user, async () => {
      busy.keep();
      return { kind: "slow-down", waitMs: 3_600_000 };
    });
    await announce();
    await announce({ slot: "2" });
    await busy.kept;
    await outbox.deliverer.idle();
    expect(await posts()).toMatchObject([{ state: "ambiguous" }, { state: "sent" }]);
    await announce({ slot: "3" });
    await outbox.deliverer.idle();
    expect(await posts()).toMatchObject([{ state: "ambiguous" }, { state: "sent" }, { state: "sent" }]);
    await pass(3_600_000);
    expect(await posts()).toMatchObject([{ state: "sent" }, { state: "sent" }, { state: "sent" }]);
  });

  test("waits for its turn where looks are scarce: one in a minute, over all addresses", async () => {
    const people = [company.anna, company.ben, company.marta];
    for (const { user } of people) outbox.platform.fault(user, "reply-lost");
    outbox.platform.lookFault(company.anna.user, { kind: "slow-down", waitMs: 60_000 });
    await announce();
    await outbox.deliverer.idle();
    const [told] = outbox.platform.looks.map(({ atMs }) => atMs);
    for (const { id } of people.slice(1)) await announce({ address: `person:${id}` });
    await outbox.deliverer.idle();
    for (let minute = 0; minute < 8; minute++) await pass(31_000);
    expect((await posts()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
    const looks = outbox.platform.looks.map(({ atMs }) => atMs).slice(1);
    expect(looks).toHaveLength(3);
    const gapsMs = looks.map((atMs, at) => atMs - (at === 0 ? (told ?? 0) : (looks[at - 1] ?? 0)));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(60_000);
  });
});

describe("over the wire, in Slack's place,", () => {
  let slack: FakeSlack;
  beforeEach(async () => {
    await outbox.stop();
    const wall = createFakeWall(wallClock.now());
    slack = await startFakeSlack({ wall });
    const parts = { token: () => "xoxb-test", apiUrl: slack.apiUrl, log: keptLog(), wall, says: createSays() };
    outbox = await startOutbox(db, { wall, speaksTo: createSlackPlatform(parts) });
  });
  afterEach(() => slack.stop());

  function granted(...scopes: readonly string[]): void {
    slack.addTeam({ id: company.workspace, token: "xoxb-test", scopes: ["chat:write", "im:write", ...scopes] });
    slack.addUser(company.workspace, { id: company.anna.user });
  }
  const calls = (): string[] => slack.calls.map(({ method }) => method);

  test("a message whose answer was lost is found by its delivery id", async () => {
    granted("im:history");
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "reply-lost" } });
    await announce();
    await outbox.deliverer.idle();
    expect(calls()).toEqual(["conversations.open", "chat.postMessage", "conversations.history"]);
    await rename("Northwind AG");
    await outbox.deliverer.idle();
    expect([...slack.messages.values()].map(({ text, versions }) => [text, versions.length])).toEqual([
      ["Northwind AG", 2],
    ]);
  });

  test("a message that never arrived is sent once more", async () => {
    granted("im:history");
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "never-arrived" } });
    await announce();
    await outbox.deliverer.idle();
    await pass(80_000);
    expect(calls().filter((method) => method === "conversations.history")).toHaveLength(2);
    expect(slack.messages.size).toBe(1);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });

  test("where history isn't granted it is asked for once and stays ambiguous", async () => {
    granted();
    slack.fault({ method: "chat.postMessage", times: 1, is: { kind: "reply-lost" } });
    await announce();
    await outbox.deliverer.idle();
    await pass(3_600_000);
    expect(calls().filter((method) => method === "conversations.history")).toHaveLength(1);
    expect(slack.messages.size).toBe(1);
    expect(await posts()).toMatchObject([{ state: "ambiguous" }]);
  });
});

describe("a holder that was interrupted", () => {
  test("in the middle of a send leaves it to the next one to look", async () => {
    await byHand();
    const onItsWay = whenever<void>();
    outbox.platform.fault(company.anna.user, () => {
      onItsWay.keep();
      return new Promise(() => undefined);
    });
    await announce();
    void outbox.runLane(lane(), signal);
    await onItsWay.kept;
    await outbox.runLane(lane(), signal);
    expect(await posts()).toMatchObject([{ state: "ambiguous", reason: "interrupted" }]);
    outbox.platform.lookFault(company.anna.user, { kind: "found", ref: "D1:1" });
    outbox.wall.advance(5000);
    await outbox.runLane(lane(), signal);
    await rename("Northwind AG");
    await outbox.runLane(lane(), signal);
    expect(words()).toEqual(["send Northwind GmbH", "update Northwind AG"]);
    expect(outbox.platform.calls[1]?.ref).toBe("D1:1");
  });

  test("in the middle of a look only has it looked up again, and what it saw then counts no more", async () => {
    await byHand();
    outbox.platform.fault(company.anna.user, "never-arrived");
    await announce();
    await outbox.runLane(lane(), signal);
    const looking = whenever<void>();
    const seen = whenever<{ kind: "absent" }>();
    outbox.platform.lookFault(company.anna.user, () => {
      looking.keep();
      return seen.kept;
    });
    outbox.wall.advance(90_000);
    const stale = outbox.runLane(lane(), signal);
    await looking.kept;
    await outbox.runLane(lane(), signal);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
    seen.keep({ kind: "absent" });
    await stale;
    await outbox.runLane(lane(), signal);
    expect(outbox.platform.looks).toHaveLength(2);
    expect(words()).toEqual(["send Northwind GmbH", "send Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });

  test("in the middle of an update doesn't leave an older card standing", async () => {
    await byHand();
    await announce();
    await outbox.runLane(lane(), signal);
    const [sent] = outbox.platform.calls;
    const onItsWay = whenever<void>();
    const arrives = whenever<{ kind: "sent"; ref: string }>();
    outbox.platform.fault(company.anna.user, () => {
      onItsWay.keep();
      return arrives.kept;
    });
    await rename("Northwind AG");
    const stale = outbox.runLane(lane(), signal);
    await onItsWay.kept;
    await rename("Northwind SE");
    await outbox.runLane(lane(), signal);
    expect(standing()).toEqual(["Northwind SE"]);
    arrives.keep({ kind: "sent", ref: sent?.ref ?? "" });
    expect(await stale).toMatchObject({ dueNow: true });
    expect(standing()).toEqual(["Northwind AG"]);
    await outbox.runLane(lane(), signal);
    expect(standing()).toEqual(["Northwind SE"]);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });

  test("before the send for so long that others may have looked sends nothing then", async () => {
    const named = outbox.cards.get("test.name");
    let draws = 0;
    outbox.cards.set("test.name", {
      sensitive: false,
      called: "shell.help-title",
      async prepare(...given) {
        draws += 1;
        outbox.wall.advance(draws === 1 ? 10_001 : 10_000);
        return (await named?.prepare(...given)) ?? "gone";
      },
    });
    await announce();
    await outbox.deliverer.idle();
    expect(draws).toBe(2);
    expect(words()).toEqual(["send Northwind GmbH"]);
    expect(await posts()).toMatchObject([{ state: "sent" }]);
  });
});

test("two replicas bring every message there once, whatever answers and calls are lost", async () => {
  const { platform, clock, wall } = outbox;
  const other = await startOutbox(db, { platform, clock, wall });
  const people = [company.anna, company.ben, company.marta, company.olga];
  for (const { user } of people) {
    platform.fault(user, "reply-lost", "never-arrived", { kind: "sent", ref: `${user}:third` }, "never-arrived");
  }
  try {
    const slots = ["1", "2", "3"];
    await announce(...slots.flatMap((slot) => people.map(({ id }) => ({ address: `person:${id}` as const, slot }))));
    for (let round = 0; round < 4; round++) {
      wall.advance(60_000);
      await Promise.all([outbox, other, outbox].map(({ deliverer }) => deliverer.due(NOON)));
      await Promise.all([outbox.deliverer.idle(), other.deliverer.idle()]);
    }
  } finally {
    await other.stop();
  }
  expect((await posts()).map(({ state }) => state)).toEqual(Array(12).fill("sent"));
  for (const { user } of people) {
    const refs = platform.calls.filter(({ target }) => target.conversation === user).map(({ ref }) => ref);
    expect(new Set([...refs, `${user}:third`].filter((ref) => platform.standing.has(ref))).size).toBe(3);
  }
});

test("what has arrived or was left can't be sent again, nor left once more", async () => {
  outbox.platform.fault(company.ben.user, { kind: "not-allowed", problem: "restricted_action" });
  await announce();
  await announce({ address: `person:${company.ben.id}` });
  await outbox.deliverer.idle();
  const [sent, failed] = (await posts()).map(({ id }) => id as PostId);
  const all = [sent, failed].flatMap((id) => id ?? []);
  const settle = <T>(fn: (posts: Posts) => Promise<T>): Promise<T> =>
    db.write(company.organisation, (tx) => fn(outbox.context(tx, NOON).posts));
  expect(await settle((wanted) => wanted.unsettled(NOON))).toMatchObject([{ id: failed, fate: "failed" }]);
  expect(await settle((wanted) => wanted.unsettled(new Date(NOON.getTime() + 1)))).toEqual([]);
  expect(await settle((wanted) => wanted.leave(all))).toBe(1);
  expect(await settle((wanted) => wanted.leave(all))).toBe(0);
  expect(await settle((wanted) => wanted.sendAgain(all))).toEqual({ again: 0, late: 0 });
  await outbox.deliverer.idle();
  expect(words()).toHaveLength(2);
});

describe("what can't be told", () => {
  beforeEach(async () => {
    await outbox.stop();
    outbox = await startOutbox(db, { features: [createDeliveries(new Map([["test.name", "shell.help-title"]]))] });
  });

  function cards(): string[] {
    return outbox.platform.calls
      .filter(({ target }) => target.conversation === company.ada.user)
      .map(({ words }) => words);
  }

  test("stays ambiguous for good, is asked for once, and each administrator is told in one card", async () => {
    const people = [company.anna, company.ben, company.marta];
    for (const { user, id } of people) {
      outbox.platform.fault(user, "reply-lost");
      outbox.platform.lookFault(user, NOT_GRANTED);
      await announce({ address: `person:${id}` });
    }
    await outbox.deliverer.idle();
    await pass(3_600_000);
    expect(outbox.platform.looks).toHaveLength(3);
    expect(await posts()).toMatchObject(
      people.map(() => ({ state: "ambiguous", reason: "reply-lost; looked up: missing_scope" })),
    );
    const toAda = outbox.platform.calls.filter(({ target }) => target.conversation === company.ada.user);
    expect(toAda.filter(({ call }) => call === "send")).toHaveLength(1);
    const last = cards().at(-1) ?? "";
    expect(last).toContain("3 messages may not have arrived");
    for (const { name } of people) expect(last).toContain(name);
    expect(last).toContain("I may not read there");
    expect(outbox.platform.calls.map(({ target }) => target.conversation)).not.toContain(company.olga.user);
  });

  test("is known after all when a holder that was away comes back with the answer", async () => {
    await outbox.stop();
    outbox = await startOutbox(db, { works: false, platform: outbox.platform });
    const onItsWay = whenever<void>();
    const answered = whenever<{ kind: "sent"; ref: string }>();
    outbox.platform.fault(company.anna.user, () => {
      onItsWay.keep();
      return answered.kept;
    });
    outbox.platform.lookFault(company.anna.user, NOT_GRANTED);
    await announce();
    const away = outbox.runLane(lane(), signal);
    await onItsWay.kept;
    await outbox.runLane(lane(), signal);
    outbox.wall.advance(5000);
    await outbox.runLane(lane(), signal);
    expect(await posts()).toMatchObject([{ state: "ambiguous", reason: "interrupted; looked up: missing_scope" }]);
    answered.keep({ kind: "sent", ref: "D1:1" });
    await away;
    expect(await posts()).toMatchObject([{ state: "sent", reason: null }]);
  });

  test("of an archived channel's fifty messages makes one line of one card", async () => {
    await db.write(company.organisation, (tx) =>
      tx.rows("update channel set archived = true, flags_read_at = $2 where id = $1", [
        company.amChannel,
        outbox.wall.now(),
      ]),
    );
    const address: Address = `channel:${company.amChannel}`;
    await announce(...Array.from({ length: 50 }, (_, slot) => ({ address, slot: String(slot) })));
    await outbox.deliverer.idle();
    expect(outbox.lines.filter(({ level }) => level !== "info")).toEqual([]);
    expect(await posts("deliveries.open")).toMatchObject([{ state: "sent", reason: null, attempts: 0 }]);
    expect((await posts()).map(({ state }) => state)).toEqual(Array(50).fill("failed"));
    const toAda = outbox.platform.calls.filter(({ target }) => target.conversation === company.ada.user);
    expect(toAda.filter(({ call }) => call === "send")).toHaveLength(1);
    const [title, line, ...rest] = (cards().at(-1) ?? "").split(" · ");
    expect(title).toBe("50 messages did not arrive");
    expect(line).toMatch(/^#am: 50 messages \(What you can ask me\), the last due .*Archived channel\./);
    expect(rest).toHaveLength(1);
  });

  test("is told again in a new card the next day, and of a card that tells of others nobody is told", async () => {
    const failed = { kind: "not-allowed", problem: "restricted_action" } as const;
    outbox.platform.fault(company.anna.user, failed, failed);
    outbox.platform.fault(company.ada.user, failed);
    await announce();
    await outbox.deliverer.idle();
    expect(await posts("deliveries.open")).toMatchObject([{ state: "failed" }]);
    expect(cards()).toHaveLength(1);
    outbox.clock.set(new Date("2026-03-11T09:00:00Z"));
    await announce({ slot: "2" });
    await pass(1000);
    expect(await posts("deliveries.open")).toMatchObject([{ state: "failed" }, { state: "sent" }]);
    expect(cards().at(-1)).toContain("2 messages did not arrive");
  });

  test("comes to an administrator in the morning when it happens at night", async () => {
    outbox.clock.set(new Date("2026-03-10T20:00:00Z"));
    outbox.platform.fault(company.anna.user, { kind: "not-allowed", problem: "restricted_action" });
    await announce();
    await outbox.deliverer.idle();
    expect(cards()).toEqual([]);
    expect(await outbox.deliverer.nextDueAt()).toEqual(new Date("2026-03-11T07:00:00Z"));
  });
});

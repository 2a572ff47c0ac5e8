import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Address, NewPost, Posts } from "../src/features/feature.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { NOON, type Outbox, startOutbox } from "./helpers/outbox.ts";

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
afterEach(() => outbox.stop());

interface Row {
  state: string;
  reason: string | null;
  wanted: number;
  drawn: number;
  attempts: number;
}

function posts(): Promise<Row[]> {
  return db.read(company.organisation, (tx) =>
    tx.rows<Row>("select state, reason, wanted, drawn, attempts from post order by created_at, id"),
  );
}

function decide(fn: (posts: Posts) => void): Promise<void> {
  return db.write(company.organisation, (tx) => fn(outbox.context(tx, outbox.clock.now()).posts));
}

function about(more: Partial<NewPost> = {}): NewPost {
  return { card: "test.name", subject: company.northwind, address: anna(), slot: "", ...more };
}

function anna(): Address {
  return `person:${company.anna.id}`;
}

function rename(name: string): Promise<unknown> {
  return db.write(company.organisation, async (tx) => {
    await tx.rows("update account set name = $2 where id = $1", [company.northwind, name]);
    outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind);
  });
}

function words(): string[] {
  return outbox.platform.calls.map(({ call, words }) => `${call} ${words}`);
}

test("a wanted card is sent to the person's direct message once, however often it is announced", async () => {
  await decide((wanted) => wanted.announce(about()));
  await decide((wanted) => wanted.announce(about()));
  await outbox.deliverer.idle();
  await decide((wanted) => wanted.announce(about()));
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind GmbH"]);
  expect(outbox.platform.calls[0]?.target).toEqual({
    platform: "slack",
    workspace: company.workspace,
    conversation: company.anna.user,
  });
  expect(await posts()).toMatchObject([{ state: "sent", wanted: 1, drawn: 1, attempts: 0 }]);
});

test("what is rolled back was never announced", async () => {
  const decision = decide((wanted) => {
    wanted.announce(about());
    throw new Error("the decision failed");
  });
  await expect(decision).rejects.toThrow("the decision failed");
  await outbox.deliverer.idle();
  expect(outbox.platform.calls).toEqual([]);
  expect(await posts()).toEqual([]);
});

test("a copy that was not sent yet is drawn from the present state", async () => {
  const dueAt = new Date(NOON.getTime() + 60_000);
  await decide((wanted) => wanted.announce(about({ dueAt })));
  await rename("Northwind AG");
  await outbox.deliverer.idle();
  expect(words()).toEqual([]);
  outbox.clock.set(dueAt);
  await outbox.deliverer.due(dueAt);
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind AG"]);
  expect(await posts()).toMatchObject([{ state: "sent", wanted: 2, drawn: 2 }]);
});

test("one millisecond before it is due nothing is sent", async () => {
  const dueAt = new Date(NOON.getTime() + 60_000);
  await decide((wanted) => wanted.announce(about({ dueAt })));
  const before = new Date(dueAt.getTime() - 1);
  outbox.clock.set(before);
  await outbox.deliverer.due(before);
  await outbox.deliverer.idle();
  expect(words()).toEqual([]);
  expect(await outbox.deliverer.nextDueAt()).toEqual(dueAt);
  outbox.clock.set(dueAt);
  await outbox.deliverer.due(dueAt);
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind GmbH"]);
});

test("a message that stands is updated at every address that shows the subject, the newest slot alone", async () => {
  await decide((wanted) => {
    wanted.announce(about({ slot: "2026-03-09" }));
    wanted.announce(about({ slot: "2026-03-10" }));
    wanted.announce(
      about({ subject: company.contoso, address: `person:${company.ben.id}`, shows: [company.northwind] }),
    );
  });
  await outbox.deliverer.idle();
  const newest = outbox.platform.calls.find(({ target }) => target.conversation === company.anna.user && target);
  expect(newest).toBeDefined();
  await rename("Northwind AG");
  await outbox.deliverer.idle();
  const updates = outbox.platform.calls.filter(({ call }) => call === "update");
  expect(updates.map(({ target, words }) => [target.conversation, words]).sort()).toEqual(
    [
      [company.anna.user, "Northwind AG"],
      [company.ben.user, "Contoso Ltd"],
    ].sort(),
  );
  const sentToAnna = outbox.platform.calls.filter(
    ({ call, target }) => call === "send" && target.conversation === company.anna.user,
  );
  expect(updates.find(({ target }) => target.conversation === company.anna.user)?.ref).toBe(sentToAnna[1]?.ref);
});

test("a redraw that comes while the message is on its way is drawn after it", async () => {
  let arrive: () => void = () => undefined;
  const onItsWay = new Promise<void>((resolve) => {
    outbox.platform.fault(company.anna.user, async () => {
      resolve();
      await new Promise<void>((go) => {
        arrive = go;
      });
      return { kind: "sent", ref: "D1:1" };
    });
  });
  await decide((wanted) => wanted.announce(about()));
  await onItsWay;
  await rename("Northwind AG");
  arrive();
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind GmbH", "update Northwind AG"]);
  expect(outbox.platform.standing.get("D1:1")).toBe("Northwind AG");
  expect(await posts()).toMatchObject([{ state: "sent", wanted: 2, drawn: 2 }]);
});

test("two deliverers send each post once, an address's posts in order and a second apart", async () => {
  const other = await startOutbox(db, { platform: outbox.platform, clock: outbox.clock, wall: outbox.wall });
  try {
    const people = [company.anna, company.ben, company.marta, company.olga];
    await decide((wanted) => {
      for (let slot = 0; slot < 5; slot++) {
        for (const { id } of people) wanted.announce(about({ address: `person:${id}`, slot: String(slot) }));
      }
    });
    await Promise.all([other.deliverer.due(NOON), outbox.deliverer.due(NOON), other.deliverer.due(NOON)]);
    await Promise.all([outbox.deliverer.idle(), other.deliverer.idle()]);
  } finally {
    await other.stop();
  }
  expect(outbox.platform.calls.length).toBe(20);
  expect(new Set((await posts()).map(({ state }) => state))).toEqual(new Set(["sent"]));
  for (const { user } of [company.anna, company.ben, company.marta, company.olga]) {
    const calls = outbox.platform.calls.filter(({ target }) => target.conversation === user);
    expect(calls.length).toBe(5);
    const gapsMs = calls.slice(1).map((call, at) => call.atMs - (calls[at]?.atMs ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1000);
  }
});

test("a send that was interrupted is ambiguous and not repeated; what came of it is believed however late it is told", async () => {
  await outbox.stop();
  outbox = await startOutbox(db, { works: false });
  let arrive: () => void = () => undefined;
  const onItsWay = new Promise<void>((resolve) => {
    outbox.platform.fault(company.anna.user, async () => {
      resolve();
      await new Promise<void>((go) => {
        arrive = go;
      });
      return { kind: "sent", ref: "D1:1" };
    });
  });
  await decide((wanted) => wanted.announce(about()));
  const lane = { organisation: company.organisation, address: anna() };
  const first = outbox.runLane(lane, new AbortController().signal);
  await onItsWay;
  await outbox.runLane(lane, new AbortController().signal);
  expect(await posts()).toMatchObject([{ state: "ambiguous", reason: "interrupted" }]);
  arrive();
  await first;
  expect(await posts()).toMatchObject([{ state: "sent", reason: null }]);
  await rename("Northwind AG");
  await outbox.runLane(lane, new AbortController().signal);
  expect(words()).toEqual(["send Northwind GmbH", "update Northwind AG"]);
  expect(outbox.platform.standing).toEqual(new Map([["D1:1", "Northwind AG"]]));
});

test("an update that was interrupted is simply made again", async () => {
  await decide((wanted) => wanted.announce(about()));
  await outbox.deliverer.idle();
  await db.write(company.organisation, (tx) =>
    tx.rows("update account set name = 'Northwind AG' where id = $1", [company.northwind]),
  );
  await db.write(company.organisation, (tx) =>
    tx.rows("update post set wanted = 2, drawn = 2, state = 'sending', fence = fence - 1"),
  );
  await db.system.rows("update lane set due_at = $2 where organisation_id = $1", [company.organisation, NOON]);
  await outbox.deliverer.due(NOON);
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind GmbH", "update Northwind AG"]);
});

test("of a platform that throws nobody knows whether it posted", async () => {
  outbox.platform.fault(company.anna.user, new Error("socket hang up"));
  outbox.platform.lookFault(company.anna.user, { kind: "unknown", problem: "missing_scope", again: false });
  await decide((wanted) => wanted.announce(about()));
  await outbox.deliverer.idle();
  expect(words()).toHaveLength(1);
  expect(await posts()).toMatchObject([{ state: "ambiguous", reason: "socket hang up; looked up: missing_scope" }]);
});

test("a slow-down holds its own address alone, for as long as it says", async () => {
  outbox.platform.fault(company.anna.user, { kind: "slow-down", waitMs: 3_600_000 });
  await decide((wanted) => {
    wanted.announce(about());
    wanted.announce(about({ slot: "2" }));
    wanted.announce(about({ address: `person:${company.ben.id}` }));
  });
  await outbox.deliverer.idle();
  const conversations = (): string[] => outbox.platform.calls.map(({ target }) => target.conversation).sort();
  expect(conversations()).toEqual([company.anna.user, company.ben.user].sort());
  outbox.wall.advance(3_590_000);
  await outbox.deliverer.due(NOON);
  await decide((wanted) => wanted.announce(about({ slot: "3" })));
  expect(outbox.platform.calls).toHaveLength(2);
  outbox.wall.advance(60_000);
  await outbox.deliverer.due(NOON);
  await outbox.deliverer.idle();
  expect(outbox.platform.calls).toHaveLength(5);
  expect((await posts()).map(({ state, attempts }) => [state, attempts])).toEqual(Array(4).fill(["sent", 0]));
});

test("a passing failure is tried again, at most eight times; other posts don't wait for it", async () => {
  const passing = { kind: "passing", problem: "503" } as const;
  const sent = { kind: "sent", ref: "D1:1" } as const;
  outbox.platform.fault(company.anna.user, passing, sent, ...Array.from({ length: 7 }, () => passing));
  await decide((wanted) => {
    wanted.announce(about());
    wanted.announce(about({ slot: "2", subject: company.contoso }));
  });
  for (let hour = 0; hour < 12; hour++) {
    await outbox.deliverer.due(NOON);
    await outbox.deliverer.idle();
    outbox.wall.advance(3_600_000);
  }
  expect(await posts()).toMatchObject([{ state: "failed", reason: "passing: 503", attempts: 8 }, { state: "sent" }]);
});

test.each(["not-allowed", "address-gone"] as const)(
  "%s ends a post with its reason, and the next one goes on",
  async (kind) => {
    outbox.platform.fault(company.anna.user, { kind, problem: "restricted_action" });
    await decide((wanted) => {
      wanted.announce(about());
      wanted.announce(about({ slot: "2" }));
    });
    await outbox.deliverer.idle();
    expect(await posts()).toMatchObject([{ state: "failed", reason: `${kind}: restricted_action` }, { state: "sent" }]);
  },
);

test("a message that can't be drawn anew stays, and the next change is tried again", async () => {
  await decide((wanted) => wanted.announce(about()));
  await outbox.deliverer.idle();
  outbox.platform.fault(company.anna.user, { kind: "not-allowed", problem: "edit_window_closed" });
  await rename("Northwind AG");
  await outbox.deliverer.idle();
  expect(await posts()).toMatchObject([{ state: "sent", reason: "not-allowed: edit_window_closed" }]);
  await rename("Northwind SE");
  await outbox.deliverer.idle();
  expect(words().at(-1)).toBe("update Northwind SE");
  expect(await posts()).toMatchObject([{ state: "sent", reason: null }]);
});

test("at the instant after which it is of no use it is sent, a millisecond later it is suppressed as late", async () => {
  await decide((wanted) => wanted.announce(about({ uselessAfter: NOON })));
  await outbox.deliverer.idle();
  const later = new Date(NOON.getTime() + 1);
  outbox.clock.set(later);
  await decide((wanted) => wanted.announce(about({ slot: "2", uselessAfter: NOON })));
  await outbox.deliverer.idle();
  expect(await posts()).toMatchObject([{ state: "sent" }, { state: "suppressed", reason: "late" }]);
  expect(outbox.platform.calls).toHaveLength(1);
});

test("what is gone is not sent; where it stands already it stays", async () => {
  await decide((wanted) => wanted.announce(about({ subject: company.contoso })));
  await outbox.deliverer.idle();
  await db.write(company.organisation, async (tx) => {
    await tx.rows("delete from slot where account_id = $1", [company.contoso]);
    await tx.rows("delete from account where id = $1", [company.contoso]);
    const { posts: wanted } = outbox.context(tx, NOON);
    wanted.redraw(company.contoso);
    wanted.announce(about({ subject: company.contoso, slot: "2" }));
  });
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Contoso Ltd"]);
  expect(await posts()).toMatchObject([{ state: "sent" }, { state: "suppressed", reason: "gone" }]);
});

test("a card with a fault fails alone", async () => {
  await decide((wanted) => {
    wanted.announce(about({ card: "test.broken" }));
    wanted.announce(about({ card: "test.unknown" }));
    wanted.announce(about());
  });
  await outbox.deliverer.idle();
  expect(await posts()).toMatchObject([
    { state: "failed", reason: "draw" },
    { state: "failed", reason: "card unknown" },
    { state: "sent" },
  ]);
  expect(outbox.lines.filter(({ message }) => message === "a card could not be drawn")).toHaveLength(1);
});

test("what nobody was woken for is found by the tick", async () => {
  await outbox.stop();
  outbox = await startOutbox(db, { works: false });
  await decide((wanted) => wanted.announce(about()));
  await db.executeSql("delete from pgboss.job");
  await outbox.stop();
  outbox = await startOutbox(db);
  expect(words()).toEqual([]);
  await outbox.deliverer.due(NOON);
  await outbox.deliverer.idle();
  expect(words()).toEqual(["send Northwind GmbH"]);
});

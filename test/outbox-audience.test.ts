import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ChannelFacts } from "../src/chat/platform.ts";
import type { Database } from "../src/db/transaction.ts";
import type { Address, NewPost } from "../src/features/feature.ts";
import { channelReadership, refreshOf } from "../src/outbox/audience.ts";
import { addPerson, type Company, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { type Outbox, startOutbox } from "./helpers/outbox.ts";

let opened: TestDatabase;
let db: Database;
let company: Company;
let outbox: Outbox;
let conversation: string;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  company = await mintCompany(db);
  outbox = await startOutbox(db);
  conversation = await db.read(company.organisation, async (tx) => {
    const [row] = await tx.rows<{ conversation: string }>("select conversation from channel where id = $1", [
      company.amChannel,
    ]);
    return row?.conversation ?? "";
  });
  channelIs({});
});
afterEach(() => outbox.stop());

/** What the platform says of the channel of the AMs: five people of ours and the bot, but for `more`. */
function channelIs(more: Partial<ChannelFacts>): void {
  const people = [company.anna, company.ben, company.marta, company.jonas, company.olga];
  const members = [
    ...people.map(({ user }) => ({ user, kind: "member" }) as const),
    { user: "UTANDEM", kind: "self" } as const,
  ];
  outbox.platform.channels.set(conversation, { external: false, archived: false, members, ...more });
}

async function announce(more: Partial<NewPost> = {}): Promise<void> {
  const address: Address = `channel:${company.amChannel}`;
  await db.write(company.organisation, (tx) =>
    outbox
      .context(tx, outbox.clock.now())
      .posts.announce({ card: "test.money", subject: company.northwind, address, slot: "", ...more }),
  );
  await outbox.deliverer.idle();
}

function states(): Promise<{ state: string; reason: string | null }[]> {
  return db.read(company.organisation, (tx) => tx.rows("select state, reason from post order by created_at, id"));
}

function words(): string[] {
  return outbox.platform.calls.map(({ call, words }) => `${call} ${words}`);
}

/** Makes the stored flags, or the stored members too, as old as this. */
function age(column: "flags_read_at" | "members_read_at", ms: number | undefined): Promise<unknown> {
  const readAt = ms === undefined ? null : new Date(outbox.wall.now().getTime() - ms);
  return db.write(company.organisation, (tx) =>
    tx.rows(`update channel set ${column} = $1 where id = $2`, [readAt, company.amChannel]),
  );
}

test("a cleared channel of our own people sees the sum", async () => {
  await announce();
  expect(words()).toEqual(["send Northwind GmbH · ARR 120000"]);
});

test("flags that are a minute old still count, a millisecond more and they are read again", async () => {
  await age("flags_read_at", 60_000);
  await announce();
  expect(outbox.platform.asked).toEqual([]);
  outbox.wall.advance(1);
  await announce({ slot: "2" });
  expect(outbox.platform.asked).toEqual([conversation]);
});

test("a card without anything to hide doesn't ask for flags", async () => {
  await age("flags_read_at", 3_600_000);
  await announce({ card: "test.name" });
  expect(outbox.platform.asked).toEqual([]);
  expect(words()).toEqual(["send Northwind GmbH"]);
});

test("a channel that turned external gets nothing sensitive, and what stands there is drawn anew without the sum", async () => {
  await announce();
  channelIs({ external: true });
  await age("flags_read_at", 61_000);
  await announce({ slot: "2" });
  await announce({ card: "test.name", slot: "3" });
  expect(words()).toEqual([
    "send Northwind GmbH · ARR 120000",
    "update Northwind GmbH · ARR hidden",
    "send Northwind GmbH",
  ]);
  expect(await states()).toMatchObject([
    { state: "sent" },
    { state: "suppressed", reason: "outsiders" },
    { state: "sent" },
  ]);
});

test.each(["guest", "external", "bot"] as const)(
  "a member who is a %s makes a channel one with outsiders",
  async (kind) => {
    channelIs({
      members: [
        { user: company.anna.user, kind: "member" },
        { user: "USTRANGER", kind },
      ],
    });
    await age("members_read_at", 24 * 3_600_000 + 1);
    await announce();
    expect(words()).toEqual([]);
    expect(await states()).toEqual([{ state: "suppressed", reason: "outsiders" }]);
  },
);

test("a member whom nobody matched hides the sum from all", async () => {
  channelIs({
    members: [
      { user: company.anna.user, kind: "member" },
      { user: "UNEWCOMER", kind: "member" },
    ],
  });
  await age("members_read_at", undefined);
  await announce();
  const hidden = "Some of this is hidden: 1 member lacks clearance. Your Tandem administrator can decide.";
  expect(words()).toEqual([`send Northwind GmbH · ARR hidden · ${hidden}`]);
});

test("a channel that can't be read is refused, and given up after eight tries", async () => {
  outbox.platform.channels.set(conversation, new Error("missing_scope"));
  await age("members_read_at", undefined);
  await announce({ card: "test.name" });
  for (let hour = 0; hour < 12; hour++) {
    outbox.wall.advance(3_600_000);
    await outbox.deliverer.due(outbox.clock.now());
    await outbox.deliverer.idle();
  }
  expect(words()).toEqual([]);
  expect(await states()).toEqual([{ state: "failed", reason: "channel unread" }]);
  expect(outbox.platform.asked).toHaveLength(8);
});

test("an archived channel fails, and one that was taken out of the archive works again", async () => {
  channelIs({ archived: true });
  await age("flags_read_at", 61_000);
  await announce();
  expect(await states()).toEqual([{ state: "failed", reason: "channel archived" }]);
  channelIs({});
  outbox.wall.advance(61_000);
  await announce({ slot: "2" });
  expect(words()).toEqual(["send Northwind GmbH · ARR 120000"]);
});

test("a person without a match in chat is covered by their manager, who reads with their own rights", async () => {
  const zoe = await db.write(company.organisation, (tx) =>
    addPerson(tx, company.workspace, "Zoe Zimmer", ["csm"], { manager: company.olga.id }),
  );
  await db.write(company.organisation, (tx) => tx.rows("delete from handle where person_id = $1", [zoe.id]));
  await announce({ address: `person:${zoe.id}` });
  expect(outbox.platform.calls.map(({ target }) => target.conversation)).toEqual([company.olga.user]);
  await db.write(company.organisation, (tx) => outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind));
  await outbox.deliverer.idle();
  expect(outbox.platform.calls.map(({ call, target }) => [call, target.conversation])).toEqual([
    ["send", company.olga.user],
    ["update", company.olga.user],
  ]);
});

test("what is addressed to somebody away goes to who stands in, reads with the rights lent, and says for whom", async () => {
  const today = outbox.clock.now().toISOString().slice(0, 10);
  await db.write(company.organisation, (tx) =>
    tx.rows(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, $2, $3, $4, $5, $5, $3, now())`,
      [company.organisation, company.northwind, company.anna.id, company.ben.id, today],
    ),
  );
  await announce({ address: `person:${company.anna.id}` });
  const said = "For Anna Kurz, who is away: you stand in.";
  expect(outbox.platform.calls.map(({ target }) => target.conversation)).toEqual([company.ben.user]);
  expect(words()[0]).toContain("ARR 120000");
  expect(words()[0]).toContain(said);
  await db.write(company.organisation, (tx) => outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind));
  await outbox.deliverer.idle();
  expect(words()[1]).toContain(said);
  await db.write(company.organisation, (tx) => tx.rows("update cover set ended_at = now()"));
  await db.write(company.organisation, (tx) => outbox.context(tx, outbox.clock.now()).posts.redraw(company.northwind));
  await outbox.deliverer.idle();
  expect(outbox.platform.calls.map(({ target }) => target.conversation)).toEqual(
    Array.from({ length: 3 }, () => company.ben.user),
  );
  expect(words()[2]).toContain("ARR hidden");
  expect(words()[2]).not.toContain(said);
});

test("where neither the person nor a manager can be reached the post fails, for all to see", async () => {
  await db.write(company.organisation, (tx) =>
    tx.rows("update person set active = false where id = $1", [company.marta.id]),
  );
  await announce({ address: `person:${company.marta.id}` });
  expect(await states()).toEqual([{ state: "failed", reason: "person not reachable" }]);
});

test("members are read again after a day, flags after a minute where money is shown, both before the first post", () => {
  const now = new Date("2026-03-10T09:00:00Z");
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  const day = 24 * 3_600_000;
  expect(refreshOf({ flagsReadAt: undefined, membersReadAt: undefined }, false, now)).toBe("members");
  expect(refreshOf({ flagsReadAt: undefined, membersReadAt: ago(0) }, false, now)).toBe("flags");
  expect(refreshOf({ flagsReadAt: ago(0), membersReadAt: ago(day) }, true, now)).toBe("nothing");
  expect(refreshOf({ flagsReadAt: ago(0), membersReadAt: ago(day + 1) }, true, now)).toBe("members");
  expect(refreshOf({ flagsReadAt: ago(60_001), membersReadAt: ago(0) }, true, now)).toBe("flags");
  expect(refreshOf({ flagsReadAt: ago(60_001), membersReadAt: ago(0) }, false, now)).toBe("nothing");
});

test("an unread channel has outsiders, and the bot itself is nobody", () => {
  const reading = {
    clearance: "commercial",
    external: false,
    members: [{ user: "UTANDEM", kind: "self" }],
    approved: new Set<string>(),
  } as const;
  const readAt = new Date("2026-03-10T09:00:00Z");
  const { audience: unread } = channelReadership(
    { ...reading, flagsReadAt: readAt, membersReadAt: undefined },
    new Map(),
  );
  expect(unread).toMatchObject({ outsiders: true });
  const { audience } = channelReadership({ ...reading, flagsReadAt: readAt, membersReadAt: readAt }, new Map());
  expect(audience).toEqual({
    kind: "channel",
    clearance: "commercial",
    members: [],
    approved: [],
    outsiders: false,
  });
});

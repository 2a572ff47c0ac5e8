import pg from "pg";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresPool } from "../src/db/client.ts";
import { prismaOf } from "../src/db/prisma.ts";
import { grantJobs } from "../src/db/migrate.ts";
import { afterCommit, createDatabase } from "../src/db/transaction.ts";
import type { Database } from "../src/db/transaction.ts";
import type { Statement, Tx } from "../src/kernel/deps.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { startProxy } from "./chaos/proxy.ts";
import { mintOrganisation, SERVER, testDatabase } from "./helpers/database.ts";
import type { TestDatabase } from "./helpers/database.ts";

let opened: TestDatabase;
let db: Database;
let boss: PgBoss;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
  boss = new PgBoss({
    db: { executeSql: (text, values) => db.executeSql(text, values) },
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.createQueue("deliver", { policy: "stately" });
  await grantJobs(db.system);
});

afterAll(async () => {
  await boss.stop({ graceful: false });
  await opened.close();
});

async function writeThreeWays(tx: Tx, key: string): Promise<void> {
  await prismaOf(tx).metric.create({ data: { organisationId: tx.organisation, name: `prisma ${key}` } });
  await tx.rows("insert into metric (organisation_id, name) values ($1, $2)", [tx.organisation, `sql ${key}`]);
  await boss.send("deliver", { key }, { singletonKey: key });
}

async function standing(organisation: Tx["organisation"], key: string): Promise<{ metrics: string[]; jobs: number }> {
  const metrics = await db.read(organisation, (tx) =>
    tx.rows<{ name: string }>("select name from metric order by name"),
  );
  const jobs = await db.executeSql("select 1 from pgboss.job where singleton_key = $1", [key]);
  return { metrics: metrics.map(({ name }) => name), jobs: jobs.rows.length };
}

test("Prisma, SQL and a sent job commit together", async () => {
  const organisation = await mintOrganisation(db);
  await db.write(organisation, (tx) => writeThreeWays(tx, "kept"));
  expect(await standing(organisation, "kept")).toEqual({ metrics: ["prisma kept", "sql kept"], jobs: 1 });
});

test("Prisma, SQL and a sent job are rolled back together", async () => {
  const organisation = await mintOrganisation(db);
  const failing = db.write(organisation, async (tx) => {
    await writeThreeWays(tx, "gone");
    throw new Error("the decision failed");
  });
  await expect(failing).rejects.toThrow("the decision failed");
  expect(await standing(organisation, "gone")).toEqual({ metrics: [], jobs: 0 });
});

test("pg-boss looks a queue up for the first time inside a transaction", async () => {
  const organisation = await mintOrganisation(db);
  const cold = new PgBoss({
    db: { executeSql: (text, values) => db.executeSql(text, values) },
    supervise: false,
    schedule: false,
  });
  await cold.start();
  await db.write(organisation, () => cold.send("deliver", {}, { singletonKey: "cold" }));
  await cold.stop({ graceful: false });
  expect((await standing(organisation, "cold")).jobs).toBe(1);
});

test("pg-boss may not end our transaction with one of its own", async () => {
  const organisation = await mintOrganisation(db);
  await expect(db.write(organisation, () => boss.createQueue("another"))).rejects.toThrow("transaction of its own");
});

test("a failed script of pg-boss leaves no transaction open on the connection", async () => {
  await expect(db.executeSql("begin; select 1; select 1/0; commit")).rejects.toThrow("division by zero");
  expect((await db.executeSql("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("a door inside a door throws", async () => {
  const organisation = await mintOrganisation(db);
  const doors: (() => Promise<unknown>)[] = [
    () => db.read(organisation, () => Promise.resolve()),
    () => db.write(organisation, () => Promise.resolve()),
    () => db.system.transaction(() => Promise.resolve()),
    async () => db.system.rows("select 1"),
  ];
  for (const door of doors) {
    await expect(db.write(organisation, door)).rejects.toThrow("inside another");
    await expect(db.system.transaction(door)).rejects.toThrow("inside another");
  }
});

test("a transaction that is over takes no more statements", async () => {
  const organisation = await mintOrganisation(db);
  const kept = await db.write(organisation, (tx) => Promise.resolve({ tx }));
  await expect(kept.tx.rows("select 1")).rejects.toThrow("over");
  expect(() => prismaOf(kept.tx)).toThrow("over");
});

test("statements given at once run one after the other", async () => {
  const organisation = await mintOrganisation(db);
  const sums = await db.write(organisation, (tx) =>
    Promise.all([
      ...[1, 2, 3].map(async (n) => (await tx.rows<{ n: number }>("select $1::int as n", [n]))[0]?.n),
      prismaOf(tx).metric.count(),
    ]),
  );
  expect(sums).toEqual([1, 2, 3, 0]);
});

test("read takes no writes", async () => {
  const organisation = await mintOrganisation(db);
  const writing = db.read(organisation, (tx) =>
    tx.rows("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]),
  );
  await expect(writing).rejects.toThrow("read-only");
});

test("a COMMIT that fails is an error", async () => {
  const organisation = await mintOrganisation(db);
  await db.system.rows("create table parent (id int primary key)");
  await db.system.rows("create table child (id int references parent deferrable initially deferred)");
  await db.system.rows("grant insert on child to tandem_app");
  let announced = 0;
  const orphan = db.write(organisation, async (tx) => {
    afterCommit(tx, () => (announced += 1));
    await tx.rows("insert into child values (1)");
  });
  await expect(orphan).rejects.toThrow("foreign key");
  expect(announced).toBe(0);
  expect(await db.system.rows("select from child")).toEqual([]);
});

test("a statement whose failure was swallowed makes the whole write fail", async () => {
  const organisation = await mintOrganisation(db);
  const swallowed = db.write(organisation, async (tx) => {
    await tx.rows("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]);
    await tx.rows("select 1/0").catch(() => []);
  });
  await expect(swallowed).rejects.toThrow("division by zero");
  expect((await standing(organisation, "none")).metrics).toEqual([]);
});

test("what was to run after the commit runs once, after the commit, and may open a door", async () => {
  const organisation = await mintOrganisation(db);
  const seen: Promise<unknown[]>[] = [];
  await db.write(organisation, async (tx) => {
    afterCommit(tx, () => seen.push(db.read(organisation, (next) => next.rows("select name from metric"))));
    await tx.rows("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]);
    expect(seen).toEqual([]);
  });
  expect(await Promise.all(seen)).toEqual([[{ name: "logins" }]]);
});

test("what was to run after the commit never runs after a rollback", async () => {
  const organisation = await mintOrganisation(db);
  let ran = 0;
  const failing = db.write(organisation, (tx) => {
    afterCommit(tx, () => (ran += 1));
    return Promise.reject(new Error("no"));
  });
  await expect(failing).rejects.toThrow("no");
  expect(ran).toBe(0);
});

test.each(["40001", "40P01"])(
  "a write that loses with %s runs again, and what it wanted after the commit runs once",
  async (state) => {
    const organisation = await mintOrganisation(db);
    let attempts = 0;
    let announced = 0;
    await db.write(organisation, async (tx) => {
      attempts += 1;
      afterCommit(tx, () => (announced += 1));
      await tx.rows("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]);
      if (attempts < 3)
        await prismaOf(tx).$executeRawUnsafe(`do $$ begin raise exception 'lost' using errcode = '${state}'; end $$`);
    });
    expect({ attempts, announced }).toEqual({ attempts: 3, announced: 1 });
  },
);

test("a write that loses three times fails", async () => {
  const organisation = await mintOrganisation(db);
  let attempts = 0;
  const losing = db.write(organisation, async (tx) => {
    attempts += 1;
    await tx.rows("do $$ begin raise exception 'lost' using errcode = '40001'; end $$");
  });
  await expect(losing).rejects.toThrow("lost");
  expect(attempts).toBe(3);
});

test("an ordinary failure is not tried again", async () => {
  const organisation = await mintOrganisation(db);
  let attempts = 0;
  const failing = db.write(organisation, async (tx) => {
    attempts += 1;
    await tx.rows("select 1/0");
  });
  await expect(failing).rejects.toThrow("division by zero");
  expect(attempts).toBe(1);
});

test("a transaction of the login role is committed, or rolled back", async () => {
  await db.system.rows("create table note (text text)");
  await db.system.transaction(async (statements) => void (await statements.rows("insert into note values ('kept')")));
  const failing = db.system.transaction(async (statements) => {
    await statements.rows("insert into note values ('gone')");
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await db.system.rows("select text from note")).toEqual([{ text: "kept" }]);
});

test("an organisation that isn't an id opens no door", async () => {
  await expect(db.read("x'; drop table metric --" as Tx["organisation"], () => Promise.resolve())).rejects.toThrow(
    "id of an organisation",
  );
});

const NAMES: Statement = { name: "test.metrics", sql: "select name from metric where name <> $1 order by name" };

async function measuring(name: string): Promise<Tx["organisation"]> {
  const organisation = await mintOrganisation(db);
  await db.write(organisation, (tx) =>
    tx.rows("insert into metric (organisation_id, name) values ($1, $2)", [organisation, name]),
  );
  return organisation;
}

test("a statement that nobody waits for stands after the commit, and its rows were heard before it", async () => {
  const organisation = await mintOrganisation(db);
  const heard: string[] = [];
  await db.write(organisation, (tx) => {
    tx.run<{ name: string }>(
      "insert into metric (organisation_id, name) values ($1, 'logins') returning name",
      [organisation],
      (rows) => heard.push(...rows.map(({ name }) => name)),
    );
    afterCommit(tx, () => heard.push("committed"));
  });
  expect(heard).toEqual(["logins", "committed"]);
  expect((await standing(organisation, "none")).metrics).toEqual(["logins"]);
});

test("a statement that nobody waited for fails the write with its own error, and nothing of it stands", async () => {
  const organisation = await mintOrganisation(db);
  const failing = db.write(organisation, async (tx) => {
    tx.run("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]);
    tx.run("select 1/$1::int", [0]);
    await tx.rows("select 1");
  });
  await expect(failing).rejects.toThrow("division by zero");
  const last = db.write(organisation, (tx) => tx.run("select 1/$1::int", [0]));
  await expect(last).rejects.toThrow("division by zero");
  expect((await standing(organisation, "none")).metrics).toEqual([]);
});

test("a value that can't be written down, and a statement after the end, are refused before anything is sent", async () => {
  const organisation = await mintOrganisation(db);
  const insert = "insert into metric (organisation_id, name) values ($1, $2)";
  const refused = db.write(organisation, (tx) => {
    tx.run(insert, [organisation, "logins"]);
    tx.run(insert, [organisation, { name: 1n }]);
  });
  await expect(refused).rejects.toThrow("give JSON as text");
  expect((await standing(organisation, "none")).metrics).toEqual([]);
  let late: Tx | undefined;
  await db.write(organisation, (tx) => void (late = tx));
  expect(() => late?.run(insert, [organisation, "late"])).toThrow("over");
  expect((await standing(organisation, "none")).metrics).toEqual([]);
});

test("somebody who hears of rows and fails at it is told of apart: what was committed stands, and is told as done", async () => {
  const organisation = await mintOrganisation(db);
  const told: string[] = [];
  const own = createDatabase({ pool: opened.pool, onError: ({ message }) => void told.push(message) });
  await own.write(organisation, (tx) => {
    tx.run("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation], () => {
      throw new Error("deaf");
    });
    afterCommit(tx, () => told.push("committed"));
  });
  expect(told).toEqual(["deaf", "committed"]);
  expect((await standing(organisation, "none")).metrics).toEqual(["logins"]);
});

describe("a read that notes something on its way in", () => {
  const SEE = {
    name: "test.see",
    sql: "insert into seen (key, arrival, at) values ($1, 'one', now()) on conflict do nothing returning key",
  };

  test("notes it, is told of how many rows, and sees its organisation's rows alone", async () => {
    const [mine, other] = [await measuring("mine"), await measuring("other")];
    const told: number[] = [];
    const look = (organisation: OrganisationId): Promise<object[]> =>
      db.read(organisation, (tx) => tx.rows("select name from metric"), {
        statement: SEE,
        values: [mine],
        told: (rows) => told.push(rows),
      });
    expect(await look(mine)).toEqual([{ name: "mine" }]);
    expect(await look(other)).toEqual([{ name: "other" }]);
    expect(told).toEqual([1, 0]);
  });

  test("can write nothing after it", async () => {
    const organisation = await mintOrganisation(db);
    const writing = db.read(
      organisation,
      (tx) => tx.rows("insert into metric (organisation_id, name) values ($1, 'logins')", [organisation]),
      { statement: SEE, values: [organisation], told: () => undefined },
    );
    await expect(writing).rejects.toThrow("read-only");
  });

  test("learns nothing when the note fails", async () => {
    const organisation = await measuring("hidden");
    const broken = {
      name: "test.see-broken",
      sql: "insert into seen (key, arrival, at) values ($1, null, now()) returning key",
    };
    const looking = db.read(organisation, (tx) => tx.rows("select name from metric"), {
      statement: broken,
      values: [organisation],
      told: () => undefined,
    });
    await expect(looking).rejects.toThrow("null value");
  });
});

test("a statement with a name shows each organisation its own rows, however often it comes", async () => {
  const [mine, other] = [await measuring("mine"), await measuring("other")];
  for (let times = 0; times < 8; times++) {
    expect(await db.read(mine, (tx) => tx.rows(NAMES, [""]))).toEqual([{ name: "mine" }]);
    expect(await db.write(other, (tx) => tx.rows(NAMES, [""]))).toEqual([{ name: "other" }]);
  }
});

test("a statement with a name is prepared once a connection, also after it failed", async () => {
  const organisation = await measuring("kept");
  const failing = db.write(organisation, async (tx) => {
    await tx.rows("select 1/0").catch(() => []);
    await tx.rows({ name: "test.again", sql: "select name from metric where name = $1" }, ["kept"]);
  });
  await expect(failing).rejects.toThrow("division by zero");
  const again: Statement = { name: "test.again", sql: "select name from metric where name = $1" };
  const prepared = await db.read(organisation, async (tx) => {
    for (let times = 0; times < 3; times++) expect(await tx.rows(again, ["kept"])).toEqual([{ name: "kept" }]);
    return tx.rows("select 1 from pg_prepared_statements where name = 'test.again'");
  });
  expect(prepared).toHaveLength(1);
});

describe.skipIf(SERVER === undefined)("a connection to a server", () => {
  async function insert(tx: Tx, name: string): Promise<void> {
    await tx.rows("insert into metric (organisation_id, name) values ($1, $2)", [tx.organisation, name]);
  }

  test("that is ended in the middle is said to be lost; nothing of it stands, and the next one is another", async () => {
    const organisation = await mintOrganisation(db);
    const admin = new pg.Client({ connectionString: opened.url });
    await admin.connect();
    let announced = 0;
    const losing = db.write(organisation, async (tx) => {
      afterCommit(tx, () => (announced += 1));
      await insert(tx, "lost");
      const [own] = await tx.rows<{ pid: number }>("select pg_backend_pid() as pid");
      await admin.query("select pg_terminate_backend($1)", [own?.pid]);
      await insert(tx, "never");
    });
    await expect(losing).rejects.toMatchObject({ name: "ConnectionLost", committing: false });
    await admin.end();
    await db.write(organisation, (tx) => insert(tx, "kept"));
    expect(announced).toBe(0);
    expect((await standing(organisation, "none")).metrics).toEqual(["kept"]);
  });

  test("that breaks at COMMIT leaves open whether it stands; what was to run after it runs", async () => {
    const organisation = await mintOrganisation(db);
    const to = new URL(opened.url ?? "");
    let cuts = 1;
    const proxy = await startProxy({
      to: { host: to.hostname, port: Number(to.port) },
      watch: { statements: /^commit$/i, before: () => (cuts-- > 0 ? "cut-reply" : "pass") },
    });
    to.port = String(proxy.port);
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const far = createDatabase({ pool: postgresPool({ url: to.href, onError }), onError });
    let announced = 0;
    const losing = far.write(organisation, async (tx) => {
      afterCommit(tx, () => (announced += 1));
      await insert(tx, "stands");
    });
    await expect(losing).rejects.toMatchObject({ name: "ConnectionLost", committing: true });
    expect(announced).toBe(1);
    expect((await standing(organisation, "none")).metrics).toEqual(["stands"]);
    await far.write(organisation, (tx) => insert(tx, "next"));
    expect((await standing(organisation, "none")).metrics).toEqual(["next", "stands"]);
    await far.close();
    await proxy.stop();
  });

  test("that falls silent is given up, and the next one is another", async () => {
    const organisation = await mintOrganisation(db);
    const to = new URL(opened.url ?? "");
    const proxy = await startProxy({ to: { host: to.hostname, port: Number(to.port) } });
    to.port = String(proxy.port);
    const onError = (): void => undefined;
    const far = createDatabase({ pool: postgresPool({ url: to.href, answerTimeoutMs: 1000, onError }), onError });
    const silent = far.write(organisation, async (tx) => {
      await insert(tx, "never");
      proxy.setBlackHole(true);
      tx.run("select 1", []);
      await tx.rows("select 2");
    });
    await expect(silent).rejects.toMatchObject({ name: "ConnectionLost", committing: false });
    proxy.setBlackHole(false);
    await far.write(organisation, (tx) => insert(tx, "next"));
    expect((await standing(organisation, "none")).metrics).toEqual(["next"]);
    await far.close();
    await proxy.stop();
  });

  test("that can't be made is said to be lost", async () => {
    const organisation = await mintOrganisation(db);
    const proxy = await startProxy({ to: { host: "127.0.0.1", port: 9 } });
    const onError = (): void => undefined;
    const url = `postgres://tandem@127.0.0.1:${String(proxy.port)}/tandem`;
    const nowhere = createDatabase({ pool: postgresPool({ url, onError }), onError });
    const nothing = { name: "ConnectionLost", committing: false };
    await expect(nowhere.read(organisation, () => Promise.resolve())).rejects.toMatchObject(nothing);
    await expect(nowhere.system.rows("select 1")).rejects.toMatchObject(nothing);
    await proxy.stop();
    await expect(nowhere.write(organisation, () => Promise.resolve())).rejects.toMatchObject(nothing);
    await nowhere.close();
  });
});

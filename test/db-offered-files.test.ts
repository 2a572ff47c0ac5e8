import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOfferedFiles, forgetOffered } from "../src/db/offered-files.ts";
import { createSealer } from "../src/db/seal.ts";
import { bindWorkspace } from "../src/db/shell.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { createMovableClock } from "../src/kernel/clock.ts";
import { createDirectory } from "../src/features/index.ts";
import { createReaderOf } from "../src/take-uploads.ts";
import { addPerson, ids } from "./helpers/company.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const DAY_MS = 86_400_000;
const AT = Date.parse("2026-11-20T08:00:00Z");
const OFFER = { name: "complaints.csv", locale: "de", bytes: Buffer.from("canary-4417") } as const;
const MINUTES_MS = 300_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function offering() {
  const { db } = database;
  const organisation = await mintOrganisation(db);
  const tenant: string = ids.next();
  await bindWorkspace(db.system, "teams", tenant, organisation);
  const { id: person, user } = await db.write(organisation, async (tx) => {
    const anna = await addPerson(tx, tenant, "Anna Kurz", ["admin"], { locale: "de" });
    await tx.rows("update handle set platform = 'teams' where person_id = $1", [anna.id]);
    return anna;
  });
  const time = { ms: AT };
  const wall = { now: () => new Date(time.ms) };
  const clock = createMovableClock(new Date(AT));
  const parts = { db, ids, wall, clock, readerOf: createReaderOf(createDirectory(clock)) };
  const files = createOfferedFiles({ ...parts, sealer: createSealer([randomBytes(32)]) });
  const others = createOfferedFiles({ ...parts, sealer: createSealer([randomBytes(32)]) });
  const offer = { ...OFFER, user, person };
  const id = (await files.keep(tenant, offer)) ?? "";
  /** Anna's own press, or another's */
  const take = (answer: "accept" | "decline" = "accept", of = files) => of.take(tenant, id, user, answer);
  return { organisation, tenant, person, user, time, files, others, offer, id, take };
}
function change(organisation: OrganisationId, sql: string, person: PersonId): Promise<object[]> {
  return database.db.write(organisation, (tx) => tx.rows(sql, [person]));
}
async function audited(organisation: OrganisationId, person: PersonId): Promise<string[]> {
  const rows = await database.db.read(organisation, (tx) =>
    tx.rows<{ action: string }>("select action from audit where person_id = $1 order by id", [person]),
  );
  return rows.map(({ action }) => action);
}
function rowsOf(organisation: OrganisationId): Promise<{ row: string }[]> {
  return database.db.read(organisation, (tx) => tx.rows("select row_to_json(o)::text as row from offered_file o"));
}

describe("a file that was offered", () => {
  test("is given to whom it is for, as it was, once; that is audited", async () => {
    const { organisation, person, offer, take, files, tenant, id } = await offering();
    expect(await take()).toEqual({ kind: "taken", offer, again: false });
    expect(await take()).toEqual({ kind: "answered" });
    await files.finish(tenant, id);
    expect(await take()).toEqual({ kind: "answered" });
    expect(await audited(organisation, person)).toEqual(["uploads.file-accepted"]);
  });

  test("taken by two at once is given to one", async () => {
    const { take } = await offering();
    const both = await Promise.all([take(), take()]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["answered", "taken"]);
  });

  test("taken by a process that died over it may be taken again after five minutes, which is said", async () => {
    const { take, time, files, tenant, id } = await offering();
    await take();
    time.ms = AT + MINUTES_MS - 1;
    expect(await take()).toEqual({ kind: "answered" });
    time.ms = AT + MINUTES_MS;
    expect(await take()).toMatchObject({ kind: "taken", again: true });
    await files.finish(tenant, id);
    time.ms = AT + 3 * MINUTES_MS;
    expect(await take()).toEqual({ kind: "answered" });
  });

  test.each([
    ["is no administrator any more", "update person set roles = '{csm}' where id = $1"],
    ["was set inactive", "update person set active = false where id = $1"],
  ])("is gone for whom it was for once they are one who %s, and that is audited once", async (_, sql) => {
    const { organisation, person, take } = await offering();
    await change(organisation, sql, person);
    expect(await take()).toEqual({ kind: "gone", locale: "de" });
    expect(await rowsOf(organisation)).toEqual([]);
    expect(await take()).toEqual({ kind: "gone", locale: "de" });
    expect(await audited(organisation, person)).toEqual(["uploads.file-refused"]);
  });

  test("of their own matters is theirs without any right, as long as they are with us", async () => {
    const { files, tenant, offer, organisation, person, user } = await offering();
    await change(organisation, "update person set roles = '{csm}' where id = $1", person);
    const own = { ...offer, own: true } as const;
    const [first = "", second = ""] = [await files.keep(tenant, own), await files.keep(tenant, own)];
    expect(await files.take(tenant, first, user, "accept")).toMatchObject({ kind: "taken" });
    await change(organisation, "update person set active = false where id = $1", person);
    expect(await files.take(tenant, second, user, "accept")).toEqual({ kind: "gone", locale: "de" });
  });

  test("is gone where the user of Teams is another one of us by now", async () => {
    const { organisation, take, person } = await offering();
    const sql = "update handle set person_id = (select id from person where id <> $1) where person_id = $1";
    await database.db.write(organisation, (tx) => addPerson(tx, "T0ELSEWHERE", "Ben Ito", ["admin"], { locale: "zh" }));
    await change(organisation, sql, person);
    expect(await take()).toEqual({ kind: "gone", locale: "zh" });
  });

  test("isn't given to others, to another tenant, nor by a name that is none; it stays there", async () => {
    const { files, tenant, id, user, take } = await offering();
    const other = await offering();
    const accept = "accept";
    expect(await files.take(tenant, id, "ben-object", accept)).toEqual({ kind: "gone", locale: "en" });
    expect(await files.take(other.tenant, id, other.user, accept)).toEqual({ kind: "gone", locale: "de" });
    expect(await files.take("nobody's", id, user, accept)).toEqual({ kind: "gone", locale: "en" });
    expect(await files.take(tenant, "'; drop table", user, accept)).toEqual({ kind: "gone", locale: "de" });
    expect(await take()).toMatchObject({ kind: "taken" });
  });

  test.each(["put", "declined"])("says nothing of itself where it is kept; it is gone once it is %s", async (end) => {
    const { files, tenant, id, organisation, person, user, take } = await offering();
    const [kept] = await rowsOf(organisation);
    const hex = Buffer.from("canary-4417").toString("hex");
    expect(kept?.row).not.toMatch(new RegExp(`canary|${user}|complaints|${hex}`));
    await take(end === "put" ? "accept" : "decline");
    if (end === "put") expect((await rowsOf(organisation))[0]?.row).not.toContain('"sealed":null');
    if (end === "put") await files.finish(tenant, id);
    expect((await rowsOf(organisation))[0]?.row).toContain('"sealed":null');
    expect(await audited(organisation, person)).toEqual([
      end === "put" ? "uploads.file-accepted" : "uploads.file-declined",
    ]);
  });

  test("is kept for a day, and not for the instant at its end", async () => {
    const { take, time, organisation } = await offering();
    time.ms = AT + DAY_MS;
    expect(await take()).toEqual({ kind: "gone", locale: "de" });
    await forgetOffered(database.db, organisation, new Date(AT + DAY_MS - 1));
    expect(await rowsOf(organisation)).toHaveLength(1);
    time.ms = AT + DAY_MS - 1;
    expect(await take()).toMatchObject({ kind: "taken" });
    await forgetOffered(database.db, organisation, new Date(AT + DAY_MS));
    expect(await rowsOf(organisation)).toEqual([]);
  });

  test("is forgotten at its end by the next one that is kept", async () => {
    const { files, tenant, offer, time, organisation, id } = await offering();
    time.ms = AT + DAY_MS;
    const next = await files.keep(tenant, offer);
    const rows = await rowsOf(organisation);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toContain(next);
    expect(rows[0]?.row).not.toContain(id);
  });

  test("is gone where its key is known no more, and where it was never shown", async () => {
    const { files, others, tenant, id, take } = await offering();
    expect(await take("accept", others)).toEqual({ kind: "gone", locale: "de" });
    await files.drop(tenant, id);
    expect(await take()).toEqual({ kind: "gone", locale: "de" });
  });

  test("isn't kept for a tenant of nobody's", async () => {
    const { files, offer } = await offering();
    expect(await files.keep("nobody's", offer)).toBeUndefined();
  });
});

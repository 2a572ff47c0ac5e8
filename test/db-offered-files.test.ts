import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOfferedFiles, forgetOffered } from "../src/db/offered-files.ts";
import { createSealer } from "../src/db/seal.ts";
import { bindWorkspace } from "../src/db/shell.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { ids } from "./helpers/company.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";

const DAY_MS = 86_400_000;
const AT = Date.parse("2026-11-20T08:00:00Z");
const OFFER = { user: "anna-object", name: "complaints.csv", locale: "de", bytes: Buffer.from("canary-4417") } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function offering() {
  const organisation = await mintOrganisation(database.db);
  const tenant: string = ids.next();
  await bindWorkspace(database.db.system, "teams", tenant, organisation);
  const time = { ms: AT };
  const sealer = createSealer([randomBytes(32)]);
  const wall = { now: () => new Date(time.ms) };
  const parts = { db: database.db, ids, wall };
  const files = createOfferedFiles({ ...parts, sealer });
  const others = createOfferedFiles({ ...parts, sealer: createSealer([randomBytes(32)]) });
  return { organisation, tenant, time, files, others, id: (await files.keep(tenant, OFFER)) ?? "" };
}
function rowsOf(organisation: OrganisationId): Promise<{ row: string }[]> {
  return database.db.read(organisation, (tx) => tx.rows("select row_to_json(o)::text as row from offered_file o"));
}

describe("a file that was offered", () => {
  test("is given to whom it is for, as it was, once", async () => {
    const { files, tenant, id } = await offering();
    expect(await files.take(tenant, id, OFFER.user)).toEqual({ kind: "taken", offer: OFFER });
    expect(await files.take(tenant, id, OFFER.user)).toEqual({ kind: "answered" });
  });

  test("taken by two at once is given to one", async () => {
    const { files, tenant, id } = await offering();
    const both = await Promise.all([files.take(tenant, id, OFFER.user), files.take(tenant, id, OFFER.user)]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(["answered", "taken"]);
  });

  test("isn't given to others, to another tenant, nor by a name that is none; it stays there", async () => {
    const { files, tenant, id } = await offering();
    const other = await offering();
    expect(await files.take(tenant, id, "ben-object")).toEqual({ kind: "gone" });
    expect(await files.take(other.tenant, id, OFFER.user)).toEqual({ kind: "gone" });
    expect(await files.take("nobody's", id, OFFER.user)).toEqual({ kind: "gone" });
    expect(await files.take(tenant, "'; drop table", OFFER.user)).toEqual({ kind: "gone" });
    expect(await files.take(tenant, id, OFFER.user)).toMatchObject({ kind: "taken" });
  });

  test("says nothing of itself where it is kept, and its content is gone with the answer", async () => {
    const { files, tenant, id, organisation } = await offering();
    const [kept] = await rowsOf(organisation);
    const hex = Buffer.from("canary-4417").toString("hex");
    expect(kept?.row).not.toMatch(new RegExp(`canary|anna-object|complaints|${hex}`));
    await files.take(tenant, id, OFFER.user);
    expect((await rowsOf(organisation))[0]?.row).toContain('"sealed":null');
  });

  test("is kept for a day, and not for the instant at its end", async () => {
    const { files, tenant, id, time, organisation } = await offering();
    time.ms = AT + DAY_MS;
    expect(await files.take(tenant, id, OFFER.user)).toEqual({ kind: "gone" });
    await forgetOffered(database.db, organisation, new Date(AT + DAY_MS - 1));
    expect(await rowsOf(organisation)).toHaveLength(1);
    time.ms = AT + DAY_MS - 1;
    expect(await files.take(tenant, id, OFFER.user)).toMatchObject({ kind: "taken" });
    await forgetOffered(database.db, organisation, new Date(AT + DAY_MS));
    expect(await rowsOf(organisation)).toEqual([]);
  });

  test("is gone where its key is known no more, and where it was never shown", async () => {
    const { files, others, tenant, id } = await offering();
    expect(await others.take(tenant, id, OFFER.user)).toEqual({ kind: "gone" });
    await files.drop(tenant, id);
    expect(await files.take(tenant, id, OFFER.user)).toEqual({ kind: "gone" });
  });

  test("isn't kept for a tenant of nobody's", async () => {
    const { files } = await offering();
    expect(await files.keep("nobody's", OFFER)).toBeUndefined();
  });
});

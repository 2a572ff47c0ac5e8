import { afterAll, beforeAll, expect, test } from "vitest";
import {
  bindWorkspace,
  clearDue,
  createOrganisation,
  dueRows,
  nextDue,
  organisationBySlug,
  organisations,
  setDue,
  workspaceOrganisation,
  workspacesOf,
} from "../src/db/shell.ts";
import type { Database } from "../src/db/transaction.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { createIds } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import type { TestDatabase } from "./helpers/database.ts";

const ids = createIds(wallClock);
let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

test("an organisation is found by its slug, and no second one gets it", async () => {
  const acme = {
    id: ids.next<"organisation">(),
    slug: "acme",
    name: "Acme",
    createdAt: new Date("2026-02-01T08:00:00Z"),
  };
  expect(await createOrganisation(db.system, acme)).toBe(true);
  expect(await createOrganisation(db.system, { ...acme, id: ids.next<"organisation">() })).toBe(false);
  expect(await organisationBySlug(db.system, "acme")).toEqual(acme);
  expect(await organisationBySlug(db.system, "nobody")).toBeUndefined();
  expect(await organisations(db.system)).toContainEqual(acme);
});

test("a workspace belongs to one organisation", async () => {
  const [first, second] = [await mintOrganisation(db), await mintOrganisation(db)];
  expect(await workspaceOrganisation(db.system, "slack", "T1")).toBeUndefined();
  expect(await bindWorkspace(db.system, "slack", "T1", first)).toEqual({ kind: "bound" });
  expect(await bindWorkspace(db.system, "slack", "T1", first)).toEqual({ kind: "already-bound" });
  expect(await bindWorkspace(db.system, "slack", "T1", second)).toEqual({
    kind: "bound-elsewhere",
    organisation: first,
  });
  expect(await workspaceOrganisation(db.system, "slack", "T1")).toBe(first);
  expect(await workspaceOrganisation(db.system, "teams", "T1")).toBeUndefined();
  expect(await workspacesOf(db.system, first, "slack")).toEqual(["T1"]);
});

test("what is due at the very instant is due, a millisecond later isn't", async () => {
  const organisation = await mintOrganisation(db);
  const at = new Date("2026-03-02T09:00:00.000Z");
  await db.write(organisation, async (tx) => {
    await setDue(tx, "digest", "person:1", at);
    await setDue(tx, "digest", "person:2", new Date("2026-03-02T09:00:00.001Z"));
    await setDue(tx, "digest", "person:3", new Date("2026-03-02T08:59:59.999Z"));
  });
  expect((await dueRows(db.system, at, 10)).map(({ subject }) => subject)).toEqual(["person:3", "person:1"]);
  expect(await dueRows(db.system, at, 1)).toEqual([
    { organisation, kind: "digest", subject: "person:3", dueAt: new Date("2026-03-02T08:59:59.999Z") },
  ]);
});

test("what is set again moves, what is cleared is gone", async () => {
  const organisation = await mintOrganisation(db);
  await db.write(organisation, async (tx) => {
    await setDue(tx, "reminder", "case:1", new Date("2020-01-01T00:00:00Z"));
    await setDue(tx, "reminder", "case:1", new Date("2019-01-01T00:00:00Z"));
  });
  expect(await nextDue(db.system)).toEqual(new Date("2019-01-01T00:00:00Z"));
  const other = await mintOrganisation(db);
  expect(await db.write(other, (tx) => clearDue(tx, "reminder", "case:1"))).toBe(false);
  expect(await db.write(organisation, (tx) => clearDue(tx, "reminder", "case:1"))).toBe(true);
  expect(await dueRows(db.system, new Date("2019-06-01T00:00:00Z"), 10)).toEqual([]);
});

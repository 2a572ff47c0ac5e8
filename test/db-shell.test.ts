import { afterAll, beforeAll, expect, test } from "vitest";
import {
  bindWorkspace,
  createOrganisation,
  organisationBySlug,
  organisations,
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

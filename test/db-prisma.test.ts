import { afterAll, beforeAll, expect, test } from "vitest";
import { prismaOf } from "../src/db/prisma.ts";
import type { Prisma } from "../src/db/prisma.ts";
import type { Database } from "../src/db/transaction.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import type { TestDatabase } from "./helpers/database.ts";

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

test("Prisma outside of a transaction throws", async () => {
  const organisation = await mintOrganisation(db);
  let leaked: Prisma | undefined;
  await db.write(organisation, async (tx) => {
    leaked = prismaOf(tx);
    await leaked.metric.count();
  });
  await expect(leaked?.metric.count()).rejects.toThrow("outside of read and write");
});

test("Prisma kept from one organisation's transaction does nothing in another's", async () => {
  const [first, second] = [await mintOrganisation(db), await mintOrganisation(db)];
  const leaked = await db.write(first, (tx) => Promise.resolve({ count: () => prismaOf(tx).metric.count() }));
  await expect(db.read(second, () => leaked.count())).rejects.toThrow("over");
});

test("Prisma's own transactions throw: $transaction, a nested create, an include on a write", async () => {
  const organisation = await mintOrganisation(db);
  const organisationRow = { connect: { id: organisation } };
  const data = { name: "seats", organisationId: organisation };
  await db.write(organisation, async (tx) => {
    const prisma = prismaOf(tx) as Prisma & { $transaction(queries: readonly unknown[]): Promise<unknown> };
    await expect(prisma.$transaction([prisma.metric.count()])).rejects.toThrow("Write flat");
    await expect(
      prisma.metric.create({
        data: {
          name: "seats",
          organisation: organisationRow,
          coverages: { create: { day: new Date("2026-03-01"), knownAt: new Date("2026-03-02") } },
        },
      }),
    ).rejects.toThrow("Write flat");
    await expect(prisma.metric.create({ data, include: { coverages: true } })).rejects.toThrow("Write flat");
    await prisma.metric.create({ data });
    expect(await prisma.metric.findMany({ include: { coverages: true } })).toHaveLength(1);
  });
});

test("two organisations that look up at the same instant each see their own", async () => {
  const names = ["alpha", "beta", "gamma"];
  const organisations = await Promise.all(names.map(() => mintOrganisation(db)));
  for (const [at, organisation] of organisations.entries()) {
    await db.write(organisation, (tx) =>
      prismaOf(tx).metric.create({ data: { organisationId: organisation, name: "logins", label: names[at] ?? "" } }),
    );
  }
  const met = rendezvous(opened.url === undefined ? 1 : names.length);
  const labels = await Promise.all(
    organisations.map((organisation) =>
      db.read(organisation, async (tx) => {
        await prismaOf(tx).metric.count();
        await met();
        const row = await prismaOf(tx).metric.findUnique({
          where: { organisationId_name: { organisationId: organisation, name: "logins" } },
        });
        return row?.label;
      }),
    ),
  );
  expect(labels).toEqual(names);
});

/** Lets the given number of callers wait for one another. */
function rendezvous(count: number): () => Promise<void> {
  const all = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived === count) all.resolve();
    return all.promise;
  };
}

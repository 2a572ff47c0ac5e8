import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mintCompany, type Company } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";

const SCRIPT = new URL("../prisma/migrations/20261122224600_regions_united/migration.sql", import.meta.url);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** A company as it was before spellings were held together: a person's region each, and all its accounts' and channels'. */
async function companyWith(people: readonly string[], accounts: string, channels: string): Promise<Company> {
  const company = await mintCompany(database.db);
  const { anna, ben, marta, organisation } = company;
  await database.db.write(organisation, async (tx) => {
    await tx.rows("update person set region = null", []);
    const ids = [anna, ben, marta].map(({ id }) => id);
    await tx.rows(
      "update person p set region = v.region from unnest($1::uuid[], $2::text[]) as v (id, region) where p.id = v.id",
      [ids, people],
    );
    await tx.rows("update account set region = $1", [accounts]);
    await tx.rows("update channel set region = $1", [channels]);
  });
  return company;
}

function regionsIn(company: Company, table: "person" | "account" | "channel"): Promise<string[]> {
  return database.db.read(company.organisation, async (tx) => {
    const rows = await tx.rows<{ region: string }>(`select distinct region from ${table} where region is not null`);
    return rows.map(({ region }) => region).toSorted();
  });
}

test("spellings of one region that stood there become the one that most have, in each organisation by itself", async () => {
  const acme = await companyWith(["EMEA", "emea", "Ｅmea  "], "EMEA", "eMEA");
  const other = await companyWith(["apac", "Latin  America", "Latin America"], "Latin America", "emea");
  const third = await companyWith(["ÖSTERREICH", "Österreich", "Österreich"], "Österreich", "österreich");
  await database.pool.query(await readFile(SCRIPT, "utf8"));
  for (const table of ["person", "account", "channel"] as const) expect(await regionsIn(acme, table)).toEqual(["EMEA"]);
  expect(await regionsIn(other, "person")).toEqual(["Latin America", "apac"]);
  expect(await regionsIn(other, "account")).toEqual(["Latin America"]);
  expect(await regionsIn(other, "channel")).toEqual(["emea"]);
  expect(await regionsIn(third, "person")).toEqual(["Österreich"]);
  expect(await regionsIn(third, "channel")).toEqual(["Österreich"]);
});

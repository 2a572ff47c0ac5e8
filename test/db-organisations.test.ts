import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prismaOf } from "../src/db/prisma.ts";
import type { Database } from "../src/db/transaction.ts";
import { wallClock } from "../src/kernel/clock.ts";
import { createIds } from "../src/kernel/ids.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import type { TestDatabase } from "./helpers/database.ts";

const SHELL_TABLES = ["due", "ingest_door", "lane", "survey_door", "workspace"];

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

describe("what the catalogue says of every table with an organisation_id, but for the shell's", () => {
  test("row-level security is forced, by the organisation that is set, for reading and writing", async () => {
    const tables = await db.system.rows<{ name: string; forced: boolean; policies: string[] | null }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
              (select array_agg(p.cmd || ' ' || p.permissive || ' ' || p.qual || ' ' || p.with_check)
                 from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname) as policies
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relname = any ($1)
        order by c.relname`,
      [SHELL_TABLES],
    );
    const own = "(organisation_id = (NULLIF(current_setting('tandem.organisation'::text, true), ''::text))::uuid)";
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      expect(table).toEqual({ name: table.name, forced: true, policies: [`ALL PERMISSIVE ${own} ${own}`] });
    }
  });

  test("its primary key and its unique indexes begin with it", async () => {
    expect(
      await db.system.rows(
        `select i.indexrelid::regclass::text as index
           from pg_index i join pg_class c on c.oid = i.indrelid
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
          where c.relnamespace = 'public'::regnamespace and i.indisunique
            and i.indkey[0] <> a.attnum and not c.relname = any ($1)`,
        [SHELL_TABLES],
      ),
    ).toEqual([]);
  });

  test("it has a primary key", async () => {
    expect(
      await db.system.rows(
        `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
      ),
    ).toEqual([]);
  });

  test("its foreign keys begin with it on both sides, and never set it to null", async () => {
    const foreignKeys = `
      select f.conname as name, f.confdeltype = 'n' or f.confupdtype = 'n' as nulls,
             f.conkey[1] = a.attnum and r.attname in ('organisation_id', 'id')
               and (r.attname = 'organisation_id' or f.confrelid = 'organisation'::regclass) as begins
        from pg_constraint f
        join pg_attribute a on a.attrelid = f.conrelid and a.attname = 'organisation_id'
        join pg_attribute r on r.attrelid = f.confrelid and r.attnum = f.confkey[1]
       where f.contype = 'f' and f.connamespace = 'public'::regnamespace`;
    expect(await db.system.rows(`select name from (${foreignKeys}) k where nulls or not begins`)).toEqual([]);
    expect((await db.system.rows(foreignKeys)).length).toBeGreaterThan(10);
  });
});

describe("an organisation and its neighbour", () => {
  let own: OrganisationId;
  let neighbour: OrganisationId;
  const ids = createIds(wallClock);

  async function labels(organisation: OrganisationId): Promise<(string | null)[]> {
    const rows = await db.read(organisation, (tx) =>
      tx.rows<{ label: string | null }>("select label from metric order by label"),
    );
    return rows.map(({ label }) => label);
  }

  beforeAll(async () => {
    own = await mintOrganisation(db);
    neighbour = await mintOrganisation(db);
    for (const [organisation, label] of [
      [own, "ours"],
      [neighbour, "theirs"],
    ] as const) {
      await db.write(organisation, (tx) =>
        tx.rows("insert into metric (organisation_id, name, label) values ($1, 'logins', $2)", [organisation, label]),
      );
    }
  });

  test("a select without where shows one's own rows", async () => {
    expect(await labels(own)).toEqual(["ours"]);
    expect(await db.read(own, (tx) => prismaOf(tx).metric.findMany({ select: { label: true } }))).toEqual([
      { label: "ours" },
    ]);
  });

  test("asking for the neighbour's rows by key shows none", async () => {
    const found = await db.read(own, (tx) =>
      prismaOf(tx).metric.findUnique({ where: { organisationId_name: { organisationId: neighbour, name: "logins" } } }),
    );
    expect(found).toBeNull();
  });

  test("an update without where leaves the neighbour's rows as they are", async () => {
    await db.write(own, async (tx) => {
      await tx.rows("update metric set label = 'ours, changed'");
      await prismaOf(tx).metric.updateMany({ data: { label: "ours" } });
    });
    expect(await labels(neighbour)).toEqual(["theirs"]);
  });

  test("a delete without where leaves the neighbour's rows", async () => {
    const passing = await mintOrganisation(db);
    await db.write(passing, async (tx) => {
      await tx.rows("delete from metric");
      await prismaOf(tx).metric.deleteMany();
    });
    expect(await labels(neighbour)).toEqual(["theirs"]);
  });

  test("a row can't be inserted for the neighbour", async () => {
    const insert = "insert into metric (organisation_id, name) values ($1, 'planted')";
    await expect(db.write(own, (tx) => tx.rows(insert, [neighbour]))).rejects.toThrow("row-level security");
    await expect(
      db.write(own, (tx) => prismaOf(tx).metric.create({ data: { organisationId: neighbour, name: "planted" } })),
    ).rejects.toThrow();
    expect(await labels(neighbour)).toEqual(["theirs"]);
  });

  test("a row can't be handed over to the neighbour", async () => {
    const update = "update metric set organisation_id = $1, name = 'moved'";
    await expect(db.write(own, (tx) => tx.rows(update, [neighbour]))).rejects.toThrow("row-level security");
  });

  test("an upsert on the neighbour's key can't overwrite it", async () => {
    const upsert = `insert into metric (organisation_id, name, label) values ($1, 'logins', 'overwritten')
      on conflict (organisation_id, name) do update set label = excluded.label`;
    await expect(db.write(own, (tx) => tx.rows(upsert, [neighbour]))).rejects.toThrow("row-level security");
    expect(await labels(neighbour)).toEqual(["theirs"]);
  });

  test("a foreign key can't point at the neighbour's row", async () => {
    const account = ids.next<"account">();
    const insert = `insert into account (organisation_id, id, external_id, name, name_key) values ($1, $2, 'n-1', 'Northwind', 'northwind')`;
    await db.write(neighbour, (tx) => tx.rows(insert, [neighbour, account]));
    const pointing = db.write(own, (tx) =>
      tx.rows(
        "insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at) values ($1, $2, 'logins', '2026-03-01', 1, $3, $3)",
        [own, account, new Date("2026-03-02T06:00:00Z")],
      ),
    );
    await expect(pointing).rejects.toThrow("foreign key");
  });

  test("a transaction can neither empty a table nor lift its policies", async () => {
    await expect(db.write(own, (tx) => tx.rows("truncate metric cascade"))).rejects.toThrow("permission denied");
    await expect(db.write(own, (tx) => tx.rows("alter table metric no force row level security"))).rejects.toThrow(
      "owner",
    );
  });

  test("the login role is no superuser and sees no rows of any organisation", async () => {
    const [login] = await db.system.rows<{ unbound: boolean }>(
      "select rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user",
    );
    expect(login).toEqual({ unbound: false });
    expect(await db.system.rows("select label from metric")).toEqual([]);
  });

  test("role and organisation end with the transaction", async () => {
    await labels(own);
    const after = await db.system.rows(
      "select current_user = session_user as login, coalesce(current_setting('tandem.organisation', true), '') as organisation",
    );
    expect(after).toEqual([{ login: true, organisation: "" }]);
  });

  test("a transaction that names no organisation of ours sees nothing", async () => {
    expect(await labels(ids.next<"organisation">())).toEqual([]);
  });
});

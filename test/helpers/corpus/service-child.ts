import { createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { createLog } from "../../../src/log.ts";
import type { OrganisationId } from "../../../src/kernel/ids.ts";
import { type Company, mintCompany } from "../company.ts";
import { testDatabase } from "../database.ts";
import type { Asked, FromChild, ToChild } from "./service.ts";

/**
 * The whole service in a process of its own, without anything that would catch what it throws. Its log goes to its
 * standard error; the test asks it questions over the channel between the two.
 */
const { db } = await testDatabase();
const company = await mintCompany(db);
const app = await createApp({
  config: readConfig(),
  db,
  log: createLog("info", 2),
});
tell({ kind: "minted", company });

process.on("message", (message: ToChild) => {
  void answer(message).then((asked) => tell({ kind: "answer", number: message.number, asked }));
});

async function answer(message: ToChild): Promise<Asked> {
  switch (message.ask) {
    case "start":
      return { url: await app.start({ tick: false }) };
    case "tables":
      return { tables: await tables(company) };
    case "polluted":
      return { polluted: pollution() };
  }
}

function tell(message: FromChild): void {
  process.send?.(message);
}

/** What posts and their sending are noted in, which goes on by itself. */
const SENDING = ["input", "post", "post_subject", "lane", "due", "fired", "channel_member"];

/** What every other table of the organisation holds, as a checksum. */
async function tables({ organisation }: Company): Promise<Record<string, string>> {
  const names = await db.system.rows<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'organisation_id' and table_name <> all($1) order by 1`,
    [SENDING],
  );
  const sums: Record<string, string> = {};
  for (const { name } of names) sums[name] = await checksum(organisation, name);
  return sums;
}

async function checksum(organisation: OrganisationId, table: string): Promise<string> {
  const [row] = await db.read(organisation, (tx) =>
    tx.rows<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(row, '|' order by row)), '') as sum
         from (select (to_jsonb(t) - 'flags_read_at' - 'members_read_at')::text as row from "${table}" t where organisation_id = $1) rows`,
      [organisation],
    ),
  );
  return row?.sum ?? "";
}

/** What somebody put into the prototypes that everything shares. */
function pollution(): string[] {
  const enumerable: string[] = [];
  for (const name in {}) enumerable.push(name);
  return [...enumerable, ...["polluted", "isAdmin", "toJSON"].filter((name) => name in {} || name in [])];
}

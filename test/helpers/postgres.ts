import { randomUUID } from "node:crypto";
import pg from "pg";

const TEMPLATE_LOCK_KEY = 7_405_112_022;

export interface CopiedDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A fresh database on a server, copied from a template that is made when missing.
 * @param server a URL of any database there; its login may create databases
 * @param template the template's name; another content has another name
 * @param make fills the template, given its URL
 */
export async function copyDatabase(
  server: string,
  template: string,
  make: (url: string) => Promise<void>,
): Promise<CopiedDatabase> {
  const name = `tandem_test_${randomUUID().replaceAll("-", "")}`;
  await withClient(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK_KEY]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount === 0) await makeTemplate(client, server, template, make);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: urlOf(server, name),
    drop: () => withClient(server, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

async function makeTemplate(
  client: pg.Client,
  server: string,
  template: string,
  make: (url: string) => Promise<void>,
): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft}`);
  await make(urlOf(server, draft));
  await client.query(`alter database ${draft} rename to ${template}`);
}

async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

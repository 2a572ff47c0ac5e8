import type { System } from "./system.ts";

/** Below so many pages the planner's own guess is good enough. */
const PAGES_AT_LEAST = 4;
const GROWTH = 1.3;

const GROWN = `
select c.oid::regclass::text as "table"
  from pg_class c join pg_namespace s on s.oid = c.relnamespace
       cross join lateral (select pg_relation_size(c.oid) / current_setting('block_size')::int as pages) now
 where c.relkind = 'r' and s.nspname in ('public', 'pgboss')
   and now.pages >= ${String(PAGES_AT_LEAST)} and now.pages > c.relpages * ${String(GROWTH)}
 order by 1`;

/**
 * What a server's autovacuum does, for the embedded database, which has none: without figures about its tables the
 * planner takes each for small, and joins over months of rows take seconds. Tables that grew by a third since the last
 * time are looked after, the others left alone.
 */
export async function vacuumGrown(system: System): Promise<void> {
  for (const { table } of await system.rows<{ table: string }>(GROWN)) await system.rows(`vacuum (analyze) ${table}`);
}

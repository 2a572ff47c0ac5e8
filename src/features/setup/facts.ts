import type { Tx } from "../../kernel/deps.ts";
import type { Census } from "./decide.ts";

type Row = Omit<Census, "series"> & {
  readonly login_events: string[];
  readonly active_users_day: string[];
  readonly feature: string[];
};

/** Counts what an organisation has. */
export async function censusOf(tx: Tx): Promise<Census> {
  const [row] = await tx.rows<Row>(CENSUS);
  if (!row) throw new Error("a statement without from gave no row");
  const { login_events, active_users_day, feature, ...counts } = row;
  return { ...counts, series: { login_events, active_users_day, feature } };
}

const PEOPLE = "(select count(*)::int from person p where p.active";
const CHANNELS = "(select count(*)::int from channel c where not c.archived";
const ORPHANS = `from account a where a.merged_into is null and not exists (
            select from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm')`;

const CENSUS = `
  select ${PEOPLE}) as people,
         ${PEOPLE} and 'csm' = any(p.roles)) as csms,
         ${PEOPLE} and 'am' = any(p.roles)) as ams,
         ${PEOPLE} and 'manager' = any(p.roles)) as managers,
         ${PEOPLE} and 'admin' = any(p.roles)) as admins,
         ${PEOPLE} and not exists (
            select from handle h where h.organisation_id = p.organisation_id and h.person_id = p.id)) as unmatched,
         (select count(*)::int from account a where a.merged_into is null) as accounts,
         (select count(*)::int ${ORPHANS}) as orphans,
         array(select a.name ${ORPHANS} order by a.name, a.id limit 3) as "orphanNames",
         ${CHANNELS} and c.purpose = 'csm') as "csmChannels",
         ${CHANNELS} and c.purpose = 'am') as "amChannels",
         ${CHANNELS} and c.members_read_at is null and exists (
            select from post o where o.organisation_id = c.organisation_id and o.address = 'channel:' || c.id
               and o.reason in ('channel unread', 'channel unknown'))) as unread,
         exists (select from setting where name = 'zone') as "defaultsSet",
         exists (select from usage) as usage,
         (select count(*)::int from metric where kind is null) as kindless,
         array(select name from metric where kind = 'login_events' order by name) as login_events,
         array(select name from metric where kind = 'active_users_day' order by name) as active_users_day,
         array(select name from metric where kind = 'feature' order by name) as feature`;

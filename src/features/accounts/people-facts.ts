import { type LocalDate, localDateOf, localTime, type WorkCalendar } from "../../kernel/business-time.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { Handle, Locale, Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Role } from "../../kernel/permissions.ts";
import { calendarOf, type Holidays, SETTINGS, settingsIn, type SettingsRow } from "../settings/facts.ts";

interface Row extends SettingsRow {
  id: PersonId;
  name: string;
  email: string;
  roles: Role[];
  region: string | null;
  manager_id: PersonId | null;
  locale: string | null;
  zone: string | null;
  digest_at: string | null;
  active: boolean;
  /** those they give or take */
  covers: readonly CoverRow[] | null;
}

interface CoverRow {
  readonly person: PersonId;
  readonly cover: PersonId;
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** of who is away */
  readonly zone: string | null;
}

/** People with the covers that may hold on the day after or before the date $1. */
const PEOPLE = `
  select p.id, p.name, p.email, p.roles, p.region, p.manager_id, p.locale, p.zone, p.digest_at, p.active, ${SETTINGS},
         (select jsonb_agg(jsonb_build_object('person', c.person_id, 'cover', c.cover_id, 'from', c.from_on,
                                              'until', c.until_on, 'zone', away.zone))
            from cover c join person away on away.organisation_id = c.organisation_id and away.id = c.person_id
           where c.organisation_id = p.organisation_id and (c.person_id = p.id or c.cover_id = p.id)
             and c.ended_at is null and c.from_on <= $1::date + 1 and c.until_on >= $1::date - 1) as covers
    from person p`;

const BY_ID: Statement = { name: "people.by-id", sql: `${PEOPLE} where p.id = $2` };
const BY_HANDLE: Statement = {
  name: "people.by-handle",
  sql: `${PEOPLE} join handle h on h.organisation_id = p.organisation_id and h.person_id = p.id
         where h.platform = $2 and h.workspace = $3 and h.user_id = $4`,
};

const HANDLES: Statement = {
  name: "people.handles",
  sql: `select person_id as person, platform, workspace, user_id as "user" from handle where person_id = any($1::uuid[])`,
};

/**
 * People of the organisation with their working time; the people's half of the directory.
 * @param clock says who covers for whom today
 */
export function createPeopleFacts(holidays: Holidays, clock: Clock) {
  async function load(tx: Tx, sql: string | Statement, values: readonly unknown[]): Promise<Person[]> {
    const now = clock.now();
    const rows = await tx.rows<Row>(sql, [localDateOf(now, "UTC"), ...values]);
    const settings = settingsIn(rows[0]);
    const holds = ({ zone, from, until }: CoverRow): boolean => {
      const today = localDateOf(now, zone ?? settings.zone);
      return from <= today && today <= until;
    };
    return rows.map((row) => {
      const calendar: WorkCalendar = calendarOf(
        settings,
        holidays,
        row.zone ?? settings.zone,
        row.region ?? settings.region,
      );
      const today = (row.covers ?? []).filter(holds);
      return {
        id: row.id,
        name: row.name,
        email: row.email,
        roles: row.roles,
        region: row.region ?? undefined,
        manager: row.manager_id ?? undefined,
        locale: (row.locale as Locale | null) ?? settings.locale,
        calendar,
        digestAt: localTime(row.digest_at ?? "") ?? settings.digestAt,
        active: row.active,
        covers: today.filter(({ cover }) => cover === row.id).map(({ person }) => person),
        cover: today.find(({ person }) => person === row.id)?.cover,
      };
    });
  }
  return {
    async person(tx: Tx, id: PersonId): Promise<Person | undefined> {
      return (await load(tx, BY_ID, [id]))[0];
    },
    async people(tx: Tx): Promise<Person[]> {
      return load(tx, `${PEOPLE} where p.active order by p.name, p.id`, []);
    },
    async byHandle(tx: Tx, platform: "slack" | "teams", workspace: string, user: string): Promise<Person | undefined> {
      return (await load(tx, BY_HANDLE, [platform, workspace, user]))[0];
    },
    async handles(tx: Tx, people: readonly PersonId[]): Promise<Handle[]> {
      return tx.rows<Handle>(HANDLES, [people]);
    },
  };
}

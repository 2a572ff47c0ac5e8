import { localTime, type WorkCalendar } from "../../kernel/business-time.ts";
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
}

const PEOPLE = `
  select p.id, p.name, p.email, p.roles, p.region, p.manager_id, p.locale, p.zone, p.digest_at, p.active, ${SETTINGS} from person p`;

const BY_ID: Statement = { name: "people.by-id", sql: `${PEOPLE} where p.id = $1` };
const BY_HANDLE: Statement = {
  name: "people.by-handle",
  sql: `${PEOPLE} join handle h on h.organisation_id = p.organisation_id and h.person_id = p.id
         where h.platform = $1 and h.workspace = $2 and h.user_id = $3`,
};

const HANDLES: Statement = {
  name: "people.handles",
  sql: `select person_id as person, platform, workspace, user_id as "user" from handle where person_id = any($1::uuid[])`,
};

/** People of the organisation with their working time; the people's half of the directory. */
export function createPeopleFacts(holidays: Holidays) {
  async function load(tx: Tx, sql: string | Statement, values: readonly unknown[]): Promise<Person[]> {
    const rows = await tx.rows<Row>(sql, values);
    const settings = settingsIn(rows[0]);
    return rows.map((row) => {
      const calendar: WorkCalendar = calendarOf(
        settings,
        holidays,
        row.zone ?? settings.zone,
        row.region ?? settings.region,
      );
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
        covers: [],
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

import { localDateOf } from "../../kernel/business-time.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { Contact, ContactHandle, Locale } from "../../kernel/directory.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { SETTINGS, settingsIn, type SettingsRow } from "../settings/facts.ts";

interface Row extends SettingsRow {
  id: ContactId;
  account_id: AccountId;
  name: string;
  email: string | null;
  locale: Locale | null;
  zone: string | null;
  has_left: boolean;
  handles: readonly ContactHandle[] | null;
}

/** Contacts with the users that they are in chat; $1 is the day. */
const CONTACTS = `
  select c.id, c.account_id, c.name, c.email, c.locale, coalesce(c.zone, a.zone) as zone,
         c.left_on is not null and c.left_on <= $1::date as has_left, ${SETTINGS},
         (select jsonb_agg(jsonb_build_object('platform', k.platform, 'home', k.workspace, 'user', k.user_id)
                           order by k.platform, k.workspace, k.user_id)
            from contact_handle k where k.organisation_id = c.organisation_id and k.contact_id = c.id) as handles
    from contact c
    join account a on a.organisation_id = c.organisation_id and a.id = c.account_id`;

const BY_ID: Statement = { name: "contacts.by-id", sql: `${CONTACTS} where c.id = $2` };
const BY_HANDLE: Statement = {
  name: "contacts.by-handle",
  sql: `${CONTACTS} join contact_handle h on h.organisation_id = c.organisation_id and h.contact_id = c.id
         where h.platform = $2 and h.workspace = $3 and h.user_id = $4
         order by has_left, h.matched_at, c.id`,
};

/** People of customers as chat knows them; the contacts' half of the directory. */
export function createContactFacts(clock: Clock) {
  async function load(tx: Tx, statement: Statement, values: readonly unknown[]): Promise<Contact[]> {
    const rows = await tx.rows<Row>(statement, [localDateOf(clock.now(), "UTC"), ...values]);
    const settings = settingsIn(rows[0]);
    return rows.map((row) => ({
      id: row.id,
      account: row.account_id,
      name: row.name,
      email: row.email ?? undefined,
      locale: row.locale ?? settings.locale,
      zone: row.zone ?? settings.zone,
      hasLeft: row.has_left,
      handles: row.handles ?? [],
    }));
  }
  return {
    async contact(tx: Tx, id: ContactId): Promise<Contact | undefined> {
      return (await load(tx, BY_ID, [id]))[0];
    },
    contactsByHandle(tx: Tx, { platform, home, user }: ContactHandle): Promise<Contact[]> {
      return load(tx, BY_HANDLE, [platform, home, user]);
    },
  };
}

import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { ContactHandle } from "../../kernel/directory.ts";
import type { ContactId } from "../../kernel/ids.ts";

/** The addresses, in small letters, of those who are at their customer, are none of us, and whom nobody knows on a platform. */
export async function soughtAddresses(
  tx: Tx,
  platform: string,
  contacts: readonly ContactId[],
  today: LocalDate,
): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    `select distinct lower(c.email) as email from contact c
      where c.id = any($2::uuid[]) and c.email is not null and (c.left_on is null or c.left_on > $3::date)
        and not exists (select from contact_handle k
                         where k.organisation_id = c.organisation_id and k.contact_id = c.id and k.platform = $1)
        and not exists (select from person p where p.active and lower(p.email) = lower(c.email))
      order by 1`,
    [platform, contacts, today],
  );
  return rows.map(({ email }) => email);
}

/**
 * Notes which user the contacts with an address are, at each customer that has them; never one who is one of us.
 * @param workspace ours, in which the user was found
 * @returns how many contacts that is
 */
export async function matchAddress(
  tx: Tx,
  email: string,
  { platform, home, user }: ContactHandle,
  workspace: string,
  now: Date,
  today: LocalDate,
): Promise<number> {
  const rows = await tx.rows(
    `insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at)
     select c.organisation_id, $2, $3, $4, c.id, $6 from contact c
      where lower(c.email) = $1 and (c.left_on is null or c.left_on > $7::date)
        and not exists (select from handle h join person p on p.organisation_id = h.organisation_id and p.id = h.person_id
                         where p.active and h.platform = $2 and h.workspace = $5 and h.user_id = $4)
     on conflict (organisation_id, platform, workspace, user_id, contact_id) do nothing
     returning contact_id`,
    [email, platform, home, user, workspace, now, today],
  );
  return rows.length;
}

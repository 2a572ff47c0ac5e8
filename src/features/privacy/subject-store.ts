export { writeAudit } from "../../db/audit.ts";
export { erasedAt, noteErased } from "../../db/erased.ts";
import type { Tx } from "../../kernel/deps.ts";
import { FORMER } from "../../kernel/former.ts";
import { type ContactId, type Id, isId, type PersonId } from "../../kernel/ids.ts";

export type ErasingId = Id<"erasing">;

/** Somebody of whom we hold something: one of ours, or of a customer's. */
export type Subject =
  | { readonly kind: "person"; readonly id: PersonId; readonly name: string; readonly email: string }
  | {
      readonly kind: "contact";
      readonly id: ContactId;
      readonly name: string;
      readonly email: string | undefined;
      /** the customer's name */
      readonly account: string;
    };

/** Nobody's address; RFC 2606 keeps its domain free. */
const ERASED_DOMAIN = "erased.invalid";

interface Row {
  kind: "person" | "contact";
  id: string;
  name: string;
  email: string | null;
  account: string | null;
}

const SUBJECTS = `
  select * from (
    select 'person' as kind, p.id, p.name, p.email, null as account from person p where p.email not like '%@${ERASED_DOMAIN}'
    union all
    select 'contact', c.id, c.name, c.email, a.name from contact c
      join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
     where c.email is not null or c.name <> '${FORMER.contact}') s`;

/** Those who have an address, or the same address as an id says, or else this name, by name. */
export async function subjectsCalled(tx: Tx, words: string): Promise<Subject[]> {
  const called = words.normalize("NFC").trim();
  if (isId(called)) {
    const subject = await subjectById(tx, called);
    return subject ? sameOnes(tx, subject) : [];
  }
  const column = called.includes("@") ? "email" : "name";
  const rows = await tx.rows<Row>(
    `${SUBJECTS} where lower(s.${column}) = lower($1) order by s.kind desc, s.name, s.account, s.id`,
    [called],
  );
  return rows.map(subjectIn);
}

export async function subjectById(tx: Tx, id: string): Promise<Subject | undefined> {
  return (await tx.rows<Row>(`${SUBJECTS} where s.id = $1`, [id])).map(subjectIn)[0];
}

function subjectIn({ kind, id, name, email, account }: Row): Subject {
  if (kind === "person") return { kind, id: id as PersonId, name, email: email ?? "" };
  return { kind, id: id as ContactId, name, email: email ?? undefined, account: account ?? "" };
}

/** Whether an id is that of somebody who was erased. */
export async function wasErased(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows("select 1 from person where id = $1 union all select 1 from contact where id = $1", [id]);
  return rows.length > 0 && (await subjectById(tx, id)) === undefined;
}

/** Accounts whose CSM or AM somebody is, by name. */
export async function accountsHeld(tx: Tx, person: PersonId): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    `select distinct a.name from slot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
      where s.person_id = $1 and s.slot in ('csm', 'am') and a.merged_into is null order by a.name`,
    [person],
  );
  return rows.map(({ name }) => name);
}

/** True when nobody else is an administrator. */
export async function isOnlyAdmin(tx: Tx, person: PersonId): Promise<boolean> {
  const [row] = await tx.rows<{ only: boolean }>(
    `select coalesce(bool_and(id = $1), false) as only from person where active and 'admin' = any(roles)`,
    [person],
  );
  return row?.only ?? false;
}

/** Their users in chat, whoever they are. */
export async function usersOf(tx: Tx, subject: string): Promise<string[]> {
  const rows = await tx.rows<{ user_id: string }>(
    `select user_id from handle where person_id = $1 union select user_id from contact_handle where contact_id = $1
      order by user_id`,
    [subject],
  );
  return rows.map(({ user_id }) => user_id);
}

export interface Beginning {
  readonly id: ErasingId;
  readonly subject: Pick<Subject, "kind" | "id">;
  readonly words: readonly string[];
  readonly now: Date;
}

/**
 * Ends that the row says who they are, and all that is theirs alone; the texts of others are looked through later. The row
 * and its id stay, so that what was counted still adds up. Begun once, it isn't begun again.
 */
export async function beginErasure(tx: Tx, { id, subject, words, now }: Beginning): Promise<void> {
  const begun = await tx.rows(
    `insert into erasing (organisation_id, id, kind, subject_id, words, began_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (organisation_id, subject_id) do nothing returning 1`,
    [tx.organisation, id, subject.kind, subject.id, words, now],
  );
  if (begun.length === 0) return;
  if (subject.kind === "contact") await clearContact(tx, id, subject.id, now);
  else await clearPerson(tx, id, subject.id);
}

async function clearContact(tx: Tx, erasing: ErasingId, id: string, now: Date): Promise<void> {
  await tx.rows("select tandem_forget_conversations($1)", [erasing]);
  for (const statement of A_CONTACTS) await tx.rows(statement, [id]);
  await tx.rows(`delete from lane where organisation_id = $2 and ${TO_CONTACT}`, [id, tx.organisation]);
  await tx.rows(
    `update contact set name = $2, email = null, role = null, strength = null, locale = null, zone = null,
            left_on = coalesce(left_on, ($3::timestamptz at time zone 'UTC')::date), changed_at = $3
      where id = $1`,
    [id, FORMER.contact, now],
  );
}

/** Where messages to a contact go, letters among them: $1. */
export const TO_CONTACT =
  "(address in ('contact:' || $1::uuid, 'mail:contact:' || $1::uuid) or starts_with(address, 'contact:' || $1::uuid || '@'))";
/** Where messages to one of us go, letters among them: $1. */
export const TO_PERSON = "address in ('person:' || $1::uuid, 'mail:person:' || $1::uuid)";

/** What goes as a whole, by the contact: $1. */
const A_CONTACTS = [
  ...["channel_member", "channel_approval"].map(
    (table) =>
      `delete from ${table} m using channel c, contact_handle h
        where c.organisation_id = m.organisation_id and c.id = m.channel_id and h.organisation_id = m.organisation_id
          and h.platform = c.platform and h.user_id = m.user_id and h.contact_id = $1`,
  ),
  "delete from contact_handle where contact_id = $1",
  // What a calendar says of them goes as a whole, its title too.
  `with met as (select c.organisation_id, c.meeting_id from meeting_seen_contact c where c.contact_id = $1),
        their as (delete from meeting_seen_contact c using met m
                   where c.organisation_id = m.organisation_id and c.meeting_id = m.meeting_id)
   delete from meeting_seen s using met m where s.organisation_id = m.organisation_id and s.id = m.meeting_id`,
  // What they answered counts on without them; what they weren't asked yet they won't be, and no link leads there.
  "delete from survey_opt_out o using contact c where c.id = $1 and o.who in (lower(c.email), c.id::text)",
  "delete from survey_door d using survey s where s.contact_id = $1 and d.organisation_id = s.organisation_id and d.survey_id = s.id",
  "delete from survey_door d using goal_question q where q.contact_id = $1 and d.organisation_id = q.organisation_id and d.goal_question_id = q.id",
  "update survey set state = 'withdrawn', reason = 'erased', due_at = null where contact_id = $1 and state in ('held', 'planned', 'waiting', 'asked')",
  "update survey set contact_id = null, role = null where contact_id = $1",
  "update survey_loop set closed_at = coalesce(closed_at, opened_at), closed_as = coalesce(closed_as, 'left'), contact_id = null where contact_id = $1",
  `update post set ref = null, sent_to = null, state = 'suppressed', reason = 'erased' where ${TO_CONTACT}`,
];

/** What goes as a whole, by the row's owner: $1. */
const THEIRS = [
  `delete from channel_member m using channel c, handle h
    where c.organisation_id = m.organisation_id and c.id = m.channel_id and h.organisation_id = m.organisation_id
      and h.platform = c.platform and h.workspace = c.workspace and h.user_id = m.user_id and h.person_id = $1`,
  `delete from channel_approval v using channel c, handle h
    where c.organisation_id = v.organisation_id and c.id = v.channel_id and h.organisation_id = v.organisation_id
      and h.platform = c.platform and h.workspace = c.workspace and h.user_id = v.user_id and h.person_id = $1`,
  "delete from handle where person_id = $1",
  "delete from link_code where person_id = $1",
  "delete from preference where person_id = $1",
  "delete from meeting_seen_contact c using meeting_seen m where m.person_id = $1 and c.organisation_id = m.organisation_id and c.meeting_id = m.id",
  "delete from meeting_seen where person_id = $1",
  "delete from meeting_mark where person_id = $1",
  "delete from calendar_busy where person_id = $1",
  "delete from person_calendar where person_id = $1",
  "delete from cover where person_id = $1 or cover_id = $1",
  "delete from slot where person_id = $1",
  "update profile_field set person_id = null where person_id = $1",
  `update post set ref = null, sent_to = null, state = 'suppressed', reason = 'erased' where ${TO_PERSON}`,
];

async function clearPerson(tx: Tx, erasing: ErasingId, id: string): Promise<void> {
  await tx.rows("select tandem_forget_conversations($1)", [erasing]);
  for (const statement of THEIRS) await tx.rows(statement, [id]);
  await tx.rows(`delete from lane where organisation_id = $2 and ${TO_PERSON}`, [id, tx.organisation]);
  await tx.rows(
    `update person set name = $2, email = id || '@${ERASED_DOMAIN}', roles = '{}', zone = null, locale = null, region = null,
            manager_id = null, digest_at = null, active = false
      where id = $1`,
    [id, FORMER.person],
  );
}

/** The rows of one human being: those with the same address. */
export async function sameOnes(tx: Tx, subject: Subject): Promise<Subject[]> {
  return subject.email === undefined ? [subject] : subjectsCalled(tx, subject.email);
}

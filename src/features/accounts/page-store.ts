import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { FieldName } from "../../kernel/permissions.ts";
import { type Settings, SETTINGS, settingsIn, type SettingsRow } from "../settings/facts.ts";
import { decideLookUp, type LookUp } from "./decide.ts";
import { type AccountFacts, FACTS, FACTS_JOINS, factsOf, type FactsRow } from "./facts.ts";
import { NONE_ALIKE } from "./names.ts";
import type { ProfileFields } from "./profile-decide.ts";
import type { TouchpointKind } from "./touchpoint-decide.ts";
import { PROFILE } from "./profile-store.ts";
import { alike, EXACTLY, exactValues } from "./store.ts";

/** An account with all that the account book's part of its card says. */
export interface AccountPage extends AccountFacts {
  readonly profile: Profile;
  readonly settings: Settings;
}

/** What the card says beside the facts that other slices know too. */
export interface Profile {
  readonly domain: string | undefined;
  readonly industry: string | undefined;
  readonly fields: ProfileFields;
  /** who holds the other slots, in the order of their names */
  readonly others: readonly SlotHolder[];
  readonly champion: { readonly name: string; readonly lastAt: Date | undefined } | undefined;
  /** onboarding ended without a go-live */
  readonly stalled: boolean;
  readonly open: { readonly tickets: number; readonly requests: number };
  /** the meeting that is planned next */
  readonly next: { readonly kind: TouchpointKind; readonly at: Date } | undefined;
  /** when we last learned something of its contracts */
  readonly contractsAt: Date | undefined;
}

export interface SlotHolder {
  readonly slot: string;
  readonly person: PersonRef;
}

interface PageRow extends FactsRow, SettingsRow {
  domain: string | null;
  industry: string | null;
  fields: ProfileFields | null;
  other_slots: readonly SlotHolder[] | null;
  champion: { readonly name: string; readonly lastAt: string | null } | null;
  stalled: boolean | null;
  tickets: number;
  requests: number;
  next: { readonly kind: TouchpointKind; readonly at: string } | null;
  contracts_at: Date | null;
}

/** Accounts with their page, as of the day $1. */
const PAGES = `
  select ${FACTS}, a.domain, a.industry, ${PROFILE} as fields,
         a.stage_reason = 'stalled' and a.stage_held_until is null and a.lifecycle_stage = 'adoption' as stalled,
         (select jsonb_agg(jsonb_build_object('slot', s.slot, 'person', jsonb_build_object('id', p.id, 'name', p.name)) order by s.slot)
            from slot s join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
           where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot not in ('csm', 'am')) as other_slots,
         (select jsonb_build_object('name', k.name, 'lastAt',
                   (select max(t.at) from timeline t
                     where t.organisation_id = k.organisation_id and t.contact_id = k.id and t.direction is not null))
            from contact k
           where k.organisation_id = a.organisation_id and k.account_id = a.id and k.role = 'champion'
             and (k.left_on is null or k.left_on > $1::date)
           order by k.added_at desc, k.id desc limit 1) as champion,
         (select count(*)::int from ticket i
           where i.organisation_id = a.organisation_id and i.account_id = a.id and i.closed_at is null) as tickets,
         (select count(*)::int from request q
           where q.organisation_id = a.organisation_id and q.account_id = a.id and q.state <> 'closed') as requests,
         (select jsonb_build_object('kind', m.kind, 'at', m.planned_at) from touchpoint m
           where m.organisation_id = a.organisation_id and m.account_id = a.id and m.state = 'planned' and m.planned_at >= $1::date
           order by m.planned_at limit 1) as next,
         (select max(k.ingested_at) from contract k
           where k.organisation_id = a.organisation_id and k.account_id = a.id) as contracts_at,
         ${SETTINGS}
    from account a ${FACTS_JOINS}`;

const BY_ID: Statement = { name: "accounts.page", sql: `${PAGES} where a.id = $2` };
const EXACT: Statement = { name: "accounts.pages-exactly", sql: `${PAGES} where ${EXACTLY}` };

export async function pageOf(tx: Tx, id: AccountId, today: LocalDate): Promise<AccountPage | undefined> {
  return (await tx.rows<PageRow>(BY_ID, [today, id])).map(pageIn)[0];
}

/** Finds what somebody typed, with its page, in one statement; the nearest names only on a miss. */
export async function lookUpPage(
  tx: Tx,
  typed: string,
  today: LocalDate,
): Promise<Exclude<LookUp<AccountPage>, { kind: "begun" }>> {
  const exact = (await tx.rows<PageRow>(EXACT, [today, ...exactValues(typed)])).map(pageIn);
  const found = decideLookUp(exact, exact.length > 0 ? NONE_ALIKE : await alike(tx, typed));
  if (found.kind !== "begun") return found;
  const account = await pageOf(tx, found.account.id, today);
  return account ? { kind: "found", account } : { kind: "unknown" };
}

const BESIDES: Statement = {
  name: "accounts.held-besides",
  sql: `select 'contacts' as field where exists (select from contact k where k.account_id = $1)
        union select e.visibility from (
          select v.visibility from (values ('internal'), ('customer')) v (visibility)
           where exists (select from timeline t where t.account_id = $1 and t.visibility = v.visibility)
              or exists (select from document d where d.account_id = $1 and d.visibility = v.visibility and d.removed_at is null)) e`,
};

/** What an account has beside its card, by the right that opens it: its contacts, its timeline and its documents. */
export async function heldBesides(tx: Tx, account: AccountId): Promise<FieldName[]> {
  return (await tx.rows<{ field: FieldName }>(BESIDES, [account])).map(({ field }) => field);
}

function pageIn(row: PageRow): AccountPage {
  const { champion } = row;
  const profile: Profile = {
    domain: row.domain ?? undefined,
    industry: row.industry ?? undefined,
    fields: row.fields ?? {},
    others: row.other_slots ?? [],
    champion: champion
      ? { name: champion.name, lastAt: champion.lastAt ? new Date(champion.lastAt) : undefined }
      : undefined,
    stalled: row.stalled ?? false,
    open: { tickets: row.tickets, requests: row.requests },
    next: row.next ? { kind: row.next.kind, at: new Date(row.next.at) } : undefined,
    contractsAt: row.contracts_at ?? undefined,
  };
  return { ...factsOf(row), profile, settings: settingsIn(row) };
}

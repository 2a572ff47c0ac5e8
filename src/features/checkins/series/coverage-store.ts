import type { PersonRef } from "../../../chat/card.ts";
import type { LocalDate } from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { type Tier, tiersOf } from "../../accounts/facts.ts";
import { lastContacts } from "./spoken-store.ts";

/** Accounts with a proactive contact within their tier's period, of how many. */
export interface Coverage {
  readonly covered: number;
  readonly of: number;
  /** those without, the longest first */
  readonly without: readonly Without[];
}

export interface Without {
  readonly id: AccountId;
  readonly name: string;
  readonly contactAt: Date | undefined;
  /** undefined: they have left */
  readonly csm: PersonRef | undefined;
}

interface Row {
  id: AccountId;
  name: string;
  csm: PersonId;
  called: string;
  active: boolean;
}

const DAY_MS = 86_400_000;

/** @param whose mine: of whom one of these people is the CSM; team: whose CSM's manager is one of them */
export async function coverageOf(
  tx: Tx,
  whose: "mine" | "team",
  people: readonly PersonId[],
  now: Date,
  today: LocalDate,
): Promise<Coverage> {
  const rows = await tx.rows<Row>(
    `select a.id, a.name, p.id as csm, p.name as called, p.active
       from slot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
       join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where s.slot = 'csm' and a.merged_into is null and a.lifecycle_stage <> 'churned'
        and case when $1 = 'mine' then p.id = any($2::uuid[])
                 else p.manager_id = any($2::uuid[]) and p.id <> all($2::uuid[]) end`,
    [whose, people],
  );
  const ids = rows.map(({ id }) => id);
  const tiers = await tiersOf(tx, ids, today);
  const contacts = await lastContacts(tx, ids, now, "ours");
  const without = rows
    .map(({ id, name, csm, called, active }): Without => {
      return { id, name, contactAt: contacts.get(id), csm: active ? { id: csm, name: called } : undefined };
    })
    .filter(({ id, contactAt }) => !isWithin(contactAt, tiers.get(id) ?? "C", now))
    .toSorted(
      (one, other) =>
        (one.contactAt?.getTime() ?? 0) - (other.contactAt?.getTime() ?? 0) || (one.name < other.name ? -1 : 1),
    );
  return {
    covered: rows.length - without.length,
    of: rows.length,
    without,
  };
}

function isWithin(contactAt: Date | undefined, tier: Tier, now: Date): boolean {
  return contactAt !== undefined && now.getTime() - contactAt.getTime() <= CHECK_IN.coverageDays[tier] * DAY_MS;
}

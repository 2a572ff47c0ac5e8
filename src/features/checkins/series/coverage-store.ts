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
  /** those without, the longest first; at most so many as are listed */
  readonly without: readonly { readonly id: AccountId; readonly name: string; readonly contactAt: Date | undefined }[];
}

interface Row {
  id: AccountId;
  name: string;
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
    `select a.id, a.name
       from slot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
       join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where s.slot = 'csm' and a.merged_into is null and a.lifecycle_stage <> 'churned'
        and case when $1 = 'mine' then p.id else p.manager_id end = any($2::uuid[])`,
    [whose, people],
  );
  const ids = rows.map(({ id }) => id);
  const tiers = await tiersOf(tx, ids, today);
  const contacts = await lastContacts(tx, ids, now, "ours");
  const without = rows
    .map((row) => ({ ...row, contactAt: contacts.get(row.id) }))
    .filter(({ id, contactAt }) => !isWithin(contactAt, tiers.get(id) ?? "C", now))
    .toSorted(
      (one, other) =>
        (one.contactAt?.getTime() ?? 0) - (other.contactAt?.getTime() ?? 0) || (one.name < other.name ? -1 : 1),
    );
  return {
    covered: rows.length - without.length,
    of: rows.length,
    without: without.slice(0, CHECK_IN.listedAtMost),
  };
}

function isWithin(contactAt: Date | undefined, tier: Tier, now: Date): boolean {
  return contactAt !== undefined && now.getTime() - contactAt.getTime() <= CHECK_IN.coverageDays[tier] * DAY_MS;
}

import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { type Offer, offerIn, type OfferRow, OFFERS_FROM, OPEN } from "./rows.ts";

const MOST = 1000;

/** Every opportunity that is open or won and not taken over yet, the one that ends first in front. */
export async function runningOffers(tx: Tx): Promise<Offer[]> {
  const rows = await tx.rows<OfferRow>(
    `${OFFERS_FROM} where o.${OPEN} or o.stage = 'won' order by coalesce(o.contact_by, o.rung_due_at, o.spotted_at), o.id limit ${String(MOST)}`,
  );
  return rows.map(offerIn);
}

/** What is open at accounts, the one that ends first in front. */
export async function openOffersAt(tx: Tx, accounts: readonly AccountId[]): Promise<Offer[]> {
  const rows = await tx.rows<OfferRow>(
    `${OFFERS_FROM} where o.account_id = any($1::uuid[]) and o.${OPEN}
      order by coalesce(o.contact_by, o.rung_due_at, o.spotted_at), o.id limit 100`,
    [accounts],
  );
  return rows.map(offerIn);
}

/** What an AM took and left since a day. */
export interface Picking {
  readonly person: PersonId;
  readonly claimed: number;
  readonly won: number;
  readonly released: number;
  readonly lapsed: number;
  /** how often they passed for a reason */
  readonly passes: Readonly<Record<string, number>>;
}

/** Of everybody who took or left something since an instant. */
export async function pickingsSince(tx: Tx, since: Date): Promise<Picking[]> {
  return tx.rows<Picking>(
    `with done as (
       select claimed_by as person, 'claimed' as what from opportunity where claimed_at >= $1
       union all select person_id, 'claimed' from opportunity_release where claimed_at >= $1
       union all select claimed_by, 'won' from opportunity where won_at >= $1
       union all select person_id, kind from opportunity_release where at >= $1
       union all select person_id, 'pass ' || reason from opportunity_pass where at >= $1),
     counted as (select person, what, count(*)::int as times from done where person is not null group by person, what)
     select person,
            coalesce(sum(times) filter (where what = 'claimed'), 0)::int as claimed,
            coalesce(sum(times) filter (where what = 'won'), 0)::int as won,
            coalesce(sum(times) filter (where what = 'released'), 0)::int as released,
            coalesce(sum(times) filter (where what = 'lapsed'), 0)::int as lapsed,
            coalesce(jsonb_object_agg(substr(what, 6), times) filter (where what like 'pass %'), '{}') as passes
       from counted group by person order by claimed desc, person`,
    [since],
  );
}

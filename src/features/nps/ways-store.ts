import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { ContactId } from "../../kernel/ids.ts";
import type { Asked } from "./campaign.ts";
import { parametersOf, rowsDecided } from "./plan-store.ts";
import { PLACES } from "./reach-store.ts";
import type { CampaignId, Via } from "./survey-store.ts";

export interface CountedWay {
  readonly via: Via;
  readonly people: number;
}

/** $mails whether whoever isn't met in chat is written to; c is the contact, m where they are met. */
const viaIn = (mails: string): string =>
  `coalesce(m.platform, case when ${mails}::boolean and c.email is not null then 'email' else 'link' end)`;
const MET = `select distinct on (contact_id) contact_id, platform from (${PLACES}) places order by contact_id, turn, platform`;

/** By which way those would be asked on a day who would be, the way of most first. */
export function countWays(tx: Tx, asked: Asked, day: LocalDate, now: Date, mails: boolean): Promise<CountedWay[]> {
  return rowsDecided<CountedWay>(
    tx,
    `, met as (${MET})
     select ${viaIn("$8")} as via, count(*)::int as people
       from decided d join contact c on c.id = d.id left join met m on m.contact_id = d.id
      where d.excluded is null and d.held is null
      group by 1 order by people desc, 1`,
    [...parametersOf(asked, day, now), mails],
  );
}

/** By which way some people would be asked. */
export async function waysOf(
  tx: Tx,
  contacts: readonly ContactId[],
  mails: boolean,
): Promise<ReadonlyMap<ContactId, Via>> {
  const rows = await tx.rows<{ id: ContactId; via: Via }>(
    `with met as (${MET})
     select c.id, ${viaIn("$2")} as via from contact c left join met m on m.contact_id = c.id where c.id = any($1::uuid[])`,
    [contacts, mails],
  );
  return new Map(rows.map(({ id, via }) => [id, via]));
}

/** How many of those who are planned to be asked have no way but a link. */
export async function countPlannedByLink(tx: Tx, campaign: CampaignId, mails: boolean): Promise<number> {
  const [row] = await tx.rows<{ people: number }>(
    `select count(*)::int as people
       from survey s join survey_wave w on w.id = s.wave_id join contact c on c.id = s.contact_id
      where w.campaign_id = $1 and s.state = 'planned'
        and not ($2::boolean and c.email is not null) and not exists (select from (${PLACES}) met where met.contact_id = c.id)`,
    [campaign, mails],
  );
  return row?.people ?? 0;
}

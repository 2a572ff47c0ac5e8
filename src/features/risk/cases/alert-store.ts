import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { ChannelId, PersonId, RiskCaseId } from "../../../kernel/ids.ts";
import type { Address } from "../../feature.ts";

/** A case that people were told of, as the caps of its day count it. */
export interface AlertOfDay {
  /** who has the account today */
  readonly csm: PersonId | undefined;
  /** a channel's; what went to a person has "" */
  readonly address: string;
}

interface Told {
  readonly case: RiskCaseId;
  /** of the run that it belongs to */
  readonly at: Date;
  /** the organisation's date on which it was told */
  readonly day: LocalDate;
  readonly address: Address;
  /** it passes the caps, and counts for none */
  readonly passes: boolean;
}

export function noteAlert(tx: Tx, { case: id, at, day, address, passes }: Told): void {
  const channel = address.startsWith("channel:") ? address.slice("channel:".length) : null;
  tx.run(
    `insert into risk_alert (organisation_id, case_id, at, day, channel_id, passes) values ($1, $2, $3, $4, $5, $6)
     on conflict (organisation_id, case_id, at) do nothing`,
    [tx.organisation, id, at, day, channel, passes],
  );
}

/** What was told on a day within the caps. */
export async function alertsOfDay(tx: Tx, day: LocalDate): Promise<AlertOfDay[]> {
  const rows = await tx.rows<{ csm: PersonId | null; channel_id: ChannelId | null }>(
    `select s.person_id as csm, t.channel_id from risk_alert t
       join risk_case c on c.organisation_id = t.organisation_id and c.id = t.case_id
       left join slot s on s.organisation_id = c.organisation_id and s.account_id = c.account_id and s.slot = 'csm'
      where t.day = $1::date and not t.passes`,
    [day],
  );
  return rows.map(({ csm, channel_id: channel }) => ({
    csm: csm ?? undefined,
    address: channel ? `channel:${channel}` : "",
  }));
}

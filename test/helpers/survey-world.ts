import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, ContactId } from "../../src/kernel/ids.ts";
import { addAccount, addContract, addPerson, ids, WORKSPACE } from "./company.ts";

const LONG_AGO = new Date("2025-01-01T00:00:00Z");

/** A customer as a wave looks at it. Days count from the wave's day; undefined: there is none. */
export interface PlantedAccount {
  readonly stage?: string;
  readonly key?: boolean;
  readonly segment?: string;
  readonly wentLiveDaysAgo?: number | undefined;
  readonly renewsInDays?: number | undefined;
  readonly noticeDays?: number;
  readonly escalated?: boolean;
  readonly detractor?: boolean;
  readonly negotiatedDaysAgo?: number | undefined;
}

export interface PlantedContact {
  readonly email?: string | undefined;
  readonly role?: string | undefined;
  readonly zone?: string;
  readonly askedDaysAgo?: number | undefined;
  /** outbound touches within the last month */
  readonly touches?: number;
  readonly optedOut?: boolean;
}

const DAY_MS = 86_400_000;
const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export async function plantAccount(tx: Tx, now: Date, planted: PlantedAccount): Promise<AccountId> {
  const { stage = "value", segment } = planted;
  const account = await addAccount(tx, `Asked ${ids.next().slice(-8)}`, { stage, ...(segment ? { segment } : {}) });
  await tx.rows("update account set key_account = $2, went_live_on = $3 where id = $1", [
    account,
    planted.key ?? false,
    planted.wentLiveDaysAgo === undefined ? null : dayOf(before(now, planted.wentLiveDaysAgo)),
  ]);
  if (planted.renewsInDays !== undefined) {
    await addContract(tx, account, {
      arrMinor: 100_000,
      startsOn: dayOf(before(now, 400)),
      renewsOn: dayOf(before(now, -planted.renewsInDays)),
      noticeDays: planted.noticeDays ?? 0,
    });
  }
  if (planted.escalated) {
    const id = ids.next();
    await tx.rows(
      `insert into ticket (organisation_id, id, external_id, account_id, opened_at, escalated, ingested_at, known_at)
       values ($1, $2::uuid, $2::text, $3, $4, true, $4, $4)`,
      [tx.organisation, id, account, before(now, 3)],
    );
  }
  if (planted.negotiatedDaysAgo !== undefined) {
    const spotter = await addPerson(tx, WORKSPACE, `Spotter ${ids.next()}`, ["csm"]);
    await tx.rows(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate,
                                contacted_at)
       values ($1, $2, $3, 'Seats', 'seats', 'contacted', 'csm', $6, $4, 'b', '{}', $5)`,
      [tx.organisation, ids.next(), account, LONG_AGO, before(now, planted.negotiatedDaysAgo), spotter.id],
    );
  }
  return account;
}

export async function plantContact(
  tx: Tx,
  now: Date,
  account: AccountId,
  planted: PlantedContact,
  detracts = false,
): Promise<ContactId> {
  const id = ids.next<"contact">();
  const { organisation } = tx;
  await tx.rows(
    `insert into contact (organisation_id, id, account_id, email, name, role, zone, source, added_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'csv', $8, $8)`,
    [
      organisation,
      id,
      account,
      planted.email ?? null,
      `Who ${id.slice(-6)}`,
      planted.role ?? null,
      planted.zone ?? null,
      LONG_AGO,
    ],
  );
  if (planted.askedDaysAgo !== undefined) {
    await tx.rows(
      `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, asked_on, ingested_at, known_at)
       values ($1, $2::uuid, $2::text, $3, $4, 'nps', $5, $6, $6)`,
      [organisation, ids.next(), account, id, dayOf(before(now, planted.askedDaysAgo)), LONG_AGO],
    );
  }
  for (let each = 0; each < (planted.touches ?? 0); each++) {
    await tx.rows(
      `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction)
       values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out')`,
      [organisation, ids.next(), account, before(now, 1 + each), id],
    );
  }
  if (planted.optedOut) {
    await tx.rows(
      "insert into survey_opt_out (organisation_id, who, at, via) values ($1, $2, $3, 'link') on conflict do nothing",
      [organisation, planted.email?.toLowerCase() ?? id, LONG_AGO],
    );
  }
  if (detracts) {
    await tx.rows(
      "insert into open_detractor (organisation_id, account_id, contact_id, since) values ($1, $2, $3, $4)",
      [organisation, account, id, LONG_AGO],
    );
  }
  return id;
}

import { plain } from "../../src/chat/card.ts";
import { barsOf } from "../../src/chat/chart.ts";
import type { Database } from "../../src/db/transaction.ts";
import type { Standing } from "../../src/features/risk/decide.ts";
import type { LocalDate } from "../../src/kernel/business-time.ts";
import type { AccountId, PersonId } from "../../src/kernel/ids.ts";
import type { Role } from "../../src/kernel/permissions.ts";
import { viewOf } from "../examples/fixed.ts";
import { mintCompany } from "./company.ts";
import { day, risk, riskWorld } from "./risk.ts";

/** Tuesday */
export const TODAY = day("2026-11-24");

export function morningOf(date: LocalDate): Date {
  return new Date(`${date}T07:00:00Z`);
}

/** A company whose people get their digests one morning after the other. */
export async function office(db: Database) {
  const company = await mintCompany(db);
  const { organisation } = company;
  const world = riskWorld(db, organisation);
  const rows = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    db.write(organisation, (tx) => tx.rows<Row>(sql, values));
  async function read(card: string, person: PersonId, roles: readonly Role[], date: LocalDate, now = morningOf(date)) {
    return world.at(now, async (context) => {
      const address = `person:${person}` as const;
      const draw = await risk.cards?.[card]?.prepare(context, person, { address, slot: date, stands: false });
      if (draw === undefined || draw === "gone") return undefined;
      const audience = { kind: "person", reader: { person, roles, region: "dach", covers: [] } } as const;
      const { title, body } = draw(viewOf("en", audience)).card;
      const texts = body.flatMap((block) => {
        if (block.kind === "chart") return [[...barsOf(block), " ", ...block.label]];
        return "text" in block ? [block.text] : [];
      });
      return [title, ...texts].map(plain);
    });
  }
  return {
    company,
    world,
    rows,
    read,
    /** fires somebody's digest of a morning. @returns its title and lines; undefined: none was made */
    async morning(card: string, person: PersonId, roles: readonly Role[], date: LocalDate, late = false) {
      await world.fire(morningOf(date), card, person, date, late);
      return read(card, person, roles, date);
    },
    async standing(account: AccountId, band: string, state = "at-risk") {
      await rows(
        `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
         values ($1, $2, $3, '{score}', $4, $5, 0.3, $6)
         on conflict (organisation_id, account_id) do update set state = excluded.state, band = excluded.band`,
        [organisation, account, state, morningOf(TODAY), band, TODAY],
      );
    },
    /** what a fitted model found of an account that is at risk */
    async calibrated(
      account: AccountId,
      p: number,
      { low, high, causes = ["score"] }: { low: number; high: number; causes?: Standing["causes"] },
    ) {
      await rows(
        `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day, model, low, high)
         values ($1, $2, 'at-risk', $3, $4, 'high', $5, $6, 1, $7, $8)
         on conflict (organisation_id, account_id) do update
           set p = excluded.p, causes = excluded.causes, model = 1, low = excluded.low, high = excluded.high`,
        [organisation, account, causes, morningOf(TODAY), p, TODAY, low, high],
      );
    },
  };
}

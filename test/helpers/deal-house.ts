import { createDirectory } from "../../src/features/index.ts";
import { opportunities } from "../../src/features/opportunities/feature.ts";
import { type Offer, offerById } from "../../src/features/opportunities/store.ts";
import { createContexts } from "../../src/inbound/context.ts";
import type { DomainEvent } from "../../src/kernel/events.ts";
import type { AccountId, OpportunityId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { addAccount, ids, type TestPerson } from "./company.ts";
import { letGrow } from "./growing.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./running-app.ts";

const HOUR_MS = 3_600_000;
/** What an Account Manager fills in who has won. */
export const WON = { promised: "Logins without waiting", "promised-on": "2027-03-31", value: "9000", currency: "eur" };

/** The running service with deals in it: one spots, presses, moves the clock and tells what happened elsewhere. */
export interface DealHouse extends RunningApp {
  /** an account of Anna's, with this AM or with the pool */
  account(name: string, am?: TestPerson): Promise<AccountId>;
  /** by Anna, where the figures pass the benefit gate */
  spot(account: AccountId, product?: string): Promise<OpportunityId>;
  offer(id: OpportunityId): Promise<Offer>;
  /** An account of Anna's and Marta's, and what Marta has won there. */
  sold(name: string): Promise<{ readonly account: AccountId; readonly id: OpportunityId }>;
  /** what stands with somebody that says this, as letters */
  told(who: TestPerson, about: string): string;
  /** what the presser of "opportunities.<name>" is told */
  says(who: TestPerson, name: string, id: OpportunityId): Promise<string>;
  /** the same of a form */
  fills(who: TestPerson, name: string, id: OpportunityId, values: Record<string, string>): Promise<string>;
  /** so many hours after nine on that Tuesday, all that is due is done */
  hours(count: number): Promise<void>;
  tell(event: DomainEvent): Promise<void>;
  /** The account is at risk, or has recovered, and everybody hears of it. */
  risk(account: AccountId, on: boolean): Promise<void>;
  change(sql: string, values?: unknown[]): Promise<void>;
  kinds(account: AccountId): Promise<string[]>;
}

export async function runDeals(): Promise<DealHouse> {
  return dealsIn(await runApp());
}

/** The same in a service that runs. */
export function dealsIn(house: RunningApp): DealHouse {
  const { company, clock, app } = house;
  const contexts = createContexts({
    features: [opportunities],
    ids,
    directory: createDirectory(clock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  const tell = (event: DomainEvent): Promise<void> =>
    app.db.write(company.organisation, (tx) => contexts(tx, clock.now()).emit(event));
  async function change(sql: string, values: unknown[] = []): Promise<void> {
    await app.db.write(company.organisation, (tx) => tx.rows(sql, values));
  }
  async function offer(id: OpportunityId): Promise<Offer> {
    const found = await app.db.read(company.organisation, (tx) => offerById(tx, id));
    if (!found) throw new Error("no such opportunity");
    return found;
  }
  const deals: DealHouse = {
    ...house,
    tell,
    change,
    offer,
    account: (name, am) =>
      app.db.write(company.organisation, (tx) =>
        addAccount(tx, name, { csm: company.anna.id, ...(am && { am: am.id }) }),
      ),
    async sold(name) {
      const account = await deals.account(name, company.marta);
      const id = await deals.spot(account);
      await deals.says(company.marta, "claim", id);
      const said = await deals.fills(company.marta, "win", id, WON);
      if (!said.includes("Congratulations")) throw new Error(said);
      await deals.hours(0);
      return { account, id };
    },
    told: (who, about) =>
      house
        .standingWith(who)
        .filter((card) => card.includes(about))
        .join("\n---\n"),
    async spot(account, product = "more seats") {
      await app.db.write(company.organisation, (tx) => letGrow(tx, account, clock.now()));
      const benefit = "The warehouse team waits for logins every Monday morning.";
      await house.submit(company.anna, "opportunities.spot", account, { product, benefit, word: "yes" });
      const [row] = await app.db.read(company.organisation, (tx) =>
        tx.rows<{ id: OpportunityId }>(
          "select id from opportunity where account_id = $1 and product = $2 order by spotted_at desc, id desc limit 1",
          [account, product],
        ),
      );
      if (!row) throw new Error("nothing was spotted");
      return row.id;
    },
    says: async (who, name, id) => wordsOf(await house.press(who, `opportunities.${name}`, id)),
    fills: async (who, name, id, values) => wordsOf(await house.submit(who, `opportunities.${name}`, id, values)),
    async hours(count) {
      clock.set(new Date(NINE.getTime() + count * HOUR_MS));
      await app.settle();
    },
    async risk(account, on) {
      await change(
        `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
         values ($1, $2, $3, '{score}', $4, 'high', 0.3, '2026-11-24')
         on conflict (organisation_id, account_id) do update set state = excluded.state, since = excluded.since`,
        [company.organisation, account, on ? "at-risk" : "ok", clock.now()],
      );
      await tell({ kind: on ? "account-at-risk" : "account-recovered", account });
    },
    async kinds(account) {
      const rows = await app.db.read(company.organisation, (tx) =>
        tx.rows<{ kind: string }>("select kind from timeline where account_id = $1 order by id", [account]),
      );
      return rows.map(({ kind }) => kind.replace("opportunity-", ""));
    },
  };
  return deals;
}

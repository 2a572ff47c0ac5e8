import { createDirectory, createFeatures } from "../../src/features/index.ts";
import { createContexts } from "../../src/inbound/context.ts";
import type { DomainEvent } from "../../src/kernel/events.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { addAccount, ids, type TestPerson } from "./company.ts";
import { NINE, runApp, type RunningApp } from "./running-app.ts";

/** A check-in as it is kept. */
export interface Kept {
  readonly id: string;
  readonly due_on: string;
  readonly state: string;
  readonly scheduled_at: Date | null;
  readonly no_shows: number;
}

/** The running service with customers who are spoken with. */
export interface SpokenHouse extends RunningApp {
  /** An account of Anna's in adoption, whose series have begun; in tier C unless it is a key account. */
  spoken(
    name: string,
    more?: { readonly key?: boolean; readonly am?: TestPerson; readonly stage?: string },
  ): Promise<AccountId>;
  /** as when something of it changed */
  sync(account: AccountId): Promise<void>;
  tell(event: DomainEvent): Promise<void>;
  at(instant: Date | string): Promise<void>;
  change(sql: string, values: unknown[]): Promise<void>;
  rows<T extends object>(sql: string, values: unknown[]): Promise<T[]>;
  /** settled ones first */
  checkIns(account: AccountId, kind?: string): Promise<Kept[]>;
  waiting(account: AccountId, kind?: string): Promise<Kept>;
  kinds(account: AccountId): Promise<string[]>;
  told(who: TestPerson, about: string): string;
}

export async function runSpoken(): Promise<SpokenHouse> {
  const house = await runApp();
  const { app, clock, company } = house;
  const contexts = createContexts({
    features: createFeatures(),
    ids,
    directory: createDirectory(clock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  const made: SpokenHouse = {
    ...house,
    tell: (event) => app.db.write(company.organisation, (tx) => contexts(tx, clock.now()).emit(event)),
    sync: (account) =>
      made.tell({ kind: "account-touched", account, what: "slot-changed", by: undefined, via: "clock", details: {} }),
    async spoken(name, more = {}) {
      const { anna } = company;
      const account = await app.db.write(company.organisation, (tx) =>
        addAccount(tx, name, { csm: anna.id, ...(more.am && { am: more.am.id }), stage: more.stage ?? "adoption" }),
      );
      await made.change("update account set key_account = $2, stage_since = $3 where id = $1", [
        account,
        more.key ?? false,
        NINE,
      ]);
      await made.sync(account);
      return account;
    },
    async at(instant) {
      clock.set(new Date(instant));
      await app.settle();
    },
    async change(sql, values) {
      await app.db.write(company.organisation, (tx) => tx.rows(sql, values));
    },
    rows: <T extends object>(sql: string, values: unknown[]) =>
      app.db.read(company.organisation, (tx) => tx.rows<T>(sql, values)),
    checkIns: (account, kind = "check-in") =>
      made.rows<Kept>(
        "select id, due_on, state, scheduled_at, no_shows from check_in where account_id = $1 and kind = $2 order by coalesce(settled_at, 'infinity'), due_on",
        [account, kind],
      ),
    async waiting(account, kind) {
      const found = (await made.checkIns(account, kind)).find(({ state }) => state === "open");
      if (!found) throw new Error("nothing is open");
      return found;
    },
    async kinds(account) {
      const kept = await made.rows<{ kind: string }>("select kind from timeline where account_id = $1 order by id", [
        account,
      ]);
      return kept.map(({ kind }) => kind);
    },
    told: (who, about) =>
      house
        .standingWith(who)
        .filter((card) => card.includes(about))
        .join("\n---\n"),
  };
  return made;
}

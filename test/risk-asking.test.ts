import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Card, plain } from "../src/chat/card.ts";
import type { Reply } from "../src/chat/interaction.ts";
import type { Database } from "../src/db/transaction.ts";
import { notARisk } from "../src/features/risk/cases/pressing.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addAccount, addContract, type Company, ids, mintCompany, type TestPerson } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addMetric, addUse, day, risk, riskWorld } from "./helpers/risk.ts";

const MONDAY = day("2026-11-23");

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

interface Scene {
  readonly company: Company;
  readonly rows: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly change: (sql: string, values?: readonly unknown[]) => Promise<unknown>;
  readonly world: ReturnType<typeof riskWorld>;
  readonly nights: (...on: number[]) => Promise<void>;
  /** what somebody is answered on a day after Monday */
  readonly ask: (on: number, who: TestPerson, word: "risk" | "why", words: string) => Promise<string>;
}

/** A steady company with data for seven weeks on. `before` happens before its first night. */
async function scene(before = "", more = 0): Promise<Scene> {
  const company = await mintCompany(db);
  const { organisation, northwind, contoso, adatum, ben } = company;
  const world = riskWorld(db, organisation);
  const change: Scene["change"] = (sql, values) => db.write(organisation, (tx) => tx.rows(sql, values));
  await db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    const others: AccountId[] = [];
    for (let n = 0; n < more; n++) others.push(await addAccount(tx, `Customer ${n}`, { csm: ben.id }));
    for (const account of [northwind, contoso, adatum, ...others]) {
      await addContract(tx, account, { arrMinor: 1_000_000, seats: 10, renewsOn: "2027-09-01", noticeDays: 60 });
      const use = { metric: "active", from: addDays(MONDAY, -112), days: 160, value: (n: number) => 5 + (n % 3) };
      await addUse(tx, account, use);
    }
  });
  if (before) await change(before);
  const nights: Scene["nights"] = async (...on) => {
    for (const n of on) await world.night(new Date(`${addDays(MONDAY, n)}T02:00:00Z`));
  };
  await nights(0);
  return {
    company,
    world,
    nights,
    change,
    rows: (sql, values) => db.read(organisation, (tx) => tx.rows(sql, values)),
    ask: (on, who, word, words) =>
      world.act(new Date(`${addDays(MONDAY, on)}T09:00:00Z`), who.id, async (acting) => {
        const command = risk.commands?.find((each) => each.word === word);
        if (!command) throw new Error(`no command ${word}`);
        return lettersOf(await command.run(acting, words));
      }),
  };
}

function lettersOf(reply: Reply): string {
  if (reply.kind === "done") return plain(reply.sentence);
  return reply.kind === "private" ? lettersOfCard(reply.card) : reply.kind;
}

function lettersOfCard({ title, body }: Card): string {
  const lines = body.flatMap((block) => {
    if (block.kind === "list") return block.items.map(plain);
    if (block.kind === "buttons") return block.elements.map(({ label }) => `[${plain(label)}]`);
    return "text" in block ? [plain(block.text)] : [];
  });
  return [plain(title), ...lines].join("\n");
}

const NOTICE =
  "update contract set notice_on = '2026-11-20' where account_id in (select id from account where name like 'Northwind%')";

describe("why", () => {
  test("nobody was told of a customer that its first score found at risk", async () => {
    const { company, ask, rows } = await scene(NOTICE);
    expect(await rows("select 1 from risk_case")).toEqual([]);
    expect(await ask(0, company.anna, "why", "northwind alert")).toContain(
      "No alert: its first score on 2026-11-23 set the state silently.",
    );
    const all = await ask(0, company.anna, "why", "northwind");
    expect(all).toContain("Risk: At risk since 2026-11-23: ");
    expect(all).toContain("notice is running");
    expect(all).toContain("Upsell: Nothing is offered: at risk since 2026-11-23. Churn comes first.");
    expect(all).toContain("NPS: I sent no survey");
  });

  test("nobody hears of a cause that somebody judged, and of their judgement only who may read notes", async () => {
    const { company, world, nights, change, rows, ask } = await scene();
    await change(NOTICE);
    await nights(1);
    expect(await ask(1, company.anna, "why", "northwind alert")).toContain("Told on a change of state");
    const [found] = await rows<{ id: string }>("select id from risk_case");
    const reply = await world.act(new Date("2026-11-24T10:00:00Z"), company.anna.id, (acting) =>
      notARisk(acting, {
        kind: "submission",
        form: "risk.not-a-risk",
        subject: found?.id ?? "",
        values: { reason: "They sign a new contract." },
        sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: company.workspace },
        place: { conversation: "C1", private: false },
        contentKey: "judged",
        replyTo: {},
      }),
    );
    expect(reply.kind).toBe("done");
    await nights(2);
    const told = await ask(2, company.marta, "why", "northwind alert");
    expect(told).toMatch(/Muted until 2026-12-24: Anna Kurz closed the case \(.+\)/);
    const colleague = await ask(2, company.kim, "why", "northwind alert");
    expect(colleague).toContain("More is for those who look after this customer");
    expect(colleague).not.toMatch(/Muted|Anna/);
  });

  test("an alert stands in the digest alone where five went to the same CSM that day", async () => {
    const { company, nights, rows, change, ask } = await scene("", 40);
    const accounts = await rows<{ id: AccountId }>(
      "select id from account where name like 'Customer%' order by id limit 7",
    );
    for (const { id } of accounts) {
      await change(
        `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
         values ($1, $2::uuid, $2::uuid::text, $3, '2026-11-24T10:00:00Z', 2, true, '2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z')`,
        [company.organisation, ids.next(), id],
      );
    }
    await nights(2);
    const [left] = await rows<{ name: string }>(
      "select a.name from risk_case c join account a on a.id = c.account_id where c.alerted_at is null limit 1",
    );
    expect(await ask(2, company.ben, "why", `${left?.name ?? ""} alert`)).toContain(
      "Over the cap: on 2026-11-25 5 alerts went to Ben Ito",
    );
  });

  test("of a full day in a channel, alerts count that went there, and not those of another", async () => {
    const { company, nights, rows, change, ask } = await scene("", 10);
    const plant = (channel: string, at: string): Promise<unknown> =>
      change(
        `insert into risk_alert (organisation_id, case_id, at, day, channel_id, passes)
         select organisation_id, id, $1, '2026-11-24', $2, false from risk_case where state = 'closed'`,
        [at, channel],
      );
    await change(NOTICE);
    await nights(1);
    await change("update risk_case set alerted_at = null");
    await change("delete from risk_alert");
    for (const { id } of await rows<{ id: AccountId }>("select id from account where name like 'Customer%'")) {
      await change(
        `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, closed_at)
         values ($1, $2, $3, 'closed', '{score}', '2026-11-24T02:00:00Z', '2026-11-24T02:00:00Z')`,
        [company.organisation, ids.next(), id],
      );
    }
    await plant(company.amChannel, "2026-11-24T02:00:00Z");
    expect(await ask(1, company.anna, "why", "northwind alert")).not.toContain("Over the cap");
    await plant(company.csmChannel, "2026-11-24T03:00:00Z");
    expect(await ask(1, company.anna, "why", "northwind alert")).toContain(
      "Over the cap: on 2026-11-24 10 alerts went to the channel",
    );
  });

  test("a score that stands still alerts nobody, and until when its data reaches", async () => {
    const { company, nights, ask } = await scene();
    await nights(60);
    const told = await ask(60, company.anna, "why", "northwind");
    expect(told).toMatch(/Alert: No alert: frozen, data until 2027-01-\d\d\. Missing data is not churn\./);
    expect(await ask(60, company.anna, "why", "northwind risk")).toMatch(/Frozen: data until 2027-01-\d\d/);
  });

  test("an offer is on hold, and another is kept from the Account Manager", async () => {
    const { company, change, ask } = await scene();
    const insert = `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, parked, parked_at, origin, spotted_by, spotted_at, benefit, gate, confirmed_by, confirmed_at)
      values ($1, $2, $3, $4, $4, $7, $5, $6, 'csm', $8, '2026-11-20T09:00:00Z', 'Fewer waits', $9, $8, '2026-11-20T09:00:00Z')`;
    const usage = { state: "passed", days: 300, change: 0.04, slope: 0.002 };
    const gate = { usage, outcome: { state: "unknown" }, benefit: { state: "passed", letters: 30 } };
    const failed = { ...gate, usage: { ...usage, state: "failed", change: -0.04 } };
    const add = (account: AccountId, product: string, parkedAt: string | null, stage: string): Promise<unknown> =>
      change(insert, [
        ...[company.organisation, ids.next(), account, product, parkedAt && "at-risk", parkedAt, stage],
        ...[company.anna.id, JSON.stringify(stage === "gated" ? gate : failed)],
      ]);
    await add(company.northwind, "seats", "2026-11-23T02:00:00Z", "gated");
    await add(company.northwind, "reports", null, "gate-failed");
    await add(company.adatum, "seats", null, "gated");
    const told = await ask(0, company.anna, "why", "northwind upsell");
    expect(told).toContain("Seats: parked, because the customer is at risk since 2026-11-23.");
    expect(told).toContain("Reports isn't offered: it didn't pass the benefit gate. Use isn't up: -4% on the three");
    await change("update account set lifecycle_stage = 'onboarding' where id = $1", [company.adatum]);
    expect(await ask(0, company.anna, "why", "adatum upsell")).toContain(
      "kept from the AM, because the customer is in onboarding",
    );
  });

  test("a customer isn't at risk is told in words until a score is calibrated, then in percent", async () => {
    const { company, change, ask } = await scene();
    const words = await ask(0, company.anna, "why", "northwind risk");
    expect(words).toMatch(/Not at risk: the estimate is (low|on watch)/);
    expect(words).not.toContain("%");
    await change("update risk_state set model = 1, p = 0.09, low = 0.05, high = 0.14");
    expect(await ask(0, company.anna, "why", "northwind risk")).toContain(
      "Not at risk: 9 % is below the threshold of 15 %.",
    );
  });

  test("tells six decisions of nine days apart, one of them that nothing happened", async () => {
    const { company, world, nights, change, rows, ask } = await scene("", 40);
    const { organisation, workspace, anna, ben, northwind, contoso, adatum } = company;
    const bens = await rows<{ id: AccountId }>(
      "select id from account where name like 'Customer%' order by id limit 6",
    );
    for (const { id } of [...bens, { id: contoso }]) {
      await change(
        `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
         values ($1, $2::uuid, $2::uuid::text, $3, '2026-11-24T10:00:00Z', 2, true, '2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z')`,
        [organisation, ids.next(), id],
      );
    }
    await change("update contract set notice_on = '2026-11-24' where account_id = $1", [northwind]);
    await change("update contract set arr_minor = 9000000 where account_id = $1", [contoso]);
    await change("delete from usage where account_id = $1 and day > '2026-11-24'", [adatum]);
    await nights(2);
    await change(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, parked, parked_at, origin, spotted_by, spotted_at, benefit, gate, confirmed_by, confirmed_at)
       values ($1, $2, $3, 'seats', 'seats', 'gated', 'at-risk', '2026-11-25T02:00:00Z', 'csm', $4, '2026-11-20T09:00:00Z', 'Fewer waits', '{}', $4, '2026-11-20T09:00:00Z')`,
      [organisation, ids.next(), northwind, anna.id],
    );
    const [judged] = await rows<{ id: string }>("select id from risk_case where account_id = $1", [contoso]);
    await world.act(new Date("2026-11-25T10:00:00Z"), ben.id, (acting) =>
      notARisk(acting, {
        kind: "submission",
        form: "risk.not-a-risk",
        subject: judged?.id ?? "",
        values: { reason: "Our own test ticket." },
        sender: { platform: "slack", workspace, user: ben.user, home: workspace },
        place: { conversation: "C1", private: false },
        contentKey: "judged",
        replyTo: {},
      }),
    );
    await nights(3, 9);
    const [left] = await rows<{ name: string }>(
      "select a.name from risk_case c join account a on a.id = c.account_id where c.alerted_at is null limit 1",
    );
    const told = async (who: TestPerson, words: string): Promise<string | undefined> =>
      (await ask(9, who, "why", words)).split("\n")[1];
    expect([
      await told(anna, "northwind alert"),
      await told(ben, `${left?.name ?? ""} alert`),
      await told(ben, "contoso alert"),
      await told(anna, "adatum alert"),
      await told(anna, "northwind upsell"),
      await told(ben, "customer 39 alert"),
      await told(ben, "customer 39 risk"),
      await told(ben, "customer 39 upsell"),
    ]).toEqual([
      "Alert: Told on a change of state: 2026-11-25 02:00 UTC. The message hasn't gone out yet: it waits for working hours or for its turn.",
      "Alert: Over the cap: on 2026-11-25 5 alerts went to Ben Ito; this one is in the digest.",
      "Alert: Muted until 2026-12-25: Ben Ito closed the case (not a risk). A new cause or ten points more end that.",
      "Alert: No alert: frozen, data until 2026-11-24. Missing data is not churn.",
      "Upsell: Seats: parked, because the customer is at risk since 2026-11-25. It is released on recovery.",
      "Alert: No alert: it is neither at risk nor rising fast.",
      "Risk: Not at risk: the estimate is low, and only high and critical count as at risk (not yet calibrated).",
      "Upsell: Nothing is offered: nobody has spotted an opportunity. Its CSM does with /tandem opportunity and its name.",
    ]);
  });

  test("asks which account was meant, and what one wants to know", async () => {
    const { company, ask } = await scene();
    expect(await ask(0, company.anna, "why", "")).toContain("Which account?");
    expect(await ask(0, company.anna, "why", "nortwind")).toContain("[Northwind GmbH]");
    expect(await ask(0, company.anna, "why", "northwind weather")).toContain("risk, alert, upsell, nps");
  });
});

describe("the risk of one customer", () => {
  test("is a band, a place and reasons before it is calibrated, without any probability", async () => {
    const { company, nights, ask } = await scene();
    await nights(28);
    const told = await ask(28, company.anna, "risk", "northwind");
    expect(told).toContain("Expert estimate, not yet calibrated.");
    expect(told).toMatch(/Place \d of 3 customers by risk/);
    expect(told).toContain("money at risk comes once it is calibrated");
    expect(told).toContain("Since 2026-11-23:");
    expect(told).toContain("customer lifetime value: not until the score is calibrated");
    expect(told).toMatch(/renews on 2027-09-01; notice until 2027-07-03\. Last day to act: 2027-06-30/);
    expect(told).not.toMatch(/risk in 90 days|range|at risk$/m);
  });

  test("is a probability with its range and money at risk once calibrated, and says that models changed", async () => {
    const { company, nights, change, ask } = await scene();
    await nights(28);
    await change(
      "update risk_state set model = 1, p = 0.34, low = 0.24, high = 0.45, state = 'at-risk', causes = '{score}'",
    );
    await change("update risk_snapshot set model = 1, p = 0.34 where day = '2026-12-21'");
    const told = await ask(28, company.anna, "risk", "northwind");
    expect(told).toContain("34 % risk in 90 days (80 % range 24 to 45)");
    expect(told).toContain("€10,000 × 34 % = €3,400 at risk");
    expect(told).toContain("on 2026-11-23 another model scored it");
    expect(told).toContain("rescuing it costs 3");
    expect(told).not.toContain("average upsells");
    await change(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate, value_minor, currency, closed_at, accepted_at)
       select $1, gen_random_uuid(), $2, 'p' || n, 'p' || n, 'done', 'csm', $3, '2026-01-01', 'b', '{}', 250000, 'EUR', '2026-06-01', '2026-06-01' from generate_series(1, 5) n`,
      [company.organisation, company.contoso, company.anna.id],
    );
    expect(await ask(28, company.anna, "risk", "northwind")).toContain("losing this account = 4 average upsells");
  });

  test("is the band alone to a colleague, and nothing to who may not even know that", async () => {
    const { company, ask } = await scene();
    const told = await ask(0, company.kim, "risk", "northwind");
    expect(told).toMatch(/Risk/);
    expect(told).not.toMatch(/€|Place|Why|renews/);
    await expect(ask(0, company.jonas, "risk", "northwind")).rejects.toThrow("explain.nothing-to-show");
  });
});

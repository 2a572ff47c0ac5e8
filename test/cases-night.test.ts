import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Reply, Submission } from "../src/chat/interaction.ts";
import type { Database } from "../src/db/transaction.ts";
import { alertOn, announceCases } from "../src/features/risk/cases/announcing.ts";
import { unowned } from "../src/features/risk/cases/late.ts";
import { decideHold } from "../src/features/risk/cases/holding.ts";
import { notARisk } from "../src/features/risk/cases/pressing.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import type { AccountId, PersonId } from "../src/kernel/ids.ts";
import { addAccount, addContract, addPerson, type Company, ids, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addMetric, addUse, day, riskWorld } from "./helpers/risk.ts";

const MONDAY = day("2026-11-23");

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

function nightOf(date: LocalDate): Date {
  return new Date(`${date}T02:00:00Z`);
}

interface Scene {
  readonly company: Company;
  readonly world: ReturnType<typeof riskWorld>;
  readonly rows: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly change: (sql: string, values?: readonly unknown[]) => Promise<unknown>;
}

/** A steady company with data for seven weeks on; everybody was scored on Monday. */
async function scene(more = 0): Promise<Scene> {
  const company = await mintCompany(db);
  const { organisation, northwind, contoso, adatum, ben } = company;
  const world = riskWorld(db, organisation);
  await db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    const others: AccountId[] = [];
    for (let n = 0; n < more; n++) others.push(await addAccount(tx, `Customer ${n}`, { csm: ben.id }));
    for (const account of [northwind, contoso, adatum, ...others]) {
      await addContract(tx, account, { arrMinor: 1_000_000, seats: 10, renewsOn: "2027-09-01", noticeDays: 60 });
      await addUse(tx, account, {
        metric: "active",
        from: addDays(MONDAY, -112),
        days: 160,
        value: (n) => 5 + (n % 3),
      });
    }
  });
  await world.night(nightOf(MONDAY));
  return {
    company,
    world,
    rows: (sql, values) => db.read(organisation, (tx) => tx.rows(sql, values)),
    change: (sql, values) => db.write(organisation, (tx) => tx.rows(sql, values)),
  };
}

async function nights({ world }: Scene, ...on: number[]): Promise<void> {
  for (const n of on) await world.night(nightOf(addDays(MONDAY, n)));
}

function alerts({ rows }: Scene): Promise<{ subject: string; slot: string }[]> {
  return rows("select subject, slot from post where card = 'risk.case' order by created_at, slot");
}

async function said(reply: Promise<Reply>): Promise<string> {
  const found = await reply;
  return found.kind === "done" ? plain(found.sentence) : found.kind;
}

function escalate({ change, company }: Scene, account: AccountId, severity: number): Promise<unknown> {
  return change(
    `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
     values ($1, $2::uuid, $2::uuid::text, $3, '2026-11-24T10:00:00Z', $4, true, '2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z')`,
    [company.organisation, ids.next(), account, severity],
  );
}

describe("an escalated ticket", () => {
  test("that is open puts the account at risk, with a case of two days, and ends as a score does", async () => {
    const told = await scene();
    const { company, rows, change } = told;
    await escalate(told, company.contoso, 2);
    await nights(told, 1);
    expect(await rows("select 1 from risk_case")).toEqual([]);
    await nights(told, 2);
    expect(await rows("select account_id, causes from risk_case")).toEqual([
      { account_id: company.contoso, causes: ["escalation"] },
    ]);
    expect(await rows("select kind, due_on from play")).toEqual([{ kind: "escalation", due_on: "2026-11-27" }]);
    expect(await alerts(told)).toHaveLength(1);
    await change("update ticket set closed_at = '2026-11-25T12:00:00Z'");
    await nights(told, 3, 4, 5, 6, 7, 8, 9);
    expect(await rows("select state, causes from risk_state where account_id = $1", [company.contoso])).toEqual([
      { state: "recovering", causes: [] },
    ]);
    await nights(told, 23);
    expect(await rows("select state, outcome, closed_by from risk_case")).toEqual([
      { state: "closed", outcome: "recovered", closed_by: null },
    ]);
    expect(await alerts(told)).toHaveLength(1);
  });

  test("of severity 1 is told above the caps, one of severity 2 within them", async () => {
    const told = await scene(40);
    const { company, rows } = told;
    const accounts = await rows<{ id: AccountId }>(
      "select id from account where name like 'Customer%' order by id limit 7",
    );
    for (const [at, { id }] of accounts.entries()) await escalate(told, id, at === 0 ? 1 : 2);
    await nights(told, 2);
    expect(await rows("select 1 from risk_case")).toHaveLength(7);
    const shown = await alerts(told);
    expect(shown).toHaveLength(6);
    const [severest] = await rows<{ id: string }>("select id from risk_case where account_id = $1", [accounts[0]?.id]);
    expect(shown.map(({ subject }) => subject)).toContain(severest?.id);
    expect(company.ben.id).toBeDefined();
  });
});

describe("the caps", () => {
  test("are a day's: a second run on the same day counts what the first one told", async () => {
    const told = await scene(40);
    const { world, rows } = told;
    const accounts = await rows<{ id: AccountId }>(
      "select id from account where name like 'Customer%' order by id limit 8",
    );
    for (const { id } of accounts.slice(0, 4)) await escalate(told, id, 2);
    await nights(told, 2);
    expect(await alerts(told)).toHaveLength(4);
    for (const { id } of accounts.slice(4)) await escalate(told, id, 2);
    await world.night(new Date(`${addDays(MONDAY, 2)}T12:00:00Z`));
    expect(await rows("select 1 from risk_case")).toHaveLength(8);
    expect(await alerts(told)).toHaveLength(5);
    const [next] = await rows<{ id: AccountId }>("select id from account where name like 'Customer%' order by id desc");
    if (next) await escalate(told, next.id, 2);
    await nights(told, 3);
    expect(await alerts(told)).toHaveLength(6);
  });
});

describe("notice of a customer whose case its owner put off", () => {
  test("wakes the case, tells the channel anew, and goes on counting the owner's days from then", async () => {
    const told = await scene();
    const { company, rows, change } = told;
    await escalate(told, company.contoso, 2);
    await nights(told, 2);
    await change(
      "update risk_case set owner_id = $1, owned_at = '2026-11-25T08:00:00Z', snoozed_until = '2026-12-08T08:00:00Z'",
      [company.anna.id],
    );
    await change("update contract set notice_on = '2026-12-03' where account_id = $1", [company.contoso]);
    await nights(told, 10);
    const [found] = await rows<{ id: string; snoozed_until: Date | null }>("select id, snoozed_until from risk_case");
    expect(found?.snoozed_until).toBeNull();
    expect(await alerts(told)).toHaveLength(2);
    const due = await rows<{ kind: string; due_at: Date }>("select kind, due_at from due where subject = $1", [
      found?.id,
    ]);
    expect(due.map(({ kind }) => kind)).toEqual(["reminder:risk.case-idle"]);
    expect(due[0]?.due_at.getTime()).toBeGreaterThan(nightOf(addDays(MONDAY, 10)).getTime());
  });
});

describe("what can't wait and joins a case that somebody owns", () => {
  test("is told anew, once for the notice and once for the escalation of severity 1, and leaves it theirs", async () => {
    const told = await scene();
    const { company, rows, change } = told;
    await escalate(told, company.contoso, 2);
    await nights(told, 2);
    await change("update risk_case set owner_id = $1, owned_at = '2026-11-25T08:00:00Z'", [company.anna.id]);
    await change("update contract set notice_on = '2026-11-25' where account_id = $1", [company.contoso]);
    await nights(told, 3, 4);
    expect(await alerts(told)).toHaveLength(2);
    await escalate(told, company.contoso, 1);
    await nights(told, 5, 6);
    expect(await alerts(told)).toHaveLength(3);
    await escalate(told, company.contoso, 1);
    await nights(told, 7);
    expect((await alerts(told)).map(({ slot }) => slot)).toEqual([
      "",
      ...[3, 5].map((n) => nightOf(addDays(MONDAY, n)).toISOString()),
    ]);
    expect(await rows("select state, owner_id, severest from risk_case")).toEqual([
      { state: "open", owner_id: company.anna.id, severest: true },
    ]);
  });
});

describe("an escalation that comes back while the case of the first is still open", () => {
  test.each([
    ["on the days after it ended", 4],
    ["once the account recovers", 10],
  ])("is told anew below the first, %s", async (_when, n) => {
    const told = await scene();
    const { company, change } = told;
    await escalate(told, company.contoso, 1);
    await nights(told, 2);
    await change("update ticket set closed_at = '2026-11-25T12:00:00Z'");
    await nights(told, ...Array.from({ length: n - 3 }, (_, at) => at + 3));
    await escalate(told, company.contoso, 1);
    await nights(told, n, n + 1);
    expect((await alerts(told)).map(({ slot }) => slot)).toEqual(["", nightOf(addDays(MONDAY, n)).toISOString()]);
  });
});

describe("a case that nobody owns and nobody can be told of", () => {
  test("is asked about again the next working day, and has its manager once there is one", async () => {
    const told = await scene();
    const { company, world, rows, change } = told;
    await change("update person set roles = '{admin}' where 'manager' = any(roles)");
    await change("update person set manager_id = null");
    await escalate(told, company.contoso, 2);
    await nights(told, 2);
    const [found] = await rows<{ id: string }>("select id from risk_case");
    const late = (at: string) => world.at(new Date(at), (context) => unowned(context, found?.id ?? ""));
    await late("2026-11-26T12:00:00Z");
    expect(await rows("select escalated_to from risk_case")).toEqual([{ escalated_to: null }]);
    const [next] = await rows<{ due_at: Date }>("select due_at from due where subject = $1", [found?.id]);
    expect(next?.due_at.toISOString().slice(0, 10)).toBe("2026-11-27");
    await change("update person set roles = '{manager}' where id = $1", [company.olga.id]);
    await late("2026-11-27T12:00:00Z");
    expect(await rows("select escalated_to from risk_case")).toEqual([{ escalated_to: company.olga.id }]);
  });
});

describe("what somebody judged", () => {
  test("is mute for thirty days, and then looked at again", async () => {
    const told = await scene();
    const { company, world, rows, change } = told;
    await change("update contract set notice_on = '2026-11-24' where account_id = $1", [company.northwind]);
    await nights(told, 2);
    const [found] = await rows<{ id: string }>("select id from risk_case");
    const judged: Submission = {
      kind: "submission",
      form: "risk.not-a-risk",
      subject: found?.id ?? "",
      values: { reason: "They sign a new contract." },
      sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: company.workspace },
      place: { conversation: "C1", private: false },
      contentKey: "judged",
      replyTo: {},
    };
    const at = new Date("2026-11-25T08:12:00Z");
    const answer = world.act(at, company.anna.id, (acting) => notARisk(acting, judged));
    expect(await said(answer)).toContain("closed as no risk");
    await nights(told, 3, 20, 32);
    expect(await rows("select state, outcome from risk_case")).toEqual([{ state: "closed", outcome: "not-a-risk" }]);
    expect(await rows("select state from risk_state where account_id = $1", [company.northwind])).toEqual([
      { state: "at-risk" },
    ]);
    await nights(told, 33);
    expect(await rows("select state from risk_case order by opened_at")).toEqual([
      { state: "closed" },
      { state: "open" },
    ]);
    expect(await alerts(told)).toHaveLength(2);
  });
});

describe("a watch", () => {
  test("has a case that says so, and is told anew when it becomes a risk", async () => {
    const told = await scene();
    const { company, world, rows } = told;
    const [first, second] = [nightOf(addDays(MONDAY, 1)), nightOf(addDays(MONDAY, 2))];
    const rising = { state: "watch", since: first, causes: [], p: 0.12 } as const;
    await world.at(first, async (context) => {
      await alertOn(context, company.northwind, { standing: rising, change: "rising", last: undefined }, first);
      await announceCases(context, first, addDays(MONDAY, 1));
    });
    expect(await rows("select causes from risk_case")).toEqual([{ causes: ["rise"] }]);
    expect(world.events.some(({ kind }) => kind === "account-at-risk")).toBe(false);
    await world.at(second, async (context) => {
      const last = {
        state: "open",
        causes: ["rise"],
        severest: false,
        alerted: { at: first, p: 0.12 },
        snoozedUntil: undefined,
        closed: undefined,
      } as const;
      const standing = { state: "at-risk", since: second, causes: ["score"], p: 0.2 } as const;
      await alertOn(context, company.northwind, { standing, change: "entered", last }, second);
      await announceCases(context, second, addDays(MONDAY, 2));
    });
    const [found] = await rows<{ id: string; causes: string[] }>("select id, causes from risk_case");
    expect(found?.causes).toEqual(["rise", "score"]);
    expect(await alerts(told)).toEqual([
      { subject: found?.id, slot: "" },
      { subject: found?.id, slot: second.toISOString() },
    ]);
  });
});

describe("a night on which too many cross", () => {
  async function held(): Promise<Scene & { readonly hold: string; readonly otto: PersonId }> {
    const told = await scene(2);
    const otto = await db.write(told.company.organisation, (tx) =>
      addPerson(tx, told.company.workspace, "Otto Lang", ["manager"]),
    );
    await told.change("update contract set notice_on = '2026-11-24'");
    await nights(told, 2);
    const [row] = await told.rows<{ id: string }>("select id from risk_hold where crossed = 5 and scored = 5");
    return { ...told, hold: row?.id ?? "", otto: otto.id };
  }

  test("alerts nobody, and asks the managers once", async () => {
    const told = await held();
    const { company, rows, otto } = told;
    expect(await alerts(told)).toEqual([]);
    expect(await rows("select address from post where card = 'risk.case-hold' order by 1")).toEqual(
      [`person:${company.olga.id}`, `person:${otto}`].sort().map((address) => ({ address })),
    );
    expect(
      await rows("select 1 from due where organisation_id = $1 and kind like 'reminder%'", [company.organisation]),
    ).toEqual([]);
    await nights(told, 3);
    expect(await alerts(told)).toEqual([]);
    expect(await rows("select 1 from risk_hold")).toHaveLength(1);
  });

  test("alerts of no case that somebody took up or put off before a manager let the alerts go", async () => {
    const told = await held();
    const { company, world, rows, change, hold, otto } = told;
    const at = new Date("2026-11-25T08:00:00Z");
    const [first, second] = await rows<{ id: string }>("select id from risk_case order by id");
    await change("update risk_case set owner_id = $1, owned_at = $2 where id = $3", [company.anna.id, at, first?.id]);
    await change("update risk_case set snoozed_until = '2026-11-27' where id = $1", [second?.id]);
    await world.act(at, otto, (acting) => decideHold(acting, hold, "sent"));
    await world.sendHeld(at);
    const shown = (await alerts(told)).map(({ subject }) => subject);
    expect(shown).toHaveLength(3);
    expect(shown).not.toContain(first?.id);
    expect(shown).not.toContain(second?.id);
  });

  test("is for managers to decide, and of two of them one decides", async () => {
    const told = await held();
    const { company, world, rows, hold, otto } = told;
    const at = new Date("2026-11-25T08:00:00Z");
    await expect(world.act(at, company.anna.id, (acting) => decideHold(acting, hold, "sent"))).rejects.toMatchObject({
      name: "NotFound",
    });
    const answers = await Promise.all([
      said(world.act(at, company.olga.id, (acting) => decideHold(acting, hold, "sent"))),
      said(world.act(at, otto, (acting) => decideHold(acting, hold, "kept-back"))),
    ]);
    const [{ state } = { state: "" }] = await rows<{ state: string }>("select state from risk_hold");
    expect(answers.filter((answer) => /^The alerts (go out now|are held back)/.test(answer))).toHaveLength(1);
    expect(answers.filter((answer) => /(Olga Orlova|Otto Lang) (let|held)/.test(answer))).toHaveLength(1);
    await world.sendHeld(at);
    expect(await alerts(told)).toHaveLength(state === "sent" ? 5 : 0);
    await world.sendHeld(at);
    const by = answers[0]?.startsWith("The alerts") ? company.olga.id : otto;
    expect(await rows("select action, person_id from audit")).toEqual([
      { action: `risk.hold-${state}`, person_id: by },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { plain } from "../src/chat/card.ts";
import type { Acting } from "../src/features/feature.ts";
import { riskOf } from "../src/features/risk/facts.ts";
import { own } from "../src/features/risk/own.ts";
import { newestEdition } from "../src/features/risk/digests/edition-store.ts";
import { FIRST, measuresAfter } from "../src/features/risk/night-store.ts";
import { type Measures, together } from "../src/features/risk/score.ts";
import { newestCases } from "../src/features/risk/case-store.ts";
import { snapshotsOf } from "../src/features/risk/store.ts";
import { addDays, type LocalDate } from "../src/kernel/business-time.ts";
import { decideHold } from "../src/features/risk/cases/holding.ts";
import type { AccountId, PersonId } from "../src/kernel/ids.ts";
import type { Audience } from "../src/kernel/permissions.ts";
import { viewOf } from "./examples/fixed.ts";
import { addAccount, addContract, type Company, mintCompany } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { addMetric, addUse, day, risk as riskFeature, riskWorld } from "./helpers/risk.ts";

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
function morningOf(date: LocalDate): Date {
  return new Date(`${date}T07:00:00Z`);
}

interface Scene {
  readonly company: Company;
  readonly world: ReturnType<typeof riskWorld>;
  readonly rows: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** from a day on the account is used no more, though the source reports it */
  silence(account: AccountId, from: LocalDate): Promise<void>;
}

/** A steady company up to Monday's eve and, as known on each morning, a month on; everybody was scored on Monday. */
async function scene(more: { readonly accounts?: number } = {}): Promise<Scene> {
  const company = await mintCompany(db);
  const { organisation, northwind, contoso, adatum } = company;
  const world = riskWorld(db, organisation);
  await db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    const others = [];
    for (let n = 0; n < (more.accounts ?? 0); n++)
      others.push(await addAccount(tx, `Customer ${n}`, { csm: company.ben.id }));
    for (const [at, account] of [northwind, contoso, adatum, ...others].entries()) {
      await addContract(tx, account, {
        arrMinor: 1_000_000 * (at + 1),
        seats: 10,
        renewsOn: "2027-09-01",
        noticeDays: 60,
      });
      await addUse(tx, account, {
        metric: "active",
        from: addDays(MONDAY, -112),
        days: 142,
        value: (n) => 5 + (n % 3),
      });
    }
  });
  await world.night(nightOf(MONDAY));
  return {
    company,
    world,
    rows: (sql, values) => db.read(organisation, (tx) => tx.rows(sql, values)),
    silence: (account, from) =>
      db.write(organisation, async (tx) => {
        await tx.rows("update usage set value = 0 where account_id = $1 and day >= $2::date", [account, from]);
      }),
  };
}

async function nights({ world }: Scene, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await world.night(nightOf(addDays(MONDAY, n)));
}

describe("the night", () => {
  test("scores everybody once a day, silently at first, with reasons that add up to p", async () => {
    const { company, world, rows } = await scene();
    expect(await rows("select 1 from risk_case")).toEqual([]);
    expect(await rows("select 1 from post")).toEqual([]);
    expect(world.events).toEqual([]);
    const snapshots = await db.read(company.organisation, (tx) => snapshotsOf(tx, [company.northwind, company.adatum]));
    expect(snapshots.size).toBe(2);
    for (const { p, reasons } of snapshots.values()) {
      const sum = reasons.terms.reduce((total, { c }) => total + c, reasons.intercept);
      expect(reasons.themes).toContainEqual({ features: ["login_days_28", "recency_days"] });
      expect(Math.abs(Math.log(p / (1 - p)) - sum)).toBeLessThan(1e-9);
    }
    expect(await rows("select version, count(*) as n from risk_snapshot group by 1")).toEqual([{ version: 1, n: 3 }]);
  });

  test("measures batch by batch what it measures at once", async () => {
    const { company } = await scene({ accounts: 7 });
    const run = { asOf: nightOf(MONDAY), day: MONDAY };
    await db.read(company.organisation, async (tx) => {
      const whole = await measuresAfter(tx, run, FIRST, 1000);
      let joined: Measures = {};
      let after: AccountId | undefined = FIRST;
      while (after) {
        const part = await measuresAfter(tx, run, after, 3);
        joined = together(joined, part.measures);
        after = part.last;
      }
      expect(whole.measures.ln_arr?.n).toBe(10);
      for (const [feature, { n, mean, sd }] of Object.entries(whole.measures)) {
        const found = joined[feature as keyof Measures];
        expect(found?.n ?? 0).toBe(n);
        expect(found?.mean ?? 0).toBeCloseTo(mean, 9);
        expect(found?.sd ?? 0).toBeCloseTo(sd, 9);
      }
    });
  });

  test("opens one case when an account crosses, in the CSM's channel after quiet hours, and tells the others", async () => {
    const told = await scene();
    const { company, world, rows, silence } = told;
    await silence(company.northwind, MONDAY);
    await nights(told, 1, 20);
    expect(world.events).toMatchObject([
      { kind: "account-touched", what: "risk-entered", via: "clock" },
      { kind: "account-at-risk", account: company.northwind },
      { kind: "account-touched", what: "risk-alerted", via: "clock" },
    ]);
    const [found] = await rows<{ id: string; opened_at: Date }>("select id, opened_at from risk_case");
    const opened = found?.opened_at ?? MONDAY;
    expect(await rows("select card, subject, address, slot from post")).toEqual([
      { card: "risk.case", subject: found?.id, address: `channel:${company.csmChannel}`, slot: "" },
    ]);
    const [post] = await rows<{ due_at: Date }>("select due_at from post");
    expect(post?.due_at.toISOString().slice(11)).toBe("07:00:00.000Z");
    expect((post?.due_at.getTime() ?? 0) > (opened as Date).getTime()).toBe(true);
    const standing = await db.read(company.organisation, (tx) => riskOf(tx, company.northwind));
    expect(standing).toMatchObject({ state: "at-risk", atRisk: true, causes: ["score"], since: opened });
  });

  test("keeps a case that would be announced over the weekend until Monday morning", async () => {
    const told = await scene();
    const { company, rows } = told;
    await db.write(company.organisation, (tx) =>
      tx.rows("update contract set notice_on = '2026-11-27' where account_id = $1", [company.northwind]),
    );
    await nights(told, 5, 5);
    expect(await rows("select due_at from post")).toEqual([{ due_at: new Date("2026-11-30T07:00:00Z") }]);
  });

  test("run again on the same day keeps what it had shown and adds a version", async () => {
    const { company, world, rows } = await scene();
    await world.night(new Date("2026-11-23T09:00:00Z"));
    expect(await rows("select distinct version from risk_snapshot order by 1")).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    expect((await db.read(company.organisation, (tx) => riskOf(tx, company.northwind)))?.state).toBe("ok");
  });

  test("stands still when the source falls silent: no case, marked with the last day", async () => {
    const told = await scene();
    const { company, world, rows } = told;
    await db.write(company.organisation, (tx) => tx.rows("delete from usage where day >= $1::date", [MONDAY]));
    await nights(told, 1, 12);
    expect(world.events).toEqual([]);
    const state = await rows("select distinct state, frozen from risk_state");
    expect(state).toEqual([{ state: "ok", frozen: true }]);
    const frozen = await rows("select distinct data_until from risk_snapshot where frozen");
    expect(frozen).toEqual([{ data_until: addDays(MONDAY, -1) }]);
    const notices = await rows("select address, slot from post where card = 'risk.standstill'");
    expect(notices).toEqual([{ address: `person:${company.ada.id}`, slot: addDays(MONDAY, -1) }]);
  });

  test("compares an account with its segment at its CSM from eight others on, and says with whom", async () => {
    const { organisation, ben } = await mintCompany(db);
    const world = riskWorld(db, organisation);
    const ids = await db.write(organisation, async (tx) => {
      await addMetric(tx, "active", "active_users_day", "dense");
      const made: AccountId[] = [];
      for (let n = 0; n < 9; n++) {
        const account = await addAccount(tx, `Peer ${n}`, { csm: ben.id, segment: "small" });
        await addContract(tx, account, { arrMinor: 100_000, seats: 10 });
        await addUse(tx, account, {
          metric: "active",
          from: addDays(MONDAY, -28),
          days: 28,
          value: () => (n < 2 ? 1 : n),
        });
        made.push(account);
      }
      const lone = await addAccount(tx, "Lone", { csm: ben.id, segment: "large" });
      await addContract(tx, lone, { arrMinor: 100_000, seats: 10 });
      await addUse(tx, lone, { metric: "active", from: addDays(MONDAY, -28), days: 28, value: () => 100 });
      return [...made, lone];
    });
    await world.night(nightOf(MONDAY));
    const found = await db.read(organisation, (tx) => snapshotsOf(tx, ids));
    const of = (n: number) => found.get(ids[n] as AccountId)?.features;
    expect([of(0)?.peer_pct, of(0)?.peer_group, of(0)?.peers]).toEqual([6.25, "portfolio", 8]);
    expect([of(8)?.peer_pct, of(4)?.peer_pct]).toEqual([100, 50]);
    expect([of(9)?.peer_pct, of(9)?.peer_group, of(9)?.peers]).toEqual([100, "organisation", 9]);
    expect(of(0)?.peer_median?.login_days_28).toBe(28);
  });

  test("announces ten cases a channel and five a CSM, and keeps the others for the digest", async () => {
    const told = await scene({ accounts: 12 });
    const { company, world, rows, silence } = told;
    await db.write(company.organisation, (tx) => tx.rows("update contract set arr_minor = 1000000"));
    const accounts = await rows<{ id: AccountId }>("select id from account where name like 'Customer%'");
    for (const { id } of accounts) await silence(id, MONDAY);
    await nights(told, 1, 20);
    const cases = await rows<{ n: number }>("select count(*)::int as n, opened_at from risk_case group by 2");
    expect(cases.map(({ n }) => n)).toEqual([12]);
    // Twelve of fifteen at once wait for a manager's word first.
    const [hold] = await rows<{ id: string }>("select id from risk_hold");
    expect(await rows("select card, address from post")).toEqual([
      { card: "risk.case-hold", address: `person:${company.olga.id}` },
    ]);
    const at = new Date("2026-12-14T08:00:00Z");
    await world.act(at, company.olga.id, (acting) => decideHold(acting, hold?.id ?? "", "sent"));
    await world.sendHeld(at);
    expect(await rows("select count(*)::int as n from post where card = 'risk.case'")).toEqual([{ n: 5 }]);
  });

  test("closes the case when the account has recovered, and tells the others", async () => {
    const told = await scene();
    const { company, world, rows } = told;
    await db.write(company.organisation, (tx) =>
      tx.rows("update contract set notice_on = '2026-11-20' where account_id = $1", [company.northwind]),
    );
    await nights(told, 1, 8);
    await db.write(company.organisation, async (tx) => {
      await tx.rows("update contract set notice_on = null");
    });
    await nights(told, 9, 9 + 13);
    expect(await rows("select state from risk_case")).toEqual([{ state: "open" }]);
    await nights(told, 9 + 14, 9 + 14);
    expect(await rows("select state from risk_case")).toEqual([{ state: "closed" }]);
    const states = world.events.map(({ kind }) => kind).filter((kind) => kind !== "account-touched");
    expect(states).toEqual(["account-at-risk", "account-recovered"]);
  });

  test("tells other slices nothing of an account that was never scored", async () => {
    const { company } = await scene();
    const unknown = "01900000-0000-7000-9000-000000000099" as AccountId;
    expect(await db.read(company.organisation, (tx) => riskOf(tx, unknown))).toBeUndefined();
    expect(await db.read(company.organisation, (tx) => riskOf(tx, company.northwind))).toBeDefined();
  });
});

/** Northwind, Anna's, has given notice on Tuesday; its case was opened on Wednesday night. */
async function noticed(): Promise<Scene & { readonly at: Date }> {
  const told = await scene();
  const { company } = told;
  await db.write(company.organisation, (tx) =>
    tx.rows("update contract set notice_on = '2026-11-24' where account_id = $1", [company.northwind]),
  );
  await nights(told, 1, 2);
  return { ...told, at: new Date("2026-11-25T08:12:00Z") };
}

describe("Own it", () => {
  type Told = Awaited<ReturnType<typeof noticed>>;
  function press({ world, at }: Told, person: PersonId, account: AccountId, inPrivate = false): Promise<string> {
    const pressed = async (acting: Acting) => {
      const reply = await own(acting, account);
      return reply.kind === "done" ? plain(reply.sentence) : reply.kind;
    };
    return world.act(at, person, pressed, inPrivate);
  }

  test("gives the case to its CSM, says so, and draws its card anew", async () => {
    const told = await noticed();
    const { company, rows, world } = told;
    expect(await press(told, company.anna.id, company.northwind)).toBe(
      "It's yours: Northwind GmbH. The strongest sign: on 2026-11-24 they gave notice.",
    );
    const found = (await db.read(company.organisation, (tx) => newestCases(tx, [company.northwind]))).get(
      company.northwind,
    );
    expect(found?.owner).toEqual({ id: company.anna.id, name: "Anna Kurz", at: told.at });
    expect(await rows("select wanted from post where card = 'risk.case'")).toEqual([{ wanted: 2 }]);
    expect(world.events.at(-1)).toMatchObject({
      kind: "account-touched",
      what: "risk-case-owned",
      by: company.anna.id,
    });
    expect(await rows("select action, person_id from audit")).toEqual([
      { action: "risk.own", person_id: company.anna.id },
    ]);
  });

  test("of two pressers lets one win; the other hears who has it, the winner never that they lost", async () => {
    const told = await noticed();
    const { company, rows } = told;
    const answers = await Promise.all([
      press(told, company.anna.id, company.northwind),
      press(told, company.olga.id, company.northwind),
      press(told, company.anna.id, company.northwind),
      press(told, company.olga.id, company.northwind),
    ]);
    const won = answers.filter((answer) => answer.startsWith("It's yours"));
    expect(won).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes("is already yours"))).toHaveLength(1);
    expect(
      answers.filter((answer) => /^(Anna Kurz|Olga Orlova) owns Northwind GmbH since 08:12 UTC/.test(answer)),
    ).toHaveLength(2);
    expect(await rows("select count(*)::int as n from audit")).toEqual([{ n: 1 }]);
  });

  test("is refused in the channel to another CSM with a word about whose it is", async () => {
    const told = await noticed();
    const answer = await press(told, told.company.ben.id, told.company.northwind);
    expect(answer).toBe(
      "Anna Kurz looks after Northwind GmbH. That person, their cover or their manager can own this.",
    );
    expect(await told.rows("select owner_id from risk_case")).toEqual([{ owner_id: null }]);
  });

  test("reads the same in private without access as for an account that doesn't exist", async () => {
    const told = await noticed();
    const { company } = told;
    const nobody = "01900000-0000-7000-9000-000000000099" as AccountId;
    await expect(press(told, company.ben.id, company.northwind, true)).rejects.toMatchObject({
      name: "NotFound",
      key: "risk.gone",
    });
    await expect(press(told, company.ben.id, nobody, true)).rejects.toMatchObject({
      name: "NotFound",
      key: "risk.gone",
    });
    await expect(press(told, company.ada.id, company.northwind)).rejects.toMatchObject({ key: "risk.gone" });
  });

  test("on an account that isn't at risk changes nothing", async () => {
    const told = await noticed();
    expect(await press(told, told.company.anna.id, told.company.adatum)).toBe(
      "Adatum isn't at risk any more, so there is nothing to own.",
    );
    expect(await told.rows("select account_id from risk_case")).toEqual([{ account_id: told.company.northwind }]);
  });

  test("opens the case of an account that was at risk from the first score on", async () => {
    const company = await mintCompany(db);
    const world = riskWorld(db, company.organisation);
    await db.write(company.organisation, (tx) =>
      addContract(tx, company.northwind, { arrMinor: 100, noticeOn: "2026-11-20" }),
    );
    await world.night(nightOf(MONDAY));
    const answer = await world.act(morningOf(MONDAY), company.anna.id, (acting) => own(acting, company.northwind));
    expect(answer.kind === "done" && plain(answer.sentence)).toMatch(/^It's yours/);
    expect(await db.read(company.organisation, (tx) => tx.rows("select state, causes from risk_case"))).toEqual([
      { state: "open", causes: ["notice"] },
    ]);
  });
});

describe("the digests", () => {
  const channel: Audience = {
    kind: "channel",
    clearance: "commercial",
    members: [["csm"], ["manager"]],
    outsiders: false,
  };

  async function drawn(
    { world }: Scene,
    card: string,
    subject: string,
    now: Date,
    audience: Audience = channel,
    slot = now.toISOString().slice(0, 10),
  ) {
    return world.at(now, async (context) => {
      const prepare = riskFeature.cards?.[card]?.prepare;
      const draw = await prepare?.(context, subject, { address: `channel:${subject}`, slot, stands: true });
      if (draw === undefined || draw === "gone") throw new Error("gone");
      const { card: found } = draw(viewOf("en", audience));
      const texts = found.body.flatMap((block) =>
        block.kind === "text" || block.kind === "context"
          ? [plain(block.text)]
          : block.kind === "list"
            ? block.items.map(plain)
            : [],
      );
      return { title: plain(found.title), texts, blocks: found.body.length + 1 };
    });
  }

  test("of an earlier morning, drawn again later, keep that morning's figures", async () => {
    const told = await scene();
    const { company, world } = told;
    await world.fire(morningOf(MONDAY), "team-digest", company.csmChannel, MONDAY);
    await db.write(company.organisation, (tx) =>
      tx.rows("update contract set notice_on = '2026-11-24' where account_id = $1", [company.northwind]),
    );
    await nights(told, 1, 2);
    const wednesday = addDays(MONDAY, 2);
    await world.fire(morningOf(wednesday), "team-digest", company.csmChannel, wednesday);
    const now = morningOf(wednesday);
    expect((await drawn(told, "team-digest", company.csmChannel, now)).title).toContain("1 account needs a look");
    expect((await drawn(told, "team-digest", company.csmChannel, now, channel, MONDAY)).title).toBe("All clear");
  });

  test("put the account into the team's morning, ticked in place once somebody owns it", async () => {
    const told = await noticed();
    const { company, world, rows, at } = told;
    const wednesday = addDays(MONDAY, 2);
    await world.fire(morningOf(wednesday), "team-digest", company.csmChannel, wednesday);
    await world.fire(morningOf(wednesday), "team-digest", company.csmChannel, wednesday);
    expect(
      await rows(
        "select card, subject, address, slot, due_at, useless_after from post where card = 'risk.team-digest'",
      ),
    ).toEqual([
      {
        card: "risk.team-digest",
        subject: company.csmChannel,
        address: `channel:${company.csmChannel}`,
        slot: wednesday,
        due_at: morningOf(wednesday),
        useless_after: new Date("2026-11-25T12:00:00Z"),
      },
    ]);
    const before = await drawn(told, "team-digest", company.csmChannel, at);
    expect(before.title).toBe("1 account needs a look, most at stake first");
    expect(before.texts).toContain(
      "1. Northwind GmbH (€10,000 a year, critical risk by estimate): on 2026-11-24 they gave notice. Anna Kurz, nobody owns this yet.",
    );
    expect(before.texts).toContain("Anna Kurz: €10,000 in 1 account");
    expect(before.texts).toContain("All clear: Ben Ito");

    await world.act(at, company.anna.id, (acting) => own(acting, company.northwind));
    expect(await rows("select wanted from post where card = 'risk.team-digest'")).toEqual([{ wanted: 2 }]);
    const after = await drawn(told, "team-digest", company.csmChannel, at);
    expect(after.texts).toContain(
      "1. Northwind GmbH (€10,000 a year, critical risk by estimate): on 2026-11-24 they gave notice. ✓ Anna Kurz owns this since 08:12 UTC.",
    );
    expect(after.texts.at(-1)).toContain("Updated 09:12.");
    expect(after.title).toBe(before.title);
  });

  test("say all clear with the next renewal, and nothing at all before the first score", async () => {
    const unscored = await mintCompany(db);
    const world = riskWorld(db, unscored.organisation);
    await world.fire(morningOf(MONDAY), "team-digest", unscored.csmChannel, MONDAY);
    expect(await db.read(unscored.organisation, (tx) => tx.rows("select 1 from post"))).toEqual([]);

    const told = await scene();
    await told.world.fire(morningOf(MONDAY), "team-digest", told.company.csmChannel, MONDAY);
    const { title, texts } = await drawn(told, "team-digest", told.company.csmChannel, morningOf(MONDAY));
    expect([title, texts[0]]).toEqual([
      "All clear",
      expect.stringMatching(/^3 accounts, none at risk\. Next renewal: 2027-09-01, .*\.$/),
    ]);
  });

  test("compare with the morning before", async () => {
    const told = await noticed();
    const { company, world } = told;
    await world.fire(morningOf(MONDAY), "team-digest", company.csmChannel, MONDAY);
    await db.write(company.organisation, (tx) => tx.rows("delete from edition"));
    const wednesday = addDays(MONDAY, 2);
    await world.fire(morningOf(wednesday), "team-digest", company.csmChannel, wednesday);
    await nights(told, 3, 3);
    const thursday = addDays(MONDAY, 3);
    await db.write(company.organisation, (tx) =>
      tx.rows("update contract set notice_on = '2026-11-25' where account_id = $1", [company.contoso]),
    );
    await world.night(new Date("2026-11-26T03:00:00Z"));
    await world.fire(morningOf(thursday), "team-digest", company.csmChannel, thursday);
    const { texts } = await drawn(told, "team-digest", company.csmChannel, morningOf(thursday));
    expect(texts.at(-1)).toContain("Since 2026-11-25: 1 new, 0 off the list.");
  });

  test("send a CSM their own day, and no DM to one who has nothing", async () => {
    const told = await noticed();
    const { company, world, rows } = told;
    const wednesday = addDays(MONDAY, 2);
    for (const person of [company.anna, company.ben])
      await world.fire(morningOf(wednesday), "my-digest", person.id, wednesday);
    expect(await rows("select address from post where card = 'risk.my-digest'")).toEqual([
      { address: `person:${company.anna.id}` },
    ]);
    const anna: Audience = {
      kind: "person",
      reader: { person: company.anna.id, roles: ["csm"], region: "dach", covers: [] },
    };
    const { title, texts } = await drawn(told, "my-digest", company.anna.id, told.at, anna);
    expect(title).toBe("Your day, Anna: 1 risk");
    expect(texts[0]).toBe(
      "First: Northwind GmbH (€10,000 a year, critical risk by estimate): on 2026-11-24 they gave notice.",
    );
  });

  test("hide behind See all what the reader may not see", async () => {
    const told = await noticed();
    const { company, world } = told;
    const wednesday = addDays(MONDAY, 2);
    await world.fire(morningOf(wednesday), "team-digest", company.csmChannel, wednesday);
    const edition = await db.read(company.organisation, (tx) => newestEdition(tx, "team", company.csmChannel));
    const subject = edition?.id ?? "";
    const seeAll = (person: PersonId) =>
      world.act(told.at, person, async (acting) => {
        const reply = await riskFeature.presses?.["see-all"]?.run(acting, {
          kind: "press",
          action: undefined,
          subject,
          contentKey: "",
          replyTo: {},
          place: acting.place,
          sender: { platform: "slack", workspace: "T", user: "U", home: "T" },
        });
        const blocks = reply?.kind === "private" ? reply.card.body : [];
        return blocks.map((block) => (block.kind === "text" ? plain(block.text) : "")).join("\n");
      });
    expect(await seeAll(company.anna.id)).toContain("€10,000 a year, critical risk by estimate");
    expect(await seeAll(company.kim.id)).toContain("critical risk");
    expect(await seeAll(company.kim.id)).not.toContain("they gave notice");
    expect(await seeAll(company.jonas.id)).not.toContain("Northwind");
  });

  test("are for every CSM channel at its time, and for whoever is a CSM or holds an account", async () => {
    const { company, world } = await scene();
    const subjects = (name: string) =>
      world.at(
        morningOf(MONDAY),
        async (context) => (await riskFeature.schedules?.find((each) => each.name === name)?.subjects(context)) ?? [],
      );
    expect((await subjects("team-digest")).map(({ id, at }) => [id, at])).toEqual([[company.csmChannel, "08:00"]]);
    expect((await subjects("my-digest")).map(({ id }) => id).toSorted()).toEqual(
      [company.anna.id, company.ben.id].toSorted(),
    );
    expect((await subjects("score")).map(({ id, at }) => [id, at])).toEqual([[company.organisation, "02:00"]]);
  });
});

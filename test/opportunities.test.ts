import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openOpportunities } from "../src/features/opportunities/store.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { createDirectory } from "../src/features/index.ts";
import { opportunities } from "../src/features/opportunities/feature.ts";
import { createContexts } from "../src/inbound/context.ts";
import { systemClock } from "../src/kernel/clock.ts";
import type { DomainEvent } from "../src/kernel/events.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { addAccount, ids, mintCompany } from "./helpers/company.ts";
import { letGrow } from "./helpers/growing.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
  const { northwind, adatum, contoso } = house.company;
  await growing(house, northwind, adatum, contoso);
});
afterAll(() => house.stop());

/** What is spotted there passes the benefit gate. */
function growing({ app, company }: RunningApp, ...accounts: readonly AccountId[]): Promise<void> {
  return app.db.write(company.organisation, async (tx) => {
    for (const account of accounts) await letGrow(tx, account, NINE);
  });
}

const PROPOSAL = { benefit: "The warehouse team waits for logins every Monday morning.", word: "yes" };
let product = "";
let made = 0;
beforeEach(() => {
  product = `more seats ${String(++made)}`;
  house.clock.set(NINE);
});

async function spot(account: AccountId, who = house.company.anna) {
  return house.submit(who, "opportunities.spot", account, { ...PROPOSAL, product });
}
async function opportunity(account: AccountId) {
  const { app, company } = house;
  const { open } = await app.db.read(company.organisation, (tx) => openOpportunities(tx, account));
  const found = open.find((each) => each.product === product);
  if (!found) throw new Error(`no opportunity ${product}`);
  return found;
}
async function inAmChannel(): Promise<string> {
  await house.app.settle();
  return (await house.standingIn("am")).find((words) => words.includes(product)) ?? "";
}

async function claimsInTimeline(): Promise<number> {
  const { app, company } = house;
  const rows = await app.db.read(company.organisation, (tx) =>
    tx.rows("select 1 from timeline where kind = 'opportunity-claimed' and details ->> 'product' = $1", [product]),
  );
  return rows.length;
}

describe("spotting", () => {
  test("an opportunity on an account with an AM is posted to the AM channel for that AM", async () => {
    const { company } = house;
    expect(wordsOf(await spot(company.northwind))).toContain("Handed to Marta Silva");
    expect(await inAmChannel()).toMatch(/Marta Silva, from Anna Kurz/);
  });

  test("an opportunity on a pool account names who is first in line, and stands with the CSM too", async () => {
    const { company } = house;
    expect(wordsOf(await spot(company.adatum))).toContain("Offered to the dach pool");
    expect(await inAmChannel()).toMatch(/For the dach pool, .* first in line/);
    expect(house.standingWith(company.anna).some((words) => words.includes(product))).toBe(true);
  });

  test("is for the account's CSM alone, in the form and in what is sent", async () => {
    const { company } = house;
    expect(wordsOf(await house.command(company.ben, "/tandem opportunity northwind"))).toContain(
      "Only the Customer Success Manager of Northwind",
    );
    expect(wordsOf(await spot(company.northwind, company.ben))).toContain(
      "Only the Customer Success Manager of Northwind",
    );
    await expect(opportunity(company.northwind)).rejects.toThrow();
  });

  test("without thirty letters of benefit keeps the form open and changes nothing", async () => {
    const { company } = house;
    const answer = await house.submit(company.anna, "opportunities.spot", company.northwind, {
      product,
      benefit: "short",
      word: "yes",
    });
    expect(wordsOf(answer)).toContain("5 letters so far; at least 30");
    await expect(opportunity(company.northwind)).rejects.toThrow();
  });

  test("the same product at the same account again adds to the open one", async () => {
    const { company } = house;
    await spot(company.adatum);
    const first = await opportunity(company.adatum);
    expect(wordsOf(await spot(company.adatum))).toContain("already an open opportunity");
    expect((await opportunity(company.adatum)).id).toBe(first.id);
  });

  test("a name that isn't known offers the nearest as buttons that open the form", async () => {
    const { reply } = await house.command(house.company.anna, "/tandem opportunity nortwind");
    expect(JSON.stringify(reply)).toContain('"opens":{"name":"opportunities.spot"');
  });
});

describe("claiming", () => {
  test("is won once, told truthfully to everybody, and redrawn in every place", async () => {
    const { company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    await inAmChannel();
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id))).toMatch(/It's yours.*Anna Kurz knows/);
    expect(wordsOf(await house.press(company.marta, "opportunities.claim", id))).toContain("Jonas Weber claimed this");
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id))).toContain("already yours");
    expect(await inAmChannel()).toMatch(/Jonas Weber has it since/);
    expect(house.standingWith(company.anna).find((words) => words.includes(product))).toMatch(
      /Jonas Weber has it since/,
    );
  });

  test("by many at the same time has one winner, and nobody else is told that they won", async () => {
    const { company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    const pressers = Array.from({ length: 24 }, (_, at) => (at % 2 ? company.marta : company.jonas));
    const answers = await Promise.all(pressers.map((who) => house.press(who, "opportunities.claim", id)));
    const winner = (await opportunity(company.adatum)).claimed?.by;
    for (const [at, answer] of answers.entries()) {
      const mine = pressers[at]?.id === winner;
      expect(wordsOf(answer)).toMatch(mine ? /yours/ : /claimed this/);
    }
    expect(answers.filter((answer) => wordsOf(answer).startsWith("It's yours."))).toHaveLength(1);
    expect(await claimsInTimeline()).toBe(1);
  });

  test("draws a message anew that stands out of date, and leaves one alone that is wanted anew already", async () => {
    const { app, company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    await inAmChannel();
    const offer = async () => {
      const [post] = await app.db.read(company.organisation, (tx) =>
        tx.rows<{ state: string; wanted: number; ref: { conversation: string; ref: string } }>(
          "select state, wanted, ref from post where card = 'opportunities.offer' and subject = $1",
          [id],
        ),
      );
      if (!post) throw new Error("no offer was posted");
      return post;
    };
    const { ref: stand, wanted } = await offer();
    const press = (who: typeof company.jonas) =>
      app.handle({
        kind: "press",
        sender: { platform: "slack", workspace: company.workspace, user: who.user, home: company.workspace },
        place: { conversation: stand.conversation, private: false, message: stand.ref },
        action: { name: "opportunities.claim", subject: id },
        contentKey: `${who.user} ${id}`,
        replyTo: {},
      });
    await press(company.jonas);
    expect((await offer()).wanted).toBe(wanted + 1);
    await inAmChannel();
    expect((await offer()).state).toBe("sent");
    await press(company.marta);
    expect((await offer()).wanted).toBe(wanted + 2);
  });

  test("the same press delivered again gets the same answer and has no second effect", async () => {
    const { company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    const first = wordsOf(await house.press(company.jonas, "opportunities.claim", id, `again ${product}`));
    house.clock.set(new Date(NINE.getTime() + 60_000));
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id, `again ${product}`))).toBe(first);
    expect(await claimsInTimeline()).toBe(1);
  });

  test("is refused to the account's CSM, with the reason", async () => {
    const { company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    expect(wordsOf(await house.press(company.anna, "opportunities.claim", id))).toContain(
      "You look after Adatum, so the offer is the Account Manager's",
    );
    expect((await opportunity(company.adatum)).claimed).toBeUndefined();
  });

  test("is refused to another CSM, and to an AM for whom it isn't", async () => {
    const { company } = house;
    await spot(company.northwind);
    const { id } = await opportunity(company.northwind);
    expect(wordsOf(await house.press(company.ben, "opportunities.claim", id))).toContain("Only Account Managers");
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id))).toContain("This is for Marta Silva");
  });

  test("reads as gone for who may not see opportunities, claimed or not", async () => {
    const { company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    expect(wordsOf(await house.press(company.kim, "opportunities.claim", id))).toContain("can't find that opportunity");
    await house.press(company.jonas, "opportunities.claim", id);
    expect(wordsOf(await house.press(company.ada, "opportunities.claim", id))).toContain("can't find that opportunity");
  });

  test("what another organisation has reads as gone", async () => {
    const { app, company } = house;
    await spot(company.adatum);
    const { id } = await opportunity(company.adatum);
    const other = await mintCompany(app.db);
    const answer = await app.handle({
      kind: "press",
      sender: { platform: "slack", workspace: other.workspace, user: other.jonas.user, home: other.workspace },
      place: { conversation: "C0", private: false },
      contentKey: `foreign ${product}`,
      replyTo: {},
      action: { name: "opportunities.claim", subject: id },
    });
    expect(wordsOf(answer)).toContain("can't find that opportunity");
  });
});

describe("without an AM channel", () => {
  async function withoutChannel(): Promise<RunningApp> {
    const other = await runApp();
    await other.app.db.write(other.company.organisation, (tx) =>
      tx.rows("update channel set archived = true where purpose = 'am'"),
    );
    await growing(other, other.company.adatum);
    return other;
  }

  test("the pool is told in person, and the winner goes on reading what they won", async () => {
    const other = await withoutChannel();
    const { anna, marta, jonas, adatum } = other.company;
    await other.submit(anna, "opportunities.spot", adatum, { ...PROPOSAL, product });
    await other.app.settle();
    expect(other.standingWith(marta)[0]).toContain(PROPOSAL.benefit);
    const [row] = await other.app.db.read(other.company.organisation, (tx) =>
      tx.rows<{ id: string }>("select id from opportunity"),
    );
    expect(wordsOf(await other.press(marta, "opportunities.claim", row?.id ?? ""))).toContain("It's yours");
    await other.app.settle();
    expect(other.standingWith(marta)[0]).toMatch(/Benefit.*Marta Silva has it since/s);
    expect(wordsOf(await other.command(marta, "/account adatum"))).toContain("No running contract");
    expect(wordsOf(await other.command(jonas, "/account adatum"))).not.toContain("contract");
    await other.stop();
  });

  test("with nobody in the region's pool it goes to a manager, who can read and claim it", async () => {
    const other = await withoutChannel();
    const { anna, olga, adatum, organisation } = other.company;
    await other.app.db.write(organisation, async (tx) => {
      await tx.rows("update person set region = 'us' where 'am' = any(roles)");
      await tx.rows("update person set manager_id = null");
    });
    expect(wordsOf(await other.submit(anna, "opportunities.spot", adatum, { ...PROPOSAL, product }))).toContain(
      "went to Olga Orlova",
    );
    await other.app.settle();
    expect(other.standingWith(olga)[0]).toContain(PROPOSAL.benefit);
    const [row] = await other.app.db.read(organisation, (tx) => tx.rows<{ id: string }>("select id from opportunity"));
    expect(wordsOf(await other.press(olga, "opportunities.claim", row?.id ?? ""))).toContain("It's yours");
    await other.stop();
  });
});

describe("at two in the morning", () => {
  test("an offer waits for the end of quiet hours", async () => {
    const { app, company } = house;
    house.clock.set(new Date("2026-11-25T01:00:00Z"));
    await spot(company.adatum);
    expect(await inAmChannel()).toBe("");
    const due = await app.db.read(company.organisation, (tx) =>
      tx.rows("select due_at from post where card = 'opportunities.offer' order by created_at desc limit 1"),
    );
    expect(due).toEqual([{ due_at: new Date("2026-11-25T08:00:00Z") }]);
  });
});

describe("on the account's card", () => {
  test("an opportunity stands for those who may see opportunities, and for nobody else", async () => {
    const { company } = house;
    house.clock.set(NINE);
    await spot(company.northwind);
    const { anna, marta, olga, ben, jonas, kim, ada } = company;
    const seen = async (who: typeof anna): Promise<boolean> =>
      wordsOf(await house.command(who, "/account northwind")).includes(product);
    expect([await seen(anna), await seen(marta), await seen(olga)]).toEqual([true, true, true]);
    expect([await seen(ben), await seen(jonas), await seen(kim), await seen(ada)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("churn first", () => {
  const contexts = createContexts({
    features: [opportunities],
    ids,
    directory: createDirectory(systemClock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({ start: () => Promise.resolve() }),
    onEvent: () => undefined,
  });
  function tell(event: DomainEvent): Promise<void> {
    return house.app.db.write(house.company.organisation, (tx) => contexts(tx, house.clock.now()).emit(event));
  }
  async function risk(state: "at-risk" | "ok", account: AccountId): Promise<void> {
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows(
        `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
         values ($1, $2, $3, '{score}', $4, 'high', 0.3, '2026-11-24')
         on conflict (organisation_id, account_id) do update set state = excluded.state`,
        [tx.organisation, account, state, new Date("2026-11-23T01:00:00Z")],
      ),
    );
  }

  test("a running offer goes on hold with its clocks when the account comes to be at risk, and back when it recovers", async () => {
    const { app, company } = house;
    const fabrikam = await app.db.write(company.organisation, (tx) =>
      addAccount(tx, "Fabrikam", { csm: company.anna.id }),
    );
    await growing(house, fabrikam);
    await spot(fabrikam);
    const { id } = await opportunity(fabrikam);
    await inAmChannel();
    await tell({ kind: "account-at-risk", account: fabrikam });
    expect(await inAmChannel()).toMatch(/On hold: since .* Fabrikam is at risk/);
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id))).toContain("On hold");
    expect((await opportunity(fabrikam)).claimed).toBeUndefined();
    await tell({ kind: "account-recovered", account: fabrikam });
    expect(await inAmChannel()).toMatch(/first in line/);
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", id))).toContain("It's yours");
  });

  test("an account that comes to be at risk in the middle of a handover is never offered", async () => {
    const { app, company } = house;
    const tailspin = await app.db.write(company.organisation, (tx) =>
      addAccount(tx, "Tailspin", { csm: company.anna.id }),
    );
    await growing(house, tailspin);
    let decided: () => void = () => undefined;
    const atRisk = new Promise<void>((resolve) => (decided = resolve));
    const night = app.db.write(company.organisation, async (tx) => {
      await tx.rows(
        `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
         values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')`,
        [tx.organisation, tailspin, NINE],
      );
      await contexts(tx, NINE).emit({ kind: "account-at-risk", account: tailspin });
      decided();
      await tx.rows("select pg_sleep(0.5)");
    });
    await atRisk;
    expect(wordsOf(await spot(tailspin))).toContain("On hold");
    await night;
    const found = await opportunity(tailspin);
    expect(found.parked).toBeDefined();
    expect(wordsOf(await house.press(company.jonas, "opportunities.claim", found.id))).toContain("On hold");
  });

  test("what was spotted while at risk is offered once the account has recovered", async () => {
    const { company } = house;
    await risk("at-risk", company.contoso);
    await spot(company.contoso, company.ben);
    await risk("ok", company.contoso);
    await tell({ kind: "account-recovered", account: company.contoso });
    expect(await inAmChannel()).toMatch(/For the dach pool/);
  });

  test("what is spotted at an account at risk is kept, on hold, and offered to nobody", async () => {
    const { company } = house;
    await risk("at-risk", company.contoso);
    expect(wordsOf(await spot(company.contoso, company.ben))).toMatch(/On hold: since .* Contoso Ltd is at risk/);
    expect(await inAmChannel()).toBe("");
    expect((await opportunity(company.contoso)).parked).toBeDefined();
    await risk("ok", company.contoso);
  });
});

describe("the door", () => {
  test("somebody whom nobody matched gets help to be added and nothing else", async () => {
    const { company } = house;
    const stranger = { ...company.anna, user: "U0NOBODY" };
    expect(wordsOf(await house.command(stranger, "/account northwind"))).toContain("I only work for colleagues");
  });

  test("an outsider in a shared channel learns nothing", async () => {
    const { company } = house;
    const answer = await house.command(company.anna, "/account northwind", {
      sender: { platform: "slack", workspace: company.workspace, user: company.anna.user, home: "T0CUSTOMER" },
    });
    expect(wordsOf(answer)).toBe("I can't help you with that here.");
  });

  test("a workspace that isn't connected is told what to do", async () => {
    const { company } = house;
    const answer = await house.command(company.anna, "/account northwind", {
      sender: { platform: "slack", workspace: "T0UNKNOWN", user: company.anna.user, home: "T0UNKNOWN" },
    });
    expect(wordsOf(answer)).toContain("isn't connected");
  });

  test("an unknown command and an old button say what to do next", async () => {
    const { company } = house;
    expect(wordsOf(await house.command(company.anna, "/tandem frobnicate"))).toContain("I don't know frobnicate");
    expect(wordsOf(await house.press(company.anna, "opportunities.nonsense", ""))).toContain("out of date");
    expect(wordsOf(await house.press(company.anna, "opportunities.claim", "not-an-id"))).toContain("out of date");
  });

  test("/account finds by name, legal form or not, by domain, and shows amounts to the account's people only", async () => {
    const { company } = house;
    for (const typed of ["northwind", "NORTHWIND GMBH", "northwind.example"]) {
      expect(wordsOf(await house.command(company.anna, `/account ${typed}`))).toContain("Northwind GmbH");
    }
    expect(wordsOf(await house.command(company.anna, "/account northwind"))).toContain("No running contract");
    expect(wordsOf(await house.command(company.kim, "/account northwind"))).not.toContain("contract");
    expect(wordsOf(await house.command(company.anna, "/account zzz"))).toContain("I don't know an account called zzz");
    expect(wordsOf(await house.command(company.anna, "/account"))).toContain("Which account?");
  });

  test("the only name that begins so is opened, and of a long word only the beginning is repeated", async () => {
    const { company } = house;
    expect(wordsOf(await house.command(company.anna, "/account northw"))).toContain("No running contract");
    const said = wordsOf(await house.command(company.anna, `/account ${"z".repeat(3000)}`));
    expect(said).toContain(`I don't know an account called ${"z".repeat(59)}….`);
  });
});

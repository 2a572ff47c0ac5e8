import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import { importRecords } from "../src/features/accounts/import/records.ts";
import { accountabilityOf } from "../src/features/risk/learning/accountability-store.ts";
import type { LocalDate } from "../src/kernel/business-time.ts";
import type { AccountId, RiskCaseId } from "../src/kernel/ids.ts";
import { addAccount, ids, type TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { keptLog } from "./helpers/slack-request.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

let name = "";
let made = 0;
let account: AccountId;
beforeEach(async () => {
  house.clock.set(NINE);
  await house.app.settle();
  name = `Customer ${String.fromCharCode(64 + ++made)}`;
  const { anna, marta, organisation } = house.company;
  account = await house.app.db.write(organisation, async (tx) => {
    // All of this happens on one day, whose caps would be full.
    await tx.rows("delete from risk_alert");
    const id = await addAccount(tx, name, { csm: anna.id, am: marta.id });
    await tx.rows(
      `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
       values ($1, $2, 'ok', '{}', $3, 'low', 0.04, '2026-11-24')`,
      [organisation, id, NINE],
    );
    return id;
  });
});

const hours = (count: number, ms = 0): Date => new Date(NINE.getTime() + count * 3_600_000 + ms);
/** 09:00 in Berlin on a day of November 2026. */
const morning = (day: number, hour = 9, ms = 0): Date => new Date(Date.UTC(2026, 10, day, hour - 1) + ms);
async function at(instant: Date): Promise<void> {
  house.clock.set(instant);
  await house.app.settle();
}
function rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}
/** Anna declares the customer at risk, which opens its case. */
async function declared(reason = "Dana is leaving."): Promise<RiskCaseId> {
  const { anna } = house.company;
  const answer = await house.submit(anna, "risk.opinion", account, { opinion: "bad", reason });
  expect(wordsOf(answer)).toContain("is declared at risk");
  await house.app.settle();
  const [row] = await rows<{ id: RiskCaseId }>("select id from risk_case where account_id = $1 and state = 'open'", [
    account,
  ]);
  if (!row) throw new Error("no case was opened");
  return row.id;
}
const said = async (answer: Promise<Answer>): Promise<string> => wordsOf(await answer);
/** What is about this customer alone; digests name many. */
const cardsWith = (person: TestPerson): string[] =>
  house.standingWith(person).filter((card) => card.includes(name) && !card.startsWith("Your day"));
const inChannel = async (): Promise<string[]> =>
  (await house.standingIn("csm")).filter((card) => card.startsWith(`${name} `));
const logged = (who: TestPerson): Promise<Answer> =>
  house.submit(who, "accounts.log", account, {
    contact: "unlisted",
    kind: "call",
    direction: "out",
    proactive: "no",
    on: house.clock.now().toISOString().slice(0, 10),
    at: "08:30",
    said: "They will stay.",
    visibility: "internal",
  });
/** One record of what another program knows was done with the customer. */
async function imported(record: Readonly<Record<string, string>>): Promise<void> {
  const { organisation } = house.company;
  const [row] = await rows<{ external_id: string }>("select external_id from account where id = $1", [account]);
  const deps = { db: house.app.db, ids, clock: house.clock, organisation, log: keptLog() };
  const sent = [{ account_external_id: row?.external_id, ...record }];
  expect(await importRecords(deps, "interactions", sent)).toMatchObject({ changed: 1 });
}
const told = async (): Promise<string[]> =>
  (await rows<{ kind: string }>("select kind from timeline where account_id = $1 order by id", [account])).map(
    ({ kind }) => kind,
  );

describe("a declared risk", () => {
  test("opens a case with a first step, by when, in the CSM's channel, and leaves the score as it is", async () => {
    await declared();
    const [card] = await inChannel();
    expect(card).toMatch(/is at risk[^]*its CSM declared it at risk/);
    expect(card).toContain("Anna Kurz, this is yours. First step: call the champion, by");
    expect(await rows("select state, causes, p, band from risk_state where account_id = $1", [account])).toEqual([
      { state: "at-risk", causes: ["declared"], p: 0.04, band: "low" },
    ]);
    expect(await told()).toEqual(["risk-opinion", "risk-alerted"]);
    expect(await rows("select opinion, expires_at from risk_opinion where account_id = $1", [account])).toEqual([
      { opinion: "bad", expires_at: new Date(NINE.getTime() + 60 * 86_400_000) },
    ]);
  });

  test("that no night has scored yet has its case at once too, and its first score changes nothing about it", async () => {
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows("delete from risk_state where account_id = $1", [account]),
    );
    await declared();
    expect((await inChannel())[0]).toContain("its CSM declared it at risk");
    expect(await rows("select state, causes, band, model from risk_state where account_id = $1", [account])).toEqual([
      { state: "at-risk", causes: ["declared"], band: "low", model: null },
    ]);
    expect(await said(house.command(house.company.anna, `/account ${name}`))).toContain("Case open since");
  });

  test("is not the AM's to declare, nor another CSM's", async () => {
    const { marta, ben } = house.company;
    const values = { opinion: "bad", reason: "I don't like it" };
    expect(await said(house.submit(marta, "risk.opinion", account, values))).toContain("Anna Kurz looks after");
    expect(await said(house.submit(ben, "risk.opinion", account, values))).toContain("I can't find that case");
    expect(await rows("select 1 from risk_opinion where account_id = $1", [account])).toEqual([]);
  });
});

describe("a case that nobody owns", () => {
  test("is reminded of after four working hours, and is the manager's after eight, each once", async () => {
    const { anna, olga } = house.company;
    await declared();
    await at(hours(4, -1));
    expect(cardsWith(anna)).toEqual([]);
    await at(hours(4));
    expect(cardsWith(anna)).toHaveLength(1);
    expect(cardsWith(anna)[0]).toContain(`Nobody owns the case of ${name}`);
    await at(hours(4, 60_000));
    expect(cardsWith(anna)).toHaveLength(1);
    await at(hours(8, -1));
    expect(cardsWith(olga)).toEqual([]);
    await at(hours(8));
    expect(cardsWith(olga)[0]).toContain(`Nobody owns the case of ${name}: it is with you now`);
    expect((await inChannel())[0]).toContain("Escalated to Olga Orlova");
    await at(hours(30));
    expect([cardsWith(anna).length, cardsWith(olga).length]).toEqual([1, 1]);
    expect(await told()).toEqual(["risk-opinion", "risk-alerted", "risk-case-escalated"]);
  });

  test("waits over the weekend", async () => {
    const { anna } = house.company;
    house.clock.set(morning(27, 15));
    await declared();
    await at(morning(30, 10, 60_000));
    expect(cardsWith(anna)).toEqual([]);
    await at(morning(30, 11));
    expect(cardsWith(anna)).toHaveLength(1);
  });

  test("is reminded of sooner when it is critical", async () => {
    const { anna, olga } = house.company;
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows("update risk_state set band = 'critical' where account_id = $1", [account]),
    );
    await declared();
    await at(hours(1));
    expect(cardsWith(anna)).toHaveLength(1);
    await at(hours(2));
    expect(cardsWith(olga)).toHaveLength(1);
  });
});

describe("a case that somebody owns", () => {
  test("is reminded of after three idle working days and given back after five", async () => {
    const { anna } = house.company;
    await declared();
    await house.press(anna, "risk.own", account);
    await at(hours(0));
    expect((await inChannel())[0]).toMatch(/Anna Kurz owns this since[^]*Next: call the champion, by/);
    await at(morning(27, 9, -1));
    expect(cardsWith(anna)).toEqual([]);
    await at(morning(27));
    expect(cardsWith(anna)[0]).toContain(`Nothing has happened with ${name} for some days`);
    await at(morning(30));
    expect(await rows("select owner_id from risk_case where account_id = $1", [account])).toEqual([
      { owner_id: anna.id },
    ]);
    // Tuesday is the fifth working day.
    await at(new Date(Date.UTC(2026, 11, 1, 8)));
    expect(await rows("select owner_id from risk_case where account_id = $1", [account])).toEqual([{ owner_id: null }]);
    expect(cardsWith(anna).at(-1)).toContain(`The case of ${name} went back to the channel`);
    expect((await inChannel())[0]).toContain("Anna Kurz, this is yours.");
  });

  test("begins its days anew with a logged contact", async () => {
    const { anna } = house.company;
    await declared();
    await house.press(anna, "risk.own", account);
    await at(morning(26));
    expect(await said(logged(anna))).toContain("Logged");
    await at(morning(30));
    expect(cardsWith(anna)).toEqual([]);
    await at(new Date(Date.UTC(2026, 11, 1, 8)));
    expect(cardsWith(anna)[0]).toContain("Nothing has happened");
  });

  test("begins its days anew with a contact that was imported, which is enough to close it", async () => {
    const { anna } = house.company;
    const id = await declared();
    await house.press(anna, "risk.own", account);
    await at(morning(26));
    await imported({ kind: "note", occurred_at: "2026-11-25T10:00:00Z" });
    await imported({ kind: "email", occurred_at: "2026-11-25T10:00:00Z" });
    await imported({ kind: "meeting", occurred_at: "2026-11-20T10:00:00Z" });
    // Told of before its time: planned, not held.
    await imported({ kind: "meeting", occurred_at: "2026-11-26T16:00:00Z" });
    expect(await said(house.open(anna, "risk.close", id))).toContain("Press Log contact first");
    await imported({ kind: "call", direction: "out", proactive: "yes", occurred_at: "2026-11-26T07:30:00Z" });
    await at(morning(30));
    expect(cardsWith(anna)).toEqual([]);
    await at(new Date(Date.UTC(2026, 11, 1, 8)));
    expect(cardsWith(anna)[0]).toContain("Nothing has happened");
    const closing = { outcome: "saved", reason: "", note: "" };
    expect(await said(house.submit(anna, "risk.close", id, closing))).toContain("is closed");
    await house.app.settle();
    expect((await inChannel())[0]).toContain("2 days from first alert to first contact.");
  });

  test.each([
    [2, false],
    [1, true],
  ])(
    "that is owned before anybody was told of it knows whether its escalation is of severity 1: %i",
    async (severity, severest) => {
      const { anna, organisation } = house.company;
      await house.app.db.write(organisation, async (tx) => {
        await tx.rows(
          `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
         values ($1, $2::uuid, $2::uuid::text, $3, '2026-11-23T10:00:00Z', $4, true, '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z')`,
          [organisation, ids.next(), account, severity],
        );
        await tx.rows("update risk_state set state = 'at-risk', causes = '{escalation}' where account_id = $1", [
          account,
        ]);
      });
      expect(await said(house.press(anna, "risk.own", account))).toContain("yours");
      expect(await rows("select severest from risk_case where account_id = $1", [account])).toEqual([{ severest }]);
    },
  );

  test("begins its days anew with a step that is ticked, which is ticked once", async () => {
    const { anna, olga } = house.company;
    const id = await declared();
    await house.press(anna, "risk.own", account);
    const [step] = await rows<{ id: string }>(
      "select s.id from play_step s join play y on y.id = s.play_id where y.case_id = $1 order by place",
      [id],
    );
    await at(morning(26));
    expect(await said(house.press(anna, "risk.step", step?.id ?? ""))).toBe(`Ticked off for ${name}.`);
    expect(await said(house.press(olga, "risk.step", step?.id ?? ""))).toContain("Anna Kurz ticked this off already");
    await at(morning(30));
    expect(cardsWith(anna)).toEqual([]);
    expect((await inChannel())[0]).toMatch(/✓ call the champion \(Anna Kurz\)/);
  });
});

describe("a logged talk with the champion", () => {
  const talk = (contact: string, kind: string, on = "2026-11-24"): Promise<Answer> =>
    house.submit(house.company.anna, "accounts.log", account, {
      contact,
      kind,
      direction: "out",
      proactive: "no",
      on,
      at: "09:00",
      said: "They told us what worries them.",
      visibility: "internal",
    });
  async function known(called: string, role: string): Promise<string> {
    const id: string = ids.next();
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows(
        `insert into contact (organisation_id, id, account_id, name, role, source, added_at, changed_at)
         values ($1, $2, $3, $4, $5, 'chat', $6, $6)`,
        [house.company.organisation, id, account, called, role, NINE],
      ),
    );
    return id;
  }

  test("does the step to call them; one with another, a letter or one before the case doesn't", async () => {
    const { anna } = house.company;
    const [dana, erik] = [await known("Dana Vogt", "champion"), await known("Erik Holm", "buyer")];
    await declared();
    await house.press(anna, "risk.own", account);
    const ticked = async (): Promise<boolean> => {
      await at(house.clock.now());
      return /✓ call the champion \(Anna Kurz\)/.test((await inChannel())[0] ?? "");
    };
    await talk(erik, "call");
    await talk(dana, "email");
    await talk(dana, "call", "2026-11-20");
    expect(await ticked()).toBe(false);
    expect((await inChannel())[0]).toContain("Next: call the champion");
    await talk(dana, "call");
    expect(await ticked()).toBe(true);
    expect((await inChannel())[0]).toContain("Next: find out why");
    expect(await told()).toContain("risk-step-done");
  });
});

describe("Snooze", () => {
  test("puts a case off, twice at most, and brings it back in the morning", async () => {
    const { anna } = house.company;
    const id = await declared();
    expect(await said(house.submit(anna, "risk.snooze", id, { until: "next-day", on: "" }))).toContain(
      "is put off until",
    );
    expect(await said(house.submit(anna, "risk.snooze", id, { until: "next-week", on: "" }))).toContain(
      `${name} is put off already, until`,
    );
    await at(hours(9));
    expect(cardsWith(anna)).toEqual([]);
    await at(morning(25));
    expect(cardsWith(anna)[0]).toContain(`Put off until now: ${name}`);
    await house.submit(anna, "risk.snooze", id, { until: "next-day", on: "" });
    await at(morning(26));
    expect(await said(house.open(anna, "risk.snooze", id))).toContain("was put off twice already");
    expect(await rows("select state, causes from risk_state where account_id = $1", [account])).toEqual([
      { state: "at-risk", causes: ["declared"] },
    ]);
    await at(morning(26, 13));
    expect(cardsWith(anna).at(-1)).toContain("Nobody owns the case");
  });

  test("is not for a notice", async () => {
    const { anna } = house.company;
    const id = await declared();
    await house.app.db.write(house.company.organisation, (tx) =>
      tx.rows("update risk_case set causes = '{declared,notice}' where id = $1", [id]),
    );
    expect(await said(house.open(anna, "risk.snooze", id))).toContain("can't be put off");
  });
});

describe("a press", () => {
  test("is refused with the truth: the AM logs contacts, another CSM doesn't decide", async () => {
    const { marta, ben } = house.company;
    const id = await declared();
    expect(await said(house.open(marta, "risk.not-a-risk", id))).toBe(
      `Anna Kurz decides about this case of ${name}. You can log a contact that you had.`,
    );
    expect(await said(house.open(marta, "accounts.plan", account))).toContain("Anna Kurz plans the check-ins");
    expect(await said(logged(marta))).toContain("Logged");
    expect(await said(house.open(ben, "risk.snooze", id))).toContain("Anna Kurz looks after");
  });

  test("of two who own it lets one win, and a double click has one answer", async () => {
    const { anna, olga } = house.company;
    await declared();
    const answers = await Promise.all([
      said(house.press(anna, "risk.own", account)),
      said(house.press(olga, "risk.own", account)),
    ]);
    expect(answers.filter((answer) => answer.startsWith("It's yours"))).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes("owns"))).toHaveLength(1);
    const [owner] = await rows<{ owner_id: string }>("select owner_id from risk_case where account_id = $1", [account]);
    const winner = owner?.owner_id === anna.id ? anna : olga;
    expect(await said(house.press(winner, "risk.own", account))).toContain("already yours");
  });

  test("of two who say that it is no risk lets one win, and the other hears who has", async () => {
    const { anna, olga } = house.company;
    const id = await declared();
    const answers = await Promise.all(
      [anna, olga].map((who) => said(house.submit(who, "risk.not-a-risk", id, { reason: "They only moved office." }))),
    );
    expect(answers.filter((answer) => answer.includes("is closed as no risk"))).toHaveLength(1);
    expect(answers.filter((answer) => /(Anna Kurz|Olga Orlova) closed the case/.test(answer))).toHaveLength(1);
    expect(await rows("select state, causes from risk_state where account_id = $1", [account])).toEqual([
      { state: "at-risk", causes: ["declared"] },
    ]);
  });

  test("on a closed case says who closed it, and only Reopen opens it again", async () => {
    const { anna, olga } = house.company;
    const id = await declared();
    await house.submit(olga, "risk.not-a-risk", id, { reason: "They only moved office." });
    for (const answer of [
      said(house.press(anna, "risk.own", account)),
      said(house.open(anna, "risk.snooze", id)),
      said(house.open(anna, "risk.escalate", id)),
      said(house.submit(anna, "risk.close", id, { outcome: "saved", reason: "", note: "" })),
    ])
      expect(await answer).toContain(`Olga Orlova closed the case of ${name}`);
    await at(hours(9));
    expect([cardsWith(anna), cardsWith(olga)]).toEqual([[], []]);
    expect(await said(house.press(anna, "risk.reopen", id))).toContain("is open again");
    expect(await said(house.press(anna, "risk.reopen", id))).toContain("is open already");
    await at(hours(9));
    expect((await inChannel())[0]).toContain(`${name} is at risk`);
  });

  test("counts as acting on the alert, also once the case was given back or opened again", async () => {
    const { anna, organisation } = house.company;
    const actedOn = async (): Promise<number> => {
      const [from, to] = ["2026-11-24", "2026-12-31"] as [LocalDate, LocalDate];
      const { actedOn: count } = await house.app.db.read(organisation, (tx) =>
        accountabilityOf(tx, from, to, new Date("2027-01-01T00:00:00Z")),
      );
      return count;
    };
    const before = await actedOn();
    const id = await declared();
    expect(await actedOn()).toBe(before);
    await house.submit(anna, "risk.not-a-risk", id, { reason: "It was a mistake." });
    await house.press(anna, "risk.reopen", id);
    expect(await actedOn()).toBe(before + 1);

    await house.app.db.write(organisation, (tx) =>
      tx.rows("delete from audit where subject = $1 and action = 'risk.case-closed'", [id]),
    );
    expect(await actedOn()).toBe(before);
    await house.press(anna, "risk.own", account);
    await at(new Date("2026-12-02T08:00:00Z"));
    expect(await rows("select owner_id from risk_case where id = $1", [id])).toEqual([{ owner_id: null }]);
    expect(await actedOn()).toBe(before + 1);
  });

  test("Escalate brings it to the manager with the reason, once, and the note to no channel", async () => {
    const { anna, olga } = house.company;
    const id = await declared();
    const values = { reason: "They want a discount that I can't give." };
    expect(await said(house.submit(anna, "risk.escalate", id, values))).toBe(
      `Olga Orlova has the case of ${name} now, with your words.`,
    );
    await at(NINE);
    expect(cardsWith(olga)[0]).toContain(values.reason);
    expect((await inChannel())[0]).toContain("Anna Kurz escalated it to Olga Orlova");
    expect((await inChannel())[0]).not.toContain("discount");
    expect(await said(house.submit(anna, "risk.escalate", id, values))).toContain("Olga Orlova has the case");
    await at(hours(8));
    expect(cardsWith(olga)).toHaveLength(1);
  });

  test("Escalate after it was reopened is told below the first, however soon", async () => {
    const { anna, olga } = house.company;
    const id = await declared();
    await house.submit(anna, "risk.escalate", id, { reason: "They want a discount." });
    await at(NINE);
    await house.submit(anna, "risk.not-a-risk", id, { reason: "It was a mistake." });
    await house.press(anna, "risk.reopen", id);
    await house.submit(anna, "risk.escalate", id, { reason: "They want to leave after all." });
    await at(NINE);
    expect(cardsWith(olga)).toHaveLength(2);
    expect(cardsWith(olga)[1]).toContain("They want to leave after all.");
  });
});

describe("Close", () => {
  test("needs a logged contact, and a reason where the customer is lost; our own fault is told to the department", async () => {
    const { anna, kim, organisation } = house.company;
    const id = await declared();
    await house.app.db.write(organisation, (tx) =>
      tx.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'product', $3)", [
        organisation,
        account,
        kim.id,
      ]),
    );
    await house.press(anna, "risk.own", account);
    expect(await said(house.open(anna, "risk.close", id))).toContain("Press Log contact first");
    house.clock.set(morning(26));
    await logged(anna);
    const lost = { outcome: "lost", reason: "", note: "" };
    expect(await said(house.submit(anna, "risk.close", id, lost))).toContain("needs a reason");
    const given = { ...lost, reason: "product/missing-feature", note: "Dana needs the export." };
    expect(await said(house.submit(anna, "risk.close", id, given))).toContain("is closed");
    await at(morning(26));
    expect((await inChannel())[0]).toMatch(
      /Closed by Anna Kurz on .*: lost\. 2 days from first alert to first contact\./,
    );
    expect((await inChannel())[0]).not.toContain("feature");
    const heard = house.standingWith(kim).at(-1);
    expect(heard).toContain("product (ours): a missing feature");
    expect(heard).not.toContain(name);
    expect(heard).not.toContain("Dana");
    expect(await rows("select action, details from audit where subject = $1 order by id", [id])).toMatchObject([
      { action: "risk.own" },
      { action: "risk.case-closed", details: { outcome: "lost", reason: "product/missing-feature" } },
    ]);
  });
});

describe("a check-in", () => {
  const plan = { kind: "check-in", contact: "unlisted", on: "2026-11-26", at: "10:00", note: "" };

  test("that is planned stands on the case, the account and one's own screen, and is asked about at its time", async () => {
    const { anna } = house.company;
    await declared();
    await house.press(anna, "risk.own", account);
    expect(await said(house.submit(anna, "accounts.plan", account, plan))).toContain(`Planned: check-in with ${name}`);
    await at(NINE);
    expect((await inChannel())[0]).toContain("Planned: check-in on");
    expect(await said(house.command(anna, `/account ${name}`))).toContain("Next check-in on");
    expect(await said(house.command(anna, "/tandem home"))).toContain(`check-in with ${name}`);
    await at(morning(26, 10, -1));
    expect(cardsWith(anna)).toEqual([]);
    await at(morning(26, 10));
    expect(cardsWith(anna)[0]).toContain(`Did it happen: check-in with ${name}?`);
    const [row] = await rows<{ id: string }>("select id from touchpoint where account_id = $1", [account]);
    expect(await said(house.press(anna, "accounts.touch-held", row?.id ?? ""))).toContain("Noted in the timeline");
    expect(await said(house.press(anna, "accounts.touch-held", row?.id ?? ""))).toContain("noted as held already");
    expect(await rows("select contact_at from risk_case where account_id = $1", [account])).toEqual([
      { contact_at: morning(26, 10) },
    ]);
    expect((await told()).filter((kind) => kind.includes("check-in") || kind.includes("touchpoint"))).toEqual([
      "touchpoint-planned",
      "check-in",
    ]);
  });

  test("is refused in the past, on a day off and outside working hours, with what is allowed", async () => {
    const { anna } = house.company;
    const tried = (values: object): Promise<string> =>
      said(house.submit(anna, "accounts.plan", account, { ...plan, ...values }));
    expect(await tried({ on: "2026-11-23" })).toContain("is past");
    expect(await tried({ on: "2026-11-28" })).toContain("is a day off");
    expect(await tried({ at: "17:00" })).toContain("from 09:00 to before 17:00");
    expect(await tried({ on: "31/11/2026" })).toContain("31/11/2026");
    expect(await rows("select 1 from touchpoint where account_id = $1", [account])).toEqual([]);
  });

  test("that is moved is asked about at its new time only; one that is cancelled never", async () => {
    const { anna } = house.company;
    await house.submit(anna, "accounts.plan", account, plan);
    const [row] = await rows<{ id: string }>("select id from touchpoint where account_id = $1", [account]);
    const id = row?.id ?? "";
    expect(await said(house.press(anna, "accounts.touch-held", id))).toContain("still to come");
    expect(await said(house.submit(anna, "accounts.touch-move", id, { on: "2026-11-27", at: "11:00" }))).toContain(
      "Planned",
    );
    await at(morning(26, 10));
    expect(cardsWith(anna)).toEqual([]);
    expect(await said(house.press(anna, "accounts.touch-cancel", id))).toContain("Cancelled");
    await at(morning(27, 11));
    expect(cardsWith(anna)).toEqual([]);
    expect(await said(house.press(anna, "accounts.touch-held", id))).toContain("was cancelled already");
  });
});

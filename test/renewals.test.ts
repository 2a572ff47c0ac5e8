import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import { createRenewals } from "../src/features/renewals/feature.ts";
import type { AccountId, RenewalId } from "../src/kernel/ids.ts";
import { addAccount, addContract, addPerson, ids, type TestContract, type TestPerson } from "./helpers/company.ts";
import { day } from "./helpers/risk.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());
/** What a test leaves behind is over, so that nobody waits for the messages of all the others. */
afterEach(async () => {
  await rows("update renewal set state = 'over' where state = 'open'");
  await rows("update contract set ended_on = starts_on");
  await rows("update account set lifecycle_stage = 'churned' where name like 'Fabrikam %'");
  await rows("delete from due where kind like '%renewals%'");
  await rows("update post set state = 'suppressed', reason = 'left' where state = 'wanted'");
});

/** Berlin is at UTC+1 in winter and at UTC+2 in summer. */
function rows<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}
async function at(instant: string | Date, ms = 0): Promise<void> {
  house.clock.set(new Date(new Date(instant).getTime() + ms));
  await house.app.settle();
}
/** The night of a day in which the clocks are looked at, and its morning in Berlin. */
async function nightOf(date: string): Promise<void> {
  house.clock.set(new Date(`${date}T02:00:00Z`));
  await house.app.change(house.company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: date }));
  await house.app.settle();
}

let made = 0;
/** A customer of Anna and Marta with one contract. */
async function customer(
  contract: TestContract,
  slots: { readonly csm?: TestPerson | undefined; readonly am?: TestPerson | undefined; readonly region?: string } = {
    csm: house.company.anna,
    am: house.company.marta,
  },
): Promise<{ account: AccountId; name: string }> {
  const name = `Fabrikam ${String(++made)} AG`;
  const account = await house.app.db.write(house.company.organisation, async (tx) => {
    const id = await addAccount(tx, name, {
      ...(slots.csm && { csm: slots.csm.id }),
      ...(slots.am && { am: slots.am.id }),
      ...(slots.region && { region: slots.region }),
    });
    await addContract(tx, id, contract);
    return id;
  });
  return { account, name };
}
const cards = (person: TestPerson, name: string): string[] =>
  house.standingWith(person).filter((card) => card.includes(name));
async function renewalOf(account: AccountId): Promise<RenewalId> {
  const [row] = await rows<{ id: RenewalId }>(
    "select id from renewal where account_id = $1 order by (state = 'open') desc, opened_at desc limit 1",
    account,
  );
  if (!row) throw new Error("no renewal");
  return row.id;
}

const words = { goals: "Twice as fast", shown: "Two days a month", mood: "Warm", risks: "New CFO", thanks: "Dana" };
const review = async (who: TestPerson, account: AccountId): Promise<string> =>
  wordsOf(await house.submit(who, "renewals.review", await renewalOf(account), words));
const press = async (who: TestPerson, name: string, account: AccountId): Promise<string> =>
  wordsOf(await house.press(who, `renewals.${name}`, await renewalOf(account)));
const submit = async (
  who: TestPerson,
  name: string,
  account: AccountId,
  values: Record<string, string>,
): Promise<string> => wordsOf(await house.submit(who, `renewals.${name}`, await renewalOf(account), values));
async function stateOf(account: AccountId): Promise<{ state: string; due_on: string; told: string | null }[]> {
  return rows("select state, due_on, told from renewal where account_id = $1 order by opened_at, id", account);
}
async function told(account: AccountId): Promise<string[]> {
  const found = await rows<{ clock: string; to: string }>(
    "select details->>'clock' as clock, details->>'to' as to from timeline where account_id = $1 and kind = 'renewal-told' order by at, id",
    account,
  );
  return found.map(({ clock, to }) => `${clock}: ${to}`);
}
/** How many messages about a customer people were sent; a card that is drawn anew stays one. */
const sent = (name: string, ...people: TestPerson[]): number[] => people.map((person) => cards(person, name).length);

/** 31 March 2027 is a Wednesday; 120 days before it is 1 December, a Tuesday. */
const SPRING = { arrMinor: 4_800_000, startsOn: "2026-03-31", renewsOn: "2027-03-31", noticeDays: 30 } as const;

describe("the way to a renewal", () => {
  test("goes from the value review by the CSM to the terms by the AM, the reminders and the last day to act, each once", async () => {
    const { anna, marta, olga } = house.company;
    const { account, name } = await customer(SPRING);
    await nightOf("2026-11-23");
    expect(await stateOf(account)).toEqual([]);
    await nightOf("2026-11-24");
    expect(await stateOf(account)).toEqual([{ state: "open", due_on: "2027-03-31", told: null }]);
    await at("2026-12-01T08:00:00Z", -1);
    expect(sent(name, anna, marta)).toEqual([0, 0]);
    await at("2026-12-01T08:00:00Z");
    expect(cards(anna, name)[0]).toMatch(
      /renewal in 120 days[^]*The value review is yours, Anna Kurz[^]*€48,000 a year: renews on 2027-03-31; notice until 2027-03-01; last day to act: 2027-02-24/,
    );
    await at("2026-12-01T08:00:00Z", 1);
    await nightOf("2026-12-02");
    expect(sent(name, anna, marta, olga)).toEqual([1, 0, 0]);

    expect(await review(anna, account)).toContain("Marta Silva gets it as a brief");
    await at("2026-12-02T08:00:00Z");
    expect(cards(marta, name)).toHaveLength(1);
    expect(cards(marta, name)[0]).toMatch(
      /brief before the renewal[^]*Twice as fast[^]*Two days a month[^]*Warm[^]*New CFO[^]*Dana/,
    );

    // 31 December is a working day here, and no holiday of this region.
    await at("2026-12-31T08:00:00Z", -1);
    expect(sent(name, marta)).toEqual([1]);
    await at("2026-12-31T08:00:00Z");
    expect(cards(marta, name)[1]).toMatch(/renewal in 90 days[^]*The terms are with Marta Silva/);
    expect(await press(marta, "terms-sent", account)).toContain("has the terms");
    await at("2027-01-31T08:00:00Z");
    expect(sent(name, marta)).toEqual([2]);
    await at("2027-02-01T08:00:00Z");
    expect(cards(marta, name)[2]).toMatch(/58 days to go[^]*Terms: sent by Marta Silva/);
    await at("2027-02-24T08:00:00Z");
    expect(cards(marta, name)[3]).toMatch(/Today is the last day to act\. Until 2027-03-01 they can give notice/);
    expect(cards(anna, name)[1]).toContain("Today is the last day to act");
    await at("2027-03-01T08:00:00Z");
    await at("2027-03-02T08:00:00Z");
    expect(cards(marta, name)).toHaveLength(5);
    expect(sent(name, olga)).toEqual([0]);
    expect(await told(account)).toEqual([
      "value: Anna Kurz",
      "terms: Marta Silva",
      "60: Marta Silva",
      "act: Marta Silva, Anna Kurz",
      "30: Marta Silva",
    ]);

    expect(await submit(marta, "signed", account, { renews_on: "2028-03-31" })).toContain("renews next on 2028-03-31");
    await at("2027-03-03T08:00:00Z");
    expect(cards(marta, name).at(-1)).toMatch(/Signed\. Marta Silva said so on/);
    expect(await rows("select renews_on, decided_on from contract where account_id = $1", account)).toEqual([
      { renews_on: "2028-03-31", decided_on: "2027-03-02" },
    ]);
    expect(await rows("select type, effective_on from contract_event where account_id = $1", account)).toEqual([
      { type: "renewal", effective_on: "2027-03-31" },
    ]);
  }, 90_000);

  test("brings one message where a contract comes in late, not four", async () => {
    const { anna, marta, olga } = house.company;
    const { account, name } = await customer({ ...SPRING, noticeDays: 5 });
    await nightOf("2027-02-08");
    await at("2027-02-08T08:00:00Z");
    expect(sent(name, anna, marta, olga)).toEqual([1, 1, 0]);
    expect(cards(anna, name)[0]).toMatch(/renewal in 51 days[^]*51 days to go/);
    expect(await told(account)).toEqual(["60: Marta Silva, Anna Kurz"]);
  });

  test("waits for the working day where the night is when it is looked at", async () => {
    const { marta } = house.company;
    const { name } = await customer({ ...SPRING, renewsOn: "2027-04-20", noticeDays: 5 });
    await nightOf("2027-02-06");
    await at("2027-02-08T08:00:00Z", -1);
    expect(sent(name, marta)).toEqual([0]);
    await at("2027-02-08T08:00:00Z");
    expect(sent(name, marta)).toEqual([1]);
  });

  test("is moved with the date, and says again what lies ahead again", async () => {
    const { anna, marta } = house.company;
    const { account, name } = await customer(SPRING);
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    expect(await stateOf(account)).toEqual([{ state: "open", due_on: "2027-03-31", told: "terms" }]);
    await rows("update contract set renews_on = '2027-05-31' where account_id = $1", account);
    await nightOf("2027-01-05");
    expect(await stateOf(account)).toEqual([{ state: "open", due_on: "2027-05-31", told: null }]);
    await at("2027-01-05T08:00:00Z");
    expect(cards(marta, name)[0]).toContain("renewal in 146 days");
    await at("2027-02-01T08:00:00Z");
    expect(sent(name, anna, marta)).toEqual([2, 1]);
    await at("2027-03-02T08:00:00Z");
    // A reminder that the review waits, then the terms are due.
    expect(sent(name, anna, marta)).toEqual([4, 2]);
  });

  test("ends when the contract was renewed, ended, or got notice elsewhere; nobody hears more of it", async () => {
    const { anna, marta } = house.company;
    const renewed = await customer(SPRING);
    const ended = await customer(SPRING);
    const noticed = await customer(SPRING);
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    await rows("update contract set renews_on = '2028-03-31' where account_id = $1", renewed.account);
    await rows("update contract set ended_on = '2027-01-04' where account_id = $1", ended.account);
    await rows("update contract set notice_on = '2027-01-04' where account_id = $1", noticed.account);
    await nightOf("2027-01-05");
    const states = [renewed, ended, noticed].map(async ({ account }) =>
      (await stateOf(account)).map(({ state }) => state),
    );
    expect(await Promise.all(states)).toEqual([["renewed"], ["over"], ["notice"]]);
    await at("2027-01-31T23:00:00Z");
    await at("2027-02-01T08:00:00Z");
    for (const { name } of [renewed, ended, noticed]) expect(sent(name, anna, marta)).toEqual([1, 1]);
    expect(cards(marta, renewed.name)[0]).toContain("Renewed.");
    expect(cards(marta, noticed.name)[0]).toContain("gave notice");
    expect(
      await rows("select 1 from due where kind like '%renewals.%' and subject = $1", await renewalOf(ended.account)),
    ).toEqual([]);
  });

  test("is none of a contract without a renewal date, and of a short term the half-yearly review", async () => {
    const { anna, marta } = house.company;
    const undated = await customer({ arrMinor: 100_000 });
    const short = await customer({ arrMinor: 100_000, startsOn: "2026-09-01", renewsOn: "2026-12-01", noticeDays: 10 });
    await rows(
      "update contract set renews_on = '2027-06-01', ends_on = '2026-11-30' where account_id = $1",
      short.account,
    );
    await nightOf("2027-02-25");
    expect(await stateOf(undated.account)).toEqual([]);
    await at("2027-03-02T08:00:00Z", -1);
    expect(sent(short.name, anna, marta)).toEqual([0, 0]);
    await at("2027-03-02T08:00:00Z");
    expect(cards(anna, short.name)[0]).toMatch(/half-yearly value review[^]*a short term/);
    expect(await review(anna, short.account)).toContain("Marta Silva gets it as a brief");
    await at("2027-03-02T08:00:00Z");
    expect(cards(anna, short.name)[0]).toContain("Reviewed.");
    expect(await stateOf(short.account)).toMatchObject([{ state: "reviewed" }]);
    await nightOf("2027-03-03");
    expect(await stateOf(short.account)).toMatchObject([{ state: "reviewed" }, { state: "open", told: null }]);
  });

  test("is each contract's own; a light one has no value review, and one review counts for all that come soon", async () => {
    const { anna, marta } = house.company;
    const { account, name } = await customer(SPRING);
    await house.app.db.write(house.company.organisation, async (tx) => {
      await addContract(tx, account, { ...SPRING, arrMinor: 2_000_000, renewsOn: "2027-04-02" });
      await addContract(tx, account, { ...SPRING, arrMinor: 400_000 });
    });
    await nightOf("2026-12-03");
    await at("2026-12-03T08:00:00Z");
    expect(sent(name, anna)).toEqual([1]);
    expect(await review(anna, account)).toContain("Saved");
    await at("2027-01-04T08:00:00Z");
    const kinds = await rows(
      "select k.arr_minor::float8 as arr, r.told, r.reviewed_at is not null as reviewed from renewal r join contract k on k.id = r.contract_id where r.account_id = $1 order by 1",
      account,
    );
    expect(kinds).toEqual([
      { arr: 400_000, told: "terms", reviewed: true },
      { arr: 2_000_000, told: "terms", reviewed: true },
      { arr: 4_800_000, told: "terms", reviewed: true },
    ]);
    // The brief, and the terms of three contracts.
    expect(sent(name, marta)).toEqual([4]);
  });
});

describe("who has a renewal", () => {
  test("is reminded in working hours while a part waits, then it is said to who leads", async () => {
    const { anna, olga, ben } = house.company;
    const { account, name } = await customer(SPRING, { csm: ben, am: house.company.jonas });
    await nightOf("2026-11-30");
    await at("2026-12-01T08:00:00Z");
    await at("2026-12-07T16:00:00Z", -1);
    expect(sent(name, ben, olga)).toEqual([1, 0]);
    await at("2026-12-07T16:00:00Z");
    await at("2026-12-08T08:00:00Z");
    expect(cards(ben, name)[1]).toContain("still waits for you, Ben Ito");
    await at("2026-12-14T16:00:00Z", -1);
    expect(sent(name, olga)).toEqual([0]);
    await at("2026-12-14T16:00:00Z");
    await at("2026-12-15T08:00:00Z");
    expect(cards(olga, name)[0]).toMatch(/The value review of .* is late\. It is with Ben Ito/);
    expect(await review(olga, account)).toContain("Saved");
    await at("2026-12-15T08:00:00Z", 1);
    expect(cards(ben, name).at(-1)).toContain("Value review: done by Olga Orlova");
    expect(sent(name, anna)).toEqual([0]);
  });

  test("is one of the region's pool where there is no AM, and the AM channel hears who", async () => {
    const { anna, marta, jonas } = house.company;
    const { account, name } = await customer(SPRING, { csm: anna });
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    const [row] = await rows<{ id: string }>("select terms_owner_id as id from renewal where account_id = $1", account);
    const owner = row?.id === marta.id ? marta : jonas;
    const other = owner === marta ? jonas : marta;
    expect(cards(owner, name)[0]).toContain(`The terms are with ${owner.name}`);
    expect(sent(name, other)).toEqual([0]);
    await at("2027-01-04T09:00:00Z");
    const inChannel = (await house.standingIn("am")).filter((card) => card.includes(name));
    expect(inChannel[0]).toContain(`Terms: ${owner.name}`);
    expect(await press(other, "terms-sent", account)).toContain(`is for ${owner.name}`);
    expect(await review(anna, account)).toContain(`${owner.name} gets it as a brief`);
    await at("2027-01-04T09:00:00Z", 1);
    const brief = cards(owner, name).find((card) => card.includes("brief before"));
    expect(brief).toMatch(/Twice as fast[^]*Dana[^]*Mood and risks are for those who look after the account/);
    expect(brief).not.toMatch(/Warm|New CFO/);
    expect(await press(owner, "terms-sent", account)).toContain("has the terms");
  });

  test("is pressed by who leads the customer, not by who leads the pool and may not read of it", async () => {
    const { anna, olga, marta, jonas, organisation, workspace } = house.company;
    const vera = await house.app.db.write(organisation, async (tx) => {
      const leader = await addPerson(tx, workspace, "Vera Sales", ["manager"]);
      await tx.rows("update person set manager_id = $1 where id = any($2::uuid[])", [leader.id, [marta.id, jonas.id]]);
      return leader;
    });
    const { account, name } = await customer(SPRING, { csm: anna, region: "dach" });
    await nightOf("2027-03-01");
    await at("2027-03-01T08:00:00Z");
    expect((await told(account)).at(-1)).toMatch(/^30: .*Olga Orlova/);
    expect(cards(olga, name)[0]).toContain("renewal");
    expect(sent(name, vera)).toEqual([0]);
    await rows("update person set manager_id = $1 where manager_id = $2", olga.id, vera.id);
    await rows("update person set active = false where id = $1", vera.id);
  });

  test("is a manager where nobody else is: the region's before any", async () => {
    const { anna, organisation } = house.company;
    const uma = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, house.company.workspace, "Uma Nordin", ["manager"], { region: "nordics" }),
    );
    const { name } = await customer(SPRING, { csm: anna, region: "nordics" });
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    expect(cards(uma, name)[0]).toContain("The terms are with Uma Nordin");
  });

  test("changes in mid-renewal with who left and who was assigned, and the new one gets the card that holds", async () => {
    const { anna, ada, olga, organisation, workspace } = house.company;
    const [leaver, heir] = await house.app.db.write(organisation, async (tx) => [
      await addPerson(tx, workspace, "Lea Vers", ["am"], { region: "iberia" }),
      await addPerson(tx, workspace, "Hei Nakamura", ["am"], { region: "iberia" }),
    ]);
    if (!leaver || !heir) throw new Error("nobody");
    const { account, name } = await customer(SPRING, { csm: anna, am: leaver, region: "iberia" });
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    expect(sent(name, leaver, heir)).toEqual([1, 0]);
    await rows("update person set active = false where id = $1", leaver.id);
    await rows("delete from slot where person_id = $1", leaver.id);
    await nightOf("2027-01-05");
    await at("2027-01-05T08:00:00Z");
    expect(cards(heir, name)[0]).toMatch(/The terms are with Hei Nakamura/);

    const given = await house.submit(ada, "responsibilities.holder", account, { slot: "am", person: "Olga Orlova" });
    expect(wordsOf(given)).toContain("Olga Orlova");
    await at("2027-01-05T09:00:00Z");
    expect(cards(olga, name)[0]).toContain("The terms are with Olga Orlova");
    expect(cards(heir, name)[0]).toContain("isn't everyone's to see");
    await nightOf("2027-01-06");
    await at("2027-01-06T08:00:00Z");
    expect(sent(name, heir, olga)).toEqual([1, 1]);
  });
});

describe("the clock", () => {
  test("is looked at every night of the organisation", async () => {
    const feature = createRenewals(() => new Set());
    const [night] = feature.schedules ?? [];
    const started: object[] = [];
    await house.app.change(house.company.organisation, async (context) => {
      expect(await night?.subjects(context)).toMatchObject([{ id: house.company.organisation, at: "02:00" }]);
      const jobs = { start: (...given: unknown[]) => Promise.resolve(void started.push(given)) };
      const occurrence = { localDate: day("2026-12-01"), dueAt: context.now, late: false };
      await night?.fire({ ...context, jobs }, house.company.organisation, occurrence);
    });
    expect([night?.days, started]).toEqual(["every-day", [["renewals.look", { day: "2026-12-01" }]]]);
  });

  test("goes by the clock and the holidays of who is told", async () => {
    const { account } = await customer({ ...SPRING, renewsOn: "2027-07-25" });
    await nightOf("2027-03-27");
    // On Sunday Berlin's clock goes forward, and Easter Monday is none of its working days.
    await at("2027-03-30T07:00:00Z", -1);
    expect(await stateOf(account)).toMatchObject([{ told: null }]);
    await at("2027-03-30T07:00:00Z");
    expect(await stateOf(account)).toMatchObject([{ told: "value" }]);
  });

  test("of two who look at once tells once", async () => {
    const { anna } = house.company;
    const { account, name } = await customer(SPRING);
    await nightOf("2026-12-02");
    const look = (): Promise<void> =>
      house.app.change(house.company.organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-12-02" }));
    await Promise.all([look(), look()]);
    await rows("update due set due_at = $1 where kind like '%renewals.step%'", new Date("2026-12-02T02:00:00Z"));
    await Promise.all([house.app.settle(), house.app.settle()]);
    await at("2026-12-02T08:00:00Z");
    expect(sent(name, anna)).toEqual([1]);
    expect(await told(account)).toHaveLength(1);
  });

  test("goes with its contract when two accounts become one, and a press on the old card says whose it is now", async () => {
    const { anna, ben, marta } = house.company;
    const from = await customer(SPRING);
    const into = await customer({ arrMinor: 100_000 }, { csm: ben, am: marta });
    await nightOf("2026-12-01");
    await at("2026-12-01T08:00:00Z");
    const id = await renewalOf(from.account);
    await rows("update contract set account_id = $2 where account_id = $1", from.account, into.account);
    await rows("update account set merged_into = $2 where id = $1", from.account, into.account);
    await nightOf("2026-12-02");
    await at("2026-12-02T08:00:00Z");
    expect(await stateOf(into.account)).toMatchObject([{ state: "open", told: "value" }]);
    expect(cards(ben, into.name)[0]).toContain("The value review is yours, Ben Ito");
    const answer = wordsOf(await house.submit(anna, "renewals.review", id, words));
    expect(answer).toMatch(/can't find that renewal|is for Ben Ito/);
  });

  test("is told of on time where its contract was given to another account that day", async () => {
    const { anna, ben, marta } = house.company;
    const from = await customer(SPRING);
    const into = await customer({ arrMinor: 100_000 }, { csm: ben, am: marta });
    await nightOf("2026-12-01");
    await rows("update contract set account_id = $2 where account_id = $1", from.account, into.account);
    await at("2026-12-01T08:00:00Z");
    expect(cards(ben, into.name)[0]).toContain("The value review is yours, Ben Ito");
    expect(sent(from.name, anna)).toEqual([0]);
  });

  test("is listed once, where its contract is, before the night has followed it", async () => {
    const { anna, ben, marta } = house.company;
    const from = await customer(SPRING);
    const into = await customer({ arrMinor: 100_000 }, { csm: ben, am: marta });
    await nightOf("2026-12-01");
    await at("2026-12-01T08:00:00Z");
    await review(anna, from.account);
    await rows("update contract set account_id = $2 where account_id = $1", from.account, into.account);
    const open = async (who: TestPerson, { account }: typeof from) =>
      wordsOf(await house.press(who, "renewals.open", account));
    expect(await open(anna, from)).not.toContain("2027");
    expect(await open(ben, into)).toContain("Value review: done by Anna Kurz");
    expect(wordsOf(await house.command(ben, "/tandem renewals")).split(into.name)).toHaveLength(2);
    expect(wordsOf(await house.command(anna, "/tandem renewals"))).not.toContain(from.name);
  });

  test("is ended before the night by whose account its contract is now, and there it is written", async () => {
    const { ben, marta } = house.company;
    const from = await customer(SPRING);
    const into = await customer({ arrMinor: 100_000 }, { csm: ben, am: marta });
    await nightOf("2026-12-01");
    await at("2026-12-01T08:00:00Z");
    const id = await renewalOf(from.account);
    await rows("update contract set account_id = $2 where account_id = $1", from.account, into.account);
    const answer = await house.submit(ben, "renewals.notice", id, { on: "2026-12-01", ends_on: "2027-03-31" });
    expect(wordsOf(answer)).toContain(into.name);
    expect(await rows("select type from contract_event where account_id = $1", into.account)).toEqual([
      { type: "notice" },
    ]);
    expect(await rows("select type from contract_event where account_id = $1", from.account)).toEqual([]);
  });
});

describe("an Account Manager", () => {
  test("who is away has a cover, who may do what they may", async () => {
    const { marta, jonas, organisation } = house.company;
    const { account, name } = await customer(SPRING);
    const cover = ids.next();
    await rows(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, $2, $3, $4, '2027-01-01', '2027-01-10', $3, $5)`,
      organisation,
      cover,
      marta.id,
      jonas.id,
      new Date("2026-12-20T10:00:00Z"),
    );
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    expect(cards(jonas, name)[0]).toContain("The terms are with Marta Silva");
    expect(await press(jonas, "terms-sent", account)).toContain("has the terms");
    expect(wordsOf(await house.command(jonas, "/tandem renewals"))).toContain(name);
    await rows("update cover set ended_at = $2 where id = $1", cover, new Date("2027-01-04T09:00:00Z"));
  });

  test("is somebody's in the list also before its clock has begun, of a customer without an Account Manager", async () => {
    const { anna, marta, jonas } = house.company;
    house.clock.set(new Date("2026-11-24T08:00:00Z"));
    const { name } = await customer({ arrMinor: 1_120_000, renewsOn: day("2027-01-26") }, { csm: anna });
    const line = wordsOf(await house.command(anna, "/tandem renewals"))
      .split("\n")
      .find((each) => each.includes(name));
    expect(line).toMatch(new RegExp(`Terms: @?(${marta.name}|${jonas.name})`));
  });

  test("who has left is stood in for by the pool: in the list before the clock has begun, then on the card, and the AM channel hears who", async () => {
    const { anna, marta, jonas, organisation, workspace } = house.company;
    const lou = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Lou Farewell", ["am"]));
    const { account, name } = await customer(SPRING, { csm: anna, am: lou, region: "dach" });
    await rows("update person set active = false where id = $1", lou.id);
    await at("2027-01-02T08:00:00Z");
    const lists = await Promise.all([marta, jonas].map((who) => house.command(who, "/tandem renewals")));
    expect(lists.filter((list) => wordsOf(list).includes(name))).toHaveLength(1);
    await nightOf("2027-01-03");
    await at("2027-01-04T09:00:00Z");
    expect((await told(account)).at(-1)).toMatch(/^terms: (Marta Silva|Jonas Weber)/);
    expect((await house.standingIn("am")).filter((card) => card.includes(name))).toHaveLength(1);
  });

  test("is quiet about a customer in adoption until the renewal window, and the CSM hears of the last day to act", async () => {
    const { anna, marta } = house.company;
    const { account, name } = await customer({ ...SPRING, renewsOn: "2027-07-30", noticeDays: 180 });
    await rows("update account set lifecycle_stage = 'adoption' where id = $1", account);
    await nightOf("2027-01-20");
    await at("2027-01-26T08:00:00Z");
    await at("2027-01-28T08:00:00Z");
    expect(await told(account)).toEqual(["act: Anna Kurz, Olga Orlova"]);
    expect(sent(name, anna, marta)).toEqual([1, 0]);
    await nightOf("2027-05-02");
    await at("2027-05-03T07:00:00Z");
    expect((await told(account)).at(-1)).toContain("Marta Silva");
  });

  test("asks the CSM from the card, with the account filled in", async () => {
    const { marta, northwind } = house.company;
    const { reply } = await house.open(marta, "questions.ask-csm", northwind);
    expect(reply.kind === "form" ? reply.form.fields.map((field) => "initial" in field && field.initial) : []).toEqual([
      "csm",
      "Northwind GmbH",
      false,
    ]);
  });

  test("is told why on every message, and may turn off the others, not the last day to act", async () => {
    const { marta } = house.company;
    const shown = JSON.stringify((await house.command(marta, "/tandem settings notifications")).reply);
    expect(shown).toMatch(/renewal/);
  });
});

describe("a press on a renewal", () => {
  test("is for who has the part; who doesn't is told whose it is, and strangers learn nothing", async () => {
    const { anna, ben, jonas, kim, marta } = house.company;
    const { account, name } = await customer(SPRING);
    await nightOf("2026-12-01");
    await at("2026-12-01T08:00:00Z");
    expect(await press(anna, "terms-sent", account)).toContain("is for Marta Silva");
    expect(await review(marta, account)).toContain("is for Anna Kurz");
    expect(await submit(anna, "not-renewing", account, { reason: "price/too-high" })).toContain("is for Marta Silva");
    expect(await submit(kim, "signed", account, { renews_on: "2028-03-31" })).toContain("is for Marta Silva");
    for (const who of [ben, jonas]) {
      expect(await press(who, "terms-sent", account)).toMatch(/is for Marta Silva|can't find/);
      expect(wordsOf(await house.command(who, "/tandem renewals"))).not.toContain(name);
    }
    const gone = wordsOf(await house.press(marta, "renewals.terms-sent", ids.next()));
    expect(gone).toContain("can't find that renewal");
    expect(await stateOf(account)).toMatchObject([{ state: "open" }]);
  });

  test("is decided once: a double click, a replay, two who press at once, and an old card", async () => {
    const { anna, marta, olga } = house.company;
    const { account } = await customer(SPRING);
    await nightOf("2027-01-02");
    const id = await renewalOf(account);
    const twice = [
      await house.press(marta, "renewals.terms-sent", id, "one-key"),
      await house.press(marta, "renewals.terms-sent", id, "one-key"),
    ];
    expect(twice.map(wordsOf)).toEqual([wordsOf(twice[0] as Answer), wordsOf(twice[0] as Answer)]);
    expect(await press(olga, "terms-sent", account)).toContain("Marta Silva sent the terms");
    const answers = await Promise.all([
      submit(marta, "signed", account, { renews_on: "2028-03-31" }),
      submit(olga, "signed", account, { renews_on: "2028-06-30" }),
      submit(anna, "notice", account, { on: "2027-01-02", ends_on: "2027-03-31" }),
    ]);
    expect(answers.filter((answer) => answer.startsWith("Saved"))).toHaveLength(1);
    expect(await rows("select 1 from contract_event where account_id = $1", account)).toHaveLength(1);
    expect(await press(marta, "terms-sent", account)).toMatch(/Signed|gave notice/);
    expect(await review(anna, account)).toMatch(/Signed|gave notice/);
  });

  test("that says they signed brings the customer from renewal back to value, and starts no clock for the old date", async () => {
    const { marta } = house.company;
    const { account } = await customer(SPRING);
    await rows("update account set lifecycle_stage = 'renewal' where id = $1", account);
    await nightOf("2027-01-02");
    expect(await submit(marta, "signed", account, { renews_on: "2028-03-31" })).toContain("Saved");
    await house.app.change(house.company.organisation, ({ jobs }) =>
      jobs.start("accounts.stages", { day: "2027-01-03" }),
    );
    await nightOf("2027-01-03");
    expect(await rows("select lifecycle_stage as stage from account where id = $1", account)).toEqual([
      { stage: "value" },
    ]);
    // An import that doesn't know of it yet.
    await rows("update contract set renews_on = '2027-03-31' where account_id = $1", account);
    await nightOf("2027-01-04");
    expect(await stateOf(account)).toMatchObject([{ state: "signed", due_on: "2027-03-31" }]);
  });

  test("says what is wrong by its field, and keeps nothing", async () => {
    const { anna, marta } = house.company;
    const { account } = await customer(SPRING);
    await nightOf("2027-01-02");
    const fieldsOf = async (who: TestPerson, form: string, values: Record<string, string>): Promise<string[]> => {
      const { reply } = await house.submit(who, `renewals.${form}`, await renewalOf(account), values);
      return reply.kind === "invalid" ? Object.keys(reply.fields) : [reply.kind];
    };
    expect(await fieldsOf(anna, "review", { goals: " \u200b", shown: "x".repeat(1501) })).toEqual([
      "goals",
      "shown",
      "mood",
    ]);
    for (const renews_on of ["", "soon", "2027-03-31", "2099-01-01"]) {
      expect(await fieldsOf(marta, "signed", { renews_on })).toEqual(["renews_on"]);
    }
    expect(await fieldsOf(marta, "notice", { on: "2027-01-03", ends_on: "2026-12-31" })).toEqual(["on", "ends_on"]);
    expect(await fieldsOf(marta, "not-renewing", { reason: "weather/rain", note: "x".repeat(2001) })).toEqual([
      "reason",
      "note",
    ]);
    expect(await stateOf(account)).toMatchObject([{ state: "open" }]);
    expect(await rows("select notice_on, ended_on, end_reason from contract where account_id = $1", account)).toEqual([
      { notice_on: null, ended_on: null, end_reason: null },
    ]);
  });

  test("that says they gave notice keeps apart when it came and when it takes effect", async () => {
    const { anna, marta } = house.company;
    const { account, name } = await customer(SPRING);
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    expect(await submit(anna, "notice", account, { on: "2027-01-03", ends_on: "2027-03-31" })).toContain("gave notice");
    expect(await rows("select notice_on, ended_on, decided_on from contract where account_id = $1", account)).toEqual([
      { notice_on: "2027-01-03", ended_on: "2027-03-31", decided_on: "2027-01-03" },
    ]);
    expect(
      await rows("select type, notice_on, effective_on from contract_event where account_id = $1", account),
    ).toEqual([{ type: "notice", notice_on: "2027-01-03", effective_on: "2027-03-31" }]);
    await at("2027-02-01T08:00:00Z");
    expect(cards(marta, name)).toHaveLength(1);
    expect(cards(marta, name)[0]).toMatch(/gave notice\. Anna Kurz said so/);
    await nightOf("2027-02-02");
    expect(await stateOf(account)).toMatchObject([{ state: "notice" }]);
  });

  test("that says it isn't renewed gives B9's reason, which the department at fault hears of", async () => {
    const { ada, kim, marta } = house.company;
    const { account, name } = await customer(SPRING);
    await house.submit(ada, "responsibilities.holder", account, { slot: "product", person: "Kim Lee" });
    await house.submit(ada, "responsibilities.row", "", { topic: "feedback", stage: "any", slot: "product" });
    await nightOf("2027-01-02");
    await at("2027-01-04T08:00:00Z");
    const before = house.standingWith(kim).length;
    const note = "They needed an export that we don't have.";
    expect(await submit(marta, "not-renewing", account, { reason: "product/missing-feature", note })).toContain(
      "isn't renewed",
    );
    expect(await rows("select end_reason, ended_on, notice_on from contract where account_id = $1", account)).toEqual([
      { end_reason: "product/missing-feature", ended_on: "2027-03-31", notice_on: null },
    ]);
    await at("2027-01-05T08:00:00Z");
    const heard = house.standingWith(kim).slice(before);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/missing feature/);
    expect(heard[0]).not.toContain(name);
    expect(await rows("select summary from timeline where account_id = $1 and kind = 'renewal-lost'", account)).toEqual(
      [{ summary: note }],
    );
  });
});

describe("the list", () => {
  test("has one's own, by the last day to act, with totals a currency; a manager's has the team's", async () => {
    const { anna, olga, kim, organisation, workspace } = house.company;
    const am = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Lin Ster", ["am"], { region: "apac" }),
    );
    const csm = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Cal Sum", ["csm"], { region: "apac", manager: olga.id }),
    );
    const later = await customer({ ...SPRING, renewsOn: "2027-03-20", noticeDays: 0 }, { csm, am });
    const first = await customer({ ...SPRING, renewsOn: "2027-04-01", noticeDays: 60 }, { csm, am });
    const dollars = await customer({ ...SPRING, renewsOn: "2027-03-25", noticeDays: 10, currency: "USD" }, { csm, am });
    await customer({ arrMinor: 100 }, { csm, am });
    const far = await customer({ ...SPRING, renewsOn: "2027-09-30" }, { csm, am });
    await nightOf("2027-01-02");
    const list = wordsOf(await house.command(am, "/tandem renewals")).split("\n");
    expect(list[0]).toBe("3 renewals within 120 days");
    expect(list[1]).toBe("€96,000 + $48,000 a year to renew, in 3 contracts.");
    expect(list.slice(2, 5).map((line) => line.split(",")[0])).toEqual([first.name, dollars.name, later.name]);
    expect(list[2]).toContain("last day to act 2027-01-27, renews on 2027-04-01");
    expect(list.join()).not.toContain(far.name);
    expect(list.at(-1)).toContain("1 contract has no renewal date");
    expect(wordsOf(await house.command(csm, "/tandem renewals"))).toBe(list.join("\n"));
    const led = wordsOf(await house.command(olga, "/tandem renewals"));
    expect(led).toMatch(/renewals within 120 days/);
    expect(wordsOf(await house.command(kim, "/tandem renewals"))).toContain("No renewal of yours comes up");
    expect(wordsOf(await house.command(anna, "/tandem renewals"))).not.toContain(first.name);
  });
});

describe("a customer whose contracts come up one after the other", () => {
  test("is one renewal of the list, whose contracts stand together", async () => {
    const { olga, organisation, workspace } = house.company;
    const am = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Ona Twice", ["am"], { region: "apac" }),
    );
    const csm = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Una Once", ["csm"], { region: "apac", manager: olga.id }),
    );
    const twice = await customer({ ...SPRING, renewsOn: "2027-02-20", noticeDays: 0 }, { csm, am });
    const between = await customer({ ...SPRING, renewsOn: "2027-03-01", noticeDays: 0 }, { csm, am });
    await house.app.db.write(organisation, (tx) =>
      addContract(tx, twice.account, { ...SPRING, renewsOn: "2027-04-10", noticeDays: 0 }),
    );
    await nightOf("2027-01-02");
    const list = wordsOf(await house.command(am, "/tandem renewals")).split("\n");
    expect(list[0]).toBe("2 renewals within 120 days");
    expect(list[1]).toBe("€144,000 a year to renew, in 3 contracts.");
    expect(list.slice(2, 5).map((line) => line.split(",")[0])).toEqual([twice.name, twice.name, between.name]);
  });
});

describe("the value review", () => {
  test("is drafted from the record: goals, what they are worth, answers, open cases, whom to thank", async () => {
    const { anna, organisation } = house.company;
    const { account } = await customer(SPRING);
    const contact = ids.next<"contact">();
    await rows(
      "insert into contact (organisation_id, id, account_id, name, role, source, added_at, changed_at) values ($1, $2, $3, 'Dana Vogt', 'champion', 'csv', $4, $4)",
      organisation,
      contact,
      account,
      new Date("2026-01-01T00:00:00Z"),
    );
    for (const [name, metOn, measured, worth] of [
      ["Close the month sooner", "2026-09-30", null, 1_200_000],
      ["Fewer errors", null, 0.85, null],
    ] as const) {
      await rows(
        `insert into goal (organisation_id, id, external_id, account_id, name, met_on, measured, confirmed_value_minor, currency, ingested_at, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, case when $8::bigint is not null then 'EUR' end, $9, $9)`,
        organisation,
        ids.next(),
        `${account} ${name}`,
        account,
        name,
        metOn,
        measured,
        worth,
        new Date("2026-10-01T00:00:00Z"),
      );
    }
    await rows(
      `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, score, answered_at, ingested_at, known_at)
       values ($1, $2, $3, $4, $5, 'nps', 9, $6, $6, $6)`,
      organisation,
      ids.next(),
      `answer ${account}`,
      account,
      contact,
      new Date("2026-11-02T10:00:00Z"),
    );
    await rows(
      `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
       values ($1, $2, $3, $4, $5, 2, true, $5, $5)`,
      organisation,
      ids.next(),
      `ticket ${account}`,
      account,
      new Date("2026-11-02T10:00:00Z"),
    );
    await nightOf("2026-12-01");
    const { reply } = await house.open(anna, "renewals.review", await renewalOf(account));
    const drafted = Object.fromEntries(
      reply.kind === "form"
        ? reply.form.fields.map((field) => [field.name, "initial" in field ? field.initial : ""])
        : [],
    );
    expect(drafted).toEqual({
      goals: "Close the month sooner: met\nFewer errors: 85 % as we measure",
      shown: "Worth €12,000 a year to them, as they say",
      mood: "Dana Vogt gave 9 of 10 on 2026-11-02",
      risks: "1 open escalation",
      thanks: "Dana Vogt (champion)",
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals, WON } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import type { AccountId } from "../src/kernel/ids.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());
let name = "";
let made = 0;
beforeEach(() => {
  name = `Sold ${String(++made)}`;
  house.clock.set(NINE);
});
const told = (who: TestPerson): string => house.told(who, name);

const sold = () => house.sold(name);

async function at(instant: Date): Promise<void> {
  house.clock.set(instant);
  await house.app.settle();
}

describe("what is won", () => {
  test("goes to the CSM with its promise and never its price; they accept, and the onboarding opens", async () => {
    const { anna, marta, jonas } = house.company;
    const { account, id } = await sold();
    expect(told(anna)).toMatch(/Promised to the customer.*Logins without waiting/s);
    expect(told(anna)).toContain("Promised until");
    expect(told(anna)).not.toMatch(/9,000|9000/);
    expect(await house.says(jonas, "accept", id)).toMatch(/can't find|Only the Customer Success Manager|isn't/);
    expect(await house.says(marta, "accept", id)).toContain("Only the Customer Success Manager");
    expect(await house.says(anna, "accept", id)).toContain("is yours now");
    expect(await house.says(anna, "accept", id)).toContain("took it over");
    expect((await house.offer(id)).opportunity).toMatchObject({ stage: "done", accepted: { by: anna.id } });
    await house.hours(0);
    expect(told(marta)).toContain("took over");
    expect(told(anna)).toContain("Onboarding: more seats");
    const plan = wordsOf(await house.command(anna, `/tandem onboarding ${name}`));
    expect(plan).toMatch(/Kick-off.*Go-live.*First value/s);
    expect((await house.kinds(account)).slice(-3)).toEqual(["won", "accepted", "onboarding-opened"]);
  });

  test("isn't won with a price among its promises", async () => {
    const { marta } = house.company;
    const id = await house.spot(await house.account(name, marta));
    await house.says(marta, "claim", id);
    const said = await house.fills(marta, "win", id, { ...WON, promised: "All that for 9.000 EUR" });
    expect(said).toContain("names a price");
    expect((await house.offer(id)).opportunity.stage).toBe("claimed");
  });

  test("may be asked back about; the answer comes to the card and the CSM accepts then", async () => {
    const { anna, marta } = house.company;
    const { id } = await sold();
    expect(await house.fills(marta, "ask-back", id, { question: "Why me?" })).toContain("Only the Customer Success");
    expect(await house.fills(anna, "ask-back", id, { question: "Who at theirs knows?" })).toContain("Marta Silva");
    expect(await house.fills(anna, "ask-back", id, { question: "And when?" })).toContain("open already");
    await house.hours(0);
    expect(told(marta)).toContain("Who at theirs knows?");
    expect(await house.fills(anna, "answer-back", id, { answer: "Dana" })).toMatch(/the offer is|Only/);
    expect(await house.fills(marta, "answer-back", id, { answer: "Dana does." })).toContain("can take over");
    expect(await house.fills(marta, "answer-back", id, { answer: "Dana does." })).toContain("Nothing waits");
    await house.hours(0);
    expect(told(anna)).toContain("Dana does.");
    expect(await house.says(anna, "accept", id)).toContain("is yours now");
  });

  test("asks nobody for a step any more that was taken: cards of before say how it stands", async () => {
    const { anna, marta, olga } = house.company;
    const { id } = await sold();
    await house.hours(8);
    expect(told(anna)).toContain("accept the handover, or ask back");
    expect(told(olga)).toContain("waits too long");
    await house.fills(anna, "ask-back", id, { question: "Who at theirs knows?" });
    await house.hours(8.5);
    expect(told(anna)).not.toMatch(/waits for you|accept the handover/);
    expect(told(olga)).not.toContain("waits too long");
    expect(told(marta)).toContain("Answer, so that it can be taken over");
    await house.fills(marta, "answer-back", id, { answer: "Dana does." });
    await house.hours(8.5);
    expect(told(marta)).not.toContain("Answer, so that");
    expect(told(anna)).toContain("Accept the handover, or ask again");
    await house.says(anna, "accept", id);
    await house.hours(8.5);
    for (const who of [anna, marta, olga]) {
      expect(told(who)).toContain("took it over on");
      expect(told(who)).not.toMatch(/waits (for|too)|accept the handover|Accept the handover|Answer, so/);
    }
  });

  test("opens each of its forms, and those of the plan that follows", async () => {
    const { anna, marta } = house.company;
    const { id } = await sold();
    const opens = async (who: TestPerson, form: string, subject: string): Promise<string> =>
      wordsOf(await house.open(who, form, subject));
    expect(await opens(anna, "opportunities.ask-back", id)).toContain("Ask back");
    await house.fills(anna, "ask-back", id, { question: "Who at theirs knows?" });
    expect(await opens(marta, "opportunities.answer-back", id)).toContain("nswer");
    await house.fills(marta, "answer-back", id, { answer: "Dana does." });
    await house.says(anna, "accept", id);
    await house.hours(0);
    const [plan] = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ id: string }>("select id from onboarding where opportunity_id = $1", [id]),
    );
    for (const milestone of ["kick-off", "go-live", "first-value"]) {
      expect(await opens(anna, `checkins.${milestone}-done`, plan?.id ?? ""), milestone).not.toBe("");
      expect(await opens(anna, `checkins.${milestone}-move`, plan?.id ?? ""), milestone).not.toBe("");
    }
  });

  test("is reminded of after four working hours and with a manager after eight", async () => {
    const { anna, olga } = house.company;
    await sold();
    await at(new Date(NINE.getTime() + 4 * HOUR_MS - 1));
    expect(told(anna)).not.toContain("waits for you");
    await at(new Date(NINE.getTime() + 4 * HOUR_MS));
    expect(told(anna)).toContain("waits for you");
    await at(new Date(NINE.getTime() + 8 * HOUR_MS - 1));
    expect(told(olga)).not.toContain("waits too long");
    await at(new Date(NINE.getTime() + 8 * HOUR_MS));
    expect(told(olga)).toContain("waits too long");
  });

  test("goes along when another comes to look after the customer", async () => {
    const { anna, ben, olga } = house.company;
    const { account, id } = await sold();
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, ben.id]);
    const what = "slot-changed";
    await house.tell({ kind: "account-touched", account, what, by: olga.id, via: "slack", details: {} });
    await house.hours(0);
    expect(told(ben)).toContain("Logins without waiting");
    expect(await house.says(anna, "accept", id)).toMatch(/can't find|Only the Customer|isn't/);
    expect(await house.says(ben, "accept", id)).toContain("is yours now");
  });

  test("is measured once after 90 days, and without data it says so", async () => {
    const { anna, marta, olga } = house.company;
    const { id } = await sold();
    await house.says(anna, "accept", id);
    await at(new Date(NINE.getTime() + 90 * DAY_MS - 1));
    expect(told(anna)).not.toContain("90 days after");
    await at(new Date(NINE.getTime() + 90 * DAY_MS));
    await at(new Date(NINE.getTime() + 91 * DAY_MS));
    for (const who of [anna, marta, olga]) expect(told(who)).toMatch(/90 days after.*no data/s);
  });
});

/** Use of 20 of 40 seats on every day from 100 before to 100 after that Tuesday; after it times so much. */
async function uses(account: AccountId, times: number): Promise<void> {
  const { organisation } = house.company;
  await house.change("update account set segment = 'benefit' where id = $1", [account]);
  await house.change(
    `insert into contract (organisation_id, id, external_id, account_id, product, arr_minor, currency, seats, starts_on, ingested_at, known_at)
     values ($1, gen_random_uuid(), $2::uuid::text, $2::uuid, 'basics', 100000, 'EUR', 40, '2026-01-01', '2026-01-01', '2026-01-01')`,
    [organisation, account],
  );
  await house.change(
    `insert into metric (organisation_id, name, kind) values ($1, 'daily', 'active_users_day') on conflict do nothing`,
    [organisation],
  );
  await house.change(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2::uuid, 'daily', d, 20 * (1 + 0.01 * (hashtext($2::uuid::text) % 5)) * case when d > '2026-11-24' then $3::float8 else 1 end, d, d
       from generate_series('2026-08-16'::date, '2027-03-04'::date, '1 day') d`,
    [organisation, account, times],
  );
}

test("a benefit that rose is found among peers, and told with its figures to the CSM and who leads", async () => {
  const { anna, olga, organisation } = house.company;
  for (let at = 0; at < 9; at++) await uses(await house.account(`${name} peer ${String(at)}`), 1 + 0.02 * (at % 3));
  const { account, id } = await sold();
  await uses(account, 1.5);
  await at(new Date(NINE.getTime() + 90 * DAY_MS));
  const rows = await house.app.db.read(organisation, (tx) =>
    tx.rows("select days, verdict, peers from opportunity_benefit where opportunity_id = $1", [id]),
  );
  expect(rows).toEqual([{ days: 90, verdict: "rose", peers: 9 }]);
  expect(told(anna)).toMatch(/it rose.*Use a seat changed by \+\d+%/s);
  expect(told(olga)).toContain("it rose");
});

describe("an onboarding", () => {
  test("stalls fourteen days past its kick-off, goes on when that is moved, and brings the account on", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    expect(wordsOf(await house.submit(marta, "checkins.start", account, { product: "basics" }))).toContain("Only the");
    expect(wordsOf(await house.submit(anna, "checkins.start", account, { product: "basics" }))).toContain(
      "has started",
    );
    expect(wordsOf(await house.submit(anna, "checkins.start", account, { product: "Basics" }))).toContain("open at");
    const [row] = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ id: string }>("select id from onboarding where account_id = $1", [account]),
    );
    const plan = row?.id ?? "";
    await at(new Date(NINE.getTime() + 24 * DAY_MS - 1));
    expect(told(anna)).not.toContain("stands still");
    await at(new Date(NINE.getTime() + 24 * DAY_MS));
    expect(told(anna)).toContain("stands still");
    const fill = async (who: TestPerson, form: string, on: string): Promise<string> =>
      wordsOf(await house.submit(who, `checkins.${form}`, plan, { on }));
    expect(await fill(marta, "kick-off-move", "2026-12-22")).toContain("Only the");
    expect(await fill(anna, "kick-off-move", "2026-12-22")).toContain("Moved");
    expect(await fill(anna, "go-live-done", "2026-12-18")).toContain("Noted");
    expect(await fill(anna, "go-live-done", "2026-12-18")).toContain("already");
    const [live] = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ on: string }>("select went_live_on::text as on from account where id = $1", [account]),
    );
    expect(live?.on).toBe("2026-12-18");
    expect(await fill(anna, "kick-off-done", "2026-12-18")).toContain("Noted");
    expect(await fill(anna, "first-value-done", "2026-12-18")).toContain("finished");
  });
});

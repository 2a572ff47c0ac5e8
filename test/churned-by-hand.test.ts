import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { churnWords } from "../src/features/risk/cases/words.ts";
import { createSays } from "../src/locales/say.ts";
import { accountabilityOf } from "../src/features/risk/learning/accountability-store.ts";
import type { LocalDate } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());

let account: AccountId;
let name = "";
let made = 0;
/** A customer of Anna and Marta with a case, a renewal's clock that runs, and an opportunity. */
beforeEach(async () => {
  house.clock.set(NINE);
  const { anna, marta, organisation } = house.company;
  name = `Litware ${String(++made)}`;
  account = await house.account(name, marta);
  await house.app.db.write(organisation, (tx) =>
    addContract(tx, account, {
      arrMinor: 4_800_000,
      startsOn: "2026-02-28",
      renewsOn: "2027-02-28",
      noticeDays: 30,
    }),
  );
  await house.spot(account);
  await house.submit(anna, "risk.opinion", account, { opinion: "bad", reason: "Dana is leaving." });
  await house.app.change(organisation, ({ jobs }) => jobs.start("renewals.look", { day: "2026-11-24" }));
  await house.app.settle();
});

function rows<Row extends object>(sql: string): Promise<Row[]> {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows<Row>(sql, [account]));
}
async function set(who: TestPerson, stage: string, more: Record<string, string> = {}): Promise<string> {
  const answer = await house.submit(who, "accounts.stage", account, { stage, reason: "They told Dana.", ...more });
  await house.app.settle();
  return wordsOf(answer);
}
const caseNow = () =>
  rows<{ state: string; outcome: string | null; reason: string | null }>(
    "select state, outcome, reason from risk_case where account_id = $1",
  );
const clockNow = async () =>
  (await rows<{ state: string }>("select state from renewal where account_id = $1")).map(({ state }) => state);
const reminded = async () =>
  (
    await rows<{ kind: string }>(
      `select kind from due where subject in (select id::text from renewal where account_id = $1
         union select id::text from risk_case where account_id = $1 union select id::text from opportunity where account_id = $1)
       order by 1`,
    )
  ).map(({ kind }) => kind);
const offersNow = async () =>
  (await rows<{ stage: string }>("select stage from opportunity where account_id = $1")).map(({ stage }) => stage);
const audited = async () =>
  (
    await rows<{ action: string }>(
      "select action from audit where subject = $1::text and action like 'accounts.%' order by at, id",
    )
  ).map(({ action }) => action);

describe("a customer that is set to churned by hand", () => {
  test("needs B9's reason, and nothing is done without", async () => {
    const { anna } = house.company;
    expect(await set(anna, "churned")).toContain("Choose from the list why they leave");
    expect(await set(anna, "churned", { churn: "weather/rain" })).toContain("Choose from the list why they leave");
    expect(await caseNow()).toEqual([{ state: "open", outcome: null, reason: null }]);
    expect(await clockNow()).toEqual(["open"]);
    expect(await audited()).toEqual([]);
  });

  test("is shown as one that has left: when, why, what was lost and whom to ask; no dates, no risk, nothing senseless", async () => {
    const { anna, marta, kim } = house.company;
    const shown = async (who: TestPerson) => {
      const answer = await house.press(who, "accounts.open", account);
      return { words: wordsOf(answer), card: JSON.stringify(answer.reply) };
    };
    expect((await shown(anna)).words).toMatch(/renews 2027-02-28[^]*risk/i);
    await set(anna, "churned", { churn: "service/support" });
    const { words, card } = await shown(anna);
    expect(words).toMatch(/They left on 2026-11-24\.[^]*Why: [^]*upport[^]*Lost: €48,000 a year/);
    expect(words).not.toMatch(/renews|notice until|last day to act|Ask Anna/);
    expect(card).not.toMatch(/"(risk|renewals|checkins)\./);
    expect((await shown(marta)).words).toContain("Ask Anna Kurz what happened");
    const { words: others } = await shown(kim);
    expect(others).toContain("They left on 2026-11-24.");
    expect(others).not.toMatch(/Why|€/);
  });

  test("has its case closed with that reason, its renewal's clock over, its offers withdrawn, and is audited", async () => {
    const { anna } = house.company;
    expect(await caseNow()).toEqual([{ state: "open", outcome: null, reason: null }]);
    expect(await clockNow()).toEqual(["open"]);
    const said = await set(anna, "churned", { churn: "service/support" });
    expect(said).toContain(`${name} is churned now`);
    expect(await caseNow()).toEqual([{ state: "closed", outcome: "lost", reason: "service/support" }]);
    expect(await clockNow()).toEqual(["over"]);
    expect(await offersNow()).toEqual(["withdrawn"]);
    expect(await reminded()).toEqual([]);
    expect(await audited()).toEqual(["accounts.churned"]);
    const told = await rows<{ kind: string }>("select kind from timeline where account_id = $1 order by at, id");
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["stage-set", "risk-case-closed", "opportunity-withdrawn"]),
    );
    expect(wordsOf(await house.command(anna, `/account ${name}`))).not.toContain("Case open");
  });

  test("isn't one whose alert somebody acted on, though its case ends with it", async () => {
    const { anna, organisation } = house.company;
    await house.change("update risk_case set alerted_p = null");
    await house.change(
      "update risk_case set causes = '{score}', alerted_p = 0.3, owned_at = null where account_id = $1",
      [account],
    );
    await set(anna, "churned", { churn: "service/support" });
    const told = await house.app.db.read(organisation, (tx) =>
      accountabilityOf(tx, "2026-11-01" as LocalDate, "2026-11-30" as LocalDate, new Date("2026-12-01T08:00:00Z")),
    );
    expect(told).toMatchObject({ cases: 1, right: 1, actedOn: 0 });
    const rest = await rows<{ action: string }>(
      "select action from audit where subject in (select id::text from risk_case where account_id = $1) order by at, id",
    );
    expect(rest.map(({ action }) => action)).toContain("risk.case-left");
  });

  test("and back has its case and its renewal's clock again; what was withdrawn stays so, and the answer says it", async () => {
    const { anna } = house.company;
    const before = await reminded();
    await set(anna, "churned", { churn: "service/support" });
    house.clock.set(new Date(NINE.getTime() + 2 * 3_600_000));
    const said = await set(anna, "value", { reason: "It was another Litware." });
    expect(said).toContain("withdrawn opportunities stay withdrawn");
    expect(await caseNow()).toEqual([{ state: "open", outcome: null, reason: null }]);
    expect(await clockNow()).toEqual(["open"]);
    expect(await offersNow()).toEqual(["withdrawn"]);
    expect((await reminded()).filter((kind) => !kind.includes("opportunities"))).toEqual(
      before.filter((kind) => !kind.includes("opportunities")),
    );
    expect(await audited()).toEqual(["accounts.churned", "accounts.back"]);
  });

  test("and set to churned once more while it is, is asked for no reason again and closes nothing twice", async () => {
    const { anna } = house.company;
    await set(anna, "churned", { churn: "service/support" });
    expect(await set(anna, "churned")).toContain(`${name} is now in: churned`);
    expect(await audited()).toEqual(["accounts.churned", "accounts.stage"]);
    await set(anna, "value");
    expect(await clockNow()).toEqual(["open"]);
  });
});

test("a contract that ended has the case closed and the clock over in the night that says churned", async () => {
  await house.change("update contract set ended_on = '2026-11-20' where account_id = $1", [account]);
  const { organisation } = house.company;
  await house.app.change(organisation, ({ jobs }) => jobs.start("accounts.stages", { day: "2026-11-25" }));
  await house.app.settle();
  expect(await caseNow()).toEqual([{ state: "closed", outcome: "left", reason: null }]);
  expect(await clockNow()).toEqual(["over"]);
  expect(await offersNow()).toEqual(["withdrawn"]);
});

test("a customer has left on the day that it was where the organisation is, not on that of Greenwich", async () => {
  const { anna, organisation } = house.company;
  await house.change("insert into setting (organisation_id, name, value) values ($1, 'zone', '\"Europe/Berlin\"')", [
    organisation,
  ]);
  house.clock.set(new Date("2026-11-24T23:30:00Z"));
  await set(anna, "churned", { churn: "service/support" });
  house.clock.set(new Date("2026-11-26T08:00:00Z"));
  expect(wordsOf(await house.press(anna, "accounts.open", account))).toContain("They left on 2026-11-25.");
});

describe("a customer that has left", () => {
  const says = createSays();
  test("is offered nothing more: its CSM has no button for it, and reads why", async () => {
    const { anna } = house.company;
    await set(anna, "churned", { churn: "service/support" });
    expect(JSON.stringify((await house.press(anna, "accounts.open", account)).reply)).not.toContain(
      "opportunities.spot",
    );
    const opened = wordsOf(await house.open(anna, "opportunities.spot", account));
    expect(opened).toContain(`${name} has left us, so nothing is offered there.`);
    const values = { product: "Insights", benefit: "The team waits for logins every Monday morning.", word: "yes" };
    expect(wordsOf(await house.submit(anna, "opportunities.spot", account, values))).toBe(opened);
    expect(await offersNow()).toEqual(["withdrawn"]);
  });

  test("says an imported reason in the reader's words, also where it is a group alone", () => {
    const said = (text: string, locale: "de" | "en") => plain(churnWords(text, { say: says(locale) }) ?? []);
    expect([said("price", "de"), said("price/too-high", "de"), said("Price", "en")]).toEqual([
      "Preis",
      "Preis (bei uns): zu hoch",
      "price",
    ]);
    expect(churnWords("moved away", { say: says("de") })).toBeUndefined();
  });
});

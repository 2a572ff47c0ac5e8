import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, ids, type TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { inhabit, type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys, surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const FORTNIGHT_LATER = "2026-12-09T09:00:00Z";
const THIRTY_DAYS_LATER = "2026-12-24T08:05:00Z";
const LONG_AGO = new Date("2025-01-01T00:00:00Z");
const PIECE = {
  kind: "training",
  title: "Scanning made easy",
  link: "https://learn.tandem.example/scanning",
  feature: "scan",
};

let running: RunningApp;
let house: SurveyHouse;
let northwind: AccountId;
beforeAll(async () => {
  running = await runSurveys();
});
beforeEach(async () => {
  house = surveysIn(await inhabit(running));
  ({ northwind } = house.company);
  await house.at(TUESDAY);
  await house.rows(
    "insert into metric (organisation_id, name, kind, product, label) values ($1, 'scan', 'feature', 'Warehouse', 'Scanning'), ($1, 'pick', 'feature', 'Warehouse', 'Picking')",
    [house.company.organisation],
  );
  await contract(northwind);
});
afterAll(() => running.stop());

async function contract(account: AccountId): Promise<void> {
  await house.app.db.write(house.company.organisation, (tx) =>
    addContract(tx, account, { arrMinor: 4_800_000, startsOn: "2026-01-01" }),
  );
  await house.rows("update contract set product = 'Warehouse' where account_id = $1", [account]);
}
/** the same value on each of the 28 days before a day */
async function uses(account: AccountId, metric: string, value: number, before = "2026-11-24"): Promise<void> {
  await house.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, $3, $5::date - n, $4, $6, $6 from generate_series(1, 28) n
     on conflict (organisation_id, account_id, metric, day) do update set value = excluded.value`,
    [house.company.organisation, account, metric, value, before, LONG_AGO],
  );
}
async function add(who: TestPerson, more: Record<string, string> = {}): Promise<string> {
  return wordsOf(await house.submit(who, "content.add", "", { ...PIECE, ...more }));
}
async function night(at: string = TUESDAY): Promise<void> {
  await house.at(at);
  const { organisation } = house.company;
  await house.app.change(organisation, ({ jobs }) => jobs.start("content.look", { asOf: at, day: at.slice(0, 10) }));
  await house.app.settle();
}
const proposals = () =>
  house.rows<{ id: string; account_id: string; because: string; state: string }>(
    "select id, account_id, because, state from content_proposal order by proposed_at, id",
  );
async function only(): Promise<string> {
  const found = await proposals();
  expect(found).toHaveLength(1);
  return found[0]?.id ?? "";
}
const standing = (who: TestPerson): string => house.standingWith(who).join("\n");
const SENT = { said: "This may help you: https://learn.tandem.example/scanning", contact: "unlisted", way: "email" };

describe("a feature that nobody at a customer uses", () => {
  test("has its training sent to whom the Account Manager called yesterday, which both are told", async () => {
    const { anna, marta, olga, organisation } = house.company;
    const dana = await house.app.db.write(organisation, (tx) => addCustomer(tx, northwind, { name: "Dana Vogt" }));
    await uses(northwind, "scan", 0);
    await add(olga);
    await night();
    const call = { contact: dana, kind: "call", direction: "out", proactive: "yes", on: "2026-11-23", at: "10:00" };
    await house.submit(marta, "accounts.log", northwind, { ...call, said: "Terms", visibility: "internal" });
    const said = wordsOf(await house.submit(anna, "content.send", await only(), { ...SENT, contact: dana }));
    expect(said).toContain("a contact with Northwind GmbH");
    expect(said).toContain("Marta Silva was in touch with Dana Vogt too");
    await house.app.settle();
    expect(standing(marta)).toContain("Agree with");
  });

  test("has its training put to the CSM, who sends it on as a contact, and reads 30 days later what came of it", async () => {
    const { anna, olga } = house.company;
    await uses(northwind, "scan", 0);
    expect(await add(olga)).toContain("In the library: Scanning made easy");
    await night();
    const id = await only();
    expect(standing(anna)).toContain("Something for Northwind GmbH");
    expect(standing(anna)).toContain("Nobody at Northwind GmbH used “Scanning” in the last 28 days");

    const opened = await house.open(anna, "content.send", id);
    if (opened.reply.kind !== "form") throw new Error(wordsOf(opened));
    expect(JSON.stringify(opened.reply.form.fields)).toContain("https://learn.tandem.example/scanning");
    expect(plain(opened.reply.form.title)).toBe("Send it on");
    expect(wordsOf(await house.submit(anna, "content.send", id, { ...SENT, said: " " }))).toContain("it is empty");
    expect(wordsOf(await house.submit(anna, "content.send", id, { ...SENT, contact: "x" }))).toContain(
      "can't be chosen",
    );
    expect(wordsOf(await house.submit(anna, "content.send", id, SENT))).toContain("a contact with Northwind GmbH");
    expect(wordsOf(await house.submit(anna, "content.send", id, SENT))).toContain("Anna Kurz sent it");
    expect(
      await house.rows(
        "select kind, direction, proactive, summary from timeline where account_id = $1 and kind = 'email'",
        [northwind],
      ),
    ).toEqual([{ kind: "email", direction: "out", proactive: true, summary: SENT.said }]);

    await uses(northwind, "scan", 3, "2026-12-24");
    await house.rows("update usage set value = 0 where day < '2026-12-12'");
    await house.at(THIRTY_DAYS_LATER);
    expect(standing(anna)).toContain("What came of it at Northwind GmbH");
    expect(standing(anna)).toContain("used on 0 of 28 days before, and on 12 of the last 28 days");
    expect(standing(anna)).toContain("doesn't mean because of it");
    expect(wordsOf(await house.command(anna, "/tandem content northwind"))).toContain("on 12 of the last 28 days");
  });

  test("is not proposed where it is used, not known for enough days, not bought, or by a piece that was taken out", async () => {
    const { adatum, contoso, olga } = house.company;
    await uses(northwind, "scan", 1);
    await contract(adatum);
    await house.rows(
      "insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at) values ($1, $2, 'scan', '2026-11-20', 0, $3, $3)",
      [house.company.organisation, adatum, LONG_AGO],
    );
    await uses(contoso, "scan", 0);
    await add(olga);
    await add(olga, { feature: "pick", link: "https://learn.tandem.example/picking" });
    await night();
    expect(await proposals()).toEqual([]);
    await uses(northwind, "pick", 0);
    const [piece] = await house.rows<{ id: string }>("select id from content_item where feature = 'pick'");
    expect(wordsOf(await house.press(olga, "content.retire", piece?.id ?? ""))).toContain("Taken out");
    expect(wordsOf(await house.press(olga, "content.retire", piece?.id ?? ""))).toContain("taken out already");
    await night();
    expect(await proposals()).toEqual([]);
  });

  test("waits while the customer is at risk, and while its piece is past or in a language nobody there speaks", async () => {
    const { organisation, olga } = house.company;
    await uses(northwind, "scan", 0);
    await add(olga);
    await house.rows(
      "insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day) values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')",
      [organisation, northwind, LONG_AGO],
    );
    await night();
    expect(await proposals()).toEqual([]);
    await house.rows("update risk_state set state = 'ok'");
    await house.rows("update content_item set language = 'zh'");
    await house.rows(
      `insert into contact (organisation_id, id, account_id, email, name, role, locale, source, added_at, changed_at)
       values ($1, $2, $3, 'dana@northwind.example', 'Dana Vogt', 'champion', 'de', 'csv', $4, $4)`,
      [organisation, ids.next(), northwind, LONG_AGO],
    );
    await night();
    expect(await proposals()).toEqual([]);
    await house.rows("update content_item set language = 'de', until_on = '2026-11-23'");
    await night();
    expect(await proposals()).toEqual([]);
    await house.rows("update content_item set until_on = '2026-11-24'");
    await night();
    expect(await proposals()).toMatchObject([{ account_id: northwind, because: "unused" }]);
  });
});

test("a goal that a piece serves has it proposed too, and says so", async () => {
  const { anna, organisation, olga } = house.company;
  await uses(northwind, "scan", 5);
  await house.rows(
    `insert into goal (organisation_id, id, external_id, account_id, name, metric, ingested_at, known_at)
     values ($1, $2, 'g1', $3, 'Scan every pallet', 'scan', $4, $4)`,
    [organisation, ids.next(), northwind, LONG_AGO],
  );
  await add(olga);
  await night();
  expect(await proposals()).toMatchObject([{ because: "goal" }]);
  expect(standing(anna)).toContain("wants to reach “Scan every pallet”");
});

describe("a proposal", () => {
  test("comes once a fortnight to a customer, never twice with the same piece, and no more than two a night to a CSM", async () => {
    const { anna, adatum, contoso, olga } = house.company;
    await house.rows("update slot set person_id = $1 where account_id = $2 and slot = 'csm'", [anna.id, contoso]);
    for (const account of [adatum, contoso]) await contract(account);
    for (const account of [northwind, adatum, contoso]) {
      await uses(account, "scan", 0);
      await uses(account, "pick", 0);
    }
    await add(olga);
    await add(olga, { feature: "pick", link: "https://learn.tandem.example/picking" });
    await night();
    expect(await proposals()).toHaveLength(2);
    await night("2026-11-25T09:00:00Z");
    expect(await proposals()).toHaveLength(3);
    await night("2026-11-26T09:00:00Z");
    expect(await proposals()).toHaveLength(3);
    for (const account of [northwind, adatum, contoso])
      for (const metric of ["scan", "pick"]) await uses(account, metric, 0, "2026-12-09");
    await night(FORTNIGHT_LATER);
    const pieces = await house.rows<{ count: number }>(
      "select count(*)::int as count from content_proposal group by account_id, item_id having count(*) > 1",
    );
    expect([(await proposals()).length, pieces]).toEqual([5, []]);
  });

  test("that doesn't fit isn't made again, and one that nobody answers lapses", async () => {
    const { anna, olga } = house.company;
    await uses(northwind, "scan", 0);
    await add(olga);
    await night();
    const id = await only();
    expect(wordsOf(await house.press(anna, "content.decline", id))).toContain(
      "isn't proposed for Northwind GmbH again",
    );
    expect(wordsOf(await house.press(olga, "content.decline", id))).toContain("doesn't fit Northwind GmbH");
    await add(olga, { feature: "pick", link: "https://learn.tandem.example/picking" });
    await uses(northwind, "scan", 0, "2026-12-09");
    await uses(northwind, "pick", 0, "2026-12-09");
    await night(FORTNIGHT_LATER);
    await house.at("2026-12-23T08:05:00Z");
    expect((await proposals()).map(({ state }) => state)).toEqual(["declined", "lapsed"]);
  });

  test("is the CSM's: the AM reads it and can't answer, others don't see it", async () => {
    const { ben, marta, olga } = house.company;
    await uses(northwind, "scan", 0);
    await add(olga);
    await night();
    const id = await only();
    expect(wordsOf(await house.command(olga, "/tandem content adatum"))).toContain(
      "Nothing has been passed on to Adatum",
    );
    expect(wordsOf(await house.press(marta, "content.decline", id))).toContain(
      "The CSM of Northwind GmbH sends it or not",
    );
    expect(wordsOf(await house.press(ben, "content.decline", id))).toContain("isn't yours to see");
    expect(wordsOf(await house.command(ben, "/tandem content northwind"))).toContain("nothing here for Northwind GmbH");
    expect(await proposals()).toMatchObject([{ state: "proposed" }]);
  });
});

describe("the library", () => {
  const BAD: readonly (readonly [string, Record<string, string>, string])[] = [
    ["no title", { title: "\u200b" }, "it is empty"],
    ["ten thousand letters", { title: "x".repeat(10_000) }, "10000 letters are too many. Use at most 150"],
    ["no link", { link: "learn" }, "“learn” is not a link that can be sent on"],
    ["a link that runs", { link: "javascript:alert(1)" }, "is not a link"],
    ["a link with a password", { link: "https://a:b@learn.example/" }, "is not a link"],
    ["a kind that isn't one", { kind: "dance" }, "“dance” can't be chosen here"],
    ["a feature nobody has", { feature: "fly" }, "“fly” can't be chosen here"],
    ["a language we don't have", { language: "tlh" }, "can't be chosen here"],
    ["a day that isn't", { until: "2026-02-31" }, "“2026-02-31” is not a day"],
    ["a day that is over", { until: "2026-11-23" }, "2026-11-23 is past"],
  ];
  test("refuses what can't be sent on, with the field, the value and what is allowed", async () => {
    for (const [what, more, said] of BAD)
      expect([what, await add(house.company.olga, more)]).toEqual([what, expect.stringContaining(said)]);
    expect(await house.rows("select 1 from content_item")).toEqual([]);
  });

  test("is kept by administrators, managers and those who teach, and read by everybody", async () => {
    const { anna, ada, kim, organisation } = house.company;
    expect(await add(anna)).toContain("keep the library");
    expect(await add(kim)).toContain("keep the library");
    expect(await add(ada)).toContain("In the library");
    expect(await add(ada)).toContain("with this link is in the library already");
    await house.rows(
      "insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'training', $3)",
      [organisation, northwind, kim.id],
    );
    const event = { kind: "event", feature: "-", link: "https://learn.tandem.example/day", title: "<!channel> day" };
    expect(await add(kim, event)).toContain("proposed to nobody");
    const read = wordsOf(await house.command(anna, "/tandem content"));
    expect(read).toContain("Scanning made easy");
    expect(read).toContain("about “Scanning”");
    expect(read).toContain("<!channel> day");
    expect(read).not.toContain("Take out");
  });
});

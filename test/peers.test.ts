import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Interaction } from "../src/chat/interaction.ts";
import type { AccountId, ContactId, PersonId } from "../src/kernel/ids.ts";
import { forgetPeers } from "../src/features/privacy/retention-store.ts";
import { addAccount, addContract, addPerson, ids, type TestContract, type TestPerson } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { surveyService, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const LONG_AGO = new Date("2025-01-01T00:00:00Z");
const TALK = { topic: "how the night shift scans pallets" };

const service = surveyService();
let house: SurveyHouse;
let northwind: AccountId;
/** Ben's, and much like Northwind */
let fabrikam: AccountId;
let presses = 0;

beforeEach(async () => {
  house = await service.begin();
  ({ northwind } = house.company);
  await house.at(TUESDAY);
  await house.rows(
    "insert into metric (organisation_id, name, kind, product, label) values ($1, 'scan', 'feature', 'Warehouse', 'Scanning'), ($1, 'pick', 'feature', 'Warehouse', 'Picking')",
    [house.company.organisation],
  );
  await house.rows("update account set segment = 'mid-market' where id = $1", [northwind]);
  await contract(northwind, 50);
  fabrikam = await customer("Fabrikam AG", house.company.ben, 60);
  await uses(northwind, "scan", 0);
  await uses(fabrikam, "scan", 1);
});
afterAll(() => service.stop());

async function contract(account: AccountId, seats: number, more: Partial<TestContract> = {}): Promise<void> {
  await house.app.db.write(house.company.organisation, (tx) =>
    addContract(tx, account, { arrMinor: 4_800_000, startsOn: "2026-01-01", seats, ...more }),
  );
  await house.rows("update contract set product = 'Warehouse' where account_id = $1", [account]);
}
async function customer(
  name: string,
  csm: TestPerson | undefined,
  seats: number,
  more: Partial<TestContract> = {},
): Promise<AccountId> {
  const account = await house.app.db.write(house.company.organisation, (tx) =>
    addAccount(tx, name, { ...(csm && { csm: csm.id }), segment: "mid-market" }),
  );
  await contract(account, seats, more);
  return account;
}
/** the same value on each of the 28 days before Tuesday */
async function uses(account: AccountId, metric: string, value: number): Promise<void> {
  await house.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, $3, date '2026-11-24' - n, $4, $5, $5 from generate_series(1, 28) n
     on conflict (organisation_id, account_id, metric, day) do update set value = excluded.value`,
    [house.company.organisation, account, metric, value, LONG_AGO],
  );
}
async function contactAt(account: AccountId, name: string): Promise<ContactId> {
  const id = ids.next<"contact">();
  await house.rows(
    `insert into contact (organisation_id, id, account_id, email, name, role, source, added_at, changed_at)
     values ($1, $2, $3, $4, $5, 'champion', 'csv', $6, $6)`,
    [house.company.organisation, id, account, `${id}@customer.example`, name, LONG_AGO],
  );
  return id;
}
async function pressed(who: TestPerson, name: string, subject: string, choice: string): Promise<string> {
  const { workspace } = house.company;
  const press = {
    kind: "press",
    sender: { platform: "slack", workspace, user: who.user, home: workspace },
    place: { conversation: "C0ANYWHERE", private: false },
    contentKey: `peers-${String(++presses)}`,
    replyTo: {},
    action: { name, subject, choice },
    choice,
  } as const;
  return wordsOf(await house.app.handle(press satisfies Interaction));
}
const peers = async (who: TestPerson, name: string): Promise<string> =>
  wordsOf(await house.command(who, `/tandem peers ${name}`));
/** The keys of the offers that somebody sees. */
async function keys(who: TestPerson, name = "northwind"): Promise<string[]> {
  const { reply } = await house.command(who, `/tandem peers ${name}`);
  if (reply.kind !== "private") return [];
  return reply.card.body.flatMap((block) => {
    const button = block.kind === "text" ? block.button : undefined;
    return button && "press" in button && button.press.choice !== undefined ? [button.press.choice] : [];
  });
}
async function propose(who: TestPerson): Promise<string> {
  const [key = ""] = await keys(who);
  const said = await pressed(who, "peers.propose", northwind, key);
  await house.app.settle();
  return said;
}
async function sideOf(part: "learns" | "shares"): Promise<string> {
  const [row] = await house.rows<{ id: string }>("select id from peer_side where part = $1 order by id desc limit 1", [
    part,
  ]);
  return row?.id ?? "";
}
/** Wednesday, once the schedules are set. */
async function nextMorning(): Promise<void> {
  await house.app.change(house.company.organisation, ({ emit }) => emit({ kind: "settings-changed" }));
  await house.app.settle();
  await house.at("2026-11-25T09:00:00Z");
}
/** The same morning for exchanges alone: no score is made. */
async function look(day = "2026-11-25"): Promise<void> {
  await house.at(`${day}T09:00:00Z`);
  const { organisation } = house.company;
  await house.app.change(organisation, ({ jobs }) => jobs.start("peers.look", { day }));
  await house.app.settle();
}
const stands = () =>
  house.rows<{ state: string; ended_as: string | null }>("select state, ended_as from peer_exchange order by id");
const inbox = (who: TestPerson): string => house.standingWith(who).join("\n");
async function press(who: TestPerson, name: string, part: "learns" | "shares"): Promise<string> {
  const said = wordsOf(await house.press(who, name, await sideOf(part)));
  await house.app.settle();
  return said;
}
async function submit(
  who: TestPerson,
  form: string,
  part: "learns" | "shares",
  values: Record<string, string>,
): Promise<string> {
  const said = wordsOf(await house.submit(who, form, await sideOf(part), values));
  await house.app.settle();
  return said;
}
/** Anna proposes, Ben agrees to ask, and both customers agree. */
async function agreed(): Promise<{ readonly dana: ContactId; readonly erik: ContactId }> {
  const { anna, ben } = house.company;
  const dana = await contactAt(northwind, "Dana Vogt");
  const erik = await contactAt(fabrikam, "Erik Sommer");
  await propose(anna);
  await press(ben, "peers.ask", "shares");
  await submit(anna, "peers.agree", "learns", { contact: dana, ...TALK });
  await submit(ben, "peers.agree", "shares", { contact: erik, topic: "our shelves" });
  return { dana, erik };
}
const touches = (account: AccountId) =>
  house.rows(
    `select t.direction, t.proactive, c.name from timeline t join contact c on c.id = t.contact_id
      where t.account_id = $1 and t.kind = 'peers-introduced'`,
    [account],
  );

describe("an exchange", () => {
  test("is proposed, asked about on both sides, introduced as a contact with both, and looked at 30 days later", async () => {
    const { anna, ben } = house.company;
    const dana = await contactAt(northwind, "Dana Vogt");
    const erik = await contactAt(fabrikam, "Erik Sommer");
    const offers = await peers(anna, "northwind");
    expect(offers).toContain("Whom Northwind GmbH may learn from");
    expect(offers).toContain("uses “Scanning” well, which Northwind GmbH has and doesn't use");
    expect(offers).toContain("In mid-market, with 50 to 99 seats");
    expect(offers).toContain("Check that they don't compete");
    expect(offers).toContain("Ben Ito");
    expect(offers).not.toContain("Fabrikam");

    expect(await propose(anna)).toContain("is asked whether their customer may be asked");
    expect(inbox(anna)).not.toContain("Fabrikam");
    expect(inbox(ben)).toContain("An exchange for Fabrikam AG");
    expect(inbox(ben)).toContain("Northwind GmbH might learn from that");
    expect(inbox(ben)).not.toContain("doesn't use");
    expect(inbox(ben)).not.toContain("50");
    expect(await peers(anna, "northwind")).toContain("hasn't answered yet");
    expect(wordsOf(await house.command(ben, "/tandem today"))).toContain("whether Fabrikam AG may talk");

    expect(await press(ben, "peers.ask", "shares")).toContain("Now ask Fabrikam AG");
    expect(inbox(anna)).toContain("Fabrikam AG uses “Scanning” well");
    expect(await press(ben, "peers.ask", "shares")).toContain("neither has answered yet");
    expect(wordsOf(await house.command(anna, "/tandem today"))).toContain("Ask Northwind GmbH");

    expect(await submit(anna, "peers.agree", "learns", { contact: dana, ...TALK })).toContain("Northwind GmbH agrees");
    expect(inbox(ben)).not.toContain("Dana");
    expect(inbox(ben)).not.toContain("night shift");
    expect(await press(anna, "peers.introduce", "learns")).toContain("Not both customers have agreed yet");
    expect(await submit(ben, "peers.agree", "shares", { contact: erik, topic: "our shelves" })).toContain(
      "both agree. Introduce them",
    );
    expect(inbox(ben)).toContain("Dana Vogt, who would like to talk of “how the night shift scans pallets”");
    expect(inbox(anna)).toContain("Erik Sommer");

    expect(await press(anna, "peers.introduce", "learns")).toContain(
      "a contact with Northwind GmbH and with Fabrikam AG",
    );
    expect(await press(ben, "peers.introduce", "shares")).toContain("Anna Kurz introduced Northwind GmbH");
    expect(await touches(northwind)).toEqual([{ direction: "out", proactive: true, name: "Dana Vogt" }]);
    expect(await touches(fabrikam)).toEqual([{ direction: "out", proactive: true, name: "Erik Sommer" }]);

    expect(wordsOf(await house.command(anna, "/tandem today"))).not.toContain("exchange");
    await house.at("2026-12-24T08:05:00Z");
    expect(inbox(anna)).toContain("ask Northwind GmbH whether it helped");
    expect(inbox(ben)).toContain("ask Fabrikam AG whether it helped");
    expect(await pressed(anna, "peers.helped", await sideOf("learns"), "yes")).toContain("Noted for Northwind GmbH");
    expect(await pressed(anna, "peers.helped", await sideOf("learns"), "no")).toContain("It helped Northwind GmbH");
    expect(await pressed(ben, "peers.helped", await sideOf("shares"), "maybe")).toContain("Nothing is chosen yet");
    expect(await pressed(ben, "peers.helped", await sideOf("shares"), "nothing")).toContain("Noted for Fabrikam AG");
    expect(await house.rows("select part, helped from peer_side order by part")).toEqual([
      { part: "learns", helped: "yes" },
      { part: "shares", helped: "nothing" },
    ]);
    const told = await house.rows<{ kind: string }>(
      "select kind from timeline where account_id = $1 and kind like 'peers-%' order by id",
      [northwind],
    );
    expect(told.map(({ kind }) => kind)).toEqual([
      "peers-proposed",
      "peers-agreed",
      "peers-introduced",
      "peers-helped-yes",
    ]);
    const audited = await house.rows<{ action: string }>(
      "select distinct action from audit where action like 'peers.%'",
    );
    expect(audited.map(({ action }) => action).toSorted()).toEqual(
      ["agree", "ask", "helped", "introduce", "propose"].map((each) => `peers.${each}`),
    );
  });
});

describe("who is similar", () => {
  const NOT: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    [
      "who is three times as large",
      () => house.rows("update contract set seats = 160 where account_id = $1", [fabrikam]),
      "half to twice",
    ],
    [
      "who has another product",
      () => house.rows("update contract set product = 'Fleet' where account_id = $1", [fabrikam]),
      "a product in common",
    ],
    [
      "who is of another segment",
      () => house.rows("update account set segment = 'enterprise' where id = $1", [fabrikam]),
      "the only customer in mid-market",
    ],
    [
      "who isn't live",
      () => house.rows("update account set lifecycle_stage = 'onboarding' where id = $1", [fabrikam]),
      "aren't live yet",
    ],
    [
      "who has left",
      () => house.rows("update account set lifecycle_stage = 'churned' where id = $1", [fabrikam]),
      "the only customer",
    ],
    [
      "who was merged into another",
      () => house.rows("update account set merged_into = $2 where id = $1", [fabrikam, house.company.contoso]),
      "the only customer",
    ],
    ["who is at risk", () => atRisk(fabrikam), "aren't free for this now"],
    [
      "who renews in two months",
      () =>
        house.rows("update contract set renews_on = '2027-01-20', ends_on = '2027-01-19' where account_id = $1", [
          fabrikam,
        ]),
      "aren't free",
    ],
    [
      "whose notice deadline is near",
      () =>
        house.rows("update contract set renews_on = '2027-04-01', notice_days = 120 where account_id = $1", [fabrikam]),
      "aren't free",
    ],
    [
      "who gave notice",
      () => house.rows("update contract set notice_on = '2026-11-01' where account_id = $1", [fabrikam]),
      "aren't free",
    ],
    ["who has no CSM", () => house.rows("delete from slot where account_id = $1", [fabrikam]), "have no CSM"],
    [
      "who uses it on too few days",
      () => house.rows("update usage set value = 0 where account_id = $1 and day > '2026-11-14'", [fabrikam]),
      "use no feature well",
    ],
    ["where one uses it oneself", () => uses(northwind, "scan", 1), "use no feature well"],
    [
      "where one hasn't bought it",
      () => house.rows("update metric set product = 'Fleet' where name = 'scan'"),
      "use no feature well",
    ],
  ];
  test("is nobody that one may not ask or learn from, and why is said with what to do", async () => {
    const { anna } = house.company;
    for (const [who, make, said] of NOT) {
      await make();
      const words = await peers(anna, "northwind");
      expect([who, words]).toEqual([who, expect.stringContaining(said)]);
      expect([who, words]).toEqual([who, expect.not.stringContaining("Fabrikam")]);
      await restored();
      expect([who, await keys(anna)]).toEqual([who, [expect.any(String)]]);
    }
  });

  /** Fabrikam and Northwind as they were in the beginning. */
  async function restored(): Promise<void> {
    await house.rows("delete from risk_state");
    await house.rows(
      "update account set segment = 'mid-market', lifecycle_stage = 'value', merged_into = null where id = $1",
      [fabrikam],
    );
    await house.rows(
      "update contract set seats = 60, product = 'Warehouse', renews_on = null, ends_on = null, notice_days = null, notice_on = null where account_id = $1",
      [fabrikam],
    );
    await house.rows(
      "insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'csm', $3) on conflict do nothing",
      [house.company.organisation, fabrikam, house.company.ben.id],
    );
    await house.rows("update metric set product = 'Warehouse'");
    await uses(fabrikam, "scan", 1);
    await uses(northwind, "scan", 0);
  }

  const OWN: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ["at risk", () => atRisk(northwind), "keeping it comes first"],
    [
      "not live",
      () => house.rows("update account set lifecycle_stage = 'onboarding' where id = $1", [northwind]),
      "isn't live yet",
    ],
    [
      "about to renew",
      () =>
        house.rows("update contract set renews_on = '2027-01-20', ends_on = '2027-01-19' where account_id = $1", [
          northwind,
        ]),
      "about to renew",
    ],
    [
      "of no segment",
      () => house.rows("update account set segment = null where id = $1", [northwind]),
      "which segment",
    ],
    [
      "of unknown size",
      () => house.rows("update contract set seats = null where account_id = $1", [northwind]),
      "Neither seats nor use",
    ],
  ];
  test.each(OWN)(
    "isn't asked for where one's own customer is %s, and the answer says why",
    async (_what, make, said) => {
      await make();
      expect(await peers(house.company.anna, "northwind")).toContain(said);
    },
  );

  test("is told by use where seats aren't known, and is at most three, who have most to teach first", async () => {
    const { anna, ben, organisation } = house.company;
    for (const [at, name] of ["Alpine", "Bergmann", "Coho"].entries()) {
      const account = await customer(name, ben, 50 + at);
      await uses(account, "scan", 1);
      await house.rows("update usage set value = 0 where account_id = $1 and day > date '2026-11-21' - $2::int", [
        account,
        at,
      ]);
    }
    expect(await keys(anna)).toHaveLength(3);
    const [first = ""] = await keys(anna);
    await pressed(anna, "peers.propose", northwind, first);
    const [row] = await house.rows<{ account_id: string }>("select account_id from peer_side where part = 'shares'");
    expect(row?.account_id).toBe(fabrikam);

    await house.rows("delete from peer_side");
    await house.rows("delete from peer_exchange");
    await house.rows("update contract set seats = null");
    await house.rows(
      "insert into metric (organisation_id, name, kind) values ($1, 'active', 'active_users_day') on conflict do nothing",
      [organisation],
    );
    await uses(northwind, "active", 20);
    await uses(fabrikam, "active", 35);
    expect(await keys(anna)).toHaveLength(1);
    expect(await peers(anna, "northwind")).toContain("of about the same size");
    await uses(fabrikam, "active", 41);
    expect(await keys(anna)).toEqual([]);
  });

  test("may be further with the same goal, where no feature is left unused", async () => {
    const { anna, organisation } = house.company;
    await uses(northwind, "scan", 1);
    for (const [account, measured] of [
      [northwind, 0.3],
      [fabrikam, 0.6],
    ] as const) {
      await house.rows(
        `insert into goal (organisation_id, id, external_id, account_id, name, metric, measured, ingested_at, known_at)
         values ($1, $2::uuid, $2::text, $3, 'Scan every pallet', 'scan', $4, $5, $5)`,
        [organisation, ids.next(), account, measured, LONG_AGO],
      );
    }
    const offers = await peers(anna, "northwind");
    expect(offers).toContain("has come further than Northwind GmbH with a goal for which “Scanning” counts");
    expect(offers).not.toContain("60");
    await house.rows("update goal set measured = 0.45 where account_id = $1", [northwind]);
    expect(await keys(anna)).toEqual([]);
  });
});

async function atRisk(account: AccountId): Promise<void> {
  await house.rows(
    "insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day) values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')",
    [house.company.organisation, account, LONG_AGO],
  );
}

describe("what each may know", () => {
  test("ends at the other customer's name until its CSM agrees, unless one may read that customer anyway", async () => {
    const { anna, ben, olga, marta, jonas } = house.company;
    await propose(anna);
    expect(await peers(anna, "northwind")).not.toContain("Fabrikam");
    expect(await peers(olga, "northwind")).toContain("Fabrikam AG uses");
    expect(await peers(jonas, "northwind")).toContain("isn't yours, so its CSM proposes");
    expect(await peers(marta, "northwind")).not.toContain("Fabrikam");
    expect(wordsOf(await house.press(jonas, "peers.show", await sideOf("learns")))).toContain("isn't yours to see");
    expect(await press(marta, "peers.stop", "learns")).toContain("The CSM of Northwind GmbH does this");
    expect(await press(anna, "peers.ask", "shares")).toContain("isn't yours to see");
    expect(await submit(ben, "peers.not-now", "shares", { reason: "They move house" })).toContain("180 days");
    expect(inbox(anna)).toContain("“They move house”");
    expect(inbox(anna)).not.toContain("Fabrikam");
    expect(await stands()).toEqual([{ state: "ended", ended_as: "not-now" }]);
  });

  test("is for who looks after one of the two: a trainer there, or a pool's Account Manager, reads nothing of the exchange", async () => {
    const { organisation, workspace, jonas } = house.company;
    await agreed();
    const trainer = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Cleo Adler", ["colleague"]),
    );
    const given = [organisation, northwind, trainer.id];
    await house.rows(
      "insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, 'training', $3)",
      given,
    );
    await house.rows(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate, region, pool, routed_at)
       values ($1, $2, $3, 'Fleet', 'fleet', 'routed', 'csm', $4, $5, 'more', '{}', 'dach', true, $5)`,
      [organisation, ids.next(), northwind, house.company.anna.id, LONG_AGO],
    );
    const [exchange] = await house.rows<{ id: string }>("select id from peer_exchange");
    for (const who of [trainer, jonas]) {
      const said = await peers(who, "northwind");
      expect(said).toContain("The CSM of Northwind GmbH does this");
      for (const kept of ["Fabrikam", "Erik Sommer", "our shelves"]) expect(said).not.toContain(kept);
      expect(wordsOf(await house.press(who, "peers.show", exchange?.id ?? ""))).toContain("isn't yours to see");
      expect(await press(who, "peers.ask", "learns")).toContain("isn't yours to see");
      expect(await press(who, "peers.introduce", "shares")).toContain("isn't yours to see");
    }
    expect(await peers(house.company.marta, "northwind")).toContain("Erik Sommer");
  });

  test("is proposed by who covers for the CSM or leads, and by nobody else", async () => {
    const { anna, ben, olga, marta } = house.company;
    expect(await peers(marta, "northwind")).toContain("The CSM of Northwind GmbH does this");
    expect(await peers(ben, "northwind")).toContain("isn't yours");
    const [key = ""] = await keys(olga);
    expect(await pressed(marta, "peers.propose", northwind, key)).toContain("The CSM of Northwind GmbH does this");
    expect(await pressed(ben, "peers.propose", northwind, key)).toContain("isn't yours to see");
    expect(await pressed(olga, "peers.propose", northwind, key)).toContain("is asked");
    await house.app.settle();
    expect(inbox(anna)).toContain("An exchange for Northwind GmbH");
  });
});

describe("what is typed or pressed wrongly", () => {
  test("gets a sentence with what is allowed, and changes nothing", async () => {
    const { anna, ben } = house.company;
    expect(await peers(anna, "")).toContain("Which customer?");
    expect(await peers(anna, "nowhere at all")).toContain("nowhere at all");
    expect(await pressed(anna, "peers.propose", northwind, "0".repeat(24))).toContain("isn't free for an exchange");
    expect(await stands()).toEqual([]);
    await propose(anna);
    expect(await submit(ben, "peers.not-now", "shares", { reason: "x".repeat(501) })).toContain(
      "501 letters are too many. Use at most 500",
    );
    expect(await submit(ben, "peers.not-now", "shares", { reason: "Fabrikam moves house" })).toContain(
      "“Fabrikam” tells the other CSM which customer it is",
    );
    await press(ben, "peers.ask", "shares");
    expect(wordsOf(await house.open(anna, "peers.agree", await sideOf("learns")))).toContain(
      "Nobody at Northwind GmbH",
    );
    const dana = await contactAt(northwind, "Dana Vogt");
    const gone = await contactAt(northwind, "Gone Long");
    await house.rows("update contact set left_on = '2026-01-01' where id = $1", [gone]);
    const wrong = (values: Record<string, string>) => submit(anna, "peers.agree", "learns", values);
    expect(await wrong({ contact: gone, ...TALK })).toContain("can't be chosen here");
    expect(await wrong({ ...TALK })).toContain("Nothing is chosen yet");
    expect(await wrong({ contact: dana, topic: " \u200b" })).toContain("it is empty");
    expect(await wrong({ contact: dana, topic: "a discount of € 9,000" })).toContain("names a price");
    expect(await submit(anna, "peers.refuse", "learns", { again: "soon" })).toContain("“soon” can't be chosen here");
    expect(await house.rows("select 1 from peer_side where answer is not null")).toEqual([]);
  });
});

describe("a customer who says no", () => {
  test("isn't asked for a year, and never again where they say so", async () => {
    const { anna, ben } = house.company;
    await propose(anna);
    await press(ben, "peers.ask", "shares");
    expect(await submit(ben, "peers.refuse", "shares", { again: "year", reason: "No time" })).toContain("for a year");
    expect(inbox(anna)).toContain("Fabrikam AG doesn't want to");
    expect(inbox(anna)).not.toContain("No time");
    expect(await peers(anna, "northwind")).toContain("were asked of late");
    await house.rows("update peer_side set answered_at = answered_at - interval '366 days'");
    await house.rows("update peer_exchange set decided_at = decided_at - interval '366 days'");
    expect(await keys(anna)).toHaveLength(1);
    await propose(anna);
    await press(ben, "peers.ask", "shares");
    expect(await submit(anna, "peers.refuse", "learns", { again: "never" })).toContain("never asked again");
    await house.rows("update peer_side set answered_at = answered_at - interval '3000 days'");
    expect(await peers(anna, "northwind")).toContain("wants no exchange");
  });
});

describe("an exchange that nobody answers", () => {
  test("is recalled once after five working days, and lapses after thirty days, which both are told", async () => {
    const { anna, ben } = house.company;
    await propose(anna);
    expect(house.standingWith(ben)).toHaveLength(1);
    await house.at("2026-12-01T09:30:00Z");
    expect(house.standingWith(ben)).toHaveLength(2);
    expect(house.standingWith(anna)).toHaveLength(1);
    await house.at("2026-12-15T09:30:00Z");
    expect(house.standingWith(ben)).toHaveLength(2);
    await house.at("2026-12-24T09:30:00Z");
    expect(await stands()).toEqual([{ state: "ended", ended_as: "lapsed" }]);
    expect(inbox(anna)).toContain("Nobody answered until");
    expect(inbox(anna)).not.toContain("Fabrikam");
    expect(house.standingWith(ben)).toHaveLength(3);
    expect(await press(ben, "peers.ask", "shares")).toContain("Nobody answered until");
  });
});

describe("what happens in between", () => {
  test("ends it for both without saying which: at risk, or gone", async () => {
    const { anna, organisation } = house.company;
    await propose(anna);
    await house.app.change(organisation, ({ emit }) => emit({ kind: "account-at-risk", account: fabrikam }));
    await house.app.settle();
    expect(await stands()).toEqual([{ state: "ended", ended_as: "at-risk" }]);
    expect(inbox(anna)).toContain("this isn't the time for it at one of the two");
    expect(inbox(anna)).not.toContain("risk");
    expect(inbox(anna)).not.toContain("Fabrikam");
  });

  test("ends it where one leaves, or the two become one", async () => {
    const { anna, ben, organisation } = house.company;
    await propose(anna);
    await house.app.change(organisation, ({ emit }) => emit({ kind: "account-churned", account: northwind }));
    await house.app.settle();
    expect(await stands()).toEqual([{ state: "ended", ended_as: "churned" }]);
    expect(inbox(ben)).toContain("no customer any more");
    await house.rows("delete from peer_side");
    await house.rows("delete from peer_exchange");
    await propose(anna);
    await house.rows("update account set merged_into = $2 where id = $1", [fabrikam, northwind]);
    await nextMorning();
    expect(await stands()).toEqual([{ state: "ended", ended_as: "merged" }]);
  });

  test("hands it to the customer's next CSM in the morning, and takes it from the one before", async () => {
    const { anna, ben, organisation, workspace } = house.company;
    await propose(anna);
    const chen = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Chen Wei", ["csm"]));
    await move(fabrikam, chen.id);
    await look();
    expect(inbox(chen)).toContain("An exchange for Fabrikam AG");
    expect(await press(ben, "peers.ask", "shares")).toContain("isn't yours to see");
    expect(await press(chen, "peers.ask", "shares")).toContain("Now ask Fabrikam AG");
    await house.rows("update person set active = false, manager_id = $2 where id = $1", [
      chen.id,
      house.company.olga.id,
    ]);
    await look("2026-11-26");
    expect(inbox(house.company.olga)).toContain("An exchange for");
  });

  test("asks anew where who agreed has left the customer, and touches nobody who isn't there", async () => {
    const { anna, ben } = house.company;
    const { dana } = await agreed();
    await house.rows("update contact set left_on = '2026-11-24', name = 'former contact' where id = $1", [dana]);
    expect(await press(ben, "peers.introduce", "shares")).toContain("Not both customers have agreed yet");
    await look();
    expect(inbox(anna)).toContain("ask Northwind GmbH, and press what they say");
    expect(await house.rows("select part from peer_side where answer is not null")).toEqual([{ part: "shares" }]);
    expect(await touches(fabrikam)).toEqual([]);
  });

  async function move(account: AccountId, to: PersonId): Promise<void> {
    await house.rows("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, to]);
  }
});

describe("two customers of one CSM", () => {
  test("are asked at once, on one card that names both", async () => {
    const { anna } = house.company;
    await house.rows("update slot set person_id = $2 where account_id = $1", [fabrikam, anna.id]);
    const dana = await contactAt(northwind, "Dana Vogt");
    expect(await peers(anna, "northwind")).toContain("Fabrikam AG uses “Scanning” well");
    expect(await propose(anna)).toContain("You look after Northwind GmbH and Fabrikam AG both");
    expect(house.standingWith(anna)).toHaveLength(1);
    expect(await stands()).toEqual([{ state: "open", ended_as: null }]);
    await submit(anna, "peers.agree", "learns", { contact: dana, ...TALK });
    expect(await press(anna, "peers.stop", "learns")).toContain("Stopped");
    expect(await peers(anna, "northwind")).toContain("were asked of late");
  });
});

test("a customer is in one exchange at a time, also where two propose at once", async () => {
  const { anna, ben } = house.company;
  const tailspin = await customer("Tailspin", ben, 55);
  await uses(tailspin, "scan", 0);
  const [mine = ""] = await keys(anna);
  const [theirs = ""] = await keys(ben, "tailspin");
  const said = await Promise.all([
    pressed(anna, "peers.propose", northwind, mine),
    pressed(ben, "peers.propose", tailspin, theirs),
  ]);
  expect(said.filter((words) => words.includes("isn't free for an exchange any more"))).toHaveLength(1);
  expect(await stands()).toHaveLength(1);
  expect(await house.rows("select 1 from peer_side where open")).toHaveLength(2);
});

test("an introduction that reaches somebody too often or too soon says so, as a contact does", async () => {
  const { anna, marta, organisation } = house.company;
  const { dana } = await agreed();
  for (const [at, by] of [
    ["2026-11-23T10:00:00Z", marta.id],
    ["2026-11-10T10:00:00Z", anna.id],
    ["2026-11-11T10:00:00Z", anna.id],
  ] as const) {
    await house.app.change(organisation, ({ emit }) =>
      emit({
        kind: "account-touched",
        account: northwind,
        what: "call",
        by,
        via: "slack",
        direction: "out",
        details: {},
        contact: dana,
        at: new Date(at),
      }),
    );
  }
  const said = await press(anna, "peers.introduce", "learns");
  expect(said).toContain("Marta Silva was in touch with Dana Vogt too");
  expect(said).toContain("4 touches of Dana Vogt in 30 days");
  expect(said).not.toContain("Ben Ito was");
  expect(inbox(marta)).toContain("Dana Vogt");
});

test("what customers said of it is forgotten after 24 months, once it is over; that they agreed stays", async () => {
  const { anna, organisation } = house.company;
  await agreed();
  const words = () => house.rows("select words from peer_side where words is not null");
  const forget = (at: string) =>
    house.app.change(organisation, async ({ tx }) => {
      await forgetPeers(tx, new Date(at));
    });
  await forget("2029-01-01T09:00:00Z");
  expect(await words()).toHaveLength(2);
  await press(anna, "peers.introduce", "learns");
  await forget("2028-11-23T09:00:00Z");
  expect(await words()).toHaveLength(2);
  await forget("2028-11-25T09:00:00Z");
  expect(await words()).toEqual([]);
  expect(await house.rows("select answer from peer_side")).toEqual([{ answer: "yes" }, { answer: "yes" }]);
});

test("a contact who is erased agrees no more, and their words go with them", async () => {
  const { ada, ben } = house.company;
  const { dana } = await agreed();
  const address = `${dana}@customer.example`;
  await house.submit(ada, "privacy.erase", dana, { address, also: "" });
  await house.app.settle();
  expect(await house.rows("select words from peer_side where contact_id = $1", [dana])).toEqual([{ words: "…" }]);
  expect(inbox(ben)).not.toContain("Dana");
  expect(inbox(ben)).not.toContain("night shift");
  expect(await press(ben, "peers.introduce", "shares")).toContain("Not both customers have agreed yet");
});

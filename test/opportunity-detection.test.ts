import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDirectory, createFeatures } from "../src/features/index.ts";
import {
  decideFindings,
  type Candidate,
  modulesFor,
  nameOf,
  packed,
  together,
  unpacked,
} from "../src/features/opportunities/detect.ts";
import { opportunities } from "../src/features/opportunities/feature.ts";
import { notToGrow } from "../src/features/opportunities/facts.ts";
import type { Found } from "../src/features/opportunities/gate-stored.ts";
import { openOpportunities, type StoredOpportunity } from "../src/features/opportunities/store.ts";
import { createContexts } from "../src/inbound/context.ts";
import type { AccountId, OpportunityId, PersonId } from "../src/kernel/ids.ts";
import { productIn } from "../src/locales/products.ts";
import { createPosts } from "../src/outbox/posts.ts";
import { addAccount, addContract, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals } from "./helpers/deal-house.ts";
import { letGrow } from "./helpers/growing.ts";
import { wordsOf } from "./helpers/running-app.ts";

const NINE = new Date("2026-11-24T08:00:00Z");
const DAY_MS = 24 * 3_600_000;
const SEATS: Found = { rule: "seats", used: 46, seats: 50, days: 14 };
const id = (text: string) => text as AccountId & OpportunityId & PersonId;

describe("what the rules find", () => {
  const found = (account: string, what: Found = SEATS, csm = "anna"): Candidate => ({
    account: id(account),
    csm: id(csm),
    found: what,
  });
  const known = (account: string, more: object = {}) => ({
    ...{
      id: id("o"),
      account: id(account),
      product: "more seats",
      isOpen: true,
      isWon: false,
      isUnanswered: false,
      evidence: [],
    },
    ...more,
  });
  const kinds = (...all: Parameters<typeof decideFindings>): string[] => decideFindings(...all).map(({ kind }) => kind);
  const nobody = new Map<PersonId, number>();

  test("is spotted where nothing is open, joins what is, once a rule, and rests where it ended not long ago", () => {
    expect(kinds([found("a")], [], nobody)).toEqual(["spot"]);
    expect(kinds([found("a")], [known("a")], nobody)).toEqual(["join"]);
    const evidence = [{ source: "usage", at: "", found: SEATS }] as const;
    expect(kinds([found("a")], [known("a", { evidence })], nobody)).toEqual([]);
    expect(kinds([found("a")], [known("a", { isOpen: false })], nobody)).toEqual([]);
    expect(kinds([found("a")], [known("b", { isOpen: false })], nobody)).toEqual(["spot"]);
  });

  test("rests after a sale of the same, whatever the CSM called it, and not after one of something else", () => {
    const sold = { isOpen: false, isWon: true, product: "ten seats for Graz" };
    const evidence = [{ source: "usage", at: "", found: SEATS }] as const;
    expect(kinds([found("a")], [known("a", { ...sold, evidence })], nobody)).toEqual([]);
    expect(kinds([found("a")], [known("a", { ...sold, product: "more seats" })], nobody)).toEqual([]);
    expect(kinds([found("a")], [known("a", sold)], nobody)).toEqual(["spot"]);
    const limit = (metric: string): Found => ({ rule: "limit", metric, used: 95, limit: 100 });
    const raised = [{ source: "usage", at: "", found: limit("API calls") }] as const;
    const calls = known("a", { ...sold, product: "calls", evidence: raised });
    expect(kinds([found("a", limit("API calls"))], [calls], nobody)).toEqual([]);
    expect(kinds([found("a", limit("Exports"))], [calls], nobody)).toEqual(["spot"]);
  });

  test("is the same product in whichever language somebody named it", () => {
    const limit: Found = { rule: "limit", metric: "API calls", used: 95, limit: 100 };
    const said = (what: Found): string[] => (["en", "de", "zh"] as const).map((each) => productIn(nameOf(what), each));
    expect(said(SEATS)).toEqual(["More seats", "Mehr Plätze", "更多席位"]);
    expect(said(limit)).toEqual(["Higher limit for API calls", "Höheres Limit für API calls", "提高API calls的上限"]);
    for (const product of ["mehr plätze", "更多席位", "MORE SEATS"])
      expect(kinds([found("a")], [known("a", { product })], nobody)).toEqual(["join"]);
    for (const product of [...said(limit), "a higher limit: api calls"])
      expect(kinds([found("a", limit)], [known("a", { product })], nobody)).toEqual(["join"]);
  });

  test("is one question at a time a customer, and five for a CSM", () => {
    const limit: Found = { rule: "limit", metric: "API calls", used: 95, limit: 100 };
    expect(
      decideFindings([found("a", limit), found("a")], [], nobody).map(({ candidate }) => candidate.found.rule),
    ).toEqual(["seats"]);
    expect(kinds([found("a", limit)], [known("a", { isUnanswered: true })], nobody)).toEqual([]);
    expect(kinds([found("a"), found("b")], [], new Map([[id("anna"), 4]]))).toEqual(["spot"]);
    expect(kinds([found("a"), found("b", SEATS, "ben")], [], new Map([[id("anna"), 5]]))).toEqual(["spot"]);
  });

  test("of a module needs eight others, half of whom have it and use it well", () => {
    const peers = (customers: number, count: number) =>
      modulesFor({ customers, using: new Map([["Insights", count]]) }, ["Core"]);
    expect(peers(9, 4)).toEqual([{ rule: "module", module: "Insights", using: 4, peers: 8 }]);
    expect(peers(9, 3)).toEqual([]);
    expect(peers(8, 7)).toEqual([]);
    expect(modulesFor({ customers: 20, using: new Map([["Insights", 20]]) }, ["insights"])).toEqual([]);
  });

  test("among peers adds up over batches, whatever segments and modules are called", () => {
    const using = (counts: readonly (readonly [string, number])[]) => new Map(counts);
    const one = new Map([["__proto__", { customers: 3, using: using([["A", 1]]) }]]);
    const other = new Map([
      [
        "__proto__",
        {
          customers: 2,
          using: using([
            ["A", 1],
            ["constructor", 2],
          ]),
        },
      ],
      ["big", { customers: 1, using: using([]) }],
    ]);
    const all = unpacked(packed(together(one, unpacked(packed(other)))));
    expect([...all].map(([segment, peers]) => [segment, peers.customers, [...peers.using]])).toEqual([
      [
        "__proto__",
        5,
        [
          ["A", 2],
          ["constructor", 2],
        ],
      ],
      ["big", 1, []],
    ]);
    expect("customers" in {}).toBe(false);
  });
});

describe("in the night", () => {
  let house: DealHouse;
  beforeAll(async () => {
    house = await runDeals();
  });
  afterAll(() => house.stop());
  let made = 0;
  beforeEach(async () => {
    house.clock.set(NINE);
    await house.change("delete from usage");
    await house.change("delete from metric");
    await house.change("update opportunity set stage = 'expired', closed_at = '2020-01-01' where stage = 'spotted'");
  });

  async function account(
    more: { seats?: number; stage?: string; segment?: string; product?: string } = {},
  ): Promise<AccountId> {
    const { anna, marta, organisation } = house.company;
    return house.app.db.write(organisation, async (tx) => {
      const name = `Found ${String(++made)}`;
      const { seats = 50, product = "Core", ...rest } = more;
      const account = await addAccount(tx, name, { csm: anna.id, am: marta.id, ...rest });
      await addContract(tx, account, { arrMinor: 100_000, seats });
      await tx.rows("update contract set product = $2 where account_id = $1", [account, product]);
      return account;
    });
  }
  const metric = (name: string, kind: string, more: { label?: string; limit?: number; product?: string } = {}) =>
    house.change(
      "insert into metric (organisation_id, name, kind, label, limit_value, product) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
      [house.company.organisation, name, kind, more.label ?? null, more.limit ?? null, more.product ?? null],
    );
  /** a value for each of so many days before that Tuesday */
  const used = (at: AccountId, name: string, values: readonly (number | undefined)[]) =>
    house.change(
      `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
       select $1, $2, $3, '2026-11-24'::date - n::int, v, '2026-11-24', '2026-11-24' from unnest($4::float8[]) with ordinality as x(v, n)
        where v is not null`,
      [house.company.organisation, at, name, values.map((value) => value ?? null)],
    );
  async function night(now = NINE): Promise<void> {
    const { app, company, clock } = house;
    clock.set(now);
    const contexts = createContexts({
      features: createFeatures(),
      ids,
      directory: createDirectory(clock),
      posts: (tx, at) => createPosts(tx, { now: at, ids, wake: () => undefined }),
      jobs: () => ({ start: () => Promise.resolve() }),
      onEvent: () => undefined,
    });
    let data: Readonly<Record<string, string>> | undefined = { asOf: now.toISOString() };
    while (data) {
      const batch: Readonly<Record<string, string>> = data;
      data = await app.db.write(
        company.organisation,
        (tx) => opportunities.jobs?.["detect"]?.run(contexts(tx, now), batch) ?? Promise.resolve(undefined),
      );
    }
  }
  async function openAt(at: AccountId): Promise<StoredOpportunity[]> {
    return (await house.app.db.read(house.company.organisation, (tx) => openOpportunities(tx, at))).open;
  }
  const days = (value: number, count = 14): number[] => Array.from({ length: count }, () => value);

  test("seats that are nearly all in use are put to the CSM with the figures, and confirmed go to the Account Manager", async () => {
    const { anna, marta, organisation } = house.company;
    await metric("seats", "seats_used");
    const at = await account();
    await used(at, "seats", [46, ...days(40, 13)]);
    await night();
    const [found] = await openAt(at);
    expect(found).toMatchObject({
      product: "More seats",
      stage: "spotted",
      asked: false,
      confirmed: undefined,
      benefit: "",
    });
    expect(found?.evidence).toEqual([
      { source: "usage", at: NINE.toISOString(), found: { rule: "seats", used: 46, seats: 50, days: 14 } },
    ]);
    await house.app.settle();
    const card = house.standingWith(anna).at(-1) ?? "";
    expect(card).toContain(`Found ${String(made)}: More seats?`);
    expect(card).toContain("46 of 50 seats in use, at least 80% on each known day of the last 14.");
    expect((await house.standingIn("am")).join()).not.toContain(`Found ${String(made)}`);
    expect(await house.kinds(at)).toEqual(["found"]);
    await house.app.db.write(organisation, (tx) => letGrow(tx, at, NINE));
    const answer = await house.fills(anna, "confirm", found?.id ?? id(""), {
      benefit: "The warehouse team waits for logins every Monday.",
    });
    expect(answer).toContain("Handed to Marta Silva");
    const again = wordsOf(await house.open(anna, "opportunities.confirm", found?.id ?? ""));
    expect(again).toContain("With Marta Silva, not claimed yet.");
    expect(await house.says(anna, "decline", found?.id ?? id(""))).toBe(again);
    expect(wordsOf(await house.press(marta, "opportunities.claim", found?.id ?? ""))).toContain("It's yours");
    const [row] = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ origin: string }>("select origin from opportunity where id = $1", [found?.id]),
    );
    expect(row?.origin).toBe("rule");
  });

  test("seats count from eighty percent on each known day, with seven days in ten known", async () => {
    await metric("seats", "seats_used");
    const [just, below, thin, known] = [await account(), await account(), await account(), await account()];
    await used(just, "seats", days(40));
    await used(below, "seats", [46, 46, 39.9, ...days(46, 11)]);
    await used(thin, "seats", [...days(46, 9)]);
    await used(known, "seats", [46, undefined, undefined, undefined, undefined, ...days(46, 9)]);
    await night();
    expect((await Promise.all([just, below, thin, known].map(openAt))).map(({ length }) => length)).toEqual([
      1, 0, 0, 1,
    ]);
  });

  test("a limit that is nearly reached is found by its last known day, and a low one isn't", async () => {
    await metric("api", "limit_used", { label: "API calls", limit: 1000 });
    const [near, far, old] = [await account(), await account(), await account()];
    await used(near, "api", [900, 100]);
    await used(far, "api", [899, 1000]);
    await used(old, "api", [undefined, undefined, undefined, undefined, 1000]);
    await night();
    const [found] = await openAt(near);
    expect(found?.product).toBe("A higher limit: API calls");
    expect(found?.evidence[0]).toMatchObject({ found: { rule: "limit", metric: "API calls", used: 900, limit: 1000 } });
    expect([...(await openAt(far)), ...(await openAt(old))]).toEqual([]);
  });

  test("a module that half of the comparable customers use well is found for who hasn't bought it, and for nobody else", async () => {
    for (const name of ["forecast", "scenarios"]) await metric(name, "feature", { product: "Insights" });
    const lacks = await account({ segment: "smb" });
    const elsewhere = await account({ segment: "enterprise" });
    const unknown = await account({ segment: "smb" });
    await house.change("update contract set product = null where account_id = $1", [unknown]);
    for (let at = 0; at < 9; at++) {
      const owner = await account({ segment: "smb", product: at < 3 ? "INSIGHTS" : at < 6 ? "Insights" : "Core" });
      if (at < 5) for (const name of ["forecast", "scenarios"]) await used(owner, name, [3]);
      if (at === 5) await used(owner, "forecast", [3]);
    }
    await night();
    const [found] = await openAt(lacks);
    expect(found).toMatchObject({ product: "Insights", stage: "spotted" });
    expect(found?.evidence[0]).toMatchObject({ found: { rule: "module", module: "Insights", using: 5, peers: 10 } });
    expect([...(await openAt(elsewhere)), ...(await openAt(unknown))]).toEqual([]);
  });

  test("joins an open one for the same product, once, and takes nothing away from it", async () => {
    await metric("seats", "seats_used");
    const at = await account();
    const spotted = await house.spot(at, "More Seats");
    await used(at, "seats", days(46));
    await night();
    await night(new Date(NINE.getTime() + DAY_MS));
    const open = await openAt(at);
    expect(open.map((each) => [each.id, each.stage, each.evidence.length, each.supports])).toEqual([
      [spotted, "routed", 1, 1],
    ]);
  });

  test("is left alone for ninety days after the CSM said it isn't for them", async () => {
    const { anna } = house.company;
    await metric("seats", "seats_used");
    const at = await account();
    await used(at, "seats", days(46));
    await night();
    const [found] = await openAt(at);
    expect(await house.says(anna, "decline", found?.id ?? id(""))).toContain("I leave it alone for 90 days");
    expect((await house.offer(found?.id ?? id(""))).opportunity.lostReason).toBe("no-benefit");
    await house.change("update usage set day = day + 90");
    await night(new Date(NINE.getTime() + 90 * DAY_MS - 1));
    expect(await openAt(at)).toEqual([]);
    await night(new Date(NINE.getTime() + 90 * DAY_MS));
    expect(await openAt(at)).toHaveLength(1);
  });

  test("finds nothing for who is still settling in, has left, or has no CSM", async () => {
    await metric("seats", "seats_used");
    const [settling, left, orphan] = [
      await account({ stage: "onboarding" }),
      await account({ stage: "churned" }),
      await account(),
    ];
    await house.change("delete from slot where account_id = $1 and slot = 'csm'", [orphan]);
    for (const at of [settling, left, orphan]) await used(at, "seats", days(46));
    await night();
    for (const at of [settling, left, orphan]) expect(await openAt(at)).toEqual([]);
  });

  test("at a customer at risk it is kept on hold and put to nobody, until the customer has recovered", async () => {
    const { anna } = house.company;
    await metric("seats", "seats_used");
    const at = await account();
    await used(at, "seats", days(46));
    await house.risk(at, true);
    await night();
    const [found] = await openAt(at);
    expect(found).toMatchObject({ stage: "spotted", parked: { because: "at-risk" } });
    await house.app.settle();
    expect(house.standingWith(anna).join()).not.toContain(`Found ${String(made)}`);
    await house.risk(at, false);
    await house.app.settle();
    expect(house.standingWith(anna).at(-1)).toContain(`Found ${String(made)}: More seats?`);
    expect((await openAt(at))[0]).toMatchObject({ stage: "spotted", parked: undefined });
  });

  test("only its CSM answers, and their own spotting of the same is that answer", async () => {
    const { marta, anna, organisation } = house.company;
    await metric("seats", "seats_used");
    const at = await account();
    await used(at, "seats", days(46));
    await night();
    const [found] = await openAt(at);
    expect(await house.says(marta, "decline", found?.id ?? id(""))).toContain("Only the Customer Success Manager");
    await house.app.db.write(organisation, (tx) => letGrow(tx, at, NINE));
    const values = {
      product: "mehr plätze",
      benefit: "The warehouse team waits for logins every Monday.",
      word: "yes",
    };
    await house.submit(anna, "opportunities.spot", at, values);
    const open = await openAt(at);
    expect(open.map((each) => [each.id, each.stage])).toEqual([[found?.id, "routed"]]);
  });

  test("who leads a CSM that chat can't reach gets the question and answers it in their stead", async () => {
    const { olga, marta, jonas, workspace, organisation } = house.company;
    const emily = await house.app.db.write(organisation, (tx) =>
      addPerson(tx, workspace, "Emily Novak", ["csm"], { manager: olga.id }),
    );
    await house.change("delete from handle where person_id = $1", [emily.id]);
    await metric("seats", "seats_used");
    const [one, other] = [await account(), await account()];
    for (const at of [one, other]) {
      await house.change("update slot set person_id = $1 where account_id = $2 and slot = 'csm'", [emily.id, at]);
      await used(at, "seats", days(46));
      await house.app.db.write(organisation, (tx) => letGrow(tx, at, NINE));
    }
    await night();
    await house.app.settle();
    const [found] = await openAt(one);
    const [declined] = await openAt(other);
    if (!found || !declined) throw new Error("nothing was found");
    expect(house.standingWith(olga).join("\n")).toContain("would it solve a problem of theirs?");
    expect((await house.open(olga, "opportunities.answer", found.id)).reply).toMatchObject({ kind: "form" });
    expect(await house.says(jonas, "decline", declined.id)).not.toContain("Not for them");
    const benefit = "The warehouse team waits for logins every Monday.";
    expect(await house.fills(marta, "confirm", found.id, { benefit })).toContain("Only the Customer Success Manager");
    expect(await house.fills(olga, "confirm", found.id, { benefit })).toContain("Handed to Marta Silva");
    await house.says(olga, "decline", declined.id);
    expect(await openAt(other)).toEqual([]);
  });

  test("a customer who was just sold something, or didn't want more seats, isn't one to be sold more as they grow", async () => {
    const { anna, organisation } = house.company;
    const asked = (at: AccountId, days: number): Promise<boolean> =>
      house.app.db.read(organisation, async (tx) =>
        (await notToGrow(tx, [at], new Date(NINE.getTime() + days * DAY_MS))).has(at),
      );
    const fresh = await house.account(`Fresh ${String(++made)}`, house.company.marta);
    expect(await asked(fresh, 0)).toBe(false);
    const { account: sold, id: won } = await house.sold(`Sold ${String(++made)}`);
    expect([await asked(sold, 1), await asked(sold, 200)]).toEqual([true, true]);
    await house.says(anna, "accept", won);
    expect([await asked(sold, 89), await asked(sold, 91)]).toEqual([true, false]);
    const lost = await house.spot(fresh, "More seats");
    await house.says(house.company.marta, "claim", lost);
    await house.fills(house.company.marta, "lose", lost, { reason: "no-need" });
    expect([await asked(fresh, 89), await asked(fresh, 91)]).toEqual([true, false]);
    const other = await house.account(`Other ${String(++made)}`, house.company.marta);
    const module = await house.spot(other, "Insights");
    await house.says(house.company.marta, "claim", module);
    await house.fills(house.company.marta, "lose", module, { reason: "no-need" });
    expect(await asked(other, 1)).toBe(false);
  });

  test("is called in the language of whoever reads it, and what somebody typed stays", async () => {
    const { anna, marta, organisation } = house.company;
    const reads = (who: TestPerson, locale: string): Promise<unknown> =>
      house.submit(who, "settings.mine", "", { locale, zone: "Europe/Berlin", digestAt: "08:00" });
    await reads(anna, "de");
    await reads(marta, "zh");
    await metric("seats", "seats_used");
    const at = await account();
    await used(at, "seats", days(46));
    await night();
    await house.app.settle();
    const card = house.standingWith(anna).at(-1) ?? "";
    expect(card).toContain(`Found ${String(made)}: Mehr Plätze?`);
    expect(card).toContain("46 von 50 Plätzen belegt");
    expect(card).not.toMatch(/seats/i);
    const [found] = await openAt(at);
    await house.app.db.write(organisation, (tx) => letGrow(tx, at, NINE));
    await house.fills(anna, "confirm", found?.id ?? id(""), {
      benefit: "The warehouse team waits for logins every Monday.",
    });
    await house.says(marta, "claim", found?.id ?? id(""));
    expect(await house.says(marta, "propose", found?.id ?? id(""))).toContain("更多席位");
    for (const [who, called] of [
      [anna, "Mehr Plätze"],
      [marta, "更多席位"],
    ] as const) {
      const line = `/tandem timeline Found ${String(made)}`;
      const words = wordsOf(await house.command(who, line));
      expect(words, line).toContain(called);
      expect(words, line).not.toContain("More seats");
    }
    const typed = await house.spot(await account(), "Dashboards for seats");
    await house.says(marta, "claim", typed);
    expect(await house.says(marta, "propose", typed)).toContain("Dashboards for seats");
    await reads(anna, "en");
    await reads(marta, "en");
  });

  test("passes by itself after the score, each night once", async () => {
    await metric("seats", "seats_used");
    const at = await account();
    await house.change(
      `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
       select $1, $2, 'seats', '2026-11-30'::date - n, 46, '2026-11-24', '2026-11-24' from generate_series(1, 30) n`,
      [house.company.organisation, at],
    );
    await house.app.change(house.company.organisation, (context) => context.emit({ kind: "settings-changed" }));
    await house.app.settle();
    expect(await openAt(at)).toEqual([]);
    await house.hours(24);
    expect((await openAt(at)).map(({ stage }) => stage)).toEqual(["spotted"]);
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Asked } from "../src/features/nps/campaign.ts";
import { countPlan, type Judged, listPlan } from "../src/features/nps/plan-store.ts";
import { fixedDate } from "../src/kernel/business-time.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { mintOrganisation, type TestDatabase, testDatabase } from "./helpers/database.ts";
import { plantAccount, type PlantedAccount, plantContact, type PlantedContact } from "./helpers/survey-world.ts";

const TODAY = fixedDate("2026-11-24");
const NOW = new Date("2026-11-24T02:00:00Z");
const EVERYBODY: Asked = { tier: "all", stages: [], segments: [], roles: [] };

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
});
afterAll(() => opened.close());

interface World {
  readonly account: PlantedAccount;
  readonly people: readonly PlantedContact[];
}

/** What a wave decides of each person of some customers, in the order in which they were planted. */
async function decided(worlds: readonly World[], asked = EVERYBODY): Promise<string[][]> {
  const organisation = await mintOrganisation(opened.db);
  return opened.db.write(organisation, async (tx) => {
    const planted: ContactId[][] = [];
    for (const { account, people } of worlds) {
      const id = await plantAccount(tx, NOW, account);
      const there: ContactId[] = [];
      for (const [at, person] of people.entries()) {
        there.push(await plantContact(tx, NOW, id, person, account.detractor === true && at === 0));
      }
      planted.push(there);
    }
    const list = await listPlan(tx, asked, TODAY, NOW, 10_000);
    const counts = await countPlan(tx, asked, TODAY, NOW);
    expect(counts.reduce((sum, { people }) => sum + people, 0)).toBe(list.length);
    const by = new Map(list.map((each) => [each.contact, wordOf(each)]));
    return planted.map((there) => there.map((id) => by.get(id) ?? "not meant"));
  });
}
const wordOf = ({ verdict }: Judged): string => (verdict.kind === "asked" ? "asked" : verdict.because);
const one = async (account: PlantedAccount, person: PlantedContact = {}): Promise<string | undefined> =>
  (await decided([{ account, people: [person] }]))[0]?.[0];

describe("who is asked in a wave", () => {
  test("is whoever nothing speaks against", async () => {
    expect(await one({})).toBe("asked");
  });

  test("is nobody who doesn't want it, by their address, at whichever customer they are", async () => {
    const dana = { email: "Dana@tailspin.example", optedOut: true };
    expect(
      await decided([
        { account: {}, people: [dana] },
        { account: {}, people: [{ email: "dana@tailspin.example" }] },
      ]),
    ).toEqual([["opted-out"], ["opted-out"]]);
    expect(await one({}, { optedOut: true })).toBe("opted-out");
  });

  test("is nobody who was asked within 180 days, or was written to four times within 30", async () => {
    expect(await one({}, { askedDaysAgo: 179 })).toBe("gap");
    expect(await one({}, { askedDaysAgo: 180 })).toBe("asked");
    expect(await one({}, { touches: 4 })).toBe("cap");
    expect(await one({}, { touches: 3 })).toBe("asked");
  });

  test("touches of one person at two customers count together", async () => {
    const kim = { email: "kim@fourth.example", touches: 2 };
    expect(
      await decided([
        { account: {}, people: [kim] },
        { account: {}, people: [kim] },
      ]),
    ).toEqual([["cap"], ["cap"]]);
  });

  test("is nobody of a customer that isn't live yet, or since less than 60 days", async () => {
    expect(await one({ stage: "onboarding" })).toBe("not-live");
    expect(await one({ stage: "onboarding", wentLiveDaysAgo: 60 })).toBe("asked");
    expect(await one({ wentLiveDaysAgo: 59 })).toBe("just-live");
  });

  test("is nobody within 30 days of the last day on which notice can be given", async () => {
    expect(await one({ renewsInDays: 90, noticeDays: 60 })).toBe("near-notice");
    expect(await one({ renewsInDays: 91, noticeDays: 60 })).toBe("asked");
    expect(await one({ renewsInDays: 30, noticeDays: 60 })).toBe("near-notice");
    expect(await one({ renewsInDays: 29, noticeDays: 60 })).toBe("asked");
  });

  test("waits where something is escalated, somebody wouldn't recommend us, or a sale is talked over", async () => {
    expect(await one({ escalated: true })).toBe("escalation");
    expect(await one({ detractor: true })).toBe("detractor");
    expect(await one({ negotiatedDaysAgo: 13 })).toBe("negotiation");
    expect(await one({ negotiatedDaysAgo: 14 })).toBe("asked");
  });

  test("waits for the wave that is nearest to 120 days before the renewal, when asking now would stand in its way", async () => {
    expect(await one({ renewsInDays: 120 })).toBe("asked");
    expect(await one({ renewsInDays: 165 })).toBe("asked");
    expect(await one({ renewsInDays: 166 })).toBe("renewal-wave");
    expect(await one({ renewsInDays: 299 })).toBe("renewal-wave");
    expect(await one({ renewsInDays: 300 })).toBe("asked");
  });

  test("is asked once who has one address at two customers, where nothing holds it back", async () => {
    const eve = { email: "eve@group.example" };
    expect(
      await decided([
        { account: { escalated: true }, people: [eve] },
        { account: {}, people: [eve] },
      ]),
    ).toEqual([["elsewhere"], ["asked"]]);
  });

  test("is at most ten people of one customer, those first who decide", async () => {
    const people: PlantedContact[] = Array.from({ length: 12 }, (_, at) => ({ role: at === 11 ? "buyer" : "user" }));
    const [there = []] = await decided([{ account: {}, people }]);
    expect(there.filter((each) => each === "asked")).toHaveLength(10);
    expect(there[11]).toBe("asked");
    expect(there.filter((each) => each === "enough")).toHaveLength(2);
  });

  test("is whom the campaign is for, and no customer that left", async () => {
    const worlds: World[] = [
      { account: { key: true, segment: "smb" }, people: [{ role: "buyer" }, { role: "user" }, {}] },
      { account: { segment: "enterprise" }, people: [{ role: "buyer" }] },
      { account: { stage: "churned" }, people: [{}] },
    ];
    const not = "not meant";
    expect(await decided(worlds)).toEqual([["asked", "asked", "asked"], ["asked"], [not]]);
    expect(await decided(worlds, { ...EVERYBODY, tier: "key" })).toEqual([["asked", "asked", "asked"], [not], [not]]);
    expect(await decided(worlds, { ...EVERYBODY, tier: "other" })).toEqual([[not, not, not], ["asked"], [not]]);
    expect(await decided(worlds, { ...EVERYBODY, segments: ["enterprise"] })).toEqual([
      [not, not, not],
      ["asked"],
      [not],
    ]);
    expect(await decided(worlds, { ...EVERYBODY, roles: ["user", "other"] })).toEqual([
      [not, "asked", "asked"],
      [not],
      [not],
    ]);
    expect(await decided(worlds, { ...EVERYBODY, stages: ["adoption"] })).toEqual([[not, not, not], [not], [not]]);
  });
});

/** The rule in words of one person, without the others. */
function alone(
  account: PlantedAccount,
  who: { optedOut: boolean; asked: boolean; touches: number },
): string | undefined {
  if (who.optedOut) return "opted-out";
  if (who.asked) return "gap";
  if (who.touches >= 4) return "cap";
  if (account.stage === "onboarding" && account.wentLiveDaysAgo === undefined) return "not-live";
  if (account.wentLiveDaysAgo !== undefined && account.wentLiveDaysAgo < 60) return "just-live";
  if (account.renewsInDays !== undefined && Math.abs(account.renewsInDays - (account.noticeDays ?? 0)) <= 30)
    return "near-notice";
  return undefined;
}

function held(account: PlantedAccount, hasPeople: boolean): string | undefined {
  if (account.escalated) return "escalation";
  if (account.detractor && hasPeople) return "detractor";
  if (account.negotiatedDaysAgo !== undefined && account.negotiatedDaysAgo < 14) return "negotiation";
  if (account.renewsInDays === undefined) return undefined;
  const ahead = account.renewsInDays - 120;
  return ahead > 45 && ahead < 180 ? "renewal-wave" : undefined;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const ACCOUNT: fc.Arbitrary<PlantedAccount> = fc.record({
  stage: fc.constantFrom("onboarding", "value", "renewal"),
  wentLiveDaysAgo: maybe(fc.constantFrom(0, 59, 60, 200)),
  renewsInDays: maybe(fc.constantFrom(10, 60, 120, 165, 166, 299, 300)),
  noticeDays: fc.constantFrom(0, 30, 90),
  escalated: fc.boolean(),
  detractor: fc.boolean(),
  negotiatedDaysAgo: maybe(fc.constantFrom(13, 14)),
});
const PERSON: fc.Arbitrary<PlantedContact> = fc.record({
  email: maybe(fc.constantFrom("a@x.example", "B@x.example", "b@x.example")),
  askedDaysAgo: maybe(fc.constantFrom(10, 179, 180, 400)),
  touches: fc.constantFrom(0, 0, 1, 2, 4),
  optedOut: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

describe("whatever there is", () => {
  test("each person is decided of as the rule says, and is asked in one place at most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            account: ACCOUNT,
            people: fc.uniqueArray(PERSON, { maxLength: 4, selector: ({ email }) => email ?? Symbol() }),
          }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (worlds) => {
          const everybody = worlds.flatMap(({ people }) => people);
          const found = await decided(worlds);
          const asked = new Map<string, number>();
          for (const [at, { account, people }] of worlds.entries()) {
            for (const [place, person] of people.entries()) {
              const same = person.email
                ? everybody.filter(({ email }) => email?.toLowerCase() === person.email?.toLowerCase())
                : [person];
              const why = alone(account, {
                optedOut: same.some(({ optedOut }) => optedOut),
                asked: same.some(({ askedDaysAgo }) => askedDaysAgo !== undefined && askedDaysAgo < 180),
                touches: same.reduce((sum, { touches = 0 }) => sum + touches, 0),
              });
              const word = found[at]?.[place] ?? "";
              if (why !== undefined) expect(word).toBe(why);
              else expect(["elsewhere", held(account, people.length > 0) ?? "asked"]).toContain(word);
              const key = person.email?.toLowerCase();
              if (key && word === "asked") asked.set(key, (asked.get(key) ?? 0) + 1);
            }
          }
          for (const times of asked.values()) expect(times).toBe(1);
        },
      ),
      { numRuns: 40 },
    );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Form } from "../src/chat/card.ts";
import { openOpportunities, type StoredOpportunity } from "../src/features/opportunities/store.ts";
import { waitingFor } from "../src/features/requests/digest-store.ts";
import type { AccountId, ContactId } from "../src/kernel/ids.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { type DealHouse, runDeals, WON } from "./helpers/deal-house.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const ASKED = "Can we have ten more seats for the Graz warehouse?";
const DAY_MS = 24 * 3_600_000;

let house: DealHouse;
let made = 0;
let name = "";
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());
beforeEach(() => {
  house.clock.set(NINE);
  name = `Asker ${String(++made)}`;
});

const account = (): Promise<AccountId> => house.account(name, house.company.marta);
async function hand(who: TestPerson, more: Record<string, string> = {}): Promise<string> {
  const values = { account: name, text: ASKED, asked: "customer", product: "more seats", ...more };
  return wordsOf(await house.submit(who, "requests.hand", NINE.toISOString(), values));
}
/** the form that Anna gets for an idea of her own */
async function ownIdea(more: Record<string, string>): Promise<Form> {
  const values = { account: name, text: ASKED, asked: "own", product: "", ...more };
  const { reply } = await house.submit(house.company.anna, "requests.hand", NINE.toISOString(), values);
  if (reply.kind !== "form") throw new Error(`no form but ${reply.kind}`);
  return reply.form;
}
function drafts({ fields }: Form): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(fields.map(({ name: field, initial }) => [field, initial]));
}
async function addDana(at: AccountId): Promise<ContactId> {
  const dana = ids.next<"contact">();
  await house.change(
    "insert into contact (organisation_id, id, account_id, name, source, added_at, changed_at) values ($1, $2, $3, 'Dana Vogt', 'csv', $4, $4)",
    [house.company.organisation, dana, at, NINE],
  );
  return dana;
}
async function openAt(at: AccountId): Promise<StoredOpportunity[]> {
  return (await house.app.db.read(house.company.organisation, (tx) => openOpportunities(tx, at))).open;
}
async function onlyAt(at: AccountId): Promise<StoredOpportunity> {
  const [found] = await openAt(at);
  if (!found) throw new Error("nothing is open there");
  return found;
}
async function inAmChannel(product = "more seats"): Promise<string> {
  await house.app.settle();
  return (await house.standingIn("am")).findLast((words) => words.includes(`${name}: ${product}`)) ?? "";
}
const withAnna = (): string => house.standingWith(house.company.anna).findLast((words) => words.includes(name)) ?? "";

describe("what the customer asks for", () => {
  test("names who asked to the CSM, and not in the channel", async () => {
    const { olga, marta } = house.company;
    const at = await account();
    await addDana(at);
    await hand(olga, { contact: "Dana Vogt" });
    await house.app.settle();
    expect(withAnna()).toContain(`Dana Vogt at ${name} asked for this.`);
    expect(await inAmChannel()).toContain(`${name} asked for this.`);
    expect(await inAmChannel()).not.toContain("Dana Vogt");
    const { id } = await onlyAt(at);
    await house.says(marta, "claim", id);
    await hand(olga, { text: "And five more for Linz." });
    await house.app.settle();
    expect(withAnna()).not.toContain("Dana Vogt");
  });

  test("of what was offered before there was a day to claim it by is said to be with whom it is", async () => {
    const { olga } = house.company;
    const at = await account();
    const id = await house.spot(at);
    await house.change("update opportunity set claim_by = null where id = $1", [id]);
    const said = wordsOf(
      await house.submit(olga, "requests.log", at, { kind: "commercial", text: ASKED, product: "more seats" }),
    );
    expect(said).toContain(`More seats at ${name} is offered to Marta Silva already`);
    expect(said).not.toContain("nobody can take it");
  });

  test("is routed at once, past churn and the gate, with whom to speak to first, and a copy to the CSM", async () => {
    const { olga, marta } = house.company;
    const at = await account();
    await house.risk(at, true);
    await hand(olga);
    const found = await onlyAt(at);
    expect(found).toMatchObject({
      stage: "routed",
      asked: true,
      parked: undefined,
      gate: undefined,
      assignee: marta.id,
    });
    const card = await inAmChannel();
    expect(card).toContain("At risk: speak to Anna Kurz first.");
    expect(card).toContain(`${name} asked for this. They asked: ${ASKED}`);
    expect(withAnna()).toContain("With Marta Silva, not claimed yet.");
    expect(await house.says(marta, "claim", found.id)).toContain("It's yours");
    expect(await house.kinds(at)).toEqual(expect.arrayContaining(["asked", "routed", "request-commercial"]));
  });

  test("names nobody to speak to first while the customer is well, and does from the night on in which it isn't", async () => {
    const { olga, marta } = house.company;
    const at = await account();
    await hand(olga);
    expect(await inAmChannel()).not.toContain("At risk");
    const { id } = await onlyAt(at);
    await house.risk(at, true);
    expect(await inAmChannel()).toContain("At risk: speak to Anna Kurz first.");
    expect((await onlyAt(at)).parked).toBeUndefined();
    expect(await house.says(marta, "claim", id)).toContain("It's yours");
    await house.risk(at, false);
    expect(await inAmChannel()).not.toContain("At risk");
  });

  test("keeps its credit with the customer, and with who found it first where that was a rule or the CSM", async () => {
    const { anna, olga, organisation } = house.company;
    const at = await account();
    await hand(olga, { product: "the archive" });
    const spotted = await house.spot(at, "more seats");
    await hand(anna);
    const rows = await house.app.db.read(organisation, (tx) =>
      tx.rows("select product, origin from opportunity where account_id = $1 order by product", [at]),
    );
    expect(rows).toEqual([
      { product: "more seats", origin: "csm" },
      { product: "the archive", origin: "customer" },
    ]);
    const found = (await openAt(at)).find(({ id }) => id === spotted);
    expect([found?.asked, found?.supports]).toEqual([true, 1]);
  });

  test("frees what was on hold, or waited for a word, and goes on where it was", async () => {
    const { anna, olga, marta } = house.company;
    const at = await account();
    await house.risk(at, true);
    const id = await house.spot(at);
    expect((await onlyAt(at)).parked).toBeDefined();
    await hand(olga);
    expect(await onlyAt(at)).toMatchObject({ id, stage: "routed", parked: undefined, asked: true });
    expect(await inAmChannel()).toContain("At risk: speak to Anna Kurz first.");
    house.clock.set(new Date(NINE.getTime() + 40 * DAY_MS));
    expect(await house.fills(marta, "pass", id, { reason: "no-time" })).toContain("You passed");
    expect(await onlyAt(at)).toMatchObject({ stage: "routed", assignee: olga.id });
    expect(await house.says(anna, "claim", id)).toContain("You look after");
  });

  test("is told in their own words where the CSM had spotted it, whose benefit stays theirs, and the CSM hears of it", async () => {
    const at = await account();
    await house.spot(at);
    await house.app.settle();
    const before = house.standingWith(house.company.anna).length;
    await hand(house.company.olga);
    for (const card of [await inAmChannel(), withAnna()]) {
      expect(card).toContain(`${name} asked for this. They asked: ${ASKED}`);
      expect(card).toContain("Benefit: The warehouse team waits");
    }
    expect(house.standingWith(house.company.anna)).toHaveLength(before + 1);
    house.clock.set(new Date(NINE.getTime() + DAY_MS));
    await hand(house.company.olga, { text: "Fifteen, please." });
    expect(await inAmChannel()).toContain("They asked: Fifteen, please.");
  });

  test("is read without its words by who may see no price, where they name one", async () => {
    const { anna, marta } = house.company;
    const at = await account();
    const priced = "Offer: 20 % discount, 9,000 EUR for ten seats";
    await addDana(at);
    await hand(marta, { text: priced, contact: "dana vogt" });
    expect(await inAmChannel()).toContain("names a price, so only those who may see prices can read it");
    expect(withAnna()).toContain("names a price, so only those who may see prices can read it");
    const read = [
      withAnna(),
      await inAmChannel(),
      wordsOf(await house.command(anna, `/tandem request ${name}`)),
      wordsOf(await house.command(anna, `/tandem timeline ${name}`)),
      wordsOf(await house.command(anna, `/account ${name}`)),
    ];
    expect(read.filter((words) => /discount, 9|9,000/.test(words))).toEqual([]);
    expect(read[2]).toContain("The words name a price");
    expect(wordsOf(await house.command(marta, `/tandem request ${name}`))).toContain(priced);
    expect(wordsOf(await house.command(marta, `/tandem timeline ${name}`))).toContain(priced);
    expect((await onlyAt(at)).evidence).toMatchObject([{ text: priced }]);
  });

  test("ends the quiet of a customer who settles in", async () => {
    const at = await account();
    await house.change("update account set lifecycle_stage = 'onboarding' where id = $1", [at]);
    await hand(house.company.olga);
    expect((await onlyAt(at)).stage).toBe("routed");
  });

  test("is only a request where nothing to buy is named", async () => {
    const at = await account();
    expect(await hand(house.company.olga, { product: " " })).toContain("Handed to Marta Silva");
    expect(await openAt(at)).toEqual([]);
  });

  test("comes from a commercial request too, and from no other", async () => {
    const { anna } = house.company;
    const at = await account();
    const log = async (kind: string) =>
      wordsOf(await house.submit(anna, "requests.log", at, { kind, text: ASKED, product: "more seats" }));
    expect(await log("complaint")).toContain("Only a commercial request names something to buy");
    expect(await openAt(at)).toEqual([]);
    await log("commercial");
    expect(await onlyAt(at)).toMatchObject({ stage: "routed", asked: true });
  });
});

describe("noted by whose sale it would be", () => {
  test("is offered once they say who of the customer asked, and the audit keeps who noted it", async () => {
    const { marta, organisation } = house.company;
    const at = await account();
    await house.risk(at, true);
    const dana = await addDana(at);
    const log = async (more: Record<string, string>): Promise<string> =>
      wordsOf(
        await house.submit(marta, "requests.log", at, {
          kind: "commercial",
          text: "x",
          product: "more seats",
          ...more,
        }),
      );
    expect(await log({})).toContain("choose who at the customer asked for it");
    expect(await openAt(at)).toEqual([]);
    await log({ contact: dana });
    const { id } = await onlyAt(at);
    const audited = await house.app.db.read(organisation, (tx) =>
      tx.rows("select person_id, details from audit where action = 'opportunities.asked' and subject = $1", [id]),
    );
    expect(audited).toEqual([{ person_id: marta.id, details: { via: "slack", contact: dana } }]);
  });
});

describe("what a customer wants to buy", () => {
  const requestsOf = (at: AccountId) =>
    house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ id: string; state: string; opportunity_id: string | null }>(
        "select id, state, opportunity_id from request where account_id = $1",
        [at],
      ),
    );

  test("is one message with one deadline, reminded once, and closed with its opportunity", async () => {
    const { marta, olga } = house.company;
    const at = await account();
    expect(await hand(olga)).toBe(
      "Offered to Marta Silva, who claims it by 2026-11-24 16:00 UTC and then contacts " + `${name}.`,
    );
    const { id } = await onlyAt(at);
    const [request] = await requestsOf(at);
    expect(request).toMatchObject({ state: "open", opportunity_id: id });
    await house.hours(5);
    const about = (who: TestPerson): string[] => house.standingWith(who).filter((words) => words.includes(name));
    expect(about(marta).filter((words) => words.includes("request"))).toEqual([]);
    expect(about(marta).filter((words) => words.includes("waits for your answer"))).toHaveLength(1);
    await house.hours(24);
    await house.hours(25);
    expect(about(olga).join()).not.toContain("first response");
    const dues = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select kind from due where subject = $1", [request?.id]),
    );
    expect(dues).toEqual([]);
    const listed = wordsOf(await house.command(marta, `/tandem request ${name}`));
    expect(listed).toContain("goes on as an opportunity");
    expect(listed).not.toContain("first response");
    expect(wordsOf(await house.submit(marta, "requests.respond", request?.id ?? "", { answer: "Yes." }))).toContain(
      "It goes on as an opportunity",
    );
    await house.says(marta, "claim", id);
    await house.fills(marta, "lose", id, { reason: "no-budget" });
    expect(await requestsOf(at)).toMatchObject([{ state: "closed" }]);
  });

  test("that somebody has claimed already is told to them in a message of its own, and goes on by their promise", async () => {
    const { marta, anna } = house.company;
    const at = await account();
    const id = await house.spot(at);
    await house.says(marta, "claim", id);
    await house.hours(1);
    const about = (): string[] => house.standingWith(marta).filter((words) => words.includes(name));
    const before = about().length;
    expect(await hand(anna)).toMatch(/^Marta Silva has more seats at .* already and contacts them by 2026-11-26;/);
    await house.hours(2);
    expect(about()).toHaveLength(before + 1);
    expect(about().at(-1)).toContain("now asks for more seats in their own words");
    expect(about().at(-1)).toContain(ASKED);
    expect(await requestsOf(at)).toMatchObject([{ state: "open", opportunity_id: id }]);
    await hand(marta, { contact: "Dana Vogt", ...((await addDana(at)) && { text: "Twelve." }) });
    await house.hours(3);
    expect(about()).toHaveLength(before + 1);
  });

  test("while a deal runs has its own clock and is answered by who runs it, not by the customer's new Account Manager", async () => {
    const { marta, jonas, olga, organisation } = house.company;
    const at = await account();
    const id = await house.spot(at);
    await house.says(marta, "claim", id);
    await house.says(marta, "propose", id);
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [at, jonas.id]);
    await house.hours(1);
    expect(await hand(olga)).toBe(`Handed to Marta Silva, who answers ${name} by 2026-11-24 13:00 UTC.`);
    await house.hours(1.5);
    const about = (): string => house.told(marta, name);
    expect(about()).toContain("Marta Silva has it. First response by 2026-11-24 13:00 UTC.");
    const [request] = await requestsOf(at);
    expect(request).toMatchObject({ state: "open", opportunity_id: id });
    await house.hours(6);
    expect(about()).toContain("The customer waits for a first response");
    expect(wordsOf(await house.command(olga, `/tandem request ${name}`))).toContain("first response");
    const digest = await house.app.db.read(organisation, (tx) => waitingFor(tx, marta.id));
    expect(digest.map((each) => each.id)).toContain(request?.id);
    await house.fills(marta, "lose", id, { reason: "no-budget" });
    expect(await requestsOf(at)).toMatchObject([{ state: "open" }]);
    const answered = await house.submit(marta, "requests.respond", request?.id ?? "", { answer: "Ten more, yes." });
    expect(wordsOf(answered)).toContain("Saved");
  });

  test("goes over to the deal that stays when its customer is merged into another, in their words, with its own clock where nothing is due there", async () => {
    const { marta, olga } = house.company;
    const [gone, kept] = [await account(), await house.account(`${name} kept`, marta)];
    const [ahead, running] = [await house.spot(kept, "more seats"), await house.spot(kept, "the archive")];
    for (const each of [ahead, running]) await house.says(marta, "claim", each);
    await house.says(marta, "propose", running);
    await hand(olga);
    await hand(olga, { product: "the archive", text: "And the archive." });
    const found = await openAt(gone);
    await house.change("update account set merged_into = $2 where id = $1", [gone, kept]);
    await house.says(olga, "claim", found[0]?.id ?? ("" as never));
    expect(await openAt(gone)).toEqual([]);
    for (const [id, text] of [
      [ahead, ASKED],
      [running, "And the archive."],
    ] as const) {
      const { opportunity } = await house.offer(id);
      expect([opportunity.asked, opportunity.evidence.at(-1)]).toMatchObject([true, { source: "customer", text }]);
    }
    const requests = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows("select state, opportunity_id as about, own_clock from request where account_id = $1 order by at, id", [
        gone,
      ]),
    );
    expect(requests).toEqual([
      { state: "open", about: ahead, own_clock: false },
      { state: "open", about: running, own_clock: true },
    ]);
    await house.hours(5);
    expect(house.told(marta, name)).toContain("now asks for more seats in their own words");
    expect(house.told(marta, name)).toContain("The customer waits for a first response");
  });

  test("at a discount is put to who approves that, with no deadline of its own", async () => {
    const { marta, olga } = house.company;
    const at = await account();
    const dana = await addDana(at);
    const values = { kind: "commercial", text: ASKED, product: "more seats", contact: dana, discount: "40" };
    expect(wordsOf(await house.submit(marta, "requests.log", at, values))).toContain("who claims it by");
    await house.hours(0);
    const card = house.standingWith(olga).findLast((words) => words.includes(name)) ?? "";
    expect(card).toContain("Discount asked for: 40 %");
    expect(card).toContain("It goes on as an opportunity");
    const [request] = await requestsOf(at);
    expect(wordsOf(await house.press(olga, "requests.approve", request?.id ?? ""))).toContain("Approved: 40 %");
  });

  test("at a discount is contacted, but neither proposed nor won before that is approved, also by who leads", async () => {
    const { marta, olga } = house.company;
    const at = await account();
    const values = { kind: "commercial", text: ASKED, product: "more seats", contact: await addDana(at) };
    await house.submit(marta, "requests.log", at, { ...values, discount: "40" });
    const { id } = await onlyAt(at);
    expect(await house.says(marta, "claim", id)).toContain("It's yours");
    const first =
      "This can't go on before Olga Orlova has approved what the customer asked for. Ask them to press Approve on their card.";
    expect(await house.says(marta, "propose", id)).toBe(first);
    expect(wordsOf(await house.open(marta, "opportunities.win", id))).toBe(first);
    expect(await house.fills(marta, "win", id, WON)).toBe(first);
    expect(await house.fills(olga, "win", id, WON)).toContain("before you have approved");
    expect((await onlyAt(at)).stage).toBe("claimed");
    const [request] = await requestsOf(at);
    await house.press(olga, "requests.approve", request?.id ?? "");
    expect(await house.says(marta, "propose", id)).not.toBe(first);
    const later = { ...values, text: "And half of it off.", discount: "50" };
    expect(wordsOf(await house.submit(marta, "requests.log", at, later))).toContain("Handed to Marta Silva");
    expect(await house.fills(marta, "win", id, WON)).toBe(first);
    const second = (await requestsOf(at)).find((each) => each.id !== request?.id);
    await house.press(olga, "requests.approve", second?.id ?? "");
    expect(await house.fills(marta, "win", id, WON)).toContain("Congratulations");
  });
});

describe("handed to the AM from a message", () => {
  test("by that very AM names who at the customer asked, as they stand with the account", async () => {
    const { marta, anna, organisation } = house.company;
    const at = await account();
    expect(await hand(marta)).toContain("write who at the customer asked for it");
    const dana = await addDana(at);
    expect(await hand(marta, { contact: "Nobody" })).toContain("I find nobody called “Nobody”");
    expect(await openAt(at)).toEqual([]);
    await hand(marta, { contact: "dana vogt" });
    const { id } = await onlyAt(at);
    const [audited] = await house.app.db.read(organisation, (tx) =>
      tx.rows<{ details: object }>("select details from audit where action = 'opportunities.asked' and subject = $1", [
        id,
      ]),
    );
    expect(audited?.details).toEqual({ via: "slack", contact: dana });
    expect(await hand(anna, { product: "the archive" })).toContain("Offered to Marta Silva");
  });

  test("somebody's own idea goes to the CSM's form and through the gate, and is offered to nobody", async () => {
    const { marta, olga } = house.company;
    const at = await account();
    const form = await ownIdea({ text: "They could use ten more.", product: "" });
    expect(form).toMatchObject({ name: "opportunities.spot", subject: at });
    expect(drafts(form)).toEqual({ product: undefined, benefit: "They could use ten more.", word: undefined });
    expect(drafts(await ownIdea({ product: "more seats" }))["product"]).toBe("more seats");
    for (const other of [marta, olga]) expect(await hand(other, { asked: "own" })).toContain("Tell Anna Kurz");
    expect(await openAt(at)).toEqual([]);
    expect(await inAmChannel()).toBe("");
  });

  test("somebody's own idea takes no price over into a benefit that others read, and no more than fits", async () => {
    await account();
    const priced = await ownIdea({ text: "They would pay 9.000 EUR for it." });
    expect(drafts(priced)["benefit"]).toBeUndefined();
    expect(JSON.stringify(priced.intro)).toContain("names a price");
    const long = drafts(await ownIdea({ text: "They wait. ".repeat(200) }))["benefit"] ?? "";
    expect(long).toMatch(/^They wait\. .*…$/);
    expect(long.length).toBeLessThanOrEqual(2000);
  });

  test("doesn't go anywhere until somebody says whose idea it is, or names what fits", async () => {
    const { anna } = house.company;
    const at = await account();
    expect(await hand(anna, { asked: "" })).toContain("Say whether the customer asked for it");
    expect(await hand(anna, { product: "x".repeat(81) })).toContain("At most 80 letters fit here");
    expect(await openAt(at)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import { slotFor } from "../src/features/responsibilities/facts.ts";
import { ids } from "./helpers/company.ts";
import { runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

function linesOf({ reply }: Answer): string[] {
  if (reply.kind !== "private") return [];
  return reply.card.body.flatMap((block) => (block.kind === "list" ? block.items.map(plain) : []));
}
async function rows(sql: string): Promise<object[]> {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows(sql));
}

describe("who", () => {
  test("names with a mention whom to ask, slips of the pen and all", async () => {
    const { kim, marta } = house.company;
    const answer = await house.command(kim, "/tandem who northwind renwal");
    expect(wordsOf(answer)).toBe("Renewal at Northwind GmbH: ask Marta Silva (AM).");
    expect(JSON.stringify(answer.reply)).toContain(`"mention":{"id":"${marta.id}"`);
  });

  test("falls to the CSM, the AM, a manager where nobody has the role, and says so", async () => {
    const { kim } = house.company;
    expect(wordsOf(await house.command(kim, "/tandem who northwind technical"))).toBe(
      "Technical at Northwind GmbH: ask Anna Kurz (CSM). It would be for support, but nobody has that role there.",
    );
    expect(wordsOf(await house.command(kim, "/tandem who adatum renewal"))).toContain("ask Anna Kurz (CSM)");
  });

  test("lists every topic without one, and when it is none", async () => {
    const { kim } = house.company;
    const all = linesOf(await house.command(kim, "/tandem who northwind"));
    expect(all).toContain("renewal Marta Silva (AM)");
    expect(all).toContain("onboarding Anna Kurz (CSM)");
    const unknown = await house.command(kim, "/tandem who northwind weather");
    expect(wordsOf(unknown)).toContain("I don't know a topic called weather");
    expect(linesOf(unknown)).toEqual(all);
  });

  test("offers the nearest accounts as buttons, which answer", async () => {
    const { kim, northwind } = house.company;
    const { reply } = await house.command(kim, "/tandem who nortwind renewal");
    expect(JSON.stringify(reply)).toContain(`"press":{"name":"responsibilities.who","subject":"${northwind}"}`);
    expect(linesOf(await house.press(kim, "responsibilities.who", northwind))).toContain("renewal Marta Silva (AM)");
  });
});

describe("the matrix", () => {
  test("is an administrator's", async () => {
    const { anna, ada } = house.company;
    expect(wordsOf(await house.command(anna, "/tandem matrix"))).toContain("Only a Tandem administrator");
    const row = { topic: "technical", stage: "any", slot: "am" };
    expect(wordsOf(await house.submit(anna, "responsibilities.row", "", row))).toContain("Only a Tandem administrator");
    expect(linesOf(await house.command(ada, "/tandem matrix"))).toContain("technical support");
  });

  test("routes by a changed row at once, and keeps who changed it", async () => {
    const { ada, kim, organisation } = house.company;
    const row = { topic: "technical", stage: "value", slot: "am" };
    expect(wordsOf(await house.submit(ada, "responsibilities.row", "", row))).toBe(
      "Saved. technical goes to AM from now on.",
    );
    expect(wordsOf(await house.command(kim, "/tandem who northwind technical"))).toContain("ask Marta Silva (AM)");
    const [first, other] = await house.app.db.read(organisation, async (tx) => [
      await slotFor(tx, "technical", "value"),
      await slotFor(tx, "technical", "renewal"),
    ]);
    expect([first, other]).toEqual(["am", "support"]);
    expect(linesOf(await house.command(ada, "/tandem matrix"))).toContain("technical support · AM in value");
    expect(await rows("select person_id, details from audit where action = 'responsibilities.row'")).toEqual([
      { person_id: ada.id, details: { ...row, before: "support" } },
    ]);
  });

  test("takes a topic of one's own, and refuses what is no choice by its field", async () => {
    const { ada, kim } = house.company;
    const own = { topic: "-", other: "Data Protection", stage: "any", slot: "sponsor" };
    await house.submit(ada, "responsibilities.row", "", own);
    expect(wordsOf(await house.command(kim, "/tandem who northwind data protection"))).toContain(
      "It would be for executive sponsor",
    );
    const { reply } = await house.submit(ada, "responsibilities.row", "", { topic: "-", stage: "x", slot: "boss" });
    expect(Object.keys(reply.kind === "invalid" ? reply.fields : {})).toEqual(["other", "stage", "slot"]);
  });
});

describe("a slot of an account", () => {
  const set = (who: typeof house.company.ada, slot: string, person: string) =>
    house.submit(who, "responsibilities.holder", house.company.northwind, { slot, person });

  test("is given by an administrator or a manager of the account, to one person, who is asked from then on", async () => {
    const { ada, olga, kim, marta, anna } = house.company;
    expect(wordsOf(await set(anna, "support", "Kim"))).toContain("Only an administrator or a manager");
    expect(wordsOf(await set(ada, "support", "kim lee"))).toBe("Saved. At Northwind GmbH, Kim Lee is now support.");
    expect(wordsOf(await set(olga, "support", "marta.silva@tandem.example"))).toContain("Marta Silva is now support");
    await set(olga, "support", "Kim");
    expect(await rows("select person_id from slot where slot = 'support'")).toEqual([{ person_id: kim.id }]);
    expect(await rows("select details from timeline where kind = 'slot-changed' order by id")).toEqual([
      { details: { slot: "support", person: kim.name, before: "" } },
      { details: { slot: "support", person: marta.name, before: kim.name } },
      { details: { slot: "support", person: kim.name, before: marta.name } },
    ]);
    expect(await rows("select 1 from audit where action = 'responsibilities.holder'")).toHaveLength(3);
    expect(wordsOf(await house.command(anna, "/tandem who northwind training"))).toContain("Anna Kurz");
  });

  test("is nobody's when the name is left empty, and the same once more changes nothing", async () => {
    const { ada } = house.company;
    expect(wordsOf(await set(ada, "support", ""))).toBe("Saved. At Northwind GmbH, nobody is support now.");
    expect(wordsOf(await set(ada, "support", " "))).toContain("nobody is support now");
    expect(await rows("select 1 from timeline where kind = 'slot-changed'")).toHaveLength(4);
  });

  test("says by its field when it knows nobody of that name, or several", async () => {
    const { ada } = house.company;
    expect(wordsOf(await set(ada, "support", "Zoe"))).toContain("I don't know anybody called Zoe");
    expect(wordsOf(await set(ada, "boss", "Kim"))).toContain("boss is not one of the choices");
  });

  test("opens by the account's name, with who holds which", async () => {
    const { ada } = house.company;
    const { reply } = await house.command(ada, "/tandem slot northwind");
    expect(reply.kind).toBe("form");
    expect(JSON.stringify(reply)).toContain("Anna Kurz");
    const near = await house.command(ada, "/tandem slot nortwind");
    expect(JSON.stringify(near.reply)).toContain('"opens":{"name":"responsibilities.holder"');
  });

  test("of an account that isn't there is none", async () => {
    const { ada } = house.company;
    const answer = await house.submit(ada, "responsibilities.holder", ids.next<"account">(), {
      slot: "am",
      person: "",
    });
    expect(wordsOf(answer)).toContain("can't find that account");
  });
});

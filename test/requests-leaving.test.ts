import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId, RequestId } from "../src/kernel/ids.ts";
import { addAccount, addPerson, type TestPerson } from "./helpers/company.ts";
import { oneService } from "./helpers/one-service.ts";
import { NINE, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const ASKED = "They want a quote for twelve seats.";

const service = oneService();
let house: RunningApp;
beforeEach(async () => {
  house = await service.begin();
});
afterAll(() => service.stop());

async function change<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return house.app.db.write(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}
const leaves = (who: TestPerson) => change("update person set active = false where id = $1", who.id);
async function hours(count: number): Promise<void> {
  house.clock.set(new Date(NINE.getTime() + count * 3_600_000));
  await house.app.settle();
}
const person = (name: string, more: { region?: string; manager?: TestPerson } = {}) =>
  house.app.db.write(house.company.organisation, (tx) =>
    addPerson(tx, house.company.workspace, name, ["am"], {
      ...(more.region && { region: more.region }),
      ...(more.manager && { manager: more.manager.id }),
    }),
  );
const log = (who: TestPerson, account: AccountId) =>
  house.submit(who, "requests.log", account, { kind: "commercial", text: ASKED });
async function request(): Promise<{ readonly id: RequestId; readonly owner: string | null; readonly state: string }> {
  const [row] = await change<{ id: RequestId; owner: string | null; state: string }>(
    "select r.id, p.name as owner, r.state from request r left join person p on p.id = r.owner_id",
  );
  if (!row) throw new Error("no request");
  return row;
}
const answer = async (who: TestPerson): Promise<string> =>
  wordsOf(await house.submit(who, "requests.respond", (await request()).id, { answer: "You get it tomorrow." }));
const cardsWith = (who: TestPerson): string =>
  house
    .standingWith(who)
    .filter((card) => card.includes(ASKED))
    .join("\n");

describe("a customer's request, once their Account Manager has left", () => {
  test("is answered by anybody of the pool that stands in, and is theirs from then on", async () => {
    const { anna, marta, jonas, northwind } = house.company;
    const pia = await person("Pia Pool", { region: "dach" });
    await leaves(marta);
    await log(anna, northwind);
    const { owner } = await request();
    const other = owner === jonas.name ? pia : jonas;
    expect([jonas.name, pia.name]).toContain(owner);
    expect(await answer(other)).toContain("has its first response");
    expect((await request()).owner).toBe(other.name);
  });

  test("isn't answered by the pool of another region, nor by the account's CSM", async () => {
    const { anna, marta, northwind } = house.company;
    const far = await person("Faye Far", { region: "apac" });
    await log(anna, northwind);
    await leaves(marta);
    expect(await answer(anna)).toContain("is for Marta Silva");
    expect(await answer(far)).toMatch(/is for Marta Silva|can't find/);
    expect((await request()).state).toBe("open");
  });

  test("that they had already goes to who stands in for them when its answer is due, and has its buttons there", async () => {
    const { anna, marta, jonas, northwind } = house.company;
    await log(anna, northwind);
    await hours(0);
    expect(cardsWith(marta)).toContain("Marta Silva has it");
    await leaves(marta);
    await hours(4);
    expect((await request()).owner).toBe(jonas.name);
    expect(cardsWith(jonas)).toContain("Jonas Weber has it");
    const { id } = await request();
    const card = house.slack.calls.findLast(({ target }) => target.conversation === jonas.user)?.drawn.card;
    expect(JSON.stringify(card)).toContain(`"opens":{"name":"requests.respond","subject":"${id}"}`);
    expect(await answer(jonas)).toContain("has its first response");
  });

  test("stays with who covers for them", async () => {
    const { anna, ada, marta, jonas, northwind } = house.company;
    await log(anna, northwind);
    await change(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, gen_random_uuid(), $2, $3, '2026-11-20', '2026-12-20', $4, $5)`,
      house.company.organisation,
      marta.id,
      jonas.id,
      ada.id,
      NINE,
    );
    await leaves(marta);
    await hours(4);
    expect((await request()).owner).toBe(marta.name);
    expect(cardsWith(jonas)).toContain(ASKED);
    expect(await answer(jonas)).toContain("has its first response");
  });

  test("is a manager's where no pool is there, any manager's where those of the account have left too", async () => {
    const { anna, marta, jonas, olga, northwind, organisation, workspace } = house.company;
    await log(anna, northwind);
    const chen = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Chen Wei", ["manager"]));
    for (const who of [marta, jonas, olga]) await leaves(who);
    await hours(4);
    expect((await request()).owner).toBe(chen.name);
    expect(cardsWith(chen)).toContain("Chen Wei has it");
    expect(await answer(chen)).toContain("has its first response");
  });

  test("that stood without an answer may be answered by any manager where those of the account have left", async () => {
    const { anna, marta, olga, organisation, workspace } = house.company;
    const account = await house.app.db.write(organisation, (tx) =>
      addAccount(tx, "Fabrikam", { csm: anna.id, am: marta.id }),
    );
    await log(anna, account);
    const chen = await house.app.db.write(organisation, (tx) => addPerson(tx, workspace, "Chen Wei", ["manager"]));
    expect(await answer(chen)).toMatch(/is for Marta Silva|can't find/);
    await leaves(olga);
    expect(await answer(chen)).toContain("has its first response");
  });
});

import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createAddressHmacs } from "../src/db/erased.ts";
import { beginning } from "../src/kernel/text.ts";
import { erase } from "../src/features/privacy/begin-store.ts";
import { eraseSome, unfinishedErasures } from "../src/features/privacy/erase-store.ts";
import { subjectsCalled } from "../src/features/privacy/subject-store.ts";
import { PLAN } from "../src/kernel/defaults.ts";
import type { ContactId } from "../src/kernel/ids.ts";
import { addAccount, ids, type TestPerson } from "./helpers/company.ts";
import { addCustomer } from "./helpers/customer-people.ts";
import { addGoal, goalLinkSaid } from "./helpers/goal-link.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { pathIn, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";
const GOAL = "Month-end in 2 days";

const service = surveyService();
let house: SurveyHouse;
let dana: ContactId;
let goal: string;
beforeEach(async () => {
  house = await service.begin();
  await house.at(TUESDAY);
  dana = await customer("Dana Vogt", { email: `dana.${ids.next()}@customer.example`, zone: "Europe/Berlin" });
  goal = await addGoal(house, GOAL);
});
afterAll(() => service.stop());

function customer(name: string, more: Omit<Parameters<typeof addCustomer>[2], "name"> = {}): Promise<ContactId> {
  const { organisation, northwind } = house.company;
  return house.app.db.write(organisation, (tx) => addCustomer(tx, northwind, { name, ...more }));
}

const ask = async (who: TestPerson = house.company.anna, contact: string = dana): Promise<string> =>
  wordsOf(await house.submit(who, "plans.ask", goal, { contact }));
const fetched = (contact: string = dana, who?: TestPerson, key?: string): Promise<string> =>
  goalLinkSaid(house, goal, contact, { ...(who && { who }), ...(key !== undefined && { key }) });
const link = async (): Promise<string> => pathIn(await fetched());
const confirmed = async (): Promise<unknown> =>
  (await house.rows("select confirmed, confirmed_words as words, confirmed_contact_id as who from goal"))[0];
const NOTHING = { confirmed: null, words: null, who: null };
const asked = (): Promise<object[]> => house.rows("select 1 from goal_question");
const plan = async (): Promise<string> => wordsOf(await house.command(house.company.anna, "/tandem plan northwind"));
const shown = async (path: string): Promise<string> => {
  const { statusCode, body } = await house.get(path);
  return `${String(statusCode)} ${body}`;
};
const unknown = (): Promise<string> => shown("/s/AAAAAAAAAAAAAAAAAAAAAA");

describe("somebody whom chat doesn't reach", () => {
  test("counts as asked once somebody has the link; answers once, says why, and who asked hears of it once", async () => {
    const { anna } = house.company;
    expect((await house.open(anna, "plans.ask", goal)).reply.kind).toBe("form");
    expect(await ask()).toContain("Dana Vogt can't be reached in chat");
    expect(await asked()).toEqual([]);

    const said = await fetched();
    expect(said).toContain("Link for Dana Vogt");
    expect(said).toContain(`How far is “${GOAL}”, in your eyes?`);
    expect(await asked()).toHaveLength(1);
    const touches = "select direction, proactive from timeline where kind = 'goal-asked' and contact_id = $1";
    expect(await house.rows(touches, [dana])).toEqual([{ direction: "out", proactive: true }]);

    const path = pathIn(said);
    const page = await shown(path);
    expect(page).toContain(`200 <!doctype html>`);
    expect(page).toContain(`How far is “${GOAL}”, in your eyes?`);
    expect(page).toContain("Anna Kurz would like to know");
    expect(page).toContain("sets no cookies here");
    expect(page).not.toMatch(/Two more seats|Northwind GmbH|<script/);
    expect(Buffer.byteLength(page)).toBeLessThan(20_000);
    expect([await confirmed(), (await house.get(path)).statusCode]).toEqual([NOTHING, 200]);

    const after = await house.follow(path, { do: "score", score: "50" });
    expect(after.body).toContain("You answered 50 %.");
    expect(await plan()).toContain("not measured, the customer says 50 %");
    const words = await house.follow(after.path, { do: "comment", comment: "Graz is still on paper" });
    expect(words.body).toContain("Your words have arrived");
    await house.follow(after.path, { do: "score", score: "75" });
    await house.app.settle();
    expect(await confirmed()).toEqual({ confirmed: 0.75, words: "Graz is still on paper", who: dana });
    expect(house.standingWith(anna).filter((each) => each.includes("answered about a goal"))).toHaveLength(1);
    expect(house.standingWith(anna).join("\n")).toContain("“Graz is still on paper”");
    const told = wordsOf(await house.command(anna, "/tandem timeline northwind"));
    expect(told).toContain("Dana Vogt said 75 % of a goal is reached");
    expect(told).toContain("had Dana Vogt asked how far a goal is");

    await house.at("2026-11-24T10:00:01Z");
    expect(await shown(after.path)).toBe(await unknown());
    expect((await house.post(after.path, { do: "score", score: "0" })).statusCode).toBe(404);
    expect(await confirmed()).toMatchObject({ confirmed: 0.75 });
  });

  test("reads the page in their own language", async () => {
    await house.rows("update contact set locale = 'de' where id = $1", [dana]);
    const said = await fetched();
    expect(said).toContain(`Wie weit ist „${GOAL}“ aus Ihrer Sicht?`);
    const page = await shown(pathIn(said));
    expect(page).toContain('<html lang="de">');
    expect(page).toContain("So viel davon ist erreicht");
  });

  test("may ask for no further question, and isn't asked again by any slice", async () => {
    const path = await link();
    for (const time of ["first", "again"]) {
      const { statusCode, body } = await house.post(path, { do: "never" });
      expect([time, statusCode, body.includes("We won’t ask you again")]).toEqual([time, 200, true]);
    }
    expect(await house.rows("select via from survey_opt_out")).toEqual([{ via: "link" }]);
    expect((await house.post(path, { do: "score", score: "50" })).statusCode).toBe(404);
    expect(await confirmed()).toEqual(NOTHING);
    expect(await ask()).toContain("doesn't want questions from me");
    expect(await fetched()).toContain("doesn't want questions from me");
  });
});

describe("a link to a goal's question", () => {
  test("is told once, to who runs the plan alone, and kept by its hash only", async () => {
    const { anna, marta, ben } = house.company;
    for (const who of [marta, ben]) expect(await fetched(dana, who)).not.toContain("/s/");
    expect(await asked()).toEqual([]);
    const token = pathIn(await fetched(dana, anna, "twice")).slice(3);
    expect(await fetched(dana, anna, "twice")).toContain("You got a link already");
    expect(JSON.stringify(await house.rows("select token_hash from survey_door"))).not.toContain(token);
    expect(JSON.stringify(await house.rows("select reply from input"))).not.toContain(token);
  });

  test("fetched again is no further contact, and one answer uses up both", async () => {
    const [first, second] = [await link(), await link()];
    expect(await asked()).toHaveLength(1);
    expect(await house.rows("select 1 from timeline where kind = 'goal-asked'")).toHaveLength(1);
    await house.follow(second, { do: "score", score: "25" });
    for (const path of [first, second]) expect(await shown(path)).toBe(await unknown());
    expect((await house.post(first, { do: "score", score: "100" })).statusCode).toBe(404);
    expect(await confirmed()).toMatchObject({ confirmed: 0.25 });
  });

  test("whose form is sent twice leads on to the same page, and nobody else who has it learns what was answered", async () => {
    const path = await link();
    const nonce = /name="nonce" value="([\w-]{22})"/.exec((await house.get(path)).body)?.[1] ?? "";
    const once = await house.follow(path, { do: "score", score: "50", nonce });
    const twice = await house.follow(path, { do: "score", score: "50", nonce });
    expect(twice.path).toBe(once.path);
    expect((await house.post(path, { do: "score", score: "50" })).statusCode).toBe(404);
    expect(await house.rows("select 1 from timeline where kind = 'goal-answered'")).toHaveLength(1);
  });

  test("that is unknown, used or too old looks the same", async () => {
    const path = await link();
    await house.at("2026-12-08T08:59:59Z");
    expect((await house.get(path)).statusCode).toBe(200);
    await house.at(TUESDAY);
    const other = await customer("Erik Moe");
    const used = pathIn(await fetched(other));
    await house.follow(used, { do: "score", score: "0" });
    await house.at("2026-12-08T09:00:00Z");
    expect(new Set([await shown(path), await shown(used), await unknown()]).size).toBe(1);
    expect((await house.post(path, { do: "score", score: "50" })).statusCode).toBe(404);
    expect(await confirmed()).toMatchObject({ confirmed: 0, who: other });
  });

  test("is one person's, whoever sends the form: passed on, it answers in the name of who was asked", async () => {
    const erik = await customer("Erik Moe");
    const [ofDana, ofErik] = [await link(), pathIn(await fetched(erik))];
    await house.follow(ofErik, { do: "score", score: "25" });
    expect(await confirmed()).toMatchObject({ who: erik });
    await house.follow(ofDana, { do: "score", score: "75" });
    expect(await confirmed()).toMatchObject({ confirmed: 0.75, who: dana });
    const shares = await house.rows("select contact_id, share from goal_question order by share");
    expect(shares).toEqual([
      { contact_id: erik, share: 0.25 },
      { contact_id: dana, share: 0.75 },
    ]);
  });

  test("isn't used up by what it can't take", async () => {
    const path = await link();
    for (const score of ["51", "-25", "50 ", "5e1", "٥٠", "100.0", "half"]) {
      expect([score, (await house.post(path, { do: "score", score })).statusCode]).toEqual([score, 404]);
    }
    for (const act of [{ do: "comment", comment: "x" }, { do: "no-need" }, { do: "sesame" }]) {
      expect([act.do, (await house.post(path, act)).statusCode]).toEqual([act.do, 404]);
    }
    const nothing = await house.post(path, { do: "score" });
    expect([nothing.statusCode, nothing.body.includes("Choose how much of it is reached")]).toEqual([422, true]);
    expect(await confirmed()).toEqual(NOTHING);
    await house.follow(path, { do: "score", score: "100" });
    expect(await confirmed()).toMatchObject({ confirmed: 1 });
  });

  test("takes no answer to a goal that was put otherwise since the page was opened", async () => {
    const { anna } = house.company;
    const path = await link();
    const read = (body: string): string => /name="asked" value="([\w-]+)"/.exec(body)?.[1] ?? "";
    const before = read((await house.get(path)).body);
    const values = { name: "Month-end in 1 day", on: "2027-03-31", owner: anna.id };
    await house.submit(anna, "plans.change", goal, values);
    const { statusCode, body } = await house.post(path, { do: "score", score: "50", asked: before });
    expect(statusCode).toBe(422);
    expect(body).toContain("The goal was changed after you opened this page");
    expect(body).toContain("How far is “Month-end in 1 day”, in your eyes?");
    expect(await confirmed()).toEqual(NOTHING);
    const after = await house.follow(path, { do: "score", score: "50", asked: read(body) });
    expect(after.body).toContain("You answered 50 %.");
  });

  test("takes words as they are: of any script, and nobody's mention, link or formula", async () => {
    const path = (await house.follow(await link(), { do: "score", score: "50" })).path;
    for (const words of [
      "שלום — הכול על נייר",
      "مرحبا‮ abc",
      "<!channel> <https://evil.example|here> <script>alert(1)</script>",
      '=HYPERLINK("https://evil.example")',
      "xoxb-1234-not-a-token",
      beginning("🧑🏽‍🚀".repeat(80), PLAN.wordsAtMost),
    ]) {
      const { body } = await house.follow(path, { do: "comment", comment: words });
      expect(body).not.toMatch(/<script|<!channel>/);
      const kept = words.replaceAll("‮", "");
      expect(await confirmed()).toMatchObject({ words: kept });
    }
    for (const [words, problem] of [
      ["a".repeat(10_000), "more than 500 characters"],
      ["風".repeat(PLAN.wordsAtMost + 1), "more than 500 characters"],
      ["​ \u0000", "Write a few words"],
    ] as const) {
      const { statusCode, body } = await house.post(path, { do: "comment", comment: words });
      expect([statusCode, body.includes(problem)]).toEqual([422, true]);
    }
    await house.follow(path, { do: "comment", comment: "<!channel> read this" });
    await house.app.settle();
    const drawn = house.slack.calls.findLast(({ target }) => target.conversation === house.company.anna.user);
    expect(JSON.stringify(drawn)).not.toContain('{"kind":"mention","everybody"');
    expect(drawn?.words).toContain("<!channel> read this");
  });
});

describe("nothing is recorded, and the page leads nowhere,", () => {
  async function leadsNowhere(path: string, because: string): Promise<void> {
    expect([because, await shown(path)]).toEqual([because, await unknown()]);
    expect([because, (await house.post(path, { do: "score", score: "50" })).statusCode]).toEqual([because, 404]);
    expect([because, await confirmed()]).toEqual([because, NOTHING]);
  }

  test("once the goal is closed", async () => {
    const path = await link();
    const { anna } = house.company;
    await house.submit(anna, "plans.close", goal, { as: "given-up", on: "2026-11-24", reason: "They sold the plant" });
    await leadsNowhere(path, "closed");
  });

  test("once they have left, or their company has", async () => {
    const path = await link();
    await house.rows("update contact set left_on = '2026-11-24' where id = $1", [dana]);
    await leadsNowhere(path, "left");
    await house.rows("update contact set left_on = null where id = $1", [dana]);
    await house.rows("update account set lifecycle_stage = 'churned' where id = $1", [house.company.northwind]);
    await leadsNowhere(path, "churned");
  });

  test("once the customer was merged into another, or they work for another", async () => {
    const { organisation, northwind } = house.company;
    const path = await link();
    const other = await house.app.db.write(organisation, (tx) => addAccount(tx, "Adatum", {}));
    await house.rows("update account set merged_into = $2 where id = $1", [northwind, other]);
    await leadsNowhere(path, "merged");
    await house.rows("update account set merged_into = null where id = $1", [northwind]);
    await house.rows("update contact set account_id = $2 where id = $1", [dana, other]);
    await leadsNowhere(path, "moved");
  });

  test("once they are erased, and no link to them is kept", async () => {
    const path = await link();
    const { db } = house.app;
    const { organisation } = house.company;
    await db.write(organisation, async (tx) => {
      const subjects = await subjectsCalled(tx, "Dana Vogt");
      const hmacsOf = createAddressHmacs(() => [Buffer.alloc(32, 1)]);
      const begun = await erase({ tx, ids, hmacsOf }, { subjects, also: [], by: undefined, now: new Date(TUESDAY) });
      expect(begun.kind).toBe("begun");
    });
    for (const id of await db.read(organisation, unfinishedErasures))
      while (await db.write(organisation, (tx) => eraseSome(tx, id)));
    await leadsNowhere(path, "erased");
    const doors = "select 1 from survey_door where organisation_id = $1";
    expect(await house.rows(doors, [organisation])).toEqual([]);
  });
});

describe("there is no link", () => {
  test("to who hears from us often enough already, until a month is over; one that is there may be fetched again", async () => {
    const { organisation, northwind, anna } = house.company;
    const touched = async (day: string): Promise<void> => {
      await house.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
         values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out', $6)`,
        [organisation, ids.next(), northwind, `${day}T09:00:00Z`, dana, anna.id],
      );
    };
    for (const day of ["2026-11-11", "2026-11-12", "2026-11-13"]) await touched(day);
    const path = await link();
    expect(await ask()).toContain("Dana Vogt can't be reached in chat");
    expect(await link()).not.toBe(path);
    await house.rows("delete from survey_door where organisation_id = $1", [organisation]);
    await house.rows("delete from goal_question");
    expect(await ask()).toContain("I ask again from 2026-12-11 on");
    expect(await fetched()).toContain("I ask again from 2026-12-11 on");
    expect(await asked()).toEqual([]);
  });

  test("to who has left meanwhile, and to nobody's goal that is closed", async () => {
    const { anna } = house.company;
    await house.rows("update contact set left_on = '2026-11-20' where id = $1", [dana]);
    expect(await fetched()).toContain("isn't at Northwind GmbH any more");
    await house.submit(anna, "plans.close", goal, { as: "met", on: "2026-11-24" });
    expect(await fetched()).toContain("It is over already");
    expect(await asked()).toEqual([]);
  });
});

test("an Account Manager who came to the same person yesterday hears of the link, and so does who sends it", async () => {
  const { anna, marta, northwind, organisation } = house.company;
  await house.rows(
    `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
     values ($1, $2, $3, 'call', '2026-11-23T09:00:00Z', 'slack', '{}', $4, 'out', $5)`,
    [organisation, ids.next(), northwind, dana, marta.id],
  );
  expect(await fetched(dana, anna)).toContain("Take care: Marta Silva came to Dana Vogt on");
  expect(house.standingWith(marta).join("\n")).toContain("Dana Vogt");
});

test("a link leads to one question, of a survey or of a goal", async () => {
  const door = (to: string): Promise<object[]> =>
    house.rows(
      `insert into survey_door (token_hash, organisation_id, survey_id, goal_question_id, kind, expires_at)
       values (convert_to($2, 'UTF8'), $1, ${to}, 'link', '2026-12-01')`,
      [house.company.organisation, ids.next()],
    );
  await link();
  await expect(door("null, null")).rejects.toThrow(/leads_to_one/);
  await expect(door("gen_random_uuid(), (select id from goal_question)")).rejects.toThrow(/leads_to_one/);
  await expect(door("null, gen_random_uuid()")).rejects.toThrow(/foreign key/);
  await door("gen_random_uuid(), null");
});

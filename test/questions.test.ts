import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Form, plain } from "../src/chat/card.ts";
import type { Answer } from "../src/chat/handler.ts";
import type { QuestionId } from "../src/kernel/ids.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

let asked = "";
let made = 0;
beforeEach(() => {
  asked = `When does offer ${String(++made)} go out?`;
  house.clock.set(NINE);
});

const hours = (count: number, ms = 0): Date => new Date(NINE.getTime() + count * 3_600_000 + ms);
async function at(instant: Date): Promise<void> {
  house.clock.set(instant);
  await house.app.settle();
}
function ask(who: TestPerson, slot = "am", account = "northwind"): Promise<Answer> {
  return house.command(who, `/tandem ask ${slot} ${account} ${asked}`);
}
async function questionId(): Promise<QuestionId> {
  const [row] = await house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<{ id: QuestionId }>("select id from question where question = $1", [asked]),
  );
  if (!row) throw new Error(`nobody asked ${asked}`);
  return row.id;
}
async function timeline(): Promise<{ kind: string; summary: string; person_id: string }[]> {
  const id = await questionId();
  return house.app.db.read(house.company.organisation, (tx) =>
    tx.rows(
      `select kind, summary, person_id from timeline where summary in (select unnest(array[question, answer]) from question where id = $1) order by id`,
      [id],
    ),
  );
}
const cardsWith = (person: TestPerson): string[] => house.standingWith(person).filter((card) => card.includes(asked));
const answerIt = async (who: TestPerson, answer: string): Promise<Answer> =>
  house.submit(who, "questions.answer", await questionId(), { answer });
const formIn = ({ reply }: Answer): Form | undefined => (reply.kind === "form" ? reply.form : undefined);
const initialOf = (form: Form | undefined, name: string): string | undefined => {
  const field = form?.fields.find((each) => each.name === name);
  return field?.initial;
};

describe("asking", () => {
  test("brings the question to the other's chat, and the answer back to who asked and onto the timeline", async () => {
    const { anna, marta } = house.company;
    expect(wordsOf(await ask(anna))).toBe(
      "Asked Marta Silva, the AM of Northwind GmbH. I send you the answer in your chat with me.",
    );
    await at(NINE);
    expect(cardsWith(marta)).toHaveLength(1);
    expect(cardsWith(marta)[0]).toMatch(/Anna Kurz asks about Northwind GmbH/);
    expect(wordsOf(await answerIt(marta, "On Friday."))).toContain("Sent to Anna Kurz");
    await at(NINE);
    expect(cardsWith(anna)[0]).toMatch(/has an answer[^]*You asked:[^]*Marta Silva answered[^]*On Friday\./);
    expect(cardsWith(marta)[0]).toContain("Marta Silva answered this");
    expect(await timeline()).toEqual([
      { kind: "question-asked", summary: asked, person_id: anna.id },
      { kind: "question-answered", summary: "On Friday.", person_id: marta.id },
    ]);
  });

  test("takes as many words for the name as name one, and the rest for the question", async () => {
    const { anna } = house.company;
    expect(wordsOf(await ask(anna, "AM", "Northwind GmbH"))).toContain("Asked Marta Silva");
    await questionId();
  });

  test("without words, without a role or without a question opens the form, with what is known in it", async () => {
    const { anna } = house.company;
    const bare = formIn(await house.command(anna, "/tandem ask"));
    expect([initialOf(bare, "slot"), initialOf(bare, "account")]).toEqual([undefined, undefined]);
    const noQuestion = formIn(await house.command(anna, "/tandem ask csm contoso"));
    expect([initialOf(noQuestion, "slot"), initialOf(noQuestion, "account")]).toEqual(["csm", "Contoso Ltd"]);
    const noRole = formIn(await house.command(anna, `/tandem ask northwind ${asked}`));
    expect([initialOf(noRole, "slot"), initialOf(noRole, "question")]).toEqual([undefined, asked]);
  });

  test("with another word in the role's place is told the two that there are, and keeps the rest", async () => {
    const { anna } = house.company;
    const form = formIn(await house.command(anna, `/tandem ask sales northwind ${asked}`));
    expect([initialOf(form, "slot"), initialOf(form, "account"), initialOf(form, "question")]).toEqual([
      undefined,
      "Northwind GmbH",
      asked,
    ]);
    expect(JSON.stringify(form?.intro)).toMatch(/sales[^]*Write csm or am behind ask, for example/);
    const neither = formIn(await house.command(anna, "/tandem ask xx yyyyy"));
    expect(JSON.stringify(neither?.intro)).toContain("Write csm or am");
  });

  test("about a name that isn't known keeps the question in a form that says which may be meant", async () => {
    const { anna } = house.company;
    const form = formIn(await ask(anna, "am", "nortwind"));
    expect([initialOf(form, "account"), initialOf(form, "question")]).toEqual(["nortwind", asked]);
    expect(JSON.stringify(form?.intro)).toContain("Did you mean ");
    await expect(questionId()).rejects.toThrow();
    const again = await house.submit(anna, "questions.ask", "", { slot: "am", account: "nortwind", question: asked });
    expect(wordsOf(again)).toMatch(/Did you mean Northwind GmbH\?/);
    const sent = { slot: "am", account: "Northwind", question: asked };
    expect(wordsOf(await house.submit(anna, "questions.ask", "", sent))).toContain("Asked Marta Silva");
  });

  test("what is missing in the form is said by each field, and nothing is asked", async () => {
    const { anna } = house.company;
    const { reply } = await house.submit(anna, "questions.ask", "", { slot: "boss", account: " ", question: " " });
    expect(Object.keys(reply.kind === "invalid" ? reply.fields : {})).toEqual(["slot", "account", "question"]);
  });

  test("an account without an AM asks who leads, and says so; oneself nobody asks", async () => {
    const { anna, olga } = house.company;
    expect(wordsOf(await ask(anna, "am", "adatum"))).toContain("has no AM right now, so I asked Olga Orlova");
    await at(NINE);
    expect(cardsWith(olga)).toHaveLength(1);
    expect(wordsOf(await ask(anna, "csm"))).toContain("You are the CSM of Northwind GmbH yourself");
  });

  test("who is asked reads of the account what they may", async () => {
    const { kim, marta, olga } = house.company;
    await ask(kim);
    await at(NINE);
    expect(cardsWith(marta)[0]).toContain("CSM Anna Kurz · AM Marta Silva");
    expect(cardsWith(olga)).toEqual([]);
  });
});

describe("answering", () => {
  test("a second answer is told who has answered, in the form and in what is sent", async () => {
    const { anna, marta, olga } = house.company;
    await ask(anna);
    await answerIt(marta, "On Thursday.");
    expect(wordsOf(await answerIt(olga, "On Monday."))).toContain("Marta Silva answered this already");
    expect(wordsOf(await answerIt(marta, "On Sunday."))).toContain("You answered this already");
    expect((await timeline()).map(({ summary }) => summary)).toEqual([asked, "On Thursday."]);
  });

  test("of many at once one is taken, and everybody else hears whose it is", async () => {
    const { anna, marta, olga } = house.company;
    await ask(anna);
    const id = await questionId();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        house.submit(n % 2 ? marta : olga, "questions.answer", id, { answer: `answer ${String(n)}` }),
      ),
    );
    expect(answers.filter((each) => wordsOf(each).startsWith("Sent to"))).toHaveLength(1);
    expect(answers.filter((each) => /answered this already/.test(wordsOf(each)))).toHaveLength(9);
    expect(await timeline()).toHaveLength(2);
  });

  test("is for who was asked and for managers; who asked is told whose it is, others that there is none", async () => {
    const { anna, jonas, ben } = house.company;
    await ask(anna);
    expect(wordsOf(await answerIt(anna, "Myself."))).toContain("This is for Marta Silva to answer");
    expect(wordsOf(await answerIt(jonas, "Me."))).toContain("can't find that question");
    expect(wordsOf(await answerIt(ben, "Me."))).toContain("can't find that question");
  });

  test("is kept for AMs and managers alone where one of them asked, and the form says for whom", async () => {
    const { anna, marta, olga } = house.company;
    const kept = async () => {
      const id = await questionId();
      return house.app.db.read(house.company.organisation, (tx) =>
        tx.rows<{ visibility: string }>(
          "select t.visibility from timeline t join question q on t.summary in (q.question, q.answer) where q.id = $1 order by t.id",
          [id],
        ),
      );
    };
    const hint = async () => {
      const [field] = formIn(await house.open(marta, "questions.answer", await questionId()))?.fields ?? [];
      return field && "hint" in field && field.hint ? plain(field.hint) : "";
    };
    await ask(olga);
    expect(await hint()).toContain("for Account Managers and managers alone");
    await answerIt(marta, `20 % off, 80k (${asked})`);
    expect(await kept()).toEqual([{ visibility: "commercial" }, { visibility: "commercial" }]);
    expect(wordsOf(await house.command(anna, "/tandem timeline northwind"))).not.toContain(asked);
    asked = `${asked} Really?`;
    await ask(anna);
    expect(await hint()).toContain("leave prices out");
    await answerIt(marta, `Yes (${asked})`);
    expect(await kept()).toEqual([{ visibility: "internal" }, { visibility: "internal" }]);
  });

  test("without words keeps the form open", async () => {
    const { anna, marta } = house.company;
    await ask(anna);
    expect(wordsOf(await answerIt(marta, " \u200b "))).toContain("Write an answer");
  });
});

describe("a question without an answer", () => {
  beforeAll(async () => {
    await house.stop();
    house = await runApp();
  });

  test("is reminded of after four of the askee's working hours, and a manager hears after eight", async () => {
    const { anna, marta, olga } = house.company;
    await ask(anna);
    await at(hours(4, -1));
    expect(cardsWith(marta)).toHaveLength(1);
    await at(hours(4));
    expect(cardsWith(marta)).toHaveLength(2);
    expect(cardsWith(marta)[1]).toContain("Anna Kurz has been waiting for your answer since");
    await at(hours(8, -1));
    expect(cardsWith(olga)).toEqual([]);
    await at(hours(8));
    expect(cardsWith(olga)[0]).toMatch(/Anna Kurz asked Marta Silva on .* and has no answer yet/);
    expect(wordsOf(await answerIt(olga, "On Friday, I asked her."))).toContain("Sent to Anna Kurz");
    await at(hours(8));
    for (const card of [...cardsWith(marta).slice(1), ...cardsWith(olga)])
      expect(card).toContain("Olga Orlova answered");
  });

  test("waits for the next working day, and an answer ends the waiting", async () => {
    const { anna, marta } = house.company;
    const fridayAtFour = new Date("2026-11-27T15:00:00Z");
    house.clock.set(fridayAtFour);
    await ask(anna);
    await at(new Date("2026-11-30T10:59:00Z"));
    expect(cardsWith(marta)).toHaveLength(1);
    await at(new Date("2026-11-30T11:00:00Z"));
    expect(cardsWith(marta)).toHaveLength(2);
    await answerIt(marta, "On Friday.");
    await at(new Date("2026-12-04T11:00:00Z"));
    expect(cardsWith(marta)).toHaveLength(2);
    expect(cardsWith(house.company.olga)).toEqual([]);
  });

  test("that is answered while a reminder is held back for the night is reminded of no more", async () => {
    const { anna, marta, olga } = house.company;
    await ask(anna);
    await at(new Date("2026-11-24T21:00:00Z"));
    await answerIt(marta, "On Friday.");
    await at(new Date("2026-11-25T09:00:00Z"));
    expect(cardsWith(marta)).toHaveLength(1);
    expect(cardsWith(olga)).toEqual([]);
  });

  test("that comes with a digest is late only once that digest could be read for so long", async () => {
    const { anna, marta, olga, organisation } = house.company;
    const wish = (sql: string) => house.app.db.write(organisation, (tx) => tx.rows(sql, [organisation, marta.id]));
    await wish(
      "insert into preference (organisation_id, person_id, kind, wish) values ($1, $2, 'questions.asked', 'digest')",
    );
    const before = house.standingWith(olga).length;
    await ask(anna);
    for (const later of [0, 4, 8]) await at(hours(later));
    expect(cardsWith(marta)).toEqual([]);
    await at(new Date("2026-11-25T07:00:00Z"));
    await at(new Date("2026-11-25T07:01:00Z"));
    expect(house.standingWith(marta).at(-1)).toContain("Anna Kurz asks about Northwind");
    await at(new Date("2026-11-25T11:59:00Z"));
    expect(cardsWith(marta)).toEqual([]);
    await at(new Date("2026-11-25T12:00:00Z"));
    expect(cardsWith(marta)[0]).toContain("Anna Kurz has been waiting for your answer since");
    await at(new Date("2026-11-25T15:59:00Z"));
    expect(house.standingWith(olga)).toHaveLength(before);
    await at(new Date("2026-11-25T16:00:00Z"));
    expect(house.standingWith(olga).slice(before).join()).toContain("has no answer yet");
    await wish("delete from preference where organisation_id = $1 and person_id = $2");
  });
});

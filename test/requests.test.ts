import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../src/chat/handler.ts";
import type { Shortcut } from "../src/chat/interaction.ts";
import { createReminders } from "../src/inbound/reminding.ts";
import type { AccountId, RequestId } from "../src/kernel/ids.ts";
import { addAccount, addPerson, ids, type TestPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

let house: RunningApp;
beforeAll(async () => {
  house = await runApp();
});
afterAll(() => house.stop());

let text = "";
let made = 0;
beforeEach(() => {
  text = `They want a quote for ${String(++made)} seats.`;
  house.clock.set(NINE);
});

const hours = (count: number, ms = 0): Date => new Date(NINE.getTime() + count * 3_600_000 + ms);
async function at(instant: Date): Promise<void> {
  house.clock.set(instant);
  await house.app.settle();
}
function rows<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return house.app.db.read(house.company.organisation, (tx) => tx.rows<Row>(sql, values));
}
function log(who: TestPerson, account: AccountId, values: Record<string, string> = {}): Promise<Answer> {
  return house.submit(who, "requests.log", account, { kind: "commercial", text, ...values });
}
async function requestId(): Promise<RequestId> {
  const [row] = await rows<{ id: RequestId }>("select id from request where text = $1", text);
  if (!row) throw new Error(`no request ${text}`);
  return row.id;
}
const cardsWith = (person: TestPerson): string[] => house.standingWith(person).filter((card) => card.includes(text));
const inAmChannel = async (): Promise<string[]> => (await house.standingIn("am")).filter((card) => card.includes(text));
const respond = async (who: TestPerson, answer = "You get it tomorrow."): Promise<Answer> =>
  house.submit(who, "requests.respond", await requestId(), { answer });
async function putAtRisk(account: AccountId): Promise<void> {
  await house.app.db.write(house.company.organisation, (tx) =>
    tx.rows(
      `insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
       values ($1, $2, 'at-risk', '{score}', $3, 'high', 0.3, '2026-11-24')`,
      [tx.organisation, account, NINE],
    ),
  );
}
function fieldsOf({ reply }: Answer): string[] {
  return reply.kind === "form" ? reply.form.fields.map(({ name }) => name) : [];
}

describe("logging a request", () => {
  test("brings a commercial one to the AM, who answers it, and who logged it hears", async () => {
    const { anna, marta, northwind } = house.company;
    expect(wordsOf(await log(anna, northwind))).toContain("Handed to Marta Silva, who answers Northwind GmbH by");
    await at(NINE);
    expect(cardsWith(marta)[0]).toMatch(
      /Northwind GmbH: a commercial request[^]*Marta Silva has it\. First response by/,
    );
    expect(await inAmChannel()).toEqual([]);
    expect(wordsOf(await respond(marta))).toContain("has its first response");
    await at(NINE);
    expect(cardsWith(marta)[0]).toMatch(/Answered on .*[^]*You get it tomorrow\./);
    expect(cardsWith(anna)[0]).toMatch(/Answered on [^]*for those who may see prices/);
    const kinds = await rows(
      "select kind, direction, visibility, summary from timeline where summary = any($1) order by id",
      [text, "You get it tomorrow."],
    );
    expect(kinds).toEqual([
      { kind: "request-commercial", direction: "in", visibility: "internal", summary: text },
      { kind: "request-responded", direction: "out", visibility: "commercial", summary: "You get it tomorrow." },
    ]);
  });

  test("brings a technical one to who is responsible, by the matrix as it is now", async () => {
    const { anna, ada, kim, northwind } = house.company;
    await house.submit(ada, "responsibilities.holder", northwind, { slot: "training", person: "Kim Lee" });
    const row = { topic: "technical", stage: "any", slot: "training" };
    await house.submit(ada, "responsibilities.row", "", row);
    expect(wordsOf(await log(anna, northwind, { kind: "technical" }))).toContain("Handed to Kim Lee");
    await at(NINE);
    expect(cardsWith(kim)[0]).toContain("a technical request");
    expect(wordsOf(await respond(kim))).toContain("has its first response");
  });

  test("brings a complaint to the AM, with the CSM informed", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(olga, northwind, { kind: "complaint" });
    await at(NINE);
    expect(cardsWith(marta)).toHaveLength(1);
    expect(cardsWith(anna)[0]).toMatch(/a complaint[^]*Marta Silva has it/);
  });

  test("without an AM offers a commercial one in the AM channel, to the one first in line", async () => {
    const { anna, marta, jonas, adatum } = house.company;
    const words = wordsOf(await log(anna, adatum));
    const first = words.includes(marta.name) ? marta : jonas;
    const other = first === marta ? jonas : marta;
    await at(NINE);
    expect((await inAmChannel())[0]).toContain(`${first.name} has it`);
    expect(cardsWith(first)).toHaveLength(1);
    expect(wordsOf(await respond(other))).toContain("has its first response");
    await at(NINE);
    expect((await inAmChannel())[0]).toMatch(new RegExp(`Answered on .* ${other.name} has it`));
  });

  test("is for who looks after the account; what is wrong is said by its field, and nothing is kept", async () => {
    const { anna, ben, marta, northwind } = house.company;
    expect(wordsOf(await log(ben, northwind))).toContain("Only those who look after Northwind GmbH can log this");
    expect(wordsOf(await house.command(ben, "/tandem request northwind"))).toContain("Tell Anna Kurz");
    const wrong = await log(anna, northwind, { kind: "joke", text: " \u200b", contact: ids.next<"contact">() });
    expect(Object.keys(wrong.reply.kind === "invalid" ? wrong.reply.fields : {})).toEqual(["kind", "text", "contact"]);
    expect(wordsOf(await log(marta, northwind, { discount: "lots" }))).toContain("lots is not a discount");
    await expect(requestId()).rejects.toThrow();
  });
});

describe("the command", () => {
  test("where nobody at the customer is known the form says what to do, and a sale's missing name stands at a field that is there", async () => {
    const { marta, organisation } = house.company;
    const account = await house.app.db.write(organisation, (tx) =>
      addAccount(tx, "Nobody Known", { csm: house.company.anna.id, am: marta.id }),
    );
    const opened = await house.open(marta, "requests.log", account);
    expect(JSON.stringify(opened.reply)).toContain("is known yet. To say who asked, open the account");
    const asked = { kind: "commercial", text: "They would like more seats.", product: "more seats" };
    const { reply } = await house.submit(marta, "requests.log", account, asked);
    expect(reply.kind === "invalid" && Object.keys(reply.fields)).toEqual(["product"]);
    const log = await house.open(marta, "accounts.log", account);
    expect(JSON.stringify(log.reply)).toContain("Nobody is known here yet: open the account and press Contacts");
  });

  test("opens the form where nothing is open, and else lists it, each with its way on", async () => {
    const { ben, contoso } = house.company;
    expect(fieldsOf(await house.command(ben, "/tandem request contoso"))).toEqual(["kind", "text", "product"]);
    await log(ben, contoso, { kind: "complaint" });
    const { reply } = await house.command(ben, "/tandem request contoso");
    expect(reply.kind).toBe("private");
    expect(JSON.stringify(reply)).toContain(text);
    expect(JSON.stringify(reply)).toContain(`"opens":{"name":"requests.respond","subject":"${await requestId()}"`);
    const near = await house.command(ben, "/tandem request contosso");
    expect(JSON.stringify(near.reply)).toContain('"opens":{"name":"requests.log"');
    expect(wordsOf(await house.command(ben, "/tandem request"))).toContain("Which account?");
  });
});

describe("discount and terms", () => {
  test("are asked of, kept for and shown to those alone who may read prices", async () => {
    const { anna, marta, northwind } = house.company;
    const opened = async (who: TestPerson): Promise<string[]> => {
      const { reply } = await house.app.handle({
        kind: "opening",
        sender: {
          platform: "slack",
          workspace: house.company.workspace,
          user: who.user,
          home: house.company.workspace,
        },
        place: { conversation: "D0", private: true },
        action: { name: "requests.log", subject: northwind },
        contentKey: `${who.user} ${text}`,
        replyTo: {},
      });
      return reply.kind === "form" ? reply.form.fields.map(({ name }) => name) : [];
    };
    expect(await opened(anna)).toEqual(["kind", "text", "product"]);
    expect(await opened(marta)).toEqual(["kind", "text", "product", "discount", "terms"]);
    await log(anna, northwind, { discount: "15", terms: "net 90" });
    expect(await rows("select terms, discount_percent from request where text = $1", text)).toEqual([
      { terms: null, discount_percent: null },
    ]);
  });

  test("above ten percent wait for a manager's approval, which is audited and given once", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(marta, northwind, { kind: "complaint", discount: "12,5", terms: "net 90" });
    await at(NINE);
    expect(cardsWith(olga)[0]).toMatch(/Discount asked for: 12\.5 %[^]*net 90[^]*A manager has to approve/);
    expect(cardsWith(anna)[0]).toMatch(/Discount and terms are hidden/);
    expect(cardsWith(anna)[0]).not.toMatch(/12\.5|net 90|approve/);
    const id = await requestId();
    expect(wordsOf(await house.press(marta, "requests.approve", id))).toContain("Only a manager of this account");
    expect(wordsOf(await house.press(anna, "requests.approve", id))).toContain("Only a manager of this account");
    for (const who of [marta, anna]) {
      const refused = wordsOf(await house.submit(who, "requests.respond", id, { answer: "You get 12.5 %." }));
      expect(refused).toContain("can't go on before Olga Orlova has approved what the customer asked for");
      expect(refused).not.toMatch(/12\.5|%/);
    }
    expect(wordsOf(await house.open(marta, "requests.respond", id))).toContain(
      "before Olga Orlova has approved what the customer asked for",
    );
    expect(wordsOf(await house.open(olga, "requests.respond", id))).toContain("Press Approve on the request's card");
    expect(await rows("select state from request where id = $1", id)).toEqual([{ state: "open" }]);
    expect(wordsOf(await house.press(olga, "requests.approve", id))).toContain("Approved: 12.5 % for Northwind GmbH");
    expect(wordsOf(await house.press(olga, "requests.approve", id))).toContain("Olga Orlova approved this already");
    expect(await rows("select person_id, details from audit where subject = $1", id)).toEqual([
      { person_id: olga.id, details: { discountPercent: 12.5 } },
    ]);
    await at(NINE);
    expect(cardsWith(marta)[0]).toContain("Olga Orlova approved the discount");
    expect(wordsOf(await respond(marta))).toContain("has its first response");
  });
});

describe("a request that is open", () => {
  test("is answered once, and closed with its answer, never before", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(anna, northwind);
    const id = await requestId();
    expect(wordsOf(await house.press(marta, "requests.close", id))).toContain("Respond first");
    expect(wordsOf(await respond(anna))).toContain("This is for Marta Silva to answer");
    expect(wordsOf(await respond(marta, " "))).toContain("Write what it is about");
    const answers = await Promise.all([respond(marta, "one"), respond(olga, "two"), respond(marta, "three")]);
    expect(answers.filter((each) => wordsOf(each).startsWith("Saved"))).toHaveLength(1);
    expect(answers.filter((each) => wordsOf(each).includes("answered already"))).toHaveLength(2);
    expect(wordsOf(await house.press(marta, "requests.close", id))).toContain("Closed.");
    expect(wordsOf(await house.press(marta, "requests.close", id))).toContain("closed already");
    expect(await rows("select 1 from timeline where kind = 'request-closed'")).toHaveLength(1);
  });

  test("can be handed on, and is then the other's, whose card has the buttons", async () => {
    const { anna, marta, jonas, kim, northwind } = house.company;
    await log(anna, northwind);
    const id = await requestId();
    const hand = (who: TestPerson, to: TestPerson) => house.submit(who, "requests.hand-to", id, { person: to.id });
    expect(wordsOf(await hand(anna, jonas))).toContain("This is for Marta Silva");
    expect(wordsOf(await hand(marta, anna))).toContain("can't hand it to that person");
    expect(wordsOf(await hand(marta, kim))).toContain("can't hand it to that person");
    expect(wordsOf(await hand(marta, jonas))).toContain("Handed to Jonas Weber");
    await at(NINE);
    expect(cardsWith(jonas)[0]).toContain("Jonas Weber has it");
    expect(cardsWith(marta)[0]).toContain("Jonas Weber has it");
    expect(wordsOf(await respond(jonas))).toContain("has its first response");
  });

  test("tells each one it is handed to anew, also who has had it, or a copy of it, before", async () => {
    const { anna, marta, jonas, olga, northwind } = house.company;
    await log(marta, northwind, { kind: "complaint", discount: "12" });
    await at(NINE);
    const id = await requestId();
    const hand = async (who: TestPerson, to: TestPerson) => {
      expect(wordsOf(await house.submit(who, "requests.hand-to", id, { person: to.id }))).toContain("Handed to");
      await at(new Date(house.clock.now().getTime() + 60_000));
    };
    const counts = () => [marta, jonas, olga, anna].map((each) => cardsWith(each).length);
    expect(counts()).toEqual([1, 0, 1, 1]);
    await hand(marta, olga);
    expect(counts()).toEqual([1, 0, 2, 1]);
    await hand(olga, jonas);
    expect(counts()).toEqual([1, 1, 2, 1]);
    await hand(jonas, marta);
    expect(counts()).toEqual([2, 0, 2, 1]);
    expect(cardsWith(olga)[0]).toContain("Olga Orlova has it");
    for (const each of [marta, olga, anna]) expect(cardsWith(each).at(-1)).toContain("Marta Silva has it");
  });

  test("reads as gone for who may not see it", async () => {
    const { anna, ben, kim, northwind } = house.company;
    await log(anna, northwind);
    const id = await requestId();
    expect(wordsOf(await house.press(kim, "requests.close", ids.next()))).toContain("can't find that request");
    const inPrivate = await house.app.handle({
      kind: "press",
      sender: { platform: "slack", workspace: house.company.workspace, user: ben.user, home: house.company.workspace },
      place: { conversation: "D0", private: true },
      action: { name: "requests.close", subject: id },
      contentKey: `ben ${text}`,
      replyTo: {},
    });
    expect(wordsOf(inPrivate)).toContain("can't find that request");
  });
});

describe("what a customer says in a message", () => {
  const SAID = new Date("2026-11-23T15:00:00Z");
  function choose(who: TestPerson, name: string, message: Partial<Shortcut["message"]> = {}): Promise<Answer> {
    return house.app.handle({
      kind: "shortcut",
      name,
      message: { text, author: { name: "Dana Vogt" }, at: SAID, ...message },
      sender: { platform: "slack", workspace: house.company.workspace, user: who.user, home: house.company.workspace },
      place: { conversation: "C0CUSTOMER", private: false },
      contentKey: `${name} ${text} ${who.user} ${message.author?.user ?? ""}`,
      replyTo: {},
    });
  }
  const initialOf = ({ reply }: Answer, name: string): string | undefined =>
    reply.kind === "form" ? reply.form.fields.find((field) => field.name === name)?.initial : undefined;

  test("opens a form with its words, its author, its time and who wrote to whom", async () => {
    const { anna, marta } = house.company;
    const theirs = await choose(anna, "log_timeline");
    expect(theirs.reply).toMatchObject({
      kind: "form",
      form: { name: "requests.timeline", subject: SAID.toISOString() },
    });
    expect([initialOf(theirs, "text"), initialOf(theirs, "direction")]).toEqual([text, "in"]);
    expect(initialOf(theirs, "visibility")).toBe("internal");
    expect(theirs.reply.kind === "form" && theirs.reply.form.intro?.[0]).toMatchObject({ kind: "text" });
    expect(JSON.stringify(theirs.reply)).toContain("Dana Vogt");
    const ours = await choose(anna, "log_timeline", { author: { user: marta.user } });
    expect(initialOf(ours, "direction")).toBe("out");
    expect(JSON.stringify(ours.reply)).toContain("Marta Silva");
  });

  test("that isn't known any more says so, and a stranger learns nothing", async () => {
    const { anna } = house.company;
    expect(wordsOf(await choose(anna, "constructor"))).toContain("I don't know this action any more");
    const stranger = { id: anna.id, name: "", user: "U0STRANGER" };
    expect(wordsOf(await choose(stranger, "hand_to_am"))).toContain("I only work for colleagues");
  });

  test("is kept on the timeline, as somebody said it then, letters only", async () => {
    const { anna, northwind } = house.company;
    text = `<!channel> *${text}* <https://evil.example|Acme>`;
    const values = { account: "northwind", text, direction: "in", visibility: "internal" };
    const answer = await house.submit(anna, "requests.timeline", SAID.toISOString(), values);
    expect(wordsOf(answer)).toBe("Logged on the timeline of Northwind GmbH.");
    expect(
      await rows("select account_id, kind, direction, visibility, at from timeline where summary = $1", text),
    ).toEqual([{ account_id: northwind, kind: "message", direction: "in", visibility: "internal", at: SAID }]);
  });

  test("that names a price is kept from whoever may not read prices", async () => {
    const { marta } = house.company;
    const sent = (visibility: string) =>
      house.submit(marta, "requests.timeline", SAID.toISOString(), {
        account: "northwind",
        text: "We can offer EUR 7500",
        direction: "out",
        visibility,
      });
    const refused = wordsOf(await sent("customer"));
    expect(refused).toContain("“EUR 7500” names a price or a discount");
    expect(refused).toContain("Choose “Account Managers and managers only”");
    expect(wordsOf(await sent("commercial"))).toContain("Logged on the timeline");
  });

  test("asks again for an account that isn't known, with what may be meant, and for what is missing", async () => {
    const { anna, northwind, ben } = house.company;
    const sent = (who: TestPerson, values: Record<string, string>) =>
      house.submit(who, "requests.timeline", SAID.toISOString(), { text, direction: "in", ...values });
    const near = await sent(anna, { account: "nortwind" });
    expect(near.reply).toMatchObject({ kind: "invalid" });
    expect(wordsOf(near)).toBe("I don't know an account called nortwind. Did you mean Northwind GmbH?");
    expect(wordsOf(await sent(anna, { account: "zzzz" }))).toContain("I don't know an account called zzzz");
    expect(wordsOf(await sent(anna, { account: "" }))).toContain("Say which account");
    expect(wordsOf(await sent(anna, { account: "northwind", direction: "up" }))).toContain("Choose who wrote");
    const commercial = await sent(anna, { account: "northwind", visibility: "commercial" });
    expect(wordsOf(commercial)).toContain("You could not read it yourself");
    expect(wordsOf(await sent(ben, { account: "northwind" }))).toContain("Only those who look after Northwind GmbH");
    expect(await rows("select 1 from timeline where account_id = $1 and summary = $2", northwind, text)).toEqual([]);
  });

  test("isn't of the future, nor of no time at all", async () => {
    const { anna } = house.company;
    const values = { account: "northwind", text, direction: "in" };
    await house.submit(anna, "requests.timeline", hours(5).toISOString(), values);
    expect(await rows("select at from timeline where summary = $1", text)).toEqual([{ at: NINE }]);
    const answer = await house.submit(anna, "requests.timeline", "yesterday", values);
    expect(wordsOf(answer)).toContain("This card was out of date");
  });

  test("goes to the AM at once, even when the account is at risk: with a word to speak to the CSM first, who gets a copy", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await putAtRisk(northwind);
    const values = { account: "Northwind", text, asked: "customer" };
    const answer = await house.submit(olga, "requests.hand", SAID.toISOString(), values);
    expect(wordsOf(answer)).toMatch(/Handed to Marta Silva.*at risk, so they speak to Anna Kurz first, who knows too/);
    await at(NINE);
    expect(cardsWith(marta)[0]).toMatch(/Northwind GmbH is at risk since .*: speak to Anna Kurz first\./);
    expect(cardsWith(anna)).toHaveLength(1);
    expect(await rows("select details ->> 'origin' as origin, at from timeline where summary = $1", text)).toEqual([
      { origin: "customer", at: SAID },
    ]);
  });
});

describe("a request without a response", () => {
  beforeAll(async () => {
    await house.stop();
    house = await runApp();
  });

  test("is reminded of when it is due, after four of the owner's working hours, and escalated after eight", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(anna, northwind);
    await at(hours(4, -1));
    expect(cardsWith(marta)).toHaveLength(1);
    await at(hours(4));
    expect(cardsWith(marta)[1]).toContain("The customer waits for a first response");
    await at(hours(8, -1));
    expect(cardsWith(olga)).toEqual([]);
    await at(hours(8));
    expect(cardsWith(olga)[0]).toMatch(/The first response was due by .*Marta Silva has it/);
    expect(wordsOf(await respond(olga))).toContain("has its first response");
    await at(hours(8));
    for (const card of [...cardsWith(marta).slice(1), ...cardsWith(olga)]) expect(card).toMatch(/Answered on/);
  });

  test("that is answered in time is reminded of by nobody", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(anna, northwind);
    await respond(marta);
    await at(hours(9));
    expect(cardsWith(marta)).toHaveLength(1);
    expect(cardsWith(olga)).toEqual([]);
  });

  test("that is answered while a reminder is held back for the night is reminded of no more", async () => {
    const { anna, marta, olga, northwind } = house.company;
    await log(anna, northwind);
    await at(new Date("2026-11-24T21:00:00Z"));
    await respond(marta);
    await at(new Date("2026-11-25T09:00:00Z"));
    expect(cardsWith(marta)).toHaveLength(1);
    expect(cardsWith(olga)).toEqual([]);
  });

  test("that nobody had is reminded of once somebody has it, at once where it is overdue", async () => {
    const { anna, jonas, olga, northwind } = house.company;
    for (const late of [false, true]) {
      house.clock.set(NINE);
      text = `${text} again`;
      await log(anna, northwind);
      const id = await requestId();
      await house.app.db.write(house.company.organisation, async (tx) => {
        await tx.rows("update request set owner_id = null where id = $1 returning id", [id]);
        createReminders(tx).drop("requests.remind", id);
      });
      if (late) await at(hours(5));
      await house.submit(olga, "requests.hand-to", id, { person: jonas.id });
      await at(hours(4, -1) > house.clock.now() ? hours(4, -1) : house.clock.now());
      expect(cardsWith(jonas)).toHaveLength(late ? 2 : 1);
      await at(hours(5));
      expect(cardsWith(jonas)[1]).toContain("The customer waits for a first response");
    }
  });

  test("of the pool goes to who leads the customer, not to who leads the pool and may not read it", async () => {
    const { anna, olga, marta, jonas, organisation, workspace } = house.company;
    const [vera, account] = await house.app.db.write(organisation, async (tx) => {
      const leader = await addPerson(tx, workspace, "Vera Sales", ["manager"]);
      await tx.rows("update person set manager_id = $1 where id = any($2::uuid[])", [leader.id, [marta.id, jonas.id]]);
      return [leader, await addAccount(tx, "Poolio", { csm: anna.id, region: "dach" })];
    });
    await log(anna, account);
    for (const late of [4, 8]) await at(hours(late));
    expect(house.standingWith(vera).filter((card) => card.includes("Poolio"))).toEqual([]);
    expect(cardsWith(olga)[0]).toMatch(/The first response was due by .* has it/);
    expect(wordsOf(await respond(olga))).toContain("has its first response");
  });
});

import { describe, expect, onTestFinished, test } from "vitest";
import { plain } from "../../src/chat/card.ts";
import type { Reply } from "../../src/chat/interaction.ts";
import { createSays } from "../../src/locales/say.ts";
import { type AnswerHouse, type AnswerHouseOptions, FORM, type Replying, SUBJECT } from "./answer-house.ts";

const REPLIES = {
  private: { kind: "private", card: { title: ["Northwind"], body: [{ kind: "text", text: ["All is well."] }] } },
  done: { kind: "done", sentence: ["Sent to Marta."] },
  invalid: { kind: "invalid", fields: { benefit: ["Say what they gain."] } },
} as const satisfies Readonly<Record<string, Reply>>;
const WORDS = { private: "All is well.", done: "Sent to Marta.", invalid: "Say what they gain." } as const;
const TYPED = { benefit: "Logins for *all*.\nAnd more.", kind: "seats", by: "2026-12-18" };
const FILLED: Reply = { kind: "form", form: FORM };

const ASKED = (["typed", "pressed", "opened"] as const).flatMap((how) =>
  (["private", "done", "invalid"] as const).map((kind) => [how, kind] as const),
);

/** What somebody is answered, whoever's platform it is: in private, once, in time, and never lost. */
export function answeringContract(name: string, make: (options: AnswerHouseOptions) => Promise<AnswerHouse>): void {
  async function open(reply: Replying, answerWithinMs?: number): Promise<AnswerHouse> {
    const house = await make({ reply, ...(answerWithinMs === undefined ? {} : { answerWithinMs }) });
    onTestFinished(() => house.stop());
    return house;
  }
  const says = createSays();
  /** The shell's own words in a channel, which tell nothing of anybody. */
  const POINTERS = [plain(says("en")("teams.privately")), plain(says("de")("teams.privately"))];
  function expectNobodyElseReads(house: AnswerHouse): void {
    for (const line of house.everybody().split("\n").filter(Boolean)) expect(POINTERS).toContain(line);
  }

  describe(`${name}: an answer`, () => {
    test.each(ASKED)("to what is %s in a channel (%s) is read by who asked, and by nobody else", async (how, kind) => {
      const house = await open(() => REPLIES[kind]);
      await house.ask(how);
      await house.settle();
      expect(house.anna()).toContain(WORDS[kind]);
      expectNobodyElseReads(house);
      expect(house.seen).toMatchObject([{ place: { conversation: house.channel, private: false } }]);
    });

    test.each(ASKED)("that is late, to what is %s (%s), comes all the same, and to nobody else", async (how, kind) => {
      const held = Promise.withResolvers<Reply>();
      const house = await open(() => held.promise, 20);
      onTestFinished(() => held.resolve(REPLIES[kind]));
      await house.ask(how);
      expect(house.anna()).not.toContain(WORDS[kind]);
      held.resolve(REPLIES[kind]);
      await house.settle();
      expect(house.anna()).toContain(WORDS[kind]);
      expectNobodyElseReads(house);
    });

    test.each(["typed", "pressed"] as const)("of nothing to what is %s says nothing to anybody", async (how) => {
      const house = await open(() => ({ kind: "nothing" }));
      await house.ask(how);
      await house.settle();
      expect([house.anna(), house.everybody()]).toEqual(["", ""]);
    });

    test.each(["typed", "pressed", "opened"] as const)(
      "to what is %s says that it did not work when it did not, in private",
      async (how) => {
        const house = await open(() => Promise.reject(new Error("broken")));
        await house.ask(how);
        await house.settle();
        expect(house.anna()).toContain(plain(says("en")("chat.failed")));
        expectNobodyElseReads(house);
      },
    );

    test.each(["typed", "pressed", "opened"] as const)(
      "to what is %s and comes twice is decided once; asked again, it is decided again",
      async (how) => {
        const house = await open(() => REPLIES.done);
        await Promise.all([house.ask(how), house.ask(how)]);
        await house.ask(how);
        expect(house.seen).toHaveLength(1);
        await house.ask(how, 2);
        await house.settle();
        expect(house.seen).toHaveLength(2);
      },
    );
  });

  describe(`${name}: a form`, () => {
    const answering =
      (sent: Reply): Replying =>
      ({ kind }) =>
        kind === "submission" ? sent : FILLED;

    test.each(["typed", "pressed", "opened"] as const)(
      "that answers what is %s is shown to them alone",
      async (how) => {
        const house = await open(() => FILLED);
        await house.ask(how);
        await house.settle();
        for (const words of ["Spot an opportunity", "Benefit", "Kind", "By"]) expect(house.form()).toContain(words);
        expectNobodyElseReads(house);
      },
    );

    test.each(["typed", "opened"] as const)(
      "that came of what is %s is sent with what was filled in, belongs to where it began, and is done in private",
      async (how) => {
        const house = await open(answering(REPLIES.done));
        await house.ask(how);
        await house.settle();
        await house.send(TYPED);
        await house.settle();
        expect(house.seen.at(-1)).toMatchObject({
          kind: "submission",
          form: FORM.name,
          subject: SUBJECT,
          values: TYPED,
          place: { conversation: house.channel, private: false },
        });
        expect(house.form()).toBeUndefined();
        expect(house.anna()).toContain(WORDS.done);
        expectNobodyElseReads(house);
      },
    );

    test.each(["typed", "opened"] as const)(
      "that came of what is %s and is wrong stays, and says what is wrong",
      async (how) => {
        const house = await open(answering(REPLIES.invalid));
        await house.ask(how);
        await house.settle();
        await house.send(TYPED);
        await house.settle();
        expect(house.form()).toContain(WORDS.invalid);
        expect(house.form()).toContain("Benefit");
        expectNobodyElseReads(house);
      },
    );

    test("that is sent twice is decided once", async () => {
      const house = await open(answering(REPLIES.done));
      await house.ask("opened");
      await house.settle();
      const sending = house.send(TYPED);
      await Promise.all([sending, house.send(TYPED)]);
      await house.settle();
      expect(house.seen.filter(({ kind }) => kind === "submission")).toHaveLength(1);
    });
  });
}

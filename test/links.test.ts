import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Command } from "../src/chat/interaction.ts";
import { codeFrom, typedCode } from "../src/features/accounts/links/decide.ts";
import type { TestPerson } from "./helpers/company.ts";
import { addPerson } from "./helpers/company.ts";
import { NINE, runApp, type RunningApp, wordsOf } from "./helpers/running-app.ts";

const QUARTER_MS = 15 * 60_000;

describe("a code", () => {
  test("is ten letters that aren't taken for others, all as likely", () => {
    const counts = new Map<string, number>();
    for (let first = 0; first < 256; first++) {
      const code = codeFrom(new Uint8Array(32).fill(first)) ?? "";
      if (code === "") continue;
      expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/);
      counts.set(code[0] ?? "", (counts.get(code[0] ?? "") ?? 0) + 1);
    }
    expect(new Set(counts.values()).size).toBe(1);
    expect(counts.size).toBe(30);
  });

  test("is read however it was typed, and nothing else is", () => {
    expect(typedCode(" abcde fghjk ")).toBe("ABCDE-FGHJK");
    expect(typedCode("ABCD-EFGH-JK")).toBe("ABCDE-FGHJK");
    expect(["", "ABCDE-FGHJ", "ABCDE-FGHJKM", "ABCDE-FGHJO", "ÄBCDE-FGHJK"].map(typedCode)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});

describe("who isn't found by e-mail", () => {
  let house: RunningApp;
  let pia: TestPerson;
  beforeAll(async () => {
    house = await runApp();
    const { organisation, workspace } = house.company;
    pia = await house.app.db.write(organisation, async (tx) => {
      const person = await addPerson(tx, workspace, "Pia Paul", ["csm"]);
      await tx.rows("delete from handle where person_id = $1", [person.id]);
      return person;
    });
  });
  afterAll(() => house.stop());

  async function codeFor(person: TestPerson): Promise<string> {
    const words = wordsOf(await house.press(house.company.ada, "links.make", person.id));
    return /link ([A-Z0-9-]+)/.exec(words)?.[1] ?? `no code: ${words}`;
  }
  const link = (who: Pick<TestPerson, "user">, code: string, more: Partial<Command> = {}) =>
    house.command({ ...pia, ...who }, `/tandem link ${code}`, more);

  test("is listed for an administrator alone", async () => {
    expect(wordsOf(await house.command(house.company.ada, "/tandem people"))).toContain("Pia Paul");
    expect(wordsOf(await house.command(house.company.olga, "/tandem people"))).toContain("Only a Tandem administrator");
  });

  test("gets help with saying who they are, and nothing else", async () => {
    const words = wordsOf(await house.command(pia, "/account northwind"));
    expect(words).toContain("type /tandem link and the code");
    expect(words).not.toContain("Northwind");
  });

  test("gets in with a code for a quarter of an hour, and not a millisecond longer", async () => {
    const late = await codeFor(pia);
    house.clock.set(new Date(NINE.getTime() + QUARTER_MS));
    expect(wordsOf(await link(pia, late))).toContain("isn't good, or not any more");
    const code = await codeFor(pia);
    house.clock.set(new Date(NINE.getTime() + 2 * QUARTER_MS - 1));
    expect(wordsOf(await link(pia, code.toLowerCase()))).toContain("Hello Pia Paul");
    expect(wordsOf(await house.command(pia, "/account northwind"))).toContain("Northwind");
  });

  test("a code works once, whoever types it again", async () => {
    const { organisation, workspace } = house.company;
    const rosa = await house.app.db.write(organisation, async (tx) => {
      const person = await addPerson(tx, workspace, "Rosa Ruiz", ["csm"]);
      await tx.rows("delete from handle where person_id = $1", [person.id]);
      return person;
    });
    const code = await codeFor(rosa);
    const told = await Promise.all(["U0THIEF", rosa.user].map((user) => link({ user }, code)));
    expect(told.map(wordsOf).filter((words) => words.startsWith("Hello"))).toHaveLength(1);
    expect(wordsOf(await link({ user: "U0THIRD" }, code))).toContain("isn't good");
  });

  test("a newer code makes the older one useless, and a wrong one is told the same", async () => {
    const { organisation, workspace } = house.company;
    const tom = await house.app.db.write(organisation, async (tx) => {
      const person = await addPerson(tx, workspace, "Tom Tran", ["csm"]);
      await tx.rows("delete from handle where person_id = $1", [person.id]);
      return person;
    });
    const first = await codeFor(tom);
    const second = await codeFor(tom);
    const sentences = [
      wordsOf(await link(tom, first)),
      wordsOf(await link(tom, "ABCDE-FGHJK")),
      wordsOf(await link(tom, "")),
    ];
    expect(new Set(sentences).size).toBe(1);
    expect(wordsOf(await link(tom, second))).toContain("Hello Tom Tran");
  });

  test("somebody of another company has no use of a code", async () => {
    const code = await codeFor(pia);
    const { workspace } = house.company;
    const sender = { platform: "slack", workspace, user: "U0GUEST", home: "T0OTHER" } as const;
    expect(wordsOf(await link({ user: "U0GUEST" }, code, { sender }))).toBe("I can't help you with that here.");
    expect(wordsOf(await link({ user: "U0PIA2" }, code))).toContain("known here already");
  });

  test("a code stands nowhere in the database, and a press that is delivered again doesn't tell it", async () => {
    const { organisation, ada } = house.company;
    const key = "press-once";
    const first = wordsOf(await house.press(ada, "links.make", pia.id, key));
    const code = /link ([A-Z0-9-]+)/.exec(first)?.[1] ?? "";
    expect(code).not.toBe("");
    expect(wordsOf(await house.press(ada, "links.make", pia.id, key))).toContain("shown that code already");
    const tables = ["input", "link_code", "audit"];
    for (const table of tables) {
      const rows = await house.app.db.read(organisation, (tx) => tx.rows(`select t::text as row from ${table} t`));
      expect(JSON.stringify(rows)).not.toContain(code);
    }
  });
});

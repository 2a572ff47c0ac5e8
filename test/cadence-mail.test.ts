import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CadenceHouse, runCadence } from "./helpers/cadence-house.ts";
import { type MailServer, startMailServer } from "./helpers/mail-server.ts";

let house: CadenceHouse;
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer({ disabledCommands: ["STARTTLS"] });
  house = await runCadence({
    SMTP_URL: server.url,
    SMTP_FROM: "tandem@tandem.example",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  });
});
afterAll(async () => {
  await house.stop();
  await server.stop();
});

describe("where e-mail is sent", () => {
  test("each of the two gets the invitation by it, and what takes it back, as calendars read it", async () => {
    const two = await house.two(3, { key: true });
    const { id } = await two.accept();
    const [due] = await house.rows<{ due_at: Date }>("select due_at from due where kind like '%cadence.offer'", []);
    if (due) await house.at(due.due_at);
    const { slots } = await two.open();
    await two.press(two.am, "cadence.pick", id, String(slots[0]?.getTime()));
    await expect.poll(() => server.received.length, { timeout: 5000 }).toBe(2);
    await two.press(two.csm, "cadence.skip", id);
    await expect.poll(() => server.received.length, { timeout: 5000 }).toBe(4);
    const said = server.received.map(({ to, parts }) => {
      const calendar = (parts.get("text/calendar") ?? "").replaceAll(/\r?\n /g, "");
      const line = (name: string) => new RegExp(`^${name}[:;](.*)$`, "m").exec(calendar)?.[1]?.trim();
      return [to[0]?.split(".")[0], line("METHOD"), line("SEQUENCE"), line("UID")];
    });
    const words = server.received.map(({ parts }) => parts.get("text/plain") ?? "");
    expect(words.filter((text) => /You meet on (Mon|Tue|Wed|Thu|Fri),? \d+ \w+,? \d\d:\d\d/.test(text))).toHaveLength(
      2,
    );
    const [uid] = said.map((each) => each[3]);
    expect(uid).toBe(`${id}@tandem.invalid`);
    expect(said.toSorted().map((each) => each.slice(0, 3))).toEqual([
      ["amir", "CANCEL", "1"],
      ["amir", "REQUEST", "0"],
      ["cora", "CANCEL", "1"],
      ["cora", "REQUEST", "0"],
    ]);
    expect(said.every((each) => each[3] === uid)).toBe(true);
    expect(server.received.every(({ raw }) => !/Shared \d/.test(raw))).toBe(true);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import type { TestPerson } from "./helpers/company.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";
import { runSpoken, type SpokenHouse } from "./helpers/spoken-house.ts";

let house: SpokenHouse;
beforeAll(async () => {
  house = await runSpoken();
  house.clock.set(NINE);
});
afterAll(() => house.stop());

/** the answer's sentences, and then what it lists */
async function list(who: TestPerson): Promise<string> {
  const answered = await house.command(who, "/tandem checkins");
  const { reply } = answered;
  const body = reply.kind === "private" ? reply.card.body : [];
  const items = body.flatMap((block) => (block.kind === "list" ? block.items.map(plain) : []));
  return [wordsOf(answered), ...items, ""].join("\n");
}

/** A customer whose check-in is three days late. */
async function late(name: string): Promise<AccountId> {
  const account = await house.spoken(name, { key: true });
  await house.change("update check_in set due_on = '2026-11-21' where account_id = $1", [account]);
  return account;
}
const gives = (account: AccountId, to: TestPerson): Promise<void> =>
  house.change("update slot set person_id = $2 where account_id = $1 and slot = 'csm'", [account, to.id]);

describe("a manager's list of check-ins", () => {
  test("names the CSM behind each, and whom nobody has any more", async () => {
    const { olga, ben } = house.company;
    await late("Litware");
    await gives(await late("Tailspin Toys"), ben);
    const words = await list(olga);
    expect(words).toMatch(/Anna Kurz: Check-in with Litware is 3 days late/);
    expect(words).toMatch(/Ben Ito: Check-in with Tailspin Toys is 3 days late/);
    expect(words).toContain("Litware, never yet (Anna Kurz)");
    expect(words).toContain("Tailspin Toys, never yet (Ben Ito)");
    await house.change("update person set active = false where id = $1", [ben.id]);
    try {
      const left = await list(olga);
      expect(left).toContain("Nobody: Check-in with Tailspin Toys");
      expect(left).toContain("Tailspin Toys, never yet (Nobody)");
      expect(left).not.toContain("Olga");
    } finally {
      await house.change("update person set active = true where id = $1", [ben.id]);
    }
  });

  test("counts as the manager's own only what is, and says once what they stand in for", async () => {
    const { olga, anna, ben } = house.company;
    expect(await list(olga)).not.toContain("You spoke with");
    await gives(await late("Wingtip"), olga);
    await house.change(
      `insert into cover (organisation_id, id, person_id, cover_id, from_on, until_on, made_by, made_at)
       values ($1, gen_random_uuid(), $2, $3, '2026-11-23', '2026-11-30', $3, $4)`,
      [house.company.organisation, anna.id, olga.id, NINE],
    );
    const words = await list(olga);
    expect(words).toContain("You spoke with 0 of 1 customer in time");
    expect(words).toMatch(/^Check-in with Wingtip/m);
    expect(words.split("Anna Kurz: Check-in with Litware")).toHaveLength(2);
    expect(words).toContain("1 check-in or review of your team is due");
    expect(words).toContain("Wingtip, never yet\n");
    expect(ben).toBeDefined();
    await house.change("delete from cover where person_id = $1", [anna.id]);
  });

  test("sums per CSM once there are many", async () => {
    const { olga } = house.company;
    for (const letter of "abcdefghijklmnop") await late(`Many ${letter}`);
    const words = await list(olga);
    expect(words).toMatch(/Anna Kurz has 17\. First: Check-in with \S+/);
    expect(words).toContain("Ben Ito has 1. Check-in with Tailspin Toys");
    expect(words).toMatch(/Anna Kurz: \d+ customers, .+ for the longest time/);
  });
});

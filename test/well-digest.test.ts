import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, fixedDate } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { ids, type TestPerson } from "./helpers/company.ts";
import { wordsOf } from "./helpers/running-app.ts";
import { runSpoken, type SpokenHouse } from "./helpers/spoken-house.ts";

let house: SpokenHouse;
beforeAll(async () => {
  house = await runSpoken();
});
afterAll(() => house.stop());

/** Each story has a week of its own. */
let monday = fixedDate("2026-11-16");
let name = "";
beforeEach(() => {
  monday = addDays(monday, 7);
  name = `Asked ${monday}`;
});

/** @param day of the story's week, Monday is 0 @param time in Berlin, in winter */
const at = async (day: number, time: string): Promise<void> => {
  const now = new Date(`${addDays(monday, day)}T${time}:00+01:00`);
  await house.at(now);
  // Of several minutes that came due, each waits for what the one before it led to.
  while ((await house.rows("select 1 from due where due_at <= $1", [now])).length > 0) await house.app.settle();
};
const digestsAt = async (who: TestPerson, digestAt: string): Promise<void> => {
  await house.submit(who, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt });
  await house.app.settle();
};
const cards = (who: TestPerson): string[] => house.standingWith(who).filter((card) => card.includes(name));
const asks = (who: TestPerson): string[] => cards(who).filter((card) => card.startsWith(`Is all well at ${name}`));
const digests = (who: TestPerson): string[] => cards(who).filter((card) => card.startsWith("Your day"));

/** A complaint is closed at nine on Wednesday, so that somebody is to ask by nine on Friday. */
async function complaintClosed(am: TestPerson): Promise<AccountId> {
  await at(1, "12:00");
  const account = await house.spoken(name, { key: true, am, stage: "value" });
  await at(2, "09:00");
  const closed = new Date(`${addDays(monday, 2)}T08:00:00Z`);
  await house.change(
    `insert into request (organisation_id, id, account_id, kind, text, logged_by, at, response_due_at, state, closed_at)
     values ($1, $2, $3, 'complaint', 'Too slow', $4, $5, $5, 'closed', $5)`,
    [house.company.organisation, ids.next(), account, am.id, closed],
  );
  const details = { kind: "complaint" };
  await house.tell({ kind: "account-touched", account, what: "request-closed", by: am.id, via: "slack", details });
  await at(2, "09:01");
  return account;
}

async function taskAt(account: AccountId): Promise<string> {
  const [task] = await house.rows<{ id: string }>("select id from well_task where account_id = $1", [account]);
  return task?.id ?? "";
}

describe("asking whether all is well", () => {
  test("is in the AM's morning on its day, ticked once it is done, and not in the next", async () => {
    const { marta, anna } = house.company;
    await digestsAt(marta, "08:00");
    const account = await complaintClosed(marta);
    await at(3, "08:00");
    expect(digests(marta)).toEqual([]);
    await at(4, "08:00");
    const [digest = ""] = digests(marta);
    expect(digest).toContain("1 customer to ask whether all is well");
    expect(digest).toContain(`Ask ${name} by`);
    expect(digests(anna).join("\n")).not.toContain("whether all is well");
    const task = await taskAt(account);
    const shown = await house.press(marta, "checkins.well-show", task);
    expect(shown.reply.kind).toBe("private");
    expect(wordsOf(await house.press(house.company.kim, "checkins.well-show", task))).toContain("can't find");
    await house.press(marta, "checkins.well", task);
    await at(4, "08:05");
    expect(digests(marta).at(-1)).toContain("All is well, as they said on");
    await at(7, "08:00");
    expect(digests(marta).filter((card) => card.includes("whether all is well"))).toHaveLength(1);
  });

  test("is in the morning as late as long as nobody has asked", async () => {
    const { marta } = house.company;
    await digestsAt(marta, "08:00");
    await complaintClosed(marta);
    await at(4, "08:00");
    await at(4, "09:00");
    expect(asks(marta)).toHaveLength(2);
    await at(7, "08:00");
    expect(digests(marta).at(-1)).toContain(`Ask ${name} whether all is well: it was due on`);
  });

  test("comes once where the reminder is due in the minute of the digest", async () => {
    const { marta } = house.company;
    await digestsAt(marta, "09:00");
    await complaintClosed(marta);
    expect(asks(marta)).toHaveLength(1);
    await at(4, "09:00");
    expect(digests(marta)).toHaveLength(1);
    expect(asks(marta)).toHaveLength(1);
    await digestsAt(marta, "08:00");
  });

  test("comes once to whom the customer is given before the morning", async () => {
    const { marta, jonas } = house.company;
    await digestsAt(marta, "08:00");
    await digestsAt(jonas, "08:00");
    const account = await complaintClosed(marta);
    await at(3, "20:00");
    await house.change("update slot set person_id = $2 where account_id = $1 and slot = 'am'", [account, jonas.id]);
    const touch = { what: "slot-changed", by: marta.id, via: "slack", details: { slot: "am" } } as const;
    await house.tell({ kind: "account-touched", account, ...touch });
    await at(4, "08:00");
    expect(digests(jonas)).toHaveLength(1);
    expect(digests(jonas).join()).toContain(`Ask ${name} by`);
    expect(asks(jonas)).toEqual([]);
    expect(digests(marta)).toEqual([]);
  });
});

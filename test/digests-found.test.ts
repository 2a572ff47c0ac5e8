import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../src/chat/card.ts";
import type { AccountId, OpportunityId } from "../src/kernel/ids.ts";
import { addContract } from "./helpers/company.ts";
import { type DealHouse, dealsIn } from "./helpers/deal-house.ts";
import { letGrow } from "./helpers/growing.ts";
import { oneService } from "./helpers/one-service.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HEADING = "Found in the figures";

const service = oneService();
let house: DealHouse;
const name = "Tailspin";
let account: AccountId;
beforeEach(async () => {
  house = dealsIn(await service.begin());
  const { ada, marta, organisation } = house.company;
  // Whoever saves settings has the schedules set anew.
  await house.submit(ada, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
  account = await house.account(name, marta);
  await house.app.db.write(organisation, (tx) => addContract(tx, account, { arrMinor: 100_000, seats: 50 }));
  await house.change("insert into metric (organisation_id, name, kind) values ($1, 'seats', 'seats_used')", [
    organisation,
  ]);
  await house.change(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, 'seats', '2026-11-24'::date + n, 46, '2026-11-01', '2026-11-01' from generate_series(-20, 5) n`,
    [organisation, account],
  );
});
afterAll(() => service.stop());

/** Eight o'clock in Berlin, so many days after that Tuesday; all that is due is done. */
async function morning(days: number): Promise<void> {
  house.clock.set(new Date(NINE.getTime() + days * DAY_MS - HOUR_MS));
  await house.app.settle();
}

/** The newest drawing of Anna's newest digest: its words, and what one may press in it, as "name subject". */
function digest(): { readonly words: string; readonly presses: readonly string[] } {
  const { user } = house.company.anna;
  const calls = house.slack.calls.filter(
    ({ target, words }) => target.conversation === user && /^(Your day|Your morning)/.test(words),
  );
  const drawn = calls.findLast(({ ref }) => ref === calls.at(-1)?.ref);
  return { words: drawn?.words ?? "", presses: pressedIn(drawn?.drawn.card) };
}

function pressedIn(card: Card | undefined): string[] {
  const found = JSON.stringify(card ?? {}).matchAll(/"(?:press|opens)":\{"name":"([^"]+)","subject":"([^"]*)"/g);
  return [...found].map(([, press = "", subject = ""]) => `${press} ${subject}`);
}

async function found(): Promise<OpportunityId> {
  const [row] = await house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<{ id: OpportunityId }>("select id from opportunity where account_id = $1", [account]),
  );
  if (!row) throw new Error("nothing was found");
  return row.id;
}

describe("what the figures say of a customer, in the CSM's morning", () => {
  test("is ticked once they said it isn't for them, and asks for nothing any more", async () => {
    const { anna } = house.company;
    await morning(1);
    const id = await found();
    expect(digest().words).toContain(HEADING);
    expect(digest().presses).toContain(`opportunities.answer ${id}`);
    expect(await house.says(anna, "decline", id)).toContain("Noted");
    await house.app.settle();
    expect(digest().words).toMatch(/✓ Withdrawn on .*doesn't see that it helps/);
    expect(digest().presses).not.toContain(`opportunities.answer ${id}`);
  });

  test("is ticked once it was handed over", async () => {
    const { anna, organisation } = house.company;
    await morning(1);
    const id = await found();
    await house.app.db.write(organisation, (tx) => letGrow(tx, account, house.clock.now()));
    const benefit = "The warehouse team waits for logins every Monday.";
    expect(await house.fills(anna, "confirm", id, { benefit })).toContain("Handed to");
    await house.app.settle();
    expect(digest().words).toContain("✓ With Marta Silva, not claimed yet.");
    expect(digest().presses).not.toContain(`opportunities.answer ${id}`);
  });

  test("leaves what stands since the morning before, once it is answered", async () => {
    const { anna } = house.company;
    await morning(1);
    const id = await found();
    await morning(2);
    expect(digest().words).toContain(`As on 2026-11-25: 1 to confirm (${name}).`);
    await house.says(anna, "decline", id);
    await house.app.settle();
    expect(digest().words).not.toContain("to confirm");
  });

  test("asks for no answer while the customer is at risk", async () => {
    const { anna } = house.company;
    await morning(1);
    const id = await found();
    await house.risk(account, true);
    await house.app.settle();
    expect(wordsOf(await house.open(anna, "opportunities.answer", id))).toContain("On hold");
    expect(digest().words).toMatch(/✓ On hold: since .* Tailspin is at risk/);
    expect(digest().presses).not.toContain(`opportunities.answer ${id}`);
  });
});

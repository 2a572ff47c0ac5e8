import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Form, plain } from "../src/chat/card.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, ids } from "./helpers/company.ts";
import { type DealHouse, runDeals, WON } from "./helpers/deal-house.ts";
import { type Growth, letGrow } from "./helpers/growing.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const DAY_MS = 24 * 3_600_000;
const BENEFIT = "The warehouse team waits for logins every Monday morning.";

let house: DealHouse;
let name = "";
let made = 0;
beforeAll(async () => {
  house = await runDeals();
  await house.app.change(house.company.organisation, (context) => context.emit({ kind: "settings-changed" }));
});
afterAll(() => house.stop());
beforeEach(async () => {
  house.clock.set(NINE);
  name = `Spotted ${String(++made)}`;
  await house.change("delete from usage");
  await house.change("delete from metric");
});

async function grows(account: AccountId, growth: Growth = {}): Promise<void> {
  await house.app.db.write(house.company.organisation, (tx) => letGrow(tx, account, NINE, growth));
}

/** 46 of 50 seats in use on each day until that Tuesday. */
async function fills(account: AccountId): Promise<void> {
  const { organisation } = house.company;
  await house.app.db.write(organisation, (tx) => addContract(tx, account, { arrMinor: 100_000, seats: 50 }));
  await house.change(
    "insert into metric (organisation_id, name, kind) values ($1, 'seats', 'seats_used') on conflict do nothing",
    [organisation],
  );
  await house.change(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, $2, 'seats', '2026-11-25'::date - n, 46, '2026-11-24', '2026-11-23' from generate_series(1, 30) n`,
    [organisation, account],
  );
}

interface Opened {
  readonly form: Form;
  readonly words: string;
}

async function opens(account: AccountId): Promise<Opened> {
  const { anna } = house.company;
  const { reply } = await house.open(anna, "opportunities.spot", account);
  if (reply.kind !== "form") throw new Error(wordsOf({ reply } as never));
  const said = (reply.form.intro ?? []).flatMap((block) => {
    if (block.kind === "list") return block.items.map(plain);
    return block.kind === "text" ? [plain(block.text)] : [];
  });
  return { form: reply.form, words: said.join("\n") };
}

const initialOf = ({ form }: Opened, field: string): string | undefined => {
  const found = form.fields.find((each) => each.name === field);
  return found && "initial" in found ? found.initial : undefined;
};

describe("before a word is typed, the form of an own idea says", () => {
  test("each leg of the gate with its figures, and that it passes with a benefit", async () => {
    const account = await house.account(name, house.company.marta);
    await grows(account);
    const { words } = await opens(account);
    expect(words).toContain("Use is up: +22%");
    expect(words).toMatch(/The goal .* was met on/);
    expect(words).toContain("So it passes once you say which problem it solves");
    expect(words).not.toMatch(/at risk|recommend/);
  });

  test("what would refuse it, and then it is refused for just that", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    await grows(account, { change: -0.1 });
    const { words } = await opens(account);
    expect(words).toContain("Use isn't up: -9.5%");
    expect(words).toContain("So it would not pass today.");
    const said = await house.submit(anna, "opportunities.spot", account, {
      product: "more seats",
      benefit: BENEFIT,
      word: "yes",
    });
    expect(wordsOf(said)).toContain("Use isn't up: -9.5%");
  });

  test("that a manager decides where too little is known", async () => {
    const account = await house.account(name, house.company.marta);
    await grows(account, { days: 40, met: false });
    const { words } = await opens(account);
    expect(words).toContain("days of data 40, needed 112");
    expect(words).toContain("No goal or outcome is measured");
    expect(words).toContain("so after your word a manager decides");
  });

  test("since when and why they are at risk, and that it may be written down all the same", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    await grows(account);
    await house.risk(account, true);
    await house.change("update risk_state set causes = '{notice,escalation}' where account_id = $1", [account]);
    const { words } = await opens(account);
    expect(words).toMatch(/has been at risk since .*: notice is running and an escalated ticket is open\./);
    expect(words).toContain("You can write it down all the same: it is on hold");
    const said = await house.submit(anna, "opportunities.spot", account, {
      product: "more seats",
      benefit: BENEFIT,
      word: "yes",
    });
    expect(wordsOf(said)).toContain("On hold");
  });

  test("that the gate refuses it where they are at risk as well, and nothing of a hold", async () => {
    const account = await house.account(name, house.company.marta);
    await grows(account, { change: -0.1 });
    await house.risk(account, true);
    const { words } = await opens(account);
    expect(words).toContain("So it would not pass today.");
    expect(words).toContain("has been at risk since");
    expect(words).not.toContain("on hold");
  });

  test("that detractors hold it, and not that they are at risk", async () => {
    const { marta, organisation } = house.company;
    const account = await house.account(name, marta);
    await grows(account);
    const contact = ids.next<"contact">();
    await house.change(
      `insert into contact (organisation_id, id, account_id, name, role, source, added_at, changed_at)
       values ($1, $2, $3, 'Dana Vogt', 'champion', 'csv', $4, $4)`,
      [organisation, contact, account, NINE],
    );
    await house.change(
      "insert into open_detractor (organisation_id, account_id, contact_id, since) values ($1, $2, $3, $4)",
      [organisation, account, contact, NINE],
    );
    const { words } = await opens(account);
    expect(words).toContain("would not recommend us");
    expect(words).not.toContain("at risk");
  });

  test("what the figures found, with its name in the field in the reader's language", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    const nothing = await opens(account);
    expect(initialOf(nothing, "product")).toBeUndefined();
    await fills(account);
    const opened = await opens(account);
    expect(initialOf(opened, "product")).toBe("More seats");
    expect(opened.words).toContain("46 of 50 seats in use");
    expect(initialOf(opened, "benefit")).toBeUndefined();
    await house.submit(anna, "settings.mine", "", { locale: "de", zone: "Europe/Berlin", digestAt: "08:00" });
    const german = await opens(account);
    expect(initialOf(german, "product")).toBe("Mehr Plätze");
    expect(german.words).not.toMatch(/seats|risk|gate/i);
    await house.submit(anna, "settings.mine", "", { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" });
  });

  test("nothing of what its CSM has just declined, or was just sold, whatever it was called, until that is 90 days ago", async () => {
    const { anna, marta } = house.company;
    const declined = await house.account(`${name} declined`, marta);
    const sold = await house.account(`${name} sold`, marta);
    const spotted = await house.spot(declined, "Mehr Plätze");
    await house.change("update opportunity set stage = 'spotted', confirmed_by = null where id = $1", [spotted]);
    expect(await house.says(anna, "decline", spotted)).toContain("is closed");
    const won = await house.spot(sold, "more seats");
    await house.says(marta, "claim", won);
    expect(await house.fills(marta, "win", won, WON)).toContain("Congratulations");
    await house.says(anna, "accept", won);
    await house.change("delete from usage");
    await fills(declined);
    expect(initialOf(await opens(declined), "product")).toBeUndefined();
    expect((await opens(declined)).words).not.toContain("46 of 50");
    await fills(sold);
    expect(initialOf(await opens(sold), "product")).toBeUndefined();
    await house.change("update opportunity set closed_at = closed_at - interval '91 days' where id = any($1)", [
      [spotted, won],
    ]);
    expect(initialOf(await opens(declined), "product")).toBe("More seats");
    expect(initialOf(await opens(sold), "product")).toBe("More seats");
  });

  test("what the figures found, which stays ours and so is read in every language", async () => {
    const { anna, marta, organisation } = house.company;
    const reads = (locale: string): Promise<unknown> =>
      house.submit(anna, "settings.mine", "", { locale, zone: "Europe/Berlin", digestAt: "08:00" });
    const account = await house.account(name, marta);
    await grows(account);
    await house.change(
      `insert into metric (organisation_id, name, kind, label, limit_value) values ($1, 'api', 'limit_used', 'API calls', 1000)`,
      [organisation],
    );
    await house.change(
      `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
       values ($1, $2, 'api', '2026-11-23', 950, '2026-11-24', '2026-11-23')`,
      [organisation, account],
    );
    await reads("de");
    const product = initialOf(await opens(account), "product");
    expect(product).toBe("Höheres Limit für API calls");
    await house.submit(anna, "opportunities.spot", account, { product: product ?? "", benefit: BENEFIT, word: "yes" });
    await reads("en");
    await house.app.settle();
    expect(house.standingWith(anna).at(-1)).toContain("Higher limit for API calls");
  });

  test("nothing of it to who isn't its CSM", async () => {
    const { marta } = house.company;
    const account = await house.account(name, marta);
    await fills(account);
    const { reply } = await house.open(marta, "opportunities.spot", account);
    expect(reply.kind).toBe("done");
    expect(JSON.stringify(reply)).not.toMatch(/46|gate/);
  });
});

describe("what the rules found, in the morning's digest", () => {
  test("can be turned down in the form that its line opens, and says so", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    await fills(account);
    house.clock.set(new Date(NINE.getTime() + DAY_MS - 3_600_000));
    await house.app.settle();
    const digest = house.slack.calls.findLast(
      ({ target, words }) => target.conversation === anna.user && words.includes("Found in the figures"),
    );
    expect(digest?.words).toContain("confirm it, or say it isn't for them");
    expect(digest?.words).toContain(`${name}, More seats: 46 of 50 seats in use`);
    const [, id = ""] =
      /"label":\["Answer"\],"opens":\{"name":"opportunities.answer","subject":"([^"]+)"/.exec(
        JSON.stringify(digest?.drawn.card),
      ) ?? [];
    const { reply } = await house.open(anna, "opportunities.answer", id);
    expect(JSON.stringify(reply)).toContain("Not for them");
    const fromCard = await house.open(anna, "opportunities.confirm", id);
    expect(JSON.stringify(fromCard.reply)).not.toContain("Is it for them?");
    expect(await house.fills(anna, "answer", id as never, { word: "no", benefit: "" })).toContain(
      "is closed, and I leave it alone for 90 days",
    );
    expect((await house.offer(id as never)).opportunity).toMatchObject({ stage: "withdrawn", confirmed: undefined });
    await house.app.settle();
    expect(house.standingWith(anna).join()).toMatch(/✓ Withdrawn on .*doesn.t see that it helps/);
  });

  test("confirmed there without a benefit, it asks for one", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    await fills(account);
    const id = await house.spot(account, "dashboards");
    await house.change(
      "update opportunity set stage = 'spotted', confirmed_by = null, confirmed_at = null where id = $1",
      [id],
    );
    expect(await house.fills(anna, "answer", id, { word: "yes", benefit: "" })).toContain("at least 30 are needed");
    expect((await house.offer(id)).opportunity.stage).toBe("spotted");
  });
});

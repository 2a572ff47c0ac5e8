import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Card } from "../src/chat/card.ts";
import type { TestPerson } from "./helpers/company.ts";
import { type DealHouse, dealsIn } from "./helpers/deal-house.ts";
import { oneService } from "./helpers/one-service.ts";
import { NINE, wordsOf } from "./helpers/running-app.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const service = oneService();
let house: DealHouse;
const name = "Tailspin";
beforeEach(async () => {
  house = dealsIn(await service.begin());
  // Whoever saves settings has the schedules set anew.
  await house.submit(house.company.ada, "settings.mine", "", {
    locale: "en",
    zone: "Europe/Berlin",
    digestAt: "08:00",
  });
});
afterAll(() => service.stop());

/** Eight o'clock in Berlin, so many days after that Tuesday; all that is due is done. */
async function morning(days: number): Promise<void> {
  house.clock.set(new Date(NINE.getTime() + days * DAY_MS - HOUR_MS));
  await house.app.settle();
}

interface Digest {
  readonly words: string;
  /** what one may press in it, as "name subject" */
  readonly presses: readonly string[];
}

/** The newest drawing of somebody's newest digest. */
function digestOf(who: TestPerson): Digest {
  const digests = house.slack.calls.filter(
    ({ target, words }) =>
      target.conversation === who.user && /^(Your day|Your morning|Good morning|Your team)/.test(words),
  );
  const ref = digests.at(-1)?.ref;
  const drawn = digests.findLast((each) => each.ref === ref);
  const pressed = pressedIn(drawn?.drawn.card);
  return { words: drawn?.words ?? "", presses: pressed };
}

function pressedIn(card: Card | undefined): string[] {
  const found = JSON.stringify(card ?? {}).matchAll(/"(?:press|opens)":\{"name":"([^"]+)","subject":"([^"]*)"/g);
  return [...found].map(([, press = "", subject = ""]) => `${press} ${subject}`);
}

const sold = () => house.sold(name);

describe("in the morning after a sale", () => {
  test("its CSM reads what waits, presses the one step, and the line is ticked where it stands", async () => {
    const { anna } = house.company;
    const { id } = await sold();
    await morning(1);
    const before = digestOf(anna);
    expect(before.words).toMatch(/1 handover/);
    expect(before.words).toContain(`${name}, more seats: accept what was sold, or ask back.`);
    expect(before.presses).toContain(`opportunities.accept ${id}`);
    const posts = house.slack.calls.length;
    expect(await house.says(anna, "accept", id)).toContain("is yours now");
    await house.app.settle();
    const after = digestOf(anna);
    expect(after.words).toContain("Anna Kurz took it over");
    expect(after.presses).not.toContain(`opportunities.accept ${id}`);
    const again = house.slack.calls.slice(posts).filter(({ words }) => words.startsWith(before.words.slice(0, 8)));
    expect(again.map(({ call }) => call)).not.toContain("send");
    expect(after.words).not.toMatch(/9,000|9000/);
  });

  test("what is asked back goes from the CSM's line to the AM's, whose step is the answer", async () => {
    const { anna, marta } = house.company;
    const { id } = await sold();
    await morning(1);
    expect(await house.fills(anna, "ask-back", id, { question: "Who at theirs knows?" })).toContain("Marta Silva");
    await house.app.settle();
    expect(digestOf(anna).words).toContain("asked back; the answer is awaited");
    await morning(2);
    const ofMarta = digestOf(marta);
    expect(ofMarta.words).toContain(`${name}, more seats: the Customer Success Manager waits for your answer.`);
    expect(ofMarta.presses).toContain(`opportunities.answer-back ${id}`);
    expect(await house.fills(marta, "answer-back", id, { answer: "Dana does." })).toContain("can take over");
    await house.app.settle();
    expect(digestOf(marta).words).toContain("answered");
    expect(digestOf(marta).presses).not.toContain(`opportunities.answer-back ${id}`);
  });

  test("who leads reads what waits too long, and for whom", async () => {
    const { olga, anna } = house.company;
    const { id, account } = await sold();
    await house.hours(8);
    await morning(1);
    const before = digestOf(olga);
    expect(before.words).toContain(`${name}, more seats: the handover waits too long for Anna Kurz.`);
    expect(before.presses).toContain(`accounts.open ${account}`);
    expect(before.presses).not.toContain(`opportunities.accept ${id}`);
    await house.says(anna, "accept", id);
    await house.app.settle();
    expect(digestOf(olga).words).toContain("Anna Kurz took it over");
  });

  test("of what a customer's leaving ended the line says so", async () => {
    const { anna } = house.company;
    const { account, id } = await sold();
    await morning(1);
    await house.change("update account set lifecycle_stage = 'churned' where id = $1", [account]);
    const what = "stage-changed";
    await house.tell({ kind: "account-touched", account, what, by: undefined, via: "import", details: {} });
    await house.app.settle();
    expect(digestOf(anna).words).toMatch(/Withdrawn on .*: the customer left/);
    expect(digestOf(anna).presses).not.toContain(`opportunities.accept ${id}`);
  });
});

describe("an onboarding", () => {
  test("that is behind its plan is in its CSM's morning, and ticked when the milestone is done or moved", async () => {
    const { anna, marta } = house.company;
    const account = await house.account(name, marta);
    await house.submit(anna, "checkins.start", account, { product: "basics" });
    const [row] = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ id: string }>("select id from onboarding where account_id = $1", [account]),
    );
    const plan = row?.id ?? "";
    await morning(15);
    const before = digestOf(anna);
    expect(before.words).toMatch(/1 (late )?onboarding/);
    expect(before.words).toMatch(new RegExp(`Kick-off.*${name}|${name}.*[Kk]ick-off`));
    expect(before.presses).toContain(`checkins.show ${account}`);
    const on = { on: "2026-12-08" };
    expect(wordsOf(await house.submit(anna, "checkins.kick-off-done", plan, on))).toContain("Noted");
    await house.app.settle();
    expect(digestOf(anna).presses).not.toContain(`checkins.show ${account}`);
  });
});

describe("90 days after a sale", () => {
  test("who leads reads what it brought, in a line of its own", async () => {
    const { anna, olga } = house.company;
    const { account, id } = await sold();
    await house.says(anna, "accept", id);
    house.clock.set(new Date(NINE.getTime() + 90 * DAY_MS));
    await house.app.settle();
    await morning(91);
    const { words, presses } = digestOf(olga);
    expect(words).toMatch(/1 measured benefit/);
    expect(words).toContain(`${name}, more seats, benefit 90 days after the sale: no data.`);
    expect(presses).toContain(`accounts.open ${account}`);
    expect(words).not.toMatch(/9,000|9000/);
  });

  test("a plan that ends after what was promised says so with both days, on its card and in the morning, until it is moved", async () => {
    const { anna } = house.company;
    const { account, id } = await sold();
    await house.says(anna, "accept", id);
    await house.hours(1);
    expect(house.told(anna, "Onboarding")).not.toContain("Promised until");
    await house.change("update opportunity_handover set promised_on = '2026-12-01' where opportunity_id = $1", [id]);
    const shown = async () => wordsOf(await house.press(anna, "checkins.show", account));
    expect(await shown()).toMatch(/Promised until 2026-12-01, planned for 20\d\d-\d\d-\d\d: plan it earlier/);
    await morning(1);
    expect(digestOf(anna).words).toMatch(
      /Tailspin was promised the result until 2026-12-01, and the plan ends on 20\d\d-\d\d-\d\d/,
    );
    const plans = await house.app.db.read(house.company.organisation, (tx) =>
      tx.rows<{ id: string }>("select id from onboarding where account_id = $1", [account]),
    );
    await house.submit(anna, "checkins.first-value-move", plans[0]?.id ?? "", { on: "2026-12-01" });
    await house.app.settle();
    expect(await shown()).not.toContain("Promised until");
    expect(digestOf(anna).words).toMatch(/Tailspin was promised the result[^\n]*✓/);
  });
});

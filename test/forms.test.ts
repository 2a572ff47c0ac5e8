import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFeatures } from "../src/features/index.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { addContract, ids } from "./helpers/company.ts";
import { feedbackIn, type FeedbackHouse } from "./helpers/feedback-house.ts";
import { type RunningApp, wordsOf } from "./helpers/running-app.ts";
import { runSurveys } from "./helpers/survey-house.ts";

const FORMS = createFeatures().flatMap(({ name, forms = {} }) =>
  Object.entries(forms).map(([form, { about = "id" }]) => ({ form: `${name}.${form}`, about })),
);
/** Of these, what they are about comes to be in a longer story; here they only say why not. */
const LATER: ReadonlySet<string> = new Set([
  "accounts.note-which",
  "accounts.pull-in",
  "risk.close",
  "opportunities.pass",
  "opportunities.snooze",
  "opportunities.release",
  "opportunities.win",
  "opportunities.continue",
  "opportunities.ask-back",
  "opportunities.answer-back",
  "nps.why",
  "nps.favour",
  "nps.referral",
  "requests.respond",
  "content.send",
  "plans.ask",
  "plans.say",
  "cadence.move",
  "cadence.met",
  "cadence.note",
]);
const EACH_TABLE = 3;

let running: RunningApp;
let house: FeedbackHouse;
beforeAll(async () => {
  running = await runSurveys();
  house = await feedbackIn(running);
  await lived();
}, 60_000);
afterAll(() => running.stop());

/** Thursday at noon: of most things that a form is about, one is open. */
async function lived(): Promise<void> {
  const { company } = house;
  const { anna, ben, kim, marta, olga, northwind, contoso, adatum, organisation } = company;
  await house.change((tx) => addContract(tx, northwind, { arrMinor: 4_800_000, renewsOn: "2027-01-20" }));
  await house.commented("Dana Vogt", "Search is slow on Mondays.");
  const said = { product: "-", words: "Search is slow on Mondays." };
  await house.submit(anna, "feedback.give", northwind, { ...said, theme: "speed" });
  await house.inChannel(kim).submit("feedback.ship", await house.item(), { note: "Search is fast." });
  await house.submit(ben, "feedback.give", contoso, { ...said, theme: "features" });
  await house.submit(anna, "opportunities.spot", northwind, {
    product: "more seats",
    benefit: "The warehouse team waits for logins every Monday morning.",
    word: "yes",
  });
  await house.submit(anna, "promises.make", northwind, { words: "A faster export", due: "2026-12-01", owner: anna.id });
  await house.submit(anna, "plans.add", northwind, { name: "Faster invoices", on: "2027-03-31", owner: anna.id });
  await house.submit(olga, "checkins.template", "", {
    ...{ product: "basics", "kick-off": "3", "go-live": "20", "first-value": "40" },
  });
  await house.submit(anna, "checkins.start", adatum, { product: "basics" });
  await house.submit(anna, "nps.campaign", "", { name: "Next", on: "2027-01-12", tier: "all", whom: "everybody" });
  await house.change(async (tx) => {
    const [contract] = await tx.rows<{ id: string }>("select id from contract where account_id = $1", [northwind]);
    await tx.rows(
      `insert into renewal (organisation_id, id, account_id, contract_id, kind, due_on, state, opened_at, told, terms_owner_id)
       values ($1, $2, $3, $4, 'term', '2027-01-20', 'open', $5, 'terms', $6)`,
      [organisation, ids.next(), northwind, contract?.id, new Date("2026-11-24T08:00:00Z"), marta.id],
    );
    await tx.rows(
      `insert into value_summary (organisation_id, id, account_id, quarter, drafted_at, owner_id, state)
       select $1, $2, c.account_id, '2026-Q3', $3, $4, 'drafted' from contact c order by c.name limit 1`,
      [organisation, ids.next(), new Date("2026-11-24T08:00:00Z"), anna.id],
    );
    await tx.rows(
      `insert into touchpoint (organisation_id, id, account_id, kind, state, planned_at, owner_id, origin, made_at)
       values ($1, $2, $3, 'check-in', 'planned', $4, $5, 'person', $4)`,
      [organisation, ids.next(), northwind, new Date("2026-11-27T08:00:00Z"), anna.id],
    );
    await tx.rows(
      "insert into risk_case (organisation_id, id, account_id, state, causes, opened_at, waiting_since) values ($1, $2, $3, 'open', '{score}', $4, $4)",
      [organisation, ids.next(), contoso, new Date("2026-11-24T08:00:00Z")],
    );
    await tx.rows(
      `insert into question (organisation_id, id, account_id, slot, asker_id, askee_id, question, asked_at, state)
       values ($1, $2, $3, 'csm', $4, $5, 'How are they?', $6, 'open')`,
      [organisation, ids.next(), northwind, marta.id, anna.id, new Date("2026-11-24T08:00:00Z")],
    );
    await tx.rows(
      `insert into request (organisation_id, id, account_id, kind, text, terms, discount_percent, logged_by, at, owner_id,
                            response_due_at, state)
       values ($1, $2, $3, 'commercial', 'They want a longer term.', 'three years', 12, $4, $5, $4, $5, 'open')`,
      [organisation, ids.next(), northwind, marta.id, new Date("2026-11-24T08:00:00Z")],
    );
    const [danas] = await tx.rows<{ id: AccountId }>("select account_id as id from contact where name = 'Dana Vogt'");
    await exchange(tx, "asked", northwind, adatum);
    await exchange(tx, "open", danas?.id ?? contoso, contoso);
  });
  await house.change(async (tx) => {
    const [meeting, at] = [ids.next(), new Date("2026-11-24T09:00:00Z")];
    await tx.rows(
      `insert into person_calendar (organisation_id, person_id, key_id, sealed, version, host, set_at)
       values ($1, $2, 'none', '', $3, 'calendar.google.com', $4)`,
      [organisation, anna.id, ids.next(), at],
    );
    await tx.rows(
      `insert into meeting_seen (organisation_id, id, person_id, event_hmac, title, starts_at, ends_at, seen_at)
       values ($1, $2, $3, 'hmac', 'Review', $4, $4, $4)`,
      [organisation, meeting, anna.id, at],
    );
    await tx.rows(
      `insert into meeting_seen_contact (organisation_id, meeting_id, contact_id)
       select $1, $2, id from contact`,
      [organisation, meeting],
    );
  });
  await house.app.change(organisation, ({ emit }) => emit({ kind: "settings-changed" }));
  await house.app.settle();
  await house.at("2026-11-26T12:00:00Z");
}

async function exchange(tx: Tx, state: "asked" | "open", learns: AccountId, shares: AccountId): Promise<void> {
  const id = ids.next();
  await tx.rows(
    `insert into peer_exchange (organisation_id, id, because, feature, state, proposed_by, proposed_at, since)
     values ($1, $2, 'feature', 'scan', $3, $4, $5, $5)`,
    [tx.organisation, id, state, house.company.anna.id, new Date("2026-11-24T08:00:00Z")],
  );
  for (const [part, account] of Object.entries({ learns, shares })) {
    await tx.rows(
      "insert into peer_side (organisation_id, id, exchange_id, account_id, part) values ($1, $2, $3, $4, $5)",
      [tx.organisation, ids.next(), id, account, part],
    );
  }
}

/** Ids of whatever there is, some of each kind. */
async function subjects(): Promise<string[]> {
  const tables = await house.rows<{ name: string }>(
    `select t.table_name as name from information_schema.columns t
      where t.table_schema = 'public' and t.column_name = 'id' and t.udt_name = 'uuid'
        and exists (select from information_schema.columns o where o.table_schema = 'public'
                     and o.table_name = t.table_name and o.column_name = 'organisation_id')
      order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await house.rows<{ id: string }>(
      `select id from "${name}" order by id desc limit ${String(EACH_TABLE)}`,
    );
    found.push(...rows.map(({ id }) => id));
  }
  return [...new Set(found)];
}

describe("every form that a slice declares", () => {
  test("opens or says why not, whoever opens it on whatever there is: who only looks holds nothing and writes nothing", async () => {
    const { anna, marta, olga, ada, kim } = house.company;
    const some = await subjects();
    const opened = new Set<string>();
    const broken = new Set<string>();
    for (const { form, about } of FORMS) {
      const these = about === "nothing" ? [""] : about === "instant" ? ["2026-11-25T09:00:00.000Z"] : some;
      for (const subject of these) {
        for (const who of LATER.has(form) ? [anna, marta] : [anna, marta, olga, ada, kim]) {
          if (opened.has(form)) continue;
          const from = who === kim ? house.inChannel(kim) : undefined;
          const answer = from ? await from.open(form, subject) : await house.open(who, form, subject);
          if (answer.reply.kind === "form") opened.add(form);
          if (wordsOf(answer).includes("wrong on my side")) broken.add(form);
        }
      }
    }
    expect([...broken]).toEqual([]);
    expect(FORMS.flatMap(({ form }) => (opened.has(form) || LATER.has(form) ? [] : [form]))).toEqual([]);
  }, 120_000);
});

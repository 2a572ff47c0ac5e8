import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { fieldId } from "../src/chat/teams/render-form.ts";
import { readConfig } from "../src/config.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import { type Company, mintCompany } from "./helpers/company.ts";
import { createTally, RUNS, SOME_STRINGS, STRINGS } from "./helpers/corpus.ts";
import { MALFORMED, mutations, VALUES } from "./helpers/corpus/bodies.ts";
import { readCard } from "./helpers/adaptive-cards.ts";
import { testDatabase } from "./helpers/database.ts";
import { type FakeTeams, startFakeTeams } from "./helpers/fake-teams.ts";
import { NINE } from "./helpers/running-app.ts";
import {
  executed,
  opens,
  submittedByMessage,
  submittedInDialog,
  typed,
  type TeamsWho,
} from "./helpers/teams-activity.ts";

/** A tenant's thirty calls a second hold for a flood of answers too. */
const PATIENT_MS = 20_000;
const EVERY = RUNS > 1000 ? 1 : 24;
/** For what costs several requests a text. */
const TEXTS = STRINGS.filter((_, at) => EVERY === 1 || at % 6 === 0);
const ANNA: TeamsWho = { id: "29:anna", name: "Anna Kurz", aadObjectId: "anna-object" };
const tally = createTally("Teams");

let app: App;
let teams: FakeTeams;
let company: Company;
let from: { who: TeamsWho; where: { kind: "personal"; conversation: string; tenant: string }; serviceUrl: string };
let made = 0;

beforeAll(async () => {
  const { db } = await testDatabase();
  company = await mintCompany(db);
  teams = await startFakeTeams({ enforceRates: false });
  const config = readConfig({ PORT: "0", LOG_LEVEL: "silent", TEAMS_LOCAL: "1" });
  const tenant = config.teams?.tenant ?? "";
  teams.addTenant({ id: tenant });
  teams.addUser(tenant, { ...ANNA, email: "anna.kurz@tandem.example" });
  app = await createApp({ config, db, clock: createMovableClock(NINE), wall: wallClock });
  await app.start({ tick: false });
  const where = { kind: "personal", conversation: teams.conversationOf(ANNA.id), tenant } as const;
  from = { who: ANNA, where, serviceUrl: teams.serviceUrl };
}, 120_000);
afterAll(async () => {
  await app.stop();
  await teams.stop();
  console.log(tally.line());
});

/** Whatever was tried, the next person is answered, and what stands does nothing by itself. */
afterEach(async () => {
  const { conversation } = from.where;
  const before = teams.standing(conversation).length;
  expect((await arrive(typed("account Northwind GmbH", next()))).status).toBe(200);
  await expect
    .poll(() => JSON.stringify(teams.standing(conversation).slice(before)), { timeout: PATIENT_MS })
    .toContain("Northwind GmbH");
  for (const { activity } of teams.standing(conversation)) expectHarmless(cardIn(activity), "what stands");
  expect(Object.keys(Object.prototype)).toEqual([]);
});

function next(): typeof from & { readonly id: string } {
  return { ...from, id: `activity-${String(++made)}` };
}

async function arrive(payload: object | string): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { "content-type": "application/json" };
  const response = await app.server.inject({ method: "POST", url: "/api/messages", payload, headers });
  return { status: response.statusCode, body: response.body === "" ? undefined : response.json() };
}

function cardIn(activity: object): unknown {
  return (activity as { attachments: { content: unknown }[] }).attachments[0]?.content;
}

function expectHarmless(card: unknown, what: string): void {
  const { live, faults } = readCard(card);
  expect(
    [...faults, ...live.filter((each) => !/^(<at>Anna Kurz|<at>Marta Silva|<at>Ben Ito|\{\{)/.test(each))],
    what,
  ).toEqual([]);
}

/** A card in its place or in a dialog, if the answer has one. */
function expectHarmlessAnswer(body: unknown, what: string): void {
  const { value, task } = (body ?? {}) as { value?: unknown; task?: { value?: { card?: { content?: unknown } } } };
  if (typeof value === "object" && value !== null) expectHarmless(value, what);
  if (task?.value?.card) expectHarmless(task.value.card.content, what);
}

async function hears(activity: object, what: string): Promise<unknown> {
  const { status, body } = await arrive(activity);
  expect([status, what]).toEqual([200, what]);
  expectHarmlessAnswer(body, what);
  tally.count("activities", 2);
  return body;
}

test("every text that is typed is answered", { timeout: 120_000 }, async () => {
  for (const text of STRINGS.filter((_, at) => EVERY === 1 || at % 3 === 0)) {
    await hears(typed(`account ${text}`, next()), text);
    await hears(typed(text, next()), text);
  }
});

test("every text as a button's verb, its subject or its choice is out of date at worst", async () => {
  const replyToId = "1795500000001";
  for (const text of TEXTS) {
    const card = (): ReturnType<typeof next> & { replyToId: string } => ({ ...next(), replyToId });
    await hears(executed(text, { v: 1, id: text }, card()), text);
    await hears(executed(`opportunities.claim:${text}`, { v: 1, id: text }, card()), text);
    await hears(
      executed(`accounts.open:${company.northwind}`, { v: 1, id: company.northwind, "choice:0.0": text }, card()),
      text,
    );
    await hears(opens({ verb: `open:${text}`, v: 1, id: text }, card()), text);
    await hears(submittedByMessage({ verb: text, v: text, id: 1 }, card()), text);
  }
});

/** Fills in the form for an account. @param word "no": it comes back with what was typed */
async function spot(text: string, word: "yes" | "no", more: object = {}): Promise<void> {
  const form = { v: 1, form: "opportunities.spot", id: company.adatum };
  const opening = { verb: `open:${form.form}:${form.id}`, v: 1, id: form.id };
  const opened = JSON.stringify(await hears(opens(opening, { ...next(), replyToId: "1" }), text));
  const origin: unknown = JSON.parse(/"origin":(\{[^}]*\})/.exec(opened)?.[1] ?? "null");
  expect(origin, "the form opens").not.toBeNull();
  const benefit = `${text} in thirty letters or some more`;
  const fields = { [fieldId("product")]: text, [fieldId("benefit")]: benefit, [fieldId("word")]: word };
  await hears(submittedInDialog({ verb: "submit", ...form, origin, ...fields, ...more }, next()), text);
}

test("every text in a form's field comes back as it was typed, or stands as it is", { timeout: 120_000 }, async () => {
  for (const text of TEXTS) await spot(text, "no");
  for (const text of SOME_STRINGS.filter((_, at) => at % EVERY === 0)) {
    await spot(text, "yes");
    await spot(text, "yes", { origin: text });
  }
  await app.settle();
});

test("every text in the envelope is refused or heard, and never fails", { timeout: 120_000 }, async () => {
  const press = executed("opportunities.claim:x", { v: 1, id: "x" }, { ...next(), replyToId: "1" });
  const all = [...mutations(press, [...VALUES, ...SOME_STRINGS])].filter((_, at) => at % EVERY === 0);
  for (const { path, body: payload } of all) {
    const { status, body } = await arrive(JSON.stringify(payload));
    expect([200, 401, 403], path).toContain(status);
    expectHarmlessAnswer(body, path);
    tally.count("envelopes");
  }
});

test("what is no activity is nobody's", async () => {
  for (const { what, body } of MALFORMED) {
    const { status } = await arrive(body.toString());
    expect([401, 413], what).toContain(status);
    tally.count("bodies");
  }
});

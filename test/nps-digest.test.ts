import { afterAll, beforeEach, expect, test } from "vitest";
import type { TestPerson } from "./helpers/company.ts";
import { type Respondent, type SurveyHouse, surveyService } from "./helpers/survey-house.ts";

const TUESDAY = "2026-11-24T08:00:00Z";

const service = surveyService();
let house: SurveyHouse;
beforeEach(async () => {
  house = await service.begin();
  // Whoever saves settings has the schedules set anew.
  const mine = { locale: "en", zone: "Europe/Berlin", digestAt: "08:00" };
  for (const who of [house.company.anna, house.company.olga]) await house.submit(who, "settings.mine", "", mine);
  await house.at(TUESDAY);
});
afterAll(() => service.stop());

/** The newest drawing of somebody's newest digest. */
function digestOf(who: TestPerson): string {
  const digests = house.slack.calls.filter(
    ({ target, words }) =>
      target.conversation === who.user && /^(Your day|Your morning|Good morning|Your team)/.test(words),
  );
  const ref = digests.at(-1)?.ref;
  return digests.findLast((each) => each.ref === ref)?.words ?? "";
}
/** Some people who are all asked by the last afternoon of the wave. */
async function asked(...names: readonly string[]): Promise<ReadonlyMap<string, Respondent>> {
  const people = new Map<string, Respondent>();
  for (const name of names) people.set(name, await house.respondent(name));
  await house.campaign();
  await house.at("2026-12-01T14:59:30Z");
  return people;
}
async function answer(who: Respondent | undefined, score: string): Promise<void> {
  if (who) await house.follow(await house.link(who.contact), { do: "score", score });
}

test("a CSM reads in the morning whom to call by when, whom to ask for a favour, and how many answered", async () => {
  const people = await asked("Dana", "Erik", "Nora");
  await answer(people.get("Dana"), "3");
  await answer(people.get("Erik"), "10");
  await answer(people.get("Nora"), "8");
  await house.at("2026-12-02T07:00:00Z");
  const words = digestOf(house.company.anna);
  expect(words).toContain("Dana of Dana Ltd gave 3 of 10 and was promised a call by 2026-12-03.");
  expect(words).toContain("Erik of Erik Ltd gave 10 of 10: thank them");
  expect(words).toContain("3 answers: 1 would recommend us, 1 in between, 1 wouldn't.");
  expect(words).not.toContain("Nora of");
});

test("a call that was made is ticked where it stands", async () => {
  const people = await asked("Dana");
  const dana = people.get("Dana");
  await answer(dana, "3");
  await house.at("2026-12-02T07:00:00Z");
  expect(digestOf(house.company.anna)).not.toContain("Anna Kurz spoke with Dana");
  const logged = {
    ...{ contact: dana?.contact ?? "", kind: "call", direction: "out", proactive: "no", visibility: "internal" },
    ...{ on: "2026-12-02", at: "08:00", said: "Spoke with her" },
  };
  await house.submit(house.company.anna, "accounts.log", dana?.account ?? "", logged);
  await house.at("2026-12-02T07:10:00Z");
  expect(digestOf(house.company.anna)).toContain("Anna Kurz spoke with Dana");
});

test("a call that is late says by how many days, and comes before those that aren't", async () => {
  const people = await asked("Dana", "Erik");
  await answer(people.get("Erik"), "2");
  await house.at("2026-12-04T10:00:00Z");
  await answer(people.get("Dana"), "3");
  await house.at("2026-12-05T07:00:00Z");
  await house.at("2026-12-07T07:00:00Z");
  const words = digestOf(house.company.anna);
  expect(words).toContain("Erik of Erik Ltd gave 2 of 10 and was promised a call by 2026-12-03: 4 days late.");
  expect(words).toContain("Dana of Dana Ltd gave 3 of 10 and was promised a call by 2026-12-08.");
  expect(words.indexOf("Erik of")).toBeLessThan(words.indexOf("Dana of"));
});

test("a manager reads of a call that nobody made, and of none before", async () => {
  const people = await asked("Dana");
  await answer(people.get("Dana"), "0");
  await house.at("2026-12-02T07:00:00Z");
  expect(digestOf(house.company.olga)).not.toContain("Dana");
  await house.at("2026-12-03T16:00:00Z");
  await house.at("2026-12-04T07:00:00Z");
  expect(digestOf(house.company.olga)).toContain("Dana of Dana Ltd gave 0 of 10; Anna Kurz was to call by 2026-12-03.");
});

test("where nobody answered nothing is said of it", async () => {
  await asked("Dana");
  await house.at("2026-12-02T07:00:00Z");
  for (const who of [house.company.anna, house.company.olga]) {
    expect(digestOf(who)).not.toMatch(/recommend|reference|answers/);
  }
});

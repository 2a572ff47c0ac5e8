import { afterAll, beforeAll, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import type { OpportunityId } from "../src/kernel/ids.ts";
import { type DealHouse, runDeals, WON } from "./helpers/deal-house.ts";

let house: DealHouse;
beforeAll(async () => {
  house = await runDeals();
});
afterAll(() => house.stop());

interface Kept {
  readonly action: string;
  readonly person_id: string | null;
  readonly details: object;
}

async function kept(id: OpportunityId): Promise<Kept[]> {
  return house.app.db.read(house.company.organisation, (tx) =>
    tx.rows<Kept>("select action, person_id, details from audit where subject = $1 order by id", [id]),
  );
}

async function actions(id: OpportunityId): Promise<string[]> {
  return (await kept(id)).map(({ action }) => action.replace("opportunities.", ""));
}

/** The lines of `/tandem audit` in which an account is named. */
async function listed(name: string): Promise<string> {
  const { reply } = await house.command(house.company.ada, "/tandem audit");
  const [list] = reply.kind === "private" ? reply.card.body : [];
  const lines = list?.kind === "list" ? list.items.map(plain) : [];
  return lines.filter((line) => line.includes(name)).join("\n");
}

test("from the claim to the handover each decision is kept with who took it, and the list names the account and no price", async () => {
  const { marta, anna } = house.company;
  const id = await house.spot(await house.account("Kept Whole", marta));
  await house.says(marta, "claim", id);
  await house.says(marta, "propose", id);
  await house.fills(marta, "win", id, WON);
  await house.fills(anna, "ask-back", id, { question: "Which team of theirs begins with it?" });
  await house.fills(marta, "answer-back", id, { answer: "The warehouse team begins, in the first week." });
  await house.says(anna, "accept", id);
  const steps = ["confirm", "claim", "propose", "win", "ask-back", "answer-back", "accept"];
  expect(await actions(id)).toEqual(steps);
  const who = new Map((await kept(id)).map(({ action, person_id }) => [action, person_id]));
  expect(who.get("opportunities.win")).toBe(marta.id);
  expect(who.get("opportunities.accept")).toBe(anna.id);
  expect(JSON.stringify(await kept(id))).not.toMatch(/9000|900000|warehouse|Logins/);
  const lines = await listed("Kept Whole");
  for (const words of ["claimed", "proposed", "won", "asked back", "answered", "accepted"])
    expect(lines, words).toContain(words);
  expect(lines.split("\n")).toHaveLength(steps.length);
  expect(lines).not.toMatch(/9[.,]?000/);
});

test("a loss and a pass are kept with their reason from the list, a release with who gave it back", async () => {
  const { marta } = house.company;
  const id = await house.spot(await house.account("Kept Lost", marta));
  await house.fills(marta, "snooze", id, { days: "1" });
  await house.says(marta, "claim", id);
  await house.fills(marta, "release", id, { reason: "no-time", note: "On leave until March." });
  await house.says(marta, "claim", id);
  await house.fills(marta, "lose", id, { reason: "price" });
  expect(await actions(id)).toEqual(["confirm", "snooze", "claim", "release", "claim", "lose"]);
  const released = (await kept(id)).find(({ action }) => action === "opportunities.release");
  expect(released).toMatchObject({ person_id: marta.id, details: { reason: "no-time" } });
  expect(JSON.stringify(released)).not.toContain("leave");
  expect((await kept(id)).at(-1)).toMatchObject({ person_id: marta.id, details: { reason: "price" } });
  const passed = await house.spot(await house.account("Kept Passed", marta));
  await house.fills(marta, "pass", passed, { reason: "timing", note: "After their budget is made." });
  const last = (await kept(passed)).at(-1);
  expect(last).toMatchObject({ action: "opportunities.pass", details: { reason: "timing" } });
  expect(JSON.stringify(last)).not.toContain("budget");
});

test("what is refused leaves nothing, and a second press on Claim no second entry", async () => {
  const { marta, jonas } = house.company;
  const id = await house.spot(await house.account("Kept Once", marta));
  await house.says(marta, "claim", id);
  await house.says(marta, "claim", id);
  await house.says(jonas, "claim", id);
  await house.fills(jonas, "win", id, WON);
  expect(await actions(id)).toEqual(["confirm", "claim"]);
});

test("a promise that wasn't kept is released by nobody among us, and the list says so", async () => {
  const { marta } = house.company;
  const id = await house.spot(await house.account("Kept Lapsed", marta));
  await house.says(marta, "claim", id);
  await house.hours(9 * 24);
  const release = (await kept(id)).find(({ action }) => action === "opportunities.release");
  expect(release).toMatchObject({ person_id: null, details: { because: "lapsed" } });
  expect(await listed("Kept Lapsed")).toContain("Tandem");
});

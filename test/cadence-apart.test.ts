import { afterAll, beforeAll, expect, test } from "vitest";
import { createAgenda } from "../src/features/cadence/agenda.ts";
import { createInvite } from "../src/features/cadence/inviting.ts";
import { createMeetings } from "../src/features/cadence/meeting.ts";
import { createPairing } from "../src/features/cadence/pairing.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { type CadenceHouse, runCadence, together } from "./helpers/cadence-house.ts";
import { addAccount, addPerson, type TestPerson } from "./helpers/company.ts";

let house: CadenceHouse;
beforeAll(async () => {
  house = await runCadence();
});
afterAll(() => house.stop());

/** Somebody else shares three customers with each of these. */
async function sharing(name: string, csms: readonly TestPerson[]): Promise<TestPerson> {
  const { company, app } = house;
  return app.db.write(company.organisation, async (tx) => {
    const am = await addPerson(tx, company.workspace, name, ["am"]);
    for (const csm of csms)
      for (const n of [1, 2, 3]) await addAccount(tx, `${name} ${String(n)}`, { csm: csm.id, am: am.id });
    return am;
  });
}

async function timesOf(csm: TestPerson): Promise<string[]> {
  const rows = await house.rows<{ weekday: number; at: string }>(
    "select weekday, at from cadence_pair where csm_id = $1 and state in ('proposed', 'active') and joint_with is null",
    [csm.id],
  );
  return rows.map(({ weekday, at }) => `${String(weekday)} ${at}`);
}

test("a CSM is suggested different times by two Account Managers whose pairs are looked at in the same instant", async () => {
  const pairing = createPairing(
    createMeetings(createInvite(false)),
    createAgenda(() => []),
  );
  const { app, company } = house;
  const sync = (am: PersonId): Promise<void> =>
    app.change(company.organisation, (context) => pairing.sync(context, [am]));
  for (let round = 0; round < 10; round++) {
    const two = await house.two(3);
    const others = [];
    for (const name of ["Ada", "Abe", "Ann"]) others.push(await sharing(`${name} ${String(round)}`, [two.csm]));
    await Promise.all([two.am, ...others].map(({ id }) => sync(id)));
    const times = await timesOf(two.csm);
    expect(times).toHaveLength(4);
    expect(new Set(times).size).toBe(4);
  }
});

test("a CSM who meets together with others is suggested no other meeting at their time", async () => {
  const { am, pairs, press } = await together(house, 120);
  expect(await press(am, "cadence.join", pairs[0]?.id ?? "")).toContain("You meet 2 people at once");
  const joined = pairs[1]?.csm;
  if (!joined) throw new Error("two pairs were expected");
  for (const name of ["Ada", "Abe", "Ann", "Alf", "Amy", "Art"]) await sharing(name, [joined]);
  await house.night();
  const times = await timesOf(joined);
  expect(times).toHaveLength(6);
  expect(times.filter((time) => /^3 (10|11):/.test(time))).toEqual([]);
});

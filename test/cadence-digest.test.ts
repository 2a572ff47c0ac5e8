import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { PersonId } from "../src/kernel/ids.ts";
import { addPerson, ids } from "./helpers/company.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { office as digestOffice, TODAY } from "./helpers/digest-office.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

type Office = Awaited<ReturnType<typeof digestOffice>>;

/** A pair that meets, once at ten on a day. @param joint whose meetings this one's are */
async function meeting({ company, rows }: Office, csm: PersonId, am: PersonId, day = TODAY, joint?: string) {
  const [pair, id]: string[] = [ids.next(), ids.next()];
  await rows(
    `insert into cadence_pair (organisation_id, id, csm_id, am_id, state, frequency, weekday, at, zone, minutes, starts_on, joint_with)
     values ($1, $2, $3, $4, 'active', 'weekly', 2, '10:00', 'Europe/Berlin', 30, $5, $6)`,
    [company.organisation, pair, csm, am, day, joint ?? null],
  );
  if (joint === undefined)
    await rows(
      `insert into cadence_meeting (organisation_id, id, pair_id, original_on, state, slots, starts_at, minutes, sequence)
       values ($1, $2, $3, $4, 'booked', '{}', $5, 30, 0)`,
      [company.organisation, id, pair, day, `${day}T09:00:00Z`],
    );
  return { pair, id };
}
const about = (lines: readonly string[] | undefined): string[] =>
  (lines ?? []).filter((line) => line.includes("meeting with"));

test("of a meeting today both read one line in the morning, and what became of it", async () => {
  const made = await digestOffice(db);
  const { anna, marta } = made.company;
  const { id } = await meeting(made, anna.id, marta.id);
  const csms = await made.morning("my-digest", anna.id, ["csm"], TODAY);
  expect(csms?.[0]).toBe("Your day, Anna: 1 meeting");
  expect(about(csms)).toEqual([expect.stringMatching(/9:00.*: meeting with Marta Silva\./)]);
  const ams = await made.morning("am-digest", marta.id, ["am"], TODAY);
  expect(about(ams)).toEqual([expect.stringMatching(/9:00.*: meeting with Anna Kurz\./)]);

  const became = async (change: string): Promise<string[]> => {
    await made.rows(`update cadence_meeting set ${change} where id = $1`, [id]);
    return about(await made.read("am-digest", marta.id, ["am"], TODAY));
  };
  expect(await became("starts_at = starts_at + interval '4 hours'")).toEqual([expect.stringContaining("Moved to")]);
  expect(await became("state = 'held'")).toEqual([expect.stringContaining("Held.")]);
  expect(await became("state = 'skipped'")).toEqual([expect.stringContaining("Cancelled.")]);
});

test("of a meeting tomorrow, or of others, nobody reads this morning", async () => {
  const made = await digestOffice(db);
  const { anna, marta, jonas } = made.company;
  await meeting(made, anna.id, marta.id, addDays(TODAY, 1));
  expect(await made.morning("my-digest", anna.id, ["csm"], TODAY)).toBeUndefined();
  expect(await made.morning("am-digest", jonas.id, ["am"], addDays(TODAY, 1))).toBeUndefined();
});

test("an Account Manager who meets several at once reads one line with all their names", async () => {
  const made = await digestOffice(db);
  const { anna, marta, workspace, organisation } = made.company;
  const other = await db.write(organisation, (tx) => addPerson(tx, workspace, "Cleo Third", ["csm"]));
  const { pair } = await meeting(made, anna.id, marta.id);
  await meeting(made, other.id, marta.id, TODAY, pair);
  expect(about(await made.morning("am-digest", marta.id, ["am"], TODAY))).toEqual([
    expect.stringContaining("meeting with Anna Kurz and Cleo Third."),
  ]);
  expect(about(await made.morning("my-digest", other.id, ["csm"], TODAY))).toEqual([
    expect.stringContaining("meeting with Marta Silva."),
  ]);
});

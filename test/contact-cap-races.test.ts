import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addCustomer } from "./helpers/customer-people.ts";
import { ids } from "./helpers/company.ts";
import { SERVER, testDatabase } from "./helpers/database.ts";
import { inhabit, runApp, wordsOf } from "./helpers/running-app.ts";
import { surveysIn, type SurveyHouse } from "./helpers/survey-house.ts";

/** In Berlin, where everybody is: ten in the morning of a Tuesday. */
const TUESDAY = "2026-11-24T09:00:00Z";

describe.skipIf(SERVER === undefined)("where two sessions decide at the same time,", () => {
  let house: SurveyHouse;
  let url = "";
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const database = await testDatabase();
    url = database.url ?? "";
    const running = await runApp({ db: database.db });
    stop = () => running.stop();
    house = surveysIn(running);
    await house.at(TUESDAY);
  });
  afterAll(() => stop());

  /** Whoever is about to write of a touch waits, until so many sessions wait for something. */
  async function together<T>(count: number, begin: () => Promise<T>): Promise<T> {
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    try {
      await holder.query("begin");
      await holder.query("lock table timeline in share mode");
      const answers = begin();
      for (let waiting = 0; waiting < count;) {
        const { rows } = await holder.query<{ waiting: number }>(
          `select count(distinct l.pid)::int as waiting from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()`,
        );
        waiting = rows[0]?.waiting ?? 0;
      }
      await holder.query("commit");
      return await answers;
    } finally {
      await holder.end();
    }
  }

  test("somebody who may hear from us once more is asked about one of two goals", async () => {
    const { anna, olga, northwind, workspace, organisation } = house.company;
    const user = "U0DANARACE";
    const dana = await house.app.db.write(organisation, (tx) =>
      addCustomer(tx, northwind, {
        ...{ name: "Dana Vogt", email: "dana@customer.example", zone: "Europe/Berlin" },
        handles: [{ platform: "slack", home: workspace, user }],
      }),
    );
    for (const name of ["Month-end in 2 days", "Same-day dispatch"])
      await house.submit(anna, "plans.add", northwind, { name, on: "2027-03-31", owner: anna.id });
    const goals = await house.rows<{ id: string }>("select id from goal order by id");
    for (let day = 1; day <= 3; day++)
      await house.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
         values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out', $6)`,
        [organisation, ids.next(), northwind, `2026-11-1${String(day)}T09:00:00Z`, dana, anna.id],
      );
    const said = await together(2, () =>
      Promise.all(
        [anna, olga].map(async (who, at) =>
          wordsOf(await house.submit(who, "plans.ask", goals[at]?.id ?? "", { contact: dana })),
        ),
      ),
    );
    expect(said.filter((words) => words.includes("Dana Vogt is asked now"))).toHaveLength(1);
    expect(said.filter((words) => words.includes("I ask again from"))).toHaveLength(1);
    const asked = await house.rows("select 1 from timeline where contact_id = $1 and direction = 'out'", [dana]);
    expect(asked).toHaveLength(4);
  });

  test("somebody who may hear from us once more is asked by a survey or about a goal, not both", async () => {
    const alone = surveysIn(await inhabit(house));
    const { anna, workspace, organisation } = alone.company;
    await alone.at(TUESDAY);
    const { account, contact } = await alone.respondent("Erik");
    await alone.rows(
      "insert into contact_handle (organisation_id, platform, workspace, user_id, contact_id, matched_at) values ($1, 'slack', $2, 'U0ERIKRACE', $3, $4)",
      [organisation, workspace, contact, new Date(TUESDAY)],
    );
    await alone.submit(anna, "plans.add", account, { name: "Month-end", on: "2027-03-31", owner: anna.id });
    const [goal] = await alone.rows<{ id: string }>("select id from goal");
    await alone.campaign();
    for (let day = 1; day <= 3; day++)
      await alone.rows(
        `insert into timeline (organisation_id, id, account_id, kind, at, via, details, contact_id, direction, person_id)
         values ($1, $2, $3, 'email', $4, 'slack', '{}', $5, 'out', $6)`,
        [organisation, ids.next(), account, `2026-11-1${String(day)}T09:00:00Z`, contact, anna.id],
      );
    const [due] = await alone.rows<{ at: Date }>("select due_at as at from survey where state = 'planned'");
    alone.clock.set(due?.at ?? new Date(TUESDAY));
    const [said] = await together(2, () =>
      Promise.all([alone.submit(anna, "plans.ask", goal?.id ?? "", { contact }).then(wordsOf), alone.app.settle()]),
    );
    const asked = await alone.rows("select 1 from timeline where contact_id = $1 and direction = 'out'", [contact]);
    expect([said, asked.length]).toEqual([expect.stringMatching(/is asked|I ask again from/), 4]);
  });
});

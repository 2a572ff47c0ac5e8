import type { Database } from "../../src/db/transaction.ts";
import type { Context, Job } from "../../src/features/feature.ts";
import { createDirectory, createFeatures } from "../../src/features/index.ts";
import { createContexts } from "../../src/inbound/context.ts";
import { schedulesOf } from "../../src/inbound/ticker.ts";
import { tickerAlone } from "../helpers/ticker-alone.ts";
import { addDays, type LocalDate } from "../../src/kernel/business-time.ts";
import { createMovableClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId, OrganisationId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { addChannel, addPerson, ids, type TestPerson } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { day } from "../helpers/risk.ts";
import { keptLog } from "../helpers/slack-request.ts";

export interface DigestSize {
  readonly accounts: number;
  readonly csms: number;
}

export interface DigestHouse {
  readonly organisation: OrganisationId;
  readonly accounts: readonly AccountId[];
  /** The next day's usage comes in and the oldest day's goes, so that an account always has 150 rows. */
  nextDay(): Promise<{ readonly day: LocalDate; readonly asOf: Date }>;
  /** Everything from the schedule of the night to the announced digests of that day. */
  nightAndMorning(): Promise<void>;
  /** how many digests stand to be sent */
  announced(): Promise<number>;
}

/** The day before the first one that is scored. */
const EVE = day("2026-11-16");
const WINDOW_DAYS = 112;
const AT_ONCE = 500;
const TEAM = 10;

/** On so many of the days each metric has a row: 30 of 112, five metrics, 150 rows an account. */
const HAS_ROW = "(d.day - date '2026-01-01' + m.at * 3 + a.at * 7) % 15 < 4";
const METRICS = ["login_events", "feature", "feature", "feature", "automated"];

/** A company whose every account has five sparse metrics over 112 days, contracts, and a CSM with a team channel. */
export async function openDigestHouse(db: Database, size: DigestSize): Promise<DigestHouse> {
  const organisation = await mintOrganisation(db);
  const accounts = Array.from({ length: size.accounts }, () => ids.next<"account">());
  await db.write(organisation, (tx) => addPeopleAndAccounts(tx, accounts, size.csms));
  for (let at = 0; at < size.accounts; at += AT_ONCE) {
    await db.write(organisation, (tx) => addUsage(tx, addDays(EVE, 1 - WINDOW_DAYS), addDays(EVE, 1), at, AT_ONCE));
  }
  await db.system.rows("analyze");

  const clock = createMovableClock(instant(EVE, "12:00"));
  const features = createFeatures();
  const started: { readonly job: Job; readonly data: Readonly<Record<string, string>> }[] = [];
  const contexts = createContexts({
    features,
    ids,
    directory: createDirectory(clock),
    posts: (tx, now) => createPosts(tx, { now, ids, wake: () => undefined }),
    jobs: () => ({
      start(name, data) {
        const [slice = "", word = ""] = name.split(".");
        const job = features.find((each) => each.name === slice)?.jobs?.[word];
        if (job) started.push({ job, data });
        return Promise.resolve();
      },
    }),
    onEvent: () => undefined,
  });
  const schedules = schedulesOf(features);
  const ticker = tickerAlone({ db, schedules, context: contexts, clock, log: keptLog() });
  await ticker.rearm(organisation);
  let today = EVE;

  async function runJobs(): Promise<void> {
    for (const { job, data } of started.splice(0)) {
      for (let left: Readonly<Record<string, string>> | undefined = data; left;) {
        const batch: Readonly<Record<string, string>> = left;
        left = await db.write(organisation, (tx) => job.run(contexts(tx, clock.now()) satisfies Context, batch));
      }
    }
  }

  return {
    organisation,
    accounts,
    async nextDay() {
      const yesterday = today;
      today = addDays(today, 1);
      if (yesterday !== EVE) {
        await db.write(organisation, async (tx) => {
          await addUsage(tx, yesterday, today, 0, size.accounts);
          await tx.rows("delete from usage where day < $1::date", [addDays(today, -WINDOW_DAYS)]);
        });
        await db.system.rows("vacuum analyze");
      }
      return { day: today, asOf: instant(today, "02:00") };
    },
    async nightAndMorning() {
      clock.set(instant(today, "02:00"));
      await ticker.tick(clock.now());
      await runJobs();
      clock.set(instant(today, "08:00"));
      await ticker.tick(clock.now());
    },
    async announced() {
      const rows = await db.read(organisation, (tx) =>
        tx.rows("select 1 from post where card in ('risk.team-digest', 'risk.my-digest') and slot = $1", [today]),
      );
      return rows.length;
    },
  };
}

function instant(date: LocalDate, time: string): Date {
  return new Date(`${date}T${time}:00Z`);
}

/** CSMs in teams of ten, each with a channel of its own; everybody works every day, so that every night is alike. */
async function addPeopleAndAccounts(tx: Tx, accounts: readonly AccountId[], csms: number): Promise<void> {
  await tx.rows("insert into setting (organisation_id, name, value) values ($1, 'workdays', '[1,2,3,4,5,6,7]')", [
    tx.organisation,
  ]);
  const people: TestPerson[] = [];
  for (let at = 0; at < csms / TEAM; at++) {
    const manager = await addPerson(tx, "T0BENCH", `Manager ${at}`, ["manager"], { zone: "UTC" });
    const team: TestPerson[] = [];
    for (let n = 0; n < TEAM; n++) {
      team.push(await addPerson(tx, "T0BENCH", `CSM ${at} ${n}`, ["csm"], { manager: manager.id, zone: "UTC" }));
    }
    const channel = await addChannel(tx, "T0BENCH", "csm", team);
    await tx.rows("update channel set manager_id = $2 where id = $1", [channel, manager.id]);
    people.push(...team);
  }
  await tx.rows(
    `insert into metric (organisation_id, name, kind, density)
     select $1, 'metric ' || at, kind, 'sparse' from unnest($2::text[]) with ordinality as m(kind, at)`,
    [tx.organisation, METRICS],
  );
  const values = [tx.organisation, accounts];
  await tx.rows(
    `insert into account (organisation_id, id, external_id, name, name_key, segment, region, lifecycle_stage)
     select $1, id, lpad(at::text, 6, '0'), 'Customer ' || at, 'customer ' || at, (array['small', 'middle', 'large'])[at % 3 + 1], 'dach', 'value'
       from unnest($2::uuid[]) with ordinality as a(id, at)`,
    values,
  );
  await tx.rows(
    `insert into slot (organisation_id, account_id, slot, person_id)
     select $1, id, 'csm', ($3::uuid[])[at % cardinality($3::uuid[]) + 1] from unnest($2::uuid[]) with ordinality as a(id, at)`,
    [...values, people.map(({ id }) => id)],
  );
  await tx.rows(
    `insert into contract (organisation_id, id, external_id, account_id, product, arr_minor, currency, seats, starts_on, renews_on,
                           notice_days, notice_on, ingested_at, known_at)
     select $1, id, id, id, 'suite', (at * 7919 % 90 + 10) * 100000, 'EUR', at * 31 % 90 + 10, $3::date - 200 - (at * 37 % 900)::int,
            $3::date + 30 + (at * 53 % 330)::int, 60, case when at % 100 = 0 then $3::date end, $4, $4
       from unnest($2::uuid[]) with ordinality as a(id, at)`,
    [...values, EVE, instant(addDays(EVE, -900), "00:00")],
  );
}

/** Usage of days and what covers them, known on the morning after; a tenth of the accounts uses less from month to month. */
async function addUsage(tx: Tx, from: LocalDate, before: LocalDate, first: number, count: number): Promise<void> {
  const days = [from, before];
  await tx.rows(
    `insert into coverage (organisation_id, metric, day, known_at)
     select $1, m.name, d.day::date, d.day + interval '24 hours 30 minutes'
       from metric m cross join generate_series($2::date, $3::date - 1, interval '1 day') as d(day)
     on conflict do nothing`,
    [tx.organisation, ...days],
  );
  await tx.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     select $1, a.id, m.name, d.day,
            case when a.at % 10 = 0 then greatest(0, date '2026-12-20' - d.day) / 12 else 3 + (a.at * 13 + m.at * 5) % 17 end,
            d.day + time '00:30' + interval '1 day', d.day + time '00:30' + interval '1 day'
       from (select id, external_id::int as at from account where external_id::int > $4::int and external_id::int <= $4::int + $5::int) a
       cross join (select name, split_part(name, ' ', 2)::int as at from metric) m
       cross join (select d::date as day from generate_series($2::date, $3::date - 1, interval '1 day') d) d
      where ${HAS_ROW}
      order by d.day, a.at`,
    [tx.organisation, ...days, first, count],
  );
}

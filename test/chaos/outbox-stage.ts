import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import { addDays } from "../../src/kernel/business-time.ts";
import { createMovableClock } from "../../src/kernel/clock.ts";
import type { OpportunityId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { type Company, ids, mintCompany } from "../helpers/company.ts";
import { type FakeSlack, startFakeSlack } from "../helpers/fake-slack.ts";
import { addMetric, addUse, day, riskWorld } from "../helpers/risk.ts";

/** A company on a morning whose digests are due, with an opportunity that is just being offered. */
export interface Stage {
  readonly company: Company;
  readonly opportunity: OpportunityId;
  /** Slack's ids, by what the channel is for */
  readonly channels: Readonly<Record<"csm" | "am", string>>;
}

/** Tuesday, half past seven and half a minute past eight in Berlin. */
const ARMED_AT = new Date("2026-11-24T06:30:00Z");
export const BEGINS_AT = new Date("2026-11-24T07:00:30Z");
const TUESDAY = day("2026-11-24");
const USED_DAYS = 100;
const SILENT_DAYS = 30;
/** Of one team: each replica has its own, so that a call tells who made it. */
export const TOKENS = ["xoxb-outbox-a", "xoxb-outbox-b"] as const;

/** Fills an empty database. What is due on the stage's morning is armed and not yet fired. */
export async function prepareStage(place: { readonly url?: string; readonly folder: string }): Promise<Stage> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const db = await openDatabase({ url: place.url, folder: place.folder, log });
  const company = await mintCompany(db);
  await settle(db, company);
  const app = await createApp({
    config: readConfig({ PORT: "0", LOG_LEVEL: "silent" }),
    db,
    clock: createMovableClock(ARMED_AT),
  });
  try {
    await app.start({ tick: false });
    await score(db, company);
    const opportunity = await offer(db, company);
    await noteDeliveries(db);
    const rows = await db.read(company.organisation, (tx) =>
      tx.rows<{ purpose: "csm" | "am"; conversation: string }>("select purpose, conversation from channel"),
    );
    const channelFor = (purpose: string) => rows.find((each) => each.purpose === purpose)?.conversation ?? "";
    return { company, opportunity, channels: { csm: channelFor("csm"), am: channelFor("am") } };
  } finally {
    await app.stop();
  }
}

/** The company keeps Berlin's hours, and what its channels are has to be asked before anything is shown there. */
async function settle(db: Database, { organisation }: Company): Promise<void> {
  await db.write(organisation, async (tx) => {
    await tx.rows("insert into setting (organisation_id, name, value) values ($1, 'zone', $2)", [
      organisation,
      JSON.stringify("Europe/Berlin"),
    ]);
    await tx.rows("update channel set flags_read_at = null where organisation_id = $1", [organisation]);
  });
}

/** Everybody's customers log in day by day, but for Ben's, who stopped a month ago; scored in the night. */
async function score(db: Database, { organisation, northwind, adatum, contoso }: Company): Promise<void> {
  await db.write(organisation, async (tx) => {
    await addMetric(tx, "active", "active_users_day", "dense");
    for (const account of [northwind, adatum, contoso]) {
      const used = account === contoso ? USED_DAYS - SILENT_DAYS : USED_DAYS;
      const value = (at: number) => (at < used ? 20 + (at % 3) : 0);
      await addUse(tx, account, { metric: "active", from: addDays(TUESDAY, -USED_DAYS), days: USED_DAYS, value });
    }
  });
  await riskWorld(db, organisation).night(new Date(`${TUESDAY}T01:00:00Z`));
}

async function offer(
  db: Database,
  { organisation, northwind, anna, marta, amChannel }: Company,
): Promise<OpportunityId> {
  const id = ids.next<"opportunity">();
  await db.write(organisation, async (tx) => {
    await tx.rows(
      `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit,
                                gate, region, assignee_id, routed_at)
       values ($1, $2, $3, 'More seats', 'more seats', 'routed', 'csm', $4, $5, 'The warehouse waits for logins.', '{}', 'dach', $6, $5)`,
      [organisation, id, northwind, anna.id, ARMED_AT, marta.id],
    );
    const posts = createPosts(tx, { now: ARMED_AT, ids, wake: () => undefined });
    const about = { subject: id, slot: "" } as const;
    posts.announce({ ...about, card: "opportunities.spotter", address: `person:${anna.id}` });
    posts.announce({ ...about, card: "opportunities.offer", address: `channel:${amChannel}` });
  });
  return id;
}

/** Which post a delivery id was ever given to: the post's row has only its last one. */
async function noteDeliveries(db: Database): Promise<void> {
  for (const statement of [
    "create table chaos_delivery (delivery_id text primary key, post_id uuid not null)",
    `create function chaos_note() returns trigger language plpgsql security definer as $$ begin
       insert into public.chaos_delivery values (new.delivery_id, new.id) on conflict do nothing; return new; end $$`,
    `create trigger chaos_note after update of delivery_id on post for each row
       when (new.delivery_id is not null) execute function chaos_note()`,
  ]) {
    await db.system.rows(statement);
  }
}

/** The stage's Slack, with nothing in it yet. The bot's conversations with people have the same ids in every run. */
export async function startSlackOf({ company, channels }: Stage): Promise<FakeSlack> {
  const slack = await startFakeSlack();
  const { workspace, anna, ben, marta, jonas, olga, ada, kim } = company;
  slack.addTeam({ id: workspace, token: TOKENS[0], otherTokens: TOKENS.slice(1), name: "Outbox" });
  for (const { user, name } of [anna, ben, marta, jonas, olga, ada, kim]) {
    slack.addUser(workspace, { id: user, name, email: `${name.toLowerCase().replace(/\W+/g, ".")}@tandem.example` });
    slack.direct(workspace, user);
  }
  const members = [anna, ben, marta, jonas, olga].map(({ user }) => user);
  for (const [name, id] of Object.entries(channels)) slack.addChannel(workspace, { id, name, members });
  return slack;
}

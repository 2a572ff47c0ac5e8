import { setTimeout as pause } from "node:timers/promises";
import { createApp } from "../../src/app.ts";
import { plain } from "../../src/chat/card.ts";
import type { Platform } from "../../src/chat/platform.ts";
import { slackWindows } from "../../src/chat/slack/pace.ts";
import { readConfig } from "../../src/config.ts";
import { postgresPool } from "../../src/db/client.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { createDatabase } from "../../src/db/transaction.ts";
import { createMovableClock } from "../../src/kernel/clock.ts";
import type { OpportunityId, OrganisationId, PersonId } from "../../src/kernel/ids.ts";
import { addChannel, addPerson, ids, mintCompany, type TestPerson } from "../helpers/company.ts";
import { NINE } from "../helpers/running-app.ts";
import { watchStatements } from "./statements.ts";

/** An opportunity that stands in the AM channel and with its CSM, ready to be claimed. */
export interface Offered {
  readonly id: OpportunityId;
  /** the offer's message in the channel */
  readonly message: string;
}

export interface ClaimHouse {
  readonly organisation: OrganisationId;
  readonly racers: readonly TestPerson[];
  /** New accounts without an AM, each with an opportunity that was offered to the pool. */
  offer(count: number): Promise<Offered[]>;
  /** A press on Claim, as it comes from the platform. @returns what the presser is told */
  press(who: TestPerson, offered: Offered): Promise<string>;
  winnerOf(offered: Offered): Promise<PersonId | undefined>;
  /** Resolves when no connection is at work. */
  quiet(): Promise<void>;
  /** what the database was asked so far */
  readonly asked: string[];
  stop(): Promise<void>;
}

const LOOK_MS = 1;
const QUIET_LOOKS = 8;

const OFFER = `
with given as materialized (
  select * from jsonb_to_recordset($2::jsonb) as g(account uuid, opportunity uuid, contract uuid, offer uuid, spotter uuid, message text)
),
accounts as (
  insert into account (organisation_id, id, external_id, name, name_key, region, lifecycle_stage)
  select $1, account, account, 'Adatum ' || message, 'adatum ' || message, 'dach', 'value' from given),
slots as (
  insert into slot (organisation_id, account_id, slot, person_id) select $1, account, 'csm', $3::uuid from given),
contracts as (
  insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, starts_on, renews_on, ingested_at, known_at)
  select $1, contract, contract, account, 4800000, 'EUR', $7::date - 300, $7::date + 65, $7, $7 from given),
states as (
  insert into risk_state (organisation_id, account_id, state, causes, since, band, p, scored_day)
  select $1, account, 'ok', '{}', $7, 'low', 0.03, $7::date from given),
opportunities as (
  insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate,
                           region, assignee_id, pool, routed_at)
  select $1, opportunity, account, 'More seats', 'more seats', 'routed', 'csm', $3::uuid, $7, 'The warehouse team waits for logins.', '{}',
         'dach', $4::uuid, true, $7 from given),
posts as (
  insert into post (organisation_id, id, card, subject, address, slot, drawn, ref, state, due_at, created_at)
  select $1, offer, 'opportunities.offer', opportunity, 'channel:' || $5, '', 1, $6::jsonb || jsonb_build_object('ref', message), 'sent', $7, $7 from given
  union all
  select $1, spotter, 'opportunities.spotter', opportunity, 'person:' || $3, '', 1,
         jsonb_build_object('platform', 'slack', 'workspace', 'T1', 'conversation', 'D1', 'reader', $3, 'ref', 'D' || message), 'sent', $7, $7 from given)
insert into post_subject (organisation_id, post_id, subject)
select $1, offer, opportunity::text from given union all select $1, spotter, opportunity::text from given`;

const swallow: Platform = {
  name: "slack",
  windows: slackWindows,
  send: ({ conversation }) => Promise.resolve({ kind: "sent", ref: conversation }),
  update: (_, ref) => Promise.resolve({ kind: "sent", ref }),
  find: () => Promise.resolve({ kind: "absent" }),
  channelFlags: () => Promise.resolve({ external: false, archived: false }),
  channelFacts: () => Promise.resolve({ external: false, archived: false, members: [] }),
  userByEmail: () => Promise.resolve(undefined),
  outsiderByEmail: () => Promise.resolve(undefined),
  fetchFile: () => Promise.resolve({ kind: "refused", problem: "no files" }),
};

/** The whole service on a server's database: a company of which so many may claim, on a platform that swallows. */
export async function openClaimHouse(url: string, racers: number): Promise<ClaimHouse> {
  await migrateServer(url);
  const asked: string[] = [];
  const pool = postgresPool({ url, max: racers, onError: () => undefined });
  watchStatements(pool, ({ text }) => void asked.push(text));
  const db = createDatabase({ pool, onError: raise });
  const app = await createApp({
    config: readConfig({ PORT: "0", LOG_LEVEL: "silent" }),
    db,
    clock: createMovableClock(NINE),
    platforms: [swallow],
  });
  await app.start({ tick: false });
  const { organisation, workspace, anna } = await mintCompany(db);
  const { ams, channel, conversation } = await db.write(organisation, async (tx) => {
    const people: TestPerson[] = [];
    for (let at = 0; at < racers; at++) people.push(await addPerson(tx, workspace, `Account Manager ${at}`, ["am"]));
    const id = await addChannel(tx, workspace, "am", people);
    const [row] = await tx.rows<{ conversation: string }>("select conversation from channel where id = $1", [id]);
    return { ams: people, channel: id, conversation: row?.conversation ?? "" };
  });
  const stand = JSON.stringify({ platform: "slack", workspace, conversation });
  let offers = 0;
  let presses = 0;

  return {
    organisation,
    racers: ams,
    asked,
    async offer(count) {
      const rows = Array.from({ length: count }, () => ({
        account: ids.next<"account">(),
        opportunity: ids.next<"opportunity">(),
        contract: ids.next<"contract">(),
        offer: ids.next<"post">(),
        spotter: ids.next<"post">(),
        message: `1780000000.${String(++offers).padStart(6, "0")}`,
      }));
      const values = [organisation, JSON.stringify(rows), anna.id, ams[0]?.id, channel, stand, NINE];
      await db.write(organisation, (tx) => tx.rows(OFFER, values));
      await db.system.rows("analyze");
      return rows.map(({ opportunity, message }) => ({ id: opportunity, message }));
    },
    async press(who, { id, message }) {
      const { reply } = await app.handle({
        kind: "press",
        sender: { platform: "slack", workspace, user: who.user, home: workspace },
        place: { conversation, private: false, message },
        action: { name: "opportunities.claim", subject: id },
        contentKey: `press-${String(++presses)}`,
        replyTo: {},
      });
      return reply.kind === "done" ? plain(reply.sentence) : reply.kind;
    },
    async winnerOf({ id }) {
      const [row] = await db.read(organisation, (tx) =>
        tx.rows<{ claimed_by: PersonId | null }>("select claimed_by from opportunity where id = $1", [id]),
      );
      return row?.claimed_by ?? undefined;
    },
    async quiet() {
      for (let idle = 0; idle < QUIET_LOOKS; idle++) {
        await pause(LOOK_MS);
        if (pool.idleCount < pool.totalCount) idle = 0;
      }
    },
    stop: () => app.stop(),
  };
}

function raise(error: unknown): never {
  throw error;
}

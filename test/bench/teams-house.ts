import type { Met } from "../../src/chat/teams/conversations.ts";
import { createTeamsConversations } from "../../src/db/teams-conversations.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { ChannelId, OpportunityId, OrganisationId } from "../../src/kernel/ids.ts";
import { addPerson, ids, type TestPerson } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import type { FakeTeams } from "../helpers/fake-teams.ts";

export const TENANT = "7d0c9ad0-5555-4222-8333-acacacacacac";
export const TEAM = "19:general@thread.tacv2";

/** A company in Teams. */
export interface TeamsHouse {
  readonly organisation: OrganisationId;
  readonly spotter: TestPerson;
  readonly am: TestPerson;
}

export interface Threads {
  readonly channels: readonly ChannelId[];
  /** Teams' ids of the channels, in the same order */
  readonly conversations: readonly string[];
}

/** An opportunity that was offered in a channel. */
export interface Offered {
  readonly id: OpportunityId;
  /** the id of the offer's message */
  readonly message: string;
}

export async function mintTeams(db: Database, teams: FakeTeams): Promise<TeamsHouse> {
  const organisation = await mintOrganisation(db);
  await db.system.rows("insert into workspace (platform, external_id, organisation_id) values ('teams', $1, $2)", [
    TENANT,
    organisation,
  ]);
  teams.addTenant({ id: TENANT });
  return db.write(organisation, async (tx) => {
    const spotter = await addPerson(tx, TENANT, "Anna Kurz", ["csm"]);
    const am = await addPerson(tx, TENANT, "Marta Silva", ["am"]);
    await tx.rows("update handle set platform = 'teams' where organisation_id = $1", [organisation]);
    for (const { user, name } of [spotter, am]) teams.addUser(TENANT, { aadObjectId: user, name });
    return { organisation, spotter, am };
  });
}

/** AM channels that the bot was met in; nobody has read yet who is in them. */
export async function addThreads(db: Database, teams: FakeTeams, house: TeamsHouse, count: number): Promise<Threads> {
  const { organisation, spotter, am } = house;
  const channels = Array.from({ length: count }, () => ids.next<"channel">());
  const conversations = channels.map((channel) => `19:${channel}@thread.tacv2`);
  const met = createTeamsConversations(db.system, wallClock);
  for (const conversation of conversations) {
    const members = [spotter.user, am.user];
    teams.addChannel(TENANT, { id: conversation, name: "am", team: TEAM, members });
    await met.keep(metIn(conversation, teams.serviceUrl));
  }
  await db.write(organisation, (tx) =>
    tx.rows(
      `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance, external)
       select $1, id, 'teams', $2, conversation, 'am', 'am', 'commercial', false
         from unnest($3::uuid[], $4::text[]) as c(id, conversation)`,
      [organisation, TENANT, channels, conversations],
    ),
  );
  return { channels, conversations };
}

function metIn(conversation: string, serviceUrl: string): Met {
  return { tenant: TENANT, conversation, sendTo: conversation, kind: "channel", serviceUrl, team: TEAM };
}

const OFFER = `
with given as materialized (select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as g(account, opportunity, post, message)),
accounts as (
  insert into account (organisation_id, id, external_id, name, name_key, region, lifecycle_stage)
  select $1, account, account, 'Adatum ' || message, 'adatum ' || message, 'dach', 'value' from given),
slots as (insert into slot (organisation_id, account_id, slot, person_id) select $1, account, 'csm', $6::uuid from given),
opportunities as (
  insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate,
                           region, assignee_id, pool, routed_at)
  select $1, opportunity, account, 'More seats', 'more seats', 'routed', 'csm', $6::uuid, $9, 'They wait for logins.', '{}', 'dach', $7::uuid,
         true, $9 from given),
posts as (
  insert into post (organisation_id, id, card, subject, address, slot, drawn, ref, state, due_at, created_at)
  select $1, post, 'opportunities.offer', opportunity, $8, '', 1, $10::jsonb || jsonb_build_object('ref', $11 || '|' || message), 'sent', $9, $9
    from given)
insert into post_subject (organisation_id, post_id, subject) select $1, post, opportunity::text from given`;

/** New accounts without an AM, each with an opportunity that stands offered in the first of the channels. */
export async function addOffers(
  db: Database,
  house: TeamsHouse,
  { channels, conversations }: Threads,
  count: number,
): Promise<Offered[]> {
  const { organisation, spotter, am } = house;
  const conversation = conversations[0] ?? "";
  const offers = Array.from({ length: count }, () => {
    const id = ids.next<"opportunity">();
    return { id, message: id.replaceAll("-", ""), account: ids.next<"account">(), post: ids.next<"post">() };
  });
  await db.write(organisation, (tx) =>
    tx.rows(OFFER, [
      organisation,
      offers.map(({ account }) => account),
      offers.map(({ id }) => id),
      offers.map(({ post }) => post),
      offers.map(({ message }) => message),
      spotter.id,
      am.id,
      `channel:${channels[0] ?? ""}`,
      wallClock.now(),
      JSON.stringify({ platform: "teams", workspace: TENANT, conversation }),
      conversation,
    ]),
  );
  await db.system.rows("analyze");
  return offers;
}

/** How many of all opportunities somebody has claimed. */
export async function claimedIn(db: Database, { organisation }: TeamsHouse): Promise<number> {
  const [row] = await db.read(organisation, (tx) =>
    tx.rows<{ claimed: number }>("select count(*)::int as claimed from opportunity where claimed_by is not null"),
  );
  return row?.claimed ?? 0;
}

/** What is still to be drawn anew would go on in somebody else's turn. */
export async function forgetRest(db: Database, { organisation }: TeamsHouse): Promise<void> {
  await db.system.rows("delete from lane where organisation_id = $1", [organisation]);
}

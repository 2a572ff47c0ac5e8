import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { ChannelId, OrganisationId } from "../../src/kernel/ids.ts";
import { createPosts } from "../../src/outbox/posts.ts";
import { addAccount, addChannel, addPerson, ids, type TestPerson } from "../helpers/company.ts";
import { mintOrganisation } from "../helpers/database.ts";
import type { FakeSlack } from "../helpers/fake-slack.ts";

export const TOKEN = "xoxb-";

/** A company with AM channels, whose flags and members nobody has read yet. */
export interface FanoutHouse {
  readonly organisation: OrganisationId;
  readonly workspace: string;
  readonly spotter: TestPerson;
  readonly channels: readonly ChannelId[];
  /** Slack's ids of the channels, in the same order */
  readonly conversations: readonly string[];
}

export async function mintFanout(db: Database, slack: FakeSlack, channels: number): Promise<FanoutHouse> {
  const organisation = await mintOrganisation(db);
  const workspace = `T${organisation.slice(-12).toUpperCase()}`;
  await db.system.rows("insert into workspace (platform, external_id, organisation_id) values ('slack', $1, $2)", [
    workspace,
    organisation,
  ]);
  slack.addTeam({ id: workspace, token: `${TOKEN}${workspace}` });
  return db.write(organisation, async (tx) => {
    const spotter = await addPerson(tx, workspace, "Anna Kurz", ["csm"]);
    const ams = [
      await addPerson(tx, workspace, "Marta Silva", ["am"]),
      await addPerson(tx, workspace, "Jonas", ["am"]),
    ];
    const members = [spotter, ...ams];
    for (const { user, name } of members) slack.addUser(workspace, { id: user, name });
    const made: ChannelId[] = [];
    for (let at = 0; at < channels; at++) made.push(await addChannel(tx, workspace, "am", members));
    await tx.rows("update channel set flags_read_at = null, members_read_at = null where organisation_id = $1", [
      organisation,
    ]);
    const rows = await tx.rows<{ id: ChannelId; conversation: string }>(
      "select id, conversation from channel where organisation_id = $1 order by id",
      [organisation],
    );
    for (const { conversation } of rows) {
      slack.addChannel(workspace, { id: conversation, name: "am", members: members.map(({ user }) => user) });
    }
    return {
      organisation,
      workspace,
      spotter,
      channels: rows.map(({ id }) => id),
      conversations: rows.map(({ conversation }) => conversation),
    };
  });
}

/** Wants `each` offers in every channel, in one transaction; a tick finds them due. */
export async function announceOffers(db: Database, house: FanoutHouse, each: number): Promise<void> {
  const now = wallClock.now();
  await db.write(house.organisation, async (tx) => {
    const posts = createPosts(tx, { now, ids, wake: () => undefined });
    for (let at = 0; at < each; at++) {
      for (const channel of house.channels) {
        const account = await addAccount(tx, `Adatum ${ids.next<"account">()}`, { csm: house.spotter.id });
        const opportunity = ids.next<"opportunity">();
        await tx.rows(
          `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit,
                                    gate, region, pool, routed_at)
           values ($1, $2, $3, 'More seats', 'more seats', 'routed', 'csm', $4, $5, 'They wait for logins.', '{}', 'dach', true, $5)`,
          [tx.organisation, opportunity, account, house.spotter.id, now],
        );
        posts.announce({
          card: "opportunities.offer",
          subject: opportunity,
          address: `channel:${channel}`,
          slot: "",
          shows: [account],
        });
      }
    }
  });
}

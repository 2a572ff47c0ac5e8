import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Conversations } from "../src/chat/teams/conversations.ts";
import { createTeamsConversations } from "../src/db/teams-conversations.ts";
import { testDatabase, type TestDatabase } from "./helpers/database.ts";
import { stillWall } from "./helpers/slack-request.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";

let database: TestDatabase;
const wall = stillWall();
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const KEEPERS: [string, () => Conversations][] = [
  ["the database", () => createTeamsConversations(database.db.system, wall)],
  ["a test's own", () => keptConversations()],
];

describe.each(KEEPERS)("the bot's conversations in %s", (name, make) => {
  const tenant = `tenant of ${name}`;
  const channel = {
    tenant,
    conversation: "19:csm@thread.tacv2",
    sendTo: "19:csm@thread.tacv2",
    kind: "channel",
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    team: "19:general@thread.tacv2",
  } as const;
  const anna = {
    ...channel,
    conversation: "anna-object",
    sendTo: "a:1anna",
    kind: "personal",
    team: undefined,
  } as const;

  test("are news once, kept as they are met last, and news again after they were gone", async () => {
    const conversations = make();
    const known = async () => (await conversations.all(tenant)).map(({ conversation }) => conversation);
    expect(await conversations.find(tenant, channel.conversation)).toBeUndefined();
    expect(await conversations.keep(channel)).toBe(true);
    expect(await conversations.keep(channel)).toBe(false);
    expect(await conversations.find(tenant, channel.conversation)).toEqual({ ...channel, gone: false });
    wall.move(1);
    expect(await conversations.keep(anna)).toBe(true);
    expect(await known()).toEqual([anna.conversation, channel.conversation]);

    wall.move(1);
    const moved = { ...channel, serviceUrl: "https://smba.trafficmanager.net/amer/", team: undefined };
    expect(await conversations.keep(moved)).toBe(false);
    expect(await conversations.find(tenant, channel.conversation)).toEqual({
      ...moved,
      team: channel.team,
      gone: false,
    });
    expect(await known()).toEqual([channel.conversation, anna.conversation]);

    await conversations.leave(tenant, channel.conversation);
    expect(await conversations.find(tenant, channel.conversation)).toMatchObject({ gone: true });
    expect(await known()).toEqual([anna.conversation]);
    expect(await conversations.keep(channel)).toBe(true);
    expect(await known()).toHaveLength(2);
  });

  test("are a tenant's own, and nothing is left where the bot never was", async () => {
    const conversations = make();
    await conversations.keep({ ...channel, tenant: `another ${tenant}` });
    await conversations.leave(tenant, "19:nowhere@thread.tacv2");
    expect(await conversations.find(tenant, "19:nowhere@thread.tacv2")).toBeUndefined();
    expect((await conversations.all(`another ${tenant}`)).map((each) => each.tenant)).toEqual([`another ${tenant}`]);
  });
});

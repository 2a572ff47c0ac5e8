import { MicrosoftAppCredentials, TeamsConnectorClient } from "botframework-connector";
import { describe, expect, test } from "vitest";
import { CARD_TYPE } from "../src/chat/teams/render.ts";
import {
  type Activity,
  ANNA,
  CHANNEL,
  GROUP,
  message,
  refused,
  TEAM,
  teamsOfAcme,
  TENANT,
  threadIn,
  withAnna,
  wordsOf,
} from "./helpers/fake-teams/acme.ts";

describe("messages", () => {
  test("one to a bare channel begins a thread, one to a thread stays in it", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const { id: root = "" } = await conversations.sendToConversation(CHANNEL, message("root"));
    const thread = `${CHANNEL};messageid=${root}`;
    const { id: second } = await conversations.sendToConversation(thread, message("second"));
    const { id: third } = await conversations.replyToActivity(CHANNEL, second ?? "", message("third"));
    await conversations.sendToConversation(CHANNEL, message("another root"));
    expect(teams.standing(thread).map((each) => [each.activityId, each.thread, wordsOf(each.activity)])).toEqual([
      [root, root, "root"],
      [second, root, "second"],
      [third, root, "third"],
    ]);
    expect(teams.standing(CHANNEL)).toHaveLength(4);
    expect(teams.calls.map((each) => [each.name, each.conversation, each.tenant, each.status])).toEqual(
      Array(4).fill(["message", CHANNEL, TENANT, 201]),
    );
  });

  test("a thread can be begun with its first message, and its id says so", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const opened = await conversations.createConversation(threadIn(CHANNEL, message("root")));
    expect(opened).toMatchObject({ id: `${CHANNEL};messageid=${opened.activityId}`, activityId: expect.any(String) });
    expect(teams.standing(opened.id)).toMatchObject([{ activityId: opened.activityId }]);
    expect(teams.calls).toMatchObject([{ name: "message", conversation: CHANNEL }]);
  });

  test("a group chat has no threads", async () => {
    const { teams, conversations } = await teamsOfAcme();
    await conversations.sendToConversation(GROUP, message("hello"));
    expect(teams.standing(GROUP)).toMatchObject([{ thread: undefined }]);
  });

  test("a conversation with a person is the same every time, by either id", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const { id } = await conversations.createConversation(withAnna());
    expect(await conversations.createConversation(withAnna({ members: [{ id: ANNA.id }] }))).toMatchObject({ id });
    const begun = await conversations.createConversation(withAnna({ activity: message("hello") }));
    expect([begun.id, teams.conversationOf(ANNA.id)]).toEqual([id, id]);
    expect(teams.standing(id)).toMatchObject([{ activityId: begun.activityId, conversation: id, thread: undefined }]);
    expect(teams.calls.map(({ name }) => name)).toEqual([
      "opening a conversation",
      "opening a conversation",
      "message",
    ]);
  });

  test("one that is drawn anew keeps its versions; one that is deleted can't be drawn", async () => {
    const { teams, wall, conversations } = await teamsOfAcme();
    const { id = "" } = await conversations.sendToConversation(CHANNEL, message("first"));
    expect(await conversations.updateActivity(CHANNEL, id, message("second"))).toMatchObject({ id });
    const [drawn] = teams.standing(CHANNEL);
    expect(drawn?.versions.map(wordsOf)).toEqual(["first", "second"]);
    expect(drawn && wordsOf(drawn.activity)).toBe("second");
    await conversations.deleteActivity(CHANNEL, id);
    expect(teams.standing(CHANNEL)).toMatchObject([{ activityId: id, deletedAt: wall.now() }]);
    const gone = refused(404, "ActivityNotFoundInConversation");
    await expect(conversations.updateActivity(CHANNEL, id, message("third"))).rejects.toEqual(gone);
    await expect(conversations.updateActivity(CHANNEL, "1", message("third"))).rejects.toEqual(gone);
    await expect(conversations.deleteActivity(CHANNEL, "1")).rejects.toEqual(gone);
  });

  test("text beside a card makes two messages, of which neither is named", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const sent = await conversations.sendToConversation(CHANNEL, message("card", { text: "text" }));
    expect(sent.id).toBeUndefined();
    const [first, second] = teams.standing(CHANNEL);
    expect([first?.activity["text"], first?.activity["attachments"]]).toEqual(["text", undefined]);
    expect([second?.activity["text"], second?.thread]).toEqual([undefined, first?.activityId]);
  });

  test("a bot that is seen to type leaves nothing standing", async () => {
    const { teams, conversations } = await teamsOfAcme();
    await conversations.sendToConversation(CHANNEL, { type: "typing" });
    expect(teams.calls).toMatchObject([{ result: "done" }]);
    expect(teams.standing(CHANNEL)).toEqual([]);
  });

  test("no two share an id, and the later one's is greater", async () => {
    const { teams, conversations } = await teamsOfAcme();
    for (let made = 0; made < 5; made++) await conversations.sendToConversation(GROUP, message("hello"));
    const ids = teams.standing(GROUP).map((each) => Number(each.activityId));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(ids).toHaveLength(5);
  });
});

describe("refusals", () => {
  const card = { type: "AdaptiveCard", version: "1.5" };
  const attached = (attachment: unknown): Activity => ({ type: "message", attachments: [attachment] }) as never;

  test.each([
    ["no type", { text: "hello" }],
    ["nothing to say", { type: "message" }],
    ["attachments that are no list", { type: "message", attachments: card }],
    ["an attachment that is nothing", attached(null)],
    ["an attachment of another type", attached({ contentType: "application/json", content: card })],
    ["a card of another type", attached({ contentType: CARD_TYPE, content: { ...card, type: "Card" } })],
    ["a card without a version", attached({ contentType: CARD_TYPE, content: { type: "AdaptiveCard" } })],
  ])("%s is bad syntax", async (_what, activity) => {
    const { teams, conversations } = await teamsOfAcme();
    const sent = fetch(`${teams.serviceUrl}v3/conversations/${encodeURIComponent(CHANNEL)}/activities`, {
      method: "POST",
      body: JSON.stringify(activity),
    });
    expect(await (await sent).json()).toMatchObject({ error: { code: "BadSyntax" } });
    const { id = "" } = await conversations.sendToConversation(CHANNEL, message("well"));
    // The client itself refuses what is no list.
    if ("type" in activity && activity.attachments !== card) {
      const drawn = conversations.updateActivity(CHANNEL, id, activity as Activity);
      await expect(drawn).rejects.toEqual(refused(400, "BadSyntax"));
    }
    expect(teams.standing(CHANNEL)).toMatchObject([{ versions: [{}] }]);
  });

  test("40 KB of UTF-16 are taken, two bytes more are too big", async () => {
    const { conversations } = await teamsOfAcme();
    const around = JSON.stringify({ type: "message", text: "" }).length;
    const sized = (letters: number): Activity => ({ type: "message", text: "ä".repeat(letters - around) });
    await conversations.sendToConversation(CHANNEL, sized(20 * 1024));
    const tooBig = conversations.sendToConversation(CHANNEL, sized(20 * 1024 + 1));
    await expect(tooBig).rejects.toEqual(refused(413, "MessageSizeTooBig"));
  });

  test("where nobody is or nobody is any more there is no conversation", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const nowhere = refused(404, "ConversationNotFound");
    const to = (id: string) => conversations.sendToConversation(id, message("hello"));
    const direct = teams.conversationOf(ANNA.id);
    await to(CHANNEL);
    teams.setChannel(CHANNEL, { deleted: true });
    teams.addUser(TENANT, { ...ANNA, deleted: true });
    for (const id of ["19:nowhere@thread.tacv2", CHANNEL, direct]) await expect(to(id)).rejects.toEqual(nowhere);
    const begun = conversations.createConversation(threadIn(CHANNEL, message("hello")));
    await expect(begun).rejects.toEqual(nowhere);
    expect(teams.standing(CHANNEL)).toHaveLength(1);
  });

  test.each([
    ["somebody who left", { members: [{ id: "left-object" }] }],
    ["another company's person", { members: [{ id: "dana-object" }] }],
    ["nobody", { members: [{ id: "29:nobody" }] }],
    ["a tenant without that person", { tenantId: "tenant-other" }],
  ])("no conversation is opened with %s", async (_who, more) => {
    const { teams, conversations } = await teamsOfAcme();
    teams.addUser(TENANT, { aadObjectId: "left-object", name: "Left", deleted: true });
    await expect(conversations.createConversation(withAnna(more))).rejects.toEqual(refused(400, "BadSyntax"));
  });

  test("the bot may be barred from a conversation, blocked by a person and disabled by an admin", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const direct = teams.conversationOf(ANNA.id);
    const to = (id: string) => conversations.sendToConversation(id, message("hello"));
    const { id = "" } = await to(direct);
    const [letIn, unblock] = [teams.bar(CHANNEL), teams.block(ANNA.aadObjectId)];
    const barred = refused(403, "BotNotInConversationRoster");
    await expect(to(CHANNEL)).rejects.toEqual(barred);
    await expect(conversations.getConversationPagedMembers(CHANNEL)).rejects.toEqual(barred);
    const blocked = refused(403, "MessageWritesBlocked");
    await expect(to(direct)).rejects.toEqual(blocked);
    await expect(conversations.updateActivity(direct, id, message("again"))).rejects.toEqual(blocked);
    expect(await conversations.createConversation(withAnna())).toMatchObject({ id: direct });
    letIn();
    unblock();
    await to(CHANNEL);
    await to(direct);
    teams.addTenant({ id: TENANT, disabledByAdmin: true });
    await expect(to(direct)).rejects.toEqual(refused(403, "BotDisabledByAdmin"));
    await expect(conversations.createConversation(withAnna())).rejects.toEqual(refused(403, "BotDisabledByAdmin"));
  });

  test("where a token is wanted no other is taken, and whatever came is noted", async () => {
    const { teams, conversations } = await teamsOfAcme({ token: "right" });
    const ask = async (authorization?: string) =>
      (await fetch(`${teams.serviceUrl}v3/teams/${TEAM}`, { headers: authorization ? { authorization } : {} })).status;
    const without = conversations.getConversationPagedMembers(CHANNEL);
    await expect(without).rejects.toEqual(refused(401, "Unauthorized"));
    expect([await ask("Bearer wrong"), await ask("Bearer right")]).toEqual([401, 200]);
    expect(teams.calls.map((each) => each.authorization)).toEqual([undefined, "Bearer wrong", "Bearer right"]);
  });

  test("an address that Teams doesn't have is noted and not found", async () => {
    const { teams } = await teamsOfAcme();
    expect((await fetch(`${teams.serviceUrl}v3/nothing?x=1`)).status).toBe(404);
    expect(teams.calls).toMatchObject([{ name: undefined, path: "v3/nothing?x=1", result: "refused" }]);
  });
});

describe("people and channels", () => {
  test("1,200 members come in pages of 500, each once", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const members = Array.from({ length: 1200 }, (_, at) => `person-${String(at)}`);
    for (const aadObjectId of members) teams.addUser(TENANT, { aadObjectId, name: aadObjectId });
    teams.setChannel(CHANNEL, { members });
    const pages: string[][] = [];
    let continuationToken = "";
    do {
      const page = await conversations.getConversationPagedMembers(CHANNEL, { pageSize: 500, continuationToken });
      pages.push(page.members.map((each) => each.aadObjectId ?? ""));
      continuationToken = page.continuationToken;
    } while (continuationToken);
    expect(pages.map((page) => page.length)).toEqual([500, 500, 200]);
    expect(pages.flat()).toEqual(members);
    expect((await conversations.getConversationPagedMembers(CHANNEL)).members).toHaveLength(200);
    const mad = { pageSize: 500, continuationToken: "mad" };
    await expect(conversations.getConversationPagedMembers(CHANNEL, mad)).rejects.toEqual(refused(400, "BadSyntax"));
  });

  test.each([
    [1, 50],
    [10_000, 500],
  ])("a page of %i has %i", async (pageSize, length) => {
    const { teams } = await teamsOfAcme();
    const members = Array.from({ length: 501 }, (_, at) => `person-${String(at)}`);
    for (const aadObjectId of members) teams.addUser(TENANT, { aadObjectId, name: aadObjectId });
    teams.setChannel(CHANNEL, { members });
    const url = `${teams.serviceUrl}v3/conversations/${CHANNEL}/pagedmembers?pageSize=${String(pageSize)}`;
    expect(((await (await fetch(url)).json()) as { members: unknown[] }).members).toHaveLength(length);
  });

  test("a member says who they are, whose, and whether a guest", async () => {
    const { teams } = await teamsOfAcme();
    teams.setChannel(CHANNEL, { shared: true, members: ["29:anna", "gast-object", "dana-object"] });
    const url = `${teams.serviceUrl}v3/conversations/${encodeURIComponent(CHANNEL)}/pagedmembers`;
    expect(await (await fetch(url)).json()).toEqual({
      members: [
        {
          id: "29:anna",
          name: "Anna Berg",
          aadObjectId: "anna-object",
          objectId: "anna-object",
          givenName: "Anna",
          surname: "Berg",
          email: "Anna@acme.example",
          userPrincipalName: "anna@acme.example",
          tenantId: TENANT,
          userRole: "user",
        },
        expect.objectContaining({ id: expect.stringMatching(/^29:/) as string, userRole: "guest", tenantId: TENANT }),
        expect.objectContaining({ name: "Dana", tenantId: "tenant-customer", userRole: "user" }),
      ],
    });
  });

  test("one member is found by either id and by name, not by another's", async () => {
    const { conversations } = await teamsOfAcme();
    for (const id of ["29:anna", "anna-object", "anna@acme.example"]) {
      expect(await conversations.getConversationMember(CHANNEL, id)).toMatchObject({ id: "29:anna" });
    }
    const stranger = conversations.getConversationMember(CHANNEL, "dana-object");
    await expect(stranger).rejects.toEqual(refused(404, "MemberNotFoundInConversation"));
  });

  test("a team tells its channels and their kinds", async () => {
    const { teams } = await teamsOfAcme();
    teams.addChannel(TENANT, { id: "19:joint@thread.tacv2", name: "joint", team: TEAM, members: [], shared: true });
    const client = new TeamsConnectorClient(MicrosoftAppCredentials.Empty, { baseUri: teams.serviceUrl });
    const { conversations } = await client.teams.fetchChannelList(TEAM);
    expect(conversations?.map(({ id, name, type }) => [id, name, type])).toEqual([
      [TEAM, null, "standard"],
      [CHANNEL, "csm", "standard"],
      ["19:joint@thread.tacv2", "joint", "shared"],
    ]);
    expect(await client.teams.fetchTeamDetails(TEAM)).toMatchObject({ id: TEAM, channelCount: 3, memberCount: 2 });
    expect(teams.calls.map(({ name }) => name)).toEqual(["reading a channel", "reading a channel"]);
  });
});

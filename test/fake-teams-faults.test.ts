import { setImmediate as soon } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { FakeTeams, Fault } from "./helpers/fake-teams.ts";
import { createRates } from "./helpers/fake-teams/rates.ts";
import { stillWall } from "./helpers/slack-request.ts";
import {
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

describe("windows", () => {
  test.each([
    { calls: 7, withinMs: 0, fullAgainMs: 1000 },
    { calls: 8, withinMs: 1050, fullAgainMs: 2000 },
    { calls: 60, withinMs: 29_500, fullAgainMs: 30_000 },
  ])("of a conversation: $calls and no more before $fullAgainMs ms", async ({ calls, withinMs, fullAgainMs }) => {
    const { wall, conversations, post, counts } = await paced();
    const gapMs = withinMs / (calls - 1);
    for (let made = 0; made < calls; made++) {
      if (made > 0) wall.move(gapMs);
      expect(await post()).toBe("taken");
    }
    expect(await post()).toBe(Math.ceil((fullAgainMs - withinMs) / 1000));
    wall.move(fullAgainMs - withinMs - 1);
    expect(await post()).toBe(1);
    await conversations.sendToConversation(GROUP, message("another conversation has its own"));
    wall.move(1);
    expect(await post()).toBe("taken");
    expect(counts()).toEqual({ taken: calls + 2, "rate-limited": 2 });
  });

  test("of a conversation: 1800 in an hour", () => {
    const wall = stillWall();
    const rates = createRates(wall);
    const send = () => rates.take(TENANT, CHANNEL, "send");
    for (let made = 0; made < 1800; made++) {
      expect(send()).toBeUndefined();
      wall.move(1999);
    }
    expect(send()).toBe(2);
    wall.move(1799);
    expect(send()).toBe(1);
    wall.move(1);
    expect(send()).toBeUndefined();
  });

  test("threads, redraws and opening count for their conversation; reading has windows of its own", async () => {
    const { conversations, paceOf } = await paced();
    const { id: root = "" } = await conversations.sendToConversation(CHANNEL, message("root"));
    for (let made = 0; made < 3; made++) {
      await conversations.sendToConversation(`${CHANNEL};messageid=${root}`, message("in the thread"));
      await conversations.updateActivity(CHANNEL, root, message("again"));
    }
    const begin = () => conversations.createConversation(threadIn(CHANNEL, message("another")));
    expect(await paceOf(begin)).toBe(1);
    const read = () => conversations.getConversationPagedMembers(CHANNEL);
    for (let made = 0; made < 14; made++) expect(await paceOf(read)).toBe("taken");
    expect(await paceOf(read)).toBe(1);
  });

  test("of a tenant: 30 in a second, wherever they go", async () => {
    const { teams, wall, conversations, paceOf } = await paced();
    teams.addTenant({ id: "tenant-other" });
    teams.addChannel("tenant-other", { id: "19:other@thread.tacv2", name: "other", team: "19:other", members: [] });
    const channels = Array.from({ length: 31 }, (_, at) => `19:channel-${String(at)}@thread.tacv2`);
    for (const id of channels) teams.addChannel(TENANT, { id, name: id, team: TEAM, members: [] });
    const to = (id: string) => paceOf(() => conversations.sendToConversation(id, message("hello")));
    for (const id of channels.slice(0, 30)) expect(await to(id)).toBe("taken");
    wall.move(999);
    expect([await to(channels[30] ?? ""), await to("19:other@thread.tacv2")]).toEqual([1, "taken"]);
    wall.move(1);
    expect(await to(channels[30] ?? "")).toBe("taken");
  });

  async function paced() {
    const told = await teamsOfAcme({ enforceRates: true });
    /** @returns the seconds to wait when it came too fast */
    async function paceOf(call: () => Promise<unknown>): Promise<"taken" | number> {
      try {
        await call();
        return "taken";
      } catch (error) {
        expect(error).toEqual(refused(429, "Throttled"));
        const { response } = error as { response: { headers: { get(name: string): string } } };
        return Number(response.headers.get("retry-after"));
      }
    }
    const post = () => paceOf(() => told.conversations.sendToConversation(CHANNEL, message("hello")));
    const counts = () => {
      const limited = told.teams.calls.filter(({ result }) => result === "rate-limited").length;
      return { taken: told.teams.calls.length - limited, "rate-limited": limited };
    };
    return { ...told, paceOf, post, counts };
  }
});

describe("faults", () => {
  const raw = (teams: FakeTeams, init: RequestInit = {}) =>
    fetch(`${teams.serviceUrl}v3/conversations/${encodeURIComponent(CHANNEL)}/activities`, {
      method: "POST",
      body: JSON.stringify(message("hello")),
      ...init,
    });

  test("a lost reply leaves the message standing; a call that never arrived leaves nothing", async () => {
    const { teams, conversations } = await teamsOfAcme();
    const to = (words: string) => conversations.sendToConversation(CHANNEL, message(words));
    teams.fault({ call: "message", times: 1, is: { kind: "reply-lost" } });
    teams.fault({ call: "message", times: 1, is: { kind: "never-arrived" } });
    await expect(to("done")).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(to("not done")).rejects.toMatchObject({ code: "ECONNRESET" });
    await to("well");
    expect(teams.standing(CHANNEL).map((each) => wordsOf(each.activity))).toEqual(["done", "well"]);
    expect(teams.calls.map((each) => [each.result, each.status, each.fault])).toEqual([
      ["done", 201, "reply-lost"],
      ["not-done", undefined, "never-arrived"],
      ["done", 201, undefined],
    ]);
  });

  test.each<[Fault, number, RegExp, number]>([
    [{ kind: "html" }, 200, /^<!doctype/, 0],
    [{ kind: "html", done: true }, 200, /^<!doctype/, 1],
    [{ kind: "cut-json" }, 201, /^\{"id":"[^}]*$/, 1],
    [{ kind: "empty" }, 201, /^$/, 1],
    [{ kind: "empty", done: false }, 200, /^$/, 0],
    [{ kind: "drip", bytesPerSecond: 5000 }, 201, /^\{"id":"\d+"\}$/, 1],
    [{ kind: "status", status: 502 }, 502, /^$/, 0],
    [{ kind: "status", status: 504, done: true }, 504, /^$/, 1],
    [{ kind: "status", status: 412, code: "PreconditionFailed" }, 412, /^\{"error":\{"code":"PreconditionFailed"/, 0],
    [{ kind: "rate-limited" }, 429, /^\{"error":\{"code":"Throttled"/, 0],
  ])("%j", async (fault, status, body, standing) => {
    const { teams } = await teamsOfAcme();
    teams.fault({ is: fault });
    const response = await raw(teams);
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body)]);
    expect(teams.standing(CHANNEL)).toHaveLength(standing);
    expect(teams.calls).toMatchObject([{ fault: fault.kind }]);
  });

  test("Retry-After is what the rule says, or isn't there", async () => {
    const { teams } = await teamsOfAcme();
    const wait = async () => (await raw(teams)).headers.get("retry-after");
    teams.fault({ times: 1, is: { kind: "rate-limited", retryAfter: "soon" } });
    teams.fault({ times: 1, is: { kind: "rate-limited" } });
    teams.fault({ times: 1, is: { kind: "status", status: 503, retryAfter: "9" } });
    expect([await wait(), await wait(), await wait()]).toEqual(["soon", null, "9"]);
  });

  test("who follows a redirect is noted, with what they carry; the client without its own ways doesn't", async () => {
    const { teams, conversations } = await teamsOfAcme();
    teams.fault({ times: 2, is: { kind: "redirect" } });
    teams.fault({ times: 1, is: { kind: "redirect", status: 307 } });
    const sent = conversations.sendToConversation(CHANNEL, message("hello"));
    await expect(sent).rejects.toMatchObject({ statusCode: 302 });
    expect((await raw(teams, { redirect: "manual" })).headers.get("location")).not.toContain(teams.serviceUrl);
    expect(teams.followers).toEqual([]);
    await raw(teams);
    expect(teams.followers).toMatchObject([{ method: "POST", body: JSON.stringify(message("hello")) }]);
    expect(teams.standing(CHANNEL)).toEqual([]);
  });

  test.each([true, false])("who hangs on the line (done: %j) is let go when the server stops", async (done) => {
    const { teams, conversations } = await teamsOfAcme();
    teams.fault({ is: { kind: "hang", done } });
    const recorded = new Promise<void>((resolve) =>
      teams.onCall((_call, moment) => void (moment === "recorded" && resolve())),
    );
    const answer = expect(conversations.sendToConversation(CHANNEL, message("hello"))).rejects.toThrow();
    await recorded;
    expect(teams.standing(CHANNEL)).toHaveLength(done ? 1 : 0);
    await teams.stop();
    await answer;
  });

  test.each([
    "message",
    "redraw",
    "opening a conversation",
    "reading a channel",
    "looking up a person",
    "removing a message",
  ] as const)("a rule for a %s meets no other call", async (call) => {
    const { teams, conversations } = await teamsOfAcme();
    const { id = "" } = await conversations.sendToConversation(CHANNEL, message("hello"));
    teams.fault({ call, is: { kind: "status", status: 500 } });
    await Promise.allSettled([conversations.createConversation(threadIn(CHANNEL, message("hello")))]);
    await Promise.allSettled([conversations.updateActivity(CHANNEL, id, message("again"))]);
    await Promise.allSettled([conversations.createConversation(withAnna())]);
    await Promise.allSettled([conversations.getConversationPagedMembers(CHANNEL)]);
    await Promise.allSettled([conversations.getConversationMember(CHANNEL, ANNA.id)]);
    await Promise.allSettled([conversations.deleteActivity(CHANNEL, id)]);
    const met = teams.calls.filter(({ fault }) => fault !== undefined);
    expect(met.map(({ name, result }) => [name, result])).toEqual([[call, "not-done"]]);
    expect(teams.calls.filter(({ result }) => result === "done")).toHaveLength(6);
  });

  test("a rule meets only the calls it looks for", async () => {
    const { teams, conversations } = await teamsOfAcme();
    teams.fault({ where: ({ conversation }) => conversation === GROUP, is: { kind: "status", status: 500 } });
    await conversations.sendToConversation(CHANNEL, message("hello"));
    const met = conversations.sendToConversation(GROUP, message("hello"));
    await expect(met).rejects.toMatchObject({ statusCode: 500 });
  });
});

test("who listens is told when a call arrives, is done and is answered, and holds it up meanwhile", async () => {
  const { teams, conversations } = await teamsOfAcme();
  const told: string[] = [];
  let goOn: () => void = () => undefined;
  teams.onCall((call, moment) => {
    told.push(`${String(call.name)} ${moment} ${String(teams.standing(CHANNEL).length)} ${call.result}`);
    if (moment === "recorded") return new Promise((resolve) => (goOn = resolve));
  });
  const answer = conversations.sendToConversation(CHANNEL, message("hello"));
  while (told.length < 2) await soon();
  goOn();
  await answer;
  while (told.length < 3) await soon();
  expect(told).toEqual(["message arrived 0 pending", "message recorded 1 done", "message answered 1 done"]);
});

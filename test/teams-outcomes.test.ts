import { describe, expect, test } from "vitest";
import type { Drawn, SendOutcome, Target } from "../src/chat/platform.ts";
import { credentialsOf } from "../src/chat/teams/adapter.ts";
import { createConnector, type Gate } from "../src/chat/teams/connector.ts";
import type { Met } from "../src/chat/teams/conversations.ts";
import { createTeamsPlatform } from "../src/chat/teams/platform.ts";
import { createSays } from "../src/locales/say.ts";
import { settlementOf } from "../src/outbox/retry.ts";
import { ANNA, CHANNEL, TEAM, TENANT, teamsOfAcme } from "./helpers/fake-teams/acme.ts";
import type { Fault } from "./helpers/fake-teams.ts";
import { openGate } from "./helpers/open-gate.ts";
import { keptLog, stillWall } from "./helpers/slack-request.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { keptOffers } from "./helpers/teams-offers.ts";

const NOW = new Date("2026-03-10T09:00:00Z");
const says = createSays();
const channel: Target = { platform: "teams", workspace: TENANT, conversation: CHANNEL };
const anna: Target = { ...channel, conversation: ANNA.aadObjectId };
const drawn: Drawn = {
  card: { title: ["Northwind is at risk"], body: [{ kind: "text", text: ["Call Dana."] }] },
  summary: ["Northwind is at risk"],
  handles: new Map(),
  locale: "en",
  zone: "Europe/Berlin",
  deliveryId: "019400d2-5b7a-7c31-9a52-0d8c2f6e1d01",
};

/** Acme's Teams, and Tandem's side of it, which was met in the channel. */
async function acme(timeoutMs = 10_000, gate = openGate) {
  const { teams } = await teamsOfAcme();
  const { serviceUrl } = teams;
  const met: Met = { tenant: TENANT, conversation: CHANNEL, sendTo: CHANNEL, kind: "channel", serviceUrl, team: TEAM };
  const conversations = keptConversations([met]);
  const credentials = credentialsOf({ appId: "", password: "", tenant: TENANT });
  const platform = createTeamsPlatform({
    connector: createConnector({ credentials, appId: undefined, local: true, timeoutMs, gate }),
    conversations,
    offers: keptOffers(),
    tenant: TENANT,
    says,
    wall: stillWall(),
    log: keptLog(),
  });
  const isGone = async (): Promise<boolean> => (await conversations.find(TENANT, CHANNEL))?.gone ?? false;
  return { teams, platform, isGone, meet: () => conversations.keep(met) };
}

function settled(outcome: SendOutcome, update = false) {
  return settlementOf(outcome, { attempts: 1, update }, NOW, 0.5);
}

const refused = (status: number, code?: string): Fault => {
  return { kind: "status", status, ...(code === undefined ? {} : { code }) };
};

describe("a message that Tandem may not send yet", () => {
  test.each<[string, Gate["enter"]]>([
    ["there is no room for", () => Promise.resolve(undefined)],
    ["nobody can count", () => Promise.reject(new Error("the database is away"))],
  ])("because %s it isn't sent, and waits for a second", async (_, enter) => {
    const { teams, platform } = await acme(10_000, { enter });
    expect(await platform.send(channel, drawn)).toEqual({ kind: "slow-down", waitMs: 1000 });
    expect(teams.calls).toEqual([]);
  });

  test("gives its place back when it has been sent, and when it was refused", async () => {
    const inside = { now: 0, before: 0 };
    const { teams, platform } = await acme(10_000, {
      enter() {
        inside.now += 1;
        inside.before += 1;
        return Promise.resolve(() => Promise.resolve(void (inside.now -= 1)));
      },
    });
    expect((await platform.send(channel, drawn)).kind).toBe("sent");
    teams.fault({ is: refused(400, "BadSyntax") });
    expect((await platform.send(channel, drawn)).kind).toBe("not-allowed");
    expect(inside).toEqual({ now: 0, before: 2 });
  });
});

describe("a message that Teams refuses", () => {
  test.each<[number, string | undefined, SendOutcome["kind"], "gone" | "stays"]>([
    [400, "BadSyntax", "not-allowed", "stays"],
    [403, "BotNotInConversationRoster", "not-allowed", "gone"],
    [403, "BotDisabledByAdmin", "not-allowed", "stays"],
    [403, "MessageWritesBlocked", "address-gone", "gone"],
    [403, "ConversationBlockedByUser", "address-gone", "gone"],
    [403, undefined, "address-gone", "gone"],
    [404, "ConversationNotFound", "address-gone", "gone"],
    [404, "ActivityNotFoundInConversation", "address-gone", "stays"],
    [410, undefined, "address-gone", "stays"],
    [413, "MessageSizeTooBig", "not-allowed", "stays"],
  ])("with %d %s ends as %s for good, after one call, and the conversation is %s", async (status, code, kind, left) => {
    const { teams, platform, isGone } = await acme();
    teams.fault({ is: refused(status, code) });
    const outcome = await platform.send(channel, drawn);
    expect(outcome.kind).toBe(kind);
    expect(settled(outcome).kind).toBe("failed");
    expect(teams.calls).toHaveLength(1);
    expect(await isGone()).toBe(left === "gone");
  });

  test("because the bot was sent away is the last one there, until the bot is met again", async () => {
    const { teams, platform, meet } = await acme();
    const letIn = teams.bar(CHANNEL);
    expect(await platform.send(channel, drawn)).toMatchObject({ problem: "BotNotInConversationRoster" });
    expect(await platform.send(channel, drawn)).toEqual({ kind: "address-gone", problem: "the bot was sent away" });
    expect(await platform.update(channel, `${CHANNEL}|1`, drawn)).toMatchObject({ kind: "address-gone" });
    expect(teams.calls).toHaveLength(1);
    letIn();
    expect(await platform.send(channel, drawn)).toMatchObject({ kind: "address-gone" });
    expect(teams.calls).toHaveLength(1);
    await meet();
    expect((await platform.send(channel, drawn)).kind).toBe("sent");
    expect(teams.calls).toHaveLength(2);
  });

  test("for its size holds no other up", async () => {
    const { teams, platform } = await acme();
    teams.fault({ times: 1, is: refused(413, "MessageSizeTooBig") });
    expect(await platform.send(channel, drawn)).toEqual({ kind: "not-allowed", problem: "MessageSizeTooBig" });
    expect((await platform.send(channel, drawn)).kind).toBe("sent");
  });
});

describe("a message when Teams is too busy", () => {
  test.each([
    ["7", 7000],
    [" 7 ", 7000],
    ["3600", 3_600_000],
    ["1000000000", 3_600_000],
    ["", 30_000],
    ["-1", 30_000],
    ["0", 30_000],
    ["1.5", 30_000],
    ["1e3", 30_000],
    ["soon", 30_000],
    ["Wed, 09 Dec 2026 08:00:00 GMT", 30_000],
    [undefined, 30_000],
  ])("and says Retry-After %s waits %d ms with its whole address, after one call", async (retryAfter, waitMs) => {
    const { teams, platform, isGone } = await acme();
    teams.fault({ is: { kind: "rate-limited", ...(retryAfter === undefined ? {} : { retryAfter }) } });
    const outcome = await platform.send(channel, drawn);
    expect(outcome).toEqual({ kind: "slow-down", waitMs });
    expect(settled(outcome)).toEqual({ kind: "address-waits", notBefore: new Date(NOW.getTime() + waitMs) });
    expect(teams.calls).toHaveLength(1);
    expect(await isGone()).toBe(false);
  });
});

describe("a message that Microsoft asks to try again", () => {
  test.each([412, 502, 504])(
    "after %d goes again, later and not all at once, and the client itself tries no more",
    async (status) => {
      const { teams, platform, isGone } = await acme();
      teams.fault({ times: 1, is: refused(status) });
      const outcome = await platform.send(channel, drawn);
      expect(outcome).toEqual({ kind: "passing", problem: `http ${status}` });
      expect(teams.calls).toHaveLength(1);
      const waits = [0, 0.5, 0.999].map((jitter) => settlementOf(outcome, { attempts: 1, update: false }, NOW, jitter));
      expect(waits.map((each) => each.kind === "again" && each.notBefore.getTime() - NOW.getTime())).toEqual([
        1500, 2000, 2499,
      ]);
      expect(await isGone()).toBe(false);
      expect((await platform.send(channel, drawn)).kind).toBe("sent");
    },
  );
});

describe("a message that may have been posted", () => {
  test.each<[string, Fault]>([
    ["the reply is lost", { kind: "reply-lost" }],
    ["the reply is cut", { kind: "cut-json" }],
    ["the answer is a page", { kind: "html", done: true }],
    ["the answer is empty", { kind: "empty" }],
    ["Teams stumbles with 500", { kind: "status", status: 500, done: true }],
    ["Teams is unavailable with 503", { kind: "status", status: 503, done: true }],
    ["the request timed out at Teams", { kind: "status", status: 408, done: true }],
  ])("is ambiguous when %s, and is not posted again", async (_what, fault) => {
    const { teams, platform } = await acme();
    teams.fault({ is: fault });
    const outcome = await platform.send(channel, drawn);
    expect(outcome.kind).toBe("ambiguous");
    expect(settled(outcome).kind).toBe("ambiguous");
    expect(teams.calls).toHaveLength(1);
    expect(teams.standing(CHANNEL)).toHaveLength(1);
  });

  test.each([true, false])("is ambiguous when Teams never answers, done: %s", async (done) => {
    const { teams, platform } = await acme(250);
    teams.fault({ is: { kind: "hang", done } });
    expect((await platform.send(channel, drawn)).kind).toBe("ambiguous");
    expect(teams.calls).toHaveLength(1);
  });

  test("is looked for in vain, once: Teams can't be asked", async () => {
    const { teams, platform } = await acme();
    const between = { from: NOW, to: NOW };
    expect(await platform.find(channel, drawn.deliveryId, between)).toMatchObject({ kind: "unknown", again: false });
    expect(teams.calls).toEqual([]);
  });

  test("is harmless to repeat when it only draws a message anew", async () => {
    const { teams, platform } = await acme();
    const sent = await platform.send(channel, drawn);
    teams.fault({ times: 1, is: { kind: "reply-lost" } });
    const ref = sent.kind === "sent" ? sent.ref : "";
    expect(settled(await platform.update(channel, ref, drawn), true).kind).toBe("again");
  });
});

describe("a message that surely was not posted", () => {
  test("may go again when nobody listened", async () => {
    const { teams, platform } = await acme();
    await teams.stop();
    expect(await platform.send(channel, drawn)).toEqual({ kind: "passing", problem: "ECONNREFUSED" });
  });

  test("may go again when only opening the conversation failed", async () => {
    const { teams, platform } = await acme();
    teams.fault({ call: "opening a conversation", times: 1, is: { kind: "reply-lost" } });
    expect((await platform.send(anna, drawn)).kind).toBe("passing");
    expect(teams.calls.map(({ name }) => name)).toEqual(["opening a conversation"]);
    expect((await platform.send(anna, drawn)).kind).toBe("sent");
  });

  test("follows nobody who points elsewhere", async () => {
    const { teams, platform } = await acme();
    teams.fault({ is: { kind: "redirect" } });
    expect((await platform.send(channel, drawn)).kind).toBe("not-allowed");
    expect(teams.followers).toEqual([]);
  });
});

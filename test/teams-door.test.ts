import { ToBotFromBotOrEmulatorTokenValidationParameters as EMULATOR } from "botframework-connector";
import http from "node:http";
import https from "node:https";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Cloud } from "../src/chat/teams/index.ts";
import { isServiceUrl } from "../src/chat/teams/service-url.ts";
import { type OpenId, type SignOptions, startOpenId } from "./helpers/openid.ts";
import { teamsOfAcme } from "./helpers/fake-teams/acme.ts";
import { type LocalServer, serveLocally } from "./helpers/fake-platform/server.ts";
import { bodyOf, jsonAnswer, send } from "./helpers/fake-platform/wire.ts";
import * as says from "./helpers/teams-activity.ts";
import { keptConversations } from "./helpers/teams-conversations.ts";
import { openTeams, type OpenTeams } from "./helpers/teams-open.ts";

const TENANT = "7d0c9ad0-1111-4222-8333-acacacacacac";
const OTHER = "7d0c9ad0-1111-4222-8333-c0c0c0c0c0c0";
const SERVICE_URL = "https://smba.trafficmanager.net/emea/";
const CHANNEL = "19:csm@thread.tacv2";
const CONFIG = { kind: "cloud", appId: says.TEAMS_APP_ID, password: "a secret of the bot", tenant: TENANT } as const;

const who = { id: "29:anna", name: "Anna Berg", aadObjectId: "anna-object" };
const alone = { kind: "personal", conversation: "a:1anna", tenant: TENANT } as const;
const inChannel = { kind: "channel", channel: CHANNEL, team: "19:general@thread.tacv2", tenant: TENANT } as const;
const from = { who, where: alone, serviceUrl: SERVICE_URL };
const asked = says.typed("account Acme", from);
const READY = { card: { title: ["Northwind"], body: [] }, kind: "private" } as const;

let openId: OpenId;
let door: OpenTeams;
/** everything that wanted to leave this machine; it got no further than this test */
let left: { readonly to: string; readonly authorization: string | undefined; readonly body: string }[];
let outside: LocalServer;

beforeAll(async () => {
  openId = await startOpenId();
  outside = await serveLocally(async (request, response) => {
    const { host = "", authorization } = request.headers;
    left.push({ to: `${host}${request.url ?? ""}`, authorization, body: await bodyOf(request) });
    await send(response, jsonAnswer({ id: "1" }, 201));
  });
  return () => Promise.all([openId.stop(), outside.stop()]).then(() => undefined);
});
beforeEach(async () => {
  // The SDK writes what it refuses to the console.
  const silent = vi.spyOn(console, "error").mockReturnValue();
  const leaving = vi.spyOn(https, "request").mockImplementation(((asked: http.RequestOptions, answered: never) => {
    const { method, path, headers } = asked;
    const sent = { ...headers, host: asked.hostname ?? asked.host ?? "" };
    return http.request(outside.origin, { method: method ?? "GET", path: path ?? "/", headers: sent }, answered);
  }) as never);
  left = [];
  door = await openTeams({ config: CONFIG, cloud: cloudAt(openId) });
  return async () => {
    await door.close();
    leaving.mockRestore();
    silent.mockRestore();
  };
});

/** Ours to the connector, without asking Microsoft for one. */
function cloudAt({ metadataUrl }: Pick<OpenId, "metadataUrl">): Cloud {
  const signer = {
    signRequest(request: { headers: { set(name: string, value: string): void } }) {
      request.headers.set("authorization", "Bearer ours");
      return Promise.resolve(request);
    },
  };
  return {
    openIdMetadataUrl: metadataUrl,
    credentials: {
      isValidAppId: (appId: string) => Promise.resolve(appId === says.TEAMS_APP_ID),
      isAuthenticationDisabled: () => Promise.resolve(false),
      createCredentials: () => Promise.resolve(signer as never),
    },
  };
}

function token(claims: Readonly<Record<string, unknown>> = {}, options?: SignOptions): string {
  return `Bearer ${openId.sign({ aud: says.TEAMS_APP_ID, serviceurl: SERVICE_URL, ...claims }, options)}`;
}

/** Nobody was heard, nothing was kept, nothing left. */
async function expectNothing(at: OpenTeams = door): Promise<void> {
  await at.teams.idle();
  expect(at.seen).toEqual([]);
  expect(await at.conversations.all(TENANT)).toEqual([]);
  expect(await at.conversations.all(OTHER)).toEqual([]);
  expect(left).toEqual([]);
}

describe("who may come in", () => {
  test("Teams is heard, and answered at its own address with our token", async () => {
    await door.close();
    door = await openTeams({ config: CONFIG, cloud: cloudAt(openId), reply: () => READY });
    expect(await door.post(asked, token())).toEqual({ status: 200, body: "" });
    await door.teams.idle();
    const to = "smba.trafficmanager.net/emea/v3/conversations/a%3A1anna/activities";
    expect(left).toEqual([{ to, authorization: "Bearer ours", body: expect.stringContaining("Northwind") as string }]);
    expect(door.seen).toMatchObject([
      { kind: "command", text: "account Acme", sender: { user: "anna-object", workspace: TENANT, home: TENANT } },
    ]);
  });

  test.each<[string, string | undefined]>([
    ["no header", undefined],
    ["an empty header", ""],
    ["words", "let me in"],
    ["a token that is none", "Bearer xx.yy.zz"],
    ["another scheme", "Basic YTpi"],
    ["two headers' worth", "Bearer a.b.c, Bearer d.e.f"],
    ["a token of a list", `Bearer e30.${Buffer.from("[]").toString("base64url")}.x`],
    ["a token of nothing", `Bearer e30.${Buffer.from("null").toString("base64url")}.x`],
  ])("%s is a stranger's", async (_what, authorization) => {
    expect(await door.post(asked, authorization)).toEqual({ status: 401, body: "" });
    await expectNothing();
  });

  test.each<[string, Readonly<Record<string, unknown>>, SignOptions?]>([
    ["that expired an hour ago", {}, { expiresInSeconds: -3600 }],
    ["not good yet", { nbf: 4_000_000_000, exp: 4_000_003_600 }],
    ["for another bot", { aud: "another" }],
    ["for nobody", { aud: undefined }],
    ["of another issuer", { iss: "https://issuer.example" }],
    ["of two issuers", { iss: ["https://api.botframework.com", "https://issuer.example"] }],
    ["for another address", { serviceurl: "https://smba.trafficmanager.net/amer/" }],
    ["for no address", { serviceurl: undefined }],
    ["signed by another key", {}, { key: "another" }],
    ["with a key that nobody published", {}, { kid: "unknown" }],
    ["with a key for another channel", {}, { key: "for another channel" }],
    ["without a signature", {}, { alg: "none" }],
    ["signed with what everybody knows", {}, { alg: "HS256 with the public key" }],
    ["that names a tenant besides", { tid: OTHER }],
  ])("a token %s is a stranger's", async (_which, claims, options) => {
    expect(await door.post(asked, token(claims, options))).toEqual({ status: 401, body: "" });
    await expectNothing();
  });

  test("another bot or an emulator with a good token of Microsoft Entra is a stranger, and isn't even looked up", async () => {
    for (const iss of [
      "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
      "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0",
      `https://sts.windows.net/${TENANT}/`,
    ]) {
      const claims = { iss, ver: "2.0", azp: says.TEAMS_APP_ID, appid: says.TEAMS_APP_ID, tid: TENANT };
      expect(await door.post(asked, token(claims))).toEqual({ status: 401, body: "" });
    }
    await expectNothing();
  });

  test("what strangers write into their tokens isn't remembered", async () => {
    const issuers = EMULATOR.issuer ?? [];
    const before = issuers.length;
    for (let at = 0; at < 5; at++) await door.post(asked, token({ tid: `stranger-${String(at)}` }, { key: "another" }));
    expect(issuers).toHaveLength(before);
  });

  test("while Microsoft's keys can't be had nobody comes in; afterwards Teams does", async () => {
    const away = await startOpenId();
    onTestFinished(() => away.stop());
    const at = await openTeams({ config: CONFIG, cloud: cloudAt(away) });
    onTestFinished(() => at.close());
    const good = `Bearer ${away.sign({ aud: says.TEAMS_APP_ID, serviceurl: SERVICE_URL })}`;
    away.goAway();
    expect(await at.post(asked, good)).toEqual({ status: 401, body: "" });
    await expectNothing(at);
    away.comeBack();
    expect(await at.post(asked, good)).toMatchObject({ status: 200 });
    expect(at.seen).toHaveLength(1);
  });

  test("another tenant is forbidden, wherever it is named", async () => {
    const theirs = { who, serviceUrl: SERVICE_URL, where: { ...alone, tenant: OTHER } };
    const { channelData: _channelData, ...bare } = says.typed("account Acme", theirs);
    const { conversation, ...rest } = says.typed("account Acme", theirs);
    for (const activity of [
      says.typed("account Acme", theirs),
      says.installed(theirs),
      bare,
      { ...rest, conversation: { ...conversation, tenantId: undefined } },
      { ...bare, conversation: { ...conversation, tenantId: undefined } },
    ])
      expect(await door.post(activity, token())).toEqual({ status: 403, body: "" });
    await expectNothing();
  });

  test("a tenant is the same in capitals", async () => {
    const loud = says.typed("account Acme", { ...from, where: { ...alone, tenant: TENANT.toUpperCase() } });
    expect(await door.post(loud, token())).toMatchObject({ status: 200 });
    expect(door.seen).toMatchObject([{ sender: { workspace: TENANT, home: TENANT } }]);
  });
});

describe("where answers may go", () => {
  const BAD = [
    "http://smba.trafficmanager.net/emea/",
    "https://127.0.0.1/emea/",
    "https://169.254.169.254/emea/",
    "https://[::1]/emea/",
    "https://2130706433/",
    "https://anna@smba.trafficmanager.net/emea/",
    "https://a:b@smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://smba.trafficmanager.net:8443/emea/",
    "https://smba.trafficmanager.net.evil.example/emea/",
    "https://smba-trafficmanager.net/emea/",
    "https://evil.smba.trafficmanager.net/emea/",
    "https://trafficmanager.net/emea/",
    "https://evil.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net./emea/",
    "https://smba.trafficm\u0430nager.net/emea/",
    "https://xn--smba-xyz.trafficmanager.net/",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://evil.example\\.smba.trafficmanager.net/",
    "https://evil.example?.smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/emea/?to=evil.example",
    "https://evil.example#smba.trafficmanager.net/",
    "https://smba.trafficmanager.net/emea/#x",
    "https://smba.trafficmanager.net/ emea/",
    "https://smba.traffic\tmanager.net/",
    "https:smba.trafficmanager.net",
    "https:///smba.trafficmanager.net/",
    "https://smba%2etrafficmanager.net/",
    "//smba.trafficmanager.net/emea/",
    "file:///etc/passwd",
    "smba.trafficmanager.net",
    "",
    `https://smba.trafficmanager.net/${"x".repeat(300)}`,
  ];

  test.each(BAD)("not to %j", (address) => {
    expect(isServiceUrl(address, false)).toBe(false);
  });

  test.each([SERVICE_URL, "https://smba.trafficmanager.net/amer/", "https://SMBA.trafficmanager.net:443/de/x/"])(
    "to %j",
    (address) => expect(isServiceUrl(address, false)).toBe(true),
  );

  test.each(BAD.filter((address) => address !== "" && address.length < 300))(
    "an activity of %j, though signed, is refused: nothing is kept, nothing sent",
    async (serviceUrl) => {
      for (const activity of [says.typed("help", { ...from, serviceUrl }), says.installed({ ...from, serviceUrl })])
        expect(await door.post(activity, token({ serviceurl: serviceUrl }))).toEqual({ status: 403, body: "" });
      await expectNothing();
    },
  );

  test("an address that was kept when it was still allowed is looked at again when it is used", async () => {
    let arrived = 0;
    const elsewhere = await serveLocally((_request, response) => {
      arrived += 1;
      response.end("{}");
      return Promise.resolve();
    });
    onTestFinished(() => elsewhere.stop());
    const serviceUrl = `${elsewhere.origin}/emea/`;
    const met = { tenant: TENANT, conversation: CHANNEL, sendTo: CHANNEL, kind: "channel", team: undefined } as const;
    const conversations = keptConversations([{ ...met, serviceUrl }]);
    const at = await openTeams({ config: CONFIG, cloud: cloudAt(openId), conversations });
    onTestFinished(() => at.close());
    const { platform } = at.teams;
    const drawn = { card: { title: ["Northwind"], body: [] }, summary: [], handles: new Map(), locale: "en" };
    const more = { zone: "UTC", deliveryId: "1" };
    const target = { platform: "teams", workspace: TENANT, conversation: CHANNEL } as const;
    for (const to of [target, { ...target, conversation: "anna-object" }, { ...target, conversation: "19:new@thread" }])
      expect(await platform.send(to, { ...drawn, ...more })).toMatchObject({ kind: "address-gone" });
    expect(await platform.update(target, `${CHANNEL}|1`, { ...drawn, ...more })).toMatchObject({
      kind: "address-gone",
    });
    await expect(platform.userByEmail(TENANT, "anna@acme.example")).resolves.toBeUndefined();
    expect(arrived).toBe(0);
    expect(left).toEqual([]);
  });

  test("an answer doesn't follow Teams elsewhere", async () => {
    const { teams } = await teamsOfAcme();
    const local = { kind: "local", appId: says.TEAMS_APP_ID, tenant: TENANT } as const;
    const at = await openTeams({ config: local, reply: () => READY });
    onTestFinished(() => at.close());
    for (const status of [301, 302, 307, 308]) {
      teams.fault({ times: 1, is: { kind: "redirect", status } });
      const text = `account ${String(status)}`;
      await at.post(says.typed(text, { ...from, serviceUrl: teams.serviceUrl }));
      await at.teams.idle();
    }
    expect(teams.calls).toHaveLength(4);
    expect(teams.followers).toEqual([]);
    expect(at.log.lines.filter(({ message }) => message === "a reply reached nobody")).toHaveLength(4);
  });
});

describe("what may come in", () => {
  test.each(["webchat", "emulator", "directline", "MSTEAMS", "", null, 5, undefined])(
    "channel %j isn't Teams",
    async (channelId) => {
      expect(await door.post({ ...asked, channelId }, token())).toEqual({ status: 401, body: "" });
      await expectNothing();
    },
  );

  test("over 1 MiB is too much", async () => {
    const bytes = 1024 * 1024;
    const padded = (length: number): string =>
      JSON.stringify({ ...asked, x: "" }).replace('""', `"${"x".repeat(length)}"`);
    const frame = padded(0).length;
    expect(await door.post(padded(bytes - frame), token())).toMatchObject({ status: 200 });
    expect(await door.post(padded(bytes - frame + 1), token())).toMatchObject({ status: 413 });
    expect(door.seen).toHaveLength(1);
  });

  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const withPart = (name: string, json: string): string =>
    JSON.stringify({ ...asked, [name]: "HERE" }).replace('"HERE"', json);
  const NOT_ONE: [string, string][] = [
    ["nothing", ""],
    ["half an object", '{"type":'],
    ["a list", "[]"],
    ["a list of activities", JSON.stringify([asked])],
    ["null", "null"],
    ["a number", "5"],
    ["a word", '"message"'],
    ["an empty object", "{}"],
    ["a very deep list", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["a prototype in disguise", withPart("__proto__", '{"polluted":1}')],
    ["a constructor in disguise", withPart("constructor", '{"prototype":{"polluted":1}}')],
  ];
  test.each(NOT_ONE)("%s is a stranger's, signed or not", async (_what, body) => {
    expect((await door.post(body, token())).status).toBe(401);
    expect((await door.post(body)).status).toBe(401);
    expect("polluted" in {}).toBe(false);
    await expectNothing();
  });

  const WRONG: readonly unknown[] = [null, 5, "x", [], {}, [null], { id: 5 }, { id: null }, true];
  const PARTS = ["type", "serviceUrl", "from", "recipient", "conversation", "channelData", "value", "text", "entities"];
  const MORE = ["id", "timestamp", "name", "replyToId", "membersAdded", "membersRemoved", "action", "attachments"];
  test.each([...PARTS, ...MORE])("a signed activity whose %s is anything else breaks nothing", async (part) => {
    const pressed = says.executed("risk.own:1", { v: 1, id: "1" }, { ...from, replyToId: "17" });
    const joined = says.membersAdded([who], { ...from, where: inChannel });
    for (const activity of [asked, pressed, joined, says.installed(from)]) {
      for (const wrong of WRONG) {
        const { status } = await door.post({ ...activity, [part]: wrong }, token());
        expect({ part, wrong, status: status < 500 }).toEqual({ part, wrong, status: true });
      }
    }
    expect((await door.post(asked, token())).status).toBe(200);
  });

  test.each(["value", "channelData", "entities", "x", "conversation", "from", "text", "attachments"])(
    "a signed activity whose %s is ten thousand deep breaks nothing",
    async (part) => {
      for (const levels of [10_000, 100_000]) {
        for (const body of [withPart(part, deep(levels)), withPart(part, `[${deep(levels)}]`)])
          expect((await door.post(body, token())).status).toBeLessThan(500);
      }
    },
  );

  test("a press, a form and an input without an id whose data are ten thousand deep break nothing", async () => {
    const { id: _id, ...nameless } = says.executed("risk.own:1", { v: 1, id: "HERE" }, { ...from, replyToId: "17" });
    for (const activity of [
      nameless,
      says.executed("risk.own:1", { v: 1, id: "HERE" }, { ...from, replyToId: "17" }),
      says.executed("submit", { v: 1, form: "risk.own", id: "1", origin: "HERE" }, { ...from, replyToId: "17" }),
      says.submittedByMessage({ verb: "submit", form: "HERE", "field:a": "HERE" }, { ...from, replyToId: "17" }),
      says.submittedInDialog({ verb: "risk.own:1", v: "HERE", id: "1", "choice:1": "HERE" }, from),
    ])
      expect((await door.post(JSON.stringify(activity).replaceAll('"HERE"', deep(10_000)), token())).status).toBe(200);
    for (const each of door.seen) expect(each).toMatchObject({ kind: "press", action: undefined });
  });

  test("who acts stands in the envelope: whatever a card or words say of others changes nothing", async () => {
    const others = { from: "ben", user: "ben-object", sender: "ben-object", aadObjectId: "ben-object", tenant: OTHER };
    for (const activity of [
      says.executed("risk.own:1", { v: 1, id: "1", ...others }, { ...from, replyToId: "17" }),
      says.submittedByMessage({ verb: "risk.own:1", v: 1, id: "1", ...others }, { ...from, replyToId: "17" }),
      says.submittedInDialog({ verb: "risk.own:1", v: 1, id: "1", ...others }, from),
      says.typed("as <at>Ben</at> ben-object account Acme", from),
      { ...asked, id: "2", from: { ...who, id: "29:ben", name: "Ben", role: "admin" } },
    ])
      expect((await door.post(activity, token())).status).toBe(200);
    expect(door.seen).toHaveLength(5);
    for (const { sender } of door.seen)
      expect(sender).toEqual({ platform: "teams", workspace: TENANT, user: "anna-object", home: TENANT });
  });

  test("who has no identity in Microsoft Entra is heard by nobody", async () => {
    expect((await door.post({ ...asked, from: { id: "29:anna", name: "Anna" } }, token())).status).toBe(200);
    await expectNothing();
  });
});

describe("on one's own machine, where nobody is asked who they are", () => {
  const local = { kind: "local", appId: undefined, tenant: TENANT } as const;

  test.each([
    ["http://127.0.0.1:4000/emea/", 200],
    ["http://localhost:4000/_connector", 200],
    ["http://[::1]:4000/", 200],
    ["https://127.0.0.1:4000/", 403],
    ["http://127.0.0.1.evil.example/", 403],
    ["http://localhost.evil.example/", 403],
    ["http://127.0.0.1@evil.example/", 403],
    ["http://192.168.1.1/", 403],
    ["http://0.0.0.0:4000/", 403],
    [SERVICE_URL, 403],
  ])("%s: %i", async (serviceUrl, status) => {
    const at = await openTeams({ config: local });
    onTestFinished(() => at.close());
    expect((await at.post(says.typed("help", { ...from, serviceUrl }))).status).toBe(status);
    expect(at.seen).toHaveLength(status === 200 ? 1 : 0);
    expect(left).toEqual([]);
  });

  test("another tenant is forbidden there too", async () => {
    const at = await openTeams({ config: local });
    onTestFinished(() => at.close());
    const serviceUrl = "http://127.0.0.1:4000/";
    const theirs = says.typed("help", { who, serviceUrl, where: { ...alone, tenant: OTHER } });
    expect((await at.post(theirs)).status).toBe(403);
    await expectNothing(at);
  });
});

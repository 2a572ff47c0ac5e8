import { ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { WallClock } from "../src/kernel/clock.ts";
import { type OpenId, type SignOptions, startOpenId } from "./helpers/openid.ts";
import { stillWall } from "./helpers/slack-request.ts";
import { TEAMS_APP_ID } from "./helpers/teams-activity.ts";

describe("tokens", () => {
  const aud = TEAMS_APP_ID;
  const serviceurl = "http://127.0.0.1:1/emea/";
  let openId: OpenId;
  beforeAll(async () => {
    openId = await startOpenId();
    return () => openId.stop();
  });
  beforeEach(() => {
    // The SDK writes what it refuses to the console.
    const silent = vi.spyOn(console, "error").mockReturnValue();
    return () => silent.mockRestore();
  });

  /** Botbuilder's own check. @throws when it doesn't let the activity in */
  async function check(
    claims: Readonly<Record<string, unknown>>,
    { at = openId, options, activity }: { at?: OpenId; options?: SignOptions; activity?: object } = {},
  ): Promise<unknown> {
    const authentication = new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: aud,
      MicrosoftAppPassword: "secret",
      MicrosoftAppType: "MultiTenant",
      ToChannelFromBotLoginUrl: "https://login.example",
      ToChannelFromBotOAuthScope: at.issuer,
      ToBotFromChannelTokenIssuer: at.issuer,
      OAuthUrl: "https://token.example",
      ToBotFromChannelOpenIdMetadataUrl: at.metadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: at.metadataUrl,
    });
    const incoming = { type: "message", channelId: "msteams", serviceUrl: serviceurl, ...activity };
    const token = at.sign({ aud, serviceurl, ...claims }, options);
    return authentication.authenticateRequest(incoming as never, `Bearer ${token}`);
  }

  test("one of ours lets an activity in, and the keys are fetched once", async () => {
    const at = await fresh();
    await expect(check({}, { at })).resolves.toBeDefined();
    await expect(check({}, { at, options: { expiresInSeconds: 7200 } })).resolves.toBeDefined();
    expect(at.fetches).toEqual({ metadata: 1, keys: 1 });
  });

  test.each<[string, RegExp, Readonly<Record<string, unknown>>, SignOptions?, object?]>([
    ["for another bot", /Invalid AppId/, { aud: "another" }],
    ["of another issuer", /No valid identity/, { iss: "https://issuer.example" }],
    ["for another address", /ServiceUrl claim/, { serviceurl: "https://elsewhere.example/" }],
    ["not good yet", /not active/, { nbf: 4_000_000_000, exp: 4_000_003_600 }],
    ["that expired an hour ago", /has expired/, {}, { expiresInSeconds: -3600 }],
    ["signed by another key", /invalid signature/, {}, { key: "another" }],
    ["with a key that nobody published", /Key could not be retrieved/, {}, { kid: "unknown" }],
    ["with a key for another channel", /endorsement for key: theirs/, {}, { key: "for another channel" }],
    ["without a signature", /signature is required/, {}, { alg: "none" }],
    ["signed with what everybody knows", /invalid algorithm/, {}, { alg: "HS256 with the public key" }],
    ["for another channel", /endorsement for key: ours/, {}, {}, { channelId: "webchat" }],
  ])("one %s lets nothing in", async (_which, reason, claims, options, activity) => {
    await expect(check(claims, { ...(options && { options }), ...(activity && { activity }) })).rejects.toThrow(reason);
  });

  test("an hour's token says since when it is good", async () => {
    const still = await fresh(stillWall(new Date(1_796_803_200_999)));
    const [, claims = ""] = still.sign({ aud }, { expiresInSeconds: 60 }).split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
      iss: "https://api.botframework.com",
      aud,
      nbf: 1_796_799_660,
      exp: 1_796_803_260,
    });
  });

  test("while the keys can't be had nothing is let in; afterwards it is", async () => {
    const at = await fresh();
    at.goAway();
    await expect(check({}, { at })).rejects.toThrow();
    at.comeBack();
    await expect(check({}, { at })).resolves.toBeDefined();
    expect(at.fetches).toEqual({ metadata: 2, keys: 1 });
  });

  async function fresh(wall?: WallClock): Promise<OpenId> {
    const made = await startOpenId(wall && { wall });
    onTestFinished(() => made.stop());
    return made;
  }
});

import { createHmac, createSign, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { type WallClock, wallClock } from "../../src/kernel/clock.ts";
import { serveLocally } from "./fake-platform/server.ts";
import { jsonAnswer, send } from "./fake-platform/wire.ts";

export const CHANNEL_ISSUER = "https://api.botframework.com";

/** "ours" signs for Teams; "for another channel" is published, but not for Teams; "another" isn't published. */
export type SigningKey = "ours" | "for another channel" | "another";

export interface SignOptions {
  readonly key?: SigningKey;
  readonly alg?: "RS256" | "none" | "HS256 with the public key";
  /** the key's own when left out; of "another", ours' */
  readonly kid?: string;
  /** 3600 when left out; what is below nothing expired so long ago */
  readonly expiresInSeconds?: number;
}

/** The place where the Bot Framework publishes its keys, on 127.0.0.1. */
export interface OpenId {
  readonly metadataUrl: string;
  readonly issuer: string;
  /** how often each was asked for, also in vain */
  readonly fetches: { readonly metadata: number; readonly keys: number };
  /**
   * A token as Teams sends it with an activity: an hour long, of the Bot Framework's issuer.
   * @param claims at least `aud`, the bot's id, and `serviceurl`; they stand above what is made here
   */
  sign(claims: Readonly<Record<string, unknown>>, options?: SignOptions): string;
  /** whoever asks has the connection broken */
  goAway(): void;
  comeBack(): void;
  stop(): Promise<void>;
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const KIDS: Readonly<Record<SigningKey, string>> = { ours: "ours", "for another channel": "theirs", another: "ours" };
const HOUR = 3600;

export async function startOpenId({ wall = wallClock }: { readonly wall?: WallClock } = {}): Promise<OpenId> {
  const [ours, theirs, another] = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const keys: Readonly<Record<SigningKey, Keys>> = { ours, "for another channel": theirs, another };
  const fetches = { metadata: 0, keys: 0 };
  let isAway = false;

  const { origin, stop } = await serveLocally(async (request, response) => {
    const isMetadata = request.url === "/.well-known/openidconfiguration";
    if (isMetadata) fetches.metadata += 1;
    if (request.url === "/keys") fetches.keys += 1;
    if (isAway) return void response.destroy();
    if (isMetadata) return send(response, jsonAnswer(metadata()));
    if (request.url === "/keys") return send(response, jsonAnswer(published()));
    return send(response, jsonAnswer({}, 404));
  });

  function metadata(): Readonly<Record<string, unknown>> {
    return {
      issuer: CHANNEL_ISSUER,
      jwks_uri: `${origin}/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
    };
  }
  function published(): Readonly<Record<string, unknown>> {
    return { keys: [jwkOf("ours", ["msteams"]), jwkOf("for another channel", ["webchat"])] };
  }
  function jwkOf(key: SigningKey, endorsements: readonly string[]): object {
    return { ...keys[key].publicKey.export({ format: "jwk" }), use: "sig", kid: KIDS[key], endorsements };
  }

  return {
    metadataUrl: `${origin}/.well-known/openidconfiguration`,
    issuer: CHANNEL_ISSUER,
    fetches,
    sign(claims, { key = "ours", alg = "RS256", kid = KIDS[key], expiresInSeconds = HOUR } = {}) {
      const nowSeconds = Math.floor(wall.now().getTime() / 1000);
      const exp = nowSeconds + expiresInSeconds;
      const times = { nbf: Math.min(nowSeconds, exp - HOUR), exp };
      const header = { typ: "JWT", alg: alg === "HS256 with the public key" ? "HS256" : alg, kid };
      const signed = `${encoded(header)}.${encoded({ iss: CHANNEL_ISSUER, ...times, ...claims })}`;
      return `${signed}.${signatureOf(signed, alg, keys[key])}`;
    },
    goAway() {
      isAway = true;
    },
    comeBack() {
      isAway = false;
    },
    stop,
  };
}

function newKeys(): Promise<Keys> {
  return promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function signatureOf(signed: string, alg: NonNullable<SignOptions["alg"]>, { publicKey, privateKey }: Keys): string {
  switch (alg) {
    case "RS256":
      return createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url");
    case "HS256 with the public key":
      return createHmac("sha256", publicKey.export({ format: "pem", type: "spki" }))
        .update(signed)
        .digest("base64url");
    case "none":
      return "";
  }
}

import { createEmulator } from "emulate";
import type { Locale } from "../../kernel/directory.ts";
import { COMPANY_NAME } from "../company/people.ts";
import { asString, isJson, type Json } from "./shapes.ts";

/** A made-up person of the local workspace. */
export interface LocalPerson {
  readonly name: string;
  readonly email: string;
  /** IANA, e.g. "Europe/Berlin" */
  readonly zone?: string;
  /** the language their client speaks */
  readonly locale?: Locale;
  /** the group they stand in on the page, e.g. "Customer Success Managers" */
  readonly role?: string;
  /** another organisation's team id: a guest by Slack Connect */
  readonly home?: string;
  /** somebody from outside who was invited into this workspace */
  readonly guest?: true;
}

export interface LocalChannel {
  readonly name: string;
  /** e-mail addresses */
  readonly members: readonly string[];
  readonly topic?: string;
  readonly private?: boolean;
  /** shared with another organisation by Slack Connect */
  readonly shared?: boolean;
}

/** Who calls the web API: the app, or a person with their own eyes. */
export type Caller = { readonly bot: true } | { readonly user: string };
export const BOT: Caller = { bot: true };

export const APP_ID = "A0TANDEM01";
export const BOT_ID = "B0TANDEM01";
export const BOT_USER_ID = "U0TANDEM01";
export const TEAM_DOMAIN = "tandem-demo";

const BOT_TOKENS = 40;
const PERSON_TOKENS = 4;

export interface Emulated {
  readonly url: string;
  readonly teamId: string;
  readonly botName: string;
  readonly userIds: ReadonlyMap<string, string>;
  readonly channelIds: ReadonlyMap<string, string>;
  /** the next token of a caller; the emulator counts 5,000 calls an hour on each */
  token(caller: Caller): string;
  /** @throws Error with Slack's error word when the answer is not ok */
  call(caller: Caller, method: string, args: Json): Promise<Json>;
  close(): Promise<void>;
}

/** Starts Vercel's emulator with the people, the app and the channels, on a free port of this machine. */
export async function startEmulator(
  people: readonly LocalPerson[],
  channels: readonly LocalChannel[],
  botName: string,
): Promise<Emulated> {
  const handles = handlesOf(people);
  const handle = botName.toLowerCase();
  const personTokens = (name: string) => numbered(`xoxp-local-${name}`, PERSON_TOKENS);
  const botTokens = numbered("xoxb-local", BOT_TOKENS);
  const emulator = await createEmulator({
    service: "slack",
    port: 0,
    seed: {
      slack: {
        team: { name: COMPANY_NAME, domain: TEAM_DOMAIN },
        users: people.map((person) => ({
          name: handles.get(person.email),
          real_name: person.name,
          email: person.email,
        })),
        oauth_apps: [
          {
            app_id: APP_ID,
            client_id: "local",
            client_secret: "local",
            name: botName,
            redirect_uris: [],
            bot_id: BOT_ID,
            bot_user_id: BOT_USER_ID,
            bot_name: handle,
          },
        ],
        tokens: [
          ...botTokens.map((token) => ({ token, user_id: BOT_USER_ID, app_id: APP_ID, bot_id: BOT_ID })),
          ...[...handles.values()].flatMap((name) => personTokens(name).map((token) => ({ token, user: name }))),
        ],
      },
    },
  });
  const url = `http://127.0.0.1:${new URL(emulator.url).port}`;
  const userIds = new Map<string, string>();
  const nextOf = new Map<string, () => string>([["", inTurn(botTokens)]]);
  const token = (caller: Caller) => {
    const next = nextOf.get("bot" in caller ? "" : caller.user);
    if (!next) throw new Error("nobody of this workspace");
    return next();
  };
  const call = (caller: Caller, method: string, args: Json) => callApi(url, token(caller), method, args);

  const list = await call(BOT, "users.list", { limit: 1000 });
  for (const user of Array.isArray(list["members"]) ? list["members"].filter(isJson) : []) {
    const person = people.find((one) => handles.get(one.email) === user["name"]);
    if (!person) continue;
    userIds.set(person.email, asString(user["id"]));
    nextOf.set(asString(user["id"]), inTurn(personTokens(asString(user["name"]))));
  }
  const identity = await call(BOT, "auth.test", {});
  const channelIds = new Map<string, string>();
  for (const channel of channels) channelIds.set(channel.name, await makeChannel(call, channel, userIds));
  for (const person of people) {
    const user = userIds.get(person.email);
    if (user && person.home === undefined) await call({ user }, "conversations.open", { users: BOT_USER_ID });
  }
  return {
    url,
    teamId: asString(identity["team_id"]),
    botName,
    userIds,
    channelIds,
    token,
    call,
    close: () => emulator.close(),
  };
}

async function makeChannel(
  call: Emulated["call"],
  channel: LocalChannel,
  userIds: ReadonlyMap<string, string>,
): Promise<string> {
  const made = await call(BOT, "conversations.create", { name: channel.name, is_private: channel.private === true });
  const id = isJson(made["channel"]) ? asString(made["channel"]["id"]) : "";
  const members = channel.members.map((email) => {
    const user = userIds.get(email);
    if (!user) throw new Error(`channel ${channel.name}: nobody has the address ${email}`);
    return user;
  });
  for (let at = 0; at < members.length; at += 100) {
    await call(BOT, "conversations.invite", { channel: id, users: members.slice(at, at + 100).join(",") });
  }
  return id;
}

async function callApi(url: string, token: string, method: string, args: Json): Promise<Json> {
  const response = await fetch(`${url}/api/${method}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(args),
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = await response.json();
  if (!isJson(answer) || answer["ok"] !== true) {
    throw new Error(`${method}: ${isJson(answer) ? asString(answer["error"]) : response.status}`);
  }
  return answer;
}

function handlesOf(people: readonly LocalPerson[]): Map<string, string> {
  const taken = new Set(["admin"]);
  const handles = new Map<string, string>();
  for (const { email } of people) {
    const short = (email.split("@")[0] ?? email).toLowerCase();
    const handle = taken.has(short) ? email.toLowerCase().replace("@", ".at.") : short;
    if (taken.has(handle)) throw new Error(`two people have the address ${email}`);
    taken.add(handle);
    handles.set(email, handle);
  }
  return handles;
}

function numbered(stem: string, many: number): string[] {
  return Array.from({ length: many }, (_, index) => `${stem}-${index}`);
}

function inTurn(tokens: readonly string[]): () => string {
  let turn = 0;
  return () => tokens[turn++ % tokens.length] ?? "";
}

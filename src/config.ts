import { z } from "zod";
import type { MailConfig } from "./chat/mail/index.ts";
import { NETWORKS } from "./networks.ts";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const MODES = ["development", "test", "production"] as const;
const MOST_PORT = 65_535;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);
const TEAMS_NAMES = ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"] as const;
const OAUTH_NAMES = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_STATE_SECRET"] as const;
const LEAST_STATE_SECRET_BYTES = 16;
/** The tenant of Microsoft's Agents Playground. */
const PLAYGROUND_TENANT = "00000000-0000-0000-0000-0000000000001";
const DATABASE_EXAMPLE = "postgres://user:password@localhost:5432/tandem";

const TEXT = z.string().trim().min(1, "it must not be blank; leave it out instead");
const PORT = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= MOST_PORT);
const ORIGIN = z
  .string()
  .refine((address) => {
    if (!URL.canParse(address)) return false;
    const { protocol, pathname, search, hash, username, password } = new URL(address);
    return /^https?:$/.test(protocol) && pathname === "/" && search + hash + username + password === "";
  })
  .transform((address) => new URL(address).origin);
const KEY_BYTES = 32;
const KEYS = z
  .string()
  .transform((keys) => keys.split(",").map((key) => key.trim()))
  .refine((keys) => keys.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key)))
  .transform((keys) => keys.map((key) => Buffer.from(key, "base64")))
  .refine((keys) => keys.every((key) => key.length === KEY_BYTES));
const SMTP_EXAMPLE = "smtp://user:password@mail.example.com:587";
const SMTP_PORTS = { "smtp:": 587, "smtps:": 465 } as const;
const SMTP = z.string().transform((address, context): Omit<MailConfig, "from"> => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const { protocol = "", hostname = "", username = "", password = "" } = url ?? {};
  const isBare = url !== undefined && /^\/?$/.test(url.pathname) && url.search + url.hash === "";
  if (
    !isBare ||
    (protocol !== "smtp:" && protocol !== "smtps:") ||
    hostname === "" ||
    (password !== "" && username === "")
  ) {
    context.addIssue("");
    return z.NEVER;
  }
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || SMTP_PORTS[protocol],
    secure: protocol === "smtps:",
    login: username === "" ? undefined : { user: decoded(username), password: decoded(password) },
  };
});
/** Microsoft's Agents Playground has a digit more. */
const TENANT = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12,13}$/i);

const ENVIRONMENT = z.object({
  PORT: within(`a whole number from 0 to ${String(MOST_PORT)}`, PORT).default(3000),
  HOST: TEXT.default("127.0.0.1"),
  BASE_URL: within("an address without a path, such as https://tandem.example.com", ORIGIN).optional(),
  TRUSTED_PROXIES: within(
    "addresses or networks of proxies, such as 10.0.0.7 or 10.0.0.0/8, separated by commas; leave it out where the proxy runs on this machine",
    NETWORKS,
  ).default(["127.0.0.1", "::1"]),
  DATABASE_URL: TEXT.regex(
    /^postgres(ql)?:\/\//i,
    `it must be the address of a PostgreSQL database, such as ${DATABASE_EXAMPLE}; leave it out to use the embedded one`,
  ).optional(),
  DATA_DIR: TEXT.default(".data"),
  SLACK_SIGNING_SECRET: TEXT.optional(),
  SLACK_BOT_TOKEN: TEXT.optional(),
  SLACK_CLIENT_ID: TEXT.optional(),
  SLACK_CLIENT_SECRET: TEXT.optional(),
  SLACK_STATE_SECRET: TEXT.optional(),
  SLACK_API_URL: within("an address such as http://127.0.0.1:4000/api/", z.url()).optional(),
  TEAMS_APP_ID: within("a UUID, as Azure shows it for the bot", z.uuid()).optional(),
  TEAMS_APP_PASSWORD: TEXT.optional(),
  TEAMS_TENANT_ID: within("a UUID, as Microsoft Entra shows it for your company", TENANT).optional(),
  TEAMS_LOCAL: within("1, or left out", z.literal("1")).optional(),
  ENCRYPTION_KEY: within(
    "32 bytes in base64, as `openssl rand -base64 32` makes them; several separated by commas, the newest first",
    KEYS,
  ).optional(),
  SLACK_LISTENING: within("1, or left out", z.literal("1")).optional(),
  TEAMS_LISTENING: within("1, or left out", z.literal("1")).optional(),
  SMTP_URL: within(
    `the address of a mail server, such as ${SMTP_EXAMPLE}, or smtps:// for TLS from the first byte`,
    SMTP,
  ).optional(),
  SMTP_FROM: within("an e-mail address, such as surveys@example.com", z.email()).optional(),
  LOG_LEVEL: within(oneOf(LEVELS), z.enum(LEVELS)).default("info"),
  NODE_ENV: within(oneOf(MODES), z.enum(MODES)).default("development"),
});

/** The environment as one checked, frozen object. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** how the service is reached from outside, e.g. "https://tandem.example.com" */
  readonly baseUrl: string | undefined;
  /** whose word is taken for whom they speak for: addresses and networks */
  readonly trustedProxies: readonly string[];
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** the first seals, all open; undefined, never in production: one is made and kept in `dataDir` */
  readonly encryptionKeys: readonly [Buffer, ...Buffer[]] | undefined;
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
  /** where the app was given the permission to read channels, in which it may be switched on to listen */
  readonly listensOn: readonly ("slack" | "teams")[];
  /** undefined: no e-mail is sent */
  readonly mail: MailConfig | undefined;
  readonly logLevel: string;
  readonly production: boolean;
}
export type SlackConfig = {
  readonly signingSecret: string;
  readonly apiUrl: string | undefined;
  /** false: it limits nobody, as the demo's own Slack, so nothing waits for its turn */
  readonly limits?: boolean;
  readonly listening?: boolean;
} & (
  | { readonly botToken: string; readonly oauth?: undefined }
  /** any number of workspaces, each of which installs the app */
  | { readonly botToken?: undefined; readonly oauth: SlackOAuth }
);
export interface SlackOAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** Slack sends the browser back to a path of it */
  readonly baseUrl: string;
}
/** local: nobody is authenticated, so only this machine may ask */
export type TeamsConfig = { readonly listening?: boolean } & (
  | { readonly kind: "cloud"; readonly appId: string; readonly password: string; readonly tenant: string }
  | { readonly kind: "local"; readonly appId: string | undefined; readonly tenant: string }
);

/** @throws Error with one sentence a line: the variable, its value, what is allowed. Secrets are never repeated. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = ENVIRONMENT.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => sentence(issue, given)).join("\n"));
  const env = parsed.data;
  const slack = slackOf(env);
  const teams = teamsOf(env);
  if (env.NODE_ENV === "production") {
    if (env.ENCRYPTION_KEY === undefined) {
      throw new Error(
        "ENCRYPTION_KEY is missing. In production it seals the secrets in the database; make one with `openssl rand -base64 32`.",
      );
    }
    if (env.BASE_URL?.startsWith("http:")) {
      throw new Error(`BASE_URL is "${env.BASE_URL}"; in production it must begin with https://.`);
    }
  }
  const [firstKey, ...olderKeys] = env.ENCRYPTION_KEY ?? [];
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    baseUrl: env.BASE_URL,
    trustedProxies: Object.freeze(env.TRUSTED_PROXIES),
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    encryptionKeys: firstKey && Object.freeze([firstKey, ...olderKeys] as const),
    slack,
    teams,
    listensOn: Object.freeze([
      ...(env.SLACK_LISTENING ? (["slack"] as const) : []),
      ...(env.TEAMS_LISTENING ? (["teams"] as const) : []),
    ]),
    mail: mailOf(env),
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === "production",
  });
}

/** @throws Error with a sentence when it is half set, or set for one workspace and for many */
function slackOf(env: z.output<typeof ENVIRONMENT>): SlackConfig | undefined {
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: apiUrl } = env;
  const listening = env.SLACK_LISTENING && { listening: true };
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
  if (clientId === undefined && clientSecret === undefined && stateSecret === undefined) {
    if (signingSecret === undefined && botToken === undefined) return undefined;
    if (signingSecret !== undefined && botToken !== undefined) {
      return Object.freeze({ signingSecret, botToken, apiUrl, ...listening });
    }
    throw new Error(
      `${signingSecret === undefined ? "SLACK_SIGNING_SECRET" : "SLACK_BOT_TOKEN"} is missing. Slack needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN together; set both or neither. For many workspaces set ${OAUTH_NAMES.join(", ")} in place of SLACK_BOT_TOKEN.`,
    );
  }
  if (botToken !== undefined) {
    throw new Error(
      `SLACK_BOT_TOKEN is for one workspace and ${OAUTH_NAMES.join(", ")} are for many; set the one or the others.`,
    );
  }
  const { BASE_URL: baseUrl } = env;
  if (!signingSecret || !clientId || !clientSecret || !stateSecret || !baseUrl) {
    const needed = [...OAUTH_NAMES, "SLACK_SIGNING_SECRET", "BASE_URL"] as const;
    const missing = missingOf(needed.filter((name) => env[name] === undefined));
    throw new Error(`${missing} missing. Slack for many workspaces needs ${needed.join(", ")} together.`);
  }
  if (Buffer.byteLength(stateSecret) < LEAST_STATE_SECRET_BYTES) {
    throw new Error(
      `SLACK_STATE_SECRET is set, but it must have at least ${String(LEAST_STATE_SECRET_BYTES)} bytes; make one with \`openssl rand -base64 32\`.`,
    );
  }
  return Object.freeze({
    signingSecret,
    apiUrl,
    ...listening,
    oauth: Object.freeze({ clientId, clientSecret, stateSecret, baseUrl }),
  });
}

/** @returns e.g. "A is", "A and B are", "A, B and C are" */
function missingOf(names: readonly string[]): string {
  const [last = "", ...others] = names.toReversed();
  return others.length > 0 ? `${others.toReversed().join(", ")} and ${last} are` : `${last} is`;
}

/** @throws Error with a sentence when it is half set, or open to others than this machine */
function teamsOf(env: z.output<typeof ENVIRONMENT>): TeamsConfig | undefined {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenant } = env;
  const listening = env.TEAMS_LISTENING && { listening: true };
  if (env.TEAMS_LOCAL !== undefined) {
    if (env.NODE_ENV === "production" || !LOOPBACK.has(env.HOST)) {
      throw new Error(
        `TEAMS_LOCAL is "1", which asks nobody who they are; it is allowed only while HOST is 127.0.0.1, ::1 or localhost (it is "${env.HOST}") and NODE_ENV isn't production (it is "${env.NODE_ENV}").`,
      );
    }
    if (password !== undefined) {
      throw new Error("TEAMS_LOCAL asks nobody who they are, so TEAMS_APP_PASSWORD has no use; set one of the two.");
    }
    return Object.freeze({ kind: "local", appId, tenant: (tenant ?? PLAYGROUND_TENANT).toLowerCase(), ...listening });
  }
  const missing = TEAMS_NAMES.filter((name) => env[name] === undefined);
  if (missing.length === TEAMS_NAMES.length) return undefined;
  if (appId === undefined || password === undefined || tenant === undefined) {
    throw new Error(
      `${missingOf(missing)} missing. Teams needs ${TEAMS_NAMES.join(", ")} together; set all of them or none.`,
    );
  }
  return Object.freeze({ kind: "cloud", appId, password, tenant: tenant.toLowerCase(), ...listening });
}

/** @throws Error with a sentence when it is half set */
function mailOf({ SMTP_URL: server, SMTP_FROM: from }: z.output<typeof ENVIRONMENT>): MailConfig | undefined {
  if (server === undefined && from === undefined) return undefined;
  if (server === undefined || from === undefined) {
    const missing = server === undefined ? "SMTP_URL" : "SMTP_FROM";
    throw new Error(`${missing} is missing. E-mail needs SMTP_URL and SMTP_FROM together; set both or neither.`);
  }
  return Object.freeze({ ...server, from });
}

/** A part of an address as it is meant; what can't be decoded is meant as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Of a command, which doesn't listen and whose answers aren't to drown in the log. @throws Error as `readConfig` */
export function readCommandConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const LOG_LEVEL = environment["LOG_LEVEL"] || "warn";
  return readConfig({ ...environment, PORT: undefined, HOST: undefined, LOG_LEVEL });
}

/** Says the same of whatever is wrong with a value. */
function within<Schema extends z.ZodType>(allowed: string, schema: Schema) {
  return z.unknown().transform((value, context): z.output<Schema> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    context.addIssue(`it must be ${allowed}`);
    return z.NEVER;
  });
}

function oneOf(allowed: readonly string[]): string {
  return `one of ${allowed.join(", ")}`;
}

function sentence(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const secret = /SECRET|TOKEN|KEY|PASSWORD|DATABASE_URL|SMTP_URL/.test(name);
  const value = given[name] ?? "";
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0];
  const is = secret ? (scheme === undefined ? "is set, but" : `begins with "${scheme}";`) : `is "${value}";`;
  return `${name} ${is} ${issue.message}.`;
}

import { z } from "zod";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const MODES = ["development", "test", "production"] as const;
const MOST_PORT = 65_535;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);
const TEAMS_NAMES = ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"] as const;
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
/** Microsoft's Agents Playground has a digit more. */
const TENANT = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12,13}$/i);

const ENVIRONMENT = z.object({
  PORT: within(`a whole number from 0 to ${String(MOST_PORT)}`, PORT).default(3000),
  HOST: TEXT.default("127.0.0.1"),
  DATABASE_URL: TEXT.regex(
    /^postgres(ql)?:\/\//i,
    `it must be the address of a PostgreSQL database, such as ${DATABASE_EXAMPLE}; leave it out to use the embedded one`,
  ).optional(),
  DATA_DIR: TEXT.default(".data"),
  SLACK_SIGNING_SECRET: TEXT.optional(),
  SLACK_BOT_TOKEN: TEXT.optional(),
  SLACK_API_URL: within("an address such as http://127.0.0.1:4000/api/", z.url()).optional(),
  TEAMS_APP_ID: within("a UUID, as Azure shows it for the bot", z.uuid()).optional(),
  TEAMS_APP_PASSWORD: TEXT.optional(),
  TEAMS_TENANT_ID: within("a UUID, as Microsoft Entra shows it for your company", TENANT).optional(),
  TEAMS_LOCAL: within("1, or left out", z.literal("1")).optional(),
  LOG_LEVEL: within(oneOf(LEVELS), z.enum(LEVELS)).default("info"),
  NODE_ENV: within(oneOf(MODES), z.enum(MODES)).default("development"),
});

/** The environment as one checked, frozen object. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
  readonly logLevel: string;
  readonly production: boolean;
}
export interface SlackConfig {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly apiUrl: string | undefined;
}
/** local: nobody is authenticated, so only this machine may ask */
export type TeamsConfig =
  | { readonly kind: "cloud"; readonly appId: string; readonly password: string; readonly tenant: string }
  | { readonly kind: "local"; readonly appId: string | undefined; readonly tenant: string };

/** @throws Error with one sentence a line: the variable, its value, what is allowed. Secrets are never repeated. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = ENVIRONMENT.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => sentence(issue, given)).join("\n"));
  const env = parsed.data;
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken } = env;
  if ((signingSecret === undefined) !== (botToken === undefined)) {
    const missing = signingSecret === undefined ? "SLACK_SIGNING_SECRET" : "SLACK_BOT_TOKEN";
    throw new Error(
      `${missing} is missing. Slack needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN together; set both or neither.`,
    );
  }
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    slack:
      signingSecret && botToken ? Object.freeze({ signingSecret, botToken, apiUrl: env.SLACK_API_URL }) : undefined,
    teams: teamsOf(env),
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === "production",
  });
}

/** @throws Error with a sentence when it is half set, or open to others than this machine */
function teamsOf(env: z.output<typeof ENVIRONMENT>): TeamsConfig | undefined {
  const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenant } = env;
  if (env.TEAMS_LOCAL !== undefined) {
    if (env.NODE_ENV === "production" || !LOOPBACK.has(env.HOST)) {
      throw new Error(
        `TEAMS_LOCAL is "1", which asks nobody who they are; it is allowed only while HOST is 127.0.0.1, ::1 or localhost (it is "${env.HOST}") and NODE_ENV isn't production (it is "${env.NODE_ENV}").`,
      );
    }
    if (password !== undefined) {
      throw new Error("TEAMS_LOCAL asks nobody who they are, so TEAMS_APP_PASSWORD has no use; set one of the two.");
    }
    return Object.freeze({ kind: "local", appId, tenant: (tenant ?? PLAYGROUND_TENANT).toLowerCase() });
  }
  const missing = TEAMS_NAMES.filter((name) => env[name] === undefined);
  if (missing.length === TEAMS_NAMES.length) return undefined;
  if (appId === undefined || password === undefined || tenant === undefined) {
    const [last = "", ...others] = missing.toReversed();
    const named = others.length > 0 ? `${others.toReversed().join(", ")} and ${last} are` : `${last} is`;
    throw new Error(`${named} missing. Teams needs ${TEAMS_NAMES.join(", ")} together; set all of them or none.`);
  }
  return Object.freeze({ kind: "cloud", appId, password, tenant: tenant.toLowerCase() });
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
  const secret = /SECRET|TOKEN|KEY|PASSWORD|DATABASE_URL/.test(name);
  const value = given[name] ?? "";
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0];
  const is = secret ? (scheme === undefined ? "is set, but" : `begins with "${scheme}";`) : `is "${value}";`;
  return `${name} ${is} ${issue.message}.`;
}

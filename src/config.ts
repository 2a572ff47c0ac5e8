import { z } from "zod";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const MODES = ["development", "test", "production"] as const;
const MOST_PORT = 65_535;
const DATABASE_EXAMPLE = "postgres://user:password@localhost:5432/tandem";

const TEXT = z.string().trim().min(1, "it must not be blank; leave it out instead");
const PORT = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port <= MOST_PORT);

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
  readonly logLevel: string;
  readonly production: boolean;
}
export interface SlackConfig {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly apiUrl: string | undefined;
}

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
    logLevel: env.LOG_LEVEL,
    production: env.NODE_ENV === "production",
  });
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
  const secret = /SECRET|TOKEN|KEY|DATABASE_URL/.test(name);
  const value = given[name] ?? "";
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0];
  const is = secret ? (scheme === undefined ? "is set, but" : `begins with "${scheme}";`) : `is "${value}";`;
  return `${name} ${is} ${issue.message}.`;
}

import { z } from "zod";

const TEXT = z.string().trim().min(1);

const ENVIRONMENT = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: TEXT.default("127.0.0.1"),
  DATABASE_URL: TEXT.optional(),
  DATA_DIR: TEXT.default(".data"),
  SLACK_SIGNING_SECRET: TEXT.optional(),
  SLACK_BOT_TOKEN: TEXT.optional(),
  SLACK_API_URL: z.url().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
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

function sentence(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const secret = /SECRET|TOKEN|KEY|DATABASE_URL/.test(name);
  return `${name}${secret ? "" : ` is "${given[name] ?? ""}"`}: ${issue.message}`;
}

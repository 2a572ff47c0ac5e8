import type { Config } from "./config.ts";
import { databaseNow, type Organisation, workspacesOf } from "./db/shell.ts";
import { createTeamsConversations } from "./db/teams-conversations.ts";
import type { Database } from "./db/transaction.ts";
import type { Context } from "./features/feature.ts";
import { companyFindings, type Severity } from "./features/setup/decide.ts";
import { censusOf } from "./features/setup/facts.ts";
import type { WallClock } from "./kernel/clock.ts";
import type { OrganisationId } from "./kernel/ids.ts";
import type { TextKey } from "./locales/keys.ts";
import type { Values } from "./locales/say.ts";

/** Something that isn't as it should be; `doctor.<id>` says what, `doctor.<id>-fix` what to do. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly values: Values;
  /** of which organisation; undefined: of the service */
  readonly organisation: string | undefined;
}
export type FindingId = Extract<TextKey, `doctor.D${string}-fix`> extends `doctor.${infer Id}-fix` ? Id : never;

/** Of the app, what is looked at. */
export interface Examined {
  readonly db: Database;
  change<T>(organisation: OrganisationId, work: (context: Context) => Promise<T>): Promise<T>;
  /** @throws when Slack doesn't take the token of a workspace */
  readonly identifySlack: ((workspace: string) => Promise<unknown>) | undefined;
  /** @throws when the mail server doesn't take us; left out: there is none */
  readonly checkMail?: (() => Promise<void>) | undefined;
}

export interface DoctorParts {
  readonly config: Config;
  readonly app: Examined;
  readonly wall: WallClock;
}

const SKEW_WARNS_MS = 5000;
const SKEW_BREAKS_MS = 60_000;
const SECOND_MS = 1000;

export function finding(id: FindingId, severity: Severity, values: Values = {}, organisation?: string): Finding {
  return { id, severity, values, organisation };
}

/** What of the service itself isn't as it should be. */
export async function serviceFindings({ config, app, wall }: DoctorParts): Promise<Finding[]> {
  const { system } = app.db;
  const found: Finding[] = [];
  if (!config.encryptionKeys) found.push(finding("D03", "warning"));
  if (config.baseUrl === undefined) found.push(finding("D04", "warning"));
  if (config.production && config.databaseUrl === undefined) found.push(finding("D05", "warning"));
  if (!config.slack && !config.teams) found.push(finding("D06", "broken"));
  if (config.slack?.botToken !== undefined) found.push(...(await refusals(app, "", "SLACK_BOT_TOKEN", undefined)));
  if (config.slack) found.push(finding("D08", "hint"));
  if (config.teams && (await createTeamsConversations(system, wall).all(config.teams.tenant)).length === 0) {
    found.push(finding("D09", "warning"));
  }
  found.push(...(await mailFindings(app, config)));
  const before = wall.now().getTime();
  const there = (await databaseNow(system)).getTime();
  const skewMs = Math.abs(there - (before + wall.now().getTime()) / 2);
  if (skewMs > SKEW_WARNS_MS) {
    const seconds = Math.round(skewMs / SECOND_MS);
    found.push(finding("D10", skewMs > SKEW_BREAKS_MS ? "broken" : "warning", { seconds }));
  }
  return found;
}

/** Connects to the mail server, and says what fails; nothing is sent. */
async function mailFindings({ checkMail }: Examined, { mail, baseUrl }: Config): Promise<Finding[]> {
  if (!mail || !checkMail) return [];
  if (baseUrl === undefined) return [finding("D14", "warning")];
  const server = `${mail.host}:${String(mail.port)}`;
  try {
    await checkMail();
    return [];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return [finding("D13", "broken", { server, problem })];
  }
}

/** What isn't as it should be with an organisation: its workspaces, and what its set-up lacks. */
export async function organisationFindings(parts: DoctorParts, { id, slug }: Organisation): Promise<Finding[]> {
  const { app } = parts;
  const company = await app.change(id, async ({ tx, posts }) => {
    const unsettled = await posts.unsettled(new Date(0));
    return companyFindings(await censusOf(tx), unsettled.length);
  });
  return [
    ...(await chatFindings(parts, id, slug)),
    ...company.map((each) => finding(each.id, each.severity, each.values, slug)),
  ];
}

async function chatFindings({ config, app }: DoctorParts, id: Organisation["id"], slug: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const platform of ["slack", "teams"] as const) {
    if (!config[platform]) continue;
    const workspaces = await workspacesOf(app.db.system, id, platform);
    if (workspaces.length === 0) {
      found.push(finding("D11", "warning", { platform: platform === "slack" ? "Slack" : "Teams" }, slug));
    }
    if (platform === "teams" || !config.slack?.oauth) continue;
    for (const workspace of workspaces) found.push(...(await refusals(app, workspace, workspace, slug)));
  }
  return found;
}

/** @param called what the token is of, for people */
async function refusals(
  { identifySlack }: Examined,
  workspace: string,
  called: string,
  slug: string | undefined,
): Promise<Finding[]> {
  try {
    await identifySlack?.(workspace);
    return [];
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return [finding("D07", "broken", { workspace: called, problem }, slug)];
  }
}

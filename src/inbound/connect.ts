import type { PlatformName } from "../chat/interaction.ts";
import { forgetGone } from "../db/installations.ts";
import { bindWorkspace, createOrganisation, organisations, workspaceOrganisation, workspacesOf } from "../db/shell.ts";
import type { Database } from "../db/transaction.ts";
import type { WallClock } from "../kernel/clock.ts";
import type { Ids, OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

export interface Team {
  readonly workspace: string;
  readonly workspaceName: string;
}

const CALLED: Readonly<Record<PlatformName, string>> = { slack: "Slack", teams: "Teams" };

export interface ConnectParts {
  readonly db: Database;
  readonly ids: Ids;
  readonly wall: WallClock;
  readonly log: Log;
}

/**
 * Asks who the configured token belongs to and binds that workspace; if it was marked as one without the app, it isn't
 * any more. A platform that is down doesn't keep a service from starting that was bound before.
 * @throws Error with a sentence when the platform refuses or can't be reached, and nothing was ever bound
 */
export async function connectWorkspace(
  parts: ConnectParts,
  platform: PlatformName,
  identify: () => Promise<Team>,
): Promise<void> {
  try {
    const team = await identify();
    await bindOnly(parts, platform, team);
    const organisation = await workspaceOrganisation(parts.db.system, platform, team.workspace);
    if (organisation) await parts.db.write(organisation, (tx) => forgetGone(tx, platform, team.workspace));
  } catch (error) {
    const known = await organisations(parts.db.system);
    const bound = await Promise.all(known.map(({ id }) => workspacesOf(parts.db.system, id, platform)));
    if (bound.flat().length === 0) {
      throw new Error(
        `${CALLED[platform]} refused the token or can't be reached; check SLACK_BOT_TOKEN and try again.`,
        {
          cause: error,
        },
      );
    }
    parts.log.error({ err: error }, "the workspace could not be asked who it is; it stays as it was bound");
  }
}

/**
 * Binds the workspace of the one configured token to the only organisation, which is made when there is none.
 * With several organisations nothing is guessed: `tandem org create … --workspace` binds it.
 */
export async function bindOnly(parts: ConnectParts, platform: PlatformName, team: Team): Promise<void> {
  const { db } = parts;
  const known = await organisations(db.system);
  const [only, second] = known;
  if (second) return;
  if (only) {
    await bindWorkspace(db.system, platform, team.workspace, only.id);
    return;
  }
  const id = await makeOrganisation(parts, team.workspaceName);
  // Another replica that starts at the same moment has made it, and binds it.
  if (id) await bindWorkspace(db.system, platform, team.workspace, id);
}

/** The first organisation, named after a workspace. @returns undefined when another replica was faster */
export async function makeOrganisation(
  { db, ids, wall, log }: ConnectParts,
  name: string,
): Promise<OrganisationId | undefined> {
  const id = ids.next<"organisation">();
  const slug = slugOf(name);
  if (!(await createOrganisation(db.system, { id, slug, name, createdAt: wall.now() }))) return undefined;
  log.info({ slug }, "an organisation was made for the workspace");
  return id;
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug || "organisation";
}

import type { PlatformName } from "../chat/interaction.ts";
import { bindWorkspace, createOrganisation, organisations } from "../db/shell.ts";
import type { Database } from "../db/transaction.ts";
import type { WallClock } from "../kernel/clock.ts";
import type { Ids, OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

export interface Team {
  readonly workspace: string;
  readonly workspaceName: string;
}

/**
 * Binds the workspace of the one configured token to the only organisation, which is made when there is none.
 * With several organisations nothing is guessed: `tandem org create … --workspace` binds it.
 */
export async function connectOnlyOrganisation(
  parts: { readonly db: Database; readonly ids: Ids; readonly wall: WallClock; readonly log: Log },
  platform: PlatformName,
  team: Team,
): Promise<OrganisationId | undefined> {
  const { db, ids, wall, log } = parts;
  const known = await organisations(db.system);
  const [only, second] = known;
  if (second) return undefined;
  if (only) {
    await bindWorkspace(db.system, platform, team.workspace, only.id);
    return only.id;
  }
  const id = ids.next<"organisation">();
  await createOrganisation(db.system, {
    id,
    slug: slugOf(team.workspaceName),
    name: team.workspaceName,
    createdAt: wall.now(),
  });
  await bindWorkspace(db.system, platform, team.workspace, id);
  log.info({ slug: slugOf(team.workspaceName) }, "an organisation was made for the workspace");
  return id;
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug || "organisation";
}

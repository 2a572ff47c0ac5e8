import type { Installed, InstallFor, Workspaces } from "../chat/workspaces.ts";
import { writeAudit } from "../db/audit.ts";
import { noteSeen } from "../db/inputs.ts";
import {
  goneUntil,
  markGone,
  readInstallation,
  removeInstallation,
  saveInstallation,
  type Installation,
} from "../db/installations.ts";
import type { Sealer } from "../db/seal.ts";
import { isAnyBound, organisations, workspaceOrganisation } from "../db/shell.ts";
import type { Context } from "../features/feature.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { createBriefLru } from "../kernel/lru.ts";
import { type ConnectParts, makeOrganisation } from "./connect.ts";

export interface WorkspacesParts extends ConnectParts {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly context: (tx: Tx, now: Date) => Context;
  /** told after a workspace was added */
  readonly added: (organisation: OrganisationId) => void;
}

/** So long another replica may still use a token that was deleted. */
const TOKEN_KEPT_MS = 60_000;
const MOST_TOKENS = 1000;

/** The Slack workspaces that the app is in; their tokens stand, sealed, with their organisations. */
export function createWorkspaces(parts: WorkspacesParts): Workspaces {
  const { db, sealer, clock, wall, ids, log, context } = parts;
  const tokens = createBriefLru<Installation>(MOST_TOKENS, TOKEN_KEPT_MS, wall);
  let changes = 0;

  /** What was read before the change isn't kept after it. */
  function forget(workspace: string): void {
    changes += 1;
    tokens.delete(workspace);
  }

  async function tokenOf(workspace: string): Promise<Installation | undefined> {
    const known = tokens.get(workspace);
    if (known) return known;
    const before = changes;
    const organisation = await workspaceOrganisation(db.system, "slack", workspace);
    if (!organisation) return undefined;
    const found = await db.read(organisation, (tx) => readInstallation(tx, sealer, "slack", workspace));
    if (found && changes === before) tokens.set(workspace, found);
    return found;
  }

  async function organisationFor(installed: Installed, whom: InstallFor): Promise<OrganisationId | undefined> {
    const known = await organisations(db.system);
    if (whom !== "only") return known.find(({ id }) => id === whom.organisation)?.id;
    const holder = await workspaceOrganisation(db.system, "slack", installed.workspace);
    if (holder) return holder;
    // A workspace without a link could be a stranger's, whose people would have whatever addresses they like.
    return known.length === 0 ? makeOrganisation(parts, installed.workspaceName) : undefined;
  }

  return {
    tokenOf,

    async mayInstall(whom) {
      const known = await organisations(db.system);
      if (whom === "only") {
        return known.length === 0 || (await isAnyBound(db.system, "slack")) ? { name: undefined } : "ask-for-link";
      }
      const found = known.find(({ id }) => id === whom.organisation);
      return found ? { name: found.name } : "ask-for-link";
    },

    async install(installed, whom) {
      const organisation = await organisationFor(installed, whom);
      if (!organisation) return "ask-for-link";
      const { workspace, workspaceName, token, scopes, installedBy } = installed;
      const kept = await db.write(organisation, async (tx) => {
        const now = clock.now();
        const wasGone = await goneUntil(tx, "slack", workspace);
        const installation = { platform: "slack", workspace, token, scopes, installedBy, at: wall.now() } as const;
        const saved = await saveInstallation(tx, sealer, installation);
        if (saved === "elsewhere") return saved;
        const details = { platform: "slack", workspaceName, scopes, ...(installedBy ? { installedBy } : {}) };
        const entry = { id: ids.next(), at: now, by: undefined, subject: workspace, details };
        writeAudit(tx, { ...entry, action: `workspaces.${saved}` });
        if (wasGone) await context(tx, now).emit({ kind: "workspace-back", platform: "slack", workspace });
        return saved;
      });
      forget(workspace);
      if (kept === "elsewhere") return kept;
      log.info({ organisation, workspace, kept }, "the app was installed in a workspace");
      parts.added(organisation);
      return "installed";
    },

    useOnce: (nonce) => noteSeen(db.system, { key: `slack install ${nonce}`, arrival: ids.next(), at: wall.now() }),

    async gone(workspace, because, token) {
      forget(workspace);
      const organisation = await workspaceOrganisation(db.system, "slack", workspace);
      if (!organisation) return;
      const changed = await db.write(organisation, async (tx) => {
        const stored = token === undefined ? undefined : await readInstallation(tx, sealer, "slack", workspace);
        if (stored && stored.token !== token) return false;
        const removed = await removeInstallation(tx, "slack", workspace, stored?.version);
        const now = clock.now();
        const keptUntil = await markGone(tx, "slack", workspace, now);
        if (!removed && !keptUntil) return false;
        const details = { platform: "slack", because, ...(keptUntil ? { keptUntil: keptUntil.toISOString() } : {}) };
        const entry = { id: ids.next(), at: now, by: undefined, subject: workspace, details };
        writeAudit(tx, { ...entry, action: "workspaces.gone" });
        await context(tx, now).emit({ kind: "workspace-gone", platform: "slack", workspace });
        return true;
      });
      forget(workspace);
      if (changed) log.warn({ organisation, workspace, because }, "the app was removed from a workspace");
    },
  };
}

import { randomInt } from "node:crypto";
import type { Statement, Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { type Resealed, resealed } from "./reseal.ts";
import type { Sealed, Sealer, SealedPlace } from "./seal.ts";
import type { PlatformName } from "./shell.ts";

/** The app in a workspace of an organisation. */
export interface Installation {
  readonly token: string;
  /** another one each time it is stored */
  readonly version: number;
  readonly scopes: readonly string[];
  /** wall time */
  readonly installedAt: Date;
}

export interface NewInstallation {
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly token: string;
  readonly scopes: readonly string[];
  /** the platform's user */
  readonly installedBy: string | undefined;
  /** wall time */
  readonly at: Date;
}

/**
 * A due row of this kind marks a workspace from which the app was removed: its subject is `goneSubject`, and at its
 * `due_at` (domain time) the organisation's data of that workspace has been kept long enough (H6).
 */
export const WORKSPACE_REMOVAL = "workspace-removal";
const FIRST_VERSIONS = 2 ** 30;
const DATA_KEPT_MS = 30 * 86_400_000;

/** "<platform> <workspace>" */
export function goneSubject(platform: PlatformName, workspace: string): string {
  return `${platform} ${workspace}`;
}

interface Row {
  readonly key_id: string;
  readonly sealed: Uint8Array;
  readonly version: number;
  readonly scopes: string[];
  readonly installed_at: Date;
}

/**
 * Stores the token, sealed, in place of an earlier one; the workspace isn't gone any more. The workspace is the
 * organisation's already, or nobody's.
 * @returns "elsewhere" when it is another organisation's; nothing was stored then
 */
export async function saveInstallation(
  tx: Tx,
  sealer: Sealer,
  { platform, workspace, token, scopes, installedBy, at }: NewInstallation,
): Promise<"installed" | "renewed" | "elsewhere"> {
  await tx.rows(
    `insert into workspace (platform, external_id, organisation_id) values ($1, $2, $3)
     on conflict (platform, external_id) do nothing`,
    [platform, workspace, tx.organisation],
  );
  // Locked, so that two installations of one workspace come one after the other.
  const [bound] = await tx.rows<{ organisation_id: string }>(
    "select organisation_id from workspace where platform = $1 and external_id = $2 for update",
    [platform, workspace],
  );
  if (bound?.organisation_id !== tx.organisation) return "elsewhere";
  const [before] = await tx.rows<{ version: number }>(
    "select version from installation where organisation_id = $1 and platform = $2 and workspace = $3",
    [tx.organisation, platform, workspace],
  );
  // One that was used before a removal isn't used again.
  const version = before ? before.version + 1 : randomInt(FIRST_VERSIONS);
  const { keyId, sealed } = sealer.seal(token, placeOf(tx.organisation, platform, workspace, version));
  await tx.rows(
    `insert into installation (organisation_id, platform, workspace, key_id, sealed, version, scopes, installed_by, installed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (organisation_id, platform, workspace) do update
       set key_id = excluded.key_id, sealed = excluded.sealed, version = excluded.version, scopes = excluded.scopes,
           installed_by = excluded.installed_by, installed_at = excluded.installed_at`,
    [tx.organisation, platform, workspace, keyId, sealed, version, scopes, installedBy ?? null, at],
  );
  await forgetGone(tx, platform, workspace);
  return before ? "renewed" : "installed";
}

/** @throws Error when the token can't be opened */
export async function readInstallation(
  tx: Tx,
  sealer: Sealer,
  platform: PlatformName,
  workspace: string,
): Promise<Installation | undefined> {
  const [row] = await tx.rows<Row>(
    `select key_id, sealed, version, scopes, installed_at from installation
      where organisation_id = $1 and platform = $2 and workspace = $3`,
    [tx.organisation, platform, workspace],
  );
  if (!row) return undefined;
  const { version, scopes, installed_at } = row;
  const token = sealer.open(sealedOf(row), placeOf(tx.organisation, platform, workspace, version));
  return { token, version, scopes, installedAt: installed_at };
}

/**
 * Deletes the token at once.
 * @param version only while it is this one
 * @returns false when there was none, or it is another one by now
 */
export async function removeInstallation(
  tx: Tx,
  platform: PlatformName,
  workspace: string,
  version?: number,
): Promise<boolean> {
  const removed = await tx.rows(
    `delete from installation
      where organisation_id = $1 and platform = $2 and workspace = $3 and version = coalesce($4, version) returning 1`,
    [tx.organisation, platform, workspace, version ?? null],
  );
  return removed.length === 1;
}

/**
 * Marks a workspace as one without the app.
 * @param now domain time
 * @returns until when its data is kept; undefined when it was marked before
 */
export async function markGone(
  tx: Tx,
  platform: PlatformName,
  workspace: string,
  now: Date,
): Promise<Date | undefined> {
  const keptUntil = new Date(now.getTime() + DATA_KEPT_MS);
  const marked = await tx.rows(
    `insert into due (organisation_id, kind, subject, due_at) values ($1, $2, $3, $4)
     on conflict (organisation_id, kind, subject) do nothing returning 1`,
    [tx.organisation, WORKSPACE_REMOVAL, goneSubject(platform, workspace), keptUntil],
  );
  return marked.length === 1 ? keptUntil : undefined;
}

/** @returns until when the data of a workspace without the app is kept; undefined when the app is there */
export async function goneUntil(tx: Tx, platform: PlatformName, workspace: string): Promise<Date | undefined> {
  const [row] = await tx.rows<{ due_at: Date }>(
    "select due_at from due where organisation_id = $1 and kind = $2 and subject = $3",
    [tx.organisation, WORKSPACE_REMOVAL, goneSubject(platform, workspace)],
  );
  return row?.due_at;
}

const GONE: Statement = {
  name: "installations.gone",
  sql: `select subject from due where organisation_id = $1 and kind = '${WORKSPACE_REMOVAL}'`,
};

/** The workspaces that the app was removed from, each as `goneSubject`. */
export async function goneWorkspaces(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ subject: string }>(GONE, [tx.organisation]);
  return new Set(rows.map(({ subject }) => subject));
}

/** The app is there again. */
export async function forgetGone(tx: Tx, platform: PlatformName, workspace: string): Promise<boolean> {
  const forgotten = await tx.rows(
    "delete from due where organisation_id = $1 and kind = $2 and subject = $3 returning 1",
    [tx.organisation, WORKSPACE_REMOVAL, goneSubject(platform, workspace)],
  );
  return forgotten.length === 1;
}

/** Seals anew those after a place in their order that aren't sealed with the first key. */
export async function resealInstallations(tx: Tx, sealer: Sealer, after: string, limit: number): Promise<Resealed> {
  const rows = await tx.rows<
    Row & { readonly platform: PlatformName; readonly workspace: string; readonly place: string }
  >(
    `select platform || ' ' || workspace as place, platform, workspace, key_id, sealed, version, scopes, installed_at
       from installation where organisation_id = $1 and key_id <> $2 and platform || ' ' || workspace > $3
      order by 1 limit $4 for update`,
    [tx.organisation, sealer.keyId, after, limit],
  );
  return resealed(rows, async (row) => {
    const { platform, workspace, version } = row;
    const token = sealer.open(sealedOf(row), placeOf(tx.organisation, platform, workspace, version));
    const { keyId, sealed } = sealer.seal(token, placeOf(tx.organisation, platform, workspace, version + 1));
    await tx.rows(
      `update installation set key_id = $4, sealed = $5, version = version + 1
        where organisation_id = $1 and platform = $2 and workspace = $3`,
      [tx.organisation, platform, workspace, keyId, sealed],
    );
  });
}

function placeOf(
  organisation: OrganisationId,
  platform: PlatformName,
  workspace: string,
  version: number,
): SealedPlace {
  return { table: "installation", row: [organisation, platform, workspace], version };
}

function sealedOf({ key_id, sealed }: Pick<Row, "key_id" | "sealed">): Sealed {
  return { keyId: key_id, sealed: Buffer.from(sealed) };
}

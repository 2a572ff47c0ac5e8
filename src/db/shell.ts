import { isId } from "../kernel/ids.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Statements, System } from "./system.ts";

export type PlatformName = "slack" | "teams";

export interface Organisation {
  readonly id: OrganisationId;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: Date;
}

interface OrganisationRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly created_at: Date;
}

const ORGANISATION = "select id, slug, name, created_at from organisation";

/** All organisations, oldest first. */
export async function organisations(system: System): Promise<Organisation[]> {
  return (await system.rows<OrganisationRow>(`${ORGANISATION} order by created_at, id`)).map(asOrganisation);
}

export async function organisationBySlug(system: System, slug: string): Promise<Organisation | undefined> {
  const [row] = await system.rows<OrganisationRow>(`${ORGANISATION} where slug = $1`, [slug]);
  return row && asOrganisation(row);
}

/** @returns false when another organisation has the slug */
export async function createOrganisation(system: Statements, organisation: Organisation): Promise<boolean> {
  const { id, slug, name, createdAt } = organisation;
  const made = await system.rows(
    "insert into organisation (id, slug, name, created_at) values ($1, $2, $3, $4) on conflict (slug) do nothing returning id",
    [id, slug, name, createdAt],
  );
  return made.length === 1;
}

/** Whose workspace (Slack team, Teams tenant) this is. */
export async function workspaceOrganisation(
  system: System,
  platform: PlatformName,
  externalId: string,
): Promise<OrganisationId | undefined> {
  const [row] = await system.rows<{ organisation_id: string }>(
    "select organisation_id from workspace where platform = $1 and external_id = $2",
    [platform, externalId],
  );
  return row && organisationId(row.organisation_id);
}

/** The workspaces of an organisation on one platform. */
export async function workspacesOf(
  system: Statements,
  organisation: OrganisationId,
  platform: PlatformName,
): Promise<string[]> {
  const rows = await system.rows<{ external_id: string }>(
    "select external_id from workspace where organisation_id = $1 and platform = $2 order by external_id",
    [organisation, platform],
  );
  return rows.map(({ external_id }) => external_id);
}

/** Whether any organisation has a workspace on a platform. */
export async function isAnyBound(system: System, platform: PlatformName): Promise<boolean> {
  return (await system.rows("select 1 from workspace where platform = $1 limit 1", [platform])).length > 0;
}

export type BindOutcome =
  | { readonly kind: "bound" }
  | { readonly kind: "already-bound" }
  | { readonly kind: "bound-elsewhere"; readonly organisation: OrganisationId };

/**
 * Binds a workspace to an organisation.
 * @throws Error when there is no such organisation
 */
export async function bindWorkspace(
  system: System,
  platform: PlatformName,
  externalId: string,
  organisation: OrganisationId,
): Promise<BindOutcome> {
  const made = await system.rows(
    `insert into workspace (platform, external_id, organisation_id) values ($1, $2, $3)
     on conflict (platform, external_id) do nothing returning external_id`,
    [platform, externalId, organisation],
  );
  if (made.length === 1) return { kind: "bound" };
  const holder = await workspaceOrganisation(system, platform, externalId);
  return holder === undefined || holder === organisation
    ? { kind: "already-bound" }
    : { kind: "bound-elsewhere", organisation: holder };
}

/** The instant (domain time) of the next due row, of any organisation; of those after an instant, where it is given. */
export async function nextDue(system: System, after?: Date): Promise<Date | undefined> {
  const [row] = await system.rows<{ due_at: Date | null }>(
    "select min(due_at) as due_at from due where $1::timestamptz is null or due_at > $1",
    [after ?? null],
  );
  return row?.due_at ?? undefined;
}

function asOrganisation({ id, slug, name, created_at }: OrganisationRow): Organisation {
  return { id: organisationId(id), slug, name, createdAt: created_at };
}

function organisationId(text: string): OrganisationId {
  if (!isId(text)) throw new Error("the database gave an organisation an id that isn't one");
  return text as OrganisationId;
}

/** What the database's own clock says. */
export async function databaseNow(system: System): Promise<Date> {
  const [row] = await system.rows<{ now: Date }>("select clock_timestamp() as now");
  if (!row) throw new Error("the database gave no time");
  return row.now;
}

/** @throws when the database doesn't answer */
export async function ping(system: System): Promise<void> {
  await system.rows("select 1");
}

import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import {
  type AccountId,
  type ChannelId,
  createIds,
  type Id,
  type OrganisationId,
  type PersonId,
} from "../../src/kernel/ids.ts";
import type { Role } from "../../src/kernel/permissions.ts";
import { nameKey } from "../../src/features/accounts/names.ts";
import { mintOrganisation } from "./database.ts";

export const ids = createIds(wallClock);
export const WORKSPACE = "T0TANDEM";

export interface TestPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly user: string;
}

/** A small company: Anna and Ben (CSMs), Marta and Jonas (AMs), Olga (manager), Ada (admin), Kim (colleague). */
export interface Company {
  readonly organisation: OrganisationId;
  readonly workspace: string;
  readonly anna: TestPerson;
  readonly ben: TestPerson;
  readonly marta: TestPerson;
  readonly jonas: TestPerson;
  readonly olga: TestPerson;
  readonly ada: TestPerson;
  readonly kim: TestPerson;
  /** Anna's, with Marta as its AM */
  readonly northwind: AccountId;
  /** Anna's, without an AM, in the dach pool */
  readonly adatum: AccountId;
  /** Ben's */
  readonly contoso: AccountId;
  readonly csmChannel: ChannelId;
  readonly amChannel: ChannelId;
}

export async function mintCompany(db: Database): Promise<Company> {
  const organisation = await mintOrganisation(db);
  const workspace = `T${organisation.slice(-12).toUpperCase()}`;
  await db.system.rows("insert into workspace (platform, external_id, organisation_id) values ('slack', $1, $2)", [
    workspace,
    organisation,
  ]);
  return db.write(organisation, async (tx) => {
    const olga = await addPerson(tx, workspace, "Olga Orlova", ["manager"]);
    const anna = await addPerson(tx, workspace, "Anna Kurz", ["csm"], { manager: olga.id });
    const ben = await addPerson(tx, workspace, "Ben Ito", ["csm"], { manager: olga.id });
    const marta = await addPerson(tx, workspace, "Marta Silva", ["am"]);
    const jonas = await addPerson(tx, workspace, "Jonas Weber", ["am"]);
    const ada = await addPerson(tx, workspace, "Ada Admin", ["admin"]);
    const kim = await addPerson(tx, workspace, "Kim Lee", ["colleague"]);
    const everyone = [olga, anna, ben, marta, jonas];
    return {
      organisation,
      workspace,
      anna,
      ben,
      marta,
      jonas,
      olga,
      ada,
      kim,
      northwind: await addAccount(tx, "Northwind GmbH", { csm: anna.id, am: marta.id }),
      adatum: await addAccount(tx, "Adatum", { csm: anna.id }),
      contoso: await addAccount(tx, "Contoso Ltd", { csm: ben.id }),
      csmChannel: await addChannel(tx, workspace, "csm", everyone),
      amChannel: await addChannel(tx, workspace, "am", everyone),
    };
  });
}

export async function addPerson(
  tx: Tx,
  workspace: string,
  name: string,
  roles: readonly Role[],
  more: {
    readonly manager?: PersonId;
    readonly region?: string;
    readonly locale?: string;
    readonly zone?: string;
  } = {},
): Promise<TestPerson> {
  const id = ids.next<"person">();
  const user = `U${id.slice(-10).toUpperCase()}`;
  const email = `${name.toLowerCase().replace(/\W+/g, ".")}@tandem.example`;
  await tx.rows(
    `insert into person (organisation_id, id, email, name, roles, zone, locale, region, manager_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.organisation,
      id,
      email,
      name,
      roles,
      more.zone ?? "Europe/Berlin",
      more.locale ?? "en",
      more.region ?? "dach",
      more.manager ?? null,
    ],
  );
  await tx.rows(
    "insert into handle (organisation_id, platform, workspace, user_id, person_id) values ($1, 'slack', $2, $3, $4)",
    [tx.organisation, workspace, user, id],
  );
  return { id, name, user };
}

export async function addAccount(
  tx: Tx,
  name: string,
  more: {
    readonly csm?: PersonId;
    readonly am?: PersonId;
    readonly region?: string;
    readonly segment?: string;
    readonly stage?: string;
  } = {},
): Promise<AccountId> {
  const id = ids.next<"account">();
  await tx.rows(
    `insert into account (organisation_id, id, external_id, name, name_key, domain, region, segment, lifecycle_stage)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.organisation,
      id,
      id,
      name,
      nameKey(name),
      `${nameKey(name).replaceAll(" ", "-")}.example`,
      more.region ?? "dach",
      more.segment ?? null,
      more.stage ?? "value",
    ],
  );
  for (const [slot, person] of Object.entries({ csm: more.csm, am: more.am })) {
    if (!person) continue;
    await tx.rows("insert into slot (organisation_id, account_id, slot, person_id) values ($1, $2, $3, $4)", [
      tx.organisation,
      id,
      slot,
      person,
    ]);
  }
  return id;
}

export interface TestContract {
  readonly product?: string;
  readonly arrMinor: number;
  readonly currency?: string;
  readonly seats?: number;
  readonly startsOn?: string;
  readonly renewsOn?: string;
  readonly noticeDays?: number;
  readonly noticeOn?: string;
}

export async function addContract(tx: Tx, account: AccountId, contract: TestContract): Promise<void> {
  const id: Id<"contract"> = ids.next();
  await tx.rows(
    `insert into contract (organisation_id, id, external_id, account_id, arr_minor, currency, seats, starts_on, renews_on, notice_days,
                           notice_on, product, ingested_at, known_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
    [
      tx.organisation,
      id,
      id,
      account,
      contract.arrMinor,
      contract.currency ?? "EUR",
      contract.seats ?? null,
      contract.startsOn ?? "2025-01-01",
      contract.renewsOn ?? null,
      contract.noticeDays ?? null,
      contract.noticeOn ?? null,
      contract.product ?? null,
      new Date("2025-01-01T00:00:00Z"),
    ],
  );
}

export async function addChannel(
  tx: Tx,
  workspace: string,
  purpose: "csm" | "am" | "product",
  members: readonly TestPerson[],
): Promise<ChannelId> {
  const id = ids.next<"channel">();
  const read = wallClock.now();
  await tx.rows(
    `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance, external, flags_read_at, members_read_at)
     values ($1, $2, 'slack', $3, $4, $5, $5, 'commercial', false, $6, $6)`,
    [tx.organisation, id, workspace, `C${id.slice(-10).toUpperCase()}`, purpose, read],
  );
  for (const member of members) {
    await tx.rows(
      "insert into channel_member (organisation_id, channel_id, user_id, kind) values ($1, $2, $3, 'member')",
      [tx.organisation, id, member.user],
    );
  }
  return id;
}

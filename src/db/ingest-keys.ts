import { randomBytes } from "node:crypto";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { type Resealed, resealed } from "./reseal.ts";
import type { Sealer, SealedPlace } from "./seal.ts";
import type { System } from "./system.ts";
import type { Database } from "./transaction.ts";

/** A key's secret, which is shown once. */
export interface NewIngestKey {
  /** public, e.g. "tdk_0f3a…" */
  readonly keyId: string;
  readonly secret: string;
}

/** Whose data a key brings: a CRM's, which wins over a file's, or as a file would. */
export const KEY_SOURCES = ["csv", "crm"] as const;
export type KeySource = (typeof KEY_SOURCES)[number];

export interface IngestKeyRow {
  readonly keyId: string;
  readonly name: string;
  readonly source: KeySource;
  readonly madeAt: Date;
  /** a rotated key is good until then */
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
  /** UTC, YYYY-MM-DD */
  readonly lastUsedOn: string | undefined;
}

/** Instants are wall time. */
export interface IngestKey {
  readonly keyId: string;
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly source: KeySource;
  readonly secret: string;
  readonly lastUsedOn: string | undefined;
}

export type RotateOutcome =
  | { readonly kind: "rotated"; readonly key: NewIngestKey; readonly name: string; readonly oldUntil: Date }
  | { readonly kind: "unknown" }
  /** it was revoked, or rotated before */
  | { readonly kind: "over" };

const KEY_ID = /^tdk_[0-9a-f]{20}$/;
const ID_BYTES = 10;
const SECRET_BYTES = 32;
const OLD_GOOD_MS = 24 * 3_600_000;

/** @returns undefined when a key that is good has the name already */
export async function createIngestKey(
  tx: Tx,
  sealer: Sealer,
  { name, at, source = "csv" }: { readonly name: string; readonly at: Date; readonly source?: KeySource },
): Promise<NewIngestKey | undefined> {
  const same = await tx.rows(
    "select 1 from ingest_key where organisation_id = $1 and name = $2 and revoked_at is null and expires_at is null",
    [tx.organisation, name],
  );
  return same.length > 0 ? undefined : insertKey(tx, sealer, { name, source }, at);
}

/** Makes another key of the same name and source; the old one is good for 24 h more. */
export async function rotateIngestKey(
  tx: Tx,
  sealer: Sealer,
  { keyId, at }: { readonly keyId: string; readonly at: Date },
): Promise<RotateOutcome> {
  const [old] = await tx.rows<{ name: string; source: KeySource; isGood: boolean }>(
    `select name, source, revoked_at is null and expires_at is null as "isGood" from ingest_key
      where organisation_id = $1 and key_id = $2 for update`,
    [tx.organisation, keyId],
  );
  if (!old) return { kind: "unknown" };
  if (!old.isGood) return { kind: "over" };
  const oldUntil = new Date(at.getTime() + OLD_GOOD_MS);
  await tx.rows("update ingest_key set expires_at = $3 where organisation_id = $1 and key_id = $2", [
    tx.organisation,
    keyId,
    oldUntil,
  ]);
  return { kind: "rotated", key: await insertKey(tx, sealer, old, at), name: old.name, oldUntil };
}

/** It is good no more, from now on; its secret is destroyed. @returns false for a key that there isn't */
export async function revokeIngestKey(
  tx: Tx,
  { keyId, at }: { readonly keyId: string; readonly at: Date },
): Promise<boolean> {
  const revoked = await tx.rows(
    `update ingest_key set revoked_at = coalesce(revoked_at, $3), sealed = '', version = version + 1
      where organisation_id = $1 and key_id = $2 returning 1`,
    [tx.organisation, keyId, at],
  );
  if (revoked.length === 0) return false;
  await tx.rows("delete from ingest_door where key_id = $1", [keyId]);
  await tx.rows('delete from pace where "window" = $1', [`ingest ${keyId}`]);
  return true;
}

/** The organisation's keys, the oldest first. */
export async function ingestKeys(tx: Tx): Promise<IngestKeyRow[]> {
  const rows = await tx.rows<{
    key_id: string;
    name: string;
    source: KeySource;
    made_at: Date;
    expires_at: Date | null;
    revoked_at: Date | null;
    last_used_on: string | null;
  }>(
    `select key_id, name, source, made_at, expires_at, revoked_at, last_used_on::text from ingest_key
      where organisation_id = $1 order by made_at, key_id`,
    [tx.organisation],
  );
  return rows.map((row) => ({
    keyId: row.key_id,
    name: row.name,
    source: row.source,
    madeAt: row.made_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    lastUsedOn: row.last_used_on ?? undefined,
  }));
}

/**
 * The key of a public key id, of whichever organisation, while it is good.
 * @param now wall time
 * @throws Error when its secret can't be opened
 */
export async function findIngestKey(
  db: Database,
  sealer: Sealer,
  keyId: string,
  now: Date,
): Promise<IngestKey | undefined> {
  if (!KEY_ID.test(keyId)) return undefined;
  const organisation = await doorOf(db.system, keyId);
  if (!organisation) return undefined;
  const [row] = await db.read(organisation, (tx) =>
    tx.rows<{
      name: string;
      source: KeySource;
      encryption_key_id: string;
      sealed: Uint8Array;
      version: number;
      last_used_on: string | null;
    }>(
      `select name, source, encryption_key_id, sealed, version, last_used_on::text from ingest_key
        where organisation_id = $1 and key_id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)`,
      [organisation, keyId, now],
    ),
  );
  if (!row) return undefined;
  const sealed = { keyId: row.encryption_key_id, sealed: Buffer.from(row.sealed) };
  const secret = sealer.open(sealed, placeOf(organisation, keyId, row.version));
  const { name, source } = row;
  return { keyId, organisation, name, source, secret, lastUsedOn: row.last_used_on ?? undefined };
}

/** @param day UTC, YYYY-MM-DD */
export async function noteUse(tx: Tx, keyId: string, day: string): Promise<void> {
  await tx.rows("update ingest_key set last_used_on = $3::date where organisation_id = $1 and key_id = $2", [
    tx.organisation,
    keyId,
    day,
  ]);
}

/** Seals anew those after a place in their order that aren't sealed with the first key. */
export async function resealIngestKeys(tx: Tx, sealer: Sealer, after: string, limit: number): Promise<Resealed> {
  const rows = await tx.rows<{ place: string; encryption_key_id: string; sealed: Uint8Array; version: number }>(
    `select key_id as place, encryption_key_id, sealed, version from ingest_key
      where organisation_id = $1 and encryption_key_id <> $2 and revoked_at is null and key_id > $3
      order by key_id limit $4 for update`,
    [tx.organisation, sealer.keyId, after, limit],
  );
  return resealed(rows, async ({ place, encryption_key_id, sealed: stored, version }) => {
    const before = { keyId: encryption_key_id, sealed: Buffer.from(stored) };
    const secret = sealer.open(before, placeOf(tx.organisation, place, version));
    const { keyId, sealed } = sealer.seal(secret, placeOf(tx.organisation, place, version + 1));
    await tx.rows(
      `update ingest_key set encryption_key_id = $3, sealed = $4, version = version + 1
        where organisation_id = $1 and key_id = $2`,
      [tx.organisation, place, keyId, sealed],
    );
  });
}

async function insertKey(
  tx: Tx,
  sealer: Sealer,
  { name, source }: { readonly name: string; readonly source: KeySource },
  at: Date,
): Promise<NewIngestKey> {
  const keyId = `tdk_${randomBytes(ID_BYTES).toString("hex")}`;
  const secret = `tds_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const sealed = sealer.seal(secret, placeOf(tx.organisation, keyId, 1));
  await tx.rows(
    `insert into ingest_key (organisation_id, key_id, name, source, encryption_key_id, sealed, version, made_at)
     values ($1, $2, $3, $4, $5, $6, 1, $7)`,
    [tx.organisation, keyId, name, source, sealed.keyId, sealed.sealed, at],
  );
  await tx.rows("insert into ingest_door (key_id, organisation_id) values ($1, $2)", [keyId, tx.organisation]);
  return { keyId, secret };
}

async function doorOf(system: System, keyId: string): Promise<OrganisationId | undefined> {
  const [row] = await system.rows<{ organisation_id: OrganisationId }>(
    "select organisation_id from ingest_door where key_id = $1",
    [keyId],
  );
  return row?.organisation_id;
}

function placeOf(organisation: OrganisationId, keyId: string, version: number): SealedPlace {
  return { table: "ingest_key", row: [organisation, keyId], version };
}

import type { Command } from "commander";
import { ORG } from "./command-line-words.ts";
import { type AuditAction, writeAudit } from "./db/audit.ts";
import {
  createIngestKey,
  type IngestKeyRow,
  ingestKeys,
  KEY_SOURCES,
  type KeySource,
  type NewIngestKey,
  revokeIngestKey,
  rotateIngestKey,
} from "./db/ingest-keys.ts";
import { rotateEncryption } from "./db/rotate-encryption.ts";
import type { Sealer } from "./db/seal.ts";
import type { Database } from "./db/transaction.ts";
import { wallClock } from "./kernel/clock.ts";
import type { Tx } from "./kernel/deps.ts";
import { never } from "./kernel/errors.ts";
import { createIds, type OrganisationId } from "./kernel/ids.ts";

interface Opened {
  readonly db: Database;
  readonly sealer: Sealer;
}

export interface KeyCommandsParts {
  readonly program: Command;
  readonly out: (text: string) => void;
  readonly withSealer: (use: (opened: Opened) => Promise<void>) => Promise<void>;
  /** @param slug of the organisation; not needed while there is one */
  readonly within: (
    slug: string | undefined,
    use: (opened: Opened & { readonly organisation: OrganisationId }) => Promise<void>,
  ) => Promise<void>;
}

const MOST_NAME_LETTERS = 80;
const HOW = "Its secret is shown this once; keep it where the program that sends the records finds it.\n";

/** `tandem keys`: keys for the signed HTTP API, and what secrets are sealed with. */
export function addKeyCommands({ program, out, withSealer, within }: KeyCommandsParts): void {
  const keys = program.command("keys").description("keys for the signed HTTP API, and the encryption of secrets");

  keys
    .command("create <name>")
    .description("makes a key and shows its secret, once")
    .option("--source <source>", "whose data it brings: crm, which wins over files, or csv, as a file would", "csv")
    .option(...ORG)
    .action((given: string, { org, source: said }: { org?: string; source: string }) =>
      within(org, async ({ db, sealer, organisation }) => {
        const name = nameOf(given);
        const source = sourceOf(said);
        const made = await db.write(organisation, async (tx) => {
          const at = wallClock.now();
          const key = await createIngestKey(tx, sealer, { name, at, source });
          if (key) audit(tx, "keys.created", key.keyId, { name, source }, at);
          return key;
        });
        if (!made) throw new Error(`There is a key "${name}" already. Choose another name, or rotate that one.`);
        out(shown(made));
      }),
    );

  keys
    .command("list")
    .description("lists the keys, never their secrets")
    .option(...ORG)
    .action(({ org }: { org?: string }) =>
      within(org, async ({ db, organisation }) => {
        const now = wallClock.now();
        for (const key of await db.read(organisation, ingestKeys)) out(`${lineOf(key, now)}\n`);
      }),
    );

  keys
    .command("rotate <key>")
    .description("makes another key of the same name; the old one is good for 24 hours more")
    .option(...ORG)
    .action((keyId: string, { org }: { org?: string }) =>
      within(org, async ({ db, sealer, organisation }) => {
        const outcome = await db.write(organisation, async (tx) => {
          const at = wallClock.now();
          const rotated = await rotateIngestKey(tx, sealer, { keyId, at });
          if (rotated.kind === "rotated") {
            audit(tx, "keys.rotated", keyId, { name: rotated.name, next: rotated.key.keyId }, at);
          }
          return rotated;
        });
        switch (outcome.kind) {
          case "unknown":
            throw new Error(noKey(keyId));
          case "over":
            throw new Error(
              `The key ${keyId} was revoked or rotated before. Type: keys list, and rotate one that is good.`,
            );
          case "rotated":
            out(`${shown(outcome.key)}The key ${keyId} is good until ${outcome.oldUntil.toISOString()}.\n`);
            return;
          default:
            never(outcome);
        }
      }),
    );

  keys
    .command("revoke <key>")
    .description("ends a key at once")
    .option(...ORG)
    .action((keyId: string, { org }: { org?: string }) =>
      within(org, async ({ db, organisation }) => {
        const revoked = await db.write(organisation, async (tx) => {
          const at = wallClock.now();
          const done = await revokeIngestKey(tx, { keyId, at });
          if (done) audit(tx, "keys.revoked", keyId, {}, at);
          return done;
        });
        if (!revoked) throw new Error(noKey(keyId));
        out(`Revoked the key ${keyId}. What it brought in stays.\n`);
      }),
    );

  keys
    .command("rotate-encryption")
    .description("seals every secret in the database anew with the first key of ENCRYPTION_KEY")
    .action(() =>
      withSealer(async ({ db, sealer }) => {
        const { resealed, unopened } = await rotateEncryption(db, sealer);
        out(`Sealed ${String(resealed)} secrets anew with the first key.\n`);
        out(
          "Keep the older keys behind the first one once somebody was erased: without them, an import could bring them back.\n",
        );
        if (unopened.length === 0) return;
        throw new Error(
          `These can't be opened with any key of ENCRYPTION_KEY: ${unopened.join(", ")}. Add the key they were sealed with behind the first one and run this again; or install the workspaces and make the keys anew.`,
        );
      }),
    );
}

/** @throws Error with a sentence */
function nameOf(given: string): string {
  const name = given.trim();
  if (name !== "" && name.length <= MOST_NAME_LETTERS && /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(name)) return name;
  throw new Error(
    `The name ${JSON.stringify(given)} isn't allowed. Use up to ${String(MOST_NAME_LETTERS)} letters, digits, signs and spaces, for example warehouse.`,
  );
}

/** @throws Error with a sentence */
function sourceOf(given: string): KeySource {
  const source = KEY_SOURCES.find((each) => each === given.trim().toLowerCase());
  if (source) return source;
  throw new Error(
    `The source ${JSON.stringify(given)} isn't known. Use crm for what comes from your CRM, or csv for anything else.`,
  );
}

function noKey(keyId: string): string {
  return `There is no key ${JSON.stringify(keyId)} in this organisation. Type: keys list, and use what begins with tdk_.`;
}

function shown({ keyId, secret }: NewIngestKey): string {
  return `key     ${keyId}\nsecret  ${secret}\n${HOW}`;
}

function lineOf({ keyId, name, source, madeAt, expiresAt, revokedAt, lastUsedOn }: IngestKeyRow, now: Date): string {
  const state = revokedAt
    ? `revoked ${dayOf(revokedAt)}`
    : !expiresAt
      ? "good"
      : expiresAt > now
        ? `rotated, good until ${expiresAt.toISOString()}`
        : `rotated, over since ${dayOf(expiresAt)}`;
  return `${keyId}  ${name}  ${source}  made ${dayOf(madeAt)}  ${state}  ${lastUsedOn ? `last used ${lastUsedOn}` : "never used"}`;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function audit(tx: Tx, action: AuditAction, subject: string, details: object, at: Date): void {
  writeAudit(tx, { id: createIds(wallClock).next(), at, by: undefined, action, subject, details });
}

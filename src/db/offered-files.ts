import { z } from "zod";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Locale } from "../kernel/directory.ts";
import { type Ids, isId, type OrganisationId, type PersonId } from "../kernel/ids.ts";
import { type AuditAction, writeAudit } from "./audit.ts";
import { type Sealer, SealBroken, type SealedPlace } from "./seal.ts";
import { workspaceOrganisation } from "./shell.ts";
import type { Database } from "./transaction.ts";

export interface OfferedFilesParts {
  readonly db: Database;
  readonly sealer: Sealer;
  readonly ids: Ids;
  readonly wall: Pick<WallClock, "now">;
  readonly clock: Clock;
  readonly readerOf: ReaderOf;
}

/** Who a user of a tenant is at this instant. */
export type ReaderOf = (tx: Tx, tenant: string, user: string) => Promise<Reader | undefined>;

export interface Reader {
  readonly person: PersonId;
  readonly locale: Locale;
  /** whether they may have what was offered to them */
  readonly mayHave: boolean;
  /** whether they are still with us, and may have what is their own */
  readonly active: boolean;
}

/** A file that somebody in Teams was asked whether they want it. */
export type OfferedFile = Omit<z.output<typeof CONTENT>, "bytes"> & { readonly bytes: Uint8Array };

type TakenFile =
  | { readonly kind: "taken"; readonly offer: OfferedFile; readonly again: boolean }
  | { readonly kind: "answered" }
  | { readonly kind: "gone"; readonly locale: Locale };

interface Row {
  readonly key_id: string;
  readonly sealed: Uint8Array | null;
  readonly taken_at: Date | null;
}

const KEPT_MS = 86_400_000;
/** Longer than all tries to put a file: whoever has taken one and not finished by then died over it. */
const GIVEN_UP_MS = 300_000;
const CONTENT = z.object({
  user: z.string(),
  person: z
    .string()
    .refine(isId)
    .transform((id) => id as PersonId),
  name: z.string(),
  locale: z.enum(["en", "de", "zh"]),
  bytes: z.string(),
  own: z.literal(true).optional(),
});

/** Offered files by a tenant of Teams, sealed: they hold lines of customers' data that were not taken. */
export function createOfferedFiles({ db, sealer, ids, wall, clock, readerOf }: OfferedFilesParts) {
  function earliest(): Date {
    return new Date(wall.now().getTime() - KEPT_MS);
  }
  async function inTenant<T>(tenant: string, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    const organisation = await workspaceOrganisation(db.system, "teams", tenant);
    return organisation && db.write(organisation, work);
  }
  function audit(tx: Tx, by: PersonId, action: AuditAction, subject: string): void {
    writeAudit(tx, { id: ids.next(), at: clock.now(), by, action, subject, details: {} });
  }
  function opened(
    { key_id, sealed }: Pick<Row, "key_id"> & { readonly sealed: Uint8Array },
    place: SealedPlace,
  ): OfferedFile | undefined {
    try {
      const { bytes, ...said } = CONTENT.parse(
        JSON.parse(sealer.open({ keyId: key_id, sealed: Buffer.from(sealed) }, place)),
      );
      return { ...said, bytes: Buffer.from(bytes, "base64") };
    } catch (error) {
      // Its key was taken out of use before the day was over.
      if (error instanceof SealBroken) return undefined;
      throw error;
    }
  }

  return {
    keep: (tenant: string, offer: OfferedFile): Promise<string | undefined> =>
      inTenant(tenant, async (tx) => {
        await forgetExpired(tx, wall.now());
        const id: string = ids.next();
        const content = JSON.stringify({ ...offer, bytes: Buffer.from(offer.bytes).toString("base64") });
        const { keyId, sealed } = sealer.seal(content, placeOf(tx.organisation, id));
        await tx.rows(
          "insert into offered_file (organisation_id, id, key_id, sealed, offered_at) values ($1, $2, $3, $4, $5)",
          [tx.organisation, id, keyId, sealed, wall.now()],
        );
        return id;
      }),

    async take(tenant: string, id: string, user: string, answer: "accept" | "decline"): Promise<TakenFile> {
      const taken = await inTenant(tenant, async (tx): Promise<TakenFile> => {
        const reader = await readerOf(tx, tenant, user);
        const gone = { kind: "gone", locale: reader?.locale ?? "en" } as const;
        if (!isId(id)) return gone;
        const now = wall.now();
        const [row] = await tx.rows<Row>(
          `select key_id, sealed, taken_at from offered_file
            where organisation_id = $1 and id = $2 and offered_at > $3 for update`,
          [tx.organisation, id, earliest()],
        );
        if (!row) return gone;
        const { sealed, taken_at: takenAt } = row;
        if (!sealed) return { kind: "answered" };
        const offer = opened({ ...row, sealed }, placeOf(tx.organisation, id));
        if (offer?.user !== user) return gone;
        if (reader?.person !== offer.person || !(offer.own ? reader.active : reader.mayHave)) {
          audit(tx, offer.person, "uploads.file-refused", id);
          await remove(tx, id);
          return gone;
        }
        if (takenAt && now.getTime() - takenAt.getTime() < GIVEN_UP_MS) return { kind: "answered" };
        audit(tx, offer.person, answer === "accept" ? "uploads.file-accepted" : "uploads.file-declined", id);
        if (answer === "decline") await empty(tx, id);
        else await note(tx, id, now);
        return { kind: "taken", offer, again: takenAt !== null };
      });
      return taken ?? { kind: "gone", locale: "en" };
    },

    async finish(tenant: string, id: string): Promise<void> {
      await inTenant(tenant, (tx) => empty(tx, id));
    },

    async drop(tenant: string, id: string): Promise<void> {
      await inTenant(tenant, (tx) => remove(tx, id));
    },
  };
}

async function empty(tx: Tx, id: string): Promise<void> {
  await tx.rows("update offered_file set sealed = null where organisation_id = $1 and id = $2", [tx.organisation, id]);
}

async function note(tx: Tx, id: string, takenAt: Date): Promise<void> {
  await tx.rows("update offered_file set taken_at = $3 where organisation_id = $1 and id = $2", [
    tx.organisation,
    id,
    takenAt,
  ]);
}

async function remove(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from offered_file where organisation_id = $1 and id = $2", [tx.organisation, id]);
}

async function forgetExpired(tx: Tx, now: Date): Promise<void> {
  await tx.rows("delete from offered_file where organisation_id = $1 and offered_at <= $2", [
    tx.organisation,
    new Date(now.getTime() - KEPT_MS),
  ]);
}

/** Forgets what was offered more than a day ago. @param now wall time */
export async function forgetOffered(db: Database, organisation: OrganisationId, now: Date): Promise<void> {
  await db.write(organisation, (tx) => forgetExpired(tx, now));
}

function placeOf(organisation: OrganisationId, id: string): SealedPlace {
  return { table: "offered_file", row: [organisation, id], version: 2 };
}

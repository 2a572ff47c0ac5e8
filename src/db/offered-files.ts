import { z } from "zod";
import type { WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import { type Ids, isId, type OrganisationId } from "../kernel/ids.ts";
import { type Sealer, SealBroken, type SealedPlace } from "./seal.ts";
import { workspaceOrganisation } from "./shell.ts";
import type { Database } from "./transaction.ts";

export interface OfferedFilesParts {
  readonly db: Database;
  readonly sealer: Sealer;
  readonly ids: Ids;
  readonly wall: Pick<WallClock, "now">;
}

/** A file that somebody in Teams was asked whether they want it. */
export type OfferedFile = Omit<z.output<typeof CONTENT>, "bytes"> & { readonly bytes: Uint8Array };

type TakenFile =
  { readonly kind: "taken"; readonly offer: OfferedFile } | { readonly kind: "answered" } | { readonly kind: "gone" };

interface Row {
  readonly key_id: string;
  readonly sealed: Uint8Array | null;
}

const KEPT_MS = 86_400_000;
const CONTENT = z.object({ user: z.string(), name: z.string(), locale: z.enum(["en", "de", "zh"]), bytes: z.string() });

/** Offered files by a tenant of Teams, sealed: they hold lines of customers' data that were not taken. */
export function createOfferedFiles({ db, sealer, ids, wall }: OfferedFilesParts) {
  function earliest(): Date {
    return new Date(wall.now().getTime() - KEPT_MS);
  }
  async function inTenant<T>(tenant: string, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
    const organisation = await workspaceOrganisation(db.system, "teams", tenant);
    return organisation && db.write(organisation, work);
  }
  function opened(
    { key_id, sealed }: Row & { readonly sealed: Uint8Array },
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
        const id: string = ids.next();
        const content = JSON.stringify({ ...offer, bytes: Buffer.from(offer.bytes).toString("base64") });
        const { keyId, sealed } = sealer.seal(content, placeOf(tx.organisation, id));
        await tx.rows(
          "insert into offered_file (organisation_id, id, key_id, sealed, offered_at) values ($1, $2, $3, $4, $5)",
          [tx.organisation, id, keyId, sealed, wall.now()],
        );
        return id;
      }),

    async take(tenant: string, id: string, user: string): Promise<TakenFile> {
      if (!isId(id)) return { kind: "gone" };
      const taken = await inTenant(tenant, async (tx): Promise<TakenFile> => {
        const [row] = await tx.rows<Row>(
          "select key_id, sealed from offered_file where organisation_id = $1 and id = $2 and offered_at > $3 for update",
          [tx.organisation, id, earliest()],
        );
        if (!row) return { kind: "gone" };
        const { sealed } = row;
        if (!sealed) return { kind: "answered" };
        const offer = opened({ ...row, sealed }, placeOf(tx.organisation, id));
        if (offer?.user !== user) return { kind: "gone" };
        await tx.rows("update offered_file set sealed = null where organisation_id = $1 and id = $2", [
          tx.organisation,
          id,
        ]);
        return { kind: "taken", offer };
      });
      return taken ?? { kind: "gone" };
    },

    async drop(tenant: string, id: string): Promise<void> {
      await inTenant(tenant, (tx) =>
        tx.rows("delete from offered_file where organisation_id = $1 and id = $2", [tx.organisation, id]),
      );
    },
  };
}

/** Forgets what was offered more than a day ago. @param now wall time */
export async function forgetOffered(db: Database, organisation: OrganisationId, now: Date): Promise<void> {
  await db.write(organisation, (tx) =>
    tx.rows("delete from offered_file where organisation_id = $1 and offered_at <= $2", [
      tx.organisation,
      new Date(now.getTime() - KEPT_MS),
    ]),
  );
}

function placeOf(organisation: OrganisationId, id: string): SealedPlace {
  return { table: "offered_file", row: [organisation, id], version: 1 };
}

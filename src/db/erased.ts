import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import { createHmacs } from "./hmacs.ts";

/** What stands for an address in `erasure`: one HMAC a key, that of the newest first. */
export type AddressHmacs = (organisation: OrganisationId, address: string) => readonly [string, ...string[]];

/**
 * HMAC-SHA256 of addresses. The organisation is part of what is hashed, so that nobody sees whom two of them erased.
 * @param encryptionKeys of 32 bytes each, the newest first
 */
export function createAddressHmacs(encryptionKeys: () => readonly [Buffer, ...Buffer[]]): AddressHmacs {
  const hmacsOf = createHmacs(encryptionKeys, "tandem erased addresses");
  return (organisation, address) => hmacsOf(organisation, addressKey(address));
}

/** The address as it is compared: one in two spellings is one. */
function addressKey(address: string): string {
  return address.normalize("NFC").trim().toLowerCase();
}

/**
 * Since when whoever had the address is erased.
 * @param hmacs of one address, as `AddressHmacs` makes them
 */
export async function erasedAt(tx: Tx, hmacs: readonly string[]): Promise<Date | undefined> {
  const [row] = await tx.rows<{ at: Date | null }>(
    "select min(at) as at from erasure where address_hmac = any($1::text[])",
    [hmacs],
  );
  return row?.at ?? undefined;
}

/** Which of the addresses are those of people who were erased. */
export async function erasedAmong(
  tx: Tx,
  addresses: readonly string[],
  hmacsOf: AddressHmacs,
): Promise<ReadonlySet<string>> {
  const [any] = await tx.rows("select 1 from erasure limit 1");
  if (!any) return new Set();
  const byHmac = new Map(
    addresses.flatMap((address) => hmacsOf(tx.organisation, address).map((hmac) => [hmac, address] as const)),
  );
  const rows = await tx.rows<{ address_hmac: string }>(
    "select address_hmac from erasure where address_hmac = any($1::text[])",
    [[...byHmac.keys()]],
  );
  return new Set(rows.flatMap(({ address_hmac }) => byHmac.get(address_hmac) ?? []));
}

/** Notes that whoever had the address is erased; it stays noted as it was. */
export function noteErased(tx: Tx, hmac: string, now: Date): void {
  tx.run(
    `insert into erasure (organisation_id, address_hmac, at) values ($1, $2, $3)
     on conflict (organisation_id, address_hmac) do nothing`,
    [tx.organisation, hmac, now],
  );
}

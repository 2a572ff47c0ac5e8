import type { Tx } from "../../kernel/deps.ts";

/**
 * Sales regions as they were first written: "emea" is the "EMEA" that somebody or some account has already, and of those
 * that are new the first one stands for all that differ in case, width or spaces only.
 * @param regions one a row, in the order in which they were written
 */
export async function asFirstWritten(
  tx: Tx,
  regions: readonly (string | null | undefined)[],
): Promise<(string | null)[]> {
  const written = regions.filter((region) => region !== null && region !== undefined);
  if (written.length === 0) return regions.map(() => null);
  const known = await tx.rows<{ region: string }>(
    `select region from person where organisation_id = $1 and region is not null
      union select region from account where organisation_id = $1 and region is not null order by region`,
    [tx.organisation],
  );
  const first = new Map<string, string>();
  for (const region of [...known.map((row) => row.region), ...written]) {
    const key = regionKey(region);
    if (!first.has(key)) first.set(key, region);
  }
  return regions.map((region) => (region ? (first.get(regionKey(region)) ?? region) : null));
}

function regionKey(region: string): string {
  return region.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
}

import type { AccountSpec, Row } from "./account.ts";
import { FORMER_AND_COMING, LIVING } from "./catalogue-rows.ts";
import { STORIES } from "./stories.ts";

const SEGMENTS = { E: "enterprise", M: "mid-market", S: "small business" } as const;

function specOf(row: Row, at: number): AccountSpec {
  const [name, size, region, zone, industry, csm, am, seats, price] = row;
  const [amount = "0", currency = "EUR"] = price.split(" ");
  const word = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return {
    id: `A-${1001 + at}`,
    name,
    domain: `${word}.example`,
    segment: SEGMENTS[size],
    region,
    zone,
    industry,
    keyAccount: am.endsWith("*"),
    csm: csm === "" ? undefined : csm,
    am: am === "" ? undefined : am.replace("*", ""),
    seats,
    arr: Number(amount),
    currency,
    ...STORIES[name],
  };
}

/** Every account that ever was or will come, in the order of their ids. */
export const ACCOUNTS: readonly AccountSpec[] = [...LIVING, ...FORMER_AND_COMING].map(specOf);

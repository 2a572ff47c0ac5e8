import type { Text } from "../chat/card.ts";
import type { Say } from "../locales/say.ts";

/** A quarter such as "2026-Q4", as its reader writes one; undefined: it is none. */
export function quarterSaid(name: string, say: Say): Text | undefined {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(name) ?? [];
  return year === undefined || quarter === undefined ? undefined : say("nps.quarter", { year, quarter });
}

import type { PacedCall, Windows } from "../pace.ts";
import type { Target } from "../platform.ts";

/** Teams counts by when a message arrives and by its own clock, whose milliseconds aren't ours. */
const MARGIN_MS = 10;
/**
 * Microsoft's "Optimize your bot with rate limiting": a thread gets 7 in 1 s, 8 in 2 s, 60 in 30 s and 1800 in an
 * hour, a tenant 30 in 1 s. A tenant's calls are counted by the gate; its turns only keep what is drawn from waiting there.
 */
const THREAD = [
  { turns: 7, spanMs: 1000 + MARGIN_MS },
  { turns: 8, spanMs: 2000 + MARGIN_MS },
  { turns: 60, spanMs: 30_000 + MARGIN_MS },
  { turns: 1800, spanMs: 3_600_000 + MARGIN_MS },
];
const TENANT = [{ turns: 30, spanMs: 1000 + MARGIN_MS }];
const LOOKS = { intervalMs: 34, burst: 25 };

export function teamsWindows({ workspace, conversation }: Target, call: PacedCall): Windows {
  const key = `teams:${workspace}`;
  if (call === "look" || call === "scarce-look") return { kind: "rate", wide: { key: `${key}:looks`, ...LOOKS } };
  const wide = { key, limits: TENANT };
  if (call === "read") return { kind: "sliding", wide };
  return { kind: "sliding", wide, narrow: { key: `${key}:${conversation}`, limits: THREAD } };
}

import type { PacedCall, Windows } from "../pace.ts";
import type { Target } from "../platform.ts";

/**
 * One message a second and channel; several hundred a minute and workspace, here 500 in the first and then 300;
 * tier 3 for updates, reads and looks; of looks one a minute for an app that is sold outside the Marketplace.
 */
const POSTS = { intervalMs: 200, burst: 200 };
const CHANNEL = { intervalMs: 1000, burst: 1 };
const OTHER = {
  update: { of: "updates", intervalMs: 1200, burst: 10 },
  read: { of: "reads", intervalMs: 1200, burst: 10 },
  look: { of: "looks", intervalMs: 1200, burst: 5 },
  "scarce-look": { of: "looks", intervalMs: 60_000, burst: 1 },
} as const;

export function slackWindows({ workspace, conversation }: Target, call: PacedCall): Windows {
  const key = `slack:${workspace}`;
  if (call === "post") {
    return { kind: "rate", wide: { key, ...POSTS }, narrow: { key: `${key}:${conversation}`, ...CHANNEL } };
  }
  const { of, ...rate } = OTHER[call];
  return { kind: "rate", wide: { key: `${key}:${of}`, ...rate } };
}

import { createHash } from "node:crypto";
import type { PlatformName } from "./interaction.ts";

/** The key of an input by what makes it this one and no other. */
export function contentKey(platform: PlatformName, ...parts: readonly (string | null | undefined)[]): string {
  return `${platform}:${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}`;
}

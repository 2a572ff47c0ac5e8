import { z } from "zod";
import type { Running } from "../running.ts";
import type { Workspaces } from "../workspaces.ts";
import { createClient, isTokenRefused, type SlackClientParts } from "./client.ts";
import { ID } from "./payloads.ts";

export interface RemovalParts extends Pick<SlackClientParts, "apiUrl" | "log" | "timeoutMs"> {
  readonly workspaces: Pick<Workspaces, "gone">;
  /** undefined: nobody knows since when it is good */
  readonly tokenOf: (
    workspace: string,
  ) => Promise<{ readonly token: string; readonly installedAt: Date | undefined } | undefined>;
  readonly later: Running["later"];
}

export interface Removal {
  /** @returns false for a body that isn't about the app's removal */
  hear(body: object): Promise<boolean>;
  /** A call was refused because of its token. Slack says the same to a server it doesn't want, so it is asked again. */
  refused(workspace: string, token: string): void;
}

/** Tokens of people, which Tandem has none of, may be revoked beside the bot's. */
const REMOVED = z.object({
  type: z.literal("event_callback"),
  team_id: ID,
  /** seconds */
  event_time: z.number().default(0),
  event: z.union([
    z.object({ type: z.literal("app_uninstalled") }),
    z.object({ type: z.literal("tokens_revoked"), tokens: z.object({ bot: z.array(z.string()).min(1) }) }),
  ]),
});

/** Notices that the app was removed from a workspace, whoever says it first. */
export function createRemoval(parts: RemovalParts): Removal {
  const asking = new Set<string>();

  /** @returns undefined when Slack didn't say */
  async function isGood(token: string): Promise<boolean | undefined> {
    try {
      await createClient(token, parts).auth.test();
      return true;
    } catch (error) {
      return isTokenRefused(error) ? false : undefined;
    }
  }

  async function removeUnlessGood(workspace: string, token: string): Promise<void> {
    try {
      if ((await isGood(token)) === false) await parts.workspaces.gone(workspace, "refused", token);
    } finally {
      asking.delete(token);
    }
  }

  return {
    async hear(body) {
      const parsed = "type" in body && body.type === "event_callback" ? REMOVED.safeParse(body) : undefined;
      if (!parsed?.success) return false;
      const { team_id: workspace, event_time } = parsed.data;
      const installed = await parts.tokenOf(workspace);
      // It may come late, after the app was installed again.
      const isLate = installed && !(installed.installedAt && installed.installedAt.getTime() <= event_time * 1000);
      if (!isLate || (await isGood(installed.token)) === false) await parts.workspaces.gone(workspace, "uninstalled");
      return true;
    },
    refused(workspace, token) {
      if (workspace === "" || asking.has(token)) return;
      asking.add(token);
      parts.later(removeUnlessGood(workspace, token));
    },
  };
}

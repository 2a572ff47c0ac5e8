import type { Log } from "../../kernel/log.ts";
import { createLru } from "../../kernel/lru.ts";

const MOST_USES = 5;

/** Sends a message to a press's own address. @returns false when Slack didn't take it */
export type Respond = (address: string, message: object) => Promise<boolean>;

/** Slack's own host over https, or instead of it the server that stands in for Slack; nothing else ever gets a reply. */
export function isResponseAddress(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  if (apiUrl === undefined) return url.origin === "https://hooks.slack.com";
  return URL.canParse(apiUrl) && url.origin === new URL(apiUrl).origin;
}

/** @param timeoutMs for the whole exchange */
export function createRespond(apiUrl: string | undefined, log: Log, timeoutMs = 10_000): Respond {
  const uses = createLru<number>(5000);
  return async (address, message) => {
    const used = uses.get(address) ?? 0;
    if (!isResponseAddress(address, apiUrl) || used >= MOST_USES) {
      log.warn({ used }, "a reply's address is not Slack's or used up");
      return false;
    }
    uses.set(address, used + 1);
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(message),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) log.warn({ status: response.status }, "Slack refused a reply");
      return response.ok;
    } catch (error) {
      log.warn({ err: error }, "a reply was lost on its way");
      return false;
    }
  };
}

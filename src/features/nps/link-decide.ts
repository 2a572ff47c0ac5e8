import { LEFT, OPTED_OUT } from "./decide.ts";
import type { LinkRow } from "./link-store.ts";

/**
 * to-send: nobody has their link yet; undelivered: what we wrote didn't arrive; silent: they were asked and haven't
 * answered; fetched: whoever passes it on has it; over: its time went by; off: the campaign ended before
 */
export type LinkState =
  "to-send" | "undelivered" | "silent" | "fetched" | "answered" | "left" | "opted-out" | "over" | "off";

/** Where somebody stands whose link is to be passed on. */
export function linkStateOf(row: Omit<LinkRow, "survey" | "who" | "account">, now: Date): LinkState {
  const { state, reason, via, fetchedAt, remindedAt, closesAt } = row;
  if (state === "answered") return "answered";
  if (state === "withdrawn") return reason === OPTED_OUT ? "opted-out" : reason === LEFT ? "left" : "off";
  if (state === "closed" || !closesAt || closesAt.getTime() <= now.getTime()) return "over";
  if (state === "waiting") return "to-send";
  if (remindedAt && remindedAt.getTime() > (fetchedAt?.getTime() ?? 0)) return "silent";
  if (fetchedAt) return "fetched";
  return via === "link" ? "undelivered" : "silent";
}

const TO_DO: readonly LinkState[] = ["to-send", "undelivered", "silent"];

/** Somebody has to send it now. */
export function isToSend(state: LinkState): boolean {
  return TO_DO.includes(state);
}

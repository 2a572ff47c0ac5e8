import { z } from "zod";
import { NEVER_LEFT } from "../never-left.ts";
import type { SendOutcome } from "../platform.ts";
import { retryAfterSeconds } from "../retry-after.ts";
import { NoRoom, NoServiceUrl, NoToken } from "./connector.ts";

/** What came of a call that failed. */
export type Failure = Exclude<SendOutcome, { kind: "sent" }>;

const ROOM_AGAIN_MS = 1000;
const NO_ADDRESS = "no address of Teams'";

/** The bot isn't let in, though somebody is there. */
const NOT_LET_IN: ReadonlySet<string> = new Set(["BotNotInConversationRoster", "BotDisabledByAdmin"]);
/** What is true of one message there is true of all. */
const FOR_ALL: ReadonlySet<string> = new Set([
  "BotNotInConversationRoster",
  "ConversationNotFound",
  "MessageWritesBlocked",
  "ConversationBlockedByUser",
  "http 403",
  NO_ADDRESS,
]);
/** Microsoft asks for another try after these. */
const TRY_AGAIN: ReadonlySet<number> = new Set([412, 502, 504]);

const REST_ERROR = z.object({
  name: z.literal("RestError"),
  /** Teams' own word for what is wrong, or the network's */
  code: z.string().max(100).optional(),
  statusCode: z.number().int().optional(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional().catch(undefined),
});

/** What a failed call means for the message it carried. Whatever isn't known for sure is ambiguous. */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof NoServiceUrl) return { kind: "address-gone", problem: NO_ADDRESS };
  if (error instanceof NoRoom) return { kind: "slow-down", waitMs: ROOM_AGAIN_MS };
  if (error instanceof NoToken) return { kind: "passing", problem: "no token" };
  const { data } = REST_ERROR.safeParse(error);
  if (!data) return { kind: "ambiguous", problem: error instanceof Error ? error.name : "unknown" };
  const { statusCode: status, response, code } = data;
  if (status === undefined) {
    return code !== undefined && NEVER_LEFT.has(code)
      ? { kind: "passing", problem: code }
      : { kind: "ambiguous", problem: code ?? "no answer" };
  }
  const problem = code ?? `http ${String(status)}`;
  if (status === 429)
    return { kind: "slow-down", waitMs: retryAfterSeconds(response?.headers.get("retry-after")) * 1000 };
  if (TRY_AGAIN.has(status)) return { kind: "passing", problem };
  if (status === 401) return { kind: "passing", problem };
  if (status === 403) return { kind: NOT_LET_IN.has(problem) ? "not-allowed" : "address-gone", problem };
  if (status === 404 || status === 410) return { kind: "address-gone", problem };
  return status >= 300 && status < 500 && status !== 408
    ? { kind: "not-allowed", problem }
    : { kind: "ambiguous", problem };
}

/** Whether the bot can't write there any more, whatever it writes, until it is met there again. */
export function isSentAway({ kind, ...outcome }: SendOutcome): boolean {
  return (kind === "address-gone" || kind === "not-allowed") && "problem" in outcome && FOR_ALL.has(outcome.problem);
}

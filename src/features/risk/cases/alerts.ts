import { CASE } from "../../../kernel/defaults.ts";
import type { Case, CaseCause } from "../case-store.ts";
import type { Change, Standing } from "../decide.ts";

const DAY_MS = 86_400_000;
const ROUNDING = 1e-9;

export interface AlertRoom {
  readonly standing: Pick<Standing, "state" | "causes" | "p" | "since">;
  readonly change: Change["kind"];
  /** a ticket of theirs of severity 1 is escalated and open */
  readonly severest?: boolean;
  /** none of theirs was escalated on the night before */
  readonly escalatedAnew?: boolean;
  /** the account's newest case, open or closed */
  readonly last: Pick<Case, "state" | "causes" | "severest" | "alerted" | "snoozedUntil" | "closed"> | undefined;
}

/** What a night's change means for the account's case. */
export type Alerting =
  | { readonly kind: "open"; readonly causes: readonly CaseCause[] }
  /** anew: people are told of it once more, or for the first time */
  | { readonly kind: "join"; readonly causes: readonly CaseCause[]; readonly anew: boolean }
  | { readonly kind: "silent" };

const SILENT: Alerting = { kind: "silent" };

/** B5, B6 and B13: one open case an account; who judged a cause hears no more of it for a while. */
export function decideAlert(room: AlertRoom, now: Date): Alerting {
  const { standing, change, last } = room;
  const causes = causesOf(standing);
  const worsens = last?.state === "open" && ((isSeverest(room) && !last.severest) || isBack(room, last));
  if (change === "first" || (change === "frozen" && !worsens)) return SILENT;
  if (causes.length === 0) return SILENT;
  if (last?.state === "open") {
    const joining = causes.filter((cause) => !last.causes.includes(cause));
    if (joining.length === 0 && !worsens) return SILENT;
    return { kind: "join", causes: joining, anew: worsens || isAnew(last, joining, standing) };
  }
  const opens = standing.state === "watch" ? watchAlerts(room, now) : alerts(room, causes, now);
  return opens ? { kind: "open", causes } : SILENT;
}

/** The escalation that makes it a risk is of severity 1. */
export function isSeverest({ standing, severest = false }: Pick<AlertRoom, "standing" | "severest">): boolean {
  return severest && standing.causes.includes("escalation");
}

/** An escalation of theirs was over, and here is the next one. */
function isBack({ standing, escalatedAnew = false }: AlertRoom, last: NonNullable<AlertRoom["last"]>): boolean {
  return escalatedAnew && standing.causes.includes("escalation") && last.causes.includes("escalation");
}

/** A watch that became a risk; what was over the caps; a notice; what sleeps, though it can't wait any more. */
function isAnew(
  last: NonNullable<AlertRoom["last"]>,
  joining: readonly CaseCause[],
  { state }: AlertRoom["standing"],
): boolean {
  const wasWatch = last.causes.length > 0 && last.causes.every((cause) => cause === "rise");
  if ((wasWatch && state === "at-risk") || !last.alerted || joining.includes("notice")) return true;
  return last.snoozedUntil !== undefined && joining.includes("escalation");
}

function causesOf({ state, causes }: AlertRoom["standing"]): readonly CaseCause[] {
  if (state === "at-risk") return causes;
  return state === "watch" ? ["rise"] : [];
}

/** Once; anew after 14 days or ten more points. */
function watchAlerts({ standing, change, last }: AlertRoom, now: Date): boolean {
  if (last && isMute(last, ["rise"], standing.p, now)) return false;
  const alerted = last?.alerted;
  if (!alerted) return change === "rising";
  // What began silently since is no news of what was told.
  if (change !== "rising" && standing.since.getTime() > alerted.at.getTime()) return false;
  const roseOn = standing.p - alerted.p >= CASE.realertRise - ROUNDING;
  return roseOn || now.getTime() - alerted.at.getTime() >= CASE.realertDays * DAY_MS;
}

function alerts({ standing, change, last }: AlertRoom, causes: readonly CaseCause[], now: Date): boolean {
  if (last && isMute(last, causes, standing.p, now)) return false;
  if (change === "entered" || change === "joined") return true;
  // Still at risk: what somebody judged is looked at again once it is mute no more; what was lost isn't.
  const closed = last?.closed;
  return closed?.by !== undefined && closed.outcome !== "lost" && standing.since.getTime() <= closed.at.getTime();
}

/** A person closed the case, and nothing that they didn't know has come since. */
function isMute(
  { causes: judged, closed }: Pick<Case, "causes" | "closed">,
  causes: readonly CaseCause[],
  p: number,
  now: Date,
): boolean {
  if (!closed?.by) return false;
  if (causes.some((cause) => !judged.includes(cause))) return false;
  if (closed.p !== undefined && p - closed.p >= CASE.muteRise - ROUNDING) return false;
  return now.getTime() - closed.at.getTime() < CASE.muteDays * DAY_MS;
}

/** A night that looks like broken data rather than like customers (B13). */
export function mustHold(crossed: number, scored: number): boolean {
  if (crossed > CASE.holdAbove) return true;
  return crossed >= CASE.holdAtLeast && crossed > CASE.holdShare * scored;
}

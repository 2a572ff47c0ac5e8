import type { AskedPerson, LastAsked } from "../../nps/facts.ts";
import type { Decided, Gate } from "../../opportunities/facts.ts";
import { daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import { CASE, RISK, WORTH } from "../../../kernel/defaults.ts";
import type { Case } from "../case-store.ts";
import type { Standing } from "../decide.ts";

export const TOPICS = ["risk", "alert", "upsell", "nps"] as const;
export type Topic = (typeof TOPICS)[number];

const DAY_MS = 86_400_000;

/** The 1-3-7 rule: keeping a customer costs 1, rescuing it 3, replacing it 7. */
export type Effort = "keep" | "rescue" | "replace";

export function effortOf({ state, causes }: Pick<Standing, "state" | "causes">): Effort {
  if (causes.includes("notice")) return "replace";
  return state === "at-risk" || state === "watch" ? "rescue" : "keep";
}

/** How many average upsells make up for an account; undefined where too few were won to say. */
export function upsellsFor(
  arrMinor: number | undefined,
  won: { readonly count: number; readonly meanMinor: number },
): number | undefined {
  if (!arrMinor || won.count < WORTH.upsellsAtLeast || won.meanMinor <= 0) return undefined;
  return Math.round((10 * arrMinor) / won.meanMinor) / 10;
}

/** What is stored of an account's risk, for an explanation. */
export interface RiskFacts {
  readonly standing: Standing | undefined;
  /** it has left */
  readonly churned: boolean;
  /** from which p on an account is at risk */
  readonly enter: number;
  readonly dataUntil: LocalDate | undefined;
  readonly today: LocalDate;
}

export type RiskExplanation =
  | { readonly kind: "churned" }
  | { readonly kind: "never-scored" }
  | { readonly kind: "at-risk"; readonly standing: Standing }
  /** nothing makes it so any more, and it has to stay below for seven days */
  | { readonly kind: "clearing"; readonly standing: Standing; readonly left: number }
  | { readonly kind: "rising"; readonly standing: Standing }
  | { readonly kind: "recovering"; readonly standing: Standing; readonly left: number }
  /** p stands here where it may be shown, which an expert's may not */
  | {
      readonly kind: "below";
      readonly standing: Standing;
      readonly shown: Readonly<{ p: number; enter: number }> | undefined;
    }
  | { readonly kind: "frozen"; readonly until: LocalDate | undefined };

/** Why an account is where it is (B0); first what holds, then what keeps it from moving. */
export function explainRisk({ standing, churned, enter, dataUntil, today }: RiskFacts): RiskExplanation[] {
  if (churned) return [{ kind: "churned" }];
  if (!standing) return [{ kind: "never-scored" }];
  const first = stateOf(standing, enter, today);
  return standing.frozen ? [first, { kind: "frozen", until: dataUntil }] : [first];
}

function stateOf(standing: Standing, enter: number, today: LocalDate): RiskExplanation {
  const { state, causes, clearDays, clearSince, p, calibrated } = standing;
  switch (state) {
    case "at-risk":
      return causes.length > 0
        ? { kind: "at-risk", standing }
        : { kind: "clearing", standing, left: Math.max(1, RISK.clearDays - clearDays) };
    case "watch":
      return { kind: "rising", standing };
    case "recovering": {
      const passed = clearSince ? daysBetween(clearSince, today) : 0;
      return { kind: "recovering", standing, left: Math.max(1, RISK.recoveredDays - passed) };
    }
    case "ok":
      return { kind: "below", standing, shown: calibrated ? { p, enter } : undefined };
  }
}

/** What became of the message about a case. */
export type PostFate = "waiting" | "posted" | "suppressed" | "failed";

export interface AlertFacts {
  readonly standing: Standing | undefined;
  readonly churned: boolean;
  /** the account's newest case */
  readonly last: Case | undefined;
  readonly fate: PostFate | undefined;
  readonly hold:
    | {
        readonly state: "held" | "sent" | "kept-back";
        readonly by: string | undefined;
        readonly at: Date | undefined;
      }
    | undefined;
  /** others that were told of on the same day within the caps: of the same CSM, and in the same channel */
  readonly told: { readonly ofCsm: number; readonly inChannel: number };
  readonly csm: string | undefined;
  /** its state was set by its first score, or by the first of another model */
  readonly silent: "first" | "model" | undefined;
  readonly dataUntil: LocalDate | undefined;
  readonly now: Date;
}

export type AlertExplanation =
  | { readonly kind: "alert-churned" }
  | { readonly kind: "alert-never-scored" }
  | { readonly kind: "no-need" }
  | { readonly kind: "first-score"; readonly since: Date }
  | { readonly kind: "new-model"; readonly since: Date }
  | { readonly kind: "alert-frozen"; readonly until: LocalDate | undefined }
  | { readonly kind: "no-case" }
  | { readonly kind: "alerted"; readonly at: Date; readonly fate: PostFate | undefined }
  | { readonly kind: "held"; readonly since: Date }
  | { readonly kind: "kept-back"; readonly by: string | undefined }
  | { readonly kind: "cap-csm"; readonly csm: string; readonly since: Date }
  | { readonly kind: "cap-channel"; readonly since: Date }
  | { readonly kind: "nobody-to-tell" }
  | { readonly kind: "snoozed"; readonly until: Date }
  | { readonly kind: "muted"; readonly until: Date; readonly closed: NonNullable<Case["closed"]> }
  | { readonly kind: "lost"; readonly closed: NonNullable<Case["closed"]> }
  | { readonly kind: "closed"; readonly closed: NonNullable<Case["closed"]> };

/** Why people were told of an account's risk, or weren't (B5, B6, B13). */
export function explainAlert(facts: AlertFacts): AlertExplanation[] {
  const { standing, churned, last, now } = facts;
  if (churned) return [{ kind: "alert-churned" }];
  if (!standing) return [{ kind: "alert-never-scored" }];
  if (last?.state === "open") {
    const told = openCase(facts, last);
    const until = last.snoozedUntil;
    return until && until > now ? [{ kind: "snoozed", until }, told] : [told];
  }
  if (standing.state !== "at-risk" && standing.state !== "watch") {
    if (standing.frozen) return [{ kind: "alert-frozen", until: facts.dataUntil }];
    return last?.closed ? [{ kind: "no-need" }, { kind: "closed", closed: last.closed }] : [{ kind: "no-need" }];
  }
  const judged = last?.closed;
  if (judged?.by) {
    const until = new Date(judged.at.getTime() + CASE.muteDays * DAY_MS);
    if (until > now) return [{ kind: "muted", until, closed: judged }];
    if (judged.outcome === "lost") return [{ kind: "lost", closed: judged }];
  }
  return [withoutCase(facts, standing)];
}

function withoutCase({ silent, dataUntil }: AlertFacts, { since, frozen }: Standing): AlertExplanation {
  if (silent === "first") return { kind: "first-score", since };
  if (silent === "model") return { kind: "new-model", since };
  return frozen ? { kind: "alert-frozen", until: dataUntil } : { kind: "no-case" };
}

function openCase({ fate, hold, told, csm }: AlertFacts, { alerted, waitingSince }: Case): AlertExplanation {
  if (alerted) return { kind: "alerted", at: alerted.at, fate };
  if (hold?.state === "held") return { kind: "held", since: waitingSince };
  if (hold?.state === "kept-back") return { kind: "kept-back", by: hold.by };
  if (csm && told.ofCsm >= RISK.alertsPerCsmADay) return { kind: "cap-csm", csm, since: waitingSince };
  return told.inChannel >= RISK.alertsPerChannelADay
    ? { kind: "cap-channel", since: waitingSince }
    : { kind: "nobody-to-tell" };
}

export type OfferExplanation =
  | { readonly kind: "none-spotted" }
  | { readonly kind: "none-at-risk"; readonly since: Date }
  | { readonly kind: "gate-failed" | "gate-passed" | "needs-manager"; readonly product: string; readonly gate: Gate }
  | { readonly kind: "needs-word" | "word-lapsed" | "asked"; readonly product: string }
  | { readonly kind: "parked"; readonly product: string; readonly since: Date }
  | { readonly kind: "parked-detractor"; readonly product: string; readonly since: Date }
  | { readonly kind: "paused" | "continued"; readonly product: string; readonly by: string }
  | { readonly kind: "put-off"; readonly product: string; readonly until: Date }
  | { readonly kind: "contacted" | "proposed" | "won"; readonly product: string; readonly by: string }
  | { readonly kind: "am-quiet"; readonly product: string; readonly stage: string }
  | { readonly kind: "waits"; readonly product: string }
  | { readonly kind: "offered"; readonly product: string; readonly to: string | undefined; readonly pool: boolean }
  | { readonly kind: "claimed"; readonly product: string; readonly by: string; readonly at: Date }
  | { readonly kind: "over"; readonly product: string; readonly at: Date | undefined };

/** Why an account's opportunities are where they are, or why there is none (D2, D3, A5). */
export function explainOffers(
  offers: readonly Decided[],
  room: { readonly atRiskSince: Date | undefined; readonly amQuiet: boolean; readonly stage: string },
): OfferExplanation[] {
  if (offers.length === 0) {
    return [room.atRiskSince ? { kind: "none-at-risk", since: room.atRiskSince } : { kind: "none-spotted" }];
  }
  return offers.flatMap((offer): OfferExplanation[] => {
    return [whereIs(offer, room), ...decidedOn(offer), ...gateOn(offer)];
  });
}

/** By what it came to be offered: the customer asked, or the benefit gate was passed (D1, D3). */
function gateOn({ product, stage, waits, asked, gate }: Decided): OfferExplanation[] {
  if (!OPEN.has(stage) || waits) return [];
  if (asked) return [{ kind: "asked", product }];
  return gate ? [{ kind: "gate-passed", product, gate }] : [];
}

/** What was decided of a reason to hold it: by whom (D2). */
function decidedOn({ product, decided, stage }: Decided): OfferExplanation[] {
  if (!decided || !OPEN.has(stage)) return [];
  return [{ kind: decided.what === "continue" ? "continued" : "paused", product, by: decided.by }];
}

function whereIs(
  { product, stage, parkedAt, gate, waits, assignee, pool, claimer, claimedAt, closedAt, ...more }: Decided,
  room: { readonly amQuiet: boolean; readonly stage: string },
): OfferExplanation {
  if (stage === "won" && claimer) return { kind: "won", product, by: claimer };
  if (stage === "gate-failed" && gate) return { kind: "gate-failed", product, gate };
  if (!OPEN.has(stage)) return { kind: "over", product, at: closedAt };
  if (parkedAt) return { kind: more.because === "detractor" ? "parked-detractor" : "parked", product, since: parkedAt };
  if (claimer && (stage === "contacted" || stage === "proposed")) return { kind: stage, product, by: claimer };
  if (more.snoozedUntil) return { kind: "put-off", product, until: more.snoozedUntil };
  if (claimer && claimedAt) return { kind: "claimed", product, by: claimer, at: claimedAt };
  if (stage === "routed") return { kind: "offered", product, to: assignee, pool };
  if (waits === "manager" && gate) return { kind: "needs-manager", product, gate };
  if (waits) return { kind: waits === "again" ? "word-lapsed" : "needs-word", product };
  return room.amQuiet ? { kind: "am-quiet", product, stage: room.stage } : { kind: "waits", product };
}

const OPEN: ReadonlySet<string> = new Set(["spotted", "gated", "routed", "claimed", "contacted", "proposed"]);

export type SurveyExplanation =
  | { readonly kind: "none-sent" }
  | { readonly kind: "last-asked"; readonly last: LastAsked }
  | { readonly kind: "asked-person"; readonly person: AskedPerson }
  | { readonly kind: "imported"; readonly count: number; readonly latest: LocalDate | undefined };

/** Who was asked by the last campaign and who wasn't, one by one; what else is known was imported (E3, E5). */
export function explainSurveys(
  last: LastAsked | undefined,
  imported: { readonly count: number; readonly latest: LocalDate | undefined },
): SurveyExplanation[] {
  const asked: SurveyExplanation[] = last
    ? [{ kind: "last-asked", last }, ...last.people.map((person) => ({ kind: "asked-person", person }) as const)]
    : [{ kind: "none-sent" }];
  return imported.count > 0 ? [...asked, { kind: "imported", ...imported }] : asked;
}

export type Explanation = RiskExplanation | AlertExplanation | OfferExplanation | SurveyExplanation;

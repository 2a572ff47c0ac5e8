import type { LocalDate } from "../../kernel/business-time.ts";
import type { CampaignId, Questions } from "./survey-store.ts";

/** Of people at a customer, by how much their word weighs where not everybody can be asked. */
export const CONTACT_ROLES = ["buyer", "sponsor", "champion", "user", "blocker"] as const;
export const TIERS = ["all", "key", "other"] as const;

/** Whom a campaign asks; an empty list is everybody. */
export interface Asked {
  /** all, key accounts, or the others */
  readonly tier: (typeof TIERS)[number];
  readonly stages: readonly string[];
  readonly segments: readonly string[];
  readonly roles: readonly string[];
}

export const EVERYBODY: Asked = { tier: "all", stages: [], segments: [], roles: [] };

/** draft: nobody was asked yet; ended: nobody will be */
export type CampaignState = "draft" | "running" | "paused" | "ended";

/** A round of asking that comes back each quarter (E3). */
export interface Campaign {
  readonly id: CampaignId;
  readonly name: string;
  readonly state: CampaignState;
  readonly asked: Asked;
  readonly questions: Questions;
  readonly nextWaveOn: LocalDate;
}

export type Move = "start" | "pause" | "resume" | "end" | "discard";
const MOVES: Readonly<Record<CampaignState, Partial<Readonly<Record<Move, CampaignState>>>>> = {
  draft: { start: "running", discard: "ended" },
  running: { pause: "paused", end: "ended" },
  paused: { resume: "running", end: "ended" },
  ended: {},
};

/** Where a campaign gets to; undefined: it can't from here. */
export function moved(state: CampaignState, move: Move): CampaignState | undefined {
  return MOVES[state][move];
}

/** What may be done with it now. */
export function movesFrom(state: CampaignState): Move[] {
  return (["start", "pause", "resume", "end", "discard"] as const).filter((move) => moved(state, move) !== undefined);
}

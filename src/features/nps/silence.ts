import type { LocalDate } from "../../kernel/business-time.ts";

/** What is known of whose customers nobody has answered. */
export interface Quiet {
  /** people who were asked in the time that counts, and the day of the newest question */
  readonly asked: number;
  readonly askedOn: LocalDate | undefined;
  /** people who may still answer */
  readonly open: Open | undefined;
  /** people whose turn a running campaign has planned, and when the first is asked */
  readonly planned: number;
  readonly dueAt: Date | undefined;
  /** people whose link somebody has to pass on first */
  readonly waiting: number;
  /** one that would ask somebody there, a running one before a paused one */
  readonly campaign: AskingCampaign | undefined;
}

/** Who was asked and has time left. */
export interface Open {
  readonly count: number;
  /** the day of the newest question */
  readonly on: LocalDate;
  /** when the last of them may answer no more */
  readonly by: Date;
  /** people who were reminded, and those whose reminder comes */
  readonly reminded: number;
  readonly toRemind: number;
}

export interface AskingCampaign {
  readonly name: string;
  readonly state: "running" | "paused";
  readonly nextWaveOn: LocalDate;
}

/** Why nobody has answered: what comes of it is another thing to do each time. */
export type Silence =
  | ({ readonly kind: "asked" } & Open)
  | { readonly kind: "over"; readonly count: number; readonly on: LocalDate }
  | { readonly kind: "planned"; readonly count: number; readonly on: Date }
  | { readonly kind: "waiting"; readonly count: number }
  | { readonly kind: "campaign"; readonly campaign: AskingCampaign }
  | { readonly kind: "nothing" };

export function silenceOf({ asked, askedOn, open, planned, dueAt, waiting, campaign }: Quiet): Silence {
  if (open) return { kind: "asked", ...open };
  if (waiting > 0) return { kind: "waiting", count: waiting };
  if (planned > 0 && dueAt !== undefined) return { kind: "planned", count: planned, on: dueAt };
  if (asked > 0 && askedOn !== undefined) return { kind: "over", count: asked, on: askedOn };
  return campaign ? { kind: "campaign", campaign } : { kind: "nothing" };
}

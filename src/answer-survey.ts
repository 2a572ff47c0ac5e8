import type { Behind } from "./answer-door.ts";
import { goalBehind } from "./answer-goal.ts";
import { scoreBehind } from "./answer-nps.ts";
import type { Database } from "./db/transaction.ts";
import { type Door, doorOf, type DoorTo, onwardToken, openDoor, useDoors } from "./features/door-store.ts";
import type { Context } from "./features/feature.ts";
import type { SurveyAct, SurveyDesk, SurveyMove } from "./inbound/survey-model.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Tx } from "./kernel/deps.ts";
import type { Says } from "./locales/say.ts";

export interface AnswerSurveyParts {
  readonly db: Database;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly clock: Clock;
  readonly says: Says;
}

const BEHIND: Readonly<Record<DoorTo["what"], Behind>> = { survey: scoreBehind, goal: goalBehind };

/** What a page with a token may do: look, and answer. A token leads to one person's question and to nothing else. */
export function answerSurvey({ db, context, clock, says }: AnswerSurveyParts): SurveyDesk {
  return {
    async look(token) {
      const now = clock.now();
      const door = await doorOf(db.system, token, now);
      if (!door || door.usedAt) return undefined;
      const { to, kind } = door;
      return db.read(door.organisation, (tx) => BEHIND[to.what].look(context(tx, now), to.id, kind, says));
    },
    async act(token, act): Promise<SurveyMove> {
      const now = clock.now();
      const door = await doorOf(db.system, token, now);
      if (!door) return { kind: "unknown" };
      return db.write(door.organisation, (tx) => acted(context(tx, now), door, act));
    },
  };
}

/**
 * A link is used up by its first answer, and by nothing else that comes to it; the same form sent again leads on as it did
 * the first time.
 */
async function acted(context: Context, door: Door, act: SurveyAct): Promise<SurveyMove> {
  const { to, kind } = door;
  const behind = BEHIND[to.what];
  switch (act.kind) {
    case "score":
      return scored(context, door, act);
    case "never":
      return refused(context, door);
    case "comment": {
      if (kind !== "answered") return UNKNOWN;
      const kept = await behind.comment(context, to.id, act.text);
      if (kept === "kept") return { kind: "stays", said: "thanks" };
      return kept === "closed" ? UNKNOWN : { kind: "stays", said: kept };
    }
    case "no-need": {
      const isOff = kind === "answered" && (await behind.noNeed(context, to.id));
      return isOff ? { kind: "stays", said: "no-need" } : UNKNOWN;
    }
  }
}

const UNKNOWN: SurveyMove = { kind: "unknown" };

async function scored(
  context: Context,
  door: Door,
  { typed, nonce, asked }: Extract<SurveyAct, { kind: "score" }>,
): Promise<SurveyMove> {
  const { tx, now } = context;
  const { to, kind, usedAt } = door;
  const behind = BEHIND[to.what];
  if (!behind.isStep(typed) || kind === "never") return UNKNOWN;
  const token = onwardToken(to, nonce);
  if (!usedAt && (await behind.isOther(context, to.id, asked))) return { kind: "stays", said: "changed" };
  if (kind === "link" && !(await useDoors(tx, to, now))) return sentAgain(tx, to, token, now);
  const until = await behind.choose(context, to.id, typed);
  return until ? { kind: "onward", token: openDoor(tx, to, "answered", until, now, token) } : UNKNOWN;
}

/** The form that was answered, once more, as by a double click: it leads to where it led, and changes nothing. */
async function sentAgain(tx: Tx, to: DoorTo, token: string | undefined, now: Date): Promise<SurveyMove> {
  const onward = token === undefined ? undefined : await doorOf(tx, token, now);
  const isSame = onward?.to.what === to.what && onward.to.id === to.id;
  return token !== undefined && isSame ? { kind: "onward", token } : UNKNOWN;
}

/** They don't want to be asked again; said twice, it is the same. */
async function refused(context: Context, { to, kind }: Door): Promise<SurveyMove> {
  const may = kind !== "link" || (await useDoors(context.tx, to, context.now));
  const ended = await BEHIND[to.what].never(context, to.id, may);
  return ended ? { kind: "ended", ...ended } : UNKNOWN;
}

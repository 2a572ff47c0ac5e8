import type { Database } from "./db/transaction.ts";
import type { Context } from "./features/feature.ts";
import {
  type Answering,
  answerComment,
  answerNeverAgain,
  answerNoNeed,
  answerScore,
} from "./features/nps/answering.ts";
import { bandOf, isSaidOf, OPTED_OUT, scoreIn } from "./features/nps/decide.ts";
import { type Door, doorOf, newToken, onwardToken, openDoor, useDoors } from "./features/nps/door-store.ts";
import { storyOf, type SurveyStory } from "./features/nps/story.ts";
import { askText, whyText } from "./features/nps/why-text.ts";
import type { SurveyAct, SurveyDesk, SurveyMove, SurveyView } from "./inbound/survey-model.ts";
import type { Locale } from "./kernel/directory.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Tx } from "./kernel/deps.ts";
import type { Says } from "./locales/say.ts";

export interface AnswerSurveyParts {
  readonly db: Database;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly clock: Clock;
  readonly says: Says;
}

/** What a page with a token may do: look, and answer. A token leads to one person's survey and to nothing else. */
export function answerSurvey({ db, context, clock, says }: AnswerSurveyParts): SurveyDesk {
  return {
    async look(token) {
      const now = clock.now();
      const door = await doorOf(db.system, token, now);
      if (!door || door.usedAt) return undefined;
      return db.read(door.organisation, async (tx) => {
        const story = await storyOf(context(tx, now), door.survey);
        return story && viewOf(story, door, says);
      });
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
  const answering = { ...context, by: "link" } as const;
  switch (act.kind) {
    case "score":
      return scored(answering, door, act);
    case "never":
      return refused(answering, door);
    case "comment": {
      if (door.kind !== "answered") return UNKNOWN;
      const kept = await answerComment(answering, door.survey, act.text);
      if (kept.kind === "kept") return { kind: "stays", said: "thanks" };
      return kept.kind === "closed" ? UNKNOWN : { kind: "stays", said: kept.kind };
    }
    case "no-need": {
      const isOff = door.kind === "answered" && (await answerNoNeed(answering, door.survey));
      return isOff ? { kind: "stays", said: "no-need" } : UNKNOWN;
    }
  }
}

const UNKNOWN: SurveyMove = { kind: "unknown" };

async function scored(
  answering: Answering,
  door: Door,
  { typed, nonce }: Extract<SurveyAct, { kind: "score" }>,
): Promise<SurveyMove> {
  const { tx, now } = answering;
  const score = scoreIn(typed);
  if (score === undefined || door.kind === "never") return UNKNOWN;
  const token = onwardToken(door.survey, nonce);
  if (door.kind === "link" && !(await useDoors(tx, door.survey, now))) return sentAgain(tx, door, token, now);
  const given = await answerScore(answering, door.survey, score);
  if (given.kind === "closed") return UNKNOWN;
  return { kind: "onward", token: openDoor(tx, door.survey, "answered", given.survey.closesAt ?? now, now, token) };
}

/** The form that was answered, once more, as by a double click: it leads to where it led, and changes nothing. */
async function sentAgain(tx: Tx, { survey }: Door, token: string | undefined, now: Date): Promise<SurveyMove> {
  const onward = token === undefined ? undefined : await doorOf(tx, token, now);
  return token !== undefined && onward?.survey === survey ? { kind: "onward", token } : UNKNOWN;
}

/** They don't want to be asked again; said twice, it is the same. */
async function refused(answering: Answering, door: Door): Promise<SurveyMove> {
  const isOpen = door.kind !== "link" || (await useDoors(answering.tx, door.survey, answering.now));
  const before = await storyOf(answering, door.survey);
  const isSaid = before?.survey.reason === OPTED_OUT;
  if (!before || (!isSaid && !(isOpen && (await answerNeverAgain(answering, door.survey))))) return UNKNOWN;
  return { kind: "ended", locale: before.survey.contact?.locale, company: before.company };
}

const STEPS = { link: "score", answered: "answered", never: "never" } as const;

function viewOf(story: SurveyStory, door: Door, says: Says): SurveyView | undefined {
  const { survey, company, asker, open, loops } = story;
  if (!survey.contact || (!open && door.kind !== "never")) return undefined;
  const { locale } = survey.contact;
  const call = loops.find(({ kind, closedAt }) => kind === "call" && !closedAt);
  const { score } = survey;
  const answered =
    score === undefined
      ? undefined
      : {
          score,
          comment: isSaidOf(survey, score) ? survey.comment : undefined,
          why: (read: Locale) => whyText(survey, bandOf(score), read, says(read)),
          callBy: call?.dueAt,
          zone: survey.contact.zone ?? "UTC",
        };
  return {
    step: STEPS[door.kind],
    nonce: newToken(),
    locale,
    company,
    asker: asker?.name,
    question: (read) => askText(story, read, says(read)),
    answered,
  };
}

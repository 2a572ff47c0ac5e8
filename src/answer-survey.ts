import type { Database } from "./db/transaction.ts";
import type { Context } from "./features/feature.ts";
import { answerComment, answerNeverAgain, answerNoNeed, answerScore } from "./features/nps/answering.ts";
import { bandOf } from "./features/nps/decide.ts";
import { type Door, doorOf, openDoor, useDoors } from "./features/nps/door-store.ts";
import { storyOf, type SurveyStory } from "./features/nps/story.ts";
import { whyText } from "./features/nps/why-text.ts";
import type { SurveyAct, SurveyDesk, SurveyMove, SurveyView } from "./inbound/survey-model.ts";
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

/** A link is used up by its first answer; the same again leads on as the first did. */
async function acted(context: Context, door: Door, act: SurveyAct): Promise<SurveyMove> {
  const { tx, now } = context;
  const from = { ...context, by: "link" } as const;
  const isFirst = door.kind === "answered" || (await useDoors(tx, door.survey, now));
  if (door.kind === "link" && act.kind !== "score" && act.kind !== "never") return { kind: "unknown" };
  const onward = (closesAt: Date | undefined): SurveyMove => ({
    kind: "onward",
    token: openDoor(tx, door.survey, "answered", closesAt ?? now, now),
  });
  if (!isFirst) {
    const story = await storyOf(context, door.survey);
    const isSame = act.kind === "score" && story?.survey.score === act.score && isRecent(door.usedAt, now);
    return isSame ? onward(story.survey.closesAt) : { kind: "unknown" };
  }
  switch (act.kind) {
    case "score": {
      const scored = await answerScore(from, door.survey, act.score);
      return scored.kind === "closed" ? { kind: "unknown" } : onward(scored.survey.closesAt);
    }
    case "comment": {
      const kept = await answerComment(from, door.survey, act.text);
      if (kept.kind === "kept") return { kind: "stays", said: "thanks" };
      return kept.kind === "closed" ? { kind: "unknown" } : { kind: "stays", said: kept.kind };
    }
    case "no-need":
      return (await answerNoNeed(from, door.survey)) ? { kind: "stays", said: "no-need" } : { kind: "unknown" };
    case "never":
      return (await answerNeverAgain(from, door.survey)) ? { kind: "stays", said: "never" } : { kind: "unknown" };
  }
}

const AGAIN_MS = 10 * 60_000;

function isRecent(usedAt: Date | undefined, now: Date): boolean {
  return usedAt === undefined || now.getTime() - usedAt.getTime() < AGAIN_MS;
}

function viewOf(story: SurveyStory, door: Door, says: Says): SurveyView | undefined {
  const { survey, company, asker, askerIsCsm, open, loops } = story;
  if (!survey.contact || !open) return undefined;
  const { locale } = survey.contact;
  const call = loops.find(({ kind, closedAt }) => kind === "call" && !closedAt);
  const answered =
    survey.score === undefined
      ? undefined
      : {
          score: survey.score,
          comment: survey.comment,
          why: whyText(survey, bandOf(survey.score), says(locale ?? "en")),
          callBy: call?.dueAt,
          zone: survey.contact.zone ?? "UTC",
        };
  return {
    step: door.kind === "link" ? "score" : "answered",
    locale,
    company,
    asker: asker?.name,
    askerIsCsm,
    answered,
  };
}

import type { Text } from "../../chat/card.ts";
import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import type { ContactId } from "../../kernel/ids.ts";
import type { Acting, FormHandler, PressHandler, Responding } from "../feature.ts";
import { type Answering, answerComment, answerNeverAgain, answerNoNeed, answerScore } from "./answering.ts";
import { isOpen, scoreIn } from "./decide.ts";
import { type Asked, answeredCard, whyForm } from "./question-cards.ts";
import { storyOf } from "./story.ts";
import type { SurveyId } from "./survey-store.ts";

/** What somebody of a customer's may do in chat: answer, say why, and not be asked or called. Nobody else answers for them. */
export function createResponses(privacyUrl: string | undefined): {
  readonly presses: Readonly<Record<string, PressHandler>>;
  readonly forms: Readonly<Record<string, FormHandler>>;
} {
  const pressed = (customer: NonNullable<PressHandler["customer"]>): PressHandler => ({
    changes: true,
    run: (acting) => Promise.resolve(notYours(acting)),
    customer,
  });

  async function answered(responding: Responding, id: SurveyId): Promise<Reply> {
    if (isDrawnAnew(responding)) return { kind: "nothing" };
    const story = await asked(responding, id);
    return story ? { kind: "private", card: answeredCard(story, responding.view) } : over(responding);
  }

  async function asked(responding: Responding, id: SurveyId): Promise<Asked | undefined> {
    const story = await storyOf(responding, id);
    return story && { ...story, privacyUrl };
  }

  async function score(
    responding: Responding,
    { subject, choice }: Press & { readonly subject: string },
  ): Promise<Reply> {
    const given = scoreIn(choice);
    if (given === undefined) return over(responding);
    const scored = await answerScore(answering(responding), subject as SurveyId, given, whose(responding));
    return scored.kind === "closed" ? over(responding) : answered(responding, subject as SurveyId);
  }

  return {
    presses: {
      score: pressed(score),
      never: pressed(async (responding, { subject }) => {
        const isDone = await answerNeverAgain(answering(responding), subject as SurveyId, whose(responding));
        const story = isDone && (await storyOf(responding, subject as SurveyId));
        if (!story) return over(responding);
        return inPlace(responding, responding.view.say("survey.never-done", { company: story.company }));
      }),
      "no-need": pressed(async (responding, { subject }) => {
        const isDone = await answerNoNeed(answering(responding), subject as SurveyId, whose(responding));
        return isDone ? done(responding.view.say("survey.no-call")) : over(responding);
      }),
    },
    forms: {
      why: {
        open: (acting) => Promise.resolve(notYours(acting)),
        submit: (acting) => Promise.resolve(notYours(acting)),
        customer: {
          async open(responding, subject): Promise<Opened> {
            const story = await asked(responding, subject as SurveyId);
            const { contact, score: given } = story?.survey ?? {};
            const isTheirs = contact !== undefined && whose(responding).includes(contact.id);
            if (!story || !isTheirs || given === undefined || !isOpen(story.survey, responding.now))
              return over(responding);
            return whyForm(story, responding.view);
          },
          submit: comment,
        },
      },
    },
  };
}

async function comment(responding: Responding, { subject, values }: Submission): Promise<Reply> {
  const { say } = responding.view;
  const kept = await answerComment(
    answering(responding),
    subject as SurveyId,
    values["comment"] ?? "",
    whose(responding),
  );
  if (kept.kind === "kept") return inPlace(responding, say("survey.comment-kept"));
  if (kept.kind === "closed") return over(responding);
  return { kind: "invalid", fields: { comment: say(kept.kind === "empty" ? "survey.write" : "survey.too-long") } };
}

/** What stands in their own conversation is drawn anew; what they alone see in a channel can't be. */
function isDrawnAnew({ place }: Responding): boolean {
  return place.private;
}

/** The sentence, unless the card says it. */
function inPlace(responding: Responding, sentence: Text): Reply {
  return isDrawnAnew(responding) ? { kind: "nothing" } : done(sentence);
}

function whose({ contacts }: Responding): ContactId[] {
  return contacts.map(({ id }) => id);
}

function answering(responding: Responding): Answering {
  return { ...responding, by: responding.via };
}

function over({ view }: Responding): Extract<Reply, { kind: "done" }> {
  return done(view.say("survey.over"));
}

function notYours({ view }: Acting): Extract<Reply, { kind: "done" }> {
  return done(view.say("survey.theirs"));
}

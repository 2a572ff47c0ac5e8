import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { ContactId } from "../../kernel/ids.ts";
import type { Acting, FormHandler, PressHandler, Responding } from "../feature.ts";
import { type Answering, answerNever, answerShare, answerWords, mayAnswer, stepIn } from "./answering.ts";
import { answeredCard, sayForm } from "./question-cards.ts";
import { questionStory } from "./story.ts";

function over({ view }: Responding): Done {
  return done(view.say("survey.over"));
}

function notYours({ view }: Acting): Promise<Done> {
  return Promise.resolve(done(view.say("survey.theirs")));
}

function answering(responding: Responding): Answering {
  const { now, view, via } = responding;
  return { ...responding, by: via, on: localDateOf(now, view.zone) };
}

function whose({ contacts }: Responding): ContactId[] {
  return contacts.map(({ id }) => id);
}

async function answer(
  responding: Responding,
  { subject, choice }: Press & { readonly subject: string },
): Promise<Reply> {
  const percent = stepIn(choice);
  if (percent === undefined) return over(responding);
  const after = await answerShare(answering(responding), subject, percent, whose(responding));
  if (!after) return over(responding);
  return responding.place.private
    ? { kind: "nothing" }
    : { kind: "private", card: answeredCard(after, responding.view) };
}

async function submitSay(responding: Responding, { subject, values }: Submission): Promise<Reply> {
  const { say } = responding.view;
  const said = await answerWords(answering(responding), subject, values["words"] ?? "", whose(responding));
  switch (said.kind) {
    case "kept":
      return done(say("plans.say-kept", { asker: said.story.question.asker.name }));
    case "empty":
      return { kind: "invalid", fields: { words: say("survey.write") } };
    case "too-long":
      return { kind: "invalid", fields: { words: say("plans.say-too-long", { most: PLAN.wordsAtMost }) } };
    case "closed":
      return over(responding);
  }
}

async function never(responding: Responding, { subject }: Press & { readonly subject: string }): Promise<Reply> {
  const story = await answerNever(answering(responding), subject, whose(responding));
  if (!story) return over(responding);
  const { place, view } = responding;
  return place.private ? { kind: "nothing" } : done(view.say("survey.never-done", { company: story.company }));
}

/** What somebody of a customer's may do in chat: say how far they are, and what about it. Nobody else answers for them. */
export const answerPresses: Readonly<Record<string, PressHandler>> = {
  answer: { changes: true, run: notYours, customer: answer },
  never: { changes: true, run: notYours, customer: never },
};
export const answerForms: Readonly<Record<string, FormHandler>> = {
  say: {
    open: notYours,
    submit: notYours,
    customer: {
      async open(responding, subject) {
        const story = await questionStory(responding, subject);
        const isTheirs = story !== undefined && mayAnswer(story, whose(responding));
        return isTheirs && story.question.share !== undefined ? sayForm(story, responding.view) : over(responding);
      },
      submit: submitSay,
    },
  },
};

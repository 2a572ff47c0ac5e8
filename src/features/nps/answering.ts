import type { AccountId, ContactId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import {
  type AnswerOutcome,
  type Band,
  type CommentCheck,
  checkComment,
  decideAnswer,
  isOpen,
  OPTED_OUT,
} from "./decide.ts";
import { closeLoopsFor, loopsFollow } from "./looping.ts";
import { optOut, rowsOf } from "./reach-store.ts";
import {
  holdSurvey,
  openSurveysOf,
  saveComment,
  saveEnd,
  saveScore,
  type Survey,
  type SurveyContact,
  type SurveyId,
  type Via,
} from "./survey-store.ts";

/** How an answer reached us; what it comes to is the same by every door. */
export type Answering = Context & { readonly by: Via };

export type Scored = Exclude<AnswerOutcome, { kind: "closed" }> & { readonly survey: Survey };

/**
 * Somebody's score. Two at once follow each other, the later one stands and is counted once (E2).
 * @param whose who answers, where the door knows; another's survey is closed to them
 */
export async function answerScore(
  context: Answering,
  id: SurveyId,
  score: number,
  whose?: readonly ContactId[],
): Promise<Scored | { readonly kind: "closed" }> {
  const { tx, now } = context;
  const survey = await theirs(context, id, whose);
  if (!survey) return { kind: "closed" };
  const outcome = decideAnswer(survey, score, now);
  if (outcome.kind === "closed") return outcome;
  if (outcome.kind === "same") return { ...outcome, survey };
  saveScore(tx, id, score, now);
  const answered: Survey = { ...survey, state: "answered", answeredAt: now, score };
  await told(context, answered, outcome.kind === "recorded" ? undefined : outcome.from, outcome.band);
  return { ...outcome, survey: answered };
}

export type Commented =
  | { readonly kind: "kept"; readonly survey: Survey }
  | Exclude<CommentCheck, { kind: "right" }>
  | { readonly kind: "closed" };

/** Why, in their own words; written again, it takes the place of what stood there. */
export async function answerComment(
  context: Answering,
  id: SurveyId,
  typed: string,
  whose?: readonly ContactId[],
): Promise<Commented> {
  const { tx, now } = context;
  const survey = await theirs(context, id, whose);
  if (survey?.score === undefined || !isOpen(survey, now)) return { kind: "closed" };
  const checked = checkComment(typed);
  if (checked.kind !== "right") return checked;
  saveComment(tx, id, checked.comment, now);
  const commented = { ...survey, comment: checked.comment, commentScore: survey.score };
  context.posts.redraw(id, survey.account);
  return { kind: "kept", survey: commented };
}

/** Never again: it holds for the person, by whichever address and in chat, and ends what is planned and asked of them. What they answered stays. */
export async function answerNeverAgain(
  context: Answering,
  id: SurveyId,
  whose?: readonly ContactId[],
): Promise<boolean> {
  const { by, posts } = context;
  const survey = await theirs(context, id, whose);
  if (!survey) return false;
  const isNew = await endAsking(context, survey.contact.id, by);
  posts.redraw(survey.id);
  if (isNew) await touched(context, survey, "survey-opted-out");
  return true;
}

/** @returns false when they had said so before */
async function endAsking({ tx, now, posts }: Context, contact: ContactId, by: Via): Promise<boolean> {
  const theirRows = await rowsOf(tx, contact);
  const isNew = await optOut(tx, theirRows, by, now);
  for (const open of await openSurveysOf(tx, theirRows)) {
    saveEnd(tx, open, "withdrawn", OPTED_OUT);
    posts.redraw(open);
  }
  return isNew;
}

/** The same, said where another slice asked them. */
export async function optedOutElsewhere(
  context: Context,
  {
    account,
    contact,
    via,
  }: { readonly account: AccountId; readonly contact: ContactId; readonly via: "slack" | "teams" | "link" },
): Promise<void> {
  if (!(await endAsking(context, contact, via))) return;
  const about = {
    account,
    contact,
    by: undefined,
    via: via === "link" ? "api" : via,
    direction: "in",
    details: {},
  } as const;
  await context.emit({ kind: "account-touched", what: "survey-opted-out", ...about });
}

/** "No need to contact me": the call that was promised is off (E5). */
export async function answerNoNeed(context: Answering, id: SurveyId, whose?: readonly ContactId[]): Promise<boolean> {
  const survey = await theirs(context, id, whose);
  if (!survey) return false;
  await closeLoopsFor(context, survey, "not-needed");
  context.posts.redraw(id);
  return true;
}

type Theirs = Survey & { readonly contact: SurveyContact };

/** The survey, held, where it is somebody's who may answer it. */
async function theirs(
  { tx }: Answering,
  id: SurveyId,
  whose: readonly ContactId[] | undefined,
): Promise<Theirs | undefined> {
  const survey = await holdSurvey(tx, id);
  const contact = survey?.contact;
  if (!survey || !contact || whose?.includes(contact.id) === false) return undefined;
  return { ...survey, contact };
}

/** The timeline, which doesn't hold the score, who follows up, and whoever shows the customer hear of it. */
async function told(context: Answering, survey: Survey, from: Band | undefined, band: Band): Promise<void> {
  const { account, contact, score } = survey;
  if (!contact || score === undefined) return;
  await touched(context, survey, from === undefined ? "survey-answered" : "survey-answer-changed");
  if ((await loopsFollow(context, survey, band)) === "call") {
    await context.emit({ kind: "contact-detractor", account, contact: contact.id, survey: survey.id });
  }
  context.posts.redraw(survey.id, account);
}

function touched({ emit, by }: Answering, { account, contact }: Survey, what: string): Promise<void> {
  const via = by === "slack" || by === "teams" ? by : "api";
  const about = { account, what, by: undefined, via, details: {}, direction: "in" } as const;
  return emit({ kind: "account-touched", ...about, ...(contact ? { contact: contact.id } : {}) });
}

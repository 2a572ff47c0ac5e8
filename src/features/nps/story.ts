import type { PersonRef } from "../../chat/card.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { passedOnSince } from "../feedback/facts.ts";
import { isOpen } from "./decide.ts";
import { type Loop, type LoopId, loopById, loopsOf } from "./loop-store.ts";
import { leadersReading } from "../leading.ts";
import { organisationName, type Survey, surveyById, type SurveyId } from "./survey-store.ts";

/** All that cards about one asked person say. */
export interface SurveyStory {
  readonly survey: Survey;
  readonly accountName: string;
  readonly scope: Scope;
  /** who asks: the CSM, else who leads there */
  readonly asker: PersonRef | undefined;
  readonly askerIsCsm: boolean;
  /** ours, as the customer knows it */
  readonly company: string;
  /** it can be answered, or changed */
  readonly open: boolean;
  readonly loops: readonly Loop[];
}

export async function storyOf(context: Context, id: SurveyId): Promise<SurveyStory | undefined> {
  const survey = await surveyById(context.tx, id);
  const account = survey && (await rosterOf(context.tx, survey.account));
  return account && storyIn(context, survey, account);
}

async function storyIn({ tx, now, directory }: Context, survey: Survey, account: AccountRoster): Promise<SurveyStory> {
  const csm = account.csm;
  const leader = csm ? undefined : leadersReading("nps", account.scope, await directory.people(tx))[0];
  return {
    survey,
    accountName: account.name,
    scope: account.scope,
    asker: csm ?? (leader && { id: leader.id, name: leader.name }),
    askerIsCsm: csm !== undefined,
    company: await organisationName(tx),
    open: isOpen(survey, now),
    loops: await loopsOf(tx, survey.id),
  };
}

export interface LoopStory extends SurveyStory {
  readonly loop: Loop;
  readonly owner: PersonRef | undefined;
  /** who of us ended it */
  readonly closer: PersonRef | undefined;
  /** since when what they wrote is with product, too (C6) */
  readonly passedOn: Date | undefined;
}

export async function loopStory(context: Context, id: LoopId): Promise<LoopStory | undefined> {
  const loop = await loopById(context.tx, id);
  const story = loop && (await storyOf(context, loop.survey));
  if (!story) return undefined;
  const named = async (id: PersonId | undefined): Promise<PersonRef | undefined> => {
    const person = id && (await context.directory.person(context.tx, id));
    return person ? { id: person.id, name: person.name } : undefined;
  };
  const passedOn = await passedOnSince(context.tx, loop.survey);
  return { ...story, loop, owner: await named(loop.owner), closer: await named(loop.closedBy), passedOn };
}

import type { PersonRef } from "../../chat/card.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { passedOnSince } from "../feedback/facts.ts";
import { isOpen } from "./decide.ts";
import { loopOwner } from "./loop-decide.ts";
import { type Loop, type LoopId, loopById, loopsOf } from "./loop-store.ts";
import { organisationName } from "./campaign-store.ts";
import { type Survey, surveyById, type SurveyId } from "./survey-store.ts";

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
  const csm = account.scope.csm && (await directory.person(tx, account.scope.csm));
  const asker = loopOwner(account.scope, csm && csm.active ? [csm] : await directory.people(tx));
  return {
    survey,
    accountName: account.name,
    scope: account.scope,
    asker: asker && { id: asker.id, name: asker.name },
    askerIsCsm: asker !== undefined && asker.id === account.scope.csm,
    company: await organisationName(tx),
    open: isOpen(survey, now),
    loops: await loopsOf(tx, survey.id),
  };
}

export interface LoopStory extends SurveyStory {
  readonly loop: Loop;
  /** whose it is today; once it is closed, whose it was */
  readonly owner: PersonRef | undefined;
  /** who of us ended it */
  readonly closer: PersonRef | undefined;
  /** whose it is to get in touch with whom they recommend us to */
  readonly seller: PersonRef | undefined;
  /** since when what they wrote is with product, too (C6) */
  readonly passedOn: Date | undefined;
}

export async function loopStory(context: Context, id: LoopId): Promise<LoopStory | undefined> {
  const loop = await loopById(context.tx, id);
  const story = loop && (await storyOf(context, loop.survey));
  if (!story) return undefined;
  const passedOn = await passedOnSince(context.tx, loop.survey);
  const owner = loop.closedAt ? await named(context, loop.owner) : story.asker;
  const seller = await named(context, loop.referral?.to);
  return { ...story, loop, owner, seller, closer: await named(context, loop.closedBy), passedOn };
}

async function named({ tx, directory }: Context, id: PersonId | undefined): Promise<PersonRef | undefined> {
  const person = id && (await directory.person(tx, id));
  return person ? { id: person.id, name: person.name } : undefined;
}

import { daysBetween, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { Acting, Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import { type AskedPerson, lastAsked } from "./asked-store.ts";
import { latestAnswers, type LatestAnswer } from "./figures-store.ts";
import { openLoops } from "./loop-store.ts";
import { loopStory, type LoopStory } from "./story.ts";

const ANSWERS = 5;

/** A call that is promised and wasn't made. */
export interface OpenCall {
  readonly story: LoopStory;
  /** days since it was due; 0: it isn't late */
  readonly late: number;
}

/** What is known of a customer's people by name: who may read it is asked before it is looked up. */
export interface Named {
  readonly answers: readonly LatestAnswer[];
  readonly calls: readonly OpenCall[];
  /** of the last wave, those who were asked and haven't answered, and those whose turn comes */
  readonly silent: readonly AskedPerson[];
  /** whom the last wave holds back, each with why */
  readonly held: readonly AskedPerson[];
}

/** @returns undefined where this reader may not know it */
export async function namedOf(acting: Acting, scope: Scope): Promise<Named | undefined> {
  if (!new Visible("nps", scope, true).open(acting.view.audience)) return undefined;
  const { tx } = acting;
  const last = await lastAsked(tx, scope.account);
  return {
    answers: await latestAnswers(tx, scope.account, ANSWERS),
    calls: await openCalls(acting, scope.account),
    silent: (last?.people ?? []).filter(isSilent),
    held: (last?.people ?? []).filter(({ state }) => state === "held"),
  };
}

function isSilent({ state, askedAt, score }: AskedPerson): boolean {
  return state === "planned" || state === "waiting" || (askedAt !== undefined && score === undefined);
}

/** The one that is due first comes first. */
export async function openCalls(context: Context, account: AccountId): Promise<OpenCall[]> {
  const { tx, now } = context;
  const calls = (await openLoops(tx, account)).filter(({ kind }) => kind === "call");
  if (calls.length === 0) return [];
  const { zone } = await settingsOf(tx);
  const today: LocalDate = localDateOf(now, zone);
  const open: OpenCall[] = [];
  for (const { id } of calls.toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())) {
    const story = await loopStory(context, id);
    if (story) open.push({ story, late: Math.max(0, daysBetween(localDateOf(story.loop.dueAt, zone), today)) });
  }
  return open;
}

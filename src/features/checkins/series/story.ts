import type { PersonRef } from "../../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../../kernel/business-time.ts";
import type { CheckInId } from "../../../kernel/ids.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import { accountsAbout } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { type OpenGoal, openGoals } from "../../plans/facts.ts";
import { type OpenPromise, openPromises } from "../../promises/facts.ts";
import { type ComingRenewal, comingRenewal } from "./renewal-ahead.ts";
import { type Risk, riskOf } from "../../risk/facts.ts";
import { settingsOf } from "../../settings/facts.ts";
import { type Changes, changesOf } from "./brief-store.ts";
import type { CheckIn } from "./decide.ts";
import { ownerOf } from "./running.ts";
import { checkInById, lastHeld } from "./store.ts";

/** What a line about a check-in says. */
export interface CheckInLine {
  readonly checkIn: CheckIn;
  readonly accountName: string;
  readonly scope: Scope;
  readonly owner: PersonRef | undefined;
  /** where its owner is */
  readonly today: LocalDate;
}

/** All that a card about a check-in says. */
export interface CheckInStory extends CheckInLine {
  /** the one before, with what was said */
  readonly last: CheckIn | undefined;
}

export interface BriefStory extends CheckInStory {
  readonly changes: Changes;
  readonly promises: readonly OpenPromise[];
  readonly risk: Risk | undefined;
  /** the soonest first */
  readonly goals: readonly OpenGoal[];
  readonly renewal: ComingRenewal | undefined;
}

/** Several at once, in their order; those of customers that are there. */
export async function linesOf(context: Context, checkIns: readonly CheckIn[]): Promise<CheckInLine[]> {
  if (checkIns.length === 0) return [];
  const { tx, now, directory } = context;
  const { zone } = await settingsOf(tx);
  const accounts = await accountsAbout(tx, checkIns, localDateOf(now, zone));
  const people = await directory.people(tx);
  return checkIns.flatMap((checkIn): CheckInLine[] => {
    const account = accounts.get(checkIn.account);
    if (!account) return [];
    const { name: accountName, scope } = account;
    const owner = ownerOf(checkIn.kind, scope, people);
    const today = localDateOf(now, owner?.calendar.zone ?? zone);
    return [{ checkIn, accountName, scope, owner: owner && { id: owner.id, name: owner.name }, today }];
  });
}

export async function storyOf(context: Context, checkIn: CheckIn): Promise<CheckInStory | undefined> {
  const [line] = await linesOf(context, [checkIn]);
  return line && { ...line, last: await lastHeld(context.tx, checkIn.account) };
}

/** What was done about before anybody was told needs no telling. */
export async function loadDue(
  context: Context,
  subject: string,
  { stands }: { readonly stands: boolean },
): Promise<CheckInStory | "gone"> {
  const checkIn = await checkInById(context.tx, subject as CheckInId);
  if (!checkIn || (!stands && checkIn.state !== "open")) return "gone";
  return (await storyOf(context, checkIn)) ?? "gone";
}

/** Once it was held, or another time was agreed, there is nothing to prepare for any more. */
export async function loadBrief(
  context: Context,
  subject: string,
  { slot, stands }: { readonly slot: string; readonly stands: boolean },
): Promise<BriefStory | "gone"> {
  const { tx, now } = context;
  const story = await loadDue(context, subject, { stands });
  if (story === "gone") return "gone";
  const { scheduledAt, account } = story.checkIn;
  if (!stands && scheduledAt?.toISOString() !== slot) return "gone";
  const changes = await changesOf(tx, account, story.last?.settledAt, now);
  const promises = await openPromises(tx, [account], story.today);
  const goals = await openGoals(tx, account);
  const renewal = await comingRenewal(tx, account, story.today);
  return { ...story, changes, promises, goals, renewal, risk: await riskOf(tx, account) };
}

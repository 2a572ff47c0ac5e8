import type { PersonRef } from "../../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../../kernel/business-time.ts";
import type { CheckInId } from "../../../kernel/ids.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import { type AccountRoster, rosterOf } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { type Risk, riskOf } from "../../risk/facts.ts";
import { type Changes, changesOf } from "./brief-store.ts";
import type { CheckIn } from "./decide.ts";
import { ownerOf } from "./running.ts";
import { checkInById, lastHeld } from "./store.ts";

/** All that a card about a check-in says. */
export interface CheckInStory {
  readonly checkIn: CheckIn;
  readonly accountName: string;
  readonly scope: Scope;
  readonly owner: PersonRef | undefined;
  readonly today: LocalDate;
  /** the one before, with what was said */
  readonly last: CheckIn | undefined;
}

export interface BriefStory extends CheckInStory {
  readonly changes: Changes;
  readonly risk: Risk | undefined;
}

/** @param account where it has been read already */
export async function storyOf(
  context: Context,
  checkIn: CheckIn,
  account?: AccountRoster,
): Promise<CheckInStory | undefined> {
  const { tx, now, directory } = context;
  const roster = account ?? (await rosterOf(tx, checkIn.account));
  if (!roster) return undefined;
  const owner = ownerOf(checkIn.kind, roster.scope, await directory.people(tx));
  return {
    checkIn,
    accountName: roster.name,
    scope: roster.scope,
    owner: owner && { id: owner.id, name: owner.name },
    today: localDateOf(now, owner?.calendar.zone ?? "UTC"),
    last: await lastHeld(tx, checkIn.account),
  };
}

export async function loadDue(context: Context, subject: string): Promise<CheckInStory | "gone"> {
  const checkIn = await checkInById(context.tx, subject as CheckInId);
  return (checkIn && (await storyOf(context, checkIn))) ?? "gone";
}

/** Once it was held, or another time was agreed, there is nothing to prepare for any more. */
export async function loadBrief(
  context: Context,
  subject: string,
  { slot, stands }: { readonly slot: string; readonly stands: boolean },
): Promise<BriefStory | "gone"> {
  const { tx, now } = context;
  const story = await loadDue(context, subject);
  if (story === "gone") return "gone";
  const { state, scheduledAt, account } = story.checkIn;
  if (!stands && (state !== "open" || scheduledAt?.toISOString() !== slot)) return "gone";
  const changes = await changesOf(tx, account, story.last?.settledAt, now);
  return { ...story, changes, risk: await riskOf(tx, account) };
}

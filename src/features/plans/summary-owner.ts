import { addWorkingHours, type LocalDate } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { accountsAbout } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { leadersReading } from "../leading.ts";
import { quarterBefore } from "./quarter.ts";
import { holdDrafted, saveOwner, type SummaryId } from "./summary-store.ts";

/** Who checks and sends it: the account's CSM, else of who leads there and may read it. */
export function summaryOwner(scope: Scope, people: readonly Person[]): Person | undefined {
  const csm = people.find(({ id, active }) => active && id === scope.csm);
  return csm ?? leadersReading("success-plan", scope, people)[0];
}

export function announceSummary({ now, posts }: Context, id: SummaryId, account: AccountId, owner: Person): void {
  const dueAt = addWorkingHours(now, 0, owner.calendar);
  posts.announce({
    card: "plans.summary",
    subject: id,
    address: `person:${owner.id}`,
    slot: "",
    dueAt,
    shows: [account],
  });
}

/** What nobody has sent of the last quarter goes to whose it is by now, where whose it was has left or has the customer no more. */
export async function handSummariesOn(context: Context, accounts: readonly AccountId[], day: LocalDate): Promise<void> {
  const { tx, directory, posts } = context;
  const drafted = await holdDrafted(tx, accounts, quarterBefore(day).name);
  if (drafted.length === 0) return;
  const people = await directory.people(tx);
  const theirs = await accountsAbout(tx, drafted, day);
  for (const { id, account, owner: before } of drafted) {
    const scope = theirs.get(account)?.scope;
    const owner = scope && summaryOwner(scope, people);
    if (!owner || owner.id === before) continue;
    saveOwner(tx, id, owner.id);
    announceSummary(context, id, account, owner);
    posts.redraw(id);
  }
}

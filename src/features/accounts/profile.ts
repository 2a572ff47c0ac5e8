import type { Reply, Submission } from "../../chat/interaction.ts";
import type { Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Acting } from "../feature.ts";
import { accountOf } from "./facts.ts";
import { profileForm, profileProblemTexts } from "./profile-cards.ts";
import { decideProfile } from "./profile-decide.ts";
import { emptyProfileField, profileOf, saveProfileField } from "./profile-store.ts";
import { looksAfter, onlyForThem } from "./rights.ts";

/** How to help, needs, later needs and notes on the industry, with the day they are of. */
export async function openProfile(acting: Acting, id: AccountId): Promise<Opened> {
  const { tx, now, person, view } = acting;
  const account = await accountOf(acting, id);
  if (!looksAfter(person, account.scope)) return onlyForThem(acting, account);
  return profileForm(account, await profileOf(tx, id), localDateOf(now, person.calendar.zone), view);
}

export async function submitProfile(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, via, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  if (!looksAfter(person, account.scope)) return onlyForThem(acting, account);
  const today = localDateOf(now, person.calendar.zone);
  const decision = decideProfile(await profileOf(tx, account.id), values, today);
  if (decision.kind === "wrong") return { kind: "invalid", fields: profileProblemTexts(decision.problems, view) };
  for (const { field, value } of decision.changed) {
    const said = { value, asOf: decision.asOf, source: "chat" } as const;
    if (value === "") emptyProfileField(tx, account.id, field);
    else await saveProfileField(tx, account.id, field, said, person.id, now);
    const touch = { account: account.id, what: "profile-changed", by: person.id, via, details: { field } };
    await acting.emit({ kind: "account-touched", ...touch });
  }
  const key = decision.changed.length > 0 ? "accounts.profile-saved" : "accounts.profile-same";
  return { kind: "done", sentence: view.say(key, { account: account.name }) };
}

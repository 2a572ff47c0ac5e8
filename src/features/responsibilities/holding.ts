import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, type Done, done } from "../../chat/reply.ts";
import { type Person, personsCalled } from "../../kernel/directory.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { leads } from "../../kernel/permissions.ts";
import { brief } from "../../kernel/text.ts";
import { accountOf, type AccountRoster, holdAccount } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { accountNamed, whichAccount } from "../naming.ts";
import { holderForm, slotText } from "./cards.ts";
import { SLOTS } from "./defaults.ts";
import { holdersOf, saveHolder, writeAudit } from "./store.ts";

/** `/tandem slot <account>`: the form by which somebody is given a slot of it. */
export async function slotByName(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return done(acting.view.say("responsibilities.slot-which"));
  const naming = await accountNamed(acting, words);
  if (naming.kind === "unclear") return whichAccount(naming, { opens: "responsibilities.holder" });
  const opened = await openHolder(acting, naming.account.id);
  return asReply(opened);
}

export async function openHolder(acting: Acting, id: AccountId): Promise<Form | Done> {
  const account = await accountOf(acting, id);
  return refusalOf(acting, account) ?? holderForm(account, await holdersOf(acting.tx, id), acting.view);
}

/** One person a slot (A1); nobody when the name is left empty. */
export async function setHolder(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, ids, now, person, view, via, posts } = acting;
  await holdAccount(tx, subject as AccountId);
  const account = await accountOf(acting, subject as AccountId);
  const refusal = refusalOf(acting, account);
  if (refusal) return refusal;
  const slot = SLOTS.find((each) => each === values["slot"]);
  if (!slot) {
    const value = brief(values["slot"] ?? "");
    return { kind: "invalid", fields: { slot: view.say("responsibilities.choice-wrong", { value }) } };
  }
  const chosen = personIn(await acting.directory.people(tx), values["person"] ?? "", acting);
  if (chosen.kind === "unclear") return { kind: "invalid", fields: { person: chosen.sentence } };

  const before = (await holdersOf(tx, account.id)).get(slot);
  const said = { account: account.name, slot: slotText(slot, view) };
  const sentence = chosen.person
    ? view.say("responsibilities.holder-saved", { ...said, person: chosen.person.name })
    : view.say("responsibilities.holder-none", said);
  if (!(await saveHolder(tx, account.id, slot, chosen.person?.id))) return done(sentence);
  const change = { slot, person: chosen.person?.id ?? null, before: before?.id ?? null };
  const action = "responsibilities.holder";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: account.id, details: change });
  const details = { slot, person: chosen.person?.name ?? "", before: before?.name ?? "" };
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "slot-changed",
    by: person.id,
    via,
    details,
  });
  posts.redraw(account.id);
  return done(sentence);
}

type Chosen =
  | { readonly kind: "chosen"; readonly person: Person | undefined }
  | { readonly kind: "unclear"; readonly sentence: Text };

function personIn(people: readonly Person[], typed: string, { view: { say, locale } }: Acting): Chosen {
  if (typed.trim() === "") return { kind: "chosen", person: undefined };
  const [first, ...others] = personsCalled(people, typed);
  const words = brief(typed.trim());
  if (!first) return { kind: "unclear", sentence: say("responsibilities.person-unknown", { words }) };
  if (others.length === 0) return { kind: "chosen", person: first };
  const names = [first, ...others].map(({ name, email }) => email ?? name).slice(0, 5);
  const listed = new Intl.ListFormat(locale, { type: "disjunction" }).format(names);
  return { kind: "unclear", sentence: say("responsibilities.person-several", { words, names: listed }) };
}

/** Only an administrator or a manager of the account. */
function refusalOf({ person, view }: Acting, { scope, name }: AccountRoster): Done | undefined {
  const { id, covers, roles } = person;
  if (roles.includes("admin") || leads({ person: id, covers, roles }, scope)) return undefined;
  return done(view.say("responsibilities.not-yours", { account: name }));
}

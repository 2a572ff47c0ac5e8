import type { Reply, Submission } from "../../chat/interaction.ts";
import type { Opened } from "../../chat/reply.ts";
import type { AddressHmacs } from "../../db/erased.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { contactForm, contactProblemTexts, contactsCard, newContactForm } from "./contact-cards.ts";
import { checkContact, checkNewContact, type Stakeholder } from "./contact-decide.ts";
import { contactById, erasedAt, insertContact, saveContact, stakeholdersOf } from "./contact-store.ts";
import { accountOf, type AccountRoster } from "./facts.ts";
import { looksAfter, onlyForThem } from "./rights.ts";

/** The people at a customer; who may read nobody is told what a customer without people says. */
export async function showContacts(acting: Acting, id: AccountId): Promise<Reply> {
  const { tx, now, audience, person, view } = acting;
  const account = await accountOf(acting, id);
  const mayChange = looksAfter(person, account.scope);
  const contacts = mayRead(audience, "contacts", account.scope) ? await stakeholdersOf(tx, [id], now) : [];
  if (contacts.length === 0 && !mayChange) {
    return { kind: "done", sentence: view.say("contacts.nobody", { account: account.name }) };
  }
  return { kind: "private", card: contactsCard({ account, contacts, mayChange, now }, view) };
}

export async function openNewContact(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  return looksAfter(acting.person, account.scope) ? newContactForm(account, acting.view) : onlyForThem(acting, account);
}

export async function submitNewContact(
  acting: Acting,
  { subject, values }: Submission,
  hmacsOf: AddressHmacs,
): Promise<Reply> {
  const { tx, now, ids, person, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  if (!looksAfter(person, account.scope)) return onlyForThem(acting, account);
  const checked = checkNewContact(values);
  if (checked.kind === "wrong") return { kind: "invalid", fields: contactProblemTexts(checked.problems, view) };
  const id = ids.next<"contact">();
  const { name, email = "" } = checked.value;
  const at = email === "" ? undefined : await erasedAt(tx, hmacsOf(tx.organisation, email));
  if (at) {
    const erased = { field: "email", problem: "erased", value: email, at } as const;
    return { kind: "invalid", fields: contactProblemTexts([erased], view) };
  }
  if (!(await insertContact(tx, id, account.id, checked.value, now))) {
    const known = { field: "email", problem: "known", value: email } as const;
    return { kind: "invalid", fields: contactProblemTexts([known], view) };
  }
  await touched(acting, account, id, "contact-added");
  return { kind: "done", sentence: view.say("contacts.added", { contact: name, account: account.name }) };
}

export async function openContact(acting: Acting, id: ContactId): Promise<Opened> {
  const { contact, account } = await contactOf(acting, id);
  return looksAfter(acting.person, account.scope) ? contactForm(contact, acting.view) : onlyForThem(acting, account);
}

export async function submitContact(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view } = acting;
  const { contact, account } = await contactOf(acting, subject as ContactId);
  if (!looksAfter(person, account.scope)) return onlyForThem(acting, account);
  const checked = checkContact(values, localDateOf(now, person.calendar.zone));
  if (checked.kind === "wrong") return { kind: "invalid", fields: contactProblemTexts(checked.problems, view) };
  saveContact(tx, contact.id, checked.value, now);
  const leaves = checked.value.leftOn !== undefined && contact.leftOn === undefined;
  await touched(acting, account, contact.id, leaves ? "contact-left" : "contact-changed");
  const key = leaves ? "contacts.saved-left" : "contacts.saved";
  return { kind: "done", sentence: view.say(key, { contact: contact.name, account: account.name }) };
}

/** @throws NotFound, also for who may not read the customer's people */
async function contactOf(
  acting: Acting,
  id: ContactId,
): Promise<{ readonly contact: Stakeholder; readonly account: AccountRoster }> {
  const contact = await contactById(acting.tx, id, acting.now);
  if (!contact) throw new NotFound("contacts.gone-contact");
  const account = await accountOf(acting, contact.account);
  if (!mayRead(acting.audience, "contacts", account.scope)) throw new NotFound("contacts.gone-contact");
  return { contact, account };
}

function touched(acting: Acting, { id }: AccountRoster, contact: ContactId, what: string): Promise<void> {
  const { person, via } = acting;
  return acting.emit({ kind: "account-touched", account: id, what, by: person.id, via, details: {}, contact });
}

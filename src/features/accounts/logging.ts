import type { Reply, Submission } from "../../chat/interaction.ts";
import type { Opened } from "../../chat/reply.ts";
import { localDateOf, localTimeOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContactId, EntryId } from "../../kernel/ids.ts";
import type { Acting, Context } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { hasLeft, type Stakeholder } from "./contact-decide.ts";
import { contactById, stakeholdersOf } from "./contact-store.ts";
import { accountOf, rosterOf } from "./facts.ts";
import { type Collision, logForm, logProblemTexts } from "./log-cards.ts";
import { checkLog } from "./log-decide.ts";
import { onlyForThem, writable } from "./rights.ts";
import { entryById } from "./timeline-store.ts";

/** The form by which a contact with a customer is logged. */
export async function openLog(acting: Acting, id: AccountId, called?: ContactId): Promise<Opened> {
  const { now, person, view } = acting;
  const account = await accountOf(acting, id);
  const visibilities = writable(acting, account.scope);
  if (visibilities.length === 0) return onlyForThem(acting, account);
  const { zone } = person.calendar;
  const moment = { on: localDateOf(now, zone), at: localTimeOf(now, zone) };
  const contacts = await peopleThere(acting, id);
  const known = contacts.some((contact) => contact.id === called) ? called : undefined;
  return logForm(account, contacts, visibilities, moment, view, known);
}

/** The same form, for somebody who was to be called. */
export async function openLogCall(acting: Acting, contact: string): Promise<Opened> {
  const { account, id } = await calledOf(acting, contact);
  return openLog(acting, account, id);
}

export async function submitLogCall(acting: Acting, submission: Submission): Promise<Reply> {
  const { account } = await calledOf(acting, submission.subject);
  return submitLog(acting, { ...submission, subject: account });
}

async function calledOf({ tx, now }: Acting, contact: string): Promise<Stakeholder> {
  const found = await contactById(tx, contact as ContactId, now);
  if (!found) throw new NotFound("contacts.gone-contact");
  return found;
}

/** To the timeline; the touch counts, and whoever reaches somebody too often or too soon hears of it (A14). */
export async function submitLog(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { now, person, via, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const visibilities = writable(acting, account.scope);
  if (visibilities.length === 0) return onlyForThem(acting, account);
  const contacts = await peopleThere(acting, account.id);
  const checked = checkLog(values, { contacts, visibilities, zone: person.calendar.zone, now });
  if (checked.kind === "wrong") return { kind: "invalid", fields: logProblemTexts(checked.problems, view) };

  const { contact: id, ...logged } = checked.value;
  const contact = contacts.find((each) => each.id === id);
  const withWhom = contact ? { contact: contact.id } : {};
  const touch = { account: account.id, by: person.id, via, details: {}, ...withWhom, ...logged };
  const whom = { scope: account.scope, contact: contact?.name };
  const sentence = await keepContact(acting, touch, whom, view.say("contacts.logged", { account: account.name }));
  return { kind: "done", sentence };
}

/** The people at a customer who haven't left. */
async function peopleThere({ tx, now, person }: Acting, account: AccountId): Promise<Stakeholder[]> {
  const today = localDateOf(now, person.calendar.zone);
  return (await stakeholdersOf(tx, [account], now)).filter((contact) => !hasLeft(contact, today));
}

/** What the other of a collision is shown, while the entry is there. */
export async function loadCollision({ tx }: Context, subject: string): Promise<Collision | "gone"> {
  const found = await entryById(tx, subject as EntryId);
  const account = found && (await rosterOf(tx, found.account));
  if (!found?.entry.contact || !account) return "gone";
  return { account: account.name, contact: found.entry.contact, entry: found.entry, scope: account.scope };
}

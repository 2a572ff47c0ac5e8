import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import type { Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { Visibility } from "../../kernel/events.ts";
import { type AccountId, type DocumentId, isId } from "../../kernel/ids.ts";
import type { Acting } from "../feature.ts";
import { documentForm, documentProblemTexts, documentsCard } from "./document-cards.ts";
import { checkDocument } from "./document-decide.ts";
import { documentsOf, insertDocument, removeDocument } from "./document-store.ts";
import { accountOf, type AccountRoster } from "./facts.ts";
import { onlyForThem, readable, writable } from "./rights.ts";

/** The links kept with an account; who may read none is told what an account without any says. */
export async function showDocuments(acting: Acting, id: AccountId): Promise<Reply> {
  const { tx, now, person, audience, view } = acting;
  const account = await accountOf(acting, id);
  const documents = await documentsOf(tx, id, readable(audience, account.scope));
  const kinds = writable(acting, account.scope);
  if (documents.length === 0 && kinds.length === 0) {
    return { kind: "done", sentence: view.say("documents.nothing", { account: account.name }) };
  }
  const today = localDateOf(now, person.calendar.zone);
  return { kind: "private", card: documentsCard({ account, documents, writable: kinds, today }, view) };
}

export async function openDocument(acting: Acting, id: AccountId): Promise<Opened> {
  const { now, person, view } = acting;
  const account = await accountOf(acting, id);
  const kinds = writable(acting, account.scope);
  if (kinds.length === 0) return onlyForThem(acting, account);
  return documentForm(account, kinds, localDateOf(now, person.calendar.zone), view);
}

export async function submitDocument(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, ids, person, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const kinds = writable(acting, account.scope);
  if (kinds.length === 0) return onlyForThem(acting, account);
  const checked = checkDocument(values, kinds, localDateOf(now, person.calendar.zone));
  if (checked.kind === "wrong") return { kind: "invalid", fields: documentProblemTexts(checked.problems, view) };
  insertDocument(tx, ids.next(), account.id, checked.value, person.id, now);
  await noted(acting, account, "document-added", checked.value);
  const { title } = checked.value;
  return { kind: "done", sentence: view.say("documents.added", { title, account: account.name }) };
}

/** The menu's choice is the document. */
export async function removeChosen(
  acting: Acting,
  { subject, choice = "" }: Press & { subject: string },
): Promise<Reply> {
  const { tx, now, view } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const kinds = writable(acting, account.scope);
  if (kinds.length === 0) return onlyForThem(acting, account);
  const removed = isId(choice) && (await removeDocument(tx, account.id, choice as DocumentId, kinds, now));
  if (!removed) return { kind: "done", sentence: view.say("documents.gone") };
  await noted(acting, account, "document-removed", removed);
  return { kind: "done", sentence: view.say("documents.removed", { title: removed.title, account: account.name }) };
}

function noted(
  acting: Acting,
  { id }: AccountRoster,
  what: string,
  { title, visibility }: { readonly title: string; readonly visibility: Visibility },
): Promise<void> {
  const { person, via } = acting;
  return acting.emit({
    kind: "account-touched",
    account: id,
    what,
    by: person.id,
    via,
    details: { title },
    visibility,
  });
}

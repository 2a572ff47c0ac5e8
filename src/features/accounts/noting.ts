import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, done, type Opened } from "../../chat/reply.ts";
import { isId, type AccountId } from "../../kernel/ids.ts";
import { brief, oneLine } from "../../kernel/text.ts";
import type { Acting } from "../feature.ts";
import { accountNamed, forAccount } from "../naming.ts";
import { accountOf, type AccountRoster } from "./facts.ts";
import { logProblemTexts, noteForm } from "./log-cards.ts";
import { checkNote, priceToKeep } from "./log-decide.ts";
import { onlyForThem, writable } from "./rights.ts";

/** `/tandem note <account>: text` keeps it at once; without words, or where several may be meant, a form asks. */
export async function noteByName(acting: Acting, words: string): Promise<Reply> {
  const [name = "", ...rest] = words.split(/[:：]/);
  const text = rest.length > 0 ? words.slice(name.length + 1).trim() : "";
  if (text === "") {
    return forAccount(acting, name, {
      which: "accounts.note-which-one",
      pick: { opens: "accounts.note" },
      found: async ({ id }) => asReply(await openNote(acting, id)),
    });
  }
  const { view } = acting;
  const naming = await accountNamed(acting, name);
  if (naming.kind === "found") return spoken(await keepUnasked(acting, naming.account, text));
  const { sentence, accounts } = naming;
  return accounts.length === 0
    ? done(view.say("accounts.note-unknown", { words: brief(name), text: oneLine(text) }))
    : asReply(noteForm(accounts, ["internal"], text, sentence, view));
}

export async function openNote(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  const visibilities = writable(acting, account.scope);
  if (visibilities.length === 0) return onlyForThem(acting, account);
  return noteForm([account], visibilities, "", undefined, acting.view);
}

export async function submitNote(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  return keep(acting, await accountOf(acting, subject as AccountId), values);
}

/** The account was chosen in the form. */
export async function submitWhich(acting: Acting, { values }: Submission): Promise<Reply> {
  const { view } = acting;
  const id = values["account"] ?? "";
  if (!isId(id)) return { kind: "invalid", fields: { account: view.say("contacts.choice-wrong", { value: id }) } };
  return keepUnasked(acting, await accountOf(acting, id as AccountId), values["text"] ?? "");
}

/** Nobody was asked who may read it: those who work with the account, or of a price those who may read prices. */
async function keepUnasked(acting: Acting, account: AccountRoster, text: string): Promise<Reply> {
  const price = priceToKeep(text, writable(acting, account.scope));
  const reply = await keep(acting, account, { text, visibility: price === undefined ? "internal" : "commercial" });
  if (price === undefined || reply.kind !== "done") return reply;
  return done(acting.view.say("accounts.noted-commercial", { account: account.name, value: brief(price) }));
}

/** There is no form whose fields could be marked. */
function spoken(reply: Reply): Reply {
  return reply.kind === "invalid" ? { kind: "done", sentence: Object.values(reply.fields).flat() } : reply;
}

async function keep(acting: Acting, account: AccountRoster, values: Readonly<Record<string, string>>): Promise<Reply> {
  const { person, via, view } = acting;
  const visibilities = writable(acting, account.scope);
  if (visibilities.length === 0) return onlyForThem(acting, account);
  const checked = checkNote(values, visibilities);
  if (checked.kind === "wrong") return { kind: "invalid", fields: logProblemTexts(checked.problems, view) };
  const { id } = account;
  const touch = { account: id, what: "note", by: person.id, via, details: {}, ...checked.value };
  await acting.emit({ kind: "account-touched", ...touch });
  return { kind: "done", sentence: view.say("accounts.noted", { account: account.name }) };
}

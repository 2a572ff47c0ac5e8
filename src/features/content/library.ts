import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { accountCard, libraryCard } from "./cards.ts";
import { checkItem, mayKeep } from "./decide.ts";
import { addForm, problemTexts } from "./forms.ts";
import {
  choices,
  holdsTeachingSlot,
  insertItem,
  isKnown,
  itemById,
  type ItemId,
  openItems,
  retireItem,
  writeAudit,
} from "./store.ts";
import { storiesAt } from "./story.ts";

/** `/tandem content`: the library; with an account, what it was proposed and sent. */
export async function contentByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() !== "") {
    return forAccount(acting, words, {
      which: "content.which",
      pick: { press: "content.account" },
      found: (account) => showAccount(acting, account),
    });
  }
  const { tx, now, person, view } = acting;
  const items = await openItems(tx, localDateOf(now, person.calendar.zone));
  return { kind: "private", card: libraryCard(items, await keeps(acting), view) };
}

export async function showAccount(acting: Acting, account: AccountRoster): Promise<Reply> {
  const { audience, view } = acting;
  const said = { account: account.name };
  if (!mayRead(audience, "usage", account.scope)) return done(view.say("content.account-none", said));
  const stories = await storiesAt(acting, account);
  if (stories.length === 0) return done(view.say("content.account-nothing", said));
  return { kind: "private", card: accountCard(account.name, stories, view) };
}

async function keeps({ tx, person }: Acting): Promise<boolean> {
  return mayKeep(person, await holdsTeachingSlot(tx, [person.id, ...person.covers]));
}

async function refused(acting: Acting): Promise<Done | undefined> {
  return (await keeps(acting)) ? undefined : done(acting.view.say("content.only-keepers"));
}

export async function openAdd(acting: Acting): Promise<Opened> {
  return (await refused(acting)) ?? addForm(await choices(acting.tx), acting.view);
}

export async function submitAdd(acting: Acting, { values }: Submission): Promise<Reply> {
  const no = await refused(acting);
  if (no) return no;
  const { tx, now, ids, person, view } = acting;
  const { products, features, segments } = await choices(tx);
  const today = localDateOf(now, person.calendar.zone);
  const checked = checkItem(values, { products, features: features.map(({ name }) => name), segments, today });
  if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, today, view) };
  const { title, link, kind, feature } = checked.value;
  if (await isKnown(tx, link)) return { kind: "invalid", fields: { link: view.say("content.known") } };
  const id = ids.next<"content-item">();
  insertItem(tx, id, checked.value, person.id, now);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "content.add", subject: id, details: { kind } });
  return done(view.say(feature === undefined ? "content.added-unmatched" : "content.added", { title }));
}

export async function retire(acting: Acting, id: string): Promise<Reply> {
  const no = await refused(acting);
  if (no) return no;
  const { tx, now, ids, person, view } = acting;
  const item = await itemById(tx, id as ItemId);
  if (!item) throw new NotFound("content.gone");
  const { title } = item;
  if (!(await retireItem(tx, item.id, person.id, now))) return done(view.say("content.retired-already", { title }));
  const details = { kind: item.kind };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "content.retire", subject: item.id, details });
  return done(view.say("content.retired", { title }));
}

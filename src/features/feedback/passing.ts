import type { Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, type Done, done, type Opened } from "../../chat/reply.ts";
import { afterQuietHours, type WorkCalendar } from "../../kernel/business-time.ts";
import { calledChannel, channelsFor } from "../../kernel/directory.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { productKey } from "../../locales/products.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { leadersReading } from "../leading.ts";
import { forAccount } from "../naming.ts";
import { commentOf, type Comment } from "../nps/facts.ts";
import { themesOf } from "../themes.ts";
import { type Choice, contactsOf, namesAt, productHolder, productsOf } from "./around-store.ts";
import { aboutText } from "./cards.ts";
import { checkPassed, type Offered, type Passed } from "./decide.ts";
import { passForm, problemTexts } from "./forms.ts";
import { showList } from "./listing.ts";
import {
  insertPiece,
  isPassed,
  type Item,
  openItem,
  passedFrom,
  type PieceId,
  type SurveyRef,
  writeAudit,
} from "./store.ts";
import { storyOf } from "./story.ts";

export const ITEM = "feedback.item";
const JOINED = "feedback.joined";
const MOST_PRODUCTS = 90;

/** `/tandem feedback`: what is open; with an account, the form. */
export async function feedbackByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return showList(acting);
  return forAccount(acting, words, {
    which: "feedback.which",
    pick: { opens: "feedback.give" },
    found: async ({ id }) => asReply(await openGive(acting, id)),
  });
}

export async function openGive(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  const refused = refusedPasser(acting, account);
  if (refused) return refused;
  const { products, contacts } = await offered(acting, account);
  const { name } = account;
  return passForm(
    { form: "give", subject: id, account: name, theme: undefined, products, contacts, words: "" },
    acting.view,
  );
}

export async function submitGive(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const account = await accountOf(acting, subject as AccountId);
  const refused = refusedPasser(acting, account);
  if (refused) return refused;
  const { products, contacts, names } = await offered(acting, account);
  const whose = contacts.find(({ id }) => id === values["contact"]);
  const checked = checkPassed(values, roomOf(products, contacts, names, whose?.name));
  if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, acting.view) };
  return done(
    await pass(acting, account, checked.value, { contact: whose?.id, survey: undefined, saidAt: acting.now }),
  );
}

/** What somebody wrote with their answer, for who may read it (C6). */
export async function openPass(acting: Acting, survey: string): Promise<Opened> {
  const { comment, account } = await commented(acting, survey);
  const { products } = await offered(acting, account);
  const [theme] = themesOf(comment.comment);
  const { name } = account;
  return passForm(
    { form: "pass", subject: survey, account: name, theme, products, contacts: [], words: comment.comment },
    acting.view,
  );
}

export async function submitPass(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { comment, account } = await commented(acting, subject);
  const { products, names } = await offered(acting, account);
  const checked = checkPassed(values, roomOf(products, [], names, comment.contact.name));
  if (checked.kind === "wrong") return { kind: "invalid", fields: problemTexts(checked.problems, acting.view) };
  const { contact, answeredAt: saidAt } = comment;
  return done(await pass(acting, account, checked.value, { contact: contact.id, survey: comment.survey, saidAt }));
}

/** @throws NotFound where there is no comment any more, or not for this person */
async function commented(
  acting: Acting,
  survey: string,
): Promise<{ readonly comment: Comment; readonly account: AccountRoster }> {
  const comment = await commentOf(acting.tx, survey as SurveyRef);
  if (!comment) throw new NotFound("feedback.comment-gone");
  const account = await accountOf(acting, comment.account);
  if (!mayRead(acting.audience, "nps", account.scope)) throw new NotFound("feedback.comment-gone");
  return { comment, account };
}

function refusedPasser({ audience, view: { say } }: Acting, { name, scope, csm, am }: AccountRoster): Done | undefined {
  if (mayRead(audience, "feedback", scope)) return undefined;
  const person = csm ?? am;
  return done(
    person
      ? say("feedback.not-yours", { account: name, person: { mention: person } })
      : say("feedback.not-yours-orphan", { account: name }),
  );
}

interface Choices {
  readonly products: readonly { readonly name: string; readonly theirs: boolean }[];
  /** whom one may name */
  readonly contacts: readonly Choice[];
  /** everyone there, and who was */
  readonly names: readonly string[];
}

async function offered({ tx, audience }: Acting, { id, scope }: AccountRoster): Promise<Choices> {
  const contacts = mayRead(audience, "contact-names", scope) ? await contactsOf(tx, id) : [];
  return { products: await productsOf(tx, id, MOST_PRODUCTS), contacts, names: await namesAt(tx, id) };
}

function roomOf(
  products: Choices["products"],
  contacts: readonly Choice[],
  names: readonly string[],
  speaker: string | undefined,
): Offered {
  return {
    products: products.map(({ name }) => name),
    contacts: contacts.map(({ id }) => id),
    names,
    speaker,
  };
}

interface Source {
  readonly contact: ContactId | undefined;
  readonly survey: SurveyRef | undefined;
  readonly saidAt: Date;
}

/** Joins what is open for the theme and the product, or begins it; the same twice is once. @returns what is said of it */
async function pass(acting: Acting, account: AccountRoster, passed: Passed, source: Source): Promise<Text> {
  const { tx, now, ids, person, view, via, posts, emit } = acting;
  const { theme, product, words } = passed;
  const key = productKey(product);
  const before = source.survey && (await passedFrom(tx, source.survey, theme, key));
  if (before) return alreadyText(before, acting);
  const { item, isNew } = await openItem(tx, { id: ids.next(), theme, product, key, at: now });
  if (await isPassed(tx, item.id, account.id, words)) return alreadyText(item, acting);
  const id = ids.next<"feedback">();
  insertPiece(tx, { ...source, id, item: item.id, account: account.id, words, by: person.id, at: now });
  const details = { theme, product };
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "feedback.pass", subject: account.id, details });
  await emit({
    kind: "account-touched",
    account: account.id,
    what: "feedback-passed",
    by: person.id,
    via,
    direction: "in",
    details: { theme },
  });
  const where = await post(acting, item, account, isNew ? undefined : id);
  posts.redraw(item.id, account.id, ...(source.survey ? [source.survey] : []));
  const story = await storyOf(acting, item.id);
  const said = { about: aboutText(item, view.say), count: story?.behind.length ?? 1 };
  if (where === undefined) return view.say("feedback.passed-nobody", said);
  if (where.kind === "person") return view.say("feedback.passed-person", { ...said, person: where.name });
  return view.say(isNew ? "feedback.passed" : "feedback.passed-joined", { ...said, channel: where.name });
}

function alreadyText(item: Item, { view: { say } }: Acting): Text {
  const about = aboutText(item, say);
  const { state } = item;
  if (state === "shipped") return say("feedback.already-shipped", { about });
  return state === "declined" ? say("feedback.already-declined", { about }) : say("feedback.already", { about });
}

/** To product's channel; where there is none, to who has product's slot there, else to whoever leads. */
async function post(
  { tx, now, posts, directory }: Acting,
  { id: subject }: Item,
  { id: account, scope }: AccountRoster,
  joined: PieceId | undefined,
): Promise<{ readonly kind: "channel" | "person"; readonly name: string } | undefined> {
  const channels = channelsFor(await directory.channels(tx), "product", scope);
  const at = (address: `channel:${string}` | `person:${string}`, calendar: WorkCalendar): void => {
    const dueAt = afterQuietHours(now, calendar);
    posts.announce({ card: ITEM, subject, slot: "", address, dueAt });
    if (joined) posts.announce({ card: JOINED, subject: joined, slot: "", address, dueAt, shows: [subject, account] });
  };
  for (const { id, calendar } of channels) {
    at(`channel:${id}`, calendar);
  }
  const [channel] = channels;
  if (channel) return { kind: "channel", name: calledChannel(channel) };
  const people = await directory.people(tx);
  const holder = await productHolder(tx, account);
  const person = people.find(({ id }) => id === holder) ?? leadersReading("feedback", scope, people)[0];
  if (!person) return undefined;
  at(`person:${person.id}`, person.calendar);
  return { kind: "person", name: person.name };
}

import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { OPPORTUNITY, REQUEST } from "../../kernel/defaults.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { brief, oneLine, withoutUnseen } from "../../kernel/text.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { accountNamed, whichAccount } from "../naming.ts";
import { type Sale, saleOf } from "../opportunities/facts.ts";
import { namesPrice } from "../priced.ts";
import { riskOf } from "../risk/facts.ts";
import { listCard } from "./cards.ts";
import { type Kind, KINDS, type Owner, percentIn, responseDueAt } from "./decide.ts";
import { requestForm } from "./forms.ts";
import { ownerFor, tellOfIt } from "./giving.ts";
import { saleText } from "./sale-text.ts";
import { contactsOf, insertRequest, openRequests, saveSale } from "./store.ts";
import { atRiskSince, refuseLogger, storyOf } from "./story.ts";

/** `/tandem request <account>`: what is open there; the form where nothing is. */
export async function requestByName(acting: Acting, words: string): Promise<Reply> {
  const { tx, view } = acting;
  if (words.trim() === "") return done(view.say("requests.which"));
  const naming = await accountNamed(acting, words);
  if (naming.kind === "unclear") return whichAccount(naming, { opens: "requests.log" });
  const { account } = naming;
  const refusal = refuseLogger(acting, account);
  if (refusal) return refusal;
  const open = await openRequests(tx, account.id);
  if (open.length === 0) return { kind: "form", form: await formFor(acting, account) };
  const since = await atRiskSince(acting, account.id);
  const stories = open.map((request) => storyOf(request, account, since));
  return { kind: "private", card: listCard(account, stories, view) };
}

async function formFor({ tx, view }: Acting, account: AccountRoster): Promise<Form> {
  return requestForm(account, await contactsOf(tx, account.id), view);
}

export async function openLog(acting: Acting, id: AccountId): Promise<Form | Done> {
  const account = await accountOf(acting, id);
  return refuseLogger(acting, account) ?? formFor(acting, account);
}

export async function submitLog(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const account = await accountOf(acting, subject as AccountId);
  const refusal = refuseLogger(acting, account);
  if (refusal) return refusal;
  const checked = await check(acting, account, values);
  if (checked.kind === "wrong") return { kind: "invalid", fields: checked.fields };
  return done(await log(acting, account, checked.asked));
}

/** What a customer asked for, before anybody has it. */
export interface AskedFor {
  readonly kind: Kind;
  readonly text: string;
  readonly contact: ContactId | undefined;
  readonly discountPercent: number | undefined;
  readonly terms: string | undefined;
  /** what they want to buy, where it is that */
  readonly product?: string | undefined;
  /** when the customer said so; now when left out */
  readonly at?: Date;
}

type Checked =
  | { readonly kind: "ok"; readonly asked: AskedFor }
  | { readonly kind: "wrong"; readonly fields: Readonly<Record<string, Text>> };

async function check(acting: Acting, account: AccountRoster, values: Submission["values"]): Promise<Checked> {
  const { tx, audience, view } = acting;
  const fields: Record<string, Text> = {};
  const kind = KINDS.find((each) => each === values["kind"]);
  if (!kind) fields["kind"] = view.say("requests.kind-needed");
  const text = textIn(values["text"], fields, "text", acting);
  const product = productIn(values["product"], fields, acting);
  if (product !== undefined && kind && kind !== "commercial") fields["product"] = view.say("gate.product-commercial");
  const wanted = values["contact"] ?? "";
  const mayName = wanted !== "" && mayRead(audience, "contact-names", account.scope);
  const known = await contactsOf(tx, account.id);
  const contact = mayName ? known.find(({ id }) => id === wanted) : undefined;
  // Without anybody to choose from there is no field for it, and a problem nobody sees helps nobody.
  if (product !== undefined && wanted === "" && profits(acting, account))
    fields[known.length > 0 ? "contact" : "product"] = view.say("gate.who-asked");
  if (mayName && !contact) fields["contact"] = view.say("requests.contact-gone");
  const mayPrice = mayRead(audience, "price", account.scope);
  const typed = mayPrice ? (values["discount"] ?? "") : "";
  const percent = percentIn(typed);
  if (percent.kind === "wrong") fields["discount"] = view.say("requests.discount-wrong", { value: brief(typed) });
  const terms = mayPrice ? withoutUnseen(values["terms"] ?? "").trim() : "";
  const { termsAtMost: letters } = REQUEST;
  if (terms.length > letters) fields["terms"] = view.say("requests.too-long", { letters });
  if (!kind || percent.kind === "wrong" || Object.keys(fields).length > 0) return { kind: "wrong", fields };
  return {
    kind: "ok",
    asked: { kind, text, product, contact: contact?.id, discountPercent: percent.value, terms: terms || undefined },
  };
}

/** Whose sale it would be says who of the customer asks: past the gate goes only what a customer wants (D1). */
export function profits({ person }: Acting, { scope: { am } }: AccountRoster): boolean {
  return am !== undefined && (am === person.id || person.covers.includes(am));
}

/** What somebody wrote in a field, and what is wrong with it. */
export function textIn(
  typed: string | undefined,
  fields: Record<string, Text>,
  name: string,
  { view }: Acting,
): string {
  const text = withoutUnseen(typed ?? "").trim();
  const { textAtMost: letters } = REQUEST;
  if (text === "") fields[name] = view.say("requests.text-empty");
  else if (text.length > letters) fields[name] = view.say("requests.too-long", { letters });
  return text;
}

/** What they want to buy, as somebody wrote it; undefined: nothing was named. */
export function productIn(
  typed: string | undefined,
  fields: Record<string, Text>,
  { view }: Acting,
): string | undefined {
  const product = oneLine(typed ?? "");
  const { productAtMost: letters } = OPPORTUNITY;
  if ([...product].length > letters) fields["product"] = view.say("gate.product-long", { letters });
  return product === "" ? undefined : product;
}

/** Decides who has it, saves it, and wants its cards. @returns what who logged it is told */
export async function log(acting: Acting, account: AccountRoster, asked: AskedFor): Promise<Text> {
  const { tx, now, ids, person, via, directory, reminders } = acting;
  const people = await directory.people(tx);
  const owner = await ownerFor(acting, account, asked, people);
  const has = owner.kind === "nobody" ? undefined : owner.person;
  const calendar = (has ?? person).calendar;
  const id = ids.next<"request">();
  const dueAt = responseDueAt(now, calendar);
  const request = {
    ...asked,
    id,
    account: account.id,
    loggedBy: person.id,
    at: now,
    owner: has?.id,
    responseDueAt: dueAt,
  };
  insertRequest(tx, request);
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: `request-${asked.kind}`,
    by: person.id,
    via,
    direction: "in",
    details: { origin: "customer", owner: has?.name ?? "" },
    summary: asked.text,
    ...(asked.kind === "commercial" && namesPrice(asked.text) !== undefined && { visibility: "commercial" as const }),
    ...(asked.contact && { contact: asked.contact }),
    ...(asked.at && { at: asked.at }),
  });
  const sale = await offered(acting, account, asked);
  if (sale) saveSale(tx, id, sale.id, !sale.isTimed);
  const risk = await riskOf(tx, account.id);
  const atRisk = asked.kind === "commercial" && risk?.atRisk === true;
  if (!sale?.isTimed || asked.discountPercent !== undefined || asked.terms !== undefined)
    await tellOfIt(acting, account, request, { owner, people, atRisk, by: person.id });
  if (sale?.isTimed) return saleText(sale, account, { product: asked.product ?? "", atRisk }, acting.view);
  if (has) reminders.set("requests.remind", id, dueAt);
  return loggedText(acting, account, owner, dueAt, atRisk);
}

/** What they want to buy is offered, or is already: the opportunity it goes on as. */
async function offered(acting: Acting, { id: account }: AccountRoster, asked: AskedFor): Promise<Sale | undefined> {
  const { product, text, contact } = asked;
  if (asked.kind !== "commercial" || product === undefined) return undefined;
  const { person, via } = acting;
  await acting.emit({ kind: "customer-asked", account, product, text, by: person.id, contact, via });
  return saleOf(acting.tx, account, product);
}

function loggedText(
  { view: { say } }: Acting,
  account: AccountRoster,
  owner: Owner,
  dueAt: Date,
  atRisk: boolean,
): Text {
  const values = { account: account.name, due: { date: dueAt, style: "day-time" } as const };
  if (owner.kind === "nobody") return say("requests.logged-nobody", values);
  const said = { ...values, owner: { mention: { id: owner.person.id, name: owner.person.name } } };
  const key = owner.kind === "manager" ? "requests.logged-manager" : "requests.logged";
  if (!atRisk) return say(key, said);
  return account.csm
    ? say("requests.logged-at-risk", { ...said, csm: account.csm.name })
    : say("requests.logged-at-risk-orphan", said);
}

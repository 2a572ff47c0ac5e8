import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Shortcut, Submission } from "../../chat/interaction.ts";
import { asReply, done } from "../../chat/reply.ts";
import { REQUEST } from "../../kernel/defaults.ts";
import type { Visibility } from "../../kernel/events.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { beginning, brief, oneLine, withoutUnseen } from "../../kernel/text.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { accountNamed, unclearText } from "../naming.ts";
import { openSpot } from "../opportunities/facts.ts";
import { namesPrice } from "../priced.ts";
import type { FromMessage, handForm } from "./forms.ts";
import { log, productIn, profits, textIn } from "./logging.ts";
import { contactsOf } from "./store.ts";
import { refuseLogger } from "./story.ts";

const NOTHING: FromMessage = { text: "", wroteIt: undefined, said: undefined };

export async function fromMessage(acting: Acting, shortcut: Shortcut, form: typeof handForm): Promise<Form> {
  const at = shortcut.message.at ?? acting.now;
  return form(at.toISOString(), await messageOf(acting, shortcut), acting.view);
}

/** The same form once more, when what was filled in stands in it again. */
export function again({ view }: Acting, at: string, form: typeof handForm): Promise<Form> {
  return Promise.resolve(form(at, NOTHING, view));
}

async function messageOf({ tx, now, directory, view }: Acting, { sender, message }: Shortcut): Promise<FromMessage> {
  const { user, name } = message.author;
  const colleague =
    user === undefined ? undefined : await directory.byHandle(tx, sender.platform, sender.workspace, user);
  const author = colleague?.name ?? name;
  const date = { date: message.at ?? now, style: "day-time" } as const;
  return {
    text: beginning(withoutUnseen(message.text).trim(), REQUEST.textAtMost),
    wroteIt: colleague ? "out" : "in",
    said:
      author === undefined
        ? view.say("requests.message-of-somebody", { at: date })
        : view.say("requests.message-of", { author, at: date }),
  };
}

/**
 * Hand to AM: a commercial request of the customer's own, which is routed at once; what somebody thought of themselves
 * is the CSM's to write down, and goes through the benefit gate (D1, D3).
 */
export async function hand(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const fields: Record<string, Text> = {};
  const account = await accountIn(acting, values["account"], fields);
  const text = textIn(values["text"], fields, "text", acting);
  const product = productIn(values["product"], fields, acting);
  const contact = account && (await whoAsked(acting, account, values, fields));
  const whose = ASKED.find((each) => each === values["asked"]);
  if (!whose) fields["asked"] = acting.view.say("gate.asked-needed");
  if (!account || Object.keys(fields).length > 0) return { kind: "invalid", fields };
  const refusal = refuseLogger(acting, account);
  if (refusal) return refusal;
  if (whose === "own") return asReply(await openSpot(acting, account.id, { product, benefit: text }));
  if (product !== undefined && !contact && profits(acting, account))
    return { kind: "invalid", fields: { contact: acting.view.say("gate.who-asked-name") } };
  const asked = { kind: "commercial", text, product, contact, discountPercent: undefined, terms: undefined } as const;
  return done(await log(acting, account, { ...asked, at: momentOf(acting, subject) }));
}

/** Who at the customer asked, by name; whoever may not read those names names nobody. */
async function whoAsked(
  { tx, audience, view }: Acting,
  { id, name, scope }: AccountRoster,
  values: Submission["values"],
  fields: Record<string, Text>,
): Promise<ContactId | undefined> {
  const typed = oneLine(values["contact"] ?? "");
  if (typed === "" || values["asked"] !== "customer" || !mayRead(audience, "contact-names", scope)) return undefined;
  const found = (await contactsOf(tx, id)).find((each) => each.name.toLowerCase() === typed.toLowerCase());
  if (!found) fields["contact"] = view.say("requests.contact-unknown", { value: brief(typed), account: name });
  return found?.id;
}

function priceNamed(price: string, { say }: View): Text {
  return say("contacts.price-named", { value: brief(price), option: say("requests.visibility-commercial") });
}

const ASKED = ["customer", "own"] as const;
const VISIBILITIES = ["internal", "commercial", "customer"] as const satisfies readonly Visibility[];
const DIRECTIONS = ["in", "out"] as const;

/** Log on account timeline. */
export async function logMessage(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { audience, person, view, via } = acting;
  const fields: Record<string, Text> = {};
  const account = await accountIn(acting, values["account"], fields);
  const summary = textIn(values["text"], fields, "text", acting);
  const direction = DIRECTIONS.find((each) => each === values["direction"]);
  if (!direction) fields["direction"] = view.say("requests.direction-needed");
  const visibility = VISIBILITIES.find((each) => each === (values["visibility"] ?? "internal"));
  if (!visibility)
    fields["visibility"] = view.say("requests.visibility-wrong", { value: brief(values["visibility"] ?? "") });
  if (!account || !direction || !visibility || Object.keys(fields).length > 0) return { kind: "invalid", fields };
  const refusal = refuseLogger(acting, account);
  if (refusal) return refusal;
  if (!mayRead(audience, visibility, account.scope)) {
    return { kind: "invalid", fields: { visibility: view.say("requests.visibility-not-yours") } };
  }
  const price = visibility === "commercial" ? undefined : namesPrice(summary);
  if (price !== undefined && mayRead(audience, "commercial", account.scope)) {
    return { kind: "invalid", fields: { visibility: priceNamed(price, view) } };
  }
  const at = momentOf(acting, subject);
  const touch = {
    account: account.id,
    what: "message",
    by: person.id,
    via,
    at,
    direction,
    visibility,
    summary,
  } as const;
  await acting.emit({ kind: "account-touched", ...touch, details: {} });
  return done(view.say("requests.timeline-done", { account: account.name }));
}

async function accountIn(
  acting: Acting,
  typed: string | undefined,
  fields: Record<string, Text>,
): Promise<AccountRoster | undefined> {
  const words = (typed ?? "").trim();
  if (words === "") {
    fields["account"] = acting.view.say("shell.which-account");
    return undefined;
  }
  const naming = await accountNamed(acting, words);
  if (naming.kind === "found") return naming.account;
  fields["account"] = unclearText(naming, words, acting);
  return undefined;
}

/** A message is never of the future, whatever its platform's clock says. */
function momentOf({ now }: Acting, at: string): Date {
  return new Date(Math.min(Date.parse(at), now.getTime()));
}

import { type Block, type Button, type Card, daySpan, type Text } from "../../chat/card.ts";
import { daysBetween, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { type Money, totals } from "../../kernel/money.ts";
import { mayRead, Visible } from "../../kernel/permissions.ts";
import { cut, oneLine } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "./facts.ts";
import type { Profile } from "./page-store.ts";
import { leftBlocks, type LeftInWords } from "./left-cards.ts";
import { ageText, profileLines } from "./profile-cards.ts";
import type { ProfileFields } from "./profile-decide.ts";
import { readable } from "./rights.ts";
import { stageText } from "./stage-cards.ts";
import { kindText } from "./touchpoint-cards.ts";

/** What of an account card depends on the day and on who looks. */
export interface Looking {
  readonly today: LocalDate;
  /** three working days before the notice deadline, in the account's region */
  readonly actBy: LocalDate | undefined;
  /** looks after the account, and so may write */
  readonly mayWrite: boolean;
  /** there is more that this reader may not read */
  readonly leavesOut: boolean;
  /** of a customer that has left */
  readonly left?: LeftInWords | undefined;
}

const NEED_AT_MOST = 200;

/** How to help first; then who and what, what other slices add, what is open, how fresh it is, and what one can do. */
export function accountCard(
  account: AccountFacts,
  profile: Profile,
  sections: readonly (readonly Block[])[],
  looking: Looking,
  view: View,
): Card {
  const { say } = view;
  const body: Block[] = [
    ...helpBlocks(account, profile, looking, view),
    { kind: "context", text: joined(factsLine(account, profile, view)) },
    { kind: "text", text: joined(rosterLine(account, profile, looking, view)) },
  ];
  body.push(...(looking.left ? leftBlocks(account, looking.left, view) : contractBlocks(account, looking, view)));
  const needs = profileLines(needsOf(account, profile, view), looking.today, view);
  if (needs.length > 0) body.push({ kind: "list", ordered: false, items: needs });
  for (const section of sections) body.push(...section);
  const open = openLine(account, profile, view);
  if (open.length > 0) body.push({ kind: "text", text: say("accounts.open", { items: joined(open) }) });
  const { next } = profile;
  if (next && mayRead(view.audience, "internal", account.scope)) {
    const at = { date: next.at, style: "day-time" } as const;
    body.push({ kind: "text", text: say("touchpoints.next", { kind: kindText(next.kind, view), at }) });
  }
  const { contractsAt } = profile;
  if (contractsAt && mayRead(view.audience, "contract-dates", account.scope)) {
    body.push({
      kind: "context",
      text: say("accounts.contracts-as-of", { date: { date: contractsAt, style: "day" } }),
    });
  }
  if (looking.leavesOut) body.push({ kind: "context", text: hiddenText(account, view) });
  const elements = buttons(account, looking, view);
  if (elements.length > 0) body.push({ kind: "buttons", elements });
  return { title: [account.name], body };
}

function contractBlocks(account: AccountFacts, looking: Looking, view: View): Block[] {
  const contract = contractLine(account, looking, view);
  const notice = new Visible("contract-dates", account.scope, account.noticeOn).open(view.audience);
  return [
    ...(contract.length > 0 ? [{ kind: "text", text: joined(contract) } as const] : []),
    ...(notice ? [{ kind: "text", text: view.say("accounts.notice-given", { date: daySpan(notice) }) } as const] : []),
  ];
}

/** Whom to ask for what was left out. */
function hiddenText({ csm, am }: AccountFacts, { say }: View): Text {
  const whom = csm ?? am;
  return whom ? say("accounts.parts-hidden", { whom: { mention: whom } }) : say("accounts.parts-hidden-orphan");
}

/** With its age where that is a reason to ask; who may write it can do so here. */
function helpBlocks(account: AccountFacts, { fields }: Profile, { today, mayWrite }: Looking, view: View): Block[] {
  const { say } = view;
  const help = fields["how-to-help"];
  const opens = { name: "accounts.profile", subject: account.id };
  if (!help) {
    if (!mayWrite) return [];
    const button: Button = { kind: "button", label: say("accounts.write"), opens };
    return [{ kind: "text", text: say("accounts.how-to-help-none"), button }];
  }
  const text: Text = [
    ...say("accounts.how-to-help", { text: oneLine(help.value) }),
    " ",
    { faint: ageText(help, today, view) },
  ];
  if (!mayWrite) return [{ kind: "text", text }];
  return [{ kind: "text", text, button: { kind: "button", label: say("accounts.change"), opens } }];
}

/** Needs and notes on the industry are internal; on the card, their beginnings. */
function needsOf({ scope }: AccountFacts, { fields }: Profile, { audience }: View): ProfileFields {
  if (!mayRead(audience, "internal", scope)) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, value: cut(oneLine(field.value), NEED_AT_MOST) }]),
  );
}

function factsLine(account: AccountFacts, profile: Profile, view: View): Text[] {
  const { say } = view;
  const parts: Text[] = [profile.stalled ? say("accounts.stage-stalled") : stageText(account.stage, view)];
  if (account.keyAccount) parts.push(say("accounts.key-account"));
  for (const fact of [account.segment, profile.industry, account.region, profile.domain]) if (fact) parts.push([fact]);
  return parts;
}

const SLOT: Readonly<Record<string, TextKey>> = {
  sponsor: "accounts.slot-sponsor",
  support: "accounts.slot-support",
  training: "accounts.slot-training",
  product: "accounts.slot-product",
  marketing: "accounts.slot-marketing",
  sales: "accounts.slot-sales",
};

/** Who looks after the account on our side, and who stands up for us on theirs. */
function rosterLine(account: AccountFacts, { others, champion }: Profile, { today }: Looking, view: View): Text[] {
  const { say, audience } = view;
  const { scope } = account;
  const parts = [
    say("accounts.csm", { csm: csmText(account, view) }),
    say("accounts.am", { am: amText(account, view) }),
  ];
  for (const { slot, person } of others) {
    const key = SLOT[slot];
    if (key) parts.push(say(key, { person: { mention: person } }));
  }
  const name = new Visible("contact-names", scope, champion?.name).open(audience);
  if (name === undefined) return parts;
  const last = new Visible("contacts", scope, champion).open(audience);
  if (!last) parts.push(say("accounts.champion", { champion: name }));
  else if (!last.lastAt) parts.push(say("accounts.champion-never", { champion: name }));
  else {
    const count = daysBetween(localDateOf(last.lastAt, view.zone), today);
    parts.push(say(count < 1 ? "accounts.champion-today" : "accounts.champion-days", { champion: name, count }));
  }
  return parts;
}

function csmText({ csm }: AccountFacts, { say }: View): Text {
  return csm ? [{ mention: csm }] : say("accounts.no-csm");
}

function amText({ am, region }: AccountFacts, { say }: View): Text {
  if (am) return [{ mention: am }];
  return region ? say("accounts.no-am", { region }) : say("accounts.no-am-no-region");
}

function contractLine(account: AccountFacts, { actBy }: Looking, view: View): Text[] {
  const { say, audience } = view;
  const arr = new Visible<readonly Money[]>("arr", account.scope, account.arr).open(audience);
  const seats = new Visible("arr", account.scope, account.seats).open(audience);
  const dates = new Visible("contract-dates", account.scope, account).open(audience);
  const parts: Text[] = [];
  if (arr?.length === 0) return [say("accounts.no-contract")];
  for (const amount of totals(arr ?? [])) parts.push(say("accounts.contract", { arr: amount }));
  if (seats !== undefined) parts.push(say("accounts.seats", { seats }));
  if (dates?.renewsOn) parts.push(say("accounts.renews", { date: daySpan(dates.renewsOn) }));
  if (dates?.noticeUntil && dates.noticeUntil !== dates.renewsOn) {
    parts.push(say("accounts.notice-until", { date: daySpan(dates.noticeUntil) }));
    if (actBy) parts.push(say("accounts.act-by", { date: daySpan(actBy) }));
  }
  return parts;
}

function openLine({ scope }: AccountFacts, { open }: Profile, view: View): Text[] {
  const items = new Visible("requests", scope, open).open(view.audience);
  if (!items) return [];
  const parts: Text[] = [];
  if (items.tickets > 0) parts.push(view.say("accounts.tickets", { count: items.tickets }));
  if (items.requests > 0) parts.push(view.say("accounts.requests", { count: items.requests }));
  return parts;
}

/** Each only for who may use it. */
function buttons({ id, scope }: AccountFacts, { mayWrite }: Looking, { say, audience }: View): Button[] {
  const elements: Button[] = [];
  if (mayWrite) {
    const opens = { name: "accounts.log", subject: id };
    elements.push({ kind: "button", label: say("accounts.log"), look: "primary", opens });
  }
  if (mayWrite || readable(audience, scope).length > 0) {
    elements.push(
      { kind: "button", label: say("accounts.timeline"), press: { name: "accounts.timeline", subject: id } },
      { kind: "button", label: say("accounts.documents"), press: { name: "accounts.documents", subject: id } },
    );
  }
  if (mayWrite || mayRead(audience, "contacts", scope)) {
    const press = { name: "accounts.contacts", subject: id };
    elements.push({ kind: "button", label: say("accounts.contacts"), press });
  }
  return elements;
}

/** Separate facts on one line; not pieces of a sentence. */
function joined(parts: readonly Text[]): Text {
  return parts.flatMap((part, at) => (at === 0 ? part : [" · ", ...part]));
}

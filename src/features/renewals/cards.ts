import type { Block, Button, Card, Text } from "../../chat/card.ts";
import { daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster, ContractClock } from "../accounts/facts.ts";
import type { Drawing } from "../feature.ts";
import { riskFirst } from "../risk-first.ts";
import { type Brief, type BriefPart, RENEWAL_PARTS } from "./brief.ts";
import type { Step } from "./decide.ts";
import { isWithAnother, ownersIn, type Part, scopeFor, showsTo } from "./owners.ts";
import type { StoredRenewal } from "./store.ts";
import { dayText, mentioned, settledText } from "./texts.ts";

/** All that a card about a renewal says. */
export interface Story {
  readonly renewal: StoredRenewal;
  readonly account: Pick<AccountRoster, "id" | "name" | "stage" | "scope" | "csm" | "am">;
  /** undefined once it has ended */
  readonly contract: ContractClock | undefined;
  readonly actBy: LocalDate | undefined;
  /** undefined: it isn't, or nobody knows yet */
  readonly atRiskSince: Date | undefined;
  readonly today: LocalDate;
  /** its clock begins with the next night */
  readonly ahead?: boolean;
}

/** Why a card stands where it does. */
export type Occasion = Step | "remind-review" | "remind-terms" | "escalate-review" | "escalate-terms";

/** The card of a step: for who has its part, for who leads, for the AM channel. */
export function drawStep(story: Story, occasion: Occasion, view: View): Drawing {
  const { renewal } = story;
  const scope = scopeOf(story);
  if (!new Visible("contract-dates", scope, true).open(view.audience)) return hidden(story, view);
  const title = titleOf(story, view);
  const isOpen = renewal.state === "open";
  const body: Block[] = [
    ...(isOpen ? [{ kind: "text", text: introOf(story, occasion, view) } as const] : []),
    ...factsOf(story, view),
    ...buttonsOf(story, view),
  ];
  const isUrgent = isOpen && (occasion === "act" || occasion === "30" || occasion.startsWith("escalate"));
  const accent = isOpen ? (isUrgent ? "warn" : "calm") : renewal.state === "notice" ? "alert" : "good";
  return { card: { title, accent, body }, summary: title };
}

export function scopeOf({ renewal, account }: Story): Scope {
  return scopeFor(account.scope, [renewal.valueOwner, renewal.termsOwner]);
}

function titleOf(story: Story, { say }: View): Text {
  const { renewal, account, contract, today } = story;
  const on = isShortAhead(story) ? contract?.renewsOn : renewal.kind === "term" ? renewal.dueOn : undefined;
  if (on === undefined) return say("renewals.title-review", { account: account.name });
  if (renewal.state !== "open" || on <= today)
    return say("renewals.title-on", { account: account.name, day: dayText(on) });
  return say("renewals.title", { account: account.name, count: daysBetween(today, on) });
}

/** Of a short term, while no half-yearly review is due: what matters are its dates. */
function isShortAhead({ renewal, contract, today }: Story): boolean {
  const { kind, state, told } = renewal;
  return kind === "review" && state === "open" && told === undefined && (contract?.renewsOn ?? "") >= today;
}

const INTRO: Readonly<Record<Exclude<Occasion, "act" | "60" | "30">, TextKey>> = {
  value: "renewals.intro-value",
  terms: "renewals.intro-terms",
  "remind-review": "renewals.intro-remind-review",
  "remind-terms": "renewals.intro-remind-terms",
  "escalate-review": "renewals.intro-escalate-review",
  "escalate-terms": "renewals.intro-escalate-terms",
};

/** What is said of a part to whoever hasn't got it. */
const TO_OTHERS: Partial<Record<Occasion, TextKey>> = {
  value: "renewals.intro-value-other",
  terms: "renewals.intro-terms-other",
  "remind-review": "renewals.intro-escalate-review",
  "remind-terms": "renewals.intro-escalate-terms",
};

function introOf(story: Story, occasion: Occasion, view: View): Text {
  const { say } = view;
  const { renewal, account, contract, actBy: act, today } = story;
  if (story.ahead) return say("renewals.intro-ahead");
  if (isShortAhead(story)) return say("renewals.intro-short");
  const { value, terms } = renewal.people;
  const said = {
    account: account.name,
    value: mentioned(value, say),
    terms: mentioned(terms, say),
    due: dayText(renewal.dueOn),
    count: Math.max(0, daysBetween(today, renewal.dueOn)),
  };
  if (occasion === "60" || occasion === "30") return say("renewals.intro-days", said);
  if (occasion === "act") {
    const notice = contract?.noticeUntil;
    if (!act || !notice) return say("renewals.intro-days", said);
    const days = { ...said, act: dayText(act), notice: dayText(notice) };
    return say(
      act === today ? "renewals.intro-act-today" : act < today ? "renewals.intro-act-past" : "renewals.intro-act",
      days,
    );
  }
  const owner = occasion === "value" || occasion === "remind-review" ? value : terms;
  const toOthers = isWithAnother(owner, view.audience) ? TO_OTHERS[occasion] : undefined;
  if (renewal.kind === "review" && occasion === "value")
    return say(toOthers ? "renewals.intro-review-other" : "renewals.intro-review", said);
  return say(toOthers ?? INTRO[occasion], said);
}

function factsOf(story: Story, view: View): Block[] {
  const { renewal, account } = story;
  const { say } = view;
  const { value, terms, reviewer, sender } = renewal.people;
  const lines: Text[] = [];
  const contract = contractText(story, view);
  if (contract) lines.push(contract);
  if (renewal.state !== "open") return [...lines, settledText(renewal, account, view)].map(textBlock);
  const risk = riskFirst({ scope: scopeOf(story), csm: account.csm }, story.atRiskSince, view);
  if (risk.length > 0) lines.push(risk);
  if (renewal.reviewed) {
    const at = { date: renewal.reviewed.at, style: "day" } as const;
    lines.push(say("renewals.review-done", { who: mentioned(reviewer, say), at }));
  } else if (isShortAhead(story)) {
    lines.push(say("renewals.list-owner", { who: mentioned(terms, say) }));
  } else if (renewal.kind === "review" || story.contract?.weighty !== false) {
    lines.push(say("renewals.review-with", { who: mentioned(value, say) }));
  }
  if (renewal.termsSent) {
    const at = { date: renewal.termsSent.at, style: "day" } as const;
    lines.push(say("renewals.terms-sent", { who: mentioned(sender, say), at }));
  } else if (renewal.kind === "term") lines.push(say("renewals.terms-with", { who: mentioned(terms, say) }));
  return lines.map(textBlock);
}

function textBlock(text: Text): Block {
  return { kind: "text", text };
}

/** What the contract says: dates for who may read them, the amount for who may read that. */
function contractText(story: Story, { say, audience }: View): Text | undefined {
  const { contract, renewal, actBy: act } = story;
  if (!contract) return undefined;
  const product = contract.product ?? say("renewals.contract");
  const arr = new Visible("arr", scopeOf(story), contract.arr).open(audience);
  const named = arr ? say("renewals.contract-arr", { product, arr }) : say("renewals.contract-named", { product });
  if (renewal.kind === "review" && !isShortAhead(story)) return say("renewals.contract-review", { named });
  const said = { named, due: dayText(contract.renewsOn ?? renewal.dueOn) };
  const notice = contract.noticeUntil;
  const dates =
    notice && act && notice !== contract.renewsOn
      ? say("renewals.contract-notice", { ...said, notice: dayText(notice), act: dayText(act) })
      : act
        ? say("renewals.contract-act", { ...said, act: dayText(act) })
        : say("renewals.contract-dates", said);
  if (contract.autoRenew === undefined) return dates;
  const auto = say(contract.autoRenew ? "renewals.auto" : "renewals.auto-not");
  return say("renewals.two", { one: dates, other: auto });
}

/** What one decides stands in the first row, what one looks up or asks in the second. */
function buttonsOf(story: Story, view: View, but: "brief" | "account" | undefined = undefined): Block[] {
  const rows = [deciding(story, view), lookingUp(story, view, but)];
  return rows.flatMap((elements): Block[] => (elements.length > 0 ? [{ kind: "buttons", elements }] : []));
}

function deciding(story: Story, view: View): Button[] {
  const { renewal, account, contract } = story;
  if (renewal.state !== "open" || story.ahead || isShortAhead(story)) return [];
  const { say, audience } = view;
  const subject = renewal.id;
  const owners = ownersIn(renewal);
  const may = (part: Part): boolean => showsTo(part, account.scope, owners, audience);
  const opens = (name: string, label: TextKey, isFirst = false): Button => ({
    kind: "button",
    label: say(label),
    ...(isFirst && { look: "primary" }),
    opens: { name, subject },
  });
  const isFirst = renewal.told === "value";
  const sent: Button = {
    kind: "button",
    label: say("renewals.sent"),
    ...(!isFirst && { look: "primary" }),
    press: { name: "renewals.terms-sent", subject },
  };
  const isReviewable = renewal.kind === "review" || contract?.weighty !== false;
  const review = isReviewable && !renewal.reviewed && may("review");
  const terms = renewal.kind === "term" && may("terms");
  return [
    ...(review ? [opens("renewals.review", "renewals.start", isFirst)] : []),
    ...(terms && !renewal.termsSent ? [sent] : []),
    ...(terms ? [opens("renewals.signed", "renewals.signed")] : []),
    ...(renewal.kind === "term" && may("notice") ? [opens("renewals.notice", "renewals.notice")] : []),
    ...(terms ? [opens("renewals.not-renewing", "renewals.not-renewing")] : []),
  ];
}

function lookingUp(
  { renewal, account }: Story,
  { say, audience }: View,
  but: "brief" | "account" | undefined,
): Button[] {
  const reader = audience.kind === "person" ? audience.reader.person : undefined;
  const brief: Button = {
    kind: "button",
    label: say("renewals.open-brief"),
    press: { name: "renewals.brief", subject: renewal.id },
  };
  const ask: Button = {
    kind: "button",
    label: say("renewals.ask-csm"),
    opens: { name: "questions.ask-csm", subject: account.id },
  };
  const open: Button = {
    kind: "button",
    label: say("renewals.open-account"),
    press: { name: "accounts.open", subject: account.id },
  };
  const isAsked = renewal.state === "open" && renewal.kind === "term" && reader === renewal.termsOwner;
  return [
    ...(renewal.reviewed && reader !== undefined && but !== "brief" ? [brief] : []),
    ...(isAsked && account.csm && account.csm.id !== reader ? [ask] : []),
    ...(but === "account" ? [] : [open]),
  ];
}

/** For an audience that may not see it: that there is something. */
function hidden({ account }: Story, view: View): Drawing {
  const name = new Visible("profile", account.scope, account.name).open(view.audience);
  const title = name === undefined ? view.say("renewals.hidden-title") : [name];
  return { card: { title, body: [textBlock(view.say("renewals.hidden"))] }, summary: title };
}

/** The warm brief, for the Account Manager (D11): what they may not read is left out and said. */
export function drawBrief(story: Story, view: View): Drawing {
  const { renewal, account } = story;
  const { say, audience } = view;
  const title = say("renewals.brief-title", { account: account.name });
  const { reviewed } = renewal;
  const scope = scopeOf(story);
  if (!new Visible("contract-dates", scope, true).open(audience)) return hidden(story, view);
  const who = mentioned(renewal.people.reviewer, say);
  const intro = reviewed && say("renewals.brief-intro", { who, at: { date: reviewed.at, style: "day" } as const });
  const parts = RENEWAL_PARTS.map((part) => [part, reviewed && partText(part, reviewed, scope, view)] as const);
  const shown = parts.flatMap(([, text]) => (text && text.length > 0 ? [textBlock(text)] : []));
  const isPartly = parts.some(([, text]) => text === undefined);
  const body: Block[] = [
    ...(intro ? [textBlock(intro)] : []),
    ...shown,
    ...(isPartly && audience.kind === "person"
      ? [{ kind: "context", text: say("renewals.brief-partly") } as const]
      : []),
    ...factsOf(story, view),
    ...buttonsOf(story, view, "brief"),
  ];
  return { card: { title, accent: "calm", body }, summary: title };
}

/** @returns undefined where the audience may not read it, nothing where nothing was written */
function partText(
  { name, field, said }: BriefPart,
  brief: Brief,
  scope: Scope,
  { say, audience }: View,
): Text | undefined {
  const text = new Visible(field, scope, brief[name]).open(audience);
  if (text === undefined) return undefined;
  return text === "" ? [] : say(said, { text });
}

/** All of an account's renewals that run, or have ended lately; the brief of the nearest. */
export function accountRenewals(stories: readonly Story[], view: View): Card {
  const [first, ...others] = stories;
  if (!first) return { title: [], body: [] };
  const main = first.renewal.reviewed ? drawBrief(first, view) : drawStep(first, occasionOf(first), view);
  const blocks = others.flatMap((story): Block[] => [
    { kind: "divider" },
    { kind: "text", text: [{ bold: titleOf(story, view) }] },
    ...factsOf(story, view),
    ...buttonsOf(story, view, "account"),
  ]);
  return { ...main.card, body: [...main.card.body, ...blocks] };
}

/** What a card that nobody waits for says: where the clock is. */
function occasionOf({ renewal }: Story): Occasion {
  return renewal.told ?? (renewal.kind === "review" ? "value" : "terms");
}

import { type Block, type Card, choiceCard, daySpan, type Text } from "../../chat/card.ts";
import { type Money, totals } from "../../kernel/money.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "./facts.ts";
import type { Named } from "./decide.ts";
import type { Profile } from "./page-store.ts";

const STAGES: Readonly<Record<string, TextKey>> = {
  onboarding: "accounts.stage-onboarding",
  adoption: "accounts.stage-adoption",
  value: "accounts.stage-value",
  renewal: "accounts.stage-renewal",
  churned: "accounts.stage-churned",
};

export function accountCard(
  account: AccountFacts,
  profile: Profile,
  sections: readonly (readonly Block[])[],
  view: View,
): Card {
  const body: Block[] = [];
  const { say } = view;
  if (profile.howToHelp) body.push({ kind: "text", text: say("accounts.how-to-help", { text: profile.howToHelp }) });
  body.push({ kind: "context", text: joined(factsLine(account, profile, view)) });
  body.push({ kind: "text", text: say("accounts.team", { csm: csmText(account, view), am: amText(account, view) }) });
  const contract = contractLine(account, view);
  if (contract.length > 0) body.push({ kind: "text", text: joined(contract) });
  const notice = new Visible("contract-dates", account.scope, account.noticeOn).open(view.audience);
  if (notice) body.push({ kind: "text", text: say("accounts.notice-given", { date: daySpan(notice) }) });
  for (const section of sections) body.push(...section);
  return { title: [account.name], body };
}

function factsLine(account: AccountFacts, profile: Profile, { say }: View): Text[] {
  const stage = STAGES[account.stage];
  const parts: Text[] = [stage ? say(stage) : [account.stage]];
  if (account.keyAccount) parts.push(say("accounts.key-account"));
  for (const fact of [account.segment, profile.industry, account.region, profile.domain]) if (fact) parts.push([fact]);
  return parts;
}

function csmText({ csm }: AccountFacts, { say }: View): Text {
  return csm ? [{ mention: csm }] : say("accounts.no-csm");
}

function amText({ am, region }: AccountFacts, { say }: View): Text {
  if (am) return [{ mention: am }];
  return region ? say("accounts.no-am", { region }) : say("accounts.no-am-no-region");
}

function contractLine(account: AccountFacts, view: View): Text[] {
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
  }
  return parts;
}

/** Separate facts on one line; not pieces of a sentence. */
function joined(parts: readonly Text[]): Text {
  return parts.flatMap((part, at) => (at === 0 ? part : [" · ", ...part]));
}

/** A question with the accounts that may have been meant, as buttons. */
export function whichCard(question: Text, accounts: readonly Named[]): Card {
  return choiceCard(
    question,
    accounts.map(({ id, name }) => ({ kind: "button", label: [name], press: { name: "accounts.open", subject: id } })),
  );
}

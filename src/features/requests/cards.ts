import type { Block, Button, Card, PersonRef, Text } from "../../chat/card.ts";
import { never } from "../../kernel/errors.ts";
import { holds, mayRead, type Scope, Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Drawing } from "../feature.ts";
import { namesPrice } from "../priced.ts";
import { type Kind, mayAct, mayApprove, needsApproval, type Request, scopeFor } from "./decide.ts";

/** All that a card about a request says. */
export interface Story {
  readonly request: Request;
  readonly account: Pick<AccountRoster, "id" | "name" | "scope" | "csm" | "amLeft">;
  readonly contact: string | undefined;
  readonly logger: PersonRef;
  readonly owner: PersonRef | undefined;
  readonly approver: PersonRef | undefined;
  readonly atRiskSince: Date | undefined;
}

const TITLE: Readonly<Record<Kind, TextKey>> = {
  commercial: "requests.title-commercial",
  technical: "requests.title-technical",
  complaint: "requests.title-complaint",
};
export const KIND: Readonly<Record<Kind, TextKey>> = {
  commercial: "requests.kind-commercial",
  technical: "requests.kind-technical",
  complaint: "requests.kind-complaint",
};

/** The card of a request: for who has it, for the AM channel, for who was informed. */
export function drawRequest(story: Story, view: View): Drawing {
  return drawn(story, [], view);
}

/** The reminder to who has it, and what a manager reads. */
export function drawNudge(story: Story, escalated: boolean, view: View): Drawing {
  const { request, owner } = story;
  if (request.state !== "open") return drawn(story, [], view);
  const due = { date: request.responseDueAt, style: "day-time" } as const;
  const text = escalated
    ? view.say("requests.escalated", { owner: owner ? { mention: owner } : view.say("requests.nobody"), due })
    : view.say("requests.reminded", { due });
  return drawn(story, [{ kind: "text", text }], view);
}

function drawn(story: Story, intro: readonly Block[], view: View): Drawing {
  const { request, account } = story;
  const scope = scopeFor(view.audience, account.scope, request.owner);
  const seen = new Visible("requests", scope, request).open(view.audience);
  if (!seen) return hidden(story, view);
  const title = view.say(TITLE[seen.kind], { account: account.name });
  const body: Block[] = [
    ...intro,
    { kind: "text", text: view.say("requests.from", { logger: { mention: story.logger } }) },
    ...asked(story, scope, view),
    ...risk(story, scope, view),
    ...priceLines(story, scope, view),
    ...standing(story, scope, view),
    { kind: "buttons", elements: buttons(story, view) },
  ];
  return { card: { title, accent: accentOf(seen, intro.length > 0), body }, summary: title };
}

/** For an audience that may not see it: that there is something. */
function hidden({ account }: Story, view: View): Drawing {
  const name = new Visible("profile", account.scope, account.name).open(view.audience);
  const title = name === undefined ? view.say("requests.hidden-title") : [name];
  const open: Button = openAccount(account.id, view);
  const body: Block[] = [
    { kind: "text", text: view.say("requests.hidden") },
    { kind: "buttons", elements: [open] },
  ];
  return { card: { title, body }, summary: title };
}

function accentOf({ state }: Request, isLate: boolean): "warn" | "good" | "calm" {
  if (state !== "open") return "good";
  return isLate ? "warn" : "calm";
}

function asked({ request, contact }: Story, scope: Scope, { say, audience }: View): Block[] {
  if (!readsText(request, scope, audience)) return [{ kind: "context", text: say("requests.text-hidden") }];
  const who = new Visible("contact-names", scope, contact).open(audience);
  const text = who
    ? say("requests.asked-by", { contact: who, text: request.text })
    : say("requests.asked", { text: request.text });
  return [{ kind: "text", text }];
}

/** What a customer wants to buy may come with a price in it (D9). */
function readsText({ kind, text }: Request, scope: Scope, audience: View["audience"]): boolean {
  return kind !== "commercial" || namesPrice(text) === undefined || mayRead(audience, "price", scope);
}

/** What a customer asks for is routed at once; who talks about money knows then that they are at risk (D1). */
function risk({ request, account, atRiskSince }: Story, scope: Scope, { say, audience }: View): Block[] {
  if (request.kind !== "commercial" || request.state === "closed") return [];
  const since = new Visible("risk-band", scope, atRiskSince).open(audience);
  if (!since) return [];
  const values = { account: account.name, since: { date: since, style: "day" } as const };
  if (audience.kind === "person" && holds("csm", audience.reader, account.scope))
    return [{ kind: "text", text: say("requests.at-risk-yours", values) }];
  const text = account.csm
    ? say("requests.at-risk", { ...values, csm: { mention: account.csm } })
    : say("requests.at-risk-orphan", values);
  return [{ kind: "text", text }];
}

function priceLines(story: Story, scope: Scope, { say, audience }: View): Block[] {
  const { request, approver } = story;
  const { discountPercent, terms, approved } = request;
  if (discountPercent === undefined && terms === undefined) return [];
  if (!new Visible("price", scope, true).open(audience))
    return [{ kind: "context", text: say("requests.price-hidden") }];
  const lines: Text[] = [];
  if (discountPercent !== undefined) lines.push(say("requests.discount", { percent: discountPercent }));
  if (terms !== undefined) lines.push(say("requests.terms", { text: terms }));
  if (needsApproval(request)) lines.push(say("requests.needs-approval"));
  if (approved && approver) {
    const at = { date: approved.at, style: "day-time" } as const;
    lines.push(say("requests.approved", { who: { mention: approver }, at }));
  }
  return lines.map((text) => ({ kind: "text", text }));
}

function standing(story: Story, scope: Scope, view: View): Block[] {
  const { request, owner } = story;
  const { say } = view;
  const values = { owner: owner ? { mention: owner } : say("requests.nobody") };
  switch (request.state) {
    case "open": {
      if (request.sale) return [{ kind: "text", text: say("requests.goes-on") }];
      const due = { date: request.responseDueAt, style: "day-time" } as const;
      return [{ kind: "text", text: say("requests.waits", { ...values, due }) }];
    }
    case "responded":
      return [{ kind: "text", text: respondedText(request, values, view) }, ...answerLines(request, scope, view)];
    case "closed": {
      const at = { date: request.closedAt ?? request.at, style: "day-time" } as const;
      return [{ kind: "text", text: say("requests.closed", { at }) }, ...answerLines(request, scope, view)];
    }
    default:
      return never(request.state);
  }
}

function respondedText(
  { responded, at }: Request,
  values: { readonly owner: Text | { mention: PersonRef } },
  { say }: View,
): Text {
  return say("requests.responded", { ...values, at: { date: responded?.at ?? at, style: "day-time" } });
}

/** The words of a commercial answer may name a price. */
function answerLines({ kind, responded }: Request, scope: Scope, { say, audience }: View): Block[] {
  if (!responded) return [];
  const text = new Visible(kind === "commercial" ? "price" : "requests", scope, responded.answer).open(audience);
  return text === undefined
    ? [{ kind: "context", text: say("requests.answer-hidden") }]
    : [{ kind: "text", text: say("requests.answer", { text }) }];
}

function buttons(story: Story, view: View): Button[] {
  const { request, account } = story;
  const subject = request.id;
  const { say, audience } = view;
  const open = openAccount(account.id, view);
  const respond: Button = {
    kind: "button",
    label: say("requests.respond"),
    look: "primary",
    opens: { name: "requests.respond", subject },
  };
  const close: Button = {
    kind: "button",
    label: say("requests.close"),
    look: "primary",
    press: { name: "requests.close", subject },
  };
  const hand: Button = { kind: "button", label: say("requests.hand-to"), opens: { name: "requests.hand-to", subject } };
  const approve: Button = {
    kind: "button",
    label: say("requests.approve"),
    press: { name: "requests.approve", subject },
  };
  const reader = audience.kind === "person" ? { ...audience.reader, id: audience.reader.person } : undefined;
  const acts = !request.sale && (!reader || mayAct(request, account, reader));
  return [
    ...(reader && needsApproval(request) && mayApprove(account.scope, reader) ? [approve] : []),
    ...(acts && request.state === "open" ? [respond, hand] : []),
    ...(acts && request.state === "responded" ? [close, hand] : []),
    open,
  ];
}

function openAccount(subject: string, { say }: View): Button {
  return { kind: "button", label: say("requests.open"), press: { name: "accounts.open", subject } };
}

const LINE = 120;

/** The open requests of an account, each with its way on. */
export function listCard(
  account: { readonly id: string; readonly name: string },
  stories: readonly Story[],
  view: View,
): Card {
  const { say } = view;
  const log: Button = {
    kind: "button",
    label: say("requests.log-new"),
    opens: { name: "requests.log", subject: account.id },
  };
  return {
    title: say("requests.list-title", { account: account.name }),
    body: [
      ...stories.flatMap((story): Block[] => {
        const { request, owner } = story;
        const [first] = buttons(story, view);
        const isWayOn = first && !("press" in first && first.press.name === "accounts.open");
        const reads = readsText(request, scopeFor(view.audience, story.account.scope, request.owner), view.audience);
        const open = request.sale ? "requests.line-sale" : "requests.line-open";
        const text = say(request.state === "open" ? open : "requests.line-responded", {
          kind: say(KIND[request.kind]),
          text: reads ? cut(request.text.replaceAll(/\s+/g, " "), LINE) : say("requests.text-hidden"),
          owner: owner ? { mention: owner } : say("requests.nobody"),
          due: { date: request.responseDueAt, style: "day-time" },
        });
        return [{ kind: "text", text, ...(isWayOn && { button: first }) }];
      }),
      { kind: "buttons", elements: [log] },
    ],
  };
}

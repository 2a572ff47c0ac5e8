import { type Block, type Button, type Card, plain, type Text } from "../../chat/card.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { Say, View } from "../../locales/say.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { Drawing } from "../feature.ts";
import { internalWord } from "../internal-words.ts";
import { namesPrice } from "../priced.ts";
import { quarterSaid } from "../quarter-said.ts";
import { isWriter, percent } from "./cards.ts";
import { type Choice, summaryForm } from "./forms.ts";
import type { Quarter } from "./quarter.ts";
import type { Goal } from "./store.ts";
import type { Summary } from "./summary-store.ts";

/** What a quarter brought, as a customer may read it. */
export interface Brought {
  readonly goals: readonly Goal[];
  /** the share of the key features that they use */
  readonly breadth: number | undefined;
  readonly held: number;
  readonly kept: readonly string[];
}

export interface SummaryStory {
  readonly summary: Summary;
  readonly account: AccountRoster;
  readonly quarter: Quarter;
  readonly brought: Brought;
}

export interface Draft {
  readonly text: string;
  /** lines that aren't in it: a word of ours or a price stands in them */
  readonly left: number;
}

/** In words for the customer: what they reached and how far they are, use, talks, and what we kept; no amount, no risk. */
export function draftOf({ goals, breadth, held, kept }: Brought, { from, until }: Quarter, say: Say): Draft {
  const isNew = (goal: Goal): boolean => goal.metOn !== undefined && goal.metOn >= from && goal.metOn < until;
  const told = goals.filter((goal) => goal.isOpen || isNew(goal));
  const theirs = told.filter(({ name }) => isForCustomer(name));
  const promised = kept.filter(isForCustomer);
  const lines: Text[] = [
    ...theirs.filter(isNew).map(({ name: goal }) => say("plans.draft-met", { goal })),
    ...theirs.filter(({ isOpen }) => isOpen).map((goal) => openText(goal, say)),
    ...(breadth === undefined ? [] : [say("plans.draft-breadth", { percent: percent(breadth) })]),
    ...(held > 0 ? [say("plans.draft-held", { count: held })] : []),
    ...promised.map((words) => say("plans.draft-kept", { words })),
  ];
  return {
    text: cut(lines.map((line) => plain(line)).join("\n"), PLAN.summaryAtMost),
    left: told.length - theirs.length + kept.length - promised.length,
  };
}

/** Goals and promises are in words that one of us wrote for us. */
function isForCustomer(words: string): boolean {
  return internalWord(words) === undefined && namesPrice(words) === undefined;
}

function openText({ name: goal, confirmed, measured, reckoned }: Goal, say: Say): Text {
  const known = measured ?? reckoned;
  if (confirmed !== undefined && known !== undefined)
    return say("plans.draft-both", { goal, percent: percent(confirmed), measured: percent(known) });
  if (confirmed !== undefined) return say("plans.draft-confirmed", { goal, percent: percent(confirmed) });
  return known === undefined
    ? say("plans.draft-open", { goal })
    : say("plans.draft-measured", { goal, percent: percent(known) });
}

export function isEmpty({ goals, held, kept }: Brought): boolean {
  return goals.every(({ isOpen, metOn }) => !isOpen && metOn === undefined) && held === 0 && kept.length === 0;
}

/** A draft for who looks after the customer, and what became of it. */
export function drawSummary(story: SummaryStory, view: View): Drawing {
  const { say, audience } = view;
  const { summary, account, quarter, brought } = story;
  if (!mayRead(audience, "success-plan", account.scope)) {
    const title = say("opportunities.hidden-title");
    return { card: { title, body: [{ kind: "text", text: say("plans.hidden") }] }, summary: title };
  }
  const title = say("plans.summary-title", {
    account: account.name,
    quarter: quarterSaid(quarter.name, say) ?? quarter.name,
  });
  const isOpen = summary.state === "drafted";
  const draft = draftOf(brought, quarter, say);
  const words = summary.body ?? draft.text;
  const body: Block[] = [
    { kind: "text", text: stateText(summary, say) },
    ...(summary.state === "skipped" || words === ""
      ? []
      : [{ kind: "list", ordered: false, items: words.split("\n").map((line) => [line]) } as const]),
    ...(isOpen && draft.left > 0
      ? [{ kind: "text", text: say("plans.summary-left", { count: draft.left }) } as const]
      : []),
    { kind: "buttons", elements: buttons(story, isOpen && isWriter(audience, account.scope), say) },
  ];
  const card: Card = { title, accent: isOpen ? "calm" : "good", body };
  return { card, summary: title };
}

export function stateText({ state, settled, contact }: Summary, say: Say): Text {
  if (state === "drafted" || !settled) return say("plans.summary-next");
  const who: Text = settled.by ? [{ mention: settled.by }] : say("timeline.one-of-us");
  const on = { date: settled.at, style: "day" } as const;
  if (state === "skipped") return say("plans.summary-skipped", { who, on });
  return say("plans.summary-sent", { who, on, contact: contact?.name ?? say("plans.the-customer") });
}

function buttons({ summary, account }: SummaryStory, mayWrite: boolean, say: Say): Button[] {
  const plan: Button = {
    kind: "button",
    label: say("plans.whole"),
    press: { name: "plans.show", subject: account.id },
  };
  if (!mayWrite) return [plan];
  return [
    {
      kind: "button",
      label: say("plans.summary-check"),
      look: "primary",
      opens: { name: "plans.summary", subject: summary.id },
    },
    { kind: "button", label: say("plans.summary-skip"), press: { name: "plans.skip", subject: summary.id } },
    plan,
  ];
}

export function summaryFormOf(story: SummaryStory, contacts: readonly Choice[], view: View) {
  const { summary, account, quarter, brought } = story;
  const { text: draft, left } = draftOf(brought, quarter, view.say);
  const of = quarterSaid(quarter.name, view.say) ?? [quarter.name];
  return summaryForm({ id: summary.id, account: account.name, quarter: of, draft, left, contacts }, view);
}

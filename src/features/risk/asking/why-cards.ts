import type { Block, Card, Text } from "../../../chat/card.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../../kernel/defaults.ts";
import { never } from "../../../kernel/errors.ts";
import { type FieldName, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { AccountFacts } from "../../accounts/facts.ts";
import { OPINION, OUTCOME } from "../cases/words.ts";
import { bandWord, dayText, momentText, sentences } from "../texts.ts";
import type { lastAskedText as tellLast, personText as tellPerson } from "../../nps/facts.ts";
import type { Gate, legTexts as tellLegs } from "../../opportunities/facts.ts";
import { causesText } from "./cause-texts.ts";
import { type AlertExplanation, type Explanation, type PostFate, type Topic, TOPICS } from "./decide.ts";
import type { Explained } from "./explaining.ts";

export interface WhyStory extends Explained {
  /** the slice of opportunities says what its gate says */
  readonly legTexts: typeof tellLegs;
  /** as that of surveys says who was asked */
  readonly lastAskedText: typeof tellLast;
  readonly personText: typeof tellPerson;
  readonly account: AccountFacts;
  /** undefined: a line of each */
  readonly topic: Topic | undefined;
  readonly now: Date;
}

const TOPIC = {
  risk: "explain.topic-risk",
  alert: "explain.topic-alert",
  upsell: "explain.topic-upsell",
  nps: "explain.topic-nps",
} as const satisfies Record<Topic, TextKey>;

const READ: Readonly<Record<Topic, FieldName>> = {
  risk: "risk",
  alert: "risk",
  upsell: "opportunity",
  nps: "nps",
};

/** Why Tandem did what it did about an account, and why it did nothing (B10). */
export function drawWhy(story: WhyStory, view: View): Card {
  const { say } = view;
  const { account, topic } = story;
  const shown = topic ? [topic] : TOPICS;
  const body: Block[] = shown.flatMap((each) => topicBlocks(each, story, view));
  const others = TOPICS.filter((each) => each !== topic);
  body.push({
    kind: "buttons",
    elements: others.map((each) => ({
      kind: "button",
      label: say(TOPIC[each]),
      press: { name: `risk.why-${each}`, subject: account.id },
    })),
  });
  body.push({ kind: "context", text: say("explain.stored") });
  return { title: say("explain.why-title", { account: account.name }), body };
}

function topicBlocks(topic: Topic, story: WhyStory, view: View): Block[] {
  const { say } = view;
  const head = say(TOPIC[topic]);
  const told = new Visible(READ[topic], story.account.scope, story.topics[topic]).open(view.audience);
  if (!told) return [{ kind: "text", text: say("explain.line", { topic: head, text: say("explain.not-yours") }) }];
  const sayings = told.map((each) => explanationText(each, story, view));
  if (topic === "risk" && story.topic === "risk") sayings.push(...opinionLine(story, view));
  const [first = [], ...others] = sayings;
  if (story.topic === undefined || others.length === 0) {
    return [{ kind: "text", text: say("explain.line", { topic: head, text: first }) }];
  }
  return [
    { kind: "text", text: [{ bold: head }] },
    { kind: "list", ordered: false, items: sayings },
  ];
}

function opinionLine({ opinion, account }: WhyStory, view: View): Text[] {
  const held = new Visible("risk-notes", account.scope, opinion).open(view.audience);
  if (!held) return [];
  const { by, expiresAt } = held;
  const said = view.say(OPINION[held.opinion]);
  return [view.say("explain.opinion", { by: by.name, opinion: said, until: day(expiresAt, view) })];
}

function explanationText(told: Explanation, story: WhyStory, view: View): Text {
  const { say } = view;
  switch (told.kind) {
    case "churned":
      return say("explain.risk-churned");
    case "never-scored":
      return say("explain.risk-never");
    case "at-risk": {
      const causes = causesText(told.standing.causes, view);
      return say("explain.at-risk", { since: day(told.standing.since, view), causes });
    }
    case "clearing":
      return say("explain.clearing", { since: day(told.standing.since, view), count: told.left });
    case "rising":
      return say("explain.rising", { since: day(told.standing.since, view) });
    case "recovering":
      return say("explain.recovering", { count: told.left });
    case "below": {
      const { shown, standing } = told;
      if (!shown) return say("explain.below-band", { band: bandWord(standing.band, view) });
      return say("explain.below", { percent: Math.round(100 * shown.p), enter: Math.round(100 * shown.enter) });
    }
    case "frozen":
      return told.until ? say("explain.frozen", { day: dayText(told.until) }) : say("explain.frozen-undated");
    case "none-spotted":
      return say("explain.none-spotted");
    case "none-at-risk":
      return say("explain.none-at-risk", { since: day(told.since, view) });
    case "gate-failed":
      return gateText("gate.why-failed", "failed", told, story, view);
    case "gate-passed":
      return gateText("gate.why-passed", "all", told, story, view);
    case "needs-manager":
      return gateText("gate.why-manager", "unknown", told, story, view);
    case "needs-word":
      return say("gate.why-found", { product: told.product });
    case "word-lapsed":
      return say("gate.why-lapsed", { product: told.product, days: OPPORTUNITY.confirmedForDays });
    case "asked":
      return say("gate.why-asked", { product: told.product });
    case "parked":
      return say("explain.parked", { product: told.product, since: day(told.since, view) });
    case "parked-detractor":
      return say("explain.parked-detractor", { product: told.product, since: day(told.since, view) });
    case "put-off":
      return say("explain.put-off", { product: told.product, until: day(told.until, view) });
    case "paused":
    case "continued":
    case "contacted":
    case "proposed":
    case "won":
      return say(`explain.deal-${told.kind}`, { product: told.product, by: told.by });
    case "am-quiet":
      return say(told.stage === "onboarding" ? "explain.quiet-onboarding" : "explain.quiet-adoption", {
        product: told.product,
      });
    case "waits":
      return say("explain.waits", { product: told.product });
    case "offered":
      if (told.pool) return say("explain.offered-pool", { product: told.product });
      return told.to
        ? say("explain.offered", { product: told.product, to: told.to })
        : say("explain.waits", { product: told.product });
    case "claimed":
      return say("explain.claimed", { product: told.product, by: told.by, at: day(told.at, view) });
    case "over":
      return told.at
        ? say("explain.over", { product: told.product, at: day(told.at, view) })
        : say("explain.over-undated", { product: told.product });
    case "none-sent":
      return say("explain.none-sent");
    case "last-asked":
      return story.lastAskedText(told.last, view);
    case "asked-person":
      return story.personText(told.person, view);
    case "imported":
      return told.latest
        ? say("explain.imported", { count: told.count, day: dayText(told.latest) })
        : say("explain.none-sent");
    default:
      return alertText(told, story, view);
  }
}

const FATE = {
  waiting: "explain.fate-waiting",
  posted: "explain.fate-posted",
  suppressed: "explain.fate-suppressed",
  failed: "explain.fate-failed",
} as const satisfies Record<PostFate, TextKey>;

function alertText(told: AlertExplanation, { account, now }: WhyStory, view: View): Text {
  const { say } = view;
  switch (told.kind) {
    case "alert-churned":
      return say("explain.alert-churned");
    case "alert-never-scored":
      return say("explain.alert-never");
    case "no-need":
      return say("explain.no-need");
    case "first-score":
      return say("explain.first-score", { since: day(told.since, view) });
    case "new-model":
      return say("explain.new-model", { since: day(told.since, view) });
    case "alert-frozen":
      return told.until
        ? say("explain.alert-frozen", { day: dayText(told.until) })
        : say("explain.alert-frozen-undated");
    case "no-case":
      return say("explain.no-case");
    case "alerted": {
      const at = momentText(told.at, localDateOf(now, view.zone), view);
      return sentences(say("explain.alerted", { at }), told.fate ? say(FATE[told.fate]) : []);
    }
    case "held":
      return say("explain.held", { since: day(told.since, view) });
    case "kept-back":
      return told.by ? say("explain.kept-back", { by: told.by }) : say("explain.kept-back-by-nobody");
    case "cap-csm":
      return say("explain.cap-csm", { csm: told.csm, since: day(told.since, view) });
    case "cap-channel":
      return say("explain.cap-channel", { since: day(told.since, view) });
    case "nobody-to-tell":
      return say("explain.nobody-to-tell");
    case "snoozed":
      return say("explain.snoozed", { until: day(told.until, view) });
    case "muted":
      return judged("explain.muted", told.closed, { until: day(told.until, view) });
    case "lost":
      return judged("explain.lost", told.closed, {});
    case "closed":
      return told.closed.by
        ? judged("explain.closed-by", told.closed, { at: day(told.closed.at, view) })
        : say("explain.closed", { at: day(told.closed.at, view) });
    default:
      return never(told);
  }

  /** Who judged, and how, is a note on the risk. */
  function judged(
    key: "explain.muted" | "explain.lost" | "explain.closed-by",
    closed: Extract<AlertExplanation, { kind: "closed" }>["closed"],
    values: Readonly<Record<string, Text>>,
  ): Text {
    const notes = new Visible("risk-notes", account.scope, closed).open(view.audience);
    const by = notes?.by ? [notes.by.name] : say("explain.somebody");
    const outcome = notes?.outcome ? say(OUTCOME[notes.outcome]) : say("explain.judged");
    return say(key, { ...values, by, outcome });
  }
}

function gateText(
  key: "gate.why-failed" | "gate.why-passed" | "gate.why-manager",
  which: "failed" | "unknown" | "all",
  { product, gate }: { readonly product: string; readonly gate: Gate },
  { legTexts }: WhyStory,
  view: View,
): Text {
  return view.say(key, { product, legs: sentences(...legTexts(gate, which, view)) });
}

function day(at: Date, { zone }: View): Text {
  return dayText(localDateOf(at, zone));
}

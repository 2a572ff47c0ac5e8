import type { Block, Card, Text } from "../../chat/card.ts";
import { type Money } from "../../kernel/money.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { stateOf } from "./cards.ts";
import { lateSince } from "./claimed-cards.ts";
import type { Picking } from "./pipeline-store.ts";
import { reasonText } from "./reasons.ts";
import type { Story } from "./story-model.ts";

export const PICKED_DAYS = 30;
const MOST_SHOWN = 5;
const SHELVES = ["routed", "claimed", "contacted", "proposed", "won", "parked", "waiting"] as const;
type Shelf = (typeof SHELVES)[number];

export type Picked = Omit<Picking, "person"> & { readonly name: string };

export interface Pipeline {
  readonly stories: readonly Story[];
  /** a manager reads it */
  readonly isTeam: boolean;
  readonly picked: readonly Picked[];
}

/** Opportunities by stage, with what is next for each, and sums for who may know them. */
export function drawPipeline({ stories, isTeam, picked }: Pipeline, view: View): Card {
  const { say } = view;
  const count = stories.length;
  const shelves = SHELVES.flatMap((shelf) =>
    shelfOf(
      shelf,
      stories.filter((story) => shelfFor(story) === shelf),
      view,
    ),
  );
  const title = isTeam ? say("deals.pipeline-team", { count }) : say("deals.pipeline-title", { count });
  return { title, body: [...shelves, ...pickedBlocks(picked, view)] };
}

function shelfFor({ opportunity: { stage, parked } }: Story): Shelf {
  if (parked) return "parked";
  return stage === "routed" || stage === "claimed" || stage === "contacted" || stage === "proposed" || stage === "won"
    ? stage
    : "waiting";
}

function shelfOf(shelf: Shelf, stories: readonly Story[], view: View): Block[] {
  if (stories.length === 0) return [];
  const { say, locale } = view;
  const sums = sumsOf(stories, view);
  const listed =
    sums.length > 0
      ? joined(
          sums.map((sum) => say("deals.money", { sum })),
          locale,
        )
      : undefined;
  const values = { count: stories.length };
  const heading = listed
    ? say(`deals.pipeline-${shelf}-worth`, { ...values, sums: listed })
    : say(`deals.pipeline-${shelf}`, values);
  const more = stories.length - MOST_SHOWN;
  return [
    { kind: "text", text: heading },
    ...stories.slice(0, MOST_SHOWN).map((story): Block => lineOf(story, view)),
    ...(more > 0 ? [{ kind: "context", text: say("deals.pipeline-more", { count: more }) } as const] : []),
  ];
}

function lineOf(story: Story, view: View): Block {
  const { say } = view;
  const { opportunity, accountName: account } = story;
  return {
    kind: "text",
    text: say("deals.pipeline-line", { account, product: opportunity.product, next: nextText(story, view) }),
    button: {
      kind: "button",
      label: say("opportunities.open"),
      press: { name: "accounts.open", subject: opportunity.account },
    },
  };
}

/** What happens next, and by whom. */
export function nextText(story: Story, view: View): Text {
  const { opportunity, claimer, assignee, csm, wordLapsed } = story;
  const { say } = view;
  const { stage, parked, claimed, snoozedUntil, pool } = opportunity;
  if (parked) return say("deals.next-parked", { since: { date: parked.since, style: "day" } });
  if (stage === "won") return say("deals.next-won", { csm: { mention: csm } });
  if (claimer && claimed) {
    const am = { mention: claimer };
    if (stage === "contacted") return say("deals.next-contacted", { am });
    if (stage === "proposed") return say("deals.next-proposed", { am });
    return say("deals.next-claimed", { am, by: { date: claimed.contactBy, style: "day" } });
  }
  if (stage === "spotted" || wordLapsed) return stateOf(story, view);
  if (stage !== "routed") return say("deals.next-waiting");
  if (snoozedUntil) return say("deals.next-snoozed", { until: { date: snoozedUntil, style: "day-time" } });
  const by = lateSince(opportunity);
  if (!assignee || pool) return by ? say("deals.next-pool-late", { by }) : say("deals.next-pool");
  const am = { mention: assignee };
  return by ? say("deals.next-routed-late", { am, by }) : say("deals.next-routed", { am });
}

/** A sum per currency, of those whose price the reader may know. */
function sumsOf(stories: readonly Story[], { audience }: View): Money[] {
  const sums = new Map<string, number>();
  for (const { value, scope } of stories) {
    const seen = value && new Visible("price", scope, value).open(audience);
    if (seen) sums.set(seen.currency, (sums.get(seen.currency) ?? 0) + seen.amountMinor);
  }
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }));
}

function joined(texts: readonly Text[], locale: string): Text {
  const separator = locale === "zh" ? "、" : ", ";
  return texts.flatMap((text, at) => (at === 0 ? text : [separator, ...text]));
}

function pickedBlocks(picked: readonly Picked[], view: View): Block[] {
  if (picked.length === 0) return [];
  const { say } = view;
  return [
    { kind: "divider" },
    { kind: "text", text: say("deals.picking-title", { count: PICKED_DAYS }) },
    { kind: "list", ordered: false, items: picked.map((each) => pickedLine(each, view)) },
  ];
}

function pickedLine({ name, claimed, won, released, lapsed, passes }: Picked, view: View): Text {
  const { say, locale } = view;
  const reasons = Object.entries(passes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const passed = reasons.reduce((sum, [, times]) => sum + times, 0);
  const line = say("deals.picking-line", { am: name, claimed, won, passed, released, lapsed });
  if (passed === 0) return line;
  const why = reasons.map(([reason, count]) =>
    say("deals.picking-reason", { reason: reasonText(reason, view), count }),
  );
  return say("deals.picking-why", { line, reasons: joined(why, locale) });
}

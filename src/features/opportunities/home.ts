import type { Block } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { Acting, HomeSection } from "../feature.ts";
import { presses } from "./buttons.ts";
import { nextText } from "./pipeline-cards.ts";
import type { Story } from "./story-model.ts";
import { offersFor } from "./store.ts";
import { storyOf } from "./story.ts";

const MOST_SHOWN = 5;

/** What an AM has to do with opportunities: those to claim, what they promised, and those on hold. */
export const homeOpportunities: HomeSection<readonly Story[]> = {
  surface: "home",
  order: 30,
  load,
  draw: drawOpportunities,
};

async function load({ tx, person }: Acting): Promise<readonly Story[] | undefined> {
  const pool = person.roles.includes("am") ? { region: person.region } : undefined;
  const offers = await offersFor(tx, [person.id, ...person.covers], pool);
  if (offers.length === 0) return undefined;
  return offers.map(({ opportunity, account }) => storyOf(opportunity, account));
}

export function drawOpportunities(stories: readonly Story[], view: View): Block[] {
  const seen = stories.filter(({ scope }) => new Visible("opportunity", scope, true).open(view.audience));
  const onHold = seen.filter(({ opportunity }) => opportunity.parked);
  const running = seen.filter(({ opportunity }) => !opportunity.parked);
  return [
    ...group(
      "home.to-claim",
      running.filter(({ opportunity }) => !opportunity.claimed && opportunity.stage === "routed"),
      view,
    ),
    ...group(
      "home.promised",
      running.filter(({ opportunity }) => opportunity.stage === "claimed"),
      view,
    ),
    ...group(
      "deals.in-talks",
      running.filter(({ opportunity: { stage } }) => stage === "contacted" || stage === "proposed"),
      view,
    ),
    ...group("home.on-hold", onHold, view),
  ];
}

type Heading = "home.to-claim" | "home.promised" | "deals.in-talks" | "home.on-hold";

function group(heading: Heading, stories: readonly Story[], view: View): Block[] {
  if (stories.length === 0) return [];
  const { say } = view;
  const more = stories.length - MOST_SHOWN;
  return [
    { kind: "text", text: say(heading, { count: stories.length }) },
    ...stories.slice(0, MOST_SHOWN).map((story) => lineOf(heading, story, view)),
    ...(more > 0 ? [{ kind: "context", text: say("home.opportunities-more", { count: more }) } as const] : []),
  ];
}

function lineOf(heading: Heading, story: Story, view: View): Block {
  const { say } = view;
  const { opportunity, accountName: account } = story;
  const { id, product, claimed, parked } = opportunity;
  const open = {
    kind: "button",
    label: say("home.open"),
    press: { name: "accounts.open", subject: opportunity.account },
  } as const;
  if (heading === "home.on-hold" && parked) {
    const since = { date: parked.since, style: "day" } as const;
    return { kind: "text", text: say("home.opportunity-on-hold", { account, product, since }), button: open };
  }
  if (heading === "home.promised" && claimed) {
    const by = { date: claimed.contactBy, style: "day" } as const;
    return { kind: "text", text: say("home.opportunity-promised", { account, product, by }), button: open };
  }
  if (heading === "deals.in-talks") {
    return {
      kind: "text",
      text: say("deals.pipeline-line", { account, product, next: nextText(story, view) }),
      button: open,
    };
  }
  return {
    kind: "text",
    text: say("home.opportunity", { account, product }),
    button: presses(say("opportunities.claim"), "claim", id, "primary"),
  };
}

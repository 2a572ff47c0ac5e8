import type { Block, Button, Element, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { agrees, type EndedAs, HELPED, type Helped } from "./decide.ts";
import { seatBand } from "./similar.ts";
import { askedSides, mayMeet, mayName, otherOf, ownSides, type SideStory, type Story } from "./reading.ts";

const ENDED = {
  "not-now": "peers.ended-not-now",
  refused: "peers.ended-refused",
  stopped: "peers.ended-stopped",
  lapsed: "peers.ended-lapsed",
  "at-risk": "peers.ended-not-the-time",
  churned: "peers.ended-churned",
  merged: "peers.ended-merged",
} as const satisfies Record<EndedAs, TextKey>;
const HELP = {
  yes: "peers.helped-yes",
  no: "peers.helped-no",
  nothing: "peers.helped-nothing",
} as const satisfies Record<Helped, TextKey>;
const HELP_BUTTON = {
  yes: "peers.yes",
  no: "peers.no",
  nothing: "peers.nothing",
} as const satisfies Record<Helped, TextKey>;

/** An exchange as one of the two CSMs, or who stands in for them, reads it. */
export function drawExchange(story: Story, view: View): Drawing {
  const { say, audience } = view;
  const [own] = ownSides(story, audience);
  if (!own) return hidden(story, view);
  const title = say("peers.title", { account: own.name });
  const asked = askedSides(story, audience);
  const asks = askedSides(story, audience).filter(({ part }) => story.waits.includes(part));
  const body: Block[] = [
    { kind: "text", text: reasonText(story, own, view) },
    ...kindBlock(story, own, view),
    ...answerBlocks(story, view),
    { kind: "text", text: stateText(story, view) },
    ...asks.flatMap((side, at) => (story.phase === "agreed" && at > 0 ? [] : nextBlocks(story, side, say))),
    ...(story.phase === "asked" || story.phase === "open"
      ? [{ kind: "context", text: say("peers.rule") } as const]
      : []),
    { kind: "buttons", elements: buttons(story, asked, say).concat(openAccount(own, say)) },
  ];
  const accent = story.phase === "ended" ? "none" : story.phase === "introduced" ? "good" : "calm";
  return { card: { title, ...(accent !== "none" && { accent }), body }, summary: title };
}

/** Who may learn what from whom, with no name that its reader isn't to know yet. */
function reasonText(story: Story, own: SideStory, { say, audience }: View): Text {
  const { because, called: feature } = story.exchange;
  const { learns, shares } = story;
  const other = otherOf(story, own);
  const csm: Text = other.asker ? [{ mention: other.asker }] : say("peers.nobody");
  if (own.part === "shares") {
    const said = { account: own.name, peer: learns.name, feature, csm };
    return say(because === "feature" ? "peers.why-shares-feature" : "peers.why-shares-goal", said);
  }
  const said = { account: own.name, feature, csm };
  if (mayName(story, shares, audience)) {
    const named = { ...said, peer: shares.name };
    return say(because === "feature" ? "peers.why-named-feature" : "peers.why-named-goal", named);
  }
  return say(because === "feature" ? "peers.why-feature" : "peers.why-goal", said);
}

function kindBlock(story: Story, own: SideStory, { say, audience }: View): Block[] {
  const other = otherOf(story, own);
  if (own.part === "shares" || mayName(story, other, audience)) return [];
  return [{ kind: "context", text: kindText(other, say) }];
}

/** What kind of customer it is, without a name or a number. */
export function kindText({ segment, seats }: Pick<SideStory, "segment" | "seats">, say: Say): Text {
  const band = seatBand(seats);
  const said = { segment: segment ?? "–" };
  if (!band) return say("peers.kind-alike", said);
  const from = String(band.from);
  return band.to === undefined
    ? say("peers.kind-over", { ...said, from })
    : say("peers.kind-seats", { ...said, from, to: String(band.to) });
}

/** What the customers answered, of which each CSM reads their own; both once both agree. */
function answerBlocks(story: Story, { say, audience }: View): Block[] {
  return [story.learns, story.shares].flatMap((side): Block[] => {
    if (!agrees(side) || !side.contact || !mayMeet(story, side, audience)) return [];
    const said = { account: side.name, contact: side.contact.name };
    return [
      {
        kind: "text",
        text:
          side.words === undefined
            ? say("peers.agreed-by", said)
            : say("peers.agreed-about", { ...said, topic: side.words }),
      },
    ];
  });
}

/** Where it stands, in a sentence. */
export function stateText(story: Story, { say, audience }: View): Text {
  const { exchange, phase, learns, shares, waits } = story;
  const own = ownSides(story, audience);
  switch (phase) {
    case "asked": {
      const on = { date: exchange.proposedAt, style: "day" } as const;
      const who: Text = shares.asker ? [{ mention: shares.asker }] : say("peers.nobody");
      return say("peers.state-asked", { who, on });
    }
    case "open": {
      const left = waits.map((part) => story[part]);
      const [one, two] = left;
      if (one && !two) {
        return own.includes(one)
          ? say("peers.state-open-own", { account: one.name })
          : say("peers.state-open-other", { account: otherOf(story, one).name });
      }
      return say("peers.state-open");
    }
    case "agreed":
      return say("peers.state-agreed", { account: learns.name, peer: shares.name });
    case "introduced":
      return say("peers.state-introduced", { account: learns.name, peer: shares.name, ...decidedIn(story, say) });
    case "ended":
      return endedText(story, say);
  }
}

function decidedIn({ exchange }: Story, say: Say): { readonly who: Text; readonly on: { date: Date; style: "day" } } {
  const { decided, since } = exchange;
  return {
    who: decided?.by ? [{ mention: decided.by }] : say("timeline.tandem"),
    on: { date: decided?.at ?? since, style: "day" },
  };
}

function endedText(story: Story, say: Say): Text {
  const { endedAs = "lapsed", reason } = story.exchange;
  const said = decidedIn(story, say);
  if (endedAs === "not-now" && reason !== undefined) return say("peers.ended-not-now-why", { ...said, reason });
  const refused = [story.learns, story.shares].find(({ answer }) => answer === "no" || answer === "never");
  return say(ENDED[endedAs], { ...said, account: refused?.name ?? story.learns.name });
}

/** What its reader does next for one of the two. */
function nextBlocks(story: Story, side: SideStory, say: Say): Block[] {
  const account = side.name;
  switch (story.phase) {
    case "asked":
      return [{ kind: "text", text: say("peers.next-asked", { account }) }];
    case "open":
      return [
        { kind: "text", text: say("peers.next-open", { account }) },
        {
          kind: "text",
          text: say(side.part === "learns" ? "peers.words-learns" : "peers.words-shares", {
            feature: story.exchange.called,
          }),
        },
      ];
    case "agreed":
      return [{ kind: "text", text: say("peers.next-agreed") }];
    case "introduced":
      return [{ kind: "text", text: say("peers.next-helped", { account }) }];
    case "ended":
      return [];
  }
}

function buttons(story: Story, asked: readonly SideStory[], say: Say): Element[] {
  const [first, second] = asked;
  if (!first) return [];
  const { phase, exchange } = story;
  const stop: Button = { kind: "button", label: say("peers.stop"), press: { name: "peers.stop", subject: first.id } };
  switch (phase) {
    case "asked":
      return asked.flatMap((side): Element[] =>
        side.part === "shares"
          ? [
              {
                kind: "button",
                label: say("peers.ask"),
                look: "primary",
                press: { name: "peers.ask", subject: side.id },
              },
              { kind: "button", label: say("peers.not-now"), opens: { name: "peers.not-now", subject: side.id } },
            ]
          : [stop],
      );
    case "open":
    case "agreed": {
      const introduce: Button = {
        kind: "button",
        label: say("peers.introduced"),
        look: "primary",
        press: { name: "peers.introduce", subject: first.id },
      };
      const sides = asked.flatMap((side) => sideButtons(side, second !== undefined, say));
      return [...(phase === "agreed" ? [introduce] : []), ...sides, stop];
    }
    case "introduced":
      return exchange.reviewedAt ? asked.flatMap((side) => helpButtons(side, say)).slice(0, HELPED.length) : [];
    case "ended":
      return [];
  }
}

/** @param both whether its reader asks both, so that each is named */
function sideButtons(side: SideStory, both: boolean, say: Say): Element[] {
  const { id: subject, name: account } = side;
  const refuse: Button = {
    kind: "button",
    label: both ? say("peers.refuse-of", { account }) : say("peers.refuse"),
    opens: { name: "peers.refuse", subject },
  };
  const agree: Button = {
    kind: "button",
    label: both ? say("peers.agree-of", { account }) : say("peers.agree"),
    look: "primary",
    opens: { name: "peers.agree", subject },
  };
  return agrees(side) ? [refuse] : [agree, refuse];
}

function helpButtons({ id: subject, helped }: SideStory, say: Say): Element[] {
  if (helped) return [];
  return HELPED.map((choice) => ({
    kind: "button",
    label: say(HELP_BUTTON[choice]),
    press: { name: "peers.helped", subject, choice },
  }));
}

/** Whether it helped, as somebody said. */
export function helpedText({ name: account }: SideStory, helped: Helped, say: Say): Text {
  return say(HELP[helped], { account });
}

function openAccount({ scope }: SideStory, say: Say): Button {
  return { kind: "button", label: say("requests.open"), press: { name: "accounts.open", subject: scope.account } };
}

/** Neither of the two is its reader's any more. */
function hidden(_story: Story, { say }: View): Drawing {
  const title = say("peers.hidden-title");
  return { card: { title, body: [{ kind: "text", text: say("peers.hidden") }] }, summary: title };
}

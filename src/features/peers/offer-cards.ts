import type { Block, Card, PersonRef, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { kindText } from "./cards.ts";
import type { Because } from "./decide.ts";
import type { NoneBecause, Unready } from "./similar.ts";

/** A customer that may be asked. */
export interface Offered {
  /** says which one it is, and nothing of it */
  readonly key: string;
  /** for who may read its record; else it has none here */
  readonly name: string | undefined;
  readonly segment: string | undefined;
  readonly seats: number | undefined;
  readonly because: Because;
  /** what the feature is called */
  readonly feature: string;
  readonly csm: PersonRef;
}

/** Whom a customer may learn from. */
export function offersCard(
  { id, name: account }: { readonly id: string; readonly name: string },
  offers: readonly Offered[],
  { say }: View,
): Card {
  const body: Block[] = [
    { kind: "text", text: say("peers.offers", { account }) },
    ...offers.flatMap((offer): Block[] => [
      {
        kind: "text",
        text: lessonText(offer, account, say),
        button: {
          kind: "button",
          label: say("peers.propose"),
          press: { name: "peers.propose", subject: id, choice: offer.key },
        },
      },
      { kind: "context", text: kindText(offer, say) },
    ]),
    { kind: "context", text: say("peers.offers-how") },
  ];
  return { title: say("peers.offers-title", { account }), body };
}

function lessonText({ because, feature, csm, name: peer }: Offered, account: string, say: Say): Text {
  const said = { account, feature, csm: [{ mention: csm }] };
  if (peer !== undefined) {
    return say(because === "feature" ? "peers.why-named-feature" : "peers.why-named-goal", { ...said, peer });
  }
  return say(because === "feature" ? "peers.why-feature" : "peers.why-goal", said);
}

const UNREADY = {
  "at-risk": "peers.not-at-risk",
  "not-live": "peers.not-live",
  negotiated: "peers.not-negotiated",
  refused: "peers.not-refused",
  "no-segment": "peers.not-segment",
  "no-size": "peers.not-size",
} as const satisfies Record<Unready, TextKey>;
const NONE = {
  alone: "peers.none-alone",
  size: "peers.none-size",
  unwell: "peers.none-unwell",
  resting: "peers.none-resting",
  nothing: "peers.none-nothing",
} as const satisfies Record<NoneBecause, TextKey>;

/** Why there is nobody to ask, and what to do about it. */
export function nobodyText(why: Unready | NoneBecause, account: string, segment: string | undefined, say: Say): Text {
  const key = why in UNREADY ? UNREADY[why as Unready] : NONE[why as NoneBecause];
  return say(key, { account, segment: segment ?? "–" });
}

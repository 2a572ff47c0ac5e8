import { type Block, type Button, type Card, daySpan, type Element, type Text } from "../../chat/card.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import { mayRead, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { type Kind, maySend, type ProposalState } from "./decide.ts";
import type { Item } from "./store.ts";
import type { Story } from "./story.ts";

export const KIND_TEXTS = {
  training: "content.kind-training",
  article: "content.kind-article",
  community: "content.kind-community",
  event: "content.kind-event",
} as const satisfies Record<Kind, TextKey>;
const STATES = {
  proposed: "content.state-proposed",
  sent: "content.state-sent",
  declined: "content.state-declined",
  lapsed: "content.state-lapsed",
} as const satisfies Record<ProposalState, TextKey>;

/** "Training: Scanning made easy" */
export function itemText({ kind, title }: Pick<Item, "kind" | "title">, say: Say): Text {
  return say("content.item", { kind: say(KIND_TEXTS[kind]), title });
}

function lookButton({ link }: Pick<Item, "link">, say: Say): Button {
  return { kind: "button", label: say("content.look"), link };
}

/** Why this customer may like it, and what its CSM does about it. */
export function drawProposal(story: Story, view: View): Drawing {
  const { say } = view;
  const { proposal, item, accountName: account, scope } = story;
  if (!mayRead(view.audience, "usage", scope)) return hidden(story, view);
  const title = say("content.title", { account });
  const isOpen = proposal.state === "proposed";
  const body: Block[] = [
    { kind: "text", text: itemText(item, say) },
    { kind: "text", text: whyText(story, say) },
    { kind: "text", text: isOpen ? say("content.next", { account }) : stateText(story, say) },
    ...useBlocks(story, say),
    {
      kind: "buttons",
      elements: [...(isOpen ? buttons(story, view) : []), lookButton(item, say), openAccount(story, say)],
    },
  ];
  return { card: { title, accent: isOpen ? "calm" : "good", body }, summary: title };
}

/** What became of it: how much the feature is used 30 days after it was sent. */
export function drawResult(story: Story, view: View): Drawing {
  const { say } = view;
  const { item, accountName: account, scope } = story;
  if (!mayRead(view.audience, "usage", scope)) return hidden(story, view);
  const title = say("content.result-title", { account });
  const body: Block[] = [
    { kind: "text", text: stateText(story, say) },
    { kind: "text", text: itemText(item, say) },
    ...useBlocks(story, say),
    { kind: "buttons", elements: [openAccount(story, say)] },
  ];
  return { card: { title, accent: "good", body }, summary: title };
}

function whyText({ proposal, item, goal, accountName: account }: Story, say: Say): Text {
  const feature = item.featureName ?? proposal.feature;
  if (proposal.because === "unused") return say("content.why-unused", { account, feature, days: CONTENT.windowDays });
  return goal === undefined
    ? say("content.why-goal", { account, feature })
    : say("content.why-goal-named", { account, feature, goal });
}

/** Where it stands, in a sentence. */
export function stateText({ proposal, accountName: account }: Story, say: Say): Text {
  const { state, decided, proposedAt } = proposal;
  const who = decided?.by ? [{ mention: decided.by }] : say("timeline.tandem");
  return say(STATES[state], { account, who, on: { date: decided?.at ?? proposedAt, style: "day" } });
}

function useBlocks({ proposal, item }: Story, say: Say): Block[] {
  const { usedBefore: before, usedAfter: after, measuredAt } = proposal;
  if (!measuredAt) return [];
  const said = { feature: item.featureName ?? proposal.feature, days: CONTENT.windowDays };
  const text =
    before === undefined || after === undefined
      ? say("content.use-unknown", said)
      : say("content.use", { ...said, before, after });
  return [
    { kind: "text", text },
    { kind: "context", text: say("content.use-how") },
  ];
}

function buttons({ proposal, scope }: Story, { say, audience }: View): Element[] {
  if (audience.kind === "person") {
    const { person: id, covers, roles } = audience.reader;
    if (!maySend({ id, covers, roles }, scope)) return [];
  }
  const subject = proposal.id;
  return [
    { kind: "button", label: say("content.send"), look: "primary", opens: { name: "content.send", subject } },
    { kind: "button", label: say("content.decline"), press: { name: "content.decline", subject } },
  ];
}

function openAccount({ scope }: Story, say: Say): Button {
  return { kind: "button", label: say("requests.open"), press: { name: "accounts.open", subject: scope.account } };
}

function hidden(story: Story, { say, audience }: View): Drawing {
  const name = new Visible("profile", story.scope, story.accountName).open(audience);
  const title = name === undefined ? say("opportunities.hidden-title") : [name];
  const body: Block[] = [
    { kind: "text", text: say("content.hidden") },
    { kind: "buttons", elements: [openAccount(story, say)] },
  ];
  return { card: { title, body }, summary: title };
}

/** What a piece is for, said of what it is narrowed to. */
function forText({ featureName, product, segment, language, untilOn }: Item, say: Say): Text | undefined {
  const parts: Text[] = [
    ...(featureName === undefined ? [] : [say("content.for-feature", { feature: featureName })]),
    ...(product === undefined ? [] : [say("content.for-product", { product })]),
    ...(segment === undefined ? [] : [say("content.for-segment", { segment })]),
    ...(language === undefined ? [] : [say(`content.language-${language}`)]),
    ...(untilOn === undefined ? [] : [say("content.until", { on: daySpan(untilOn) })]),
  ];
  return parts.length === 0 ? undefined : parts.flatMap((part, at) => (at === 0 ? part : [" · ", ...part]));
}

/** The library. @param keeps whether the reader keeps it */
export function libraryCard(items: readonly Item[], keeps: boolean, { say }: View): Card {
  const shown = items.slice(0, CONTENT.listedAtMost);
  const more = items.length - shown.length;
  const add: Button = { kind: "button", label: say("content.add"), opens: { name: "content.add", subject: "" } };
  const body: Block[] = [
    ...(shown.length === 0 ? [{ kind: "text", text: say("content.library-empty") } as const] : []),
    ...shown.flatMap((item): Block[] => {
      const text = itemText(item, say);
      const about = forText(item, say);
      const press = { name: "content.retire", subject: item.id };
      const retire: Button = { kind: "button", label: say("content.retire"), press };
      return [
        { kind: "text", text, ...(!keeps && { button: lookButton(item, say) }) },
        ...(about ? [{ kind: "context", text: about } as const] : []),
        ...(keeps ? [{ kind: "buttons", elements: [lookButton(item, say), retire] } as const] : []),
      ];
    }),
    ...(more > 0 ? [{ kind: "context", text: say("promises.list-more", { count: more }) } as const] : []),
    { kind: "context", text: say(keeps ? "content.library-how" : "content.library-who") },
    ...(keeps ? [{ kind: "buttons", elements: [add] } as const] : []),
  ];
  return { title: say("content.library-title"), body };
}

/** What one customer was proposed and sent. */
export function accountCard(account: string, stories: readonly Story[], { say }: View): Card {
  const body: Block[] = stories.flatMap((story): Block[] => [
    { kind: "text", text: itemText(story.item, say), button: lookButton(story.item, say) },
    { kind: "context", text: stateText(story, say) },
    ...useBlocks(story, say).slice(0, 1),
  ]);
  return { title: say("content.account-title", { account }), body };
}

import type { Block, Element, Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { mayRead, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { CaseStory } from "./case-story.ts";
import { caseButtons, standingBlocks } from "./cases/card-parts.ts";
import type { Band } from "./model.ts";
import { chanceText } from "./chance.ts";
import { bandWord, dayText, moneyText, sentences, toldText, weightText } from "./texts.ts";

/** The card of a risk case in its CSM's channel (B5): a probability with its range where it is calibrated (B2), else a band (B3). */
export function drawCase(story: CaseStory, view: View): Drawing {
  const { say, audience } = view;
  const { scope, closed, account } = story;
  const band = new Visible("risk", scope, story.band).open(audience);
  if (band === undefined) return hiddenCase(story, view);
  const title = say(titleOf(story), { account: account.name });
  const body: Block[] = closed ? [] : [...weight(story, band, view), ...why(story, view)];
  body.push(...standingBlocks(story, view), ...caseButtons(story, view));
  const amountsHidden = story.arr.length > 0 && !mayRead(audience, "arr", scope) ? say("risk.amounts-hidden") : [];
  if (!closed)
    body.push({ kind: "context", text: sentences(say("risk.associated"), freshness(story, view), amountsHidden) });
  const accent = closed ? "good" : story.owner ? "warn" : "alert";
  return { card: { title, accent, body }, summary: title };
}

function titleOf({ closed, found }: CaseStory): TextKey {
  const isWatch = found.causes.length > 0 && found.causes.every((cause) => cause === "rise");
  if (isWatch) return closed ? "cases.title-watch-closed" : "cases.title-watch";
  return closed ? "risk.case-title-closed" : "risk.case-title";
}

function hiddenCase(story: CaseStory, view: View): Drawing {
  const name = new Visible("profile", story.scope, story.account.name).open(view.audience);
  const title =
    name === undefined ? view.say("risk.case-title-nameless") : view.say("risk.case-title-hidden", { account: name });
  const open: Element = {
    kind: "button",
    label: view.say("risk.open"),
    press: { name: "accounts.open", subject: story.account.id },
  };
  const body: Block[] = [
    { kind: "text", text: view.say("risk.hidden") },
    { kind: "buttons", elements: [open] },
  ];
  return { card: { title, body }, summary: title };
}

function weight(story: CaseStory, band: Band, view: View): Block[] {
  const dates = new Visible("contract-dates", story.scope, story).open(view.audience);
  return [{ kind: "text", text: sentences(stake(story, band, view), dates ? renewal(dates, view) : []) }];
}

function stake({ scope, arr, chance, raising }: CaseStory, band: Band, view: View): Text {
  const { say, audience } = view;
  const money = new Visible("money-at-risk", scope, arr).open(audience);
  const noticeGiven = raising.some(({ kind }) => kind === "notice");
  if (noticeGiven && money && money.length > 0) return say("risk.case-notice", { money: moneyText(money, view) });
  if (chance) return say("risk.chance-case", { chance: chanceText(chance, money, view) });
  const weighed = new Visible("arr", scope, arr).open(audience);
  return weighed
    ? say("risk.case-weight", { weight: weightText(band, weighed, view) })
    : say("risk.section", { band: bandWord(band, view) });
}

function renewal({ renewsOn, noticeUntil }: CaseStory, view: View): Text {
  if (!renewsOn) return [];
  const day = dayText(renewsOn);
  return noticeUntil && noticeUntil !== renewsOn
    ? view.say("risk.case-renewal-notice", { renewal: day, notice: dayText(noticeUntil) })
    : view.say("risk.case-renewal", { renewal: day });
}

function why({ raising, lowering }: CaseStory, view: View): Block[] {
  const blocks: Block[] = [];
  if (raising.length > 0) {
    blocks.push({ kind: "text", text: view.say("risk.case-why") });
    blocks.push({ kind: "list", ordered: false, items: raising.map((told) => toldText(told, view)) });
  }
  if (lowering) blocks.push({ kind: "text", text: view.say("risk.case-keeps", { reason: toldText(lowering, view) }) });
  return blocks;
}

/** Until when the data reaches, and whether the score stands still because of it. */
export function freshness(
  { dataUntil, frozen }: { readonly dataUntil?: LocalDate | undefined; readonly frozen: boolean },
  view: View,
): Text {
  if (!dataUntil) return [];
  return view.say(frozen ? "risk.frozen" : "risk.data-until", { day: dayText(dataUntil) });
}

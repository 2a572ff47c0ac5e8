import type { Block, Card, Text } from "../../../chat/card.ts";
import { WORTH } from "../../../kernel/defaults.ts";
import type { Money } from "../../../kernel/money.ts";
import { mayRead, Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import { freshness } from "../case-card.ts";
import { caseButtons } from "../cases/card-parts.ts";
import { chanceText } from "../chance.ts";
import type { Band } from "../model.ts";
import { bandWord, dayText, moneyText, sentences, toldText, weightText } from "../texts.ts";
import { shownOf } from "./changed.ts";
import { type Effort, effortOf } from "./decide.ts";
import type { RiskStory } from "./story.ts";

const CHANGES_SHOWN = 5;

/** The band alone, for those who may know no more. */
export function bandCard(title: Text, band: Band | undefined, view: View): Card {
  const text = band ? view.say("risk.section-band", { band: bandWord(band, view) }) : view.say("explain.risk-never");
  return { title, body: [text, view.say("explain.not-yours")].map((each) => ({ kind: "text", text: each })) };
}

/** One account's risk, all that is known of it (B2 to B4). */
export function drawRisk(story: RiskStory, view: View): Card {
  const { say } = view;
  const { account, standing } = story;
  const body: Block[] = [
    { kind: "text", text: headOf(story, view) },
    ...whyOf(story, view),
    ...changedBlocks(story, view),
    ...worthBlocks(story, view),
    ...clockBlocks(story, view),
    ...buttons(story, view),
    {
      kind: "context",
      text: sentences(say("risk.associated"), freshness({ dataUntil: story.dataUntil, frozen: standing.frozen }, view)),
    },
  ];
  const accent = standing.state === "at-risk" ? "alert" : standing.state === "watch" ? "warn" : "calm";
  return { title: say("explain.risk-title", { account: account.name }), accent, body };
}

function headOf({ chance, standing, rank }: RiskStory, view: View): Text {
  const { say } = view;
  const place = say("explain.rank", { place: rank.place, count: rank.customers });
  if (chance) return sentences(say("risk.chance-case", { chance: chanceText(chance, undefined, view) }), place);
  const band = say("explain.band", { band: bandWord(standing.band, view) });
  return sentences(band, place, standing.calibrated ? [] : say("risk.estimate"));
}

function whyOf({ raising, lowering }: RiskStory, view: View): Block[] {
  const blocks: Block[] = [];
  if (raising.length > 0) {
    blocks.push({ kind: "text", text: view.say("risk.case-why") });
    blocks.push({ kind: "list", ordered: true, items: raising.map((told) => toldText(told, view)) });
  }
  if (lowering) blocks.push({ kind: "text", text: view.say("risk.case-keeps", { reason: toldText(lowering, view) }) });
  return blocks;
}

function changedBlocks({ changed }: RiskStory, view: View): Block[] {
  const { say } = view;
  switch (changed.kind) {
    case "new":
      return [{ kind: "text", text: say("explain.changed-new") }];
    case "other-model":
      return [{ kind: "text", text: say("explain.changed-model", { day: dayText(changed.since) }) }];
    case "changed": {
      const { moved, rest, total } = shownOf(changed, CHANGES_SHOWN);
      const day = dayText(changed.since);
      if (moved.length === 0 && rest === 0 && total === 0)
        return [{ kind: "text", text: say("explain.changed-not", { day }) }];
      const items = moved.map(({ rounded, term, gone }) =>
        say(gone ? "explain.changed-gone" : "explain.changed-item", {
          by: signed(rounded, view),
          reason: toldText({ kind: "term", term }, view),
        }),
      );
      if (rest !== 0) items.push(say("explain.changed-rest", { by: signed(rest, view) }));
      return [
        { kind: "text", text: say("explain.changed", { day, by: signed(total, view) }) },
        { kind: "list", ordered: false, items },
      ];
    }
  }
}

function signed(value: number, { locale }: View): string {
  return new Intl.NumberFormat(locale, {
    signDisplay: "exceptZero",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value);
}

const EFFORT = {
  keep: "explain.effort-keep",
  rescue: "explain.effort-rescue",
  replace: "explain.effort-replace",
} as const satisfies Record<Effort, TextKey>;

function worthBlocks(story: RiskStory, view: View): Block[] {
  const { say, audience } = view;
  const { account, standing } = story;
  const open = new Visible("money-at-risk", account.scope, story).open(audience);
  const effort = say(EFFORT[effortOf(standing)], WORTH.effort);
  if (!open) return [{ kind: "text", text: effort }];
  const { arr } = account;
  const items = [arr.length > 0 ? atRisk(open, arr, view) : say("explain.no-contract")];
  if (open.upsells !== undefined)
    items.push(say("explain.upsells", { upsells: open.upsells, months: WORTH.upsellMonths }));
  items.push(effort, clvText(open, view));
  return [
    { kind: "text", text: say("explain.worth") },
    { kind: "list", ordered: false, items },
  ];
}

function atRisk({ chance, standing }: RiskStory, arr: readonly Money[], view: View): Text {
  const { say } = view;
  if (standing.causes.includes("notice")) return say("explain.money-notice", { arr: moneyText(arr, view) });
  if (!chance) return say("explain.money-estimate", { weight: weightText(standing.band, arr, view) });
  const { percent } = chance;
  const money = arr.map((each) => ({ ...each, amountMinor: Math.round((each.amountMinor * percent) / 100) }));
  return say("risk.chance-product", { arr: moneyText(arr, view), percent, money: moneyText(money, view) });
}

function clvText({ clv, standing }: RiskStory, view: View): Text {
  const { say } = view;
  if (!clv) return say(standing.calibrated ? "explain.clv-none" : "explain.clv-later");
  return say("explain.clv", {
    money: moneyText(clv, view),
    months: WORTH.clvMonthsAtMost,
    margin: Math.round(100 * WORTH.margin),
    discount: Math.round(100 * WORTH.discountAYear),
  });
}

function clockBlocks({ account, actBy }: RiskStory, view: View): Block[] {
  const { say, audience } = view;
  if (!mayRead(audience, "contract-dates", account.scope)) return [];
  const { renewsOn, noticeUntil, noticeOn } = account;
  if (noticeOn) return [{ kind: "text", text: say("explain.clock-notice", { day: dayText(noticeOn) }) }];
  if (!renewsOn) return [{ kind: "text", text: say("explain.clock-unknown") }];
  const renewal = dayText(renewsOn);
  if (!noticeUntil) return [{ kind: "text", text: say("explain.clock-renewal", { renewal }) }];
  const notice = dayText(noticeUntil);
  const act = actBy ? say("explain.clock-act", { day: dayText(actBy) }) : [];
  return [{ kind: "text", text: sentences(say("explain.clock", { renewal, notice }), act) }];
}

/** What can be done about its case goes first, for those whose it may be. */
function buttons({ account, open }: RiskStory, view: View): Block[] {
  const { say, audience } = view;
  const asks = mayRead(audience, "why", account.scope);
  const about = (label: TextKey, name: string) =>
    ({ kind: "button", label: say(label), press: { name, subject: account.id } }) as const;
  return [
    ...(open && asks ? caseButtons(open, view) : []),
    {
      kind: "buttons",
      elements: [
        about("explain.timeline", "accounts.timeline"),
        ...(asks ? [about("explain.why-button", "risk.why")] : []),
      ],
    },
  ];
}

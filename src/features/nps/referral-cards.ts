import type { Block, Button, Field, Form, Text } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import { FORMER } from "../../kernel/former.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { openAccount } from "./cards.ts";
import { logCall } from "./loop-cards.ts";
import type { Referral, ReferralEnd } from "./loop-store.ts";
import type { LoopStory } from "./story.ts";

const ENDS = {
  contact: "nps.referral-contacted",
  no: "nps.referral-not-now",
} as const satisfies Record<ReferralEnd, TextKey>;

/** To who sells there: whom a customer recommends us to. */
export function drawReferral(story: LoopStory & { readonly isElsewhere: boolean }, { say, audience }: View): Drawing {
  const { accountName: account, scope, loop, seller, isElsewhere } = story;
  const title = say("nps.referral-title", { account });
  if (isElsewhere && seller) {
    const text = say("nps.referral-elsewhere", { seller: { mention: seller } });
    const buttons = { kind: "buttons", elements: [openAccount(scope.account, say)] } as const;
    return { card: { title, accent: "calm", body: [{ kind: "text", text }, buttons] }, summary: title };
  }
  const referral = new Visible("commercial", scope, loop.referral).open(audience);
  const body: Block[] = [
    ...(referral ? saidBlocks(story, referral, say) : [{ kind: "text", text: say("nps.hidden") } as const]),
    { kind: "buttons", elements: [...(referral ? steps(story, referral, say) : []), openAccount(scope.account, say)] },
  ];
  return { card: { title, accent: referral?.closedAt ? "calm" : "good", body }, summary: title };
}

function saidBlocks({ survey, loop }: LoopStory, referral: Referral, say: Say): Block[] {
  const who = survey.contact?.name ?? FORMER.contact;
  const { who: name, company, words, closedAt, closedAs } = referral;
  const whom: Text = company === undefined ? [name] : say("nps.referral-at", { name, company });
  return [
    { kind: "text", text: say("nps.referral", { who, referral: whom }) },
    ...(words === undefined ? [] : [{ kind: "text", text: say("nps.said", { comment: words }) } as const]),
    {
      kind: "text",
      text:
        closedAt && closedAs
          ? say(ENDS[closedAs], { who, on: { date: closedAt, style: "day" } })
          : say("nps.referral-next", { who }),
    },
    ...(loop.closedAs === "yes" ? [{ kind: "context", text: say("nps.referral-reference", { who }) } as const] : []),
  ];
}

function steps({ survey, scope, loop }: LoopStory, { closedAt }: Referral, say: Say): Button[] {
  if (closedAt) return [];
  return [
    { kind: "button", label: say("accounts.log"), look: "primary", opens: logCall(survey, scope.account) },
    { kind: "button", label: say("nps.no-favour"), press: { name: "nps.no-referral", subject: loop.id } },
  ];
}

/** Whom somebody who would recommend us named. */
export function referralForm({ loop, survey }: LoopStory, { say }: Pick<View, "say">): Form {
  const maxLength = NPS.referralAtMost;
  const line = (name: string, label: Text, more: { optional?: true; hint?: Text; multiline?: true }): Field => ({
    ...{ name, label, kind: "text", multiline: false, maxLength },
    ...more,
  });
  return {
    name: "nps.referral",
    subject: loop.id,
    title: say("nps.refer"),
    submit: say("nps.favour-save"),
    intro: [{ kind: "text", text: say("nps.referral-intro", { who: survey.contact?.name ?? FORMER.contact }) }],
    fields: [
      line("who", say("nps.field-referral-who"), { hint: say("nps.field-referral-who-hint") }),
      line("company", say("nps.field-referral-company"), { optional: true }),
      line("words", say("nps.field-referral-words"), { optional: true, multiline: true }),
    ],
  };
}

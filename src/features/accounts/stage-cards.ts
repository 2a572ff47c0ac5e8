import type { Field, Form, Option, Text } from "../../chat/card.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Named } from "./decide.ts";
import type { AccountRoster } from "./facts.ts";
import { isStage, type Stage, STAGES } from "./stages.ts";

const STAGE: Readonly<Record<Stage, TextKey>> = {
  onboarding: "accounts.stage-onboarding",
  adoption: "accounts.stage-adoption",
  value: "accounts.stage-value",
  renewal: "accounts.stage-renewal",
  churned: "accounts.stage-churned",
};

/** What a stage is called; one that we don't know, as it stands in the data. */
export function stageText(stage: string, { say }: View): Text {
  return isStage(stage) ? say(STAGE[stage]) : [stage];
}

export const REASON_AT_MOST = 300;

export function pullInForm(account: AccountRoster, view: View): Form {
  const { say } = view;
  const { am, name } = account;
  return {
    name: "accounts.pull-in",
    subject: account.id,
    title: say("accounts.pull-in-title"),
    submit: say("accounts.pull-in-submit"),
    intro: [
      {
        kind: "text",
        text: am
          ? say("accounts.pull-in-intro", { account: name, am: am.name })
          : say("accounts.pull-in-intro-pool", { account: name }),
      },
    ],
    fields: [
      {
        kind: "choice",
        name: "days",
        label: say("accounts.field-days"),
        options: ACCOUNT.pulledInDays.map((count) => ({
          value: String(count),
          label: say("accounts.days", { count }),
        })),
        initial: String(ACCOUNT.pulledInDays.at(-1)),
      },
      reasonField(view),
    ],
  };
}

function reasonField({ say }: View): Field {
  return {
    kind: "text",
    name: "reason",
    label: say("accounts.field-reason"),
    hint: say("accounts.hint-reason"),
    multiline: false,
    maxLength: REASON_AT_MOST,
  };
}

/** @param whys why customers leave, to choose from */
export function stageForm(account: Named, stage: string, whys: readonly Option[], view: View): Form {
  const { say } = view;
  const values = { account: account.name, stage: stageText(stage, view), days: ACCOUNT.stageHeldDays };
  return {
    name: "accounts.stage",
    subject: account.id,
    title: say("accounts.stage-title"),
    submit: say("accounts.save"),
    intro: [{ kind: "text", text: say("accounts.stage-intro", values) }],
    fields: [
      {
        kind: "choice",
        name: "stage",
        label: say("accounts.field-stage"),
        options: STAGES.map((value) => ({ value, label: stageText(value, view) })),
        initial: stage,
      },
      reasonField(view),
      {
        kind: "choice",
        name: "churn",
        label: say("accounts.field-churn"),
        hint: say("accounts.hint-churn"),
        options: whys,
        optional: true,
      },
    ],
  };
}

import { type Button, daySpan, type Text } from "../../chat/card.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { DigestLine } from "../digest-section.ts";
import { riskFirst } from "../risk-first.ts";
import type { Deadline, Step } from "./digest-decide.ts";
import type { AccountFacts } from "./facts.ts";

/** A deadline of the morning with its account as it is now. */
export interface DeadlineLine {
  readonly deadline: Deadline;
  readonly account: Pick<AccountFacts, "id" | "name" | "scope" | "csm" | "renewsOn" | "noticeOn">;
  readonly whose: PersonId;
  readonly atRiskSince: Date | undefined;
}

export function drawDeadlines(lines: readonly DeadlineLine[], view: View): DigestLine[] {
  return lines.flatMap(({ deadline, account, whose, atRiskSince }): DigestLine[] => {
    const seen = new Visible("contract-dates", account.scope, deadline).open(view.audience);
    if (!seen) return [];
    const said = [textOf(seen, account.name, view), turn(seen, account.scope.am === whose, view)];
    const text = behindEachOther([...said, riskFirst(account, atRiskSince, view)], view);
    return [
      {
        id: account.id,
        name: [account.name],
        text,
        button: wayOn(seen, account.id, account.scope.am === whose, view),
        done: doneOf(seen, account, view),
      },
    ];
  });
}

const SAID: Readonly<Partial<Record<Step, TextKey>>> = {
  passed: "digests.deadline-passed",
  today: "digests.deadline-today",
  next: "digests.deadline-next",
};

function textOf({ step, renewsOn, noticeUntil, actBy, inDays }: Deadline, account: string, { say }: View): Text {
  const said = SAID[step];
  if (said && noticeUntil && actBy) return say(said, { account, notice: daySpan(noticeUntil), act: daySpan(actBy) });
  const renewal = { account, renewal: daySpan(renewsOn), count: inDays };
  if (!noticeUntil || noticeUntil === renewsOn || !actBy) return say("digests.deadline-renewal", renewal);
  return say("digests.deadline-notice", { ...renewal, notice: daySpan(noticeUntil), act: daySpan(actBy) });
}

/** Whose turn it is on the renewal clock (D10). */
function turn({ step }: Deadline, isAm: boolean, { say }: View): Text {
  if (isAm && step === "90") return say("digests.turn-terms");
  return !isAm && step === "120" ? say("digests.turn-value") : [];
}

function behindEachOther(sentences: readonly Text[], { locale }: View): Text {
  const space = locale === "zh" ? [] : [" "];
  const said = sentences.filter((each) => each.length > 0);
  return said.flatMap((each, at) => (at === 0 ? each : [...space, ...each]));
}

/** Where the clock runs one goes on with the renewal itself; else with the account. */
function wayOn({ step }: Deadline, account: AccountId, isAm: boolean, view: View): Button {
  if (step === "notice" || step === "passed") return openButton(account, view);
  const label = view.say(isAm ? "digests.open-brief" : "digests.open-renewal");
  return { kind: "button", label, press: { name: "renewals.open", subject: account } };
}

function doneOf({ renewsOn }: Deadline, account: DeadlineLine["account"], { say }: View): Text | undefined {
  if (account.noticeOn) return say("digests.deadline-left", { on: daySpan(account.noticeOn) });
  const renewed = account.renewsOn !== undefined && account.renewsOn > renewsOn;
  return renewed ? say("digests.deadline-renewed") : undefined;
}

/** Customers without a CSM, by name; one line each. */
export function drawOrphans(
  accounts: readonly Pick<AccountFacts, "id" | "name" | "scope" | "csm" | "keyAccount">[],
  view: View,
): DigestLine[] {
  const { say, audience } = view;
  return accounts.flatMap(({ id, name, scope, csm, keyAccount }): DigestLine[] => {
    const account = new Visible("profile", scope, name).open(audience);
    if (account === undefined) return [];
    return [
      {
        id,
        name: [account],
        text: say(keyAccount ? "digests.orphan-key" : "digests.orphan", { account }),
        button: {
          kind: "button",
          label: say("digests.assign"),
          opens: { name: "responsibilities.holder", subject: id },
        },
        done: csm && say("digests.orphan-over", { csm: { mention: csm } }),
      },
    ];
  });
}

function openButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
}

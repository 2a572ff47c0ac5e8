import type { Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { never } from "../../kernel/errors.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { holds } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import type { ClaimOutcome, Parked, Routed, Stage } from "./decide.ts";
import type { LifeOutcome } from "./life-model.ts";
import type { Story } from "./story-model.ts";

/** What the presser of Claim is told; only them. */
export function claimSentence(outcome: ClaimOutcome, story: Story, view: View): Text {
  const { say } = view;
  const account = story.accountName;
  switch (outcome.kind) {
    case "claimed":
      return outcome.bothSlots
        ? say("opportunities.you-claimed-both", { account, by: { date: outcome.contactBy, style: "day" } })
        : say("opportunities.you-claimed", {
            account,
            by: { date: outcome.contactBy, style: "day" },
            csm: { mention: story.csm },
          });
    case "already-yours":
      return say("opportunities.already-yours", { account, by: { date: outcome.contactBy, style: "day" } });
    case "taken":
      return say("opportunities.taken", { am: nameIn(story, outcome.by), at: { date: outcome.at, style: "time" } });
    case "parked":
      return parkedSentence(outcome.parked, story, view);
    case "csm-refused":
      return say("opportunities.csm-refused", { account });
    case "for-another":
      return say("opportunities.for-another", { am: nameIn(story, outcome.am) });
    case "only-am":
      return story.assignee && !story.opportunity.pool
        ? say("opportunities.only-am", { am: story.assignee.name })
        : say("opportunities.only-am-pool");
    case "not-active":
      return say("deals.not-active");
    case "not-offered":
      return closedSentence(story, view);
    default:
      return never(outcome);
  }
}

function nameIn({ claimer, assignee }: Story, id: PersonId): string {
  return [claimer, assignee].find((each) => each?.id === id)?.name ?? "?";
}

/** Why it is on hold, and that its clocks stand. */
export function parkedSentence({ because, since }: Parked, { accountName: account }: Story, { say }: View): Text {
  const values = { account, since: { date: since, style: "day" } as const };
  return because === "at-risk" ? say("opportunities.parked", values) : say("deals.parked-detractor", values);
}

function closedSentence({ opportunity: { stage }, mergedInto }: Story, { say }: View): Text {
  if (mergedInto !== undefined) return say("deals.merged-away", { into: mergedInto });
  if (stage === "won") return say("deals.won-already");
  return stage === "gated" || stage === "spotted" ? say("deals.not-offered-yet") : say("opportunities.closed");
}

/** Only the account's CSM, or who covers for them, spots, and nothing where the customer has left (D7). @returns undefined: they may */
export function spotRefusal(
  { id: person, covers }: Pick<Person, "id" | "covers">,
  { name: account, csm, scope, stage }: Pick<AccountRoster, "name" | "csm" | "scope" | "stage">,
  { say }: Pick<View, "say">,
): Text | undefined {
  if (holds("csm", { person, covers }, scope))
    return stage === "churned" ? say("opportunities.has-left", { account }) : undefined;
  return csm
    ? say("opportunities.only-csm", { account, csm: csm.name })
    : say("opportunities.only-csm-orphan", { account });
}

const SHUT = { gate: "gate.shut-gate", word: "gate.shut-word", manager: "gate.shut-manager" } as const;

/** What the CSM is told whose word wasn't enough. */
export function failedSentence(
  { accountName: account, opportunity }: Story,
  legs: readonly Text[],
  { say }: View,
): Text {
  return say("gate.failed-done", { account, product: opportunity.product, legs: sentences(...legs) });
}

export function heldSentence({ because, since }: Parked, account: string, { say }: View): Text {
  const values = { account, since: { date: since, style: "day" } as const };
  return because === "at-risk"
    ? say("opportunities.parked-done", values)
    : say("opportunities.parked-detractor-done", values);
}

/** Whom it went to, for who gave their word. */
export function routedSentence(routed: Routed, { name, region }: AccountRoster, { say }: View): Text {
  switch (routed.kind) {
    case "am":
      return say("opportunities.routed-am", { am: routed.am.name });
    case "manager":
      return say("opportunities.routed-manager", { account: name, manager: routed.manager.name });
    case "pool":
      return region ? say("opportunities.routed-pool", { region }) : say("opportunities.routed-pool-everyone");
    case "nobody":
      return say("opportunities.routed-nobody", { account: name });
    case "shut":
      return say(SHUT[routed.by]);
  }
}

type Lost = Exclude<LifeOutcome, { kind: "moved" | "unapproved" }>;

/** Why nothing came of a press; only the presser reads it. */
export function lostSentence(outcome: Lost, story: Story, view: View): Text {
  const { say } = view;
  const account = story.accountName;
  switch (outcome.kind) {
    case "closed":
      return closedSentence(story, view);
    case "not-now":
      return notNow(outcome.stage, view);
    case "parked":
      return parkedSentence(outcome.parked, story, view);
    case "shut":
      return say(SHUT[outcome.by]);
    case "not-leading":
      return say("gate.not-leading", { account });
    case "own-word":
      return say("gate.own-word");
    case "already":
      return say("deals.already");
    case "not-due":
      return say("deals.not-due");
    case "joins":
      return say("opportunities.merged-done", { product: story.opportunity.product, account });
    case "snoozed-out":
      return say("deals.snoozed-out", { count: OPPORTUNITY.snoozesAtMost });
    case "snooze-wrong":
      return say("deals.snooze-wrong", { latest: { date: outcome.latest, style: "day" } });
    case "taken":
      return say("opportunities.taken", { am: nameIn(story, outcome.by), at: { date: outcome.at, style: "time" } });
    case "csm-refused":
      return say("opportunities.csm-refused", { account });
    case "for-another":
      return say("opportunities.for-another", { am: nameIn(story, outcome.am) });
    case "only-am":
      return say("opportunities.only-am-pool");
    case "not-active":
      return say("deals.not-active");
    case "only-manager":
      return say("deals.only-manager", { account });
    case "only-csm":
      return say("deals.only-csm", { account });
    case "not-yours":
      return say("deals.not-yours");
    default:
      return never(outcome);
  }
}

function notNow(stage: Stage, view: View): Text {
  if (stage === "won") return view.say("deals.won-already");
  return stage === "spotted" || stage === "gated" || stage === "routed"
    ? view.say("deals.claim-first")
    : view.say("deals.with-customer");
}

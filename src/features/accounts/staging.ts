import type { Reply, Submission } from "../../chat/interaction.ts";
import type { Opened } from "../../chat/reply.ts";
import { addDays, localDate, localDateOf } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Acting, Context, Job, Schedule } from "../feature.ts";
import { breadthOf, churnOptions, churnReason } from "../risk/facts.ts";
import { organisationAt } from "../settings/facts.ts";
import { accountOf, holdAccount } from "./facts.ts";
import { onlyForThem, staysResponsible } from "./rights.ts";
import { REASON_AT_MOST, stageForm, stageText } from "./stage-cards.ts";
import {
  endAssumption,
  moveStage,
  saveStage,
  type Staged,
  stagedAfter,
  stageSince,
  writeAudit,
} from "./stage-store.ts";
import { decideStage, isStage } from "./stages.ts";

const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

export async function openStage(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  if (!staysResponsible(acting.person, account.scope)) return onlyForThem(acting, account);
  return stageForm(account, account.stage, churnOptions(acting.view), acting.view);
}

/** By hand, with a reason; no rule changes it for 30 days. */
export async function submitStage(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, via, view, posts } = acting;
  const id = subject as AccountId;
  await holdAccount(tx, id);
  const account = await accountOf(acting, id);
  if (!staysResponsible(person, account.scope)) return onlyForThem(acting, account);
  const stage = values["stage"] ?? "";
  const reason = oneLine(values["reason"] ?? "").slice(0, REASON_AT_MOST);
  const turn = turnOf(account.stage, stage);
  const churn = turn === "churned" ? churnReason(values["churn"] ?? "") : undefined;
  if (!isStage(stage) || reason === "" || (turn === "churned" && !churn)) {
    const wrong = isStage(stage) ? {} : { stage: view.say("contacts.choice-wrong", { value: stage }) };
    const missing = reason === "" ? { reason: view.say("accounts.reason-needed") } : {};
    const unsaid = turn === "churned" && !churn ? { churn: view.say("accounts.churn-needed") } : {};
    return { kind: "invalid", fields: { ...wrong, ...missing, ...unsaid } };
  }
  const today = localDateOf(now, person.calendar.zone);
  const heldUntil = addDays(today, ACCOUNT.stageHeldDays);
  const before = (await stageSince(tx, id)) ?? now;
  const since = stage === "churned" && turn === "stage" ? before : now;
  saveStage(tx, id, { stage, since, reason, heldUntil });
  const details = { from: account.stage, to: stage, ...(churn && { churn }) };
  const action = `accounts.${turn}` as const;
  writeAudit(tx, { id: acting.ids.next(), at: now, by: person.id, action, subject: id, details });
  await acting.emit({
    kind: "account-touched",
    account: id,
    what: "stage-set",
    by: person.id,
    via,
    details,
    summary: reason,
  });
  const by = { by: person.id, via };
  if (churn) await acting.emit({ kind: "account-churned", account: id, said: { ...by, reason: churn } });
  if (turn === "back") await acting.emit({ kind: "account-back", account: id, said: by, churnedAt: before });
  posts.redraw(id);
  const until = { date: new Date(`${heldUntil}T00:00:00Z`), style: "day" } as const;
  const said = { account: account.name, stage: stageText(stage, view), until };
  return { kind: "done", sentence: view.say(SAVED[turn], said) };
}

type Turn = "churned" | "back" | "stage";

const SAVED = {
  churned: "accounts.churned-saved",
  back: "accounts.back-saved",
  stage: "accounts.stage-saved",
} as const satisfies Record<Turn, TextKey>;

/** Whether it leaves, is a customer after all, or is one as before. */
function turnOf(from: string, to: string): Turn {
  if (from === to) return "stage";
  return to === "churned" ? "churned" : from === "churned" ? "back" : "stage";
}

/** Each night, the organisation as a whole. */
export const stageNight: Schedule = {
  name: "stages",
  days: "every-day",
  subjects: ({ tx }) => organisationAt(tx),
  fire: ({ jobs }, _subject, { localDate: day }) => jobs.start("accounts.stages", { day }),
};

/** Brings accounts on by a step where a rule says so, a batch at a time. */
export const stageJob: Job = {
  async run(context, data) {
    const day = localDate(data["day"] ?? "");
    if (!day) return undefined;
    const batch = await stagedAfter(context.tx, (data["after"] ?? FIRST) as AccountId, day);
    const breadths = await breadthOf(
      context.tx,
      batch.filter(({ facts }) => facts.stage === "adoption").map(({ id }) => id),
    );
    for (const { id, facts } of batch)
      await bringOn(context, { id, facts: { ...facts, breadth: breadths.get(id) } }, day);
    endAssumption(
      context.tx,
      batch.map(({ id }) => id),
      day,
    );
    const last = batch.at(-1);
    return last && { day, after: last.id };
  },
};

async function bringOn(
  { tx, now, posts, emit }: Context,
  { id, facts }: Staged,
  day: Parameters<typeof decideStage>[1],
): Promise<void> {
  const decision = decideStage(facts, day);
  if (decision.kind === "stays") return;
  const { to, reason } = decision;
  if (!(await moveStage(tx, id, facts.stage, { stage: to, since: now, reason }, day))) return;
  const details = { from: facts.stage, to, reason };
  await emit({ kind: "account-touched", account: id, what: "stage-changed", by: undefined, via: "clock", details });
  if (to === "churned") await emit({ kind: "account-churned", account: id });
  posts.redraw(id);
}

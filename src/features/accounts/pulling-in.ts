import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, type Opened } from "../../chat/reply.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { brief, oneLine } from "../../kernel/text.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { accountOf, type AccountRoster, holdAccount } from "./facts.ts";
import { looksAfter, onlyForThem } from "./rights.ts";
import { pullInForm, REASON_AT_MOST, stageText } from "./stage-cards.ts";
import { savePullIn } from "./stage-store.ts";
import { hasQuiet } from "./stages.ts";

const DAY_MS = 86_400_000;
const PULL_IN = /^am(\s+|$)/i;

/** `/tandem pull-in am <account>` asks for how long and why, and does nothing yet. */
export async function pullInByName(acting: Acting, words: string): Promise<Reply> {
  const { say } = acting.view;
  if (words.trim() === "") return { kind: "done", sentence: say("accounts.pull-in-whom") };
  if (!PULL_IN.test(words))
    return {
      kind: "done",
      sentence: say("accounts.pull-in-only-am", { words: brief(words.trim().split(/\s/)[0] ?? "") }),
    };
  return forAccount(acting, words.replace(PULL_IN, ""), {
    which: "accounts.pull-in-whom",
    pick: { opens: "accounts.pull-in" },
    found: async ({ id }) => asReply(await openPullIn(acting, id)),
  });
}

export async function openPullIn(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  return refusal(acting, account) ?? pullInForm(account, acting.view);
}

/** The Account Manager is spoken to about the account for so many days, whatever its stage. */
export async function submitPullIn(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, via, view } = acting;
  const id = subject as AccountId;
  await holdAccount(tx, id);
  const account = await accountOf(acting, id);
  const refused = refusal(acting, account);
  if (refused) return refused;
  const value = values["days"] ?? "";
  const days = ACCOUNT.pulledInDays.find((each) => String(each) === value);
  const reason = oneLine(values["reason"] ?? "").slice(0, REASON_AT_MOST);
  if (days === undefined || reason === "") {
    const wrong = days === undefined ? { days: view.say("contacts.choice-wrong", { value: brief(value) }) } : {};
    const missing = reason === "" ? { reason: view.say("accounts.reason-needed") } : {};
    return { kind: "invalid", fields: { ...wrong, ...missing } };
  }
  const until = new Date(now.getTime() + days * DAY_MS);
  savePullIn(tx, id, until);
  await acting.emit({
    kind: "account-touched",
    account: id,
    what: "am-pulled-in",
    by: person.id,
    via,
    details: { days },
    summary: reason,
  });
  const said = { account: account.name, until: { date: until, style: "day" } as const };
  const { am } = account;
  const sentence = am
    ? view.say("accounts.pulled-in", { ...said, am: am.name })
    : view.say("accounts.pulled-in-pool", said);
  return { kind: "done", sentence };
}

/** Who may not, or where nothing is quiet. */
function refusal(acting: Acting, account: AccountRoster): Extract<Reply, { kind: "done" }> | undefined {
  if (!looksAfter(acting.person, account.scope)) return onlyForThem(acting, account);
  if (hasQuiet(account.stage)) return undefined;
  const said = { account: account.name, stage: stageText(account.stage, acting.view) };
  return { kind: "done", sentence: acting.view.say("accounts.pull-in-not-quiet", said) };
}

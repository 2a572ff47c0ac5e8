import type { Reply } from "../../chat/interaction.ts";
import type { Text } from "../../chat/card.ts";
import { addDays, fixedTime, instantOf, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Say } from "../../locales/say.ts";
import { accountOf } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { settingsOf } from "../settings/facts.ts";
import { CONTACT_ROLES } from "./campaign.ts";
import { lastQuarters, type Quarter } from "./decide.ts";
import { distributionOf, type Figures, figuresOf } from "./figures.ts";
import { numbersCard, type Part } from "./figures-cards.ts";
import { type Named, namedOf } from "./named.ts";
import { type Answer, answersIn, quietIn, reachIn, type Whose } from "./figures-store.ts";
import { silenceOf } from "./silence.ts";

const MIDNIGHT = fixedTime("00:00");

/** `/tandem nps [account|me|all]` */
export function showByWords(acting: Acting, words: string): Promise<Reply> {
  const { person, view } = acting;
  const typed = words.trim().toLowerCase();
  if (typed === "" || typed === "all") return show(acting, { kind: "all" }, view.say("nps.of-all"));
  if (typed === "me") {
    return show(acting, { kind: "portfolio", people: [person.id, ...person.covers] }, view.say("nps.of-yours"));
  }
  return forAccount(acting, words, {
    which: "nps.which",
    pick: { press: "nps.show" },
    found: ({ id }) => showOf(acting, id),
  });
}

export async function showOf(acting: Acting, id: AccountId): Promise<Reply> {
  const { name, scope } = await accountOf(acting, id);
  return show(acting, { kind: "account", account: id }, [name], await namedOf(acting, scope));
}

/** Aggregates are everybody's; too few answers have no score, so that none of them tells of one person. */
async function show({ tx, now, view }: Acting, whose: Whose, of: Text, named?: Named): Promise<Reply> {
  const { zone } = await settingsOf(tx);
  const today = localDateOf(now, zone);
  const at = (day: LocalDate): Date => instantOf(day, MIDNIGHT, zone);
  const from = addDays(today, -NPS.windowDays);
  const answers = await answersIn(tx, whose, at(from), now);
  const quarters: Part[] = [];
  for (const quarter of lastQuarters(today, NPS.quarters)) {
    const theirs = await answersIn(tx, whose, at(quarter.from), at(quarter.to));
    if (theirs.length > 0) quarters.push({ label: quarterText(quarter, view.say), figures: each(theirs) });
  }
  const counts = distributionOf(answers.map(({ score }) => ({ score, weight: 1 })));
  const card = numbersCard(
    {
      of,
      named,
      silence: answers.length > 0 ? undefined : silenceOf(await quietIn(tx, whose, from, now)),
      all: figuresOf(counts),
      counts,
      byAccount: whose.kind === "account" ? figuresOf([]) : byAccount(answers),
      reach: await reachIn(tx, whose, from, addDays(today, 1)),
      quarters,
      roles: partsBy(
        answers,
        ({ role }) => role ?? "none",
        [...CONTACT_ROLES, "none"],
        (role) => view.say(`nps.role-${role}`),
      ),
      tiers:
        whose.kind === "account"
          ? []
          : partsBy(
              answers,
              ({ keyAccount }) => (keyAccount ? "key" : "other"),
              ["key", "other"],
              (tier) => view.say(`nps.tier-${tier}`),
            ),
    },
    view,
  );
  return { kind: "private", card };
}

function each(answers: readonly Answer[]): Figures {
  return figuresOf(distributionOf(answers.map(({ score }) => ({ score, weight: 1 }))));
}

/** Each customer counts the same, however many of its people answered; n is that of the customers. */
function byAccount(answers: readonly Answer[]): Figures {
  const people = new Map<AccountId, number>();
  for (const { account } of answers) people.set(account, (people.get(account) ?? 0) + 1);
  const weighted = answers.map(({ account, score }) => ({ score, weight: 1 / (people.get(account) ?? 1) }));
  return figuresOf(distributionOf(weighted), people.size);
}

/** Parts are said where there are several. */
function partsBy<K extends string>(
  answers: readonly Answer[],
  keyOf: (answer: Answer) => string,
  keys: readonly K[],
  label: (key: K) => Text,
): Part[] {
  const parts = keys.flatMap((key): Part[] => {
    const theirs = answers.filter((answer) => keyOf(answer) === key);
    return theirs.length === 0 ? [] : [{ label: label(key), figures: each(theirs) }];
  });
  return parts.length > 1 ? parts : [];
}

function quarterText({ year, quarter }: Quarter, say: Say): Text {
  return say("nps.quarter", { year: String(year), quarter });
}

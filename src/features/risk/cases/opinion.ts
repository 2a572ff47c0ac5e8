import type { Block, Text } from "../../../chat/card.ts";
import type { Reply, Submission } from "../../../chat/interaction.ts";
import { asReply, done, type Opened } from "../../../chat/reply.ts";
import { CASE } from "../../../kernel/defaults.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { mayRead, type Scope, Visible } from "../../../kernel/permissions.ts";
import type { View } from "../../../locales/say.ts";
import { type AccountRoster, rosterOf } from "../../accounts/facts.ts";
import type { Acting, ChatCommand, Section } from "../../feature.ts";
import { forAccount } from "../../naming.ts";
import { organisationDay } from "../calendar.ts";
import { newestCases } from "../case-store.ts";
import { declareStanding, unscored } from "../decide.ts";
import { history } from "../night-store.ts";
import { saveStandings, standingOf } from "../store.ts";
import { alertOn, announceCases } from "./announcing.ts";
import { checkOpinion, mayActOn, type Opinion } from "./decide.ts";
import { opinionForm, problemText } from "./forms.ts";
import { type HeldOpinion, insertOpinion, opinionsOf } from "./opinion-store.ts";
import { writeAudit } from "./store.ts";
import { OPINION } from "./words.ts";

const DAY_MS = 86_400_000;

export const opinionCommand: ChatCommand = {
  word: "opinion",
  order: 22,
  topic: "customer",
  help: "cases.opinion-help",
  example: "cases.opinion-example",
  changes: false,
  run: (acting, words) =>
    forAccount(acting, words, {
      which: "cases.opinion-which",
      pick: { opens: "risk.opinion" },
      found: async ({ id }) => asReply(await openOpinion(acting, id)),
    }),
};

/** @throws NotFound when it isn't there for this person */
async function seen({ tx, audience }: Acting, id: AccountId): Promise<AccountRoster> {
  const account = await rosterOf(tx, id);
  if (!account || !mayRead(audience, "risk-band", account.scope)) throw new NotFound("cases.gone");
  return account;
}

export async function openOpinion(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await seen(acting, id);
  if (mayActOn(account.scope, acting.person)) return done(theirs(account, acting.view));
  const held = (await opinionsOf(acting.tx, [id], acting.now)).get(id);
  return opinionForm(account, held, acting.view);
}

function theirs({ name, csm }: AccountRoster, { say }: View): Text {
  return csm
    ? say("cases.opinion-for-csm", { account: name, csm: { mention: csm } })
    : say("risk.own-orphan", { account: name });
}

/** Beside the score, never mixed into it; a bad opinion declares the account at risk at once (B14). */
export async function submitOpinion(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, ids, now, person, via, view, posts } = acting;
  const account = await seen(acting, subject as AccountId);
  if (mayActOn(account.scope, person)) return done(theirs(account, view));
  const checked = checkOpinion(values);
  if (checked.kind === "wrong")
    return { kind: "invalid", fields: { [checked.problem.field]: problemText(checked.problem, view) } };
  const { opinion, reason } = checked.value;
  const expiresAt = new Date(now.getTime() + CASE.opinionDays * DAY_MS);
  insertOpinion(tx, { id: ids.next(), account: account.id, by: person.id, opinion, reason, at: now, expiresAt });
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: person.id,
    action: "risk.opinion",
    subject: account.id,
    details: { opinion },
  });
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "risk-opinion",
    by: person.id,
    via,
    details: {},
  });
  if (opinion === "bad") await declare(acting, account.id);
  posts.redraw(account.id);
  const until = { date: expiresAt, style: "day" } as const;
  return done(view.say(SAVED[opinion], { account: account.name, until }));
}

const SAVED = {
  good: "cases.opinion-saved",
  watch: "cases.opinion-saved",
  bad: "cases.opinion-declared",
} as const satisfies Record<Opinion, string>;

async function declare(acting: Acting, account: AccountId): Promise<void> {
  const { tx, now } = acting;
  const day = await organisationDay(tx, now);
  const previous = (await standingOf(tx, account)) ?? unscored(await history(tx, { asOf: now, day }), day, now);
  const { next, change } = declareStanding(previous, now);
  if (change.kind === "same") return;
  await saveStandings(tx, new Map([[account, next]]));
  const last = (await newestCases(tx, [account])).get(account);
  await alertOn(acting, account, { standing: next, change: change.kind, last }, now);
  if (change.kind === "entered") await acting.emit({ kind: "account-at-risk", account });
  await announceCases(acting, now, day);
}

/** What the account card says of it, to who may read notes on its risk. */
export interface OpinionPart {
  readonly account: AccountId;
  readonly scope: Scope;
  readonly held: HeldOpinion | undefined;
  readonly mayJudge: boolean;
}

export const opinionSection: Section<OpinionPart> = {
  surface: "account",
  order: 21,
  async load({ tx, now, person }, { id, scope, stage }) {
    if (stage === "churned") return undefined;
    const mayJudge = mayActOn(scope, person) === undefined;
    const held = (await opinionsOf(tx, [id], now)).get(id);
    return held || mayJudge ? { account: id, scope, held, mayJudge } : undefined;
  },
  draw: drawOpinion,
};

export function drawOpinion({ account, scope, held, mayJudge }: OpinionPart, view: View): Block[] {
  const { say, audience } = view;
  const seen = new Visible("risk-notes", scope, held).open(audience);
  if (!seen && !mayJudge) return [];
  const text = seen
    ? say("cases.opinion-line", {
        opinion: say(OPINION[seen.opinion]),
        by: { mention: seen.by },
        reason: seen.reason,
        until: { date: seen.expiresAt, style: "day" },
      })
    : say("cases.opinion-none");
  if (!mayJudge) return [{ kind: "text", text }];
  const opens = { name: "risk.opinion", subject: account };
  return [{ kind: "text", text, button: { kind: "button", label: say("cases.opinion-button"), opens } }];
}

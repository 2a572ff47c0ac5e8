import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { never, NotFound } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { mayRead, maySee } from "../../kernel/permissions.ts";
import { type AccountFacts, accountsById } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { organisationDay } from "./calendar.ts";
import { decideOwn, type OwnOutcome, type Standing } from "./decide.ts";
import { type Case, caseById, type CaseCause, newestCases, openCase, ownCase } from "./case-store.ts";
import { startPlay } from "./cases/announcing.ts";
import { watchIdle } from "./cases/late.ts";
import { refusalText } from "./cases/refusals.ts";
import { escalationsAmong } from "./cases/store.ts";
import { snapshotsOf, standingsOf, writeAudit } from "./store.ts";
import { tellings } from "./story.ts";
import { momentText, toldText } from "./texts.ts";

/**
 * Owns the risk case of an account; one that needs a look but was never announced gets its case now. Of two pressers
 * the conditional update lets one win, and the other hears who has it.
 */
export async function own(acting: Acting, account: AccountId): Promise<Reply> {
  const { tx, now, ids, person, posts } = acting;
  const facts = (await accountsById(tx, [account], await organisationDay(tx, now))).get(account);
  if (!facts || !maySee(acting.audience, acting.place.private, "risk-band", facts.scope))
    throw new NotFound("risk.gone");
  const standing = (await standingsOf(tx, [account])).get(account);
  const newest = (await newestCases(tx, [account])).get(account);
  const before = newest?.state === "open" ? newest : undefined;
  if (newest?.closed?.by) return done(refusalText({ kind: "closed" }, { found: newest, account: facts }, acting));
  if (!before && !needsALook(standing)) return over(acting, facts);
  const outcome = decide(acting, facts, before);
  if (outcome.kind !== "owned") return refusal(acting, facts, outcome, before);

  if (!before) await openCase(tx, ids.next<"risk-case">(), account, await knownOf(acting, account, standing), now);
  const open = before ?? (await openCaseOf(acting, account));
  if (!open || !(await ownCase(tx, open.id, person.id, now))) {
    const after = await openCaseOf(acting, account);
    return refusal(acting, facts, decide(acting, facts, after), after);
  }
  await begin(acting, open.id);
  if (!before) putBefore(acting, open);
  const details = { case: open.id };
  await acting.emit({
    kind: "account-touched",
    account,
    what: "risk-case-owned",
    by: person.id,
    via: acting.via,
    details,
  });
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "risk.own", subject: open.id, details: {} });
  posts.redraw(account);
  return owned(acting, facts, standing);
}

/** Who owns it knows why it is at risk. */
async function knownOf(
  { tx, now }: Acting,
  account: AccountId,
  standing: Standing | undefined,
): Promise<Pick<Case, "causes" | "severest">> {
  const causes: readonly CaseCause[] = standing?.state === "watch" ? ["rise"] : (standing?.causes ?? []);
  const escalation = (await escalationsAmong(tx, [account], now)).get(account);
  return { causes, severest: escalation?.severest ?? false };
}

/** What is owned has a play, and its owner a time in which to do something. */
async function begin(acting: Acting, id: Case["id"]): Promise<void> {
  const { tx, person } = acting;
  const owned = await caseById(tx, id);
  if (!owned) return;
  startPlay(acting, owned, (await snapshotsOf(tx, [owned.account])).get(owned.account), person.calendar);
  watchIdle(acting, owned, await acting.directory.people(tx));
}

/** Nobody was alerted of it, so its card stands nowhere yet: who takes it on gets it. */
function putBefore({ person, posts }: Acting, { id, account }: Case): void {
  posts.announce({ card: "risk.case", subject: id, address: `person:${person.id}`, slot: "", shows: [account] });
}

function needsALook(standing: Standing | undefined): boolean {
  return standing?.state === "at-risk" || standing?.state === "watch";
}

async function openCaseOf({ tx }: Acting, account: AccountId): Promise<Case | undefined> {
  const found = (await newestCases(tx, [account])).get(account);
  return found?.state === "open" ? found : undefined;
}

function decide({ person }: Acting, { csm, scope }: AccountFacts, open: Case | undefined): OwnOutcome {
  const presser = { id: person.id, covers: person.covers, isManager: person.roles.includes("manager") };
  return decideOwn({ csm: csm?.id, managers: scope.managers, owner: open?.owner }, presser);
}

async function owned(
  { tx, audience, view }: Acting,
  account: AccountFacts,
  standing: Standing | undefined,
): Promise<Reply> {
  const snapshot = (await snapshotsOf(tx, [account.id])).get(account.id);
  const [strongest] = standing ? tellings(standing, snapshot).raising : [];
  return strongest && mayRead(audience, "risk", account.scope)
    ? done(view.say("risk.own-done", { account: account.name, reason: toldText(strongest, view) }))
    : done(view.say("risk.own-done-plain", { account: account.name }));
}

async function refusal(
  acting: Acting,
  account: AccountFacts,
  outcome: OwnOutcome,
  open: Case | undefined,
): Promise<Reply> {
  const { view, tx, now } = acting;
  const day = await organisationDay(tx, now);
  const { name } = account;
  switch (outcome.kind) {
    case "already-yours":
      return done(view.say("risk.own-already", { account: name, at: momentText(outcome.at, day, view) }));
    case "taken": {
      const owner = { mention: { id: outcome.by, name: open?.owner?.name ?? "" } };
      return done(view.say("risk.own-taken", { account: name, owner, at: momentText(outcome.at, day, view) }));
    }
    case "for-csm":
      return done(
        view.say("risk.own-for-csm", {
          account: name,
          csm: { mention: { id: outcome.csm, name: account.csm?.name ?? "" } },
        }),
      );
    case "orphan":
      return done(view.say("risk.own-orphan", { account: name }));
    case "owned":
      return over(acting, account);
    default:
      return never(outcome);
  }
}

function over({ view }: Acting, account: AccountFacts): Reply {
  return done(view.say("risk.own-over", { account: account.name }));
}

import type { RiskCaseId } from "../../kernel/ids.ts";
import { accountsById, nextTouchpoint } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { protectingOf } from "./agreeing.ts";
import { organisationDay } from "./calendar.ts";
import { chanceOf } from "./chance.ts";
import type { CaseStory } from "./case-story.ts";
import type { Standing } from "./decide.ts";
import type { Told } from "./model.ts";
import { strongest } from "./score.ts";
import { caseById } from "./case-store.ts";
import { playOf } from "./cases/play-store.ts";
import { type Snapshot, snapshotsOf, standingsOf } from "./store.ts";

const RAISING_SHOWN = 3;

/** What raises an account's risk, strongest first, and the one thing that lowers it most. */
export function tellings(
  standing: Standing,
  snapshot: Snapshot | undefined,
): { raising: Told[]; lowering: Told | undefined } {
  const raising: Told[] = [];
  const noticeOn = snapshot?.features.notice_on;
  if (standing.causes.includes("notice") && noticeOn) raising.push({ kind: "notice", on: noticeOn });
  for (const kind of ["escalation", "declared"] as const) if (standing.causes.includes(kind)) raising.push({ kind });
  if (!snapshot) return { raising, lowering: undefined };
  const terms = strongest(snapshot.reasons);
  for (const term of terms.raising) raising.push({ kind: "term", term });
  if (raising.length === 0 && standing.state === "watch") raising.push({ kind: "rising" });
  const protecting = protectingOf(terms);
  return { raising: raising.slice(0, RAISING_SHOWN), lowering: protecting && { kind: "term", term: protecting } };
}

export async function loadCase(context: Context, subject: string): Promise<CaseStory | "gone"> {
  const { tx, now } = context;
  const found = await caseById(tx, subject as RiskCaseId);
  if (!found) return "gone";
  const day = await organisationDay(tx, now);
  const account = (await accountsById(tx, [found.account], day)).get(found.account);
  const standing = (await standingsOf(tx, [found.account])).get(found.account);
  if (!account || !standing) return "gone";
  const snapshot = (await snapshotsOf(tx, [found.account])).get(found.account);
  return {
    account: { id: account.id, name: account.name },
    scope: account.scope,
    csm: account.csm,
    owner: found.owner && { person: { id: found.owner.id, name: found.owner.name }, at: found.owner.at },
    closed: found.closed && { ...found.closed, left: account.stage === "churned" },
    found,
    play: await playOf(tx, found.id),
    meeting: await nextTouchpoint(tx, found.account, now),
    band: standing.band,
    chance: chanceOf(standing, snapshot?.pMonthAgo),
    arr: account.arr,
    renewsOn: account.renewsOn,
    noticeUntil: account.noticeUntil,
    ...tellings(standing, snapshot),
    dataUntil: snapshot?.dataUntil,
    frozen: standing.frozen,
    now,
  };
}

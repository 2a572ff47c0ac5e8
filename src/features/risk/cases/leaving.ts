import type { EventOf, Said } from "../../../kernel/events.ts";
import { holdAccount, rosterOf } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { type Case, closeCases, newestCases } from "../case-store.ts";
import { standingOf } from "../store.ts";
import { AUDITED, type CaseTold } from "./audited.ts";
import { tellDepartment } from "./blaming.ts";
import { churnReason } from "./churn-reasons.ts";
import { watch, watchNoMore } from "./late.ts";
import { type AuditAction, saveClosed, saveReopened, writeAudit } from "./store.ts";

/** It is no customer any more: its case is over, lost for the reason that one of us gave (B9). */
export async function churned(context: Context, { account: id, said }: EventOf<"account-churned">): Promise<void> {
  const { tx, now, posts } = context;
  const account = await rosterOf(tx, id);
  const open = (await newestCases(tx, [id])).get(id);
  if (!account || open?.state !== "open") return;
  const reason = churnReason(said?.reason ?? "");
  if (said && reason) {
    const { by } = said;
    const p = (await standingOf(tx, id))?.p;
    await saveClosed(tx, open.id, { by, at: now, outcome: "lost", reason, note: undefined, p });
    const told = { outcome: "lost" };
    await tell(context, open, { what: "risk-case-closed", action: "risk.case-left" }, said, told, { ...told, reason });
    await tellDepartment(context, by, open.id, account, reason);
  } else await closeCases(tx, [id], now, "left");
  watchNoMore(context, open.id);
  posts.redraw(id);
}

/** It is a customer after all: the case that ended with its leaving goes on. */
export async function back(context: Context, { account: id, said, churnedAt }: EventOf<"account-back">): Promise<void> {
  const { tx, now, posts } = context;
  await holdAccount(tx, id);
  const account = await rosterOf(tx, id);
  const last = (await newestCases(tx, [id])).get(id);
  const ended = last?.closed?.outcome === "lost" || last?.closed?.outcome === "left" ? last.closed : undefined;
  if (!account || !last || ended?.at.getTime() !== churnedAt.getTime()) return;
  if (!(await saveReopened(tx, last.id, now))) return;
  const what = "risk-case-reopened";
  await tell(context, last, { what, action: AUDITED[what] }, said, {}, {});
  await watch(context, last.id, account);
  posts.redraw(id);
}

async function tell(
  context: Context,
  { id: subject, account }: Pick<Case, "id" | "account">,
  { what, action }: { readonly what: CaseTold; readonly action: AuditAction },
  { by, via }: Said,
  details: Readonly<Record<string, string>>,
  audited: object,
): Promise<void> {
  const { tx, ids, now } = context;
  writeAudit(tx, { id: ids.next(), at: now, by, action, subject, details: audited });
  await context.emit({ kind: "account-touched", account, what, by, via, details });
}

import type { OpportunityId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import type { Happening } from "./life-model.ts";
import { type AuditAction, writeAudit } from "./life-store.ts";

/** What the audit calls it. What needs more said with it than that it happened is written where it is decided. */
const KEPT: Readonly<Partial<Record<Happening["kind"], AuditAction>>> = {
  claim: "opportunities.claim",
  pass: "opportunities.pass",
  snooze: "opportunities.snooze",
  propose: "opportunities.propose",
  win: "opportunities.win",
  lose: "opportunities.lose",
  release: "opportunities.release",
  lapse: "opportunities.release",
  "hold-pause": "opportunities.pause",
  accept: "opportunities.accept",
  "ask-back": "opportunities.ask-back",
};

/** Keeps in the audit what was decided: a reason of a closed list, never a word that somebody wrote, nor a price. */
export function keepDecision(
  { tx, ids, now }: Pick<Context, "tx" | "ids" | "now">,
  subject: OpportunityId,
  what: Happening,
  { reason }: Readonly<Record<string, string>> = {},
): void {
  const action = KEPT[what.kind];
  if (!action) return;
  const by = "by" in what ? what.by?.id : undefined;
  const details = { ...(reason && { reason }), ...(what.kind === "lapse" && { because: "lapsed" }) };
  writeAudit(tx, { id: ids.next(), at: now, by, action, subject, details });
}

import type { PersonRef } from "../../chat/card.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountId, EntryId } from "../../kernel/ids.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type DigestLine, digestSection } from "../digest-section.ts";
import { accountsAbout } from "./facts.ts";
import { overridesSince } from "./overrides-store.ts";
import { stageText } from "./stage-cards.ts";
import { entriesByIds } from "./timeline-store.ts";

const DAYS = 7;
const DAY_MS = 86_400_000;

/** What somebody decided by hand where a rule would have said otherwise. */
export interface OverrideLine {
  readonly id: EntryId;
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly scope: Scope;
  readonly by: PersonRef;
  readonly at: Date;
  /** the stage that was set, and why; undefined: the Account Manager was pulled in */
  readonly stage: { readonly from: string; readonly to: string; readonly reason: string | undefined } | undefined;
}

/** Stages that were set by hand and Account Managers who were pulled in at a manager's accounts, in seven days (B8). */
export const overridesSection = digestSection<readonly OverrideLine[]>({
  surface: "digest",
  name: "overrides",
  digests: ["manager"],
  order: 50,
  counted: "digests.n-overrides",
  heading: "digests.overrides",
  async gather({ tx, now }, { person }) {
    const found = await overridesSince(tx, new Date(now.getTime() - DAYS * DAY_MS), person.id);
    return found.map(({ id, account }) => ({ id, about: account, grade: "decided", figures: {} }));
  },
  async load({ tx, now }, items, { calendar }) {
    const entries = await entriesByIds(
      tx,
      items.map(({ id }) => id as EntryId),
    );
    const accounts = await accountsAbout(tx, entries.values(), localDateOf(now, calendar.zone));
    const lines: OverrideLine[] = [];
    for (const { id } of items) {
      const found = entries.get(id as EntryId);
      const account = found && accounts.get(found.account);
      const { by, at, kind, details, summary } = found?.entry ?? {};
      if (!account || !by || !at) continue;
      const stage = { from: String(details?.["from"]), to: String(details?.["to"]), reason: summary };
      const { name, scope } = account;
      const about = { id: id as EntryId, account: { id: account.id, name }, scope, by, at };
      lines.push({ ...about, stage: kind === "stage-set" ? stage : undefined });
    }
    return lines;
  },
  changes: () => [],
  draw: drawOverrides,
});

export function drawOverrides(lines: readonly OverrideLine[], view: View): DigestLine[] {
  const { say, audience } = view;
  return lines.flatMap((line): DigestLine[] => {
    const seen = new Visible("internal", line.scope, line).open(audience);
    if (!seen) return [];
    const { id, account, by, at, stage } = seen;
    const values = { account: account.name, by: { mention: by }, at: { date: at, style: "day" } as const };
    const text = stage
      ? say("digests.override-stage", {
          ...values,
          from: stageText(stage.from, view),
          to: stageText(stage.to, view),
          reason: stage.reason ?? "–",
        })
      : say("digests.override-am", values);
    const press = { name: "accounts.timeline", subject: account.id };
    return [{ id, name: [account.name], text, button: { kind: "button", label: say("digests.override-open"), press } }];
  });
}

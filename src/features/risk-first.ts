import type { PersonRef, Text } from "../chat/card.ts";
import { holds, type Scope, Visible } from "../kernel/permissions.ts";
import type { View } from "../locales/say.ts";

/** Who sells or renews hears that the account is at risk, and whom to speak to first; nothing for who may not know it. */
export function riskFirst(
  { scope, csm }: { readonly scope: Scope; readonly csm: PersonRef | undefined },
  atRiskSince: Date | undefined,
  { say, audience }: View,
): Text {
  const since = atRiskSince && new Visible("risk-band", scope, atRiskSince).open(audience);
  if (!since) return [];
  const said = { since: { date: since, style: "day" } as const };
  if (!csm) return say("renewals.at-risk-orphan", said);
  const isTheirs = audience.kind === "person" && holds("csm", audience.reader, scope);
  return isTheirs ? say("renewals.at-risk", said) : say("renewals.at-risk-csm", { ...said, csm: { mention: csm } });
}

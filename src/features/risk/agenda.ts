import type { AccountRoster } from "../accounts/facts.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
import { Visible } from "../../kernel/permissions.ts";
import { standingsOf } from "./store.ts";

interface AtRisk {
  readonly account: AccountRoster;
  readonly since: Date;
}

/** Shared customers at risk, who became it last first. */
export const riskAgenda = agendaSection<readonly AtRisk[]>({
  surface: "agenda",
  name: "risk",
  order: 10,
  heading: "cadence.heading-risks",
  async load({ tx }, { accounts }) {
    const standings = await standingsOf(
      tx,
      accounts.map(({ id }) => id),
    );
    const found = accounts.flatMap((account): AtRisk[] => {
      const standing = standings.get(account.id);
      return standing?.state === "at-risk" ? [{ account, since: standing.since }] : [];
    });
    return found.toSorted((one, other) => other.since.getTime() - one.since.getTime());
  },
  draw: (found, { say, audience }) =>
    found.flatMap(({ account: { id, name, scope }, since }): AgendaLine[] =>
      new Visible("risk-band", scope, true).open(audience)
        ? [
            {
              key: `risk:${id}:${String(since.getTime())}`,
              name: [name],
              text: say("cadence.line-risk", { account: name, since: { date: since, style: "day" } }),
            },
          ]
        : [],
    ),
});

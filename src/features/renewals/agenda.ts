import { daySpan } from "../../chat/card.ts";
import { addDays, daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import { Visible } from "../../kernel/permissions.ts";
import { type AccountRoster, contractClocks } from "../accounts/facts.ts";
import { agendaSection, type AgendaLine } from "../agenda-section.ts";
import { isComing, renewalsAmong } from "../coming.ts";

interface Coming {
  readonly account: AccountRoster;
  readonly renewsOn: LocalDate;
  readonly inDays: number;
}

/** Renewals of shared customers within 120 days, the nearest first; no terms. */
export const renewalAgenda = agendaSection<readonly Coming[]>({
  surface: "agenda",
  name: "renewal",
  order: 30,
  heading: "cadence.heading-renewals",
  async load({ tx }, { accounts, today }) {
    const known = new Map(accounts.map((account) => [account.id, account]));
    const until = addDays(today, RENEWAL.listedDays);
    const coming = (await contractClocks(tx, [...known.keys()], today)).flatMap((contract): Coming[] => {
      const account = known.get(contract.account);
      const { renewsOn } = contract;
      if (!account || renewsOn === undefined || renewsOn > until || !isComing(contract, today)) return [];
      return [{ account, renewsOn, inDays: daysBetween(today, renewsOn) }];
    });
    return renewalsAmong(coming, ({ account }) => account.id).flatMap(([nearest]) => nearest ?? []);
  },
  draw: (coming, { say, audience }) =>
    coming.flatMap(({ account: { id, name, scope }, renewsOn, inDays }): AgendaLine[] =>
      new Visible("contract-dates", scope, true).open(audience)
        ? [
            {
              key: `renewal:${id}:${renewsOn}`,
              name: [name],
              text: say("cadence.line-renewal", { account: name, on: daySpan(renewsOn), count: inDays }),
            },
          ]
        : [],
    ),
});

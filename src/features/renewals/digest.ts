import { daysBetween, localDateOf, type LocalDate } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { RenewalId } from "../../kernel/ids.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { type AccountRoster, accountsAbout, contractClocks } from "../accounts/facts.ts";
import { isComing, renewalsAmong } from "../coming.ts";
import { type AnyDigestSection, type DigestItem, type DigestLine, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { atRiskAmong } from "../risk/facts.ts";
import { riskFirst } from "../risk-first.ts";
import { openButton } from "./section-cards.ts";
import { renewalsById, renewalsOwnedBy, type StoredRenewal } from "./store.ts";
import { scopeFor } from "./owners.ts";
import { dayText, settledText } from "./texts.ts";

interface OwnedLine {
  readonly item: DigestItem;
  readonly renewal: StoredRenewal;
  readonly account: Pick<AccountRoster, "id" | "name" | "stage" | "scope" | "csm">;
  readonly atRiskSince: Date | undefined;
  readonly inDays: number;
  readonly renewsOn: LocalDate;
  /** else the value review */
  readonly hasTerms: boolean;
}

const NEWS = [30, 60, 90, 120] as const;

/** The terms that somebody has of accounts without an Account Manager; their own accounts' dates are said by the account book. */
export const renewalDigest: AnyDigestSection = digestSection<readonly OwnedLine[]>({
  surface: "digest",
  name: "renewals-taken",
  digests: ["am", "manager"],
  order: 31,
  isToday: true,
  counted: "digests.n-renewals",
  heading: "renewals.digest-heading",
  async gather({ tx }, { kind, person, day }) {
    const renewals = await renewalsOwnedBy(tx, [person.id]);
    const accounts = await accountsAbout(tx, renewals, day);
    const contracts = new Map((await contractClocks(tx, [...accounts.keys()], day)).map((each) => [each.id, each]));
    if (kind === "manager" ? person.roles.includes("am") : !person.roles.includes("am")) return [];
    const coming = renewals.flatMap(({ id, account, contract }) => {
      const { am, csm } = accounts.get(account)?.scope ?? {};
      const clock = contracts.get(contract);
      if (!clock?.renewsOn || am === person.id || csm === person.id || !isComing(clock, day)) return [];
      return [{ account, item: itemOf(id, clock.renewsOn, day) }];
    });
    const ordered = coming.toSorted((one, other) => inDaysOf(one.item) - inDaysOf(other.item));
    return renewalsAmong(ordered, ({ account }) => account).flatMap(([nearest]) => nearest?.item ?? []);
  },
  load: loadLines,
  changes: (lines) => lines.flatMap(({ renewal }) => renewal.settledAt ?? []),
  draw: drawOwned,
});

function itemOf(id: RenewalId, dueOn: LocalDate, day: LocalDate): DigestItem {
  const inDays = daysBetween(day, dueOn);
  return { id, grade: String(NEWS.find((each) => inDays <= each) ?? ""), figures: { inDays, renewsOn: dueOn } };
}

function inDaysOf({ figures }: DigestItem): number {
  return Number(figures["inDays"]);
}

async function loadLines(
  { tx, now }: Context,
  items: readonly DigestItem[],
  { id: whose, calendar }: Person,
): Promise<OwnedLine[]> {
  const renewals = await renewalsById(
    tx,
    items.map(({ id }) => id as RenewalId),
  );
  const accounts = await accountsAbout(tx, renewals.values(), localDateOf(now, calendar.zone));
  const atRisk = await atRiskAmong(tx, [...accounts.keys()]);
  return items.flatMap((item) => {
    const renewal = renewals.get(item.id as RenewalId);
    const account = renewal && accounts.get(renewal.account);
    if (!renewal || !account) return [];
    const renewsOn = (item.figures["renewsOn"] ?? renewal.dueOn) as LocalDate;
    const hasTerms = renewal.termsOwner === whose;
    const inDays = inDaysOf(item);
    return [{ item, renewal, account, atRiskSince: atRisk.get(account.id), inDays, renewsOn, hasTerms }];
  });
}

function drawOwned(lines: readonly OwnedLine[], view: View): DigestLine[] {
  const { say } = view;
  return lines.flatMap(({ item, renewal, account, atRiskSince, inDays, renewsOn, hasTerms }): DigestLine[] => {
    const scope = scopeFor(account.scope, [renewal.valueOwner, renewal.termsOwner]);
    if (!new Visible("contract-dates", scope, true).open(view.audience)) return [];
    const said = { account: account.name, count: inDays, due: dayText(renewsOn) };
    const line = say(hasTerms ? "renewals.digest-line" : "renewals.digest-line-value", said);
    const risk = riskFirst({ scope, csm: account.csm }, atRiskSince, view);
    return [
      {
        id: item.id,
        name: [account.name],
        text: risk.length > 0 ? say("renewals.two", { one: line, other: risk }) : line,
        button: openButton(account.id, view),
        done: renewal.state === "open" ? undefined : settledText(renewal, account, view),
      },
    ];
  });
}

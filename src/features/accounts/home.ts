import { type Block, daySpan, type Text } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { Acting, HomeSection } from "../feature.ts";
import { type Risk, risksOf } from "../risk/facts.ts";
import { type AccountFacts, accountsById, accountsHeldBy } from "./facts.ts";

const MOST_SHOWN = 10;

export interface MyAccounts {
  /** the most urgent first */
  readonly accounts: readonly AccountFacts[];
}

/** The customers somebody holds or covers, as their own screen lists them. */
export const homeAccounts: HomeSection<MyAccounts> = { surface: "home", order: 40, load, draw: drawAccounts };

async function load({ tx, now, person }: Acting): Promise<MyAccounts | undefined> {
  const ids = await accountsHeldBy(tx, [person.id, ...person.covers]);
  if (ids.length === 0) return undefined;
  const accounts = await accountsById(tx, ids, localDateOf(now, person.calendar.zone));
  return { accounts: urgentFirst([...accounts.values()], await risksOf(tx, ids)) };
}

const URGENCY: Readonly<Record<Risk["state"], number>> = { "at-risk": 0, watch: 1, recovering: 2, ok: 3 };
const NEVER = "9999-12-31";

/** At risk, rising, then whose notice deadline or renewal is nearest. */
function urgentFirst(
  accounts: readonly AccountFacts[],
  risks: ReadonlyMap<AccountFacts["id"], Pick<Risk, "state">>,
): AccountFacts[] {
  const order = ({ id, noticeUntil, renewsOn, name }: AccountFacts): string =>
    `${String(URGENCY[risks.get(id)?.state ?? "ok"])} ${noticeUntil ?? renewsOn ?? NEVER} ${name}`;
  return accounts.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

export function drawAccounts({ accounts }: MyAccounts, view: View): Block[] {
  const { say } = view;
  const shown = accounts.slice(0, MOST_SHOWN);
  const more = accounts.length - shown.length;
  return [
    { kind: "text", text: say("home.accounts", { count: accounts.length }) },
    ...shown.map((account): Block => ({
      kind: "text",
      text: lineOf(account, view),
      button: { kind: "button", label: say("home.open"), press: { name: "accounts.open", subject: account.id } },
    })),
    ...(more > 0 ? [{ kind: "context", text: say("home.accounts-more", { count: more }) } as const] : []),
  ];
}

function lineOf({ name, scope, renewsOn, noticeUntil }: AccountFacts, { say, audience }: View): Text {
  const dates = { renewsOn, noticeUntil };
  const seen = new Visible<{ renewsOn: LocalDate | undefined; noticeUntil: LocalDate | undefined }>(
    "contract-dates",
    scope,
    dates,
  ).open(audience);
  if (!seen?.renewsOn) return say("home.account", { account: name });
  const renewal = [daySpan(seen.renewsOn)];
  return seen.noticeUntil && seen.noticeUntil !== seen.renewsOn
    ? say("home.account-notice", { account: name, renewal, notice: [daySpan(seen.noticeUntil)] })
    : say("home.account-renewal", { account: name, renewal });
}

import { drawAccounts } from "../../src/features/accounts/home.ts";
import { homeCard } from "../../src/features/home/cards.ts";
import { drawOpportunities } from "../../src/features/opportunities/home.ts";
import { drawPersonal } from "../../src/features/risk/digests/personal-cards.ts";
import { drawRisks } from "../../src/features/risk/home.ts";
import { whyCard } from "../../src/features/settings/notify-cards.ts";
import { homeSetUp, setUpCard } from "../../src/features/setup/cards.ts";
import { type Census, companyFindings, stepsOf } from "../../src/features/setup/decide.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { PostId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { withWhy } from "../../src/outbox/why.ts";
import { northwind } from "./accounts.ts";
import { accountId, anna, type Example, fullPerson, marta, NOW, olga, personId, privately, scopeOf } from "./fixed.ts";
import { claimed, parked, story } from "./opportunities.ts";
import { entry, mine } from "./risk.ts";

const today = fixedDate("2026-11-24");

export const fullCensus: Census = {
  people: 12,
  csms: 5,
  ams: 4,
  managers: 2,
  admins: 1,
  unmatched: 0,
  accounts: 41,
  orphans: 0,
  orphanNames: [],
  csmChannels: 1,
  amChannels: 1,
  unread: 0,
  defaultsSet: true,
  usage: true,
  kindless: 0,
  series: { login_events: ["logins"], active_users_day: [], feature: ["export"] },
};
const emptyCensus: Census = {
  ...fullCensus,
  people: 1,
  csms: 0,
  ams: 0,
  managers: 0,
  unmatched: 1,
  accounts: 0,
  csmChannels: 0,
  amChannels: 0,
  defaultsSet: false,
  usage: false,
  series: { login_events: [], active_users_day: [], feature: [] },
};
const somewhat: Census = {
  ...fullCensus,
  unmatched: 3,
  orphans: 5,
  orphanNames: ["Adatum", "Contoso", "Litware"],
  amChannels: 0,
  unread: 1,
  kindless: 2,
};
const stepsFor = (census: Census) => stepsOf(companyFindings(census, 0));

function accounts(count: number) {
  return Array.from({ length: count }, (_, at) => {
    const id = accountId(30 + at);
    const name = `Customer ${String(at + 1)}`;
    return at === 0 ? northwind : { ...northwind, id, name, scope: scopeOf(id), noticeUntil: undefined };
  });
}

const csm = (view: View): View => ({ ...view, audience: privately(anna, "csm") });
const am = (view: View): View => ({ ...view, audience: privately(marta, "am") });
const admin = (view: View): View => ({ ...view, audience: privately(olga, "admin") });

export const homeExamples: readonly Example[] = [
  {
    name: "home-csm",
    draw(view) {
      const risks = [
        entry(2, "Northwind GmbH", {}),
        entry(3, "Contoso Ltd", { band: "watch" }, { became: { kind: "owned", owner: anna, at: NOW } }),
      ];
      const parts = [
        drawRisks({ entries: risks, today }, csm(view)),
        drawAccounts({ accounts: accounts(12) }, csm(view)),
      ];
      return homeCard(fullPerson(anna, view.locale, "csm"), parts, csm(view));
    },
  },
  {
    name: "home-am",
    draw(view) {
      const parts = [
        drawOpportunities([story, claimed, parked], am(view)),
        drawAccounts({ accounts: accounts(1) }, am(view)),
      ];
      return homeCard(fullPerson(marta, view.locale, "am"), parts, am(view));
    },
  },
  { name: "home-nothing", draw: (view) => homeCard(fullPerson(anna, view.locale, "colleague"), [], csm(view)) },
  {
    name: "home-admin",
    draw(view) {
      const parts = [homeSetUp(stepsFor(somewhat), admin(view))];
      return homeCard(fullPerson(olga, view.locale, "admin"), parts, admin(view));
    },
  },
  { name: "setup-empty", draw: (view) => setUpCard(stepsFor(emptyCensus), emptyCensus, admin(view)) },
  { name: "setup-some", draw: (view) => setUpCard(stepsFor(somewhat), somewhat, admin(view)) },
  { name: "setup-done", draw: (view) => setUpCard(stepsFor(fullCensus), fullCensus, admin(view)) },
  {
    name: "why-offer",
    draw: (view) =>
      whyCard(
        { card: "opportunities.offer", called: "opportunities.called-offer", direct: { why: "why.offer" } },
        {},
        am(view),
      ),
  },
  {
    name: "why-insistent",
    draw: (view) =>
      whyCard(
        {
          card: "requests.nudge",
          called: "requests.called-nudge",
          direct: { why: "why.request-nudge", insistent: true },
        },
        {},
        am(view),
      ),
  },
  {
    name: "risk-my-digest-sent",
    draw: (view) => withWhy(drawPersonal(mine, csm(view)), personId(90) as string as PostId, csm(view)).card,
  },
];

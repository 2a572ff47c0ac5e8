import { accountCard, type Looking } from "../../src/features/accounts/cards.ts";
import type { AccountFacts } from "../../src/features/accounts/facts.ts";
import type { Profile } from "../../src/features/accounts/page-store.ts";
import { whichCard } from "../../src/features/naming.ts";
import { settingsCard } from "../../src/features/settings/cards.ts";
import type { Channel } from "../../src/kernel/directory.ts";
import { createFeatures } from "../../src/features/index.ts";
import { commandsOf, helpCard, hintsOf } from "../../src/inbound/help.ts";
import { fixedDate, fixedTime, localDate } from "../../src/kernel/business-time.ts";
import type { ChannelId } from "../../src/kernel/ids.ts";
import { accountId, anna, ben, CALENDAR, type Example, fullPerson, marta, olga, privately, scopeOf } from "./fixed.ts";

const id = accountId(2);
export const northwind: AccountFacts = {
  id,
  name: "Northwind GmbH",
  segment: "mid-market",
  region: "dach",
  stage: "adoption",
  keyAccount: true,
  csm: anna,
  am: marta,
  scope: scopeOf(id),
  arr: [{ amountMinor: 4_800_000, currency: "EUR" }],
  seats: 50,
  renewsOn: localDate("2027-03-31"),
  noticeUntil: localDate("2027-01-14"),
  noticeOn: undefined,
};
/** What nobody has filled in yet. */
export const emptyProfile: Profile = {
  domain: undefined,
  industry: undefined,
  fields: {},
  others: [],
  champion: undefined,
  stalled: false,
  open: { tickets: 0, requests: 0 },
  next: undefined,
  contractsAt: undefined,
};
export const profile: Profile = {
  ...emptyProfile,
  domain: "northwind.example",
  industry: "logistics",
  fields: {
    "how-to-help": {
      value: "Answer in German; Dana decides, Erik pays.",
      asOf: fixedDate("2026-10-12"),
      source: "chat",
    },
    needs: { value: "Logins for the second shift.", asOf: fixedDate("2026-06-30"), source: "crm" },
  },
  others: [{ slot: "sponsor", person: olga }],
  champion: { name: "Dana Vogt", lastAt: new Date("2026-10-09T12:00:00Z") },
  open: { tickets: 2, requests: 1 },
  contractsAt: new Date("2026-11-23T02:00:00Z"),
};
export const looking: Looking = {
  today: fixedDate("2026-11-24"),
  actBy: fixedDate("2027-01-11"),
  mayWrite: false,
  leavesOut: false,
};
export const csmChannel: Channel = {
  id: "01900000-0000-7000-b000-000000000001" as ChannelId,
  platform: "slack",
  workspace: "T0",
  conversation: "C0CSM",
  name: "csm-dach",
  purpose: "csm",
  clearance: "commercial",
  manager: undefined,
  region: undefined,
  locale: "en",
  calendar: CALENDAR,
  digestAt: fixedTime("08:00"),
};
export const settings = {
  zone: "Europe/Berlin",
  locale: "de",
  region: "dach",
  workdays: [1, 2, 3, 4, 5],
  opens: CALENDAR.opens,
  closes: CALENDAR.closes,
  quietFrom: CALENDAR.quietFrom,
  quietTo: CALENDAR.quietTo,
  digestAt: CALENDAR.quietTo,
  scoringAt: CALENDAR.opens,
} as const;

export const accountExamples: readonly Example[] = [
  {
    name: "account-own",
    draw: (view) =>
      accountCard(
        northwind,
        profile,
        [],
        { ...looking, mayWrite: true },
        { ...view, audience: privately(anna, "csm") },
      ),
  },
  {
    name: "account-own-empty",
    draw(view) {
      const bare = { ...northwind, arr: [], seats: undefined, renewsOn: undefined, noticeUntil: undefined };
      const mine = { ...looking, actBy: undefined, mayWrite: true };
      return accountCard(bare, emptyProfile, [], mine, { ...view, audience: privately(anna, "csm") });
    },
  },
  {
    name: "account-colleague",
    draw: (view) =>
      accountCard(
        northwind,
        profile,
        [],
        { ...looking, leavesOut: true },
        { ...view, audience: privately(ben, "colleague") },
      ),
  },
  {
    name: "account-left",
    draw: (view) =>
      accountCard(
        { ...northwind, stage: "churned" },
        profile,
        [],
        {
          ...looking,
          left: {
            on: localDate("2026-11-20"),
            reason: view.say("cases.reason-ours", {
              group: view.say("cases.reason-service"),
              detail: view.say("cases.reason-service-support"),
            }),
            lost: [{ amountMinor: 4_800_000, currency: "EUR" }],
          },
        },
        { ...view, audience: privately(marta, "am") },
      ),
  },
  {
    name: "account-notice-given",
    draw: (view) =>
      accountCard(
        { ...northwind, noticeOn: localDate("2026-11-20"), am: undefined },
        { ...profile, stalled: true },
        [],
        { ...looking, mayWrite: true },
        { ...view, audience: privately(anna, "csm") },
      ),
  },
  {
    name: "account-did-you-mean",
    draw: ({ say }) =>
      whichCard(
        say("accounts.did-you-mean", { words: "nortwind" }),
        [
          { id, name: "Northwind GmbH" },
          { id: accountId(3), name: "Northridge Foods" },
        ],
        { press: "accounts.open" },
      ),
  },
  { name: "help", draw: ({ say }) => helpCard(commandsOf(createFeatures()), hintsOf(createFeatures()), false, say) },
  {
    name: "help-more",
    draw: ({ say }) => helpCard(commandsOf(createFeatures()), hintsOf(createFeatures()), true, say),
  },
  {
    name: "settings-admin",
    draw: (view) => settingsCard(fullPerson(anna, view.locale, "csm", "admin"), settings, [csmChannel], view),
  },
  { name: "settings-empty", draw: (view) => settingsCard(fullPerson(anna, view.locale, "csm"), settings, [], view) },
];

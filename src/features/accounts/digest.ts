import { addDays, localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AnyDigestSection, type DigestItem, type DigestMorning, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { atRiskAmong } from "../risk/facts.ts";
import { calendarOf, type Holidays, settingsOf } from "../settings/facts.ts";
import { drawDeadlines, drawOrphans } from "./digest-cards.ts";
import {
  deadlineIn,
  decideDeadline,
  inOrder,
  itemOf,
  NOTICE_WITHIN_DAYS,
  RENEWAL_WITHIN_DAYS,
} from "./digest-decide.ts";
import { deadlinesNear, orphans } from "./digest-store.ts";
import { type AccountFacts, accountsById } from "./facts.ts";
import { meetingsSection } from "./meetings-digest.ts";
import { overridesSection } from "./overrides-digest.ts";

/** What the account book says in the morning: renewals and notice deadlines, and who has nobody. */
export function createAccountDigests(holidays: Holidays): readonly AnyDigestSection[] {
  async function gatherDeadlines({ tx }: Context, { kind, person, day }: DigestMorning): Promise<DigestItem[]> {
    const near = { renewal: addDays(day, RENEWAL_WITHIN_DAYS), notice: addDays(day, NOTICE_WITHIN_DAYS) };
    const held = { slot: kind === "am" ? "am" : "csm", by: person.id } as const;
    const accounts = await accountsById(tx, await deadlinesNear(tx, held, day, near), day);
    const settings = await settingsOf(tx);
    const deadlines = [...accounts.values()].flatMap((facts) => {
      const account = calendarOf(settings, holidays, settings.zone, facts.region ?? settings.region);
      return decideDeadline(facts, day, { account, reader: person.calendar }) ?? [];
    });
    return inOrder(deadlines).map(itemOf);
  }

  return [
    meetingsSection,
    overridesSection,
    digestSection({
      surface: "digest",
      name: "deadlines",
      digests: ["csm", "am"],
      order: 30,
      counted: "digests.n-renewals",
      heading: "digests.deadlines",
      gather: gatherDeadlines,
      async load(context, items, whose) {
        const accounts = await accountsIn(context, items, whose);
        const atRisk = await atRiskAmong(context.tx, [...accounts.keys()]);
        return items.flatMap((item) => {
          const account = accounts.get(item.id as AccountId);
          if (!account) return [];
          return [{ deadline: deadlineIn(item), account, whose: whose.id, atRiskSince: atRisk.get(account.id) }];
        });
      },
      changes: () => [],
      draw: drawDeadlines,
    }),
    digestSection({
      surface: "digest",
      name: "orphans",
      digests: ["manager"],
      order: 10,
      counted: "digests.n-orphans",
      heading: "digests.orphans",
      async gather({ tx }, { person, day }) {
        const accounts = await accountsById(tx, await orphans(tx, person.id), day);
        return [...accounts.values()]
          .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
          .map(({ id }) => ({ id, grade: "orphan", figures: {} }));
      },
      async load(context, items, whose) {
        const accounts = await accountsIn(context, items, whose);
        return items.flatMap(({ id }) => accounts.get(id as AccountId) ?? []);
      },
      changes: () => [],
      draw: drawOrphans,
    }),
  ];
}

function orderOf({ keyAccount, name, id }: AccountFacts): string {
  return `${keyAccount ? "0" : "1"} ${name} ${id}`;
}

function accountsIn({ tx, now }: Context, items: readonly DigestItem[], { calendar }: Person) {
  const ids = items.map(({ id }) => id as AccountId);
  return accountsById(tx, ids, localDateOf(now, calendar.zone));
}

import { addDays, localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AnyDigestSection, type DigestItem, type DigestMorning, digestSection } from "../digest-section.ts";
import { isComing } from "../coming.ts";
import type { Context } from "../feature.ts";
import { settledOn } from "../renewals/facts.ts";
import { atRiskAmong } from "../risk/facts.ts";
import { calendarOf, type Holidays, settingsOf } from "../settings/facts.ts";
import { drawDeadlines, drawOrphans } from "./digest-cards.ts";
import { deadlineIn, NOTICED, decideDeadline, nearestOfEach, itemOf } from "./digest-decide.ts";
import { deadlinesNear, orphans } from "./digest-store.ts";
import { type AccountFacts, accountsById, contractClocks } from "./facts.ts";
import { meetingsSection } from "./meetings-digest.ts";
import { overridesSection } from "./overrides-digest.ts";

/** What the account book says in the morning: renewals and notice deadlines, and who has nobody. */
export function createAccountDigests(holidays: Holidays): readonly AnyDigestSection[] {
  async function gatherDeadlines({ tx }: Context, { kind, person, day }: DigestMorning): Promise<DigestItem[]> {
    const near = { renewal: addDays(day, RENEWAL.listedDays), notice: addDays(day, RENEWAL.noticeListedDays) };
    const held = { slot: kind === "am" ? "am" : "csm", by: person.id } as const;
    const accounts = await accountsById(tx, await deadlinesNear(tx, held, day, near), day);
    const settings = await settingsOf(tx);
    const clocks = (await contractClocks(tx, [...accounts.keys()], day)).filter((each) => isComing(each, day));
    const settled = await settledOn(
      tx,
      clocks.map(({ id }) => id),
    );
    const deadlines = clocks.flatMap((clock) => {
      const region = accounts.get(clock.account)?.region ?? settings.region;
      if (clock.renewsOn && settled.get(clock.id)?.has(clock.renewsOn)) return [];
      const account = calendarOf(settings, holidays, settings.zone, region);
      return decideDeadline(clock, day, { account, reader: person.calendar }) ?? [];
    });
    return nearestOfEach(deadlines).map(itemOf);
  }

  return [
    meetingsSection,
    overridesSection,
    digestSection({
      surface: "digest",
      name: "deadlines",
      digests: ["csm", "am"],
      order: 30,
      isToday: true,
      counted: "digests.n-renewals",
      among: { said: "digests.with-notice", grades: NOTICED },
      heading: "digests.deadlines",
      gather: gatherDeadlines,
      async load(context, items, whose) {
        const accounts = await accountsIn(context, items, whose);
        const atRisk = await atRiskAmong(context.tx, [...accounts.keys()]);
        const today = localDateOf(context.now, whose.calendar.zone);
        const clocks = await contractClocks(context.tx, [...accounts.keys()], today);
        return items.flatMap((item) => {
          const found = accounts.get(item.id as AccountId);
          if (!found) return [];
          const deadline = deadlineIn(item);
          const { renewsOn, noticeOn } = clocks.find(({ id }) => id === deadline.contract) ?? found;
          const account = { ...found, renewsOn, noticeOn };
          return [{ deadline, account, whose: whose.id, atRiskSince: atRisk.get(found.id) }];
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
      isToday: true,
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

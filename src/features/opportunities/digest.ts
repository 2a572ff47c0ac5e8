import { addWorkingHours, type WorkCalendar } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { type AnyDigestSection, type DigestItem, type DigestMorning, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { drawParked, drawPromised, drawToClaim, drawUnclaimed, type OfferLine } from "./digest-cards.ts";
import { routedAt, unclaimedSince } from "./digest-store.ts";
import { offersById, offersFor, type StoredOpportunity } from "./store.ts";
import { storyOf } from "./story.ts";

/** What an AM has to do with opportunities in the morning, and what their manager reads of those that nobody claims. */
export const opportunityDigests: readonly AnyDigestSection[] = [
  digestSection({
    surface: "digest",
    name: "to-claim",
    digests: ["am"],
    order: 10,
    isToday: true,
    counted: "digests.n-to-claim",
    heading: "digests.to-claim",
    gather: gatherToClaim,
    load: loadLines,
    changes: (lines) => changesOf(lines),
    draw: drawToClaim,
  }),
  digestSection({
    surface: "digest",
    name: "promised",
    digests: ["am"],
    order: 15,
    isToday: true,
    counted: "digests.n-promised",
    heading: "digests.promised",
    async gather(context, morning) {
      const mine = await mineOf(context, morning);
      return mine.flatMap(({ id, stage, claimed, parked }): DigestItem[] => {
        if (!claimed || stage !== "claimed" || parked || claimed.by !== morning.person.id) return [];
        const isDue = claimed.contactBy.getTime() <= context.now.getTime() + A_DAY_MS;
        const by = claimed.contactBy.toISOString();
        return [{ id, grade: isDue ? "due" : "open", pressing: isDue, figures: { by } }];
      });
    },
    load: loadLines,
    changes: (lines) => changesOf(lines),
    draw: drawPromised,
  }),
  digestSection({
    surface: "digest",
    name: "parked",
    digests: ["am"],
    order: 20,
    counted: "digests.n-parked",
    heading: "digests.parked",
    async gather(context, morning) {
      const mine = await mineOf(context, morning);
      return mine.flatMap(({ id, parked }): DigestItem[] =>
        parked ? [{ id, grade: "parked", figures: { since: parked.since.toISOString() } }] : [],
      );
    },
    load: loadLines,
    changes: () => [],
    draw: drawParked,
  }),
  digestSection({
    surface: "digest",
    name: "unclaimed",
    digests: ["manager"],
    order: 30,
    isToday: true,
    counted: "digests.n-unclaimed",
    heading: "digests.unclaimed",
    gather: gatherUnclaimed,
    load: loadLines,
    changes: (lines) => changesOf(lines),
    draw: drawUnclaimed,
  }),
];

const A_DAY_MS = 24 * 3_600_000;

async function mineOf({ tx }: Context, { person }: DigestMorning): Promise<StoredOpportunity[]> {
  const pool = person.roles.includes("am") ? { region: person.region } : undefined;
  return (await offersFor(tx, [person.id], pool)).map(({ opportunity }) => opportunity);
}

/** Those offered to them, with the time they have; what was on hold the morning before is released. */
async function gatherToClaim(context: Context, morning: DigestMorning): Promise<DigestItem[]> {
  const { tx, now } = context;
  const mine = (await mineOf(context, morning)).filter(
    ({ stage, claimed, parked, snoozedUntil }) => stage === "routed" && !claimed && !parked && !snoozedUntil,
  );
  const offered = await routedAt(
    tx,
    mine.map(({ id }) => id),
  );
  const held = new Set(morning.before("parked").map(({ id }) => id));
  return mine
    .map(({ id, clocks }): DigestItem => {
      const by = clocks.claimBy ?? claimBy(offered.get(id) ?? now, morning.person.calendar);
      const isLate = by.getTime() <= now.getTime();
      const grade = held.has(id) ? "released" : isLate ? "late" : "open";
      return { id, grade, pressing: !isLate, figures: { by: by.toISOString() } };
    })
    .toSorted((one, other) => (String(one.figures["by"]) < String(other.figures["by"]) ? -1 : 1));
}

/** Of what was offered before its clock was kept. */
function claimBy(offeredAt: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(offeredAt, OPPORTUNITY.claimWithinHours, calendar);
}

async function gatherUnclaimed({ tx, now, directory }: Context, { person }: DigestMorning): Promise<DigestItem[]> {
  const people = new Map((await directory.people(tx)).map((each) => [each.id, each]));
  const late = (await unclaimedSince(tx, now)).flatMap(({ id, assignee, routedAt: at, claimBy: kept }) => {
    const calendar = (assignee === undefined ? undefined : people.get(assignee)?.calendar) ?? person.calendar;
    const by = kept ?? claimBy(at, calendar);
    return by.getTime() <= now.getTime() ? [{ id, by }] : [];
  });
  const offers = await offersById(
    tx,
    late.map(({ id }) => id),
  );
  return late.flatMap(({ id, by }): DigestItem[] =>
    offers.get(id)?.account.scope.managers.includes(person.id)
      ? [{ id, grade: "late", figures: { by: by.toISOString() } }]
      : [],
  );
}

async function loadLines({ tx }: Context, items: readonly DigestItem[]): Promise<OfferLine[]> {
  const offers = await offersById(
    tx,
    items.map(({ id }) => id as OpportunityId),
  );
  return items.flatMap((item) => {
    const offer = offers.get(item.id as OpportunityId);
    return offer ? [{ item, story: storyOf(offer.opportunity, offer.account) }] : [];
  });
}

function changesOf(lines: readonly OfferLine[]): Date[] {
  return lines.flatMap(({ story: { opportunity } }) => opportunity.claimed?.at ?? opportunity.parked?.since ?? []);
}

import { localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { RequestId } from "../../kernel/ids.ts";
import { accountsAbout } from "../accounts/facts.ts";
import { type AnyDigestSection, type DigestItem, digestSection } from "../digest-section.ts";
import type { Context } from "../feature.ts";
import { drawLate, drawWaiting, type WaitingLine } from "./digest-cards.ts";
import { lateAt, type Waiting, waitingById, waitingFor } from "./digest-store.ts";

/** The requests that wait for somebody's first response; what is late also for whoever leads. */
export const requestDigests: readonly AnyDigestSection[] = [
  digestSection({
    surface: "digest",
    name: "requests",
    digests: ["csm", "am"],
    order: 25,
    isToday: true,
    counted: "digests.n-requests",
    heading: "digests.requests",
    gather: async ({ tx, now }, { person }) => (await waitingFor(tx, person.id)).map((each) => itemOf(each, now)),
    load: loadLines,
    changes: changesOf,
    draw: drawWaiting,
  }),
  digestSection({
    surface: "digest",
    name: "late-requests",
    digests: ["manager"],
    order: 25,
    isToday: true,
    counted: "digests.n-late-requests",
    heading: "digests.late-requests",
    async gather({ tx, now }, { person, day }) {
      const late = await lateAt(tx, now);
      const accounts = await accountsAbout(tx, late, day);
      return late
        .filter(({ account }) => accounts.get(account)?.scope.managers.includes(person.id))
        .map((each) => itemOf(each, now));
    },
    load: loadLines,
    changes: changesOf,
    draw: drawLate,
  }),
];

function itemOf({ id, responseDueAt }: Waiting, now: Date): DigestItem {
  const isLate = responseDueAt.getTime() <= now.getTime();
  return {
    id,
    grade: isLate ? "late" : "open",
    pressing: isLate,
    figures: { due: responseDueAt.toISOString() },
  };
}

async function loadLines(
  { tx, now }: Context,
  items: readonly DigestItem[],
  { calendar }: Person,
): Promise<WaitingLine[]> {
  const requests = await waitingById(
    tx,
    items.map(({ id }) => id as RequestId),
  );
  const accounts = await accountsAbout(tx, requests.values(), localDateOf(now, calendar.zone));
  return items.flatMap((item) => {
    const request = requests.get(item.id as RequestId);
    const account = request && accounts.get(request.account);
    return request && account ? [{ item, request, account }] : [];
  });
}

function changesOf(lines: readonly WaitingLine[]): Date[] {
  return lines.flatMap(({ request }) => request.respondedAt ?? []);
}

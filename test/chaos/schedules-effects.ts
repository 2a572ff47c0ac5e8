import { deliveryOf } from "./outbox-check.ts";
import type { FiredRow, Ledger, PostRow } from "./schedules-ledger.ts";
import type { Stage } from "./schedules-stage.ts";

export type Report = (rule: string, detail: string) => void;
export type Count = (what: string, more?: number) => void;

export const LATE_AFTER_MS = 15 * 60_000;
/** the digests, and as what each is kept */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ["risk.team-digest", "risk.team"],
  ["risk.my-digest", "risk.mine"],
  ["risk.am-digest", "risk.am"],
  ["risk.manager-digest", "risk.manager"],
]);
/** Those that come only when there is something to do. */
const DUTIES: ReadonlySet<string> = new Set(["risk.am-digest", "risk.manager-digest"]);
const NIGHT = "risk.score";
/** how long a digest may take from the instant that decides whether it is sent to the message */
const SENDING_MS = 25_000;

/**
 * What fired has had its effect once: a night, or a digest, which stands once in Slack, or was of no use any more when
 * its turn came and says so.
 * @param dueOf the instant an occurrence was due
 */
export function createEffectsCheck({ rig, shownAt }: Stage, dueOf: (row: FiredRow) => number | undefined) {
  const settled = new Set<PostRow["id"]>();
  /** the domain's time from which on everybody has a customer at risk */
  let scoredMs = Infinity;

  function checkDigest(row: FiredRow, { posts, editions }: Ledger, nowMs: number, report: Report, count: Count): void {
    const name = `${row.schedule} of ${row.subject} on ${row.day}`;
    const late = editions.get(editionOf(row));
    const [post, ...more] = posts.filter(
      ({ card, subject, slot }) => card === row.schedule && subject === row.subject && slot === row.day,
    );
    if (late === undefined && !post && (DUTIES.has(row.schedule) || row.at.getTime() < scoredMs)) return;
    if (late === undefined || !post || more.length > 0) return report("a digest is one edition and one post", name);
    if (settled.has(post.id)) return;
    settled.add(post.id);
    const isLate = row.at.getTime() - (dueOf(row) ?? NaN) > LATE_AFTER_MS;
    if (late !== isLate) report("late is marked late", name);
    const uselessMs = post.useless_after?.getTime() ?? Infinity;
    if (post.state === "sent") {
      count("digests sent");
      const sentMs = sentAt(post);
      if (sentMs === undefined) report("what was sent stands", name);
      else if (sentMs > uselessMs + SENDING_MS) report("what is of no use is not sent", name);
    } else if (post.state === "suppressed" && post.reason === "late") {
      count("digests suppressed, of no use by then");
      if (nowMs < uselessMs) report("only what is of no use is suppressed", name);
    } else if (post.state === "ambiguous") {
      settled.delete(post.id);
    } else report("a digest ends well", `${name}: ${post.state} ${post.reason ?? ""}`);
  }

  /** The domain's time at which it came to Slack first. */
  function sentAt({ ref }: PostRow): number | undefined {
    const first = rig.slack.messages.get(ref ?? "")?.versions[0];
    return first && shownAt(first.atMs);
  }

  /** A message that no post owns was sent twice; unless it is a post's of which nobody knows yet. */
  function checkMessages({ posts }: Ledger, report: Report): void {
    const owned = new Set(posts.flatMap(({ ref }) => ref ?? []));
    const unclear = new Set(posts.flatMap((post) => (post.state === "ambiguous" ? (post.delivery_id ?? []) : [])));
    for (const [ref, message] of rig.slack.messages) {
      if (!owned.has(ref) && !unclear.delete(deliveryOf(message))) {
        report("no message stands twice", `${ref} ${message.text}`);
      }
    }
  }

  function checkNights({ nights }: Ledger, fired: readonly FiredRow[], report: Report): void {
    const wanted = fired.filter(({ schedule }) => schedule === NIGHT).map(({ at }) => at.toISOString());
    if (wanted.toSorted().join() === nights.toSorted().join()) return;
    report("one night for each that fired", `${nights.join()}, not ${wanted.join()}`);
  }

  return (ledger: Ledger, nowMs: number, report: Report, count: Count): void => {
    for (const row of ledger.fired) if (DIGESTS.has(row.schedule)) checkDigest(row, ledger, nowMs, report, count);
    for (const id of ledger.editions.keys()) {
      if (!ledger.fired.some((row) => editionOf(row) === id)) report("an edition is of what fired", id);
    }
    if (ledger.nights.length > 0) scoredMs = Math.min(scoredMs, nowMs);
    checkMessages(ledger, report);
    checkNights(ledger, ledger.fired, report);
  };
}

function editionOf({ schedule, subject, day }: FiredRow): string {
  return `${DIGESTS.get(schedule) ?? ""} ${subject} ${day}`;
}

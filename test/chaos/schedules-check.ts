import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Shown } from "../proof/shown.ts";
import type { Violation } from "./outcome.ts";
import { type Count, createEffectsCheck, LATE_AFTER_MS, type Report } from "./schedules-effects.ts";
import type { Expected } from "./schedules-expected.ts";
import { type FiredRow, keyOf, type Ledger, readLedger } from "./schedules-ledger.ts";
import type { Stage } from "./schedules-stage.ts";

export interface Checker {
  /** Waits until nothing is left to do, then holds what was done against what was to be done. */
  check(scene: string): Promise<void>;
  readonly violations: readonly Violation[];
  readonly counts: Readonly<Record<string, number>>;
}

const QUIET_WITHIN_MS = 150_000;
const LOOK_MS = 200;

/**
 * Each occurrence fired once, or was passed over by rule: of those missed while nothing ran, the latest fires. What is
 * due next lies ahead. What came of those that fired is the matter of `createEffectsCheck`.
 * @param armedMs the instant before which nothing was scheduled
 */
export function createChecker(stage: Stage, expected: readonly Expected[], armedMs: number): Checker {
  const violations: Violation[] = [];
  const counts: Record<string, number> = {};
  const seen = new Map<string, FiredRow>();
  const passedOver = new Set<string>();
  const subjects = new Map(expected.map((each) => [`${each.schedule} ${each.subject}`, each]));
  const checkEffects = createEffectsCheck(stage, dueOf);
  const count: Count = (what, more = 1) => void (counts[what] = (counts[what] ?? 0) + more);

  function dueOf({ schedule, subject, day }: FiredRow): number | undefined {
    return subjects.get(`${schedule} ${subject}`)?.due.find(({ date }) => date === day)?.dueMs;
  }

  /** Everything that is due is done, and no replica holds anything. */
  async function quiet(report: Report): Promise<{ ledger: Ledger; nowMs: number }> {
    const startedMs = wallClock.monotonicMs();
    for (;;) {
      const nowMs = stage.nowMs();
      const ledger = await readLedger(stage.rig, nowMs);
      if (ledger.open.length === 0 && isOfOneInstant(ledger, nowMs)) return { ledger, nowMs };
      if (wallClock.monotonicMs() - startedMs > QUIET_WITHIN_MS) {
        report("everything is done in the end", ledger.open.join(", "));
        return { ledger, nowMs };
      }
      await pause(LOOK_MS);
    }
  }

  /** Nothing came due while it was read. */
  function isOfOneInstant({ fired, due }: Ledger, nowMs: number): boolean {
    return (
      fired.every(({ at }) => at.getTime() <= nowMs) && due.every(({ due_at }) => due_at.getTime() > stage.nowMs())
    );
  }

  function checkFired(each: Expected, fired: ReadonlyMap<string, FiredRow>, nowMs: number, report: Report): void {
    const { due } = each;
    const last = due.findLastIndex(({ dueMs }) => dueMs <= nowMs);
    for (let at = due.findIndex(({ dueMs }) => dueMs > armedMs); at >= 0 && at <= last; at++) {
      const shown = due[at];
      if (!shown) continue;
      const key = keyOf({ ...each, day: shown.date });
      const row = fired.get(key);
      if (row && !seen.has(key)) {
        checkInstant(key, row.at.getTime(), shown, nowMs, report);
        if ((due[at + 1]?.dueMs ?? Infinity) <= stage.sinceMs) report("of those missed only the latest fires", key);
      }
      if (row || passedOver.has(key)) continue;
      if (at === last) report("each fires", `${key}, due at ${iso(shown.dueMs)}, has not fired at ${iso(nowMs)}`);
      passedOver.add(key);
      count("passed over while down");
    }
  }

  function checkInstant(key: string, firedMs: number, { dueMs }: Shown, nowMs: number, report: Report): void {
    if (firedMs < dueMs || firedMs > nowMs)
      report("each fires at its time", `${key}: ${iso(firedMs)}, not ${iso(dueMs)}`);
    count(firedMs - dueMs > LATE_AFTER_MS ? "fired late" : "fired on time");
  }

  function checkNext({ schedule, subject, due }: Expected, { due: rows }: Ledger, nowMs: number, report: Report): void {
    const next = rows.filter((row) => row.schedule === schedule && row.subject === subject);
    const nextMs = due.find(({ dueMs }) => dueMs > nowMs)?.dueMs ?? NaN;
    if (next.length === 1 && next[0]?.due_at.getTime() === nextMs) return;
    const found = next.map(({ due_at }) => due_at.toISOString()).join() || "nothing";
    report("the next is due after now", `${schedule} ${subject}: ${found}, not ${iso(nextMs)}`);
  }

  return {
    violations,
    counts,
    async check(scene) {
      const report: Report = (rule, detail) => void violations.push({ rule, detail: `${scene}: ${detail}` });
      const { ledger, nowMs } = await quiet(report);
      const fired = new Map(ledger.fired.map((row) => [keyOf(row), row]));
      for (const each of expected) {
        checkFired(each, fired, nowMs, report);
        checkNext(each, ledger, nowMs, report);
      }
      for (const [key, row] of fired) {
        const before = seen.get(key);
        if (before && before.at.getTime() !== row.at.getTime()) report("what fired has fired", key);
        if (dueOf(row) === undefined) report("only what is due fires", key);
        seen.set(key, row);
      }
      checkEffects(ledger, nowMs, report, count);
    },
  };
}

function iso(ms: number): string {
  return Number.isNaN(ms) ? "never" : new Date(ms).toISOString();
}

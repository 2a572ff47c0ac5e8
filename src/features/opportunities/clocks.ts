import {
  addWorkingDays,
  addWorkingHours,
  instantOf,
  localDateOf,
  type WorkCalendar,
  workingMsBetween,
} from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Clocks, Opportunity } from "./decide.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { remindAfterHours, claimWithinHours, reassignAfterHours, releaseAfterWorkingDays, expiresAfterDays } =
  OPPORTUNITY;
/** Working hours from one rung of an offer's ladder to the next. */
const RUNGS = [remindAfterHours, claimWithinHours - remindAfterHours, reassignAfterHours - claimWithinHours] as const;

/** Nobody was offered it yet: only its life is counted. */
export function spottedClocks(now: Date): Clocks {
  return {
    rung: 0,
    dueAt: undefined,
    claimBy: undefined,
    expiresAt: new Date(now.getTime() + expiresAfterDays * DAY_MS),
    stoppedAt: undefined,
  };
}

/** It is offered to somebody, in whose working hours the ladder climbs. */
export function offeredClocks(now: Date, calendar: WorkCalendar): Clocks {
  return {
    ...spottedClocks(now),
    dueAt: addWorkingHours(now, RUNGS[0], calendar),
    claimBy: addWorkingHours(now, claimWithinHours, calendar),
  };
}

/** It goes to the next in line: their ladder begins, and the offer is no younger. */
export function reassignedClocks({ expiresAt }: Clocks, now: Date, calendar: WorkCalendar): Clocks {
  return { ...offeredClocks(now, calendar), expiresAt };
}

/** One rung up. A pool's ladder has one rung more; at its top nothing is due. */
export function climbed(clocks: Clocks, isPool: boolean, calendar: WorkCalendar): Clocks {
  const rung = clocks.rung + 1;
  const hours = rung < (isPool ? 3 : 2) ? RUNGS[rung] : undefined;
  const { dueAt } = clocks;
  return {
    ...clocks,
    rung,
    dueAt: hours === undefined || !dueAt ? undefined : addWorkingHours(dueAt, hours, calendar),
  };
}

/** It waits and is offered to nobody: what is left is its life. */
export function waitingClocks(clocks: Clocks): Clocks {
  return { ...clocks, rung: 0, dueAt: undefined, claimBy: undefined };
}

/** It is claimed: its promise is due in the morning of its day, and lapses some days later. */
export function promisedClocks(contactBy: Date, now: Date, calendar: WorkCalendar): Clocks {
  const dueAt = promiseDueAt(contactBy, now, calendar);
  return { rung: 0, dueAt, claimBy: undefined, expiresAt: undefined, stoppedAt: undefined };
}

/** Who promised was reminded. */
export function promiseReminded(clocks: Clocks, contactBy: Date, calendar: WorkCalendar): Clocks {
  return { ...clocks, rung: 1, dueAt: addWorkingDays(contactBy, releaseAfterWorkingDays, calendar) };
}

/** The promise was kept: nothing is due by itself any more. */
export function keptClocks(clocks: Clocks): Clocks {
  return { ...waitingClocks(clocks), expiresAt: undefined };
}

function promiseDueAt(contactBy: Date, now: Date, { zone, opens }: WorkCalendar): Date {
  const morning = instantOf(localDateOf(contactBy, zone), opens, zone);
  return morning > now ? morning : now;
}

/** Somebody who asks for it is answered in time: its clock runs towards a claim or a contact, or it is yet to be offered. */
export function isTimed({ stage, clocks }: Pick<Opportunity, "stage" | "clocks">): boolean {
  return stage === "gated" || (clocks.dueAt !== undefined && clocks.stoppedAt === undefined);
}

/** They stand still from now on; those that do already do so since then. */
export function stopped(clocks: Clocks, now: Date): Clocks {
  return clocks.stoppedAt ? clocks : { ...clocks, stoppedAt: now };
}

/**
 * They run again, and what is due is due when the time that was left has passed. An offer that nobody had claimed in time
 * is as late as it was when they stopped.
 */
export function started(opportunity: Opportunity, now: Date, calendar: WorkCalendar): Opportunity {
  const { clocks, claimed } = opportunity;
  const { stoppedAt, dueAt, claimBy, expiresAt } = clocks;
  if (!stoppedAt) return opportunity;
  const later = (due: Date): Date =>
    due <= stoppedAt ? due : addWorkingHours(now, workingMsBetween(stoppedAt, due, calendar) / HOUR_MS, calendar);
  const stoodMs = now.getTime() - stoppedAt.getTime();
  const contactBy = claimed && later(claimed.contactBy);
  const isPromise = opportunity.stage === "claimed" && clocks.rung === 0;
  const nextAt = dueAt && (isPromise && contactBy ? promiseDueAt(contactBy, now, calendar) : later(dueAt));
  return {
    ...opportunity,
    claimed: claimed && contactBy && { ...claimed, contactBy },
    clocks: {
      ...clocks,
      stoppedAt: undefined,
      dueAt: nextAt,
      claimBy: claimBy && (claimBy <= stoppedAt ? new Date(claimBy.getTime() + stoodMs) : later(claimBy)),
      expiresAt: expiresAt && new Date(expiresAt.getTime() + stoodMs),
    },
  };
}

import { addDays, afterQuietHours, instantOf, localDateOf, type WorkCalendar } from "../../kernel/business-time.ts";
import { WON } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { Context, Reminder } from "../feature.ts";
import { leadersOf, leadersReading } from "../leading.ts";
import { settingsOf } from "../settings/facts.ts";
import { type Measured, measureBenefit, mostTelling } from "./benefit.ts";
import { basesFor, type Basis, insertBenefit, levelsOf, type Windows } from "./benefit-store.ts";
import { actingFor } from "./living.ts";
import { type Offer, offerById } from "./store.ts";

function nameOf(days: number): string {
  return `measure-${String(days)}`;
}

/** By the day: 90 and 180 days after the sale. */
export const measureReminders: Readonly<Record<string, Reminder>> = Object.fromEntries(
  WON.measuredAfterDays.map((days): [string, Reminder] => [
    nameOf(days),
    { fire: (context, subject) => measure(context, subject as OpportunityId, days) },
  ]),
);

/** It is won: its benefit is measured in the mornings of those days, where the CSM is (D8). */
export async function planMeasures(context: Context, id: OpportunityId): Promise<void> {
  const offer = await offerById(context.tx, id);
  const soldAt = offer?.opportunity.wonAt;
  if (!offer || !soldAt) return;
  const calendar = calendarOf(offer, await context.directory.people(context.tx));
  if (!calendar) return;
  for (const days of WON.measuredAfterDays) {
    const day = addDays(localDateOf(soldAt, calendar.zone), days);
    context.reminders.set(`opportunities.${nameOf(days)}`, id, instantOf(day, calendar.opens, calendar.zone));
  }
}

function calendarOf({ account, opportunity }: Offer, people: readonly Person[]): WorkCalendar | undefined {
  const person = actingFor(account.scope.csm ?? opportunity.claimed?.by, people) ?? leadersOf(account.scope, people)[0];
  return person?.calendar;
}

/** Measures it, once, and tells the CSM, who sold it, and who leads. */
async function measure(context: Context, id: OpportunityId, days: number): Promise<void> {
  const { tx, now, directory, emit, posts } = context;
  const offer = await offerById(tx, id);
  const soldAt = offer?.opportunity.wonAt;
  if (!offer || !soldAt || (offer.opportunity.stage !== "won" && offer.opportunity.stage !== "done")) return;
  const people = await directory.people(tx);
  const zone = calendarOf(offer, people)?.zone ?? (await settingsOf(tx)).zone;
  const windows = { soldOn: localDateOf(soldAt, zone), measuredOn: addDays(localDateOf(soldAt, zone), days) };
  const { measured, basis } = await measuredBy(context, offer, windows);
  const outcome = basis?.outcome;
  if (!(await insertBenefit(tx, { opportunity: id, days, at: now, outcome, measured }))) return;
  const details = { product: offer.opportunity.product, count: days, verdict: measured.kind };
  const { id: account, scope } = offer.account;
  await emit({ kind: "account-touched", account, what: "benefit-measured", by: undefined, via: "clock", details });
  const whom = new Set([
    scope.csm,
    offer.opportunity.claimed?.by ?? scope.am,
    leadersReading("opportunity", scope, people)[0]?.id,
  ]);
  for (const person of people.filter((each) => each.active && whom.has(each.id))) {
    const dueAt = afterQuietHours(now, person.calendar);
    const card = "opportunities.benefit";
    posts.announce({ card, subject: id, address: `person:${person.id}`, slot: String(days), dueAt });
  }
}

async function measuredBy(
  { tx, now }: Context,
  { opportunity, account }: Offer,
  windows: Windows,
): Promise<{ readonly measured: Measured; readonly basis: Basis | undefined }> {
  const all: { readonly measured: Measured; readonly basis: Basis }[] = [];
  for (const basis of await basesFor(tx, opportunity.product)) {
    const levels = await levelsOf(tx, account.id, windows, basis, now);
    const own = levels.find((each) => each.account === account.id);
    all.push({ basis, measured: measureBenefit(own, levels, basis.sign) });
  }
  return mostTelling(all) ?? { measured: { kind: "no-data" }, basis: undefined };
}

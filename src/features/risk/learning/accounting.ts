import { addDays, type LocalDate, localDate, workingDayFrom } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { View } from "../../../locales/say.ts";
import type { CardKind, Drawing, Schedule } from "../../feature.ts";
import { organisationDay } from "../calendar.ts";
import { precisionOf } from "./accountability.ts";
import { accountingOf, type Accounting, keepAccounting } from "./accounting-store.ts";
import { accountabilityOf } from "./accountability-store.ts";

const DAYS_LOOKED_BACK = 365;
const READERS = ["admin", "manager"] as const;

/** On each reader's first working day of the month, at the time of their digest (B11); reckoned once, for the first of them. */
export const accounting: Schedule = {
  name: "accountability",
  days: "working-days",
  async subjects({ tx, directory }) {
    return (await directory.people(tx))
      .filter(({ roles, active }) => active && READERS.some((role) => roles.includes(role)))
      .map(({ id, digestAt, calendar }) => ({ id, at: digestAt, calendar }));
  },
  async fire({ tx, ids, directory, now, posts }, subject, { localDate: day, dueAt }) {
    const person = (await directory.people(tx)).find(({ id }) => id === subject);
    if (!person?.active || workingDayFrom(monthOf(day), 0, person.calendar) !== day) return;
    const kept = await accountingOf(tx, monthOf(day));
    const found = kept ?? (await accountingOn(tx, day, now));
    if (!kept) await keepAccounting(tx, ids.next(), monthOf(day), found, now);
    if (isEmpty(found)) return;
    posts.announce({
      card: "risk.accountability",
      subject: tx.organisation,
      address: `person:${person.id}`,
      slot: day,
      dueAt,
    });
  },
};

export const accountabilityCard: CardKind<Accounting> = {
  sensitive: false,
  called: "risk.called-accountability",
  direct: { why: "why.accountability" },
  async load({ tx, now }, _subject, { slot }) {
    const day = localDate(slot) ?? (await organisationDay(tx, now));
    const found = (await accountingOf(tx, monthOf(day))) ?? (await accountingOn(tx, day, now));
    return isEmpty(found) ? "gone" : found;
  },
  draw: drawAccounting,
};

function monthOf(day: LocalDate): LocalDate {
  return `${day.slice(0, -2)}01` as LocalDate;
}

/** Up to the end of the month before a day. */
async function accountingOn(tx: Tx, day: LocalDate, now: Date): Promise<Accounting> {
  const last = addDays(monthOf(day), -1);
  const year = await accountabilityOf(tx, addDays(last, -DAYS_LOOKED_BACK), last, now);
  const month = year.months.find((each) => last.startsWith(each.month));
  return { year, lastMonth: month ?? { left: 0, untold: 0 } };
}

/** With nothing to account for there is no message. */
export function isEmpty({ year, lastMonth }: Accounting): boolean {
  return year.cases === 0 && lastMonth.left === 0;
}

/** Figures alone: no customer is named, for an administrator may not see their risk. */
export function drawAccounting({ year, lastMonth }: Accounting, { say }: View): Drawing {
  const title = say("risk.account-title");
  const precision = precisionOf(year);
  const { cases: count, open, medianLeadDays: days } = year;
  const items = [
    ...(count === 0 ? [] : [say("risk.account-cases", { count, open })]),
    ...(precision === undefined
      ? []
      : [say("risk.account-right", { percent: Math.round(100 * precision), count: year.right + year.wrong })]),
    ...(count === 0 ? [] : [say("risk.account-acted", { percent: Math.round((100 * year.actedOn) / count) })]),
    ...(days === undefined ? [] : [say("risk.account-lead", { count: days })]),
    say("risk.account-missed", { count: lastMonth.left, untold: lastMonth.untold }),
  ];
  return {
    card: {
      title,
      body: [
        { kind: "list", ordered: false, items },
        { kind: "context", text: say("risk.account-do") },
      ],
    },
    summary: title,
  };
}

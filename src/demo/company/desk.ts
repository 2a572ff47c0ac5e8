import { addDays } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec } from "./account.ts";
import type { Cell } from "./csv.ts";
import type { Life } from "./life.ts";
import { emailOf } from "./people.ts";
import { stream } from "../../kernel/random.ts";

export const CONTACT_COLUMNS = ["account_external_id", "email", "name", "role", "locale", "timezone"];
export const TICKET_COLUMNS = "external_id,account_external_id,opened_at,closed_at,severity,escalated,subject".split(
  ",",
);

export const INTERACTION_COLUMNS =
  "account_external_id,contact_email,kind,direction,proactive,occurred_at,by_email,summary".split(",");

const FIRST = [
  "Dana",
  "Erik",
  "Mei",
  "Luca",
  "Aisha",
  "Tomas",
  "Grace",
  "Ivo",
  "Hana",
  "Pablo",
  "Ruth",
  "Stefan",
] as const;
const LAST = [
  "Reyes",
  "Vogel",
  "Zhao",
  "Moretti",
  "Khan",
  "Novotny",
  "Walker",
  "Petrov",
  "Sato",
  "Ortiz",
  "Klein",
  "Berg",
] as const;
const SUBJECTS = [
  "The export takes longer than usual",
  "How do we add a second approver?",
  "A report shows last month's figures",
  "Two users can't sign in",
  "The nightly import stopped half way",
  "A column is missing in the dashboard",
] as const;
const LOCALES: Readonly<Record<AccountSpec["region"], string>> = { DACH: "de", UK: "en", US: "en", APAC: "zh" };
const SELDOM_DAYS = { enterprise: 60, "mid-market": 110, "small business": 200 } as const;

/** The people at a customer: a champion, who buys, and in larger ones somebody who uses it. */
export function contactRows(account: AccountSpec, seed: number): Cell[][] {
  const random = stream(seed, account.id, "contacts");
  const roles = account.segment === "small business" ? ["champion", "buyer"] : ["champion", "buyer", "user"];
  // Neighbours in the list, so that no two people of a customer have one name.
  const [first, last] = [random.between(0, FIRST.length - 1), random.between(0, LAST.length - 1)];
  return roles.map((role, at) => {
    const name = [FIRST[(first + at) % FIRST.length] ?? "", LAST[(last + at) % LAST.length] ?? ""];
    const email = `${name.join(".").toLowerCase()}@${account.domain}`;
    return [account.id, email, name.join(" "), role, LOCALES[account.region], account.zone];
  });
}

interface Ticket {
  readonly openedDay: number;
  readonly closedDay: number;
  readonly rowOn: (day: number) => Cell[];
}

/** What a customer asked support, from the first day of its life to its end, as it stands on a day. */
export function ticketsOf(
  account: AccountSpec,
  { firstDay, endDay }: Life,
  seed: number,
  start: LocalDate,
  lastDay: number,
): Ticket[] {
  const random = stream(seed, account.id, "tickets");
  const tickets: Ticket[] = [];
  const seldom = SELDOM_DAYS[account.segment];
  for (let day = firstDay; ;) {
    day += random.between(5, seldom);
    if (day > Math.min(lastDay, (endDay ?? Infinity) - 1)) return tickets;
    const closedDay = day + random.between(1, 6);
    const openedAt = `${addDays(start, day)} ${String(random.between(9, 16)).padStart(2, "0")}:${String(random.between(10, 59))}`;
    const closedAt = `${addDays(start, closedDay)} ${String(random.between(10, 17))}:00`;
    const severity = random.pick([2, 3, 3, 4]);
    const subject = random.pick(SUBJECTS);
    const id = `T-${account.id.slice(2)}-${String(tickets.length + 1)}`;
    tickets.push({
      openedDay: day,
      closedDay,
      rowOn: (on) => [id, account.id, openedAt, on >= closedDay ? closedAt : undefined, severity, false, subject],
    });
  }
}

/** How they spoke, and of what. */
type Talked = readonly [kind: string, summary: string];
const TALKS: readonly [Talked, ...Talked[]] = [
  ["meeting", "Went through the goals of the quarter"],
  ["call", "Asked how the new release is taken up"],
  ["email", "Sent the guide they had asked about"],
  ["call", "Spoke about who else should be trained"],
];

interface Talk {
  readonly day: number;
  readonly row: Cell[];
}

/** When whose CSM spoke with whom at the customer, up to and with a day. */
export function talksOf(
  account: AccountSpec,
  { firstDay, endDay }: Life,
  seed: number,
  start: LocalDate,
  lastDay: number,
): Talk[] {
  const random = stream(seed, account.id, "talks");
  const addresses = contactRows(account, seed).map(([, email]) => email);
  const talks: Talk[] = [];
  for (let day = firstDay; account.csm !== undefined;) {
    day += random.between(10, 45);
    if (day > Math.min(lastDay, (endDay ?? Infinity) - 1)) break;
    const [kind, summary] = random.pick(TALKS);
    const at = `${addDays(start, day)} ${String(random.between(9, 16)).padStart(2, "0")}:00`;
    const contact = addresses[talks.length % addresses.length];
    talks.push({ day, row: [account.id, contact, kind, "out", true, at, emailOf(account.csm), summary] });
  }
  return talks;
}

import { addDays, daysBetween } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec } from "./account.ts";
import { addMonths } from "./calendar.ts";
import { ACCOUNTS } from "./catalogue.ts";
import { nextRenewal, termsOf } from "./contract.ts";
import type { Terms } from "./contract.ts";
import { csv } from "./csv.ts";
import type { Cell } from "./csv.ts";
import { CONTACT_COLUMNS, contactRows, INTERACTION_COLUMNS, talksOf, TICKET_COLUMNS, ticketsOf } from "./desk.ts";
import { GOAL_COLUMNS, goalRows } from "./goals.ts";
import { HISTORY_MONTHS, live } from "./life.ts";
import type { Life } from "./life.ts";
import { METRICS } from "./metrics.ts";
import { emailOf, PEOPLE } from "./people.ts";
import { stream } from "../../kernel/random.ts";
import { traitsOf } from "./traits.ts";
import type { Traits } from "./traits.ts";
import { measure } from "./usage.ts";

/** File name → text. */
export type Files = ReadonlyMap<string, string>;

interface Customer {
  readonly account: AccountSpec;
  readonly terms: Terms;
  readonly traits: Traits;
  readonly life: Life;
}

interface World {
  readonly seed: number;
  readonly start: LocalDate;
}

const PEOPLE_COLUMNS = ["email", "name", "role", "timezone", "locale", "region", "manager_email"];
const ACCOUNT_COLUMNS =
  "external_id,name,domain,segment,region,industry,lifecycle_stage,key_account,csm_email,am_email,timezone,currency".split(
    ",",
  );
const CONTRACT_COLUMNS =
  "external_id,account_external_id,product,arr,currency,seats,starts_on,ends_on,renews_on,notice_days,auto_renew,billing,decided_on,notice_on,ended_on,end_reason".split(
    ",",
  );
const METRIC_COLUMNS = ["metric", "kind", "product", "label", "direction", "limit", "density", "lag_days"];
const USAGE_COLUMNS = ["account_external_id", "metric", "day", "value"];

/** Everything that is known on the morning of the start: 18 months of it, the day before the start included. */
export function historyFiles(seed: number, start: LocalDate): Files {
  const world = { seed, start };
  const customers = customersOn(world, -1);
  const usage: Cell[][] = [];
  for (let day = daysBetween(start, addMonths(start, -HISTORY_MONTHS)); day < 0; day++) {
    usage.push(...usageRows(world, customers, day));
  }
  return new Map([
    ["people.csv", csv(PEOPLE_COLUMNS, peopleRows())],
    [
      "accounts.csv",
      csv(
        ACCOUNT_COLUMNS,
        customers.flatMap((customer) => accountRows(world, customer, -1)),
      ),
    ],
    [
      "contracts.csv",
      csv(
        CONTRACT_COLUMNS,
        customers.flatMap((customer) => contractRows(world, customer, -1)),
      ),
    ],
    [
      "contacts.csv",
      csv(
        CONTACT_COLUMNS,
        customers.flatMap(({ account }) => contactRows(account, seed)),
      ),
    ],
    [
      "tickets.csv",
      csv(
        TICKET_COLUMNS,
        customers.flatMap(({ account, life }) =>
          ticketsOf(account, life, seed, start, -1).map(({ rowOn }) => rowOn(-1)),
        ),
      ),
    ],
    [
      "interactions.csv",
      csv(
        INTERACTION_COLUMNS,
        customers.flatMap(({ account, life }) => talksOf(account, life, seed, start, -1).map(({ row }) => row)),
      ),
    ],
    ["metrics.csv", csv(METRIC_COLUMNS, METRICS)],
    [
      "goals.csv",
      csv(
        GOAL_COLUMNS,
        customers.flatMap(({ account }) => goalRows(account, seed, start)),
      ),
    ],
    ["usage.csv", csv(USAGE_COLUMNS, usage)],
  ]);
}

/** What one day from the start on brings: its usage and talks, and the accounts, contracts and tickets that changed on it. */
export function nightFiles(seed: number, start: LocalDate, date: LocalDate): Files {
  const world = { seed, start };
  const day = daysBetween(start, date);
  const files = new Map<string, string>();
  if (day < 0) return files;
  const customers = customersOn(world, day);
  const accounts = customers.flatMap((customer) => changed(customer, day, (on) => accountRows(world, customer, on)));
  const contracts = customers.flatMap((customer) => changed(customer, day, (on) => contractRows(world, customer, on)));
  const usage = usageRows(world, customers, day);
  const contacts = customers
    .filter(({ life }) => life.firstDay === day)
    .flatMap(({ account }) => contactRows(account, seed));
  const tickets = customers.flatMap(({ account, life }) =>
    ticketsOf(account, life, seed, start, day)
      .filter(({ openedDay, closedDay }) => openedDay === day || closedDay === day)
      .map(({ rowOn }) => rowOn(day)),
  );
  const talks = customers.flatMap(({ account, life }) =>
    talksOf(account, life, seed, start, day)
      .filter((talk) => talk.day === day)
      .map(({ row }) => row),
  );
  if (accounts.length > 0) files.set("accounts.csv", csv(ACCOUNT_COLUMNS, accounts));
  if (contracts.length > 0) files.set("contracts.csv", csv(CONTRACT_COLUMNS, contracts));
  if (contacts.length > 0) files.set("contacts.csv", csv(CONTACT_COLUMNS, contacts));
  if (tickets.length > 0) files.set("tickets.csv", csv(TICKET_COLUMNS, tickets));
  if (talks.length > 0) files.set("interactions.csv", csv(INTERACTION_COLUMNS, talks));
  if (usage.length > 0) files.set("usage.csv", csv(USAGE_COLUMNS, usage));
  return files;
}

function customersOn({ seed, start }: World, day: number): Customer[] {
  return ACCOUNTS.map((account) => {
    const terms = termsOf(account, seed, start);
    const traits = traitsOf(account, seed, terms.moduleShare > 0);
    return { account, terms, traits, life: live(account, terms, traits, seed, start, day) };
  }).filter(({ terms }) => terms.signedOn <= addDays(start, day));
}

function changed(customer: Customer, day: number, rowsOn: (day: number) => Cell[][]): Cell[][] {
  const before = customer.life.firstDay < day ? rowsOn(day - 1).map((row) => row.join("\n")) : [];
  return rowsOn(day).filter((row) => !before.includes(row.join("\n")));
}

function usageRows({ seed, start }: World, customers: readonly Customer[], day: number): Cell[][] {
  const date = addDays(start, day);
  return customers.flatMap(({ account, traits, life }) =>
    measure(account, traits, life, seed, start, day).map(([metric, value]) => [account.id, metric, date, value]),
  );
}

function peopleRows(): Cell[][] {
  return PEOPLE.map((person) => [
    person.email,
    person.name,
    person.roles.join(";"),
    person.timezone,
    person.locale,
    person.region,
    person.managerEmail,
  ]);
}

function accountRows(world: World, customer: Customer, day: number): Cell[][] {
  const { account } = customer;
  return [
    [
      account.id,
      account.name,
      account.domain,
      account.segment,
      account.region,
      account.industry,
      stageOn(world, customer, day),
      account.keyAccount,
      account.csm && emailOf(account.csm),
      account.am && emailOf(account.am),
      account.zone,
      account.currency,
    ],
  ];
}

function stageOn({ start }: World, { terms, life }: Customer, day: number): string {
  if (life.endDay !== undefined && day >= life.endDay) return "churned";
  const age = daysBetween(terms.signedOn, addDays(start, day));
  if (age < 60) return "onboarding";
  if (age < 150) return "adoption";
  const toRenewal = daysBetween(addDays(start, day), nextRenewal(terms, addDays(start, day)));
  return terms.termMonths >= 6 && toRenewal <= 120 ? "renewal" : "value";
}

function contractRows({ seed, start }: World, { account, terms, life }: Customer, day: number): Cell[][] {
  const noticed = life.noticeDay !== undefined && life.noticeDay <= day ? life.noticeDay : undefined;
  const endDay = noticed === undefined ? undefined : life.endDay;
  const ended = endDay !== undefined && endDay <= day ? endDay : undefined;
  const renewsOn = endDay === undefined ? nextRenewal(terms, addDays(start, day)) : addDays(start, endDay);
  const random = stream(seed, account.id, "notice");
  const thought = random.between(3, 15);
  const reason = account.endReason ?? random.pick(["competitor", "price", "product", "customer", "onboarding"]);
  const module = Math.round((account.arr * terms.moduleShare) / 100) * 100;
  const parts: [string, number, number | undefined][] = [["Quillstone Core", account.arr - module, account.seats]];
  if (module > 0) parts.push(["Quillstone Insights", module, undefined]);
  return parts.map(([product, arr, seats], at) => [
    `C-${account.id.slice(2)}-${at + 1}`,
    account.id,
    product,
    arr,
    account.currency,
    seats,
    terms.signedOn,
    addDays(renewsOn, -1),
    renewsOn,
    terms.noticeDays,
    terms.autoRenew,
    terms.billing,
    noticed === undefined ? undefined : addDays(start, noticed - thought),
    noticed === undefined ? undefined : addDays(start, noticed),
    ended === undefined ? undefined : addDays(start, ended),
    noticed === undefined ? undefined : reason,
  ]);
}

import { addDays, type LocalDate } from "../../src/kernel/business-time.ts";
import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { addAccount, addContract, addPerson, type Company, ids } from "./company.ts";
import { addMetric, addUse, day } from "./risk.ts";
import type { Deed, Story } from "./risk-story.ts";

/** Wednesday */
export const FROM = day("2026-11-25");
export const DAYS = 90;

/** Days on which nobody uses it, the last one included; the source says so. */
const QUIET: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  "Northwind GmbH": [
    [3, 19],
    [25, 27],
  ],
  Fabrikam: [[8, 90]],
  Tailspin: [[12, 40]],
  Litware: [[15, 40]],
  Proseware: [[60, 90]],
};
/** Every other day somebody uses it, at all its seats but on these days. */
const EMPTY_SEATS = { name: "Adatum", on: [12, 21, 32] };
/** The source says nothing of these days. */
const SILENT = { from: 68, to: 74 };
const SIGNED_ON = 80;

const ARR: Readonly<Record<string, number>> = {
  "Northwind GmbH": 48_000,
  "Contoso Ltd": 36_000,
  Adatum: 12_000,
  Fabrikam: 20_000,
  Tailspin: 30_000,
  Litware: 25_000,
  Proseware: 10_000,
  Wingtip: 15_000,
};

export async function before(tx: Tx, { anna, ben }: Company): Promise<void> {
  await tx.rows("insert into setting (organisation_id, name, value) values ($1, 'region', '\"dach\"')", [
    tx.organisation,
  ]);
  await addMetric(tx, "active", "active_users_day", "dense");
  for (const name of ["Fabrikam", "Tailspin"]) await addAccount(tx, name, { csm: anna.id });
  for (const name of ["Litware", "Proseware", "Wingtip"]) await addAccount(tx, name, { csm: ben.id });
  for (const [name, arr] of Object.entries(ARR)) {
    const account = await accountIn(tx, name);
    await addContract(tx, account, { arrMinor: arr * 100, seats: 10, renewsOn: "2027-09-01", noticeDays: 60 });
    const history = { metric: "active", from: addDays(FROM, -112), days: 111 };
    await addUse(tx, account, { ...history, value: (at) => used(name, at - 112) });
  }
  await addMetric(tx, "seats", "seats_used", "sparse");
  await giveNotice(tx, "Wingtip", "2026-11-20");
}

/** How many use an account on a day. */
function used(name: string, at: number): number {
  const isQuiet = QUIET[name]?.some(([first, last]) => at >= first && at <= last) ?? false;
  if (isQuiet || (name === EMPTY_SEATS.name && at % 2 !== 0)) return 0;
  return 5 + (Math.abs(at) % 3);
}

/** The use of one day, known in the night after. */
export async function feed(tx: Tx, date: LocalDate, at: number): Promise<void> {
  if (at >= SILENT.from && at <= SILENT.to) return;
  for (const name of Object.keys(ARR)) {
    const account = await accountIn(tx, name);
    await addUse(tx, account, { metric: "active", from: date, days: 1, value: () => used(name, at) });
    if (name !== EMPTY_SEATS.name) continue;
    const seats = EMPTY_SEATS.on.includes(at) ? 0 : 10;
    await addUse(tx, account, { metric: "seats", from: date, days: 1, value: () => seats });
  }
}

async function accountIn(tx: Tx, name: string): Promise<AccountId> {
  const [row] = await tx.rows<{ id: AccountId }>("select id from account where name = $1", [name]);
  if (!row) throw new Error(`no account ${name}`);
  return row.id;
}

async function giveNotice(tx: Tx, name: string, on: string): Promise<void> {
  await tx.rows("update contract set notice_on = $2 where account_id = $1", [await accountIn(tx, name), on]);
}

/** An invoice that has been due for so long comes in. */
function owes(name: string, overdueDays: number): Deed["do"] {
  return ({ change, now }) =>
    change(async (tx) => {
      const due = addDays(day(now().toISOString().slice(0, 10)), -overdueDays);
      await tx.rows(
        `insert into invoice (organisation_id, id, external_id, account_id, due_on, amount_minor, currency, ingested_at, known_at)
         values ($1, $2::uuid, $2::uuid::text, $3, $4, 100, 'EUR', $5, $5)`,
        [tx.organisation, ids.next(), await accountIn(tx, name), due, now()],
      );
    });
}

function pays(name: string): Deed["do"] {
  return ({ change, now }) =>
    change(async (tx) => {
      const paidOn = now().toISOString().slice(0, 10);
      await tx.rows("update invoice set paid_on = $2 where account_id = $1 and paid_on is null", [
        await accountIn(tx, name),
        paidOn,
      ]);
    });
}

function escalates(name: string, severity: number): Deed["do"] {
  return ({ change, now }) => change(async (tx) => addEscalation(tx, await accountIn(tx, name), severity, now()));
}

async function addEscalation(tx: Tx, account: AccountId, severity: number, at: Date): Promise<void> {
  await tx.rows(
    `insert into ticket (organisation_id, id, external_id, account_id, opened_at, severity, escalated, ingested_at, known_at)
     values ($1, $2::uuid, $2::uuid::text, $3, $4, $5, true, $4, $4)`,
    [tx.organisation, ids.next(), account, at, severity],
  );
}

/** Customers are signed, 22 each for Anna, Ben and Chen: of the day's data nothing is known of them. */
async function signed({ change, company }: Story): Promise<void> {
  const { anna, ben, olga, workspace } = company;
  await change(async (tx) => {
    const chen = await addPerson(tx, workspace, "Chen Wei", ["csm"], { manager: olga.id });
    for (const [letter, csm] of [
      ["B", ben],
      ["A", anna],
      ["C", chen],
    ] as const) {
      for (let n = 1; n <= 22; n++) await addAccount(tx, `${letter}${n}`, { csm: csm.id });
    }
  });
}

/** Thirteen of them have a ticket escalated on one day, and one more of severity 1. */
async function outage({ change, now }: Story): Promise<void> {
  await change(async (tx) => {
    for (const name of ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "A1", "A2", "A3", "A4", "C1", "C2"]) {
      await addEscalation(tx, await accountIn(tx, name), 2, now());
    }
    await addEscalation(tx, await accountIn(tx, "B8"), 1, now());
  });
}

const NOT_A_RISK = { reason: "They only moved office." };

export const DEEDS: readonly Deed[] = [
  { day: 9, time: "15:00", do: ({ change }) => change((tx) => giveNotice(tx, "Contoso Ltd", "2026-12-04")) },
  { day: 12, time: "10:00", do: owes("Adatum", 30) },
  { day: 12, time: "14:00", do: ({ own, company }) => own(company.olga, "Contoso Ltd") },
  { day: 13, time: "10:00", do: pays("Adatum") },
  { day: 14, time: "10:00", do: ({ call, company }) => call(company.olga, "Contoso Ltd") },
  { day: 19, time: "09:30", do: ({ own, company }) => own(company.anna, "Northwind GmbH") },
  { day: 20, time: "10:00", do: ({ call, company }) => call(company.anna, "Northwind GmbH") },
  { day: 21, time: "10:00", do: owes("Adatum", 30) },
  { day: 22, time: "10:00", do: pays("Adatum") },
  { day: 23, time: "10:00", do: ({ submit, company }) => submit(company.anna, "not-a-risk", "Fabrikam", NOT_A_RISK) },
  {
    day: 27,
    time: "09:30",
    do: ({ submit, company }) => submit(company.anna, "snooze", "Tailspin", { until: "date", on: "2027-01-04" }),
  },
  { day: 32, time: "10:00", do: owes("Adatum", 30) },
  { day: 33, time: "10:00", do: pays("Adatum") },
  { day: 33, time: "11:00", do: escalates("Litware", 2) },
  { day: 34, time: "10:00", do: ({ submit, company }) => submit(company.anna, "not-a-risk", "Fabrikam", NOT_A_RISK) },
  {
    day: 40,
    time: "11:00",
    do: ({ change }) => change((tx) => tx.rows("update ticket set closed_at = '2027-01-04T10:00:00Z'")),
  },
  { day: 41, time: "09:30", do: ({ own, company }) => own(company.anna, "Tailspin") },
  { day: 42, time: "10:00", do: ({ call, company }) => call(company.anna, "Tailspin") },
  {
    day: 43,
    time: "10:00",
    do: ({ submit, company }) => submit(company.anna, "close", "Tailspin", { outcome: "saved", reason: "", note: "" }),
  },
  {
    day: 50,
    time: "10:00",
    do: ({ change }) =>
      change((tx) => tx.rows("update account set lifecycle_stage = 'churned' where name = 'Contoso Ltd'")),
  },
  { day: SIGNED_ON, time: "10:00", do: signed },
  { day: 88, time: "10:00", do: outage },
];

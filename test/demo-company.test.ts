import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCompany } from "../src/demo/company/company.ts";
import { addMonths } from "../src/demo/company/calendar.ts";
import { ACCOUNTS } from "../src/demo/company/catalogue.ts";
import { csv } from "../src/demo/company/csv.ts";
import { historyFiles, nightFiles } from "../src/demo/company/files.ts";
import type { Files } from "../src/demo/company/files.ts";
import { noticeHazard } from "../src/demo/company/life.ts";
import { addDays, daysBetween, isZone, localDate } from "../src/kernel/business-time.ts";
import type { LocalDate } from "../src/kernel/business-time.ts";
import { parseAmount } from "../src/kernel/money.ts";
import { ROLES } from "../src/kernel/permissions.ts";

type Row = Record<string, string>;

function day(text: string): LocalDate {
  const date = localDate(text);
  if (date === undefined) throw new Error(`not a day: ${text}`);
  return date;
}

function rowsOf(files: Files, name: string): Row[] {
  const text = files.get(name);
  return text === undefined ? [] : parse<Row>(text, { columns: true });
}

function historyOf(seed: number): Files {
  const files = histories.get(seed);
  if (files === undefined) throw new Error(`no history of seed ${seed}`);
  return files;
}

const START = day("2026-11-23");
const SEED = 1;
const SEEDS = [SEED, 2, 7] as const;
const histories = new Map<number, Files>(SEEDS.map((seed) => [seed, historyFiles(seed, START)]));
const history = historyOf(SEED);
const people = rowsOf(history, "people.csv");
const accounts = rowsOf(history, "accounts.csv");
const contracts = rowsOf(history, "contracts.csv");
const metrics = rowsOf(history, "metrics.csv");
const usage = rowsOf(history, "usage.csv");
const company = createCompany({ seed: SEED, start: START });
const living = accounts.filter((account) => account["lifecycle_stage"] !== "churned");

function named(name: string): Row {
  const found = accounts.find((account) => account["name"] === name);
  if (!found) throw new Error(`no account ${name}`);
  return found;
}

/** Active users by account and day. */
function activeUsers(...all: readonly Files[]): Map<string, Map<string, number>> {
  const series = new Map<string, Map<string, number>>();
  for (const text of all.map((files) => files.get("usage.csv") ?? "")) {
    for (const line of text.split("\n")) {
      const [account = "", metric, date = "", value] = line.split(",");
      if (metric !== "active_users_day") continue;
      const days = series.get(account) ?? new Map<string, number>();
      series.set(account, days.set(date, Number(value)));
    }
  }
  return series;
}

/** The mean over the known days of [from, to), counted from a day. */
function meanOf(series: ReadonlyMap<string, number> | undefined, asOf: LocalDate, from: number, to: number): number {
  let sum = 0;
  let known = 0;
  for (let at = from; at < to; at++) {
    const value = series?.get(addDays(asOf, at));
    if (value === undefined) continue;
    sum += value;
    known++;
  }
  return sum / known;
}

/** The last 28 days over the 84 before; 1 is unchanged. */
function ratio(series: ReadonlyMap<string, number> | undefined, asOf: LocalDate): number {
  return meanOf(series, asOf, -28, 0) / meanOf(series, asOf, -112, -28);
}

describe("the same company again", () => {
  it("has the same bytes for the same seed and start, and others for another seed", () => {
    expect(historyFiles(SEED, START)).toEqual(history);
    const other = historyOf(2);
    expect(other.get("usage.csv")).not.toBe(history.get("usage.csv"));
    expect(other.get("contracts.csv")).not.toBe(history.get("contracts.csv"));
    expect(other.get("people.csv")).toBe(history.get("people.csv"));
  });

  it("tells a night the same way whichever nights were told before it", () => {
    const alone = nightFiles(SEED, START, addDays(START, 5));
    for (const before of [0, 9, 3]) nightFiles(SEED, START, addDays(START, before));
    expect(nightFiles(SEED, START, addDays(START, 5))).toEqual(alone);
    expect(nightFiles(2, START, addDays(START, 5))).not.toEqual(alone);
  });
});

describe("the people", () => {
  it("are the roles that a customer success team has, in three languages and time zones", () => {
    const count = (role: string) => people.filter((person) => person["role"]?.split(";").includes(role)).length;
    expect([count("csm"), count("am"), count("manager"), count("exec"), count("admin"), count("colleague")]).toEqual([
      6, 5, 2, 1, 2, 2,
    ]);
    expect(new Set(people.map((person) => person["locale"]))).toEqual(new Set(["en", "de", "zh"]));
    expect(new Set(people.map((person) => person["timezone"]))).toEqual(
      new Set(["Europe/Berlin", "America/New_York", "Asia/Shanghai"]),
    );
    for (const region of ["DACH", "UK", "US", "APAC"]) {
      expect(people.some((person) => person["role"] === "am" && person["region"] === region)).toBe(true);
    }
    expect(people.filter((person) => person["role"] === "am" && person["region"] === "DACH")).toHaveLength(2);
  });

  it("have one among them whom nobody in chat matches", () => {
    expect(company.people.filter((person) => !person.inChat).map((person) => person.name)).toEqual(["Emily Novak"]);
  });

  it("report to somebody who stands above them in the file", () => {
    const seen = new Set<string>();
    for (const person of people) {
      if (person["manager_email"]) expect(seen).toContain(person["manager_email"]);
      expect(person["email"]).toMatch(/^[a-z]+@quillstone\.example$/);
      expect(isZone(person["timezone"] ?? "")).toBe(true);
      for (const role of (person["role"] ?? "").split(";")) expect(ROLES).toContain(role);
      seen.add(person["email"] ?? "");
    }
    expect(seen.size).toBe(people.length);
  });
});

describe("the accounts", () => {
  it("are about sixty, with pool accounts, key accounts, one orphan, and few large ones", () => {
    expect(living).toHaveLength(57);
    expect(accounts.filter((account) => account["csm_email"] === "")).toEqual([named("Nod Publishers")]);
    const pool = living.filter((account) => account["am_email"] === "");
    expect(pool.filter((account) => account["csm_email"]?.startsWith("anna@")).length).toBeGreaterThanOrEqual(2);
    const keys = living.filter((account) => account["key_account"] === "true");
    expect(keys.length).toBeGreaterThanOrEqual(15);
    for (const account of keys) expect(account["am_email"]).not.toBe("");
    expect(living.filter((account) => account["segment"] === "enterprise").length).toBeLessThan(living.length / 4);
  });

  it("name only people who exist, and zones and currencies that exist", () => {
    const emails = new Set(people.map((person) => person["email"]));
    for (const account of accounts) {
      for (const email of [account["csm_email"], account["am_email"]]) if (email) expect(emails).toContain(email);
      expect(isZone(account["timezone"] ?? "")).toBe(true);
      expect(account["domain"]).toMatch(/^[a-z0-9-]+\.example$/);
    }
    expect(new Set(accounts.map((account) => account["currency"]))).toEqual(new Set(["EUR", "USD", "CHF", "JPY"]));
    expect(new Set(ACCOUNTS.map((account) => account.name)).size).toBe(ACCOUNTS.length);
  });

  it("have CSMs and AMs who share enough for a series: Anna and Marta look after four together", () => {
    const shared = living.filter(
      (account) => account["csm_email"]?.startsWith("anna@") && account["am_email"]?.startsWith("marta@"),
    );
    expect(shared.map((account) => account["name"])).toEqual(["Northwind", "Contoso", "Adatum", "Wingtip Toys"]);
  });
});

describe("the contracts", () => {
  it("are valid rows: real dates in order, whole amounts, accounts that exist", () => {
    const ids = new Set(accounts.map((account) => account["external_id"]));
    for (const contract of contracts) {
      expect(ids).toContain(contract["account_external_id"]);
      expect(parseAmount(contract["arr"] ?? "", contract["currency"] ?? "")?.amountMinor).toBeGreaterThan(0);
      const startsOn = day(contract["starts_on"] ?? "");
      const renewsOn = day(contract["renews_on"] ?? "");
      expect(startsOn < renewsOn && startsOn < START).toBe(true);
      expect(addDays(day(contract["ends_on"] ?? ""), 1)).toBe(renewsOn);
      for (const column of ["decided_on", "notice_on", "ended_on"]) {
        if (contract[column]) expect(day(contract[column]) < START).toBe(true);
      }
      if (contract["notice_on"]) {
        expect((contract["decided_on"] ?? "") < contract["notice_on"]).toBe(true);
        const left = daysBetween(day(contract["notice_on"]), renewsOn);
        expect(left).toBeGreaterThanOrEqual(Number(contract["notice_days"]));
        expect(contract["end_reason"]).not.toBe("");
      } else expect(contract["ended_on"]).toBe("");
    }
  });

  it.each(SEEDS)("know six customers who left and one whose notice is running, for seed %i", (seed) => {
    const all = rowsOf(historyOf(seed), "contracts.csv");
    const noticed = all.filter((contract) => contract["notice_on"]);
    expect(noticed.filter((contract) => contract["ended_on"])).toHaveLength(6);
    const running = noticed.filter((contract) => !contract["ended_on"]);
    expect(running.map((contract) => contract["account_external_id"])).toEqual([named("Trey Research")["external_id"]]);
  });

  it("end the use of those who left", () => {
    for (const contract of contracts.filter((row) => row["ended_on"])) {
      const days = usage.filter((row) => row["account_external_id"] === contract["account_external_id"]);
      expect(days.length).toBeGreaterThan(0);
      expect(days.every((row) => (row["day"] ?? "") < (contract["ended_on"] ?? ""))).toBe(true);
    }
  });
});

describe("the usage", () => {
  it("has valid rows of declared metrics, each account, metric and day once, and fits in memory", () => {
    const declared = new Set(metrics.map((metric) => metric["metric"]));
    const ids = new Set(accounts.map((account) => account["external_id"]));
    const oldest = addMonths(START, -18);
    const keys = new Set<string>();
    let wrong = 0;
    for (const row of usage) {
      const date = localDate(row["day"] ?? "");
      const value = Number(row["value"]);
      const known = declared.has(row["metric"]) && ids.has(row["account_external_id"]);
      if (!known || date === undefined || date < oldest || date >= START || !(value >= 0)) wrong++;
      keys.add(`${row["account_external_id"]} ${row["metric"]} ${row["day"]}`);
    }
    expect(wrong).toBe(0);
    expect(keys.size).toBe(usage.length);
    expect(usage.length).toBeLessThan(220_000);
    expect(usage.length).toBeGreaterThan(150_000);
  });

  it("writes a zero of a dense metric and nothing for a zero of a sparse one", () => {
    const sparse = new Set(metrics.filter((row) => row["density"] === "sparse").map((row) => row["metric"]));
    expect(sparse.size).toBe(6);
    expect(usage.filter((row) => sparse.has(row["metric"]) && row["value"] === "0")).toEqual([]);
    expect(usage.some((row) => row["metric"] === "active_users_day" && row["value"] === "0")).toBe(true);
  });

  it("has something to say of every metric on every day but the lost one, so that sparse sources are complete", () => {
    const told = new Set(usage.map((row) => `${row["metric"]} ${row["day"]}`));
    const silent = new Set<string>();
    for (let date = addMonths(START, -18); date < START; date = addDays(date, 1)) {
      for (const metric of metrics) if (!told.has(`${metric["metric"]} ${date}`)) silent.add(date);
    }
    expect([...silent]).toEqual([addDays(START, -203)]);
  });

  it("shows the module's feature only where the module is paid for", () => {
    const paying = new Set(
      contracts.filter((row) => row["product"] === "Quillstone Insights").map((row) => row["account_external_id"]),
    );
    const using = new Set(
      usage.filter((row) => row["metric"] === "feature_forecast").map((row) => row["account_external_id"]),
    );
    expect(using.size).toBeGreaterThan(8);
    expect([...using].filter((account) => !paying.has(account))).toEqual([]);
  });

  it("lacks single days, one file and a gap, but not so many that a window turns blind", () => {
    const series = activeUsers(history);
    expect([...series.values()].some((days) => days.has(addDays(START, -203)))).toBe(false);
    const gap = series.get(named("Kestrel Freight")["external_id"] ?? "");
    expect([-61, -60, -56, -55].map((at) => gap?.has(addDays(START, at)))).toEqual([true, false, false, true]);
    let missing = 0;
    for (const account of living) {
      const days = series.get(account["external_id"] ?? "");
      let known = 0;
      for (let at = -28; at < 0; at++) if (days?.has(addDays(START, at))) known++;
      expect(known).toBeGreaterThanOrEqual(22);
      missing += 28 - known;
    }
    expect(missing).toBeGreaterThan(0);
  });

  it("follows the working week, but for those who are open on weekends", () => {
    const series = activeUsers(history);
    const weekend = (name: string) => {
      const days = series.get(named(name)["external_id"] ?? "") ?? new Map<string, number>();
      return (days.get("2026-11-21") ?? 0) + (days.get("2026-11-22") ?? 0);
    };
    expect(weekend("Woodgrove Bank")).toBeLessThan(12);
    expect(weekend("Pearl Coast Hotels")).toBeGreaterThan(12);
  });
});

describe("the story of the opening", () => {
  it.each([
    [1, "2026-11-23"],
    [2, "2026-11-27"],
    [7, "2026-09-05"],
    [42, "2027-01-11"],
  ])("Northwind halves within the first week and not before, for seed %i from %s", (seed, from) => {
    const start = day(from);
    const nights = [0, 1, 2, 3, 4, 5, 6].map((night) => nightFiles(seed, start, addDays(start, night)));
    const all = activeUsers(historyFiles(seed, start), ...nights);
    const series = all.get("A-1001");
    const ratios = [...all.values()].map((days) => ratio(days, start)).filter((value) => !Number.isNaN(value));
    const usual = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 1;
    expect(ratio(series, start) / usual).toBeGreaterThan(0.6);
    expect(ratio(series, addDays(start, 7))).toBeLessThanOrEqual(0.5);
    expect(meanOf(series, addDays(start, 7), -5, 0)).toBe(0);
    expect(meanOf(series, start, -5, 0)).toBeGreaterThan(0);
  });

  it.each(SEEDS)("Contoso and Proseware fell before the start and nearly all others did not, for seed %i", (seed) => {
    const series = activeUsers(historyOf(seed));
    for (const name of ["Contoso", "Proseware"]) {
      expect(ratio(series.get(named(name)["external_id"] ?? ""), START)).toBeLessThan(0.3);
    }
    const ratios = living.map((account) => ratio(series.get(account["external_id"] ?? ""), START));
    const measured = ratios.filter((value) => !Number.isNaN(value));
    expect(measured.length).toBeGreaterThanOrEqual(54);
    expect(measured.filter((value) => value > 0.85).length).toBeGreaterThanOrEqual(0.85 * measured.length);
  });

  it("Adatum grows: 46 of 50 seats for two weeks and more above 80 %, use up by a fifth, the outcome too", () => {
    const id = named("Adatum")["external_id"];
    const value = (metric: string, at: number) =>
      Number(
        usage.find(
          (row) => row["account_external_id"] === id && row["metric"] === metric && row["day"] === addDays(START, at),
        )?.["value"],
      );
    const contract = contracts.find((row) => row["account_external_id"] === id && row["seats"]);
    expect([value("seats_used", -1), Number(contract?.["seats"])]).toEqual([46, 50]);
    for (let at = -30; at < 0; at++) expect(value("seats_used", at)).toBeGreaterThanOrEqual(40);
    const change = ratio(activeUsers(history).get(id ?? ""), START);
    expect(change).toBeGreaterThan(1.15);
    expect(change).toBeLessThan(1.35);
    expect(value("outcome_on_time", -1) / value("outcome_on_time", -84)).toBeGreaterThan(1);
  });

  it("nobody gives notice in the first ten days", () => {
    for (let night = 0; night < 10; night++) {
      const changed = rowsOf(nightFiles(SEED, START, addDays(START, night)), "contracts.csv");
      const fresh = changed.filter((row) => row["notice_on"] === addDays(START, night));
      expect(fresh).toEqual([]);
    }
  });
});

describe("a night", () => {
  it("brings the usage of its day alone", () => {
    const rows = rowsOf(nightFiles(SEED, START, addDays(START, 3)), "usage.csv");
    expect(new Set(rows.map((row) => row["day"]))).toEqual(new Set([addDays(START, 3)]));
    expect(rows.length).toBeGreaterThan(250);
  });

  it("brings a new customer on the day they sign, with account, contract and use", () => {
    const files = nightFiles(SEED, START, addDays(START, 9));
    expect(rowsOf(files, "accounts.csv").map((row) => row["name"])).toEqual(["Adventure Works"]);
    const id = rowsOf(files, "accounts.csv")[0]?.["external_id"];
    expect(rowsOf(files, "contracts.csv").some((row) => row["account_external_id"] === id)).toBe(true);
    expect(rowsOf(files, "usage.csv").some((row) => row["account_external_id"] === id)).toBe(true);
    expect(accounts.some((row) => row["external_id"] === id)).toBe(false);
  });

  it("ends Trey Research on the day its contract ends", () => {
    const id = named("Trey Research")["external_id"];
    const contract = contracts.find((row) => row["account_external_id"] === id);
    const endsOn = day(contract?.["renews_on"] ?? "");
    const files = nightFiles(SEED, START, endsOn);
    const ended = rowsOf(files, "contracts.csv").find((row) => row["account_external_id"] === id);
    expect(ended?.["ended_on"]).toBe(endsOn);
    const account = rowsOf(files, "accounts.csv").find((row) => row["external_id"] === id);
    expect(account?.["lifecycle_stage"]).toBe("churned");
    expect(rowsOf(files, "usage.csv").some((row) => row["account_external_id"] === id)).toBe(false);
  });
});

describe("the desk", () => {
  it("knows a champion and a buyer of every customer, each by an address of their own", () => {
    const contacts = rowsOf(history, "contacts.csv");
    for (const role of ["champion", "buyer"]) {
      const known = contacts.filter((row) => row["role"] === role).map((row) => row["account_external_id"]);
      expect(known.toSorted()).toEqual(accounts.map((row) => row["external_id"]).toSorted());
    }
    expect(new Set(contacts.map((row) => row["email"])).size).toBe(contacts.length);
    const coming = nightFiles(SEED, START, addDays(START, 9));
    expect(rowsOf(coming, "contacts.csv").map((row) => row["role"])).toContain("champion");
  });

  it("has every CSM speak with people of the customer that the customer has", () => {
    const known = new Set(
      rowsOf(history, "contacts.csv").map((row) => `${row["account_external_id"]} ${row["email"]}`),
    );
    const talks = rowsOf(history, "interactions.csv");
    expect(talks.filter((row) => !known.has(`${row["account_external_id"]} ${row["contact_email"]}`))).toEqual([]);
    const recent = talks.filter((row) => (row["occurred_at"] ?? "") >= addDays(START, -90));
    const looked = living.filter((row) => row["csm_email"] !== "").map((row) => row["external_id"]);
    expect(new Set(recent.map((row) => row["account_external_id"])).size).toBeGreaterThan(looked.length * 0.9);
  });

  it("closes each ticket of the opening that is still open in the night of the day that it was closed on", () => {
    const tickets = rowsOf(history, "tickets.csv");
    const open = tickets.filter((row) => row["closed_at"] === "").map((row) => row["external_id"]);
    expect(tickets.length).toBeGreaterThan(300);
    expect(open.length).toBeGreaterThan(0);
    const closed = Array.from({ length: 6 }, (_, at) =>
      rowsOf(nightFiles(SEED, START, addDays(START, at)), "tickets.csv"),
    )
      .flat()
      .filter((row) => row["closed_at"] !== "")
      .map((row) => row["external_id"]);
    expect(closed).toEqual(expect.arrayContaining(open));
  });
});

describe("the hazard of notice", () => {
  const calm = { state: "healthy", decline: 0, breadth: 1, integrated: false, daysToDeadline: 200 } as const;
  it("is its base for an account without a reason to go", () => {
    expect(noticeHazard(calm)).toBeCloseTo(0.00002, 12);
  });
  it("rises with decline, narrow use and the clock, falls with integration, and stays a chance", () => {
    expect(noticeHazard({ ...calm, decline: 1 })).toBeCloseTo(0.00002 * Math.exp(0.9), 12);
    expect(noticeHazard({ ...calm, decline: -3 })).toBeCloseTo(0.00002, 12);
    expect(noticeHazard({ ...calm, breadth: 0.5 })).toBeCloseTo(0.00002 * Math.exp(0.35), 12);
    expect(noticeHazard({ ...calm, integrated: true })).toBeCloseTo(0.00002 * Math.exp(-0.6), 12);
    expect(noticeHazard({ ...calm, daysToDeadline: 30 })).toBeCloseTo(0.00002 * Math.exp(1.6), 12);
    expect(noticeHazard({ ...calm, daysToDeadline: 31 })).toBe(noticeHazard(calm));
    const worst = noticeHazard({ state: "failing", decline: 9, breadth: 0, integrated: false, daysToDeadline: 0 });
    expect(worst).toBeLessThanOrEqual(0.5);
  });
});

describe("the files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "company-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("stand in the folder, and a day before the start writes none", async () => {
    const there = join(folder, "history");
    await company.writeHistory(there);
    expect((await readdir(there)).toSorted()).toEqual([
      "accounts.csv",
      "contacts.csv",
      "contracts.csv",
      "goals.csv",
      "interactions.csv",
      "metrics.csv",
      "people.csv",
      "tickets.csv",
      "usage.csv",
    ]);
    expect(await readFile(join(there, "contracts.csv"), "utf8")).toBe(history.get("contracts.csv"));
    expect(await company.writeNight(join(folder, "night"), START)).toBe(true);
    expect(await readdir(join(folder, "night"))).toContain("usage.csv");
    expect(await company.writeNight(join(folder, "early"), addDays(START, -1))).toBe(false);
    expect(await readdir(folder)).not.toContain("early");
  });

  it("quote a comma, a quote and a line break", () => {
    const text = csv(
      ["a", "b"],
      [
        ['x, "y"', undefined],
        ["one\ntwo", false],
      ],
    );
    expect(text).toBe('a,b\n"x, ""y""",\n"one\ntwo",false\n');
  });

  it("keep the last day of a short month", () => {
    expect(addMonths(day("2026-08-31"), -18)).toBe("2025-02-28");
    expect(addMonths(day("2027-12-31"), 2)).toBe("2028-02-29");
  });
});

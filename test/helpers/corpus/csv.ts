import { gzipSync } from "node:zlib";
import { addDays, type LocalDate } from "../../../src/kernel/business-time.ts";
import { asPeopleSee } from "./strings.ts";

export const KINDS_OF_FILES = [
  "people",
  "accounts",
  "contacts",
  "contracts",
  "contract_events",
  "metrics",
  "usage",
  "tickets",
  "invoices",
  "interactions",
  "opportunities",
  "goals",
  "surveys",
  "responsibilities",
  "quotas",
  "rates",
] as const;
export type KindOfFile = (typeof KINDS_OF_FILES)[number];

/** Whether a cell is taken, and as what: a value, blank (null), or "refused". By the documentation of the files. */
export type Taken = string | null | "refused";
type Rule = (cell: string) => Taken;

function named(most: number, blank: Taken): Rule {
  return (cell) => {
    const seen = asPeopleSee(cell);
    if (seen === "") return blank;
    return seen.length <= most ? seen : "refused";
  };
}

/** Letter for letter, so nothing may be hidden in it. */
function identifier(cell: string): Taken {
  const trimmed = cell.trim();
  const letters = trimmed.replaceAll(/[^\S\ufeff]/g, "");
  const isHidden = asPeopleSee(letters) !== letters.normalize("NFC") || /[\p{Cc}\u2028\u2029]/u.test(trimmed);
  return trimmed === "" || isHidden || trimmed.length > 200 ? "refused" : trimmed;
}

/** What was imported under a hostile id before is known by it. */
const reference = identifier;
/** The only address of the corpus, by then a person's. */
const SOMEBODY = "a@evil.example";

/** Only these of all texts are good ones; the rest is refused, or blank where nothing stands. */
function oneOf(blank: Taken, ...good: readonly string[]): Rule {
  return (cell) => {
    const trimmed = cell.trim();
    if (trimmed === "") return blank;
    return good.includes(trimmed) ? trimmed : "refused";
  };
}

/** Letters and digits in lower case, a hyphen between words. */
function topic(cell: string): Taken {
  const words =
    cell
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const id = words.join("-");
  return id === "" || id.length > 40 ? "refused" : id;
}

function unlessBlank(rule: Rule): Rule {
  return (cell) => (cell.trim() === "" ? null : rule(cell));
}

/** Which texts of the corpus a column takes. */
export const RULES: Readonly<Record<KindOfFile, Readonly<Record<string, Rule>>>> = {
  people: {
    email: oneOf("refused", SOMEBODY),
    name: named(200, "refused"),
    role: oneOf("refused"),
    timezone: oneOf(null, "Etc/GMT+5", "America/Argentina/ComodRivadavia", "europe/berlin"),
    locale: oneOf(null),
    region: named(100, null),
    manager_email: oneOf(null, SOMEBODY),
  },
  accounts: {
    external_id: identifier,
    name: named(200, "refused"),
    domain: oneOf(null, "evil.example", "xn--80ak6aa92e.example", "bücher.example", "constructor.prototype"),
    segment: named(200, null),
    region: named(100, null),
    industry: named(200, null),
    lifecycle_stage: oneOf(null),
    key_account: oneOf(null, "true", "0"),
    csm_email: oneOf(null, SOMEBODY),
    am_email: oneOf(null, SOMEBODY),
    timezone: oneOf(null, "Etc/GMT+5", "America/Argentina/ComodRivadavia", "europe/berlin"),
    currency: oneOf(null),
    sponsor_email: oneOf(null, SOMEBODY),
    how_to_help: named(500, null),
    needs: named(1000, null),
    future_needs: named(1000, null),
  },
  contacts: {
    account_external_id: reference,
    email: oneOf("refused", SOMEBODY),
    name: named(200, "refused"),
    role: oneOf(null),
    locale: oneOf(null),
    timezone: oneOf(null, "Etc/GMT+5", "America/Argentina/ComodRivadavia", "europe/berlin"),
    strength: oneOf(null),
    left_on: oneOf(null),
  },
  contracts: {
    external_id: identifier,
    account_external_id: reference,
    product: named(200, null),
    arr: oneOf("refused", "0", "-0"),
    currency: oneOf("refused"),
    seats: oneOf(null, "0"),
    starts_on: oneOf("refused"),
    ends_on: oneOf(null),
    renews_on: oneOf(null),
    notice_days: oneOf(null, "0"),
    auto_renew: oneOf(null, "true", "0"),
    billing: named(200, null),
    decided_on: oneOf(null),
    notice_on: oneOf(null),
    ended_on: oneOf(null),
    end_reason: named(200, null),
  },
  contract_events: {
    contract_external_id: reference,
    type: oneOf("refused"),
    delta_arr: oneOf(null, "0", "-0", "-1"),
    decided_on: oneOf(null),
    effective_on: oneOf("refused"),
    notice_on: oneOf(null),
  },
  metrics: {
    metric: identifier,
    kind: oneOf(null),
    product: named(200, null),
    label: named(200, null),
    direction: oneOf(null),
    limit: oneOf(null, "0"),
    density: oneOf(null),
    lag_days: oneOf(null, "0"),
  },
  usage: {
    account_external_id: reference,
    metric: reference,
    day: oneOf("refused"),
    value: oneOf("refused", "0"),
  },
  tickets: {
    external_id: identifier,
    account_external_id: reference,
    opened_at: oneOf("refused"),
    closed_at: oneOf(null),
    severity: oneOf(null),
    escalated: oneOf(null, "true", "0"),
    subject: named(500, null),
  },
  invoices: {
    external_id: identifier,
    account_external_id: reference,
    due_on: oneOf("refused"),
    paid_on: oneOf(null),
    amount: oneOf("refused", "0", "-0"),
    currency: oneOf("refused"),
  },
  interactions: {
    external_id: unlessBlank(identifier),
    account_external_id: reference,
    contact_email: oneOf(null, SOMEBODY),
    kind: oneOf("refused"),
    direction: oneOf(null),
    proactive: oneOf(null, "true", "0"),
    occurred_at: oneOf("refused"),
    by_email: oneOf(null, SOMEBODY),
    summary: named(2000, null),
  },
  opportunities: {
    external_id: identifier,
    account_external_id: reference,
    product: named(200, "refused"),
    stage: oneOf("refused"),
    value: oneOf(null, "0", "-0"),
    currency: oneOf(null),
    origin: oneOf(null),
    spotted_by_email: oneOf(null, SOMEBODY),
    owner_email: oneOf(null, SOMEBODY),
    spotted_at: oneOf("refused"),
    closed_at: oneOf("refused"),
    reason: named(500, null),
  },
  goals: {
    external_id: identifier,
    account_external_id: reference,
    name: named(200, "refused"),
    metric: named(200, null),
    baseline: oneOf(null, "0", "-0", "-1"),
    target: oneOf(null, "0", "-0", "-1"),
    target_on: oneOf(null),
    owner_email: oneOf(null, SOMEBODY),
    contact_email: oneOf(null, SOMEBODY),
    measured: oneOf(null, "0", "true", "false"),
    confirmed: oneOf(null, "0", "true", "false"),
    confirmed_value: oneOf(null, "0", "-0"),
    currency: oneOf(null),
    met_on: oneOf(null),
  },
  surveys: {
    external_id: identifier,
    account_external_id: reference,
    contact_email: oneOf(null, SOMEBODY),
    kind: oneOf(null),
    score: oneOf("refused", "0"),
    comment: named(2000, null),
    asked_on: oneOf(null),
    answered_at: oneOf("refused"),
  },
  responsibilities: {
    topic,
    stage: oneOf("refused"),
    slot: oneOf("refused"),
  },
  quotas: {
    person_email: oneOf("refused", SOMEBODY),
    period: oneOf("refused"),
    amount: oneOf("refused", "0", "-0"),
    currency: oneOf("refused"),
  },
  rates: {
    currency: oneOf("refused"),
    rate: oneOf("refused"),
    on: oneOf("refused"),
  },
};

/** A good row of a kind, the n-th, with a key of its own; of usage always the same. */
export function goodRow(kind: KindOfFile, n: number): Record<string, string> {
  const at = String(n);
  switch (kind) {
    case "people":
      return {
        email: `p${at}@corpus.example`,
        name: `Person ${at}`,
        role: "csm",
        timezone: "Europe/Berlin",
        locale: "de",
        region: "dach",
        manager_email: "",
      };
    case "accounts":
      return {
        external_id: `A-${at}`,
        name: `Account ${at}`,
        domain: `a${at}.example`,
        segment: "mid",
        region: "dach",
        industry: "retail",
        lifecycle_stage: "value",
        key_account: "no",
        csm_email: "p0@corpus.example",
        am_email: "",
        timezone: "",
        currency: "EUR",
        sponsor_email: "",
        how_to_help: "Kindly",
        needs: "",
        future_needs: "",
      };
    case "contacts":
      return {
        account_external_id: "A-0",
        email: `c${at}@corpus.example`,
        name: `Contact ${at}`,
        role: "user",
        locale: "de",
        timezone: "",
        strength: "fair",
        left_on: "",
      };
    case "contracts":
      return {
        external_id: `C-${at}`,
        account_external_id: "A-0",
        product: "suite",
        arr: "100",
        currency: "EUR",
        seats: "5",
        starts_on: "2025-01-01",
        ends_on: "",
        renews_on: "2027-01-01",
        notice_days: "30",
        auto_renew: "no",
        billing: "yearly",
        decided_on: "",
        notice_on: "",
        ended_on: "",
        end_reason: "",
      };
    case "contract_events":
      return {
        contract_external_id: "C-0",
        type: "expansion",
        delta_arr: "1",
        decided_on: "",
        effective_on: addDays("1900-01-01" as LocalDate, n),
        notice_on: "",
      };
    case "metrics":
      return {
        metric: `m-${at}`,
        kind: "feature",
        product: "suite",
        label: "Metric",
        direction: "up",
        limit: "10",
        density: "dense",
        lag_days: "1",
      };
    case "usage":
      return { account_external_id: "A-0", metric: "m-0", day: "2026-03-01", value: "0" };
    case "tickets":
      return {
        external_id: `T-${at}`,
        account_external_id: "A-0",
        opened_at: "2026-03-01T10:00:00Z",
        closed_at: "",
        severity: "3",
        escalated: "no",
        subject: "Slow",
      };
    case "invoices":
      return {
        external_id: `I-${at}`,
        account_external_id: "A-0",
        due_on: "2026-03-01",
        paid_on: "",
        amount: "100",
        currency: "EUR",
      };
    case "interactions":
      return {
        external_id: `E-${at}`,
        account_external_id: "A-0",
        contact_email: "",
        kind: "note",
        direction: "",
        proactive: "",
        occurred_at: "2026-03-01T10:00:00Z",
        by_email: "",
        summary: "Said hello",
      };
    case "opportunities":
      return {
        external_id: `O-${at}`,
        account_external_id: "A-0",
        product: "archive",
        stage: "lost",
        value: "",
        currency: "EUR",
        origin: "csm",
        spotted_by_email: "",
        owner_email: "",
        spotted_at: "2026-03-01",
        closed_at: "2026-03-02",
        reason: "Too early",
      };
    case "goals":
      return {
        external_id: `G-${at}`,
        account_external_id: "A-0",
        name: "Fewer reports by hand",
        metric: "",
        baseline: "",
        target: "",
        target_on: "",
        owner_email: "",
        contact_email: "",
        measured: "",
        confirmed: "",
        confirmed_value: "",
        currency: "EUR",
        met_on: "",
      };
    case "surveys":
      return {
        external_id: `S-${at}`,
        account_external_id: "A-0",
        contact_email: "",
        kind: "nps",
        score: "9",
        comment: "",
        asked_on: "",
        answered_at: "2026-03-02T10:00:00Z",
      };
    case "responsibilities":
      return { topic: `topic ${at}`, stage: "any", slot: "support" };
    case "quotas":
      return {
        person_email: "p0@corpus.example",
        period: `${String(1900 + Math.floor(n / 12))}-${String((n % 12) + 1).padStart(2, "0")}`,
        amount: "100",
        currency: "EUR",
      };
    case "rates":
      return { currency: "USD", rate: "0.9", on: addDays("1900-01-01" as LocalDate, n) };
  }
}

/** A cell as it stands in a file, in quotes, whatever is in it. */
export function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Half a character, NUL and U+FFFD can't stand in a file that is text; the line that has one is refused. */
export function isWritable(cell: string): boolean {
  return cell.isWellFormed() && !/[\0\ufffd]/.test(cell);
}

/** Whole files of people that no program should trip over; the number of good rows in them, where it is known. */
export function horrors(): readonly { readonly what: string; readonly bytes: Buffer; readonly good?: number }[] {
  const header = "email,name,role";
  const row = (n: number): string => `h${String(n)}@corpus.example,Human ${String(n)},csm`;
  const text = (what: string, content: string, good?: number) => ({
    what,
    bytes: Buffer.from(content),
    ...(good === undefined ? {} : { good }),
  });
  const many = (count: number): string => Array.from({ length: count }, (_, n) => row(n)).join("\n");
  return [
    text("nothing", "", 0),
    text("a mark alone", "\uFEFF", 0),
    text("a header alone", header, 0),
    text("only commas", ",,,,,,,\n,,,,,,,\n", 0),
    text("only quotes", '"'.repeat(100_001), 0),
    text("only line ends", "\r\n\n\r".repeat(10_000), 0),
    text("ends of all sorts", `${header}\r${row(1)}\n${row(2)}\r\n${row(3)}\r\r\n\n${row(4)}`, 4),
    text("semicolons", `${header}\n${row(1)}\n`.replaceAll(",", ";"), 1),
    text("tabs", `${header}\n${row(1)}\n`.replaceAll(",", "\t"), 1),
    text("a program's own first line", `sep=,\n${header}\n${row(1)}\n`, 0),
    text("a quote that is never closed", `${header}\n${row(1)}\n"${row(2)}\n${many(3000)}\n`),
    text("quotes in the middle", `${header}\n${row(1)}\nx"y"@corpus.example,"a"b,csm\n${row(2)}\n`, 2),
    text("rows of every length", `${header}\n${row(1)}\na\na,b\na,b,c,d\n${row(2)}\n`, 2),
    text("one key 20,000 times", `${header}\n${`${row(1)}\n`.repeat(20_000)}`, 1),
    text("100,000 columns", `${Array.from({ length: 100_000 }, (_, n) => `c${String(n)}`).join(",")}\n`, 0),
    text("65 columns", `${header},${Array.from({ length: 62 }, (_, n) => `c${String(n)}`).join(",")}\n`, 0),
    text("100,000 cells in a row", `${header}\n${row(1)}\n${",".repeat(100_000)}\n${row(2)}\n`, 2),
    text("a field of 10 MB", `${header}\n${row(1)}\nx@corpus.example,"${"n".repeat(10_000_000)}",csm\n${row(2)}\n`, 2),
    text("a line of 10 MB", `${header}\n${row(1)}\n${"n".repeat(10_000_000)}\n${row(2)}\n`, 2),
    text(
      "a field of 10 MB in lines",
      `${header}\n${row(1)}\nx@corpus.example,"${"n\n".repeat(2_000_000)}",csm\n${row(2)}\n`,
    ),
    text("quotes within quotes", `${header}\n${row(1)}\nx@corpus.example,"${'""'.repeat(40_000)}",csm\n${row(2)}\n`, 2),
    text("NUL in the header", `em\0ail,name,role\n${row(1)}\n`, 0),
    text("NUL between rows", `${header}\n${row(1)}\n\0\n${row(2)}\n`, 2),
    text("the header twice", `${header}\n${header}\n${row(1)}\n`, 1),
    text("a column twice", `${header},name\n${row(1)},x\n`, 0),
    text("a column that is a prototype", `${header},__proto__,constructor,toString\n${row(1)},a,b,c\n`, 1),
    text("a column without a name", `${header},,\n${row(1)},,\n`, 1),
    text("columns in capitals and room", ` EMAIL ,Name, rOLe \n${row(1)}\n`, 1),
    text("half an end", `${header}\n${row(1)}\r`, 1),
    { what: "UTF-16, little end first", bytes: Buffer.from(`\uFEFF${header}\n${row(1)}\n`, "utf16le"), good: 0 },
    { what: "UTF-16, big end first", bytes: Buffer.from(`\uFEFF${header}\n${row(1)}\n`, "utf16le").swap16(), good: 0 },
    { what: "UTF-16 without a mark", bytes: Buffer.from(`${header}\n${row(1)}\n`, "utf16le"), good: 0 },
    {
      what: "Windows-1252",
      bytes: Buffer.from(`${header}\n${row(1)}\nx@corpus.example,M\u00fcller,csm\n${row(2)}\n`, "latin1"),
      good: 2,
    },
    { what: "zipped", bytes: gzipSync(`${header}\n${row(1)}\n`), good: 0 },
    { what: "a spreadsheet", bytes: Buffer.from("504b030414000600", "hex"), good: 0 },
    {
      what: "a picture",
      bytes: Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(5000, 7)]),
      good: 0,
    },
    { what: "every byte", bytes: Buffer.from(Array.from({ length: 65_536 }, (_, n) => (n * 7919) % 256)), good: 0 },
    {
      what: "a character cut off",
      bytes: Buffer.concat([Buffer.from(`${header}\n${row(1)}\nx@corpus.example,`), Buffer.from([0xf0, 0x9f])]),
      good: 1,
    },
  ];
}

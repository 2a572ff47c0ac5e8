import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";

export interface CompanyFiles {
  /** the accounts and the metrics that the usage is of */
  readonly ground: string;
  readonly small: string;
  readonly round: string;
  readonly felt: string;
  readonly large: string;
}

const ACCOUNTS = 2000;
const METRICS = 10;
const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
/** One line in so many can't be taken. */
const BAD_EVERY = 500;
const BAD = [
  "Z-9,m1,2025-01-01,1",
  "A-1,m99,2025-01-01,1",
  "A-1,m1,31/02/2025,1",
  "A-1,m1,2025-01-01,-1",
  "A-1,m1",
  '"A-1,m1,2025-01-01,1',
];

/** Made-up usage of 2,000 accounts and ten metrics, a day after the other; files of so many lines. */
export async function writeCompanyFiles(
  folder: string,
  lines: Readonly<Record<"small" | "round" | "felt" | "large", number>>,
): Promise<CompanyFiles> {
  const ground = path.join(folder, "ground");
  await mkdir(ground);
  await writeFile(
    path.join(ground, "accounts.csv"),
    listOf("external_id,name", ACCOUNTS, (at) => `A-${at},Account ${at}`),
  );
  await writeFile(
    path.join(ground, "metrics.csv"),
    listOf("metric,kind", METRICS, (at) => `m${at},feature`),
  );
  return {
    ground,
    small: await writeUsage(path.join(folder, "small"), lines.small),
    round: await writeUsage(path.join(folder, "round"), lines.round),
    felt: await writeUsage(path.join(folder, "felt"), lines.felt),
    large: await writeUsage(path.join(folder, "large"), lines.large),
  };
}

function listOf(header: string, count: number, line: (at: number) => string): string {
  return `${[header, ...Array.from({ length: count }, (_, at) => line(at))].join("\n")}\n`;
}

async function writeUsage(folder: string, lines: number): Promise<string> {
  await mkdir(folder);
  const file = path.join(folder, "usage.csv");
  const out = createWriteStream(file);
  out.write("account_external_id,metric,day,value\n");
  for (let at = 0; at < lines; at++) if (!out.write(`${lineAt(at)}\n`)) await drained(out);
  out.end();
  await finished(out);
  return file;
}

function drained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => out.once("drain", resolve));
}

function lineAt(at: number): string {
  if (at % BAD_EVERY === BAD_EVERY - 1) return BAD[Math.floor(at / BAD_EVERY) % BAD.length] ?? "";
  const day = new Date(FIRST_DAY_MS + Math.floor(at / (ACCOUNTS * METRICS)) * DAY_MS).toISOString().slice(0, 10);
  return `A-${Math.floor(at / METRICS) % ACCOUNTS},m${at % METRICS},${day},${(at * 7) % 1000}`;
}

import type { Command } from "commander";
import { plain } from "./chat/card.ts";
import { type Config, readCommandConfig } from "./config.ts";
import { openDatabase } from "./db/open.ts";
import { organisations } from "./db/shell.ts";
import type { Database } from "./db/transaction.ts";
import { type Examined, type Finding, finding, organisationFindings, serviceFindings } from "./doctor.ts";
import { whatKey } from "./features/setup/decide.ts";
import { wallClock } from "./kernel/clock.ts";
import type { Log } from "./kernel/log.ts";
import { createSays } from "./locales/say.ts";
import { createLog } from "./log.ts";

type Opened = Examined & { stop(): Promise<void> };

export interface DoctorCommandParts {
  readonly program: Command;
  readonly out: (text: string) => void;
  /** told when something is broken */
  readonly broken: () => void;
  /** makes the app, which isn't started */
  readonly open: (made: { readonly config: Config; readonly db: Database; readonly log: Log }) => Promise<Opened>;
}

/** `tandem doctor`: what of the service and of its organisations isn't as it should be. */
export function addDoctorCommand({ program, out, broken, open }: DoctorCommandParts): void {
  program
    .command("doctor")
    .description("checks the service and what is still to be set up; ends with 1 when something is broken")
    .option("--org <slug>", "one organisation only")
    .option("--json", "as JSON, for another program")
    .action(async ({ org, json = false }: { org?: string; json?: boolean }) => {
      const findings = await examined(org, open);
      if (findings.some(({ severity }) => severity === "broken")) broken();
      out(json ? `${JSON.stringify(findings.map(told), undefined, 2)}\n` : lines(findings));
    });
}

async function examined(org: string | undefined, open: DoctorCommandParts["open"]): Promise<Finding[]> {
  let config: Config;
  try {
    config = readCommandConfig();
  } catch (error) {
    return [finding("D02", "broken", { problem: messageOf(error) })];
  }
  const log = createLog("silent", 2);
  let app: Opened;
  try {
    const db = await openDatabase({ url: config.databaseUrl, folder: config.dataDir, log });
    app = await open({ config, db, log });
  } catch (error) {
    return [finding("D01", "broken", { problem: messageOf(error) })];
  }
  try {
    const parts = { config, app, wall: wallClock };
    const all = await organisations(app.db.system);
    const wanted = org === undefined ? all : all.filter(({ slug }) => slug === org);
    if (org !== undefined && wanted.length === 0) throw new Error(`There is no organisation "${org}".`);
    const found = await serviceFindings(parts);
    if (all.length === 0) found.push(finding("D12", "broken"));
    for (const each of wanted) found.push(...(await organisationFindings(parts, each)));
    return found;
  } finally {
    await app.stop();
  }
}

const say = createSays()("en");

function told({ id, severity, values, organisation }: Finding) {
  return { id, severity, organisation, ...wordsOf({ id, values }) };
}

function wordsOf({ id, values }: Pick<Finding, "id" | "values">): { readonly what: string; readonly fix: string } {
  return { what: plain(say(whatKey(id, values), values)), fix: plain(say(`doctor.${id}-fix`, values)) };
}

const WIDTH = 8;

function lines(findings: readonly Finding[]): string {
  const isOfSeveral = new Set(findings.flatMap(({ organisation }) => organisation ?? [])).size > 1;
  const faults = findings.filter(({ severity }) => severity !== "hint");
  const written = findings.map((each) => {
    const { what, fix } = wordsOf(each);
    const severity = plain(say(`doctor.${each.severity}`)).padEnd(WIDTH);
    const whose = isOfSeveral && each.organisation !== undefined ? `${each.organisation}: ` : "";
    return `${severity} ${each.id}  ${whose}${what} ${fix}\n`;
  });
  return [...written, ...(faults.length === 0 ? [`${plain(say("doctor.well"))}\n`] : [])].join("");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

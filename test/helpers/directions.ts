import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { cruise, type ICruiseResult, type IConfiguration } from "dependency-cruiser";

const CONFIG = path.resolve(import.meta.dirname, "../../.dependency-cruiser.mjs");
const CRUISED = ["src", "test", "prisma", "vitest.config.ts"];
const LEAST_SHARE = 0.9;

/** An import, or a file (`to` is then the file it is measured from), that breaks a rule of direction. */
export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

export interface Directions {
  /** how many source files were looked at */
  readonly files: number;
  readonly breaches: readonly Breach[];
}

type Graph = Required<Pick<IConfiguration, "forbidden" | "options">>;

/** The names of all rules. */
export async function directionRules(): Promise<string[]> {
  return (await graphs()).flatMap((graph) => graph.forbidden.map((rule) => rule.name ?? ""));
}

/**
 * Holds the imports of a tree against `.dependency-cruiser.mjs`.
 * @throws Error when fewer than nine tenths of the source files were looked at
 */
export async function directionsOf(root: string): Promise<Directions> {
  const breaches: Breach[] = [];
  const seen = new Set<string>();
  for (const { forbidden, options } of await graphs()) {
    const because = new Map(forbidden.map((rule) => [rule.name, rule.comment ?? ""]));
    const { output } = await cruise(
      CRUISED.filter((each) => existsSync(path.join(root, each))),
      {
        ...options,
        baseDir: root,
        validate: true,
        ruleSet: { forbidden },
      },
    );
    const { modules, summary } = output as ICruiseResult;
    for (const module of modules) seen.add(module.source);
    for (const { rule, from, to } of summary.violations) {
      breaches.push({ rule: rule.name, from, to, because: because.get(rule.name) ?? "" });
    }
  }
  const sources = filesIn(root, "src");
  const files = sources.filter((file) => seen.has(file)).length;
  if (files === 0 || files < sources.length * LEAST_SHARE) {
    throw new Error(`only ${String(files)} of ${String(sources.length)} source files were looked at`);
  }
  return { files, breaches };
}

async function graphs(): Promise<Graph[]> {
  const config = (await import(CONFIG)) as { default: Graph; atRunTime: Graph };
  return [config.default, config.atRunTime];
}

function filesIn(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(folder, file.split(path.sep).join("/")));
}

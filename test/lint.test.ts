import path from "node:path";
import { ESLint } from "eslint";
import { expect, test } from "vitest";
import { withTree, type Files } from "./helpers/planted.ts";

const PROJECT = path.resolve(import.meta.dirname, "..");

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: "ES2024",
    module: "nodenext",
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: ["node"],
  },
  include: ["src", "test", "*.config.ts"],
});

const GLOBALS = `
  type Write = (options: object) => Promise<unknown>;
  declare const db: { $transaction(steps: object): Promise<void>; account: Record<"create" | "update" | "upsert" | "delete" | "findMany", Write> };
  declare const tx: { rows(sql: string): Promise<object[]> };
`;

/** One line of code, the file it stands in, and the one rule that it breaks, if any. */
interface Case {
  readonly says: string;
  readonly file: string;
  readonly code: string;
  readonly rule: string | undefined;
}

const CASES: readonly Case[] = [
  line("a slice reads the time", "src/features/risk/feature.ts", "export const now = new Date();", "tandem/clock"),
  line("a slice reads milliseconds", "src/features/risk/feature.ts", "export const now = Date.now;", "tandem/clock"),
  line("a test's rule depends on today", "test/risk.test.ts", "export const now = Date.now();", "tandem/clock"),
  line("something is timed by itself", "src/outbox/deliver.ts", "export const ms = performance.now();", "tandem/clock"),
  line("the clock reads the time", "src/kernel/clock.ts", "export const now = new Date();"),
  line("an instant is made of text", "src/features/risk/feature.ts", `export const day = new Date("2026-01-01");`),

  line(
    "a port asks the environment",
    "src/inbound/server.ts",
    `export const port = process.env["PORT"];`,
    "tandem/environment",
  ),
  line("a port takes env apart", "src/inbound/server.ts", "export const { env } = process;", "tandem/environment"),
  line(
    "a port imports env",
    "src/inbound/server.ts",
    `import { env } from "node:process"; export const port = env["PORT"];`,
    "tandem/environment",
  ),
  line(
    "a test asks the environment",
    "test/risk.test.ts",
    `export const url = process.env["URL"];`,
    "tandem/environment",
  ),
  line("config asks the environment", "src/config.ts", `export const port = process.env["PORT"];`),

  write("a nested create", "db.account.create({ data: { name: 'x', contacts: { create: [{ name: 'y' }] } } })"),
  write("a nested connect", "db.account.update({ where: {}, data: { csm: { connect: { id: 'y' } } } })"),
  write(
    "a nested upsert's create",
    "db.account.upsert({ where: {}, update: {}, create: { csm: { connect: { id: 'y' } } } })",
  ),
  write("an include on a write", "db.account.create({ data: {}, include: { contracts: true } })"),
  write("a relation selected on a write", "db.account.update({ where: {}, data: {}, select: { organisation: true } })"),
  write(
    "a select in a select on a write",
    "db.account.delete({ where: {}, select: { csm: { select: { id: true } } } })",
  ),
  write("Prisma's own transaction", "db.$transaction([])"),
  write("a flat write", "db.account.create({ data: { name: 'x' }, select: { id: true } })", ""),
  write("a read with a relation", "db.account.findMany({ include: { contracts: true } })", ""),

  statement("a feature asks the database", "src/features/risk/feature.ts", "tandem/sql-in-stores"),
  statement("a card asks the database", "src/features/risk/cards.ts", "tandem/sql-in-stores"),
  statement("the router asks the database", "src/inbound/router.ts", "tandem/sql-in-stores"),
  statement("a store asks the database", "src/features/risk/store.ts"),
  statement("one of several stores asks the database", "src/features/risk/score-store.ts"),
  statement("facts ask the database", "src/features/risk/facts.ts"),
  statement("an import asks the database", "src/features/accounts/import/people.ts"),
  statement("the outbox asks the database", "src/outbox/enqueue.ts"),

  line(
    "a decision throws dice",
    "src/features/risk/decide.ts",
    "export const dice = Math.random();",
    "tandem/randomness",
  ),
  line("a retry throws dice", "src/outbox/retry.ts", "export const dice = Math.random();", "tandem/randomness"),
  line(
    "a decision makes an id",
    "src/features/risk/decide.ts",
    "export const id = crypto.randomUUID();",
    "tandem/randomness",
  ),
  line(
    "a single card throws dice",
    "src/features/risk/case-card.ts",
    "export const dice = Math.random();",
    "tandem/randomness",
  ),
  line("ids are random", "src/kernel/ids.ts", "export const bytes = crypto.getRandomValues(new Uint8Array(10));"),

  line(
    "a card asks for the machine's zone",
    "src/features/risk/cards.ts",
    "export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;",
    "tandem/ambient-locale",
  ),
  line(
    "a card speaks the machine's language",
    "src/features/risk/cards.ts",
    "export const text = (12).toLocaleString();",
    "tandem/ambient-locale",
  ),
  line(
    "a list is sorted by the machine's alphabet",
    "src/features/risk/cards.ts",
    `export const order = "a".localeCompare("b");`,
    "tandem/ambient-locale",
  ),
  line(
    "a number's language is left open",
    "src/features/risk/cards.ts",
    "export const text = new Intl.NumberFormat(undefined).format(1);",
    "tandem/ambient-locale",
  ),
  line(
    "a card names its language",
    "src/features/risk/cards.ts",
    `export const text = new Intl.NumberFormat("de").format(1);`,
  ),

  line("an export without a name", "src/kernel/money.ts", "export default 1;", "tandem/named-exports"),
  line("a tool's configuration", "vitest.config.ts", "export default 1;"),

  line(
    "a promise that nobody waits for",
    "src/app.ts",
    "export function go() { Promise.resolve(1); }",
    "@typescript-eslint/no-floating-promises",
  ),
  line(
    "a promise as a condition",
    "src/app.ts",
    "export function go(p: Promise<boolean>) { return p ? 1 : 2; }",
    "@typescript-eslint/no-misused-promises",
  ),
  line(
    "a promise for a listener",
    "src/app.ts",
    "[1].forEach(async () => { await Promise.resolve(); });",
    "@typescript-eslint/no-misused-promises",
  ),
  line(
    "a type imported as a value",
    "src/app.ts",
    `import { Stats } from "node:fs"; export type S = Stats;`,
    "@typescript-eslint/consistent-type-imports",
  ),
  line(
    "a case left out",
    "src/app.ts",
    `export function go(k: "a" | "b") { switch (k) { case "a": return 1; } return 2; }`,
    "@typescript-eslint/switch-exhaustiveness-check",
  ),
  line("any", "src/app.ts", "export type Anything = any;", "@typescript-eslint/no-explicit-any"),
  line(
    "a value sworn to be there",
    "src/app.ts",
    "export const first = (list: (number | null)[]) => list.at(0)!;",
    "@typescript-eslint/no-non-null-assertion",
  ),
  line("loose equality", "src/app.ts", "export const same = (a: number, b: number) => a == b;", "eqeqeq"),
];

test("every line that breaks a convention is found, and no other", { timeout: 120_000 }, async () => {
  const byFile = Map.groupBy(CASES, (each) => each.file);
  const code = [...byFile].map(([file, cases]) => [file, cases.map((each) => each.code).join("\n")]);
  const files = { ...(Object.fromEntries(code) as Files), "tsconfig.json": TSCONFIG, "src/planted.d.ts": GLOBALS };
  const found = await withTree(files, { node_modules: path.join(PROJECT, "node_modules") }, lint);
  for (const [file, cases] of byFile) {
    const said = cases.map(
      (each, at) => `${each.says}: ${String([...(found.get(`${file}:${String(at + 1)}`) ?? [])])}`,
    );
    expect(said).toEqual(cases.map((each) => `${each.says}: ${each.rule ?? ""}`));
  }
});

test("a file may have three hundred lines and not one more", async () => {
  const files: Files = {
    "tsconfig.json": TSCONFIG,
    "src/fits.ts": ";\n".repeat(300),
    "src/long.ts": ";\n".repeat(301),
  };
  const found = await withTree(files, { node_modules: path.join(PROJECT, "node_modules") }, lint);
  expect([...found]).toEqual([["src/long.ts:301", new Set(["max-lines"])]]);
});

/** What breaks which rules: "<file>:<line>" → names of rules. */
async function lint(root: string): Promise<Map<string, Set<string>>> {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(PROJECT, "eslint.config.js") });
  const found = new Map<string, Set<string>>();
  for (const { filePath, messages } of await eslint.lintFiles(["."])) {
    for (const { line, ruleId, message } of messages) {
      const place = `${path.relative(root, filePath)}:${String(line)}`;
      found.set(place, (found.get(place) ?? new Set()).add(ruleId ?? message));
    }
  }
  return found;
}

function line(says: string, file: string, code: string, rule?: string): Case {
  return { says, file, code, rule };
}

function write(says: string, call: string, rule = "tandem/flat-writes"): Case {
  return { says, file: "src/features/risk/store.ts", code: `await ${call};`, rule };
}

function statement(says: string, file: string, rule?: string): Case {
  return { says, file, code: `await tx.rows("select 1");`, rule };
}

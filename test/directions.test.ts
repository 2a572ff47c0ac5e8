import { expect, test } from "vitest";
import { directionRules, directionsOf } from "./helpers/directions.ts";
import { withTree, type Files } from "./helpers/planted.ts";

const SLICE = "src/features/risk";

const USED = [
  "zod",
  "pino",
  "@slack/bolt",
  "@slack/types",
  "botbuilder",
  "node-cron",
  "nodemailer",
  "pg-boss",
  "pg",
  "@prisma/client",
];
const USED_BY_TESTS = ["vitest", "emulate"];

/** A small house in which everything is where it belongs. */
const SOUND: Files = {
  "package.json": JSON.stringify({ dependencies: pinned(USED), devDependencies: pinned(USED_BY_TESTS) }),
  ...packages(...USED, ...USED_BY_TESTS, "stray"),
  "src/main.ts": `await import("./app.ts");`,
  "src/cli.ts": `import "./kernel/money.ts";`,
  "src/app.ts": imports(
    "./features/risk/feature.ts",
    "./chat/slack/index.ts",
    "./chat/teams/index.ts",
    "./inbound/ticker.ts",
    "./outbox/deliver.ts",
    "./jobs/queues.ts",
    "./db/transaction.ts",
    "./kernel/clock.ts",
  ),
  "src/kernel/clock.ts": `export const clock = 1;`,
  "src/kernel/money.ts": `import { z } from "zod"; export const money = z;`,
  "src/chat/card.ts": `export type Card = string;`,
  "src/chat/slack/index.ts": imports("@slack/bolt", "./render.ts", "node:crypto"),
  "src/chat/slack/render.ts": `import type { Block } from "@slack/types"; import type { Card } from "../card.ts"; export type Drawn = Block | Card;`,
  "src/chat/teams/index.ts": imports("botbuilder"),
  "src/inbound/ticker.ts": imports("node-cron"),
  "src/outbox/deliver.ts": `import type { Post } from "../features/feature.ts"; export type Sent = Post;`,
  "src/jobs/queues.ts": imports("pg-boss", "../db/system.ts"),
  "src/db/transaction.ts": imports("pg", "./system.ts", "./prisma.ts"),
  "src/db/system.ts": `export const system = 1;`,
  "src/db/prisma.ts": imports("./generated/client.ts"),
  "src/db/generated/client.ts": imports("@prisma/client"),
  "src/db/embedded-worker.ts": imports("node:worker_threads"),
  "src/features/feature.ts": `export type Post = string; export const never = 1;`,
  [`${SLICE}/feature.ts`]: imports("./decide.ts", "./cards.ts", "./store.ts", "../accounts/facts.ts"),
  [`${SLICE}/decide.ts`]: `import { money } from "../../kernel/money.ts"; import type { Row } from "./store.ts"; export const decide = money as Row;`,
  [`${SLICE}/cards.ts`]: `import type { Account } from "../accounts/facts.ts"; export type Drawn = Account;`,
  [`${SLICE}/store.ts`]: `import "../../db/prisma.ts"; export type Row = unknown;`,
  "src/features/accounts/facts.ts": `import type { Card } from "../../chat/card.ts"; import "./store.ts"; export type Account = Card;`,
  "src/features/accounts/store.ts": imports("../../kernel/money.ts"),
  "src/demo/main.ts": imports("../app.ts", "emulate"),
  "prisma/seed.ts": imports("../src/db/transaction.ts"),
  "test/risk.test.ts": imports("vitest", "./helpers/people.ts", "../src/features/risk/decide.ts"),
  "test/helpers/people.ts": `export const people = 1;`,
  "test/helpers/report.ts": `export const report = 1;`,
  "vitest.config.ts": imports("./test/helpers/report.ts"),
};

/** Lines added to files of the sound house, and the one rule that they break. */
const FAULTS: readonly { readonly rule: string; readonly says: string; readonly add: Files }[] = [
  fault("kernel-alone", "the kernel asks the database", "src/kernel/clock.ts", "../db/transaction.ts"),
  fault("kernel-alone", "the kernel reads a file", "src/kernel/clock.ts", "node:fs"),
  fault("kernel-alone", "the kernel brings a logger", "src/kernel/clock.ts", "pino"),
  byType("pure-names-no-builtin", "a decision names a hash of Node's", `${SLICE}/decide.ts`, "node:crypto"),
  byType("pure-names-no-clock", "a decision takes a clock", `${SLICE}/decide.ts`, "../../kernel/clock.ts"),
  byType("pure-names-no-package", "a card names a type of a package", `${SLICE}/cards.ts`, "pino"),
  {
    rule: "pure-names-no-package",
    says: "a part of the score names a type of a package",
    add: {
      [`${SLICE}/decide.ts`]: `import "./score/usage.ts";`,
      [`${SLICE}/score/usage.ts`]: `import type {} from "pino";`,
    },
  },
  fault("pure-reaches-nothing", "a decision runs its store", `${SLICE}/decide.ts`, "./store.ts"),
  {
    rule: "pure-reaches-nothing",
    says: "a decision imports what reads a file",
    add: { [`${SLICE}/decide.ts`]: `import "./names.ts";`, [`${SLICE}/names.ts`]: `import "node:fs";` },
  },
  fault("pure-reaches-nothing", "a renderer runs an SDK", "src/chat/slack/render.ts", "@slack/types"),
  fault("slices-apart", "a slice runs another's store", `${SLICE}/feature.ts`, "../accounts/store.ts"),
  byType("slices-apart", "a slice names a type of another's store", `${SLICE}/feature.ts`, "../accounts/store.ts"),
  fault("facts-read-only", "facts draw a card", "src/features/accounts/facts.ts", "../../chat/card.ts"),
  fault("features-send-nothing", "a feature sends", `${SLICE}/feature.ts`, "../../outbox/deliver.ts"),
  byType("features-send-nothing", "a feature knows a platform", `${SLICE}/feature.ts`, "../../chat/slack/index.ts"),
  fault("features-open-nothing", "a feature opens a transaction", `${SLICE}/feature.ts`, "../../db/transaction.ts"),
  byType("shell-without-slices", "the outbox knows a slice", "src/outbox/deliver.ts", "../features/accounts/store.ts"),
  fault("shell-by-type", "chat runs a declaration", "src/chat/card.ts", "../features/feature.ts"),
  byType("slack-sdk", "the outbox knows Slack's SDK", "src/outbox/deliver.ts", "@slack/bolt"),
  byType("teams-sdk", "the outbox knows Teams' SDK", "src/outbox/deliver.ts", "botbuilder"),
  fault("mail-sdk", "the outbox knows the mailer", "src/outbox/deliver.ts", "nodemailer"),
  fault("cron", "the outbox has its own cron", "src/outbox/deliver.ts", "node-cron"),
  fault("queues", "the outbox has its own queue", "src/outbox/deliver.ts", "pg-boss"),
  byType("drivers", "the outbox connects by itself", "src/outbox/deliver.ts", "pg"),
  fault("prisma", "the ticker uses Prisma", "src/inbound/ticker.ts", "../db/prisma.ts"),
  byType("prisma", "the ticker names a generated type", "src/inbound/ticker.ts", "../db/generated/client.ts"),
  fault("system-door", "the ticker takes the other door", "src/inbound/ticker.ts", "../db/system.ts"),
  {
    rule: "app-on-top",
    says: "a part of the app asks for the app",
    add: { "src/inbound/server.ts": `import "../app.ts";`, "src/main.ts": `import "./inbound/server.ts";` },
  },
  fault("programs-on-top", "a test imports a program", "test/risk.test.ts", "../src/cli.ts"),
  {
    rule: "demo-apart",
    says: "the product uses the demo's",
    add: { "src/demo/emulator.ts": "", "src/app.ts": `import "./demo/emulator.ts";` },
  },
  fault("src-alone", "the product uses a test's helper", "src/app.ts", "../test/helpers/people.ts"),
  {
    rule: "no-cycles",
    says: "two files need each other",
    add: { "src/db/system.ts": `import type {} from "./transaction.ts";` },
  },
  fault("resolved", "an import leads nowhere", "src/app.ts", "./nowhere.ts"),
  fault("declared", "a package is used that is only there by chance", "src/app.ts", "stray"),
  fault("installed-in-production", "the product runs a dev dependency", "src/app.ts", "vitest"),
  { rule: "reached-source", says: "a file that no program reaches", add: { "src/inbound/old.ts": "" } },
  {
    rule: "reached-source",
    says: "a file that only a test reaches",
    add: { "src/inbound/old.ts": "", "test/old.test.ts": `import "../src/inbound/old.ts";` },
  },
  { rule: "reached-helper", says: "a helper that no test reaches", add: { "test/helpers/old.ts": "" } },
];

test("a sound house breaks no rule of direction", async () => {
  expect(await brokenBy({})).toEqual([]);
});

test.each(FAULTS)("$rule is broken when $says", async ({ rule, add }) => {
  expect(await brokenBy(add)).toEqual([rule]);
});

test("every rule of direction was proved by a fault", async () => {
  expect(new Set(FAULTS.map(({ rule }) => rule))).toEqual(new Set(await directionRules()));
});

test("a cruise that sees no source files is an error, not a pass", async () => {
  await withTree({ "test/a.test.ts": "" }, {}, async (root) => {
    await expect(directionsOf(root)).rejects.toThrow("only 0 of 0 source files were looked at");
  });
});

async function brokenBy(add: Files): Promise<string[]> {
  const files: Record<string, string> = { ...SOUND };
  for (const [name, lines] of Object.entries(add)) files[name] = `${files[name] ?? ""}\n${lines}`;
  const { breaches } = await withTree(files, {}, directionsOf);
  return [...new Set(breaches.map((breach) => breach.rule))];
}

function fault(rule: string, says: string, file: string, imported: string) {
  return { rule, says, add: { [file]: `import "${imported}";` } };
}

function byType(rule: string, says: string, file: string, imported: string) {
  return { rule, says, add: { [file]: `import type {} from "${imported}";` } };
}

function imports(...names: readonly string[]): string {
  return names.map((name) => `import "${name}";`).join("\n");
}

function pinned(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, "1.0.0"]));
}

function packages(...names: readonly string[]): Files {
  return Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" })],
      [`node_modules/${name}/index.js`, ""],
    ]),
  );
}

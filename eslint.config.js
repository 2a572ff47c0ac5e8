import { readFileSync } from "node:fs";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const WRITES = "/^(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete)$/";
const NESTED =
  "/^(create|createMany|connect|connectOrCreate|update|updateMany|upsert|delete|deleteMany|set|disconnect)$/";
const RELATIONS = `/^(${relationsOf(readFileSync(new URL("prisma/schema.prisma", import.meta.url), "utf8")).join("|")})$/`;
const WRITE_OPTION = `CallExpression[callee.property.name=${WRITES}] > ObjectExpression > Property`;

/** One rule a convention, so that a breach names the convention and an exception is one line below. */
const rules = {
  clock: forbid("Take `now: Date`, a Clock or a WallClock: only src/kernel/clock.ts reads the time.", [
    "NewExpression[callee.name='Date'][arguments.length=0]",
    "CallExpression[callee.name='Date']",
    "MemberExpression[object.name=/^(Date|performance)$/][property.name='now']",
    "MemberExpression[object.name='process'][property.name='hrtime']",
    "MemberExpression[object.name='Temporal'][property.name='Now']",
  ]),
  environment: forbid("Only src/config.ts reads the environment; take what you need from the Config.", [
    "MemberExpression[object.name='process'][property.name='env']",
    "MemberExpression[object.name='process'][property.value='env']",
    "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
    "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
  ]),
  "flat-writes": forbid(
    "A Prisma write is flat: nested writes, relations and $transaction open their own transaction.",
    [
      "MemberExpression[property.name='$transaction']",
      `${WRITE_OPTION}[key.name=/^(data|create|update)$/] Property[key.name=${NESTED}][value.type=/^(Object|Array)Expression$/]`,
      `${WRITE_OPTION}[key.name='include']`,
      `${WRITE_OPTION}[key.name='select'] > ObjectExpression > Property[key.name=${RELATIONS}]`,
      `${WRITE_OPTION}[key.name='select'] > ObjectExpression > Property[value.type='ObjectExpression']`,
    ],
  ),
  "sql-in-stores": forbid("Statements stand in a slice's store.ts or facts.ts, in outbox, jobs or db.", [
    "CallExpression[callee.property.name='rows']",
    "MemberExpression[property.name=/^\\$(query|execute)Raw/]",
    "TaggedTemplateExpression[tag.property.name=/^\\$(query|execute)Raw/]",
  ]),
  randomness: forbid("A decision is repeatable: pass in what is random.", [
    "MemberExpression[object.name='Math'][property.name='random']",
    "MemberExpression[object.name='crypto']",
    "MemberExpression[object.name='globalThis'][property.name='crypto']",
  ]),
  "ambient-locale": forbid("Name the locale and the zone: the machine's own are somebody else's.", [
    "CallExpression[callee.property.name=/^toLocale/][arguments.length=0]",
    "CallExpression[callee.property.name=/^toLocale(Date|Time)?String$/][arguments.0.name=/^undefined$/]",
    "CallExpression[callee.property.name='localeCompare'][arguments.length=1]",
    ":matches(NewExpression, CallExpression)[callee.object.name='Intl'][arguments.length=0]",
    ":matches(NewExpression, CallExpression)[callee.object.name='Intl'][arguments.0.name=/^undefined$/]",
  ]),
  "named-exports": forbid("Exports have names.", [
    "ExportDefaultDeclaration",
    "ExportSpecifier[exported.name='default']",
  ]),
};

const PURE = ["decide", "card", "cards", "score", "retry", "render"].flatMap((name) => [
  `src/**/${name}.ts`,
  `src/**/${name}-*.ts`,
  `src/**/*-${name}.ts`,
  `src/**/${name}/**`,
]);

export default defineConfig(
  { ignores: ["src/db/generated/", "coverage/", "test/.cache/", ".data/"] },
  {
    files: ["**/*.ts", "**/*.tsx", "**/*.js", "**/*.mjs"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { parser: tseslint.parser },
    plugins: { tandem: { rules } },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "tandem/clock": "error",
      "tandem/environment": "error",
      "tandem/flat-writes": "error",
      "tandem/ambient-locale": "error",
      "tandem/named-exports": "error",
    },
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ["src/**"], rules: { "max-lines": ["error", 300], "tandem/sql-in-stores": "error" } },
  { files: ["src/kernel/**", "src/features/**", ...PURE], rules: { "tandem/randomness": "error" } },

  // Exceptions
  { files: ["src/locales/**"], rules: { "max-lines": "off" } },
  { files: ["src/kernel/clock.ts", "test/bench/**", "test/helpers/**"], rules: { "tandem/clock": "off" } },
  { files: ["src/kernel/ids.ts"], rules: { "tandem/randomness": "off" } },
  {
    files: ["src/config.ts", "*.config.ts", "prisma/**", "test/*.ts", "test/{helpers,bench,chaos,e2e}/**"],
    ignores: ["test/*.test.ts"],
    rules: { "tandem/environment": "off" },
  },
  {
    files: [
      "src/{db,outbox,jobs}/**",
      "src/features/**/{store,facts}.ts",
      "src/features/**/*-{store,facts}.ts",
      "src/features/**/{store,facts,import}/**",
    ],
    rules: { "tandem/sql-in-stores": "off" },
  },
  { files: ["test/**"], rules: { "@typescript-eslint/no-unsafe-assignment": "off" } },
  // These show that such a write throws, on the server that the environment names.
  { files: ["test/db-*.test.ts"], rules: { "tandem/flat-writes": "off", "tandem/environment": "off" } },
  { files: ["*.config.{js,ts}", ".*.mjs"], rules: { "tandem/named-exports": "off" } },
);

function forbid(message, selectors) {
  return {
    meta: { type: "problem", schema: [] },
    create(context) {
      const report = (node) => context.report({ node, message });
      return Object.fromEntries(selectors.map((selector) => [selector, report]));
    },
  };
}

/** Names that are a relation wherever they stand; one that is also somebody's column is left out. */
function relationsOf(schema) {
  const models = new Set([...schema.matchAll(/^model (\w+)/gm)].map(([, name]) => name));
  const fields = [...schema.matchAll(/^ {2}(\w+) +(\w+)/gm)].map(([, name, type]) => ({
    name,
    isRelation: models.has(type),
  }));
  const columns = new Set(fields.filter((field) => !field.isRelation).map((field) => field.name));
  return [...new Set(fields.filter((field) => field.isRelation).map((field) => field.name))].filter(
    (name) => !columns.has(name),
  );
}

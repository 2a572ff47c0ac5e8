/** Who may import whom; test/helpers/directions.ts applies it. `$1` is what the first bracket of `from` matched. */
const PURE_NAMES = String.raw`^src/.*\b(decide|cards?|score|retry|render)\b`;
const STORES = String.raw`^src/features/.*\b(store|facts|import)\b`;
const PURE = { path: PURE_NAMES, pathNot: [STORES, String.raw`\b(jobs?|feature)\.ts$`] };
const PURE_BUT_RENDER = { path: PURE_NAMES, pathNot: [...PURE.pathNot, String.raw`\brender\b`] };
const SHELL = "^src/(chat|outbox|jobs|db)/";
const PURE_PACKAGES = "node_modules/(zod|date-fns|@date-fns/tz|rrule-temporal)/";
const BUILTIN = "^(?!src/|test/|prisma/|node_modules/|[.])";
const CLOCK = String.raw`^src/kernel/clock\.ts$`;
const GENERATED = "^src/db/generated/";
const PROGRAMS = String.raw`^src/(main|cli|demo/main)\.ts$`;
const COMMAND_LINE = String.raw`^src/command-line\.ts$`;
/** started by name, not by an import */
const STARTS = [
  PROGRAMS,
  String.raw`^src/demo/page/client\.ts$`,
  String.raw`^src/.*-worker\.ts$`,
  String.raw`^prisma/[^/]+\.ts$`,
];
const TESTS = [String.raw`^[^/]+\.config\.ts$`, String.raw`^test/[^/]+\.tsx?$`, String.raw`^test/.*\.test\.tsx?$`];

/** What holds for every import, also of types. */
const imports = [
  rule("kernel-alone", "The kernel imports only itself, zod and date arithmetic.", "^src/kernel/", {
    pathNot: ["^src/kernel/", PURE_PACKAGES],
  }),
  rule("pure-names-no-builtin", "A pure file imports nothing of Node.", PURE, { path: BUILTIN }),
  rule("pure-names-no-clock", "A decision takes `now: Date`.", PURE, { path: CLOCK }),
  rule(
    "pure-names-no-package",
    "A pure file imports neither Prisma nor an SDK; a renderer may by type.",
    PURE_BUT_RENDER,
    { path: "node_modules/", pathNot: PURE_PACKAGES },
  ),
  rule("slices-apart", "A slice knows another by its facts.ts alone.", "^src/features/([^/]+)/", {
    path: "^src/features/[^/]+/",
    pathNot: ["^src/features/$1/", String.raw`^src/features/[^/]+/facts\.ts$`],
  }),
  rule(
    "features-send-nothing",
    "A feature wants posts and starts jobs; others send and run them. It may read CSV.",
    "^src/features/",
    {
      path: "^src/(outbox|jobs|inbound|demo|chat/(slack|teams|mail))/",
      pathNot: String.raw`^src/inbound/csv\.ts$`,
    },
  ),
  rule("shell-without-slices", "chat, outbox, jobs and db are given what the slices declare.", SHELL, {
    path: "^src/features/",
    pathNot: String.raw`^src/features/feature\.ts$`,
  }),

  only("slack-sdk", "node_modules/@slack/", "^src/(chat/slack|demo)/"),
  only("teams-sdk", "node_modules/(botbuilder|botframework-|@microsoft/)", "^src/chat/teams/"),
  only("mail-sdk", "node_modules/(nodemailer|@types/nodemailer)/", "^src/chat/mail/"),
  only("cron", "node_modules/node-cron/", String.raw`^src/inbound/ticker(\.ts$|/)`),
  only("queues", "node_modules/pg-boss/", "^src/jobs/"),
  only("drivers", "node_modules/(pg|@types/pg|@electric-sql|@prisma)/", "^src/db/"),
  only("prisma", "^src/db/(generated/|prisma\\.ts$)", ["^src/(db|outbox|jobs)/", STORES]),
  only("system-door", String.raw`^src/db/system\.ts$`, "^src/(db|outbox|jobs)/"),

  rule(
    "app-on-top",
    "Nothing imports the app but what starts it.",
    { pathNot: [PROGRAMS, COMMAND_LINE, "^src/demo/", "^test/"] },
    { path: String.raw`^src/app\.ts$` },
  ),
  rule("programs-on-top", "Nothing imports a program.", {}, { path: PROGRAMS }),
  rule("demo-apart", "The product doesn't know the demo.", { path: "^src/(?!demo/)" }, { path: "^src/demo/" }),
  rule("src-alone", "src imports neither tests nor scripts.", "^src/", { path: "^(test|prisma)/" }),
  rule("no-cycles", "A cycle has no direction.", { pathNot: GENERATED }, { circular: true }),
  rule("resolved", "An import leads to a file.", {}, { couldNotResolve: true }),
  rule("declared", "A package that is imported stands in package.json.", {}, { dependencyTypes: ["npm-no-pkg"] }),
  rule("reached-source", "What no program reaches is dead.", STARTS, {
    path: "^src/",
    pathNot: [...STARTS, GENERATED],
    reachable: false,
  }),
  rule("reached-helper", "What no test or script reaches is dead.", TESTS, {
    path: "^test/",
    pathNot: [...TESTS, "^test/(bench|chaos|proof)/", String.raw`-(setup|child)\.ts$`],
    reachable: false,
  }),
];

/** What holds for the imports that are left when the types are stripped. */
const running = [
  rule("pure-reaches-nothing", "What a pure file imports is as pure as itself.", PURE, {
    path: ["node_modules/", BUILTIN, CLOCK, STORES, "^src/db/"],
    pathNot: PURE_PACKAGES,
    reachable: true,
  }),
  rule(
    "facts-read-only",
    "Facts run their own slice, the kernel and db.",
    String.raw`^src/features/([^/]+)/facts\.ts$`,
    {
      pathNot: ["^src/kernel/", "^src/db/", "^src/features/$1/"],
    },
  ),
  rule(
    "features-open-nothing",
    "A feature is given its transaction; its stores may use the database's helpers.",
    { path: "^src/features/", pathNot: STORES },
    { path: "^src/db/" },
  ),
  rule("shell-by-type", "Of the features the shell knows the declarations' types.", SHELL, { path: "^src/features/" }),
  rule(
    "installed-in-production",
    "What src runs is a dependency, not a dev dependency.",
    { path: "^src/(?!demo/)" },
    { dependencyTypes: ["npm-dev"] },
  ),
];

const options = {
  doNotFollow: { path: ["node_modules"] },
  enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
};

export default { forbidden: imports, options: { ...options, tsPreCompilationDeps: true } };
export const atRunTime = { forbidden: running, options: { ...options, tsPreCompilationDeps: false } };

function rule(name, comment, from, to) {
  const path = typeof from === "string" || Array.isArray(from);
  return { name, comment, severity: "error", from: path ? { path: from } : from, to };
}

/** Inside src, only these places import it. */
function only(name, path, places) {
  return rule(name, `Only ${String(places)} may import ${path}`, { path: "^src/", pathNot: places }, { path });
}
